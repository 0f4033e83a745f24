"""Tabs as quiet words over a hairline."""

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QTabBar, QTabWidget, QWidget

from desktop_app.ui.theme import fonts
from desktop_app.ui.theme.textlayout import advance, draw_text
from desktop_app.ui.theme.theme import Theme
from desktop_app.ui.widgets.focus import KeyboardFocus
from desktop_app.ui.widgets.paint import ring

HEIGHT, SPACE, EDGE = 36, 24, 4
_ON, _OFF = fonts.FontKey(14, 600), fonts.FontKey(14)


class Tabs(QTabWidget):
    """Pages under tabs; the arrow keys go through them."""

    def __init__(self, theme: Theme, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        bar = _Bar(theme, self)
        bar.setAccessibleName(name)
        self.setTabBar(bar)
        self.setDocumentMode(True)
        self._theme = theme

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the hairline below the tabs."""
        line = QRectF(0, self.tabBar().geometry().bottom(), self.width(), 1)
        QPainter(self).fillRect(line, self._theme.tokens.line)


class _Bar(QTabBar):
    def __init__(self, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self._theme = theme
        self._keyboard = KeyboardFocus(self)
        self.setUsesScrollButtons(False)
        self.setElideMode(Qt.TextElideMode.ElideNone)
        self.setExpanding(False)
        self.setMouseTracking(True)
        theme.changed.connect(self.update)

    def tabSizeHint(self, index: int) -> QSize:
        """Return the wider of both states, and the space to the next tab."""
        text = self.tabText(index)
        width = max(advance(text, _ON), advance(text, _OFF))
        return QSize(round(width) + 2 * EDGE + SPACE, HEIGHT)

    def minimumTabSizeHint(self, index: int) -> QSize:
        """Words are never cut."""
        return self.tabSizeHint(index)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the words; the current ones are underlined."""
        tokens, painter, rtl = self._theme.tokens, QPainter(self), self.isRightToLeft()
        pointer = self.mapFromGlobal(self.cursor().pos())
        for index in range(self.count()):
            whole, current = QRectF(self.tabRect(index)), index == self.currentIndex()
            box = whole.adjusted(SPACE, 0, 0, 0) if rtl else whole.adjusted(0, 0, -SPACE, 0)
            hovered = self.underMouse() and self.tabRect(index).contains(pointer)
            key = _ON if current else _OFF
            painter.setPen(tokens.text if current or hovered else tokens.muted)
            base = fonts.baseline(0, HEIGHT - 2, fonts.font(*key))
            words = box.adjusted(EDGE, 0, -EDGE, 0)
            text = self.tabText(index)
            draw_text(painter, text, words.left(), base, words.width() + 1, key, at_right=rtl)
            if current:
                painter.fillRect(QRectF(words.left(), HEIGHT - 2, words.width(), 2), tokens.accent)
                if self._keyboard.shown:
                    ring(painter, box.adjusted(0, 4, 0, -6), 6, tokens.accent, 0)
