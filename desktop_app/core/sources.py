"""Sources, their sections, folders and accounts."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import Enum
from typing import Generic, NewType, TypeVar

from desktop_app.core.errors import ErrorKind
from desktop_app.core.ids import AccountId, FolderId, SectionId, SourceId

T = TypeVar("T")

SafeHtml = NewType("SafeHtml", str)
"""HTML that ``text/clean.py`` made. Nothing else may make one; widgets take no other HTML."""


class Capability(Enum):
    """What a source can do; the window offers just that."""

    SECTIONS = "sections"
    OLDER = "older"  # pages back beyond what a refresh brings
    BODY = "body"  # fetches a body that the list did not carry
    SEARCH = "search"
    THREAD = "thread"
    POST = "post"
    EDIT = "edit"
    SIGN_IN = "sign_in"
    REVOKE = "revoke"


@dataclass(frozen=True, slots=True)
class Problem:
    """Why a source could not be refreshed, kept until it can."""

    kind: ErrorKind
    detail: str
    since: int  # Unix seconds


@dataclass(frozen=True, slots=True)
class Source:
    """A place on a remote API that the reader has added.

    ``base_url`` is the API root (WordPress) or the feed's address. ``options`` holds what only the
    source's own adapter understands; values are short strings, never a secret.
    """

    id: SourceId
    kind: str
    base_url: str
    title: str
    home_url: str
    icon_url: str | None = None
    language: str | None = None  # BCP 47, when the source says it
    folder_id: FolderId | None = None
    position: int = 0
    muted: bool = False
    gone: bool = False  # answered 410: never refreshed again
    problem: Problem | None = None
    refreshed_at: int | None = None
    due_at: int = 0
    options: Mapping[str, str] = field(default_factory=dict)
    notify: bool | None = None  # tell of its articles; None: as the settings say


@dataclass(frozen=True, slots=True)
class FoundSource:
    """A source as discovery sees it, before it is added."""

    kind: str
    base_url: str
    title: str
    home_url: str
    icon_url: str | None = None
    language: str | None = None
    options: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Folder:
    """A group of sources in the sidebar."""

    id: FolderId
    title: str
    position: int
    collapsed: bool = False


@dataclass(frozen=True, slots=True)
class FoundSection:
    """A category, feed, community or list, as its source tells it."""

    remote_id: str
    title: str
    parent_remote_id: str | None = None
    total: int | None = None  # None: the source does not say


@dataclass(frozen=True, slots=True)
class Section:
    """A stored section; ``followed`` ones are refreshed."""

    id: SectionId
    source_id: SourceId
    remote_id: str
    title: str
    parent_remote_id: str | None = None
    total: int | None = None
    followed: bool = False
    position: int = 0


@dataclass(frozen=True, slots=True)
class SyncState:
    """What an adapter wants to have back at the next refresh of the same list.

    The keys are the adapter's own (``etag``, ``last_modified``, ``modified_after``, ``hash``).
    """

    values: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Page(Generic[T]):
    """One page; ``next`` is an opaque cursor, None at the very end."""

    items: tuple[T, ...]
    next: str | None = None
    total: int | None = None


@dataclass(frozen=True, slots=True)
class Account:
    """A signed-in reader at one site. The secret lives in the keystore under ``secret_key``."""

    id: AccountId
    kind: str  # of the source that it signs in to
    base_url: str
    login: str
    display_name: str
    remote_id: str
    secret_key: str
    avatar_url: str | None = None
    revoke_id: str | None = None  # WordPress: uuid of the application password
    roles: tuple[str, ...] = ()
    verified_at: int = 0
    needs_sign_in: bool = False  # the server no longer takes the secret; postings are parked


@dataclass(frozen=True, slots=True)
class Secret:
    """A login with its secret, held in memory only. ``repr`` never shows the password."""

    login: str
    password: str = field(repr=False)
    origin: str  # scheme://host:port; sent nowhere else
    plain_http_allowed: bool = False  # the reader said yes to http without encryption
