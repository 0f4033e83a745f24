"""Which addresses may be opened, and what counts as the same place."""

import ipaddress
from urllib.parse import SplitResult, urlsplit, urlunsplit

from desktop_app.core.errors import AppError, ErrorKind

_PORTS = {"http": 80, "https": 443}


def checked(url: str) -> str:
    """Return ``url`` without user-info and fragment.

    Raises BLOCKED_ADDRESS for anything but http and https with a host.
    """
    parts = _split(url)
    netloc = _name(parts) + (f":{parts.port}" if parts.port else "")
    return urlunsplit((parts.scheme.lower(), netloc, parts.path or "/", parts.query, ""))


def origin(url: str) -> str:
    """Return ``scheme://host:port`` in lower case, the port always named (RFC 6454).

    Raises BLOCKED_ADDRESS.
    """
    parts = _split(url)
    return f"{parts.scheme.lower()}://{_place(parts)}"


def place(url: str) -> str:
    """Return ``host:port``, the unit of politeness. Raises BLOCKED_ADDRESS."""
    return _place(_split(url))


def host(url: str) -> str:
    """Return the host alone, for telling it to the reader; "" when there is none."""
    try:
        return urlsplit(url).hostname or ""
    except ValueError:
        return ""


def is_loopback(url: str) -> bool:
    """Return whether the host is this very machine, by name or number."""
    name = host(url)
    if name == "localhost" or name.endswith(".localhost"):
        return True
    address = _number(name)
    return address is not None and address.is_loopback


def is_inside(url: str) -> bool:
    """Return whether the host is a number of this machine or of a private network."""
    address = _number(host(url))
    return is_loopback(url) or (
        address is not None
        and (address.is_private or address.is_link_local or address.is_unspecified)
    )


def same_site(first: str, second: str) -> bool:
    """Return whether two addresses share their host or its last two labels."""
    one, two = host(first), host(second)
    if one == two:
        return True
    if _number(one) is not None or _number(two) is not None:
        return False
    return one.split(".")[-2:] == two.split(".")[-2:]


def _number(name: str) -> ipaddress.IPv4Address | ipaddress.IPv6Address | None:
    try:
        return ipaddress.ip_address(name.partition("%")[0])
    except ValueError:
        return None


def _split(url: str) -> SplitResult:
    try:
        parts = urlsplit(url)
        port = parts.port  # raises ValueError over 65535
    except ValueError as error:
        raise AppError(ErrorKind.BLOCKED_ADDRESS, code="not_an_address") from error
    if parts.scheme.lower() not in _PORTS:
        raise AppError(ErrorKind.BLOCKED_ADDRESS, code="scheme", detail=parts.scheme[:20])
    if not parts.hostname or port == 0 or any(ord(sign) <= 32 for sign in parts.netloc):
        raise AppError(ErrorKind.BLOCKED_ADDRESS, code="not_an_address")
    return parts


def _place(parts: SplitResult) -> str:
    return f"{_name(parts).rstrip('.')}:{parts.port or _PORTS[parts.scheme.lower()]}"


def _name(parts: SplitResult) -> str:
    """Return the host as it stands on the wire: an international name in its ASCII form."""
    name = parts.hostname or ""
    if ":" in name:
        return f"[{name}]"
    if name.isascii():
        return name
    import idna

    try:
        return idna.encode(name, uts46=True).decode("ascii")
    except idna.IDNAError as error:
        raise AppError(ErrorKind.BLOCKED_ADDRESS, code="not_an_address") from error
