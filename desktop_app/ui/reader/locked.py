"""Asks for the password that an article has of its own."""

from PySide6.QtCore import QRectF, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QLineEdit, QVBoxLayout, QWidget

from desktop_app.system.i18n import _
from desktop_app.ui.theme import fonts
from desktop_app.ui.theme.icons import paint_icon
from desktop_app.ui.theme.theme import Theme
from desktop_app.ui.widgets.buttons import TextButton
from desktop_app.ui.widgets.paint import ground, ring


class PasswordField(QLineEdit):
    """A field in the window's own dress."""

    def __init__(self, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self._theme = theme
        self.setEchoMode(QLineEdit.EchoMode.Password)
        self.setFrame(False)
        self.setFont(fonts.font(14))
        self.setFixedSize(220, 32)
        self.setTextMargins(10, 0, 10, 0)
        self.setStyleSheet("background: transparent; border: 0; padding: 0")
        self.setAccessibleName(_("Password of the article"))
        self.setPlaceholderText(_("Password"))

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the field under the letters."""
        painter, tokens = QPainter(self), self._theme.tokens
        ground(painter, QRectF(self.rect()), 8, tokens.field, tokens)
        if self.hasFocus():
            ring(painter, QRectF(self.rect()), 8, tokens.accent, 0.5)
        painter.end()
        super().paintEvent(event)


class LockedFace(QWidget):
    """Covers the article until the right password comes."""

    unlock_requested = Signal(str)

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._title = QLabel(_("Behind a password"), self)
        self._title.setFont(fonts.font(14, 700))
        self._words = QLabel(self)
        self._words.setFont(fonts.font(14))
        self._words.setWordWrap(True)
        self._words.setAlignment(Qt.AlignmentFlag.AlignHCenter)
        self.field = PasswordField(theme, self)
        self.button = TextButton(_("Open"), theme, kind="main", parent=self)
        row = QHBoxLayout()
        row.setSpacing(8)
        row.addStretch(1)
        row.addWidget(self.field)
        row.addWidget(self.button)
        row.addStretch(1)
        column = QVBoxLayout(self)
        column.setContentsMargins(32, 96, 32, 32)
        column.setSpacing(8)
        column.addStretch(2)
        column.addWidget(self._title, 0, Qt.AlignmentFlag.AlignHCenter)
        column.addWidget(self._words)
        column.addSpacing(8)
        column.addLayout(row)
        column.addStretch(3)
        self.field.returnPressed.connect(self._on_open)
        self.button.clicked.connect(self._on_open)
        self.hide()

    def ask(self, words: str) -> None:
        """Show the field with a sentence."""
        self._words.setText(words)
        self.field.clear()
        self.set_busy(False)
        self.show()
        self.raise_()

    def set_busy(self, busy: bool) -> None:
        """Wait for an answer, or take the next try."""
        self.field.setEnabled(not busy)
        self.button.setEnabled(not busy)

    def _on_open(self) -> None:
        if self.field.text():
            self.unlock_requested.emit(self.field.text())

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw the ground and the lock."""
        painter, tokens = QPainter(self), self._theme.tokens
        painter.fillRect(self.rect(), tokens.window)
        box = QRectF(self.width() / 2 - 18, self._title.y() - 48, 36, 36)
        paint_icon(painter, "lock-simple", box, tokens.muted)
