"""A sentence about what went wrong, in a quiet box with a sign."""

from PySide6.QtCore import QRectF
from PySide6.QtGui import QAccessible, QAccessibleAnnouncementEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QSizePolicy, QWidget

from desktop_app.ui.dialogs.labels import label
from desktop_app.ui.theme.fonts import font
from desktop_app.ui.theme.icons import paint_icon
from desktop_app.ui.theme.theme import Theme
from desktop_app.ui.widgets.paint import ground, mix

ICON, PAD, GAP = 16, 12, 10
TINT = 0.07  # how much of the error's colour is in the ground; the text keeps 4.5:1


class Notice(QFrame):
    """Hidden while there is nothing to say. Screen readers hear it when it appears."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self.label = label("", font(13))
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        row.addSpacing(PAD + ICON + GAP)
        row.addWidget(self.label, 1)
        row.addSpacing(PAD)
        self.label.setContentsMargins(0, 9, 0, 9)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Maximum)
        self.hide()
        theme.changed.connect(self.update)

    def say(self, sentence: str) -> None:
        """Show ``sentence``; an empty one takes the box away."""
        self.label.setText(sentence)
        self.setVisible(bool(sentence))
        if sentence:
            QAccessible.updateAccessibility(QAccessibleAnnouncementEvent(self, sentence))

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the box and its sign at the leading edge."""
        tokens, painter = self._theme.tokens, QPainter(self)
        ground(painter, QRectF(self.rect()), 8, mix(tokens.window, tokens.err, TINT), tokens)
        left = self.width() - PAD - ICON if self.isRightToLeft() else PAD
        paint_icon(painter, "warning-circle", QRectF(left, 10, ICON, ICON), tokens.err)
