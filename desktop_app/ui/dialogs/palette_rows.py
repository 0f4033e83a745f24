"""The rows of Ctrl+K: words at the leading edge, key, source or site at the trailing one."""

from PySide6.QtCore import (
    QAbstractListModel,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    QRectF,
    QSize,
    Qt,
)
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem, QWidget

from desktop_app.system.i18n import _
from desktop_app.ui.dialogs.palette_hits import Caption, Hit, Kind, Line
from desktop_app.ui.theme import fonts
from desktop_app.ui.theme.textlayout import draw_text, elided
from desktop_app.ui.theme.theme import Theme
from desktop_app.ui.widgets.paint import ground

ROW_HEIGHT, CAPTION_HEIGHT, SIDE = 36, 30, 12
_WORDS, _DETAIL = fonts.FontKey(14), fonts.FontKey(12, tnum=True)
_CAPTION, _KEY = fonts.FontKey(11, 600, 0.06), fonts.FontKey(12, 500, tnum=True)
_Index = QModelIndex | QPersistentModelIndex


class LinesModel(QAbstractListModel):
    """The lines that are shown now."""

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self.lines: list[Line] = []

    def show(self, lines: list[Line]) -> None:
        """Show other lines; equal ones change nothing."""
        if lines == self.lines:
            return
        self.beginResetModel()
        self.lines = lines
        self.endResetModel()

    def hit(self, row: int) -> Hit | None:
        """Return the hit of a row; None for a caption."""
        line = self.lines[row] if 0 <= row < len(self.lines) else None
        return line if isinstance(line, Hit) else None

    def step(self, row: int, by: int) -> int:
        """Return the hit ``by`` hits away from ``row``, at most the first or the last one."""
        hits = [at for at, line in enumerate(self.lines) if isinstance(line, Hit)]
        if not hits:
            return -1
        if row not in hits:
            return hits[0]
        return hits[max(0, min(len(hits) - 1, hits.index(row) + by))]

    def height(self) -> int:
        """Return the height of all lines."""
        return sum(ROW_HEIGHT if isinstance(line, Hit) else CAPTION_HEIGHT for line in self.lines)

    def rowCount(self, parent: _Index | None = None) -> int:
        """Return the number of lines."""
        return 0 if parent is not None and parent.isValid() else len(self.lines)

    def data(self, index: _Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """Return the line itself, or its words as they are spoken."""
        line = self.lines[index.row()]
        if role == Qt.ItemDataRole.UserRole:
            return line
        if role == Qt.ItemDataRole.ToolTipRole and isinstance(line, Hit):
            return line.words if len(line.words) > 50 else None
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole):
            return spoken(line)
        return None

    def flags(self, index: _Index) -> Qt.ItemFlag:
        """Only hits can be chosen."""
        if self.hit(index.row()) is None:
            return Qt.ItemFlag.NoItemFlags
        return Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable


def spoken(line: Line) -> str:
    """Return a line as a screen reader says it."""
    if isinstance(line, Caption):
        return line.title
    kinds = {
        Kind.COMMAND: _("Command"),
        Kind.SOURCE: _("Source"),
        Kind.SECTION: _("Section"),
        Kind.ARTICLE: _("Article"),
    }
    return _(", ").join(part for part in (line.words, line.detail, kinds[line.kind]) if part)


class HitDelegate(QStyledItemDelegate):
    """Paints hits and captions; the stock delegate shows only words."""

    def __init__(self, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self._theme = theme

    def sizeHint(self, option: QStyleOptionViewItem, index: _Index) -> QSize:
        """Return one of the two heights."""
        line = index.data(Qt.ItemDataRole.UserRole)
        return QSize(0, ROW_HEIGHT if isinstance(line, Hit) else CAPTION_HEIGHT)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: _Index) -> None:
        """Paint one row, mirrored where the window is."""
        line = index.data(Qt.ItemDataRole.UserRole)
        tokens, box = self._theme.tokens, QRectF(option.rect)
        rtl = option.direction == Qt.LayoutDirection.RightToLeft
        inner = box.adjusted(SIDE, 0, -SIDE, 0)
        if isinstance(line, Caption):
            painter.setPen(tokens.muted)
            base = fonts.baseline(box.top() + 8, CAPTION_HEIGHT - 8, fonts.font(*_CAPTION))
            draw_text(painter, line.title, inner.left(), base, inner.width(), _CAPTION, rtl)
            return
        if option.state & QStyle.StateFlag.State_Selected:
            ground(painter, box.adjusted(0, 1, 0, -1), 7, tokens.selected, tokens)
        self._paint_texts(painter, line, inner, rtl)

    def _paint_texts(self, painter: QPainter, hit: Hit, box: QRectF, rtl: bool) -> None:
        tokens = self._theme.tokens
        key = _KEY if hit.kind is Kind.COMMAND else _DETAIL
        shown, taken = elided(hit.detail, key, 180.0)
        painter.setPen(tokens.muted)
        base = fonts.baseline(box.top(), ROW_HEIGHT, fonts.font(*key))
        x = box.left() if rtl else box.right() - taken
        draw_text(painter, shown, x, base, taken + 1, key)
        taken = taken + 16 if hit.detail else 0.0
        room = box.adjusted(taken, 0, 0, 0) if rtl else box.adjusted(0, 0, -taken, 0)
        painter.setPen(tokens.text)
        base = fonts.baseline(box.top(), ROW_HEIGHT, fonts.font(*_WORDS))
        draw_text(painter, hit.words, room.left(), base, room.width(), _WORDS, at_right=rtl)
