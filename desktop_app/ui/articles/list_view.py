"""The list itself: keys, the context menu, corrected heights, and when more is wanted."""

from collections.abc import Callable, Sequence
from functools import partial

from PySide6.QtCore import QModelIndex, QPoint, QPointF, Qt, QTimer, Signal, Slot
from PySide6.QtGui import QContextMenuEvent, QKeyEvent, QMouseEvent, QResizeEvent
from PySide6.QtWidgets import QAbstractItemView, QWidget

from desktop_app.system.i18n import _
from desktop_app.ui.articles.model import ArticleModel
from desktop_app.ui.theme.theme import Theme
from desktop_app.ui.widgets.row_list import RowList

KEYS_REST_MS = 120  # an arrow held down opens only where it stops
CORRECT_MS, SCROLL_REST_MS = 0, 150
MANY = 500
FEW = 8  # rows that are painted anew by themselves
NEAR = 1200  # pixels from an end at which more is wanted


class ArticleList(RowList):
    """``opened`` carries a row number; ``down_wanted``/``up_wanted`` ask for more rows."""

    opened = Signal(object)
    menu_wanted = Signal(object, QPoint)
    """A row number, and the place on the screen."""
    foot_pressed = Signal()
    pill_pressed = Signal(object)
    """The number of a row whose "4 sources" was pressed."""
    down_wanted = Signal()
    up_wanted = Signal()

    def __init__(self, theme: Theme, model: ArticleModel, parent: QWidget | None = None) -> None:
        super().__init__(theme, parent)
        self._articles = model
        self._keyed = False
        self.on_pill: Callable[[int, QPointF], bool] = _never
        self.setModel(model)
        self.setAccessibleName(_("Articles"))
        self.setDragEnabled(True)
        self.setDragDropMode(QAbstractItemView.DragDropMode.DragOnly)
        self._rest = QTimer(self, singleShot=True, interval=KEYS_REST_MS)
        self._rest.timeout.connect(self._open_current)
        self._correct = QTimer(self, singleShot=True)
        self._correct.timeout.connect(self._relayout)
        self.selectionModel().currentChanged.connect(self._on_current)
        self.verticalScrollBar().valueChanged.connect(self._on_scrolled)
        model.touched.connect(self._paint_again)

    @Slot(object)
    def _paint_again(self, rows: Sequence[int]) -> None:
        """Paint a few rows anew, or all that is seen."""
        if len(rows) > FEW:
            self.viewport().update()
            return
        for number in rows:
            self.viewport().update(self.visualRect(self._articles.index(number)))

    # -- choosing --------------------------------------------------------------------------------

    def choose(self, number: int, open_it: bool = True) -> None:
        """Make a row current and bring it into sight."""
        index = self._articles.index(number)
        if not index.isValid():
            return
        self._keyed = False
        self.setCurrentIndex(index)
        self.scrollTo(index)
        if open_it:
            self._rest.stop()
            self.opened.emit(number)

    def mark(self, number: int, scroll: bool) -> None:
        """Make a row current, opening nothing; without ``scroll`` the list stays where it is."""
        self._keyed = False
        self.setAutoScroll(False)
        self.setCurrentIndex(self._articles.index(number))
        self.setAutoScroll(True)
        if scroll and number >= 0:
            self.scrollTo(self._articles.index(number))

    def current(self) -> int:
        """Return the number of the current row, -1 when there is none."""
        index = self.currentIndex()
        return index.row() if index.isValid() else -1

    def _on_current(self, current: QModelIndex, _previous: QModelIndex) -> None:
        if current.isValid() and self._keyed:
            self._rest.start()

    def _open_current(self) -> None:
        if self.current() >= 0:
            self.opened.emit(self.current())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Move by arrows and pages; Return opens at once; the menu key has its menu."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._rest.stop()
            self._open_current()
            return
        self._keyed = True
        super().keyPressEvent(event)
        self._keyed = False

    def moveCursor(
        self, action: QAbstractItemView.CursorAction, modifiers: Qt.KeyboardModifier
    ) -> QModelIndex:
        """Never stop at the foot."""
        index = super().moveCursor(action, modifiers)
        last = len(self._articles.rows) - 1
        return self._articles.index(last) if index.row() > last >= 0 else index

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """The first button opens; others leave the list as it is."""
        index = self.indexAt(event.position().toPoint())
        if event.button() != Qt.MouseButton.LeftButton:
            event.accept()
            return
        super().mousePressEvent(event)
        if index.row() >= len(self._articles.rows):
            self.foot_pressed.emit()
        elif index.isValid() and self.on_pill(index.row(), event.position()):
            self.pill_pressed.emit(index.row())
        elif index.isValid():
            self.opened.emit(index.row())

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        """Ask for the menu of the row under the pointer, or of the current one."""
        index = self.indexAt(event.pos())
        place = event.globalPos()
        if event.reason() == QContextMenuEvent.Reason.Keyboard:
            index = self.currentIndex()
            place = self.viewport().mapToGlobal(self.visualRect(index).center())
        if index.isValid() and index.row() < len(self._articles.rows):
            self.menu_wanted.emit(index.row(), place)

    def in_sight(self) -> range:
        """Return the numbers of the rows that are seen, in part or whole."""
        if not self.isVisible() or not self._articles.rows:
            return range(0)
        middle, height = self.viewport().width() // 2, self.viewport().height()
        first = self.indexAt(QPoint(middle, 1)).row()
        last = self.indexAt(QPoint(middle, height - 1)).row()
        end = last + 1 if last >= 0 else len(self._articles.rows)
        return range(max(0, first), end)

    # -- heights and more rows -------------------------------------------------------------------

    def correct_soon(self) -> None:
        """Lay out again: a painted row was higher or lower than measured."""
        if not self._correct.isActive():
            many = len(self._articles.rows) > MANY
            self._correct.start(SCROLL_REST_MS if many else CORRECT_MS)

    def _relayout(self) -> None:
        self.keep(self.scheduleDelayedItemsLayout)

    def _on_scrolled(self) -> None:
        if self._correct.isActive() and self._correct.interval():
            self._correct.start()
        self.look_for_more()

    def look_for_more(self) -> None:
        """Ask for rows where an end is near."""
        if not self.isVisible():
            return
        self.executeDelayedItemsLayout()  # the range of the bar is that of before
        bar = self.verticalScrollBar()
        if bar.maximum() - bar.value() < NEAR:
            self.down_wanted.emit()
        if bar.value() < NEAR:
            self.up_wanted.emit()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Hold the top row while the rows take other heights."""
        if event.oldSize().width() == event.size().width() or not self._articles.rows:
            super().resizeEvent(event)
        else:
            self.keep(partial(super().resizeEvent, event))
        self.look_for_more()


def _never(_number: int, _place: QPointF) -> bool:
    return False
