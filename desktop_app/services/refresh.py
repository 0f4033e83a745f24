"""Looking for news: many sources at once, each stored in one transaction and told at once."""

import logging
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from desktop_app.core.changes import ChangeSet, Publish
from desktop_app.core.clock import Clock
from desktop_app.core.errors import AppError, ErrorKind
from desktop_app.core.ids import ArticleId, SourceId
from desktop_app.core.sources import Source, SyncState
from desktop_app.core.work import CPU, READ, WRITE, Work, gather, on
from desktop_app.services import decide, paging
from desktop_app.services.doors import OpenSource
from desktop_app.services.schedule import next_refresh
from desktop_app.sources.base import ListsArticles, ListsOlder, Refreshed
from desktop_app.storage.articles import Articles
from desktop_app.storage.database import Database
from desktop_app.storage.sources import Sources
from desktop_app.text.urls import origin

log = logging.getLogger("daily8.services")

AT_ONCE = 16
USUAL_MINUTES = 30
_EACH_HOST = 2
"""Requests that a host takes at once; more would only hold threads."""


@dataclass(frozen=True, slots=True)
class RefreshReport:
    """What a refresh brought: ids that are new, why sources failed, how many had nothing new."""

    new: tuple[ArticleId, ...]
    failed: dict[SourceId, AppError]
    unchanged: int


@dataclass(frozen=True, slots=True)
class _One:
    source_id: SourceId
    new: tuple[ArticleId, ...] = ()
    changed: tuple[ArticleId, ...] = ()
    error: AppError | None = None


Arrived = Callable[[Sequence[ArticleId]], Work[None]]
"""Hears what was stored before the lists do; it must not fail."""


class Refresh:
    """All methods are Works. ``minutes``: how often a source is looked at, 0: not by itself."""

    def __init__(
        self,
        database: Database,
        open_source: OpenSource,
        minutes: Callable[[], int],
        publish: Publish,
        clock: Clock,
        arrived: Arrived | None = None,
    ) -> None:
        self._arrived = arrived
        self._database = database
        self._articles = Articles(database)
        self._sources = Sources(database)
        self._open = open_source
        self._minutes = minutes
        self._publish = publish
        self._clock = clock
        self._under_way: set[SourceId] = set()

    def all(self) -> Work[RefreshReport]:
        """Refresh every source that is not gone."""
        sources: tuple[Source, ...] = yield on(READ, self._sources.all)
        return (yield from self._many([each for each in sources if not each.gone]))

    def due(self) -> Work[RefreshReport]:
        """Refresh the sources whose time has come."""
        sources: tuple[Source, ...] = yield on(READ, self._sources.all)
        now, minutes = self._clock.now(), self._interval()
        due = [
            each for each in sources if not each.gone and decide.due_at(each, now, minutes) <= now
        ]
        return (yield from self._many(due))

    def next_due(self) -> Work[int | None]:
        """Return when ``due`` has something to do (Unix seconds).

        None: never, there is no source or the reader does not want it.
        """
        sources: tuple[Source, ...] = yield on(READ, self._sources.all)
        return next_refresh(sources, self._clock.now(), self._minutes())

    def source(self, source_id: SourceId) -> Work[RefreshReport]:
        """Refresh one source, also one that answered 410 before. Raises NOT_FOUND."""
        source: Source | None = yield on(READ, self._sources.get, source_id)
        if source is None:
            raise AppError(ErrorKind.NOT_FOUND)
        return (yield from self._many([source]))

    def _interval(self) -> int:
        """Minutes between two looks at a source; some, even when none happen by themselves."""
        return self._minutes() or USUAL_MINUTES

    def _many(self, sources: Sequence[Source]) -> Work[RefreshReport]:
        results: list[_One] = []
        outcomes = yield gather([self._chain(each) for each in _chains(sources)], AT_ONCE)
        for outcome in outcomes:
            if isinstance(outcome, AppError):
                raise outcome
            results.extend(outcome)
        self._publish(ChangeSet(sources=frozenset(each.source_id for each in results)))
        return RefreshReport(
            tuple(id_ for each in results for id_ in each.new),
            {each.source_id: each.error for each in results if each.error is not None},
            sum(1 for each in results if not each.new and not each.changed and not each.error),
        )

    def _chain(self, sources: Sequence[Source]) -> Work[list[_One]]:
        results: list[_One] = []
        for source in sources:
            result = yield from self._one(source)
            results.append(result)
        return results

    def _one(self, source: Source) -> Work[_One]:
        if source.id in self._under_way:  # by hand while the timer does it, or the other way round
            return _One(source.id)
        self._under_way.add(source.id)
        try:
            return (yield from self._looked(source))
        finally:
            self._under_way.discard(source.id)

    def _looked(self, source: Source) -> Work[_One]:
        try:
            result = yield from self._look(source)
        except AppError as error:
            if error.kind is ErrorKind.CANCELLED:
                raise
            log.info("%s: %s", source.title, error)
            yield on(WRITE, self._store_failure, source, error)
            self._publish(ChangeSet(sources=frozenset({source.id})))
            return _One(source.id, error=error)
        if result.new and self._arrived is not None:
            yield from self._arrived(result.new)
        if result.new or result.changed or source.problem is not None:
            self._tell(result)
        return result

    def _look(self, source: Source) -> Work[_One]:
        adapter = yield on(CPU, self._open, source)
        if not isinstance(adapter, ListsArticles):
            raise AppError(ErrorKind.UNSUPPORTED, code="no_list")
        lists: tuple[tuple[str | None, SyncState], ...] = yield on(READ, self._lists, source.id)
        result = _One(source.id)
        for section, state in lists:
            try:
                found = yield from adapter.refresh(section, state)
            except AppError:
                self._tell(result)  # what earlier sections brought is stored already
                raise
            part: _One = yield on(WRITE, self._store, source, section, found, adapter)
            result = _One(source.id, (*result.new, *part.new), (*result.changed, *part.changed))
        yield on(WRITE, self._store_success, source.id)
        return result

    def _tell(self, result: _One) -> None:
        self._publish(
            ChangeSet(
                new_articles=frozenset(result.new),
                changed_articles=frozenset(result.changed),
                sources=frozenset({result.source_id}),
                sidebar=True,
            )
        )

    def _lists(self, source_id: SourceId) -> tuple[tuple[str | None, SyncState], ...]:
        sections = self._sources.sections(source_id)
        followed: list[str | None] = [each.remote_id for each in sections if each.followed]
        return tuple((each, self._sources.state(source_id, each)) for each in followed or [None])

    def _store(
        self, source: Source, section: str | None, found: Refreshed, adapter: object
    ) -> _One:
        now = self._clock.now()
        with self._database.write():
            kept = decide.to_store(found.articles, now)
            report = self._articles.store(source.id, kept, now)
            self._sources.set_state(source.id, section, found.state)
            if isinstance(adapter, ListsOlder):
                paging.start_below(self._sources, adapter, source.id, section, kept)
            fields = decide.changed_info(source, found.info)
            if found.moved_to:
                self._sources.move_to(source.id, found.moved_to)
            if fields:
                self._sources.update(source.id, **fields)
        return _One(source.id, report.new, report.changed)

    def _store_success(self, source_id: SourceId) -> None:
        now = self._clock.now()
        due_at = decide.due_after_success(source_id, now, self._interval())
        with self._database.write():
            self._sources.set_refreshed(source_id, now, due_at)
            self._sources.set_problem(source_id, None)
            self._sources.update(source_id, gone=False)

    def _store_failure(self, source: Source, error: AppError) -> None:
        now = self._clock.now()
        problem = decide.problem_of(error, source.problem, now)
        due_at = decide.due_after_failure(error, problem, now, self._interval())
        with self._database.write():
            self._sources.set_problem(source.id, problem)
            self._sources.update(source.id, due_at=due_at, gone=error.kind is ErrorKind.GONE)


def _chains(sources: Sequence[Source]) -> list[list[Source]]:
    """Return at most two queues for each host, so that a crowded host holds two threads."""
    hosts: dict[str, list[list[Source]]] = {}
    for source in sources:
        queues = hosts.setdefault(origin(source.base_url), [])
        if len(queues) < _EACH_HOST:
            queues.append([source])
        else:
            min(queues, key=len).append(source)
    return [queue for queues in hosts.values() for queue in queues]
