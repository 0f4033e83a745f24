"""Lists of dialogs: painted rows of one or two texts, perhaps with a box to tick."""

from dataclasses import dataclass
from enum import Enum

from PySide6.QtCore import (
    QAbstractItemModel,
    QEvent,
    QModelIndex,
    QPersistentModelIndex,
    QRectF,
    QSize,
    Qt,
)
from PySide6.QtGui import QKeyEvent, QMouseEvent, QPainter, QResizeEvent
from PySide6.QtWidgets import (
    QListView,
    QListWidget,
    QListWidgetItem,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
)

from desktop_app.system.i18n import _
from desktop_app.ui.dialogs.ticks import BOX, paint_tick
from desktop_app.ui.theme import fonts
from desktop_app.ui.theme.icons import paint_icon
from desktop_app.ui.theme.textlayout import (
    advance,
    count_lines,
    draw_lines,
    draw_text,
    laid_out,
)
from desktop_app.ui.theme.theme import Theme
from desktop_app.ui.widgets.avatar import color_of, letter_of, paint_tile
from desktop_app.ui.widgets.focus import KeyboardFocus
from desktop_app.ui.widgets.paint import ground, ring
from desktop_app.ui.widgets.scrollbar import OverlayScrollBar

WORDS = Qt.ItemDataRole.UserRole + 1
SIDE, TILE, INDENT, GAP = 8, 28, 20, 10
LINE, SMALL_LINE = 20, 18
_TITLE, _BOLD = fonts.FontKey(14), fonts.FontKey(14, 600)
_SECOND, _TRAIL = fonts.FontKey(12), fonts.FontKey(12, tnum=True)


class RowState(Enum):
    """What goes on with a row; shown by a sign in place of its box."""

    NONE = ""
    WAITING = "hourglass"
    DONE = "check-circle-fill"
    FAILED = "warning-circle"


@dataclass(frozen=True, slots=True)
class RowWords:
    """What a row shows: up to ``lines`` lines of title, a second line, words at the end."""

    title: str
    second: str = ""
    trail: str = ""
    depth: int = 0
    lines: int = 1
    tile: str = ""  # name and key of the coloured tile in front
    bold: bool = False
    state: RowState = RowState.NONE
    second_lines: int = 1


class Rows(QListWidget):
    """A list in a rounded frame; ``framed`` False leaves the frame out."""

    def __init__(self, theme: Theme, name: str, framed: bool = True) -> None:
        super().__init__()
        self.setObjectName("" if framed else "bare")
        self.side = SIDE if framed else 0
        self.setAccessibleName(name)
        self.setVerticalScrollMode(QListView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setResizeMode(QListView.ResizeMode.Adjust)
        self.setMouseTracking(True)
        self.verticalScrollBar().setSingleStep(24)
        self.keyboard = KeyboardFocus(self)
        self.setItemDelegate(RowDelegate(theme, self))
        OverlayScrollBar.attach(self, theme)
        theme.changed.connect(self.viewport().update)

    def add(self, key: object, words: RowWords, checked: bool | None = None) -> QListWidgetItem:
        """Append a row; ``checked`` None leaves out the box."""
        item = QListWidgetItem()
        item.setData(Qt.ItemDataRole.UserRole, key)
        flags = Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable
        if checked is not None:
            flags |= Qt.ItemFlag.ItemIsUserCheckable
            item.setCheckState(_state(checked))
        item.setFlags(flags)
        self.addItem(item)
        show_words(item, words)
        return item

    def checked(self) -> list[object]:
        """Return the keys of the ticked rows, in order."""
        items = (self.item(row) for row in range(self.count()))
        return [
            item.data(Qt.ItemDataRole.UserRole)
            for item in items
            if item.checkState() == Qt.CheckState.Checked
        ]

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Break titles anew."""
        super().resizeEvent(event)
        if event.size().width() != event.oldSize().width():
            self.scheduleDelayedItemsLayout()


def show_words(item: QListWidgetItem, words: RowWords) -> None:
    """Give a row other words; screen readers hear all of them."""
    item.setText(words.title)
    item.setData(WORDS, words)
    parts = (words.title, words.second, words.trail)
    spoken = _(", ").join(part for part in parts if part)
    item.setData(Qt.ItemDataRole.AccessibleTextRole, spoken)
    item.setToolTip(words.second if words.state is RowState.FAILED else "")


def _state(checked: bool) -> Qt.CheckState:
    return Qt.CheckState.Checked if checked else Qt.CheckState.Unchecked


class RowDelegate(QStyledItemDelegate):
    """Paints ``RowWords`` and ticks boxes, by a click anywhere on the row or by Space."""

    def __init__(self, theme: Theme, parent: Rows) -> None:
        super().__init__(parent)
        self._theme, self._view = theme, parent

    def sizeHint(
        self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> QSize:
        """Return the height of the lines that the row needs."""
        words: RowWords = index.data(WORDS)
        room = self._view.viewport().width() - 2 * self._view.side - _lead(index, words)
        room -= _trail_width(words)
        key = _BOLD if words.bold else _TITLE
        height = LINE * max(1, count_lines(words.title, key, room, words.lines))
        if words.second:
            height += SMALL_LINE * max(
                1, count_lines(words.second, _SECOND, room, words.second_lines)
            )
        return QSize(0, height + (14 if words.second else 12))

    def paint(
        self,
        painter: QPainter,
        option: QStyleOptionViewItem,
        index: QModelIndex | QPersistentModelIndex,
    ) -> None:
        """Paint one row, mirrored where the window is."""
        words: RowWords = index.data(WORDS)
        tokens, box, state = self._theme.tokens, QRectF(option.rect), option.state
        rtl = option.direction == Qt.LayoutDirection.RightToLeft
        selected = bool(state & QStyle.StateFlag.State_Selected)
        enabled = bool(index.flags() & Qt.ItemFlag.ItemIsSelectable)
        checkable = bool(index.flags() & Qt.ItemFlag.ItemIsUserCheckable)
        if selected and not checkable:
            ground(painter, box, 6, tokens.selected, tokens)
        elif enabled and state & QStyle.StateFlag.State_MouseOver:
            ground(painter, box, 6, tokens.hover, tokens)
        current = index == self._view.currentIndex()
        if self._view.keyboard.shown and current and enabled:
            ring(painter, box, 6, tokens.accent, 0)
        self._paint_lead(painter, box, index, words, rtl)
        self._paint_texts(painter, box, index, words, rtl)

    def _paint_lead(
        self,
        painter: QPainter,
        box: QRectF,
        index: QModelIndex | QPersistentModelIndex,
        words: RowWords,
        rtl: bool,
    ) -> None:
        tokens, at = self._theme.tokens, self._view.side + words.depth * INDENT
        size = TILE if words.tile else BOX
        x = box.right() - at - size if rtl else box.left() + at
        top = box.top() + 7 + (LINE - size) / 2
        if words.tile:
            top = box.center().y() - size / 2
            letter, color = letter_of(words.title), color_of(words.tile)
            paint_tile(painter, QRectF(x, top, size, size), letter, color)
        elif words.state is not RowState.NONE:
            ink = {RowState.DONE: tokens.ok, RowState.FAILED: tokens.err}
            color = ink.get(words.state, tokens.muted)
            paint_icon(painter, words.state.value, QRectF(x, top, size, size), color)
        elif index.flags() & Qt.ItemFlag.ItemIsUserCheckable:
            checked = Qt.CheckState(index.data(Qt.ItemDataRole.CheckStateRole))
            on = checked == Qt.CheckState.Checked
            paint_tick(painter, QRectF(x, top, size, size), on, tokens)

    def _paint_texts(
        self,
        painter: QPainter,
        box: QRectF,
        index: QModelIndex | QPersistentModelIndex,
        words: RowWords,
        rtl: bool,
    ) -> None:
        tokens, lead, trail = self._theme.tokens, _lead(index, words), _trail_width(words)
        side = self._view.side
        room = box.width() - 2 * side - lead - trail
        left = box.left() + side + (trail if rtl else lead)
        top = box.top() + (7 if words.second else 6)
        key = _BOLD if words.bold else _TITLE
        painter.setPen(tokens.text)
        top += LINE * self._lines(painter, words.title, left, top, room, key, words.lines, rtl)
        if words.second:
            painter.setPen(tokens.err if words.state is RowState.FAILED else tokens.muted)
            most = words.second_lines
            self._lines(painter, words.second, left, top, room, _SECOND, most, rtl)
        if words.trail:
            painter.setPen(tokens.muted)
            x = box.left() + side if rtl else box.right() - side - trail
            base = fonts.baseline(box.top() + 6, LINE, fonts.font(*_TRAIL))
            draw_text(painter, words.trail, x, base, trail, _TRAIL, at_right=not rtl)

    def _lines(
        self,
        painter: QPainter,
        text: str,
        left: float,
        top: float,
        room: float,
        key: fonts.FontKey,
        most: int,
        rtl: bool,
    ) -> int:
        """Draw a text from the window's leading edge, in its own direction; return its lines."""
        line = SMALL_LINE if key is _SECOND else LINE
        if most == 1:
            base = fonts.baseline(top, line, fonts.font(*key))
            draw_text(painter, text, left, base, room, key, at_right=rtl)
            return 1
        laid = laid_out(text, key, room, most)
        draw_lines(painter, laid, left, top, room, line, key)
        return laid.lines

    def editorEvent(
        self,
        event: QEvent,
        model: QAbstractItemModel,
        option: QStyleOptionViewItem,
        index: QModelIndex | QPersistentModelIndex,
    ) -> bool:
        """Tick the row's box."""
        if not index.flags() & Qt.ItemFlag.ItemIsUserCheckable:
            return False
        if isinstance(event, QMouseEvent):
            if event.type() != QEvent.Type.MouseButtonRelease:
                return False
            pressed = event.button() == Qt.MouseButton.LeftButton
        else:
            pressed = isinstance(event, QKeyEvent) and event.key() == Qt.Key.Key_Space
        if pressed:
            on = Qt.CheckState(index.data(Qt.ItemDataRole.CheckStateRole)) == Qt.CheckState.Checked
            model.setData(index, _state(not on), Qt.ItemDataRole.CheckStateRole)
        return pressed


def _lead(index: QModelIndex | QPersistentModelIndex, words: RowWords) -> float:
    boxed = index.flags() & Qt.ItemFlag.ItemIsUserCheckable or words.state is not RowState.NONE
    front = TILE + 2 + GAP if words.tile else BOX + GAP if boxed else 0
    return float(front + words.depth * INDENT)


def _trail_width(words: RowWords) -> float:
    return advance(words.trail, _TRAIL) + GAP if words.trail else 0.0
