"""Lets every paragraph of a page run the way that most of its letters do."""

from PySide6.QtCore import Qt
from PySide6.QtGui import QTextBlock, QTextCursor, QTextDocument

from desktop_app.text.direction import Direction, has_rtl, main_direction, paragraph_direction
from desktop_app.ui.reader.page import Block

_WAYS = {"rtl": Qt.LayoutDirection.RightToLeft, "ltr": Qt.LayoutDirection.LeftToRight}
_STOP = "\u200e."


def direct(document: QTextDocument) -> Direction | None:
    """Turn the paragraphs that begin with a letter of the other direction; return the page's own.

    Nothing is looked at in a page without a letter that runs right to left.
    """
    text = document.toRawText()
    if not has_rtl(text):
        return None
    blocks = _own_blocks(document)
    main = main_direction("\n".join(block.text() for block in blocks))
    for block in blocks:
        way = paragraph_direction(block.text(), main)
        if way is not None and block.textDirection() != _WAYS[way]:
            form = block.blockFormat()
            form.setLayoutDirection(_WAYS[way])
            QTextCursor(block).setBlockFormat(form)
    _point_numbers(blocks)
    return main


def _point_numbers(blocks: list[QTextBlock]) -> None:
    """Put the full stop of "1." between number and words where a list runs from right to left.

    There Qt writes it before the number and then sets both from right to left: it ends up at the
    outer edge. A mark that runs from left to right before the stop keeps the order as it stands.
    """
    for block in blocks:
        listed = block.textList()
        if listed is None or block.textDirection() != _WAYS["rtl"]:
            continue
        form = listed.format()
        if form.numberSuffix() != _STOP:
            form.setNumberSuffix(_STOP)
            listed.setFormat(form)


def _own_blocks(document: QTextDocument) -> list[QTextBlock]:
    """Return all paragraphs but the byline: its words are ours, it follows the headline."""
    blocks, block = [], document.begin()
    while block.isValid():
        if block.userState() != Block.BYLINE.value:
            blocks.append(block)
        block = block.next()
    return blocks
