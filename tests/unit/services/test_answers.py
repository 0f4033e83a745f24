"""Somebody answered: threads are looked at by themselves, each as often as it is lively."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from desktop_app.core.changes import ChangeSet
from desktop_app.core.comments import FoundComment
from desktop_app.core.errors import AppError, ErrorKind
from desktop_app.core.sources import SafeHtml, Secret
from desktop_app.core.work import run_now
from desktop_app.services.answers import DAY, Answers
from desktop_app.storage.comments import Comments
from desktop_app.system.credentials import MemoryCredentials
from tests.support.reader import Reader
from tests.support.small_site import SmallSite, StandingClock

MINUTES = 30


@pytest.fixture
def reader(tmp_path: Path) -> Iterator[Reader]:
    site = SmallSite(StandingClock(), logins={"alice": ("right", "2")})
    made = Reader.start(tmp_path / "profile", site, MemoryCredentials())
    yield made
    made.database.close()


@pytest.fixture
def changes() -> list[ChangeSet]:
    return []


@pytest.fixture
def answers(reader: Reader, changes: list[ChangeSet]) -> Answers:
    clock = reader.site.clock
    return Answers(
        reader.database, reader.part.conversation, lambda: MINUTES, changes.append, clock
    )


def said(reader: Reader, number: int, author: str, parent: str | None = None) -> FoundComment:
    words = f"comment {number}"
    time = reader.site.clock.time
    return FoundComment(str(number), parent, f"P{author}", author, SafeHtml(words), words, time)


def take_part(reader: Reader) -> None:
    """The reader's comment stands on the site and is known here, under number 1."""
    reader.site.comments = [said(reader, 1, "2")]
    run_now(reader.part.conversation.refresh(reader.article_id))
    Comments(reader.database).upsert(
        reader.article_id, reader.site.comments[0], reader.site.clock.time, frozenset({"2"})
    )


def later(reader: Reader, seconds: int) -> None:
    reader.site.clock.time += seconds


def test_nobody_who_wrote_nothing_is_waited_for(reader: Reader, answers: Answers) -> None:
    reader.site.comments = [said(reader, 1, "9")]
    run_now(reader.part.conversation.refresh(reader.article_id))
    assert run_now(answers.next_due()) is None
    later(reader, DAY)
    before = len(reader.site.requests)
    assert run_now(answers.look_when_due()) == ()
    assert len(reader.site.requests) == before


def test_an_answer_is_found_and_told_once(
    reader: Reader, answers: Answers, changes: list[ChangeSet]
) -> None:
    take_part(reader)
    now = reader.site.clock.time
    assert run_now(answers.next_due()) == now + MINUTES * 60
    assert run_now(answers.look_when_due()) == ()
    later(reader, MINUTES * 60)
    reader.site.comments += [said(reader, 2, "9", parent="1"), said(reader, 3, "8")]
    (found,) = run_now(answers.look_when_due())
    assert found.article.id == reader.article_id
    assert [each.plain for each in found.said] == ["comment 3", "comment 2"]
    assert [(each.author, each.plain) for each in found.to_me] == [("P9", "comment 2")]
    later(reader, MINUTES * 60)
    assert run_now(answers.look_when_due()) == ()
    (row,) = run_now(reader.part.conversation.list())
    assert row.mine_count == 1


def test_ones_own_words_from_elsewhere_are_no_answer(reader: Reader, answers: Answers) -> None:
    take_part(reader)
    later(reader, MINUTES * 60)
    mine = replace(said(reader, 2, "2", parent="1"))
    reader.site.comments.append(mine)
    Comments(reader.database).upsert(
        reader.article_id, mine, reader.site.clock.time, frozenset({"2"})
    )
    assert run_now(answers.look_when_due()) == ()


def test_a_quiet_thread_is_looked_at_ever_more_rarely(reader: Reader, answers: Answers) -> None:
    take_part(reader)
    began = reader.site.clock.time
    looks = 0
    for _ in range(60 * 24):  # two months, an hour at a time
        later(reader, 3600)
        due = run_now(answers.next_due())
        if due is not None and due <= reader.site.clock.time:
            run_now(answers.look_when_due())
            looks += 1
    assert 24 < looks < 180
    assert reader.site.clock.time - began > 30 * DAY
    assert run_now(answers.next_due()) is None


def test_a_site_that_is_down_is_not_asked_again_at_once(reader: Reader, answers: Answers) -> None:
    take_part(reader)
    later(reader, MINUTES * 60)
    reader.site.failures = [AppError(ErrorKind.OFFLINE)]
    assert run_now(answers.look_when_due()) == ()
    assert run_now(answers.next_due()) == reader.site.clock.time + MINUTES * 60


def breaking_off(reader: Reader, monkeypatch: pytest.MonkeyPatch) -> None:
    """The site gives the first page of the thread, and then no more."""
    answer = reader.site.answer

    def first_page_only(what: str, secret: Secret | None = None) -> str:
        if what == "page 2":
            raise AppError(ErrorKind.TIMEOUT)
        return answer(what, secret)

    monkeypatch.setattr(reader.site, "answer", first_page_only)


def test_what_came_before_the_site_broke_off_is_told_once(
    reader: Reader, answers: Answers, monkeypatch: pytest.MonkeyPatch
) -> None:
    take_part(reader)
    later(reader, MINUTES * 60)
    reader.site.comments = [said(reader, 2, "9", parent="1"), *reader.site.comments]
    reader.site.comments.append(said(reader, 3, "8"))
    with monkeypatch.context() as patch:
        breaking_off(reader, patch)
        (found,) = run_now(answers.look_when_due())
    assert [each.plain for each in found.said] == ["comment 2"]
    later(reader, MINUTES * 60)
    (found,) = run_now(answers.look_when_due())
    assert [each.plain for each in found.said] == ["comment 3"]


def test_the_old_rest_of_a_thread_read_in_part_is_no_news(
    reader: Reader, answers: Answers, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What others had written before is new to us, not to the reader."""
    reader.site.comments = [said(reader, 1, "2"), said(reader, 2, "9"), said(reader, 3, "8")]
    comments = Comments(reader.database)
    comments.upsert(
        reader.article_id, reader.site.comments[0], reader.site.clock.time, frozenset({"2"})
    )
    with monkeypatch.context() as patch:
        breaking_off(reader, patch)
        assert run_now(answers.look_when_due()) == ()
    later(reader, MINUTES * 60)
    assert run_now(answers.look_when_due()) == ()
    assert len(comments.thread(reader.article_id)) == 3


def test_a_clock_set_back_does_not_stop_it(reader: Reader, answers: Answers) -> None:
    take_part(reader)
    reader.site.clock.time -= 10 * DAY
    assert run_now(answers.next_due()) == reader.site.clock.time + MINUTES * 60


def test_a_silent_conversation_is_read_and_not_told(
    reader: Reader, answers: Answers, changes: list[ChangeSet]
) -> None:
    take_part(reader)
    run_now(answers.silence(reader.article_id, True))
    assert changes[-1].threads == {reader.article_id}
    (row,) = run_now(reader.part.conversation.list())
    assert row.silent
    later(reader, MINUTES * 60)
    reader.site.comments.append(said(reader, 2, "9", parent="1"))
    assert run_now(answers.look_when_due()) == ()
    assert len(Comments(reader.database).thread(reader.article_id)) == 2
    run_now(answers.silence(reader.article_id, False))
    later(reader, MINUTES * 60)
    reader.site.comments.append(said(reader, 3, "9", parent="1"))
    assert len(run_now(answers.look_when_due())) == 1


def test_only_by_hand_means_never(reader: Reader) -> None:
    take_part(reader)
    clock = reader.site.clock
    never = Answers(reader.database, reader.part.conversation, lambda: 0, lambda _: None, clock)
    later(reader, DAY)
    assert run_now(never.next_due()) is None
    assert run_now(never.look_when_due()) == ()
