"""Works of the article list: several pages in one go, conversations, a site's own search."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from desktop_app.core.articles import (
    Article,
    InStory,
    ListCursor,
    ListFilter,
    ListPage,
    ListQuery,
)
from desktop_app.core.ids import ArticleId, SourceId
from desktop_app.core.work import Work
from desktop_app.ui.articles import words
from desktop_app.ui.articles.rows import Row, key_of

if TYPE_CHECKING:
    from desktop_app.services.bundle import Services
    from desktop_app.services.reading import Reading

Page = Callable[[ListQuery, ListCursor | None], Work[ListPage]]
PAGE, MOST = 200, 2000


@dataclass(frozen=True, slots=True)
class Run:
    """Articles that follow each other, and the cursor below the last; None at the very end.

    ``stories``: what some of them are part of.
    """

    items: tuple[Article, ...]
    next: ListCursor | None
    stories: Mapping[ArticleId, InStory] = field(default_factory=dict)


def at_least(page: Page, query: ListQuery, start: ListCursor | None, least: int) -> Work[Run]:
    """Read from ``start`` until ``least`` articles (2,000 at most) are together."""
    items: list[Article] = []
    stories: dict[ArticleId, InStory] = {}
    cursor = start
    while True:
        found = yield from page(query, cursor)
        items.extend(found.items)
        stories.update(found.stories)
        cursor = found.next
        if cursor is None or len(items) >= min(least, MOST):
            return Run(tuple(items), cursor, stories)


def down_to(page: Page, query: ListQuery, start: ListCursor | None, stop: ListCursor) -> Work[Run]:
    """Read from ``start`` down to the article that ``stop`` lies below, that one included."""
    last = (stop.published_at, stop.id)
    items: list[Article] = []
    stories: dict[ArticleId, InStory] = {}
    cursor = start
    while True:
        found = yield from page(query, cursor)
        items.extend(item for item in found.items if key_of(item) >= last)
        stories.update(found.stories)
        cursor = found.next
        if cursor is None or (found.items and key_of(found.items[-1]) <= last):
            return Run(tuple(items), stop, stories)


def unread_ids(
    page: Page, query: ListQuery, above: ListCursor | None, below: ListCursor | None
) -> Work[tuple[ArticleId, ...]]:
    """Return the unread articles of a list before ``above`` or, else, after ``below``.

    With a row go all articles that it stands for.
    """
    wanted = replace(query, filter=ListFilter.UNREAD, keep=frozenset())
    ids: list[ArticleId] = []
    cursor = below
    limit = (above.published_at, above.id) if above is not None else None
    while True:
        found = yield from page(wanted, cursor)
        for item in found.items:
            if limit is not None and key_of(item) <= limit:
                return tuple(ids)
            ids.append(item.id)
            story = found.stories.get(item.id)
            if story is not None and story.merged:
                ids.extend(story.unread - {item.id})
        cursor = found.next
        if cursor is None:
            return tuple(ids)


def conversation_rows(services: "Services") -> Work[tuple[Row, ...]]:
    """Return the threads that the reader wrote in, with what is new in each."""
    found = yield from services.conversation.list()
    return tuple(
        Row(
            each.article,
            note=words.conversation_note(each.new_count, each.waiting),
            silent=each.silent,
        )
        for each in found
    )


def site_rows(services: "Services", source_id: SourceId, text: str) -> Work[tuple[Row, ...]]:
    """Search on a source's own site."""
    found = yield from services.reading.search_site(source_id, text)
    return tuple(Row(article) for article in found)


def mark_around(
    reading: "Reading", query: ListQuery, above: ListCursor | None, below: ListCursor | None
) -> Work[tuple[ArticleId, ...]]:
    """Mark what stands before ``above`` or after ``below`` as read; return what changed."""
    ids = yield from unread_ids(reading.page, query, above, below)
    return (yield from reading.mark_read(ids, True))
