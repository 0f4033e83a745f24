"""A clock that is years wrong, and one that is put right while things wait."""

import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from pytestqt.qtbot import QtBot

from desktop_app.core.comments import Posting, PostingKind, PostingState
from desktop_app.core.errors import AppError, ErrorKind
from desktop_app.core.ids import AccountId, ArticleId, PostingId, SourceId
from desktop_app.core.sources import Problem, Source
from desktop_app.core.work import run_now
from desktop_app.services import decide, outbox_rules
from tests.hostile.scene import OLD, Scene, entry, open_scene
from tests.servers.dialects import RssDialect, WordPressDialect
from tests.support.news_site import NOW, Newsroom, article, open_desk

YEAR = 365 * 86_400


@pytest.fixture(params=[-12 * YEAR, 12 * YEAR], ids=["years behind", "years ahead"])
def wrong_clock(
    request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch
) -> Callable[[], None]:
    """Let the program live in another year; what is returned puts the clock right."""
    right = time.time
    monkeypatch.setattr(time, "time", lambda: right() + request.param)
    monkeypatch.setattr("desktop_app.sources.wordpress.reading.time", time.time)
    return lambda: monkeypatch.setattr(time, "time", right)


@pytest.fixture(params=[WordPressDialect, RssDialect], ids=["wordpress", "rss"])
def wrong_scene(
    request: pytest.FixtureRequest,
    qtbot: QtBot,
    tmp_path: Path,
    wrong_clock: Callable[[], None],
) -> Iterator[tuple[Scene, Callable[[], None]]]:
    with open_scene(qtbot, tmp_path / "profile", request.param()) as scene:
        yield scene, wrong_clock


def test_a_wrong_clock(wrong_scene: tuple[Scene, Callable[[], None]]) -> None:
    """What is dated is shown under any clock, in its order; setting it right loses nothing."""
    scene, put_right = wrong_scene
    assert scene.titles() == ["Headline 1", "Headline 2", "Headline 3"]
    scene.window.grab()
    run_now(scene.running.services.upkeep.daily())
    scene.list_answers(scene.dialect.articles([entry(50, published=1_750_000_900), *OLD]))
    assert scene.refresh() == ""
    scene.wait(lambda: len(scene.titles()) == 4)
    put_right()
    sources = run_now(scene.running.services.subscribing.sidebar()).sources
    assert decide.due_at(sources[0], int(time.time()), 30) <= time.time() + 3600
    run_now(scene.running.services.upkeep.daily())
    scene.still_works()
    scene.window.grab()


def test_old_news_survive_a_clock_that_runs_ahead(tmp_path: Path) -> None:
    from desktop_app.services.upkeep import Upkeep

    with open_desk(tmp_path) as desk:
        room = Newsroom([article(each) for each in range(500)], page_size=500)
        desk.add("https://a.example/", room)
        run_now(desk.refresh.all())
        nothing: Any = None
        upkeep = Upkeep(desk.database, nothing, lambda: 90, desk.changes.append, desk.clock)
        desk.clock.time += 12 * YEAR
        assert run_now(upkeep.prune()) == 0


def test_a_source_that_failed_under_a_wrong_clock_is_looked_at_again() -> None:
    later = NOW + 12 * YEAR
    error = AppError(ErrorKind.TLS)
    problem = decide.problem_of(error, None, later)
    due = decide.due_after_failure(error, problem, later, 30)
    source = Source(SourceId(1), "k", "https://a.example/", "t", "", problem=problem, due_at=due)
    assert decide.due_at(source, later, 30) == due
    assert decide.due_at(source, NOW, 30) == NOW
    obeyed = replace(source, problem=Problem(ErrorKind.RATE_LIMITED, "", NOW), due_at=NOW + 86_400)
    assert decide.due_at(obeyed, NOW, 30) == NOW + 86_400


def test_a_posting_made_under_a_wrong_clock_goes_out() -> None:
    later = NOW + 12 * YEAR
    posting = Posting(
        PostingId("1"),
        ArticleId(1),
        AccountId(1),
        PostingKind.COMMENT,
        "text",
        None,
        None,
        PostingState.WAITING,
        later,
        next_try_at=later + 5,
        undo_until=later + 5,
    )
    assert outbox_rules.next_due([posting], NOW) == NOW
    assert outbox_rules.is_due(posting, NOW)
    retried = outbox_rules.retried(posting, NOW)
    assert retried.next_try_at <= NOW + outbox_rules.UNDO_SECONDS
