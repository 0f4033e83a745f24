"""A server that does to a client what servers, networks and enemies do, and keeps a log of it.

::

    with HostileServer() as server:
        server.on("/feed", body(b"<rss/>", etag='"1"'))
        server.on("/drip", drip(b"x" * 100, pause=0.05))
        http.get(server.url("/feed"))
        assert server.log[0].path == "/feed"

A behaviour is a function of the handler; it writes to the socket as it likes.
"""

import gzip
import json
import socket
import ssl
import struct
import threading
import zlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from types import TracebackType
from typing import Any


@dataclass(frozen=True)
class Seen:
    """One request as the server saw it."""

    method: str
    path: str
    headers: Mapping[str, str]  # lower-case names
    body: bytes
    client: tuple[str, int]


Behaviour = Callable[["Handler"], None]


class Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    timeout = 20
    server: "_Server"
    request_body: bytes = b""

    def log_message(self, format: str, *args: Any) -> None:
        """Say nothing."""

    def handle_any(self) -> None:
        self.request_body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
        hostile = self.server.hostile
        seen = Seen(
            self.command,
            self.path,
            {name.lower(): value for name, value in self.headers.items()},
            self.request_body,
            self.client_address,
        )
        behaviour = hostile.seen(seen)
        try:
            behaviour(self)
        except (BrokenPipeError, ConnectionResetError):
            self.close_connection = True

    do_GET = do_POST = do_HEAD = do_PUT = do_DELETE = do_PATCH = handle_any  # noqa: N815

    def answer(
        self, status: int, content: bytes = b"", headers: Mapping[str, str] | None = None
    ) -> None:
        """Write a well-formed answer in one piece."""
        lines = [f"HTTP/1.1 {status} Words"]
        given = {"Content-Length": str(len(content)), **(headers or {})}
        lines += [f"{name}: {value}" for name, value in given.items() if value != "-"]
        head = "\r\n".join(lines).encode("latin-1") + b"\r\n\r\n"
        self.wfile.write(head + (b"" if self.command == "HEAD" else content))

    def stopped(self) -> bool:
        """Whether the server is being closed: endless behaviours end then."""
        return self.server.hostile.stopping.is_set()

    def wait(self, seconds: float) -> None:
        """Let time pass; ends early when the server is closed."""
        self.server.hostile.stopping.wait(seconds)


class _Server(ThreadingHTTPServer):
    daemon_threads = True
    block_on_close = True
    request_queue_size = 64
    hostile: "HostileServer"

    def handle_error(self, request: Any, client_address: Any) -> None:
        """A client that hangs up is what these tests are about."""


@dataclass
class HostileServer:
    """Listens on loopback. ``host`` may be any of 127.0.0.0/8, so that hosts differ."""

    host: str = "127.0.0.1"
    tls: ssl.SSLContext | None = None
    log: list[Seen] = field(default_factory=list)
    stopping: threading.Event = field(default_factory=threading.Event)

    def __post_init__(self) -> None:
        self._behaviours: dict[str, Behaviour] = {}
        self._lock = threading.Lock()
        self._cut = False
        self._listen(0)

    def _listen(self, port: int) -> None:
        self._server = _Server((self.host, port), Handler)
        self._server.hostile = self
        if self.tls is not None:
            self._server.socket = self.tls.wrap_socket(
                self._server.socket, server_side=True, do_handshake_on_connect=False
            )
        self._thread = threading.Thread(
            target=self._server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True
        )

    def __enter__(self) -> "HostileServer":
        self._thread.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.stopping.set()
        if not self._cut:
            self._close()

    def _close(self) -> None:
        self._server.shutdown()
        self._thread.join()
        self._server.socket.close()
        if self.stopping.is_set():
            self._server.server_close()

    def cut_off(self) -> None:
        """Refuse connections, and hang up on the kept ones, until ``plug_in``."""
        self._cut = True
        self._close()

    def plug_in(self) -> None:
        """Be there again, on the same port."""
        self._listen(self.port)
        self._cut = False
        self._thread.start()

    @property
    def port(self) -> int:
        return self._server.server_port

    @property
    def origin(self) -> str:
        return f"{'https' if self.tls else 'http'}://{self.host}:{self.port}"

    def url(self, path: str = "/") -> str:
        return self.origin + path

    def on(self, path: str, *behaviours: Behaviour) -> str:
        """Answer ``path`` (without query) with each behaviour in turn, the last one for ever."""
        self._behaviours[path] = _in_turn(behaviours)
        return self.url(path)

    def seen(self, request: Seen) -> Behaviour:
        with self._lock:
            self.log.append(request)
        if self._cut:
            return hang_up()
        return self._behaviours.get(request.path.partition("?")[0], status(404))

    def paths(self) -> list[str]:
        return [request.path for request in self.log]


def _in_turn(behaviours: tuple[Behaviour, ...]) -> Behaviour:
    lock = threading.Lock()
    waiting = list(behaviours)

    def behave(handler: Handler) -> None:
        with lock:
            chosen = waiting.pop(0) if len(waiting) > 1 else waiting[0]
        chosen(handler)

    return behave


def status(code: int, content: bytes = b"", **headers: str) -> Behaviour:
    """Answer with a status; ``_`` in header names stands for ``-``; the value "-" leaves it out."""
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    return lambda handler: handler.answer(code, content, named)


def body(content: bytes, **headers: str) -> Behaviour:
    """Answer 200."""
    return status(200, content, **headers)


def as_json(value: object, code: int = 200, **headers: str) -> Behaviour:
    """Answer JSON."""
    headers.setdefault("Content_Type", "application/json; charset=UTF-8")
    return status(code, json.dumps(value).encode(), **headers)


def page(text: str = "<html><body>Sign in to the network</body></html>") -> Behaviour:
    """Answer 200 with HTML, whatever was asked."""
    return body(text.encode(), Content_Type="text/html; charset=utf-8")


def redirect(location: str, code: int = 302) -> Behaviour:
    """Send elsewhere."""
    return status(code, b"", Location=location)


def not_modified_if(etag: str, content: bytes, last_modified: str = "") -> Behaviour:
    """Answer 304 to the right validator."""

    def behave(handler: Handler) -> None:
        headers = {"ETag": etag}
        if last_modified:
            headers["Last-Modified"] = last_modified
        if handler.headers.get("If-None-Match") == etag:
            handler.answer(304, b"", headers | {"Content-Length": "-"})
        else:
            handler.answer(200, content, headers)

    return behave


def drip(content: bytes, pause: float = 0.05) -> Behaviour:
    """Send the body byte by byte."""

    def behave(handler: Handler) -> None:
        handler.wfile.write(b"HTTP/1.1 200 OK\r\nContent-Length: %d\r\n\r\n" % len(content))
        for byte in content:
            if handler.stopped():
                break
            handler.wfile.write(bytes((byte,)))
            handler.wait(pause)
        handler.close_connection = True

    return behave


def drip_headers(pause: float = 0.05) -> Behaviour:
    """Never come to the end of the headers."""

    def behave(handler: Handler) -> None:
        handler.wfile.write(b"HTTP/1.1 200 OK\r\nX-Slow: ")
        while not handler.stopped():
            handler.wfile.write(b"y")
            handler.wait(pause)
        handler.close_connection = True

    return behave


def silent() -> Behaviour:
    """Take the request and say nothing."""

    def behave(handler: Handler) -> None:
        while not handler.stopped():
            handler.wait(0.05)
        handler.close_connection = True

    return behave


def reset(after: bytes = b"") -> Behaviour:
    """Send ``after``, then drop the connection with RST."""

    def behave(handler: Handler) -> None:
        handler.wfile.write(after)
        handler.wfile.flush()
        handler.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        handler.close_connection = True
        handler.connection.close()

    return behave


def hang_up() -> Behaviour:
    """Close the connection without a word."""

    def behave(handler: Handler) -> None:
        handler.close_connection = True
        handler.connection.shutdown(socket.SHUT_RDWR)

    return behave


def then_close(behaviour: Behaviour) -> Behaviour:
    """Answer as if the connection stayed open, then close it."""

    def behave(handler: Handler) -> None:
        behaviour(handler)
        handler.wfile.flush()
        handler.close_connection = True

    return behave


def cut(content: bytes, announced: int) -> Behaviour:
    """Announce more than comes."""

    def behave(handler: Handler) -> None:
        handler.answer(200, content, {"Content-Length": str(announced)})
        handler.close_connection = True

    return behave


def endless(piece: bytes = b"x" * 65536) -> Behaviour:
    """A body without end and without Content-Length."""

    def behave(handler: Handler) -> None:
        handler.wfile.write(b"HTTP/1.1 200 OK\r\nConnection: close\r\n\r\n")
        while not handler.stopped():
            handler.wfile.write(piece)
        handler.close_connection = True

    return behave


def chunked(*pieces: bytes, whole: bool = True) -> Behaviour:
    """Send a chunked body, cut before its last chunk unless ``whole``."""

    def behave(handler: Handler) -> None:
        handler.wfile.write(b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n")
        for piece in pieces:
            handler.wfile.write(b"%x\r\n%s\r\n" % (len(piece), piece))
        if whole:
            handler.wfile.write(b"0\r\n\r\n")
        else:
            handler.close_connection = True

    return behave


def zipped(content: bytes, encoding: str = "gzip") -> Behaviour:
    """Send ``content`` compressed: "gzip", "deflate" or "raw" (deflate without its header)."""
    if encoding == "gzip":
        return body(gzip.compress(content), Content_Encoding="gzip")
    if encoding == "deflate":
        return body(zlib.compress(content), Content_Encoding="deflate")
    squeeze = zlib.compressobj(wbits=-15)
    return body(squeeze.compress(content) + squeeze.flush(), Content_Encoding="deflate")


def bomb(megabytes: int = 200, layers: int = 1) -> Behaviour:
    """A small answer that becomes ``megabytes``."""
    squeeze = zlib.compressobj(9, wbits=31)
    piece = bytes(1_000_000)
    content = b"".join(squeeze.compress(piece) for _ in range(megabytes)) + squeeze.flush()
    for _ in range(layers - 1):
        content = gzip.compress(content)
    return body(content, Content_Encoding=", ".join(["gzip"] * layers))


def garbage(content: bytes) -> Behaviour:
    """Send bytes that are no HTTP."""

    def behave(handler: Handler) -> None:
        handler.wfile.write(content)
        handler.close_connection = True

    return behave


def held(entered: threading.Semaphore, gate: threading.Event, then: Behaviour) -> Behaviour:
    """Say that a request came, and answer it only once the gate is open."""

    def behave(handler: Handler) -> None:
        entered.release()
        while not gate.wait(0.05) and not handler.stopped():
            pass
        then(handler)

    return behave
