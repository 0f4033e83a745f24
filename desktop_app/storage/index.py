"""The full-text index: what goes in, what comes out again, what a query may say.

The index holds no text (``content=''``), which saves the size of all bodies once more; in return
SQLite before 3.43 wants the old text back to delete a row (sqlite.org/fts5.html,
"The 'delete' command").
``index_text`` therefore makes it from what is stored and from nothing else.
"""

import html
import re
import sqlite3
import unicodedata
from collections.abc import Iterable
from functools import lru_cache
from typing import Any

from desktop_app.storage.values import outside_text

SOURCE_MARK = "\ue000"
"""A letter of private use before the source's number: a word that nobody can type, so that a search
inside one source needs no second index."""

_TAG = re.compile(r"<[^>]*>")
_ASCII_WORD = re.compile("[a-z0-9]+")
_UNSPACED = re.compile(
    "[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3005-\u3007\u3040-\u30ff\u3400-\u4dbf"
    "\u4e00-\u9fff\uf900-\ufaff]+"
)
"""Thai, Lao, Burmese, Khmer, Japanese, Chinese: written without blanks between words."""
_WITH_ARTICLE = re.compile(r"\b[وفبك]?ال(\w{3,})")
"""An Arabic word with its article, and perhaps a conjunction, grown together with it."""

_FOREIGN = re.compile("[^\x00-\x7f]+")
"""Folded run by run: letters are folded each for itself, and the words of a language come back, so
a body costs a quarter of what folding it whole would."""

_MOST_WORDS = 24
_MOST_LETTERS = 40
_MOST_INPUT = 400

_TEXTS = """select a.id, a.source_id, a.title, a.excerpt, b.html from article a
    left join body b on b.article_id = a.id where a.id in (select value from json_each(?))"""


def index_text(source_id: int, title: str, excerpt: str, body: str | None) -> str:
    """Return the folded text of one article."""
    text = excerpt if body is None else html.unescape(_TAG.sub(" ", body))
    return f"{SOURCE_MARK}{source_id} {_searchable(title)}\n{_searchable(text)}"


def add(connection: sqlite3.Connection, rows: Iterable[tuple[int, str]]) -> None:
    """Index ``rows`` of (article id, ``index_text``)."""
    connection.executemany("insert into article_text (rowid, text) values (?, ?)", rows)


def drop(connection: sqlite3.Connection, ids: str) -> None:
    """Take articles out of the index; call it while their text still stands. ``ids``: JSON."""
    connection.executemany(
        "insert into article_text (article_text, rowid, text) values ('delete', ?, ?)",
        stored_texts(connection, ids),
    )


def stored_texts(connection: sqlite3.Connection, ids: str) -> list[tuple[int, str]]:
    """Return (article id, ``index_text``) of stored articles. ``ids``: JSON."""
    rows: list[tuple[Any, ...]] = connection.execute(_TEXTS, (ids,)).fetchall()
    return [(row[0], index_text(*row[1:])) for row in rows]


def words_of(text: str) -> list[str]:
    """Return the folded words of anything that was typed; each is one word of the index too."""
    from desktop_app.text.fold import fold

    folded = fold(outside_text(text[:_MOST_INPUT]))
    if folded.isascii():
        return [word[:_MOST_LETTERS] for word in _ASCII_WORD.findall(folded)[:_MOST_WORDS]]
    letters = [letter if _in_word(letter) else " " for letter in _UNSPACED.sub(_pairs, folded)]
    return [word[:_MOST_LETTERS] for word in "".join(letters).split()[:_MOST_WORDS]]


def match(text: str, source_id: int | None = None) -> str | None:
    """Return the FTS5 query for what was typed so far, None when nothing can be asked.

    All words must stand in the article; the last one may be the beginning of a word.
    """
    words = words_of(text)
    if not words:
        return None
    bare = [_WITH_ARTICLE.sub(r"\1", word) for word in words]
    last = bare.pop()
    terms = [f'"{word}"' for word in bare]
    if len(last) > 1 or _UNSPACED.match(last):
        terms.append(f'"{last}"*')
    elif not terms:
        # A prefix of one letter would read a tenth of the index.
        terms.append(f'"{last}"')
    if source_id is not None:
        terms.insert(0, f'"{SOURCE_MARK}{source_id}"')
    return " AND ".join(terms)


def _searchable(text: str) -> str:
    if text.isascii():
        return text.lower()
    folded = _FOREIGN.sub(lambda run: _folded(run[0]), text.lower())
    return _WITH_ARTICLE.sub(r"\g<0> \1", _UNSPACED.sub(_pairs, folded))


@lru_cache(maxsize=8192)
def _folded(run: str) -> str:
    from desktop_app.text.fold import fold

    return fold(run)


def _pairs(run: re.Match[str]) -> str:
    """Cut a run without blanks into overlapping pairs: any part of it can be found by its own."""
    letters = run[0]
    if len(letters) == 1:
        return f" {letters} "
    return " " + " ".join(letters[place : place + 2] for place in range(len(letters) - 1)) + " "


def _in_word(letter: str) -> bool:
    category = unicodedata.category(letter)
    return category[0] in "LN" or category in ("Mn", "Mc")
