"""Pictures, players, frames and formulas on the way from a tree to the writer."""

from html import escape
from typing import TYPE_CHECKING

from desktop_app.text import embeds, pictures
from desktop_app.text.appearance import FORMULA_CLASSES, SMILEY_CLASSES, Looks, looks
from desktop_app.text.writer import Writer

if TYPE_CHECKING:
    from lxml.etree import _Element

_MOST_PICTURES = 300
_SMILEY_SIDE = 18  # CSS pixels, where the page gives no size


class Media:
    """Belongs to one walk over one tree."""

    def __init__(self, writer: Writer, base: str, *, comment: bool) -> None:
        self._writer = writer
        self._base = base
        self._comment = comment
        self._pictures = 0
        self._shown: set[str] = set()

    def picture(self, img: "_Element", look: Looks) -> None:
        """Write an ``img``: as a letter, a formula, in the line, or as a paragraph."""
        width, height = pictures.size(img)
        alt = img.get("alt") or ""
        smiley = bool(look.classes & SMILEY_CLASSES)
        if smiley and alt:
            self._writer.text(alt)
            return
        if look.classes & FORMULA_CLASSES and alt:
            self._formula_text(alt)
            return
        if pictures.counts_readers(img):
            return
        url = pictures.best_source(img, self._base)
        if not url or pictures.is_counter(url) or self._pictures >= _MOST_PICTURES:
            return
        self._pictures += 1
        if self._comment:
            self._link(url, alt or url.partition("://")[2])
        elif smiley or pictures.is_small(width, height):
            side = _SMILEY_SIDE
            small = pictures.written(url, width or side, height or side, alt)
            self._writer.small_picture(small)
        else:
            self._writer.picture(pictures.written(url, width, height, alt))

    def no_script(self, element: "_Element") -> None:
        """Take the picture that stands in for a lazy ``img`` which names no file itself."""
        before = element.getprevious()
        if before is not None:
            lazy = before if before.tag == "img" else next(before.iterdescendants("img"), None)
            if lazy is not None and pictures.best_source(lazy, self._base):
                return
        for img in element.iterdescendants("img"):
            self.picture(img, looks(img))

    def frame(self, element: "_Element") -> bool:
        """Write the link for a frame; return whether it leads anywhere."""
        return self._embed(embeds.frame(element, self._base))

    def player(self, element: "_Element") -> bool:
        """Write the link for a ``video`` or ``audio``."""
        return self._embed(embeds.media(element, self._base))

    def formula(self, element: "_Element") -> bool:
        """Write the TeX of a formula; without it, make its tree say what is above and below."""
        tex = element.get("alttext") or ""
        for note in element.iterdescendants("annotation"):
            if "tex" in (note.get("encoding") or "").lower():
                tex = tex or note.text or ""
        if tex.strip():
            self._formula_text(tex.strip())
            return True
        for each in element.iterdescendants("msup", "msub", "msubsup"):
            places = ("sub", "sup") if each.tag == "msubsup" else (str(each.tag)[1:],)
            for child, place in zip(list(each)[1:], places, strict=False):
                child.tag = place
        for each in element.iterdescendants("mfrac"):
            if len(each):
                each[0].tail = "/"
        return False

    def _embed(self, found: embeds.Embed | None) -> bool:
        if found is None:
            return False
        if found.url in self._shown:
            return True
        self._shown.add(found.url)
        writer = self._writer
        if found.picture_url and not self._comment:
            writer.start_format("a", f' href="{escape(found.url)}"')
            writer.picture(pictures.written(found.picture_url, 0, 0, ""))
            writer.end_format()
        writer.start_kind("p" if self._comment else found.kind)
        self._link(found.url, found.text)
        writer.end_kind()
        return True

    def _link(self, url: str, text: str) -> None:
        self._writer.start_format("a", f' href="{escape(url)}"')
        self._writer.text(f" {text} ")
        self._writer.end_format()

    def _formula_text(self, tex: str) -> None:
        self._writer.start_format("code")
        self._writer.text(tex)
        self._writer.end_format()
