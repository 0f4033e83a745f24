"""The last gate before ``SafeHtml``: an allow-list over what our own rewriting wrote.

It is a second, independent parser (html5ever, through nh3): what the rewriting misread cannot get
past it.
"""

import functools
import re
from typing import TYPE_CHECKING

from desktop_app.core.sources import SafeHtml

if TYPE_CHECKING:
    from nh3 import Cleaner

LARGEST = 4000
"""CSS pixels of a picture's side; rows and columns are capped at ``MOST_SPAN``."""

MOST_SPAN = 50

INLINE = frozenset(
    {
        *("a", "b", "strong", "i", "em", "cite", "dfn", "var", "u", "s", "small", "big"),
        *("sub", "sup", "code", "kbd", "samp", "tt", "span", "br"),
    }
)
BLOCKS = frozenset({"p", "h2", "h3", "h4", "h5", "blockquote", "div", "pre", "hr", "img"})
LISTS = frozenset({"ul", "ol", "li", "dl", "dt", "dd"})
TABLES = frozenset({"table", "tr", "td", "th"})
COMMENT_TAGS = INLINE | {"p", "blockquote", "div", "pre", "ul", "ol", "li"}
BODY_TAGS = INLINE | BLOCKS | LISTS | TABLES

CLASSES = frozenset({"pic", "cap", "quote", "code", "cell", "mark", "video", "audio", "embed"})

_ATTRIBUTES = {
    "*": {"dir", "class"},
    "a": {"href"},
    "img": {"src", "width", "height", "alt"},
    "ol": {"start", "type"},
    "td": {"colspan", "rowspan"},
    "th": {"colspan", "rowspan"},
}
_DROPPED_WITH_CONTENT = {
    *("script", "style", "title", "template", "noscript", "svg", "math", "textarea", "xmp"),
    *("iframe", "object"),
}
_LINK = re.compile(r"(?:https?://|mailto:)[^\x00-\x20\x7f\"'<>\\^`{|}]+", re.IGNORECASE)
_PICTURE = re.compile(r"pic:https?%3A%2F%2F[A-Za-z0-9%._~-]+")


def pass_gate(html: str, *, comment: bool = False) -> SafeHtml:
    """Return what the allow-list lets through; nothing may edit it afterwards but our template."""
    return SafeHtml(_cleaner(comment).clean(html))


@functools.cache
def _cleaner(comment: bool) -> "Cleaner":
    import nh3

    return nh3.Cleaner(
        tags=set(COMMENT_TAGS if comment else BODY_TAGS),
        attributes=_ATTRIBUTES,
        attribute_filter=_checked,
        clean_content_tags=_DROPPED_WITH_CONTENT,
        url_schemes={"http", "https", "mailto", "pic"},
        link_rel=None,
    )


def _checked(tag: str, name: str, value: str) -> str | None:
    if name == "href":
        return value if _LINK.fullmatch(value) else None
    if name == "src":
        return value if _PICTURE.fullmatch(value) else None
    if name == "class":
        return value if value in CLASSES else None
    if name == "dir":
        return value if value in ("ltr", "rtl") else None
    if name == "alt":
        return value.replace("<", "").replace(">", "")
    if name == "type":
        return value if value in ("1", "a", "A", "i", "I") else None
    most = MOST_SPAN if name.endswith("span") else LARGEST
    return value if value.isascii() and value.isdigit() and int(value) <= most else None
