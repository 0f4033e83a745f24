"""One posting on its way: claimed on disk, sent or asked about, its outcome back on disk."""

import logging
from dataclasses import dataclass, replace
from threading import Lock

from desktop_app.core.articles import CommentsState
from desktop_app.core.changes import ChangeSet, Publish
from desktop_app.core.clock import Clock
from desktop_app.core.comments import (
    AlreadyThere,
    CommentState,
    FoundComment,
    Held,
    Outcome,
    Posting,
    PostingKind,
    PostingState,
    Published,
)
from desktop_app.core.errors import AppError, ErrorKind
from desktop_app.core.ids import AccountId
from desktop_app.core.sources import Account
from desktop_app.core.work import READ, WRITE, Work, on
from desktop_app.services import outbox_rules as rules
from desktop_app.services.accounts import Accounts
from desktop_app.services.doors import Door, Doors
from desktop_app.sources.base import EditsComment, PostsComment
from desktop_app.storage.accounts import AccountsTable
from desktop_app.storage.articles import Articles
from desktop_app.storage.comments import Comments
from desktop_app.storage.database import Database
from desktop_app.storage.outbox import OutboxTable

log = logging.getLogger("daily8.services")


@dataclass(frozen=True)
class Tables:
    """What of the database the outbox touches."""

    database: Database
    articles: Articles
    comments: Comments
    accounts: AccountsTable
    outbox: OutboxTable


class Delivery:
    """Delivers the postings of one account after the other. Never twice at once for an account."""

    def __init__(
        self,
        tables: Tables,
        doors: Doors,
        accounts: Accounts,
        publish: Publish,
        clock: Clock,
        settle: int = rules.SETTLE_SECONDS,
        min_interval: float | None = None,
    ) -> None:
        self._tables = tables
        self._doors = doors
        self._accounts = accounts
        self._publish = publish
        self._clock = clock
        self._settle = settle
        self._min_interval = min_interval
        self._turns: dict[AccountId, Lock] = {}

    def account(self, account_id: AccountId) -> Work[int]:
        """Handle what is due for an account, in order; return how many were handled."""
        turn = self._turns.setdefault(account_id, Lock())
        if not turn.acquire(blocking=False):
            return 0
        handled = 0
        try:
            yield on(WRITE, self._mend, account_id)
            while (posting := (yield on(WRITE, self._claim, account_id))) is not None:
                self._tell(posting)
                result = yield from self._attempt(posting)
                settled: Posting = yield on(WRITE, self._commit, posting, result)
                self._tell(settled, accounts=settled.state is PostingState.PARKED)
                log.info("posting %s: %s", settled.id, settled.state.value)
                handled += 1
        finally:
            turn.release()
        return handled

    def mended(self, posting: Posting, now: int) -> Posting:
        """Return what a posting is after the run that sent it has died. Pure; any thread."""
        return rules.interrupted(posting, now, self._settle)

    def _mend(self, account_id: AccountId) -> None:
        """Make Unsure what a cancelled delivery left Sending."""
        now = self._clock.now()
        with self._tables.database.write(durable=True):
            for posting in self._tables.outbox.of_account(account_id):
                if posting.state is PostingState.SENDING:
                    self._tables.outbox.update(self.mended(posting, now))

    def _claim(self, account_id: AccountId) -> Posting | None:
        """Choose what goes next and write down that it goes, in one transaction."""
        now = self._clock.now()
        table = self._tables.outbox
        with self._tables.database.write(durable=True):
            posting = rules.pick(table.of_account(account_id), now)
            if posting is None:
                return None
            if posting.state is PostingState.UNSURE:
                claimed = rules.asking(posting, now, self._settle)
            else:
                at = rules.earliest(table.last_sent_at(account_id), self._interval(posting), now)
                if at > now:
                    table.update(replace(posting, next_try_at=at))
                    self._tell(posting)
                    return None
                claimed = rules.sending(posting, now)
            table.update(claimed)
            return claimed

    def _interval(self, posting: Posting) -> float:
        if self._min_interval is not None:
            return self._min_interval
        if posting.kind is not PostingKind.COMMENT:
            return 0.0
        try:
            adapter = self._doors.of_article(posting.article_id).adapter
        except AppError:
            return 0.0
        return adapter.min_interval if isinstance(adapter, PostsComment) else 0.0

    def _attempt(self, posting: Posting) -> Work[Outcome | AppError]:
        """Speak to the server; whatever it does comes back as a value."""
        try:
            account: Account | None = yield on(READ, self._tables.accounts.get, posting.account_id)
            door: Door = yield on(READ, self._doors.of_article, posting.article_id)
            if account is None or not door.fits(account):
                raise AppError(ErrorKind.AUTH_MISSING, code="no_account")
            return (yield from self._speak(posting, door, account))
        except AppError as error:
            return error

    def _speak(self, posting: Posting, door: Door, account: Account) -> Work[Outcome]:
        adapter = door.adapter
        secret = yield from self._accounts.secret(account)
        if posting.kind is PostingKind.COMMENT:
            if not isinstance(adapter, PostsComment):
                raise AppError(ErrorKind.UNSUPPORTED)
            if posting.state is not PostingState.UNSURE:
                return (yield from adapter.post(posting, door.article, secret))
            outcome = yield from adapter.recover(posting, door.article, secret, account.remote_id)
            if not (yield on(READ, self._is_of_another, posting, outcome)):
                return outcome
            # What was found belongs to an earlier posting with nearly the same words, so this one
            # is not there; the server itself refuses the same words a second time.
            return (yield from adapter.post(posting, door.article, secret))
        if not isinstance(adapter, EditsComment):
            raise AppError(ErrorKind.UNSUPPORTED)
        change = adapter.edit if posting.kind is PostingKind.EDIT else adapter.delete
        return (yield from change(posting, door.article, secret))

    def _is_of_another(self, posting: Posting, outcome: Outcome) -> bool:
        found = comment_of(outcome)
        return found is not None and any(
            other.comment_remote_id == found.remote_id
            for other in self._tables.outbox.of_article(posting.article_id)
            if other.id != posting.id and other.kind is PostingKind.COMMENT
        )

    def _commit(self, posting: Posting, result: Outcome | AppError) -> Posting:
        """Write down what came of it, the comment with it, in one transaction."""
        now = self._clock.now()
        settled = rules.after(posting, result, now, self._settle)
        with self._tables.database.write(durable=True):
            if self._tables.outbox.get(posting.id) is None:
                return settled  # its source was removed meanwhile
            self._tables.outbox.update(settled)
            self._keep_comment(settled, comment_of(result), now)
            if settled.state is PostingState.PARKED:
                self._accounts.reject(settled.account_id)
            if settled.error_kind == ErrorKind.CLOSED.value:
                state = CommentsState.CLOSED
                self._tables.articles.set_comments_state(settled.article_id, state)
        return settled

    def _keep_comment(self, posting: Posting, comment: FoundComment | None, now: int) -> None:
        article_id, comments = posting.article_id, self._tables.comments
        done = posting.state is PostingState.PUBLISHED
        if posting.kind is PostingKind.DELETE:
            if done and posting.target_remote_id is not None:
                comments.remove(article_id, posting.target_remote_id)
        elif comment is not None and comment.state is not CommentState.DELETED:
            account = self._tables.accounts.get(posting.account_id)
            mine = frozenset({account.remote_id}) if account is not None else frozenset()
            comments.upsert(article_id, comment, now, mine)

    def _tell(self, posting: Posting, accounts: bool = False) -> None:
        self._publish(
            ChangeSet(
                threads=frozenset({posting.article_id}),
                outbox=True,
                sidebar=True,
                accounts=accounts,
            )
        )


def comment_of(result: Outcome | AppError) -> FoundComment | None:
    """Return the comment that an outcome brought, if any."""
    if isinstance(result, Published | Held | AlreadyThere):
        return result.comment
    return None
