"""What a page says about looks that changes what is read: hidden text, direction, weight.

Qt shows what a style sheet would hide, so hidden elements must go.
"""

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from lxml.etree import _Element

_HIDDEN_STYLE = re.compile(
    r"display\s*:\s*none|visibility\s*:\s*hidden|font-size\s*:\s*0(?![.\d])|mso-hide\s*:\s*all",
    re.IGNORECASE,
)
_DIRECTION = re.compile(r"(?:^|[;\s])direction\s*:\s*(rtl|ltr)", re.IGNORECASE)
_RIGHT = re.compile(r"text-align\s*:\s*right", re.IGNORECASE)
_BOLD = re.compile(r"font-weight\s*:\s*(bold|[6-9]00)", re.IGNORECASE)
_NOT_BOLD = re.compile(r"font-weight\s*:\s*(normal|400)", re.IGNORECASE)
_ITALIC = re.compile(r"font-style\s*:\s*italic", re.IGNORECASE)
_RIGHT_TO_LEFT = re.compile("[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc]")
_LATIN = re.compile("[A-Za-z]")

_HIDDEN_CLASSES = frozenset(
    {
        *("screen-reader-text", "visually-hidden", "visuallyhidden", "sr-only", "sr-only-text"),
        *("sharedaddy", "jp-relatedposts", "feedflare", "katex-html", "MathJax_Preview"),
        *("gutter", "lineno", "linenos", "line-numbers-rows", "mw-editsection"),
    }
)
_CAPTION_CLASSES = frozenset(
    {
        *("wp-caption-text", "wp-caption-dd", "caption-text", "image-caption", "photo-caption"),
        *("img-caption", "figcaption", "wp-element-caption", "cap"),
    }
)
SMILEY_CLASSES = frozenset({"emoji", "wp-smiley", "wp-emoji", "twemoji", "emojione"})
FORMULA_CLASSES = frozenset({"latex", "tex", "mwe-math-fallback-image-inline", "math"})


@dataclass(frozen=True, slots=True)
class Looks:
    """What matters of the attributes of an element."""

    classes: frozenset[str] = frozenset()
    hidden: bool = False
    direction: str = ""
    bold: bool | None = None
    italic: bool = False

    @property
    def caption(self) -> bool:
        """Whether the element holds the caption of a picture."""
        return bool(self.classes & _CAPTION_CLASSES)


PLAIN = Looks()


def looks(element: "_Element") -> Looks:
    """Read the attributes of ``element``."""
    values = {str(name): str(value) for name, value in element.items()}
    classes = frozenset(values["class"].split()) if "class" in values else frozenset()
    style = values.get("style", "")
    hidden = (
        "hidden" in values
        or values.get("aria-hidden", "").lower() == "true"
        or bool(classes & _HIDDEN_CLASSES)
        or bool(style and _HIDDEN_STYLE.search(style))
    )
    direction = values.get("dir", "").lower()
    if direction not in ("rtl", "ltr"):
        direction = _styled_direction(element, style) if style else ""
    if not style:
        return Looks(classes, hidden, direction)
    bold = True if _BOLD.search(style) else (False if _NOT_BOLD.search(style) else None)
    return Looks(classes, hidden, direction, bold, _ITALIC.search(style) is not None)


def _styled_direction(element: "_Element", style: str) -> str:
    found = _DIRECTION.search(style)
    if found is not None:
        return found[1].lower()
    if _RIGHT.search(style) is None:
        return ""
    text = "".join(map(str, element.itertext()))
    return "rtl" if len(_RIGHT_TO_LEFT.findall(text)) > len(_LATIN.findall(text)) else ""
