"""What a source can do: one small Protocol an ability.

Every method is a ``Work``: it names its NET and CPU steps itself and raises only ``AppError``, of
the kinds that its docstring names; all may raise OFFLINE, DNS, TLS, TIMEOUT, TOO_LARGE, SERVER,
RATE_LIMITED, CAPTIVE_PORTAL, REDIRECT_LOOP, BAD_ANSWER and CANCELLED. An adapter sees no storage.
``isinstance`` against a Protocol is the capability test; ``capabilities`` does it once.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Protocol, runtime_checkable

from desktop_app.core.articles import Article, CommentsState, FoundArticle
from desktop_app.core.comments import Allowed, Comment, FoundComment, Outcome, Posting, ThreadDelta
from desktop_app.core.sources import (
    Capability,
    FoundSection,
    FoundSource,
    Page,
    Secret,
    SyncState,
)
from desktop_app.core.work import Work


@dataclass(frozen=True, slots=True)
class Refreshed:
    """One look at what is new in a list.

    ``moved_to`` is an address to use from now on (301, 308). ``state`` goes back in next time.
    """

    articles: tuple[FoundArticle, ...]
    state: SyncState
    unchanged: bool = False
    moved_to: str | None = None
    info: FoundSource | None = None  # title, icon and language, when the answer carries them


@dataclass(frozen=True, slots=True)
class SignInOffer:
    """How to sign in to a site: the page that approves, and whether the site is local."""

    approve_url: str | None  # None: the site has no application passwords (switched off)
    site_title: str
    local: bool  # a loopback listener may take the answer
    insecure: bool  # plain http: the reader must say yes
    returns: bool = False  # the page sends the browser back to us


@dataclass(frozen=True, slots=True)
class SignedIn:
    """Who the secret belongs to, as the server says it."""

    remote_id: str
    login: str
    display_name: str
    roles: tuple[str, ...]
    avatar_url: str | None
    revoke_id: str | None


@runtime_checkable
class ListsArticles(Protocol):
    """Every source has this one."""

    def refresh(
        self, section: str | None, state: SyncState, secret: Secret | None = None
    ) -> Work[Refreshed]:
        """Ask for what is new in ``section`` (None: the whole source).

        Raises GONE (410: stop asking), NOT_FOUND, AUTH_MISSING, AUTH_INVALID, FORBIDDEN.
        """
        ...


@runtime_checkable
class ListsSections(Protocol):
    """Has categories or lists."""

    def sections(self) -> Work[tuple[FoundSection, ...]]:
        """Return all sections, parents before children."""
        ...


@runtime_checkable
class ListsOlder(Protocol):
    """Can page back to the very first article."""

    def older(self, section: str | None, cursor: str | None) -> Work[Page[FoundArticle]]:
        """Return the page after ``cursor`` (None: from the newest)."""
        ...

    def cursor_after(self, published_at: int, remote_id: str) -> str:
        """Return the cursor that continues below a stored article."""
        ...


@runtime_checkable
class FetchesBody(Protocol):
    """Can fetch the whole text of one article."""

    def body(self, article: Article, password: str | None = None) -> Work[FoundArticle]:
        """Return the article anew with its body.

        Raises NOT_FOUND, PROTECTED (no or a wrong password), FORBIDDEN.
        """
        ...


@runtime_checkable
class Searches(Protocol):
    """Can search on the site."""

    def search(self, text: str, cursor: str | None = None) -> Work[Page[FoundArticle]]:
        """Return hits, best first."""
        ...


@runtime_checkable
class ReadsThread(Protocol):
    """Can read the comments of an article."""

    def thread(
        self,
        article: Article,
        secret: Secret | None = None,
        partial: Callable[[ThreadDelta], None] | None = None,
    ) -> Work[ThreadDelta]:
        """Read the whole thread. ``partial`` gets the first page at once (any thread).

        Raises NOT_FOUND, PROTECTED, FORBIDDEN, CLOSED.
        """
        ...

    def comment_total(self, article: Article) -> Work[int | None]:
        """Return the number of comments by one small request, None when the site does not say."""
        ...

    def comment_state(
        self, article: Article, remote_id: str, secret: Secret | None
    ) -> Work[FoundComment | None]:
        """Return one comment in its present state (held ones for their author); None: gone."""
        ...


@runtime_checkable
class PostsComment(Protocol):
    """Takes comments of a signed-in reader."""

    min_interval: float
    """Seconds that the site wants between two postings of one account."""

    def post(self, posting: Posting, article: Article, secret: Secret) -> Work[Outcome]:
        """Send a comment or a reply once; never raises for what the server answered.

        Raises only errors that prove that nothing was sent, and AUTH_INVALID.
        """
        ...

    def recover(
        self, posting: Posting, article: Article, secret: Secret, author_remote_id: str
    ) -> Work[Outcome]:
        """Find out what became of a posting that may have arrived; never doubles it."""
        ...


@runtime_checkable
class EditsComment(Protocol):
    """Lets some accounts edit or delete comments."""

    def allowed(self, comment: Comment, secret: Secret) -> Work[Allowed]:
        """Ask the server what this account may do with this comment."""
        ...

    def edit(self, posting: Posting, article: Article, secret: Secret) -> Work[Outcome]:
        """Replace the text of ``posting.target_remote_id``; may be repeated."""
        ...

    def delete(self, posting: Posting, article: Article, secret: Secret) -> Work[Outcome]:
        """Delete ``posting.target_remote_id``; may be repeated."""
        ...

    def source_text(self, comment: Comment, secret: Secret) -> Work[str]:
        """Return the text to edit as it was written, as plain text."""
        ...


@runtime_checkable
class SignsIn(Protocol):
    """Knows accounts."""

    def sign_in_offer(
        self, app_name: str, app_id: str, return_url: str | None, else_url: str | None = None
    ) -> Work[SignInOffer]:
        """Return the approval page of the site.

        ``app_id`` is a UUID; ``return_url`` is our loopback or ``daily8://`` address with
        its ``state``, ``else_url`` another one for a site that does not take the first.
        """
        ...

    def verify(self, secret: Secret) -> Work[SignedIn]:
        """Ask the server who this is.

        Raises AUTH_INVALID, AUTH_UNAVAILABLE, INSECURE; ``code`` names the trap:
        ``not_taken``, ``stripped_header``, ``disabled``, ``disabled_for_user``, ``unknown_user``.
        """
        ...

    def revoke(self, secret: Secret, revoke_id: str | None) -> Work[None]:
        """Make the server forget the secret; succeeds when it already has."""
        ...


_ABILITIES: Mapping[Capability, type] = {
    Capability.SECTIONS: ListsSections,
    Capability.OLDER: ListsOlder,
    Capability.BODY: FetchesBody,
    Capability.SEARCH: Searches,
    Capability.THREAD: ReadsThread,
    Capability.POST: PostsComment,
    Capability.EDIT: EditsComment,
    Capability.SIGN_IN: SignsIn,
}


def capabilities(source: object) -> frozenset[Capability]:
    """Return what ``source`` (an adapter) can do."""
    found = {name for name, ability in _ABILITIES.items() if isinstance(source, ability)}
    if Capability.SIGN_IN in found:
        found.add(Capability.REVOKE)
    return frozenset(found)


def can_comment(abilities: frozenset[Capability], state: CommentsState) -> bool:
    """Return whether a composer is offered for an article of such a source."""
    return Capability.POST in abilities and state is not CommentsState.CLOSED
