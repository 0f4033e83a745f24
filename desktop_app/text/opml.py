"""Lists of feeds as other readers write them: OPML 2.0 (opml.org/spec2.opml). Any thread."""

from collections.abc import Iterable
from dataclasses import dataclass
from email.utils import formatdate
from xml.sax.saxutils import escape, quoteattr

from desktop_app.core.errors import AppError, ErrorKind
from desktop_app.text.plain import plain_text
from desktop_app.text.urls import host_shown, is_web

CAP = 10_000_000
"""Bytes of a file; more is refused."""

_DEEPEST = 20
_MOST = 20_000


@dataclass(frozen=True, slots=True)
class OpmlOutline:
    """A feed of such a list. ``folders`` are the names around it, the outermost first."""

    title: str
    url: str
    home_url: str = ""
    folders: tuple[str, ...] = ()


def read_opml(data: bytes) -> tuple[OpmlOutline, ...]:
    """Return the feeds of an OPML file in its order, each address once.

    Outlines without a web address in ``xmlUrl`` (in any case of letters) only make folders.
    Raises ``AppError(BAD_FILE)`` for anything that is no OPML, is cut, or declares a DTD.
    """
    from xml.parsers import expat

    reader = _Reader()
    parser = expat.ParserCreate()
    parser.StartElementHandler = reader.start
    parser.EndElementHandler = reader.end
    parser.StartDoctypeDeclHandler = _refuse
    parser.EntityDeclHandler = _refuse
    if len(data) > CAP:
        raise AppError(ErrorKind.BAD_FILE, code="too_large")
    try:
        parser.Parse(data, True)
    except (expat.ExpatError, ValueError, LookupError) as error:
        raise AppError(ErrorKind.BAD_FILE, code="xml", detail=str(error)) from None
    if not reader.is_opml:
        raise AppError(ErrorKind.BAD_FILE, code="no_opml")
    return tuple(reader.found.values())


def write_opml(title: str, outlines: Iterable[OpmlOutline], now: int) -> str:
    """Return an OPML document; outlines that follow each other share their folders.

    ``now`` is in Unix seconds.
    """
    date = formatdate(now, usegmt=True)
    lines = [
        '<?xml version="1.0" encoding="UTF-8"?>',
        '<opml version="2.0">',
        f"<head><title>{_text(title)}</title><dateCreated>{date}</dateCreated></head>",
        "<body>",
    ]
    stack: tuple[str, ...] = ()
    for outline in outlines:
        shared = 0
        while shared < min(len(stack), len(outline.folders)) and (
            stack[shared] == outline.folders[shared]
        ):
            shared += 1
        lines.extend(["</outline>"] * (len(stack) - shared))
        lines.extend(
            f"<outline text={_attribute(name)} title={_attribute(name)}>"
            for name in outline.folders[shared:]
        )
        stack = outline.folders
        lines.append(_written(outline))
    lines.extend(["</outline>"] * len(stack))
    lines.extend(["</body>", "</opml>", ""])
    return "\n".join(lines)


class _Reader:
    def __init__(self) -> None:
        self.found: dict[str, OpmlOutline] = {}
        self.is_opml = False
        self._names: list[str] = []  # of every open outline; "" for a feed

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        tag = tag.lower().rpartition(":")[2]
        if tag == "opml":
            self.is_opml = True
        if tag != "outline":
            return
        values = {name.lower(): value.strip() for name, value in attributes.items()}
        name = plain_text(values.get("title") or values.get("text") or "")
        url = values.get("xmlurl", "")
        if url.startswith("feed:"):
            url = "http:" + url[5:] if url.startswith("feed://") else url[5:]
        if not is_web(url):
            self._names.append(name)
            return
        self._names.append("")
        if len(self.found) >= _MOST:
            return
        folders = tuple(each for each in self._names[:_DEEPEST] if each)
        home = values.get("htmlurl", "")
        home = home if is_web(home) else ""
        outline = OpmlOutline(name or host_shown(url), url, home, folders)
        self.found.setdefault(url, outline)

    def end(self, tag: str) -> None:
        if tag.lower().rpartition(":")[2] == "outline" and self._names:
            self._names.pop()


def _refuse(*_: object) -> None:
    raise AppError(ErrorKind.BAD_FILE, code="doctype")


def _written(outline: OpmlOutline) -> str:
    name = _attribute(outline.title)
    home = f" htmlUrl={_attribute(outline.home_url)}" if outline.home_url else ""
    return f'<outline type="rss" text={name} title={name} xmlUrl={_attribute(outline.url)}{home}/>'


def _attribute(text: str) -> str:
    return quoteattr(_allowed(text))


def _text(text: str) -> str:
    return escape(_allowed(text))


def _allowed(text: str) -> str:
    """Leave out what XML 1.0 cannot hold at all."""
    return "".join(
        letter
        for letter in text
        if letter in "\t\n\r"
        or " " <= letter <= "\ud7ff"
        or "\ue000" <= letter <= "\ufffd"
        or letter > "\uffff"
    )
