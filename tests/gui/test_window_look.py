"""The window at 1440×900: widths, heights and the colours of named points."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint
from PySide6.QtGui import QColor, QImage
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from desktop_app.core.articles import FoundArticle
from desktop_app.core.clock import SystemClock
from desktop_app.core.sources import FoundSource
from desktop_app.storage.articles import Articles
from desktop_app.storage.database import Database
from desktop_app.storage.sources import Sources
from desktop_app.system.paths import profile_paths
from desktop_app.ui.running import Running
from desktop_app.ui.widgets.header import Header
from tests.gui.newsroom import story
from tests.gui.real_window import running_window, settle
from tests.support.days import minutes_ago


def fill(profile: Path) -> None:
    """Put a source with a few fresh articles into a profile."""
    database = Database(profile_paths(profile).database, SystemClock())
    database.open()
    now = SystemClock().now()
    found = FoundSource("feed", "http://127.0.0.1:9/feed", "The Harbour Post", "http://127.0.0.1:9")
    with database.write():
        source = Sources(database).add(found, None, now)
    stories = [story(number, number) for number in range(1, 8)]
    Articles(database).store(source.id, [_today(each, now) for each in stories], now)
    database.close()


def _today(article: FoundArticle, now: int) -> FoundArticle:
    """Let an article be of some minutes ago, and of today: also a minute after midnight."""
    return replace(article, published_at=minutes_ago(int(article.remote_id), now))


@pytest.fixture(params=["light", "dark"])
def running(request: pytest.FixtureRequest, qtbot: QtBot, tmp_path: Path) -> Iterator[Running]:
    profile = tmp_path / "profile"
    fill(profile)
    with running_window(qtbot, profile, scheme=request.param) as made:
        settle(qtbot, made)
        qtbot.waitUntil(lambda: made.window.articles.model.rowCount() > 0)
        made.window.articles.next()
        settle(qtbot, made)
        yield made


def test_panes_are_as_wide_as_drawn(running: Running) -> None:
    window = running.window
    assert abs(window.sources.width() - 228) <= 4
    assert abs(window.articles.width() - 352) <= 4
    assert abs(window.comments.width() - 344) <= 4
    rest = 1440 - 228 - 352 - 344 - 3
    assert abs(window.reader.width() - rest) <= 8


def test_headers_stand_on_one_line(running: Running) -> None:
    window = running.window
    tops = {
        _bottom(window.comments.header, window),
        _bottom(window.reader.bar, window),
        _bottom(window.articles.findChild(Header), window),
    }
    assert max(tops) - min(tops) <= 1
    assert abs(max(tops) - 52) <= 1


def _bottom(widget: QWidget, window: QWidget) -> int:
    return widget.mapTo(window, QPoint(0, widget.height())).y()


def test_named_points_wear_the_tokens(running: Running) -> None:
    window = running.window
    tokens = window.sources._theme.tokens
    picture = window.grab().toImage()
    row = window.articles.list.visualRect(window.articles.list.currentIndex())

    def at(widget: QWidget, x: int, y: int) -> QColor:
        if x < 0:
            x += widget.width()
        if y < 0:
            y += widget.height()
        return _pixel(picture, widget.mapTo(window, QPoint(x, y)))

    view = window.articles.list.viewport()
    field = window.articles.bar.field
    points = {
        "sidebar, middle": (at(window.sources, 114, 500), tokens.sidebar),
        "sidebar, edge": (at(window.sources, 2, 300), tokens.sidebar),
        "sidebar, foot": (at(window.sources, -3, -3), tokens.sidebar),
        "list, header": (at(window.articles, 3, 3), tokens.list),
        "list, below the chips": (at(window.articles, 3, -3), tokens.list),
        "search field": (at(field, field.width() // 2, 4), tokens.field),
        "search field, end": (at(field, -20, field.height() - 5), tokens.field),
        "selected row": (at(view, 300, row.top() + 5), tokens.selected),
        "selected row, foot": (at(view, 300, row.bottom() - 4), tokens.selected),
        "selected row, bar": (at(view, 1, row.center().y()), tokens.accent),
        "next row": (at(view, 300, row.bottom() + 6), tokens.list),
        "hairline of the rows": (at(view, 200, row.bottom() + 1), tokens.line),
        "article, ground": (at(window.reader, 6, 400), tokens.window),
        "article, bar": (at(window.reader, 300, 10), tokens.window),
        "article, foot": (at(window.reader, 6, -6), tokens.window),
        "comments, header": (at(window.comments, 200, 6), tokens.list),
        "comments, ground": (at(window.comments, 6, 500), tokens.list),
        "comments, foot": (at(window.comments, -6, -6), tokens.list),
        "line before the article": (
            _pixel(picture, window.reader.mapTo(window, QPoint(-1, 300))),
            tokens.line,
        ),
        "line before the comments": (
            _pixel(picture, window.comments.mapTo(window, QPoint(-1, 300))),
            tokens.line,
        ),
    }
    wrong = {
        name: (seen.name(), wanted.name())
        for name, (seen, wanted) in points.items()
        if seen.name() != wanted.name()
    }
    assert len(points) == 20
    assert wrong == {}


def _pixel(picture: QImage, point: QPoint) -> QColor:
    scale = picture.devicePixelRatio()
    return picture.pixelColor(round(point.x() * scale), round(point.y() * scale))
