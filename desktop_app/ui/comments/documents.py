"""The texts of comments laid out: documents only for painted rows, heights guessed until then."""

import math
from collections import OrderedDict
from html import escape

from PySide6.QtCore import QUrl
from PySide6.QtGui import QPixmap, QTextCursor, QTextDocument, QTextOption

from desktop_app.core.comments import CommentState
from desktop_app.system.i18n import _
from desktop_app.ui.comments.rows import Node
from desktop_app.ui.comments.words import text_of
from desktop_app.ui.theme import fonts
from desktop_app.ui.theme.theme import Theme

TEXT_SIZE, LINE = 14, 21
MOST_DOCUMENTS = 60
MOST_HEIGHTS = 20_000
PARAGRAPH_GAP = 8
_LETTER = 7.0  # pixels: mean advance of a letter at 14 px, spaces included


class CommentDocument(QTextDocument):
    """A document that loads nothing: comments carry no pictures, and Qt may not look for any."""

    def loadResource(self, _kind: int, _name: QUrl | str) -> QPixmap:
        """Answer every wish with an empty picture."""
        return QPixmap(1, 1)


Key = tuple[str, str, CommentState | None]
"""A row, its words and its state; other words are another document."""


class Documents:
    """Caches of laid-out texts. Main thread."""

    def __init__(self, theme: Theme) -> None:
        self._theme = theme
        self._documents: OrderedDict[tuple[Key, int], CommentDocument] = OrderedDict()
        self._heights: dict[tuple[Key, int], int] = {}
        self.instead: dict[str, tuple[str, str]] = {}
        """Other words for a row, by its id, and what is said under them."""

    def clear(self) -> None:
        """Forget the documents: links carry their colour. Heights stay true."""
        self._documents.clear()

    def document(self, node: Node, width: int) -> CommentDocument:
        """Return the text of a comment, laid out at ``width``."""
        key = (self._key(node), width)
        found = self._documents.get(key)
        if found is not None:
            self._documents.move_to_end(key)
            return found
        document = self._build(node, width)
        self._documents[key] = document
        self._heights[key] = math.ceil(document.size().height())
        if len(self._documents) > MOST_DOCUMENTS:
            self._documents.popitem(last=False)
        if len(self._heights) > MOST_HEIGHTS:
            self._heights.clear()
        return document

    def height(self, node: Node, width: int) -> int:
        """Return the height of a text: the true one once it was laid out, else a guess."""
        known = self._heights.get((self._key(node), width))
        if known is not None:
            return known
        return guessed_height("\n".join(self.instead.get(node.remote_id, (text_of(node),))), width)

    def knows(self, node: Node, width: int) -> bool:
        """Return whether ``height`` is the true one."""
        return (self._key(node), width) in self._heights

    def _key(self, node: Node) -> Key:
        instead = self.instead.get(node.remote_id)
        return (node.remote_id, "\n".join(instead), None) if instead else _key(node)

    def _build(self, node: Node, width: int) -> CommentDocument:
        document = CommentDocument()
        document.setUndoRedoEnabled(False)
        document.setDocumentMargin(0)
        document.setDefaultFont(fonts.font(TEXT_SIZE))
        option = QTextOption()
        option.setWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
        document.setDefaultTextOption(option)
        document.setDefaultStyleSheet(self._style())
        document.setHtml(self._html(node))
        _drop_last_margin(document)
        document.setTextWidth(width)
        return document

    def _html(self, node: Node) -> str:
        instead = self.instead.get(node.remote_id)
        if instead is None:
            return html_of(node)
        muted = self._theme.tokens.muted.name()
        note = f'<p style="color:{muted}; font-size:12px">{escape(instead[1])}</p>'
        return plain_as_html(instead[0]) + note

    def _style(self) -> str:
        tokens = self._theme.tokens
        accent, field, muted = tokens.accent.name(), tokens.field.name(), tokens.muted.name()
        mono = ",".join(f"'{name}'" for name in fonts.MONO)
        return (
            f"a {{ color:{accent}; text-decoration:none }}"
            f"p {{ margin:0px 0px {PARAGRAPH_GAP}px 0px; line-height:{LINE}px }}"
            f"ul, ol {{ -qt-list-indent:0; margin:0px 0px {PARAGRAPH_GAP}px 0px }}"
            f"li {{ margin:0px 18px 2px 18px; line-height:{LINE}px }}"
            f"blockquote, div.quote {{ margin:0px 0px 0px 14px; color:{muted} }}"
            f"pre, p.code {{ font-family:{mono}; font-size:13px; background-color:{field};"
            f" margin:0px 0px {PARAGRAPH_GAP}px 0px; white-space:pre-wrap }}"
            f"code, kbd, tt, samp {{ font-family:{mono}; font-size:13px }}"
        )


def _key(node: Node) -> Key:
    comment = node.comment
    if comment is None:
        return node.remote_id, node.plain, None
    words = comment.html if node.posting is None else node.plain
    return node.remote_id, words, comment.state


def html_of(node: Node) -> str:
    """Return what a document is filled with: the site's clean HTML, or our own words escaped."""
    comment = node.comment
    if comment is not None and comment.state is CommentState.DELETED:
        return f"<p><i>{escape(_('This comment was deleted.'))}</i></p>"
    if comment is not None and node.plain == comment.plain:
        return comment.html
    return plain_as_html(node.plain)


def plain_as_html(text: str) -> str:
    """Return plain words as paragraphs."""
    paragraphs = (part for part in text.strip().split("\n\n") if part.strip())
    return "".join(
        "<p>" + escape(part.strip("\n")).replace("\n", "<br>") + "</p>" for part in paragraphs
    )


def _drop_last_margin(document: QTextDocument) -> None:
    cursor = QTextCursor(document.lastBlock())
    form = cursor.blockFormat()
    if form.bottomMargin():
        form.setBottomMargin(0)
        cursor.setBlockFormat(form)


def guessed_height(text: str, width: int) -> int:
    """Guess the height of a text from its number of letters; cheap, right within a line or so."""
    room = max(1.0, width / _LETTER)
    lines = 0
    paragraphs = text.split("\n")
    for part in paragraphs:
        lines += max(1, math.ceil(len(part) * 1.04 / room))
    return lines * LINE + text.count("\n\n") * PARAGRAPH_GAP
