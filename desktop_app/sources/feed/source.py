"""A feed as a source: articles by conditional GET, full texts from their pages, comment feeds."""

import hashlib
import logging
from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import TYPE_CHECKING

from desktop_app.core.articles import Article, FoundArticle
from desktop_app.core.clock import SystemClock
from desktop_app.core.comments import FoundComment, ThreadDelta
from desktop_app.core.errors import AppError, ErrorKind
from desktop_app.core.sources import Page, Secret, SyncState
from desktop_app.core.work import CPU, HEAVY, NET, Work, on, parse_lane
from desktop_app.network.conditional import request_headers, state_from
from desktop_app.sources.base import Refreshed
from desktop_app.sources.feed import fulltext, info, mapping
from desktop_app.text.plain import words
from desktop_app.text.urls import is_web

if TYPE_CHECKING:
    from desktop_app.network.http import Answer, Http

log = logging.getLogger("daily8.feed")

_HASH = "hash"
_PAGE, _NEXT, _BELOW = "page:", "next:", "below"


def open_feed(url: str, http: "Http", options: Mapping[str, str]) -> "FeedSource":
    """Return the adapter of the feed at ``url``; only one that pages can list older articles."""
    kind = PagedFeedSource if options.get(info.OPTION_PAGING) else FeedSource
    return kind(url, http, options)


class FeedSource:
    """``ListsArticles``, ``FetchesBody`` and ``ReadsThread`` over a feed.

    Feeds are read in the child process, short ones too: their parser holds the interpreter for
    50 ms at a time, and leaves memory behind that only the end of a process gives back.
    """

    def __init__(self, url: str, http: "Http", options: Mapping[str, str]) -> None:
        self._url = url
        self._http = http
        self._options = options
        self._clock = SystemClock()

    def refresh(
        self, section: str | None, state: SyncState, secret: Secret | None = None
    ) -> Work[Refreshed]:
        """Ask for the feed, if it changed. A feed has no sections.

        Raises GONE, NOT_FOUND, AUTH_MISSING, AUTH_INVALID, FORBIDDEN; BAD_ANSWER for what is no
        feed, with ``code`` as ``parse_feed`` says.
        """
        headers = {**request_headers(state), "Accept": info.ACCEPT}
        answer: Answer = yield on(
            NET, self._http.get, self._url, headers=headers, secret=secret, cap=info.FEED_CAP
        )
        answer.raise_for_status()
        kept = state_from(answer, state)
        if answer.status == 304:
            return Refreshed((), kept, unchanged=True, moved_to=answer.moved_to)
        digest = yield on(CPU, _digest, answer.body)
        if digest == state.values.get(_HASH):
            return Refreshed((), kept, unchanged=True, moved_to=answer.moved_to)
        mapped = yield from self._mapped(answer)
        return Refreshed(
            mapped.articles,
            SyncState({**kept.values, _HASH: digest}),
            moved_to=answer.moved_to,
            info=replace(mapped.found, base_url=self._url),
        )

    def body(self, article: Article, password: str | None = None) -> Work[FoundArticle]:
        """Return the article with the text that its page holds.

        ``body`` is None, and what is stored stays, when the page has less than the feed gave.
        Raises NOT_FOUND, FORBIDDEN, AUTH_MISSING; UNSUPPORTED for an article without a page;
        BAD_ANSWER (``not_html``) for a file.
        """
        if not is_web(article.url):
            raise AppError(ErrorKind.UNSUPPORTED, code="no_page")
        answer: Answer = yield on(
            NET, self._http.get, article.url, headers={"Accept": info.ACCEPT_PAGE},
            cap=info.PAGE_CAP,
        )  # fmt: skip
        answer.raise_for_status()
        header = answer.headers.get("content-type", "")
        found: FoundArticle = yield on(
            parse_lane(len(answer.body)), fulltext.extract, answer.body, header, answer.url
        )
        return _completed(article, found)

    def thread(
        self,
        article: Article,
        secret: Secret | None = None,
        partial: Callable[[ThreadDelta], None] | None = None,
    ) -> Work[ThreadDelta]:
        """Return the newest comments; the delta is never complete, since such feeds end at ten.

        WordPress has the same feed as Atom, which alone says what answers what; it is tried first.
        Raises NOT_FOUND (also for an article without a comment feed), FORBIDDEN, AUTH_MISSING.
        """
        url = article.thread_key or ""
        if not is_web(url):
            raise AppError(ErrorKind.NOT_FOUND, code="no_thread")
        if url.endswith("/feed/"):
            try:
                return (yield from self._comments(f"{url}atom/"))
            except AppError as error:
                if error.kind not in (ErrorKind.NOT_FOUND, ErrorKind.BAD_ANSWER):
                    raise
        return (yield from self._comments(url))

    def comment_total(self, article: Article) -> Work[int | None]:
        """Return None: a comment feed does not say how many there are."""
        yield from ()
        return None

    def comment_state(
        self, article: Article, remote_id: str, secret: Secret | None
    ) -> Work[FoundComment | None]:
        """Return one comment when the feed still holds it.

        Raises UNSUPPORTED when it does not: that says nothing about the comment.
        """
        delta = yield from self.thread(article, secret)
        for comment in delta.comments:
            if comment.remote_id == remote_id:
                return comment
        raise AppError(ErrorKind.UNSUPPORTED, code="not_in_feed")

    def _comments(self, url: str) -> Work[ThreadDelta]:
        answer: Answer = yield on(
            NET, self._http.get, url, headers={"Accept": info.ACCEPT}, cap=info.FEED_CAP
        )
        answer.raise_for_status()
        header = answer.headers.get("content-type", "")
        mapped: mapping.MappedComments = yield on(
            HEAVY, mapping.read_comments, answer.body, header, answer.url
        )
        return ThreadDelta(mapped.comments, None, complete=False)

    def _mapped(self, answer: "Answer") -> Work[mapping.MappedFeed]:
        header = answer.headers.get("content-type", "")
        now = self._clock.now()
        mapped: mapping.MappedFeed = yield on(
            HEAVY, mapping.read_feed, answer.body, header, answer.url, now
        )
        return mapped


class PagedFeedSource(FeedSource):
    """A feed that also lists what is older: ``ListsOlder``."""

    def older(self, section: str | None, cursor: str | None) -> Work[Page[FoundArticle]]:
        """Return the page after ``cursor``: ``page:N`` or ``next:ADDRESS``, both our own.

        A feed that ends answers 404, repeats itself, or names no next page. Raises FORBIDDEN.
        """
        if self._options.get(info.OPTION_PAGING) == info.PAGED:
            return (yield from self._numbered(_page_number(cursor)))
        if cursor == _BELOW:
            first = yield from self._linked(self._url)
            if first.next is None:
                return Page(())
            cursor = first.next
        return (yield from self._linked(cursor[len(_NEXT) :] if cursor else self._url))

    def cursor_after(self, published_at: int, remote_id: str) -> str:
        """Return the cursor below the newest page: a feed knows no other place."""
        return _PAGE + "2" if self._options.get(info.OPTION_PAGING) == info.PAGED else _BELOW

    def _numbered(self, number: int) -> Work[Page[FoundArticle]]:
        url = self._url
        if number > 1:
            url += f"{'&' if '?' in url else '?'}paged={number}"
        try:
            mapped = yield from self._page(url)
        except AppError as error:
            if error.kind is ErrorKind.NOT_FOUND and number > 1:
                return Page(())
            raise
        return Page(mapped.articles, f"{_PAGE}{number + 1}" if mapped.articles else None)

    def _linked(self, url: str) -> Work[Page[FoundArticle]]:
        mapped = yield from self._page(url)
        leads_on = bool(mapped.articles) and mapped.next_url not in ("", url)
        return Page(mapped.articles, _NEXT + mapped.next_url if leads_on else None)

    def _page(self, url: str) -> Work[mapping.MappedFeed]:
        answer: Answer = yield on(
            NET, self._http.get, url, headers={"Accept": info.ACCEPT}, cap=info.FEED_CAP
        )
        answer.raise_for_status()
        return (yield from self._mapped(answer))


def _digest(body: bytes) -> str:
    return hashlib.sha256(body).hexdigest()


def _page_number(cursor: str | None) -> int:
    digits = (cursor or "")[len(_PAGE) :]
    return int(digits) if digits.isascii() and digits.isdigit() and len(digits) < 7 else 1


def _completed(article: Article, page: FoundArticle) -> FoundArticle:
    """Return the article as it is stored, with the text of its page where that is the longer."""
    longer = page.body is not None and words(page.plain) >= article.words
    return FoundArticle(
        remote_id=article.remote_id,
        url=article.url,
        title=article.title or page.title,
        excerpt=article.excerpt or page.excerpt,
        author=article.author or page.author,
        published_at=page.published_at if article.date_guessed else article.published_at,
        updated_at=article.updated_at or page.updated_at,
        language=article.language or page.language,
        picture=article.picture or page.picture,
        body=page.body if longer else None,
        body_state=page.body_state if longer else article.body_state,
        plain=page.plain if longer else "",
        comment_count=article.comment_count,
        comments_state=article.comments_state,
        thread_key=article.thread_key,
    )
