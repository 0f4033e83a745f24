"""The widgets of the list pane and where they stand; what they do is said in ``pane.py``."""

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QPointF, QTimer
from PySide6.QtGui import QHideEvent, QKeySequence, QResizeEvent, QShowEvent
from PySide6.QtWidgets import QMenu, QVBoxLayout, QWidget

from desktop_app.system.i18n import _
from desktop_app.ui.articles import words
from desktop_app.ui.articles.bar import Bar
from desktop_app.ui.articles.delegate import ArticleDelegate
from desktop_app.ui.articles.list_view import ArticleList
from desktop_app.ui.articles.model import ArticleModel
from desktop_app.ui.articles.rows import Row
from desktop_app.ui.theme.theme import Theme
from desktop_app.ui.widgets.buttons import IconButton
from desktop_app.ui.widgets.face import Face
from desktop_app.ui.widgets.header import Header
from desktop_app.ui.widgets.menu_place import open_below
from desktop_app.ui.widgets.pill import NewPill

if TYPE_CHECKING:
    from desktop_app.ui.pictures import Pictures

MINUTE_MS = 60_000


class Board(QWidget):
    """Header, search and chips over the list; a face and a pill lie upon it."""

    def __init__(
        self, theme: Theme, pictures: "Pictures", now: Callable[[], int], parent: QWidget | None
    ) -> None:
        super().__init__(parent)
        self.theme, self.now = theme, now
        self.model = ArticleModel(self._speak, self)
        self.list = ArticleList(theme, self.model)
        self.delegate = ArticleDelegate(theme, self.model, pictures, now, self.list)
        self.delegate.ring_shown = self._ring_shown
        self.delegate.corrected = self.list.correct_soon
        self.list.setItemDelegate(self.delegate)
        self.list.on_pill = self._is_on_pill
        self.header = Header(theme)
        key = QKeySequence("Ctrl+K").toString(QKeySequence.SequenceFormat.NativeText)
        self.bar = Bar(theme, key.replace("+", " "))
        self._make_buttons()
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(self.header)
        layout.addWidget(self.bar)
        layout.addWidget(self.list, 1)
        self.face = Face(theme, self.list)
        self.pill = NewPill(theme, self.list)
        self._minute = QTimer(self, interval=MINUTE_MS)
        self._minute.timeout.connect(self.list.viewport().update)
        pictures.ready.connect(self._on_picture)
        self.setAutoFillBackground(True)
        self.setBackgroundRole(self.list.viewport().backgroundRole())

    def _make_buttons(self) -> None:
        self.sidebar_button = IconButton(
            "sidebar-simple", _("Show sources"), self.theme, shortcut_text="Ctrl+B"
        )
        self.sidebar_button.hide()
        self.read_button = IconButton(
            "check-circle", _("Mark all as read"), self.theme, shortcut_text="Shift+A", quiet=True
        )
        self.list_button = IconButton(
            "funnel-simple", _("What this list shows"), self.theme, quiet=True
        )
        self.header.lead(self.sidebar_button)
        self.header.trail(self.read_button)
        self.header.trail(self.list_button)

    def pop_up(self, menu: QMenu) -> None:
        """Show ``menu`` under the header's last button."""
        open_below(menu, self.list_button)

    def _speak(self, row: Row) -> str:
        return words.spoken(row, self.delegate.look(row).title, self.now())

    def _is_on_pill(self, number: int, place: QPointF) -> bool:
        row = self.model.row_at(number)
        corner = self.list.visualRect(self.model.index(number)).topLeft()
        return row is not None and self.delegate.on_pill(row, place - QPointF(corner))

    def _ring_shown(self) -> bool:
        return self.list.keyboard.shown

    def _on_picture(self, url: str) -> None:
        if self.delegate.pictures.came(url):
            self.list.viewport().update()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Keep face and pill over the list."""
        super().resizeEvent(event)
        self.face.setGeometry(self.list.rect())
        self.pill.place()

    def showEvent(self, event: QShowEvent) -> None:
        """Keep the ages right while they are seen."""
        super().showEvent(event)
        self.list.viewport().update()
        self._minute.start()

    def hideEvent(self, event: QHideEvent) -> None:
        """Spare the timer."""
        super().hideEvent(event)
        self._minute.stop()
