"""The thread under an article: read from storage at once, refreshed from its site, drafts kept."""

import logging
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import TypeVar

from desktop_app.core.articles import Article, CommentsState
from desktop_app.core.changes import ChangeSet, Publish
from desktop_app.core.clock import Clock
from desktop_app.core.comments import (
    Allowed,
    Comment,
    CommentState,
    Draft,
    DraftKey,
    FoundComment,
    Posting,
    PostingKind,
    PostingState,
    ThreadDelta,
    ThreadInfo,
)
from desktop_app.core.errors import AppError, ErrorKind
from desktop_app.core.ids import AccountId, ArticleId
from desktop_app.core.sources import Account, Capability, Secret
from desktop_app.core.work import READ, WRITE, Work, on
from desktop_app.services import outbox_rules as rules
from desktop_app.services.accounts import Accounts
from desktop_app.services.doors import Door, Doors
from desktop_app.services.outbox_delivery import Tables
from desktop_app.sources.base import EditsComment, ReadsThread, can_comment
from desktop_app.storage.comments import Conversation as ConversationRow
from desktop_app.storage.drafts import Drafts
from desktop_app.text.loose import loosely

log = logging.getLogger("daily8.services")

T = TypeVar("T")

_NAMELESS = (PostingState.HELD, PostingState.ALREADY_THERE)

FindThread = Callable[[str], Work[str | None]]
"""Asks an article's own page for a thread elsewhere; returns its ``thread_key``."""


@dataclass(frozen=True, slots=True)
class ThreadView:
    """All that the comment pane shows of one article.

    ``postings`` are those that no comment stands for: waiting, unsure, parked, refused, discarded,
    held unseen. ``closed``: nobody can write here. ``has_thread`` False: the source has none.
    """

    article: Article
    info: ThreadInfo
    comments: tuple[Comment, ...]
    postings: tuple[Posting, ...]
    accounts: tuple[Account, ...]
    can_post: bool
    can_sign_in: bool
    closed: bool
    drafts: tuple[Draft, ...]
    has_thread: bool = True
    whole: bool = True  # False: ``comments`` are only the first ones of a long thread
    can_edit: bool = False  # the site lets some accounts edit; ``allowed`` asks for one comment


class Conversation:
    """Threads, drafts, and what an account may do with a comment. All methods are Works."""

    def __init__(
        self,
        tables: Tables,
        drafts: Drafts,
        doors: Doors,
        accounts: Accounts,
        find_thread: FindThread,
        publish: Publish,
        clock: Clock,
    ) -> None:
        self._tables = tables
        self._drafts = drafts
        self._doors = doors
        self._accounts = accounts
        self._find_thread = find_thread
        self._publish = publish
        self._clock = clock
        self._looked_for: set[ArticleId] = set()

    def open(self, article_id: ArticleId) -> Work[ThreadView]:
        """Return the thread as it is stored; no network. Raises NOT_FOUND."""
        view: ThreadView = yield on(READ, self._view, article_id)
        return view

    def begin(self, article_id: ArticleId, most: int) -> Work[ThreadView]:
        """Return what ``open`` returns, of a long thread only the first ``most`` comments.

        Those are ready to be shown while the others are still being read. Raises NOT_FOUND.
        """
        view: ThreadView = yield on(READ, self._view, article_id, most)
        return view

    def refresh(self, article_id: ArticleId) -> Work[ThreadView]:
        """Read the thread from its site and return it as it is stored then.

        The first page is published as soon as it is there. Own comments that the moderators held
        are asked about one by one. Raises what ``ReadsThread.thread`` raises; what is stored stays.
        """
        yield from self._look_elsewhere(article_id)
        door: Door = yield on(READ, self._doors.of_article, article_id)
        if isinstance(door.adapter, ReadsThread) and door.article.thread_key is not None:
            started = self._clock.now()
            secret = yield from self._reader(door)
            partial = self._partial(article_id, door, started)
            try:
                delta = yield from door.adapter.thread(door.article, secret, partial)
            except AppError as error:
                if error.kind is ErrorKind.CLOSED:
                    yield on(WRITE, self._close, article_id)
                raise
            yield on(WRITE, self._store, article_id, delta, door, started)
            yield from self._ask_about_held(article_id, door, delta)
            self._tell(article_id)
        view: ThreadView = yield on(READ, self._view, article_id)
        return view

    def leave(self, article_id: ArticleId) -> Work[None]:
        """Say that the reader has seen the thread; what comes later is new."""
        yield on(WRITE, self._tables.comments.visit, article_id, self._clock.now())
        self._publish(ChangeSet(sidebar=True))

    def list(self) -> Work[tuple[ConversationRow, ...]]:
        """Return the threads that the reader wrote in, and those with postings, newest first."""
        rows: tuple[ConversationRow, ...] = yield on(READ, self._tables.comments.conversations)
        return rows

    def draft(self, key: DraftKey) -> Work[Draft | None]:
        """Return what was typed at a place and not posted."""
        found: Draft | None = yield on(READ, self._drafts.get, key)
        return found

    def save_draft(self, draft: Draft) -> Work[None]:
        """Keep what is being typed; an empty text drops the draft."""
        if draft.text.strip():
            yield on(WRITE, self._drafts.put, replace(draft, updated_at=self._clock.now()))
        else:
            yield on(WRITE, self._drafts.delete, draft.key)

    def drop_draft(self, key: DraftKey) -> Work[Draft | None]:
        """Forget a draft; return it, so that this can be undone by ``save_draft``."""
        before: Draft | None = yield on(READ, self._drafts.get, key)
        yield on(WRITE, self._drafts.delete, key)
        return before

    def allowed(
        self, article_id: ArticleId, comment_remote_id: str, account_id: AccountId
    ) -> Work[Allowed]:
        """Ask the server what an account may do with a comment. Raises NOT_FOUND."""
        door, comment, account = yield on(
            READ, self._at_comment, article_id, comment_remote_id, account_id
        )
        if not isinstance(door.adapter, EditsComment) or account.needs_sign_in:
            return Allowed()
        secret = yield from self._accounts.secret(account)
        return (yield from self._with_secret(account, door.adapter.allowed(comment, secret)))

    def source_text(
        self, article_id: ArticleId, comment_remote_id: str, account_id: AccountId
    ) -> Work[str]:
        """Return a comment's text as it was written, to be edited. Raises NOT_FOUND, FORBIDDEN."""
        door, comment, account = yield on(
            READ, self._at_comment, article_id, comment_remote_id, account_id
        )
        if not isinstance(door.adapter, EditsComment):
            raise AppError(ErrorKind.UNSUPPORTED)
        secret = yield from self._accounts.secret(account)
        return (yield from self._with_secret(account, door.adapter.source_text(comment, secret)))

    def _view(self, article_id: ArticleId, most: int = 0) -> ThreadView:
        article = self._tables.articles.get(article_id)
        if article is None:
            raise AppError(ErrorKind.NOT_FOUND)
        door = self._doors.of_article(article_id)
        accounts = self._doors.accounts(door)
        postings = tuple(
            each
            for each in self._tables.outbox.of_article(article_id)
            if not rules.is_settled(each)
        )
        first = None
        if most and not postings:
            first = self._tables.comments.beginning(article_id, most)
        has_thread = door.can(Capability.THREAD) and article.thread_key is not None
        closed = article.comments_state is CommentsState.CLOSED
        writable = has_thread and can_comment(door.abilities, article.comments_state)
        return ThreadView(
            article=article,
            info=self._tables.comments.info(article_id),
            comments=self._tables.comments.thread(article_id) if first is None else first,
            postings=postings,
            accounts=accounts,
            can_post=writable and bool(accounts),
            can_sign_in=writable and door.can(Capability.SIGN_IN),
            closed=closed,
            drafts=self._drafts.of_article(article_id),
            has_thread=has_thread,
            whole=first is None,
            can_edit=door.can(Capability.EDIT) and bool(accounts),
        )

    def _look_elsewhere(self, article_id: ArticleId) -> Work[None]:
        """Upgrade an article whose source takes no comments and whose own site does."""
        door: Door = yield on(READ, self._doors.of_article, article_id)
        if door.upgraded or door.can(Capability.POST) or article_id in self._looked_for:
            return
        try:
            key = yield from self._find_thread(door.article.url)
        except AppError as error:
            if error.kind is ErrorKind.CANCELLED:
                raise
            log.info("no look at the page of article %d: %s", article_id, error.kind.value)
            return
        self._looked_for.add(article_id)
        if key is not None:
            yield on(WRITE, self._tables.articles.set_thread_key, article_id, key)

    def _reader(self, door: Door) -> Work[Secret | None]:
        """Return a secret to read with, when somebody is signed in; reading works without."""
        accounts: tuple[Account, ...] = yield on(READ, self._doors.accounts, door)
        for account in accounts:
            if account.needs_sign_in:
                continue
            try:
                return (yield from self._accounts.secret(account))
            except AppError as error:
                log.info("reading without an account: %s", error.kind.value)
        return None

    def _partial(
        self, article_id: ArticleId, door: Door, started: int
    ) -> Callable[[ThreadDelta], None]:
        def first_page(delta: ThreadDelta) -> None:
            # Called in the middle of a NET step, so this is the one write outside the WRITE lane.
            self._store(article_id, replace(delta, complete=False), door, started)
            self._tell(article_id)

        return first_page

    def _store(self, article_id: ArticleId, delta: ThreadDelta, door: Door, started: int) -> None:
        now = self._clock.now()
        mine = self._doors.mine(door)
        with self._tables.database.write(durable=True):
            seen = {comment.remote_id for comment in delta.comments}
            if any(
                comment.first_seen_at >= started and comment.remote_id not in seen
                for comment in self._tables.comments.mine([article_id])
            ):  # posted while the thread was being read: absent here is not gone there
                delta = replace(delta, complete=False)
            self._tables.comments.store(article_id, delta, now, mine)
            if delta.total is not None:
                self._tables.articles.set_comment_count(article_id, delta.total)
            self._recognise(article_id, delta.comments, mine)

    def _recognise(
        self, article_id: ArticleId, comments: tuple[FoundComment, ...], mine: frozenset[str]
    ) -> None:
        """Settle postings whose comment is now listed, also where its id was not known yet."""
        listed = {comment.remote_id for comment in comments}
        postings = self._tables.outbox.of_article(article_id)
        taken = {each.comment_remote_id for each in postings}
        for posting in postings:
            if posting.kind is not PostingKind.COMMENT:
                continue
            if posting.state is PostingState.HELD and posting.comment_remote_id in listed:
                self._published(posting, posting.comment_remote_id)
            elif posting.comment_remote_id is None and posting.state in _NAMELESS:
                found = _own(posting, comments, mine, taken)
                if found is not None:
                    taken.add(found)
                    self._published(posting, found)

    def _published(self, posting: Posting, remote_id: str | None) -> None:
        self._tables.outbox.update(
            replace(posting, state=PostingState.PUBLISHED, comment_remote_id=remote_id)
        )

    def _ask_about_held(self, article_id: ArticleId, door: Door, delta: ThreadDelta) -> Work[None]:
        """Find out what became of own comments that only their author can see."""
        held: tuple[Comment, ...] = yield on(READ, self._held, article_id)
        adapter = door.adapter
        seen = {comment.remote_id for comment in delta.comments}
        if not held or not isinstance(adapter, ReadsThread):
            return
        accounts: tuple[Account, ...] = yield on(READ, self._doors.accounts, door)
        by_author = {account.remote_id: account for account in accounts}
        for comment in held:
            account = by_author.get(comment.author_remote_id or "")
            if comment.remote_id in seen or account is None or account.needs_sign_in:
                continue
            try:
                secret = yield from self._accounts.secret(account)
                found = yield from self._with_secret(
                    account, adapter.comment_state(door.article, comment.remote_id, secret)
                )
            except AppError as error:
                if error.kind is ErrorKind.CANCELLED:
                    raise
                log.info("held comment %s: %s", comment.remote_id, error.kind.value)
                continue
            yield on(WRITE, self._decided, article_id, comment, found, account)

    def _held(self, article_id: ArticleId) -> tuple[Comment, ...]:
        return tuple(
            comment
            for comment in self._tables.comments.mine([article_id])
            if comment.state is CommentState.HELD
        )

    def _decided(
        self, article_id: ArticleId, comment: Comment, found: FoundComment | None, account: Account
    ) -> None:
        """Write down what the moderators did; the text of a refused one stays in the outbox."""
        gone = found is None or found.state is CommentState.DELETED
        if found is not None and found.state is CommentState.HELD:
            return
        with self._tables.database.write(durable=True):
            if gone:
                self._tables.comments.remove(article_id, comment.remote_id)
            elif found is not None:
                mine = frozenset({account.remote_id})
                self._tables.comments.upsert(article_id, found, self._clock.now(), mine)
            for posting in self._tables.outbox.of_article(article_id):
                if posting.comment_remote_id != comment.remote_id:
                    continue
                if posting.state is PostingState.HELD:
                    state = PostingState.DISCARDED if gone else PostingState.PUBLISHED
                    self._tables.outbox.update(replace(posting, state=state))

    def _at_comment(
        self, article_id: ArticleId, comment_remote_id: str, account_id: AccountId
    ) -> tuple[Door, Comment, Account]:
        door = self._doors.of_article(article_id)
        account = self._tables.accounts.get(account_id)
        if account is None or not door.fits(account):
            raise AppError(ErrorKind.AUTH_MISSING, code="no_account")
        comment = self._tables.comments.get(article_id, comment_remote_id)
        if comment is None:
            raise AppError(ErrorKind.NOT_FOUND)
        return door, comment, account

    def _with_secret(self, account: Account, work: Work[T]) -> Work[T]:
        """Run ``work``; when the server no longer takes the secret, mark the account first."""
        try:
            return (yield from work)
        except AppError as error:
            if error.kind is ErrorKind.AUTH_INVALID:
                yield from self._accounts.rejected(account.id)
            raise

    def _close(self, article_id: ArticleId) -> None:
        self._tables.articles.set_comments_state(article_id, CommentsState.CLOSED)

    def _tell(self, article_id: ArticleId) -> None:
        self._publish(
            ChangeSet(
                threads=frozenset({article_id}),
                changed_articles=frozenset({article_id}),
                sidebar=True,
            )
        )


def _own(
    posting: Posting,
    comments: tuple[FoundComment, ...],
    mine: frozenset[str],
    taken: set[str | None],
) -> str | None:
    """Return the id of the reader's comment that says what ``posting`` says, in its place."""
    for comment in comments:
        fits = comment.author_remote_id in mine and comment.remote_id not in taken
        same_place = comment.parent_remote_id == posting.parent_remote_id
        if fits and same_place and loosely(comment.plain) == loosely(posting.text):
            return comment.remote_id
    return None
