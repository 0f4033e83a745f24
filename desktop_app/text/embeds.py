"""Videos, sounds and frames of other sites: each becomes a link, some with a picture.

The view never loads them. Links carry no words of ours, since this room knows no language: a
symbol, the title that the page gives, and the host.
"""

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING
from urllib.parse import parse_qs, urlsplit

from desktop_app.text.plain import plain_text
from desktop_app.text.urls import clean_link, host_shown, join

if TYPE_CHECKING:
    from lxml.etree import _Element

SYMBOLS = {"video": "▶", "audio": "♪", "embed": "↗"}

_YOUTUBE_HOSTS = ("youtube.com", "youtu.be", "youtube-nocookie.com")
_YOUTUBE_ID = re.compile(r"[\w-]{11}")
_VIDEO_HOSTS = (
    *("vimeo.com", "dailymotion.com", "rumble.com", "twitch.tv", "ted.com", "brightcove.net"),
    *("jwplayer.com", "jwplatform.com", "streamable.com", "odysee.com", "tiktok.com"),
)
_AUDIO_HOSTS = ("soundcloud.com", "spotify.com", "mixcloud.com", "bandcamp.com", "anchor.fm")
_NEVER = re.compile(
    r"//[^/]*(?:googletagmanager|doubleclick|googlesyndication|google-analytics|recaptcha)\.",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Embed:
    """What stands in the place of a video, sound or frame."""

    kind: str  # a key of SYMBOLS
    url: str
    text: str  # of the link
    picture_url: str = ""


def frame(element: "_Element", base: str) -> Embed | None:
    """Return the link for an ``iframe``, ``embed`` or ``object``, None when it leads nowhere."""
    for name in ("src", "data-src", "data-lazy-src", "data", "data-litespeed-src"):
        url = join(base, element.get(name) or "")
        if url and not _NEVER.search(url):
            return of_address(url, element.get("title") or "")
    return None


def media(element: "_Element", base: str) -> Embed | None:
    """Return the link for a ``video`` or ``audio``, None when it names no file."""
    url = join(base, element.get("src") or element.get("data-src") or "")
    for source in element.iterdescendants("source"):
        url = url or join(base, source.get("src") or source.get("data-src") or "")
    if not url:
        return None
    kind = "audio" if element.tag == "audio" else "video"
    poster = join(base, element.get("poster") or element.get("data-poster") or "")
    return _embed(kind, url, element.get("title") or "", poster)


def of_address(url: str, title: str = "") -> Embed:
    """Return the link for the address of a player or page."""
    parts = urlsplit(url)
    host = (parts.hostname or "").lower()
    if _is_of(host, _YOUTUBE_HOSTS):
        return _youtube(url, title)
    if host == "player.vimeo.com" and parts.path.startswith("/video/"):
        url = f"https://vimeo.com/{parts.path.split('/')[2]}"
    if _is_of(host, _VIDEO_HOSTS):
        return _embed("video", url, title)
    return _embed("audio" if _is_of(host, _AUDIO_HOSTS) else "embed", url, title)


def _youtube(url: str, title: str) -> Embed:
    parts = urlsplit(url)
    query = parse_qs(parts.query)
    pieces = [piece for piece in parts.path.split("/") if piece]
    name = (query.get("v") or [pieces[-1] if pieces else ""])[0]
    if not _YOUTUBE_ID.fullmatch(name) or name == "videoseries":
        playlist = (query.get("list") or [""])[0]
        if re.fullmatch(r"[\w-]{10,60}", playlist):
            url = f"https://www.youtube.com/playlist?list={playlist}"
        return _embed("video", url, title)
    watch = f"https://www.youtube.com/watch?v={name}"
    return _embed("video", watch, title, f"https://i.ytimg.com/vi/{name}/hqdefault.jpg")


def _embed(kind: str, url: str, title: str, picture_url: str = "") -> Embed:
    url = clean_link(url)
    host = host_shown(url).removeprefix("www.")
    title = plain_text(title, 200)
    text = f"{SYMBOLS[kind]} {title} · {host}" if title else f"{SYMBOLS[kind]} {host}"
    return Embed(kind, url, text, picture_url)


def _is_of(host: str, domains: tuple[str, ...]) -> bool:
    return any(host == each or host.endswith("." + each) for each in domains)
