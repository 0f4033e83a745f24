"""One line over the article: it is offline, an excerpt only, and what can be done about it."""

from PySide6.QtCore import QEvent, QRectF, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QSizePolicy, QWidget

from desktop_app.ui.theme import fonts
from desktop_app.ui.theme.icons import paint_icon
from desktop_app.ui.theme.theme import Theme
from desktop_app.ui.widgets.buttons import TextButton

LEAD = 42


class NoticeBar(QWidget):
    """A sentence and at most one button. Hidden while there is nothing to say."""

    acted = Signal()

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._icon = "info"
        self.words = QLabel(self)
        self.words.setFont(fonts.font(13))
        self.words.setWordWrap(True)
        self.words.setTextFormat(Qt.TextFormat.PlainText)
        self.words.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        self.button = TextButton("", theme, parent=self)
        self.button.clicked.connect(self.acted)
        self._row = QHBoxLayout(self)
        self._row.setSpacing(12)
        self._row.addWidget(self.words, 1)
        self._row.addWidget(self.button)
        self._set_margins()
        self.hide()

    def say(self, icon: str, words: str, button: str = "") -> None:
        """Show a sentence, with a button where there is something to do."""
        self._icon = icon
        self.words.setText(words)
        self.button.setText(button)
        self.button.setVisible(bool(button))
        self.button.updateGeometry()
        self.show()
        self.update()

    def changeEvent(self, event: QEvent) -> None:
        """Turn the margins around: layouts do not mirror theirs."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.LayoutDirectionChange:
            self._set_margins()

    def _set_margins(self) -> None:
        rtl = self.isRightToLeft()
        self._row.setContentsMargins(20 if rtl else LEAD, 6, LEAD if rtl else 20, 7)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw the ground, the icon and the hairline below."""
        painter, tokens = QPainter(self), self._theme.tokens
        painter.fillRect(self.rect(), tokens.tint)
        painter.fillRect(0, self.height() - 1, self.width(), 1, tokens.line)
        left = self.width() - 20 - 15 if self.isRightToLeft() else 20
        box = QRectF(left, (self.height() - 1 - 15) / 2, 15, 15)
        paint_icon(painter, self._icon, box, tokens.accent)
