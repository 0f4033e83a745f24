"""Finding stories: what is still to be placed, what it is compared with, where it belongs."""

# ruff: noqa: S608 - SQL is put together from constants of this room

import sqlite3
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from desktop_app.core.ids import ArticleId
from desktop_app.storage.database import SLICE, Database
from desktop_app.storage.values import id_list, outside_text

_CROWD = 200
"""A shingle that so many articles share is a footer and says nothing."""

_MOST_SAME = 5
"""Of the articles that share shingles with one, so many are compared in full."""


MOST_LETTERS = 24_000
"""Of a text with its tags: more than the 400 words that are compared."""


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


class Placing:
    """Reads and keeps what finding stories needs. Raises the AppErrors of ``Database``."""

    def __init__(self, database: Database) -> None:
        self._db = database

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

    def changed(self, window: int, limit: int) -> tuple[ArticleId, ...]:
        """Return placed articles whose words or language are others now, the oldest first. READ.

        What has left the window is not compared again; ``forget_old`` drops it.
        """
        sql = """select g.article_id from story_again g join article a on a.id = g.article_id
            where a.published_at >= ? order by a.published_at, a.id limit ?"""
        with self._db.read() as connection:
            rows = connection.execute(sql, (_newest(connection) - window, limit)).fetchall()
        return tuple(ArticleId(row[0]) for row in rows)

    def to_place(
        self, ids: Iterable[ArticleId], window: int, *, again: bool = False
    ) -> tuple[ToPlace, ...]:
        """Return those articles that are of the window and have no story yet, oldest first. READ.

        ``again``: those that have one and are to be compared anew. Of a text no more is read than
        is compared.
        """
        table = "story_again" if again else "story_article"
        sql = f"""select a.id, a.title, a.excerpt, substr(b.html, 1, ?),
                coalesce(a.language, s.language), nullif(l.language, ''), a.published_at
            from article a join source s on s.id = a.source_id
            left join article_language l on l.article_id = a.id
            left join body b on b.article_id = a.id
            where a.id in (select value from json_each(?)) and a.published_at >= ?
            and {"" if again else "not"} exists
                (select 1 from {table} t where t.article_id = a.id)
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

    def keep(
        self,
        placed: Sequence[Placed],
        moved: Mapping[ArticleId, int] | None = None,
        *,
        again: bool = False,
    ) -> Kept:
        """Keep where articles belong, in one transaction.

        ``moved``: stories of earlier articles that these tied together or drew over. The copy of a
        text that was read is read, and so is what joins a muted story; not what was placed before
        (``again``). WRITE.
        """
        moved = moved or {}
        with self._db.write() as connection:
            stories = {each.story_id for each in placed} | set(moved.values())
            stories |= self._left(connection, [*moved, *[each.id for each in placed]])
            for each in placed:
                self._insert(connection, each)
            self._move(connection, moved)
            join(connection, stories)
            ids = id_list(() if again else [each.id for each in placed])
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
            touched = of_stories(connection, stories, "and joined = 1")
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
            for table in ("story_vector", "shingle", "story_again"):
                connection.execute(
                    f"delete from {table} where article_id in (select value from json_each(?))",
                    (old,),
                )
        return len(rows)

    def _left(self, connection: sqlite3.Connection, ids: Iterable[ArticleId]) -> set[int]:
        sql = """select distinct story_id from story_article
            where article_id in (select value from json_each(?))"""
        return {row[0] for row in connection.execute(sql, (id_list(ids),))}

    def _move(self, connection: sqlite3.Connection, moved: Mapping[ArticleId, int]) -> None:
        """Move articles; who is not of a story is not of the one either that it went up in."""
        for id_, story_id in moved.items():
            sql = "select story_id from story_article where article_id = ?"
            row = connection.execute(sql, (id_,)).fetchone()
            if row is None or row[0] == story_id:
                continue
            sql = "update story_article set story_id = ? where article_id = ?"
            connection.execute(sql, (story_id, id_))
            connection.execute(
                """insert or ignore into story_apart select article_id, ? from story_apart
                where story_id = ? and not exists (select 1 from story_article t
                    indexed by story_article_of_story where t.story_id = ?)""",
                (story_id, row[0], row[0]),
            )

    def _insert(self, connection: sqlite3.Connection, each: Placed) -> None:
        there = connection.execute(
            """insert into story_article
            (article_id, story_id, source_id, published_at, read, text_of)
            select id, ?, source_id, published_at, read, ? from article where id = ?
            on conflict (article_id) do update
            set story_id = excluded.story_id, text_of = excluded.text_of""",
            (each.story_id, each.text_of, each.id),
        )
        if there.rowcount < 1:  # deleted meanwhile
            return
        for table in ("story_again", "shingle"):
            connection.execute(f"delete from {table} where article_id = ?", (each.id,))
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


def _newest(connection: sqlite3.Connection) -> int:
    row = connection.execute("select max(published_at) from article").fetchone()
    return row[0] or 0


def join(connection: sqlite3.Connection, stories: Iterable[int]) -> None:
    """Note which stories several sources tell: only their articles are one row."""
    connection.execute(
        """update story_article indexed by story_article_of_story
        set joined = (select count(distinct o.source_id) > 1 from story_article o
            indexed by story_article_of_story where o.story_id = story_article.story_id)
        where story_id in (select value from json_each(?))""",
        (id_list(stories),),
    )


def of_stories(
    connection: sqlite3.Connection, stories: Iterable[int], which: str = ""
) -> frozenset[ArticleId]:
    """Return all articles of stories; ``which``: a condition in SQL."""
    rows = connection.execute(
        f"""select article_id from story_article indexed by story_article_of_story
        where story_id in (select value from json_each(?)) {which}""",
        (id_list(stories),),
    )
    return frozenset(ArticleId(row[0]) for row in rows)
