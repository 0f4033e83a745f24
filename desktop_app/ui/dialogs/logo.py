"""The tile with the 8, large."""

from PySide6.QtCore import QRectF
from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QLabel

from desktop_app.ui.theme import fonts
from desktop_app.ui.theme.textlayout import advance, draw_text
from desktop_app.ui.theme.theme import Theme
from desktop_app.ui.widgets.paint import ground

COLOR, WHITE = QColor("#C2410C"), QColor("#FFFFFF")


class Logo(QLabel):
    """A picture; its name is the program's."""

    def __init__(self, theme: Theme, size: int) -> None:
        super().__init__()
        self._theme, self._key = theme, fonts.FontKey(round(size * 0.58), 700)
        self.setAccessibleName("Daily8")
        self.setFixedSize(size, size)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint tile and digit, the same in every scheme."""
        painter, size = QPainter(self), self.height()
        ground(painter, QRectF(self.rect()), size * 0.27, COLOR, self._theme.tokens)
        painter.setPen(WHITE)
        wide = advance("8", self._key)
        base = fonts.baseline(0, size, fonts.font(*self._key))
        draw_text(painter, "8", (size - wide) / 2, base, wide + 1, self._key)
