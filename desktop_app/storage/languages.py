"""The language of each article, as it was found out or as the reader said."""

# ruff: noqa: S608 - SQL is put together from constants of this room

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from desktop_app.core.ids import ArticleId, SourceId
from desktop_app.storage.database import Database
from desktop_app.storage.values import id_list

_LATEST = 20
"""So many articles say which language a source has."""

_LOOKED_AT = 40
"""Among so many of its last articles; the others may not be told yet."""

_SPAN = 2_000
"""Articles that are looked through at once: 1 to 2 ms."""


@dataclass(frozen=True, slots=True)
class Untold:
    """An article whose language nobody knows yet. ``declared`` is what it or its source says."""

    id: ArticleId
    source_id: SourceId
    title: str
    beginning: str
    declared: str | None


@dataclass(frozen=True, slots=True)
class Span:
    """Articles without a language, newest first; ``rest``: where to look on, None at the end."""

    untold: tuple[ArticleId, ...]
    rest: tuple[int, int] | None


_UNTOLD = """
    select a.id, a.source_id, a.title, substr(a.excerpt, 1, ?), coalesce(a.language, s.language)
    from article a join source s on s.id = a.source_id
    where not exists (select 1 from article_language l where l.article_id = a.id)"""


class Languages:
    """The table of languages; an empty one: it cannot be told. Raises what ``Database`` raises."""

    def __init__(self, database: Database) -> None:
        self._db = database

    def of(self, article_id: ArticleId) -> tuple[str, bool] | None:
        """Return the language of an article and whether the reader said so. READ."""
        sql = "select language, corrected from article_language where article_id = ?"
        with self._db.read() as connection:
            row = connection.execute(sql, (article_id,)).fetchone()
        return None if row is None else (row[0], bool(row[1]))

    def untold(self, rest: tuple[int, int] | None = None) -> Span:
        """Look through the next of all articles, newest first, for those without a language. READ.

        By an index alone: the articles of a large library would be read for a second.
        """
        sql = """select a.published_at, a.id, l.article_id is null
            from (select published_at, id from article indexed by article_by_date
                where (published_at, id) < (?, ?)
                order by published_at desc, id desc limit ?) a
            left join article_language l on l.article_id = a.id"""
        with self._db.read() as connection:
            rows = connection.execute(sql, (*(rest or (2**62, 0)), _SPAN)).fetchall()
        untold = tuple(ArticleId(row[1]) for row in rows if row[2])
        return Span(untold, rows[-1][:2] if len(rows) == _SPAN else None)

    def untold_of(self, ids: Iterable[ArticleId], letters: int) -> tuple[Untold, ...]:
        """Return those of ``ids`` that have no language, newest first. READ."""
        sql = f"{_UNTOLD} and a.id in (select value from json_each(?)) order by a.id desc"
        with self._db.read() as connection:
            rows = connection.execute(sql, (letters, id_list(ids))).fetchall()
        return tuple(_untold(row) for row in rows)

    def latest(self, sources: Iterable[SourceId]) -> Mapping[SourceId, Sequence[str]]:
        """Return the languages of each source's last articles, oldest first. READ."""
        sql = """select l.language
            from (select id from article where source_id = ?
                order by published_at desc, id desc limit ?) a
            join article_language l on l.article_id = a.id
            where l.language <> '' limit ?"""
        found: dict[SourceId, Sequence[str]] = {}
        with self._db.read() as connection:
            for source in set(sources):
                rows = connection.execute(sql, (source, _LOOKED_AT, _LATEST)).fetchall()
                found[source] = [row[0] for row in reversed(rows)]
        return found

    def store(self, found: Mapping[ArticleId, str]) -> None:
        """Keep what was found out; what the reader said stays. WRITE."""
        sql = """insert into article_language (article_id, language, corrected)
            select id, ?, 0 from article where id = ?
            on conflict (article_id) do update set language = excluded.language
            where corrected = 0"""
        with self._db.write() as connection:
            connection.executemany(sql, [(code, article) for article, code in found.items()])

    def correct(self, article_id: ArticleId, language: str | None) -> None:
        """Keep what the reader said; None: it is to be found out again. WRITE."""
        with self._db.write() as connection:
            if language is None:
                sql = "delete from article_language where article_id = ?"
                connection.execute(sql, (article_id,))
                return
            sql = """insert or replace into article_language (article_id, language, corrected)
                select id, ?, 1 from article where id = ?"""
            connection.execute(sql, (language, article_id))

    def there(self) -> tuple[str, ...]:
        """Return the languages that articles have, the most frequent first. READ."""
        sql = """select language from article_language where language <> ''
            group by language order by count(*) desc, language"""
        with self._db.read() as connection:
            return tuple(row[0] for row in connection.execute(sql))


def _untold(row: tuple[int, int, str, str, str | None]) -> Untold:
    return Untold(ArticleId(row[0]), SourceId(row[1]), *row[2:])
