"""Parts of the codec on a pipe: a count, the lengths, then the bytes (unsigned, big-endian)."""

import struct
from collections.abc import Sequence
from typing import BinaryIO

MOST_BYTES = 200_000_000
MOST_PARTS = 200_000


class FrameError(ValueError):
    """The pipe carries something else, or more than is allowed."""


def write_frame(pipe: BinaryIO, parts: Sequence[bytes]) -> None:
    """Write one message. Raises OSError when the other side is gone."""
    lengths = [len(part) for part in parts]
    pipe.write(struct.pack(f">I{len(parts)}I", len(parts), *lengths))
    for part in parts:
        pipe.write(part)
    pipe.flush()


def read_frame(pipe: BinaryIO, most: int = MOST_BYTES) -> list[bytes] | None:
    """Read one message; None when the other side closed between two.

    Raises FrameError for a cut or too large one, OSError.
    """
    first = pipe.read(4)
    if not first:
        return None
    (count,) = struct.unpack(">I", _filled(first, 4))
    if not 1 <= count <= MOST_PARTS:
        raise FrameError(f"{count} parts")
    lengths = struct.unpack(f">{count}I", _filled(pipe.read(4 * count), 4 * count))
    if sum(lengths) > most:
        raise FrameError(f"{sum(lengths)} bytes")
    return [_filled(pipe.read(length), length) for length in lengths]


def _filled(data: bytes, length: int) -> bytes:
    if len(data) != length:
        raise FrameError("cut")
    return data
