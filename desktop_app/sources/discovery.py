"""What is this address? WordPress, a feed, a page that names one of them, or nothing we speak.

In this order: the address itself may be a feed; a page may belong to a WordPress site; a page may
name feeds (``<link rel="alternate">``, https://html.spec.whatwg.org/#rel-alternate); and at last
some paths where feeds mostly are.
"""

import logging
import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from desktop_app.core.clock import SystemClock
from desktop_app.core.errors import AppError, ErrorKind
from desktop_app.core.sources import FoundSource
from desktop_app.core.work import CPU, NET, Work, gather, on, parse_lane
from desktop_app.sources.feed import info
from desktop_app.text.plain import plain_text
from desktop_app.text.urls import host_shown, is_web, join, normal

if TYPE_CHECKING:
    from lxml.etree import _Element

    from desktop_app.network.http import Answer, Http

log = logging.getLogger("daily8.discovery")

_PAGE_CAP = 5_000_000
_SECONDS = 20.0
_MOST_FEEDS = 8
_FEED_TYPES = (
    "application/rss+xml", "application/atom+xml", "application/feed+json", "application/rdf+xml",
    "text/xml", "application/xml",
)  # fmt: skip
_JSON_TYPES = ("application/json",)
_USUAL_PATHS = ("feed/", "rss", "atom.xml", "feed.json", "index.xml", "rss.xml", "feed.xml")
_COMMENTS = re.compile(
    r"\bcomments?\b|commentaires|comentarios|kommentare|commenti|تعليق|תגובות", re.IGNORECASE
)
_SCHEME = re.compile(r"^([A-Za-z][A-Za-z0-9+.-]*):")
_HOST_WITH_PORT = re.compile(r"^(?:[\w.-]+|\[[0-9A-Fa-f:.]+\]):\d{1,5}(?:[/?#]|$)")
_UNREACHABLE = (ErrorKind.OFFLINE, ErrorKind.TLS, ErrorKind.TIMEOUT, ErrorKind.BAD_ANSWER)


@dataclass(frozen=True, slots=True)
class Discovery:
    """What an address leads to, the richest first; ``article_url``: it is an article's page."""

    candidates: tuple[FoundSource, ...]
    article_url: str | None = None


@dataclass(frozen=True, slots=True)
class _Page:
    """What a page says of the sources beside it."""

    feeds: tuple[tuple[str, str], ...]  # address and title
    title: str
    is_article: bool


def discover(address: str, http: "Http") -> Work[Discovery]:
    """Find the sources behind anything that a person pastes.

    Host names without a scheme, ``feed:`` and ``feed://`` links, pages, articles and feeds are
    taken; https is tried first where none is named. Raises UNSUPPORTED when nothing is there that
    we speak (``code`` ``nothing_found``, or ``not_an_address``), and what ``Http`` raises.
    """
    asked, answer = yield from _first_answer(addresses(address), http)
    feed = yield from _as_feed(answer, asked)
    if feed is not None:
        return Discovery((feed, *(yield from _site_of(feed, http))))
    from desktop_app.sources.wordpress.find import find_wordpress

    site = yield from find_wordpress(answer, http)
    page: _Page = yield on(CPU, _read_page, answer)
    feeds = yield from _feeds(page.feeds, http)
    if site is None and not feeds:
        feeds = yield from _usual_feeds(answer.url, http)
    candidates = tuple(each for each in (site, *feeds) if each is not None)
    if not candidates:
        raise AppError(ErrorKind.UNSUPPORTED, host=host_shown(answer.url), code="nothing_found")
    return Discovery(candidates, answer.url if page.is_article else None)


def addresses(text: str) -> tuple[str, ...]:
    """Return the web addresses that ``text`` may mean, the likeliest first.

    Raises UNSUPPORTED (``not_an_address``) for what cannot be one.
    """
    text = text.strip().strip("<>\"'").strip()
    if text[:5].lower() == "feed:":
        rest = text[5:]
        text = rest[2:] if rest.startswith("//") else rest
    scheme = _SCHEME.match(text)
    if scheme and not _HOST_WITH_PORT.match(text):
        if scheme[1].lower() not in ("http", "https"):
            raise AppError(ErrorKind.UNSUPPORTED, code="not_an_address")
        found = [text]
    else:
        text = text.lstrip("/")
        found = [f"https://{text}", f"http://{text}"]
    found = [join("", each) for each in found]
    host = host_shown(found[0])
    sensible = "." in host or host.startswith(("localhost", "[")) or ":" in host or bool(scheme)
    if not found[0] or not sensible:
        raise AppError(ErrorKind.UNSUPPORTED, code="not_an_address")
    return tuple(found)


def _first_answer(urls: tuple[str, ...], http: "Http") -> "Work[tuple[str, Answer]]":
    """Return the first address that can be reached at all, and its answer."""
    failure: AppError | None = None
    for url in urls:
        try:
            answer: Answer = yield on(NET, _get, http, url)
        except AppError as error:
            if error.kind not in _UNREACHABLE or url == urls[-1]:
                raise failure or error from None
            failure = error  # of https: it says more than that of plain http
            continue
        if answer.ok or url == urls[-1]:
            answer.raise_for_status()
            return url, answer
    raise failure or AppError(ErrorKind.NOT_FOUND)


def _get(http: "Http", url: str) -> "Answer":
    headers = {"Accept": f"text/html, {info.ACCEPT}"}
    return http.get(url, headers=headers, cap=_PAGE_CAP, deadline=_SECONDS)


def _as_feed(answer: "Answer", asked: str) -> Work[FoundSource | None]:
    """Return the feed that ``answer`` is, None when it is something else.

    Its address is the one that was ``asked``, unless that has moved for good.
    """
    from desktop_app.sources.feed.mapping import MappedFeed, read_feed

    if answer.content_type in ("text/html", "application/xhtml+xml") and not _looks_like_feed(
        answer.body
    ):
        return None
    header = answer.headers.get("content-type", "")
    now = SystemClock().now()
    try:
        mapped: MappedFeed = yield on(
            parse_lane(len(answer.body)), read_feed, answer.body, header, answer.url, now
        )
    except AppError as error:
        if error.kind is not ErrorKind.BAD_ANSWER:
            raise
        return None
    return replace(mapped.found, base_url=answer.moved_to or asked)


def _site_of(feed: FoundSource, http: "Http") -> Work[tuple[FoundSource, ...]]:
    """Return the WordPress site that a feed comes from: it has threads that can be written to."""
    if feed.options.get(info.OPTION_PAGING) != info.PAGED or not is_web(feed.home_url):
        return ()
    from desktop_app.sources.wordpress.find import find_wordpress

    try:
        home: Answer = yield on(NET, _get, http, feed.home_url)
        site = yield from find_wordpress(home, http)
    except AppError as error:
        if error.kind is ErrorKind.CANCELLED:
            raise
        log.info("the site of a feed: %s", error)
        return ()
    return (site,) if site is not None else ()


def _looks_like_feed(body: bytes) -> bool:
    """Return whether what calls itself HTML is a feed; some servers name every file so."""
    start = body[:2000].replace(b"\0", b"").lower()
    page = re.search(rb"<(?:!doctype html|html|head|body)\b", start)
    return page is None and re.search(rb"<(?:rss|feed|rdf:rdf)\b", start) is not None


def _read_page(answer: "Answer") -> _Page:
    from desktop_app.text.tree import parse

    root = parse(answer.text()[:_PAGE_CAP])
    if root is None:
        return _Page((), "", is_article=False)
    base = next((each.get("href") or "" for each in root.iter("base")), "")
    base = join(answer.url, base) or answer.url
    title = next((each.text or "" for each in root.iter("title")), "")
    feeds: dict[str, tuple[str, str]] = {}
    for url, name in _alternates(root, base):
        feeds.setdefault(normal(url), (url, name))
    return _Page(tuple(feeds.values())[:_MOST_FEEDS], plain_text(title), _is_article(root))


def _alternates(root: "_Element", base: str) -> Iterator[tuple[str, str]]:
    for link in root.iter("link", "a"):
        rel = (link.get("rel") or "").lower().split()
        kind = (link.get("type") or "").partition(";")[0].strip().lower()
        url = join(base, link.get("href") or "")
        title = plain_text(link.get("title") or "")
        named = kind in _FEED_TYPES or (kind in _JSON_TYPES and "wp-json" not in url)
        if not url or not named or not ({"alternate", "feed"} & set(rel)):
            continue
        if not _COMMENTS.search(title) and not re.search(r"/comments/(?:feed|default)", url):
            yield url, title


def _is_article(root: "_Element") -> bool:
    for meta in root.iter("meta"):
        name = (meta.get("property") or "").lower()
        if name == "og:type" and (meta.get("content") or "").lower() == "article":
            return True
        if name == "article:published_time":
            return True
    return False


def _feeds(named: tuple[tuple[str, str], ...], http: "Http") -> Work[list[FoundSource]]:
    """Ask for each feed that a page names; those that are none are left out."""
    works = [_try(url, http) for url, _ in named]
    results = yield gather(works, 4)
    found: dict[str, FoundSource] = {}
    for result in results:
        if isinstance(result, AppError):
            if result.kind is ErrorKind.CANCELLED:
                raise result
            log.info("a feed that a page names: %s", result)
        elif result is not None:
            found.setdefault(normal(result.base_url), result)
    return list(found.values())


def _try(url: str, http: "Http") -> Work[FoundSource | None]:
    answer: Answer = yield on(NET, _get, http, url)
    return (yield from _as_feed(answer, url)) if answer.ok else None


def _usual_feeds(url: str, http: "Http") -> Work[list[FoundSource]]:
    """Look where feeds mostly are, one after the other, until one is there."""
    for path in _USUAL_PATHS:
        guess = join(url, f"/{path}")
        if not is_web(guess):
            break
        try:
            found = yield from _try(guess, http)
        except AppError as error:
            if error.kind in (ErrorKind.CANCELLED, ErrorKind.RATE_LIMITED):
                raise
            continue
        if found is not None:
            return [found]
    return []
