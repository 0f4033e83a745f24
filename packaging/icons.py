"""The icon of the program in the forms that each system wants, from its one SVG file.

``python packaging/icons.py FOLDER`` writes ``daily8.ico``, ``daily8.icns`` and PNG files.
"""

import struct
import sys
from pathlib import Path

PICTURE = Path(__file__).resolve().parents[1] / "resources" / "app" / "daily8.svg"
ICO_SIZES = (16, 20, 24, 32, 40, 48, 64, 256)
PNG_SIZES = (16, 22, 24, 32, 48, 64, 128, 256, 512)
# Apple's types that hold a PNG, each with the width in pixels of what it holds.
ICNS_TYPES = {
    "ic11": 32, "ic12": 64, "ic07": 128, "ic13": 256, "ic08": 256, "ic14": 512, "ic09": 512,
    "ic10": 1024,
}  # fmt: skip
PAPER = "#FDF1EA"
# The tile fills 224 of 256 units; on macOS every tile fills 824 of 1024.
MACOS_SCALE = (824 / 1024) / (224 / 256)


def png(size: int, scale: float = 1.0) -> bytes:
    """Return the picture in a square of ``size`` pixels; ``scale`` below 1 leaves a margin."""
    from PySide6.QtCore import QBuffer, QIODevice

    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    _drawn(size, scale).save(buffer, "PNG")
    return bytes(buffer.data().data())


def _drawn(size: int, scale: float):
    from PySide6.QtCore import QRectF
    from PySide6.QtGui import QImage, QPainter
    from PySide6.QtSvg import QSvgRenderer

    image = QImage(size, size, QImage.Format.Format_ARGB32)
    image.fill(0)
    painter = QPainter(image)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    side = size * scale
    edge = (size - side) / 2
    QSvgRenderer(str(PICTURE)).render(painter, QRectF(edge, edge, side, side))
    painter.end()
    return image


def _bitmap(size: int) -> bytes:
    """Return the picture as an icon's bitmap: header, rows from below, mask of one bit."""
    image = _drawn(size, 1.0)
    header = struct.pack("<IiiHHIIiiII", 40, size, size * 2, 1, 32, 0, 0, 0, 0, 0, 0)
    rows = bytes(image.constBits())
    line = size * 4
    pixels = b"".join(rows[y * line : (y + 1) * line] for y in reversed(range(size)))
    mask = bytes((size + 31) // 32 * 4 * size)  # all zero: the alpha channel decides
    return header + pixels + mask


def ico() -> bytes:
    """Return a Windows icon: bitmaps, which every tool reads, and a PNG for the large one."""
    pictures = [png(size) if size >= 256 else _bitmap(size) for size in ICO_SIZES]
    directory, place = b"", 6 + 16 * len(pictures)
    for size, picture in zip(ICO_SIZES, pictures, strict=True):
        side = size % 256  # a byte: 0 means 256
        directory += struct.pack("<BBBBHHII", side, side, 0, 0, 1, 32, len(picture), place)
        place += len(picture)
    return struct.pack("<HHH", 0, 1, len(pictures)) + directory + b"".join(pictures)


def wizard() -> bytes:
    """Return the picture at the side of the Windows installer, at twice its size, as BMP."""
    from PySide6.QtCore import QBuffer, QIODevice
    from PySide6.QtGui import QColor, QImage, QPainter

    width, height, tile = 328, 628, 208
    image = QImage(width, height, QImage.Format.Format_RGB888)
    image.fill(QColor(PAPER))
    painter = QPainter(image)
    painter.drawImage((width - tile) // 2, (height - tile) // 3, _drawn(tile, 1.0))
    painter.end()
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    image.save(buffer, "BMP")
    return bytes(buffer.data().data())


def icns() -> bytes:
    """Return a macOS icon: a PNG for each size and its double."""
    drawn = {size: png(size, MACOS_SCALE) for size in set(ICNS_TYPES.values())}
    parts = b""
    for kind, size in ICNS_TYPES.items():
        parts += kind.encode("ascii") + struct.pack(">I", len(drawn[size]) + 8) + drawn[size]
    return b"icns" + struct.pack(">I", len(parts) + 8) + parts


def main() -> int:
    """Write every form into the folder that the arguments name."""
    folder = Path(sys.argv[1])
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "daily8.ico").write_bytes(ico())
    (folder / "daily8.icns").write_bytes(icns())
    for size in PNG_SIZES:
        (folder / f"daily8-{size}.png").write_bytes(png(size))
    return 0


if __name__ == "__main__":
    sys.exit(main())
