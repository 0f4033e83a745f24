"""Paints a comment's row and knows its height."""

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QAbstractTextDocumentLayout,
    QColor,
    QPainter,
    QPalette,
    QTextCharFormat,
    QTextCursor,
    QTextDocument,
)
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem, QWidget

from desktop_app.core.comments import CommentState
from desktop_app.system.i18n import pgettext
from desktop_app.ui.comments import geometry, words
from desktop_app.ui.comments.documents import Documents
from desktop_app.ui.comments.model import ThreadModel
from desktop_app.ui.comments.rows import Node, Row
from desktop_app.ui.theme import fonts
from desktop_app.ui.theme.fonts import FontKey
from desktop_app.ui.theme.icons import paint_icon
from desktop_app.ui.theme.textlayout import advance, draw_text
from desktop_app.ui.theme.theme import Theme
from desktop_app.ui.theme.tokens import Tokens
from desktop_app.ui.widgets.avatar import WHITE, color_of, letter_of, paint_avatar
from desktop_app.ui.widgets.paint import ground

Index = QModelIndex | QPersistentModelIndex
ICON = 13
NAME, BADGE = FontKey(13, 600), FontKey(11, 600)
SMALL, STRONG = FontKey(12, tnum=True), FontKey(12, 600, tnum=True)


class CommentDelegate(QStyledItemDelegate):
    """Reads the rows from the model directly: one crossing into Python a row. Main thread."""

    height_differs = Signal()
    """A painted row is not as high as it was guessed."""

    def __init__(
        self, model: ThreadModel, documents: Documents, theme: Theme, view: QWidget
    ) -> None:
        super().__init__(view)
        self._model = model
        self._documents = documents
        self._theme = theme
        self._width = 344
        self.hot: tuple[str, int] | None = None
        """The thread line under the pointer: key of a row it runs through, and its number."""
        self.ringed = False
        """Whether the current row shows that it has the keyboard's attention."""
        self.needle = ""
        """What is looked for in the thread; its places are marked."""
        self._state_heights: dict[tuple[str, int], int] = {}
        self._heights: dict[str, tuple[Row, int]] = {}

    # -- heights ---------------------------------------------------------------------------------

    def sizeHint(self, _option: QStyleOptionViewItem, index: Index) -> QSize:
        """Return the height, guessed where the row was never painted."""
        return QSize(0, self.height_of(self._model.rows[index.row()]))

    @property
    def width(self) -> int:
        """The width of the list in pixels."""
        return self._width

    def set_width(self, width: int) -> None:
        """Wrap the words to a list of another width."""
        self._width = width
        self._heights.clear()

    def height_of(self, row: Row) -> int:
        """Return the height of a row in pixels."""
        known = self._heights.get(row.key)
        if known is not None and known[0] is row:
            return known[1]
        return self._note_height(row)

    def _note_height(self, row: Row) -> int:
        room = geometry.text_width(row, self.width)
        text = self._documents.height(row.node, room)
        height = geometry.row_height(row, text, self.state_height(row))
        if row.node.posting is None:  # what is said below a posting changes with time
            self._heights[row.key] = (row, height)
        return height

    def measure(self, row: Row) -> None:
        """Lay the row's text out, so that its height is true from now on."""
        self._documents.document(row.node, geometry.text_width(row, self.width))
        self._note_height(row)

    def measured(self, row: Row) -> bool:
        """Return whether the row's height is true."""
        return self._documents.knows(row.node, geometry.text_width(row, self.width))

    def state_height(self, row: Row) -> int:
        """Return the height of what is said below the words; 0 for nothing."""
        if row.node.posting is None and not row.node.mine:
            return 0
        state, _ = words.state_of(row.node, self._model.now)
        if not state:
            return 0
        remedy, _ = words.remedy_of(row.node, self._model.now)
        room = geometry.text_width(row, self.width) - ICON - 4
        key = (f"{state}\0{remedy}", room)
        if key not in self._state_heights:
            metrics = fonts.metrics(fonts.of(SMALL))
            flags = Qt.TextFlag.TextWordWrap.value
            box = metrics.boundingRect(QRectF(0, 0, room, 10_000), flags, state)
            lines = max(1, round(box.height() / metrics.lineSpacing()))
            if remedy and (lines > 1 or box.width() + 8 + advance(remedy, STRONG) > room):
                lines += 1
            self._state_heights[key] = lines * geometry.STATE
        return self._state_heights[key]

    def places(self, row: Row, rect: QRect, rtl: bool) -> geometry.Places:
        """Return where the parts of a row stand."""
        height = self._documents.height(row.node, geometry.text_width(row, self.width))
        return geometry.places(row, rect, height, self.state_height(row), rtl)

    def remedy_rect(self, row: Row, rect: QRect, rtl: bool) -> QRect | None:
        """Return where the link after the state stands, for the pointer."""
        remedy, _ = words.remedy_of(row.node, self._model.now)
        state = self.places(row, rect, rtl).state
        if not remedy or state is None:
            return None
        said, _ = words.state_of(row.node, self._model.now)
        width = round(advance(remedy, STRONG)) + 2
        if state.height() > geometry.STATE:
            offset, top = ICON + 4, state.bottom() + 1 - geometry.STATE
        else:
            before = advance(said, SMALL)
            offset, top = round(ICON + 4 + before + 8), state.top()
        left = state.right() + 1 - offset - width if rtl else state.left() + offset
        return QRect(left, top, width, geometry.STATE)

    # -- painting --------------------------------------------------------------------------------

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """Paint one row."""
        row, rect = self._model.rows[index.row()], QRect(option.rect)
        rtl = option.direction == Qt.LayoutDirection.RightToLeft
        document = self._documents.document(row.node, geometry.text_width(row, self.width))
        if self._note_height(row) != rect.height():
            self.height_differs.emit()
        painter.save()
        painter.setClipRect(rect)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        places = self.places(row, rect, rtl)
        self._paint_lines(painter, row, rect, rtl)
        self._paint_head(painter, row, places, rtl)
        if places.orphan is not None:
            self._paint_orphan(painter, places.orphan, rtl)
        self._paint_text(painter, row.node, document, places.text)
        if places.state is not None:
            self._paint_state(painter, row, rect, places.state, rtl)
        current = bool(option.state & QStyle.StateFlag.State_HasFocus)
        if current and self.ringed:
            self._paint_ring(painter, rect)
        painter.restore()

    def _paint_lines(self, painter: QPainter, row: Row, rect: QRect, rtl: bool) -> None:
        colors = self._theme.tokens.thread
        for level in range(row.level):
            color = QColor(colors[level % len(colors)])
            if self.hot is None or self.hot[1] != level or not self._same_branch(row, level):
                color.setAlphaF(0.75)
            painter.fillRect(geometry.line_rect(level, rect, rtl), color)

    def _same_branch(self, row: Row, level: int) -> bool:
        """Return whether the hovered line is the one that runs through ``row``."""
        if self.hot is None:
            return False
        here = self._model.place_of(row.key)
        there = self._model.place_of(self.hot[0])
        if here is None or there is None:
            return False
        first, last = sorted((here, there))
        between = self._model.rows[first + 1 : last + 1]
        return all(each.depth > level for each in between)

    def _paint_head(self, painter: QPainter, row: Row, places: geometry.Places, rtl: bool) -> None:
        tokens, node, head = self._theme.tokens, row.node, places.head
        name = words.name_of(node)
        own = node.mine
        fill = tokens.accent if own else color_of(_identity(node))
        ink = tokens.onaccent if own else WHITE
        paint_avatar(painter, QRectF(places.avatar), letter_of(name), fill, ink)
        pen = _Pen(painter, head, rtl, geometry.AVATAR + 7)
        taken = self._width_after_name(row)
        pen.write(name, NAME, tokens.text, max(40.0, pen.room - taken))
        badge = words.badge_of(node)
        if badge:
            pen.badge(badge, tokens.field, tokens.muted, tokens)
        if row.new:
            pen.badge(pgettext("badge", "new"), tokens.accent, tokens.onaccent, tokens)
        pen.write(words.age_of(node, self._model.now), SMALL, tokens.muted, pen.room)
        if node.comment is not None and node.comment.edited_at is not None:
            pen.write(pgettext("comment", "edited"), SMALL, tokens.muted, pen.room)
        if row.hidden:
            pen.write_at_end(f"[+{row.hidden}]", STRONG, tokens.accent)

    def _width_after_name(self, row: Row) -> float:
        total = 7 + advance(words.age_of(row.node, self._model.now), SMALL)
        for badge in (words.badge_of(row.node), pgettext("badge", "new") if row.new else ""):
            if badge:
                total += 17 + advance(badge, BADGE)
        return total + (48 if row.hidden else 0)

    def _paint_orphan(self, painter: QPainter, rect: QRect, rtl: bool) -> None:
        muted = self._theme.tokens.muted
        icon = QRectF(rect.right() + 1 - ICON if rtl else rect.left(), rect.top() + 2, ICON, ICON)
        paint_icon(painter, "arrow-bend-up-left", icon, muted, rtl)
        _write_line(painter, words.orphan_words(), SMALL, muted, _beside(rect, ICON + 4, rtl), rtl)

    def _paint_text(
        self, painter: QPainter, node: Node, document: QTextDocument, rect: QRect
    ) -> None:
        painter.save()
        painter.translate(rect.topLeft())
        context = QAbstractTextDocumentLayout.PaintContext()
        palette = QPalette()
        palette.setColor(QPalette.ColorRole.Text, self._ink(node))
        context.palette = palette
        context.clip = QRectF(0, 0, rect.width(), rect.height() + 4)
        if self.needle:
            context.selections = self._marks(document)
        document.documentLayout().draw(painter, context)
        painter.restore()

    def _ink(self, node: Node) -> QColor:
        tokens = self._theme.tokens
        deleted = node.comment is not None and node.comment.state is CommentState.DELETED
        return tokens.muted if deleted or node.posting is not None else tokens.text

    def _marks(self, document: QTextDocument) -> list[QAbstractTextDocumentLayout.Selection]:
        form = QTextCharFormat()
        form.setBackground(self._theme.tokens.quote)
        form.setForeground(self._theme.tokens.text)
        found: list[QAbstractTextDocumentLayout.Selection] = []
        cursor = document.find(self.needle, 0)
        while not cursor.isNull() and len(found) < 50:
            mark = QAbstractTextDocumentLayout.Selection()
            mark.cursor = QTextCursor(cursor)
            mark.format = form
            found.append(mark)
            cursor = document.find(self.needle, cursor)
        return found

    def _paint_state(
        self, painter: QPainter, row: Row, rect: QRect, place: QRect, rtl: bool
    ) -> None:
        tokens, now = self._theme.tokens, self._model.now
        text, tone = words.state_of(row.node, now)
        color = {"ok": tokens.ok, "warn": tokens.warn, "err": tokens.err}.get(tone, tokens.muted)
        icon = QRectF(
            place.right() + 1 - ICON if rtl else place.left(), place.top() + 2, ICON, ICON
        )
        paint_icon(painter, "warning-circle" if tone == "err" else "clock", icon, color)
        box = _beside(place, ICON + 4, rtl)
        if place.height() > geometry.STATE:
            painter.setFont(fonts.of(SMALL))
            painter.setPen(color)
            painter.setLayoutDirection(_direction(rtl))
            flags = Qt.TextFlag.TextWordWrap.value | Qt.AlignmentFlag.AlignLeading.value
            painter.drawText(box, flags, text)
        else:
            _write_line(painter, text, SMALL, color, box, rtl)
        remedy, _ = words.remedy_of(row.node, now)
        where = self.remedy_rect(row, rect, rtl)
        if remedy and where is not None:
            _write_line(painter, remedy, STRONG, tokens.accent, where, rtl)

    def _paint_ring(self, painter: QPainter, rect: QRect) -> None:
        pen = painter.pen()
        pen.setColor(self._theme.tokens.accent)
        pen.setWidthF(1.5)
        painter.setPen(pen)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawRoundedRect(QRectF(rect).adjusted(5, 1.5, -5, -1.5), 7, 7)


class _Pen:
    """Writes one thing after the other along the head of a row."""

    def __init__(self, painter: QPainter, head: QRect, rtl: bool, offset: float) -> None:
        self._painter = painter
        self._head = head
        self._rtl = rtl
        self._at = offset

    @property
    def room(self) -> float:
        """The width that is left."""
        return max(0.0, self._head.width() - self._at)

    def write(self, text: str, key: FontKey, color: QColor, most: float) -> None:
        """Write, cut to ``most`` pixels."""
        if not text or self.room < 12:
            return
        width = min(advance(text, key) + 1, most)
        self._draw(text, key, color, self._at, width)
        self._at += width + 7

    def badge(self, text: str, fill: QColor, color: QColor, tokens: Tokens) -> None:
        """Write a word on a small ground."""
        width = advance(text, BADGE) + 10
        box = QRectF(self._left(self._at, width), self._head.top() + 2, width, 16)
        ground(self._painter, box, 4, fill, tokens)
        self._draw(text, BADGE, color, self._at + 5, width - 10)
        self._at += width + 7

    def write_at_end(self, text: str, key: FontKey, color: QColor) -> None:
        """Write at the trailing edge."""
        width = advance(text, key)
        self._draw(text, key, color, self._head.width() - width, width)

    def _left(self, offset: float, width: float) -> float:
        if self._rtl:
            return self._head.right() + 1 - offset - width
        return self._head.left() + offset

    def _draw(self, text: str, key: FontKey, color: QColor, offset: float, width: float) -> None:
        self._painter.setPen(color)
        base = fonts.baseline(self._head.top(), self._head.height(), fonts.of(key))
        left = round(self._left(offset, width))
        draw_text(self._painter, text, left, base, width + 1, key, self._rtl)


def _identity(node: Node) -> str:
    comment = node.comment
    return (comment.author_remote_id or comment.author_name) if comment is not None else ""


def _direction(rtl: bool) -> Qt.LayoutDirection:
    return Qt.LayoutDirection.RightToLeft if rtl else Qt.LayoutDirection.LeftToRight


def _beside(rect: QRect, offset: int, rtl: bool) -> QRect:
    return rect.adjusted(0, 0, -offset, 0) if rtl else rect.adjusted(offset, 0, 0, 0)


def _write_line(
    painter: QPainter, text: str, key: FontKey, color: QColor, box: QRect, rtl: bool
) -> None:
    """Write one line at the leading edge, on the baseline that all texts of that box share."""
    painter.setPen(color)
    base = fonts.baseline(box.top(), box.height(), fonts.of(key))
    draw_text(painter, text, box.left(), base, box.width(), key, rtl)
