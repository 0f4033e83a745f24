"""The newsroom's own SQLite file."""

import sqlite3
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

_FORM = 1
"""Raised when the tables change; an older file is then made anew, it holds nothing of value."""

_SCHEMA = """
CREATE TABLE users (
    id INTEGER PRIMARY KEY, login TEXT NOT NULL UNIQUE, email TEXT NOT NULL, name TEXT NOT NULL,
    role TEXT NOT NULL, about TEXT NOT NULL, password TEXT NOT NULL, since INTEGER NOT NULL
) STRICT;
CREATE TABLE passwords (
    uuid TEXT PRIMARY KEY, user INTEGER NOT NULL REFERENCES users, app_id TEXT NOT NULL,
    name TEXT NOT NULL, hash TEXT NOT NULL UNIQUE, created INTEGER NOT NULL, used INTEGER
) STRICT, WITHOUT ROWID;
CREATE TABLE media (
    id INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE, alt TEXT NOT NULL, caption TEXT NOT NULL
) STRICT;
CREATE TABLE terms (
    id INTEGER PRIMARY KEY, taxonomy TEXT NOT NULL, slug TEXT NOT NULL, name TEXT NOT NULL,
    about TEXT NOT NULL, parent INTEGER NOT NULL, UNIQUE (taxonomy, slug)
) STRICT;
CREATE TABLE posts (
    id INTEGER PRIMARY KEY, slug TEXT NOT NULL UNIQUE, title TEXT NOT NULL, excerpt TEXT NOT NULL,
    content TEXT NOT NULL, author INTEGER NOT NULL REFERENCES users, date INTEGER NOT NULL,
    modified INTEGER NOT NULL, media INTEGER NOT NULL, password TEXT NOT NULL,
    comments TEXT NOT NULL, closes INTEGER, words TEXT NOT NULL
) STRICT;
CREATE INDEX posts_date ON posts (date DESC, id DESC);
CREATE TABLE post_terms (
    post INTEGER NOT NULL REFERENCES posts, term INTEGER NOT NULL REFERENCES terms,
    PRIMARY KEY (post, term)
) STRICT, WITHOUT ROWID;
CREATE TABLE comments (
    id INTEGER PRIMARY KEY, post INTEGER NOT NULL REFERENCES posts, parent INTEGER NOT NULL,
    user INTEGER NOT NULL, name TEXT NOT NULL, content TEXT NOT NULL, date INTEGER NOT NULL,
    status TEXT NOT NULL
) STRICT;
CREATE INDEX comments_post ON comments (post, status, id);
CREATE INDEX comments_user ON comments (user, date);
CREATE INDEX comments_parent ON comments (parent);
"""


class Store:
    """One connection that all threads of the server share, one after the other.

    A newsroom for one reader needs no more, and a request holds it for a few milliseconds.
    """

    def __init__(self, path: Path) -> None:
        self._lock = threading.RLock()
        if path.exists() and not _is_current(path):
            for ending in ("", "-wal", "-shm"):
                path.with_name(path.name + ending).unlink(missing_ok=True)
        self._connection = _connect(path)
        self.empty = not self._connection.execute("PRAGMA user_version").fetchone()[0]

    @contextmanager
    def transaction(self) -> Iterator[sqlite3.Connection]:
        """Hold the connection; what was changed is written at the end, or not at all."""
        with self._lock, self._connection:
            yield self._connection

    def make_tables(self, connection: sqlite3.Connection) -> None:
        """Make the tables, inside the transaction that fills them."""
        connection.execute("BEGIN IMMEDIATE")
        for statement in _SCHEMA.split(";\n"):
            if statement.strip():
                connection.execute(statement)
        connection.execute(f"PRAGMA user_version = {_FORM}")
        self.empty = False

    def close(self) -> None:
        """Close the file. Waits for the request that holds it."""
        with self._lock:
            self._connection.close()


def _connect(path: Path) -> sqlite3.Connection:
    connection = sqlite3.connect(path, check_same_thread=False)
    path.chmod(0o600)
    connection.row_factory = sqlite3.Row
    connection.execute("PRAGMA journal_mode = WAL")
    connection.execute("PRAGMA synchronous = NORMAL")
    connection.execute("PRAGMA foreign_keys = ON")
    return connection


def _is_current(path: Path) -> bool:
    """Say whether the file is ours, whole and of today's form."""
    try:
        connection = sqlite3.connect(path)
    except sqlite3.Error:
        return False
    try:
        form = connection.execute("PRAGMA user_version").fetchone()[0]
        return form in (0, _FORM) and connection.execute("PRAGMA quick_check").fetchone()[0] == "ok"
    except sqlite3.DatabaseError:
        return False
    finally:
        connection.close()
