"""From wire to core: pure functions from the bytes of an answer to articles, sections, comments.

They run on the CPU lane, or for a large answer in the child process, so each takes and returns
plain values and core objects only. All raise BAD_ANSWER when the bytes are not what was asked.
"""

import hashlib
from collections.abc import Iterable
from dataclasses import replace

from desktop_app.core.articles import BodyState, CommentsState, FoundArticle, Picture
from desktop_app.core.comment_tree import place
from desktop_app.core.comments import CommentState, FoundComment
from desktop_app.core.sources import FoundSection, SafeHtml
from desktop_app.sources.wordpress import wire
from desktop_app.sources.wordpress.errors import host_of
from desktop_app.sources.wordpress.info import POSTS
from desktop_app.text.clean import clean_comment, clean_html
from desktop_app.text.plain import plain, plain_text
from desktop_app.text.urls import is_web, join

_LIST_PICTURE = 280  # px: the narrowest file that fills the picture of a list row at 200 %
_READER_PICTURE = 1600  # px: the widest file that the article view can use

_COMMENT_STATES = {
    "approved": CommentState.VISIBLE,
    "approve": CommentState.VISIBLE,
    "hold": CommentState.HELD,
    "unapproved": CommentState.HELD,
    "trash": CommentState.DELETED,
    "spam": CommentState.DELETED,
}
_COMMENTS = {"open": CommentsState.OPEN, "closed": CommentsState.CLOSED}


def posts(
    body: bytes, base_url: str, route: str = POSTS, taxonomy: str = "categories", language: str = ""
) -> tuple[FoundArticle, ...]:
    """Return the articles of a list; those without an id are left out, doubles too."""
    found = (wire.post(each, taxonomy) for each in wire.load_list(body, host_of(base_url)))
    articles = (_article(each, base_url, route, language) for each in found if each)
    return tuple({each.remote_id: each for each in articles}.values())


def single(
    body: bytes, base_url: str, route: str = POSTS, taxonomy: str = "categories", language: str = ""
) -> FoundArticle:
    """Return the article of a single route."""
    found = wire.post(wire.load_object(body, host_of(base_url)), taxonomy)
    if found is None:
        raise wire.no_id(host_of(base_url))
    return _article(found, base_url, route, language)


def remote_id(route: str, post_id: str) -> str:
    """Return the key of an article: its id, with the route in front unless it is core's own."""
    return post_id if route == POSTS else f"{route}/{post_id}"


def route_and_id(remote: str) -> tuple[str, str]:
    """Undo ``remote_id``."""
    route, _, post_id = remote.rpartition("/")
    return route or POSTS, post_id


def _article(found: wire.WirePost, base_url: str, route: str, language: str) -> FoundArticle:
    link = join(base_url, found.link) if found.link else ""
    url = link if is_web(link) else ""
    title = plain_text(found.title)
    html, text, state = _body(found, url or base_url)
    author = f":{found.author_id}" if found.author_id else ""
    return FoundArticle(
        remote_id=remote_id(route, found.id),
        url=url,
        title=title,
        excerpt="" if found.protected else plain_text(found.excerpt),
        author=plain_text(found.author_name),
        published_at=found.published,
        updated_at=found.modified,
        language=language or None,
        picture=_picture(found.picture, base_url),
        body=html,
        body_state=state,
        plain=text,
        section_ids=found.section_ids,
        tags=tuple(filter(None, map(plain_text, found.tags))),
        comments_state=_COMMENTS.get(found.comment_status, CommentsState.UNKNOWN),
        thread_key=f"{found.id}{author}",
        content_hash=_hash(title, text) if html is not None else "",
    )


def _body(found: wire.WirePost, base_url: str) -> tuple[SafeHtml | None, str, BodyState]:
    if found.protected and not found.content:
        return None, "", BodyState.PROTECTED
    if found.content is None:
        return None, "", BodyState.NONE
    html = clean_html(found.content, base_url)
    return html, plain(html), BodyState.FULL


def _hash(title: str, text: str) -> str:
    whole = f"{title}\0{text}".encode("utf-8", "replace")
    return hashlib.blake2b(whole, digest_size=16).hexdigest()


def _picture(found: wire.WirePicture | None, base_url: str) -> Picture | None:
    if found is None:
        return None
    files = [replace(size, url=join(base_url, size.url)) for size in (found.full, *found.sizes)]
    files = sorted((size for size in files if is_web(size.url)), key=lambda size: size.width)
    if not files:
        return None
    full = next((size for size in files if size.url.endswith(found.full.url)), files[-1])
    whole = [size for size in files if _same_shape(size, full)] or [full]
    shown = next((size for size in reversed(whole) if 0 < size.width <= _READER_PICTURE), full)
    small = next((size for size in whole if size.width >= _LIST_PICTURE), None)
    return Picture(
        url=shown.url,
        width=shown.width,
        height=shown.height,
        alt=plain_text(found.alt),
        caption=plain_text(found.caption),
        thumbnail_url=small.url if small and small.url != shown.url else None,
    )


def _same_shape(size: wire.WireSize, full: wire.WireSize) -> bool:
    """Say whether a file shows the whole picture; WordPress cuts its ``thumbnail`` square."""
    if not (size.height and full.height and full.width):
        return size.url == full.url
    return abs(size.width / size.height - full.width / full.height) < 0.05


def sections(bodies: tuple[bytes, ...], host: str = "") -> tuple[FoundSection, ...]:
    """Return the terms of all pages, parents first, larger ones first, without empty branches.

    The count of a term does not include the articles of the terms below it.
    """
    found: list[FoundSection] = []
    for each in (term for body in bodies for term in wire.load_list(body, host)):
        fields = wire.object_of(each)
        section_id = wire.id_of(fields.get("id"))
        title = plain_text(wire.text_of(fields.get("name")))
        if section_id and title:
            parent = wire.id_of(fields.get("parent")) or None
            total = wire.number_of(fields.get("count"))
            found.append(FoundSection(section_id, title, parent, total))
    placed = place(found, key=lambda section: (-(section.total or 0), section.title))
    kept: list[FoundSection] = []
    for index, row in enumerate(placed):
        branch = placed[index : index + row.descendants + 1]
        if any(each.comment.total for each in branch):
            orphan = row.orphan or row.depth == 0
            kept.append(replace(row.comment, parent_remote_id=None) if orphan else row.comment)
    return tuple(kept)


def comments(body: bytes, base_url: str, author_id: str = "") -> tuple[FoundComment, ...]:
    """Return the comments of one page. ``author_id``: who wrote the article, for the badge."""
    return _comments(
        map(wire.comment, wire.load_list(body, host_of(base_url))), base_url, author_id
    )


def _comments(
    found: Iterable[wire.WireComment | None], base_url: str, author_id: str
) -> tuple[FoundComment, ...]:
    return tuple(_comment(each, base_url, author_id) for each in found if each)


def comment(body: bytes, base_url: str, author_id: str = "") -> FoundComment:
    """Return the comment of a single route or of a POST."""
    return _comments((wire_comment(body, host_of(base_url)),), base_url, author_id)[0]


def wire_comment(body: bytes, host: str = "") -> wire.WireComment:
    """Return the comment of a single route as it came."""
    found = wire.comment(wire.load_object(body, host))
    if found is None:
        raise wire.no_id(host)
    return found


def _comment(found: wire.WireComment, base_url: str, author_id: str) -> FoundComment:
    html = clean_comment(found.content, base_url)
    avatar = join(base_url, found.avatar_url) if found.avatar_url else ""
    link = join(base_url, found.link) if found.link else ""
    is_author = bool(author_id) and found.author_id == author_id
    return FoundComment(
        remote_id=found.id,
        parent_remote_id=found.parent or None,
        author_name=plain_text(found.author_name),
        author_remote_id=found.author_id or None,
        html=html,
        plain=plain(html),
        published_at=found.published,
        state=_COMMENT_STATES.get(found.status, CommentState.VISIBLE),
        badge="author" if is_author else "",
        permalink=link if is_web(link) else "",
        avatar_url=avatar if is_web(avatar) else None,
    )
