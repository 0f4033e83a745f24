"""What a person wrote: drafts and outbox, to the letter and durable; accounts."""

from dataclasses import replace

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from desktop_app.core.articles import ArticleId
from desktop_app.core.comments import (
    Draft,
    DraftKey,
    DraftKind,
    Posting,
    PostingKind,
    PostingState,
)
from desktop_app.core.ids import AccountId, PostingId
from desktop_app.core.sources import Account, Source
from desktop_app.storage.accounts import AccountsTable
from desktop_app.storage.articles import Articles
from desktop_app.storage.database import Database
from desktop_app.storage.drafts import Drafts
from desktop_app.storage.outbox import OutboxTable
from desktop_app.storage.sources import Sources
from tests.support.found import found_article

ARTICLE = ArticleId(7)
KEY = DraftKey(ARTICLE, DraftKind.COMMENT)
ANY_TEXT = st.text(st.characters())  # halves of surrogate pairs and NUL included
ids = st.integers(min_value=1, max_value=2**62)
times = st.integers(min_value=0, max_value=2**40)
remotes = st.none() | st.text(st.characters(exclude_categories=["Cs"]), min_size=1)


@pytest.fixture
def drafts(database: Database) -> Drafts:
    return Drafts(database)


@pytest.fixture
def outbox(database: Database) -> OutboxTable:
    return OutboxTable(database)


def posting(name: str = "a", **fields: object) -> Posting:
    made = Posting(
        PostingId(name), ARTICLE, AccountId(1), PostingKind.COMMENT, "text", None, None,
        PostingState.WAITING, 100,
    )  # fmt: skip
    return replace(made, **fields)  # type: ignore[arg-type]


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    st.builds(
        Draft,
        st.builds(DraftKey, ids, st.sampled_from(DraftKind), remotes),
        ANY_TEXT,
        times,
        st.none() | ids,
    )
)
def test_any_draft_comes_back_to_the_letter(drafts: Drafts, draft: Draft) -> None:
    drafts.put(draft)
    assert drafts.get(draft.key) == draft
    assert draft in drafts.all()
    drafts.delete(draft.key)
    assert drafts.get(draft.key) is None


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    st.builds(
        Posting,
        st.uuids().map(str),
        ids,
        ids,
        st.sampled_from(PostingKind),
        ANY_TEXT,
        remotes,
        remotes,
        st.sampled_from(PostingState),
        times,
        st.integers(0, 99),
        st.none() | times,
        times,
        remotes,
        st.sampled_from(["", "refused"]),
        st.text(st.characters(exclude_categories=["Cs"])),
        times,
    ),
    ANY_TEXT,
)
def test_any_posting_comes_back_to_the_letter(
    outbox: OutboxTable, made: Posting, later: str
) -> None:
    outbox.add(made)
    assert outbox.get(made.id) == made
    changed = replace(made, text=later, state=PostingState.UNSURE, attempts=made.attempts + 1)
    outbox.update(changed)
    assert outbox.get(made.id) == changed
    assert outbox.of_article(made.article_id)[-1] == changed
    outbox.remove(made.id)
    assert outbox.get(made.id) is None


def test_one_draft_a_place(drafts: Drafts) -> None:
    places = [KEY, DraftKey(ARTICLE, DraftKind.REPLY, "1"), DraftKey(ARTICLE, DraftKind.EDIT, "1")]
    for number, key in enumerate(places):
        drafts.put(Draft(key, f"text {number}", number))
    drafts.put(Draft(KEY, "again", 9, AccountId(3)))
    assert [draft.text for draft in drafts.of_article(ARTICLE)] == ["again", "text 2", "text 1"]


def test_posting_takes_the_draft_along_in_one_step(drafts: Drafts, outbox: OutboxTable) -> None:
    drafts.put(Draft(KEY, "words", 1))
    outbox.add(posting(), KEY)
    assert drafts.get(KEY) is None
    outbox.remove(PostingId("a"), Draft(KEY, "words", 2))
    assert drafts.get(KEY) == Draft(KEY, "words", 2)
    assert outbox.all_open() == ()


def test_a_posting_that_cannot_be_added_leaves_the_draft(
    drafts: Drafts, outbox: OutboxTable
) -> None:
    outbox.add(posting())
    drafts.put(Draft(KEY, "words", 1))
    with pytest.raises(Exception, match="UNIQUE"):
        outbox.add(posting(), KEY)
    assert drafts.get(KEY) is not None


def test_what_is_pending_comes_in_the_order_of_writing(outbox: OutboxTable) -> None:
    for number, state in enumerate(PostingState):
        outbox.add(posting(state.value, state=state, created_at=100 - number))
    pending = [each.state for each in outbox.pending()]
    assert pending == [PostingState.WAITING, PostingState.SENDING, PostingState.UNSURE,
                       PostingState.PARKED]  # fmt: skip
    open_ = {each.state for each in outbox.all_open()}
    assert open_ == {*pending, PostingState.REFUSED, PostingState.DISCARDED}
    assert len(outbox.of_account(AccountId(1))) == len(PostingState)


def test_what_ended_well_is_forgotten_in_time(outbox: OutboxTable) -> None:
    for state in PostingState:
        outbox.add(posting(state.value, state=state, created_at=100))
    outbox.add(posting("young", state=PostingState.PUBLISHED, created_at=200))
    assert outbox.forget_settled(200) == 3
    left = {each.state for each in outbox.of_article(ARTICLE)}
    assert left == set(PostingState) - {PostingState.HELD, PostingState.ALREADY_THERE}


def test_last_sent_at(outbox: OutboxTable) -> None:
    assert outbox.last_sent_at(AccountId(1)) is None
    outbox.add(posting("a", first_sent_at=50))
    outbox.add(posting("b", first_sent_at=70))
    outbox.add(posting("c"))
    outbox.add(posting("d", first_sent_at=90, account_id=AccountId(2)))
    assert outbox.last_sent_at(AccountId(1)) == 70


def test_drafts_and_postings_outlive_article_and_source(
    articles: Articles, sources: Sources, source: Source, drafts: Drafts, outbox: OutboxTable
) -> None:
    (id_,) = articles.store(source.id, [found_article(1)], 0).new
    drafts.put(Draft(DraftKey(id_, DraftKind.COMMENT), "words", 1))
    outbox.add(posting(article_id=id_))
    sources.remove(source.id)
    while sources.purge(2**40):
        pass
    assert articles.get(id_) is not None  # an article with words of the reader is not purged
    articles.remove([id_])
    assert len(drafts.all()) == 1
    assert len(outbox.all_open()) == 1


def test_what_was_written_is_synced(database: Database, drafts: Drafts) -> None:
    seen: list[int] = []
    for durable in (True, False, True):
        with database.write(durable=durable) as connection:
            seen.append(connection.execute("pragma synchronous").fetchone()[0])
    assert seen == [2, 1, 2]  # FULL, NORMAL, FULL
    with database.write(), pytest.raises(AssertionError):
        drafts.put(Draft(KEY, "words", 1))
    with database.write(durable=True):
        drafts.put(Draft(KEY, "words", 1))


def _account(**fields: object) -> Account:
    made = Account(
        AccountId(0), "wordpress", "https://a/", "ann", "Ann", "5", "secret key", "https://p/",
        "uuid", ("editor", "admin"), 77, False,
    )  # fmt: skip
    return replace(made, **fields)  # type: ignore[arg-type]


def test_accounts(database: Database) -> None:
    table = AccountsTable(database)
    first = table.put(_account())
    second = table.put(_account(login="bob"))
    table.put(_account(base_url="https://b/"))
    assert first == replace(_account(), id=first.id)
    assert table.get(first.id) == first
    assert table.for_site("wordpress", "https://a/") == (first, second)
    table.put(replace(first, display_name="Anna"))
    table.mark(first.id, True)
    changed = table.get(first.id)
    assert changed == replace(first, display_name="Anna", needs_sign_in=True)
    table.remove(second.id)
    assert len(table.all()) == 2
    assert table.put(_account()).id > second.id + 1  # an id is never used twice
