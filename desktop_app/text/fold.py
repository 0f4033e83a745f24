"""Folding for search, and the direction of a text. Any thread."""

import unicodedata
from typing import Literal

_LETTERS = str.maketrans(
    {
        "ى": "ي",
        "ة": "ه",
        "ٱ": "ا",
        "ی": "ي",
        "ک": "ك",
        "ـ": None,  # tatweel only stretches
        "ø": "o",
        "đ": "d",
        "ł": "l",
        "ı": "i",
        "æ": "ae",
        "œ": "oe",
        "\u200c": None,
        "\u200d": None,
        "\u200e": None,
        "\u200f": None,
        "׳": "'",
        "״": '"',
        "’": "'",
    }
)


def fold(text: str) -> str:
    """Return ``text`` as search compares it.

    Case, accents, Arabic vowel marks, the forms of alef, ya and ta marbuta, and Hebrew points
    make no difference. The result may be longer or shorter than ``text``.
    """
    if text.isascii():
        return text.lower()
    apart = unicodedata.normalize("NFKD", text.casefold())
    return "".join(
        letter for letter in apart.translate(_LETTERS) if not unicodedata.combining(letter)
    )


def first_strong(text: str) -> Literal["ltr", "rtl"] | None:
    """Return the direction of the first letter that has one (Unicode UAX 9, rule P2)."""
    for letter in text:
        kind = unicodedata.bidirectional(letter)
        if kind == "L":
            return "ltr"
        if kind in ("R", "AL"):
            return "rtl"
    return None
