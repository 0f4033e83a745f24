"""JSON as language models write it: fenced, introduced, cut in the middle. Any thread; pure."""

import json
from collections.abc import Iterator
from typing import Any

_LONGEST = 40_000
_MOST_TRIES = 60
_DECODER = json.JSONDecoder()


def read(text: str) -> tuple[Any, bool]:
    """Return the first JSON object in ``text``, and whether it was whole.

    Of one that is broken off, all that was finished is returned: whole strings, numbers that
    something follows, closed lists. (None, False) when there is none.
    """
    text = text[:_LONGEST]
    start = text.find("{")
    while start >= 0:
        try:
            return _DECODER.raw_decode(text, start)[0], True
        except RecursionError:
            return None, False
        except ValueError:
            value = _finished(text[start:])
            if value is not None:
                return value, False
        start = text.find("{", start + 1)
        if start > 2000:  # not an introduction any more
            break
    return None, False


def _finished(text: str) -> Any:
    """Return what of a broken object was finished, None when that is nothing."""
    for tries, (end, closers) in enumerate(reversed(list(_ends(text)))):
        if tries == _MOST_TRIES:
            return None
        try:
            value = json.loads(text[:end].rstrip().rstrip(",") + closers)
        except (ValueError, RecursionError):
            continue
        if value:
            return value
    return None


def _ends(text: str) -> Iterator[tuple[int, str]]:
    """Yield places where a value may have ended, and what would close all that is open there."""
    stack: list[str] = []
    in_string = escaped = False
    for at, letter in enumerate(text):
        if in_string:
            if escaped:
                escaped = False
            elif letter == "\\":
                escaped = True
            elif letter == '"':
                in_string = False
                yield at + 1, "".join(reversed(stack))
        elif letter == '"':
            in_string = True
        elif letter in "{[":
            stack.append("}" if letter == "{" else "]")
            if len(stack) > 60:
                return
        elif letter in "}]":
            if not stack or stack.pop() != letter:
                return
            yield at + 1, "".join(reversed(stack))
            if not stack:
                return
        elif letter == ",":
            yield at, "".join(reversed(stack))
