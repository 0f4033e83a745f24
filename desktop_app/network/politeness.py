"""Never more than a few requests at once for one host, and none while it wants to be left alone."""

import logging
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Protocol

from desktop_app.core.clock import Clock
from desktop_app.core.errors import AppError, ErrorKind
from desktop_app.network.answer import Answer
from desktop_app.network.guard import SLICE_SECONDS, Guard

log = logging.getLogger("daily8.network")

_BUSY_SECONDS = 30.0  # after the first 429 or 503 that does not say how long
_BUSY_MOST = 3_600.0
_TROUBLE_AFTER = 5  # failures in a row
_TROUBLE_SECONDS = 15.0
_TROUBLE_MOST = 900.0
_LONGEST = 86_400.0
"""No host is left alone for longer: neither for a huge Retry-After nor for a clock put back."""


class BackoffStore(Protocol):
    """Keeps over restarts until when each ``host:port`` is left alone. Any thread."""

    def load(self) -> dict[str, float]:
        """Return Unix seconds by ``host:port``."""
        ...

    def save(self, host: str, until: float) -> None:
        """Store one; ``until`` 0 forgets it."""
        ...


class MemoryBackoff:
    """Keeps them until the program ends."""

    def __init__(self) -> None:
        self._until: dict[str, float] = {}

    def load(self) -> dict[str, float]:
        """Return Unix seconds by ``host:port``."""
        return dict(self._until)

    def save(self, host: str, until: float) -> None:
        """Store one; ``until`` 0 forgets it."""
        if until:
            self._until[host] = until
        else:
            self._until.pop(host, None)


class Politeness:
    """Slots and back-off by ``host:port``. Any thread."""

    def __init__(self, store: BackoffStore, clock: Clock) -> None:
        self._store = store
        self._clock = clock
        self._changed = threading.Condition()
        self._busy: dict[str, int] = {}
        self._failures: dict[str, int] = {}
        self._until: dict[str, float] | None = None

    def check(self, place: str) -> None:
        """Raise RATE_LIMITED while ``place`` is left alone."""
        with self._changed:
            left = self._known().get(place, 0.0) - self._clock.now()
        if 0 < left <= _LONGEST:
            host = place.rpartition(":")[0]
            raise AppError(ErrorKind.RATE_LIMITED, host=host, code="backoff", retry_after=left)

    @contextmanager
    def slot(self, place: str, slots: int, guard: Guard) -> Iterator[None]:
        """Hold one of ``slots`` places; waiting does not use up the deadline. Raises CANCELLED."""
        began = time.monotonic()
        with self._changed:
            while self._busy.get(place, 0) >= slots:
                self._changed.wait(SLICE_SECONDS)
                guard.extend(time.monotonic() - began)
                began = time.monotonic()
                guard.check()
            self._busy[place] = self._busy.get(place, 0) + 1
        try:
            yield
        finally:
            with self._changed:
                self._busy[place] -= 1
                if not self._busy[place]:
                    del self._busy[place]
                self._changed.notify_all()

    def answered(self, place: str, answer: Answer, *, posting: bool) -> None:
        """Learn from an answer. A site's 429 to a posting may be about that posting alone."""
        wait = answer.retry_after
        if answer.status in (429, 503) and (wait is not None or not posting):
            failures = self._failed(place)
            if wait is None:
                wait = min(_BUSY_SECONDS * 2 ** min(failures - 1, 10), _BUSY_MOST)
            self._leave_alone(place, max(wait, 1.0))
        elif answer.status >= 500:
            self._in_trouble(place)
        else:
            self._well(place)

    def failed(self, place: str, error: AppError) -> None:
        """Learn from a failure; only those that cost the server something count."""
        if error.kind is ErrorKind.TIMEOUT or error.code in ("reset", "cut"):
            self._in_trouble(place)

    def _in_trouble(self, place: str) -> None:
        failures = self._failed(place)
        if failures >= _TROUBLE_AFTER:
            wait = _TROUBLE_SECONDS * 2 ** min(failures - _TROUBLE_AFTER, 10)
            self._leave_alone(place, min(wait, _TROUBLE_MOST))

    def _failed(self, place: str) -> int:
        with self._changed:
            self._failures[place] = self._failures.get(place, 0) + 1
            return self._failures[place]

    def _well(self, place: str) -> None:
        with self._changed:
            self._failures.pop(place, None)
            known = self._known().pop(place, None)
        if known is not None:
            self._save(place, 0.0)

    def _leave_alone(self, place: str, seconds: float) -> None:
        until = self._clock.now() + min(seconds, _LONGEST)
        with self._changed:
            if until <= self._known().get(place, 0.0) <= self._clock.now() + _LONGEST:
                return
            self._known()[place] = until
        log.info("%s is left alone for %.0f s", place, seconds)
        self._save(place, until)

    def _save(self, place: str, until: float) -> None:
        try:
            self._store.save(place, until)
        except AppError as error:
            log.info("back-off of %s is kept for this run only: %s", place, error)

    def _known(self) -> dict[str, float]:
        if self._until is None:
            try:
                self._until = dict(self._store.load())
            except AppError as error:
                log.info("no stored back-off: %s", error)
                self._until = {}
        return self._until
