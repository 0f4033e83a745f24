"""The outbox: every posting from before its first byte until it is settled. Durable."""

# ruff: noqa: S608 - SQL is put together from constants of this room

from typing import Any

from desktop_app.core.comments import Draft, DraftKey, Posting, PostingKind, PostingState
from desktop_app.core.ids import AccountId, ArticleId, PostingId
from desktop_app.storage.comments import OPEN_POSTINGS
from desktop_app.storage.database import Database
from desktop_app.storage.drafts import delete_draft, put_draft
from desktop_app.storage.values import as_written, outside_text, written_text

_COLUMNS = (
    "id", "article_id", "account_id", "kind", "text", "parent_remote_id", "target_remote_id",
    "state", "created_at", "attempts", "first_sent_at", "next_try_at", "comment_remote_id",
    "error_kind", "error_detail", "undo_until",
)  # fmt: skip
_NAMES = ", ".join(_COLUMNS)
_INSERT = f"insert into posting ({_NAMES}) values ({', '.join('?' * len(_COLUMNS))})"
_UPDATE = f"update posting set {', '.join(f'{name} = ?' for name in _COLUMNS)} where id = ?"


class OutboxTable:
    """The table of postings, in the order in which they were made."""

    def __init__(self, database: Database) -> None:
        self._db = database

    def add(self, posting: Posting, draft: DraftKey | None = None) -> None:
        """Keep a new posting; in the same transaction forget the draft that it came from. WRITE."""
        with self._db.write(durable=True) as connection:
            connection.execute(_INSERT, _row(posting))
            if draft is not None:
                delete_draft(connection, draft)

    def update(self, posting: Posting) -> None:
        """Keep what became of a posting; nothing happens when it is no longer there. WRITE."""
        with self._db.write(durable=True) as connection:
            connection.execute(_UPDATE, (*_row(posting), posting.id))

    def remove(self, posting_id: PostingId, draft: Draft | None = None) -> None:
        """Forget a posting; in the same transaction its text becomes ``draft`` again. WRITE."""
        with self._db.write(durable=True) as connection:
            if draft is not None:
                put_draft(connection, draft)
            connection.execute("delete from posting where id = ?", (posting_id,))

    def get(self, posting_id: PostingId) -> Posting | None:
        """Return one posting. READ."""
        found = self._select("where id = ?", posting_id)
        return found[0] if found else None

    def of_article(self, article_id: ArticleId) -> tuple[Posting, ...]:
        """Return the postings below one article. READ."""
        return self._select("where article_id = ? order by number", article_id)

    def of_account(self, account_id: AccountId) -> tuple[Posting, ...]:
        """Return the postings of one account. READ."""
        return self._select("where account_id = ? order by number", account_id)

    def pending(self) -> tuple[Posting, ...]:
        """Return what is still to be delivered: waiting, sending, unsure, parked. READ."""
        states = "('waiting', 'sending', 'unsure', 'parked')"
        return self._select(f"where state in {states} order by number")

    def all_open(self) -> tuple[Posting, ...]:
        """Return what is pending, refused or discarded. READ."""
        return self._select(f"where state in {OPEN_POSTINGS} order by number")

    def last_sent_at(self, account_id: AccountId) -> int | None:
        """Return when this account last sent something. READ."""
        with self._db.read() as connection:
            row = connection.execute(
                "select max(first_sent_at) from posting where account_id = ?", (account_id,)
            ).fetchone()
        sent_at: int | None = row[0]
        return sent_at

    def forget_settled(self, before: int) -> int:
        """Forget what ended well and was made before a time; return how many. WRITE."""
        with self._db.write(durable=True) as connection:
            return connection.execute(
                """delete from posting where created_at < ?
                and state in ('published', 'held', 'already_there')""",
                (before,),
            ).rowcount

    def _select(self, rest: str, *values: object) -> tuple[Posting, ...]:
        sql = f"select {_NAMES} from posting {rest}"
        with self._db.read() as connection:
            return tuple(_posting(row) for row in connection.execute(sql, values))


def _row(posting: Posting) -> tuple[Any, ...]:
    return (
        posting.id,
        posting.article_id,
        posting.account_id,
        posting.kind.value,
        written_text(posting.text),
        posting.parent_remote_id,
        posting.target_remote_id,
        posting.state.value,
        posting.created_at,
        posting.attempts,
        posting.first_sent_at,
        posting.next_try_at,
        posting.comment_remote_id,
        posting.error_kind,
        outside_text(posting.error_detail),
        posting.undo_until,
    )


def _posting(row: tuple[Any, ...]) -> Posting:
    return Posting(
        row[0],
        row[1],
        row[2],
        PostingKind(row[3]),
        as_written(row[4]),
        row[5],
        row[6],
        PostingState(row[7]),
        *row[8:],
    )
