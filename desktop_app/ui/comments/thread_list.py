"""The list of comments: thread lines, links, selecting text, and a page that never jumps."""

import time
from collections.abc import Callable

from PySide6.QtCore import (
    QEvent,
    QPersistentModelIndex,
    QPoint,
    QRect,
    Qt,
    QTimer,
    Signal,
)
from PySide6.QtGui import (
    QContextMenuEvent,
    QFocusEvent,
    QGuiApplication,
    QHelpEvent,
    QKeyEvent,
    QKeySequence,
    QMouseEvent,
    QResizeEvent,
)
from PySide6.QtWidgets import QAbstractItemView, QFrame, QListView, QToolTip, QWidget

from desktop_app.ui.comments import geometry, words
from desktop_app.ui.comments.delegate import CommentDelegate
from desktop_app.ui.comments.documents import Documents
from desktop_app.ui.comments.model import ThreadModel
from desktop_app.ui.comments.rows import Row, ancestor_row
from desktop_app.ui.comments.selection import TextOver
from desktop_app.ui.reader import links
from desktop_app.ui.theme.theme import Theme

SLICE_SECONDS = 0.003
SLICE_MS = 16
KEYBOARD = (
    Qt.FocusReason.TabFocusReason,
    Qt.FocusReason.BacktabFocusReason,
    Qt.FocusReason.ShortcutFocusReason,
)


class ThreadList(QListView):
    """Shows a ``ThreadModel``. Main thread.

    Heights are guessed until a row is painted or measured in a quiet moment; a correction keeps
    the first visible row in its place to the pixel.
    """

    link_activated = Signal(str)
    link_hovered = Signal(str)
    collapse_requested = Signal(str)
    remedy_requested = Signal(str)
    menu_requested = Signal(str, QPoint)
    """A row and a point of the screen."""
    row_hovered = Signal(str)
    """The row under the pointer, empty when it left."""
    reply_requested = Signal(str)
    scrolled = Signal()

    def __init__(self, model: ThreadModel, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self.items = model
        self.documents = Documents(theme)
        self.delegate = CommentDelegate(model, self.documents, theme, self)
        self.over = TextOver(self.viewport(), theme)
        self._pressed = ""
        self._hovered_link = ""
        self._hovered_row = ""
        self._measured = 0
        self.setModel(model)
        self.setItemDelegate(self.delegate)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setSelectionMode(QAbstractItemView.SelectionMode.NoSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setMouseTracking(True)
        self.setViewportMargins(0, 4, 0, 0)
        self._relayout = QTimer(self)
        self._relayout.setSingleShot(True)
        self._relayout.timeout.connect(self.correct_heights)
        self._quiet = QTimer(self)
        self._quiet.setInterval(SLICE_MS)
        self._quiet.timeout.connect(self._measure_some)
        self.delegate.height_differs.connect(self._on_height_differs)
        self.verticalScrollBar().valueChanged.connect(self._on_scrolled)

    # -- heights and place -----------------------------------------------------------------------

    def keep(self, change: Callable[[], None]) -> None:
        """Make a change while the first visible row stays where it stands."""
        first = self.indexAt(QPoint(20, 1))
        top = self.visualRect(first).top()
        held = QPersistentModelIndex(first)
        change()
        self.executeDelayedItemsLayout()
        if held.isValid():
            bar = self.verticalScrollBar()
            bar.setValue(bar.value() + self.visualRect(self.items.index(held.row(), 0)).top() - top)

    def correct_heights(self) -> None:
        """Lay the rows out with the heights that are known now."""
        self.keep(self.doItemsLayout)

    def start_measuring(self) -> None:
        """Measure all rows in slices while nothing else happens, then correct once."""
        self._measured = 0
        self._quiet.start()

    def stop_measuring(self) -> None:
        """Leave the rest guessed."""
        self._quiet.stop()

    def _measure_some(self) -> None:
        rows = self.items.rows
        end = time.perf_counter() + SLICE_SECONDS
        while self._measured < len(rows) and time.perf_counter() < end:
            row = rows[self._measured]
            if not self.delegate.measured(row):
                self.delegate.measure(row)
            self._measured += 1
        if self._measured >= len(rows):
            self._quiet.stop()
            self.correct_heights()

    def _on_height_differs(self) -> None:
        if not self._relayout.isActive():
            self._relayout.start(0)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Wrap the words to the new width."""
        width = self.viewport().width()
        if width != self.delegate.width:
            self.over.leave()
            self.delegate.set_width(width)
            self.start_measuring()
        super().resizeEvent(event)

    def _on_scrolled(self) -> None:
        self.over.leave()
        self.scrolled.emit()

    def visible_range(self) -> tuple[int, int]:
        """Return the first and last row in sight; (0, -1) when there is none."""
        first = self.indexAt(QPoint(20, 1))
        if not first.isValid():
            return 0, -1
        last = self.indexAt(QPoint(20, self.viewport().height() - 2))
        return first.row(), last.row() if last.isValid() else len(self.items.rows) - 1

    def show_row(self, key: str, focus: bool = True) -> None:
        """Make a row the current one and bring it into sight."""
        index = self.items.index_of(key)
        if not index.isValid():
            return
        if focus:
            self.delegate.ringed = True
            self.setCurrentIndex(index)
        rect = self.visualRect(index)
        if rect.top() < 0 or rect.bottom() > self.viewport().height():
            self.scrollTo(index, QAbstractItemView.ScrollHint.PositionAtTop)

    def current_row(self) -> Row | None:
        """Return the row that keys act on."""
        index = self.currentIndex()
        return self.items.rows[index.row()] if index.isValid() else None

    def update_rows(self, keys: frozenset[str]) -> None:
        """Repaint rows that look different now, and lay out anew when one grew or shrank."""
        grown = False
        for key in keys:
            index = self.items.index_of(key)
            if index.isValid():
                self.update(index)
                row = self.items.rows[index.row()]
                grown = grown or self.visualRect(index).height() != self.delegate.height_of(row)
        if grown:
            self.correct_heights()

    # -- pointer ---------------------------------------------------------------------------------

    @property
    def _rtl(self) -> bool:
        return self.layoutDirection() == Qt.LayoutDirection.RightToLeft

    def row_at(self, point: QPoint) -> tuple[Row, QRect] | None:
        """Return the row at a point of the viewport and where it stands."""
        index = self.indexAt(point)
        if not index.isValid():
            return None
        return self.items.rows[index.row()], self.visualRect(index)

    def link_at(self, point: QPoint) -> str:
        """Return the address of the link in the words at a point."""
        found = self.row_at(point)
        if found is None:
            return ""
        row, rect = found
        text = self.delegate.places(row, rect, self._rtl).text
        if not text.contains(point):
            return ""
        document = self.documents.document(row.node, text.width())
        return document.documentLayout().anchorAt((point - text.topLeft()).toPointF())

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Light up the thread line under the pointer, and say where a link leads."""
        point = event.position().toPoint()
        if self.over.dragging:
            self.over.pass_on(event, self.viewport())
            return
        found = self.row_at(point)
        self._set_hovered_row(found[0].key if found is not None else "")
        hot = self._line_at(found, point)
        if hot != self.delegate.hot:
            self.delegate.hot = hot
            self.viewport().update()
        link = self.link_at(point) if hot is None else ""
        remedy = found is not None and self._on_remedy(found, point)
        pointing = hot is not None or bool(link) or remedy or self._on_count(found, point)
        self.viewport().setCursor(self._shape(found, point, pointing))
        if link != self._hovered_link:
            self._hovered_link = link
            self.link_hovered.emit(link)
        super().mouseMoveEvent(event)

    def _shape(self, found: tuple[Row, QRect] | None, at: QPoint, hand: bool) -> Qt.CursorShape:
        if hand:
            return Qt.CursorShape.PointingHandCursor
        if found is not None and self.delegate.places(*found, self._rtl).text.contains(at):
            return Qt.CursorShape.IBeamCursor
        return Qt.CursorShape.ArrowCursor

    def _line_at(self, found: tuple[Row, QRect] | None, point: QPoint) -> tuple[str, int] | None:
        if found is None:
            return None
        row, rect = found
        level = geometry.line_at(point.x(), rect, row.level, self._rtl)
        return (row.key, level) if level is not None else None

    def _on_remedy(self, found: tuple[Row, QRect], point: QPoint) -> bool:
        where = self.delegate.remedy_rect(*found, self._rtl)
        return where is not None and where.contains(point)

    def _on_count(self, found: tuple[Row, QRect] | None, point: QPoint) -> bool:
        if found is None or not found[0].hidden:
            return False
        head = self.delegate.places(*found, self._rtl).head
        end = head.left() + 48 if self._rtl else head.right() - 48
        return head.contains(point) and (point.x() < end if self._rtl else point.x() > end)

    def _set_hovered_row(self, key: str) -> None:
        if key != self._hovered_row:
            self._hovered_row = key
            self.row_hovered.emit(key)

    def leaveEvent(self, event: QEvent) -> None:
        """Put out the thread line; the row's buttons stay while the pointer is on them."""
        super().leaveEvent(event)
        if self.delegate.hot is not None:
            self.delegate.hot = None
            self.viewport().update()
        if self._hovered_link:
            self._hovered_link = ""
            self.link_hovered.emit("")
        if not self.rect().contains(self.mapFromGlobal(self.cursor().pos())):
            self._set_hovered_row("")

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Begin to select words, or note what was pressed."""
        self.delegate.ringed = False
        self.over.leave()
        point = event.position().toPoint()
        found = self.row_at(point)
        self.setCurrentIndex(self.indexAt(point))
        if event.button() != Qt.MouseButton.LeftButton or found is None:
            return
        row, rect = found
        self._pressed = self.link_at(point)
        text = self.delegate.places(row, rect, self._rtl).text
        if text.contains(point) and self._line_at(found, point) is None:
            document = self.documents.document(row.node, text.width())
            self.over.enter(row.key, document, text)
            self.over.pass_on(event, self.viewport())

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """End selecting, or do what was pressed."""
        point = event.position().toPoint()
        pressed, self._pressed = self._pressed, ""
        if self.over.dragging:
            self.over.pass_on(event, self.viewport())
            if self.over.selected():
                return
            self.over.leave()
        if event.button() != Qt.MouseButton.LeftButton:
            return
        found = self.row_at(point)
        if pressed and self.link_at(point) == pressed:
            self.link_activated.emit(pressed)
        elif found is not None:
            self._clicked(found, point)

    def _clicked(self, found: tuple[Row, QRect], point: QPoint) -> None:
        row, _ = found
        line = self._line_at(found, point)
        if line is not None:
            above = ancestor_row(self.items.rows, self.items.place_of(row.key) or 0, line[1])
            if above is not None:
                self.collapse_requested.emit(self.items.rows[above].key)
        elif self._on_remedy(found, point):
            self.remedy_requested.emit(row.key)
        elif self._on_count(found, point):
            self.collapse_requested.emit(row.key)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """Select a word."""
        self.mousePressEvent(event)
        self.over.select_word()

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        """Ask for the menu of the row under the pointer, or of the current one."""
        if event.reason() == QContextMenuEvent.Reason.Keyboard:
            index = self.currentIndex()
            point = self.visualRect(index).center()
        else:
            point = event.pos()
            index = self.indexAt(point)
        if index.isValid():
            key = self.items.rows[index.row()].key
            self.menu_requested.emit(key, self.viewport().mapToGlobal(point))

    def viewportEvent(self, event: QEvent) -> bool:
        """Answer tooltips with the real host of a link or the exact time."""
        if event.type() == QEvent.Type.ToolTip and isinstance(event, QHelpEvent):
            QToolTip.showText(event.globalPos(), self.tip_at(event.pos()), self.viewport())
            return True
        return super().viewportEvent(event)

    def tip_at(self, point: QPoint) -> str:
        """Return the tooltip for a point of the viewport."""
        link = self.link_at(point)
        if link:
            return links.about(link)
        found = self.row_at(point)
        if found is None:
            return ""
        head = self.delegate.places(*found, self._rtl).head
        return words.exact_times(found[0].node) if head.contains(point) else ""

    # -- keys ------------------------------------------------------------------------------------

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Move, collapse (Left), expand (Right), reply (Enter), copy."""
        row = self.current_row()
        self.delegate.ringed = True
        self.viewport().update()
        if event.matches(QKeySequence.StandardKey.Copy):
            self.copy()
        elif row is not None and event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.reply_requested.emit(row.key)
        elif row is not None and event.key() in (Qt.Key.Key_Left, Qt.Key.Key_Right):
            self._fold(row, (event.key() == Qt.Key.Key_Left) != self._rtl)
        else:
            super().keyPressEvent(event)

    def _fold(self, row: Row, towards_parent: bool) -> None:
        if towards_parent and row.descendants and not row.hidden:
            self.collapse_requested.emit(row.key)
        elif towards_parent and row.depth:
            place = self.items.place_of(row.key) or 0
            above = ancestor_row(self.items.rows, place, row.depth - 1)
            if above is not None:
                self.show_row(self.items.rows[above].key)
        elif not towards_parent and row.hidden:
            self.collapse_requested.emit(row.key)

    def copy(self) -> None:
        """Copy the selected words, or the whole text of the current comment."""
        row = self.current_row()
        text = self.over.selected() or (words.text_of(row.node) if row is not None else "")
        if text:
            QGuiApplication.clipboard().setText(text)

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Show the ring only when the keyboard brought the focus."""
        had_one = self.currentIndex().isValid()
        super().focusInEvent(event)
        by_keys = self.delegate.ringed = event.reason() in KEYBOARD
        if not had_one:  # Qt makes the first one current, and R would answer that
            number = self.visible_range()[0] if by_keys and self.items.rows else -1
            self.setCurrentIndex(self.items.index(number, 0))

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Take the ring away."""
        super().focusOutEvent(event)
        self.delegate.ringed = False
