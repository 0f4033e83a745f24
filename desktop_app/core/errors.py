"""The one error that crosses rooms, with a closed set of kinds.

It is made at the seams (network, mapping, storage, credentials) and turned into a sentence and
a remedy in ``ui/errors.py``. Every other exception is a bug and goes to the crash report.
"""

from enum import Enum


class ErrorKind(Enum):
    """What went wrong, as far as a reader can act on it."""

    OFFLINE = "offline"  # no route, refused, reset before an answer
    DNS = "dns"  # the name does not exist
    TLS = "tls"  # certificate or handshake
    TIMEOUT = "timeout"  # connect, read or total deadline
    CAPTIVE_PORTAL = "captive_portal"  # a log-in page of a network stands between
    REDIRECT_LOOP = "redirect_loop"
    INSECURE = "insecure"  # a secret would have gone over plain http
    BLOCKED_ADDRESS = "blocked_address"  # scheme or host that we never open
    TOO_LARGE = "too_large"  # over the cap, also after decompression
    BAD_ANSWER = "bad_answer"  # not what the API promises: HTML for JSON, cut, wrong types
    NOT_FOUND = "not_found"
    GONE = "gone"  # 410: never ask again
    AUTH_MISSING = "auth_missing"  # needs a signed-in account
    AUTH_INVALID = "auth_invalid"  # the secret is not (or no longer) taken
    AUTH_UNAVAILABLE = "auth_unavailable"  # the site has application passwords switched off
    CAPTCHA = "captcha"
    FORBIDDEN = "forbidden"
    CLOSED = "closed"  # comments are closed
    DUPLICATE = "duplicate"
    RATE_LIMITED = "rate_limited"  # retry_after says when
    INVALID = "invalid"  # the server refuses what was written; detail says why
    SERVER = "server"  # 5xx
    UNSUPPORTED = "unsupported"  # the address is none of the APIs that we speak
    PROTECTED = "protected"  # needs the article's own password
    STORAGE = "storage"  # database or file cannot be read or written
    DISK_FULL = "disk_full"
    READ_ONLY = "read_only"  # the profile folder cannot be written
    NEWER_FILE = "newer_file"  # the database was written by a newer app
    CORRUPT = "corrupt"  # the database file is damaged
    NO_KEYSTORE = "no_keystore"
    KEYSTORE_LOCKED = "keystore_locked"
    KEYSTORE_TIMEOUT = "keystore_timeout"
    BAD_FILE = "bad_file"  # a file that the reader chose cannot be understood (OPML, settings)
    CANCELLED = "cancelled"


class AppError(Exception):
    """A failure that a reader can be told about.

    ``kind`` decides sentence and remedy. ``host`` is the server concerned, without user-info.
    ``retry_after`` is in seconds, counted from now. ``code`` is the server's own word for it
    (``comment_flood``), ``detail`` the server's sentence as plain text; neither holds a secret.
    ``maybe_sent`` says that a request that changes something may have arrived.
    """

    def __init__(
        self,
        kind: ErrorKind,
        *,
        host: str = "",
        code: str = "",
        detail: str = "",
        retry_after: float | None = None,
        maybe_sent: bool = False,
    ) -> None:
        super().__init__(kind, host, code, detail)
        self.kind = kind
        self.host = host
        self.code = code
        self.detail = detail
        self.retry_after = retry_after
        self.maybe_sent = maybe_sent

    def __str__(self) -> str:
        parts = (self.kind.value, self.host, self.code, self.detail)
        return ": ".join(part for part in parts if part)
