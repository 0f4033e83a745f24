"""Threads and their comments."""

# ruff: noqa: S608 - SQL is put together from constants of this room

import sqlite3
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from desktop_app.core.articles import Article
from desktop_app.core.comment_tree import beginning
from desktop_app.core.comments import (
    Comment,
    CommentState,
    FoundComment,
    ThreadDelta,
    ThreadInfo,
)
from desktop_app.core.ids import ArticleId
from desktop_app.storage.article_rows import COLUMNS as ARTICLE_COLUMNS
from desktop_app.storage.article_rows import article as article_of
from desktop_app.storage.database import Database
from desktop_app.storage.values import (
    bounded,
    bounded_or_none,
    id_list,
    outside_text,
    outside_text_or_none,
    text_list,
)


@dataclass(frozen=True, slots=True)
class Conversation:
    """A thread that the reader wrote in."""

    article: Article
    last_at: int  # the newest comment or posting, Unix seconds
    new_count: int  # comments of others since the last visit
    waiting: int  # postings that are not settled
    mine_count: int
    silent: bool = False  # nobody wants to be told of it


_COLUMNS = (
    "id, article_id, remote_id, parent_remote_id, author_name, author_remote_id, html, plain,"
    " published_at, state, edited_at, badge, permalink, score, first_seen_at, is_mine"
)
_MANY_TIMES = 5  # a thread is long when it has that many times what is asked for
_STATES = {state.value: state for state in CommentState}
_FOUND = (
    "parent_remote_id", "author_name", "author_remote_id", "html", "plain", "published_at",
    "state", "edited_at", "badge", "permalink", "score", "avatar_url",
)  # fmt: skip

OPEN_POSTINGS = "('waiting', 'sending', 'unsure', 'parked', 'refused', 'discarded')"
"""SQL: states in which a posting still waits for something or has failed."""


class Comments:
    """The tables of threads and comments."""

    def __init__(self, database: Database) -> None:
        self._db = database

    def thread(self, article_id: ArticleId) -> tuple[Comment, ...]:
        """Return the stored comments of an article, oldest first. READ."""
        sql = f"select {_COLUMNS} from comment where article_id = ?"
        with self._db.read() as connection:
            rows = connection.execute(sql, (article_id,)).fetchall()
        rows.sort(key=lambda row: (row[8], row[0]))
        return tuple(_comment(row) for row in rows)

    def beginning(self, article_id: ArticleId, most: int) -> tuple[Comment, ...] | None:
        """Return the ``most`` comments that a reader sees first, the oldest first. READ.

        None when there are not many more, or when some came since the last visit: then the whole
        thread is what the reader wants.
        """
        with self._db.read() as connection:
            links = connection.execute(
                """select remote_id, parent_remote_id, published_at from comment
                where article_id = ?""",
                (article_id,),
            ).fetchall()
            if len(links) < _MANY_TIMES * most or _has_news(connection, article_id):
                return None
            ids = text_list(beginning(links, most))
            rows = connection.execute(
                f"""select {_COLUMNS} from comment where article_id = ?
                and remote_id in (select value from json_each(?))""",
                (article_id, ids),
            ).fetchall()
        rows.sort(key=lambda row: (row[8], row[0]))
        return tuple(_comment(row) for row in rows)

    def get(self, article_id: ArticleId, remote_id: str) -> Comment | None:
        """Return one comment. READ."""
        sql = f"select {_COLUMNS} from comment where article_id = ? and remote_id = ?"
        with self._db.read() as connection:
            row = connection.execute(sql, (article_id, remote_id)).fetchone()
        return _comment(row) if row else None

    def info(self, article_id: ArticleId) -> ThreadInfo:
        """Return what is known of the thread as a whole. READ."""
        with self._db.read() as connection:
            row = connection.execute(
                "select total, fetched_at, visited_at, complete from thread where article_id = ?",
                (article_id,),
            ).fetchone()
        if row is None:
            return ThreadInfo(article_id, None, None, None)
        return ThreadInfo(article_id, row[0], row[1], row[2], row[3] != 0)

    def store(
        self, article_id: ArticleId, delta: ThreadDelta, now: int, mine: frozenset[str]
    ) -> bool:
        """Store one answer; return whether anything is different now. WRITE.

        ``mine`` are the author ids of the reader's accounts. After a complete answer, comments
        that it does not hold are deleted, except own ones that wait for the site's moderators:
        servers hide those from lists. Nothing happens when the article is gone.
        """
        with self._db.write() as connection:
            if not _exists(connection, article_id):
                return False
            changed = _upsert(connection, article_id, delta.comments, now, mine)
            if delta.complete:
                changed |= _drop_absent(connection, article_id, delta.comments)
            connection.execute(
                """insert into thread (article_id, total, fetched_at, complete)
                values (?, ?, ?, ?) on conflict (article_id) do update set
                total = coalesce(excluded.total, total), fetched_at = excluded.fetched_at,
                complete = max(complete, excluded.complete)""",
                (article_id, bounded_or_none(delta.total), now, int(delta.complete)),
            )
        return changed

    def upsert(
        self, article_id: ArticleId, found: FoundComment, now: int, mine: frozenset[str]
    ) -> None:
        """Store one comment, as after a posting; durable. WRITE."""
        with self._db.write(durable=True) as connection:
            if _exists(connection, article_id):
                _upsert(connection, article_id, [found], now, mine)

    def remove(self, article_id: ArticleId, remote_id: str) -> None:
        """Delete one comment here, once its server no longer has it. WRITE."""
        with self._db.write() as connection:
            connection.execute(
                "delete from comment where article_id = ? and remote_id = ?",
                (article_id, remote_id),
            )

    def visit(self, article_id: ArticleId, now: int) -> None:
        """Note that the reader has seen the thread as it stands. WRITE."""
        with self._db.write() as connection:
            connection.execute(
                """insert into thread (article_id, visited_at) select id, ? from article
                where id = ? on conflict (article_id) do update set
                visited_at = excluded.visited_at""",
                (now, article_id),
            )

    def mine(self, article_ids: Iterable[ArticleId]) -> tuple[Comment, ...]:
        """Return the reader's own comments below these articles, oldest first. READ."""
        sql = f"""select {_COLUMNS} from comment indexed by comment_mine where is_mine = 1
            and article_id in (select value from json_each(?)) order by published_at, id"""
        with self._db.read() as connection:
            rows = connection.execute(sql, (id_list(article_ids),)).fetchall()
        return tuple(_comment(row) for row in rows)

    def conversations(self) -> tuple[Conversation, ...]:
        """Return the threads that the reader wrote in, the liveliest first. READ."""
        with self._db.read() as connection:
            rows = connection.execute(_CONVERSATIONS).fetchall()
        return tuple(
            Conversation(article_of(row[:-5]), row[-5], row[-4], row[-3], row[-2], row[-1] != 0)
            for row in rows
        )


def conversation_count(connection: sqlite3.Connection) -> int:
    """Return how many conversations have something new, or postings that wait or failed."""
    count: int = connection.execute(_CONVERSATION_COUNT).fetchone()[0]
    return count


_TAKING_PART = f"""select article_id from comment indexed by comment_mine where is_mine = 1
    union select article_id from posting where state in {OPEN_POSTINGS}"""
_NEW = """(select count(*) from comment c where c.article_id = t.article_id and c.is_mine = 0
    and c.first_seen_at > coalesce((select visited_at from thread v
        where v.article_id = t.article_id), 9e18))"""
_WAITING = f"""(select count(*) from posting p where p.article_id = t.article_id
    and p.state in {OPEN_POSTINGS})"""
_VISIBLE = "a.source_id not in (select id from source where removed_at is not null)"
_CONVERSATIONS = f"""select {", ".join("a." + name for name in ARTICLE_COLUMNS.split(", "))},
    max(coalesce((select max(c.published_at) from comment c where c.article_id = a.id), 0),
        coalesce((select max(p.created_at) from posting p where p.article_id = a.id), 0)) as last,
    {_NEW}, {_WAITING},
    (select count(*) from comment c where c.article_id = a.id and c.is_mine = 1),
    coalesce((select silent from thread v where v.article_id = a.id), 0)
    from ({_TAKING_PART}) t join article a on a.id = t.article_id where {_VISIBLE}
    order by last desc, a.id desc"""
_CONVERSATION_COUNT = f"""select count(*) from ({_TAKING_PART}) t
    join article a on a.id = t.article_id where {_VISIBLE} and ({_WAITING} > 0 or {_NEW} > 0)"""


def _has_news(connection: sqlite3.Connection, article_id: ArticleId) -> bool:
    return bool(
        connection.execute(
            """select exists (select 1 from thread join comment using (article_id)
            where article_id = ? and first_seen_at > visited_at)""",
            (article_id,),
        ).fetchone()[0]
    )


def _exists(connection: sqlite3.Connection, article_id: ArticleId) -> bool:
    row = connection.execute("select 1 from article where id = ?", (article_id,)).fetchone()
    return row is not None


def _upsert(
    connection: sqlite3.Connection,
    article_id: ArticleId,
    found: Iterable[FoundComment],
    now: int,
    mine: frozenset[str],
) -> bool:
    by_remote: dict[str, FoundComment] = {}
    for each in found:
        by_remote.setdefault(outside_text(each.remote_id), each)
    sql = f"""select remote_id, is_mine, {", ".join(_FOUND)} from comment
        where article_id = ? and remote_id in (select value from json_each(?))"""
    known = {row[0]: row[1:] for row in connection.execute(sql, (article_id, text_list(by_remote)))}
    rows: list[tuple[Any, ...]] = []
    for remote_id, each in by_remote.items():
        old = known.get(remote_id)
        is_mine = int(each.author_remote_id in mine or bool(old and old[0]))
        values = _values(each, now if old is None else old[1 + _FOUND.index("published_at")])
        if old != (is_mine, *values):
            rows.append((article_id, remote_id, now, is_mine, *values))
    connection.executemany(_UPSERT, rows)
    return bool(rows)


_UPSERT = f"""insert into comment (article_id, remote_id, first_seen_at, is_mine,
        {", ".join(_FOUND)}) values ({", ".join("?" * (4 + len(_FOUND)))})
    on conflict (article_id, remote_id) do update set is_mine = excluded.is_mine,
        {", ".join(f"{name} = excluded.{name}" for name in _FOUND)}"""


def _drop_absent(
    connection: sqlite3.Connection, article_id: ArticleId, found: Iterable[FoundComment]
) -> bool:
    listed = text_list(outside_text(each.remote_id) for each in found)
    gone = connection.execute(
        """delete from comment where article_id = ? and not (is_mine = 1 and state = 'held')
        and remote_id not in (select value from json_each(?)) returning id""",
        (article_id, listed),
    ).fetchall()
    return bool(gone)


def _values(found: FoundComment, unknown_date: int) -> tuple[Any, ...]:
    date = unknown_date if found.published_at is None else bounded(found.published_at)
    return (
        outside_text_or_none(found.parent_remote_id),
        outside_text(found.author_name),
        outside_text_or_none(found.author_remote_id),
        outside_text(found.html),
        outside_text(found.plain),
        date,
        found.state.value,
        bounded_or_none(found.edited_at),
        outside_text(found.badge),
        outside_text(found.permalink),
        bounded_or_none(found.score),
        outside_text_or_none(found.avatar_url),
    )


def _comment(row: tuple[Any, ...]) -> Comment:
    values: tuple[Any, ...] = (*row[:9], _STATES[row[9]], *row[10:15], row[15] != 0)
    return Comment(*values)
