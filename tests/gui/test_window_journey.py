"""From an empty window to a published comment on a real WordPress, by the window's own means."""

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QPushButton
from pytestqt.qtbot import QtBot

from desktop_app.core.work import run_now
from desktop_app.ui.dialogs import sign_in as sign_in_dialog
from desktop_app.ui.dialogs.add_source import AddSource
from desktop_app.ui.dialogs.first_run import FirstRun
from desktop_app.ui.dialogs.sign_in import SignIn
from tests.gui.real_window import PATIENCE_MS, running_window, settle
from tests.servers.fixtures import wordpress
from tests.servers.wordpress import WordPress

__all__ = ["wordpress"]
pytestmark = pytest.mark.wordpress


def test_a_newcomer_adds_reads_signs_in_and_posts(
    qtbot: QtBot, tmp_path: Path, wordpress: WordPress, monkeypatch: pytest.MonkeyPatch
) -> None:
    with running_window(qtbot, tmp_path / "profile") as running:
        window = running.window
        qtbot.waitUntil(lambda: window.findChild(FirstRun) is not None, timeout=PATIENCE_MS)
        welcome = window.findChild(FirstRun)
        qtbot.keyClicks(welcome.focusWidget() or welcome, wordpress.url)
        qtbot.keyClick(welcome.focusWidget() or welcome, Qt.Key.Key_Return)
        dialog = window.findChild(AddSource)
        main = next(b for b in dialog.findChildren(QPushButton) if b.isDefault())
        qtbot.waitUntil(lambda: main.isEnabled() and main.text() == "Add", timeout=PATIENCE_MS)
        with qtbot.waitSignal(dialog.added, timeout=PATIENCE_MS):
            qtbot.mouseClick(main, Qt.MouseButton.LeftButton)
        qtbot.waitUntil(lambda: window.articles.model.rowCount() > 90, timeout=PATIENCE_MS)
        settle(qtbot, running)

        window.activateWindow()
        qtbot.waitUntil(window.isActiveWindow, timeout=PATIENCE_MS)
        qtbot.keyClick(window.articles.list, Qt.Key.Key_J)
        article = window.articles.current()
        assert article is not None
        settle(qtbot, running)
        assert article.title.split()[0] in window.reader.stage.view.toPlainText()

        opened: list[str] = []
        monkeypatch.setattr(sign_in_dialog, "open_address", lambda url: opened.append(url) or True)
        window.sign_in(article.source_id)
        sign_in = window.findChild(SignIn)
        alice = wordpress.users["alice"]
        settle(qtbot, running)
        sign_in._open.click()
        assert opened and "app_id=" in opened[0] and "state" in opened[0]
        sign_in._login.setText(alice.login)
        sign_in._password.setText("not the password")
        sign_in._main.click()
        qtbot.waitUntil(lambda: "does not know" in sign_in._trouble.text(), timeout=PATIENCE_MS)
        sign_in._password.setText(alice.app_password)
        with qtbot.waitSignal(sign_in.signed_in, timeout=PATIENCE_MS):
            sign_in._main.click()
        settle(qtbot, running)

        words = "A timetable on paper at each stop would help those without a phone & <a watch>."
        window.activateWindow()
        qtbot.waitUntil(window.isActiveWindow, timeout=PATIENCE_MS)
        qtbot.keyClick(window.articles.list, Qt.Key.Key_R)
        edit = window.comments.composer.edit
        qtbot.waitUntil(edit.isVisible, timeout=PATIENCE_MS)
        edit.setFocus()
        qtbot.keyClicks(edit, words)
        with wordpress.switched(no_flood=True):
            qtbot.keyClick(edit, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)

            def is_published() -> bool:
                answer = wordpress.request(
                    "GET", f"wp/v2/comments?post={article.thread_key.partition(':')[0]}&per_page=1"
                )
                return "timetable on paper" in str(answer)

            qtbot.waitUntil(is_published, timeout=PATIENCE_MS)
        settle(qtbot, running)
        assert not edit.toPlainText()
        mine = run_now(running.services.conversation.open(article.id)).comments
        assert any(each.plain == words and each.is_mine for each in mine)
