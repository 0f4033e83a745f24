"""Which way a text runs, by all of its letters instead of the first one. Any thread; pure.

The first letter (UAX 9, rule P2) errs where an Arabic or Hebrew text begins with a Latin name.
"""

import re
from typing import Literal

Direction = Literal["ltr", "rtl"]

_RTL = re.compile(
    "[\u05d0-\u05f2\u0620-\u064a\u066e-\u06d3\u06d5\u06fa-\u07ea\ufb1d-\ufdfc\ufe70-\ufefc]"
)
_LETTER = re.compile(r"[^\W\d_]")
OWN_SHARE = 0.3
"""A paragraph with this share of letters in the article's own direction runs in it."""


def has_rtl(text: str) -> bool:
    """Return whether any letter runs right to left; a microsecond for most texts."""
    return not text.isascii() and _RTL.search(text) is not None


def main_direction(text: str) -> Direction | None:
    """Return the direction of most letters; None when there are none."""
    rtl, letters = _count(text)
    if not letters:
        return None
    return "rtl" if 2 * rtl > letters else "ltr"


def paragraph_direction(text: str, main: Direction | None) -> Direction | None:
    """Return which way a paragraph runs in an article that runs ``main``; None: no letters."""
    rtl, letters = _count(text)
    if not letters:
        return None
    own = rtl if main == "rtl" else letters - rtl
    if main is None:
        return "rtl" if 2 * rtl > letters else "ltr"
    if own >= OWN_SHARE * letters:
        return main
    return "ltr" if main == "rtl" else "rtl"


def _count(text: str) -> tuple[int, int]:
    rtl = 0 if text.isascii() else len(_RTL.findall(text))
    return rtl, len(_LETTER.findall(text))
