"""Articles: the row of the list, the body, and what an adapter finds."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import Enum

from desktop_app.core.ids import ArticleId, FolderId, SectionId, SourceId
from desktop_app.core.sources import SafeHtml


class BodyState(Enum):
    """How much of the text a body holds."""

    FULL = "full"
    EXCERPT = "excerpt"  # all that the feed gives; the page has more
    NONE = "none"
    PROTECTED = "protected"  # behind the article's own password


class CommentsState(Enum):
    """Whether a thread can be written to, as far as known before trying."""

    OPEN = "open"
    CLOSED = "closed"
    NONE = "none"  # the source has no threads
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture on the network. Sizes in CSS pixels, 0 when unknown."""

    url: str
    width: int = 0
    height: int = 0
    alt: str = ""
    caption: str = ""  # plain text
    thumbnail_url: str | None = None  # a smaller file of the same picture, near 300 px wide


@dataclass(frozen=True, slots=True)
class FoundArticle:
    """An article as an adapter found it. Text is plain and clean, HTML is safe.

    ``remote_id`` is the key inside the source. ``published_at`` is None when the source gives no
    usable date; the time of first sight stands in then.
    """

    remote_id: str
    url: str
    title: str
    excerpt: str = ""
    author: str = ""
    published_at: int | None = None
    updated_at: int | None = None
    language: str | None = None
    picture: Picture | None = None
    body: SafeHtml | None = None
    body_state: BodyState = BodyState.NONE
    plain: str = ""  # the body as plain text, for search
    section_ids: tuple[str, ...] = ()  # remote ids
    tags: tuple[str, ...] = ()
    comment_count: int | None = None
    comments_state: CommentsState = CommentsState.UNKNOWN
    thread_key: str | None = None  # what the adapter needs to read the thread; None: no thread
    content_hash: str = ""  # over title and plain body: another hash means an edited article


@dataclass(frozen=True, slots=True)
class Article:
    """A row of the article list."""

    id: ArticleId
    source_id: SourceId
    remote_id: str
    url: str
    title: str
    excerpt: str
    author: str
    published_at: int
    updated_at: int | None
    seen_at: int
    language: str | None
    picture: Picture | None
    comment_count: int | None
    comments_state: CommentsState
    thread_key: str | None
    read: bool
    saved: bool
    body_state: BodyState
    date_guessed: bool = False  # published_at is the time of first sight
    words: int = 0  # of the body; 0 when unknown


@dataclass(frozen=True, slots=True)
class Body:
    """What the article view shows below the headline."""

    article_id: ArticleId
    html: SafeHtml
    state: BodyState
    fetched_at: int
    reading_position: float = 0.0  # 0..1 of the height


class ListKind(Enum):
    """What the article list shows."""

    TODAY = "today"
    UNREAD = "unread"
    SAVED = "saved"
    SOURCE = "source"
    SECTION = "section"
    FOLDER = "folder"
    SEARCH = "search"
    ALL = "all"


class ListFilter(Enum):
    """The chips above the list."""

    ALL = "all"
    UNREAD = "unread"
    SAVED = "saved"


@dataclass(frozen=True, slots=True)
class ListQuery:
    """One list: what, filtered how. Exactly one id fits to ``kind``."""

    kind: ListKind
    source_id: SourceId | None = None
    section_id: SectionId | None = None
    folder_id: FolderId | None = None
    text: str = ""  # SEARCH
    filter: ListFilter = ListFilter.ALL
    language: str = ""
    """A code such as "en": only articles of this language. Not for SEARCH."""
    since: int = 0  # TODAY: the first second of the reader's day, Unix seconds
    keep: frozenset[ArticleId] = frozenset()
    """Articles read while this list is open: they stay until the list changes."""
    pinned: frozenset[ArticleId] = frozenset()
    """Articles whose rows are in sight: they stay rows of their own where stories are merged."""
    apart: bool = False
    """Every article by itself, also where stories would be one row."""


@dataclass(frozen=True, slots=True)
class ListCursor:
    """Keyset: the next page starts after this row (``published_at`` falling, then ``id``)."""

    published_at: int
    id: ArticleId


@dataclass(frozen=True, slots=True)
class InStory:
    """The story that an article belongs to, told by more than one source or muted by the reader.

    ``articles``: those of it that are shown, the oldest first; ``sources``: how many different
    sources they are of. ``merged``: the article's row stands for all of them.
    """

    story_id: int
    articles: tuple[ArticleId, ...]
    unread: frozenset[ArticleId]
    sources: int
    merged: bool = False
    muted: bool = False


@dataclass(frozen=True, slots=True)
class ListPage:
    """One page of a list; ``next`` is None at the very end of what is stored.

    ``stories`` says which of the items belong to a story.
    """

    items: tuple[Article, ...]
    next: ListCursor | None
    stories: Mapping[ArticleId, InStory] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Counts:
    """Unread numbers of the sidebar."""

    today: int
    unread: int
    saved: int
    conversations: int  # threads with something new, and postings that wait or failed
    by_source: dict[SourceId, int]
