"""Search in everything stored, and articles that go with an article."""

# ruff: noqa: S608 - SQL is put together from constants of this room

import sqlite3
from collections.abc import Iterable
from typing import Any

from desktop_app.core.articles import Article
from desktop_app.core.cancel import current
from desktop_app.core.ids import SourceId
from desktop_app.storage import index
from desktop_app.storage.article_rows import COLUMNS, articles
from desktop_app.storage.database import Database
from desktop_app.storage.values import id_list

_LOOKED_AT = 4
"""Hits looked at for each one shown: ids rise with first sight, readers want the newest date."""

_HITS = "select rowid from article_text where article_text match ? order by rowid desc limit ?"
_NEWEST = f"""select {COLUMNS} from article where id in (select value from json_each(?))
    and source_id not in (select id from source where removed_at is not null)
    order by published_at desc, id desc limit ?"""

_HITS_OF_EACH = 40
_TITLE_WORDS = 10


class Search:
    """Full-text search. Run it on the SEARCH lane; ``Database.interrupt_search`` ends it."""

    def __init__(self, database: Database) -> None:
        self._db = database

    def find(
        self, text: str, limit: int = 50, source_id: SourceId | None = None
    ) -> tuple[Article, ...]:
        """Return the newest articles that hold all words of ``text``, the last as a beginning.

        Any text is safe: nothing in it is an operator. Raises CANCELLED.
        """
        query = index.match(text, source_id)
        if query is None:
            return ()
        with self._db.search() as connection:
            ids = [row[0] for row in connection.execute(_HITS, (query, limit * _LOOKED_AT))]
            current().check()
            return articles(connection.execute(_NEWEST, (id_list(ids), limit)))

    def related(self, article: Article, limit: int = 6) -> tuple[Article, ...]:
        """Return candidates from all sources, best first. READ.

        Sharing a rare word of the headline or a rare tag counts more than sharing a common one;
        a section counts as a tag. How rare something is shows in how far back its last hits reach.
        Articles with the same headline are left out.
        """
        with self._db.read() as connection:
            scores: dict[int, float] = {}
            newest = connection.execute("select max(id) from article").fetchone()[0] or 0
            for hits, weight in self._hits(connection, article):
                rarity = _rarity(hits, newest)
                for id_ in hits:
                    scores[id_] = scores.get(id_, 0.0) + weight * rarity
            scores.pop(article.id, None)
            best = sorted(scores, key=lambda id_: (-scores[id_], -id_))[: limit * _LOOKED_AT]
            rows = articles(connection.execute(_NEWEST, (id_list(best), len(best))))
        shown = sorted(rows, key=lambda each: (-scores[each.id], -each.id))
        return tuple(_without_twins(shown, article))[:limit]

    def _hits(
        self, connection: sqlite3.Connection, article: Article
    ) -> Iterable[tuple[list[int], float]]:
        for word in _telling_words(article.title):
            yield _ids(connection, _HITS, (f'"{word}"', _HITS_OF_EACH)), 1.0
        tags = _ids(connection, "select tag from article_tag where article_id = ?", (article.id,))
        for tag in tags[:_TITLE_WORDS]:
            sql = (
                "select article_id from article_tag where tag = ? order by article_id desc limit ?"
            )
            yield _ids(connection, sql, (tag, _HITS_OF_EACH)), 2.0
        for section in _ids(connection, _SECTIONS_ALIKE, (article.id, _HITS_OF_EACH)):
            sql = """select article_id from article_section where section_id = ?
                order by published_at desc, article_id desc limit ?"""
            yield _ids(connection, sql, (section, _HITS_OF_EACH)), 1.0


_SECTIONS_ALIKE = """select distinct other.id from article_section mine
    join section own on own.id = mine.section_id
    join section other on other.id = own.id or (own.folded <> '' and other.folded = own.folded)
    where mine.article_id = ? limit ?"""


def _ids(connection: sqlite3.Connection, sql: str, values: tuple[Any, ...]) -> list[Any]:
    return [row[0] for row in connection.execute(sql, values)]


def _telling_words(title: str) -> list[str]:
    words = dict.fromkeys(word for word in index.words_of(title) if len(word) > 3)
    return sorted(words, key=len, reverse=True)[:_TITLE_WORDS]


def _rarity(hits: list[int], newest: int) -> float:
    """Return 0 to 1: what the last articles all have is worth nothing."""
    if not hits or newest <= 0:
        return 0.0
    if len(hits) < _HITS_OF_EACH:
        return 1.0
    reach = newest - min(hits) + 1
    return max(0.0, 1.0 - len(hits) / reach)


def _without_twins(found: Iterable[Article], article: Article) -> Iterable[Article]:
    seen = {tuple(index.words_of(article.title))}
    for each in found:
        words = tuple(index.words_of(each.title))
        if words not in seen:
            seen.add(words)
            yield each
