"""The bar over the headline in columns of any width: what matters most keeps its words longest."""

from collections.abc import Sequence

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from desktop_app.ui.insight.bar import GAP, InsightBar
from desktop_app.ui.insight.feature import InsightButton
from desktop_app.ui.theme.theme import Theme

BUTTONS = (("points", "Key points", 3), ("listen", "Listen", 0), ("ask", "Ask", 2))
STORY = ("story", "Story", 4)


def nothing() -> None:
    pass


def made(qtbot: QtBot, buttons: Sequence[tuple[str, str, int]], rtl: bool = False) -> InsightBar:
    parent, theme = QWidget(), Theme("light")
    qtbot.addWidget(parent)
    bar = InsightBar(theme, {"points": "P"}, parent)
    vars(bar)["kept"] = (parent, theme)
    if rtl:
        parent.setLayoutDirection(Qt.LayoutDirection.RightToLeft)
    bar.add(
        [
            InsightButton(key, "stack", words, f"About {key}", nothing, False, at, key, worth)
            for at, (key, words, worth) in enumerate(buttons)
        ]
    )
    bar.resize(2000, bar.height())
    parent.show()
    qtbot.waitExposed(parent)
    return bar


def with_words(bar: InsightBar) -> set[str]:
    return {each.button.key for each in bar.buttons if not each.compact}


def wanted(bar: InsightBar) -> int:
    widths = [each.sizeHint().width() for each in bar.buttons]
    return sum(widths) + GAP * (len(widths) - 1)


@pytest.mark.parametrize("rtl", [False, True])
def test_words_go_one_by_one_where_room_is_short(qtbot: QtBot, rtl: bool) -> None:
    bar = made(qtbot, (*BUTTONS, STORY), rtl)
    kept = [with_words(bar)]
    for _each in bar.buttons:
        bar.resize(wanted(bar), bar.height())
        assert with_words(bar) == kept[-1], "what fits stays"
        bar.resize(wanted(bar) - 1, bar.height())
        kept.append(with_words(bar))
        fits = all(bar.rect().contains(each.geometry()) for each in bar.buttons)
        assert fits or not kept[-1]
    assert kept == [
        {"points", "listen", "ask", "story"},
        {"points", "ask", "story"},
        {"points", "story"},
        {"story"},
        set(),
    ]
    bar.resize(2000, bar.height())
    assert with_words(bar) == kept[0], "with room they come back"


def test_a_tooltip_says_what_an_icon_alone_does_not(qtbot: QtBot) -> None:
    bar = made(qtbot, (*BUTTONS, STORY))
    assert bar.button("points").toolTip() == "Key points (P)\nAbout points"
    bar.set_shown("story", True, "4 sources")
    assert bar.button("story").toolTip() == "4 sources\nAbout story"
    assert bar.button("story").accessibleName() == "4 sources"
