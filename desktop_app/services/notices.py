"""What is worth telling of articles that came while nobody looked."""

from collections.abc import Iterable
from dataclasses import dataclass

from desktop_app.core.articles import Article
from desktop_app.core.ids import ArticleId
from desktop_app.core.sources import Source
from desktop_app.core.work import READ, Work, on
from desktop_app.storage.articles import Articles
from desktop_app.storage.database import Database
from desktop_app.storage.sources import Sources

_MOST = 500
"""Articles that are looked at; of more, only the number is told."""


@dataclass(frozen=True, slots=True)
class Notice:
    """``newest`` first; ``sources`` are the names that go with them.

    ``ids``: all that is told of, also what has no line of its own.
    """

    newest: tuple[Article, ...]
    sources: tuple[str, ...]
    count: int
    ids: tuple[ArticleId, ...] = ()


class Notices:
    """Methods are Works."""

    def __init__(self, database: Database) -> None:
        self._articles = Articles(database)
        self._sources = Sources(database)

    def of(
        self, ids: Iterable[ArticleId], chosen_only: bool = False, lines: int = 3
    ) -> Work[Notice | None]:
        """Return what to tell of new articles; None: nothing, they are not wanted, read or gone.

        ``chosen_only``: only sources that the reader chose are told of.
        """
        notice: Notice | None = yield on(READ, self._of, frozenset(ids), chosen_only, lines)
        return notice

    def _of(self, ids: frozenset[ArticleId], chosen_only: bool, lines: int) -> Notice | None:
        told_of = (each for each in self._sources.all() if is_told(each, chosen_only))
        sources = {each.id: each for each in told_of}
        known = self._articles.get_many(sorted(ids, reverse=True)[:_MOST])
        told = [each for each in known if not each.read and each.source_id in sources]
        if not told:
            return None
        told.sort(key=lambda each: each.published_at or 0, reverse=True)
        newest = tuple(told[:lines])
        names = tuple(sources[each.source_id].title for each in newest)
        more = max(0, len(ids) - _MOST)
        return Notice(newest, names, len(told) + more, tuple(each.id for each in told))


def is_quiet(hour: int, begins: int, ends: int) -> bool:
    """Return whether ``hour`` lies in the night; one that ends when it begins is none."""
    if begins <= ends:
        return begins <= hour < ends
    return hour >= begins or hour < ends


def is_told(source: Source, chosen_only: bool) -> bool:
    """Return whether new articles of ``source`` are told of in notifications."""
    wanted = not chosen_only if source.notify is None else source.notify
    return wanted and not source.muted
