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
    digests = [_digest(item, text) for item, text in zip(items, plain, strict=True)]
    named = [(_id(item), _link(item), _file(item)) for item in items]
    # An item that stands there twice, letter by letter, makes no key ambiguous.
    different = set(zip(named, digests, strict=True))
    for place in range(3):
        names = [each[place] for each in named]
        counts = Counter(each[place] for each, _ in different)
        for index, name in enumerate(names):
            if name and not found[index] and counts[name] == 1:
                found[index] = name
    return tuple(key or digest for key, digest in zip(found, digests, strict=True))


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
