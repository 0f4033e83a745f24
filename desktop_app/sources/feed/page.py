"""What an article's page says of itself, and its tree made ready for the extraction."""

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from desktop_app.text.dates import parse_date
from desktop_app.text.plain import plain_text
from desktop_app.text.tree import parse
from desktop_app.text.urls import join

if TYPE_CHECKING:
    from lxml.etree import _Element

_BOMS = ((b"\xef\xbb\xbf", "utf-8"), (b"\xff\xfe", "utf-16-le"), (b"\xfe\xff", "utf-16-be"))
_CHARSET = re.compile(r"charset\s*=\s*[\"']?([\w.:-]+)", re.IGNORECASE)
_META_CHARSET = re.compile(rb"<meta[^>]{0,200}charset\s*=\s*[\"']?([\w.:-]+)", re.IGNORECASE)
_LANGUAGE = re.compile(rb"<html[^>]{0,500}\slang\s*=\s*[\"']?([A-Za-z]{2})", re.IGNORECASE)
_OLD_ENCODINGS = {b"he": "windows-1255", b"ar": "windows-1256", b"ru": "windows-1251"}
_ARTICLE_TYPE = re.compile(r"(?:Article|BlogPosting|Report)$")
_LONGEST_SCRIPT = 500_000
_MOST_NODES = 2000


@dataclass(frozen=True, slots=True)
class About:
    """What stands in the head of a page. Texts are plain; times are Unix seconds."""

    title: str = ""
    author: str = ""
    published: int | None = None
    updated: int | None = None
    picture_url: str = ""
    excerpt: str = ""
    language: str = ""
    direction: str = ""
    free: bool = True  # False: only subscribers see all of it


def decode(data: bytes, content_type: str) -> str:
    """Return a page as text.

    The header decides, then a byte order mark, the page's own ``meta``, UTF-8, and at last the
    old encoding of the page's language.
    """
    named = _CHARSET.search(content_type)
    told = [named[1]] if named else []
    told += [name for mark, name in _BOMS if data.startswith(mark)]
    meta = _META_CHARSET.search(data[:4096])
    told += [meta[1].decode("ascii")] if meta else []
    for name in (*told, "utf-8"):
        try:
            return data.decode(name).removeprefix("\ufeff")
        except (LookupError, ValueError):
            continue
    language = _LANGUAGE.search(data[:4096])
    old = _OLD_ENCODINGS.get(language[1].lower(), "windows-1252") if language else "windows-1252"
    best = "utf-8" if "utf-8" in (name.lower() for name in told) else old
    return data.decode(best, "replace")


def read(html: str) -> "_Element | None":
    """Return the tree of a page."""
    return parse(html)


def about(root: "_Element", url: str) -> About:
    """Return what the page says of itself, from its JSON-LD and its ``meta`` elements."""
    meta = _meta(root)
    data = next(_articles(root), {})
    title = _name(data.get("headline")) or meta.get("og:title", "") or _title(root)
    author = _names(data.get("author")) or meta.get("author", "")
    author = author or meta.get("article:author", "")
    picture = _address(data.get("image")) if not meta.get("og:image") else meta["og:image"]
    published = _name(data.get("datePublished")) or meta.get("article:published_time", "")
    updated = _name(data.get("dateModified")) or meta.get("article:modified_time", "")
    language = root.get("lang") or _name(data.get("inLanguage"))
    free = data.get("isAccessibleForFree", True)
    return About(
        title=plain_text(title),
        author="" if author.startswith("http") else plain_text(author, 200),
        published=parse_date(published),
        updated=parse_date(updated),
        picture_url=join(url, picture),
        excerpt=plain_text(meta.get("og:description", "") or meta.get("description", "")),
        language=language if re.fullmatch(r"[A-Za-z]{2,3}(?:-\w{2,8})*", language) else "",
        direction=_direction(root),
        free=str(free).lower() != "false",
    )


def _meta(root: "_Element") -> dict[str, str]:
    found: dict[str, str] = {}
    for element in root.iter("meta"):
        name = element.get("property") or element.get("name") or element.get("itemprop") or ""
        content = element.get("content") or ""
        if name and content:
            found.setdefault(name.lower(), content.strip())
    return found


def _title(root: "_Element") -> str:
    headings = [each for each in root.iter("h1") if "".join(map(str, each.itertext())).strip()]
    if len(headings) == 1:
        return "".join(map(str, headings[0].itertext()))
    return next((each.text or "" for each in root.iter("title")), "")


def _direction(root: "_Element") -> str:
    for tag in ("article", "main", "body", "html"):
        elements = [root] if root.tag == tag else root.iter(tag)
        for element in elements:
            value = (element.get("dir") or "").lower()
            if value in ("rtl", "ltr"):
                return value
    return ""


def _articles(root: "_Element") -> Iterator[dict[str, Any]]:
    for script in root.iter("script"):
        if (script.get("type") or "").strip().lower() != "application/ld+json":
            continue
        text = (script.text or "")[:_LONGEST_SCRIPT].strip()
        try:
            value = json.loads(text, strict=False)
        except (ValueError, RecursionError):
            continue
        yield from _article_nodes(value)


def _article_nodes(value: object) -> Iterator[dict[str, Any]]:
    waiting = [value]
    for _ in range(_MOST_NODES):
        if not waiting:
            return
        node = waiting.pop(0)
        if isinstance(node, list):
            waiting.extend(node[:100])
        elif isinstance(node, dict):
            kinds = node.get("@type")
            names = kinds if isinstance(kinds, list) else [kinds]
            if any(isinstance(name, str) and _ARTICLE_TYPE.search(name) for name in names):
                yield node
            waiting.extend(node.get(key) for key in ("@graph", "mainEntity", "mainEntityOfPage"))


def _name(value: object) -> str:
    if isinstance(value, dict):
        value = value.get("name")
    return value.strip() if isinstance(value, str) else ""


def _names(value: object) -> str:
    people = value if isinstance(value, list) else [value]
    names = (_name(each) for each in people[:10])
    return ", ".join(dict.fromkeys(name for name in names if name and "://" not in name))


def _address(value: object) -> str:
    if isinstance(value, list):
        value = value[0] if value else ""
    if isinstance(value, dict):
        value = value.get("url") or value.get("contentUrl")
    return value if isinstance(value, str) else ""
