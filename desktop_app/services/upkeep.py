"""Keeping the profile small: old articles, sources removed for good, pictures over the limit."""

from collections.abc import Callable

from desktop_app.core.changes import ChangeSet, Publish
from desktop_app.core.clock import Clock
from desktop_app.core.ids import ArticleId
from desktop_app.core.work import READ, WRITE, Work, on, pause
from desktop_app.services import decide
from desktop_app.services.images import Images
from desktop_app.storage.articles import Articles
from desktop_app.storage.database import Database
from desktop_app.storage.meta import Meta
from desktop_app.storage.sources import Sources

_LAST = "upkeep_at"
_DAY = 86_400
_UNDO_SECONDS = 3_600
_BREATH = 0.05
"""Seconds between two slices: what the reader does goes in between."""


class Upkeep:
    """Methods are Works. ``keep_days`` says for how long read or not, unsaved articles stay."""

    def __init__(
        self,
        database: Database,
        images: Images,
        keep_days: Callable[[], int],
        publish: Publish,
        clock: Clock,
    ) -> None:
        self._articles = Articles(database)
        self._sources = Sources(database)
        self._meta = Meta(database)
        self._images = images
        self._keep_days = keep_days
        self._publish = publish
        self._clock = clock

    def daily(self) -> Work[bool]:
        """Do it all unless that was done within a day; return whether it was done now."""
        now = self._clock.now()
        last: str | None = yield on(READ, self._meta.get, _LAST)
        if last is not None and last.isdecimal() and 0 <= now - int(last) < _DAY:
            return False
        yield from self.prune()
        while (yield on(WRITE, self._sources.purge, now - _UNDO_SECONDS)):
            yield pause(_BREATH)
        yield from self._images.tidy()
        yield on(WRITE, self._meta.set, _LAST, str(now))
        return True

    def prune(self) -> Work[int]:
        """Delete articles older than the reader keeps them; return how many.

        They age by the newest article that is stored: a clock that runs years ahead, or a year
        without a look, makes nothing old.
        """
        newest: int | None = yield on(READ, self._articles.newest)
        now = min(self._clock.now(), (newest or 0) + decide.AHEAD)
        older_than = now - self._keep_days() * _DAY
        count = 0
        while True:
            gone: tuple[ArticleId, ...] = yield on(WRITE, self._articles.prune, older_than, now)
            if not gone:
                return count
            count += len(gone)
            self._publish(ChangeSet(removed_articles=frozenset(gone), sidebar=True))
            yield pause(_BREATH)
