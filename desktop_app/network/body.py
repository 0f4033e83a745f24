"""Reading a body: never more than the cap, before and after decompression."""

import zlib
from collections.abc import Iterator
from typing import TYPE_CHECKING

from desktop_app.core.errors import ErrorKind
from desktop_app.network.guard import Guard

if TYPE_CHECKING:
    from urllib3.response import BaseHTTPResponse

ACCEPTED_ENCODINGS = "gzip, deflate"
"""What we ask for and can undo with bounds."""

_PIECE = 65_536
_MOST_LAYERS = 3


class _Layer:
    """One Content-Encoding, undone in bounded pieces."""

    def __init__(self, name: str) -> None:
        self._gzip = name in ("gzip", "x-gzip")
        self._inflate = zlib.decompressobj(31 if self._gzip else 15)
        self._begun = False
        self._done = False

    def feed(self, data: bytes, room: int) -> bytes:
        """Return at most ``room + 1`` bytes more. Raises zlib.error."""
        out = bytearray()
        while data and not self._done and len(out) <= room:
            piece = self._piece(data, room + 1 - len(out))
            out += piece
            data = self._inflate.unconsumed_tail or self._next_member()
        return bytes(out)

    def _piece(self, data: bytes, most: int) -> bytes:
        first = not self._begun
        self._begun = True
        try:
            return self._inflate.decompress(data, most)
        except zlib.error:
            if not first or self._gzip:
                raise
            # "deflate" without its zlib header, as some servers send it.
            self._inflate = zlib.decompressobj(-15)
            return self._inflate.decompress(data, most)

    def _next_member(self) -> bytes:
        if not self._inflate.eof:
            return b""
        rest = self._inflate.unused_data
        if self._gzip and rest[:2] == b"\x1f\x8b":
            self._inflate = zlib.decompressobj(31)
            return rest
        self._done = True  # what follows is padding
        return b""

    def whole(self) -> bool:
        """Return whether the compressed stream came to its end."""
        return not self._begun or self._done or self._inflate.eof


def read_body(raw: "BaseHTTPResponse", cap: int, guard: Guard) -> bytes:
    """Read all of ``raw``. Raises as ``pieces`` does."""
    return b"".join(pieces(raw, cap, guard))


def pieces(raw: "BaseHTTPResponse", cap: int, guard: Guard) -> Iterator[bytes]:
    """Yield the body of ``raw`` as it comes.

    Raises TOO_LARGE over ``cap`` bytes, BAD_ANSWER when it was cut or is wrongly compressed, and
    what the guard raises.
    """
    layers = _layers(raw.headers.get("content-encoding", ""), guard)
    announced = raw.headers.get("content-length", "")
    if announced.isdigit() and len(announced) < 19 and int(announced) > cap:
        raise guard.failure(ErrorKind.TOO_LARGE)
    came = given = 0
    while piece := raw.read1(_PIECE, decode_content=False):
        guard.check()
        came += len(piece)
        plain = _undone(piece, layers, cap - given, guard)
        given += len(plain)
        if given > cap or came > cap:
            raise guard.failure(ErrorKind.TOO_LARGE)
        if plain:
            yield plain
    if not all(layer.whole() for layer in layers):
        raise guard.failure(ErrorKind.BAD_ANSWER, "cut")


def _layers(header: str, guard: Guard) -> list[_Layer]:
    names = [name.strip().lower() for name in header.split(",")]
    names = [name for name in names if name and name != "identity"]
    if len(names) > _MOST_LAYERS or not {"gzip", "x-gzip", "deflate"}.issuperset(names):
        raise guard.failure(ErrorKind.BAD_ANSWER, "content_encoding")
    return [_Layer(name) for name in reversed(names)]


def _undone(piece: bytes, layers: list[_Layer], room: int, guard: Guard) -> bytes:
    try:
        for layer in layers:
            piece = layer.feed(piece, room)
    except zlib.error as error:
        raise guard.failure(ErrorKind.BAD_ANSWER, "compression") from error
    return piece
