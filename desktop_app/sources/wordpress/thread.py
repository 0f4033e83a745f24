"""Threads of a WordPress site: flat lists of approved comments, read whole."""

from collections.abc import Callable
from dataclasses import replace
from typing import TYPE_CHECKING

from desktop_app.core.articles import Article, BodyState
from desktop_app.core.comments import FoundComment, ThreadDelta
from desktop_app.core.errors import AppError, ErrorKind
from desktop_app.core.sources import Secret
from desktop_app.core.work import NET, Work, gather, on, parse_lane
from desktop_app.sources.wordpress import api, mapping
from desktop_app.sources.wordpress.errors import error_of
from desktop_app.sources.wordpress.info import PAGE_SIZE

if TYPE_CHECKING:
    from desktop_app.network.http import Answer

COMMENTS = "wp/v2/comments"

_SLOTS = 4  # requests at once for the pages of one thread
_SMALL_PAGE = 20  # for threads whose full page is over the cap
_MOST_PAGES = 1000


class ReadsThreads(api.Site):
    """ReadsThread."""

    def thread(
        self,
        article: Article,
        secret: Secret | None = None,
        partial: Callable[[ThreadDelta], None] | None = None,
    ) -> Work[ThreadDelta]:
        """Read every page: the first, then the others four at a time.

        Ordered by id, so that new comments land on the last page and shift nothing. Only approved
        ones are listed, even for who wrote the others. The secret goes along only to a site that
        asks for it.
        """
        try:
            return (yield from self._thread(article, None, partial))
        except AppError as error:
            if error.kind is ErrorKind.AUTH_MISSING and secret is not None:
                return (yield from self._thread(article, secret, partial))
            raise

    def _thread(
        self,
        article: Article,
        secret: Secret | None,
        partial: Callable[[ThreadDelta], None] | None,
    ) -> Work[ThreadDelta]:
        size = PAGE_SIZE
        try:
            first, answer = yield from self._page(article, 1, size, secret)
        except AppError as error:
            if error.kind is not ErrorKind.TOO_LARGE:
                raise
            size = _SMALL_PAGE
            first, answer = yield from self._page(article, 1, size, secret)
        total = api.total_of(answer)
        pages = min(api.total_of(answer, "x-wp-totalpages") or 1, _MOST_PAGES)
        if pages == 1:
            return ThreadDelta(first, total, complete=True)
        if partial:
            partial(ThreadDelta(first, total, complete=False))
        works = [self._page(article, number, size, secret) for number in range(2, pages + 1)]
        results = yield gather(works, _SLOTS)
        failure = next((each for each in results if isinstance(each, AppError)), None)
        delta = _joined(first, total, [each for each in results if not isinstance(each, AppError)])
        if failure is None:
            return delta
        if partial:
            partial(replace(delta, complete=False))
        raise failure

    def _page(
        self, article: Article, number: int, size: int, secret: Secret | None
    ) -> Work[tuple[tuple[FoundComment, ...], "Answer"]]:
        post_id, author_id = thread_ids(article)
        params = {
            "post": post_id,
            "per_page": str(size),
            "page": str(number),
            "order": "asc",
            "orderby": "id",
        }
        return (yield from self._comments(article, params, author_id, secret))

    def _comments(
        self,
        article: Article,
        params: dict[str, str],
        author_id: str,
        secret: Secret | None,
    ) -> Work[tuple[tuple[FoundComment, ...], "Answer"]]:
        """Ask for one page of comments by any parameters."""
        asked = {"_fields": api.COMMENT_FIELDS, **self._password_of(article), **params}
        try:
            answer = yield from self._ask(COMMENTS, asked, secret, slots=_SLOTS)
        except AppError as error:
            raise self._protected(error, article) from error
        found: tuple[FoundComment, ...] = yield on(
            parse_lane(len(answer.body)), mapping.comments, answer.body, self._root, author_id
        )
        return found, answer

    def comment_total(self, article: Article) -> Work[int | None]:
        """Return the number of approved comments; a post does not carry it."""
        post_id, _ = thread_ids(article)
        params = {"post": post_id, "per_page": "1", **self._password_of(article)}
        url = api.build_url(self._root, COMMENTS, params)
        answer = yield on(NET, self._http.head, url)
        if answer.status in (401, 403):
            return None
        if answer.status != 200:
            raise error_of(answer)
        return api.total_of(answer)

    def comment_state(
        self, article: Article, remote_id: str, secret: Secret | None
    ) -> Work[FoundComment | None]:
        """Return one comment; a held or discarded one is shown to who wrote it.

        Raises AUTH_MISSING, AUTH_INVALID or FORBIDDEN when it is not visible to this reader.
        """
        _, author_id = thread_ids(article)
        params = {"_fields": api.COMMENT_FIELDS, **self._password_of(article)}
        try:
            answer = yield from self._ask(f"{COMMENTS}/{remote_id}", params, secret)
        except AppError as error:
            if error.kind in (ErrorKind.NOT_FOUND, ErrorKind.GONE):
                return None
            raise
        found: FoundComment = yield on(
            parse_lane(len(answer.body)), mapping.comment, answer.body, self._root, author_id
        )
        return found

    def _password_of(self, article: Article) -> dict[str, str]:
        password = self._passwords.get(thread_ids(article)[0])
        return {"password": password} if password else {}

    def _protected(self, error: AppError, article: Article) -> AppError:
        """Return PROTECTED where the site refuses because of the article's own password."""
        if error.code != "rest_cannot_read_post" or article.body_state is not BodyState.PROTECTED:
            return error
        return AppError(ErrorKind.PROTECTED, host=error.host, code=error.code, detail=error.detail)


def _joined(
    first: tuple[FoundComment, ...],
    total: int | None,
    rest: "list[tuple[tuple[FoundComment, ...], Answer]]",
) -> ThreadDelta:
    """Put the pages together; fewer than the site counts means that one slipped through.

    A comment that is deleted while we read moves all behind it, one of them over to a page that
    we have already.
    """
    found = {each.remote_id: each for each in first}
    for comments, answer in rest:
        found.update((each.remote_id, each) for each in comments)
        total = api.total_of(answer) or total
    return ThreadDelta(tuple(found.values()), total, complete=len(found) >= (total or 0))


def thread_ids(article: Article) -> tuple[str, str]:
    """Return the post's id and the id of who wrote it, ``""`` when unknown.

    Raises NOT_FOUND for an article without a thread.
    """
    post_id, _, author_id = (article.thread_key or "").partition(":")
    if not post_id.isdecimal():
        raise AppError(ErrorKind.NOT_FOUND, code="no_thread")
    return post_id, author_id
