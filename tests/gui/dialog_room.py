"""What tests of dialogs share: a window to open them over, services, a newsroom on loopback."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible
from PySide6.QtWidgets import QApplication, QDialog, QMainWindow, QWidget
from pytestqt.qtbot import QtBot

from desktop_app.ui.theme.theme import Theme
from tests.gui.newsroom import Newsroom, dress

PATIENCE_MS = 20_000


class Room(Newsroom):
    """Real services below a folder, a window and the house's look."""

    def __init__(self, folder: Path, qtbot: QtBot, application: QApplication) -> None:
        def wait(condition: Callable[[], bool]) -> None:
            qtbot.waitUntil(condition, timeout=PATIENCE_MS)

        super().__init__(folder, wait)
        self.qtbot = qtbot
        self.theme: Theme = dress(application)
        self.window = QMainWindow()
        self.window.resize(1100, 760)
        self.window.show()
        self.window.activateWindow()

    def open(self, dialog: QDialog) -> None:
        """Open a dialog and let it come to rest."""
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose, False)
        dialog.open()
        self.qtbot.waitExposed(dialog)
        dialog.activateWindow()
        self.settle()

    def add_from(self, address: str) -> object:
        """Add the first thing that an address is; return its id."""
        from desktop_app.core.work import Work, run_now

        def add() -> Work[object]:
            found = yield from self.services.subscribing.discover(address)
            return (yield from self.services.subscribing.add(found.candidates[0], frozenset()))

        return run_now(add())


@contextmanager
def room_below(folder: Path, qtbot: QtBot, application: QApplication) -> Iterator[Room]:
    """Bring a room up and take it down."""
    room = Room(folder, qtbot, application)
    try:
        yield room
    finally:
        room.window.close()
        room.window.deleteLater()
        room.close()


def name_of(widget: QWidget) -> str:
    """Return what a screen reader calls a widget."""
    return QAccessible.queryAccessibleInterface(widget).text(QAccessible.Text.Name)


def role_of(widget: QWidget) -> QAccessible.Role:
    """Return what a screen reader takes a widget for."""
    return QAccessible.queryAccessibleInterface(widget).role()
