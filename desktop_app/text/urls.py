"""Addresses: the key of identity, links without tracking, and the host that is really meant.

Nothing here opens an address. Any thread. No function raises: what cannot be read gives "" or
the text as it came, as each one says.
"""

import re
import unicodedata
from urllib.parse import SplitResult, parse_qsl, unquote, urlencode, urljoin, urlsplit, urlunsplit

LONGEST = 4000
"""Addresses with more letters than this are not links."""

_TRACKING = re.compile(
    "utm_.*|fbclid|[gd]clid|msclkid|mc_[ce]id|igshid|yclid|_hsenc|_hsmi|vero_id|wt_mc|ref_src"
    "|at_medium|at_campaign|xtor|smid|cmpid",
    re.IGNORECASE,
)
_DEFAULT_PORTS = {"http": 80, "https": 443}
_AROUND = "".join(map(chr, range(33))) + "\x7f\xa0\u2028\u2029\ufeff"
_DROPPED = re.compile(r"[\t\r\n\x00-\x08\x0b\x0c\x0e-\x1f]")  # as browsers do
_FORBIDDEN_IN_HOST = re.compile(r"[\x00-\x20\x7f\"'<>\\^`{|}]")
_NEEDS_QUOTING = re.compile(r"[\x00-\x20\x7f\"'<>\\^`{|}]")
_WRAPPERS = {
    ("google.com", "/url"): ("q", "url"),
    ("l.facebook.com", "/l.php"): ("u",),
    ("lm.facebook.com", "/l.php"): ("u",),
}


def is_web(url: str) -> bool:
    """Return whether ``url`` is an absolute http or https address with a sensible host."""
    parts = _split(url)
    return parts is not None


def join(base: str, url: str) -> str:
    """Return ``url`` made absolute against ``base``, or "" when that is no web address.

    ``data:``, ``javascript:``, ``file:``, UNC paths and Qt's ``:/`` never come out of here.
    """
    url = _DROPPED.sub("", url.strip(_AROUND))
    if not url or len(url) > LONGEST or url.startswith(("\\", ":")):
        return ""
    try:
        absolute = url if _is_absolute(url) else urljoin(base, url)
    except ValueError:
        return ""
    if _split(absolute) is None:
        return ""
    return quoted(absolute)


def quoted(url: str) -> str:
    """Return an address with what never stands in one percent-encoded (RFC 3986, 2)."""
    return _NEEDS_QUOTING.sub(lambda found: f"%{ord(found[0]):02X}", url)


def clean_link(url: str) -> str:
    """Return a web address without tracking parameters and redirecting wrappers.

    ``mailto:`` addresses and everything that is no web address come back unchanged.
    """
    parts = _split(url)
    for _ in range(3):
        inner = _unwrapped(parts) if parts is not None else ""
        if not inner:
            break
        url, parts = inner, _split(inner)
    if parts is None or not parts.query:
        return url
    kept = [piece for piece in parts.query.split("&") if not _is_tracking(piece)]
    return urlunsplit(parts._replace(query="&".join(kept)))


def normal(url: str) -> str:
    """Return the form of an address that is equal for equal pages; "" when it is none.

    Scheme and host in lower case, no ``www.``, default port, fragment or tracking parameters,
    the query sorted.
    """
    url = clean_link(url.strip())
    parts = _split(url)
    if parts is None:
        return ""
    host = _ascii_host(parts.hostname or "").removeprefix("www.")
    if ":" in host:
        host = f"[{host}]"
    port = _port(parts)
    if port is not None:
        host = f"{host}:{port}"
    query = urlencode(sorted(parse_qsl(parts.query, keep_blank_values=True)))
    path = parts.path or "/"
    if len(path) > 1 and path.endswith("/"):
        path = path.rstrip("/") or "/"
    return urlunsplit((parts.scheme.lower(), host, path, query, ""))


def origin(url: str) -> str:
    """Return ``scheme://host:port`` in lower case with the port spelt out; "" when it is none."""
    parts = _split(url)
    if parts is None:
        return ""
    scheme = parts.scheme.lower()
    host = _ascii_host(parts.hostname or "")
    if ":" in host:
        host = f"[{host}]"
    return f"{scheme}://{host}:{_port(parts) or _DEFAULT_PORTS[scheme]}"


def host_shown(url: str) -> str:
    """Return the host that ``url`` really leads to, as it can be shown without deceiving.

    User-info is cut. A name in several scripts, or in Cyrillic, Greek or Armenian letters below
    a Latin ending, is shown in its ASCII form (``xn--…``). "" when ``url`` is no web address.
    """
    parts = _split(url)
    if parts is None:
        return ""
    host = _ascii_host(parts.hostname or "")
    labels = [_decoded(label) for label in host.split(".")]
    safe = all(_is_safe_label(label, labels[-1]) for label in labels)
    shown = ".".join(labels) if safe else host
    port = _port(parts)
    return f"{shown}:{port}" if port is not None else shown


def _is_absolute(url: str) -> bool:
    scheme, colon, _ = url[:12].partition(":")
    return bool(colon) and scheme.lower() in ("http", "https") and "//" in url[:10]


def _split(url: str) -> SplitResult | None:
    if len(url) > LONGEST:
        return None
    try:
        parts = urlsplit(url)
        host, _ = parts.hostname, parts.port
    except ValueError:
        return None
    if parts.scheme.lower() not in ("http", "https") or not host:
        return None
    return None if _FORBIDDEN_IN_HOST.search(parts.netloc) else parts


def _port(parts: SplitResult) -> int | None:
    port = parts.port
    return None if port in (None, _DEFAULT_PORTS[parts.scheme.lower()]) else port


def _ascii_host(host: str) -> str:
    host = host.lower().rstrip(".")
    if host.isascii():
        return host
    try:
        return host.encode("idna").decode("ascii")
    except UnicodeError:
        return host


def _is_tracking(piece: str) -> bool:
    return _TRACKING.fullmatch(unquote(piece.partition("=")[0])) is not None


def _unwrapped(parts: SplitResult) -> str:
    host = (parts.hostname or "").lower().removeprefix("www.")
    for name in _WRAPPERS.get((host, parts.path), ()):
        for key, value in parse_qsl(parts.query):
            if key == name and _split(value) is not None:
                return value
    return ""


def _decoded(label: str) -> str:
    if not label.startswith("xn--"):
        return label
    try:
        return label.encode("ascii").decode("idna")
    except UnicodeError:
        return label


def _is_safe_label(label: str, ending: str) -> bool:
    if label.isascii():
        return True
    scripts = {_script(letter) for letter in label if letter.isalpha()}
    if scripts <= {"CJK", "HIRAGANA", "KATAKANA"}:
        return True
    if len(scripts) != 1 or not all(letter.isalnum() or letter == "-" for letter in label):
        return False
    if scripts & {"CYRILLIC", "GREEK", "ARMENIAN", "CHEROKEE", "COPTIC"}:
        return any(_script(letter) in scripts for letter in ending)
    return True


def _script(letter: str) -> str:
    return unicodedata.name(letter, "?").split(" ")[0].split("-")[0]
