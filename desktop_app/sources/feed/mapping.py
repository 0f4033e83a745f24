"""From a parsed feed to articles and comments. Pure; CPU lane, or the child process when large."""

import re
from dataclasses import dataclass
from html import escape

from desktop_app.core.articles import BodyState, CommentsState, FoundArticle, Picture
from desktop_app.core.comments import FoundComment
from desktop_app.core.sources import FoundSource, SafeHtml
from desktop_app.sources.feed import info
from desktop_app.sources.feed.identity import content_hash, keys
from desktop_app.sources.feed.parse import parse_feed
from desktop_app.sources.feed.wire import Enclosure, ParsedFeed, ParsedItem
from desktop_app.text.clean import body_pictures, clean_comment, clean_html
from desktop_app.text.plain import plain, plain_text, tidy
from desktop_app.text.urls import clean_link, host_shown, join

_EXCERPT = 400  # letters
_DAY = 86_400
_EARLIEST = 631_152_000  # 1990: no feed is older, but broken clocks are
_READER_PICTURE = 1600  # px: the widest file that the article view can use
_LIST_PICTURE = 280  # px: the narrowest file that fills the picture of a list row at 200 %
_ICON_SIDE = 3
_APPEARED_FIRST = re.compile(r"\s*The post .{0,400} (?:first appeared|appeared first) on .*$", re.S)
_READ_MORE = re.compile(
    r"\s*(?:\[(?:…|\.\.\.|&#8230;)\]|(?:Continue reading|Read more)\b.{0,300})$"
)


@dataclass(frozen=True, slots=True)
class MappedFeed:
    """What a refresh makes of an answer; articles in the feed's own order, each key once."""

    found: FoundSource
    articles: tuple[FoundArticle, ...]
    next_url: str = ""


@dataclass(frozen=True, slots=True)
class MappedComments:
    """What an answer says of a thread."""

    comments: tuple[FoundComment, ...]
    next_url: str = ""


def read_feed(data: bytes, content_type: str, url: str, now: int) -> MappedFeed:
    """Parse and map one answer. ``now`` is in Unix seconds. Raises what ``parse_feed`` raises."""
    return map_feed(parse_feed(data, content_type, url), url, now)


def read_comments(data: bytes, content_type: str, url: str) -> MappedComments:
    """Parse and map one answer of a comment feed. Raises what ``parse_feed`` raises."""
    feed = parse_feed(data, content_type, url)
    return MappedComments(comments(feed, url), feed.next_url)


def map_feed(feed: ParsedFeed, url: str, now: int) -> MappedFeed:
    """Return the articles of ``feed``, which stands at ``url``."""
    bodies = [_body(item, feed) for item in feed.items]
    texts = [plain(html) for html in bodies]
    names = keys(feed.items, texts)
    articles: dict[str, FoundArticle] = {}
    for item, key, html, text in zip(feed.items, names, bodies, texts, strict=True):
        articles.setdefault(key, _article(item, feed, key, html, text, now))
    return MappedFeed(found_source(feed, url), tuple(articles.values()), feed.next_url)


def found_source(feed: ParsedFeed, url: str) -> FoundSource:
    """Return what the feed says of itself. Its address is where it was found, never its own word.

    WordPress names a ``rel=self`` without the port, others one that is long gone.
    """
    paging = ""
    if "wordpress" in feed.generator.lower():
        paging = info.PAGED
    elif feed.next_url:
        paging = info.LINKED
    host = host_shown(url)
    return FoundSource(
        kind=info.KIND,
        base_url=url,
        title=feed.title or feed.description or host,
        home_url=feed.home_url or join(url, "/"),
        icon_url=feed.icon_url or None,
        language=feed.language or None,
        options={info.OPTION_PAGING: paging} if paging else {},
    )


def comments(feed: ParsedFeed, url: str) -> tuple[FoundComment, ...]:
    """Return the comments of a comment feed; only Atom says what each of them answers."""
    known = {item.id for item in feed.items}
    found: dict[str, FoundComment] = {}
    bodies = [clean_comment(each.content or each.summary, each.url or url) for each in feed.items]
    texts = [plain(html) for html in bodies]
    each_key = keys(feed.items, texts)
    for item, key, html, text in zip(feed.items, each_key, bodies, texts, strict=True):
        found[key] = FoundComment(
            remote_id=key,
            parent_remote_id=_parent(item, known),
            author_name=item.author or _said_by(item.title),
            author_remote_id=None,
            html=html,
            plain=text,
            published_at=item.published,
            permalink=item.url,
        )
    return tuple(found.values())


def _parent(item: ParsedItem, known: set[str]) -> str | None:
    whole = join(item.base, item.answers)  # as the id was, below an xml:base
    return next((each for each in (item.answers, whole) if each and each in known), None)


def _said_by(title: str) -> str:
    """Return the name in a title such as "By: NAME"; the words differ, the colon stays."""
    _, colon, name = title.partition(": ")
    return name.strip() if colon else ""


def _article(
    item: ParsedItem, feed: ParsedFeed, key: str, html: SafeHtml, text: str, now: int
) -> FoundArticle:
    summary = _summary(item)
    title = item.title or _first_words(text or summary)
    comment_feed = item.comments_feed
    return FoundArticle(
        remote_id=key,
        url=clean_link(item.url) or _own_page(item),
        title=title,
        excerpt=_cut(summary or text, _EXCERPT),
        author=item.author,
        published_at=_plausible(item.published, now),
        updated_at=_plausible(item.updated, now) if item.updated != item.published else None,
        language=item.language or feed.language or None,
        picture=_picture(item, html),
        body=html or None,
        body_state=_state(item, summary, text) if html else BodyState.NONE,
        plain=text,
        tags=item.tags,
        comment_count=item.comment_count,
        comments_state=CommentsState.UNKNOWN,
        thread_key=comment_feed or None,
        content_hash=content_hash(title, text),
    )


def _own_page(item: ParsedItem) -> str:
    """Return where an item without a link leads: its file."""
    return item.enclosures[0].url if item.enclosures else ""


def _plausible(moment: int | None, now: int) -> int | None:
    """Drop dates of broken clocks; the time of first sight stands in for them."""
    if moment is None or moment < _EARLIEST or moment > now + _DAY:
        return None
    return moment


def _body(item: ParsedItem, feed: ParsedFeed) -> SafeHtml:
    html = item.content if len(item.content) >= len(item.summary) else item.summary
    players = "".join(_player(each) for each in item.enclosures if each.url not in html)
    language = item.language or feed.language
    return clean_html(html + players, item.url or item.base, language=language)


def _player(file: Enclosure) -> str:
    if file.family not in ("audio", "video"):
        return ""
    size = f"{file.size / 1_000_000:.1f} MB" if file.size >= 100_000 else ""
    words = " · ".join(filter(None, (file.title, _clock(file.duration), size)))
    return f'<{file.family} src="{escape(file.url)}" title="{escape(words)}"></{file.family}>'


def _clock(duration: str) -> str:
    """Return a length in seconds as hours, minutes and seconds."""
    if not (duration.isascii() and duration.isdigit()):
        return duration if re.fullmatch(r"[\d:]{3,9}", duration) else ""
    minutes, seconds = divmod(int(duration[:7]), 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours}:{minutes:02}:{seconds:02}" if hours else f"{minutes}:{seconds:02}"


def _summary(item: ParsedItem) -> str:
    html = item.summary or item.content
    text = plain_text(
        re.sub(
            r"<(?:figure|figcaption|pre)\b.*?</(?:figure|figcaption|pre)>",
            " ",
            html[:20_000],
            flags=re.S,
        ),
        4000,
    )
    return _READ_MORE.sub("…", _APPEARED_FIRST.sub("", text)) if text else ""


def _cut(text: str, most: int) -> str:
    text = tidy(text.replace("\n", " "), most * 2)
    if len(text) <= most:
        return text
    return text[:most].rsplit(" ", 1)[0].rstrip(" ,;:") + "…"


def _first_words(text: str) -> str:
    return _cut(text.partition("\n")[0], 100)


def _state(item: ParsedItem, summary: str, text: str) -> BodyState:
    """Say whether the feed carries the whole article."""
    full = len(text) > info.FULL_TEXT
    if item.content and item.summary and len(item.content) > len(item.summary):
        full = full or len(text) > 3 * len(summary)
    return BodyState.FULL if full else BodyState.EXCERPT


def _picture(item: ParsedItem, html: SafeHtml) -> Picture | None:
    """Return the lead picture: of the feed's own fields, else the first one of the body."""
    files = [*item.pictures, *(each for each in item.enclosures if each.family == "image")]
    files = [each for each in files if not 0 < max(each.width, each.height) <= _ICON_SIDE]
    if not files:
        return next(iter(body_pictures(html)), None)
    files.sort(key=lambda each: each.width)
    shown = next((each for each in reversed(files) if each.width <= _READER_PICTURE), files[0])
    small = next((each for each in files if each.width >= _LIST_PICTURE), None)
    return Picture(
        shown.url,
        shown.width,
        shown.height,
        shown.title,
        thumbnail_url=small.url if small is not None and small is not shown else None,
    )
