"""What bounds one call while its bytes move: a deadline and the cancel token of the step."""

import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager

from desktop_app.core import cancel
from desktop_app.core.errors import AppError, ErrorKind

CONNECT_SECONDS = 10.0
READ_SECONDS = 15.0
SLICE_SECONDS = 0.1
"""The longest that a blocked call waits before it looks at the token again."""


class Guard:
    """Belongs to one call on one thread; the connection under it reads and marks it."""

    def __init__(self, seconds: float, host: str, read_seconds: float = READ_SECONDS) -> None:
        self.host = host
        self.read_seconds = read_seconds
        self.sent = False  # bytes of the request may have gone out
        self.received = False  # a byte of the answer came
        self.reused = False  # the connection had served before
        self._token = cancel.current()
        self._end = time.monotonic() + seconds

    def check(self) -> None:
        """Raise CANCELLED or TIMEOUT when the call must end now."""
        if self._token.cancelled:
            raise self.failure(ErrorKind.CANCELLED)
        if time.monotonic() >= self._end:
            raise self.failure(ErrorKind.TIMEOUT, "deadline")

    def failure(self, kind: ErrorKind, code: str = "") -> AppError:
        """Make the error that ends the call."""
        return AppError(kind, host=self.host, code=code, maybe_sent=self.sent)

    def remaining(self) -> float:
        """Return the seconds until the deadline, never below 0."""
        return max(0.0, self._end - time.monotonic())

    def extend(self, seconds: float) -> None:
        """Move the deadline: waiting for our own turn is not the server's fault."""
        self._end += seconds

    def fresh(self) -> None:
        """Forget what the connection marked, before another request of the same call."""
        self.sent = self.received = self.reused = False


_local = threading.local()


@contextmanager
def guarded_by(guard: Guard) -> Iterator[None]:
    """Make ``guard`` the one of this thread."""
    _local.guard = guard
    try:
        yield
    finally:
        _local.guard = None


def current_guard() -> Guard:
    """Return the guard of the call on this thread."""
    guard: Guard | None = getattr(_local, "guard", None)
    assert guard is not None, "a connection was used outside a call"
    return guard
