"""Bytes in, a typed feed out. Pure; on the CPU lane, or in the child process when large."""

import re
import warnings
from calendar import timegm
from collections.abc import Iterable, Mapping
from io import BytesIO
from typing import Any

from desktop_app.core.errors import AppError, ErrorKind
from desktop_app.sources.feed import jsonfeed
from desktop_app.sources.feed.info import MOST_ITEMS
from desktop_app.sources.feed.wire import Enclosure, ParsedFeed, ParsedItem
from desktop_app.text.dates import parse_date
from desktop_app.text.plain import plain_text, tidy
from desktop_app.text.urls import host_shown, join

_BOMS = (b"\xef\xbb\xbf", b"\xff\xfe", b"\xfe\xff")
_ROOT = re.compile(rb"<[A-Za-z_]")
_ROOT_END = re.compile(rb"</(?:\w+:)?(?:rss|feed|rdf)\s*>", re.IGNORECASE)
_ITEM_END = re.compile(rb"</(?:\w+:)?(?:item|entry)\s*>")
_ITEM_START = re.compile(rb"<(?:\w+:)?(?:item|entry)[\s>]")
_NAME_BEHIND_ADDRESS = re.compile(r"\S+@\S+\s*\((.+)\)\s*")
_NAME_BEFORE_ADDRESS = re.compile(r"(.+?)\s*[<(]\S+@\S+[>)]\s*")
_LONG_TAG = re.compile(rb"<[A-Za-z][^<>]{20000,}")
_VALUE = re.compile(rb"=\s*[\"']")
_MOST_ATTRIBUTES = 500
_PROLOG = 200_000  # bytes in which a document type can stand
_LONGEST_TEXT = 1_000_000  # letters of one element


def parse_feed(data: bytes, content_type: str, url: str) -> ParsedFeed:
    """Return the feed in ``data``.

    ``content_type`` is the header as it came, ``url`` the address that answered: both decide the
    encoding and what relative addresses mean. Raises BAD_ANSWER with ``code`` ``empty``, ``html``,
    ``entities`` (the document declares its own), ``json``, ``cut`` or ``not_feed``. Of a document
    that is cut after some items, those that are whole are returned.
    """
    start = data[:2000].lstrip()
    for mark in _BOMS:
        start = start.removeprefix(mark)
    start = start.replace(b"\0", b"").lstrip()
    if not start:
        raise _bad("empty", url)
    if start.startswith((b"{", b"[")):
        return jsonfeed.parse(data, url)
    if b"<!ENTITY" in _prolog(data).upper():
        raise _bad("entities", url)
    if any(len(_VALUE.findall(tag[0])) > _MOST_ATTRIBUTES for tag in _LONG_TAG.finditer(data)):
        raise _bad("not_feed", url)  # parsers take seconds for them, and no feed has them
    parsed = _parsed(data, content_type, url)
    entries = _list(_get(parsed, "entries"))
    version = _text(_get(parsed, "version"))
    broken = bool(_get(parsed, "bozo"))
    if not entries:
        _check_empty(data, version, broken, url)
    if broken and entries and _is_cut(data):
        entries.pop()
    head = _get(parsed, "feed") or {}
    items = tuple(_item(entry, head, version, url) for entry in entries[:MOST_ITEMS])
    return _feed(head, version, items, url)


def _check_empty(data: bytes, version: str, broken: bool, url: str) -> None:
    """Raise unless a document without items is a whole feed all the same."""
    root = re.search(rb"<(?:\w+:)?(?:rss|feed|rdf|channel)\b", data[:_PROLOG], re.IGNORECASE)
    if root is None and not version:
        page = re.search(rb"<(?:!doctype html|html)\b", data[:5000], re.IGNORECASE)
        raise _bad("html" if page else "not_feed", url)
    if broken and not _ROOT_END.search(data.replace(b"\0", b"")[-2000:]):
        raise _bad("cut", url)


def _bad(code: str, url: str) -> AppError:
    return AppError(ErrorKind.BAD_ANSWER, host=host_shown(url), code=code)


def _prolog(data: bytes) -> bytes:
    """Return what stands before the root element, without comments, in one byte a letter."""
    head = data[: 2 * _PROLOG].replace(b"\0", b"")
    pieces: list[bytes] = []
    start = 0
    while (comment := head.find(b"<!--", start)) >= 0:
        pieces.append(head[start:comment])
        end = head.find(b"-->", comment)
        start = end + 3 if end >= 0 else len(head)
    head = b"".join((*pieces, head[start:]))
    root = _ROOT.search(head)
    return head[: root.start()] if root else head


def _is_cut(data: bytes) -> bool:
    """Return whether the last item is not whole."""
    starts = [found.start() for found in _ITEM_START.finditer(data)]
    ends = [found.start() for found in _ITEM_END.finditer(data)]
    return bool(starts) and (not ends or ends[-1] < starts[-1])


def _parsed(data: bytes, content_type: str, url: str) -> Any:
    import feedparser

    # The header decides the encoding where the document does not (RFC 7303, 3). The address stays
    # out: ids would be joined to it, and change when the feed moves. Links are joined here.
    headers = {"content-type": content_type} if content_type else {}
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # its own notes about its own past
        try:
            return feedparser.parse(
                BytesIO(data),  # never bytes: it would look for a file of that name
                response_headers=headers,
                sanitize_html=False,
                resolve_relative_uris=False,
            )
        except Exception as error:
            raise _bad("not_feed", url) from error


def _feed(
    head: Mapping[str, Any], version: str, items: tuple[ParsedItem, ...], url: str
) -> ParsedFeed:
    links = [each for each in _list(_get(head, "links")) if isinstance(each, Mapping)]
    home = join(url, _text(_get(head, "link")))
    image = _get(head, "image")
    icons = (
        _text(_get(head, "icon")),
        _text(_get(image, "href")) or _text(_get(image, "url")),
        _text(_get(head, "logo")),
    )
    return ParsedFeed(
        format=version,
        title=_title(head, version, "title"),
        home_url=home,
        description=plain_text(_text(_get(head, "subtitle"))),
        icon_url=next(filter(None, (join(url, icon) for icon in icons if icon)), ""),
        language=_language(_get(head, "language")),
        generator=plain_text(
            f"{_text(_get(head, 'generator'))} "
            f"{_text(_get(_get(head, 'generator_detail'), 'href'))}"
        ),
        next_url=_linked(links, "next", url),
        self_url=_linked(links, "self", url),
        items=items,
    )


def _item(entry: Mapping[str, Any], head: Mapping[str, Any], version: str, url: str) -> ParsedItem:
    links = [each for each in _list(_get(entry, "links")) if isinstance(each, Mapping)]
    content = _content(entry)
    published_text = _text(_get(entry, "published"))
    updated_text = _text(_get(entry, "updated")) or _text(_get(entry, "created"))
    published = _date(entry, "published", published_text)
    updated = _date(entry, "updated", updated_text)
    detail = _get(entry, "title_detail")
    return ParsedItem(
        id=_text(_get(entry, "id"))[:4000],
        url=join(url, _text(_get(entry, "link"))) or _linked(links, "alternate", url),
        title=_title(entry, version, "title"),
        published=updated if published is None else published,
        updated=updated,
        published_text=(published_text or updated_text)[:200],
        author=_author(entry) or _author(head),
        summary=_html(_get(entry, "summary_detail"), _get(entry, "summary")),
        content=_html(content, _get(content, "value")),
        base=_base(content, _get(entry, "summary_detail"), url),
        language=_language(_get(content, "language") or _get(detail, "language")),
        tags=_tags(_get(entry, "tags")),
        enclosures=_enclosures(entry, links, url),
        pictures=_pictures(entry, url),
        comment_count=_comment_count(entry, links),
        comments_page=join(url, _text(_get(entry, "comments"))),
        comments_feed=join(url, _text(_get(entry, "wfw_commentrss")))
        or _linked(links, "replies", url, "xml"),
        answers=_text(_get(_get(entry, "thr_in-reply-to"), "ref"))[:4000],
    )


def _get(thing: object, key: str) -> Any:
    # feedparser's own lookup answers with other keys of its past, and warns about it.
    return dict.get(thing, key) if isinstance(thing, dict) else None


def _list(value: object) -> list[Any]:
    return value if isinstance(value, list) else []


def _text(value: object) -> str:
    return value.strip()[:_LONGEST_TEXT] if isinstance(value, str) else ""


def _number(value: object) -> int:
    text = value.strip() if isinstance(value, str) else ""
    return int(text) if text.isascii() and text.isdigit() and len(text) < 16 else 0


def _title(thing: Mapping[str, Any], version: str, key: str) -> str:
    text = _text(_get(thing, key))
    kind = _get(_get(thing, f"{key}_detail"), "type")
    if kind == "text/plain" and version.startswith("atom"):
        return tidy(text)  # RFC 4287, 3.1.1.1: what looks like markup there is meant as letters
    return plain_text(text)


def _html(detail: object, value: object) -> str:
    text = _text(value)
    if _get(detail, "type") == "text/plain" and text and "<" not in text:
        from desktop_app.text.clean import paragraphs

        return paragraphs(text) if "&" not in text else text
    return text


def _content(entry: Mapping[str, Any]) -> Mapping[str, Any]:
    found = [each for each in _list(_get(entry, "content")) if isinstance(each, Mapping)]
    texts = [each for each in found if "video" not in str(_get(each, "type"))]
    return max(texts, key=lambda each: len(_text(_get(each, "value"))), default={})


def _base(content: object, summary: object, url: str) -> str:
    for detail in (content, summary):
        base = join(url, _text(_get(detail, "base")))
        if base:
            return base
    return url


def _date(entry: Mapping[str, Any], key: str, text: str) -> int | None:
    moment = parse_date(text) if text else None
    if moment is not None:
        return moment
    fields = _get(entry, f"{key}_parsed")
    try:
        return timegm(fields) if fields else None
    except (ValueError, OverflowError, TypeError):
        return None


def _language(value: object) -> str:
    text = _text(value).replace("_", "-")
    return text if re.fullmatch(r"[A-Za-z]{2,3}(?:-[A-Za-z0-9]{2,8}){0,3}", text) else ""


def _author(thing: Mapping[str, Any]) -> str:
    whole = plain_text(_text(_get(thing, "author")), 200)
    found = _NAME_BEHIND_ADDRESS.fullmatch(whole) or _NAME_BEFORE_ADDRESS.fullmatch(whole)
    if found is not None:
        return found[1].strip()
    names = (plain_text(_text(_get(each, "name")), 200) for each in _list(_get(thing, "authors")))
    return ", ".join(list(dict.fromkeys(filter(None, names)))[:4]) or whole


def _tags(value: object) -> tuple[str, ...]:
    terms = (_text(_get(each, "label")) or _text(_get(each, "term")) for each in _list(value)[:60])
    names = (plain_text(term, 100) for term in terms)
    return tuple(dict.fromkeys(name for name in names if name and not name.startswith("http")))[:30]


def _linked(links: Iterable[Mapping[str, Any]], rel: str, url: str, kind: str = "") -> str:
    for link in links:
        if _get(link, "rel") == rel and kind in _text(_get(link, "type")):
            found = join(url, _text(_get(link, "href")))
            if found:
                return found
    return ""


def _enclosures(
    entry: Mapping[str, Any], links: Iterable[Mapping[str, Any]], url: str
) -> tuple[Enclosure, ...]:
    duration = plain_text(_text(_get(entry, "itunes_duration")), 20)
    found: dict[str, Enclosure] = {}
    given = [each for each in links if _get(each, "rel") == "enclosure"]
    for each in [*given, *_list(_get(entry, "media_content"))][:100]:
        address = join(url, _text(_get(each, "href")) or _text(_get(each, "url")))
        kind = _text(_get(each, "type")) or _text(_get(each, "medium"))
        if address and address not in found:
            found[address] = Enclosure(
                address,
                kind if "/" in kind else f"{kind}/",
                _number(_get(each, "length") or _get(each, "filesize")),
                plain_text(_text(_get(each, "duration")), 20) or duration,
                _number(_get(each, "width")),
                _number(_get(each, "height")),
                plain_text(_text(_get(each, "title")), 200),
            )
    return tuple(found.values())


def _pictures(entry: Mapping[str, Any], url: str) -> tuple[Enclosure, ...]:
    found: dict[str, Enclosure] = {}
    given = [*_list(_get(entry, "media_thumbnail"))[:20], _get(entry, "image") or {}]
    for each in given:
        address = join(url, _text(_get(each, "url")) or _text(_get(each, "href")))
        if address:
            width, height = _number(_get(each, "width")), _number(_get(each, "height"))
            picture = Enclosure(address, "image/", width=width, height=height)
            found.setdefault(address, picture)
    return tuple(found.values())


def _comment_count(entry: Mapping[str, Any], links: Iterable[Mapping[str, Any]]) -> int | None:
    replies = [_get(link, "thr:count") for link in links if _get(link, "rel") == "replies"]
    for value in (_get(entry, "slash_comments"), _get(entry, "thr_total"), *replies):
        text = _text(value)
        if text.isascii() and text.isdigit() and len(text) < 9:
            return int(text)
    return None
