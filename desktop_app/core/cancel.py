"""Cooperative cancelling: a token is looked at between steps and between chunks of a download."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager

from desktop_app.core.errors import AppError, ErrorKind


class CancelToken:
    """Set once, never cleared. Any thread."""

    __slots__ = ("_event",)

    def __init__(self) -> None:
        self._event = threading.Event()

    def cancel(self) -> None:
        """Ask the work that looks at this token to stop."""
        self._event.set()

    @property
    def cancelled(self) -> bool:
        """Whether somebody asked to stop."""
        return self._event.is_set()

    def check(self) -> None:
        """Raise ``AppError(CANCELLED)`` when somebody asked to stop."""
        if self._event.is_set():
            raise AppError(ErrorKind.CANCELLED)

    def wait(self, seconds: float) -> bool:
        """Sleep for ``seconds`` or until cancelled; return whether it was cancelled."""
        return self._event.wait(seconds)


NEVER = CancelToken()
"""The token of work that nobody can cancel."""

_local = threading.local()


def current() -> CancelToken:
    """Return the token of the step that runs on this thread."""
    token: CancelToken = getattr(_local, "token", NEVER)
    return token


@contextmanager
def cancelled_by(token: CancelToken) -> Iterator[None]:
    """Make ``token`` the current one of this thread; runners wrap each step in it."""
    before = current()
    _local.token = token
    try:
        yield
    finally:
        _local.token = before
