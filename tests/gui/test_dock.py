"""What macOS expects of a program, as far as it can be tried elsewhere."""

import sys

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from desktop_app.ui.actions import SPECS, Actions, sequences
from desktop_app.ui.dock import Dock

ROLES = {
    "quit": QAction.MenuRole.QuitRole,
    "settings": QAction.MenuRole.PreferencesRole,
    "about": QAction.MenuRole.AboutRole,
}


class Window(QWidget):
    """As much of the window as the Dock needs."""

    def __init__(self) -> None:
        super().__init__()
        self.actions_ = Actions(self, {})

    def come_forward(self) -> None:
        self.show()


@pytest.fixture
def window(qtbot: QtBot) -> Window:
    window = Window()
    qtbot.addWidget(window)
    return window


def test_a_click_on_the_dock_brings_the_window_back(window: Window, qapp: QApplication) -> None:
    dock = Dock(window)  # type: ignore[arg-type]
    assert [each.objectName() for each in dock.menu.actions()] == ["refresh", "add_source"]
    window.show()
    window.close()
    qapp.applicationStateChanged.emit(Qt.ApplicationState.ApplicationInactive)
    assert not window.isVisible()
    qapp.applicationStateChanged.emit(Qt.ApplicationState.ApplicationActive)
    assert window.isVisible()


def test_three_actions_move_to_the_menu_of_the_program_and_no_other(window: Window) -> None:
    for spec in SPECS:
        wanted = ROLES.get(spec.name, QAction.MenuRole.NoRole)
        assert window.actions_[spec.name].menuRole() == wanted, spec.name


def test_macos_has_its_own_keys_for_some(monkeypatch: pytest.MonkeyPatch) -> None:
    by_name = {spec.name: spec for spec in SPECS}
    monkeypatch.setattr(sys, "platform", "darwin")
    assert sequences(by_name["back"], {}) == [QKeySequence("Ctrl+[")]
    assert sequences(by_name["full_screen"], {}) == [QKeySequence("Ctrl+Meta+F")]
    assert sequences(by_name["settings"], {}) == [QKeySequence("Ctrl+,")]
    assert sequences(by_name["back"], {"back": "B"}) == [QKeySequence("B")]
    seen = [key.toString() for spec in SPECS for key in sequences(spec, {})]
    assert len(seen) == len(set(seen))
