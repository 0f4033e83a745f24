"""The answers of the REST API with every field in its type, whatever came over the wire.

A field that is missing, null or of a wrong type becomes the empty value of its type; an item
without a usable id becomes None. Fields: https://developer.wordpress.org/rest-api/reference/
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from desktop_app.core.errors import AppError, ErrorKind
from desktop_app.network.answer import Answer

_EARLIEST, _LATEST = -2_208_988_800, 4_102_444_800  # the years 1900 and 2100
_MAX_TERMS = 200  # of one article; more is an accident
_PROTECTED = "content", "excerpt"


def load(body: bytes, host: str = "") -> Any:
    """Return the JSON of an answer. Raises BAD_ANSWER, also for one that was cut."""
    try:
        return Answer("", 200, {}, body).json()
    except AppError as error:
        raise AppError(ErrorKind.BAD_ANSWER, host=host, code=error.code) from error


def load_list(body: bytes, host: str = "") -> list[Any]:
    """Return the JSON array of an answer. Raises BAD_ANSWER."""
    value = load(body, host)
    if not isinstance(value, list):
        raise AppError(ErrorKind.BAD_ANSWER, host=host, code="not_a_list")
    return value


def load_object(body: bytes, host: str = "") -> dict[str, Any]:
    """Return the JSON object of an answer. Raises BAD_ANSWER."""
    value = load(body, host)
    if not isinstance(value, dict):
        raise AppError(ErrorKind.BAD_ANSWER, host=host, code="not_an_object")
    return value


def no_id(host: str = "") -> AppError:
    """Return the error for an object that names no id, and so is not what was asked for."""
    return AppError(ErrorKind.BAD_ANSWER, host=host, code="no_id")


def text_of(value: object) -> str:
    """Return a string or ``""``."""
    return value if isinstance(value, str) else ""


def id_of(value: object) -> str:
    """Return a positive whole number of any size as text, ``""`` for anything else."""
    if isinstance(value, bool):
        return ""
    if isinstance(value, int):
        return _decimal(value) if value > 0 else ""
    if isinstance(value, str) and value.isascii() and value.isdecimal() and len(value) <= 40:
        return value.lstrip("0")
    return ""


def _decimal(value: int) -> str:
    return str(value) if value.bit_length() <= 128 else ""


def number_of(value: object) -> int:
    """Return a count or size from 0 to 2^31, 0 for anything else."""
    if isinstance(value, str) and value.isascii() and value.isdecimal() and len(value) <= 10:
        value = int(value)
    if isinstance(value, bool) or not isinstance(value, int):
        return 0
    return value if 0 <= value < 2**31 else 0


def object_of(value: object) -> Mapping[str, Any]:
    """Return a JSON object or ``{}`` (PHP writes an empty one as ``[]``)."""
    return value if isinstance(value, dict) else {}


def list_of(value: object) -> list[Any]:
    """Return a JSON array or ``[]``."""
    return value if isinstance(value, list) else []


def rendered(value: object) -> str:
    """Return the HTML of a ``{"rendered": …}`` field, or of a bare string."""
    return text_of(object_of(value).get("rendered")) if isinstance(value, dict) else text_of(value)


def gmt_of(value: object) -> int | None:
    """Return a ``*_gmt`` field, which is UTC without saying so; None outside 1900 to 2100."""
    text = text_of(value)
    if not 10 <= len(text) <= 40:
        return None
    try:
        moment = datetime.fromisoformat(text)
        stamp = int((moment if moment.tzinfo else moment.replace(tzinfo=UTC)).timestamp())
    except (ValueError, OverflowError):
        return None
    return stamp if _EARLIEST <= stamp < _LATEST else None


@dataclass(frozen=True, slots=True)
class WireSize:
    """One file of a picture."""

    url: str
    width: int
    height: int


@dataclass(frozen=True, slots=True)
class WirePicture:
    """A featured picture with its files."""

    full: WireSize
    sizes: tuple[WireSize, ...]
    alt: str
    caption: str  # HTML


@dataclass(frozen=True, slots=True)
class WirePost:
    """One article."""

    id: str
    link: str
    title: str  # HTML
    excerpt: str  # HTML
    content: str | None  # HTML; None: not asked for
    protected: bool
    author_id: str
    author_name: str
    published: int | None
    modified: int | None
    section_ids: tuple[str, ...]
    tags: tuple[str, ...]  # names, HTML
    comment_status: str
    picture: WirePicture | None


@dataclass(frozen=True, slots=True)
class WireComment:
    """One comment."""

    id: str
    parent: str  # "" at the top
    author_id: str  # "" for a visitor
    author_name: str
    avatar_url: str
    published: int | None
    content: str  # HTML
    raw: str | None  # as written; only with context=edit
    status: str
    link: str


def post(value: object, taxonomy: str = "categories") -> WirePost | None:
    """Return a post of the list or the single route, None without an id."""
    fields = object_of(value)
    post_id = id_of(fields.get("id"))
    if not post_id:
        return None
    embedded = object_of(fields.get("_embedded"))
    content = fields.get("content")
    return WirePost(
        id=post_id,
        link=text_of(fields.get("link")),
        title=rendered(fields.get("title")),
        excerpt=rendered(fields.get("excerpt")),
        content=rendered(content) if isinstance(content, dict | str) else None,
        protected=any(object_of(fields.get(name)).get("protected") is True for name in _PROTECTED),
        author_id=id_of(fields.get("author")),
        author_name=_author(embedded),
        published=gmt_of(fields.get("date_gmt")),
        modified=gmt_of(fields.get("modified_gmt")),
        section_ids=_ids(fields.get(taxonomy)),
        tags=_tags(embedded),
        comment_status=text_of(fields.get("comment_status")),
        picture=_picture(embedded, text_of(fields.get("jetpack_featured_media_url"))),
    )


def _ids(value: object) -> tuple[str, ...]:
    found = (id_of(each) for each in list_of(value)[:_MAX_TERMS])
    return tuple(dict.fromkeys(each for each in found if each))


def _author(embedded: Mapping[str, Any]) -> str:
    names = (text_of(object_of(each).get("name")) for each in list_of(embedded.get("author")))
    return next((name for name in names if name), "")


def _tags(embedded: Mapping[str, Any]) -> tuple[str, ...]:
    names: list[str] = []
    for group in list_of(embedded.get("wp:term")):
        for term in list_of(group)[:_MAX_TERMS]:
            fields = object_of(term)
            if text_of(fields.get("taxonomy")).endswith("tag"):
                names.append(text_of(fields.get("name")))
    return tuple(dict.fromkeys(name for name in names if name))


def _picture(embedded: Mapping[str, Any], otherwise: str) -> WirePicture | None:
    media = object_of(next(iter(list_of(embedded.get("wp:featuredmedia"))), None))
    details = object_of(media.get("media_details"))
    url = text_of(media.get("source_url")) or otherwise
    if not url or text_of(media.get("media_type")) not in ("", "image"):
        return None
    sizes = tuple(_size(each) for each in object_of(details.get("sizes")).values())
    return WirePicture(
        full=WireSize(url, number_of(details.get("width")), number_of(details.get("height"))),
        sizes=tuple(size for size in sizes if size.url and size.width),
        alt=text_of(media.get("alt_text")),
        caption=rendered(media.get("caption")),
    )


def _size(value: object) -> WireSize:
    fields = object_of(value)
    return WireSize(
        text_of(fields.get("source_url")),
        number_of(fields.get("width")),
        number_of(fields.get("height")),
    )


def comment(value: object) -> WireComment | None:
    """Return a comment, None without an id."""
    fields = object_of(value)
    comment_id = id_of(fields.get("id"))
    if not comment_id:
        return None
    content = object_of(fields.get("content"))
    raw = content.get("raw")
    avatars = object_of(fields.get("author_avatar_urls"))
    return WireComment(
        id=comment_id,
        parent=id_of(fields.get("parent")),
        author_id=id_of(fields.get("author")),
        author_name=text_of(fields.get("author_name")),
        avatar_url=text_of(avatars.get("96")) or text_of(avatars.get("48")),
        published=gmt_of(fields.get("date_gmt")),
        content=rendered(fields.get("content")),
        raw=raw if isinstance(raw, str) else None,
        status=text_of(fields.get("status")),
        link=text_of(fields.get("link")),
    )
