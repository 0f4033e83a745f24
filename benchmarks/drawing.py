"""Draws the pictures of a profile: ``python -m benchmarks.drawing FOLDER COUNT``."""

import random
import sys
from pathlib import Path

from PySide6.QtCore import QPointF, QRectF
from PySide6.QtGui import QColor, QGuiApplication, QImage, QLinearGradient, QPainter


def draw(file: Path, width: int, height: int, chance: random.Random) -> None:
    """Draw a picture about as hard to decode as a photograph."""
    image = QImage(width, height, QImage.Format.Format_RGB32)
    painter = QPainter(image)
    ground = QLinearGradient(QPointF(0, 0), QPointF(width, height))
    for place in (0.0, 0.5, 1.0):
        ground.setColorAt(place, QColor.fromHsv(chance.randrange(360), 90, 200))
    painter.fillRect(image.rect(), ground)
    for _ in range(250):
        color = QColor.fromHsv(chance.randrange(360), chance.randrange(200), 220, 90)
        size = chance.uniform(0.02, 0.2) * width
        painter.setBrush(color)
        painter.drawEllipse(
            QRectF(chance.uniform(0, width), chance.uniform(0, height), size, size * 0.7)
        )
    painter.end()
    image.save(str(file), "JPEG", 85)


def main() -> int:
    folder, count = Path(sys.argv[1]), int(sys.argv[2])
    application = QGuiApplication(sys.argv[:1])
    chance = random.Random(1)
    for number in range(count):
        draw(folder / f"large-{number}.jpg", 1280, 720, chance)
        draw(folder / f"small-{number}.jpg", 320, 180, chance)
    del application
    return 0


if __name__ == "__main__":
    sys.exit(main())
