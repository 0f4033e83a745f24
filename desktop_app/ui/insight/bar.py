"""The row of buttons over the headline."""

from collections.abc import Mapping, Sequence
from itertools import pairwise

from PySide6.QtCore import QEvent, QPoint, QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QAbstractButton, QSizePolicy, QWidget

from desktop_app.system.i18n import _
from desktop_app.ui.insight.feature import InsightButton
from desktop_app.ui.theme import fonts
from desktop_app.ui.theme.icons import paint_icon
from desktop_app.ui.theme.textlayout import advance, draw_text
from desktop_app.ui.theme.theme import Theme
from desktop_app.ui.theme.tokens import Tokens
from desktop_app.ui.widgets.focus import KeyboardFocus
from desktop_app.ui.widgets.paint import faded, ground, ring

HEIGHT, GAP = 29, 4
PAD, ICON, ICON_GAP, RADIUS = 11, 16, 6, 8
_ON, _OFF = fonts.FontKey(13, 600), fonts.FontKey(13)


class BarButton(QAbstractButton):
    """Icon and words; lit while what it opened is open."""

    def __init__(self, button: InsightButton, key: str, bar: "InsightBar") -> None:
        super().__init__(bar)
        self.button = button
        self._bar, self._key = bar, key
        self.compact = False
        """Whether only the icon shows, for want of room."""
        self._keyboard = KeyboardFocus(self)
        self.say(button.words)
        self.setCheckable(button.checkable)
        self.setAccessibleDescription(button.tooltip)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def say(self, words: str) -> None:
        """Take other words; the tooltip has them too, for when only the icon shows."""
        self.setText(words)
        self.setAccessibleName(words)
        name = _("{name} ({key})").format(name=words, key=self._key) if self._key else words
        self.setToolTip("\n".join(filter(None, (name, self.button.tooltip))))

    def sizeHint(self) -> QSize:
        """Keep the wider of both states, so that nothing moves when it is pressed."""
        if self.compact:
            return QSize(ICON + 2 * PAD, HEIGHT)
        words = max(advance(self.text(), _ON), advance(self.text(), _OFF))
        return QSize(round(words) + ICON + ICON_GAP + 2 * PAD, HEIGHT)

    def nextCheckState(self) -> None:
        """Stay as it is: the feature says when what it opened is open."""

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint ground, icon, words and ring."""
        tokens, painter, rtl = self._bar.paper, QPainter(self), self.isRightToLeft()
        whole, on = QRectF(self.rect()), self.isChecked()
        if on or self.underMouse() or self.isDown():
            ground(painter, whole, RADIUS, tokens.tint if on else tokens.hover, tokens)
        ink = tokens.accent if on else tokens.muted
        if not self.isEnabled():
            ink = faded(tokens, tokens.line)
        left = (whole.width() - ICON) / 2 if self.compact else float(PAD)
        box = QRectF(left, (HEIGHT - ICON) / 2, ICON, ICON)
        if rtl:
            box.moveRight(whole.width() - left)
        paint_icon(painter, self.button.icon, box, ink, rtl)
        if not self.compact:
            key = _ON if on else _OFF
            room = whole.width() - ICON - ICON_GAP - 2 * PAD
            painter.setPen(ink)
            base = fonts.baseline(0, HEIGHT, fonts.font(*key))
            start = float(PAD) if rtl else PAD + ICON + ICON_GAP
            draw_text(painter, self.text(), start, base, room + 1, key, at_right=rtl)
        if self._keyboard.shown:
            ring(painter, whole, RADIUS, tokens.accent)

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Come into sight."""
        super().focusInEvent(event)
        self._bar.reached.emit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Return presses it, as Space does; the arrows go along the bar."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.click()
        elif event.key() in (Qt.Key.Key_Left, Qt.Key.Key_Right):
            self._bar.step(self, (event.key() == Qt.Key.Key_Right) != self.isRightToLeft())
        else:
            super().keyPressEvent(event)


class InsightBar(QWidget):
    """The buttons of all features in one row; some show their icon alone where room is short."""

    reached = Signal()
    """A button got the focus."""

    def __init__(self, theme: Theme, keys: Mapping[str, str], parent: QWidget) -> None:
        super().__init__(parent)
        self.paper: Tokens = theme.tokens
        self._keys = keys
        self._buttons: list[BarButton] = []
        self.setFixedHeight(HEIGHT)
        self.setAccessibleName(_("Understanding"))

    @property
    def buttons(self) -> tuple[BarButton, ...]:
        """The buttons, from the leading end on."""
        return tuple(self._buttons)

    def add(self, buttons: Sequence[InsightButton]) -> None:
        """Take more buttons."""
        for each in buttons:
            made = BarButton(each, self._keys.get(each.action, ""), self)
            made.clicked.connect(self._on_clicked)
            made.show()
            self._buttons.append(made)
        self._buttons.sort(key=lambda each: each.button.order)
        for first, second in pairwise(self._buttons):
            QWidget.setTabOrder(first, second)
        self._place()

    def button(self, key: str) -> BarButton:
        """Return a button by its key."""
        return next(each for each in self._buttons if each.button.key == key)

    def set_checked(self, key: str, on: bool) -> None:
        """Light a button while what it opened is open."""
        self.button(key).setChecked(on)

    def set_enabled(self, key: str, on: bool) -> None:
        """Let a button be pressed or not."""
        self.button(key).setEnabled(on)

    def set_shown(self, key: str, shown: bool, words: str = "") -> None:
        """Show a button only where there is something to press it for, with other words."""
        button = self.button(key)
        if words and words != button.text():
            button.say(words)
        button.setVisible(shown)
        self._place()

    def step(self, button: BarButton, forward: bool) -> None:
        """Give the focus to the next button in one direction."""
        able = [each for each in self._shown() if each.isEnabled()]
        at = able.index(button) + (1 if forward else -1)
        if 0 <= at < len(able):
            able[at].setFocus(Qt.FocusReason.TabFocusReason)

    def _on_clicked(self) -> None:
        sender = self.sender()
        if isinstance(sender, BarButton):
            sender.button.run()

    def _shown(self) -> list[BarButton]:
        return [each for each in self._buttons if not each.isHidden()]

    def _place(self) -> None:
        shown = self._shown()
        for button in shown:
            button.compact = False
        for button in sorted(shown, key=lambda each: each.button.worth):
            if self._wanted() <= self.width():
                break
            button.compact = True
        left = 0
        for button in shown:
            size = button.sizeHint()
            box = QRect(QPoint(left, 0), size)
            if self.isRightToLeft():
                box.moveRight(self.width() - 1 - left)
            button.setGeometry(box)
            left += size.width() + GAP

    def _wanted(self) -> int:
        widths = [button.sizeHint().width() for button in self._shown()]
        return sum(widths) + GAP * max(0, len(widths) - 1)

    def resizeEvent(self, _event: object) -> None:
        """Set the buttons out anew."""
        self._place()

    def changeEvent(self, event: QEvent) -> None:
        """Turn with the direction of the window."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.LayoutDirectionChange:
            self._place()
