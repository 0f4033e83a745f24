"""The full-text index: what goes in, what comes out again, what a query may say.

The index holds no text (``content=''``), which saves the size of all bodies once more; in return
SQLite before 3.43 wants the old text back to delete a row (sqlite.org/fts5.html,
"The 'delete' command").
``index_text`` therefore makes it from what is stored and from nothing else.
"""

import html
import re
import sqlite3
from collections.abc import Iterable
from typing import Any

SOURCE_MARK = "\ue000"
"""A letter of private use before the source's number: a word that nobody can type, so that a search
inside one source needs no second index."""

_TAG = re.compile(r"<[^>]*>")
_PRIVATE = re.compile("[\ue000-\uf8ff\U000f0000-\U0010ffff]")
_MOST_WORDS = 16
_MOST_LETTERS = 40
_MOST_INPUT = 400

_TEXTS = """select a.id, a.source_id, a.title, a.excerpt, b.html from article a
    left join body b on b.article_id = a.id where a.id in (select value from json_each(?))"""


def index_text(source_id: int, title: str, excerpt: str, body: str | None) -> str:
    """Return the folded text of one article."""
    from desktop_app.text.fold import fold

    text = excerpt if body is None else html.unescape(_TAG.sub(" ", body))
    return f"{SOURCE_MARK}{source_id} {fold(title)}\n{fold(text)}"


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
    """Return the folded words of anything that was typed, safe to be quoted."""
    from desktop_app.storage.values import outside_text
    from desktop_app.text.fold import fold

    folded = fold(_PRIVATE.sub(" ", outside_text(text[:_MOST_INPUT])))
    words = re.findall(r"[^\W_]+", folded)
    return [word[:_MOST_LETTERS] for word in words[:_MOST_WORDS]]


def match(text: str, source_id: int | None = None) -> str | None:
    """Return the FTS5 query for what was typed so far, None when nothing can be asked.

    All words must stand in the article; the last one may be the beginning of a word.
    """
    words = words_of(text)
    if not words:
        return None
    last = words.pop()
    terms = [f'"{word}"' for word in words]
    if len(last) > 1 or not _alphabetic(last):
        terms.append(f'"{last}"*')
    elif not terms:
        # A prefix of one letter would read a tenth of the index.
        terms.append(f'"{last}"')
    if source_id is not None:
        terms.insert(0, f'"{SOURCE_MARK}{source_id}"')
    return " AND ".join(terms)


def _alphabetic(letter: str) -> bool:
    """Whether the letter is of a script that writes words with many of them."""
    return ord(letter) < 0x2E80
