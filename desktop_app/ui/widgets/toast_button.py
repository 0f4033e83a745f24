"""The button inside a toast: words in the accent, on the toast's own dark ground."""

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QPushButton, QWidget

from desktop_app.ui.theme import fonts
from desktop_app.ui.theme.textlayout import advance, draw_text
from desktop_app.ui.theme.theme import Theme
from desktop_app.ui.theme.tokens import DARK, LIGHT
from desktop_app.ui.widgets.paint import ring

_KEY = fonts.FontKey(14, 600)


class ToastButton(QPushButton):
    """Hidden while it has no words."""

    def __init__(self, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self._theme = theme
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.hide()

    def set_words(self, text: str) -> None:
        """Show ``text``; nothing hides the button."""
        self.setText(text)
        self.setVisible(bool(text))

    def sizeHint(self) -> QSize:
        """Return the size of the words with their padding."""
        return QSize(round(advance(self.text(), _KEY)) + 24, 32)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the words; the accent is the other scheme's, since the ground is its ground."""
        painter, tokens = QPainter(self), self._theme.tokens
        color = LIGHT.accent if tokens.dark else DARK.accent
        painter.setPen(color)
        base = fonts.baseline(0, self.height(), fonts.font(*_KEY))
        draw_text(painter, self.text(), 12, base, self.width() - 24 + 1, _KEY)
        if self.hasFocus() or self.underMouse():
            ring(painter, QRectF(self.rect()), 7, color)
