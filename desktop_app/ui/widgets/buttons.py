"""Buttons that paint themselves from the tokens: an icon, words, or both."""

from PySide6.QtCore import QEvent, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QEnterEvent, QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QPushButton, QSizePolicy, QToolButton, QWidget

from desktop_app.system.i18n import _
from desktop_app.ui.theme import fonts
from desktop_app.ui.theme.icons import paint_icon
from desktop_app.ui.theme.textlayout import advance, draw_text
from desktop_app.ui.theme.theme import Theme
from desktop_app.ui.theme.tokens import Tokens
from desktop_app.ui.widgets.paint import faded, ground, ring

HIT = 28


class IconButton(QToolButton):
    """One icon with a name for tooltips and screen readers.

    ``quiet`` paints it muted; ``set_active`` in the accent, filled where a filled cut exists.
    """

    def __init__(
        self,
        icon: str,
        name: str,
        theme: Theme,
        *,
        shortcut_text: str = "",
        size: int = 18,
        quiet: bool = False,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._theme, self._icon, self._size, self._quiet = theme, icon, size, quiet
        self._active, self._filled = False, ""
        self.turn = 0.0
        """Degrees by which the icon stands turned; a refreshing one changes it."""
        self.setFixedSize(HIT, HIT)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.set_name(name, shortcut_text)
        theme.changed.connect(self.update)

    def set_name(self, name: str, shortcut_text: str = "") -> None:
        """Say what the button does, and by which key."""
        self.setAccessibleName(name)
        tip = _("{name} ({key})").format(name=name, key=shortcut_text) if shortcut_text else name
        self.setToolTip(tip)

    def set_icon(self, icon: str) -> None:
        """Show another icon."""
        self._icon = icon
        self.update()

    def set_active(self, active: bool, filled: str = "") -> None:
        """Paint in the accent while ``active``, then with the icon ``filled`` if one is given."""
        self._active, self._filled = active, filled
        self.update()

    @property
    def active(self) -> bool:
        """Whether it is painted in the accent."""
        return self._active

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint ground, icon and ring."""
        tokens, painter = self._theme.tokens, QPainter(self)
        whole = QRectF(self.rect())
        if self.isEnabled() and (self.underMouse() or self.isDown()):
            ground(painter, whole, 7, tokens.hover, tokens)
        color = tokens.muted if self._quiet else tokens.text
        if not self.isEnabled():
            color = faded(tokens, tokens.line)
        elif self._active:
            color = tokens.accent
        name = self._filled if self._active and self._filled else self._icon
        edge = (HIT - self._size) / 2
        box = QRectF(edge, edge, self._size, self._size)
        if self.turn:
            painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
            painter.translate(whole.center())
            painter.rotate(self.turn)
            painter.translate(-whole.center())
        paint_icon(painter, name, box, color, self.isRightToLeft())
        if self.turn:
            painter.resetTransform()
        if self.hasFocus():
            ring(painter, whole, 7, tokens.accent)

    def enterEvent(self, event: QEnterEvent) -> None:
        """Show the hover ground."""
        super().enterEvent(event)
        self.update()


class TextButton(QPushButton):
    """Words, perhaps behind an icon. ``kind`` "main" is filled: at most one in a pane."""

    def __init__(
        self,
        text: str,
        theme: Theme,
        *,
        kind: str = "plain",
        icon: str = "",
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(text, parent)
        self._theme, self._kind, self._icon = theme, kind, icon
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.setAutoDefault(False)
        theme.changed.connect(self.update)

    def _key(self) -> fonts.FontKey:
        return fonts.FontKey(13, 600 if self._kind == "main" else 500)

    def sizeHint(self) -> QSize:
        """Return the size of the words with their padding."""
        icon = 21 if self._icon else 0
        return QSize(round(advance(self.text(), self._key())) + icon + 26, 31)

    def minimumSizeHint(self) -> QSize:
        """Words are never cut."""
        return self.sizeHint()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint ground, icon, words and ring."""
        tokens, painter = self._theme.tokens, QPainter(self)
        whole, filled = QRectF(self.rect()), self._kind == "main" and self.isEnabled()
        ground(painter, whole, 8, self._ground(tokens), tokens)
        ink = tokens.onaccent if filled else tokens.text
        if not self.isEnabled():
            ink = faded(tokens, tokens.muted)
        width = advance(self.text(), self._key())
        wide = 21 if self._icon else 0
        left = (whole.width() - width - wide) / 2
        rtl = self.isRightToLeft()
        if self._icon:
            x = whole.width() - left - 15 if rtl else left
            paint_icon(painter, self._icon, QRectF(x, (whole.height() - 15) / 2, 15, 15), ink, rtl)
        painter.setPen(ink)
        base = fonts.baseline(0, whole.height(), fonts.font(*self._key()))
        draw_text(painter, self.text(), left if rtl else left + wide, base, width + 1, self._key())
        if self.hasFocus():
            color = ink if filled else tokens.accent
            ring(painter, whole, 6 if filled else 8, color, 3 if filled else 1)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Return presses the button that has the focus, as Space does."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.click()
        else:
            super().keyPressEvent(event)

    def _ground(self, tokens: Tokens) -> QColor:
        if self._kind == "main" and self.isEnabled():
            return tokens.accent.darker(108) if self.isDown() else tokens.accent
        return tokens.hover if self.underMouse() or self.isDown() else tokens.field

    def event(self, event: QEvent) -> bool:
        """Repaint when the pointer comes and goes."""
        if event.type() in (QEvent.Type.HoverEnter, QEvent.Type.HoverLeave):
            self.update()
        return super().event(event)
