"""JSON Feed 1 and 1.1 (jsonfeed.org/version/1.1), read as it is found in the wild."""

import json
from html import escape
from typing import Any, NoReturn

from desktop_app.core.errors import AppError, ErrorKind
from desktop_app.sources.feed.info import MOST_ITEMS
from desktop_app.sources.feed.wire import Enclosure, ParsedFeed, ParsedItem
from desktop_app.text.clean import paragraphs
from desktop_app.text.dates import parse_date
from desktop_app.text.plain import plain_text, tidy
from desktop_app.text.urls import host_shown, join

_VERSION = "https://jsonfeed.org/version/"


def parse(data: bytes, url: str) -> ParsedFeed:
    """Return the feed in ``data``.

    Raises BAD_ANSWER with ``code`` ``json`` when it is no (or half a) JSON document, ``not_feed``
    when it is something else in JSON.
    """
    try:
        encoding = json.detect_encoding(data)
        value = json.loads(data.decode(encoding, "replace").lstrip("\ufeff"), parse_constant=_no)
    except (ValueError, RecursionError):
        raise AppError(ErrorKind.BAD_ANSWER, host=host_shown(url), code="json") from None
    feed = value if isinstance(value, dict) else {}
    version = _text(feed.get("version"))
    items = feed.get("items")
    if not version.replace("http:", "https:").startswith(_VERSION) or not isinstance(items, list):
        raise AppError(ErrorKind.BAD_ANSWER, host=host_shown(url), code="not_feed")
    language = _text(feed.get("language"))
    author = _author(feed)
    return ParsedFeed(
        format=f"json{version[-4:].strip('/n')}",
        title=tidy(_text(feed.get("title"))),
        home_url=join(url, _text(feed.get("home_page_url"))),
        description=tidy(_text(feed.get("description"))),
        icon_url=join(url, _text(feed.get("icon")) or _text(feed.get("favicon"))),
        language=language,
        generator="",
        next_url=join(url, _text(feed.get("next_url"))),
        self_url=join(url, _text(feed.get("feed_url"))),
        items=tuple(
            _item(item, url, author) for item in items[:MOST_ITEMS] if isinstance(item, dict)
        ),
    )


def _no(_: str) -> NoReturn:
    raise ValueError


def _item(item: dict[str, Any], url: str, author: str) -> ParsedItem:
    link = join(url, _text(item.get("url")))
    outside = join(url, _text(item.get("external_url")))
    number = item.get("id")
    html, text = _text(item.get("content_html")), _text(item.get("content_text"))
    published_text = _text(item.get("date_published"))
    updated = parse_date(_text(item.get("date_modified")))
    published = parse_date(published_text)
    pictures = (_text(item.get("image")), _text(item.get("banner_image")))
    return ParsedItem(
        id=str(number) if isinstance(number, int | float) else _text(number)[:4000],
        url=link or outside,
        title=tidy(_text(item.get("title"))),
        published=updated if published is None else published,
        updated=updated,
        published_text=published_text[:200],
        author=_author(item) or author,
        summary=f"<p>{escape(_text(item.get('summary')))}</p>" if item.get("summary") else "",
        content=html or paragraphs(text),
        base=link or url,
        language=_text(item.get("language")),
        tags=tuple(
            dict.fromkeys(
                filter(None, (plain_text(_text(tag), 100) for tag in _list(item, "tags")))
            )
        )[:30],
        enclosures=tuple(_enclosures(item, url)),
        pictures=tuple(
            Enclosure(address, "image/")
            for address in (join(url, picture) for picture in pictures if picture)
            if address
        ),
    )


def _text(value: object) -> str:
    return value.strip() if isinstance(value, str) else ""


def _list(thing: dict[str, Any], key: str) -> list[Any]:
    value = thing.get(key)
    return value if isinstance(value, list) else []


def _author(thing: dict[str, Any]) -> str:
    old = thing.get("author")
    people = [*_list(thing, "authors")[:20], old if isinstance(old, dict) else {}]
    names = (tidy(_text(each.get("name")), 200) for each in people if isinstance(each, dict))
    return ", ".join(list(dict.fromkeys(filter(None, names)))[:4])


def _tags(item: dict[str, Any]) -> tuple[str, ...]:
    names = (plain_text(_text(tag), 100) for tag in _list(item, "tags")[:60])
    return tuple(dict.fromkeys(filter(None, names)))[:30]


def _enclosures(item: dict[str, Any], url: str) -> list[Enclosure]:
    found = []
    for each in _list(item, "attachments")[:100]:
        if not isinstance(each, dict):
            continue
        address = join(url, _text(each.get("url")))
        if address:
            kind = _text(each.get("mime_type"))
            size = _whole(each.get("size_in_bytes"), 10**15)
            seconds = _whole(each.get("duration_in_seconds"), 10**7)
            title = tidy(_text(each.get("title")), 200)
            duration = str(seconds) if seconds else ""
            found.append(Enclosure(address, kind, size, duration, title=title))
    return found


def _whole(value: object, below: int) -> int:
    return int(value) if isinstance(value, int | float) and 0 < value < below else 0
