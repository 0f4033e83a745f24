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
from desktop_app.storage.database import SLICE, Database
from desktop_app.storage.values import id_list, outside_text

_CROWD = 200
"""A shingle that so many articles share is a footer and says nothing."""

_MOST_SAME = 5
"""Of the articles that share shingles with one, so many are compared in full."""


@dataclass(frozen=True, slots=True)
class ToPlace:
    """An article whose story is to be found.

    ``declared`` is the language that it or its source says, ``known`` the one found out before.
    """

    id: ArticleId
    title: str
    excerpt: str
    html: str | None
    declared: str | None
    known: str | None
    published_at: int


@dataclass(frozen=True, slots=True)
class Placed:
    """An article with its story. ``sketch``: the smallest hashes of its text.

    ``told``: its language was found out as for lists, by what is declared; it is kept for them.
    """

    id: ArticleId
    story_id: int
    text_of: ArticleId
    language: str
    published_at: int
    vector: bytes
    sketch: tuple[int, ...]
    told: bool = False


@dataclass(frozen=True, slots=True)
class PlacedBefore:
    """An article of the last days as it was kept."""

    id: ArticleId
    story_id: int
    published_at: int
    language: str
    vector: bytes


@dataclass(frozen=True, slots=True)
class Kept:
    """What keeping placed articles changed.

    ``touched``: all of the stories that grew and that several sources tell; ``read``: what is
    read now.
    """

    touched: frozenset[ArticleId]
    read: tuple[ArticleId, ...]


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

    # -- finding ---------------------------------------------------------------------------------

    def unplaced(self, window: int, limit: int) -> tuple[ArticleId, ...]:
        """Return articles of the last ``window`` seconds that have no story yet, oldest first.

        The window ends with the newest article. READ.
        """
        sql = """select a.id from article a where a.published_at >= ? and not exists
                (select 1 from story_article t where t.article_id = a.id)
            order by a.published_at, a.id limit ?"""
        with self._db.read() as connection:
            since = _newest(connection) - window
            rows = connection.execute(sql, (since, limit)).fetchall()
        return tuple(ArticleId(row[0]) for row in rows)

    def to_place(self, ids: Iterable[ArticleId], window: int) -> tuple[ToPlace, ...]:
        """Return those articles that are of the window and have no story yet, oldest first. READ.

        Of a text no more is read than is compared.
        """
        sql = """select a.id, a.title, a.excerpt, substr(b.html, 1, ?),
                coalesce(a.language, s.language), nullif(l.language, ''), a.published_at
            from article a join source s on s.id = a.source_id
            left join article_language l on l.article_id = a.id
            left join body b on b.article_id = a.id
            where a.id in (select value from json_each(?)) and a.published_at >= ?
            and not exists (select 1 from story_article t where t.article_id = a.id)
            order by a.published_at, a.id"""
        with self._db.read() as connection:
            since = _newest(connection) - window
            rows = connection.execute(sql, (MOST_LETTERS, id_list(ids), since)).fetchall()
        return tuple(ToPlace(*row) for row in rows)

    def sharing(
        self, sketches: Sequence[tuple[int, ...]]
    ) -> dict[ArticleId, tuple[str, ArticleId]]:
        """Return the articles that share a shingle with one of ``sketches``. READ.

        Of each its text, and the first article with the same text.
        """
        sql = f"""select article_id from shingle
            where hash = ? limit {_CROWD + 1}"""
        with self._db.read() as connection:
            found: dict[int, int] = {}
            for hash_ in {each for sketch in sketches for each in sketch}:
                holders = connection.execute(sql, (hash_,)).fetchall()
                if len(holders) <= _CROWD:
                    for holder in holders:
                        found[holder[0]] = found.get(holder[0], 0) + 1
            likely = sorted(found, key=lambda id_: (-found[id_], id_))[: _MOST_SAME * len(sketches)]
            rows = connection.execute(
                """select a.id, coalesce(substr(b.html, 1, ?), a.excerpt), t.text_of
                from article a join story_article t on t.article_id = a.id
                left join body b on b.article_id = a.id
                where a.id in (select value from json_each(?))""",
                (MOST_LETTERS, id_list(likely)),
            ).fetchall()
        return {ArticleId(row[0]): (row[1], ArticleId(row[2])) for row in rows}

    def keep(self, placed: Sequence[Placed]) -> Kept:
        """Keep where articles belong, in one transaction.

        The copy of a text that was read is read, and so is what joins a muted story. WRITE.
        """
        with self._db.write() as connection:
            for each in placed:
                self._insert(connection, each)
            stories = {each.story_id for each in placed}
            _join(connection, stories)
            ids = id_list(each.id for each in placed)
            rows = connection.execute(
                """update article set read = 1 where read = 0 and id in (
                    select t.article_id from json_each(?) j
                    cross join story_article t on t.article_id = j.value
                    where t.story_id in (select story_id from story_muted) or exists (
                        select 1 from story_article o indexed by story_article_of_story
                        where o.story_id = t.story_id and o.text_of = t.text_of
                        and o.article_id <> t.article_id and o.read = 1))
                returning id""",
                (ids,),
            ).fetchall()
            touched = _of_stories(connection, stories, "and joined = 1")
        return Kept(touched, tuple(ArticleId(row[0]) for row in rows))

    def kept(self, window: int) -> tuple[PlacedBefore, ...]:
        """Return what was placed within the last ``window`` seconds, the oldest first. READ."""
        sql = """select t.article_id, t.story_id, t.published_at, v.language, v.vector
            from story_vector v join story_article t on t.article_id = v.article_id
            where v.published_at >= ? order by v.published_at, v.article_id"""
        with self._db.read() as connection:
            rows = connection.execute(sql, (_newest(connection) - window,)).fetchall()
        return tuple(PlacedBefore(ArticleId(row[0]), *row[1:]) for row in rows)

    def apart(self) -> tuple[tuple[ArticleId, int], ...]:
        """Return which articles are not of which stories, because the reader said so. READ."""
        with self._db.read() as connection:
            rows = connection.execute("select article_id, story_id from story_apart").fetchall()
        return tuple((ArticleId(row[0]), row[1]) for row in rows)

    def forget_old(self, window: int) -> int:
        """Drop a slice of what is no longer compared with anything; return how many. WRITE."""
        with self._db.write() as connection:
            rows = connection.execute(
                "select article_id from story_vector where published_at < ? limit ?",
                (_newest(connection) - window, SLICE),
            ).fetchall()
            old = id_list(row[0] for row in rows)
            for table in ("story_vector", "shingle"):
                connection.execute(
                    f"delete from {table} where article_id in (select value from json_each(?))",
                    (old,),
                )
        return len(rows)

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
            return tuple(sorted(_of_stories(connection, {story_id})))

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
            _join(connection, {row[0], story_id})
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

    def _insert(self, connection: sqlite3.Connection, each: Placed) -> None:
        there = connection.execute(
            """insert or ignore into story_article
            (article_id, story_id, source_id, published_at, read, text_of)
            select id, ?, source_id, published_at, read, ? from article where id = ?""",
            (each.story_id, each.text_of, each.id),
        )
        if there.rowcount < 1:  # deleted meanwhile
            return
        if each.told:
            connection.execute(
                "insert or ignore into article_language (article_id, language) values (?, ?)",
                (each.id, outside_text(each.language)),
            )
        connection.execute(
            "insert or replace into story_vector values (?, ?, ?, ?)",
            (each.id, each.published_at, outside_text(each.language), each.vector),
        )
        connection.executemany(
            "insert or ignore into shingle values (?, ?)",
            [(hash_, each.id) for hash_ in each.sketch],
        )

    def _in_order(self, connection: sqlite3.Connection, ids: Sequence[int]) -> tuple[Article, ...]:
        sql = f"select {COLUMNS} from article where id in (select value from json_each(?))"
        rows = {row[0]: row for row in connection.execute(sql, (id_list(ids),))}
        return articles(rows[id_] for id_ in ids if id_ in rows)


MOST_LETTERS = 24_000
"""Of a text with its tags: more than the 400 words that are compared."""


def _newest(connection: sqlite3.Connection) -> int:
    row = connection.execute("select max(published_at) from article").fetchone()
    return row[0] or 0


def _join(connection: sqlite3.Connection, stories: Iterable[int]) -> None:
    """Note which stories several sources tell: only their articles are one row."""
    connection.execute(
        """update story_article indexed by story_article_of_story
        set joined = (select count(distinct o.source_id) > 1 from story_article o
            indexed by story_article_of_story where o.story_id = story_article.story_id)
        where story_id in (select value from json_each(?))""",
        (id_list(stories),),
    )


def _of_stories(
    connection: sqlite3.Connection, stories: Iterable[int], which: str = ""
) -> frozenset[ArticleId]:
    rows = connection.execute(
        f"""select article_id from story_article indexed by story_article_of_story
        where story_id in (select value from json_each(?)) {which}""",
        (id_list(stories),),
    )
    return frozenset(ArticleId(row[0]) for row in rows)
