"""Looking whether somebody answered: threads that the reader wrote in, read while nobody looks.

A lively thread is looked at as often as sources are, a quieter one ever more rarely, and one in
which nothing happened for a month no more. What comes is stored as the comment pane stores it.
"""

import logging
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from desktop_app.core.articles import Article
from desktop_app.core.changes import ChangeSet, Publish
from desktop_app.core.clock import Clock
from desktop_app.core.errors import AppError, ErrorKind
from desktop_app.core.ids import ArticleId
from desktop_app.core.work import READ, WRITE, Work, on
from desktop_app.services.conversation import Conversation
from desktop_app.storage.answers import Answers as AnswersTable
from desktop_app.storage.answers import Said, Watched
from desktop_app.storage.articles import Articles
from desktop_app.storage.database import Database

log = logging.getLogger("daily8.services")

DAY = 86_400
LONGEST = 30 * DAY
MOST = 40
"""Threads that are followed; of more, the liveliest."""

_PACE = ((DAY, 1), (7 * DAY, 4), (LONGEST, 24))
"""How long nothing happened, and how many times rarer than a source it is looked at."""


@dataclass(frozen=True, slots=True)
class Answered:
    """What came in one thread, the newest first."""

    article: Article
    said: tuple[Said, ...]

    @property
    def to_me(self) -> tuple[Said, ...]:
        """What stands under comments of the reader."""
        return tuple(each for each in self.said if each.to_me)


class Answers:
    """Methods are Works. ``minutes``: how often a source is looked at, 0: not by itself."""

    def __init__(
        self,
        database: Database,
        conversation: Conversation,
        minutes: Callable[[], int],
        publish: Publish,
        clock: Clock,
    ) -> None:
        self._table = AnswersTable(database)
        self._articles = Articles(database)
        self._conversation = conversation
        self._minutes = minutes
        self._publish = publish
        self._clock = clock
        self._tried: dict[ArticleId, int] = {}  # also those that could not be read

    def next_due(self) -> Work[int | None]:
        """Return when ``look_when_due`` has something to do (Unix seconds); None: never."""
        minutes = self._minutes()
        if not minutes:
            return None
        watched: tuple[Watched, ...] = yield on(READ, self._watched)
        now = self._clock.now()
        times = [self._due_at(each, now, minutes) for each in watched]
        return max(now, min(times)) if times else None

    def look_when_due(self) -> Work[tuple[Answered, ...]]:
        """Read the threads whose time has come; return what others wrote in those told of."""
        minutes = self._minutes()
        if not minutes:
            return ()
        watched: tuple[Watched, ...] = yield on(READ, self._watched)
        now = self._clock.now()
        answered = []
        for each in watched:
            if self._due_at(each, now, minutes) <= now:
                found = yield from self._look(each)
                if found is not None and not each.silent:
                    answered.append(found)
        return tuple(answered)

    def silence(self, article_id: ArticleId, silent: bool) -> Work[None]:
        """Tell no more of a conversation, or tell of it again."""
        yield on(WRITE, self._table.set_silent, article_id, silent)
        self._publish(ChangeSet(threads=frozenset({article_id})))

    def _watched(self) -> tuple[Watched, ...]:
        return self._table.watched(self._clock.now() - LONGEST, MOST)

    def _due_at(self, thread: Watched, now: int, minutes: int) -> int:
        quiet = max(0, now - thread.lively_at)
        times = next((times for limit, times in _PACE if quiet <= limit), _PACE[-1][1])
        looked = max(thread.fetched_at or 0, self._tried.get(thread.article_id, 0))
        if looked > now:  # the clock was set back
            looked = now
        return looked + minutes * 60 * times

    def _look(self, thread: Watched) -> Work[Answered | None]:
        article_id = thread.article_id
        self._tried[article_id] = self._clock.now()
        newest: int = yield on(READ, self._table.newest, article_id)
        try:
            yield from self._conversation.refresh(article_id)
        except AppError as error:
            if error.kind is ErrorKind.CANCELLED:
                raise
            # What the first page brought is stored, and would never be told of later.
            log.info("no look for answers below article %d: %s", article_id, error.kind.value)
        found: Answered | None = yield on(READ, self._said, thread, newest)
        return found

    def _said(self, thread: Watched, newest: int) -> Answered | None:
        said: Iterable[Said] = self._table.said_after(thread.article_id, newest)
        if not thread.whole:  # some of it may be new to us, not to the reader
            said = [each for each in said if each.to_me]
        article = self._articles.get(thread.article_id)
        told = tuple(said)
        return Answered(article, told) if told and article is not None else None
