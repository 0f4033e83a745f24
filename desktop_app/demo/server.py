"""HTTP on 127.0.0.1, for this machine only."""

import logging
import os
import socket
import threading
from collections.abc import Callable
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import unquote, urlsplit

from desktop_app.demo.answers import Reply, Request

log = logging.getLogger("daily8.demo")

_HOST = "127.0.0.1"
_MOST_BYTES = 1_000_000
_PATIENCE = 30.0  # seconds without a byte from a client
_FAREWELL = 0.5  # seconds that the end waits for answers on their way

Answerer = Callable[[Request], Reply]


class Server:
    """Binds one port; from ``start`` on hands each request to ``answer``.

    Each connection has a thread of its own. Raises OSError when the port is taken.
    """

    def __init__(self, port: int, answer: Answerer) -> None:
        self._listener = _Listener((_HOST, port), answer)
        self._stopping = threading.Event()
        self._thread = threading.Thread(target=self._serve, name="newsroom", daemon=True)
        self.port: int = self._listener.server_port

    def start(self) -> None:
        """Take the first request."""
        self._thread.start()

    def _serve(self) -> None:
        while not self._stopping.is_set():
            self._listener.handle_request()  # sleeps until somebody comes: no idle wake-ups

    def stop(self) -> None:
        """Stop listening and end all connections. At once, whoever still talks."""
        self._stopping.set()
        if self._thread.is_alive():
            try:
                socket.create_connection((_HOST, self.port), 1.0).close()  # wakes the listener
            except OSError:
                log.info("the newsroom's listener was gone already")
            self._thread.join(2.0)
        self._listener.server_close()
        self._listener.hang_up()


class _Listener(ThreadingHTTPServer):
    daemon_threads = True
    # On Windows this option lets two programs share a port.
    allow_reuse_address = os.name != "nt"

    def __init__(self, address: tuple[str, int], answer: Answerer) -> None:
        self.answer = answer
        self._open: dict[socket.socket, threading.Thread] = {}
        self._lock = threading.Lock()
        super().__init__(address, _Handler)
        port = self.server_port
        self.names = (f"{_HOST}:{port}", f"localhost:{port}")

    def server_bind(self) -> None:
        # The inherited one asks the name service for this machine's name, which may take seconds.
        self.socket.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, int(os.name != "nt"))
        self.socket.bind(self.server_address)
        self.server_address = self.socket.getsockname()
        self.server_name, self.server_port = _HOST, self.server_address[1]

    def opened(self, connection: socket.socket) -> None:
        with self._lock:
            self._open[connection] = threading.current_thread()

    def closed(self, connection: socket.socket) -> None:
        with self._lock:
            self._open.pop(connection, None)

    def hang_up(self) -> None:
        with self._lock:
            left = dict(self._open)
        for connection in left:
            try:
                connection.shutdown(socket.SHUT_RDWR)
            except OSError:
                log.debug("a connection had ended by itself")
        for thread in left.values():
            thread.join(_FAREWELL)

    def handle_error(self, request: object, client_address: object) -> None:
        log.info("a client went away in the middle of a request", exc_info=True)


class _Handler(BaseHTTPRequestHandler):
    server: _Listener
    protocol_version = "HTTP/1.1"
    timeout = _PATIENCE
    server_version = "Newsroom"
    sys_version = ""
    disable_nagle_algorithm = True

    def setup(self) -> None:
        super().setup()
        self.server.opened(self.connection)

    def finish(self) -> None:
        self.server.closed(self.connection)
        super().finish()

    def do_GET(self) -> None:
        self._answer("GET")

    def do_HEAD(self) -> None:
        self._answer("GET")

    def do_POST(self) -> None:
        self._answer("POST")

    def do_PUT(self) -> None:
        self._answer("PUT")

    def do_PATCH(self) -> None:
        self._answer("PATCH")

    def do_DELETE(self) -> None:
        self._answer("DELETE")

    def _answer(self, method: str) -> None:
        if self.headers.get("Host", "").lower() not in self.server.names:
            # Another name that leads here is a page of the web trying to reach this machine.
            self._send(Reply(421, b"This newsroom is for this computer only.\n", "text/plain"))
            return
        length = self.headers.get("Content-Length", "0")
        if not length.isdecimal() or int(length) > _MOST_BYTES:
            self.close_connection = True
            self._send(Reply(413, b"Too much.\n", "text/plain"))
            return
        try:
            parts = urlsplit(self.path)
        except ValueError:
            self._send(Reply(400, b"No address.\n", "text/plain"))
            return
        self._send(
            self.server.answer(
                Request(
                    method=method,
                    path=unquote(parts.path) or "/",
                    query=parts.query,
                    headers={name.lower(): value for name, value in self.headers.items()},
                    body=self.rfile.read(int(length)),
                )
            )
        )

    def _send(self, reply: Reply) -> None:
        self.send_response(reply.status)
        for name, value in reply.headers.items():
            self.send_header(name, value)
        if reply.status not in (204, 304):
            self.send_header("Content-Type", reply.content_type)
            self.send_header("Content-Length", str(len(reply.body)))
        self.send_header("X-Content-Type-Options", "nosniff")
        self.end_headers()
        if self.command != "HEAD" and reply.status not in (204, 304):
            self.wfile.write(reply.body)

    def log_message(self, format: str, *args: object) -> None:
        """Say nothing: addresses of the approval page hold a password's way back."""
