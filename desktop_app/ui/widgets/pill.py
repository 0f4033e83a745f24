"""The pill that says "12 new" over a list, instead of moving it."""

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QPushButton, QWidget

from desktop_app.ui.theme import fonts
from desktop_app.ui.theme.icons import paint_icon
from desktop_app.ui.theme.textlayout import advance, draw_text
from desktop_app.ui.theme.theme import Theme
from desktop_app.ui.widgets.paint import ring

HEIGHT = 30
_KEY = fonts.FontKey(13, 600, tnum=True)


class NewPill(QPushButton):
    """Floats at the top of its parent; ``clicked`` asks to see what is new."""

    def __init__(self, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self._theme = theme
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.hide()
        theme.changed.connect(self.update)

    def show_text(self, text: str) -> None:
        """Show the pill with ``text``, or hide it when there is none."""
        self.setText(text)
        self.setVisible(bool(text))
        self.place()

    def place(self) -> None:
        """Stand centred near the top of the parent."""
        self.resize(self.sizeHint())
        parent = self.parentWidget()
        if parent is not None:
            self.move((parent.width() - self.width()) // 2, 10)
        self.raise_()

    def sizeHint(self) -> QSize:
        """Return the size of the words, the arrow and their padding, shadow included."""
        return QSize(round(advance(self.text(), _KEY)) + 18 + 28, HEIGHT + 4)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint a filled pill over a soft shadow."""
        painter, tokens = QPainter(self), self._theme.tokens
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        whole = QRectF(2, 1, self.width() - 4, HEIGHT)
        for grow in (2, 1):
            painter.setBrush(tokens.hover if tokens.dark else tokens.line)
            painter.setOpacity(0.35)
            painter.drawRoundedRect(whole.adjusted(-grow, -grow + 1, grow, grow + 1), 17, 17)
        painter.setOpacity(1)
        painter.setBrush(tokens.accent)
        painter.drawRoundedRect(whole, HEIGHT / 2, HEIGHT / 2)
        rtl, width = self.isRightToLeft(), advance(self.text(), _KEY)
        x = whole.right() - 12 - 13 if rtl else whole.left() + 12
        paint_icon(painter, "arrow-up", QRectF(x, whole.top() + 8.5, 13, 13), tokens.onaccent)
        painter.setPen(tokens.onaccent)
        base = fonts.baseline(whole.top(), HEIGHT, fonts.font(*_KEY))
        left = whole.left() + (14 if rtl else 12 + 18)
        draw_text(painter, self.text(), left, base, width + 1, _KEY)
        if self.hasFocus():
            ring(painter, whole, HEIGHT / 2, tokens.onaccent, 3)
