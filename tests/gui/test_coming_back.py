"""Closing the window and starting again: the list and the article are there."""

from pathlib import Path

from pytestqt.qtbot import QtBot

from desktop_app.core.articles import ListKind
from tests.gui.real_window import PATIENCE_MS, running_window, settle
from tests.gui.test_window_look import fill


def test_the_next_start_finds_list_and_article_again(qtbot: QtBot, tmp_path: Path) -> None:
    profile = tmp_path / "profile"
    fill(profile)
    with running_window(qtbot, profile) as running:
        window = running.window
        window.show_list(ListKind.UNREAD)
        settle(qtbot, running)
        qtbot.waitUntil(lambda: window.articles.model.rowCount() > 2, timeout=PATIENCE_MS)
        window.articles.next()
        window.articles.next()
        settle(qtbot, running)
        article = window.articles.current()
        assert article is not None
    with running_window(qtbot, profile) as running:
        window = running.window
        words = article.title

        def is_back() -> bool:
            return words in window.reader.stage.view.toPlainText()

        qtbot.waitUntil(is_back, timeout=PATIENCE_MS)
        settle(qtbot, running)
