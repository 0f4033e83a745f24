"""From what requests and urllib3 raise to the kinds that a reader can be told about."""

import errno
import http.client
import socket
import ssl
from collections.abc import Iterator

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
    return AppError(kind, host=guard.host, code=code, maybe_sent=guard.sent)


def _kind(error: Exception) -> tuple[ErrorKind, str]:
    import requests
    from urllib3 import exceptions as low

    causes = list(_chain(error))
    if any(isinstance(each, requests.exceptions.ProxyError | low.ProxyError) for each in causes):
        return ErrorKind.OFFLINE, "proxy"
    for each in causes:
        if isinstance(each, low.NameResolutionError | socket.gaierror):
            return _of_name(causes)
        if isinstance(each, ssl.SSLError | low.SSLError | ssl.CertificateError):
            return ErrorKind.TLS, _of_tls(causes)
        if isinstance(each, low.ConnectTimeoutError) and not isinstance(
            each, low.NewConnectionError
        ):
            return ErrorKind.TIMEOUT, "connect"
        if isinstance(each, low.IncompleteRead | http.client.IncompleteRead):
            return ErrorKind.BAD_ANSWER, "cut"
    return _of_connection(causes)


def _of_connection(causes: list[BaseException]) -> tuple[ErrorKind, str]:
    import requests
    from urllib3 import exceptions as low

    for each in causes:
        if isinstance(
            each, ConnectionResetError | BrokenPipeError | http.client.RemoteDisconnected
        ):
            return ErrorKind.OFFLINE, "reset"
        if isinstance(each, ConnectionRefusedError):
            return ErrorKind.OFFLINE, "refused"
        if isinstance(each, TimeoutError | low.TimeoutError | requests.Timeout):
            return ErrorKind.TIMEOUT, "read"
        if isinstance(each, requests.exceptions.InvalidURL | requests.exceptions.InvalidSchema):
            return ErrorKind.BLOCKED_ADDRESS, "not_an_address"
        if isinstance(each, low.LocationParseError | UnicodeError):
            return ErrorKind.BLOCKED_ADDRESS, "not_an_address"
        if isinstance(each, OSError) and each.errno in _NO_NETWORK:
            return ErrorKind.OFFLINE, "no_route"
        if isinstance(each, http.client.HTTPException | low.DecodeError | low.HeaderParsingError):
            return ErrorKind.BAD_ANSWER, "not_http"
    return ErrorKind.OFFLINE, ""


def _of_name(causes: list[BaseException]) -> tuple[ErrorKind, str]:
    numbers = {each.errno for each in causes if isinstance(each, socket.gaierror)}
    # "Temporary failure" is what a machine without network gets for every name.
    if numbers and not numbers & _NO_SUCH_NAME and numbers != {None}:
        return ErrorKind.OFFLINE, "no_route"
    return ErrorKind.DNS, ""


def _of_tls(causes: list[BaseException]) -> str:
    for each in causes:
        if isinstance(each, ssl.SSLCertVerificationError):
            return "certificate"
    return "handshake"


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
