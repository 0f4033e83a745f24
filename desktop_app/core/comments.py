"""Threads, drafts and what becomes of a posting."""

from dataclasses import dataclass
from enum import Enum

from desktop_app.core.errors import AppError
from desktop_app.core.ids import AccountId, ArticleId, CommentId, PostingId
from desktop_app.core.sources import SafeHtml


class CommentState(Enum):
    """State of a comment on its server."""

    VISIBLE = "visible"
    HELD = "held"  # waits for the site's moderators
    DELETED = "deleted"


@dataclass(frozen=True, slots=True)
class FoundComment:
    """A comment as an adapter found it; name and HTML are clean."""

    remote_id: str
    parent_remote_id: str | None
    author_name: str
    author_remote_id: str | None
    html: SafeHtml
    plain: str
    published_at: int | None
    state: CommentState = CommentState.VISIBLE
    edited_at: int | None = None
    badge: str = ""  # "author": wrote the article; "moderator"
    permalink: str = ""
    score: int | None = None
    avatar_url: str | None = None


@dataclass(frozen=True, slots=True)
class Comment:
    """A stored comment."""

    id: CommentId
    article_id: ArticleId
    remote_id: str
    parent_remote_id: str | None
    author_name: str
    author_remote_id: str | None
    html: SafeHtml
    plain: str
    published_at: int
    state: CommentState
    edited_at: int | None = None
    badge: str = ""
    permalink: str = ""
    score: int | None = None
    first_seen_at: int = 0
    is_mine: bool = False


@dataclass(frozen=True, slots=True)
class ThreadInfo:
    """What is known of a thread as a whole."""

    article_id: ArticleId
    total: int | None  # as the server says
    fetched_at: int | None  # None: never fetched
    visited_at: int | None  # when the reader last had it open, before this time
    complete: bool = False


@dataclass(frozen=True, slots=True)
class ThreadDelta:
    """Comments of one answer; ``complete``: the whole thread was read, absent ones are gone."""

    comments: tuple[FoundComment, ...]
    total: int | None
    complete: bool


class DraftKind(Enum):
    """What the composer is about to do."""

    COMMENT = "comment"
    REPLY = "reply"
    EDIT = "edit"


@dataclass(frozen=True, slots=True)
class DraftKey:
    """Where a draft belongs; one draft a place."""

    article_id: ArticleId
    kind: DraftKind
    comment_remote_id: str | None = None  # the parent of a REPLY, the target of an EDIT


@dataclass(frozen=True, slots=True)
class Draft:
    """What was typed and not posted."""

    key: DraftKey
    text: str
    updated_at: int
    account_id: AccountId | None = None


class PostingKind(Enum):
    """What is asked of the server."""

    COMMENT = "comment"  # also a reply, when parent_remote_id is set
    EDIT = "edit"
    DELETE = "delete"


class PostingState(Enum):
    """Where a posting stands; every change is on disk before it is shown."""

    WAITING = "waiting"  # for the network, for the site's interval, or for its turn
    SENDING = "sending"  # bytes may have gone out
    UNSURE = "unsure"  # may have arrived; recovery finds out
    PUBLISHED = "published"
    HELD = "held"
    DISCARDED = "discarded"
    ALREADY_THERE = "already_there"
    REFUSED = "refused"
    PARKED = "parked"  # the account must sign in again


@dataclass(frozen=True, slots=True)
class Posting:
    """A row of the outbox. ``text`` is what the person wrote, to the letter."""

    id: PostingId
    article_id: ArticleId
    account_id: AccountId
    kind: PostingKind
    text: str
    parent_remote_id: str | None
    target_remote_id: str | None  # EDIT, DELETE
    state: PostingState
    created_at: int
    attempts: int = 0
    first_sent_at: int | None = None
    next_try_at: int = 0
    comment_remote_id: str | None = None  # known once the server told it
    error_kind: str = ""
    error_detail: str = ""
    undo_until: int = 0


@dataclass(frozen=True, slots=True)
class Published:
    """The server shows it."""

    comment: FoundComment


@dataclass(frozen=True, slots=True)
class Held:
    """The site's moderators decide; the comment is known when the server told it."""

    comment: FoundComment | None


@dataclass(frozen=True, slots=True)
class Discarded:
    """The site threw it away (WordPress: ``status: trash`` under 201)."""


@dataclass(frozen=True, slots=True)
class AlreadyThere:
    """The same text of the same person stands there already."""

    comment: FoundComment | None


@dataclass(frozen=True, slots=True)
class Refused:
    """The server said no, for a reason."""

    error: AppError


@dataclass(frozen=True, slots=True)
class Unsure:
    """It may have arrived; ask again at ``next_check_at`` (Unix seconds)."""

    next_check_at: int


Outcome = Published | Held | Discarded | AlreadyThere | Refused | Unsure


@dataclass(frozen=True, slots=True)
class Allowed:
    """What the server lets this account do with one comment."""

    edit: bool = False
    delete: bool = False
