"""What the reader sends: on disk before it is shown, and before a byte goes out."""

import uuid
from collections.abc import Callable
from dataclasses import replace

from desktop_app.core.changes import ChangeSet, Publish
from desktop_app.core.clock import Clock
from desktop_app.core.comments import (
    DraftKey,
    DraftKind,
    Posting,
    PostingKind,
    PostingState,
)
from desktop_app.core.errors import AppError, ErrorKind
from desktop_app.core.ids import AccountId, ArticleId, PostingId
from desktop_app.core.sources import Account, Capability
from desktop_app.core.work import READ, WRITE, Work, gather, on
from desktop_app.services import outbox_rules as rules
from desktop_app.services.doors import Doors
from desktop_app.services.outbox_delivery import Delivery, Tables
from desktop_app.storage.drafts import Drafts
from desktop_app.system.process_lock import ProcessLock

PARALLEL = 8


class Outbox:
    """Takes postings, delivers them, and tells what became of them."""

    def __init__(
        self,
        tables: Tables,
        drafts: Drafts,
        doors: Doors,
        delivery: Delivery,
        lock: ProcessLock,
        publish: Publish,
        clock: Clock,
        undo_seconds: int = rules.UNDO_SECONDS,
    ) -> None:
        self._tables = tables
        self._drafts = drafts
        self._doors = doors
        self._delivery = delivery
        self._lock = lock
        self._publish = publish
        self._clock = clock
        self._undo_seconds = undo_seconds

    def post(self, key: DraftKey, account_id: AccountId, text: str) -> Work[Posting]:
        """Put a text into the outbox; its draft goes in the same transaction.

        Returns when the row is on disk; ``deliver_due`` sends it. The same words for the same
        place that still wait there are not taken twice. Raises INVALID with code ``empty``,
        NOT_FOUND, AUTH_MISSING when the account is not one of this site, UNSUPPORTED.
        """
        if not text.strip():
            raise AppError(ErrorKind.INVALID, code="empty")
        edit = key.kind is DraftKind.EDIT
        posting = self._written(key.article_id, account_id, text)
        posting = replace(
            posting,
            kind=PostingKind.EDIT if edit else PostingKind.COMMENT,
            parent_remote_id=key.comment_remote_id if key.kind is DraftKind.REPLY else None,
            target_remote_id=key.comment_remote_id if edit else None,
        )
        stored: Posting = yield on(WRITE, self._accept, posting, key)
        self._tell(stored)
        return stored

    def delete_comment(
        self, article_id: ArticleId, comment_remote_id: str, account_id: AccountId
    ) -> Work[Posting]:
        """Ask the server to delete a comment; can be withdrawn until ``undo_until``."""
        posting = replace(
            self._written(article_id, account_id, ""),
            kind=PostingKind.DELETE,
            target_remote_id=comment_remote_id,
        )
        stored: Posting = yield on(WRITE, self._accept, posting, None)
        self._tell(stored)
        return stored

    def deliver_due(self, network_is_back: bool = False) -> Work[int]:
        """Send what is due and ask about what is unsure; return how many were handled.

        In order for each account, several accounts at once. ``network_is_back`` makes due what
        waited for the network. May be called at any time, also while it runs already; another
        process on the same profile makes it do nothing.
        """
        if not self._lock.take():
            return 0
        try:
            accounts: tuple[AccountId, ...] = yield on(WRITE, self._with_postings, network_is_back)
            results = yield gather([self._delivery.account(each) for each in accounts], PARALLEL)
        finally:
            self._lock.give_back()
        for result in results:
            if isinstance(result, AppError):
                raise result
        return sum(results)

    def retry(self, posting_id: PostingId) -> Work[Posting]:
        """Make a posting due now. Raises NOT_FOUND. What may have arrived is asked about first."""
        posting: Posting = yield on(WRITE, self._change, posting_id, rules.retried)
        self._tell(posting)
        return posting

    def withdraw(self, posting_id: PostingId) -> Work[Posting]:
        """Take a posting back: its text is a draft again.

        Raises NOT_FOUND, and INVALID with code ``already_sent`` when it may be on its way.
        """
        posting: Posting = yield on(WRITE, self._withdraw, posting_id)
        self._tell(posting)
        return posting

    def waiting(self) -> Work[tuple[Posting, ...]]:
        """Return what is not settled: waiting, on its way, unsure, parked, refused."""
        postings: tuple[Posting, ...] = yield on(READ, self._tables.outbox.all_open)
        return postings

    def get(self, posting_id: PostingId) -> Work[Posting | None]:
        """Return a posting as it stands now, None when it is no longer there."""
        found: Posting | None = yield on(READ, self._tables.outbox.get, posting_id)
        return found

    def next_due(self) -> Work[int | None]:
        """Return when ``deliver_due`` has something to do (Unix seconds), None: nothing waits."""
        postings: tuple[Posting, ...] = yield on(READ, self._tables.outbox.pending)
        return rules.next_due(postings, self._clock.now())

    def on_start(self) -> Work[None]:
        """Make Unsure what a killed run left Sending; ``deliver_due`` then finds out."""
        if not self._lock.take():
            return
        try:
            yield on(WRITE, self._mend)
        finally:
            self._lock.give_back()

    def _written(self, article_id: ArticleId, account_id: AccountId, text: str) -> Posting:
        now = self._clock.now()
        undo_until = now + self._undo_seconds
        return Posting(
            PostingId(str(uuid.uuid4())),
            article_id,
            account_id,
            PostingKind.COMMENT,
            text,
            None,
            None,
            PostingState.WAITING,
            now,
            next_try_at=undo_until,
            undo_until=undo_until if self._undo_seconds else 0,
        )

    def _accept(self, posting: Posting, key: DraftKey | None) -> Posting:
        with self._tables.database.write(durable=True):
            account = self._checked(posting)
            if key is not None:
                self._drafts.delete(key)
            for other in self._tables.outbox.of_article(posting.article_id):
                if rules.is_same(posting, other):
                    return other
            if account.needs_sign_in:
                posting = rules.parked(posting)
            self._tables.outbox.add(posting)
        return posting

    def _checked(self, posting: Posting) -> Account:
        door = self._doors.of_article(posting.article_id)
        wanted = Capability.POST if posting.kind is PostingKind.COMMENT else Capability.EDIT
        if not door.can(wanted):
            raise AppError(ErrorKind.UNSUPPORTED)
        account = self._tables.accounts.get(posting.account_id)
        if account is None or not door.fits(account):
            raise AppError(ErrorKind.AUTH_MISSING, code="no_account")
        return account

    def _with_postings(self, network_is_back: bool) -> tuple[AccountId, ...]:
        """Return the accounts that have something pending, longest waiting first.

        What was parked for an account that has signed in since is armed again here too: a crash
        may have come between.
        """
        now = self._clock.now()
        found: dict[AccountId, None] = {}
        with self._tables.database.write(durable=True):
            for posting in self._tables.outbox.pending():
                changed = posting
                if posting.state is PostingState.PARKED:
                    account = self._tables.accounts.get(posting.account_id)
                    if account is None or account.needs_sign_in:
                        continue
                    changed = rules.rearmed(posting, now)
                elif network_is_back:
                    changed = rules.network_is_back(posting, now)
                if changed != posting:
                    self._tables.outbox.update(changed)
                found[posting.account_id] = None
        return tuple(found)

    def _change(self, posting_id: PostingId, rule: Callable[[Posting, int], Posting]) -> Posting:
        with self._tables.database.write(durable=True):
            posting = self._tables.outbox.get(posting_id)
            if posting is None:
                raise AppError(ErrorKind.NOT_FOUND)
            changed = rule(posting, self._clock.now())
            if changed != posting:
                self._tables.outbox.update(changed)
            return changed

    def _withdraw(self, posting_id: PostingId) -> Posting:
        with self._tables.database.write(durable=True):
            posting = self._tables.outbox.get(posting_id)
            if posting is None:
                raise AppError(ErrorKind.NOT_FOUND)
            if not rules.can_withdraw(posting):
                raise AppError(ErrorKind.INVALID, code="already_sent")
            key = rules.draft_key(posting)
            if key is not None:
                before = self._drafts.get(key)
                self._drafts.put(rules.draft_again(key, posting, before, self._clock.now()))
            self._tables.outbox.remove(posting_id)
            return posting

    def _mend(self) -> None:
        now = self._clock.now()
        with self._tables.database.write(durable=True):
            for posting in self._tables.outbox.pending():
                mended = self._delivery.mended(posting, now)
                if mended != posting:
                    self._tables.outbox.update(mended)

    def _tell(self, posting: Posting) -> None:
        self._publish(ChangeSet(threads=frozenset({posting.article_id}), outbox=True, sidebar=True))
