"""Lists in which one row stands for all articles of a story.

Every article that a list holds belongs to its story, or stands for itself. Of each story one
article has a row: an unread one before read ones, then the newest, and of several with the same
text the one whose source stands highest in the sidebar. Rows that are in sight (``query.pinned``)
stay, whatever joins: then the story has those rows and no other.
"""

import sqlite3
from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

from desktop_app.core.articles import (
    InStory,
    ListCursor,
    ListFilter,
    ListKind,
    ListQuery,
)
from desktop_app.core.ids import ArticleId
from desktop_app.storage import lists
from desktop_app.storage.lists import Key
from desktop_app.storage.values import id_list

MERGED = (ListKind.TODAY, ListKind.UNREAD, ListKind.FOLDER, ListKind.ALL)
"""Lists over several sources. What a source itself lists, what was saved, and what a search found
is shown article by article."""

_FEWEST_AGAIN = 50

_MEMBERS = """select t.story_id, t.article_id, t.published_at, t.source_id, t.read, t.text_of,
        w.muted
    from (select distinct a.story_id, m.story_id is not null as muted
        from json_each(?) j cross join story_article a on a.article_id = j.value
        left join story_muted m on m.story_id = a.story_id
        where a.joined = 1 or m.story_id is not null) w
    cross join story_article t indexed by story_article_of_story on t.story_id = w.story_id
    order by t.story_id, t.published_at, t.article_id"""

_SOURCES = """select s.id, s.folder_id, s.muted, s.removed_at is not null
    from source s left join folder f on f.id = s.folder_id
    order by f.position is not null, f.position, f.id, s.position, s.id"""


class Member(NamedTuple):
    """An article of a story. ``place``: its source's in the sidebar; ``hidden``: nobody lists it.

    ``text``: the first article with the same text.
    """

    story_id: int
    id: int
    published_at: int
    source_id: int
    folder_id: int | None
    place: int
    read: bool
    text: int
    hidden: bool = False
    removed: bool = False
    muted: bool = False  # the whole story is


Sources = Mapping[int, tuple[int | None, int, bool, bool]]
Found = dict[int, list[Member]]


def merges(query: ListQuery) -> bool:
    """Say whether this list shows stories as one row."""
    saved = query.filter is ListFilter.SAVED
    return query.kind in MERGED and not (saved or query.apart or query.language)


def heads(held: Iterable[Member], pinned: frozenset[ArticleId]) -> frozenset[int]:
    """Return which of the articles that a list holds of one story have a row. Pure."""
    members = [each for each in held if not each.muted]
    if not members:
        return frozenset()
    in_sight = [each.id for each in members if each.id in pinned]
    if in_sight:
        return frozenset(in_sight)
    pool = [each for each in members if not each.read] or members
    newest = max(pool, key=lambda each: (each.published_at, each.id))
    same = [each for each in pool if each.text == newest.text]
    preferred = min(same, key=lambda each: (each.place, -each.published_at, -each.id))
    return frozenset((preferred.id,))


def holds(query: ListQuery, member: Member) -> bool:
    """Say whether a list of ``MERGED`` holds an article of a story. Pure."""
    if query.kind is ListKind.TODAY and member.published_at < query.since:
        return False
    if member.id in query.keep:
        return not member.removed
    unread_only = query.kind is ListKind.UNREAD or query.filter is ListFilter.UNREAD
    if member.hidden or (unread_only and member.read):
        return False
    return query.kind is not ListKind.FOLDER or member.folder_id == query.folder_id


def sources(connection: sqlite3.Connection) -> Sources:
    """Return folder, place in the sidebar, hidden and removed of each source."""
    return {
        row[0]: (row[1], place, row[2] != 0 or row[3] != 0, row[3] != 0)
        for place, row in enumerate(connection.execute(_SOURCES))
    }


def members(
    connection: sqlite3.Connection, ids: Iterable[int], known: Sources | None = None
) -> Found:
    """Return the stories of articles with all that belongs to each, the oldest first.

    Only stories that several sources tell, and those that the reader muted.
    """
    rows = connection.execute(_MEMBERS, (id_list(ids),)).fetchall()
    if not rows:
        return {}
    known = sources(connection) if known is None else known
    found: Found = {}
    for story_id, id_, published_at, source_id, read, text, muted in rows:
        folder, place, hidden, removed = known[source_id]
        member = Member(
            story_id, id_, published_at, source_id, folder, place, read != 0, text,
            hidden, removed, muted != 0,
        )  # fmt: skip
        found.setdefault(story_id, []).append(member)
    return found


def page_keys(
    connection: sqlite3.Connection, query: ListQuery, cursor: ListCursor | None, limit: int
) -> tuple[list[Key], bool, Found]:
    """Return the keys of one page, whether more follow, and the stories of its articles."""
    if not merges(query):
        keys, more = lists.page_keys(connection, query, cursor, limit)
        return keys, more, members(connection, [key[1] for key in keys])
    rows: list[Key] = []
    stories: Found = {}
    known = sources(connection)
    wanted = limit
    while True:
        batch, more = lists.page_keys(connection, query, cursor, wanted)
        found = members(connection, [key[1] for key in batch], known)
        stories |= found
        folded = _folded(found, query)
        rows += [key for key in batch if key[1] not in folded]
        if not more or len(rows) > limit:
            return rows[:limit], more or len(rows) > limit, stories
        cursor = lists.after(batch[-1])
        wanted = max(_FEWEST_AGAIN, 2 * (limit - len(rows)))


def next_key(
    connection: sqlite3.Connection, query: ListQuery, cursor: ListCursor | None
) -> Key | None:
    """Return the first unread row below ``cursor``."""
    while True:
        batch = lists.keys(connection, query, cursor, _FEWEST_AGAIN, unread_only=True)
        folded = _folded(members(connection, [key[1] for key in batch]), query)
        for key in batch:
            if key[1] not in folded:
                return key
        if len(batch) < _FEWEST_AGAIN:
            return None
        cursor = lists.after(batch[-1])


def _folded(found: Found, query: ListQuery) -> set[int]:
    """Return which articles of a list have no row: another one stands for them."""
    folded: set[int] = set()
    for story in found.values():
        held = [each for each in story if holds(query, each)]
        shown = heads(held, query.pinned)
        folded.update(each.id for each in held if each.id not in shown)
    return folded


def stories_of(
    found: Mapping[int, Sequence[Member]], ids: Iterable[ArticleId], merged: bool
) -> dict[ArticleId, InStory]:
    """Return the stories of articles. Pure."""
    wanted = set(ids)
    by_article: dict[ArticleId, InStory] = {}
    for story_id, story in found.items():
        here = [each.id for each in story if each.id in wanted]
        if not here:
            continue
        shown = [each for each in story if not each.hidden]
        known = InStory(
            story_id,
            tuple([ArticleId(each.id) for each in shown]),
            frozenset([ArticleId(each.id) for each in shown if not each.read]),
            len({each.source_id for each in shown}),
            merged,
            muted=story[0].muted,
        )
        if len(shown) > 1 or known.muted:
            by_article.update({ArticleId(id_): known for id_ in here})
    return by_article


def hidden_unread(connection: sqlite3.Connection, since: int) -> int:
    """Return how many unread articles since then have no row, because another stands for them."""
    sql = """select count(*) - count(distinct story_id) from story_article
        indexed by story_article_unread where joined = 1 and read = 0 and published_at >= ?
        and source_id not in (select id from source where muted <> 0 or removed_at is not null)"""
    count: int = connection.execute(sql, (since,)).fetchone()[0]
    return count
