"""Reading: lists, articles, read and saved marks, searching, and paging back to the first day."""

import logging
import time
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from desktop_app.core.articles import (
    Article,
    Body,
    BodyState,
    Counts,
    FoundArticle,
    ListCursor,
    ListKind,
    ListPage,
    ListQuery,
)
from desktop_app.core.changes import ChangeSet, Publish
from desktop_app.core.clock import Clock
from desktop_app.core.errors import AppError, ErrorKind
from desktop_app.core.ids import ArticleId, SourceId
from desktop_app.core.sources import Source
from desktop_app.core.work import CPU, READ, SEARCH, WRITE, Work, on
from desktop_app.services import decide, paging
from desktop_app.services.doors import OpenSource
from desktop_app.sources.base import FetchesBody, ListsOlder, Searches
from desktop_app.storage.articles import Articles
from desktop_app.storage.database import SLICE, Database
from desktop_app.storage.search import Search
from desktop_app.storage.sources import Sources
from desktop_app.text.urls import clean_link

if TYPE_CHECKING:
    from desktop_app.storage.stories import Stories

log = logging.getLogger("daily8.services")

_PAGES_AT_ONCE = 20
"""Pages that one call of ``older`` looks through for something new."""


_Ids = tuple[ArticleId, ...]
_Mark = Callable[[Iterable[ArticleId], bool], _Ids]


@dataclass(frozen=True, slots=True)
class OpenedArticle:
    """An article as the reader sees it.

    ``error`` says why there is no (fuller) text. ``more``: what stands in ``body`` is an excerpt
    and ``complete`` may bring the whole text. ``stale``: the article was edited since its text
    was fetched; ``complete`` brings the new one.
    """

    article: Article
    body: Body | None
    source: Source
    error: AppError | None = None
    more: bool = False
    stale: bool = False


class Reading:
    """All methods are Works; each names what it raises besides the AppErrors of storage."""

    def __init__(
        self,
        database: Database,
        open_source: OpenSource,
        publish: Publish,
        clock: Clock,
        with_stories: Callable[[], bool] = bool,
    ) -> None:
        self._database = database
        self._with_stories = with_stories
        self._articles = Articles(database)
        self._sources = Sources(database)
        self._search = Search(database)
        self._open = open_source
        self._publish = publish
        self._clock = clock

    def page(self, query: ListQuery, cursor: ListCursor | None = None) -> Work[ListPage]:
        """Return one page of a list. Raises CANCELLED for a search that the next one stopped."""
        page: ListPage
        if query.kind is ListKind.SEARCH:
            page = yield on(SEARCH, self._articles.page, query, cursor)
        elif self._with_stories():
            page = yield on(READ, self._stories.page, query, cursor)
        else:
            page = yield on(READ, self._articles.page, query, cursor)
        return page

    @cached_property
    def _stories(self) -> "Stories":
        from desktop_app.storage.stories import Stories

        return Stories(self._database)

    def stored(self, article_id: ArticleId) -> Work[Article | None]:
        """Return an article as it is stored; None when it is gone. Asks no site."""
        article: Article | None = yield on(READ, self._articles.get, article_id)
        return article

    def open(self, article_id: ArticleId) -> Work[OpenedArticle]:
        """Return what is stored; fetch the text when there is none. Raises NOT_FOUND.

        When it cannot be fetched, the article comes with ``error`` (PROTECTED: see ``unlock``).
        """
        opened: OpenedArticle = yield on(READ, self._stored, article_id)
        if opened.body is not None:
            return opened
        try:
            yield from self._fetch(opened, None)
        except AppError as error:
            if error.kind is ErrorKind.CANCELLED:
                raise
            return OpenedArticle(opened.article, None, opened.source, error)
        again: OpenedArticle = yield on(READ, self._stored, article_id)
        return again

    def complete(self, article_id: ArticleId) -> Work[bool]:
        """Fetch the whole text of an article whose list gave an excerpt; publish it as a body.

        Return whether it is there now. Raises NOT_FOUND and what ``FetchesBody.body`` raises.
        """
        opened: OpenedArticle = yield on(READ, self._stored, article_id)
        yield from self._fetch(opened, None)
        article: Article | None = yield on(READ, self._articles.get, article_id)
        return article is not None and article.body_state is BodyState.FULL

    def unlock(self, article_id: ArticleId, password: str) -> Work[OpenedArticle]:
        """Fetch an article that has its own password. Raises PROTECTED when that is wrong."""
        opened: OpenedArticle = yield on(READ, self._stored, article_id)
        yield from self._fetch(opened, password)
        again: OpenedArticle = yield on(READ, self._stored, article_id)
        return again

    def article_by_url(self, url: str) -> Work[Article | None]:
        """Return the stored article of an address, with or without tracking parameters."""
        found: Article | None = yield on(READ, self._by_url, url)
        return found

    def mark_read(self, ids: Iterable[ArticleId], read: bool = True) -> Work[tuple[ArticleId, ...]]:
        """Mark articles; return those that changed, which is what undoing takes."""
        return (yield from self._mark(tuple(ids), self._articles.set_read, read))

    def mark_all_read(self, query: ListQuery) -> Work[tuple[ArticleId, ...]]:
        """Mark everything that a list holds, listed yet or not; return those that changed."""
        lane = SEARCH if query.kind is ListKind.SEARCH else READ
        ids: tuple[ArticleId, ...] = yield on(lane, self._articles.matching_ids, query)
        return (yield from self._mark(ids, self._articles.set_read, True))

    def save(self, ids: Iterable[ArticleId], saved: bool = True) -> Work[tuple[ArticleId, ...]]:
        """Keep articles for later, or no longer; return those that changed."""
        return (yield from self._mark(tuple(ids), self._articles.set_saved, saved))

    def keep_position(self, article_id: ArticleId, position: float) -> Work[None]:
        """Remember how far the text was read, 0 to 1 of its height."""
        yield on(WRITE, self._articles.keep_position, article_id, position)

    def counts(self, since: int | None = None) -> Work[Counts]:
        """Return the numbers of the sidebar; ``since``: the first second of the reader's day."""
        start = start_of_day(self._clock.now()) if since is None else since
        counts: Counts = yield on(READ, self._articles.counts, start)
        if self._with_stories():
            counts = yield on(READ, self._stories.counted, counts, start)
        return counts

    def next_unread(self, query: ListQuery, after: ListCursor | None) -> Work[Article | None]:
        """Return the first unread article of a list below ``after`` (None: from the top)."""
        article: Article | None
        if query.kind is ListKind.SEARCH:
            article = yield on(SEARCH, self._articles.next_unread, query, after)
        elif self._with_stories():
            article = yield on(READ, self._stories.next_unread, query, after)
        else:
            article = yield on(READ, self._articles.next_unread, query, after)
        return article

    def search(
        self, text: str, source_id: SourceId | None = None, limit: int = 50
    ) -> Work[tuple[Article, ...]]:
        """Search everything stored, newest first. Raises CANCELLED when the next one began."""
        found: tuple[Article, ...] = yield on(SEARCH, self._search.find, text, limit, source_id)
        return found

    def search_site(self, source_id: SourceId, text: str) -> Work[tuple[Article, ...]]:
        """Search on the source's own site; hits are stored and come best first.

        Raises UNSUPPORTED when it cannot search, NOT_FOUND, and what ``Searches.search`` raises.
        """
        source: Source = yield on(READ, self._source, source_id)
        adapter = yield on(CPU, self._open, source)
        if not isinstance(adapter, Searches):
            raise AppError(ErrorKind.UNSUPPORTED, code="no_search")
        page = yield from adapter.search(text)
        now = self._clock.now()
        kept = decide.to_store(page.items, now)
        report = yield on(WRITE, self._articles.store, source_id, kept, now)
        self._tell_new(source_id, report.new)
        hits: tuple[Article, ...] = yield on(
            READ, self._by_remote, source_id, [each.remote_id for each in kept]
        )
        return hits

    def older(self, query: ListQuery) -> Work[int]:
        """Fetch what lies below the stored end of a source or section; 0 is the very end.

        Return how many articles are new. Raises what ``ListsOlder.older`` raises.
        """
        place: tuple[Source, str | None] | None = yield on(READ, self._list_of, query)
        if place is None:
            return 0
        source, section = place
        adapter = yield on(CPU, self._open, source)
        if not isinstance(adapter, ListsOlder):
            return 0
        reached: paging.Place = yield on(READ, paging.place, self._sources, source.id, section)
        for _ in range(_PAGES_AT_ONCE):
            if reached.end:
                return 0
            page = yield from adapter.older(section, reached.cursor)
            reached = paging.Place(page.next, end=page.next is None)
            new: tuple[ArticleId, ...] = yield on(
                WRITE, self._store_older, source.id, section, page.items, reached
            )
            if new:
                self._tell_new(source.id, new)
                return len(new)
        return 0

    def _mark(self, ids: Sequence[ArticleId], mark: _Mark, on_: bool) -> Work[_Ids]:
        changed: list[ArticleId] = []
        for start in range(0, len(ids), SLICE):
            part: _Ids = yield on(WRITE, mark, ids[start : start + SLICE], on_)
            changed.extend(part)
            if part:
                self._publish(ChangeSet(changed_articles=frozenset(part), sidebar=True))
        return tuple(changed)

    def _fetch(self, opened: OpenedArticle, password: str | None) -> Work[None]:
        adapter = yield on(CPU, self._open, opened.source)
        if not isinstance(adapter, FetchesBody):
            raise AppError(ErrorKind.UNSUPPORTED, code="no_body")
        found = yield from adapter.body(opened.article, password)
        yield on(WRITE, self._articles.store_body, opened.article.id, found, self._clock.now())
        self._publish(ChangeSet(bodies=frozenset({opened.article.id})))

    def _stored(self, article_id: ArticleId) -> OpenedArticle:
        article = self._articles.get(article_id)
        if article is None:
            raise AppError(ErrorKind.NOT_FOUND)
        body = self._articles.body(article_id)
        excerpt = body is not None and body.state is BodyState.EXCERPT
        stale = body is not None and not excerpt and (article.updated_at or 0) > body.fetched_at
        source = self._source(article.source_id)
        return OpenedArticle(article, body, source, more=excerpt, stale=stale)

    def _source(self, source_id: SourceId) -> Source:
        source = self._sources.get(source_id)
        if source is None:
            raise AppError(ErrorKind.NOT_FOUND)
        return source

    def _by_url(self, url: str) -> Article | None:
        return self._articles.by_url(url) or self._articles.by_url(clean_link(url))

    def _by_remote(self, source_id: SourceId, remote_ids: Sequence[str]) -> tuple[Article, ...]:
        known = self._articles.by_remote(source_id, remote_ids)
        return self._articles.get_many(known[each].id for each in remote_ids if each in known)

    def _list_of(self, query: ListQuery) -> tuple[Source, str | None] | None:
        if query.kind is ListKind.SOURCE and query.source_id is not None:
            return self._source(query.source_id), None
        if query.kind is ListKind.SECTION:
            for source in self._sources.all():
                for section in self._sources.sections(source.id):
                    if section.id == query.section_id:
                        return source, section.remote_id
        return None

    def _store_older(
        self,
        source_id: SourceId,
        section: str | None,
        found: Sequence[FoundArticle],
        reached: paging.Place,
    ) -> _Ids:
        now = self._clock.now()
        with self._database.write():
            report = self._articles.store(source_id, decide.to_store(found, now), now)
            paging.keep(self._sources, source_id, section, reached)
        return report.new

    def _tell_new(self, source_id: SourceId, new: _Ids) -> None:
        if new:
            self._publish(
                ChangeSet(new_articles=frozenset(new), sources=frozenset({source_id}), sidebar=True)
            )


def start_of_day(now: int) -> int:
    """Return the first second of the reader's own day, Unix seconds."""
    day = time.localtime(now)
    return int(time.mktime((day.tm_year, day.tm_mon, day.tm_mday, 0, 0, 0, 0, 0, -1)))
