"""Icon and words in the middle of a page that has nothing else to show yet."""

from PySide6.QtCore import QPointF, QRectF
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QLabel

from desktop_app.ui.theme import fonts
from desktop_app.ui.theme.icons import paint_icon
from desktop_app.ui.theme.textlayout import laid_out
from desktop_app.ui.theme.theme import Theme

ICON, GAP, LINE = 36, 12, 21
_KEY = fonts.FontKey(14)


class Hint(QLabel):
    """A label to screen readers; painted so that each line stands in the middle."""

    def __init__(self, theme: Theme, icon: str, text: str) -> None:
        super().__init__(text)
        self._theme, self._icon = theme, icon
        self.setMinimumHeight(120)
        self.setWordWrap(True)
        theme.changed.connect(self.update)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint icon and words."""
        tokens, painter, middle = self._theme.tokens, QPainter(self), self.width() / 2
        laid = laid_out(self.text(), _KEY, float(min(380, self.width() - 32)), 6)
        y = max(0.0, (self.height() - ICON - GAP - laid.lines * LINE) * 0.45)
        paint_icon(painter, self._icon, QRectF(middle - ICON / 2, y, ICON, ICON), tokens.muted)
        y += ICON + GAP
        painter.setPen(tokens.muted)
        for index in range(laid.lines):
            line = laid.layout.lineAt(index)
            base = fonts.baseline(y + index * LINE, LINE, fonts.font(*_KEY))
            x = middle - line.naturalTextWidth() / 2
            line.draw(painter, QPointF(x, base - line.ascent() - line.y()))
