"""The outbox on a real database, against a site that can lose requests and answers."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from desktop_app.core.comments import (
    CommentState,
    Draft,
    DraftKey,
    DraftKind,
    PostingKind,
    PostingState,
)
from desktop_app.core.errors import AppError, ErrorKind
from desktop_app.core.ids import AccountId
from desktop_app.core.work import run_now
from desktop_app.services.taking_part import Pace
from desktop_app.storage.articles import Articles
from desktop_app.storage.comments import Comments
from desktop_app.storage.drafts import Drafts
from desktop_app.storage.sources import Sources
from desktop_app.system.credentials import MemoryCredentials
from desktop_app.system.process_lock import ProcessLock
from tests.support.reader import Reader
from tests.support.small_site import SmallSite, StandingClock

S = PostingState


@pytest.fixture
def site() -> SmallSite:
    people = {"alice": ("right", "2"), "bob": ("good", "3")}
    return SmallSite(StandingClock(), logins=people)


@pytest.fixture
def reader(tmp_path: Path, site: SmallSite) -> Iterator[Reader]:
    made = Reader.start(tmp_path / "profile", site, MemoryCredentials())
    made.sign_in()
    yield made
    made.database.close()


def test_a_posting_is_on_disk_and_its_draft_gone_before_anything_is_sent(reader: Reader) -> None:
    key = DraftKey(reader.article_id, DraftKind.COMMENT)
    run_now(reader.part.conversation.save_draft(Draft(key, "hello", 0)))
    before = len(reader.site.requests)
    posting = reader.write("hello")
    assert reader.postings() == (posting,)
    assert posting.state is S.WAITING
    assert run_now(reader.part.conversation.draft(key)) is None
    assert len(reader.site.requests) == before
    assert reader.changes[-1].outbox
    assert reader.changes[-1].threads == {reader.article_id}


def test_while_it_is_sent_the_disk_says_so(reader: Reader) -> None:
    seen: list[tuple[S, int | None]] = []

    def look() -> None:
        (row,) = reader.postings()
        seen.append((row.state, row.first_sent_at))

    reader.site.at_once = look
    reader.write("hello")
    assert reader.deliver() == 1
    assert seen == [(S.SENDING, reader.clock.now())]
    assert reader.states() == [S.PUBLISHED]
    (comment,) = Comments(reader.database).thread(reader.article_id)
    assert (comment.plain, comment.is_mine) == ("hello", True)


@pytest.mark.parametrize(
    ("text", "state"),
    [("holdme", S.HELD), ("trashme", S.DISCARDED), ("plain", S.PUBLISHED)],
)
def test_each_outcome_is_told(reader: Reader, text: str, state: S) -> None:
    reader.write(text)
    reader.deliver()
    assert reader.states() == [state]
    assert reader.postings()[0].text == text
    assert len(Comments(reader.database).thread(reader.article_id)) == (state is not S.DISCARDED)


def test_the_same_words_again_are_already_there(reader: Reader) -> None:
    for _ in range(2):
        reader.write("me too")
        reader.deliver()
    assert reader.states() == [S.PUBLISHED, S.ALREADY_THERE]
    assert reader.site.texts() == ["me too"]


def test_pressing_post_twice_makes_one_posting(reader: Reader) -> None:
    assert reader.write("hello").id == reader.write("hello").id
    assert len(reader.postings()) == 1


def test_a_refused_text_stays_and_can_be_taken_back(reader: Reader) -> None:
    reader.site.refuse = AppError(ErrorKind.CLOSED, detail="Comments are closed.")
    posting = reader.write("too late")
    reader.deliver()
    assert reader.states() == [S.REFUSED]
    assert reader.postings()[0].error_detail == "Comments are closed."
    article = Articles(reader.database).get(reader.article_id)
    assert article is not None
    assert article.comments_state.value == "closed"
    run_now(reader.part.outbox.withdraw(posting.id))
    draft = Drafts(reader.database).get(DraftKey(reader.article_id, DraftKind.COMMENT))
    assert draft is not None
    assert draft.text == "too late"
    assert reader.postings() == ()


def test_a_refused_text_can_be_tried_again(reader: Reader) -> None:
    reader.site.refuse = AppError(ErrorKind.INVALID)
    posting = reader.write("again")
    reader.deliver()
    reader.site.refuse = None
    run_now(reader.part.outbox.retry(posting.id))
    reader.deliver()
    assert reader.states() == [S.PUBLISHED]


def test_offline_it_waits_and_goes_when_the_network_is_back(reader: Reader) -> None:
    reader.site.failures = [AppError(ErrorKind.OFFLINE)]
    reader.write("hello")
    assert reader.deliver() == 1
    (waiting,) = reader.postings()
    assert (waiting.state, waiting.error_kind) == (S.WAITING, "offline")
    assert waiting.next_try_at > reader.clock.now()
    assert reader.deliver() == 0
    assert run_now(reader.part.outbox.next_due()) == waiting.next_try_at
    assert run_now(reader.part.outbox.deliver_due(network_is_back=True)) == 1
    assert reader.states() == [S.PUBLISHED]


def test_a_lost_answer_is_found_out_and_nothing_doubled(reader: Reader) -> None:
    for text in ("seen", "holdme"):
        reader.site.lost_answers = 1
        reader.write(text)
        reader.deliver()
        assert reader.states()[-1] is S.UNSURE
        assert reader.deliver() == 0  # the server is given time first
        reader.deliver_all()
    assert reader.states() == [S.PUBLISHED, S.HELD]
    assert reader.site.texts() == ["seen", "holdme"]


def test_nearly_the_same_words_of_before_are_not_taken_for_the_lost_ones(reader: Reader) -> None:
    reader.write("Really?")
    reader.deliver()
    reader.site.failures = [AppError(ErrorKind.TIMEOUT, maybe_sent=True)]
    reader.write("Really!")
    reader.deliver_all()
    assert reader.site.texts() == ["Really?", "Really!"]
    assert reader.states() == [S.PUBLISHED, S.PUBLISHED]


def test_what_may_be_on_its_way_cannot_be_taken_back(reader: Reader) -> None:
    reader.site.lost_answers = 1
    posting = reader.write("gone")
    reader.deliver()
    with pytest.raises(AppError) as raised:
        run_now(reader.part.outbox.withdraw(posting.id))
    assert raised.value.code == "already_sent"
    assert reader.states() == [S.UNSURE]


def test_a_secret_that_is_no_longer_taken_parks_everything(reader: Reader) -> None:
    reader.site.logins["alice"] = ("changed", "2")
    reader.write("one")
    reader.write("two")
    reader.deliver()
    assert reader.states() == [S.PARKED, S.PARKED]
    assert run_now(reader.part.accounts.all())[0].needs_sign_in
    assert run_now(reader.part.outbox.next_due()) is None
    reader.write("three")
    assert reader.states() == [S.PARKED] * 3
    reader.sign_in("alice", "changed")
    assert reader.states() == [S.WAITING] * 3
    reader.deliver_all()
    assert reader.site.texts() == ["one", "two", "three"]


def test_no_secret_in_the_keystore_parks_too(reader: Reader) -> None:
    reader.credentials.delete(run_now(reader.part.accounts.all())[0].secret_key)
    reader.write("one")
    reader.deliver()
    assert reader.states() == [S.PARKED]


def test_the_interval_of_the_site_is_kept_and_shown(reader: Reader) -> None:
    reader.site.min_interval = 15.0
    reader.write("one")
    reader.write("two")
    assert reader.deliver() == 1
    assert reader.states() == [S.PUBLISHED, S.WAITING]
    assert reader.postings()[1].next_try_at == reader.clock.now() + 15
    reader.clock.time += 15
    assert reader.deliver() == 1
    assert reader.site.delivered == ["one", "two"]


def test_one_account_does_not_wait_for_another(reader: Reader) -> None:
    bob = reader.sign_in("bob", "good")
    reader.site.failures = [AppError(ErrorKind.OFFLINE)]
    reader.write("by alice")
    reader.write("by bob", bob.id)
    reader.deliver()
    assert reader.states() == [S.WAITING, S.PUBLISHED]


def test_the_undo_window(reader: Reader) -> None:
    again = reader.again(Pace())
    reader.database = again.database  # the fixture closes it
    posting = again.write("oops")
    assert posting.undo_until == again.clock.now() + 5
    assert again.deliver() == 0
    run_now(again.part.outbox.withdraw(posting.id))
    again.clock.time += 5
    assert again.deliver() == 0
    assert again.site.texts() == []


def test_edit_and_delete(reader: Reader) -> None:
    reader.write("frist")
    reader.deliver()
    reader.write("first", kind=DraftKind.EDIT, comment_remote_id="1")
    reader.deliver()
    assert reader.site.texts() == ["first"]
    assert [each.plain for each in Comments(reader.database).thread(reader.article_id)] == ["first"]
    gone = run_now(reader.part.outbox.delete_comment(reader.article_id, "1", AccountId(1)))
    assert gone.kind is PostingKind.DELETE
    reader.deliver()
    assert reader.site.texts() == []
    assert Comments(reader.database).thread(reader.article_id) == ()
    assert reader.states() == [S.PUBLISHED] * 3


def test_a_lost_edit_is_repeated(reader: Reader) -> None:
    reader.write("frist")
    reader.deliver()
    reader.site.failures = [AppError(ErrorKind.TIMEOUT, maybe_sent=True)]
    reader.write("first", kind=DraftKind.EDIT, comment_remote_id="1")
    reader.deliver_all()
    assert reader.site.texts() == ["first"]


def test_a_reply_goes_below_its_parent(reader: Reader) -> None:
    reader.write("yes", kind=DraftKind.REPLY, comment_remote_id="77")
    reader.deliver()
    assert reader.site.comments[0].parent_remote_id == "77"


@pytest.mark.parametrize(("text", "account"), [("  \n", 1), ("hello", 99)])
def test_what_is_not_taken(reader: Reader, text: str, account: int) -> None:
    with pytest.raises(AppError):
        reader.write(text, AccountId(account))
    assert reader.postings() == ()


def test_a_removed_source_keeps_the_text(reader: Reader) -> None:
    reader.write("still mine")
    Sources(reader.database).remove(reader.source.id)
    reader.deliver()
    assert reader.states() == [S.REFUSED]
    assert reader.postings()[0].text == "still mine"


def test_two_deliveries_at_once_send_once(reader: Reader) -> None:
    reader.write("once")
    inner: list[int] = []
    reader.site.at_once = lambda: inner.append(reader.deliver())
    assert reader.deliver() == 1
    assert inner == [0]
    assert reader.site.delivered == ["once"]


def test_another_process_on_the_profile_delivers_alone(reader: Reader) -> None:
    other = ProcessLock(reader.database.path.parent / "outbox.lock")
    reader.write("once")
    assert other.take()
    assert reader.deliver() == 0
    assert reader.states() == [S.WAITING]
    other.give_back()
    assert reader.deliver() == 1


def test_a_cancelled_delivery_becomes_unsure_and_is_found_out(reader: Reader) -> None:
    reader.write("cut")
    work = reader.part.outbox.deliver_due()

    def close_in_the_middle() -> None:
        raise KeyboardInterrupt

    reader.site.at_once = close_in_the_middle
    with pytest.raises(KeyboardInterrupt):
        run_now(work)
    del work
    reader.site.at_once = None
    assert reader.states() == [S.SENDING]
    reader.deliver()
    assert reader.states() == [S.UNSURE]
    reader.deliver_all()
    assert reader.states() == [S.PUBLISHED]
    assert reader.site.texts() == ["cut"]


def test_a_comment_held_and_later_approved(reader: Reader) -> None:
    reader.write("holdme")
    reader.deliver()
    reader.site.decide("1", CommentState.VISIBLE)
    run_now(reader.part.conversation.refresh(reader.article_id))
    (comment,) = Comments(reader.database).thread(reader.article_id)
    assert comment.state is CommentState.VISIBLE
    assert reader.states() == [S.PUBLISHED]
