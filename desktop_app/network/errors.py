"""From what requests and urllib3 raise to the kinds that a reader can be told about."""

import errno
import http.client
import socket
import ssl
from collections.abc import Iterator
from functools import cache

from desktop_app.core.errors import AppError, ErrorKind
from desktop_app.network.guard import Guard

_NO_SUCH_NAME = {
    value
    for name in ("EAI_NONAME", "EAI_NODATA")
    if (value := getattr(socket, name, None)) is not None
}
_NO_NETWORK = {errno.ENETUNREACH, errno.EHOSTUNREACH, errno.ENETDOWN, errno.EADDRNOTAVAIL}


def translated(error: Exception, guard: Guard) -> AppError:
    """Return the AppError for a failed exchange.

    ``maybe_sent`` holds as soon as a byte of the request may have left: a connection that was
    never made proves that nothing did.
    """
    kind, code = _kind(error)
    return guard.failure(kind, code)


def _kind(error: Exception) -> tuple[ErrorKind, str]:
    causes = list(_chain(error))
    for types, kind, code in _table():
        if any(isinstance(each, types) for each in causes):
            if kind is ErrorKind.DNS:
                return _of_name(causes)
            return kind, code
    if any(isinstance(each, OSError) and each.errno in _NO_NETWORK for each in causes):
        return ErrorKind.OFFLINE, "no_route"
    return ErrorKind.OFFLINE, ""


@cache
def _table() -> tuple[tuple[tuple[type[BaseException], ...], ErrorKind, str], ...]:
    """What to look for among all causes, the most telling first.

    urllib3 counts a refused connection among its time-outs, so those come last.
    """
    import requests
    from urllib3 import exceptions as low

    wrong = requests.exceptions
    lost = (ConnectionResetError, BrokenPipeError, ConnectionAbortedError)
    return (
        ((wrong.ProxyError, low.ProxyError), ErrorKind.OFFLINE, "proxy"),
        ((low.NameResolutionError, socket.gaierror), ErrorKind.DNS, ""),
        ((ssl.SSLCertVerificationError,), ErrorKind.TLS, "certificate"),
        ((ssl.SSLError, low.SSLError), ErrorKind.TLS, "handshake"),
        ((low.IncompleteRead, http.client.IncompleteRead), ErrorKind.BAD_ANSWER, "cut"),
        (lost, ErrorKind.OFFLINE, "reset"),
        ((ConnectionRefusedError,), ErrorKind.OFFLINE, "refused"),
        ((wrong.InvalidURL, wrong.InvalidSchema), ErrorKind.BLOCKED_ADDRESS, "not_an_address"),
        ((low.LocationParseError, UnicodeError), ErrorKind.BLOCKED_ADDRESS, "not_an_address"),
        ((http.client.HTTPException, low.DecodeError), ErrorKind.BAD_ANSWER, "not_http"),
        ((low.NewConnectionError,), ErrorKind.OFFLINE, "no_route"),
        ((low.ConnectTimeoutError,), ErrorKind.TIMEOUT, "connect"),
        ((TimeoutError, low.TimeoutError, requests.Timeout), ErrorKind.TIMEOUT, "read"),
    )


def _of_name(causes: list[BaseException]) -> tuple[ErrorKind, str]:
    numbers = {each.errno for each in causes if isinstance(each, socket.gaierror)}
    # "Temporary failure" is what a machine without network gets for every name.
    if numbers and not numbers & _NO_SUCH_NAME and numbers != {None}:
        return ErrorKind.OFFLINE, "no_route"
    return ErrorKind.DNS, ""


def _chain(error: BaseException) -> Iterator[BaseException]:
    """Yield the error and what led to it: causes, contexts and wrapped reasons."""
    waiting: list[object] = [error]
    seen: set[int] = set()
    while waiting:
        each = waiting.pop(0)
        if not isinstance(each, BaseException) or id(each) in seen:
            continue
        seen.add(id(each))
        yield each
        waiting += [getattr(each, "reason", None), *each.args, each.__cause__, each.__context__]
