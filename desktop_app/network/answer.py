"""What a server said, whole and in memory."""

import codecs
import json
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from email.utils import parsedate_to_datetime
from typing import Any, NoReturn

from desktop_app.core.errors import AppError, ErrorKind
from desktop_app.network import addresses

_CHARSET = re.compile(r"charset\s*=\s*[\"']?([A-Za-z0-9._:-]+)", re.IGNORECASE)
_META_CHARSET = re.compile(
    rb"<meta[^>]{0,200}charset\s*=\s*[\"']?([A-Za-z0-9._:-]+)", re.IGNORECASE
)
_HALF_PAIR = re.compile("[\ud800-\udfff]")
_BOMS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_KINDS = {
    400: ErrorKind.INVALID,
    403: ErrorKind.FORBIDDEN,
    404: ErrorKind.NOT_FOUND,
    407: ErrorKind.OFFLINE,
    408: ErrorKind.TIMEOUT,
    409: ErrorKind.INVALID,
    410: ErrorKind.GONE,
    413: ErrorKind.INVALID,
    422: ErrorKind.INVALID,
    429: ErrorKind.RATE_LIMITED,
    451: ErrorKind.FORBIDDEN,
    511: ErrorKind.CAPTIVE_PORTAL,
}


@dataclass(frozen=True, slots=True)
class Answer:
    """One answer; ``body`` is decompressed.

    ``url`` is the address that answered after redirects. ``headers`` has lower-case names, several
    of one name joined by ", ". ``moved_to`` is the address to use from now on (301, 308).
    """

    url: str
    status: int
    headers: Mapping[str, str]
    body: bytes = field(repr=False)
    moved_to: str | None = None
    with_secret: bool = False  # the secret went out with the request that got this answer

    @property
    def ok(self) -> bool:
        """Whether the status is 2xx."""
        return 200 <= self.status < 300

    @property
    def content_type(self) -> str:
        """The media type in lower case without parameters; "" when absent."""
        return self.headers.get("content-type", "").partition(";")[0].strip().lower()

    @property
    def charset(self) -> str | None:
        """The encoding that the Content-Type names, when Python knows it."""
        found = _CHARSET.search(self.headers.get("content-type", ""))
        return _known(found.group(1)) if found else None

    @property
    def retry_after(self) -> float | None:
        """Seconds to wait, of Retry-After (RFC 9110, 10.2.3).

        A date is counted from the server's own Date, so that a wrong clock here does no harm.
        """
        value = self.headers.get("retry-after", "").strip()
        if value.isascii() and value.isdigit():
            return float(value[:9])
        until = _seconds(value)
        now = _seconds(self.headers.get("date", ""))
        return None if until is None or now is None else max(0.0, until - now)

    def text(self) -> str:
        """Return the body as text; bytes that do not fit become U+FFFD."""
        for mark, encoding in _BOMS:
            if self.body.startswith(mark):
                return self.body.decode(encoding, "replace")
        encoding = self.charset or self._meta_charset() or "utf-8"
        return self.body.decode(encoding, "replace")

    def json(self) -> Any:
        """Return the parsed body; half surrogate pairs become U+FFFD. Call on the CPU lane.

        Raises BAD_ANSWER when it is not JSON (RFC 8259: no NaN), with ``code`` ``html`` for a page.
        """
        try:
            encoding = json.detect_encoding(self.body)
            value = json.loads(self.body.decode(encoding, "replace"), parse_constant=_no_constant)
        except (ValueError, RecursionError) as error:
            page = self.body.lstrip()[:1] == b"<" or "html" in self.content_type
            code = "html" if page else "not_json"
            raise AppError(
                ErrorKind.BAD_ANSWER, host=addresses.host(self.url), code=code
            ) from error
        return _whole(value) if b"\\u" in self.body else value

    def raise_for_status(self) -> None:
        """Raise the AppError that fits a status that is no success; 304 passes.

        AUTH_MISSING, AUTH_INVALID, FORBIDDEN, NOT_FOUND, GONE, RATE_LIMITED, INVALID, SERVER,
        TIMEOUT, CAPTIVE_PORTAL, OFFLINE (the proxy wants a password) or BAD_ANSWER.
        """
        if self.ok or self.status == 304:
            return
        kind = _KINDS.get(self.status, ErrorKind.BAD_ANSWER)
        if self.status == 401:
            kind = ErrorKind.AUTH_INVALID if self.with_secret else ErrorKind.AUTH_MISSING
        elif self.status >= 500 and self.status not in _KINDS:
            kind = ErrorKind.SERVER
        raise AppError(
            kind,
            host=addresses.host(self.url),
            code="proxy" if self.status == 407 else str(self.status),
            retry_after=self.retry_after if self.status in (429, 503) else None,
        )

    def _meta_charset(self) -> str | None:
        if "html" not in self.content_type and self.content_type:
            return None
        found = _META_CHARSET.search(self.body[:4096])
        return _known(found.group(1).decode("ascii")) if found else None


def _known(name: str) -> str | None:
    try:
        codec = codecs.lookup(name)
    except LookupError:
        return None
    # "rot13", "zip" and their like are no text encodings.
    return codec.name if getattr(codec, "_is_text_encoding", True) else None


def _seconds(date: str) -> float | None:
    try:
        return parsedate_to_datetime(date).timestamp() if date else None
    except (ValueError, TypeError, IndexError, OverflowError):
        return None


def _no_constant(name: str) -> NoReturn:
    raise ValueError(f"{name} is no JSON")


def _whole(value: Any) -> Any:
    if isinstance(value, str):
        return _HALF_PAIR.sub("\ufffd", value)
    if isinstance(value, list):
        return [_whole(each) for each in value]
    if isinstance(value, dict):
        return {_whole(key): _whole(each) for key, each in value.items()}
    return value
