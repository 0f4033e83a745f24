"""From outside HTML to a tree that is safe to walk. Any thread.

libxml2 gives up a document below 2,048 open elements and takes seconds for a tag with 100,000
attributes, so both are cut before it sees them.
"""

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from lxml.etree import _Element

_DEEPEST = 120
_MANY_TAGS = 500
_LONG_INPUT = 20_000
_LONG_TAG = 4_000
_MOST_ATTRIBUTES = 60

# Possessive, so that no input makes it go back: one pass over the text.
_TAG = re.compile(
    r"<(/?)([a-zA-Z][^\s/>]*+)"
    r"((?:[^>\"'=]++|=\s*+(?:\"[^\"]*+\"|'[^']*+'|[^\s>]*+)|[\"'])*+)>?"
)
_ATTRIBUTE = re.compile(r"([^\s\"'>/=]++)(\s*+=\s*+(?:\"[^\"]*+\"|'[^']*+'|[^\s>]*+))?+")
_CHILDLESS = re.compile(r"<(source|track|wbr)\b([^<>]*)>", re.IGNORECASE)
"""HTML 5 gives these no end tag; libxml2 does not know them and would put what follows inside."""

_UNDECODABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff]")
_UNCOUNTED = frozenset(
    {
        *("area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "param"),
        *("source", "track", "wbr", "p", "li", "dt", "dd", "tr", "td", "th", "tbody", "thead"),
        *("tfoot", "option", "optgroup", "colgroup", "html", "body", "head"),
    }
)


def tame(html: str) -> str:
    """Return ``html`` without what makes parsers slow; the text stays complete."""
    html = _CHILDLESS.sub(r"<\1\2></\1>", _UNDECODABLE.sub("", html))
    if len(html) > _LONG_INPUT and any(len(found[0]) > _LONG_TAG for found in _TAG.finditer(html)):
        html = _TAG.sub(_shortened, html)
    if html.count("<") > _MANY_TAGS:
        html = _flattened(html)
    return html


def parse(html: str) -> "_Element | None":
    """Return the root of the tree, None when there is nothing in it."""
    from lxml import etree

    parser = etree.HTMLParser(
        encoding="utf-8",
        huge_tree=True,
        remove_comments=True,
        remove_pis=True,
        no_network=True,
    )
    data = tame(html).encode()
    if not data.strip():
        return None
    try:
        return etree.fromstring(data, parser)
    except etree.LxmlError:  # for a document without one element or letter
        return None


def _shortened(found: re.Match[str]) -> str:
    if len(found[0]) <= _LONG_TAG:
        return found[0]
    attributes = [each[0] for each in _first(found[3])]
    return f"<{found[1]}{found[2]} {' '.join(attributes)}>"


def _first(text: str) -> list[re.Match[str]]:
    found = []
    for each in _ATTRIBUTE.finditer(text):
        found.append(each)
        if len(found) == _MOST_ATTRIBUTES:
            break
    return found


def _flattened(html: str) -> str:
    """Drop tags that are open more than ``_DEEPEST`` deep, and what closes them."""
    depth = 0
    dropped: dict[str, int] = {}
    pieces: list[str] = []
    start = 0
    for found in _TAG.finditer(html):
        name = found[2].lower()
        if name in _UNCOUNTED:
            continue
        if not found[1]:
            depth += 1
            if depth <= _DEEPEST:
                continue
            dropped[name] = dropped.get(name, 0) + 1
        else:
            depth = max(depth - 1, 0)
            if not dropped.get(name):
                continue
            dropped[name] -= 1
        pieces.append(html[start : found.start()])
        start = found.end()
    pieces.append(html[start:])
    return "".join(pieces)
