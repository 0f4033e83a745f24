"""A page made ready for the extraction, which loses what it does not know.

It drops ``noscript``, the attributes of lazy loading, the sizes of pictures and every ``div``
without text, so pictures are spelt out before.
"""

from typing import TYPE_CHECKING

from desktop_app.text.appearance import looks
from desktop_app.text.pictures import best_source, counts_readers, size

if TYPE_CHECKING:
    from lxml.etree import _Element

_KEPT = frozenset(
    {
        *("class", "id", "href", "src", "alt", "dir", "lang", "title", "colspan", "rowspan"),
        *("start", "type", "datetime", "property", "name", "content", "rel", "itemprop", "role"),
        *("alttext", "encoding", "poster", "data-width", "data-height"),
    }
)
_AROUND_PICTURES = ("a", "picture", "span", "div", "noscript")


def prepare(root: "_Element", url: str) -> str:
    """Return the page as HTML in which every picture names the file to show and its size."""
    from lxml import etree

    for element in list(root.iter("noscript")):
        before = element.getprevious()
        lazy = before is not None and before.tag == "img" and not best_source(before, url)
        if lazy and element.find(".//img") is not None:
            element.tag = "span"
    for img in list(root.iter("img", "amp-img")):
        _spell_out(img, url)
    hidden: list[_Element] = []
    for element in root.iter():
        if not isinstance(element.tag, str) or not element.attrib:
            continue
        if element.get("hidden") is not None or (element.get("style") and looks(element).hidden):
            hidden.append(element)
        for name in [str(name) for name in element.attrib if name not in _KEPT]:
            del element.attrib[name]
    for element in hidden:
        _remove(element, root)
    return etree.tostring(root, encoding="unicode", method="html")


def _spell_out(img: "_Element", url: str) -> None:
    source = "" if counts_readers(img) else best_source(img, url)
    if not source:
        img.attrib.clear()
        return
    width, height = size(img)
    img.tag = "img"
    img.set("src", source)
    for name, value in (("data-width", width), ("data-height", height)):
        if value:
            img.set(name, str(value))
    _make_figure(img)


def _make_figure(img: "_Element") -> None:
    """Turn the ``div`` that holds only this picture into a ``figure``."""
    around = img
    while True:
        above = around.getparent()
        if above is None or above.tag not in _AROUND_PICTURES or not _is_alone(around, above):
            return
        if above.tag == "div":
            above.tag = "figure"
            return
        around = above


def _is_alone(element: "_Element", above: "_Element") -> bool:
    if (above.text or "").strip():
        return False
    return all(
        not (each.tail or "").strip() and (each is element or each.tag in ("source", "noscript"))
        for each in above
    )


def _remove(element: "_Element", root: "_Element") -> None:
    above = element.getparent()
    if above is None or element is root:
        return
    if element.tail:
        before = element.getprevious()
        if before is not None:
            before.tail = (before.tail or "") + element.tail
        else:
            above.text = (above.text or "") + element.tail
    above.remove(element)
