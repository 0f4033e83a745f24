"""The sidebar's first and last rows: the name with the main menu, adding, and when it was fresh."""

from PySide6.QtCore import QEvent, QRectF, QSize, Qt, QVariantAnimation, Signal
from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QMenu, QPushButton, QSizePolicy, QWidget

from desktop_app.system.i18n import _
from desktop_app.ui.theme import fonts
from desktop_app.ui.theme.icons import paint_icon
from desktop_app.ui.theme.textlayout import advance, draw_text
from desktop_app.ui.theme.theme import Theme
from desktop_app.ui.widgets.buttons import IconButton
from desktop_app.ui.widgets.menu_place import open_at, open_below
from desktop_app.ui.widgets.paint import ground, ring

HEIGHT, LOGO = 52, 24
MENU_KEY = "F10"  # where there is no menu bar, it opens the menu on every desktop
TURN_MS = 900
LOGO_COLOR = QColor("#C2410C")
_NAME, _DIGIT = fonts.FontKey(15, 700), fonts.FontKey(14, 700)
_ADD, _FOOT = fonts.FontKey(14), fonts.FontKey(12, tnum=True)


class BrandButton(QPushButton):
    """Logo and name; a press opens the main menu."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__("Daily8", parent)
        self._theme = theme
        self._main: QMenu | None = None
        self.setFixedHeight(36)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setAccessibleName(_("Main menu"))
        self.clicked.connect(self._open)
        theme.changed.connect(self.update)

    def set_menu(self, menu: QMenu) -> None:
        """Open ``menu`` when pressed; an empty one makes this a mere name."""
        self._main = menu
        self.setEnabled(not menu.isEmpty())
        tip = _("{name} ({key})").format(name=_("Main menu"), key=MENU_KEY)
        self.setToolTip("" if menu.isEmpty() else tip)
        self.update()

    def _open(self) -> None:
        if self._main is not None:
            open_below(self._main, self)

    def open_by_key(self, over: QWidget) -> None:
        """Open the menu with its first entry chosen; at the corner of ``over`` while hidden."""
        if self._main is None or self._main.isEmpty():
            return
        if self.isVisible():
            open_below(self._main, self)
        else:
            corner = over.rect().topRight() if over.isRightToLeft() else over.rect().topLeft()
            open_at(self._main, over.mapToGlobal(corner), over)
        self._main.setActiveAction(self._main.actions()[0])

    def sizeHint(self) -> QSize:
        """Return the size of logo, name and caret."""
        return QSize(6 + LOGO + 8 + round(advance("Daily8", _NAME)) + 5 + 12 + 8, 36)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the tile with the 8, the name, and a caret where there is a menu."""
        painter, tokens, rtl = QPainter(self), self._theme.tokens, self.isRightToLeft()
        width = self.width()
        if self.isEnabled() and (self.underMouse() or self.isDown()):
            ground(painter, QRectF(self.rect()), 8, tokens.hover, tokens)
        box = QRectF(width - 6 - LOGO if rtl else 6, 6, LOGO, LOGO)
        ground(painter, box, 7, LOGO_COLOR, tokens)
        painter.setPen(QColor("#FFFFFF"))
        wide = advance("8", _DIGIT)
        base = fonts.baseline(box.top(), LOGO, fonts.font(*_DIGIT))
        draw_text(painter, "8", box.center().x() - wide / 2, base, wide + 1, _DIGIT)
        painter.setPen(tokens.text)
        name = advance("Daily8", _NAME)
        left = box.left() - 8 - name if rtl else box.right() + 8
        base = fonts.baseline(0, 36, fonts.font(*_NAME))
        draw_text(painter, "Daily8", left, base, name + 1, _NAME)
        if self._main is not None and self.isEnabled():
            caret = left - 5 - 11 if rtl else left + name + 5
            paint_icon(painter, "caret-down", QRectF(caret, 13.5, 11, 11), tokens.muted)
        if self.hasFocus():
            ring(painter, QRectF(self.rect()), 8, tokens.accent)


class Brand(QWidget):
    """The first row. ``refresh_wanted`` comes from the turning arrows."""

    refresh_wanted = Signal()

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setFixedHeight(HEIGHT)
        self.animated = True
        self.button = BrandButton(theme)
        self.refresh = IconButton(
            "arrows-clockwise", _("Refresh"), theme, shortcut_text="F5", size=16, quiet=True
        )
        self.refresh.clicked.connect(self.refresh_wanted)
        self._turning = QVariantAnimation(self)
        self._turning.setStartValue(0.0)
        self._turning.setEndValue(360.0)
        self._turning.setDuration(TURN_MS)
        self._turning.setLoopCount(-1)
        self._turning.valueChanged.connect(self._on_turn)
        self._row = QHBoxLayout(self)
        self._row.setSpacing(0)
        self._row.addWidget(self.button)
        self._row.addStretch(1)
        self._row.addWidget(self.refresh)
        self._set_margins()

    def set_turning(self, turning: bool) -> None:
        """Turn the arrows while something is refreshed."""
        self.refresh.setEnabled(not turning)
        if turning and self.animated:
            self._turning.start()
        elif not turning:
            self._turning.stop()
            self._on_turn(0.0)

    def _on_turn(self, degrees: float) -> None:
        self.refresh.turn = degrees
        self.refresh.update()

    def changeEvent(self, event: QEvent) -> None:
        """Turn the margins around with the window."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.LayoutDirectionChange:
            self._set_margins()

    def _set_margins(self) -> None:
        near, far = 10, 10
        rtl = self.isRightToLeft()
        self._row.setContentsMargins(far if rtl else near, 0, near if rtl else far, 0)


class AddButton(QPushButton):
    """The row that adds anything."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(_("Add a source"), parent)
        self._theme = theme
        self.setFixedHeight(32)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        theme.changed.connect(self.update)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint like a row of the sidebar."""
        painter, tokens, rtl = QPainter(self), self._theme.tokens, self.isRightToLeft()
        if self.underMouse() or self.isDown():
            ground(painter, QRectF(self.rect()), 7, tokens.hover, tokens)
        x = self.width() - 10 - 16 if rtl else 10
        paint_icon(painter, "plus", QRectF(x, 8, 16, 16), tokens.text)
        painter.setPen(tokens.text)
        base = fonts.baseline(0, 32, fonts.font(*_ADD))
        room = self.width() - 35 - 10
        left = 10 if rtl else 35
        draw_text(painter, self.text(), left, base, room, _ADD, at_right=rtl)
        if self.hasFocus():
            ring(painter, QRectF(self.rect()), 7, tokens.accent)


class Foot(QLabel):
    """Says when the news were fetched. A label to screen readers."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self.setFixedHeight(26)
        theme.changed.connect(self.update)

    def say(self, words: str) -> None:
        """Show ``words``."""
        if words != self.text():
            self.setText(words)
            self.setToolTip(words)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint quietly, cut where there is no room."""
        painter, rtl = QPainter(self), self.isRightToLeft()
        painter.setPen(self._theme.tokens.muted)
        base = fonts.baseline(4, 17.4, fonts.font(*_FOOT))
        draw_text(painter, self.text(), 10, base, self.width() - 20, _FOOT, at_right=rtl)
