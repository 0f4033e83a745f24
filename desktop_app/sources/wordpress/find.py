"""Finding WordPress behind an address, and the post behind the address of an article.

WordPress names its API root in a ``Link`` header and in the head of its pages, and on an article
the API address of that very post: https://developer.wordpress.org/rest-api/using-the-rest-api/discovery/
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from html import unescape
from typing import TYPE_CHECKING, Any
from urllib.parse import unquote, urljoin

from desktop_app.core.errors import AppError, ErrorKind
from desktop_app.core.sources import FoundSource
from desktop_app.core.work import CPU, NET, Work, on
from desktop_app.sources.wordpress import api, info, wire
from desktop_app.sources.wordpress.errors import host_of
from desktop_app.text.plain import plain_text
from desktop_app.text.urls import is_web

if TYPE_CHECKING:
    from desktop_app.network.http import Answer, Http

_HEAD = 300_000  # letters of a page in which its links stand
_PAGE_CAP = 2_000_000

_LINK = re.compile(r'<([^<>]*)>((?:\s*;\s*[\w*-]+(?:\s*=\s*(?:"[^"]*"|[^;,"\s]*))?)*)')
_PARAMETER = re.compile(r';\s*([\w*-]+)\s*=\s*(?:"([^"]*)"|([^;,"\s]*))')
_TAG = re.compile(r"<link\b[^<>]*>", re.IGNORECASE)
_ATTRIBUTE = re.compile(r"""([\w-]+)\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s"'>]+))""")
_LANGUAGE = re.compile(
    r"""<html\b[^<>]*?\slang\s*=\s*["']?([A-Za-z0-9-]+)|<language>\s*([A-Za-z0-9-]+)\s*</language>""",
    re.IGNORECASE,
)
_FOLDER = re.compile(
    r"""["'(](https?:(?:\\?/){2}[^"'()\s\\]+?|)/wp-(?:content|includes)/""", re.IGNORECASE
)
_GENERATOR = re.compile(r"<meta\b[^<>]*generator[^<>]*WordPress", re.IGNORECASE)
_ROUTE = re.compile(r"^(\w[\w./-]*)/(\d{1,20})/?$")
_API = "https://api.w.org/"


@dataclass(frozen=True, slots=True)
class WordPressArticle:
    """The post behind an article's address."""

    root: str  # what WordPressSource takes as base_url
    post_id: str  # what an article's thread_key holds
    route: str


@dataclass(frozen=True, slots=True)
class Links:
    """What a page says of its API."""

    roots: tuple[str, ...]  # told or likely, best first
    posts: tuple[str, ...]  # addresses that may be this article's post
    language: str


def find_wordpress(answer: "Answer", http: "Http") -> Work[FoundSource | None]:
    """Return the WordPress site that the page ``answer`` belongs to, None when there is none.

    A site whose API is closed to visitors counts as none: nothing could be read from it. Raises
    CANCELLED only.
    """
    links: Links = yield on(CPU, links_of, answer)
    for root in links.roots:
        try:
            return (yield from _site(root, links.language, answer.url, http))
        except AppError as error:
            if error.kind is ErrorKind.CANCELLED:
                raise
    return None


def thread_of(url: str, http: "Http") -> Work[WordPressArticle | None]:
    """Return the post behind the address of an article, mostly by one HEAD.

    None when its site is not WordPress. Raises what ``Http`` raises.
    """
    answer: Answer = yield on(NET, http.head, url)
    found = article_of(links_of(answer)) if answer.ok else None
    if found is None:  # some caches cut Link headers, some servers refuse HEAD
        answer = yield on(NET, http.get, url, cap=_PAGE_CAP)
        if answer.ok:
            links: Links = yield on(CPU, links_of, answer)
            found = article_of(links)
    return found


def links_of(answer: "Answer") -> Links:
    """Read header and head of a page. Pure; call on the CPU lane."""
    page = answer.text()[:_HEAD]
    told: list[str] = []
    posts: list[str] = []
    for url, given in (*_header_links(answer.headers.get("link", "")), *_page_links(page)):
        rel = given.get("rel", "").lower().split()
        target = _joined(answer.url, url)
        if _API in rel:
            told.append(target)
        elif "alternate" in rel and given.get("type", "").lower() == "application/json":
            posts.append(target)
    likely = () if told else _likely_roots(answer, page)
    roots = (_secured(each, answer.url) for each in (*told, *likely))
    language = _LANGUAGE.search(page)
    return Links(
        tuple(dict.fromkeys(each for each in roots if each)),
        tuple(dict.fromkeys(each for each in (_secured(url, answer.url) for url in posts) if each)),
        (language.group(1) or language.group(2)).strip("-") if language else "",
    )


def article_of(links: Links) -> WordPressArticle | None:
    """Return the post that a page names as its own."""
    for root in links.roots:
        for url in links.posts:
            if unquote(url).startswith(unquote(root)):
                found = _ROUTE.match(unquote(url)[len(unquote(root)) :])
                if found and "comments" not in found.group(1):
                    return WordPressArticle(root, found.group(2), found.group(1))
    return None


def _header_links(header: str) -> Iterator[tuple[str, dict[str, str]]]:
    for found in _LINK.finditer(header[:_HEAD]):
        pairs = _PARAMETER.findall(found.group(2))
        yield found.group(1), {name.lower(): quoted or bare for name, quoted, bare in pairs}


def _page_links(page: str) -> Iterator[tuple[str, dict[str, str]]]:
    for tag in _TAG.findall(page):
        given = {
            name.lower(): unescape(first or second or third)
            for name, first, second, third in _ATTRIBUTE.findall(tag)
        }
        if "href" in given:
            yield given["href"], given


def _likely_roots(answer: "Answer", page: str) -> tuple[str, ...]:
    """Return where an API might be that nothing names: the index itself, or a guess."""
    if page.lstrip().startswith("{") and '"namespaces"' in page:
        return (answer.url if "rest_route=" in answer.url else answer.url.partition("?")[0],)
    homes = [_joined(answer.url, "/")]
    folder = _FOLDER.search(page)
    if folder and host_of(folder.group(1)) in ("", host_of(answer.url)):
        homes.insert(0, _joined(answer.url, folder.group(1).replace("\\", "") + "/"))
    roots = [urljoin(home, "wp-json/") for home in homes if home]
    if folder or _GENERATOR.search(page):
        roots += [urljoin(home, "?rest_route=/") for home in homes if home]
    return tuple(roots)


def _joined(base: str, url: str) -> str:
    try:
        return urljoin(base, url.strip())
    except ValueError:
        return ""


def _secured(root: str, page_url: str) -> str:
    return api.secure_root(root, page_url) if is_web(root) else ""


def _site(root: str, language: str, page_url: str, http: "Http") -> Work[FoundSource | None]:
    url = api.build_url(root, "", {"_fields": api.INDEX_FIELDS})
    answer: Answer = yield on(NET, http.get, url, headers={"Accept": "application/json"})
    answer.raise_for_status()
    index: dict[str, Any] = yield on(CPU, wire.load_object, answer.body, host_of(root))
    if "wp/v2" not in wire.list_of(index.get("namespaces")):
        raise AppError(ErrorKind.UNSUPPORTED, host=host_of(root))
    options = yield from _news_route(root, http)
    if language:
        options[info.OPTION_LANGUAGE] = language
    home = wire.text_of(index.get("home")) or wire.text_of(index.get("url"))
    home = _secured(home, page_url) or _joined(root, "/")
    icon = _secured(wire.text_of(index.get("site_icon_url")), page_url)
    title = plain_text(wire.text_of(index.get("name"))) or host_of(root)
    return FoundSource(info.KIND, root, title, home, icon or None, language or None, options)


def _news_route(root: str, http: "Http") -> Work[dict[str, str]]:
    """Return the options for where the news is: nothing for posts, else the richest own type."""
    total = yield from _total(root, info.POSTS, http)
    if total:
        return {}
    url = api.build_url(root, "wp/v2/types")
    answer: Answer = yield on(NET, http.get, url)
    if not answer.ok:
        return {}
    types: dict[str, Any] = yield on(CPU, wire.load_object, answer.body, host_of(root))
    best, most = {}, 0
    for route, taxonomies in _own_types(types):
        count = yield from _total(root, route, http)
        if count > most and (yield from _is_viewable(root, route, http)):
            best, most = {info.OPTION_ROUTE: route}, count
            sections = yield from _sections_route(root, taxonomies, http)
            if sections:
                best[info.OPTION_SECTIONS] = sections
    return best


def _own_types(types: Mapping[str, Any]) -> Iterator[tuple[str, tuple[str, ...]]]:
    for slug, value in list(types.items())[:40]:
        fields = wire.object_of(value)
        base = wire.text_of(fields.get("rest_base")) or slug
        space = wire.text_of(fields.get("rest_namespace")) or "wp/v2"
        route = f"{space}/{base}"
        own = not slug.startswith("wp_") and slug not in _CORE_TYPES
        if own and fields.get("viewable") is not False and re.fullmatch(r"[\w./-]+", route):
            names = map(wire.text_of, wire.list_of(fields.get("taxonomies")))
            yield route, tuple(filter(None, names))


_CORE_TYPES = ("post", "page", "attachment", "nav_menu_item", "elementor_library", "product")


def _total(root: str, route: str, http: "Http") -> Work[int]:
    url = api.build_url(root, route, {"per_page": "1", "_fields": "id"})
    answer: Answer = yield on(NET, http.get, url)
    if answer.status in (401, 403):
        answer.raise_for_status()
    if not answer.ok:
        return 0
    found: list[Any] = yield on(CPU, wire.load_list, answer.body, host_of(root))
    return (api.total_of(answer) or len(found)) if found else 0


def _is_viewable(root: str, route: str, http: "Http") -> Work[bool]:
    """Say whether the items of a type have pages; visitors are not shown ``viewable``."""
    url = api.build_url(root, route, {"per_page": "1", "_fields": "id,link,title"})
    answer: Answer = yield on(NET, http.get, url)
    if not answer.ok:
        return False
    found: list[Any] = yield on(CPU, wire.load_list, answer.body, host_of(root))
    item = wire.object_of(found[0]) if found else {}
    link = _secured(wire.text_of(item.get("link")), root)
    if not link or not wire.rendered(item.get("title")):
        return False
    page: Answer = yield on(NET, http.head, link)
    return page.ok


def _sections_route(root: str, taxonomies: tuple[str, ...], http: "Http") -> Work[str]:
    if not taxonomies or "category" in taxonomies:
        return ""
    answer: Answer = yield on(NET, http.get, api.build_url(root, "wp/v2/taxonomies"))
    if not answer.ok:
        return ""
    found: dict[str, Any] = yield on(CPU, wire.load_object, answer.body, host_of(root))
    for name in taxonomies:
        fields = wire.object_of(found.get(name))
        base = wire.text_of(fields.get("rest_base"))
        if base and fields.get("hierarchical") is True and re.fullmatch(r"[\w-]+", base):
            return f"{wire.text_of(fields.get('rest_namespace')) or 'wp/v2'}/{base}"
    return ""
