"""The one-shot listener to which a local site's approval page sends the browser back.

It binds 127.0.0.1 on a free port (RFC 8252, section 7.3), takes one answer whose ``state`` is
ours, and is gone. A page of another site can make a browser ask this port too: the Host header
must name the loopback address (against DNS rebinding), and without the state nothing is taken.
"""

import hmac
import html
import logging
import secrets
import threading
from collections.abc import Callable
from dataclasses import dataclass
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qs, urlsplit

log = logging.getLogger("daily8.runtime")

LIFETIME = 600.0
"""Seconds after which a listener gives up."""

PATH = "/approved"
_READ_TIMEOUT = 10.0


@dataclass(frozen=True, slots=True)
class Approved:
    """What the approval page handed out."""

    login: str
    password: str

    def __repr__(self) -> str:
        return f"Approved({self.login!r}, ...)"


@dataclass(frozen=True, slots=True)
class Words:
    """What the page in the browser says; translated by who starts the listener."""

    done: str
    refused: str
    title: str = "Daily8"
    language: str = "en"
    right_to_left: bool = False


class ApprovalListener:
    """Waits for one approval. ``on_answer`` gets it, or None when the reader refused.

    ``on_answer`` is called on the listener's own thread, once; it hands over and returns. Start
    and cancel on any thread.
    """

    def __init__(
        self,
        on_answer: Callable[[Approved | None], None],
        words: Words,
        lifetime: float = LIFETIME,
    ) -> None:
        self.state = secrets.token_urlsafe(32)
        self._on_answer = on_answer
        self._words = words
        self._lifetime = lifetime
        self._stop = threading.Event()
        self._once = threading.Lock()
        self._server: _Server | None = None
        self._thread: threading.Thread | None = None

    def start(self) -> str:
        """Start listening; return the address to hand to the site, without the state.

        Raises OSError when no port can be had; pasting the password still works then.
        """
        server = _Server(("127.0.0.1", 0), _Handler)
        server.owner = self
        server.timeout = 0.5
        self._server = server
        self._thread = threading.Thread(target=self._serve, name="approval", daemon=True)
        self._thread.start()
        return f"http://127.0.0.1:{server.server_port}{PATH}"

    def cancel(self) -> None:
        """Stop listening; ``on_answer`` is not called any more."""
        self._stop.set()
        if self._thread is not None and self._thread is not threading.current_thread():
            self._thread.join(2.0)

    @property
    def listening(self) -> bool:
        """Whether an answer can still come."""
        return self._thread is not None and self._thread.is_alive()

    def page(self, host: str | None, target: str) -> tuple[int, str, Approved | None, bool]:
        """Return status, text, the approval, and whether this was the answer. Pure."""
        assert self._server is not None
        parts = urlsplit(target)
        names = {f"{name}:{self._server.server_port}" for name in ("127.0.0.1", "localhost")}
        if host not in names or parts.path != PATH:
            return 404, "", None, False
        query = {name: values[0] for name, values in parse_qs(parts.query).items()}
        if not hmac.compare_digest(query.get("state", "").encode(), self.state.encode()):
            return 403, "", None, False
        login, password = query.get("user_login", ""), query.get("password", "")
        if query.get("success") == "false" or not login or not password:
            return 200, self._words.refused, None, True
        return 200, self._words.done, Approved(login, password), True

    def _serve(self) -> None:
        assert self._server is not None
        clock = threading.Event()
        timer = threading.Timer(self._lifetime, clock.set)
        timer.daemon = True
        timer.start()
        try:
            while not self._stop.is_set() and not clock.is_set():
                self._server.handle_request()
        finally:
            timer.cancel()
            self._server.server_close()

    def _answer(self, approved: Approved | None) -> None:
        with self._once:
            late = self._stop.is_set()
            self._stop.set()
        if not late:
            self._on_answer(approved)


class _Server(ThreadingHTTPServer):
    daemon_threads = True  # browsers open connections ahead and leave them idle
    owner: ApprovalListener

    def handle_error(self, request: object, client_address: object) -> None:
        log.info("a browser went away in the middle of its request")


class _Handler(BaseHTTPRequestHandler):
    server: _Server
    timeout = _READ_TIMEOUT
    server_version = "Daily8"
    sys_version = ""

    def do_GET(self) -> None:
        owner = self.server.owner
        status, text, approved, final = owner.page(self.headers.get("Host"), self.path)
        body = _html(owner._words, text).encode()
        self.send_response(status)
        for name, value in (
            ("Content-Type", "text/html; charset=utf-8"),
            ("Content-Length", str(len(body))),
            ("Content-Security-Policy", "default-src 'none'"),
            ("Referrer-Policy", "no-referrer"),
            ("Cache-Control", "no-store"),
            ("Connection", "close"),
        ):
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(body)
        if final:
            owner._answer(approved)

    def log_message(self, format: str, *args: object) -> None:
        """Say nothing: the address holds the password."""


def _html(words: Words, text: str) -> str:
    direction = "rtl" if words.right_to_left else "ltr"
    return (
        f'<!DOCTYPE html><html lang="{html.escape(words.language)}" dir="{direction}">'
        f'<meta charset="utf-8"><title>{html.escape(words.title)}</title>'
        f"<p>{html.escape(text)}</p></html>"
    )
