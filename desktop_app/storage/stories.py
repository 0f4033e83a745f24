"""Which articles tell of the same event: kept as they arrive, told to lists, changed by a reader.

A story has the id of the article that began it, negative when that article was taken out of it.
"""

# ruff: noqa: S608 - SQL is put together from constants of this room

import sqlite3
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from desktop_app.core.articles import (
    Article,
    Counts,
    InStory,
    ListCursor,
    ListPage,
    ListQuery,
)
from desktop_app.core.ids import ArticleId
from desktop_app.storage import lists, merging
from desktop_app.storage.article_rows import COLUMNS, article, articles
from desktop_app.storage.database import Database
from desktop_app.storage.placing import MOST_LETTERS, join, of_stories
from desktop_app.storage.values import id_list


@dataclass(frozen=True, slots=True)
class Teller:
    """An article of a story as its timeline shows it. ``html`` None: no text is stored."""

    article: Article
    source: str
    html: str | None
    text_of: ArticleId


class Stories:
    """The tables of stories. All methods raise the AppErrors of ``Database``."""

    def __init__(self, database: Database) -> None:
        self._db = database

    # -- lists -----------------------------------------------------------------------------------

    def page(self, query: ListQuery, cursor: ListCursor | None, limit: int = 200) -> ListPage:
        """Return one page of a stored list with its stories; no search. READ."""
        with self._db.read() as connection:
            keys, more, found = merging.page_keys(connection, query, cursor, limit)
            items = self._in_order(connection, [key[1] for key in keys])
        stories = merging.stories_of(found, (each.id for each in items), merging.merges(query))
        return ListPage(items, lists.after(keys[-1]) if more and keys else None, stories)

    def next_unread(self, query: ListQuery, after: ListCursor | None) -> Article | None:
        """Return the first unread article below ``after`` that has a row. READ."""
        with self._db.read() as connection:
            if merging.merges(query):
                key = merging.next_key(connection, query, after)
                keys = [key] if key is not None else []
            else:
                keys = lists.keys(connection, query, after, 1, unread_only=True)
            found = self._in_order(connection, [key[1] for key in keys])
        return found[0] if found else None

    def counted(self, counts: Counts, since: int) -> Counts:
        """Return ``counts`` with Today and Unread by rows instead of articles. READ."""
        with self._db.read() as connection:
            unread = merging.hidden_unread(connection, 0)
            today = merging.hidden_unread(connection, since) if unread else 0
        return replace(counts, today=counts.today - today, unread=counts.unread - unread)

    def in_story(self, article_id: ArticleId) -> InStory | None:
        """Return the story of an article, if several sources tell it or it is muted. READ."""
        with self._db.read() as connection:
            for story in merging.members(connection, (article_id,)).values():
                return merging.stories_of({story[0].story_id: story}, (article_id,), False).get(
                    article_id
                )
        return None

    # -- what a reader does ----------------------------------------------------------------------

    def story_of(self, article_id: ArticleId) -> int | None:
        """Return the id of an article's story, None while it is not placed. READ."""
        sql = "select story_id from story_article where article_id = ?"
        with self._db.read() as connection:
            row = connection.execute(sql, (article_id,)).fetchone()
        return row[0] if row else None

    def articles_of(self, story_id: int) -> tuple[ArticleId, ...]:
        """Return all articles of a story. READ."""
        with self._db.read() as connection:
            return tuple(sorted(of_stories(connection, {story_id})))

    def tellers(self, story_id: int) -> tuple[Teller, ...]:
        """Return the articles of a story with their texts, the oldest first. READ."""
        names = ", ".join(f"a.{name.strip()}" for name in COLUMNS.split(","))
        sql = f"""select s.title, substr(b.html, 1, ?), t.text_of, {names}
            from story_article t join article a on a.id = t.article_id
            join source s on s.id = a.source_id left join body b on b.article_id = a.id
            where t.story_id = ? and s.removed_at is null order by a.published_at, a.id"""
        with self._db.read() as connection:
            rows = connection.execute(sql, (MOST_LETTERS, story_id)).fetchall()
        return tuple(Teller(article(row[3:]), row[0], row[1], ArticleId(row[2])) for row in rows)

    def unused(self, article_id: ArticleId) -> int:
        """Return an id for a story that an article begins: its own may be that of others. READ."""
        sql = """select 1 from story_article indexed by story_article_of_story
            where story_id = ? and article_id <> ?"""
        with self._db.read() as connection:
            taken = connection.execute(sql, (article_id, article_id)).fetchone()
        return -article_id if taken else article_id

    def muted(self) -> tuple[int, ...]:
        """Return all stories of which the reader wants no more. READ."""
        with self._db.read() as connection:
            return tuple(row[0] for row in connection.execute("select story_id from story_muted"))

    def is_muted(self, story_id: int) -> bool:
        """Say whether the reader wants no more of a story. READ."""
        sql = "select 1 from story_muted where story_id = ?"
        with self._db.read() as connection:
            return connection.execute(sql, (story_id,)).fetchone() is not None

    def set_muted(self, story_id: int, muted: bool, now: int) -> None:
        """Mute a story, or hear of it again. WRITE."""
        with self._db.write() as connection:
            if muted:
                sql = "insert or ignore into story_muted values (?, ?)"
                connection.execute(sql, (story_id, now))
            else:
                connection.execute("delete from story_muted where story_id = ?", (story_id,))

    def move(self, article_id: ArticleId, story_id: int, *, apart: bool) -> int | None:
        """Put an article into another story; return the one that it left. WRITE.

        ``apart``: for good, the reader says that it is not of the old one; else it may have been
        said of the new one, and is not true any more.
        """
        with self._db.write() as connection:
            sql = "select story_id from story_article where article_id = ?"
            row = connection.execute(sql, (article_id,)).fetchone()
            if row is None or row[0] == story_id:
                return None
            sql = "update story_article set story_id = ? where article_id = ?"
            connection.execute(sql, (story_id, article_id))
            if apart:
                sql = "insert or ignore into story_apart values (?, ?)"
                connection.execute(sql, (article_id, row[0]))
            else:
                sql = "delete from story_apart where article_id = ? and story_id = ?"
                connection.execute(sql, (article_id, story_id))
            join(connection, {row[0], story_id})
        left: int = row[0]
        return left

    def muted_among(self, ids: Iterable[ArticleId]) -> frozenset[ArticleId]:
        """Return which articles are of a muted story or a muted source. READ."""
        sql = """select a.id from article a join source s on s.id = a.source_id
            left join story_article t on t.article_id = a.id
            where a.id in (select value from json_each(?)) and (s.muted <> 0
            or s.removed_at is not null or t.story_id in (select story_id from story_muted))"""
        with self._db.read() as connection:
            rows = connection.execute(sql, (id_list(ids),)).fetchall()
        return frozenset(ArticleId(row[0]) for row in rows)

    def texts_of(self, ids: Iterable[ArticleId]) -> dict[ArticleId, ArticleId]:
        """Return for articles that are placed the first article with the same text. READ."""
        sql = """select article_id, text_of from story_article
            where article_id in (select value from json_each(?))"""
        with self._db.read() as connection:
            rows = connection.execute(sql, (id_list(ids),)).fetchall()
        return {ArticleId(row[0]): ArticleId(row[1]) for row in rows}

    def _in_order(self, connection: sqlite3.Connection, ids: Sequence[int]) -> tuple[Article, ...]:
        sql = f"select {COLUMNS} from article where id in (select value from json_each(?))"
        rows = {row[0]: row for row in connection.execute(sql, (id_list(ids),))}
        return articles(rows[id_] for id_ in ids if id_ in rows)
