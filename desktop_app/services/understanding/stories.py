"""Stories: found as articles arrive, a few at a time, and what a reader does with them."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from desktop_app.core.articles import InStory
from desktop_app.core.changes import ChangeSet, Publish
from desktop_app.core.clock import Clock
from desktop_app.core.errors import AppError, ErrorKind
from desktop_app.core.ids import ArticleId
from desktop_app.core.work import CPU, READ, WRITE, Work, on
from desktop_app.services.understanding import timeline
from desktop_app.services.understanding.stories_found import AT_ONCE, FIRST, Finding
from desktop_app.services.understanding.timeline import Report, Timeline
from desktop_app.storage.articles import Articles
from desktop_app.storage.stories import Stories, Teller

if TYPE_CHECKING:
    from desktop_app.services.understanding.tools import Tools
    from desktop_app.storage.database import Database

__all__ = ["AT_ONCE", "FIRST", "Muted", "Separated", "StoriesOf"]


@dataclass(frozen=True, slots=True)
class Muted:
    """A story that is muted now, or heard of again; for taking it back: what was unread."""

    story_id: int
    on: bool
    read: tuple[ArticleId, ...] = ()


@dataclass(frozen=True, slots=True)
class Separated:
    """An article that was taken out of a story, for putting it back."""

    article_id: ArticleId
    left: int


class StoriesOf:
    """All methods are Works; those about an article raise NOT_FOUND when it has no story."""

    def __init__(
        self, tools: "Tools", database: "Database", publish: Publish, clock: Clock
    ) -> None:
        self._tools = tools
        self._table = Stories(database)
        self._articles = Articles(database)
        self._publish = publish
        self._clock = clock
        self._finding = Finding(tools, database, publish)

    def arrived(self, ids: Sequence[ArticleId]) -> Work[None]:
        """Place what a refresh has just stored; see ``Finding.arrived``."""
        yield from self._finding.arrived(ids)

    def catch_up(self) -> Work[int]:
        """Place what has no story yet, or other words than before; see ``Finding.catch_up``."""
        return (yield from self._finding.catch_up())

    # -- what a reader does ----------------------------------------------------------------------

    def brief(self, article_id: ArticleId) -> Work[InStory | None]:
        """Return the story of an article, if several sources tell it or it is muted."""
        found: InStory | None = yield on(READ, self._table.in_story, article_id)
        return found

    def of(self, article_id: ArticleId) -> Work[Timeline]:
        """Return the story of an article as it was told, the first report first."""
        story_id = yield from self._story_of(article_id)
        tellers: tuple[Teller, ...] = yield on(READ, self._table.tellers, story_id)
        muted: bool = yield on(READ, self._table.is_muted, story_id)
        reports: tuple[Report, ...] = yield on(CPU, timeline.reports, tellers, self._tools)
        return Timeline(story_id, reports, muted)

    def mark_read(self, article_id: ArticleId) -> Work[tuple[ArticleId, ...]]:
        """Mark all that an article's story has so far as read; return what changed."""
        story_id = yield from self._story_of(article_id)
        return (yield from self._read(story_id))

    def toggle_muted(self, article_id: ArticleId) -> Work[Muted]:
        """Hear no more of a story (it leaves the lists, what joins it is read), or hear again."""
        story_id = yield from self._story_of(article_id)
        on_now: bool = yield on(READ, self._table.is_muted, story_id)
        story_id = yield from self._set_muted(story_id, not on_now, article_id)
        read = () if on_now else (yield from self._read(story_id))
        yield from self._tell(story_id)
        return Muted(story_id, not on_now, read)

    def take_back(self, muted: Muted) -> Work[None]:
        """Take muting back with the marks that it set, or mute again."""
        story_id = yield from self._set_muted(muted.story_id, not muted.on)
        yield on(WRITE, self._articles.set_read, muted.read, False)
        self._publish(ChangeSet(changed_articles=frozenset(muted.read), sidebar=True))
        yield from self._tell(story_id)

    def separate(self, article_id: ArticleId) -> Work[Separated]:
        """Take an article out of its story for good; both are told anew."""
        yield from self._finding.restore()
        left = yield from self._story_of(article_id)
        own: int = yield on(READ, self._table.unused, article_id)
        yield on(CPU, self._separate, article_id, own)
        yield on(WRITE, self._table.move, article_id, own, apart=True)
        yield from self._tell(left, own)
        return Separated(article_id, left)

    def rejoin(self, separated: Separated) -> Work[None]:
        """Put an article back into the story that it was taken out of, or that it went up in."""
        yield from self._finding.restore()
        id_, left = separated.article_id, separated.left
        own = yield from self._story_of(id_)
        left = yield on(CPU, self._rejoin, id_, left)
        yield on(WRITE, self._table.move, id_, left, apart=False)
        yield from self._tell(left, own)

    def _separate(self, article_id: ArticleId, own: int) -> None:
        self._finding.group().separate(article_id, own)

    def _rejoin(self, article_id: ArticleId, story_id: int) -> int:
        group = self._finding.group()
        story_id = group.now(story_id)
        group.rejoin(article_id, story_id)
        return story_id

    def _set_muted(
        self, story_id: int, muted: bool, article_id: ArticleId | None = None
    ) -> Work[int]:
        """Mute a story or not; return the one that it is now, after others were tied to it.

        A muted story neither goes up in another one nor loses an article to it: first it is
        settled, then written, so that nothing is tied in between.
        """
        yield from self._finding.restore()
        story_id = yield on(CPU, self._settle, story_id, muted, article_id)
        yield on(WRITE, self._table.set_muted, story_id, muted, self._clock.now())
        return story_id

    def _settle(self, story_id: int, settled: bool, article_id: ArticleId | None) -> int:
        group = self._finding.group()
        current = None if article_id is None else group.story_of(article_id)
        story_id = group.now(story_id) if current is None else current
        group.settle(story_id, settled)
        return story_id

    def _story_of(self, article_id: ArticleId) -> Work[int]:
        story_id: int | None = yield on(READ, self._table.story_of, article_id)
        if story_id is None:
            raise AppError(ErrorKind.NOT_FOUND)
        return story_id

    def _read(self, story_id: int) -> Work[tuple[ArticleId, ...]]:
        ids: tuple[ArticleId, ...] = yield on(READ, self._table.articles_of, story_id)
        read: tuple[ArticleId, ...] = yield on(WRITE, self._articles.set_read, ids, True)
        if read:
            self._publish(ChangeSet(changed_articles=frozenset(read), sidebar=True))
        return read

    def _tell(self, *stories: int) -> Work[None]:
        touched: set[ArticleId] = set()
        for story_id in stories:
            touched.update((yield on(READ, self._table.articles_of, story_id)))
        self._publish(ChangeSet(stories=frozenset(touched), sidebar=True))
