"""One client for everything: ``get``, ``head`` and ``send``."""

import base64
import json as json_module
import logging
import ssl
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode

from desktop_app.core.clock import Clock, SystemClock
from desktop_app.core.errors import AppError, ErrorKind
from desktop_app.core.sources import Secret
from desktop_app.network import addresses, redirects
from desktop_app.network.answer import Answer
from desktop_app.network.body import ACCEPTED_ENCODINGS, read_body
from desktop_app.network.errors import translated
from desktop_app.network.guard import CONNECT_SECONDS, READ_SECONDS, Guard, guarded_by
from desktop_app.network.politeness import BackoffStore, MemoryBackoff, Politeness
from desktop_app.network.proxies import proxies_for
from desktop_app.network.trust import tls_context

if TYPE_CHECKING:
    from requests.adapters import HTTPAdapter

    from desktop_app.network.streaming import Stream

__all__ = ["ANSWER_CAP", "PICTURE_CAP", "Answer", "BackoffStore", "Http", "MemoryBackoff"]

log = logging.getLogger("daily8.network")

ANSWER_CAP = 5_000_000
PICTURE_CAP = 20_000_000

_SAME_METHOD = frozenset({307, 308})


@dataclass(frozen=True, slots=True)
class _Request:
    method: str
    url: str
    headers: dict[str, str]
    body: bytes | None
    secret: Secret | None
    cap: int
    slots: int
    posting: bool
    stays_secret: bool = False


class Http:
    """Sends requests on the calling thread, which keeps its own connections. Not the main thread.

    All methods raise OFFLINE, DNS, TLS, TIMEOUT, TOO_LARGE, REDIRECT_LOOP, INSECURE,
    BLOCKED_ADDRESS, CAPTIVE_PORTAL, BAD_ANSWER (cut, or not HTTP), RATE_LIMITED (the host is left
    alone, nothing was sent) and CANCELLED. A status is no error: ``Answer.raise_for_status``.
    """

    def __init__(
        self,
        backoff: BackoffStore,
        *,
        user_agent: str,
        proxy: str = "system",
        clock: Clock | None = None,
        read_seconds: float = READ_SECONDS,
    ) -> None:
        self._user_agent = user_agent
        self._proxy = proxy
        self._read_seconds = read_seconds
        self._politeness = Politeness(backoff, clock or SystemClock())
        self._local = threading.local()
        self._lock = threading.Lock()
        self._adapters: list[HTTPAdapter] = []
        self._context: ssl.SSLContext | None = None

    def get(
        self,
        url: str,
        *,
        headers: Mapping[str, str] | None = None,
        params: Mapping[str, str | int] | None = None,
        secret: Secret | None = None,
        cap: int = ANSWER_CAP,
        deadline: float = 30.0,
        slots: int = 2,
        stays_secret: bool = False,
    ) -> Answer:
        """Fetch ``url``, following redirects. ``cap`` in bytes, ``deadline`` in seconds.

        ``slots``: how many requests may run at once for this host; 4 for the pages of a thread.
        ``stays_secret``: from https no redirect leads to http, where others could read along;
        it raises BLOCKED_ADDRESS.
        """
        if params:
            url = f"{url}{'&' if '?' in url else '?'}{urlencode(params)}"
        request = self._request("GET", url, headers, None, secret, cap, slots)
        return self._follow(replace(request, stays_secret=stays_secret), deadline)

    def head(
        self,
        url: str,
        *,
        headers: Mapping[str, str] | None = None,
        secret: Secret | None = None,
        deadline: float = 30.0,
        slots: int = 2,
    ) -> Answer:
        """Ask for the headers of ``url``, following redirects."""
        request = self._request("HEAD", url, headers, None, secret, ANSWER_CAP, slots)
        return self._follow(request, deadline)

    def send(
        self,
        method: str,
        url: str,
        *,
        json: Any = None,
        form: Mapping[str, str] | None = None,
        headers: Mapping[str, str] | None = None,
        secret: Secret | None = None,
        cap: int = ANSWER_CAP,
        deadline: float = 30.0,
    ) -> Answer:
        """Send something that changes the server, exactly once, on a fresh connection.

        An AppError tells by ``maybe_sent`` whether it may have arrived. Redirects are followed
        only where method and origin stay (307, 308); others are returned as the answer.
        """
        given = dict(headers or {})
        body: bytes | None = None
        if json is not None:
            body = json_module.dumps(json, allow_nan=False).encode("ascii")
            given.setdefault("Content-Type", "application/json")
        elif form is not None:
            body = urlencode(form).encode("ascii")
            given.setdefault("Content-Type", "application/x-www-form-urlencoded")
        request = self._request(method.upper(), url, given, body, secret, cap, 2)
        return self._follow(replace(request, posting=True), deadline)

    @contextmanager
    def stream(
        self, url: str, *, json: Any = None, key: str = "", deadline: float = 900.0
    ) -> "Iterator[Stream]":
        """Send one request (POST with ``json``, else GET) and read its answer while it comes.

        For a language model: over https, plain only to this machine; no redirect is followed,
        nothing is repeated and no back-off is kept. ``key`` goes as a bearer token. ``deadline``
        in seconds is for all of it. Raises as the other methods do, also while reading; leaving
        the ``with``, or cancelling, closes the connection.
        """
        from desktop_app.network import streaming

        headers = {
            "User-Agent": self._user_agent,
            "Accept": "text/event-stream, application/json",
            "Accept-Encoding": "identity",
        }
        if key:
            headers["Authorization"] = f"Bearer {key}"
        adapter = self._open()
        try:
            with streaming.opened(
                adapter,
                url,
                headers,
                json,
                proxy=self._proxy,
                cap=streaming.STREAM_CAP,
                deadline=deadline,
                first=streaming.FIRST_SECONDS,
                between=streaming.BETWEEN_SECONDS,
            ) as stream:
                yield stream
        finally:
            adapter.close()

    def set_proxy(self, proxy: str) -> None:
        """Use "system", "none" or the address of a proxy from the next request on."""
        self._proxy = proxy

    def close(self) -> None:
        """Close the kept connections; call when no request is under way."""
        with self._lock:
            adapters, self._adapters = self._adapters, []
            self._local = threading.local()
        for adapter in adapters:
            adapter.close()

    def _request(
        self,
        method: str,
        url: str,
        headers: Mapping[str, str] | None,
        body: bytes | None,
        secret: Secret | None,
        cap: int,
        slots: int,
    ) -> _Request:
        merged = {
            "User-Agent": self._user_agent,
            "Accept": "*/*",
            "Accept-Encoding": ACCEPTED_ENCODINGS,
        }
        merged.update(headers or {})
        url = redirects.quoted(addresses.checked(url))
        return _Request(method, url, merged, body, secret, cap, slots, posting=False)

    def _follow(self, request: _Request, deadline: float) -> Answer:
        guard = Guard(deadline, addresses.host(request.url), self._read_seconds)
        trail = redirects.Trail(request.url)
        while True:
            answer = self._once(request, guard)
            url = redirects.target(answer)
            if url is None or (request.posting and not _may_repeat(answer, url)):
                break
            if request.stays_secret and url.startswith("http:") and answer.url.startswith("https:"):
                raise AppError(ErrorKind.BLOCKED_ADDRESS, host=guard.host, code="plain")
            trail.step(answer, url)
            request = _led_to(request, url)
            guard.host = addresses.host(url)
        if trail.portal(answer, request.headers["Accept"]):
            raise guard.failure(ErrorKind.CAPTIVE_PORTAL)
        return replace(answer, moved_to=trail.moved_to) if trail.moved_to else answer

    def _once(self, request: _Request, guard: Guard) -> Answer:
        headers = _signed(request)
        place = addresses.place(request.url)
        self._politeness.check(place)
        with self._politeness.slot(place, request.slots, guard):
            self._politeness.check(place)  # an answer that we waited for may have said so
            try:
                answer = self._exchange(request, headers, guard)
            except AppError as error:
                self._politeness.failed(place, error)
                raise
        self._politeness.answered(place, answer, posting=request.posting)
        return answer

    def _exchange(self, request: _Request, headers: dict[str, str], guard: Guard) -> Answer:
        guard.fresh()
        if request.posting:
            # A kept connection may be half dead, and then nobody knows whether it arrived.
            adapter = self._open()
            try:
                return _exchange(adapter, request, headers, guard, self._proxy)
            finally:
                adapter.close()
        adapter = self._adapter()
        try:
            return _exchange(adapter, request, headers, guard, self._proxy)
        except AppError as error:
            if not (guard.reused and not guard.received and error.code == "reset"):
                raise
        guard.fresh()  # the server had closed the kept connection: once more on a new one
        return _exchange(adapter, request, headers, guard, self._proxy)

    def _adapter(self) -> "HTTPAdapter":
        adapter: HTTPAdapter | None = getattr(self._local, "adapter", None)
        if adapter is None:
            adapter = self._local.adapter = self._open()
            with self._lock:
                self._adapters.append(adapter)
        return adapter

    def _open(self) -> "HTTPAdapter":
        from desktop_app.network.transport import open_adapter

        with self._lock:
            if self._context is None:
                self._context = tls_context()
        return open_adapter(self._context)


def _exchange(
    adapter: "HTTPAdapter",
    request: _Request,
    headers: dict[str, str],
    guard: Guard,
    proxy: str,
) -> Answer:
    """Send one request and read its whole answer; all that goes wrong becomes an AppError."""
    import requests
    from urllib3.exceptions import HTTPError

    with guarded_by(guard):
        try:
            prepared = requests.Request(
                request.method, request.url, headers=headers, data=request.body
            ).prepare()
            response = adapter.send(
                prepared,
                stream=True,
                timeout=(CONNECT_SECONDS, guard.read_seconds),
                proxies=proxies_for(request.url, proxy),
            )
            with response:
                body = read_body(response.raw, request.cap, guard)
        except (requests.RequestException, HTTPError, OSError, UnicodeError) as error:
            failure = translated(error, guard)
            log.info("%s %s: %s", request.method, guard.host, failure)
            raise failure from error
    names = {name.lower(): value for name, value in response.headers.items()}
    signed = "Authorization" in headers
    return Answer(request.url, response.status_code, names, body, with_secret=signed)


def _signed(request: _Request) -> dict[str, str]:
    """Return the headers with the secret, where it may go. Raises INSECURE."""
    secret = request.secret
    if secret is None:
        return request.headers
    host = addresses.host(request.url)
    if addresses.origin(secret.origin) != addresses.origin(request.url):
        raise AppError(ErrorKind.INSECURE, host=host, code="other_origin")
    plain = request.url.startswith("http:") and not addresses.is_loopback(request.url)
    if plain and not secret.plain_http_allowed:
        raise AppError(ErrorKind.INSECURE, host=host, code="plain_http")
    pair = f"{secret.login}:{secret.password}".encode()
    return {**request.headers, "Authorization": f"Basic {base64.b64encode(pair).decode('ascii')}"}


def _may_repeat(answer: Answer, url: str) -> bool:
    same = addresses.origin(answer.url) == addresses.origin(url)
    return same and answer.status in _SAME_METHOD


def _led_to(request: _Request, url: str) -> _Request:
    if addresses.origin(request.url) == addresses.origin(url):
        return replace(request, url=url)
    private = {"authorization", "cookie"}
    kept = {name: value for name, value in request.headers.items() if name.lower() not in private}
    return replace(request, url=url, headers=kept, secret=None)
