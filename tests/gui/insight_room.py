"""A window with articles of our own making, for what shows over the headline."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from pytestqt.qtbot import QtBot

from desktop_app.core.articles import BodyState, ListKind, ListQuery
from desktop_app.core.clock import SystemClock
from desktop_app.core.sources import SafeHtml
from desktop_app.core.work import run_now
from desktop_app.storage.articles import Articles
from desktop_app.storage.database import Database
from desktop_app.storage.sources import Sources
from desktop_app.system.paths import profile_paths
from desktop_app.system.settings import INSIGHT, Settings
from desktop_app.text.clean import clean_html
from desktop_app.text.plain import plain
from desktop_app.ui.insight.key_points import KeyPointsFeature
from desktop_app.ui.insight.points_view import PointsView
from desktop_app.ui.insight.room import InsightRoom
from desktop_app.ui.running import Running
from tests.gui.real_window import running_window, settle
from tests.support.days import minutes_ago
from tests.support.found import found_article, found_source

NEWSROOM = Path(__file__).parents[2] / "resources" / "newsroom" / "articles"


def demo_article(name: str) -> tuple[str, str]:
    """Return headline and HTML of an article of the demo newsroom."""
    head, _blank, body = (NEWSROOM / f"{name}.html").read_text(encoding="utf-8").partition("\n\n")
    fields = dict(line.split(": ", 1) for line in head.splitlines())
    return fields["title"], body


def fill(profile: Path, *articles: tuple[str, str]) -> None:
    """Store articles, the first one on top."""
    database = Database(profile_paths(profile).database, SystemClock())
    database.open()
    now = SystemClock().now()
    source = Sources(database).add(found_source(base_url="http://127.0.0.1:9/feed"), None, now)
    found = []
    for number, (title, html) in enumerate(articles):
        body = clean_html(html, "http://127.0.0.1:9/")
        found.append(
            found_article(
                number,
                title=title,
                excerpt="",
                published_at=minutes_ago(number, now),
                body=body if html else SafeHtml(""),
                body_state=BodyState.FULL,
                plain=plain(body),
            )
        )
    Articles(database).store(source.id, found, now)
    database.close()


@contextmanager
def window_with(
    qtbot: QtBot,
    profile: Path,
    *articles: tuple[str, str],
    insight: bool = True,
    size: tuple[int, int] = (1440, 900),
) -> Iterator[Running]:
    """Show the window with articles; none is open yet."""
    fill(profile, *articles)
    Settings(profile_paths(profile).settings_file).set(INSIGHT, insight)
    with running_window(qtbot, profile, size=size) as running:
        window = running.window
        qtbot.waitUntil(lambda: window.articles.model.rowCount() >= len(articles))
        qtbot.waitUntil(lambda: not insight or window.insight is not None)
        sources = run_now(running.services.subscribing.sidebar()).sources
        window.sources.select(ListQuery(ListKind.SOURCE, source_id=sources[0].id))
        settle(qtbot, running)
        window.reader.stage.view.animated = False
        yield running


def open_row(qtbot: QtBot, running: Running, row: int = 0) -> None:
    """Open an article of the list and let everything come to rest."""
    running.window.articles.list.choose(row)
    settle(qtbot, running)


def room_of(running: Running) -> InsightRoom:
    room = running.window.insight
    assert room is not None
    return room


def key_points_of(running: Running) -> KeyPointsFeature:
    return next(each for each in room_of(running).features if isinstance(each, KeyPointsFeature))


def points_of(running: Running) -> PointsView:
    view = key_points_of(running).view
    assert view is not None
    return view


def marked_words(running: Running, layer: str = "place") -> str:
    """Return what is marked in the page."""
    marks = running.window.reader.stage.view._marks.get(layer, [])
    return "".join(mark.cursor.selectedText() for mark in marks).replace("\u2029", "\n")
