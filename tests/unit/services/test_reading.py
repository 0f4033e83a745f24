"""Lists, articles, marks, searching, and paging back to the first day."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from desktop_app.core.articles import BodyState, ListCursor, ListKind, ListQuery
from desktop_app.core.errors import AppError, ErrorKind
from desktop_app.core.ids import ArticleId, SourceId
from desktop_app.core.sources import FoundSection, Source
from desktop_app.core.work import SEARCH, WRITE, Call, run_now
from desktop_app.services.reading import start_of_day
from tests.support.news_site import NOW, Desk, Newsroom, article, open_desk

ALL = ListQuery(ListKind.ALL)


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    with open_desk(tmp_path) as made:
        yield made


def refreshed(desk: Desk, room: Newsroom | None = None) -> tuple[Source, list[ArticleId]]:
    """Add a newsroom and read its first page; ids newest first."""
    source = desk.add(room=room)
    run_now(desk.refresh.all())
    desk.published()
    return source, [each.id for each in run_now(desk.reading.page(ALL)).items]


def test_a_stored_text_opens_without_the_network(desk: Desk) -> None:
    source, ids = refreshed(desk)
    desk.rooms[source.base_url].requests.clear()
    opened = run_now(desk.reading.open(ids[0]))
    assert opened.body is not None
    assert "text 0" in opened.body.html
    assert (opened.source.id, opened.error, opened.more) == (source.id, None, False)
    assert desk.rooms[source.base_url].requests == []


def test_a_missing_text_is_fetched_once_and_told(desk: Desk) -> None:
    source, ids = refreshed(desk, Newsroom([article(1, body=None)]))
    opened = run_now(desk.reading.open(ids[0]))
    assert opened.body is not None
    assert "whole text" in opened.body.html
    assert desk.published().bodies == {ids[0]}
    run_now(desk.reading.open(ids[0]))
    assert desk.rooms[source.base_url].requests.count("body 1") == 1


def test_offline_an_article_still_opens(desk: Desk) -> None:
    source, ids = refreshed(desk, Newsroom([article(1, body=None)]))
    desk.rooms[source.base_url].error = AppError(ErrorKind.OFFLINE)
    opened = run_now(desk.reading.open(ids[0]))
    assert opened.article.title == "Headline number 1"
    assert opened.body is None
    assert opened.error is not None
    assert opened.error.kind is ErrorKind.OFFLINE


def test_a_cancelled_opening_is_no_answer(desk: Desk) -> None:
    source, ids = refreshed(desk, Newsroom([article(1, body=None)]))
    desk.rooms[source.base_url].error = AppError(ErrorKind.CANCELLED)
    with pytest.raises(AppError) as caught:
        run_now(desk.reading.open(ids[0]))
    assert caught.value.kind is ErrorKind.CANCELLED


def test_a_source_without_texts_says_so(desk: Desk) -> None:
    source, ids = refreshed(desk, Newsroom([article(1, body=None)]))
    desk.bare.add(source.base_url)
    opened = run_now(desk.reading.open(ids[0]))
    assert opened.error is not None
    assert opened.error.kind is ErrorKind.UNSUPPORTED
    assert run_now(desk.reading.older(ListQuery(ListKind.SOURCE, source_id=source.id))) == 0
    with pytest.raises(AppError):
        run_now(desk.reading.search_site(source.id, "x"))


def test_an_excerpt_is_shown_at_once_and_completed_after(desk: Desk) -> None:
    excerpt = replace(article(1), body_state=BodyState.EXCERPT)
    source, ids = refreshed(desk, Newsroom([excerpt]))
    desk.rooms[source.base_url].body_error = AppError(ErrorKind.TIMEOUT)
    opened = run_now(desk.reading.open(ids[0]))
    assert opened.more
    assert opened.body is not None
    assert opened.body.state is BodyState.EXCERPT
    with pytest.raises(AppError):
        run_now(desk.reading.complete(ids[0]))
    desk.rooms[source.base_url].body_error = None
    assert run_now(desk.reading.complete(ids[0]))
    again = run_now(desk.reading.open(ids[0]))
    assert again.body is not None
    assert (again.body.state, again.more) == (BodyState.FULL, False)


def test_an_article_with_its_own_password(desk: Desk) -> None:
    locked = replace(article(1, body=None), body_state=BodyState.PROTECTED)
    _, ids = refreshed(desk, Newsroom([locked], password="open sesame"))
    opened = run_now(desk.reading.open(ids[0]))
    assert opened.error is not None
    assert opened.error.kind is ErrorKind.PROTECTED
    with pytest.raises(AppError):
        run_now(desk.reading.unlock(ids[0], "wrong"))
    unlocked = run_now(desk.reading.unlock(ids[0], "open sesame"))
    assert unlocked.body is not None
    assert "whole text" in unlocked.body.html


def test_an_article_that_is_gone_is_told(desk: Desk) -> None:
    for work in (desk.reading.open(ArticleId(9)), desk.reading.complete(ArticleId(9))):
        with pytest.raises(AppError) as caught:
            run_now(work)
        assert caught.value.kind is ErrorKind.NOT_FOUND


def test_marks_are_told_and_taken_back(desk: Desk) -> None:
    _, ids = refreshed(desk)
    changed = run_now(desk.reading.mark_read(ids[:2]))
    assert set(changed) == set(ids[:2])
    assert desk.published().changed_articles == set(changed)
    assert run_now(desk.reading.mark_read(ids[:2])) == ()
    assert not desk.published()
    assert set(run_now(desk.reading.mark_read(changed, False))) == set(changed)
    run_now(desk.reading.save(ids[:1]))
    saved = run_now(desk.reading.page(ListQuery(ListKind.SAVED)))
    assert [each.id for each in saved.items] == ids[:1]
    run_now(desk.reading.keep_position(ids[0], 0.5))
    opened = run_now(desk.reading.open(ids[0]))
    assert opened.body is not None
    assert opened.body.reading_position == 0.5


def test_marking_all_goes_in_slices_and_returns_what_undo_needs(desk: Desk) -> None:
    refreshed(desk, Newsroom([article(each, body=None) for each in range(1200)], page_size=1200))
    query = ListQuery(ListKind.UNREAD)
    work = desk.reading.mark_all_read(query)
    lanes = []
    step = next(work)
    try:
        while True:
            assert isinstance(step, Call)
            lanes.append(step.lane)
            step = work.send(step.function(*step.args, **step.kwargs))
    except StopIteration as stop:
        changed = stop.value
    assert len(changed) == 1200
    assert lanes.count(WRITE) == 3
    assert run_now(desk.reading.counts()).unread == 0
    run_now(desk.reading.mark_read(changed, False))
    assert run_now(desk.reading.counts()).unread == 1200


def test_the_next_unread_one(desk: Desk) -> None:
    _, ids = refreshed(desk)
    run_now(desk.reading.mark_read(ids[:2]))
    found = run_now(desk.reading.next_unread(ALL, None))
    assert found is not None
    assert found.id == ids[2]
    below = ListCursor(found.published_at, found.id)
    found = run_now(desk.reading.next_unread(ALL, below))
    assert found is not None
    assert found.id == ids[3]


def test_searching_is_on_its_own_lane(desk: Desk) -> None:
    _, ids = refreshed(desk)
    assert [each.id for each in run_now(desk.reading.search("headline numb"))] == ids
    query = ListQuery(ListKind.SEARCH, text="headline")
    for work in (desk.reading.search("x"), desk.reading.page(query)):
        step = next(work)
        assert isinstance(step, Call)
        assert step.lane is SEARCH
        work.close()


def test_hits_of_the_site_are_stored_and_leave_no_gap(desk: Desk) -> None:
    """An old hit must not make paging believe that everything above it is there."""
    room = Newsroom([article(each) for each in range(50)])
    source, ids = refreshed(desk, room)
    assert len(ids) == 10
    (hit,) = run_now(desk.reading.search_site(source.id, "number 49"))
    assert hit.title == "Headline number 49"
    assert hit.id in desk.published().new_articles
    query = ListQuery(ListKind.SOURCE, source_id=source.id)
    found = [run_now(desk.reading.older(query)) for _ in range(6)]
    assert found == [10, 10, 10, 9, 0, 0]
    assert len(run_now(desk.reading.page(query)).items) == 50


def test_paging_back_starts_below_what_is_there_and_ends(desk: Desk) -> None:
    room = Newsroom([article(each) for each in range(25)])
    source, _ = refreshed(desk, room)
    room.requests.clear()
    query = ListQuery(ListKind.SOURCE, source_id=source.id)
    assert [run_now(desk.reading.older(query)) for _ in range(3)] == [10, 5, 0]
    asked = [each for each in room.requests if each.startswith("older")]
    assert asked == [f"older None {NOW - 9000}", f"older None {NOW - 19_000}"]


def test_paging_in_a_section_and_in_mixed_lists(desk: Desk) -> None:
    articles = [
        replace(article(each), section_ids=("s" if each % 2 else "t",)) for each in range(40)
    ]
    source, _ = refreshed(desk, Newsroom(articles))
    desk.sources.store_sections(source.id, [FoundSection("s", "S"), FoundSection("t", "T")])
    section = desk.sources.sections(source.id)[0]
    query = ListQuery(ListKind.SECTION, section_id=section.id)
    found = []
    while new := run_now(desk.reading.older(query)):
        found.append(new)
    assert sum(found) == 15  # five of its twenty came with the first look
    assert len(run_now(desk.reading.page(query)).items) == 20
    assert run_now(desk.reading.older(ALL)) == 0


def test_a_failure_in_the_middle_loses_no_page(desk: Desk) -> None:
    room = Newsroom([article(each) for each in range(25)])
    source, _ = refreshed(desk, room)
    query = ListQuery(ListKind.SOURCE, source_id=source.id)
    room.error = AppError(ErrorKind.TIMEOUT)
    with pytest.raises(AppError):
        run_now(desk.reading.older(query))
    room.error = None
    assert [run_now(desk.reading.older(query)) for _ in range(3)] == [10, 5, 0]


def test_an_article_is_found_by_its_address(desk: Desk) -> None:
    _, ids = refreshed(desk)
    found = run_now(desk.reading.article_by_url("https://news.example/0?utm_source=x"))
    assert found is not None
    assert found.id == ids[0]
    assert run_now(desk.reading.article_by_url("https://news.example/none")) is None


def test_numbers_count_from_the_readers_own_midnight(desk: Desk) -> None:
    start = start_of_day(NOW)
    assert 0 <= NOW - start < 90_000
    assert start_of_day(start) == start
    _, ids = refreshed(desk)
    assert run_now(desk.reading.counts()).unread == len(ids)
    assert run_now(desk.reading.counts(NOW + 1)).today == 0


def test_a_source_that_is_gone_has_no_older_page(desk: Desk) -> None:
    query = ListQuery(ListKind.SOURCE, source_id=SourceId(99))
    with pytest.raises(AppError) as caught:
        run_now(desk.reading.older(query))
    assert caught.value.kind is ErrorKind.NOT_FOUND
