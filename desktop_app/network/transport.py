"""Connections that look at the guard, one set a thread. Imported when first used.

requests' own time-out counts from one byte to the next, so a server that drips holds a call for
hours, in the headers too. Here the socket itself is read in slices, and between two slices the
guard says whether to go on.
"""

import http.client
import io
import socket
import ssl
import time
from collections.abc import Sequence
from functools import cache
from typing import TYPE_CHECKING, Any

from urllib3.connection import HTTPConnection, HTTPSConnection
from urllib3.connectionpool import HTTPConnectionPool, HTTPSConnectionPool
from urllib3.exceptions import ConnectTimeoutError, NameResolutionError, NewConnectionError

from desktop_app.core.errors import ErrorKind
from desktop_app.network.guard import CONNECT_SECONDS, SLICE_SECONDS, Guard, current_guard

if TYPE_CHECKING:
    from requests.adapters import HTTPAdapter

_FIRST_TRY_SECONDS = 3.0
"""For an address that is not the last one: IPv6 is often announced where it does not work."""


class GuardedReader(io.RawIOBase):
    """Reads a socket slice by slice; raises CANCELLED and TIMEOUT."""

    def __init__(self, sock: socket.socket) -> None:
        super().__init__()
        self._sock = sock
        # Holds the socket open until we are closed, as http.client expects of its file.
        self._holder = sock.makefile("rb", buffering=0)

    def readable(self) -> bool:
        """Say that this is a file to read from."""
        return True

    def readinto(self, buffer: Any) -> int:
        """Read what is there, at most ``len(buffer)`` bytes."""
        guard = current_guard()
        quiet_since = time.monotonic()
        while True:
            guard.check()
            self._sock.settimeout(min(SLICE_SECONDS, guard.remaining()) or 0.001)
            try:
                count = self._sock.recv_into(buffer)
            except TimeoutError:
                if time.monotonic() - quiet_since >= guard.read_seconds:
                    raise guard.failure(ErrorKind.TIMEOUT, "read") from None
                continue
            guard.received = guard.received or count > 0
            return count

    def close(self) -> None:
        """Let go of the socket."""
        if not self.closed:
            self._holder.close()
        super().close()


class _GuardedResponse(http.client.HTTPResponse):
    def __init__(self, sock: socket.socket, *args: Any, **kwargs: Any) -> None:
        super().__init__(sock, *args, **kwargs)
        if isinstance(sock, socket.socket):  # not TLS inside the TLS of a proxy
            self.fp.close()
            self.fp = io.BufferedReader(GuardedReader(sock), 65536)


class _GuardedConnection(HTTPConnection):
    response_class = _GuardedResponse

    def _new_conn(self) -> socket.socket:
        guard = current_guard()
        try:
            found = socket.getaddrinfo(self._dns_host, self.port, 0, socket.SOCK_STREAM)
        except (socket.gaierror, UnicodeError) as error:
            reason = error if isinstance(error, socket.gaierror) else socket.gaierror(str(error))
            raise NameResolutionError(self.host, self, reason) from error
        return self._first_that_answers(_interleaved(found), guard)

    def _first_that_answers(self, found: Sequence[Any], guard: Guard) -> socket.socket:
        failure: OSError | None = None
        for index, (family, kind, protocol, _name, address) in enumerate(found):
            guard.check()
            sock = socket.socket(family, kind, protocol)
            try:
                for option in self.socket_options or ():
                    sock.setsockopt(*option)
                longest = CONNECT_SECONDS if index == len(found) - 1 else _FIRST_TRY_SECONDS
                sock.settimeout(min(longest, guard.remaining()) or 0.001)
                sock.connect(address)
                # Bounds the TLS handshake that follows.
                sock.settimeout(min(CONNECT_SECONDS, guard.remaining()) or 0.001)
                return sock
            except OSError as error:
                failure = error
                sock.close()
        if isinstance(failure, TimeoutError):
            raise ConnectTimeoutError(self, "connect") from failure
        raise NewConnectionError(self, str(failure)) from failure

    def send(self, data: Any) -> None:
        """Send a part of the request, opening the connection first if need be."""
        guard = current_guard()
        if self.sock is None:
            self.connect()
        guard.check()
        guard.sent = True
        self.sock.settimeout(min(guard.read_seconds, guard.remaining()) or 0.001)
        super().send(data)

    def request(self, *args: Any, **kwargs: Any) -> None:
        """Begin a request."""
        current_guard().reused = self.sock is not None
        super().request(*args, **kwargs)

    def _tunnel(self) -> None:
        try:
            super()._tunnel()
        finally:
            current_guard().fresh()  # CONNECT went to the proxy, nothing yet to the server


class _GuardedTlsConnection(_GuardedConnection, HTTPSConnection):
    pass


class _Pool(HTTPConnectionPool):
    ConnectionCls = _GuardedConnection


class _TlsPool(HTTPSConnectionPool):
    ConnectionCls = _GuardedTlsConnection


_POOLS = {"http": _Pool, "https": _TlsPool}


def _interleaved(found: Sequence[Any]) -> list[Any]:
    """Put the first address of the other family second (after RFC 8305)."""
    ordered = list(found)
    for index in range(2, len(ordered)):
        if ordered[1][0] == ordered[0][0] != ordered[index][0]:
            ordered.insert(1, ordered.pop(index))
            break
    return ordered


@cache
def _adapter_class() -> type[Any]:
    from requests.adapters import HTTPAdapter

    class Adapter(HTTPAdapter):
        """Uses guarded connections and one TLS context for all."""

        def __init__(self, context: ssl.SSLContext) -> None:
            self._context = context
            super().__init__(pool_connections=8, pool_maxsize=2)

        def init_poolmanager(self, *args: Any, **kwargs: Any) -> None:
            """Make the pools of direct connections."""
            super().init_poolmanager(*args, **kwargs, ssl_context=self._context)
            self.poolmanager.pool_classes_by_scheme = _POOLS

        def proxy_manager_for(self, proxy: str, **kwargs: Any) -> Any:
            """Make the pools of connections through ``proxy``."""
            known = proxy in self.proxy_manager
            kwargs.update(ssl_context=self._context)
            if proxy.lower().startswith("https:"):
                kwargs.update(proxy_ssl_context=self._context)
            manager = super().proxy_manager_for(proxy, **kwargs)
            if not known:
                manager.pool_classes_by_scheme = _POOLS
            return manager

        def cert_verify(self, conn: Any, url: str, verify: Any, cert: Any) -> None:
            """Leave the trusted roots to the context; requests would add its own."""
            conn.cert_reqs = "CERT_REQUIRED"

    return Adapter


def open_adapter(context: ssl.SSLContext) -> "HTTPAdapter":
    """Make the connections of one thread.

    There is no ``requests.Session``: even told not to follow redirects, it reads the body of one
    without any bound, and it would bring cookies, netrc and the environment.
    """
    adapter: HTTPAdapter = _adapter_class()(context)
    return adapter
