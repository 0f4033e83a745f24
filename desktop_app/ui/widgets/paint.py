"""Strokes that several widgets share: grounds, rings, text colours."""

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QBrush, QColor, QPainter, QPainterPath, QPen, QPixmap

from desktop_app.ui.theme.tokens import Tokens

RING = 1.5


def ground(painter: QPainter, rect: QRectF, radius: float, color: QColor, tokens: Tokens) -> None:
    """Fill a rounded rectangle; in high contrast a line shows its edge."""
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(QPen(tokens.line, 1) if tokens.contrast else Qt.PenStyle.NoPen)
    painter.setBrush(color)
    half = 0.5 if tokens.contrast else 0.0
    painter.drawRoundedRect(rect.adjusted(half, half, -half, -half), radius, radius)
    painter.setBrush(Qt.BrushStyle.NoBrush)


def ring(painter: QPainter, rect: QRectF, radius: float, color: QColor, inside: float = 1) -> None:
    """Draw the focus ring ``inside`` pixels within ``rect``."""
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(QPen(color, RING))
    painter.setBrush(Qt.BrushStyle.NoBrush)
    gap = inside + RING / 2 - 0.5
    painter.drawRoundedRect(rect.adjusted(gap, gap, -gap, -gap), radius, radius)


def rounded(pixmap: QPixmap, width: int, height: int, radius: float, dpr: float) -> QPixmap:
    """Return ``pixmap`` filling ``width`` × ``height`` logical pixels, with round corners."""
    made = QPixmap(round(width * dpr), round(height * dpr))
    made.fill(Qt.GlobalColor.transparent)
    scaled = pixmap.scaled(
        made.size(),
        Qt.AspectRatioMode.KeepAspectRatioByExpanding,
        Qt.TransformationMode.SmoothTransformation,
    )
    scaled.setDevicePixelRatio(1)
    brush = QBrush(scaled)
    painter = QPainter(made)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setBrushOrigin(
        QPointF((made.width() - scaled.width()) / 2, (made.height() - scaled.height()) / 2)
    )
    path = QPainterPath()
    path.addRoundedRect(QRectF(made.rect()), radius * dpr, radius * dpr)
    painter.fillPath(path, brush)
    painter.end()
    made.setDevicePixelRatio(dpr)
    return made


def faded(tokens: Tokens, usual: QColor) -> QColor:
    """Return the ink of what cannot be pressed: ``usual``, unless that is as bright as all else."""
    return mix(tokens.text, tokens.window, 0.5) if tokens.contrast else usual


def mix(one: QColor, other: QColor, part: float) -> QColor:
    """Return ``one`` with ``part`` (0..1) of ``other`` in it."""
    return QColor(
        round(one.red() + (other.red() - one.red()) * part),
        round(one.green() + (other.green() - one.green()) * part),
        round(one.blue() + (other.blue() - one.blue()) * part),
    )
