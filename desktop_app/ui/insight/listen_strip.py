"""The player under the article: what is read, where it is, and the buttons that a player has."""

from collections.abc import Mapping

from PySide6.QtCore import QEvent, QPoint, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QAccessible,
    QAccessibleAnnouncementEvent,
    QKeyEvent,
    QPainter,
    QPaintEvent,
    QResizeEvent,
)
from PySide6.QtWidgets import (
    QAbstractButton,
    QHBoxLayout,
    QLabel,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from desktop_app.system.i18n import _
from desktop_app.ui.theme import fonts
from desktop_app.ui.theme.icons import paint_icon
from desktop_app.ui.theme.textlayout import draw_text
from desktop_app.ui.theme.theme import Theme
from desktop_app.ui.widgets.buttons import IconButton, TextButton
from desktop_app.ui.widgets.focus import KeyboardFocus
from desktop_app.ui.widgets.paint import ring

HEIGHT, SIDE, ROUND = 60, 14, 36
NARROW = 520  # below it voice and sleep are found in the last menu only
PROGRESS = 2
_TITLE, _PLACE = fonts.FontKey(13, 600), fonts.FontKey(12, tnum=True)

TOGGLE, BACK, FORWARD, CLOSE, SHOW, AGAIN = "toggle", "back", "forward", "close", "show", "again"
SPEED, VOICE, SLEEP, MORE = "speed", "voice", "sleep", "more"


class RoundButton(QAbstractButton):
    """Play or pause, filled in the accent."""

    def __init__(self, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self._theme, self._icon = theme, "play-fill"
        self._keyboard = KeyboardFocus(self)
        self.setFixedSize(ROUND, ROUND)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        theme.changed.connect(self.update)

    def show_state(self, icon: str, name: str, key: str) -> None:
        """Show what a press does."""
        self._icon = icon
        self.setAccessibleName(name)
        self.setToolTip(_("{name} ({key})").format(name=name, key=key) if key else name)
        self.update()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Return presses it, as Space does."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.click()
        else:
            super().keyPressEvent(event)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint disc, icon and ring."""
        tokens, painter, whole = self._theme.tokens, QPainter(self), QRectF(self.rect())
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        pressed = self.isDown() or self.underMouse()
        painter.setBrush(tokens.accent.darker(108) if pressed else tokens.accent)
        painter.drawEllipse(whole)
        edge = (ROUND - 16) / 2
        paint_icon(painter, self._icon, QRectF(edge, edge, 16, 16), tokens.onaccent)
        if self._keyboard.shown:
            ring(painter, whole, ROUND / 2, tokens.onaccent, 3)


class Words(QAbstractButton):
    """Title and place on two lines; a press leads to the article."""

    def __init__(self, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self._theme, self._title, self._place = theme, "", ""
        self._keyboard = KeyboardFocus(self)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setFixedHeight(44)
        self.setMinimumWidth(60)
        theme.changed.connect(self.update)

    @property
    def place(self) -> str:
        """The second line."""
        return self._place

    def show_words(self, title: str, place: str) -> None:
        """Show both lines."""
        if (title, place) == (self._title, self._place):
            return
        self._title, self._place = title, place
        self.setAccessibleName(_(", ").join(each for each in (title, place) if each))
        self.setToolTip(title)
        self.update()

    def sizeHint(self) -> QSize:
        """Take the width that is there."""
        return QSize(240, 44)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Return presses it, as Space does."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.click()
        else:
            super().keyPressEvent(event)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint both lines, at the leading edge of the window."""
        tokens, painter, rtl = self._theme.tokens, QPainter(self), self.isRightToLeft()
        half = self.height() // 2
        inside = self.width() - 8
        for text, top, key, color in (
            (self._title, 1, _TITLE, tokens.text),
            (self._place, half - 1, _PLACE, tokens.muted),
        ):
            painter.setPen(color)
            base = fonts.baseline(top, half, fonts.font(*key))
            draw_text(painter, text, 4, base, inside, key, at_right=rtl)
        if self._keyboard.shown:
            ring(painter, QRectF(self.rect()), 6, tokens.accent)


class ListenStrip(QWidget):
    """``pressed`` carries one of the names above; ``menu_asked`` too, and where a menu belongs."""

    pressed = Signal(str)
    menu_asked = Signal(str, QPoint)

    def __init__(self, theme: Theme, keys: Mapping[str, str], parent: QWidget) -> None:
        super().__init__(parent)
        self._theme, self._keys = theme, keys
        self._part = 0.0
        self.setAccessibleName(_("Listening"))
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground, False)
        self.back = self._icon(BACK, "skip-back", _("Previous sentence"), "listen_back")
        self.play = RoundButton(theme, self)
        self.play.setObjectName(TOGGLE)
        self.play.clicked.connect(self._on_pressed)
        self.forward = self._icon(FORWARD, "skip-forward", _("Next sentence"), "listen_forward")
        self.words = Words(theme, self)
        self.words.setObjectName(SHOW)
        self.words.clicked.connect(self._on_pressed)
        self.speed = TextButton("1×", theme, parent=self)
        self.speed.setObjectName(SPEED)
        self.speed.clicked.connect(self._on_menu)
        self.voice = self._menu(VOICE, "user-sound", _("Voice"))
        self.sleep = self._menu(SLEEP, "timer", _("Sleep timer"))
        self.more = self._menu(MORE, "dots-three", _("More"))
        self.close_button = self._icon(CLOSE, "x", _("Stop listening"), "listen_close")
        self.trouble = QLabel(self)
        self.trouble.setFont(fonts.font(13))
        self.trouble.setWordWrap(True)
        self.trouble.setTextFormat(Qt.TextFormat.PlainText)
        self.trouble.setTextInteractionFlags(
            Qt.TextInteractionFlag.TextSelectableByMouse
            | Qt.TextInteractionFlag.TextSelectableByKeyboard
        )
        self.trouble.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.again = TextButton(_("Try again"), theme, parent=self)
        self.again.setObjectName(AGAIN)
        self.again.clicked.connect(self._on_pressed)
        self._lay_out()
        self.show_trouble("")
        theme.changed.connect(self.update)

    def _icon(self, name: str, icon: str, words: str, action: str = "") -> IconButton:
        key = self._keys.get(action, "")
        button = IconButton(icon, words, self._theme, shortcut_text=key, parent=self)
        button.setObjectName(name)
        button.clicked.connect(self._on_pressed)
        return button

    def _menu(self, name: str, icon: str, words: str) -> IconButton:
        button = IconButton(icon, words, self._theme, parent=self)
        button.setObjectName(name)
        button.clicked.connect(self._on_menu)
        return button

    def _lay_out(self) -> None:
        # A player's buttons stand the same way round in every language.
        transport = QWidget(self)
        transport.setLayoutDirection(Qt.LayoutDirection.LeftToRight)
        keys = QHBoxLayout(transport)
        keys.setContentsMargins(0, 0, 0, 0)
        keys.setSpacing(6)
        for widget in (self.back, self.play, self.forward):
            keys.addWidget(widget)
        row = QHBoxLayout()
        row.setSpacing(6)
        row.addWidget(transport)
        row.addSpacing(4)
        row.addWidget(self.words, 1)
        row.addWidget(self.speed)
        for button in (self.voice, self.sleep, self.more, self.close_button):
            row.addWidget(button)
        self._below = QHBoxLayout()
        self._below.setSpacing(12)
        self._below.setContentsMargins(4, 0, 4, 10)
        self._below.addWidget(self.trouble, 1)
        self._below.addWidget(self.again, 0, Qt.AlignmentFlag.AlignTop)
        column = QVBoxLayout(self)
        column.setContentsMargins(SIDE, PROGRESS, SIDE, 0)
        column.setSpacing(0)
        row.setContentsMargins(0, (HEIGHT - PROGRESS - 44) // 2, 0, (HEIGHT - PROGRESS - 44) // 2)
        column.addLayout(row)
        column.addLayout(self._below)

    # -- what it shows ---------------------------------------------------------------------------

    @property
    def controls(self) -> tuple[QWidget, ...]:
        """All that takes the focus, in its order."""
        first = (self.back, self.play, self.forward, self.words, self.speed, self.voice)
        return (*first, self.sleep, self.more, self.close_button, self.trouble, self.again)

    def show_playing(self, playing: bool) -> None:
        """Show what the round button does now."""
        key = self._keys.get("listen", "")
        if playing:
            self.play.show_state("pause-fill", _("Pause"), key)
        else:
            self.play.show_state("play-fill", _("Play"), key)

    def show_place(self, title: str, place: str, part: float) -> None:
        """Show what is read, in words where, and as a line how far (0 to 1)."""
        self.words.show_words(title, place)
        if part != self._part:
            self._part = part
            self.update()

    def show_speed(self, words: str) -> None:
        """Show the speed."""
        self.speed.setText(words)
        self.speed.setAccessibleName(_("Speed {speed}").format(speed=words))
        self.speed.setToolTip(_("Speed"))
        self.speed.updateGeometry()

    def show_sleep(self, words: str) -> None:
        """Light the timer while it runs; ``words`` say when it ends."""
        self.sleep.set_active(bool(words))
        self.sleep.set_name(words or _("Sleep timer"))

    def show_trouble(self, words: str, again: bool = True) -> None:
        """Say what is wrong under the buttons, also to a screen reader; nothing takes it away."""
        if words and words != self.trouble.text():
            QAccessible.updateAccessibility(QAccessibleAnnouncementEvent(self, words))
        self.trouble.setText(words)
        self.trouble.setVisible(bool(words))
        self.again.setVisible(bool(words) and again)
        bottom = 10 if words else 0
        self._below.setContentsMargins(4, 0, 4, bottom)

    def button(self, name: str) -> QAbstractButton:
        """Return the button under which a menu opens."""
        return {SPEED: self.speed, VOICE: self.voice, SLEEP: self.sleep}.get(name, self.more)

    def _on_pressed(self) -> None:
        sender = self.sender()
        if sender is not None:
            self.pressed.emit(sender.objectName())

    def _on_menu(self) -> None:
        sender = self.sender()
        if isinstance(sender, QWidget):
            self.menu_asked.emit(sender.objectName(), sender.mapToGlobal(QPoint(0, 0)))

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Leave the words room on a narrow pane."""
        super().resizeEvent(event)
        wide = self.width() >= NARROW
        self.voice.setVisible(wide)
        self.sleep.setVisible(wide)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Esc closes the player while one of its buttons has the focus."""
        if event.key() == Qt.Key.Key_Escape:
            self.pressed.emit(CLOSE)
        else:
            super().keyPressEvent(event)

    def changeEvent(self, event: QEvent) -> None:
        """Repaint with the palette."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.PaletteChange:
            self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint ground, hairline and how far it is."""
        tokens, painter = self._theme.tokens, QPainter(self)
        painter.fillRect(self.rect(), tokens.raised)
        painter.fillRect(0, 0, self.width(), 1, tokens.line)
        done = round(self.width() * self._part)
        left = self.width() - done if self.isRightToLeft() else 0
        painter.fillRect(left, 0, done, PROGRESS, tokens.accent)
