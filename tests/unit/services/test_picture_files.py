"""What a file is, read off its first bytes: real pictures, bombs and impostors."""

import struct
import zlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop_app.core.errors import AppError, ErrorKind
from desktop_app.services.picture_files import PictureInfo, inspect


def png(width: int, height: int) -> bytes:
    header = struct.pack(">II5B", width, height, 8, 0, 0, 0, 0)
    chunk = struct.pack(">I", 13) + b"IHDR" + header
    return b"\x89PNG\r\n\x1a\n" + chunk + struct.pack(">I", zlib.crc32(b"IHDR" + header))


def gif(width: int, height: int) -> bytes:
    return b"GIF89a" + struct.pack("<HH", width, height) + b"\0\0\0;"


def jpeg(width: int, height: int, frame: int = 0xC0, before: bytes = b"") -> bytes:
    app0 = b"\xff\xe0" + struct.pack(">H", 16) + b"JFIF\0" + b"\0" * 9
    start = bytes((0xFF, frame)) + struct.pack(">HBHH", 17, 8, height, width) + b"\3" + b"\0" * 9
    return b"\xff\xd8" + app0 + before + start + b"\xff\xda"


def webp(chunk: bytes, body: bytes) -> bytes:
    inner = b"WEBP" + chunk + struct.pack("<I", len(body)) + body
    return b"RIFF" + struct.pack("<I", len(inner)) + inner + b"\0" * 16


def webp_lossless(width: int, height: int) -> bytes:
    bits = (width - 1) | (height - 1) << 14
    return webp(b"VP8L", b"\x2f" + struct.pack("<I", bits))


def webp_extended(width: int, height: int) -> bytes:
    size = (width - 1).to_bytes(3, "little") + (height - 1).to_bytes(3, "little")
    return webp(b"VP8X", b"\0\0\0\0" + size)


def webp_lossy(width: int, height: int) -> bytes:
    return webp(b"VP8 ", b"\0\0\0\x9d\x01\x2a" + struct.pack("<HH", width, height))


@pytest.mark.parametrize(
    ("data", "kind"),
    [
        (png(640, 480), "png"),
        (gif(640, 480), "gif"),
        (jpeg(640, 480), "jpg"),
        (jpeg(640, 480, 0xC2), "jpg"),  # progressive
        (jpeg(640, 480, before=b"\xff\xff\xff\xc4" + struct.pack(">H", 5) + b"abc"), "jpg"),
        (webp_lossless(640, 480), "webp"),
        (webp_extended(640, 480), "webp"),
        (webp_lossy(640, 480), "webp"),
    ],
)
def test_four_kinds_are_known_by_their_bytes(data: bytes, kind: str) -> None:
    assert inspect(data) == PictureInfo(kind, 640, 480)


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"<svg xmlns='http://www.w3.org/2000/svg'><script>1</script></svg>",
        b"<?xml version='1.0'?><svg/>",
        b"<!doctype html><title>not found</title>",
        b"%PDF-1.7",
        b"BM" + b"\0" * 60,
        png(640, 480)[:20],
        png(0, 480),
        gif(0, 0),
        b"\xff\xd8\xff\xe0\xff\xff" + b"x" * 40,
        b"\xff\xd8\xff\xda" + b"\0" * 40,
        jpeg(640, 480)[:25],
        webp(b"ANIM", b"\0" * 20),
    ],
)
def test_everything_else_is_no_picture(data: bytes) -> None:
    with pytest.raises(AppError) as caught:
        inspect(data)
    assert (caught.value.kind, caught.value.code) == (ErrorKind.BAD_ANSWER, "no_picture")


@pytest.mark.parametrize(
    "data",
    [png(20_000, 20_000), gif(65_535, 65_535), jpeg(60_000, 60_000), png(2**31, 1), png(1, 40_000)],
)
def test_a_bomb_is_refused_by_its_header(data: bytes) -> None:
    with pytest.raises(AppError) as caught:
        inspect(data)
    assert (caught.value.kind, caught.value.code) == (ErrorKind.TOO_LARGE, "pixels")


@given(
    st.sampled_from([b"", b"\x89PNG\r\n\x1a\n", b"GIF89a", b"\xff\xd8\xff", b"RIFF0000WEBPVP8X"]),
    st.binary(max_size=200),
)
def test_any_bytes_give_a_size_or_an_app_error(start: bytes, rest: bytes) -> None:
    try:
        info = inspect(start + rest)
    except AppError as error:
        assert error.kind in (ErrorKind.BAD_ANSWER, ErrorKind.TOO_LARGE)
    else:
        assert 0 < info.width * info.height <= 40_000_000
