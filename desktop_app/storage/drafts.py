"""Drafts: what was typed and not posted. Every write is durable."""

# ruff: noqa: S608 - SQL is put together from constants of this room

import sqlite3
from typing import Any

from desktop_app.core.comments import Draft, DraftKey, DraftKind
from desktop_app.storage.database import Database
from desktop_app.storage.values import as_written, written_text

_COLUMNS = "article_id, kind, comment_remote_id, text, updated_at, account_id"


class Drafts:
    """The table of drafts; a draft may outlive its article."""

    def __init__(self, database: Database) -> None:
        self._db = database

    def get(self, key: DraftKey) -> Draft | None:
        """Return the draft of one place. READ."""
        found = self._select(
            "where article_id = ? and kind = ? and comment_remote_id = ?", *_place(key)
        )
        return found[0] if found else None

    def all(self) -> tuple[Draft, ...]:
        """Return all drafts, the latest first. READ."""
        return self._select("order by updated_at desc, article_id")

    def of_article(self, article_id: int) -> tuple[Draft, ...]:
        """Return the drafts below one article. READ."""
        return self._select("where article_id = ? order by updated_at desc", article_id)

    def put(self, draft: Draft) -> None:
        """Keep a draft in place of the one before. WRITE, durable."""
        with self._db.write(durable=True) as connection:
            put_draft(connection, draft)

    def delete(self, key: DraftKey) -> None:
        """Forget a draft. WRITE, durable."""
        with self._db.write(durable=True) as connection:
            delete_draft(connection, key)

    def _select(self, rest: str, *values: object) -> tuple[Draft, ...]:
        sql = f"select {_COLUMNS} from draft {rest}"
        with self._db.read() as connection:
            return tuple(_draft(row) for row in connection.execute(sql, values))


def put_draft(connection: sqlite3.Connection, draft: Draft) -> None:
    """Keep a draft inside a transaction."""
    connection.execute(
        f"""insert into draft ({_COLUMNS}) values (?, ?, ?, ?, ?, ?)
        on conflict (article_id, kind, comment_remote_id) do update set text = excluded.text,
        updated_at = excluded.updated_at, account_id = excluded.account_id""",
        (*_place(draft.key), written_text(draft.text), draft.updated_at, draft.account_id),
    )


def delete_draft(connection: sqlite3.Connection, key: DraftKey) -> None:
    """Forget a draft inside a transaction."""
    connection.execute(
        "delete from draft where article_id = ? and kind = ? and comment_remote_id = ?",
        _place(key),
    )


def _place(key: DraftKey) -> tuple[Any, ...]:
    return (key.article_id, key.kind.value, key.comment_remote_id or "")


def _draft(row: tuple[Any, ...]) -> Draft:
    key = DraftKey(row[0], DraftKind(row[1]), row[2] or None)
    return Draft(key, as_written(row[3]), row[4], row[5])
