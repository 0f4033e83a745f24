"""Text laid out for painted rows: each in its own direction, cut with an ellipsis, cached.

Heights come from word widths (``count_lines``, a few microseconds), pictures of lines from
QTextLayout (``laid_out``), which only painted rows pay for.
"""

import unicodedata
from functools import lru_cache
from typing import NamedTuple

from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QFont, QPainter, QTextLayout, QTextOption

from desktop_app.ui.theme import fonts
from desktop_app.ui.theme.fonts import FontKey

_ISOLATES = frozenset({"LRI", "RLI", "FSI"})


@lru_cache(8192)
def first_strong(text: str) -> bool | None:
    """Return True when the first strong letter runs right to left, None when there is none.

    What stands isolated in the text, such as a name, does not count (UAX 9, rule P2).
    """
    depth = 0
    for direction in map(unicodedata.bidirectional, text):
        if direction in _ISOLATES:
            depth += 1
        elif direction == "PDI":
            depth = max(0, depth - 1)
        elif depth:
            continue
        elif direction == "L":
            return False
        elif direction in ("R", "AL"):
            return True
    return None


class Laid(NamedTuple):
    """A text broken into ``lines`` lines. ``rtl`` is its own direction."""

    layout: QTextLayout
    lines: int
    rtl: bool
    cut: bool


@lru_cache(1024)
def laid_out(text: str, key: FontKey, width: float, most: int) -> Laid:
    """Break ``text`` into at most ``most`` lines of ``width`` pixels; the rest becomes "…"."""
    rtl = bool(first_strong(text))
    face = fonts.of(key, rtl)
    layout = QTextLayout(text, face)
    layout.setTextOption(_option(rtl))
    layout.beginLayout()
    count = start = end = 0
    while count < most:
        line = layout.createLine()
        if not line.isValid():
            break
        line.setLineWidth(width)
        start = line.textStart()
        end = start + line.textLength()
        count += 1
    layout.endLayout()
    if end >= _utf16(text):
        return Laid(layout, count, rtl, False)
    last = _slice(text, start)
    tail = fonts.metrics(face).elidedText(last, Qt.TextElideMode.ElideRight, max(0, width - 1))
    shorter = text[: len(text) - len(last)] + tail.rstrip("…").rstrip(" ·,") + "…"
    if len(shorter) >= len(text):
        return Laid(layout, count, rtl, True)
    whole = laid_out(shorter, key, width, most)
    return Laid(whole.layout, whole.lines, rtl, True)


@lru_cache(64)
def laid_out_strong(
    text: str, key: FontKey, strong: tuple[int, int], width: float, most: int
) -> Laid:
    """Do the same with one part (its first letter, how many) set semibold; nothing is cut off."""
    first, count = strong
    form = QTextLayout.FormatRange()
    form.start, form.length = _utf16(text[:first]), _utf16(text[first : first + count])
    form.format.setFontWeight(QFont.Weight.DemiBold)
    rtl = bool(first_strong(text))
    layout = QTextLayout(text, fonts.of(key, rtl))
    layout.setTextOption(_option(rtl))
    layout.setFormats([form])
    layout.beginLayout()
    lines = 0
    while lines < most and (line := layout.createLine()).isValid():
        line.setLineWidth(width)
        lines += 1
    layout.endLayout()
    return Laid(layout, lines, rtl, False)


def _option(rtl: bool) -> QTextOption:
    option = QTextOption()
    option.setWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
    option.setTextDirection(
        Qt.LayoutDirection.RightToLeft if rtl else Qt.LayoutDirection.LeftToRight
    )
    return option


def _utf16(text: str) -> int:
    """Return the length as Qt counts it: letters outside the first plane count twice."""
    return len(text) if text.isascii() else len(text.encode("utf-16-le", "surrogatepass")) // 2


def _slice(text: str, start: int) -> str:
    if text.isascii():
        return text[start:]
    return text.encode("utf-16-le", "surrogatepass")[2 * start :].decode("utf-16-le", "replace")


def draw_lines(
    painter: QPainter, laid: Laid, left: float, top: float, width: float, line: float, key: FontKey
) -> None:
    """Draw ``laid`` with the painter's pen in lines of ``line`` pixels, the first one at ``top``.

    Right-to-left text stands at the right edge of ``width``.
    """
    face = fonts.of(key)
    for index in range(laid.lines):
        drawn = laid.layout.lineAt(index)
        x = left + width - drawn.naturalTextWidth() if laid.rtl else left
        y = fonts.baseline(top + index * line, line, face)
        drawn.draw(painter, QPointF(x, y - drawn.ascent() - drawn.y()))


def draw_text(
    painter: QPainter,
    text: str,
    left: float,
    base: int,
    width: float,
    key: FontKey,
    at_right: bool = False,
) -> float:
    """Draw one line on the baseline ``base``, cut with "…" at the text's own end.

    It stands at the left edge of ``width``, or ``at_right``. Returns the width of what was drawn.
    """
    rtl = bool(first_strong(text))
    face = fonts.of(key, rtl)
    shown, advance = elided(text, key, max(0.0, width))
    painter.setFont(face)
    painter.setLayoutDirection(
        Qt.LayoutDirection.RightToLeft if rtl else Qt.LayoutDirection.LeftToRight
    )
    painter.drawText(QPointF(left + width - advance if at_right else left, base), shown)
    return advance


@lru_cache(2048)
def elided(text: str, key: FontKey, width: float) -> tuple[str, float]:
    """Return ``text`` cut to ``width`` pixels, and how wide that is."""
    measure = fonts.metrics(fonts.of(key, bool(first_strong(text))))
    advance = measure.horizontalAdvance(text)
    if advance <= width:
        return text, advance
    cut = measure.elidedText(text, Qt.TextElideMode.ElideRight, width)
    shown = cut[:-1].rstrip(" ·,") + "…" if cut.endswith("…") else cut
    return shown, measure.horizontalAdvance(shown)


@lru_cache(20_000)
def _word(word: str, key: FontKey, joined: bool) -> float:
    return fonts.metrics(fonts.of(key, joined)).horizontalAdvance(word)


def advance(text: str, key: FontKey) -> float:
    """Return the width of one line of ``text``; cached, for short recurring texts."""
    return _word(text, key, bool(first_strong(text)))


def count_lines(text: str, key: FontKey, width: float, most: int) -> int:
    """Return how many lines ``laid_out`` would take, by summing cached widths of words."""
    joined = bool(first_strong(text))
    space = _word(" ", key, joined)
    lines, used = 1, 0.0
    for word in text.split():
        size = _word(word, key, joined)
        if used and used + space + size <= width:
            used += space + size
            continue
        if used:
            lines += 1
        if size > width:
            lines += int(size // width)
            size %= width
        used = size
        if lines >= most:
            return most
    return lines if used else 0


def forget() -> None:
    """Drop every cached layout: the fonts changed."""
    for cached in (laid_out, laid_out_strong, elided, _word):
        cached.cache_clear()
