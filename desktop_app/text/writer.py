"""Writes the dialect that ``clean.py`` describes: well-formed, capped, in one canonical form.

The caller says what comes (a paragraph, a format, a quotation, text); the writer opens tags only
when there is something to put between them, closes them in order, and refuses what Qt lays out
badly: it never nests tables, and caps quotations, lists, formats and words.
"""

import re
from dataclasses import dataclass, field
from html import escape

from desktop_app.text.fold import first_strong
from desktop_app.text.longwords import WordBreaker
from desktop_app.text.plain import tidy_body

_MOST_FORMATS = 16
_MOST_LISTS = 4
_MOST_QUOTES = 2
_LONGEST_ESCAPE = len("&nbsp;")
_BLANKS = re.compile(r"[ \t\n\r\f]+")
_LISTS = ("ul", "ol", "dl")
_ITEMS = ("li", "dt", "dd")
_IMPLIED = {"ul": "li", "ol": "li", "dl": "dd", "table": "tr", "tr": "td"}
_KEEPING_BLANKS = ("pre", "code")


@dataclass(slots=True)
class _Container:
    tag: str
    attributes: str = ""
    real: bool = True  # False: counted, never written
    written: bool = False
    filled: bool = False
    implied: bool = False
    automatic: bool = False  # right to left because of its first letter
    gap: str = field(default="")  # empty cells of a row that nothing has followed yet


class Writer:
    """Builds one fragment. Not shared between threads."""

    def __init__(self, most: int) -> None:
        self._most = most
        self._out: list[str] = []
        self._size = 0
        self._containers: list[_Container] = []
        self._kinds = ["p"]
        self._directions: list[str] = [""]
        self._formats: list[tuple[str, str]] = []
        self._opened = 0  # how many of the formats are open in the output
        self._end = ""  # what closes the open paragraph
        self._in_block = False
        self._block_kind = "p"
        self._held = ""  # blanks that are written only when something follows
        self._breaks = 0
        self._words = WordBreaker()

    @property
    def full(self) -> bool:
        """Whether the cap is reached; nothing more is taken then."""
        return self._size > self._most

    @property
    def kind(self) -> str:
        """The kind of paragraph that text is written into."""
        return self._kinds[-1]

    @property
    def in_row(self) -> bool:
        """Whether a cell may begin here."""
        return bool(self._containers) and self._containers[-1].tag == "tr"

    def result(self) -> str:
        """Close everything and return the fragment."""
        self.end_block()
        while self._containers:
            self._close_container()
        return "".join(self._out)

    # -- paragraphs -----------------------------------------------------------------------

    def start_kind(self, kind: str) -> None:
        """Begin a block: ``p``, ``h2``…``h5``, ``pre`` or a class of paragraphs.

        Inside a heading, caption or code the outer kind stays.
        """
        self.end_block()
        outer = self._kinds[-1]
        kind = outer if outer != "p" else kind
        if kind == "pre" and self.inside("blockquote", "table"):
            kind = "code"
        self._kinds.append(kind)

    def end_kind(self) -> None:
        """End what ``start_kind`` began."""
        self.end_block()
        self._kinds.pop()

    def start_direction(self, direction: str) -> None:
        """Set ``ltr`` or ``rtl`` for what follows; "" keeps the outer one."""
        self._directions.append(direction or self._directions[-1])

    def end_direction(self) -> None:
        """End what ``start_direction`` began."""
        self._directions.pop()

    def end_block(self) -> None:
        """End the open paragraph, if there is one."""
        if self._in_block:
            self._close_formats()
            self._emit(self._end)
            self._in_block = False
        self._held, self._breaks = "", 0
        self._words.begin()

    # -- inside a paragraph ---------------------------------------------------------------

    def start_format(self, tag: str, attributes: str = "") -> None:
        """Begin an inline element; a repeated one and a link in a link are not written."""
        opening = f"<{tag}{attributes}>"
        known = any(
            each[0] == opening or (tag == "a" and each[1] == "</a>") for each in self._formats
        )
        if known or len(self._formats) >= _MOST_FORMATS:
            opening = ""
        self._formats.append((opening, f"</{tag}>" if opening else ""))

    def end_format(self) -> None:
        """End what ``start_format`` began last."""
        _, closing = self._formats.pop()
        if self._opened > len(self._formats):
            self._opened -= 1
            self._emit(closing)

    def text(self, text: str) -> None:
        """Write text from outside; blanks are joined except in code."""
        text = self._fitting(tidy_body(text))
        if self._in_link():
            text = text.replace("\u200b", "")
        kind = self._block_kind if self._in_block else self._kinds[-1]
        if kind in _KEEPING_BLANKS:
            self._text_as_it_is(text)
            return
        text = _BLANKS.sub(" ", text)
        if not self._in_block or self._breaks:
            text = text.lstrip()
        elif text.startswith(" "):
            self._held, text = " ", text[1:]
        ending = text.endswith(" ")
        text = text[:-1] if ending else text
        if text:
            self._ready(text)
            self._put(text)
        if ending and self._in_block and not self._breaks:
            self._held = " "

    def line_break(self) -> None:
        """Break the line; two of them end a plain paragraph."""
        if self._in_block:
            if self._block_kind in _KEEPING_BLANKS:
                self._held += "\n"
            else:
                self._held = ""
                self._breaks += 1

    def small_picture(self, img: str) -> None:
        """Write a picture that stands in the line."""
        self._ready("")
        self._put_markup(img)

    # -- blocks of their own --------------------------------------------------------------

    def picture(self, img: str) -> None:
        """Write a picture as a paragraph, inside the link that is open."""
        self.end_block()
        self._enter_containers("")
        link = next((each for each in self._formats if each[1] == "</a>"), ("", ""))
        self._emit(f'<p class="pic">{link[0]}{img}{link[1]}</p>')
        self._mark_filled()

    def rule(self) -> None:
        """Write a rule between paragraphs; none inside other things or twice."""
        self.end_block()
        if self._containers or not self._out or self._out[-1] == "<hr>":
            return
        self._emit("<hr>")

    # -- containers -----------------------------------------------------------------------

    def inside(self, *tags: str) -> bool:
        """Return whether one of these containers is open."""
        return any(each.tag in tags and each.real for each in self._containers)

    def start_quote(self) -> None:
        """Begin a quotation; the third level and deeper are not marked."""
        level = sum(each.tag in ("blockquote", "div") for each in self._containers)
        if level >= _MOST_QUOTES:
            self._open_container(_Container("div", real=False))
        elif self.inside("blockquote", "table", "div"):
            self._open_container(_Container("div", ' class="quote"'))
        else:
            self._open_container(_Container("blockquote"))

    def start_list(self, tag: str, attributes: str = "") -> None:
        """Begin ``ul``, ``ol`` or ``dl``; the fifth level and deeper are only paragraphs."""
        level = sum(each.tag in _LISTS for each in self._containers)
        self._open_container(_Container(tag, attributes, real=level < _MOST_LISTS))

    def start_item(self, tag: str) -> None:
        """Begin ``li``, ``dt`` or ``dd`` in the list that is open."""
        self.end_block()
        self._close_implied()
        top = self._containers[-1] if self._containers else None
        real = top is not None and top.real and top.tag in _LISTS
        if top is not None and (top.tag == "dl") == (tag == "li"):
            tag = _IMPLIED.get(top.tag, tag)
        self._open_container(_Container(tag, real=real))

    def start_table(self) -> None:
        """Begin a table; the caller sees to it that none is open."""
        self._open_container(_Container("table"))

    def start_row(self) -> None:
        """Begin a row."""
        self.end_block()
        self._close_implied()
        self._open_container(_Container("tr"))

    def start_cell(self, tag: str, attributes: str = "") -> None:
        """Begin ``td`` or ``th``."""
        self.end_block()
        self._close_implied()
        self._open_container(_Container(tag, attributes))

    def end_container(self) -> None:
        """End the quotation, list, item, table, row or cell that began last."""
        self.end_block()
        self._close_implied()
        self._close_container()

    # -- inner workings -------------------------------------------------------------------

    def _emit(self, piece: str) -> None:
        if piece:
            self._out.append(piece)
            self._size += len(piece)

    def _in_link(self) -> bool:
        return any(each[1] == "</a>" for each in self._formats)

    def _open_container(self, container: _Container) -> None:
        self.end_block()
        direction = self._directions[-1]
        if direction and container.tag not in ("tr", "td", "th", "li", "dt", "dd"):
            container.attributes += f' dir="{direction}"'
        self._containers.append(container)
        self._kinds.append("p")

    def _close_implied(self) -> None:
        while self._containers and self._containers[-1].implied:
            self._close_container()

    def _close_container(self) -> None:
        container = self._containers.pop()
        self._kinds.pop()
        above = self._containers[-1] if self._containers else None
        if container.written:
            self._emit(f"{container.gap}</{container.tag}>")
        elif container.tag in ("td", "th") and above is not None:
            above.gap += f"<{container.tag}{container.attributes}></{container.tag}>"

    def _enter_containers(self, text: str) -> None:
        """Write the tags of the containers that nothing has been put into before."""
        while self._containers and (top := self._containers[-1]).real and top.tag in _IMPLIED:
            self._containers.append(_Container(_IMPLIED[top.tag], implied=True))
            self._kinds.append(self._kinds[-1])
        above: _Container | None = None
        for each in self._containers:
            if each.real and not each.written:
                self._write_container(each, above, text)
            above = each

    def _write_container(self, each: _Container, above: _Container | None, text: str) -> None:
        if above is not None and above.gap:
            self._emit(above.gap)
            above.gap = ""
        if "dir=" not in each.attributes and each.tag in ("blockquote", "table", "div", *_LISTS):
            inherited = any(other.automatic for other in self._containers)
            if inherited or (not text.isascii() and first_strong(text) == "rtl"):
                each.automatic = True
                each.attributes += ' dir="rtl"'
        self._emit(f"<{each.tag}{each.attributes}>")
        each.written = True

    def _mark_filled(self) -> None:
        for each in self._containers:
            each.filled = True

    def _ready(self, text: str) -> None:
        """Make sure that a paragraph and all formats are open."""
        if self._in_block and self._breaks:
            self._write_breaks()
        if not self._in_block:
            self._open_block(text)
        elif self._held:
            self._emit(self._held)
            self._words.begin()
        self._held = ""
        for place in range(self._opened, len(self._formats)):
            if self._block_kind in _KEEPING_BLANKS and self._formats[place][0] == "<code>":
                self._formats[place] = ("", "")  # code it is already
            self._emit(self._formats[place][0])
        self._opened = len(self._formats)

    def _write_breaks(self) -> None:
        breaks, self._breaks = self._breaks, 0
        if breaks > 1 and self._block_kind == "p":
            self.end_block()
            return
        self._emit("<br>")
        self._words.begin()

    def _open_block(self, text: str) -> None:
        self._enter_containers(text)
        kind = self._kinds[-1]
        top = next((each for each in reversed(self._containers) if each.real), None)
        direction = self._direction(text)
        mark = f' dir="{direction}"' if direction else ""
        if kind == "p" and top is not None and top.tag in _ITEMS and not top.filled:
            if direction:  # the item's tag is the last one written
                self._out[-1] = f"<{top.tag}{mark}>"
            self._end = ""
        elif kind in ("p", "h2", "h3", "h4", "h5", "pre"):
            if kind == "p" and top is not None and top.tag in ("td", "th"):
                mark += ' class="cell"'
            self._emit(f"<{kind}{mark}>")
            self._end = f"</{kind}>"
        else:
            self._emit(f'<p{mark} class="{kind}">')
            self._end = "</p>"
        self._in_block, self._block_kind = True, kind
        self._words.begin()
        self._mark_filled()

    def _direction(self, text: str) -> str:
        if self._directions[-1]:
            return self._directions[-1]
        if any(each.automatic for each in self._containers):
            return first_strong(text) or "rtl"
        return ""

    def _close_formats(self) -> None:
        for _, closing in reversed(self._formats[: self._opened]):
            self._emit(closing)
        self._opened = 0

    def _text_as_it_is(self, text: str) -> None:
        text = text.replace("\r\n", "\n").replace("\r", "\n").expandtabs(4)
        if not self._in_block:
            first = len(text) - len(text.lstrip())
            text = text[text.rfind("\n", 0, first) + 1 :]
        body = text.rstrip()
        if body:
            self._ready(body)
            self._put(body)
            self._held = ""
        if self._in_block:
            self._held += text[len(body) :]

    def _fitting(self, text: str) -> str:
        """Cut text that would go over the cap, so that nothing follows it."""
        room = max(self._most - self._size, 0)
        if len(text) * _LONGEST_ESCAPE <= room or len(_escaped(text)) <= room:
            return text
        self._size = self._most + 1
        return text[: room // _LONGEST_ESCAPE]

    def _put(self, text: str) -> None:
        self._emit(_escaped(self._words.broken(text)))

    def _put_markup(self, markup: str) -> None:
        self._emit(markup)
        self._words.begin()


def _escaped(text: str) -> str:
    """Write text as the gate's parser does, so that sizes are the same behind it."""
    return escape(text, quote=False).replace("\xa0", "&nbsp;")
