"""Answers that come word by word: one request, read as it arrives. Not the main thread.

What a language model says comes as server-sent events (WHATWG HTML, 9.2). The reading thread
looks at its cancel token ten times a second and closes the connection when it is set, which is
what tells the server to stop working.
"""

import json as json_module
import logging
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from desktop_app.core.errors import AppError, ErrorKind
from desktop_app.network import addresses
from desktop_app.network.body import pieces
from desktop_app.network.errors import translated
from desktop_app.network.guard import CONNECT_SECONDS, Guard, guarded_by
from desktop_app.network.proxies import proxies_for

if TYPE_CHECKING:
    from requests import Response
    from requests.adapters import HTTPAdapter

log = logging.getLogger("daily8.network")

STREAM_CAP = 4_000_000
"""Bytes of one streamed answer."""

FIRST_SECONDS = 300.0
"""Until the first byte: a server may load its model and read a long article before it speaks."""

BETWEEN_SECONDS = 60.0
"""From one byte to the next."""

_EVENT_CAP = 250_000
_CUT = {ErrorKind.OFFLINE, ErrorKind.BAD_ANSWER}


class Events:
    """Takes bytes as they come and gives the data of each event. One thread."""

    def __init__(self) -> None:
        self._rest = bytearray()
        self._data: list[bytes] = []
        self._size = 0
        self._begun = False
        self._after_return = False

    def feed(self, piece: bytes) -> list[str]:
        """Return the data of the events that ``piece`` completes. Raises TOO_LARGE."""
        if not piece:
            return []
        if self._after_return and piece.startswith(b"\n"):
            piece = piece[1:]  # the second half of a line's end
        self._after_return = piece.endswith(b"\r")
        self._rest += piece
        if self._size + len(self._rest) > _EVENT_CAP:
            raise AppError(ErrorKind.TOO_LARGE, code="event")
        *lines, rest = self._rest.replace(b"\r\n", b"\n").replace(b"\r", b"\n").split(b"\n")
        self._rest = bytearray(rest)
        return [data for line in lines if (data := self._line(bytes(line))) is not None]

    def end(self) -> list[str]:
        """Return the event that the end of the body completes: some servers skip its blank line."""
        found = self.feed(b"\n")
        last = self._line(b"")
        return found if last is None else [*found, last]

    def _line(self, line: bytes) -> str | None:
        if not self._begun:
            self._begun = True
            line = line.removeprefix(b"\xef\xbb\xbf")
        if not line:
            data, self._data, self._size = self._data, [], 0
            return b"\n".join(data).decode("utf-8", "replace") if data else None
        name, _, value = line.partition(b":")
        if name == b"data":  # comments, ids and names of events say nothing that is used
            self._data.append(value.removeprefix(b" "))
            self._size += len(value) + 1
        return None


class Stream:
    """An answer whose head is there and whose body is still coming."""

    def __init__(self, response: "Response", cap: int, guard: Guard, between: float) -> None:
        self.status: int = response.status_code
        self.headers = {name.lower(): value for name, value in response.headers.items()}
        self._pieces = _pieces(response, cap, guard)
        self._guard, self._between = guard, between

    @property
    def content_type(self) -> str:
        """The media type in lower case without parameters."""
        return self.headers.get("content-type", "").partition(";")[0].strip().lower()

    def read(self) -> bytes:
        """Read the rest of the body."""
        return b"".join(self._pieces)

    def events(self) -> Iterator[str]:
        """Yield the data of each event, as soon as it is there."""
        events = Events()
        for piece in self._pieces:
            self._guard.read_seconds = self._between
            yield from events.feed(piece)
        yield from events.end()


@contextmanager
def opened(
    adapter: "HTTPAdapter",
    url: str,
    headers: Mapping[str, str],
    json: Any,
    *,
    proxy: str,
    cap: int,
    deadline: float,
    first: float,
    between: float,
) -> Iterator[Stream]:
    """Send one request (POST with ``json``, else GET) and give its answer while it comes.

    Raises what ``Http.stream`` names, also from inside the ``with`` where the body is read.
    """
    import requests

    url = addresses.checked(url)
    guard = Guard(deadline, addresses.host(url), first)
    if url.startswith("http:") and not addresses.is_loopback(url):
        raise guard.failure(ErrorKind.INSECURE, "plain_http")
    body = None if json is None else json_module.dumps(json, allow_nan=False).encode("ascii")
    kind = {} if body is None else {"Content-Type": "application/json"}
    with guarded_by(guard):
        with _told(guard):
            prepared = requests.Request(
                "GET" if body is None else "POST", url, headers={**headers, **kind}, data=body
            ).prepare()
            response = adapter.send(
                prepared,
                stream=True,
                timeout=(CONNECT_SECONDS, first),
                proxies=proxies_for(url, proxy),
            )
        with response:
            if 300 <= response.status_code < 400:
                raise guard.failure(ErrorKind.BAD_ANSWER, "redirect")
            yield Stream(response, cap, guard, between)


@contextmanager
def _told(guard: Guard) -> Iterator[None]:
    """Turn what goes wrong on the line into AppErrors."""
    import requests
    from urllib3.exceptions import HTTPError

    try:
        yield
    except (requests.RequestException, HTTPError, OSError, UnicodeError) as error:
        failure = translated(error, guard)
        if guard.received and failure.kind in _CUT:
            failure = guard.failure(ErrorKind.BAD_ANSWER, "cut")
        log.info("%s: %s", guard.host, failure)
        raise failure from error


def _pieces(response: "Response", cap: int, guard: Guard) -> Iterator[bytes]:
    with _told(guard):
        yield from pieces(response.raw, cap, guard)
