"""Phosphor's icons, painted in the colour of the moment; a change of scheme needs no reload."""

from functools import cache

from PySide6.QtCore import QByteArray, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QIcon, QPainter, QPixmap, QPixmapCache

from desktop_app.system import resources

ALONG_THE_TEXT = frozenset(
    {
        "arrow-left",
        "arrow-right",
        "caret-left",
        "caret-right",
        "arrow-bend-up-left",
        "list-bullets",
        "sidebar-simple",
        "sign-in",
        "sign-out",
    }
)
"""Icons that point along the text: they turn around with the window. All others stay."""


@cache
def _source(name: str) -> str:
    return resources.text(f"icons/{name}.svg")


def pixmap(name: str, size: float, color: QColor, dpr: float = 1.0) -> QPixmap:
    """Return icon ``name`` as a square of ``size`` logical pixels. Raises FileNotFoundError."""
    pixels = max(1, round(size * dpr))
    key = f"d8|{name}|{pixels}|{color.rgba():x}|{dpr:g}"
    found = QPixmap()
    if QPixmapCache.find(key, found):
        return found
    from PySide6.QtSvg import QSvgRenderer

    colored = _source(name).replace("currentColor", color.name())
    renderer = QSvgRenderer(QByteArray(colored.encode()))
    made = QPixmap(QSize(pixels, pixels))
    made.fill(Qt.GlobalColor.transparent)
    painter = QPainter(made)
    painter.setOpacity(color.alphaF())
    renderer.render(painter, QRectF(0, 0, pixels, pixels))
    painter.end()
    made.setDevicePixelRatio(dpr)
    QPixmapCache.insert(key, made)
    return made


def paint_icon(
    painter: QPainter, name: str, rect: QRectF, color: QColor, mirrored: bool = False
) -> None:
    """Paint icon ``name`` into ``rect`` (a square).

    ``mirrored`` says that the window runs right to left; only icons along the text then turn.
    """
    device = painter.device()
    drawn = pixmap(name, rect.width(), color, device.devicePixelRatio() if device else 1.0)
    if not (mirrored and name in ALONG_THE_TEXT):
        painter.drawPixmap(rect.topLeft(), drawn)
        return
    painter.save()
    painter.translate(rect.right(), rect.top())
    painter.scale(-1, 1)
    painter.drawPixmap(0, 0, drawn)
    painter.restore()


def icon(name: str, color: QColor) -> QIcon:
    """Return a QIcon, for menus and dialogs; it keeps the colour that it was made with."""
    return QIcon(pixmap(name, 18, color, 2.0))
