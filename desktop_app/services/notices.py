"""What is worth telling of articles that came while nobody looked."""

from collections.abc import Iterable
from dataclasses import dataclass

from desktop_app.core.articles import Article
from desktop_app.core.ids import ArticleId, SourceId
from desktop_app.core.sources import Source
from desktop_app.core.work import READ, Work, on
from desktop_app.storage.articles import Articles
from desktop_app.storage.database import Database
from desktop_app.storage.sources import Sources

_MOST = 500
"""Articles that are looked at; of more, only the number is told."""


@dataclass(frozen=True, slots=True)
class Notice:
    """``newest`` first; ``sources`` are the names that go with them."""

    newest: tuple[Article, ...]
    sources: tuple[str, ...]
    count: int


class Notices:
    """Methods are Works."""

    def __init__(self, database: Database) -> None:
        self._articles = Articles(database)
        self._sources = Sources(database)

    def of(self, ids: Iterable[ArticleId], lines: int = 3) -> Work[Notice | None]:
        """Return what to tell of new articles; None: nothing, they are muted, read or gone."""
        notice: Notice | None = yield on(READ, self._of, frozenset(ids), lines)
        return notice

    def _of(self, ids: frozenset[ArticleId], lines: int) -> Notice | None:
        sources = {each.id: each for each in self._sources.all()}
        known = self._articles.get_many(sorted(ids, reverse=True)[:_MOST])
        told = [each for each in known if not each.read and _speaks(sources, each.source_id)]
        if not told:
            return None
        told.sort(key=lambda each: each.published_at or 0, reverse=True)
        newest = tuple(told[:lines])
        names = tuple(sources[each.source_id].title for each in newest)
        return Notice(newest, names, len(told) + max(0, len(ids) - _MOST))


def is_quiet(hour: int, begins: int, ends: int) -> bool:
    """Return whether ``hour`` lies in the night; one that ends when it begins is none."""
    if begins <= ends:
        return begins <= hour < ends
    return hour >= begins or hour < ends


def _speaks(sources: dict[SourceId, Source], source_id: SourceId) -> bool:
    source = sources.get(source_id)
    return source is not None and not source.muted
