"""An article between its row and core; a found article between core and its row."""

from collections.abc import Iterable
from typing import Any

from desktop_app.core.articles import Article, BodyState, CommentsState, FoundArticle, Picture
from desktop_app.storage.values import (
    bounded,
    bounded_or_none,
    outside_text,
    outside_text_or_none,
)

COLUMNS = (
    "id, source_id, remote_id, url, title, excerpt, author, published_at, updated_at, seen_at,"
    " language, picture_url, picture_width, picture_height, picture_alt, picture_caption,"
    " picture_thumbnail, comment_count, comments_state, thread_key, read, saved, body_state,"
    " date_guessed, words"
)

FOUND_COLUMNS = (
    "url", "title", "excerpt", "author", "published_at", "updated_at", "language", "picture_url",
    "picture_width", "picture_height", "picture_alt", "picture_caption", "picture_thumbnail",
    "comment_count", "comments_state", "thread_key", "body_state", "date_guessed", "words",
    "content_hash",
)  # fmt: skip
"""What an adapter may change, in the order of ``FoundRow``."""

FoundRow = tuple[Any, ...]

_BODY_STATES = {state.value: state for state in BodyState}
_COMMENTS_STATES = {state.value: state for state in CommentsState}


def article(row: tuple[Any, ...]) -> Article:
    """Return the article of a row of ``COLUMNS``."""
    picture = Picture(*row[11:17]) if row[11] is not None else None
    values: tuple[Any, ...] = (
        *row[:11],
        picture,
        row[17],
        _COMMENTS_STATES[row[18]],
        row[19],
        row[20] != 0,
        row[21] != 0,
        _BODY_STATES[row[22]],
        row[23] != 0,
        row[24],
    )
    return Article(*values)


def articles(rows: Iterable[tuple[Any, ...]]) -> tuple[Article, ...]:
    """Return the articles of rows of ``COLUMNS``."""
    return tuple(article(row) for row in rows)


def found_row(found: FoundArticle, now: int) -> FoundRow:
    """Return the values of ``FOUND_COLUMNS`` for an article that is new at ``now``."""
    published = now if found.published_at is None else bounded(found.published_at)
    return (
        outside_text(found.url),
        outside_text(found.title),
        outside_text(found.excerpt),
        outside_text(found.author),
        published,
        bounded_or_none(found.updated_at),
        outside_text_or_none(found.language),
        *_picture(found.picture),
        bounded_or_none(found.comment_count),
        found.comments_state.value,
        outside_text_or_none(found.thread_key),
        found.body_state.value,
        int(found.published_at is None),
        _words(found),
        outside_text(found.content_hash),
    )


def merged_row(old: FoundRow, found: FoundArticle, now: int) -> FoundRow:
    """Return ``found_row`` where what the source does not say this time stays as it was."""
    row = dict(zip(FOUND_COLUMNS, found_row(found, now), strict=True))
    kept = dict(zip(FOUND_COLUMNS, old, strict=True))
    silent: list[str] = []
    if found.published_at is None:
        silent += ["published_at", "date_guessed"]
    if found.picture is None:
        silent += [name for name in FOUND_COLUMNS if name.startswith("picture_")]
    if found.comments_state is CommentsState.UNKNOWN:
        silent.append("comments_state")
    if " " in (kept["thread_key"] or ""):  # upgraded to the thread of another site: that stands
        silent.append("thread_key")
    silent += [name for name in ("updated_at", "language", "comment_count", "thread_key")
               if row[name] is None]  # fmt: skip
    if not replaces_body(found, _BODY_STATES[kept["body_state"]]):
        silent += ["body_state", "words"]
    return tuple((kept if name in silent else row)[name] for name in FOUND_COLUMNS)


def replaces_body(found: FoundArticle, stored: BodyState) -> bool:
    """Whether the text of ``found`` is worth more than what is stored.

    A list that carries excerpts must never replace the whole text that its page gave.
    """
    if found.body is None:
        return stored is BodyState.NONE and found.body_state is BodyState.PROTECTED
    return found.body_state is BodyState.FULL or stored is not BodyState.FULL


def _words(found: FoundArticle) -> int:
    """Count by blanks, which is near enough for a reading time and takes no memory."""
    if found.body is None or not found.plain:
        return 0
    return 1 + found.plain.count(" ") + found.plain.count("\n")


def _picture(picture: Picture | None) -> tuple[Any, ...]:
    if picture is None:
        return (None, 0, 0, "", "", None)
    return (
        outside_text(picture.url),
        bounded(picture.width),
        bounded(picture.height),
        outside_text(picture.alt),
        outside_text(picture.caption),
        outside_text_or_none(picture.thumbnail_url),
    )
