"""Articles: lists, bodies, read and saved, counts."""

# ruff: noqa: S608 - SQL is put together from constants of this room

import sqlite3
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from desktop_app.core.articles import (
    Article,
    Body,
    BodyState,
    CommentsState,
    Counts,
    FoundArticle,
    ListCursor,
    ListFilter,
    ListKind,
    ListPage,
    ListQuery,
)
from desktop_app.core.ids import ArticleId, SourceId
from desktop_app.core.sources import SafeHtml
from desktop_app.storage import index, lists, storing
from desktop_app.storage.article_rows import COLUMNS, article, articles
from desktop_app.storage.comments import conversation_count
from desktop_app.storage.database import SLICE, Database
from desktop_app.storage.search import Search
from desktop_app.storage.storing import StoreReport
from desktop_app.storage.values import bounded_or_none, id_list, outside_text_or_none, text_list

_BY_IDS = f"select {COLUMNS} from article where id in (select value from json_each(?))"
_KEPT_OF_EACH_SOURCE = 200
"""Pruning leaves this many: what a source still lists must not come back as new."""


@dataclass(frozen=True, slots=True)
class KnownArticle:
    """What a refresh needs to know of an article that is stored."""

    id: ArticleId
    content_hash: str
    read: bool
    saved: bool


class Articles:
    """The tables of articles and bodies. All methods raise the AppErrors of ``Database``."""

    def __init__(self, database: Database) -> None:
        self._db = database
        self._search = Search(database)

    def page(self, query: ListQuery, cursor: ListCursor | None, limit: int = 200) -> ListPage:
        """Return one page of a list, newest first. READ; SEARCH for a query of that kind."""
        if query.kind is ListKind.SEARCH:
            return ListPage(self._searched(query, limit), None)
        with self._db.read() as connection:
            keys, more = lists.page_keys(connection, query, cursor, limit)
            items = self._in_order(connection, [key[1] for key in keys])
        return ListPage(items, lists.after(keys[-1]) if more else None)

    def get(self, article_id: ArticleId) -> Article | None:
        """Return one article. READ."""
        sql = f"select {COLUMNS} from article where id = ?"
        with self._db.read() as connection:
            row = connection.execute(sql, (article_id,)).fetchone()
        return article(row) if row else None

    def get_many(self, ids: Iterable[ArticleId]) -> tuple[Article, ...]:
        """Return those of the articles that exist, in the order of ``ids``. READ."""
        with self._db.read() as connection:
            return self._in_order(connection, list(ids))

    def by_url(self, url: str) -> Article | None:
        """Return the first article of this address. READ."""
        sql = f"""select {COLUMNS} from article where url = ? and source_id not in
            (select id from source where removed_at is not null) order by id limit 1"""
        with self._db.read() as connection:
            row = connection.execute(sql, (url,)).fetchone()
        return article(row) if row else None

    def by_remote(self, source_id: SourceId, remote_ids: Iterable[str]) -> dict[str, KnownArticle]:
        """Return which of the source's articles are stored. READ."""
        sql = """select remote_id, id, content_hash, read, saved from article
            where source_id = ? and remote_id in (select value from json_each(?))"""
        with self._db.read() as connection:
            rows = connection.execute(sql, (source_id, text_list(remote_ids))).fetchall()
        return {
            row[0]: KnownArticle(ArticleId(row[1]), row[2], row[3] != 0, row[4] != 0)
            for row in rows
        }

    def body(self, article_id: ArticleId) -> Body | None:
        """Return the text of an article. READ."""
        sql = """select b.html, b.state, b.fetched_at, coalesce(r.position, 0.0) from body b
            left join reading r on r.article_id = b.article_id where b.article_id = ?"""
        with self._db.read() as connection:
            row = connection.execute(sql, (article_id,)).fetchone()
        if row is None:
            return None
        return Body(article_id, SafeHtml(row[0]), BodyState(row[1]), row[2], row[3])

    def store(self, source_id: SourceId, found: Sequence[FoundArticle], now: int) -> StoreReport:
        """Store what a refresh found, in one transaction; see ``storing.store``. WRITE."""
        with self._db.write() as connection:
            return storing.store(connection, source_id, found, now)

    def store_body(self, article_id: ArticleId, found: FoundArticle, now: int) -> bool:
        """Store a text that was fetched later; see ``storing.store_body``. WRITE."""
        with self._db.write() as connection:
            return storing.store_body(connection, article_id, found, now)

    def keep_position(self, article_id: ArticleId, position: float) -> None:
        """Remember how far the text was read, 0 to 1 of its height. WRITE."""
        with self._db.write() as connection:
            connection.execute(
                """insert into reading select id, ? from article where id = ?
                on conflict (article_id) do update set position = excluded.position""",
                (min(1.0, max(0.0, position)), article_id),
            )

    def set_read(self, ids: Iterable[ArticleId], read: bool) -> tuple[ArticleId, ...]:
        """Mark articles; return those that changed. Hand in slices of ``SLICE``. WRITE."""
        return self._flag("read", ids, read)

    def set_saved(self, ids: Iterable[ArticleId], saved: bool) -> tuple[ArticleId, ...]:
        """Keep articles for later or not; return those that changed. WRITE."""
        return self._flag("saved", ids, saved)

    def matching_ids(self, query: ListQuery, unread_only: bool = True) -> tuple[ArticleId, ...]:
        """Return all ids of a list, newest first. READ."""
        if query.kind is ListKind.SEARCH:
            found = self._searched(query, SLICE)
            return tuple(each.id for each in found if not (unread_only and each.read))
        with self._db.read() as connection:
            keys = lists.keys(connection, query, unread_only=unread_only)
        return tuple(ArticleId(key[1]) for key in keys)

    def next_unread(self, query: ListQuery, after: ListCursor | None) -> Article | None:
        """Return the first unread article of a list below ``after`` (None: from the top). READ."""
        if query.kind is ListKind.SEARCH:
            unread = [each for each in self._searched(query, SLICE) if not each.read]
            below = [
                each for each in unread
                if after is None or (each.published_at, each.id) < (after.published_at, after.id)
            ]  # fmt: skip
            return below[0] if below else None
        with self._db.read() as connection:
            keys = lists.keys(connection, query, after, 1, unread_only=True)
            found = self._in_order(connection, [key[1] for key in keys])
        return found[0] if found else None

    def counts(self, since: int) -> Counts:
        """Return the numbers of the sidebar; ``since``: first second of the reader's day. READ."""
        with self._db.read() as connection:
            hidden = {
                row[0]: bool(row[1])
                for row in connection.execute(
                    """select id, removed_at is not null from source
                    where muted <> 0 or removed_at is not null"""
                )
            }
            by_source = dict(
                connection.execute(
                    """select source_id, count(*) from article
                    indexed by article_unread_of_source where read = 0 group by source_id"""
                ).fetchall()
            )
            saved = connection.execute(
                """select count(*) from article indexed by article_saved_by_date where saved = 1
                and source_id not in (select id from source where removed_at is not null)"""
            ).fetchone()[0]
            today = connection.execute(
                """select count(*) from article indexed by article_unread_by_date
                where read = 0 and published_at >= ? and source_id not in
                (select id from source where muted <> 0 or removed_at is not null)""",
                (since,),
            ).fetchone()[0]
            conversations = conversation_count(connection)
        shown = {id_: count for id_, count in by_source.items() if not hidden.get(id_, False)}
        unread = sum(count for id_, count in shown.items() if id_ not in hidden)
        return Counts(today, unread, saved, conversations, shown)

    def oldest(self, source_id: SourceId, section_remote: str | None) -> tuple[int, str] | None:
        """Return date and remote id of the oldest article whose date the source gave. READ."""
        if section_remote is None:
            sql = """select published_at, remote_id from article indexed by article_of_source
                where source_id = ? and date_guessed = 0 order by published_at, id limit 1"""
            values: tuple[Any, ...] = (source_id,)
        else:
            sql = """select s.published_at, a.remote_id from article_section s
                join article a on a.id = s.article_id
                where s.section_id = (select id from section where source_id = ? and remote_id = ?)
                and a.date_guessed = 0 order by s.published_at, s.article_id limit 1"""
            values = (source_id, section_remote)
        with self._db.read() as connection:
            row: tuple[int, str] | None = connection.execute(sql, values).fetchone()
        return row

    def remove(self, ids: Iterable[ArticleId]) -> tuple[ArticleId, ...]:
        """Delete articles with their texts and threads; return those that were there. WRITE."""
        with self._db.write() as connection:
            return delete_articles(connection, list(ids))

    def newest(self) -> int | None:
        """Return the latest date that an article came with, None when none has one. READ."""
        sql = """select published_at from article where date_guessed = 0
            order by published_at desc limit 1"""
        with self._db.read() as connection:
            row = connection.execute(sql).fetchone()
        return row[0] if row else None

    def prune(self, older_than: int, now: int, limit: int = SLICE) -> tuple[ArticleId, ...]:
        """Delete one slice of articles published and first seen before ``older_than``. WRITE.

        Saved ones, those with a comment, draft or posting of the reader, and the newest 200 of
        each source stay. Call it again until it returns nothing.
        """
        del now
        sql = f"""select a.id from article a where a.published_at < ? and a.seen_at < ?
            and a.saved = 0 and {UNTOUCHED.format("a.id")}
            and (a.published_at, a.id) < (select n.published_at, n.id from article n
                where n.source_id = a.source_id
                order by n.published_at desc, n.id desc limit 1 offset ?)
            order by a.published_at, a.id limit ?"""
        values = (older_than, older_than, _KEPT_OF_EACH_SOURCE - 1, limit)
        with self._db.write() as connection:
            ids = [row[0] for row in connection.execute(sql, values)]
            return delete_articles(connection, ids)

    def set_comment_count(self, article_id: ArticleId, count: int | None) -> None:
        """Store the number that the server told. WRITE."""
        self._set("comment_count", bounded_or_none(count), article_id)

    def set_comments_state(self, article_id: ArticleId, state: CommentsState) -> None:
        """Store whether the thread can be written to. WRITE."""
        self._set("comments_state", state.value, article_id)

    def set_thread_key(self, article_id: ArticleId, key: str | None) -> None:
        """Store what the adapter needs to read the thread. WRITE."""
        self._set("thread_key", outside_text_or_none(key), article_id)

    def _set(self, column: str, value: object, article_id: ArticleId) -> None:
        with self._db.write() as connection:
            connection.execute(
                f"update article set {column} = ? where id = ?",
                (value, article_id),
            )

    def _flag(self, column: str, ids: Iterable[ArticleId], on: bool) -> tuple[ArticleId, ...]:
        sql = f"""update article set {column} = ? where id in (select value from json_each(?))
            and {column} <> ? returning id"""
        with self._db.write() as connection:
            rows = connection.execute(sql, (int(on), id_list(ids), int(on))).fetchall()
        return tuple(ArticleId(row[0]) for row in rows)

    def _searched(self, query: ListQuery, limit: int) -> tuple[Article, ...]:
        found = self._search.find(query.text, limit, query.source_id)
        if query.filter is ListFilter.UNREAD:
            found = tuple(each for each in found if not each.read or each.id in query.keep)
        elif query.filter is ListFilter.SAVED:
            found = tuple(each for each in found if each.saved or each.id in query.keep)
        return found

    def _in_order(self, connection: sqlite3.Connection, ids: Sequence[int]) -> tuple[Article, ...]:
        rows = {row[0]: row for row in connection.execute(_BY_IDS, (id_list(ids),))}
        return articles(rows[id_] for id_ in ids if id_ in rows)


UNTOUCHED = """not exists (select 1 from comment c where c.article_id = {0} and c.is_mine = 1)
    and not exists (select 1 from draft d where d.article_id = {0})
    and not exists (select 1 from posting p where p.article_id = {0})"""
"""SQL: the reader has written nothing under the article."""


def delete_articles(
    connection: sqlite3.Connection, ids: Sequence[ArticleId]
) -> tuple[ArticleId, ...]:
    """Delete articles inside a transaction; drafts and postings stay."""
    wanted = id_list(ids)
    index.drop(connection, wanted)
    connection.execute(
        "delete from article_section where article_id in (select value from json_each(?))",
        (wanted,),
    )
    rows = connection.execute(
        "delete from article where id in (select value from json_each(?)) returning id", (wanted,)
    ).fetchall()
    return tuple(ArticleId(row[0]) for row in rows)
