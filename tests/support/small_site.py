"""A site in memory with the manners of a real one: for what cannot be staged on a real server.

It checks for duplicates, holds, discards and refuses, and can lose a request or an answer on the
way. ``PostsComment``, ``EditsComment``, ``ReadsThread`` and ``SignsIn`` are all there.
"""

from collections.abc import Callable
from dataclasses import dataclass, field, replace

from desktop_app.core.articles import Article
from desktop_app.core.comments import (
    Allowed,
    AlreadyThere,
    Comment,
    CommentState,
    Discarded,
    FoundComment,
    Held,
    Outcome,
    Posting,
    Published,
    Refused,
    ThreadDelta,
)
from desktop_app.core.errors import AppError, ErrorKind
from desktop_app.core.sources import FoundSource, SafeHtml, Secret, Source
from desktop_app.core.work import NET, Work, on
from desktop_app.sources.base import SignedIn, SignInOffer
from desktop_app.text.loose import loosely

KIND = "small"
BASE = "https://small.example/api/"


class StandingClock:
    """A clock that moves when told."""

    def __init__(self, now: int = 1_700_000_000) -> None:
        self.time = now

    def now(self) -> int:
        return self.time

    def monotonic(self) -> float:
        return float(self.time)


@dataclass
class SmallSite:
    """The server's side, shared by all adapters that talk to it."""

    clock: StandingClock
    comments: list[FoundComment] = field(default_factory=list)
    logins: dict[str, tuple[str, str]] = field(default_factory=dict)  # login -> password, id
    failures: list[AppError] = field(default_factory=list)  # for the next requests, in order
    lost_answers: int = 0  # of the next postings: stored, but the answer does not arrive
    revoked: list[str] = field(default_factory=list)
    requests: list[str] = field(default_factory=list)
    delivered: list[str] = field(default_factory=list)  # texts that arrived, in order
    refuse: AppError | None = None
    at_once: Callable[[], None] | None = None  # called in the middle of a posting
    min_interval: float = 0.0

    def open(self, _source: Source | FoundSource) -> object:
        return SmallSource(self)

    def texts(self) -> list[str]:
        return [comment.plain for comment in self.comments]

    def decide(self, remote_id: str, state: CommentState) -> None:
        """What a moderator does."""
        self.comments = [
            replace(each, state=state) if each.remote_id == remote_id else each
            for each in self.comments
        ]

    def answer(self, what: str, secret: Secret | None = None) -> str:
        """Begin every request: count it, fail as told, check the secret; return who asks."""
        self.requests.append(what)
        if self.failures:
            raise self.failures.pop(0)
        if secret is None:
            return ""
        password, person = self.logins.get(secret.login, ("", ""))
        if not person or password != secret.password:
            raise AppError(ErrorKind.AUTH_INVALID, code="not_taken")
        return person

    def store(self, posting: Posting, secret: Secret) -> Outcome:
        person = self.answer("post", secret)
        if self.at_once:
            self.at_once()
        if self.refuse:
            return Refused(self.refuse)
        self.delivered.append(posting.text)
        for comment in self.comments:
            same = (comment.plain, comment.parent_remote_id, comment.author_remote_id)
            if same == (posting.text, posting.parent_remote_id, person):
                return self._told(AlreadyThere(None))
        if "trashme" in posting.text:
            return self._told(Discarded())
        made = FoundComment(
            str(len(self.comments) + 1),
            posting.parent_remote_id,
            secret.login.title(),
            person,
            SafeHtml(posting.text),
            posting.text,
            self.clock.now(),
            CommentState.HELD if "holdme" in posting.text else CommentState.VISIBLE,
        )
        self.comments.append(made)
        return self._told(Held(made) if "holdme" in posting.text else Published(made))

    def _told(self, outcome: Outcome) -> Outcome:
        if self.lost_answers:
            self.lost_answers -= 1
            raise AppError(ErrorKind.TIMEOUT, maybe_sent=True)
        return outcome


class SmallSource:
    """The client's side."""

    def __init__(self, site: SmallSite) -> None:
        self._site = site
        self.min_interval = site.min_interval

    def thread(
        self,
        article: Article,
        secret: Secret | None = None,
        partial: Callable[[ThreadDelta], None] | None = None,
    ) -> Work[ThreadDelta]:
        yield on(NET, self._site.answer, "thread", None)
        visible = tuple(each for each in self._site.comments if each.state is CommentState.VISIBLE)
        if partial and len(visible) > 1:
            partial(ThreadDelta(visible[:1], len(visible), complete=False))
            yield on(NET, self._site.answer, "page 2", None)
        return ThreadDelta(visible, len(visible), complete=True)

    def comment_total(self, article: Article) -> Work[int | None]:
        yield on(NET, self._site.answer, "total", None)
        return len(self._site.comments)

    def comment_state(
        self, article: Article, remote_id: str, secret: Secret | None
    ) -> Work[FoundComment | None]:
        yield on(NET, self._site.answer, "state", secret)
        return next((each for each in self._site.comments if each.remote_id == remote_id), None)

    def post(self, posting: Posting, article: Article, secret: Secret) -> Work[Outcome]:
        return (yield on(NET, self._site.store, posting, secret))

    def recover(
        self, posting: Posting, article: Article, secret: Secret, author_remote_id: str
    ) -> Work[Outcome]:
        yield on(NET, self._site.answer, "find", secret)
        for comment in reversed(self._site.comments):
            mine = comment.author_remote_id == author_remote_id
            same = loosely(comment.plain) == loosely(posting.text)
            shown = comment.state is CommentState.VISIBLE
            if mine and same and shown and comment.parent_remote_id == posting.parent_remote_id:
                return Published(comment)
        outcome: Outcome = yield on(NET, self._site.store, posting, secret)
        return Held(None) if outcome == AlreadyThere(None) else outcome

    def allowed(self, comment: Comment, secret: Secret) -> Work[Allowed]:
        yield on(NET, self._site.answer, "allowed", secret)
        return Allowed(edit=True, delete=True)

    def edit(self, posting: Posting, article: Article, secret: Secret) -> Work[Outcome]:
        yield on(NET, self._site.answer, "edit", secret)
        for index, comment in enumerate(self._site.comments):
            if comment.remote_id == posting.target_remote_id:
                changed = replace(comment, plain=posting.text, html=SafeHtml(posting.text))
                self._site.comments[index] = changed
                return Published(changed)
        return Refused(AppError(ErrorKind.NOT_FOUND))

    def delete(self, posting: Posting, article: Article, secret: Secret) -> Work[Outcome]:
        yield on(NET, self._site.answer, "delete", secret)
        self._site.comments = [
            each for each in self._site.comments if each.remote_id != posting.target_remote_id
        ]
        return Discarded()

    def source_text(self, comment: Comment, secret: Secret) -> Work[str]:
        yield on(NET, self._site.answer, "source", secret)
        return comment.plain

    def sign_in_offer(
        self, app_name: str, app_id: str, return_url: str | None, else_url: str | None = None
    ) -> Work[SignInOffer]:
        yield on(NET, self._site.answer, f"offer {app_name} {app_id}", None)
        return SignInOffer(f"{BASE}approve?to={return_url}", "Small", local=False, insecure=False)

    def verify(self, secret: Secret) -> Work[SignedIn]:
        person: str = yield on(NET, self._site.answer, "verify", secret)
        return SignedIn(person, secret.login, secret.login.title(), (), None, f"uuid {person}")

    def revoke(self, secret: Secret, revoke_id: str | None) -> Work[None]:
        yield on(NET, self._site.answer, "revoke", None)
        self._site.revoked.append(revoke_id or "")
