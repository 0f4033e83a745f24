"""Every colour of the window by its job. Text on its grounds has a contrast of 4.5 or better."""

from dataclasses import dataclass, replace
from typing import Any

from PySide6.QtGui import QColor


@dataclass(frozen=True)
class Tokens:
    """One scheme's colours. ``contrast`` asks for a line around fields, tints and chips."""

    name: str
    dark: bool
    window: QColor
    sidebar: QColor
    list: QColor
    raised: QColor
    field: QColor
    line: QColor
    text: QColor
    muted: QColor
    accent: QColor
    onaccent: QColor
    tint: QColor
    selected: QColor
    hover: QColor
    quote: QColor
    ok: QColor
    warn: QColor
    err: QColor
    highlight: QColor
    """Ground of selected text; the text keeps its colour."""
    thread: tuple[QColor, ...]
    contrast: bool = False


def _colors(**colors: str) -> dict[str, Any]:
    return {name: QColor(value) for name, value in colors.items()}


def _thread(*colors: str) -> tuple[QColor, ...]:
    return tuple(QColor(value) for value in colors)


LIGHT = Tokens(
    name="light",
    dark=False,
    thread=_thread("#C2410C", "#0F766E", "#6D28D9", "#B45309", "#1D4ED8", "#BE185D"),
    **_colors(
        window="#FFFFFF",
        sidebar="#FAF7F4",
        list="#FFFFFF",
        raised="#FFFFFF",
        field="#F4EFEA",
        line="#ECE6E0",
        text="#1F1B16",
        muted="#6F665C",
        accent="#C2410C",
        onaccent="#FFFFFF",
        tint="#FFF4EC",
        selected="#FDF0E6",
        hover="#F6F1EC",
        quote="#E7B08C",
        ok="#2F6B3A",
        warn="#8A5A00",
        err="#B3261E",
        highlight="#F6D5C0",
    ),
)

DARK = Tokens(
    name="dark",
    dark=True,
    thread=_thread("#FDBA74", "#5EEAD4", "#C4B5FD", "#FCD34D", "#93C5FD", "#F9A8D4"),
    **_colors(
        window="#171412",
        sidebar="#1D1916",
        list="#1A1714",
        raised="#241F1B",
        field="#2A2420",
        line="#332C26",
        text="#EDE6DF",
        muted="#A89D92",
        accent="#FDBA74",
        onaccent="#231509",
        tint="#2A1D12",
        selected="#33241A",
        hover="#231E1A",
        quote="#8A5A35",
        ok="#86C992",
        warn="#E8B75C",
        err="#F2988F",
        highlight="#5A3A20",
    ),
)

CONTRAST = Tokens(
    name="contrast",
    dark=True,
    contrast=True,
    thread=_thread("#FFD60A", "#FFFFFF", "#7DF9FF", "#FFD60A", "#FFFFFF", "#7DF9FF"),
    **_colors(
        window="#000000",
        sidebar="#000000",
        list="#000000",
        raised="#000000",
        field="#000000",
        line="#FFFFFF",
        text="#FFFFFF",
        muted="#FFFFFF",
        accent="#FFD60A",
        onaccent="#000000",
        tint="#000000",
        selected="#3A3100",
        hover="#262626",
        quote="#FFFFFF",
        ok="#FFFFFF",
        warn="#FFD60A",
        err="#FFD60A",
        highlight="#5C4E00",
    ),
)


def sepia(tokens: Tokens) -> Tokens:
    """Return ``tokens`` on warm paper, for the article alone; dark schemes stay as they are."""
    if tokens.dark:
        return tokens
    paper = _colors(
        window="#F8F0E0",
        text="#40342A",
        muted="#6B5B49",
        accent="#A63A0A",
        field="#EFE4CF",
        line="#E2D5BD",
        tint="#F3E3CC",
        hover="#F1E6D2",
        quote="#CF9C6C",
        highlight="#EBCBA2",
    )
    return replace(tokens, name="sepia", **paper)
