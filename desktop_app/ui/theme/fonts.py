"""Fonts: one table of families, one cache of sizes, and CSS's rule for where a line stands.

With FreeType only whole pixel sizes exist: 14.5 is drawn with 15 px letters set tighter, so that a
text is as wide as drawn. Advances must not depend on the machine, hence no hinting anywhere.
"""

import logging
import math
from functools import cache
from typing import NamedTuple

from PySide6.QtGui import QFont, QFontDatabase, QFontInfo, QFontMetricsF, QGuiApplication

from desktop_app.system import resources

log = logging.getLogger("daily8.fonts")

INTER = "Inter Daily8"
_UI_PARTNERS = ("Arabic Daily8", "Hebrew Daily8")
UI: list[str] = [INTER, *_UI_PARTNERS]
"""Families of the interface; ``install`` puts the system's own first where that is a good one."""
SERIF: tuple[str, ...] = ("Serif Daily8", "Naskh Daily8", "Serif Hebrew Daily8")
"""Families of the reading face."""
MONO: tuple[str, ...] = (
    "SF Mono",
    "Cascadia Mono",
    "Consolas",
    "Menlo",
    "JetBrains Mono",
    "Noto Sans Mono",
    "DejaVu Sans Mono",
    "Liberation Mono",
    "monospace",
)
DESIGNED = frozenset(
    {
        "Segoe UI",
        "Segoe UI Variable",
        ".AppleSystemUIFont",
        "SF Pro Text",
        "Adwaita Sans",
        "Cantarell",
        "Noto Sans",
        "Ubuntu",
        "Ubuntu Sans",
        "Inter",
    }
)
"""Interface fonts that a system was drawn with. A mere alias ("Sans Serif") is not a choice."""

FILES = (
    "InterDaily8-Regular",
    "InterDaily8-Medium",
    "InterDaily8-SemiBold",
    "InterDaily8-Bold",
    "SerifDaily8-Regular",
    "SerifDaily8-Bold",
    "SerifDaily8-Italic",
    "SerifDaily8-BoldItalic",
    "ArabicDaily8-Regular",
    "ArabicDaily8-Bold",
    "HebrewDaily8-Regular",
    "HebrewDaily8-Bold",
    "NaskhDaily8-Regular",
    "NaskhDaily8-Bold",
    "SerifHebrewDaily8-Regular",
    "SerifHebrewDaily8-Bold",
)
_SAMPLE = "The quick brown fox jumps over the lazy dog, and then some more of it."


class FontKey(NamedTuple):
    """A font by value: what layout caches are keyed with. ``track`` is in em."""

    px: float
    weight: int = 400
    track: float = 0.0
    tnum: bool = False
    serif: bool = False


def install() -> None:
    """Register the bundled fonts and choose the interface's. Main thread, before any widget."""
    if INTER not in QFontDatabase.families():
        for name in FILES:
            if QFontDatabase.addApplicationFont(str(resources.path(f"fonts/{name}.ttf"))) < 0:
                log.warning("font %s cannot be read", name)
    UI[:] = [*_own_family(), INTER, *_UI_PARTNERS]
    font.cache_clear()
    _metrics.clear()


def _own_family() -> tuple[str, ...]:
    wanted = QGuiApplication.font()
    family = wanted.family()
    return (family,) if family in DESIGNED and QFontInfo(wanted).family() == family else ()


@cache
def font(
    px: float,
    weight: int = 400,
    track: float = 0.0,
    tnum: bool = False,
    serif: bool = False,
) -> QFont:
    """Return the font with ``px`` high letters, ``track`` em of extra spacing; do not change it.

    Weights that exist: 400, 500, 600, 700 (serif: 400, 700).
    """
    whole = math.ceil(px)
    made = QFont()
    made.setFamilies(list(SERIF) if serif else UI)
    made.setPixelSize(whole)
    made.setWeight(QFont.Weight(weight))
    made.setHintingPreference(QFont.HintingPreference.PreferNoHinting)
    smooth = (
        QFont.StyleStrategy.PreferAntialias.value | QFont.StyleStrategy.NoSubpixelAntialias.value
    )
    made.setStyleStrategy(QFont.StyleStrategy(smooth))
    space = track * px
    if whole != px:
        advance = QFontMetricsF(made).horizontalAdvance(_SAMPLE) / len(_SAMPLE)
        space += (px - whole) / whole * advance
    if space:
        made.setLetterSpacing(QFont.SpacingType.AbsoluteSpacing, space)
    if tnum:
        made.setFeature(QFont.Tag("tnum"), 1)
    return made


def of(key: FontKey, joined: bool = False) -> QFont:
    """Return the font for ``key``; ``joined`` scripts (Arabic) take no spacing between letters."""
    if joined and (key.track or key.px != int(key.px)):
        return font(math.floor(key.px), key.weight, 0.0, key.tnum, key.serif)
    return font(*key)


_metrics: dict[str, QFontMetricsF] = {}


def metrics(face: QFont) -> QFontMetricsF:
    """Return the cached metrics of ``face``."""
    key = face.key()
    found = _metrics.get(key)
    if found is None:
        found = _metrics[key] = QFontMetricsF(face)
    return found


def baseline(top: float, line: float, face: QFont) -> int:
    """Return where the letters of a ``line`` px high line stand whose top is at ``top``.

    The rule of CSS, with the first family's ascent, so that a fallback face pushes nothing.
    """
    ascent, descent = _ascent_descent(face)
    return int(top + (line - ascent - descent) / 2 + ascent + 0.49)


def _ascent_descent(face: QFont) -> tuple[int, int]:
    measure = metrics(face)
    return int(measure.ascent() + 0.5), int(measure.descent() + 0.5)
