"""Plain text that begins at the window's leading edge, whatever script it is in."""

from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QFont, QGuiApplication, QPainter, QPaintEvent, QTextLayout, QTextOption
from PySide6.QtWidgets import QLabel


class Label(QLabel):
    """A label whose broken lines stand flush in a mirrored window too.

    There QLabel leaves the space at which a line breaks before the line, so that all but the last
    are moved from the edge.
    """

    def paintEvent(self, event: QPaintEvent) -> None:
        """Set the lines ourselves where they run from right to left."""
        selectable = self.textInteractionFlags() & Qt.TextInteractionFlag.TextSelectableByMouse
        if selectable or not self.wordWrap() or not self.isRightToLeft():
            super().paintEvent(event)
            return
        box = self.contentsRect()
        layout, height = self._laid(box.width())
        painter = QPainter(self)
        painter.setPen(self.palette().color(self.foregroundRole()))
        layout.draw(painter, QPointF(box.left(), box.top() + (box.height() - height) // 2))

    def _laid(self, width: int) -> tuple[QTextLayout, float]:
        option = QTextOption()
        option.setWrapMode(QTextOption.WrapMode.WordWrap)
        option.setTextDirection(Qt.LayoutDirection.RightToLeft)
        layout = QTextLayout(self.text().replace("\n", "\u2028"), self.font())
        layout.setTextOption(option)
        leading, height = self.fontMetrics().leading(), 0.0
        layout.beginLayout()
        while (line := layout.createLine()).isValid():
            line.setLineWidth(width)
            height += leading if height else 0
            line.setPosition(QPointF(width - line.naturalTextWidth(), height))
            height += line.height()
        layout.endLayout()
        return layout, height


def label(text: str, face: QFont | None = None, *, muted: bool = False) -> Label:
    """Return a label whose words break; Qt alone would align a Latin name in Arabic to the left."""
    made = Label(text)
    made.setTextFormat(Qt.TextFormat.PlainText)
    made.setWordWrap(True)
    made.setObjectName("muted" if muted else "")
    if face is not None:
        made.setFont(face)
    rtl = QGuiApplication.layoutDirection() == Qt.LayoutDirection.RightToLeft
    side = Qt.AlignmentFlag.AlignRight if rtl else Qt.AlignmentFlag.AlignLeft
    made.setAlignment(side | Qt.AlignmentFlag.AlignAbsolute | Qt.AlignmentFlag.AlignVCenter)
    return made
