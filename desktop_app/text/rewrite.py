"""Walks a tree of outside HTML and tells the writer what it means.

The walk keeps its own stack, so no depth of nesting can exhaust Python's.
"""

from collections.abc import Callable, Iterator
from html import escape
from typing import TYPE_CHECKING

from desktop_app.text import tables
from desktop_app.text.appearance import PLAIN, Looks, looks
from desktop_app.text.gate import CLASSES
from desktop_app.text.media import Media
from desktop_app.text.urls import clean_link, join, quoted
from desktop_app.text.writer import Writer

if TYPE_CHECKING:
    from lxml.etree import _Element

    Leave = Callable[[], object]
    Enter = Callable[["Rewriter", _Element, Looks], "list[Leave] | None"]

_LONGEST_MAIL_ADDRESS = 400

_DROPPED = frozenset(
    {
        *("script", "style", "template", "title", "head", "svg", "textarea", "select", "button"),
        *("input", "canvas", "meta", "link", "map", "area", "datalist", "frameset", "noframes"),
        *("param", "source", "track", "applet", "progress", "meter", "rp", "annotation-xml"),
        *("annotation", "nextid", "colgroup", "col", "bgsound", "optgroup", "option", "base"),
    }
)
_FORMATS = {
    **{tag: (tag, "") for tag in ("b", "strong", "i", "em", "cite", "dfn", "var", "u", "s")},
    **{tag: (tag, "") for tag in ("small", "big", "sub", "sup", "code", "kbd", "samp", "tt")},
    "ins": ("u", ""),
    "del": ("s", ""),
    "strike": ("s", ""),
    "mark": ("span", ' class="mark"'),
}
_BLOCKS = frozenset(
    {
        *("p", "div", "section", "article", "main", "header", "footer", "aside", "nav", "figure"),
        *("details", "address", "center", "form", "fieldset", "legend", "hgroup", "dialog"),
        *("body", "html", "thead", "tbody", "tfoot", "caption", "menu", "dir", "search"),
    }
)
_HEADINGS = {"h1": "h2", "h2": "h2", "h3": "h3", "h4": "h4", "h5": "h5", "h6": ""}
_KEPT_CLASSES = CLASSES - {"mark", "quote", "cell", "pic"}
_COMMENT_KINDS = ("p", "pre", "code")
_QUOTATION_MARKS = {
    "de": "„“", "fr": "«»", "ar": "«»", "fa": "«»", "ru": "«»", "es": "«»", "it": "«»",
    "he": "\"\"", "ja": "「」", "pl": "„”",
}  # fmt: skip


class Rewriter:
    """One walk over one tree."""

    def __init__(self, writer: Writer, base: str, language: str, *, comment: bool) -> None:
        self.writer = writer
        self.base = base
        self.comment = comment
        self._language = language
        self.media = Media(writer, base, comment=comment)
        self._columns = 0  # of the row that is open
        self._rows = 0

    def run(self, root: "_Element") -> None:
        """Walk the tree below ``root``."""
        stack: list[tuple[Iterator[_Element], list[Leave], str | None]] = []
        stack.append((iter((root,)), [], None))
        writer = self.writer
        while stack and not writer.full:
            children, leave, tail = stack[-1]
            for child in children:
                below = self._enter(child) if isinstance(child.tag, str) else None
                if below is None:
                    if child.tail:
                        writer.text(child.tail)
                    continue
                if child.text:
                    writer.text(child.text)
                stack.append((iter(child), below, child.tail if child is not root else None))
                break
            else:
                stack.pop()
                for each in reversed(leave):
                    each()
                if tail:
                    writer.text(tail)

    def _enter(self, element: "_Element") -> "list[Leave] | None":
        """Begin an element; return what ends it, None to leave out all that is in it."""
        tag = str(element.tag).lower()
        if tag in _DROPPED:
            return None
        look = looks(element) if element.attrib else PLAIN
        if look.hidden:
            return None
        enter = _SPECIAL.get(tag)
        if enter is not None:
            return enter(self, element, look)
        if tag in _BLOCKS:
            return self._block(element, look)
        if tag in _FORMATS and not (tag in ("b", "strong") and look.bold is False):
            if tag == "code" and self.writer.kind in ("pre", "code"):
                return []
            self.writer.start_format(*_FORMATS[tag])
            return [self.writer.end_format]
        return self._styled(look)

    def _styled(self, look: Looks) -> "list[Leave]":
        leave: list[Leave] = []
        if look.bold:
            self.writer.start_format("b")
            leave.append(self.writer.end_format)
        if look.italic:
            self.writer.start_format("i")
            leave.append(self.writer.end_format)
        if "mark" in look.classes:
            self.writer.start_format("span", ' class="mark"')
            leave.append(self.writer.end_format)
        return leave

    def _block(self, element: "_Element", look: Looks) -> "list[Leave]":
        writer = self.writer
        if writer.kind in ("pre", "code"):
            writer.line_break()
            return []
        if element.tag == "div" and look.classes == {"quote"}:
            return self._quote(element, look)
        kind = "cap" if look.caption else "p"
        if element.tag == "p":
            kind = next(iter(look.classes & _KEPT_CLASSES), kind)
        return self._paragraph(kind, look)

    def _paragraph(self, kind: str, look: Looks) -> "list[Leave]":
        writer = self.writer
        writer.start_direction(look.direction)
        writer.start_kind(kind if kind in _COMMENT_KINDS or not self.comment else "p")
        return [writer.end_direction, writer.end_kind]

    def _caption(self, element: "_Element", look: Looks) -> "list[Leave]":
        return self._paragraph("cap", look)

    def _code_block(self, element: "_Element", look: Looks) -> "list[Leave]":
        return self._paragraph("pre", look)

    def _heading(self, element: "_Element", look: Looks) -> "list[Leave]":
        kind = "" if self.comment else _HEADINGS[str(element.tag)]
        leave = self._paragraph(kind or "p", look)
        if not kind:
            self.writer.start_format("b")
            leave.append(self.writer.end_format)
        return leave

    def _summary(self, element: "_Element", look: Looks) -> "list[Leave]":
        leave = self._paragraph("p", look)
        self.writer.start_format("b")
        return [*leave, self.writer.end_format]

    def _quote(self, element: "_Element", look: Looks) -> "list[Leave]":
        self.writer.start_direction(look.direction)
        self.writer.start_quote()
        return [self.writer.end_direction, self.writer.end_container]

    def _list(self, element: "_Element", look: Looks) -> "list[Leave]":
        tag = str(element.tag)
        if self.comment and tag == "dl":
            return self._block(element, look)
        attributes = ""
        start, kind = element.get("start") or "", element.get("type") or ""
        if tag == "ol" and start.isascii() and start.isdigit() and len(start) < 4:
            attributes += f' start="{int(start)}"'
        if tag == "ol" and kind in ("1", "a", "A", "i", "I"):
            attributes += f' type="{kind}"'
        self.writer.start_direction(look.direction)
        self.writer.start_list(tag, attributes)
        return [self.writer.end_direction, self.writer.end_container]

    def _item(self, element: "_Element", look: Looks) -> "list[Leave]":
        if look.caption or (self.comment and element.tag != "li"):
            return self._block(element, look)
        self.writer.start_direction(look.direction)
        self.writer.start_item(str(element.tag))
        return [self.writer.end_direction, self.writer.end_container]

    def _table(self, element: "_Element", look: Looks) -> "list[Leave]":
        writer = self.writer
        flat = self.comment or writer.inside("table", "blockquote", "div")
        if flat or not tables.holds_data(element):
            return self._block(element, look)
        for caption in element.iterchildren("caption"):
            self._table_caption(caption)
        self._rows = 0
        writer.start_direction(look.direction)
        writer.start_table()
        return [writer.end_direction, writer.end_container]

    def _table_caption(self, caption: "_Element") -> None:
        self.writer.start_kind("cap")
        self.writer.text("".join(str(each) for each in caption.itertext()))
        self.writer.end_kind()
        tail = caption.tail
        caption.clear()
        caption.tail = tail

    def _row(self, element: "_Element", look: Looks) -> "list[Leave] | None":
        if not self.writer.inside("table"):
            return self._block(element, look)
        self._rows += 1
        self._columns = 0
        if self._rows > tables.MOST_ROWS + 1:
            return None
        self.writer.start_row()
        if self._rows <= tables.MOST_ROWS:
            return [self.writer.end_container]
        self._mark_left_out()
        self.writer.end_container()
        return None

    def _cell(self, element: "_Element", look: Looks) -> "list[Leave] | None":
        if not self.writer.in_row:
            return self._block(element, look)
        room = tables.MOST_COLUMNS - self._columns
        if room == 0:
            self._mark_left_out()
        if room <= 0:
            return None
        across, down = tables.span(element, "colspan", room), tables.span(element, "rowspan")
        self._columns += across
        attributes = f' colspan="{across}"' if across > 1 else ""
        attributes += f' rowspan="{down}"' if down > 1 else ""
        self.writer.start_direction(look.direction)
        self.writer.start_cell(str(element.tag), attributes)
        return [self.writer.end_direction, self.writer.end_container]

    def _mark_left_out(self) -> None:
        self._columns += 1
        self.writer.start_cell("td")
        self.writer.text("…")
        self.writer.end_container()

    def _link(self, element: "_Element", look: Looks) -> "list[Leave]":
        href = (element.get("href") or "").strip()
        if href[:7].lower() == "mailto:" and 7 < len(href) < _LONGEST_MAIL_ADDRESS:
            url = "mailto:" + quoted(href[7:])
        else:
            url = clean_link(join(self.base, href)) if href else ""
        if not url:
            return self._styled(look)
        self.writer.start_format("a", f' href="{escape(url)}"')
        return [self.writer.end_format, *self._styled(look)]

    def _line_break(self, element: "_Element", look: Looks) -> "list[Leave]":
        self.writer.line_break()
        return []

    def _rule(self, element: "_Element", look: Looks) -> "list[Leave]":
        if self.comment:
            self.writer.end_block()
        else:
            self.writer.rule()
        return []

    def _word_break(self, element: "_Element", look: Looks) -> "list[Leave]":
        self.writer.text("\u200b")
        return []

    def _quotation(self, element: "_Element", look: Looks) -> "list[Leave]":
        language = (element.get("lang") or self._language)[:2].lower()
        marks = _QUOTATION_MARKS.get(language, "“”")
        opening, closing = marks[0], marks[1]
        self.writer.text(opening)
        return [lambda: self.writer.text(closing)]

    def _ruby_text(self, element: "_Element", look: Looks) -> "list[Leave]":
        self.writer.text("(")
        return [lambda: self.writer.text(")")]

    def _picture(self, element: "_Element", look: Looks) -> None:
        self.media.picture(element, look)

    def _no_script(self, element: "_Element", look: Looks) -> None:
        self.media.no_script(element)

    def _frame(self, element: "_Element", look: Looks) -> "list[Leave] | None":
        found = self.media.frame(element)
        return [] if element.tag == "object" and not found else None

    def _player(self, element: "_Element", look: Looks) -> None:
        self.media.player(element)

    def _formula(self, element: "_Element", look: Looks) -> "list[Leave] | None":
        return None if self.media.formula(element) else []


_SPECIAL: "dict[str, Enter]" = {
    **dict.fromkeys(_HEADINGS, Rewriter._heading),
    **dict.fromkeys(("ul", "ol", "dl"), Rewriter._list),
    **dict.fromkeys(("li", "dt", "dd"), Rewriter._item),
    **dict.fromkeys(("td", "th"), Rewriter._cell),
    **dict.fromkeys(("img", "image", "amp-img"), Rewriter._picture),
    **dict.fromkeys(("iframe", "embed", "object", "frame", "amp-iframe"), Rewriter._frame),
    **dict.fromkeys(("video", "audio"), Rewriter._player),
    **dict.fromkeys(("pre", "xmp", "listing", "plaintext"), Rewriter._code_block),
    "a": Rewriter._link,
    "blockquote": Rewriter._quote,
    "br": Rewriter._line_break,
    "figcaption": Rewriter._caption,
    "hr": Rewriter._rule,
    "math": Rewriter._formula,
    "noscript": Rewriter._no_script,
    "q": Rewriter._quotation,
    "rt": Rewriter._ruby_text,
    "summary": Rewriter._summary,
    "table": Rewriter._table,
    "tr": Rewriter._row,
    "wbr": Rewriter._word_break,
}
