"""Plain text that begins at the window's leading edge, whatever script it is in."""

from PySide6.QtCore import Qt
from PySide6.QtGui import QFont, QGuiApplication
from PySide6.QtWidgets import QLabel


def label(text: str, face: QFont | None = None, *, muted: bool = False) -> QLabel:
    """Return a label whose words break; Qt alone would align a Latin name in Arabic to the left."""
    made = QLabel(text)
    made.setTextFormat(Qt.TextFormat.PlainText)
    made.setWordWrap(True)
    made.setObjectName("muted" if muted else "")
    if face is not None:
        made.setFont(face)
    rtl = QGuiApplication.layoutDirection() == Qt.LayoutDirection.RightToLeft
    side = Qt.AlignmentFlag.AlignRight if rtl else Qt.AlignmentFlag.AlignLeft
    made.setAlignment(side | Qt.AlignmentFlag.AlignAbsolute | Qt.AlignmentFlag.AlignVCenter)
    return made
