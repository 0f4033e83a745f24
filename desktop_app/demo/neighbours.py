"""Small newsrooms next door: each a feed, so that one story is told by several sources.

``neighbours/NAME/`` in the content folder holds ``site.json`` and the articles, written as those of
the newsroom itself. They have no accounts and no comments; their dates count from its first start.
"""

import json
import re
import sqlite3
from dataclasses import dataclass
from email.utils import format_datetime
from functools import cached_property
from html import escape
from pathlib import Path

from desktop_app.demo import content
from desktop_app.demo.answers import Reply
from desktop_app.demo.call import moment_of
from desktop_app.demo.content import Piece

ROOT = "/neighbours/"

_PATH = re.compile(r"/neighbours/([a-z0-9-]+)/(?:([a-z0-9-]+)/)?")
_SINCE = 400 * 86_400
"""The oldest account is so much older than the first start; see ``seeding``."""

_FEED = (
    '<?xml version="1.0" encoding="UTF-8"?><rss version="2.0"'
    ' xmlns:content="http://purl.org/rss/1.0/modules/content/">\n<channel>'
    "<title>{title}</title><link>{link}</link><description>{tagline}</description>"
    "<language>{language}</language><image><url>{icon}</url><title>{title}</title>"
    "<link>{link}</link></image>\n{items}</channel>\n</rss>\n"
)
_PAGE = (
    '<!doctype html><html lang="{language}"><head><meta charset="utf-8"><title>{title}</title>'
    '<link rel="alternate" type="application/rss+xml" title="{site}" href="{feed}"></head>'
    "<body>{body}</body></html>"
)


@dataclass(frozen=True)
class Neighbour:
    """A newsroom next door."""

    name: str
    title: str
    tagline: str
    language: str
    pieces: tuple[Piece, ...]  # the newest first


class Neighbours:
    """Answers below ``ROOT``. ``opened``: when the newsroom started first, Unix seconds."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder / "neighbours"

    @cached_property
    def all(self) -> dict[str, Neighbour]:
        """The newsrooms by name. Raises OSError, ValueError, KeyError."""
        if not self._folder.is_dir():
            return {}
        return {each.name: _read(each) for each in sorted(self._folder.iterdir()) if each.is_dir()}

    def answer(self, path: str, house_url: str, opened: int) -> Reply:
        """Answer a page or a feed. Any thread."""
        found = _PATH.fullmatch(path)
        neighbour = self.all.get(found[1]) if found else None
        if found is None or neighbour is None:
            return Reply(404)
        link = f"{house_url}{ROOT}{neighbour.name}/"
        if found[2] is None:
            return _page(neighbour, neighbour.title, _headlines(neighbour, link), link)
        if found[2] == "feed":
            items = "".join(_item(piece, link, opened) for piece in neighbour.pieces)
            text = _FEED.format(
                title=escape(neighbour.title),
                tagline=escape(neighbour.tagline),
                language=neighbour.language,
                link=link,
                icon=f"{house_url}/wp-content/uploads/{neighbour.name}-icon.png",
                items=items,
            )
            return Reply(200, text.encode(), "application/rss+xml; charset=UTF-8")
        piece = next((each for each in neighbour.pieces if each.slug == found[2]), None)
        if piece is None:
            return Reply(404)
        title = escape(piece.fields["title"])
        body = f'<article dir="auto"><h1>{title}</h1>{piece.body}</article>'
        return _page(neighbour, piece.fields["title"], body, link)


def opened_at(db: sqlite3.Connection) -> int:
    """Return when the newsroom was filled, by which all dates count."""
    row = db.execute("SELECT min(since) FROM users").fetchone()
    return int(row[0] or 0) + _SINCE


def _read(folder: Path) -> Neighbour:
    site = json.loads((folder / "site.json").read_text("utf-8"))
    found = sorted(content.pieces_in(folder, folder), key=lambda piece: piece.age)
    return Neighbour(folder.name, site["title"], site["tagline"], site["language"], tuple(found))


def _item(piece: Piece, link: str, opened: int) -> str:
    page = f"{link}{piece.slug}/"
    when = format_datetime(moment_of(opened - piece.age))
    return (
        f"<item><title>{escape(piece.fields['title'])}</title><link>{page}</link>"
        f'<guid isPermaLink="true">{page}</guid><pubDate>{when}</pubDate>'
        f"<description>{escape(piece.fields['excerpt'])}</description>"
        f"<content:encoded><![CDATA[{piece.body}]]></content:encoded></item>\n"
    )


def _headlines(neighbour: Neighbour, link: str) -> str:
    items = "".join(
        f'<li dir="auto"><a href="{link}{each.slug}/">{escape(each.fields["title"])}</a></li>'
        for each in neighbour.pieces
    )
    return f"<h1>{escape(neighbour.title)}</h1><ul>{items}</ul>"


def _page(neighbour: Neighbour, title: str, body: str, link: str) -> Reply:
    text = _PAGE.format(
        language=neighbour.language,
        title=escape(title),
        site=escape(neighbour.title),
        feed=f"{link}feed/",
        body=body,
    )
    return Reply(200, text.encode(), "text/html; charset=UTF-8")
