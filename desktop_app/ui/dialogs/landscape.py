"""Hills and a low sun, as quiet as paper: the ground of the welcome page."""

from itertools import pairwise

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QPainter, QPainterPath

from desktop_app.ui.theme.tokens import Tokens
from desktop_app.ui.widgets.paint import mix

HEIGHT = 0.3  # of the page that the farthest hill takes
LIGHT, DARK, NEARER = 0.22, 0.16, 1.6  # muted words can still be read on the nearest hill
_FAR = ((0.0, 0.55), (0.22, 0.05), (0.46, 0.62), (0.72, 0.18), (1.0, 0.5))
_NEAR = ((0.0, 0.9), (0.3, 0.48), (0.58, 0.86), (0.84, 0.56), (1.0, 0.72))


def paint_landscape(painter: QPainter, page: QRectF, tokens: Tokens, mirrored: bool) -> None:
    """Paint the foot of ``page``; nothing in high contrast, where only what matters is shown."""
    if tokens.contrast:
        return
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(Qt.PenStyle.NoPen)
    if mirrored:
        painter.translate(page.right(), 0)
        painter.scale(-1, 1)
    foot = QRectF(page.left(), page.bottom() - page.height() * HEIGHT, page.width(), 0)
    foot.setBottom(page.bottom())
    strength = DARK if tokens.dark else LIGHT
    painter.setBrush(mix(tokens.window, tokens.quote, strength * 1.5))
    sun = foot.height() * 0.24
    painter.drawEllipse(QPointF(foot.left() + foot.width() * 0.86, foot.top()), sun, sun)
    for points, part in ((_FAR, strength), (_NEAR, strength * NEARER)):
        painter.setBrush(mix(tokens.window, tokens.quote, part))
        painter.drawPath(_hill(foot, points))
    painter.restore()


def _hill(foot: QRectF, points: tuple[tuple[float, float], ...]) -> QPainterPath:
    spots = [
        QPointF(foot.left() + x * foot.width(), foot.top() + y * foot.height()) for x, y in points
    ]
    path = QPainterPath(spots[0])
    for before, after in pairwise(spots):
        middle = (before.x() + after.x()) / 2
        path.cubicTo(QPointF(middle, before.y()), QPointF(middle, after.y()), after)
    path.lineTo(foot.bottomRight())
    path.lineTo(foot.bottomLeft())
    path.closeSubpath()
    return path
