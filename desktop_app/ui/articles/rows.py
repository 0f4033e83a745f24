"""The rows of the article list as values, and how one list becomes another. Pure, no Qt."""

from collections.abc import Hashable, Sequence
from dataclasses import dataclass

from desktop_app.core.articles import Article, InStory, ListCursor
from desktop_app.core.ids import ArticleId
from desktop_app.system.i18n import _


@dataclass(frozen=True, slots=True)
class Row:
    """One article as the list shows it.

    ``sources``: how many sources tell the same story, 0 when unknown. ``note``: words in the accent
    under the text, such as "3 new" in Conversations. ``story``: what the article is part of.
    ``silent``: whether notifications pass over the conversation, None when it is none.
    """

    article: Article
    sources: int = 0
    note: str = ""
    story: InStory | None = None
    silent: bool | None = None

    @property
    def stands_for(self) -> tuple[ArticleId, ...]:
        """The other articles that this row is the row of."""
        if self.story is None or not self.story.merged:
            return ()
        return tuple(each for each in self.story.articles if each != self.article.id)

    @property
    def headline(self) -> str:
        """The title, or words that say there is none."""
        return self.article.title or _("Without a title")

    @property
    def comments(self) -> int:
        """The number of comments to show; 0 shows none."""
        return self.article.comment_count or 0

    @property
    def has_numbers(self) -> bool:
        """Whether the row has its last line."""
        return bool(self.comments or self.sources > 1 or self.stands_for or self.note)

    @property
    def picture_url(self) -> str:
        """The smallest file of the picture that is large enough; empty without a picture."""
        picture = self.article.picture
        return (picture.thumbnail_url or picture.url) if picture is not None else ""

    def takes_room_of(self, other: "Row") -> bool:
        """Return whether both rows are equally high whatever the width."""
        mine, theirs = self.article, other.article
        return (
            mine.title == theirs.title
            and mine.excerpt == theirs.excerpt
            and bool(self.picture_url) == bool(other.picture_url)
            and self.has_numbers == other.has_numbers
        )


def cursor_of(article: Article) -> ListCursor:
    """Return the keyset cursor below ``article``."""
    return ListCursor(article.published_at, article.id)


def key_of(article: Article) -> tuple[int, int]:
    """Return what lists are ordered by; larger stands higher."""
    return article.published_at, article.id


@dataclass(frozen=True, slots=True)
class Remove:
    """Take away the rows ``first`` to ``last`` (inclusive) of the list as it stands then."""

    first: int
    last: int


@dataclass(frozen=True, slots=True)
class Insert:
    """Put the new list's items ``start`` up to ``stop`` (exclusive) before row ``at``."""

    at: int
    start: int
    stop: int


Step = Remove | Insert


def steps_between(old: Sequence[Hashable], new: Sequence[Hashable]) -> list[Step] | None:
    """Return how ``old`` becomes ``new`` by removing and inserting runs, in order.

    None when what stays has another order: then only a fresh start is honest.
    """
    wanted, there = set(new), set(old)
    stays = [item for item in old if item in wanted]
    if stays != [item for item in new if item in there]:
        return None
    return [*_removals(old, wanted), *_inserts(new, there)]


def _removals(old: Sequence[Hashable], wanted: set[Hashable]) -> list[Step]:
    steps: list[Step] = []
    last = len(old) - 1
    while last >= 0:
        if old[last] in wanted:
            last -= 1
            continue
        first = last
        while first > 0 and old[first - 1] not in wanted:
            first -= 1
        steps.append(Remove(first, last))
        last = first - 1
    return steps


def _inserts(new: Sequence[Hashable], there: set[Hashable]) -> list[Step]:
    steps: list[Step] = []
    start = 0
    while start < len(new):
        if new[start] in there:
            start += 1
            continue
        stop = start
        while stop < len(new) and new[stop] not in there:
            stop += 1
        steps.append(Insert(start, start, stop))
        start = stop
    return steps
