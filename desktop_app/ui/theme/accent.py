"""A scheme in another accent: the colour that the reader chose for the whole system. Pure."""

from dataclasses import replace

from PySide6.QtGui import QColor

from desktop_app.ui.theme.tokens import Tokens

ENOUGH = 4.5
"""Contrast of text on its ground (WCAG 2.2, 1.4.3)."""
_STEP = 0.02
_WHITE, _BLACK = QColor("#FFFFFF"), QColor("#1A1410")


def with_accent(tokens: Tokens, accent: QColor) -> Tokens:
    """Return ``tokens`` in an accent, made darker or lighter until text in it can be read.

    High contrast stays as it is: its accent is part of what makes it readable.
    """
    if tokens.contrast or not accent.isValid():
        return tokens
    grounds = (tokens.window, tokens.sidebar, tokens.raised, tokens.field)
    ink = _readable(accent, grounds, lighter=tokens.dark)
    on_ink = max((_WHITE, _BLACK), key=lambda each: contrast(each, ink))
    tint = mixed(tokens.window, ink, 0.1)
    ink = _readable(ink, (*grounds, tint), lighter=tokens.dark)
    return replace(
        tokens,
        accent=ink,
        onaccent=on_ink,
        tint=tint,
        selected=mixed(tokens.list, ink, 0.14),
        quote=mixed(tokens.window, ink, 0.5),
        highlight=mixed(tokens.window, ink, 0.28),
        thread=(ink, *tokens.thread[1:]),
    )


def _readable(color: QColor, grounds: tuple[QColor, ...], lighter: bool) -> QColor:
    hue, saturation, lightness = color.hslHueF(), color.hslSaturationF(), color.lightnessF()
    while any(contrast(color, ground) < ENOUGH for ground in grounds):
        lightness += _STEP if lighter else -_STEP
        if not 0.0 <= lightness <= 1.0:
            break
        color = QColor.fromHslF(max(0.0, hue), saturation, lightness)
    return color


def contrast(one: QColor, other: QColor) -> float:
    """Return the contrast of two colours, from 1 to 21 (WCAG 2.2, "contrast ratio")."""
    light, dark = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def mixed(one: QColor, other: QColor, part: float) -> QColor:
    """Return ``one`` with ``part`` (0..1) of ``other`` in it."""
    pairs = ((one.red(), other.red()), (one.green(), other.green()), (one.blue(), other.blue()))
    red, green, blue = (round(first + (second - first) * part) for first, second in pairs)
    return QColor(red, green, blue)


def _luminance(color: QColor) -> float:
    parts = (color.redF(), color.greenF(), color.blueF())
    red, green, blue = (
        part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue
