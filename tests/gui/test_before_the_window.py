"""What is said and asked when a profile cannot be opened looks and answers as all dialogs do."""

from collections.abc import Callable

import pytest
from PySide6.QtCore import Qt, QTimer
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from desktop_app.core.errors import AppError, ErrorKind
from desktop_app.ui import trouble
from desktop_app.ui.dialogs.base import Dialog
from desktop_app.ui.widgets.buttons import TextButton


@pytest.fixture(autouse=True)
def screen(monkeypatch: pytest.MonkeyPatch, qapp: QApplication) -> None:
    monkeypatch.setattr(trouble, "has_screen", lambda: True)


def meanwhile(act: Callable[[Dialog], None]) -> None:
    def look() -> None:
        dialog = QApplication.activeModalWidget()
        if isinstance(dialog, Dialog) and dialog.isVisible():
            act(dialog)
        else:
            QTimer.singleShot(10, look)

    QTimer.singleShot(0, look)


def button(dialog: Dialog, words: str) -> TextButton:
    return next(each for each in dialog.findChildren(TextButton) if each.text() == words)


def test_a_damaged_library_is_set_aside_only_when_asked(qtbot: QtBot) -> None:
    meanwhile(lambda dialog: button(dialog, "Begin a new library").click())
    assert trouble.may_start_anew()
    meanwhile(lambda dialog: button(dialog, "Quit").click())
    assert not trouble.may_start_anew()
    for key in (Qt.Key.Key_Escape, Qt.Key.Key_Return):
        meanwhile(lambda dialog, key=key: QTest.keyClick(dialog, key))  # type: ignore[misc]
        assert not trouble.may_start_anew()


def test_why_a_profile_cannot_be_opened_is_said(
    qtbot: QtBot, capsys: pytest.CaptureFixture[str]
) -> None:
    seen = []

    def read(dialog: Dialog) -> None:
        seen.append(dialog.heading.text())
        QTest.keyClick(dialog, Qt.Key.Key_Return)

    meanwhile(read)
    trouble.tell(AppError(ErrorKind.NEWER_FILE))
    assert seen == ["Library of a newer version"]
    assert "newer Daily8" in capsys.readouterr().err
