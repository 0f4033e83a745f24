"""Sources: found by any address, added, ordered, muted, removed and brought back."""

import logging
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from desktop_app.core.articles import Counts, FoundArticle, ListKind, ListQuery
from desktop_app.core.changes import ChangeSet, Publish
from desktop_app.core.clock import Clock
from desktop_app.core.errors import AppError, ErrorKind
from desktop_app.core.ids import ArticleId, FolderId, SourceId
from desktop_app.core.sources import (
    Capability,
    Folder,
    FoundSection,
    FoundSource,
    Section,
    Source,
    SyncState,
)
from desktop_app.core.work import CPU, HEAVY, READ, WRITE, Work, gather, on
from desktop_app.services.doors import OpenSource
from desktop_app.services.reading import start_of_day
from desktop_app.services.refresh import Refresh
from desktop_app.sources.base import ListsArticles, ListsSections, capabilities
from desktop_app.storage.accounts import AccountsTable
from desktop_app.storage.articles import Articles
from desktop_app.storage.database import Database
from desktop_app.storage.sources import RemovedSource, Sources

if TYPE_CHECKING:
    from desktop_app.network.http import Http
    from desktop_app.services.catalogue import CatalogueEntry
    from desktop_app.services.opml import ImportReport as ImportReport
    from desktop_app.sources.discovery import Discovery
    from desktop_app.sources.feed.wire import ParsedFeed

log = logging.getLogger("daily8.services")

_AT_ONCE = 4


@dataclass(frozen=True, slots=True)
class Candidate:
    """One thing that an address may be, with its newest articles. ``already``: it is added."""

    found: FoundSource
    sections: tuple[FoundSection, ...]
    preview: tuple[FoundArticle, ...]
    already: SourceId | None = None


@dataclass(frozen=True, slots=True)
class Discovered:
    """What an address turned out to be; ``article_url``: it was the page of an article."""

    candidates: tuple[Candidate, ...]
    article_url: str | None = None


@dataclass(frozen=True, slots=True)
class Sidebar:
    """All that the sidebar shows."""

    folders: tuple[Folder, ...]
    sources: tuple[Source, ...]
    counts: Counts

    @property
    def problems(self) -> tuple[Source, ...]:
        """The sources that could not be refreshed."""
        return tuple(each for each in self.sources if each.problem is not None)


class Subscribing:
    """All methods are Works; each names what it raises besides the AppErrors of storage."""

    def __init__(
        self,
        database: Database,
        http: "Callable[[], Http]",
        open_source: OpenSource,
        refresh: Refresh,
        publish: Publish,
        clock: Clock,
        with_stories: Callable[[], bool] = bool,
    ) -> None:
        self._with_stories = with_stories
        self._database = database
        self._articles = Articles(database)
        self._sources = Sources(database)
        self._http = http
        self._open = open_source
        self._refresh = refresh
        self._publish = publish
        self._clock = clock

    def discover(self, address: str) -> Work[Discovered]:
        """Find out what an address is. Raises UNSUPPORTED when it is nothing that we read.

        Candidates that cannot be read are left out; when none can, the first one's error is
        raised.
        """
        work: Work[Discovery] = yield on(CPU, self._discovery, address)
        discovery = yield from work
        looked = yield gather([self._look(each) for each in discovery.candidates], _AT_ONCE)
        candidates = tuple(each for each in looked if isinstance(each, Candidate))
        if not candidates:
            raise next(iter(looked), None) or AppError(ErrorKind.UNSUPPORTED)
        return Discovered(candidates, discovery.article_url)

    def add_to(
        self, candidate: Candidate, followed: frozenset[str], folder: FolderId | str | None = None
    ) -> Work[SourceId]:
        """Add a source into a folder, or into a new one of the title ``folder``."""
        if isinstance(folder, str):
            made: Folder = yield on(WRITE, self._sources.add_folder, folder)
            folder = made.id
        return (yield from self.add(candidate, followed, folder))

    def add(
        self, candidate: Candidate, followed: frozenset[str], folder_id: FolderId | None = None
    ) -> Work[SourceId]:
        """Add a source, following these sections (none: all of it), and fetch its news.

        News that cannot be fetched are no reason not to add it: the source then tells its problem.
        """
        source: Source = yield on(WRITE, self._add, candidate, followed, folder_id)
        self._tell(source.id)
        yield from self._refresh.source(source.id)
        return source.id

    def sidebar(self, since: int | None = None) -> Work[Sidebar]:
        """Return what the sidebar shows; ``since``: the first second of the reader's day."""
        start = start_of_day(self._clock.now()) if since is None else since
        sidebar: Sidebar = yield on(READ, self._sidebar, start)
        return sidebar

    def abilities(self, source_id: SourceId) -> Work[frozenset[Capability]]:
        """Return what a source can do. Raises NOT_FOUND."""
        source: Source = yield on(READ, self._source, source_id)
        adapter = yield on(CPU, self._open, source)
        return capabilities(adapter)

    def remove(self, source_id: SourceId) -> Work[RemovedSource]:
        """Take a source away with all its articles; ``restore`` undoes it."""
        ids: tuple[ArticleId, ...] = yield on(READ, self._article_ids, source_id)
        removed: RemovedSource = yield on(WRITE, self._sources.remove, source_id)
        self._publish(
            ChangeSet(removed_articles=frozenset(ids), sources=frozenset({source_id}), sidebar=True)
        )
        return removed

    def restore(self, removed: RemovedSource) -> Work[None]:
        """Bring back what ``remove`` took away."""
        yield on(WRITE, self._sources.restore, removed)
        ids: tuple[ArticleId, ...] = yield on(READ, self._article_ids, removed.id)
        self._publish(
            ChangeSet(new_articles=frozenset(ids), sources=frozenset({removed.id}), sidebar=True)
        )

    def rename(self, source_id: SourceId, title: str) -> Work[None]:
        """Give a source another title; an empty one changes nothing."""
        if title.strip():
            yield from self._update(source_id, title=title.strip())

    def move_site(self, source_id: SourceId, found: FoundSource) -> Work[None]:
        """Give a source the address that its site has now; its accounts come along."""
        yield on(WRITE, self._move_site, source_id, found)
        self._tell(source_id)

    def mute(self, source_id: SourceId, muted: bool) -> Work[None]:
        """Keep a source out of Today, Unread and its folder, or let it in again."""
        yield from self._update(source_id, muted=muted)

    def notify(self, source_id: SourceId, told: bool | None) -> Work[None]:
        """Tell of a source's new articles in notifications or not; None: as the settings say."""
        yield from self._update(source_id, notify=told)

    def move(
        self, source_ids: Sequence[SourceId], folder_id: FolderId | None, position: int
    ) -> Work[None]:
        """Put sources into a folder (None: out of all), before what stands at ``position``."""
        yield on(WRITE, self._move, source_ids, folder_id, position)
        self._publish(ChangeSet(sources=frozenset(source_ids), sidebar=True))

    def add_folder(self, title: str) -> Work[Folder]:
        """Make a folder at the end."""
        folder: Folder = yield on(WRITE, self._sources.add_folder, title)
        self._publish(ChangeSet(sidebar=True))
        return folder

    def rename_folder(self, folder_id: FolderId, title: str) -> Work[None]:
        """Give a folder another title."""
        yield on(WRITE, self._sources.rename_folder, folder_id, title)
        self._publish(ChangeSet(sidebar=True))

    def remove_folder(self, folder_id: FolderId) -> Work[None]:
        """Remove a folder; its sources move out of it."""
        yield on(WRITE, self._sources.remove_folder, folder_id)
        self._publish(ChangeSet(sidebar=True))

    def collapse_folder(self, folder_id: FolderId, collapsed: bool) -> Work[None]:
        """Remember whether a folder is shut. Nobody is told: it is the sidebar itself."""
        yield on(WRITE, self._sources.collapse_folder, folder_id, collapsed)

    def sections(self, source_id: SourceId) -> Work[tuple[Section, ...]]:
        """Return the sections of a source as they are stored."""
        found: tuple[Section, ...] = yield on(READ, self._sources.sections, source_id)
        return found

    def fetch_sections(self, source_id: SourceId) -> Work[tuple[Section, ...]]:
        """Ask the source for its sections anew. Raises NOT_FOUND and what ``sections`` raises."""
        source: Source = yield on(READ, self._source, source_id)
        adapter = yield on(CPU, self._open, source)
        if isinstance(adapter, ListsSections):
            found = yield from adapter.sections()
            yield on(WRITE, self._sources.store_sections, source_id, found)
            self._tell(source_id)
        return (yield from self.sections(source_id))

    def follow(self, source_id: SourceId, remote_ids: Iterable[str]) -> Work[None]:
        """Follow exactly these sections, none: all of the source; then look for news there."""
        yield on(WRITE, self._sources.follow, source_id, tuple(remote_ids))
        self._tell(source_id)
        yield from self._refresh.source(source_id)

    def import_opml(self, data: bytes) -> "Work[ImportReport]":
        """Add every feed of an OPML file; see ``Opml.read``. Raises BAD_FILE."""
        from desktop_app.services.opml import Opml

        return Opml(self._database, self._publish, self._clock).read(data)

    def open_file(self, data: bytes) -> "Work[ImportReport | str]":
        """Add what an OPML file names; of a feed that was saved, return its address.

        Raises BAD_FILE when it is neither, or a feed that does not say where it lives.
        """
        try:
            return (yield from self.import_opml(data))
        except AppError as error:
            no_opml = error
        try:
            feed: ParsedFeed = yield on(HEAVY, (yield on(CPU, _feed_parser)), data, "", "")
        except AppError:
            raise no_opml from None
        address = feed.self_url or feed.home_url
        if not address:
            raise AppError(ErrorKind.BAD_FILE, code="no_address")
        return address

    def export_opml(self) -> Work[str]:
        """Return all sources as OPML."""
        from desktop_app.services.opml import Opml

        return Opml(self._database, self._publish, self._clock).write()

    def catalogue(
        self, language: str | None = None, region: str | None = None
    ) -> "Work[tuple[CatalogueEntry, ...]]":
        """Return the newsrooms that the app suggests."""
        from desktop_app.services import catalogue

        entries: tuple[CatalogueEntry, ...] = yield on(READ, catalogue.load)
        return catalogue.matching(entries, language, region)

    def _discovery(self, address: str) -> "Work[Discovery]":
        """Return the Work that looks; on a lane, since it imports the parsers."""
        from desktop_app.sources.discovery import discover

        return discover(address, self._http())

    def _look(self, found: FoundSource) -> Work[Candidate]:
        already: Source | None = yield on(READ, self._sources.find, found.kind, found.base_url)
        adapter = yield on(CPU, self._open, found)
        if not isinstance(adapter, ListsArticles):
            raise AppError(ErrorKind.UNSUPPORTED, code="no_list")
        refreshed = yield from adapter.refresh(None, SyncState())
        sections: tuple[FoundSection, ...] = ()
        if isinstance(adapter, ListsSections):
            try:
                sections = yield from adapter.sections()
            except AppError as error:
                if error.kind is ErrorKind.CANCELLED:
                    raise
                log.info("sections of %s: %s", found.title, error)
        return Candidate(found, sections, refreshed.articles, already.id if already else None)

    def _add(
        self, candidate: Candidate, followed: frozenset[str], folder_id: FolderId | None
    ) -> Source:
        with self._database.write():
            source = self._sources.add(candidate.found, folder_id, self._clock.now())
            if candidate.sections:
                self._sources.store_sections(source.id, candidate.sections)
            self._sources.follow(source.id, followed)
        return source

    def _move_site(self, source_id: SourceId, found: FoundSource) -> None:
        accounts = AccountsTable(self._database)
        with self._database.write():
            before = self._source(source_id)
            self._sources.move_to(source_id, found.base_url)
            self._sources.update(source_id, home_url=found.home_url, icon_url=found.icon_url)
            for account in accounts.for_site(before.kind, before.base_url):
                accounts.put(replace(account, base_url=found.base_url))

    def _sidebar(self, since: int) -> Sidebar:
        counts = self._articles.counts(since)
        if self._with_stories():
            from desktop_app.storage.stories import Stories

            counts = Stories(self._database).counted(counts, since)
        return Sidebar(self._sources.folders(), self._sources.all(), counts)

    def _source(self, source_id: SourceId) -> Source:
        source = self._sources.get(source_id)
        if source is None:
            raise AppError(ErrorKind.NOT_FOUND)
        return source

    def _article_ids(self, source_id: SourceId) -> tuple[ArticleId, ...]:
        query = ListQuery(ListKind.SOURCE, source_id=source_id)
        return self._articles.matching_ids(query, unread_only=False)

    def _move(
        self, source_ids: Sequence[SourceId], folder_id: FolderId | None, position: int
    ) -> None:
        moved = set(source_ids)
        there = [each.id for each in self._sources.all() if each.folder_id == folder_id]
        before = [each for each in there[: max(0, position)] if each not in moved]
        after = [each for each in there[max(0, position) :] if each not in moved]
        self._sources.reorder([*before, *source_ids, *after], folder_id)

    def _update(self, source_id: SourceId, **fields: Any) -> Work[None]:
        def update() -> None:
            self._sources.update(source_id, **fields)

        yield on(WRITE, update)
        self._tell(source_id)

    def _tell(self, source_id: SourceId) -> None:
        self._publish(ChangeSet(sources=frozenset({source_id}), sidebar=True))


def _feed_parser() -> "Callable[[bytes, str, str], ParsedFeed]":
    from desktop_app.sources.feed.parse import parse_feed

    return parse_feed
