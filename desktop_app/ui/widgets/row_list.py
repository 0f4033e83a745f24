"""A list of painted rows: no frame, its own scroll bar, and a way to change without moving."""

from collections.abc import Callable

from PySide6.QtCore import QPersistentModelIndex, QPoint
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QAbstractItemView, QFrame, QListView, QWidget

from desktop_app.ui.theme.theme import Theme
from desktop_app.ui.widgets.focus import KeyboardFocus
from desktop_app.ui.widgets.scrollbar import OverlayScrollBar

STEP = 24  # pixels a line of the wheel


class RowList(QListView):
    """Rows of any height; one is current. Letters are left to the window's actions."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.verticalScrollBar().setSingleStep(STEP)
        self.setResizeMode(QListView.ResizeMode.Adjust)
        self.setMouseTracking(True)
        self.keyboard = KeyboardFocus(self)
        OverlayScrollBar.attach(self, theme)
        theme.changed.connect(self.viewport().update)

    def keyboardSearch(self, search: str) -> None:
        """Typing letters jumps nowhere."""

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Leave letters and Space to the window."""
        if event.text() and event.text().isprintable():
            event.ignore()
            return
        super().keyPressEvent(event)

    def keep(self, change: Callable[[], None]) -> None:
        """Call ``change`` and hold the row at the top edge where it stands."""
        index = self.indexAt(QPoint(self.viewport().width() // 2, 1))
        held, top = QPersistentModelIndex(index), self.visualRect(index).top()
        change()
        self.executeDelayedItemsLayout()
        if held.isValid():
            now = self.model().index(held.row(), held.column())
            bar = self.verticalScrollBar()
            bar.setValue(bar.value() + self.visualRect(now).top() - top)
