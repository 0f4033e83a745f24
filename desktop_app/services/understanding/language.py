"""The language of each article: found out as it arrives or when it is opened, and corrected."""

from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING

from desktop_app.core.articles import Article
from desktop_app.core.changes import ChangeSet, Publish
from desktop_app.core.courtesy import give_way
from desktop_app.core.ids import ArticleId, SourceId
from desktop_app.core.sources import Source
from desktop_app.core.work import CPU, READ, WRITE, Work, on, pause
from desktop_app.insight.language import EXCERPT_LETTERS, LANGUAGES, detect, majority
from desktop_app.services.understanding.once import OneAtATime
from desktop_app.storage.languages import Languages, Span, Untold

if TYPE_CHECKING:
    from desktop_app.services.understanding.tools import Tools
    from desktop_app.storage.database import Database

AT_ONCE = 16
"""Articles of one step: 5 to 20 ms, after which others have their turn on the lane."""

_BREATH = 0.1
"""Between two steps that nobody waits for, so that the lanes are free nine tenths of the time."""
_SPAN_BREATH = 0.01

MOST_BLANKS = 4_000
"""Captions at the beginning of a text are blanks, see ``ArticleText.prose``."""


class LanguageOf:
    """All methods are Works. Codes are such as "en"; None: it cannot be told."""

    codes = tuple(sorted(LANGUAGES))
    """What can be told, and chosen."""

    def __init__(self, tools: "Tools", database: "Database", publish: Publish) -> None:
        self._tools = tools
        self._table = Languages(database)
        self._publish = publish
        self._once = OneAtATime()

    def of(self, article_id: ArticleId) -> Work[str | None]:
        """Return the language of a stored article."""
        known: tuple[str, bool] | None = yield on(READ, self._table.of, article_id)
        if known is None:
            yield from self.arrived((article_id,))
            known = yield on(READ, self._table.of, article_id)
        return known[0] or None if known is not None else None

    def of_opened(self, article: Article, text: str, source: Source) -> Work[str | None]:
        """Return the language of an article whose text is at hand; it waits for no writing."""
        known: tuple[str, bool] | None = yield on(READ, self._table.of, article.id)
        if known is not None and known[0]:
            return known[0]
        beginning = (text[:MOST_BLANKS].strip() or article.excerpt)[:EXCERPT_LETTERS]
        said = article.language or source.language
        untold = Untold(article.id, article.source_id, article.title, beginning, said)
        found: dict[ArticleId, str] = yield on(CPU, self._detect, (untold,), {})
        return found[article.id] or None

    def is_corrected(self, article_id: ArticleId) -> Work[bool]:
        """Return whether the reader said it."""
        known: tuple[str, bool] | None = yield on(READ, self._table.of, article_id)
        return known is not None and known[1]

    def correct(self, article_id: ArticleId, language: str | None) -> Work[None]:
        """Keep what the reader says; None: find it out again."""
        yield on(WRITE, self._table.correct, article_id, language)
        if language is None:
            yield from self.arrived((article_id,))
        self._publish(ChangeSet(languages=frozenset({article_id})))

    def there(self) -> Work[tuple[str, ...]]:
        """Return the languages of all stored articles, the most frequent first."""
        found: tuple[str, ...] = yield on(READ, self._table.there)
        return found

    def arrived(self, ids: Iterable[ArticleId], breath: float = 0.0) -> Work[int]:
        """Find out the languages of articles that have none yet; return of how many.

        ``breath``: seconds between two steps.
        """
        wanted, count = tuple(ids), 0
        for start in range(0, len(wanted), AT_ONCE):
            part: tuple[Untold, ...] = yield on(
                READ, self._table.untold_of, wanted[start : start + AT_ONCE], EXCERPT_LETTERS
            )
            yield from self._tell(part)
            count += len(part)
            if breath and part:
                yield pause(breath)
        return count

    def catch_up(self, ids: Iterable[ArticleId] | None = None) -> Work[int]:
        """Find out languages behind the scenes: of ``ids``, or of all that is stored, newest first.

        Return of how many. What it found out is kept at once: it may be cancelled at any time, and
        goes on from there the next time. All that is stored: one at a time, a second one does
        nothing.
        """
        if ids is not None:
            return (yield from self.arrived(ids, _BREATH))
        return (yield from self._once.run(self._catch_up))

    def _catch_up(self) -> Work[int]:
        count, rest = 0, None
        while True:
            span: Span = yield on(READ, self._table.untold, rest)
            count += yield from self.arrived(span.untold, _BREATH)
            if span.rest is None:
                return count
            rest = span.rest
            yield pause(_SPAN_BREATH)

    def _tell(self, articles: Sequence[Untold]) -> Work[None]:
        if not articles:
            return
        sources = {each.source_id for each in articles if each.declared is None}
        latest: Mapping[SourceId, Sequence[str]] = yield on(READ, self._table.latest, sources)
        found: dict[ArticleId, str] = yield on(CPU, self._detect, articles, latest)
        yield on(WRITE, self._table.store, found)

    def _detect(
        self, articles: Sequence[Untold], latest: Mapping[SourceId, Sequence[str]]
    ) -> dict[ArticleId, str]:
        model, found = self._tools.model, {}
        for each in articles:
            declared = each.declared or majority(latest.get(each.source_id, ()), None)
            language = detect(f"{each.title}\n{each.beginning}", model, declared)
            found[each.id] = language or ""
            give_way()
        return found
