"""Values on their way into and out of SQLite."""

import json
from collections.abc import Iterable, Mapping

_MOST = 2**62


def outside_text(text: str) -> str:
    """Return text from outside as SQLite can hold it: halves of surrogate pairs become U+FFFD."""
    if text.isascii():
        return text
    try:
        text.encode()
    except UnicodeEncodeError:
        return text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
    return text


def outside_text_or_none(text: str | None) -> str | None:
    """Like ``outside_text``; None stays None."""
    return None if text is None else outside_text(text)


def written_text(text: str) -> str | bytes:
    """Return what a person wrote to the letter, as bytes when it is no valid UTF-8."""
    try:
        text.encode()
    except UnicodeEncodeError:
        return text.encode("utf-8", "surrogatepass")
    return text


def as_written(value: str | bytes) -> str:
    """Undo ``written_text``."""
    return value if isinstance(value, str) else value.decode("utf-8", "surrogatepass")


def bounded(number: int) -> int:
    """Return a number from outside, no larger than a column holds."""
    return max(-_MOST, min(_MOST, number))


def bounded_or_none(number: int | None) -> int | None:
    """Like ``bounded``; None stays None."""
    return None if number is None else bounded(number)


def id_list(ids: Iterable[int]) -> str:
    """Return ids for ``in (select value from json_each(?))``: one statement for any number."""
    return json.dumps(list(ids))


def text_list(texts: Iterable[str]) -> str:
    """Like ``id_list`` for texts."""
    return json.dumps(list(texts))


def packed(values: Mapping[str, str]) -> str:
    """Return a small mapping as JSON."""
    return json.dumps(dict(values))


def unpacked(text: str) -> dict[str, str]:
    """Undo ``packed``."""
    values: dict[str, str] = json.loads(text)
    return values
