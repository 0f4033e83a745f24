"""Is there a newer version? Asked once a day at most; nothing is downloaded, nothing is run."""

import logging
import random
from collections.abc import Callable
from typing import TYPE_CHECKING, Protocol

from desktop_app.core.clock import Clock
from desktop_app.core.errors import AppError, ErrorKind
from desktop_app.core.work import CPU, NET, READ, WRITE, Work, on
from desktop_app.system import releases
from desktop_app.system.channel import Channel
from desktop_app.system.releases import Release, is_newer

if TYPE_CHECKING:
    from desktop_app.network.http import Http

log = logging.getLogger("daily8.updates")

DAY = 86_400
AFTER_START = 60
_SPREAD = 7_200
"""Seconds over which the programs of many readers spread, so that they do not ask at once."""

_AGAIN = 3_600
"""Seconds until the next try after one that reached nobody."""

_ASKED, _SEEN, _SKIPPED = "updates.asked", "updates.seen", "updates.skipped"


class KeyValue(Protocol):
    """Where it is kept what was seen."""

    def get(self, key: str) -> str | None:
        """Return a value, None when there is none."""
        ...

    def set(self, key: str, value: str) -> None:
        """Keep a value."""
        ...


class Updates:
    """Methods that are Works say so. ``wanted``: whether the reader lets us look."""

    def __init__(
        self,
        http: "Callable[[], Http]",
        meta: KeyValue,
        channel: Channel,
        version: str,
        wanted: Callable[[], bool],
        clock: Clock,
    ) -> None:
        self._http = http
        self._meta = meta
        self.channel = channel
        self.version = version
        """The version that runs."""
        self._wanted = wanted
        self._clock = clock
        self._started = clock.now()
        self._wait = random.randrange(_SPREAD)  # noqa: S311 - no secret
        self._not_before = 0
        self._asked: str | None = None
        self.newer: Release | None = None
        """What the last look found, None when nothing newer. Main thread."""

    def next_due(self) -> Work[int | None]:
        """Return when ``look`` is due by itself (Unix seconds), None: never."""
        if not self.channel.offered or not self._wanted():
            return None
        if self._asked is None:
            self._asked = (yield on(READ, self._meta.get, _ASKED)) or "0"
        asked = self._asked
        now = self._clock.now()
        # Not later than that: the clock may have been put back meanwhile.
        first = min(max(self._started + AFTER_START, self._not_before), now + _AGAIN)
        last = int(asked) if asked.isdecimal() else 0
        if last == 0 or last > now:  # never, or the clock was put back
            return first
        return max(first, last + DAY + self._wait)

    def look(self) -> Work[Release | None]:
        """Ask the feed; return a version that is newer than this one and was not skipped.

        Raises UNSUPPORTED when this build has no feed, what ``Http.get`` raises, and BAD_ANSWER
        or TOO_LARGE with a ``code`` that begins with ``update_``: as ``releases.read`` does,
        ``update_older`` for a feed from before one that was seen already, and ``update_plain``
        with BLOCKED_ADDRESS when the page for it leads out of https.
        """
        release = yield from self._release()
        skipped: str | None = yield on(READ, self._meta.get, _SKIPPED)
        return release if release is not None and release.version != skipped else None

    def look_when_due(self) -> Work[Release | None]:
        """Do what ``look`` does, but not before its time. Raises as ``look``."""
        due = yield from self.next_due()
        if due is None or due > self._clock.now():
            return None
        return (yield from self.look())

    def look_again(self) -> Work[Release | None]:
        """Ask for a reader who wants to know: a skipped version counts. Raises as ``look``."""
        return (yield from self._release())

    def skip(self, version: str) -> Work[None]:
        """Say no more of this version."""
        self.newer = None
        yield on(WRITE, self._meta.set, _SKIPPED, version)

    def _release(self) -> Work[Release | None]:
        if not self.channel.offered:
            raise AppError(ErrorKind.UNSUPPORTED, code="update_not_offered")
        self._not_before = self._clock.now() + _AGAIN  # nobody may have been reached
        data: bytes = yield on(NET, self._fetch)
        now = self._clock.now()
        self._asked = str(now)
        yield on(WRITE, self._meta.set, _ASKED, self._asked)
        release: Release = yield on(CPU, releases.read, data, self.channel.keys, now)
        yield on(WRITE, self._remember, release)
        self.newer = release if is_newer(release.version, self.version) else None
        return self.newer

    def _fetch(self) -> bytes:
        try:
            answer = self._http().get(self.channel.address, cap=releases.CAP, stays_secret=True)
        except AppError as error:
            if error.kind is ErrorKind.TOO_LARGE:
                raise AppError(error.kind, host=error.host, code="update_large") from error
            if error.kind is ErrorKind.BAD_ANSWER:
                raise AppError(error.kind, host=error.host, code="update_cut") from error
            if error.code == "plain":
                raise AppError(error.kind, host=error.host, code="update_plain") from error
            raise
        answer.raise_for_status()
        return answer.body

    def _remember(self, release: Release) -> None:
        """Keep the newest date and version that was ever signed; refuse what is older."""
        date, version = _seen(self._meta.get(_SEEN))
        again = release.date == date and is_newer(version, release.version)
        if release.date < date or again:
            log.info("a feed of %s after one of %s", release.date, date)
            raise AppError(ErrorKind.BAD_ANSWER, code="update_older")
        self._meta.set(_SEEN, f"{release.date} {release.version}")


def _seen(text: str | None) -> tuple[int, str]:
    date, _, version = (text or "").partition(" ")
    return (int(date), version) if date.isdecimal() and version else (0, "0")
