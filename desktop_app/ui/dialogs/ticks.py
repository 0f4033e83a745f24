"""The box of a check box, for controls and for rows of lists."""

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QPainter, QPen, QPolygonF

from desktop_app.ui.theme.tokens import Tokens
from desktop_app.ui.widgets.paint import ring

BOX = 18
_MARK = ((0.23, 0.53), (0.41, 0.71), (0.78, 0.31))


def paint_tick(
    painter: QPainter, box: QRectF, checked: bool, tokens: Tokens, focused: bool = False
) -> None:
    """Paint the box, filled and with its mark when ``checked``."""
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(QPen(tokens.accent if checked else tokens.muted, 1.2))
    painter.setBrush(tokens.accent if checked else tokens.window)
    painter.drawRoundedRect(box.adjusted(1, 1, -1, -1), 5, 5)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    if checked:
        mark = QPen(tokens.onaccent, 2, Qt.PenStyle.SolidLine, Qt.PenCapStyle.RoundCap)
        mark.setJoinStyle(Qt.PenJoinStyle.RoundJoin)
        painter.setPen(mark)
        painter.drawPolyline(
            QPolygonF(
                [QPointF(box.x() + x * box.width(), box.y() + y * box.height()) for x, y in _MARK]
            )
        )
    if focused:
        ring(painter, box.adjusted(-2, -2, 2, 2), 7, tokens.accent, 0)
