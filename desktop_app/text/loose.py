"""A text without all that servers change on the way: for comparing comments. Any thread."""

import html
import unicodedata


def loosely(text: str) -> str:
    """Return only the letters and digits of ``text``, in lower case.

    Servers turn quotation marks, blanks, entities and smileys into something else; what was
    written is the same when this is.
    """
    plain = unicodedata.normalize("NFKC", html.unescape(text)).casefold()
    return "".join(letter for letter in plain if letter.isalnum())
