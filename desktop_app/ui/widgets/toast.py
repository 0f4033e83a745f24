"""A few words at the foot of the window, with a way to take back what they tell of."""

from collections.abc import Callable

from PySide6.QtCore import QEasingCurve, QEvent, QObject, QPoint, QPropertyAnimation, QRectF, QTimer
from PySide6.QtGui import (
    QAccessible,
    QAccessibleAnnouncementEvent,
    QColor,
    QEnterEvent,
    QPainter,
    QPaintEvent,
)
from PySide6.QtWidgets import QFrame, QWidget

from desktop_app.ui.theme import fonts
from desktop_app.ui.theme.textlayout import draw_lines, laid_out
from desktop_app.ui.theme.theme import Theme
from desktop_app.ui.widgets.paint import ground, mix
from desktop_app.ui.widgets.toast_button import ToastButton

RISE_MS, RISE, STAY_MS = 140, 12, 6000
FOOT, MOST, PAD, LINE = 24, 420, 16, 20
LINES = 6  # the longest sentence about an error, in a wordy language
_KEY = fonts.FontKey(14)


class Toast(QFrame):
    """One at a time; a new one takes the place of the old. Stays while the pointer is on it."""

    def __init__(self, window: QWidget, theme: Theme) -> None:
        super().__init__(window)
        self._theme, self._over = theme, window
        self.animated = True
        self._text = ""
        self._callback: Callable[[], None] | None = None
        self._button = ToastButton(theme, self)
        self._button.clicked.connect(self._on_action)
        self._stay = QTimer(self, singleShot=True, interval=STAY_MS)
        self._stay.timeout.connect(self._on_time)
        self._rise = QPropertyAnimation(self, b"pos", self)
        self._rise.setDuration(RISE_MS)
        self._rise.setEasingCurve(QEasingCurve.Type.OutCubic)
        self.hide()
        window.installEventFilter(self)
        theme.changed.connect(self.update)

    @property
    def text(self) -> str:
        """What is said now, or was said last."""
        return self._text

    def show_message(
        self, text: str, action_text: str = "", callback: Callable[[], None] | None = None
    ) -> None:
        """Say ``text``; ``callback`` is called when the reader presses ``action_text``."""
        self._text, self._callback = text, callback
        self.setAccessibleName(text)
        self._button.set_words(action_text)
        goal = self._place()
        self._rise.stop()
        if self.animated and self.window().isVisible():
            self._rise.setStartValue(goal + QPoint(0, RISE))
            self._rise.setEndValue(goal)
            self._rise.start()
        self.show()
        self.raise_()
        self._stay.start()
        announcement = QAccessibleAnnouncementEvent(self, text)
        QAccessible.updateAccessibility(announcement)

    def dismiss(self) -> None:
        """Go away at once; what could be taken back stands."""
        self._stay.stop()
        self._callback = None
        self.hide()

    def _on_action(self) -> None:
        callback = self._callback
        self.dismiss()
        if callback is not None:
            callback()

    def _on_time(self) -> None:
        if self.underMouse() or self._button.hasFocus():
            self._stay.start()
        else:
            self.dismiss()

    def _room(self) -> float:
        wide = self._button.sizeHint().width() if self._button.text() else 0
        return float(max(120, min(MOST, self._over.width() - 64 - wide)))

    def _place(self) -> QPoint:
        laid = laid_out(self._text, _KEY, self._room(), LINES)
        lines = (laid.layout.lineAt(index).naturalTextWidth() for index in range(laid.lines))
        width = round(max(lines, default=0.0)) + 1 + 2 * PAD
        height = laid.lines * LINE + 24
        if self._button.text():
            size = self._button.sizeHint()
            width += size.width() - PAD + 14
            x = 6 if self.isRightToLeft() else width - size.width() - 6
            self._button.setGeometry(x, (height - size.height()) // 2, size.width(), size.height())
        self.resize(width, height)
        left, top = (self._over.width() - width) // 2, self._over.height() - FOOT - height
        goal = QPoint(left, top)
        self.move(goal)
        return goal

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Stay at the foot of a window that changes its size."""
        if event.type() == QEvent.Type.Resize and self.isVisible():
            self._rise.stop()
            self._place()
        return False

    def enterEvent(self, event: QEnterEvent) -> None:
        """Stay while the pointer is here."""
        super().enterEvent(event)
        self._stay.start()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint in the text's colour, the other way round than the window."""
        painter, tokens = QPainter(self), self._theme.tokens
        color = QColor(tokens.text) if not tokens.dark else mix(tokens.text, tokens.window, 0.06)
        ground(painter, QRectF(self.rect()), 10, color, tokens)
        laid = laid_out(self._text, _KEY, self._room(), LINES)
        painter.setPen(tokens.window)
        width = self.width() - 2 * PAD
        left = float(PAD)
        if self._button.text():
            taken = self._button.width() - PAD + 14
            width -= taken
            left += taken if self.isRightToLeft() else 0
        draw_lines(painter, laid, left, 12, width, LINE, _KEY)
