"""The key of an item inside its source, and whether its text has changed.

Every single thing that could be the key is missing or doubled in some real feed: ids (or none),
links, titles, dates. So the first of them that is not the same for two items of one answer is it.
"""

import hashlib
from collections import Counter
from collections.abc import Sequence

from desktop_app.sources.feed.wire import ParsedItem
from desktop_app.text.urls import normal

_LONGEST_KEY = 500
_LETTERS_OF_BODY = 500


def keys(items: Sequence[ParsedItem], plain: Sequence[str]) -> tuple[str, ...]:
    """Return the key of each item; ``plain`` holds their bodies as plain text.

    Two items get the same key only when they are the same in everything that is looked at.
    """
    found = [""] * len(items)
    for one in (_id, _link, _file):
        names = [one(item) for item in items]
        counts = Counter(names)
        for index, name in enumerate(names):
            if name and not found[index] and counts[name] == 1:
                found[index] = name
    for index, item in enumerate(items):
        found[index] = found[index] or _digest(item, plain[index])
    return tuple(found)


def content_hash(title: str, plain: str) -> str:
    """Return what changes when title or text of an article change, and never by markup alone."""
    return hashlib.sha256(f"{title}\0{plain}".encode("utf-8", "replace")).hexdigest()


def _short(key: str) -> str:
    if len(key) <= _LONGEST_KEY:
        return key
    return "sha256:" + hashlib.sha256(key.encode("utf-8", "replace")).hexdigest()


def _id(item: ParsedItem) -> str:
    return _short(item.id.strip())


def _link(item: ParsedItem) -> str:
    return _short(normal(item.url)) if item.url else ""


def _file(item: ParsedItem) -> str:
    return _short(item.enclosures[0].url) if item.enclosures else ""


def _digest(item: ParsedItem, plain: str) -> str:
    text = f"{item.title}\0{item.published_text}\0{plain[:_LETTERS_OF_BODY]}"
    return "sha256:" + hashlib.sha256(text.encode("utf-8", "replace")).hexdigest()
