"""What becomes of a posting: pure rules, a posting and what happened in, the next posting out.

``first_sent_at`` is the memory that matters: while it is set, the server may have the posting, so
it is only ever *asked about* (recovered), never simply sent again. It is cleared by nothing but a
proof that no byte arrived.
"""

from collections.abc import Iterable, Iterator
from dataclasses import replace
from math import ceil

from desktop_app.core.comments import (
    AlreadyThere,
    Discarded,
    Draft,
    DraftKey,
    DraftKind,
    FoundComment,
    Held,
    Outcome,
    Posting,
    PostingKind,
    PostingState,
    Published,
    Refused,
    Unsure,
)
from desktop_app.core.errors import AppError, ErrorKind
from desktop_app.core.ids import AccountId

UNDO_SECONDS = 5
"""How long a posting waits after "Post", so that it can be taken back."""

SETTLE_SECONDS = 10
"""How long a server may still be busy with a request whose sender has died or given up.

Asking earlier could miss a comment that is about to be stored, and double it.
"""

FIRST_WAIT = 5
LONGEST_WAIT = 600
LONGEST_PAUSE = 86_400
RATE_WAIT = 15  # WordPress tells no Retry-After with comment_flood; its own interval is 15 s

PENDING = frozenset(
    {PostingState.WAITING, PostingState.SENDING, PostingState.UNSURE, PostingState.PARKED}
)
NETWORK = frozenset(
    {
        ErrorKind.OFFLINE,
        ErrorKind.DNS,
        ErrorKind.TLS,
        ErrorKind.TIMEOUT,
        ErrorKind.CAPTIVE_PORTAL,
    }
)
_PASSING = NETWORK | {
    ErrorKind.SERVER,
    ErrorKind.BAD_ANSWER,
    ErrorKind.TOO_LARGE,
    ErrorKind.REDIRECT_LOOP,
    ErrorKind.CANCELLED,
    ErrorKind.NO_KEYSTORE,
    ErrorKind.KEYSTORE_LOCKED,
    ErrorKind.KEYSTORE_TIMEOUT,
}
_SIGN_IN = frozenset({ErrorKind.AUTH_INVALID, ErrorKind.AUTH_MISSING, ErrorKind.AUTH_UNAVAILABLE})
_WITHDRAWABLE = frozenset(
    {
        PostingState.WAITING,
        PostingState.REFUSED,
        PostingState.PARKED,
        PostingState.DISCARDED,
        PostingState.ALREADY_THERE,
    }
)


def sending(posting: Posting, now: int) -> Posting:
    """Return ``posting`` as it must stand on disk before the first byte goes out."""
    return replace(
        posting,
        state=PostingState.SENDING,
        attempts=posting.attempts + 1,
        first_sent_at=now if posting.first_sent_at is None else posting.first_sent_at,
        next_try_at=now,
        error_kind="",
        error_detail="",
    )


def asking(posting: Posting, now: int, settle: int = SETTLE_SECONDS) -> Posting:
    """Return an Unsure posting as it must stand on disk while the server is asked about it."""
    return replace(posting, attempts=posting.attempts + 1, next_try_at=now + settle)


def interrupted(posting: Posting, now: int, settle: int = SETTLE_SECONDS) -> Posting:
    """Return what a posting is whose sender died or was cancelled under way."""
    if posting.state not in (PostingState.SENDING, PostingState.UNSURE):
        return posting
    at = max(posting.next_try_at, now + settle)
    return replace(posting, state=PostingState.UNSURE, next_try_at=at)


def after(
    posting: Posting, result: Outcome | AppError, now: int, settle: int = SETTLE_SECONDS
) -> Posting:
    """Return what ``result`` makes of a posting that is Sending or Unsure."""
    if posting.kind is not PostingKind.COMMENT and isinstance(result, Discarded | AlreadyThere):
        return _arrived(posting, PostingState.PUBLISHED, None)  # it is as it was asked to be
    match result:
        case Published(comment):
            return _arrived(posting, PostingState.PUBLISHED, comment)
        case Held(comment):
            return _arrived(posting, PostingState.HELD, comment)
        case AlreadyThere(comment):
            return _arrived(posting, PostingState.ALREADY_THERE, comment)
        case Discarded():
            return _arrived(posting, PostingState.DISCARDED, None)
        case Unsure(next_check_at):
            check_at = max(next_check_at, now + 1)
            return replace(posting, state=PostingState.UNSURE, next_try_at=check_at)
        case Refused(error):
            return _failed(posting, error, now, settle)
        case AppError():
            return _failed(posting, result, now, settle)


def _arrived(posting: Posting, state: PostingState, comment: FoundComment | None) -> Posting:
    known = comment.remote_id if comment is not None else posting.comment_remote_id
    return replace(
        posting, state=state, comment_remote_id=known, error_kind="", error_detail="", next_try_at=0
    )


def _failed(posting: Posting, error: AppError, now: int, settle: int) -> Posting:
    in_doubt = error.maybe_sent or posting.state is PostingState.UNSURE
    told = replace(
        posting,
        error_kind=error.kind.value,
        error_detail=error.detail or error.code,
        first_sent_at=posting.first_sent_at if in_doubt else None,
    )
    if error.kind in _SIGN_IN:
        return replace(told, state=PostingState.PARKED)
    waits = PostingState.UNSURE if in_doubt else PostingState.WAITING
    if error.kind is ErrorKind.RATE_LIMITED:
        wait = RATE_WAIT if error.retry_after is None else ceil(error.retry_after)
        return replace(told, state=waits, next_try_at=now + min(max(wait, 1), LONGEST_PAUSE))
    if error.kind in _PASSING or error.maybe_sent:
        first = max(settle, 1) if in_doubt else FIRST_WAIT
        return replace(told, state=waits, next_try_at=now + backoff(posting.attempts, first))
    return replace(told, state=PostingState.REFUSED, next_try_at=0)


def backoff(attempts: int, first: int = FIRST_WAIT) -> int:
    """Return the seconds to wait after ``attempts`` tries that all failed."""
    doublings = min(max(attempts - 1, 0), 10)
    return int(min(first * 2**doublings, LONGEST_WAIT))


def parked(posting: Posting) -> Posting:
    """Return a waiting posting of an account that must sign in again."""
    if posting.state not in (PostingState.WAITING, PostingState.UNSURE):
        return posting
    return replace(posting, state=PostingState.PARKED)


def rearmed(posting: Posting, now: int) -> Posting:
    """Return a parked posting after its account has signed in again."""
    if posting.state is not PostingState.PARKED:
        return posting
    return _again(posting, now)


def retried(posting: Posting, now: int, settle: int = SETTLE_SECONDS) -> Posting:
    """Return a posting that the person wants tried now."""
    if posting.state is PostingState.UNSURE:
        return replace(posting, next_try_at=min(posting.next_try_at, now + settle))
    if posting.state not in (PostingState.WAITING, PostingState.REFUSED, PostingState.PARKED):
        return posting
    return _again(posting, now)


def _again(posting: Posting, now: int) -> Posting:
    doubtful = posting.first_sent_at is not None
    return replace(
        posting,
        state=PostingState.UNSURE if doubtful else PostingState.WAITING,
        attempts=0,
        # No undo lies further ahead: then the clock was put back since.
        next_try_at=max(now, min(posting.undo_until, now + UNDO_SECONDS)),
        error_kind="",
        error_detail="",
    )


def network_is_back(posting: Posting, now: int) -> Posting:
    """Return a posting that waited for the network, which has just come back."""
    if posting.error_kind not in {kind.value for kind in NETWORK}:
        return posting
    if posting.state is PostingState.WAITING:
        return replace(posting, next_try_at=min(posting.next_try_at, now))
    return retried(posting, now) if posting.state is PostingState.UNSURE else posting


def can_withdraw(posting: Posting) -> bool:
    """Return whether the text can become a draft again without risking a double."""
    return posting.state in _WITHDRAWABLE


def is_due(posting: Posting, now: int) -> bool:
    """Return whether a posting is to be handled now.

    A time further ahead than any pause was set under a clock that has been put right since.
    """
    if posting.state not in (PostingState.WAITING, PostingState.UNSURE):
        return False
    return _due_at(posting, now) <= now


def _due_at(posting: Posting, now: int) -> int:
    return posting.next_try_at if posting.next_try_at <= now + LONGEST_PAUSE else now


def pick(postings: Iterable[Posting], now: int) -> Posting | None:
    """Return the posting of one account that is to be handled now; they go out in their order.

    One that waits makes the later ones wait. An Unsure comment does not: it can take long to find
    out. Changes to a comment that stands already must never overtake each other.
    """
    for posting in _at_the_front(postings):
        if is_due(posting, now):
            return posting
    return None


def _at_the_front(postings: Iterable[Posting]) -> Iterator[Posting]:
    """Yield the postings of one account that nothing earlier holds up."""
    for posting in sorted(postings, key=lambda each: each.created_at):
        if posting.state is PostingState.SENDING:
            yield posting
        elif posting.state is PostingState.UNSURE:
            yield posting
            if posting.kind is not PostingKind.COMMENT:
                return
        elif posting.state is PostingState.WAITING:
            yield posting
            return


def earliest(last_sent_at: int | None, min_interval: float, now: int) -> int:
    """Return when the site takes the next posting of an account (Unix seconds)."""
    if last_sent_at is None or last_sent_at > now:
        return now
    return max(now, last_sent_at + ceil(min_interval))


def next_due(postings: Iterable[Posting], now: int) -> int | None:
    """Return when ``deliver_due`` has something to do, None when nothing waits."""
    by_account: dict[AccountId, list[Posting]] = {}
    for posting in postings:
        by_account.setdefault(posting.account_id, []).append(posting)
    times = (
        0 if each.state is PostingState.SENDING else _due_at(each, now)
        for queue in by_account.values()
        for each in _at_the_front(queue)
    )
    return min(times, default=None)


def draft_key(posting: Posting) -> DraftKey | None:
    """Return where the text goes when the posting is withdrawn; None: it has no text."""
    if posting.kind is PostingKind.DELETE:
        return None
    if posting.kind is PostingKind.EDIT:
        return DraftKey(posting.article_id, DraftKind.EDIT, posting.target_remote_id)
    if posting.parent_remote_id is not None:
        return DraftKey(posting.article_id, DraftKind.REPLY, posting.parent_remote_id)
    return DraftKey(posting.article_id, DraftKind.COMMENT)


def draft_again(key: DraftKey, posting: Posting, before: Draft | None, now: int) -> Draft:
    """Return the draft that holds a withdrawn text; what is being typed there stays, below it."""
    text = posting.text
    if before is not None and before.text.strip() and before.text != text:
        text = f"{text}\n\n{before.text}"
    return Draft(key, text, now, posting.account_id)


def is_same(posting: Posting, other: Posting) -> bool:
    """Return whether ``other`` says the same in the same place and is not done yet."""
    return other.state in PENDING and (
        (posting.account_id, posting.kind, posting.text, posting.article_id)
        == (other.account_id, other.kind, other.text, other.article_id)
        and posting.parent_remote_id == other.parent_remote_id
        and posting.target_remote_id == other.target_remote_id
    )


def is_settled(posting: Posting) -> bool:
    """Return whether the comment itself, or nothing at all, stands for the posting in a thread."""
    if posting.state is PostingState.PUBLISHED:
        return True
    known = posting.comment_remote_id is not None
    return known and posting.state in (PostingState.HELD, PostingState.ALREADY_THERE)
