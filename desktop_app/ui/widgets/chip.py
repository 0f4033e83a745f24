"""A chip of a filter row: a radio button in other clothes, so that keys and readers know it."""

from PySide6.QtCore import QPoint, QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QRadioButton, QSizePolicy, QWidget

from desktop_app.ui.theme import fonts
from desktop_app.ui.theme.textlayout import advance, draw_text
from desktop_app.ui.theme.theme import Theme
from desktop_app.ui.widgets.paint import ground, ring

HEIGHT, PAD = 24, 11
_ON, _OFF = fonts.FontKey(12.5, 600), fonts.FontKey(12.5)


class Chip(QRadioButton):
    """Exclusive among its siblings."""

    def __init__(self, text: str, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(text, parent)
        self._theme = theme
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        theme.changed.connect(self.update)

    def sizeHint(self) -> QSize:
        """Keep the wider of both states, so that nothing moves when it is chosen."""
        width = max(advance(self.text(), _ON), advance(self.text(), _OFF))
        return QSize(round(width) + 2 * PAD, HEIGHT)

    def minimumSizeHint(self) -> QSize:
        """Words are never cut."""
        return self.sizeHint()

    def hitButton(self, position: QPoint) -> bool:
        """Take a click anywhere on the chip."""
        return self.rect().contains(position)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the pill when chosen, the words always."""
        tokens, painter = self._theme.tokens, QPainter(self)
        whole, on = QRectF(self.rect()), self.isChecked()
        if on or self.underMouse():
            ground(painter, whole, HEIGHT / 2, tokens.text if on else tokens.hover, tokens)
        key = _ON if on else _OFF
        painter.setPen(tokens.window if on else tokens.muted)
        width = advance(self.text(), key)
        base = fonts.baseline(0, HEIGHT, fonts.font(*key))
        draw_text(painter, self.text(), (whole.width() - width) / 2, base, width + 1, key)
        if self.hasFocus():
            color = tokens.window if on else tokens.accent
            ring(painter, whole, HEIGHT / 2, color, 3 if on else 1)
