"""The icons that Windows and macOS show, read back as those systems do."""

import struct

import icons
from PySide6.QtGui import QImage


def ico_pictures() -> list[tuple[int, int, bytes]]:
    """Return width, height and bytes of each picture of the Windows icon."""
    whole = icons.ico()
    reserved, kind, count = struct.unpack_from("<HHH", whole)
    assert (reserved, kind) == (0, 1)
    pictures = []
    for number in range(count):
        width, height, *_rest, size, place = struct.unpack_from("<BBBBHHII", whole, 6 + 16 * number)
        pictures.append((width or 256, height or 256, whole[place : place + size]))
    return pictures


def icns_pictures() -> dict[str, bytes]:
    whole = icons.icns()
    magic, length = struct.unpack_from(">4sI", whole)
    assert (magic, length) == (b"icns", len(whole))
    pictures, place = {}, 8
    while place < length:
        kind, size = struct.unpack_from(">4sI", whole, place)
        pictures[kind.decode()] = whole[place + 8 : place + size]
        place += size
    assert place == length
    return pictures


def orange(image: QImage) -> bool:
    """Return whether the tile's colour is where the tile is, right of its middle."""
    colour = image.pixelColor(image.width() * 4 // 5, image.height() // 2)
    return colour.red() > 150 > colour.green() > colour.blue() and colour.alpha() == 255


def test_the_windows_icon_has_every_size_and_the_colour() -> None:
    pictures = ico_pictures()
    assert tuple(width for width, _height, _bytes in pictures) == icons.ICO_SIZES
    for width, height, data in pictures:
        assert width == height
        if width == 256:
            image = QImage.fromData(data, "PNG")
            assert orange(image)
        else:
            header = struct.unpack_from("<IiiHH", data)
            assert header == (40, width, 2 * width, 1, 32)
            assert len(data) == 40 + width * width * 4 + (width + 31) // 32 * 4 * width


def test_qt_reads_the_windows_icon() -> None:
    image = QImage.fromData(icons.ico(), "ICO")
    assert not image.isNull()
    assert orange(image)
    assert image.pixelColor(0, 0).alpha() == 0


def test_the_macos_icon_has_each_size_with_its_margin() -> None:
    pictures = icns_pictures()
    assert set(pictures) == set(icons.ICNS_TYPES)
    for kind, size in icons.ICNS_TYPES.items():
        image = QImage.fromData(pictures[kind], "PNG")
        assert (image.width(), image.height()) == (size, size)
        assert orange(image)
        edge = size // 16  # within the margin of 100 of 1024
        assert image.pixelColor(edge, size // 2).alpha() == 0


def test_pictures_are_the_same_each_time() -> None:
    assert icons.ico() == icons.ico()
    assert icons.icns() == icons.icns()
