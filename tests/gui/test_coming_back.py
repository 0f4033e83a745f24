"""Closing the window and starting again: list, article, place in the text and focus are there."""

from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from desktop_app.core.articles import ListFilter, ListKind, ListQuery
from desktop_app.core.clock import SystemClock
from desktop_app.core.ids import SourceId
from desktop_app.core.work import run_now
from desktop_app.storage.articles import Articles
from desktop_app.storage.database import Database
from desktop_app.storage.sources import Sources
from desktop_app.system.paths import profile_paths
from desktop_app.system.settings import WindowState
from desktop_app.ui.running import Running
from tests.gui.real_window import running_window, settle
from tests.support.found import found_article, found_source

TEXT = "</p><p>".join("The ferry waits for the tide, and the town for it. " * 9 for _ in range(30))


@pytest.fixture
def source_id(tmp_path: Path) -> SourceId:
    database = Database(profile_paths(tmp_path).database, SystemClock())
    database.open()
    now = SystemClock().now()
    source = Sources(database).add(found_source(base_url="http://127.0.0.1:9/feed"), None, now)
    found = [found_article(number, TEXT) for number in range(1, 30)]
    Articles(database).store(source.id, found, now)
    database.close()
    return source.id


def _ready(qtbot: QtBot, running: Running, rows: int = 1) -> None:
    qtbot.waitUntil(lambda: running.window.articles.model.rowCount() >= rows)
    settle(qtbot, running)


def _close_at_an_article(qtbot: QtBot, profile: Path, query: ListQuery, row: int) -> int:
    with running_window(qtbot, profile) as running:
        window = running.window
        _ready(qtbot, running, 0)
        window.sources.select(query)
        _ready(qtbot, running, row + 1)
        window.articles.list.choose(row)
        settle(qtbot, running)
        window.reader.stage.view.set_place(0.5)
        article = window.reader.current
        assert article is not None
        return article.id


def test_list_article_and_place_in_the_text_are_found_again(
    qtbot: QtBot, tmp_path: Path, source_id: SourceId
) -> None:
    query = ListQuery(ListKind.SOURCE, source_id=source_id)
    article_id = _close_at_an_article(qtbot, tmp_path, query, 20)
    with running_window(qtbot, tmp_path) as running:
        window = running.window
        _ready(qtbot, running, 21)
        qtbot.waitUntil(lambda: window.reader.current is not None)
        settle(qtbot, running)
        assert window.articles.shown == (query, "Site 1")
        assert window.sources.model.node(window.sources.tree.currentIndex()).source.id == source_id
        assert window.reader.current.id == article_id
        assert window.reader.stage.view.place() == pytest.approx(0.5, abs=0.02)
        assert window.articles.list.current() == 20
        seen = window.articles.list.visualRect(window.articles.list.currentIndex())
        assert window.articles.list.viewport().rect().contains(seen)
        qtbot.waitUntil(lambda: window.comments.article is not None)
        window.articles.next()
        assert window.articles.list.current() == 21


def test_an_article_read_by_now_still_stands_in_unread(
    qtbot: QtBot, tmp_path: Path, source_id: SourceId
) -> None:
    article_id = _close_at_an_article(qtbot, tmp_path, ListQuery(ListKind.UNREAD), 3)
    with running_window(qtbot, tmp_path) as running:
        window = running.window
        _ready(qtbot, running, 4)
        qtbot.waitUntil(lambda: window.reader.current is not None)
        settle(qtbot, running)
        assert window.articles.shown[1] == "Unread"
        assert window.articles.model.place_of(article_id) == window.articles.list.current() == 3


def test_what_was_left_unread_on_purpose_stays_unread(
    qtbot: QtBot, tmp_path: Path, source_id: SourceId
) -> None:
    query = ListQuery(ListKind.SOURCE, source_id=source_id)
    with running_window(qtbot, tmp_path) as running:
        _ready(qtbot, running, 0)
        running.window.sources.select(query)
        _ready(qtbot, running, 3)
        running.window.articles.list.choose(2)
        settle(qtbot, running)
        running.window.articles.toggle_read()
        settle(qtbot, running)
    with running_window(qtbot, tmp_path) as running:
        qtbot.waitUntil(lambda: running.window.reader.current is not None)
        settle(qtbot, running)
        article = running.window.reader.current
        assert not run_now(running.services.reading.stored(article.id)).read


def test_a_source_that_is_gone_leads_to_today(qtbot: QtBot, tmp_path: Path) -> None:
    state = WindowState(profile_paths(tmp_path).state_file)
    gone = {"kind": "source", "filter": "all", "source": 77, "section": None, "folder": None}
    state.update({"list": gone, "title": "Gone", "article": 4711})
    with running_window(qtbot, tmp_path) as running:
        settle(qtbot, running)
        query, title = running.window.articles.shown
        assert query is not None and query.kind is ListKind.TODAY and title == "Today"
        assert running.window.reader.current is None


@pytest.mark.parametrize(
    "odd",
    [
        7,
        {},
        {"kind": "source", "filter": "all"},
        {"kind": "nothing", "filter": "all"},
        {"kind": "folder", "filter": "all", "folder": True},
        {"kind": ["source"], "filter": None},
    ],
)
def test_an_odd_state_file_is_today(qtbot: QtBot, tmp_path: Path, odd: object) -> None:
    state = WindowState(profile_paths(tmp_path).state_file)
    state.update({"list": odd, "title": 3, "article": "x", "size": ["a", 2], "place": [None, 1]})
    with running_window(qtbot, tmp_path) as running:
        settle(qtbot, running)
        query, title = running.window.articles.shown
        assert query is not None and query.kind is ListKind.TODAY and title == "Today"
        assert query.filter is ListFilter.ALL


def test_the_place_is_on_disk_while_the_window_is_open(
    qtbot: QtBot, tmp_path: Path, source_id: SourceId
) -> None:
    with running_window(qtbot, tmp_path) as running:
        _ready(qtbot, running, 0)
        running.window.sources.select(ListQuery(ListKind.SOURCE, source_id=source_id))
        _ready(qtbot, running, 3)
        running.window.articles.list.choose(1)
        article = running.window.reader.current
        file = profile_paths(tmp_path).state_file
        qtbot.waitUntil(
            lambda: file.exists() and WindowState(file).get("article") == article.id, timeout=8000
        )


def test_after_adding_a_source_the_list_has_the_focus(
    qtbot: QtBot, tmp_path: Path, source_id: SourceId
) -> None:
    with running_window(qtbot, tmp_path) as running:
        _ready(qtbot, running, 0)
        running.window.sources.add_button.setFocus()
        running.window.on_sources_added(source_id)
        assert running.window.articles.list.hasFocus()
