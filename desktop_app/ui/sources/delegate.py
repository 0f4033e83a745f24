"""Paints the rows of the sidebar, and edits titles in place."""

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter
from PySide6.QtWidgets import QLineEdit, QStyle, QStyledItemDelegate, QStyleOptionViewItem, QWidget

from desktop_app.system.i18n import _
from desktop_app.ui.pictures import Awaited
from desktop_app.ui.sources.look import look_of
from desktop_app.ui.sources.model import SourcesModel
from desktop_app.ui.sources.nodes import Kind, Node
from desktop_app.ui.theme import fonts
from desktop_app.ui.theme.fonts import FontKey
from desktop_app.ui.theme.icons import paint_icon
from desktop_app.ui.theme.textlayout import advance, draw_text
from desktop_app.ui.theme.theme import Theme
from desktop_app.ui.theme.tokens import Tokens
from desktop_app.ui.widgets.avatar import paint_tile
from desktop_app.ui.widgets.paint import ground, ring

if TYPE_CHECKING:
    from desktop_app.ui.pictures import Pictures

Index = QModelIndex | QPersistentModelIndex
ROW, GAP, CAPTION = 32, 1, 37
INSET, PAD, SUB, BETWEEN = 8, 10, 30, 9
CARET_ROOM = PAD + 12 + 6
"""Pixels at a folder's leading edge where a press opens and shuts it."""

_TITLE, _CHOSEN, _FOLDER = FontKey(14), FontKey(14, 600), FontKey(13, 600)
_COUNT, _HOT, _CAPTION = FontKey(12, tnum=True), FontKey(12, 600, tnum=True), FontKey(11, 600, 0.06)
_ICONS = {
    Kind.TODAY: "sun-horizon",
    Kind.UNREAD: "tray",
    Kind.SAVED: "bookmark-simple",
    Kind.CONVERSATIONS: "chats-circle",
}


class _Line:
    """One row while it is painted: its box, and how far both ends are taken."""

    def __init__(self, rect: QRect, rtl: bool) -> None:
        self.box = QRectF(rect.left() + INSET, rect.top(), rect.width() - 2 * INSET, ROW)
        self.rtl = rtl
        self.start, self.end = float(PAD), self.box.width() - PAD

    def x(self, leading: float, width: float) -> float:
        """Return the left edge of something that stands ``leading`` from the leading edge."""
        if self.rtl:
            return self.box.right() - leading - width
        return self.box.left() + leading

    def square(self, leading: float, size: float) -> QRectF:
        """Return a square in the middle of the row's height."""
        return QRectF(self.x(leading, size), self.box.top() + (ROW - size) / 2, size, size)


class SourcesDelegate(QStyledItemDelegate):
    """Everything is painted here."""

    def __init__(
        self, theme: Theme, model: SourcesModel, pictures: "Pictures", parent: QWidget
    ) -> None:
        super().__init__(parent)
        self._theme, self._model = theme, model
        self.pictures = Awaited(pictures)
        self.is_open: Callable[[QModelIndex], bool] = bool
        self.ring_shown: Callable[[], bool] = bool

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        """Return 33 pixels; the caption has air above it."""
        node = self._model.node(index)
        return QSize(160, CAPTION if node and node.kind is Kind.CAPTION else ROW + GAP)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """Paint one row."""
        node, tokens = self._model.node(index), self._theme.tokens
        if node is None:
            return
        rtl = option.direction == Qt.LayoutDirection.RightToLeft
        painter.save()
        if node.kind is Kind.CAPTION:
            self._paint_caption(painter, option.rect, rtl, node, tokens)
        else:
            self._paint_row(painter, option, _Line(option.rect, rtl), node, index)
        painter.restore()

    def _paint_caption(
        self, painter: QPainter, rect: QRect, rtl: bool, node: Node, tokens: Tokens
    ) -> None:
        line = _Line(rect, rtl)
        base = fonts.baseline(rect.top() + 16, 16, fonts.font(*_CAPTION))
        painter.setPen(tokens.muted)
        room = line.end - line.start
        text = node.title.upper()
        draw_text(painter, text, line.x(line.start, room), base, room, _CAPTION, at_right=rtl)

    def _paint_row(
        self,
        painter: QPainter,
        option: QStyleOptionViewItem,
        line: _Line,
        node: Node,
        index: Index,
    ) -> None:
        tokens, state = self._theme.tokens, option.state
        chosen = bool(state & QStyle.StateFlag.State_Selected)
        if chosen:
            ground(painter, line.box, 7, tokens.selected, tokens)
        elif state & QStyle.StateFlag.State_MouseOver:
            ground(painter, line.box, 7, tokens.hover, tokens)
        if state & QStyle.StateFlag.State_HasFocus and self.ring_shown():
            ring(painter, line.box, 7, tokens.accent)
        self._paint_lead(painter, line, node, index, chosen)
        self._paint_tail(painter, line, node, index, chosen)
        key, color = _TITLE, tokens.text
        if node.kind is Kind.FOLDER:
            key, color = _FOLDER, tokens.muted
        elif chosen:
            key = _CHOSEN
        elif node.source is not None and node.source.muted:
            color = tokens.muted
        painter.setPen(tokens.accent if chosen else color)
        base = fonts.baseline(line.box.top(), ROW, fonts.font(*key))
        room = max(0.0, line.end - line.start)
        left = line.x(line.start, room)
        draw_text(painter, node.title, left, base, room, key, at_right=line.rtl)

    def _paint_lead(
        self, painter: QPainter, line: _Line, node: Node, index: Index, chosen: bool
    ) -> None:
        tokens = self._theme.tokens
        if node.kind is Kind.FOLDER:
            name = "caret-down" if self.is_open(QModelIndex(index)) else "caret-right"  # type: ignore[arg-type]
            box = line.square(line.start, 12)
            paint_icon(painter, name, box, tokens.accent if chosen else tokens.muted, line.rtl)
            line.start += 12 + BETWEEN
        elif node.source is not None:
            if index.parent().isValid():
                line.start = SUB
            self._paint_tile(painter, line.square(line.start, 16), node)
            line.start += 16 + BETWEEN
        else:
            name = _ICONS[node.kind] + ("-fill" if chosen else "")
            color = tokens.accent if chosen else tokens.text
            paint_icon(painter, name, line.square(line.start, 18), color)
            line.start += 18 + BETWEEN

    def _paint_tile(self, painter: QPainter, box: QRectF, node: Node) -> None:
        source = node.source
        assert source is not None
        look, device = look_of(source), painter.device()
        icon = None
        if look.icon_url:
            dpr = device.devicePixelRatio() if device is not None else 1.0
            icon = self.pictures.get(look.icon_url, 16, 16, dpr, 4)
        if source.muted:
            painter.setOpacity(0.55)
        if icon is not None:
            painter.drawPixmap(box.topLeft(), icon)
        else:
            paint_tile(painter, box, look.letter, look.color)
        painter.setOpacity(1)

    def _paint_tail(
        self, painter: QPainter, line: _Line, node: Node, index: Index, chosen: bool
    ) -> None:
        tokens = self._theme.tokens
        color = tokens.accent if chosen else tokens.muted
        if node.kind is Kind.CONVERSATIONS and node.count:
            self._paint_badge(painter, line, str(node.count), tokens)
        elif node.count and not self._says_it_below(node, index):
            text = str(node.count)
            key = _HOT if chosen else _COUNT
            wide = advance(text, key)
            base = fonts.baseline(line.box.top(), ROW, fonts.font(*key))
            painter.setPen(color)
            draw_text(painter, text, line.x(line.end - wide, wide), base, wide + 1, key)
            line.end -= wide + BETWEEN
        if node.source is not None and node.source.problem is not None:
            self._paint_mark(painter, line, "warning-circle", tokens.warn)
        if node.source is not None and node.source.muted:
            self._paint_mark(painter, line, "bell-slash", color)

    def _says_it_below(self, node: Node, index: Index) -> bool:
        return node.kind is Kind.FOLDER and self.is_open(QModelIndex(index))  # type: ignore[arg-type]

    def _paint_mark(self, painter: QPainter, line: _Line, icon: str, color: QColor) -> None:
        paint_icon(painter, icon, line.square(line.end - 14, 14), color)
        line.end -= 14 + 6

    def _paint_badge(self, painter: QPainter, line: _Line, text: str, tokens: Tokens) -> None:
        wide = advance(text, _HOT)
        width = max(18.0, wide + 14)
        box = QRectF(line.x(line.end - width, width), line.box.top() + 7, width, 18)
        ground(painter, box, 9, tokens.accent, tokens)
        painter.setPen(tokens.onaccent)
        base = fonts.baseline(box.top(), 18, fonts.font(*_HOT))
        draw_text(painter, text, box.center().x() - wide / 2, base, wide + 1, _HOT)
        line.end -= width + BETWEEN

    # -- renaming in place -----------------------------------------------------------------------

    def createEditor(self, parent: QWidget, option: QStyleOptionViewItem, index: Index) -> QWidget:
        """Return a field over the title."""
        field = QLineEdit(parent)
        field.setFont(fonts.font(14))
        field.setMaxLength(200)
        field.setAccessibleName(_("New name"))
        return field

    def updateEditorGeometry(
        self, editor: QWidget, option: QStyleOptionViewItem, index: Index
    ) -> None:
        """Stand where the title stood."""
        line = _Line(option.rect, option.direction == Qt.LayoutDirection.RightToLeft)
        start = (SUB if index.parent().isValid() else PAD) + 16 + 4
        width = line.box.width() - start - 4
        editor.setGeometry(round(line.x(start, width)), round(line.box.top()) + 2, round(width), 28)
