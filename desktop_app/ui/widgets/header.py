"""The 52 pixels at the top of a pane: title, what belongs to it, and a few buttons."""

from PySide6.QtCore import QEvent, QSize
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QSizePolicy, QWidget

from desktop_app.system.i18n import _
from desktop_app.ui.theme import fonts
from desktop_app.ui.theme.textlayout import advance, draw_text
from desktop_app.ui.theme.theme import Theme

HEIGHT, SIDE = 52, 16
ICON_EDGE = 5  # an icon of 18 px stands this far inside its button
_TITLE = fonts.FontKey(17, 700, -0.01)
_MORE = fonts.FontKey(12, tnum=True)
_GAP = 10


class HeaderTitle(QLabel):
    """Title and a quieter rest on one baseline; the rest gives way first. A label to readers."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme, self._title, self._more = theme, "", ""
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setMinimumWidth(40)
        theme.changed.connect(self.update)

    def set_text(self, title: str, more: str = "") -> None:
        """Show ``title`` and, where there is room, ``more``."""
        self._title, self._more = title, more
        self.setAccessibleName(_(", ").join((title, more)) if more else title)
        self.setToolTip(title)
        self.update()

    def sizeHint(self) -> QSize:
        """Take the width that is there."""
        return QSize(120, HEIGHT)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint both on the title's baseline."""
        tokens, painter, rtl = self._theme.tokens, QPainter(self), self.isRightToLeft()
        width = self.width()
        base = fonts.baseline(0, self.height(), fonts.font(*_TITLE))
        painter.setPen(tokens.text)
        taken = draw_text(painter, self._title, 0, base, width, _TITLE, at_right=rtl)
        rest = width - taken - _GAP
        if self._more and advance(self._more, _MORE) <= rest:
            painter.setPen(tokens.muted)
            left = 0 if rtl else taken + _GAP
            draw_text(painter, self._more, left, base, rest, _MORE, at_right=rtl)


class Header(QWidget):
    """One row: leading widgets, title, trailing widgets."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.title = HeaderTitle(theme, self)
        self.setFixedHeight(HEIGHT)
        self._layout = QHBoxLayout(self)
        self._layout.setSpacing(6)
        self._layout.addWidget(self.title, 1)
        self._set_margins()

    def set_title(self, title: str, more: str = "") -> None:
        """Show a title, and behind it what belongs to it."""
        self.title.set_text(title, more)

    def lead(self, widget: QWidget) -> None:
        """Put a widget before the title."""
        self._layout.insertWidget(self._layout.indexOf(self.title), widget)

    def trail(self, widget: QWidget) -> None:
        """Put a widget at the end."""
        self._layout.addWidget(widget)

    def changeEvent(self, event: QEvent) -> None:
        """Turn the margins around: layouts do not mirror theirs."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.LayoutDirectionChange:
            self._set_margins()

    def _set_margins(self) -> None:
        near, far = SIDE, SIDE - ICON_EDGE
        rtl = self.isRightToLeft()
        self._layout.setContentsMargins(far if rtl else near, 0, near if rtl else far, 0)
