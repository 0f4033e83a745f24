"""Colours, fonts, icons and laid-out text."""

import re
from pathlib import Path

import pytest
from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QColor, QFontInfo, QImage, QPainter, QPalette
from PySide6.QtWidgets import QApplication, QLabel
from pytestqt.qtbot import QtBot

from desktop_app.system import resources
from desktop_app.ui.dialogs import landscape
from desktop_app.ui.theme import fonts, icons, textlayout
from desktop_app.ui.theme.fonts import FontKey
from desktop_app.ui.theme.theme import Theme
from desktop_app.ui.theme.tokens import CONTRAST, DARK, LIGHT, Tokens, sepia
from desktop_app.ui.widgets.avatar import COLORS, WHITE, color_of, letter_of
from desktop_app.ui.widgets.paint import faded, mix
from tests.gui.newsroom import dress

SCHEMES = (LIGHT, DARK, CONTRAST, sepia(LIGHT))
GROUNDS = ("window", "sidebar", "list", "raised", "field", "tint", "selected", "hover")
APP = Path(__file__).parents[2] / "desktop_app"


def luminance(color: QColor) -> float:
    parts = (color.redF(), color.greenF(), color.blueF())
    low = [part / 12.92 if part <= 0.03928 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
    return 0.2126 * low[0] + 0.7152 * low[1] + 0.0722 * low[2]


def contrast(one: QColor, other: QColor) -> float:
    bright, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (bright + 0.05) / (dark + 0.05)


@pytest.mark.parametrize("tokens", SCHEMES, ids=lambda tokens: tokens.name)
@pytest.mark.parametrize("ground", GROUNDS)
def test_text_can_be_read_on_every_ground(tokens: Tokens, ground: str) -> None:
    for ink in ("text", "muted", "accent"):
        assert contrast(getattr(tokens, ink), getattr(tokens, ground)) >= 4.5, ink


@pytest.mark.parametrize("tokens", SCHEMES, ids=lambda tokens: tokens.name)
def test_signs_can_be_read(tokens: Tokens) -> None:
    assert contrast(tokens.onaccent, tokens.accent) >= 4.5
    assert contrast(tokens.text, tokens.highlight) >= 4.5
    for ink in (tokens.ok, tokens.warn, tokens.err):
        assert contrast(ink, tokens.list) >= 4.5


def test_what_cannot_be_pressed_looks_so_in_high_contrast_too() -> None:
    ink = faded(CONTRAST, CONTRAST.line)
    assert ink != CONTRAST.text and contrast(ink, CONTRAST.window) >= 4.5
    assert faded(LIGHT, LIGHT.line) == LIGHT.line


@pytest.mark.parametrize("tokens", [LIGHT, DARK], ids=lambda tokens: tokens.name)
def test_words_can_be_read_on_the_hills(tokens: Tokens) -> None:
    strength = landscape.DARK if tokens.dark else landscape.LIGHT
    for part in (strength, strength * 1.5, strength * landscape.NEARER):
        assert contrast(tokens.muted, mix(tokens.window, tokens.quote, part)) >= 4.5


def test_letters_can_be_read_on_every_tile() -> None:
    assert min(contrast(WHITE, color) for color in COLORS) >= 4.5


def test_a_letter_leaves_articles_out() -> None:
    assert letter_of("The Gazette of Irbid") == "G"
    assert letter_of("صوت الميناء") == "ص"
    assert letter_of("الغد") == "غ"
    assert letter_of("") == "·"
    assert color_of("river.example") == color_of("River.Example")


def test_a_switch_of_scheme_reaches_palette_and_sheet(qapp: QApplication, qtbot: QtBot) -> None:
    theme = dress(qapp)
    label = QLabel("x")
    qtbot.addWidget(label)
    with qtbot.waitSignal(theme.changed):
        theme.set_scheme("dark")
    assert theme.tokens is DARK
    assert label.palette().color(QPalette.ColorRole.WindowText) == DARK.text
    assert DARK.raised.name() in qapp.styleSheet()
    assert LIGHT.raised.name() not in qapp.styleSheet().replace(DARK.text.name(), "")
    theme.set_scheme("light")


def test_an_unknown_scheme_is_the_system_s(qapp: QApplication) -> None:
    theme = Theme("light")
    theme.set_scheme("pink")
    assert theme.scheme == "system"
    assert theme.tokens in (LIGHT, DARK, CONTRAST)


def test_every_role_of_the_palette_is_ours(qapp: QApplication) -> None:
    dress(qapp)
    ours = [value for value in vars(LIGHT).values() if isinstance(value, QColor)]
    names = {color.name() for color in ours} | {"#000000"}
    for role in QPalette.ColorRole:
        if role is not QPalette.ColorRole.NoRole and role is not QPalette.ColorRole.NColorRoles:
            assert qapp.palette().color(role).name() in names, role


def test_the_bundled_fonts_are_used(qapp: QApplication) -> None:
    dress(qapp)
    assert QFontInfo(fonts.font(14)).family() == fonts.INTER
    assert QFontInfo(fonts.font(17, serif=True)).family() == "Serif Daily8"
    widths = [
        fonts.metrics(fonts.font(14, weight)).horizontalAdvance("Night buses")
        for weight in (400, 500, 600, 700)
    ]
    assert widths == sorted(set(widths)), "each weight has a cut of its own"


def test_a_broken_size_is_as_wide_as_asked_for(qapp: QApplication) -> None:
    dress(qapp)
    text = "The quick brown fox jumps over the lazy dog, and then some more of it."
    small = fonts.metrics(fonts.font(14)).horizontalAdvance(text)
    large = fonts.metrics(fonts.font(15)).horizontalAdvance(text)
    middle = fonts.metrics(fonts.font(14.5)).horizontalAdvance(text)
    assert middle == pytest.approx((small + large) / 2, rel=0.01)


def test_digits_are_equally_wide_where_they_count(qapp: QApplication) -> None:
    dress(qapp)
    face = fonts.metrics(fonts.font(12, tnum=True))
    assert face.horizontalAdvance("1111") == face.horizontalAdvance("8888")


def test_a_text_has_its_own_direction() -> None:
    assert textlayout.first_strong("12 ها abc") is True
    assert textlayout.first_strong("12 abc ها") is False
    assert textlayout.first_strong("12 – 14") is None


LONG = "one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen"
KEY = FontKey(14.5, 600)


@pytest.mark.parametrize(
    "text", [LONG, "كلمة " * 40, "😀" * 80, "a" * 400, "word\N{NO-BREAK SPACE}" * 60]
)
def test_what_has_no_room_ends_with_an_ellipsis(qapp: QApplication, text: str) -> None:
    dress(qapp)
    laid = textlayout.laid_out(text, KEY, 200.0, 2)
    assert laid.cut
    assert laid.lines == 2
    assert laid.layout.text().endswith("…")
    assert all(laid.layout.lineAt(at).naturalTextWidth() <= 201 for at in range(2))


def test_what_has_room_is_whole(qapp: QApplication) -> None:
    dress(qapp)
    laid = textlayout.laid_out("Short", KEY, 200.0, 2)
    assert (laid.lines, laid.cut, laid.layout.text()) == (1, False, "Short")


def test_sums_of_words_count_the_lines(qapp: QApplication) -> None:
    dress(qapp)
    words = [
        "harbour",
        "Presses",
        "map",
        "drivers",
        "a",
        "of",
        "the",
        "season,",
        "school",
        "ships",
        "(new)",
        "2026",
        "reopen",
    ]
    wrong = 0
    for number in range(400):
        text = " ".join(words[(number * 7 + at * at) % len(words)] for at in range(4 + number % 14))
        counted = textlayout.count_lines(text, KEY, 236.0, 3)
        wrong += counted != textlayout.laid_out(text, KEY, 236.0, 3).lines
    assert wrong <= 4


def test_a_line_is_cut_at_its_own_end(qapp: QApplication) -> None:
    dress(qapp)
    shown, width = textlayout.elided("The Gazette of Irbid and beyond", FontKey(14), 100)
    assert shown.startswith("The Gazette")
    assert shown.endswith("…")
    assert width <= 100


def test_every_icon_can_be_painted(qapp: QApplication) -> None:
    for file in sorted(resources.path("icons").glob("*.svg")):
        made = icons.pixmap(file.stem, 18, QColor("#C2410C"), 2.0)
        assert made.width() == 36
        assert not made.toImage().allGray(), file.stem


def test_an_icon_along_the_text_turns_around(qapp: QApplication) -> None:
    def painted(mirrored: bool) -> QImage:
        image = QImage(18, 18, QImage.Format.Format_ARGB32_Premultiplied)
        image.fill(Qt.GlobalColor.transparent)
        painter = QPainter(image)
        where = QRectF(0, 0, 18, 18)
        icons.paint_icon(painter, "caret-right", where, QColor("black"), mirrored)
        painter.end()
        return image

    assert painted(True) == painted(False).flipped(Qt.Orientation.Horizontal)


def test_icons_named_in_the_code_exist() -> None:
    present = {file.stem for file in resources.path("icons").glob("*.svg")}
    pattern = re.compile(r'(?:paint_icon\(\s*\w+,\s*|IconButton\(\s*|icon\(|icon=)"([a-z-]+)"')
    named = {
        name
        for file in (APP / "ui").rglob("*.py")
        for name in pattern.findall(file.read_text(encoding="utf-8"))
    }
    assert len(named) > 8
    assert named <= present


def test_no_icon_lies_about_unused() -> None:
    code = "\n".join(file.read_text(encoding="utf-8") for file in (APP / "ui").rglob("*.py"))
    unused = {
        file.stem
        for file in resources.path("icons").glob("*.svg")
        if f'"{file.stem.removesuffix("-fill")}"' not in code
    }
    assert unused == set()
