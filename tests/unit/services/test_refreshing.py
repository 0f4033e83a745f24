"""Looking for news: stored at once, told at once, one bad source hides no other."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from desktop_app.core.articles import ListKind, ListQuery
from desktop_app.core.errors import AppError, ErrorKind
from desktop_app.core.ids import SourceId
from desktop_app.core.sources import FoundSection, FoundSource, Source
from desktop_app.core.work import run_now
from desktop_app.services.refresh import _chains
from tests.support.news_site import NOW, Desk, Newsroom, article, open_desk


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    with open_desk(tmp_path) as made:
        yield made


def stored(desk: Desk, source_id: SourceId) -> Source:
    source = desk.sources.get(source_id)
    assert source is not None
    return source


def titles(desk: Desk) -> list[str]:
    return [each.title for each in desk.articles.page(ListQuery(ListKind.ALL), None).items]


def test_news_are_stored_told_and_due_again(desk: Desk) -> None:
    source = desk.add()
    report = run_now(desk.refresh.all())
    assert (len(report.new), report.failed, report.unchanged) == (5, {}, 0)
    change = desk.published()
    assert change.new_articles == set(report.new)
    assert change.sources == {source.id}
    assert change.sidebar
    after = stored(desk, source.id)
    assert after.refreshed_at == NOW
    assert 27 * 60 <= after.due_at - NOW <= 33 * 60
    report = run_now(desk.refresh.all())
    assert (report.new, report.unchanged) == ((), 1)


def test_what_changed_keeps_its_marks(desk: Desk) -> None:
    source = desk.add()
    first = run_now(desk.refresh.all()).new
    desk.articles.set_read(first, True)
    room = desk.rooms[source.base_url]
    room.articles[0] = replace(room.articles[0], title="Edited", content_hash="other")
    room.articles.append(article(9))
    desk.published()
    report = run_now(desk.refresh.all())
    assert len(report.new) == 1
    change = desk.published()
    assert len(change.changed_articles) == 1
    (edited,) = desk.articles.get_many(change.changed_articles)
    assert (edited.title, edited.read) == ("Edited", True)


def test_a_bad_source_hides_no_other(desk: Desk) -> None:
    bad = desk.add("https://bad.example/", Newsroom(error=AppError(ErrorKind.SERVER, detail="x")))
    good = desk.add("https://good.example/")
    report = run_now(desk.refresh.all())
    assert len(report.new) == 5
    assert report.failed[bad.id].kind is ErrorKind.SERVER
    problem = stored(desk, bad.id).problem
    assert problem is not None
    assert (problem.kind, problem.detail, problem.since) == (ErrorKind.SERVER, "x", NOW)
    assert stored(desk, good.id).problem is None
    desk.clock.time += 7200
    run_now(desk.refresh.due())
    assert stored(desk, bad.id).due_at == NOW + 14_400  # failing for two hours: wait two more
    desk.rooms[bad.base_url].error = None
    desk.published()
    desk.clock.time += 7200
    run_now(desk.refresh.due())
    assert stored(desk, bad.id).problem is None
    assert bad.id in desk.published().sources


def test_gone_is_never_asked_again_by_itself(desk: Desk) -> None:
    source = desk.add(room=Newsroom(error=AppError(ErrorKind.GONE)))
    room = desk.rooms[source.base_url]
    run_now(desk.refresh.all())
    assert stored(desk, source.id).gone
    desk.clock.time += 10**7
    run_now(desk.refresh.all())
    run_now(desk.refresh.due())
    assert len(room.requests) == 1
    room.error, room.articles = None, [article(1)]
    assert len(run_now(desk.refresh.source(source.id)).new) == 1  # by hand it may come back
    assert not stored(desk, source.id).gone


def test_a_move_is_remembered_unless_somebody_lives_there(desk: Desk) -> None:
    source = desk.add()
    room = desk.rooms[source.base_url]
    room.moved_to = "https://new.example/"
    desk.rooms["https://new.example/"] = room
    run_now(desk.refresh.all())
    assert stored(desk, source.id).base_url == "https://new.example/"
    other = desk.add("https://other.example/")
    room.moved_to = other.base_url
    run_now(desk.refresh.source(source.id))
    assert stored(desk, source.id).base_url == "https://new.example/"


def test_an_answer_completes_what_is_known_of_a_source(desk: Desk) -> None:
    source = desk.add()
    info = FoundSource("k", source.base_url, "x", "y", "https://a.example/icon.png", "he")
    desk.rooms[source.base_url].info = info
    run_now(desk.refresh.all())
    after = stored(desk, source.id)
    assert (after.title, after.icon_url, after.language) == (source.title, info.icon_url, "he")


def test_followed_sections_are_what_is_asked(desk: Desk) -> None:
    source = desk.add()
    room = desk.rooms[source.base_url]
    room.articles = [
        replace(article(each), section_ids=("s" if each % 2 else "t",)) for each in range(6)
    ]
    parts = [FoundSection("s", "S"), FoundSection("t", "T"), FoundSection("u", "U")]
    desk.sources.store_sections(source.id, parts)
    desk.sources.follow(source.id, ["s", "u"])
    assert len(run_now(desk.refresh.all()).new) == 3
    assert room.requests == ["refresh s", "refresh u"]


def test_dates_that_cannot_be_true_become_the_time_of_first_sight(desk: Desk) -> None:
    desk.add(room=Newsroom([article(1, at=0), article(2, at=NOW * 3)]))
    run_now(desk.refresh.all())
    for each in desk.articles.page(ListQuery(ListKind.ALL), None).items:
        assert (each.published_at, each.date_guessed) == (NOW, True)


def test_only_what_is_due_is_asked(desk: Desk) -> None:
    first = desk.add("https://a.example/")
    run_now(desk.refresh.all())
    desk.clock.time += 600
    second = desk.add("https://b.example/")
    run_now(desk.refresh.due())
    assert len(desk.rooms[first.base_url].requests) == 1
    assert len(desk.rooms[second.base_url].requests) == 1
    due = run_now(desk.refresh.next_due())
    assert due == stored(desk, first.id).due_at
    desk.minutes = 0
    assert run_now(desk.refresh.next_due()) is None


def test_a_source_under_way_is_not_asked_twice(desk: Desk) -> None:
    source = desk.add()
    work = desk.refresh._chain([source])
    next(work)  # the timer has begun
    assert run_now(desk.refresh.source(source.id)).new == ()
    work.close()
    assert len(run_now(desk.refresh.source(source.id)).new) == 5


def test_a_source_that_does_not_exist_is_told(desk: Desk) -> None:
    with pytest.raises(AppError) as caught:
        run_now(desk.refresh.source(SourceId(99)))
    assert caught.value.kind is ErrorKind.NOT_FOUND


def test_a_crowded_host_gets_two_queues() -> None:
    crowd = [Source(SourceId(each), "k", f"https://a.example/{each}", "t", "") for each in range(9)]
    alone = Source(SourceId(99), "k", "https://b.example/", "t", "")
    chains = _chains([*crowd, alone])
    assert sorted(map(len, chains)) == [1, 4, 5]
    assert sorted(each.id for chain in chains for each in chain) == [*range(9), 99]
