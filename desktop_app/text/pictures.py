"""Which file of a picture to show, which ones are only counters, and how they are written.

A picture of a body is ``<img src="pic:…">`` with its percent-encoded address behind ``pic:``. No
view knows that scheme: only our own fetcher turns it back into an address.
"""

import re
from collections.abc import Iterator
from html import escape, unescape
from typing import TYPE_CHECKING
from urllib.parse import quote, unquote, urlsplit

from desktop_app.core.articles import Picture
from desktop_app.core.sources import SafeHtml
from desktop_app.text.gate import LARGEST
from desktop_app.text.plain import tidy
from desktop_app.text.urls import join

if TYPE_CHECKING:
    from lxml.etree import _Element

SCHEME = "pic:"

_WIDEST_WANTED = 1600
_COUNTER_SIDE = 3
_SMALL_SIDE = 64  # at most this large: stands in the line
_LAZY = ("data-src", "data-lazy-src", "data-original", "data-lazy", "data-hi-res-src")
_LAZY_SETS = ("data-srcset", "data-lazy-srcset", "srcset")
_QT_READS = ("", "image/jpeg", "image/png", "image/webp", "image/gif")

_SIZE = re.compile(r"\s*(\d{1,6})(?:\.\d+)?(?:px)?\s*")
_STYLE_SIZE = re.compile(r"(?:^|;)\s*(width|height)\s*:\s*(\d{1,6})(?:\.\d+)?px", re.IGNORECASE)
_IN_SET = re.compile(r"([^\s,]\S*[^\s,]|[^\s,])(?:\s+([\d.]{1,8})([wx]))?\s*(?:,|$)")
_PLACEHOLDER = re.compile(
    r"(?:^|[/_.-])(?:spacer|blank|1x1|pixel|placeholder|transparent|lazy|loading|grey|gray)"
    r"(?:[-_.]?\d*)\.(?:gif|png|svg|jpe?g)(?:$|\?)",
    re.IGNORECASE,
)
_COUNTER = re.compile(
    r"//[^/]*(?:feedburner|doubleclick|feedsportal|scorecardresearch|google-analytics)\."
    r"|//(?:stats|pixel)\.(?:wordpress|wp)\.com/|/pixel(?:[/?]|\.(?:gif|png|php)|$)"
    r"|facebook\.com/tr\b|/[bg]\.gif\b",
    re.IGNORECASE,
)
_SIZE_SUFFIX = re.compile(r"-(?:\d+x\d+|scaled|e\d{8,})(?=\.\w+$)")
_WRITTEN = re.compile(r'<img src="(pic:[^"]*)"([^>]*)>')
_CAPTION = re.compile(r'(?:</a>)?</p>\s*<p(?: dir="\w+")? class="cap">(.*?)</p>', re.DOTALL)
_FIRST = re.compile(
    r'<p class="pic">(?:<a [^>]*>)?<img src="(pic:[^"]*)"[^>]*>(?:</a>)?</p>'
    r'(?:\s*<p(?: dir="\w+")? class="cap">.*?</p>)?',
    re.DOTALL,
)


def encode(url: str) -> str:
    """Return the ``pic:`` form of an absolute web address."""
    return SCHEME + quote(url, safe="")


def decode(src: str) -> str:
    """Return the address behind a ``pic:`` form, "" when it is none."""
    return join("", unquote(src[len(SCHEME) :])) if src.startswith(SCHEME) else ""


def is_counter(url: str) -> bool:
    """Return whether an address only counts readers."""
    return _COUNTER.search(url) is not None


def best_source(img: "_Element", base: str) -> str:
    """Return the address of the file to fetch for an ``img``, "" when it names none."""
    for src in _candidates(img):
        if src.startswith(SCHEME):
            return decode(src)
        if not src or src.startswith("data:") or _PLACEHOLDER.search(src):
            continue
        url = join(base, src)
        if url:
            return url
    return ""


def size(img: "_Element") -> tuple[int, int]:
    """Return width and height in CSS pixels, 0 when unknown."""
    given = _given_size(img)
    if max(given.values(), default=0) > LARGEST:
        return 0, 0
    return given.get("width", 0), given.get("height", 0)


def counts_readers(img: "_Element") -> bool:
    """Return whether the size that was given shows that nobody is meant to see the picture."""
    return any(side <= _COUNTER_SIDE for side in _given_size(img).values())


def _given_size(img: "_Element") -> dict[str, int]:
    given: dict[str, int] = {}
    style = img.get("style")
    for name, value in _STYLE_SIZE.findall(style) if style else ():
        given[name.lower()] = int(value)
    for name in ("width", "height"):
        number = _SIZE.fullmatch(img.get(name) or img.get(f"data-{name}") or "")
        if number is not None:
            given[name] = int(number[1])
    return given


def is_small(width: int, height: int) -> bool:
    """Return whether a picture stands in the line, like a smiley or a formula."""
    return 0 < width <= _SMALL_SIDE and 0 < height <= _SMALL_SIDE


def written(url: str, width: int, height: int, alt: str) -> str:
    """Return the ``img`` of a body."""
    sizes = f' width="{width}"' if width else ""
    sizes += f' height="{height}"' if height else ""
    alt = tidy(alt).replace("<", "").replace(">", "")
    return f'<img src="{encode(url)}"{sizes} alt="{escape(alt)}">'


def body_pictures(html: SafeHtml) -> tuple[Picture, ...]:
    """Return the pictures of a body in their order, with captions, each address once."""
    found: dict[str, Picture] = {}
    for img in _WRITTEN.finditer(html):
        url = decode(img[1])
        values = dict(re.findall(r'(width|height|alt)="([^"]*)"', img[2]))
        caption = _CAPTION.match(html, img.end())
        picture = Picture(
            url,
            int(values.get("width") or 0),
            int(values.get("height") or 0),
            unescape(values.get("alt", "")),
            tidy(unescape(re.sub(r"<[^>]*>", "", caption[1]))) if caption else "",
        )
        if not is_small(picture.width, picture.height):
            found.setdefault(url, picture)
    return tuple(found.values())


def without_lead(html: SafeHtml, lead_url: str) -> SafeHtml:
    """Return a body without its first picture and caption when that is the lead picture.

    Files of the same picture in other sizes count as equal.
    """
    first = _FIRST.search(html)
    if first is None or len(html[: first.start()]) > 3000:
        return html
    if same_file(decode(first[1])) != same_file(lead_url):
        return html
    return SafeHtml(html[: first.start()] + html[first.end() :])


def same_file(url: str) -> str:
    """Return what is equal for the files of one picture in several sizes."""
    parts = urlsplit(url)
    path = parts.path if "/wp-content/" not in url else url[url.index("/wp-content/") :]
    return _SIZE_SUFFIX.sub("", path.partition("?")[0]).lower()


def _candidates(img: "_Element") -> Iterator[str]:
    for name in _LAZY:
        yield (img.get(name) or "").strip()
    for name in _LAZY_SETS:
        yield _largest(img.get(name) or "")
    parent = img.getparent()
    if parent is not None and parent.tag == "picture":
        for source in parent.iterchildren("source"):
            if (source.get("type") or "").strip().lower() in _QT_READS:
                yield _largest(source.get("srcset") or source.get("data-srcset") or "")
    yield (img.get("src") or "").strip()


def _largest(srcset: str) -> str:
    """Return the widest file up to ``_WIDEST_WANTED``, or the narrowest of wider ones."""
    best, best_rank = "", (0, 0.0)
    for url, number, unit in _IN_SET.findall(srcset[:20_000]):
        if url.startswith("data:"):
            continue
        try:
            wide = float(number or 1) * (1 if unit == "w" else _WIDEST_WANTED / 2)
        except ValueError:
            continue
        rank = (1, wide) if wide <= _WIDEST_WANTED else (0, -wide)
        if not best or rank > best_rank:
            best, best_rank = url, rank
    return best
