"""A feed as it came, typed: the one shape of RSS, RDF, Atom and JSON Feed.

Texts are trimmed and may be empty, never of another type. HTML is as dirty as it came; titles and
names are plain. Addresses are absolute web addresses or "".
"""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Enclosure:
    """A file that belongs to an item. ``size`` in bytes, ``duration`` as it was written."""

    url: str
    media_type: str = ""
    size: int = 0
    duration: str = ""
    width: int = 0
    height: int = 0
    title: str = ""

    @property
    def family(self) -> str:
        """``image``, ``audio``, ``video`` or what the address ends in says; "" when unknown."""
        family = self.media_type.partition("/")[0].lower()
        if family in ("image", "audio", "video"):
            return family
        ending = self.url.partition("?")[0].rpartition(".")[2].lower()
        return _FAMILIES.get(ending, "")


_FAMILIES = {
    **dict.fromkeys(("jpg", "jpeg", "png", "webp", "gif", "avif"), "image"),
    **dict.fromkeys(("mp3", "m4a", "ogg", "oga", "opus", "wav", "flac", "aac"), "audio"),
    **dict.fromkeys(("mp4", "m4v", "webm", "mov", "ogv", "m3u8"), "video"),
}


@dataclass(frozen=True, slots=True)
class ParsedItem:
    """One item. Times are Unix seconds, None when there is no usable date."""

    id: str = ""
    url: str = ""
    title: str = ""
    published: int | None = None
    updated: int | None = None
    published_text: str = ""  # as written: part of the key of an item that has no better one
    author: str = ""
    summary: str = ""  # HTML
    content: str = ""  # HTML
    base: str = ""  # for relative addresses in the two
    language: str = ""
    tags: tuple[str, ...] = ()
    enclosures: tuple[Enclosure, ...] = ()
    pictures: tuple[Enclosure, ...] = ()
    comment_count: int | None = None
    comments_page: str = ""
    comments_feed: str = ""
    answers: str = ""  # id of the item that this one answers (RFC 4685)


@dataclass(frozen=True, slots=True)
class ParsedFeed:
    """One feed with its items in its own order."""

    format: str  # rss20, atom10, json1…; "" when it does not say
    title: str = ""
    home_url: str = ""
    description: str = ""
    icon_url: str = ""
    language: str = ""
    generator: str = ""
    next_url: str = ""  # the page with older items
    self_url: str = ""  # where it says that it lives; only a saved file is asked
    items: tuple[ParsedItem, ...] = ()
