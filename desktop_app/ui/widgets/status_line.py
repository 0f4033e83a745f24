"""One line at the foot of a pane: where the link under the pointer really leads."""

from PySide6.QtCore import QEvent, QObject, QRectF, Qt, Slot
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QLabel, QWidget

from desktop_app.ui.theme.fonts import font, metrics
from desktop_app.ui.theme.theme import Theme

HEIGHT, SIDE = 24, 10


class StatusLine(QLabel):
    """Lies over the lower leading corner of ``host``; takes no clicks, hides when empty."""

    def __init__(self, host: QWidget, theme: Theme) -> None:
        super().__init__(host)
        self._host, self._theme = host, theme
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.setFont(font(12))
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.hide()
        host.installEventFilter(self)

    @Slot(str)
    def say(self, text: str) -> None:
        """Show ``text``, or nothing."""
        self.setText(text)
        self.setVisible(bool(text))
        if text:
            self._place()
            self.raise_()

    def _place(self) -> None:
        wanted = round(metrics(self.font()).horizontalAdvance(self.text())) + 2 * SIDE
        width = min(wanted, self._host.width())
        rtl = self.layoutDirection() == Qt.LayoutDirection.RightToLeft
        left = self._host.width() - width if rtl else 0
        self.setGeometry(left, self._host.height() - HEIGHT, width, HEIGHT)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Stay at the foot; what was under the pointer is gone when the pointer is."""
        if event.type() == QEvent.Type.Resize and self.isVisible():
            self._place()
        elif event.type() == QEvent.Type.Leave:
            self.say("")
        return False

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the line on a ground of its own."""
        painter, tokens = QPainter(self), self._theme.tokens
        painter.fillRect(self.rect(), tokens.field)
        painter.setPen(tokens.muted)
        painter.setFont(self.font())
        room = QRectF(self.rect()).adjusted(SIDE, 0, -SIDE, 0)
        text = metrics(self.font()).elidedText(
            self.text(), Qt.TextElideMode.ElideMiddle, room.width()
        )
        painter.drawText(room, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, text)
