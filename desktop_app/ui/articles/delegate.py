"""Paints an article's row, says how high it is, and answers tooltips."""

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import (
    QEvent,
    QModelIndex,
    QPersistentModelIndex,
    QPointF,
    QRectF,
    QSize,
    Qt,
)
from PySide6.QtGui import QColor, QHelpEvent, QPainter
from PySide6.QtWidgets import (
    QAbstractItemView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QToolTip,
)

from desktop_app.core.ids import SourceId
from desktop_app.ui import times
from desktop_app.ui.articles import measure as m
from desktop_app.ui.articles import words
from desktop_app.ui.articles.measure import Measure, Places
from desktop_app.ui.articles.model import ArticleModel
from desktop_app.ui.articles.rows import Row
from desktop_app.ui.pictures import Awaited
from desktop_app.ui.sources.look import SourceLook, unknown
from desktop_app.ui.theme import fonts
from desktop_app.ui.theme.fonts import FontKey
from desktop_app.ui.theme.icons import paint_icon
from desktop_app.ui.theme.textlayout import advance, draw_lines, draw_text, laid_out
from desktop_app.ui.theme.theme import Theme
from desktop_app.ui.theme.tokens import Tokens
from desktop_app.ui.widgets.avatar import paint_tile
from desktop_app.ui.widgets.paint import mix, ring

if TYPE_CHECKING:
    from desktop_app.ui.pictures import Pictures

Index = QModelIndex | QPersistentModelIndex
FOOT = 56
_FOOT_KEY = FontKey(13)
_DOT, _TILE, _GAP = 8, 16, 7


class ArticleDelegate(QStyledItemDelegate):
    """Everything is painted here: nothing of Qt's own item painting is used.

    ``corrected`` is called when painting found another number of lines than was measured.
    """

    def __init__(
        self,
        theme: Theme,
        model: ArticleModel,
        pictures: "Pictures",
        now: Callable[[], int],
        view: QAbstractItemView,
    ) -> None:
        super().__init__(view)
        self._theme, self._model = theme, model
        self.pictures = Awaited(pictures)
        self._now = now
        self.measure = Measure()
        self.looks: dict[SourceId, SourceLook] = {}
        self.ring_shown: Callable[[], bool] = bool
        self.corrected: Callable[[], None] = _nothing
        self.foot_acts = False
        self._pills: dict[int, QRectF] = {}  # of rows with a story, from the row's corner

    def look(self, row: Row) -> SourceLook:
        """Return how the row's source looks."""
        return self.looks.get(row.article.source_id) or unknown()

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        """Return the row's height for the width of the view."""
        width = self._width(option)
        row = self._model.row_at(index.row())
        return QSize(width, self.measure.height(row, width) if row else FOOT)

    def _width(self, option: QStyleOptionViewItem) -> int:
        view = self.parent()
        assert isinstance(view, QAbstractItemView)
        return view.viewport().width()

    # -- painting --------------------------------------------------------------------------------

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """Paint one row."""
        row = self._model.row_at(index.row())
        tokens, rect = self._theme.tokens, QRectF(option.rect)
        state: QStyle.StateFlag = option.state
        places = Places(rect, option.direction == Qt.LayoutDirection.RightToLeft)
        painter.save()
        if row is None:
            self._paint_foot(painter, places, tokens)
        else:
            self._paint_ground(painter, places, state, tokens)
            self._paint_meta(painter, places, row, tokens)
            self._paint_text(painter, places, row, tokens)
            if row.picture_url:
                self._paint_picture(painter, places.picture(), row, tokens)
        painter.restore()

    def _paint_ground(
        self, painter: QPainter, places: Places, state: QStyle.StateFlag, tokens: Tokens
    ) -> None:
        rect = places.rect
        below = rect.adjusted(0, m.HAIRLINE, 0, 0)
        if state & QStyle.StateFlag.State_Selected:
            painter.fillRect(below, tokens.selected)
            bar = QRectF(places.x(0, m.BAR), below.top(), m.BAR, below.height())
            painter.fillRect(bar, tokens.accent)
        elif state & QStyle.StateFlag.State_MouseOver:
            painter.fillRect(below, tokens.hover)
        painter.fillRect(QRectF(rect.left(), rect.top(), rect.width(), m.HAIRLINE), tokens.line)
        if state & QStyle.StateFlag.State_HasFocus and self.ring_shown():
            ring(painter, below, 4, tokens.accent, 2)

    def _paint_meta(self, painter: QPainter, places: Places, row: Row, tokens: Tokens) -> None:
        article, look, at = row.article, self.look(row), float(m.SIDE)
        middle = places.meta_top + m.META / 2
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if not article.read:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(tokens.accent)
            painter.drawEllipse(QRectF(places.x(at, _DOT), middle - _DOT / 2, _DOT, _DOT))
            at += _DOT + _GAP
        tile = QRectF(round(places.x(at, _TILE)), round(middle - _TILE / 2), _TILE, _TILE)
        self._paint_icon(painter, tile, look)
        at += _TILE + _GAP
        end = places.rect.width() - m.SIDE
        age = times.short_age(article.published_at, self._now())
        painter.setPen(tokens.muted)
        base, wide = places.meta_base(), advance(age, m.COUNT_KEY)
        draw_text(painter, age, places.x(end - wide, wide), base, wide + 1, m.COUNT_KEY)
        end -= wide + _GAP
        if article.saved:
            box = QRectF(places.x(end - 13, 13), middle - 6.5, 13, 13)
            paint_icon(painter, "bookmark-simple-fill", box, tokens.muted)
            end -= 13 + _GAP
        room = max(0.0, end - at)
        painter.setPen(tokens.muted)
        left = places.x(at, room)
        draw_text(painter, look.title, left, base, room, m.META_KEY, at_right=places.rtl)

    def _paint_icon(self, painter: QPainter, tile: QRectF, look: SourceLook) -> None:
        icon = None
        if look.icon_url:
            icon = self.pictures.get(look.icon_url, _TILE, _TILE, _dpr(painter), 4)
        if icon is not None:
            painter.drawPixmap(tile.topLeft(), icon)
        else:
            paint_tile(painter, tile, look.letter, look.color)

    def _paint_text(self, painter: QPainter, places: Places, row: Row, tokens: Tokens) -> None:
        article = row.article
        width = round(places.rect.width())
        room, key = m.text_width(row, width), m.head_key(row)
        left, top = places.x(m.SIDE, room), places.head_top
        measured = self.measure.lines(row, width)
        head = laid_out(row.headline, key, room, m.HEAD_MOST)
        painter.setPen(tokens.muted if article.read else tokens.text)
        draw_lines(painter, head, left, top, room, m.HEAD, key)
        top += max(head.lines, 1) * m.HEAD
        lines = 0
        if article.excerpt:
            more = laid_out(article.excerpt, m.MORE_KEY, room, m.MORE_MOST)
            painter.setPen(tokens.muted)
            draw_lines(painter, more, left, top + m.MORE_GAP, room, m.MORE, m.MORE_KEY)
            lines = more.lines
            top += m.MORE_GAP + lines * m.MORE
        if (head.lines, lines) != measured and not (article.read and head.lines < measured[0]):
            self.measure.correct(row, head.lines, lines)
            self.corrected()
        if row.has_numbers:
            self._paint_numbers(painter, places, row, top + m.NUMBERS_GAP, tokens)

    def _paint_numbers(
        self, painter: QPainter, places: Places, row: Row, top: float, tokens: Tokens
    ) -> None:
        at = float(m.SIDE)
        middle = top + m.NUMBERS / 2
        base = fonts.baseline(top, m.NUMBERS, fonts.font(*m.COUNT_KEY))
        items: list[tuple[str, float, str, FontKey, QColor]] = []
        if row.comments:
            items.append(("chat-circle", 13, str(row.comments), m.COUNT_KEY, tokens.muted))
        told = words.told_by(row)
        if told:
            items.append(("stack", 12, told, m.COUNT_KEY, tokens.muted))
        if row.note:
            items.append(("", 0, row.note, m.NOTE_KEY, tokens.accent))
        for icon, size, text, key, color in items:
            if icon:
                box = QRectF(places.x(at, size), middle - size / 2, size, size)
                paint_icon(painter, icon, box, color)
                at += size + 5
            wide = advance(text, key)
            painter.setPen(color)
            draw_text(painter, text, places.x(at, wide), base, wide + 1, key)
            if icon == "stack":
                start = at - size - 5
                pill = QRectF(places.x(start, wide + size + 5), top, wide + size + 5, m.NUMBERS)
                corner = places.rect.topLeft()
                self._pills[row.article.id] = pill.translated(-corner).adjusted(-4, -4, 4, 4)
            at += wide + 14

    def _paint_picture(self, painter: QPainter, box: QRectF, row: Row, tokens: Tokens) -> None:
        url = row.picture_url
        found = self.pictures.get(url, m.PICTURE, m.PICTURE, _dpr(painter), 8)
        if found is not None:
            painter.drawPixmap(box.topLeft(), found)
            return
        color = self.look(row).color
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(mix(tokens.list, color, 0.22))
        painter.drawRoundedRect(box, 8, 8)

    def _paint_foot(self, painter: QPainter, places: Places, tokens: Tokens) -> None:
        text = self._model.foot or ""
        rect = places.rect
        line = QRectF(rect.left(), rect.top(), rect.width(), m.HAIRLINE)
        painter.fillRect(line, tokens.line)
        painter.setPen(tokens.accent if self.foot_acts else tokens.muted)
        room = rect.width() - 2 * m.SIDE
        wide = min(room, advance(text, _FOOT_KEY))
        base = fonts.baseline(rect.top(), FOOT, fonts.font(*_FOOT_KEY))
        left = rect.left() + (rect.width() - wide) / 2
        draw_text(painter, text, left, base, wide + 1, _FOOT_KEY)

    def on_pill(self, row: Row, place: QPointF) -> bool:
        """Say whether a place in the row, from its corner, is on "4 sources"."""
        pill = self._pills.get(row.article.id)
        return pill is not None and bool(words.told_by(row)) and pill.contains(place)

    # -- tooltips --------------------------------------------------------------------------------

    def helpEvent(
        self,
        event: QHelpEvent,
        view: QAbstractItemView,
        option: QStyleOptionViewItem,
        index: Index,
    ) -> bool:
        """Show the exact time over the meta line, and the whole headline where it is cut."""
        row = self._model.row_at(index.row())
        if event.type() != QEvent.Type.ToolTip or row is None:
            return False
        rect = QRectF(view.visualRect(self._model.index(index.row())))
        inside = event.pos().y() - rect.top()
        tip = ""
        if self.on_pill(row, QPointF(event.pos()) - rect.topLeft()):
            tip = words.told_by(row)
        elif inside < m.HAIRLINE + m.PAD + m.META:
            tip = times.exact(row.article.published_at)
        else:
            room = m.text_width(row, round(rect.width()))
            if laid_out(row.headline, m.head_key(row), room, m.HEAD_MOST).cut:
                tip = row.headline
        QToolTip.showText(event.globalPos(), tip, view.viewport())
        return True


def _dpr(painter: QPainter) -> float:
    device = painter.device()
    return device.devicePixelRatio() if device is not None else 1.0


def _nothing() -> None:
    """Nobody listens yet."""
