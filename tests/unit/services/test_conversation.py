"""The thread under an article."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from desktop_app.core.articles import CommentsState, FoundArticle
from desktop_app.core.comments import (
    Allowed,
    CommentState,
    Draft,
    DraftKey,
    DraftKind,
    FoundComment,
    PostingState,
)
from desktop_app.core.errors import AppError, ErrorKind
from desktop_app.core.ids import ArticleId
from desktop_app.core.sources import FoundSource, SafeHtml, Source
from desktop_app.core.work import Work, run_now
from desktop_app.services.doors import elsewhere
from desktop_app.services.taking_part import take_part
from desktop_app.storage.articles import Articles
from desktop_app.storage.comments import Comments
from desktop_app.storage.sources import Sources
from desktop_app.system.credentials import MemoryCredentials
from tests.support.reader import PACE, Reader
from tests.support.small_site import BASE, KIND, SmallSite, SmallSource, StandingClock


@pytest.fixture
def reader(tmp_path: Path) -> Iterator[Reader]:
    site = SmallSite(StandingClock(), logins={"alice": ("right", "2")})
    made = Reader.start(tmp_path / "profile", site, MemoryCredentials())
    yield made
    made.database.close()


def said(number: int, text: str = "", author: str = "9") -> FoundComment:
    words = text or f"comment {number}"
    time = 1_700_000_000 + number
    return FoundComment(str(number), None, "Somebody", author, SafeHtml(words), words, time)


def test_a_thread_is_shown_from_the_disk_and_then_from_the_site(reader: Reader) -> None:
    conversation = reader.part.conversation
    reader.site.comments = [said(1), said(2)]
    view = run_now(conversation.open(reader.article_id))
    assert (view.comments, view.info.fetched_at, reader.site.requests) == ((), None, [])
    view = run_now(conversation.refresh(reader.article_id))
    assert [each.plain for each in view.comments] == ["comment 1", "comment 2"]
    assert (view.info.total, view.info.complete) == (2, True)
    article = Articles(reader.database).get(reader.article_id)
    assert article is not None
    assert article.comment_count == 2


def test_the_first_page_is_told_at_once(reader: Reader) -> None:
    reader.site.comments = [said(1), said(2)]
    work = reader.part.conversation.refresh(reader.article_id)
    reader.site.failures = []
    published_when_page_2_was_asked: list[int] = []
    answer = reader.site.answer

    def look(what: str, secret: object = None) -> str:
        if what == "page 2":
            published_when_page_2_was_asked.append(len(reader.changes))
            stored = Comments(reader.database).thread(reader.article_id)
            assert [each.plain for each in stored] == ["comment 1"]
        return answer(what, None)

    reader.site.answer = look  # type: ignore[method-assign, assignment]
    before = len(reader.changes)
    run_now(work)
    assert published_when_page_2_was_asked == [before + 1]
    assert reader.changes[-1].threads == {reader.article_id}


def test_a_failure_leaves_what_is_stored(reader: Reader) -> None:
    reader.site.comments = [said(1)]
    run_now(reader.part.conversation.refresh(reader.article_id))
    reader.site.failures = [AppError(ErrorKind.OFFLINE)]
    with pytest.raises(AppError):
        run_now(reader.part.conversation.refresh(reader.article_id))
    assert len(run_now(reader.part.conversation.open(reader.article_id)).comments) == 1


def test_what_is_new_is_what_came_after_leaving(reader: Reader) -> None:
    conversation = reader.part.conversation
    reader.sign_in()
    reader.write("mine")
    reader.deliver()
    run_now(conversation.leave(reader.article_id))
    assert run_now(conversation.open(reader.article_id)).info.visited_at == reader.clock.now()
    reader.clock.time += 60
    reader.site.comments.append(said(50))
    run_now(conversation.refresh(reader.article_id))
    (row,) = run_now(conversation.list())
    assert (row.new_count, row.mine_count, row.waiting) == (1, 1, 0)


def test_who_may_write(reader: Reader) -> None:
    conversation = reader.part.conversation
    view = run_now(conversation.open(reader.article_id))
    assert (view.can_post, view.can_sign_in, view.closed) == (False, True, False)
    account = reader.sign_in()
    view = run_now(conversation.open(reader.article_id))
    assert (view.can_post, view.accounts) == (True, (account,))
    Articles(reader.database).set_comments_state(reader.article_id, CommentsState.CLOSED)
    view = run_now(conversation.open(reader.article_id))
    assert (view.can_post, view.can_sign_in, view.closed) == (False, False, True)


def test_drafts(reader: Reader) -> None:
    conversation = reader.part.conversation
    key = DraftKey(reader.article_id, DraftKind.REPLY, "7")
    run_now(conversation.save_draft(Draft(key, "half a thou", 0)))
    kept = Draft(key, "half a thou", reader.clock.now())
    assert run_now(conversation.draft(key)) == kept
    assert run_now(conversation.open(reader.article_id)).drafts == (kept,)
    assert run_now(conversation.drop_draft(key)) == kept
    assert run_now(conversation.draft(key)) is None
    run_now(conversation.save_draft(kept))
    run_now(conversation.save_draft(replace(kept, text="  ")))
    assert run_now(conversation.draft(key)) is None


def test_postings_stand_until_their_comment_does(reader: Reader) -> None:
    reader.sign_in()
    conversation = reader.part.conversation
    for text in ("holdme", "trashme", "plain"):
        reader.write(text)
    assert len(run_now(conversation.open(reader.article_id)).postings) == 3
    reader.deliver()
    view = run_now(conversation.open(reader.article_id))
    assert [each.text for each in view.postings] == ["trashme"]
    assert sorted(each.plain for each in view.comments) == ["holdme", "plain"]


def test_a_held_comment_stays_until_the_moderators_decide(reader: Reader) -> None:
    reader.sign_in()
    conversation = reader.part.conversation
    reader.write("holdme")
    reader.deliver()
    (comment,) = run_now(conversation.refresh(reader.article_id)).comments
    assert comment.state is CommentState.HELD
    reader.site.comments.clear()  # they threw it away
    view = run_now(conversation.refresh(reader.article_id))
    assert view.comments == ()
    assert [(each.text, each.state) for each in view.postings] == [
        ("holdme", PostingState.DISCARDED)
    ]


def test_a_comment_found_held_after_a_lost_answer_is_recognised_later(reader: Reader) -> None:
    reader.sign_in()
    reader.site.lost_answers = 1
    reader.write("holdme")
    reader.deliver_all()
    view = run_now(reader.part.conversation.refresh(reader.article_id))
    assert [each.state for each in view.postings] == [PostingState.HELD]
    reader.site.decide("1", CommentState.VISIBLE)
    view = run_now(reader.part.conversation.refresh(reader.article_id))
    assert view.postings == ()
    assert [each.plain for each in view.comments] == ["holdme"]
    assert reader.states() == [PostingState.PUBLISHED]


def test_a_comment_posted_while_the_thread_is_read_is_not_dropped(reader: Reader) -> None:
    reader.sign_in()
    answer = reader.site.answer

    def post_meanwhile(what: str, secret: object = None) -> str:
        if what == "thread":
            reader.site.answer = answer  # type: ignore[method-assign]
            reader.write("meanwhile")
            reader.deliver()
            kept = reader.site.comments[:]
            reader.site.comments.clear()  # the page was put together before
            reader.site.comments.append(said(50))
            later.extend(kept)
        return answer(what, None)

    later: list[FoundComment] = []
    reader.site.answer = post_meanwhile  # type: ignore[method-assign, assignment]
    view = run_now(reader.part.conversation.refresh(reader.article_id))
    assert {each.plain for each in view.comments} == {"comment 50", "meanwhile"}
    assert len(later) == 1


def test_what_the_site_allows_is_asked(reader: Reader) -> None:
    account = reader.sign_in()
    reader.write("mine")
    reader.deliver()
    conversation = reader.part.conversation
    assert run_now(conversation.allowed(reader.article_id, "1", account.id)) == Allowed(True, True)
    assert run_now(conversation.source_text(reader.article_id, "1", account.id)) == "mine"
    with pytest.raises(AppError):
        run_now(conversation.allowed(reader.article_id, "404", account.id))
    reader.site.logins["alice"] = ("changed", "2")
    with pytest.raises(AppError):
        run_now(conversation.source_text(reader.article_id, "1", account.id))
    assert run_now(reader.part.accounts.all())[0].needs_sign_in
    assert run_now(conversation.allowed(reader.article_id, "1", account.id)) == Allowed()


class OnlyLists:
    """A feed: no thread of its own."""


def feed_reader(reader: Reader, asked: list[str], failure: AppError | None = None) -> Reader:
    """Return the reader with a feed whose articles have their threads at the small site."""

    def find(url: str) -> Work[str | None]:
        asked.append(url)
        if failure is not None:
            raise failure
        return elsewhere(KIND, BASE, "1")
        yield

    def open_source(place: Source | FoundSource) -> object:
        return SmallSource(reader.site) if place.kind == KIND else OnlyLists()

    part = take_part(
        reader.database,
        open_source,
        find,
        reader.credentials,
        reader.lock,
        reader.changes.append,
        reader.clock,
        PACE,
    )
    feed = FoundSource("list", "https://small.example/feed/", "Feed", "https://small.example/")
    source = Sources(reader.database).add(feed, None, 0)
    found = FoundArticle("guid", "https://small.example/1", "One", published_at=1)
    report = Articles(reader.database).store(source.id, [found], 0)
    return replace(reader, part=part, source=source, article_id=ArticleId(report.new[0]))


def test_an_article_of_a_feed_is_given_the_thread_of_its_site(reader: Reader) -> None:
    asked: list[str] = []
    feed = feed_reader(reader, asked)
    view = run_now(feed.part.conversation.open(feed.article_id))
    assert (view.has_thread, view.can_post, view.can_sign_in) == (False, False, False)
    reader.site.comments = [said(1)]
    view = run_now(feed.part.conversation.refresh(feed.article_id))
    assert (len(view.comments), view.can_post, view.can_sign_in) == (1, False, True)
    accounts = feed.part.accounts
    account = run_now(
        accounts.sign_in(feed.source.id, "alice", "right", article_id=feed.article_id)
    )
    assert (account.kind, account.base_url) == (KIND, BASE)
    assert run_now(accounts.for_article(feed.article_id)) == (account,)
    feed.write("by a feed", account.id)
    feed.deliver()
    assert feed.states() == [PostingState.PUBLISHED]
    run_now(feed.part.conversation.refresh(feed.article_id))
    assert asked == ["https://small.example/1"]


def test_a_page_that_cannot_be_asked_is_asked_again_later(reader: Reader) -> None:
    asked: list[str] = []
    feed = feed_reader(reader, asked, AppError(ErrorKind.OFFLINE))
    for _ in range(2):
        view = run_now(feed.part.conversation.refresh(feed.article_id))
        assert not view.has_thread
    assert len(asked) == 2


def test_a_feed_that_knows_no_accounts_offers_none(reader: Reader) -> None:
    feed = feed_reader(reader, [])
    with pytest.raises(AppError) as raised:
        run_now(feed.part.accounts.offer(feed.source.id))
    assert raised.value.kind is ErrorKind.UNSUPPORTED
