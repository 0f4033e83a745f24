"""Addresses and requests: one builder for pretty and plain permalinks, one way to ask."""

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING
from urllib.parse import urlencode, urlsplit

from desktop_app.core.errors import AppError, ErrorKind
from desktop_app.core.sources import Secret
from desktop_app.core.work import NET, Work, on
from desktop_app.sources.wordpress.errors import error_of, host_of
from desktop_app.sources.wordpress.info import (
    OPTION_LANGUAGE,
    OPTION_ROUTE,
    OPTION_SECTIONS,
    POSTS,
)

if TYPE_CHECKING:
    from desktop_app.network.http import Answer, Http

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)

EMBED = "author,wp:featuredmedia,wp:term"  # a bare _embed pulls the comments of every post too
POST_FIELDS = (
    "id,date_gmt,modified_gmt,link,title,excerpt,content,author,featured_media,{taxonomy},"
    "comment_status,jetpack_featured_media_url,_links,_embedded"
)
COMMENT_FIELDS = (  # "content", never "content.rendered": that empties it without a word
    "id,parent,author,author_name,author_avatar_urls,date_gmt,content,status,link"
)
JSON_WANTED = {"Accept": "application/json"}
INDEX_FIELDS = (
    "name,description,url,home,gmt_offset,timezone_string,namespaces,authentication,site_icon_url"
)


def build_url(root: str, path: str, params: Mapping[str, str] | None = None) -> str:
    """Return the address of ``path`` below an API root of either kind.

    ``https://example.org/wp-json/`` takes the path as path; with plain permalinks the root is
    ``https://example.org/?rest_route=/`` and the path stands inside the query.
    """
    query = urlencode(params or {}, safe=",:")
    joined = root + path if root.endswith("/") else f"{root}/{path}"
    if not query:
        return joined
    return f"{joined}{'&' if '?' in joined else '?'}{query}"


def zulu(stamp: int) -> str:
    """Return a time for ``after`` and ``before``; without the Z it would be the site's own."""
    return (_EPOCH + timedelta(seconds=stamp)).strftime("%Y-%m-%dT%H:%M:%SZ")


def total_of(answer: "Answer", name: str = "x-wp-total") -> int | None:
    """Return a count from the headers, None when the server does not say."""
    told = answer.headers.get(name, "").strip()
    return int(told) if told.isascii() and told.isdecimal() and len(told) < 10 else None


class Site:
    """One WordPress site: its API root, what discovery learnt of it, and the way to ask it."""

    def __init__(self, base_url: str, http: "Http", options: Mapping[str, str]) -> None:
        self._root = base_url
        self._http = http
        self._host = host_of(base_url)
        self._language = options.get(OPTION_LANGUAGE, "")
        self._sections = options.get(OPTION_SECTIONS) or "wp/v2/categories"
        self._route = options.get(OPTION_ROUTE) or POSTS
        self._passwords: dict[str, str] = {}  # of unlocked articles, for this run only

    @property
    def _taxonomy(self) -> str:
        return self._sections.rpartition("/")[2]

    def _fields(self) -> str:
        return POST_FIELDS.format(taxonomy=self._taxonomy)

    def _ask(
        self,
        path: str,
        params: Mapping[str, str] | None = None,
        secret: Secret | None = None,
        *,
        slots: int = 2,
    ) -> Work["Answer"]:
        """GET and return an answer of 200; everything else is raised."""
        url = build_url(self._root, path, params)
        answer: Answer = yield on(
            NET, self._http.get, url, headers=JSON_WANTED, secret=secret, slots=slots
        )
        if answer.status != 200:
            raise error_of(answer)
        return answer

    def _send(
        self,
        method: str,
        path: str,
        secret: Secret,
        json: Mapping[str, object] | None = None,
        params: Mapping[str, str] | None = None,
    ) -> Work["Answer"]:
        """Send something that changes the site; every status is returned."""
        url = build_url(self._root, path, params)
        answer: Answer = yield on(
            NET, self._http.send, method, url, json=json, headers=JSON_WANTED, secret=secret
        )
        return answer


def secure_root(root: str, page_url: str) -> str:
    """Return ``root`` with https when the page came by https from the same host.

    Sites behind a TLS proxy often do not know that they are, and write http into their links.
    Raises UNSUPPORTED for a root that is no web address.
    """
    parts, page = urlsplit(root), urlsplit(page_url)
    if parts.scheme not in ("http", "https") or not parts.hostname:
        raise AppError(ErrorKind.UNSUPPORTED, host=page.hostname or "")
    if parts.scheme == "http" and page.scheme == "https" and parts.hostname == page.hostname:
        return parts._replace(scheme="https", netloc=page.netloc.rpartition("@")[2]).geturl()
    return root
