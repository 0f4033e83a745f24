"""Comments on a WordPress site: sent once, found again after a time-out, edited, deleted."""

import unicodedata
from collections.abc import Mapping
from time import time
from typing import TYPE_CHECKING

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
    PostingKind,
    Published,
    Refused,
    Unsure,
)
from desktop_app.core.errors import AppError, ErrorKind
from desktop_app.core.sources import Secret
from desktop_app.core.work import CPU, Work, on
from desktop_app.sources.wordpress import api, encode, mapping, wire
from desktop_app.sources.wordpress.errors import error_of
from desktop_app.sources.wordpress.info import MIN_INTERVAL, PAGE_SIZE
from desktop_app.sources.wordpress.thread import COMMENTS, ReadsThreads, thread_ids
from desktop_app.text.loose import loosely

if TYPE_CHECKING:
    from desktop_app.network.http import Answer

_CLOCKS_DIFFER = 300  # seconds that recovery looks back before the first sending
_ASK_AGAIN = 10  # seconds after which a doubtful posting is looked for at first
_ASK_AT_LEAST = 600
_GONE = (ErrorKind.NOT_FOUND, ErrorKind.GONE)


class PostsComments(ReadsThreads):
    """PostsComment and EditsComment."""

    min_interval = MIN_INTERVAL

    def post(self, posting: Posting, article: Article, secret: Secret) -> Work[Outcome]:
        """Send a comment once and say what the site did with it.

        Everything after which it may be stored is Unsure: a time-out, a broken answer, a 5xx.
        Raises AUTH_INVALID, and what proves that nothing was sent.
        """
        outcome = yield from self._post(posting, article, secret)
        if isinstance(outcome, AlreadyThere):
            me = yield from self._my_id(secret)
            mine = yield from self._find(posting, article, secret, me, since=None)
            return AlreadyThere(mine) if mine else outcome
        return outcome

    def recover(
        self, posting: Posting, article: Article, secret: Secret, author_remote_id: str
    ) -> Work[Outcome]:
        """Find out what became of a posting that may have arrived; never doubles it.

        A comment is looked for in the list. Held ones are not listed, so when it is not there
        the identical bytes are sent again: 409 proves that it had arrived, 201 that it had not.
        An edit or a deletion is simply repeated.
        """
        if posting.kind is PostingKind.EDIT:
            return (yield from self.edit(posting, article, secret))
        if posting.kind is PostingKind.DELETE:
            return (yield from self.delete(posting, article, secret))
        sent_at = posting.first_sent_at or posting.created_at
        mine = yield from self._find(posting, article, secret, author_remote_id, since=sent_at)
        if mine is not None:
            return Published(mine)
        outcome = yield from self._post(posting, article, secret)
        if isinstance(outcome, AlreadyThere):
            mine = yield from self._find(posting, article, secret, author_remote_id, since=None)
            return AlreadyThere(mine) if mine else Held(None)
        if isinstance(outcome, Refused) and outcome.error.code == "comment_flood":
            return Unsure(int(time() + MIN_INTERVAL) + 1)
        return outcome

    def _post(self, posting: Posting, article: Article, secret: Secret) -> Work[Outcome]:
        post_id, author_id = thread_ids(article)
        parent = wire.id_of(posting.parent_remote_id)
        fields: dict[str, object] = {
            "post": int(post_id),
            "content": encode.encode(posting.text),
            "parent": int(parent) if parent else 0,
            **self._password_of(article),
        }
        return (yield from self._store(posting, COMMENTS, secret, fields, author_id))

    def _store(
        self,
        posting: Posting,
        path: str,
        secret: Secret,
        fields: Mapping[str, object],
        author_id: str,
    ) -> Work[Outcome]:
        try:
            answer = yield from self._send("POST", path, secret, fields)
        except AppError as error:
            if error.maybe_sent:
                return _unsure(posting)
            raise
        if answer.status >= 500 or answer.status == 408:
            return _unsure(posting)
        if answer.status not in (200, 201):
            return _refusal(answer)
        try:
            stored = yield on(CPU, mapping.comment, answer.body, self._root, author_id)
        except AppError:
            return _unsure(posting)
        return _outcome(stored)

    def _find(
        self,
        posting: Posting,
        article: Article,
        secret: Secret,
        author_remote_id: str,
        since: int | None,
    ) -> Work[FoundComment | None]:
        """Return one's own comment of the same parent and text from the newest hundred."""
        post_id, author_id = thread_ids(article)
        params = {
            "post": post_id,
            "per_page": str(PAGE_SIZE),
            "order": "desc",
            "orderby": "date_gmt",
        }
        if since is not None:
            params["after"] = api.zulu(since - _CLOCKS_DIFFER)
        found, _ = yield from self._comments(article, params, author_id, secret)
        return next((each for each in found if _is_mine(each, posting, author_remote_id)), None)

    def _my_id(self, secret: Secret) -> Work[str]:
        try:
            answer = yield from self._ask("wp/v2/users/me", {"_fields": "id"}, secret)
            return wire.id_of(wire.load_object(answer.body).get("id"))
        except AppError as error:
            if error.kind is ErrorKind.CANCELLED:
                raise
            return ""

    def allowed(self, comment: Comment, secret: Secret) -> Work[Allowed]:
        """Ask by the ``Allow`` header what this account may do; subscribers may do nothing."""
        try:
            answer = yield from self._ask(
                f"{COMMENTS}/{comment.remote_id}", {"_fields": "id,status"}, secret
            )
        except AppError as error:
            if error.kind in (*_GONE, ErrorKind.FORBIDDEN):
                return Allowed()
            raise
        methods = {each.strip().upper() for each in answer.headers.get("allow", "").split(",")}
        return Allowed(edit=bool(methods & {"POST", "PUT", "PATCH"}), delete="DELETE" in methods)

    def edit(self, posting: Posting, article: Article, secret: Secret) -> Work[Outcome]:
        """Replace the text of a comment; the same bytes again change nothing."""
        path = f"{COMMENTS}/{posting.target_remote_id}"
        fields = {"content": encode.encode(posting.text)}
        return (yield from self._store(posting, path, secret, fields, thread_ids(article)[1]))

    def delete(self, posting: Posting, article: Article, secret: Secret) -> Work[Outcome]:
        """Move a comment to the site's trash: Discarded, also when it was gone already.

        A site that keeps no trash (501) deletes for good; it knows no other way.
        """
        path = f"{COMMENTS}/{posting.target_remote_id}"
        try:
            answer = yield from self._send("DELETE", path, secret)
            if answer.status == 501:
                answer = yield from self._send("DELETE", path, secret, params={"force": "true"})
        except AppError as error:
            if error.maybe_sent:
                return _unsure(posting)
            raise
        gone = error_of(answer).code in ("rest_already_trashed", "rest_comment_invalid_id")
        if answer.status in (200, 410) or gone:
            return Discarded()
        return _unsure(posting) if answer.status >= 500 else _refusal(answer)

    def source_text(self, comment: Comment, secret: Secret) -> Work[str]:
        """Return the text to edit; where the site hides it, the text as it is shown."""
        try:
            answer = yield from self._ask(
                f"{COMMENTS}/{comment.remote_id}", {"context": "edit"}, secret
            )
        except AppError as error:
            if error.code == "rest_forbidden_context":
                return comment.plain
            raise
        found: wire.WireComment = yield on(CPU, mapping.wire_comment, answer.body, self._host)
        return encode.decode(found.content if found.raw is None else found.raw)


def _is_mine(found: FoundComment, posting: Posting, author_remote_id: str) -> bool:
    """Say whether ``found`` is what ``posting`` sent.

    Letters and digits alone would take "C" for "C++" and one emoji for another, and with that
    lose a comment; quotation marks, dashes and blanks are the site's to change.
    """
    return (
        bool(author_remote_id)
        and found.author_remote_id == author_remote_id
        and (found.parent_remote_id or None) == (posting.parent_remote_id or None)
        and loosely(found.plain) == loosely(posting.text)
        and _signs(found.plain) == _signs(posting.text)
    )


def _signs(text: str) -> list[str]:
    """Return what carries meaning beside letters: "?", "!", "+", currencies, emoji."""
    return [each for each in text if each in "?!@#%*&/\\" or unicodedata.category(each)[0] == "S"]


def _unsure(posting: Posting) -> Unsure:
    """Ask again soon, then less and less often."""
    wait = min(_ASK_AGAIN * 2 ** min(max(posting.attempts - 1, 0), 10), _ASK_AT_LEAST)
    return Unsure(int(time()) + wait)


def _refusal(answer: "Answer") -> Outcome:
    error = error_of(answer, writing=True)
    if error.kind is ErrorKind.AUTH_INVALID:
        raise error
    if error.kind is ErrorKind.DUPLICATE:
        return AlreadyThere(None)
    return Refused(error)


def _outcome(stored: FoundComment) -> Outcome:
    if stored.state is CommentState.HELD:
        return Held(stored)
    if stored.state is CommentState.DELETED:
        return Discarded()
    return Published(stored)
