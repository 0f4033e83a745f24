"""The rows of Ctrl+K: words at the leading edge, kind or key at the trailing one."""

from dataclasses import dataclass

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRectF, QSize, Qt
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem, QWidget

from desktop_app.text.fold import first_strong
from desktop_app.ui.theme.fonts import font, metrics
from desktop_app.ui.theme.theme import Theme

ROW_HEIGHT, SIDE = 36, 12


@dataclass(frozen=True, slots=True)
class Hit:
    """One line: what is shown, and what it stands for."""

    kind: str
    words: str
    detail: str
    target: object


class HitDelegate(QStyledItemDelegate):
    """Paints a ``Hit``; the stock delegate shows only its words."""

    def __init__(self, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self._theme = theme

    def sizeHint(
        self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> QSize:
        """Return the one height of all rows."""
        return QSize(0, ROW_HEIGHT)

    def paint(
        self,
        painter: QPainter,
        option: QStyleOptionViewItem,
        index: QModelIndex | QPersistentModelIndex,
    ) -> None:
        """Paint one row, mirrored where the window is."""
        hit = index.data(Qt.ItemDataRole.UserRole)
        tokens = self._theme.tokens
        box = QRectF(option.rect)
        state = option.state
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        if state & QStyle.StateFlag.State_Selected:
            painter.setBrush(tokens.selected)
            painter.drawRoundedRect(box.adjusted(0, 1, 0, -1), 7, 7)
        elif state & QStyle.StateFlag.State_MouseOver:
            painter.setBrush(tokens.hover)
            painter.drawRoundedRect(box.adjusted(0, 1, 0, -1), 7, 7)
        rtl = option.direction == Qt.LayoutDirection.RightToLeft
        self._paint_texts(painter, hit, box.adjusted(SIDE, 0, -SIDE, 0), rtl)

    def _paint_texts(self, painter: QPainter, hit: Hit, box: QRectF, rtl: bool) -> None:
        tokens = self._theme.tokens
        leading, trailing = Qt.AlignmentFlag.AlignLeft, Qt.AlignmentFlag.AlignRight
        if rtl:
            leading, trailing = trailing, leading
        middle = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignAbsolute
        small, usual = font(12, 500, tnum=True), font(14)
        detail = metrics(small).elidedText(hit.detail, Qt.TextElideMode.ElideRight, 180)
        taken = metrics(small).horizontalAdvance(detail) + 16
        painter.setFont(small)
        painter.setPen(tokens.muted)
        painter.drawText(box, middle | trailing, detail)
        room = box.adjusted(taken, 0, 0, 0) if rtl else box.adjusted(0, 0, -taken, 0)
        own = first_strong(hit.words) == "rtl"
        painter.setLayoutDirection(
            Qt.LayoutDirection.RightToLeft if own else Qt.LayoutDirection.LeftToRight
        )
        words = metrics(usual).elidedText(hit.words, Qt.TextElideMode.ElideRight, room.width())
        painter.setFont(usual)
        painter.setPen(tokens.text)
        painter.drawText(room, middle | leading, words)
