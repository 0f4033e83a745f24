"""The text of an article, out of its page. Pure; CPU lane, or the child process when large."""

import logging
import re

from desktop_app.core.articles import BodyState, FoundArticle, Picture
from desktop_app.core.errors import AppError, ErrorKind
from desktop_app.core.sources import SafeHtml
from desktop_app.sources.feed import page
from desktop_app.sources.feed.identity import content_hash
from desktop_app.sources.feed.info import PAGE_CAP
from desktop_app.sources.feed.prepare import prepare
from desktop_app.text.clean import body_pictures, clean_html
from desktop_app.text.dates import parse_date
from desktop_app.text.loose import loosely
from desktop_app.text.plain import plain, plain_text
from desktop_app.text.urls import host_shown

_TOO_SHORT = 250  # letters; less is a teaser, a notice about cookies, or a wall
_LINES_LOOKED_AT = 6
_LONGEST_BYLINE = 90

_FIRST_BLOCK = re.compile(r'<(h[2-5]|p)(?: dir="\w+")?>(.*?)</\1>', re.DOTALL)
_PICTURE_BLOCK = re.compile(
    r'(?:<p class="pic">.*?</p>|<p(?: dir="\w+")? class="cap">.*?</p>)+', re.S
)
_BYLINE = re.compile(
    r"(?:By|Par|Por|Von|Di)(?: (?:and|et|y|und|e|de|van|von|[A-Z][\w.'’-]*),?){1,6}"
)
_MARKUP = re.compile(rb"<(?:!doctype|html|head|body|div|p|article|title)\b", re.IGNORECASE)


def extract(data: bytes, content_type: str, url: str) -> FoundArticle:
    """Return the article on a page, with ``body`` None when no text worth showing is found.

    ``content_type`` is the header as it came; ``url`` the address that answered. ``body_state`` is
    EXCERPT where the page says that only subscribers see all. Raises BAD_ANSWER with ``code``
    ``not_html``.
    """
    data = data[:PAGE_CAP]
    media_type = content_type.partition(";")[0].strip().lower()
    if media_type not in ("", "text/html", "application/xhtml+xml") and not _MARKUP.search(
        data[:2000]
    ):
        raise AppError(ErrorKind.BAD_ANSWER, host=host_shown(url), code="not_html")
    root = page.read(page.decode(data, content_type))
    if root is None:
        raise AppError(ErrorKind.BAD_ANSWER, host=host_shown(url), code="not_html")
    about = page.about(root, url)
    found = _main_part(prepare(root, url), url)
    direction = f' dir="{about.direction}"' if about.direction == "rtl" else ""
    html = clean_html(f"<div{direction}>{found}</div>", url, language=about.language)
    html = _without_head(html, about)
    text = plain(html)
    enough = len(text) >= _TOO_SHORT
    full = enough and about.free
    picture = Picture(about.picture_url) if about.picture_url else None
    return FoundArticle(
        remote_id=url,
        url=url,
        title=about.title,
        excerpt=about.excerpt,
        author=about.author,
        published_at=about.published,
        updated_at=about.updated,
        language=about.language or None,
        picture=picture or next(iter(body_pictures(html)), None),
        body=html if enough else None,
        body_state=BodyState.FULL if full else BodyState.EXCERPT,
        plain=text if enough else "",
        content_hash=content_hash(about.title, text),
    )


def _main_part(html: str, url: str) -> str:
    """Return the HTML of what looks like the article, "" when nothing does."""
    from readability import Document

    logging.getLogger("readability").setLevel(logging.CRITICAL)  # it logs what it then raises
    try:
        found: str = Document(html, url=url).summary(html_partial=True)
    except Exception:  # noqa: BLE001 - a heuristic over tag soup may fail in any way
        logging.getLogger("daily8.feed").info("nothing extracted from %s", host_shown(url))
        return ""
    return found


def _without_head(html: SafeHtml, about: page.About) -> SafeHtml:
    """Cut title, author and date where they begin the text: the window shows them above it."""
    start = 0
    for _ in range(_LINES_LOOKED_AT):
        pictures = _PICTURE_BLOCK.match(html, start)
        if pictures is not None:
            start = pictures.end()
            continue
        block = _FIRST_BLOCK.match(html, start)
        if block is None or not _is_head(plain_text(block[2], 400), about):
            break
        html = SafeHtml(html[: block.start()] + html[block.end() :])
    return html


def _is_head(line: str, about: page.About) -> bool:
    letters = loosely(line)
    if not letters or letters == loosely(about.title):
        return True
    if len(line) > _LONGEST_BYLINE or line.endswith((".", "!", "?", "…", ":", "؟")):
        return False
    author = loosely(about.author)
    if author and author in letters and len(letters) - len(author) < 40:
        return True
    return _BYLINE.fullmatch(line) is not None or _is_date(line)


def _is_date(line: str) -> bool:
    return any(each.isdigit() for each in line) and parse_date(line) is not None
