"""What macOS expects of a program: it stays when its window closes, and the Dock brings it back.

Imported on macOS only. Cocoa tells of every click on the icon in the Dock as if the program became
active, also when it is active already.
"""

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt, Slot
from PySide6.QtWidgets import QApplication, QMenu

if TYPE_CHECKING:
    from desktop_app.ui.main_window import MainWindow

_IN_THE_DOCK = ("refresh", "add_source")


class Dock(QObject):
    """Main thread; lives as long as the window."""

    def __init__(self, window: "MainWindow") -> None:
        super().__init__(window)
        self._window = window
        self.menu = QMenu()
        for name in _IN_THE_DOCK:
            self.menu.addAction(window.actions_[name])
        if hasattr(self.menu, "setAsDockMenu"):  # bound on macOS only
            self.menu.setAsDockMenu()
        application = QApplication.instance()
        assert isinstance(application, QApplication)
        application.applicationStateChanged.connect(self._on_state)

    @Slot(Qt.ApplicationState)
    def _on_state(self, state: Qt.ApplicationState) -> None:
        window = self._window
        if state == Qt.ApplicationState.ApplicationActive and not window.isVisible():
            window.come_forward()
