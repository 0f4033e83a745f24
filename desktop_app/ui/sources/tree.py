"""The sidebar's tree: no branches, no frame; keys, folders, drops and the menu."""

from PySide6.QtCore import (
    QModelIndex,
    QPersistentModelIndex,
    QPoint,
    QRect,
    QRectF,
    Qt,
    QTimer,
    Signal,
)
from PySide6.QtGui import (
    QContextMenuEvent,
    QDragLeaveEvent,
    QDragMoveEvent,
    QDropEvent,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
)
from PySide6.QtWidgets import QAbstractItemView, QFrame, QTreeView, QWidget

from desktop_app.system.i18n import _
from desktop_app.ui.sources.delegate import CARET_ROOM, INSET
from desktop_app.ui.sources.model import SourcesModel
from desktop_app.ui.sources.nodes import Kind
from desktop_app.ui.theme.theme import Theme
from desktop_app.ui.widgets.focus import KeyboardFocus
from desktop_app.ui.widgets.scrollbar import OverlayScrollBar

KEYS_REST_MS = 120  # an arrow held down opens only the list where it stops

Index = QModelIndex | QPersistentModelIndex
Where = QAbstractItemView.DropIndicatorPosition


class SourcesTree(QTreeView):
    """``chosen`` carries the index whose list is wanted."""

    chosen = Signal(QModelIndex)
    menu_wanted = Signal(QModelIndex, QPoint)
    folder_toggled = Signal(QModelIndex, bool)
    """A folder, and whether it is shut now."""

    def __init__(self, theme: Theme, model: SourcesModel, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme, self._sources = theme, model
        self._keyed = False
        self._pressed_caret = False
        self._drop: QRect | None = None
        self.setModel(model)
        self.setAccessibleName(_("Lists and sources"))
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHeaderHidden(True)
        self.setIndentation(0)
        self.setRootIsDecorated(False)
        self.setExpandsOnDoubleClick(False)
        self.setAnimated(False)
        self.setMouseTracking(True)
        self.viewport().setAutoFillBackground(False)  # the pane's ground shows through
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.verticalScrollBar().setSingleStep(24)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setDragDropMode(QAbstractItemView.DragDropMode.InternalMove)
        self.setDropIndicatorShown(True)
        self.setAutoScrollMargin(24)
        self.keyboard = KeyboardFocus(self)
        OverlayScrollBar.attach(self, theme)
        self._rest = QTimer(self, singleShot=True, interval=KEYS_REST_MS)
        self._rest.timeout.connect(self._choose_current)
        self.selectionModel().currentChanged.connect(self._on_current)
        theme.changed.connect(self.viewport().update)

    # -- choosing --------------------------------------------------------------------------------

    def mark(self, index: QModelIndex) -> None:
        """Make a row current without opening its list."""
        self._keyed = False
        self.setCurrentIndex(index)
        if index.isValid():
            self.scrollTo(index)

    @property
    def editing(self) -> bool:
        """Whether a name is being typed; another current row would end that."""
        return self.state() == QAbstractItemView.State.EditingState

    def _on_current(self, current: QModelIndex, _previous: QModelIndex) -> None:
        if current.isValid() and self._keyed:
            self._rest.start()

    def _choose_current(self) -> None:
        if self.currentIndex().isValid():
            self.chosen.emit(self.currentIndex())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Arrows move; Return opens at once; F2 renames; letters are left to the window."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._rest.stop()
            self._choose_current()
            return
        if event.key() == Qt.Key.Key_F2 and self.currentIndex().isValid():
            self.edit(self.currentIndex())
            return
        if self._turn_folder(event):
            return
        if event.text() and event.text().isprintable():
            event.ignore()
            return
        self._keyed = True
        super().keyPressEvent(event)
        self._keyed = False

    def _turn_folder(self, event: QKeyEvent) -> bool:
        """Open with the arrow along the text, shut with the other one."""
        index, key = self.currentIndex(), event.key()
        if key not in (Qt.Key.Key_Left, Qt.Key.Key_Right) or not index.isValid():
            return False
        along = (key == Qt.Key.Key_Right) != self.isRightToLeft()
        node = self._sources.node(index)
        if node is not None and node.kind is Kind.FOLDER:
            if along != self.isExpanded(index):
                self.toggle(index)
        elif not along and index.parent().isValid():
            self._keyed = True
            self.setCurrentIndex(index.parent())
            self._keyed = False
        return True

    def toggle(self, index: QModelIndex) -> None:
        """Open or shut a folder and tell of it."""
        shut = self.isExpanded(index)
        self.setExpanded(index, not shut)
        self.folder_toggled.emit(index, shut)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """A press on a folder's caret opens or shuts it; elsewhere it chooses."""
        if event.button() != Qt.MouseButton.LeftButton:
            event.accept()
            return
        index = self.indexAt(event.position().toPoint())
        self._pressed_caret = self._on_caret(index, event.position().x())
        if self._pressed_caret:
            self.toggle(index)
            event.accept()
            return
        super().mousePressEvent(event)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Open the list of the row that was pressed; a drag has no release here."""
        if self._pressed_caret:
            self._pressed_caret = False
            return
        super().mouseReleaseEvent(event)
        index = self.indexAt(event.position().toPoint())
        if event.button() == Qt.MouseButton.LeftButton and index == self.currentIndex():
            self._choose_current()

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """Open or shut a folder."""
        index = self.indexAt(event.position().toPoint())
        node = self._sources.node(index)
        if node is not None and node.kind is Kind.FOLDER:
            self.toggle(index)

    def _on_caret(self, index: QModelIndex, x: float) -> bool:
        node = self._sources.node(index)
        if node is None or node.kind is not Kind.FOLDER:
            return False
        inside = self.viewport().width() - x if self.isRightToLeft() else x
        return inside < INSET + CARET_ROOM

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        """Ask for the menu of a row, or of the sidebar itself."""
        index, place = self.indexAt(event.pos()), event.globalPos()
        if event.reason() == QContextMenuEvent.Reason.Keyboard:
            index = self.currentIndex()
            place = self.viewport().mapToGlobal(self.visualRect(index).center())
        self.menu_wanted.emit(index, place)

    def keyboardSearch(self, search: str) -> None:
        """Typing letters jumps nowhere."""

    # -- painting and drops ----------------------------------------------------------------------

    def drawBranches(self, painter: QPainter, rect: QRect, index: Index) -> None:
        """There are none: the delegate indents."""

    def dragMoveEvent(self, event: QDragMoveEvent) -> None:
        """Show where the row would land."""
        super().dragMoveEvent(event)
        self._drop = self._landing(event.position().toPoint()) if event.isAccepted() else None
        self.viewport().update()

    def dragLeaveEvent(self, event: QDragLeaveEvent) -> None:
        """Show nothing any more."""
        super().dragLeaveEvent(event)
        self._drop = None
        self.viewport().update()

    def dropEvent(self, event: QDropEvent) -> None:
        """Let the model ask for the move; the rows change when it is stored."""
        super().dropEvent(event)
        self._drop = None
        self.viewport().update()

    def _landing(self, point: QPoint) -> QRect:
        index = self.indexAt(point)
        rect = self.visualRect(index)
        where = self.dropIndicatorPosition()
        if where == Where.AboveItem:
            return QRect(rect.left() + INSET, rect.top() - 1, rect.width() - 2 * INSET, 2)
        if where == Where.BelowItem:
            return QRect(rect.left() + INSET, rect.bottom(), rect.width() - 2 * INSET, 2)
        return rect.adjusted(INSET, 0, -INSET, -1) if where == Where.OnItem else QRect()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the rows, and the place of a drop in the accent."""
        super().paintEvent(event)
        if self._drop is None or self._drop.isEmpty():
            return
        painter = QPainter(self.viewport())
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(self._theme.tokens.accent)
        if self._drop.height() <= 2:
            painter.fillRect(self._drop, self._theme.tokens.accent)
        else:
            painter.drawRoundedRect(QRectF(self._drop).adjusted(0.5, 0.5, -0.5, -0.5), 7, 7)
