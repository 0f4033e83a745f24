"""Plain text: titles, names, captions, and a safe body without its tags. Any thread."""

import html
import re

from desktop_app.core.sources import SafeHtml

TITLE_CAP = 1000
"""Letters of a title or name; the rest is cut."""

_TAG = re.compile(r"<!--.*?-->|<!\[CDATA\[|\]\]>|</?[a-zA-Z][^<>]*>|<![a-zA-Z][^<>]*>", re.DOTALL)
_NEVER_TEXT = re.compile(r"<(script|style)\b[^<>]*>.*?</\1\s*>", re.DOTALL | re.IGNORECASE)
_BREAKING = re.compile(
    r"</?(?:p|div|br|li|ul|ol|h[1-6]|tr|td|table|blockquote)\b[^<>]*>", re.IGNORECASE
)
_SPACES = re.compile(r"[\s\u0085\u2028\u2029]+")

_MARKS = "\u0300-\u036f\u0483-\u0489\u0591-\u05c7\u0610-\u061a\u064b-\u065f\u0670\u06d6-\u06ed"
_MARKS += "\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff\ufe20-\ufe2f"
_PILED = re.compile(f"([{_MARKS}]{{4}})[{_MARKS}]+")
_CONTROLS = "\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f"
_CONTROLS += "\ud800-\udfff\ufdd0-\ufdef\ufff9-\ufffc\ufffe\uffff"
_DECEIVING = "\u202a-\u202e\u2066-\u2069\u2060-\u2064\ufeff\u206a-\u206f\U000e0000-\U000e007f"
_UNWANTED_IN_BODY = re.compile(f"[{_CONTROLS}{_DECEIVING}]")
_UNWANTED_IN_NAME = re.compile(f"[{_CONTROLS}{_DECEIVING}\u200b\u00ad]")


def plain_text(text: str, cap: int = TITLE_CAP) -> str:
    """Return a title, name or caption from outside as one line of plain text.

    Tags are stripped once, then entities decoded once; bidi overrides, zero-width letters,
    controls and piles of combining marks go; more than ``cap`` letters are cut with "…".
    """
    if len(text) > cap * 20:
        text, mark, rest = text[: cap * 20].rpartition("<")
        text += mark + rest if ">" in rest or not mark else ""  # no half tag at the end
    if "<" in text:
        text = _NEVER_TEXT.sub(" ", text)
        text = _TAG.sub("", _BREAKING.sub(" ", text))
    return tidy(html.unescape(text), cap)


def tidy(text: str, cap: int = TITLE_CAP) -> str:
    """Do the same for text that is plain already: ``<`` and ``&`` are letters of it."""
    text = _UNWANTED_IN_NAME.sub("", text[: cap * 20])
    text = _SPACES.sub(" ", _PILED.sub(r"\1", text)).strip()
    return text if len(text) <= cap else text[: cap - 1].rstrip() + "…"


def tidy_body(text: str) -> str:
    """Drop from running text what deceives or cannot be drawn; blanks stay as they are."""
    if text.isascii() and text.isprintable():
        return text
    return _PILED.sub(r"\1", _UNWANTED_IN_BODY.sub("", text))


_BLOCK = re.compile(r"</?(?:p|h[1-6]|li|ul|ol|dl|dt|dd|tr|pre|div|blockquote|br|hr)\b[^>]*>")
_ANY_TAG = re.compile(r"<[^>]*>")
_BLANKS = re.compile(r"[ \t\xa0]+")
_LINES = re.compile(r" ?\n[ \n]*")


def plain(body: SafeHtml) -> str:
    """Return the text of a safe body, one line for each paragraph."""
    text = _BLOCK.sub("\n", body)
    text = html.unescape(_ANY_TAG.sub("", text)).replace("\u200b", "")
    return _LINES.sub("\n", _BLANKS.sub(" ", text)).strip()


_UNSPACED = re.compile(r"[\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff\uac00-\ud7af]")


def words(text: str) -> int:
    """Return how many words ``text`` has; Chinese and Japanese count two letters as one."""
    if text.isascii():
        return len(text.split())
    unspaced = len(_UNSPACED.findall(text))
    rest = _UNSPACED.sub(" ", text) if unspaced else text
    return len(rest.split()) + (unspaced + 1) // 2
