"""A safe body with some of its paragraphs in other words, in their place or below them. Pure."""

import html as html_module
import re
from collections.abc import Mapping, Sequence

from desktop_app.core.sources import SafeHtml
from desktop_app.text.plain import plain

Marked = tuple[str, Sequence[tuple[int, int]]]
"""A line of plain text, and the stretches of it that are to be underlined."""

_BLOCK = re.compile(
    r"(</?(?:p|h[1-6]|li|ul|ol|dl|dt|dd|tr|pre|div|blockquote|br|hr)\b[^>]*>)", re.IGNORECASE
)
_PICTURE = re.compile(r"<img\b[^>]*>")
_DIR = re.compile(r" dir=\"[a-z]*\"")
_ENDS = re.compile(r"</(?:p|h[1-6])>", re.IGNORECASE)


def translated(body: SafeHtml, lines: Mapping[int, Marked], beside: bool) -> SafeHtml:
    """Return ``body`` with lines of its plain text (``text.plain.plain``) replaced.

    ``lines`` by their number. ``beside`` leaves the original and puts each line below it. Links and
    styles inside of a replaced paragraph go, its pictures stay.
    """
    parts = _BLOCK.split(body)
    number = 0
    for at in range(0, len(parts), 2):  # text, and between two texts the tag of a block
        own = [line for line in plain(SafeHtml(parts[at])).split("\n") if line.strip()]
        mine = {
            index: lines[number + index] for index in range(len(own)) if number + index in lines
        }
        if mine:
            _put(parts, at, own, mine, beside)
        number += len(own)
    return SafeHtml("".join(parts))


def _put(
    parts: list[str], at: int, own: list[str], mine: Mapping[int, Marked], beside: bool
) -> None:
    if beside:
        words = "<br>".join(_html(mine[index]) for index in sorted(mine))
        if at + 1 < len(parts) and _ENDS.fullmatch(parts[at + 1]):
            parts[at + 1] += f'<p class="other">{words}</p>'
        else:
            parts[at] += f"<br>{words}"
        return
    pictures = "".join(_PICTURE.findall(parts[at]))
    words = "<br>".join(
        _html(mine[index]) if index in mine else html_module.escape(line)
        for index, line in enumerate(own)
    )
    parts[at] = pictures + words
    if at:
        parts[at - 1] = _DIR.sub("", parts[at - 1])


def _html(line: Marked) -> str:
    text, marks = line
    made, end = "", 0
    for first, last in sorted(marks):
        if first >= end:
            made += html_module.escape(text[end:first])
            made += f"<u>{html_module.escape(text[first:last])}</u>"
            end = last
    return made + html_module.escape(text[end:])
