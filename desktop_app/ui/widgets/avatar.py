"""Letters in a coloured circle or tile: people, and sources without an icon."""

import math
from functools import lru_cache
from zlib import crc32

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QPainter, QPixmap

from desktop_app.ui.theme import fonts
from desktop_app.ui.theme.textlayout import first_strong

COLORS = tuple(
    QColor(value)
    for value in (
        "#B45309",
        "#0F766E",
        "#6D28D9",
        "#1D4ED8",
        "#C2410C",
        "#15803D",
        "#BE185D",
        "#4D7C0F",
        "#0369A1",
        "#7E22CE",
    )
)
"""White letters have a contrast of 4.5 or better on each."""
WHITE = QColor("#FFFFFF")
_ARABIC_ARTICLE = "ال"


@lru_cache(4096)
def letter_of(name: str) -> str:
    """Return the letter that stands for ``name``: the first one, without "The" and "ال"."""
    words = name.split()
    if len(words) > 1 and words[0].casefold() in ("the", "a", "an"):
        words = words[1:]
    first = words[0] if words else ""
    if first.startswith(_ARABIC_ARTICLE) and len(first) > 3:
        first = first[2:]
    return next((letter.upper() for letter in first if letter.isalnum()), "·")[:1]


@lru_cache(4096)
def color_of(key: str) -> QColor:
    """Return the colour that belongs to ``key``; the same in every run."""
    return COLORS[crc32(key.casefold().encode()) % len(COLORS)]


def paint_avatar(
    painter: QPainter, rect: QRectF, letter: str, color: QColor, ink: QColor = WHITE
) -> None:
    """Paint a circle with a letter."""
    _paint(painter, rect, rect.width() / 2, letter, color, ink, rect.width() * 0.55)


def paint_tile(painter: QPainter, rect: QRectF, letter: str, color: QColor) -> None:
    """Paint a rounded tile with a letter, the place of a source's icon."""
    _paint(painter, rect, rect.width() / 4, letter, color, WHITE, rect.width() * 0.625)


def _paint(
    painter: QPainter,
    rect: QRectF,
    radius: float,
    letter: str,
    color: QColor,
    ink: QColor,
    size: float,
) -> None:
    """Draw a finished picture where the place is a whole pixel; shapes and letters are slow."""
    scale = painter.device().devicePixelRatioF()
    whole = rect.left() * scale % 1 == 0 and rect.top() * scale % 1 == 0
    if not whole or painter.transform().isScaling():
        _draw(painter, rect, radius, letter, color, ink, size)
        return
    shape = (rect.width(), rect.height(), radius, round(size), scale)
    painter.drawPixmap(rect.topLeft(), _finished(letter, color.rgba(), ink.rgba(), *shape))


@lru_cache(512)
def _finished(
    letter: str,
    color: int,
    ink: int,
    width: float,
    height: float,
    radius: float,
    size: int,
    scale: float,
) -> QPixmap:
    made = QPixmap(math.ceil(width * scale), math.ceil(height * scale))
    made.setDevicePixelRatio(scale)
    made.fill(Qt.GlobalColor.transparent)
    painter = QPainter(made)
    box, ground = QRectF(0, 0, width, height), QColor.fromRgba(color)
    _draw(painter, box, radius, letter, ground, QColor.fromRgba(ink), size)
    painter.end()
    return made


def _draw(
    painter: QPainter,
    rect: QRectF,
    radius: float,
    letter: str,
    color: QColor,
    ink: QColor,
    size: float,
) -> None:
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(color)
    painter.drawRoundedRect(rect, radius, radius)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    face = fonts.font(round(size), 700)
    painter.setFont(face)
    painter.setPen(ink)
    painter.drawText(_spot(letter, face, rect), letter)


def _spot(letter: str, face: QFont, rect: QRectF) -> QPointF:
    measure = fonts.metrics(face)
    x = rect.center().x() - measure.horizontalAdvance(letter) / 2
    if first_strong(letter):
        box = measure.tightBoundingRect(letter)
        return QPointF(x, rect.center().y() - box.center().y())
    return QPointF(x, rect.center().y() + measure.capHeight() / 2)
