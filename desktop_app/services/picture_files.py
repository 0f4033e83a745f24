"""What a downloaded file is, read off its first bytes. Pure.

Only what is really a picture of four kinds is ever handed to a decoder, and only when its header
promises a size that fits into memory: a few kilobytes can unpack to gigabytes.
Layouts: PNG (W3C, 11.2.2), GIF89a 18, JPEG (ITU T.81, B.2.2), WebP (RFC 9649, 2.4 to 2.7).
"""

from dataclasses import dataclass

from desktop_app.core.errors import AppError, ErrorKind

MOST_PIXELS = 40_000_000
LONGEST_SIDE = 30_000

_PNG = b"\x89PNG\r\n\x1a\n"
_NO_SIZE = frozenset({0xC4, 0xC8, 0xCC})  # among C0 to CF: tables, not frames
_ALONE = frozenset({0x01, *range(0xD0, 0xD9)})  # markers without a length


@dataclass(frozen=True, slots=True)
class PictureInfo:
    """``kind`` is the ending of the file name; the size is in pixels."""

    kind: str
    width: int
    height: int


def inspect(data: bytes) -> PictureInfo:
    """Return kind and size of a picture.

    Raises BAD_ANSWER (code ``no_picture``) for everything else, SVG and HTML among it, and
    TOO_LARGE (code ``pixels``) for one that would fill the memory.
    """
    info = _png(data) or _gif(data) or _jpeg(data) or _webp(data)
    if info is None or info.width <= 0 or info.height <= 0:
        raise AppError(ErrorKind.BAD_ANSWER, code="no_picture")
    if info.width * info.height > MOST_PIXELS or max(info.width, info.height) > LONGEST_SIDE:
        raise AppError(ErrorKind.TOO_LARGE, code="pixels")
    return info


def _png(data: bytes) -> PictureInfo | None:
    if not data.startswith(_PNG) or data[12:16] != b"IHDR" or len(data) < 33:
        return None
    return PictureInfo("png", _big(data[16:20]), _big(data[20:24]))


def _gif(data: bytes) -> PictureInfo | None:
    if data[:6] not in (b"GIF87a", b"GIF89a") or len(data) < 14:
        return None
    return PictureInfo("gif", _little(data[6:8]), _little(data[8:10]))


def _jpeg(data: bytes) -> PictureInfo | None:
    if not data.startswith(b"\xff\xd8\xff"):
        return None
    at = 2
    while at + 4 <= len(data):
        if data[at] != 0xFF:
            return None
        marker = data[at + 1]
        if marker == 0xFF:  # a fill byte
            at += 1
        elif marker in _ALONE:
            at += 2
        elif 0xC0 <= marker <= 0xCF and marker not in _NO_SIZE:
            frame = data[at + 4 : at + 9]
            return (
                PictureInfo("jpg", _big(frame[3:5]), _big(frame[1:3])) if len(frame) == 5 else None
            )
        elif marker == 0xDA:
            return None
        else:
            at += 2 + max(2, _big(data[at + 2 : at + 4]))
    return None


def _webp(data: bytes) -> PictureInfo | None:
    if data[:4] != b"RIFF" or data[8:12] != b"WEBP" or len(data) < 30:
        return None
    chunk = data[12:16]
    if chunk == b"VP8X":
        return PictureInfo("webp", _little(data[24:27]) + 1, _little(data[27:30]) + 1)
    if chunk == b"VP8L" and data[20] == 0x2F:
        bits = _little(data[21:25])
        return PictureInfo("webp", (bits & 0x3FFF) + 1, (bits >> 14 & 0x3FFF) + 1)
    if chunk == b"VP8 " and data[23:26] == b"\x9d\x01\x2a":
        return PictureInfo("webp", _little(data[26:28]) & 0x3FFF, _little(data[28:30]) & 0x3FFF)
    return None


def _big(data: bytes) -> int:
    return int.from_bytes(data, "big")


def _little(data: bytes) -> int:
    return int.from_bytes(data, "little")
