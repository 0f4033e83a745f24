"""Ctrl+K: finds commands, sources, sections and articles, best first, by keys and pointer."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QAccessible
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit
from pytestqt.qtbot import QtBot

from desktop_app.core.articles import ListKind
from desktop_app.core.sources import FoundSection
from desktop_app.ui.dialogs.keys import KeySheet
from desktop_app.ui.dialogs.palette import Palette
from desktop_app.ui.dialogs.palette_hits import Caption, Hit, Kind, hit, lines, score
from tests.gui.dialog_room import Room, room_below
from tests.gui.newsroom import story
from tests.gui.real_window import running_window, settle

LEFT = Qt.MouseButton.LeftButton


@pytest.fixture
def room(tmp_path: Path, qtbot: QtBot, qapp: QApplication) -> Iterator[Room]:
    with room_below(tmp_path / "profile", qtbot, qapp) as made:
        river = made.add_source("River Valley Post")
        made.sources.store_sections(
            river.id, [FoundSection("1", "Harbour"), FoundSection("2", "Rivers and lakes")]
        )
        gazette = made.add_source("The Gazette")
        made.store(river.id, story(1, 5, "Night buses get a second line"))
        made.store(gazette.id, story(2, 9, "Ferries of the night"))
        yield made


def palette_in(room: Room) -> Palette:
    palette = Palette(room.window, room.tasks, room.services, room.theme, {})
    room.settle()
    return palette


def shown(palette: Palette) -> list[str]:
    return [
        f"# {line.title}" if isinstance(line, Caption) else line.words
        for line in palette._model.lines
    ]


def current(palette: Palette) -> str:
    found = palette._model.hit(palette._list.currentIndex().row())
    return found.words if found else ""


def type_in(room: Room, palette: Palette, text: str) -> None:
    palette._field.clear()
    room.qtbot.keyClicks(palette._field, text)
    room.settle()


# -- the order -----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("words", "typed", "wanted"),
    [
        ("mark all as read", "mark", 0),
        ("mark all as read", "read", 1),
        ("mark all as read", "ark", 2),
        ("mark all as read", "mark all", 0),
        ("mark all as read", "all mark", 1),
        ("mark all as read", "mark x", None),
        ("an anagram", "an", 0),
        ("a pedantic pen", "pen", 1),
    ],
)
def test_how_well_words_fit(words: str, typed: str, wanted: int | None) -> None:
    assert score(words, typed.split()) == wanted


def test_beginnings_come_before_insides() -> None:
    known = [
        hit(Kind.COMMAND, "Import subscriptions", "", "a"),
        hit(Kind.COMMAND, "Previous article", "", "b"),
        hit(Kind.SOURCE, "River Valley Post", "", "c"),
        hit(Kind.SOURCE, "Blue River", "", "d"),
    ]
    found = lines("ri", known, [Hit(Kind.ARTICLE, "Rivers", "Post", "e")])
    assert [each.title if isinstance(each, Caption) else each.words for each in found] == [
        "Sources",
        "River Valley Post",
        "Blue River",
        "Commands",
        "Import subscriptions",
        "Articles",
        "Rivers",
    ]


def test_folding_finds_arabic_and_accents() -> None:
    known = [hit(Kind.SOURCE, "صَوتُ الميناء", "", 1), hit(Kind.SOURCE, "Süddeutsche", "", 2)]
    for typed, target in (("صوت", 1), ("sud", 2)):
        found = [each for each in lines(typed, known, []) if isinstance(each, Hit)]
        assert [each.target for each in found] == [target]


# -- the window -----------------------------------------------------------------------------------


def test_everything_is_found_in_groups(room: Room) -> None:
    palette = palette_in(room)
    assert shown(palette)[0] == "# Commands" and "# Sources" in shown(palette)
    assert "# Sections" not in shown(palette)
    type_in(room, palette, "ri")
    lines_shown = shown(palette)
    assert lines_shown[:4] == ["# Sources", "River Valley Post", "# Sections", "Rivers and lakes"]
    assert current(palette) == "River Valley Post"
    type_in(room, palette, "night")
    assert shown(palette) == ["# Articles", "Night buses get a second line", "Ferries of the night"]
    details = [line.detail for line in palette._model.lines if isinstance(line, Hit)]
    assert details == ["River Valley Post", "The Gazette"]
    palette.leave()


def test_articles_stay_while_one_types_on(room: Room) -> None:
    palette = palette_in(room)
    type_in(room, palette, "nigh")
    assert "# Articles" in shown(palette)
    QTest.keyClicks(palette._field, "t")  # the answer is not here yet
    assert "# Articles" in shown(palette)
    room.settle()
    assert "# Articles" in shown(palette)
    palette.leave()


def test_nothing_found_is_said(room: Room) -> None:
    palette = palette_in(room)
    height = palette._panel.height()
    type_in(room, palette, "zzzz")
    assert shown(palette) == [] and palette._nothing.isVisible()
    assert palette._nothing.text() == "Nothing found" and palette._panel.height() < height
    room.qtbot.keyClick(palette._field, Qt.Key.Key_Return)  # chooses nothing
    assert palette.isVisible()
    type_in(room, palette, "")
    assert not palette._nothing.isVisible()
    palette.leave()


def test_arrows_go_over_captions_and_enter_chooses(room: Room) -> None:
    palette = palette_in(room)
    type_in(room, palette, "ri")
    room.qtbot.keyClick(palette._field, Qt.Key.Key_Down)
    assert current(palette) == "Rivers and lakes"
    room.qtbot.keyClick(palette._field, Qt.Key.Key_Up)
    room.qtbot.keyClick(palette._field, Qt.Key.Key_Up)
    assert current(palette) == "River Valley Post"
    room.qtbot.keyClick(palette._field, Qt.Key.Key_Down)
    with room.qtbot.waitSignal(palette.list_chosen) as caught:
        room.qtbot.keyClick(palette._field, Qt.Key.Key_Return)
    query, title = caught.args
    assert query.kind is ListKind.SECTION and query.section_id and title == "Rivers and lakes"
    assert not palette.isVisible()


def test_what_the_reader_moved_to_stays_when_more_comes(room: Room) -> None:
    palette = palette_in(room)
    type_in(room, palette, "r")
    first = current(palette)
    room.qtbot.keyClick(palette._field, Qt.Key.Key_Down)
    moved = current(palette)
    assert moved != first
    palette._sections.insert(0, hit(Kind.SECTION, "Running and rowing", "", "x"))
    palette._show_lines()
    assert "Running and rowing" in shown(palette) and current(palette) == moved
    palette.leave()


def test_the_pointer_chooses(room: Room) -> None:
    palette = palette_in(room)
    type_in(room, palette, "night")
    place = palette._list.visualRect(palette._model.index(2, 0)).center()
    QTest.mouseMove(palette._list.viewport(), place)
    room.qtbot.waitUntil(lambda: current(palette) == "Ferries of the night")
    caption = palette._list.visualRect(palette._model.index(0, 0)).center()
    room.qtbot.mouseClick(palette._list.viewport(), LEFT, pos=caption)
    assert palette.isVisible(), "a caption is no choice"
    with room.qtbot.waitSignal(palette.article_chosen) as caught:
        room.qtbot.mouseClick(palette._list.viewport(), LEFT, pos=place)
    assert caught.args[0].title == "Ferries of the night"


def test_the_focus_stays_and_goes_back(room: Room) -> None:
    field = QLineEdit(room.window)
    field.show()
    field.setFocus()
    room.qtbot.waitUntil(field.hasFocus)
    palette = palette_in(room)
    assert palette._field.hasFocus()
    room.qtbot.keyClick(palette._field, Qt.Key.Key_Tab)
    room.qtbot.keyClick(palette._field, Qt.Key.Key_Down)
    assert palette._field.hasFocus()
    room.qtbot.keyClick(palette._field, Qt.Key.Key_Escape)
    assert not palette.isVisible() and field.hasFocus()


def test_a_press_beside_it_leaves(room: Room) -> None:
    palette = palette_in(room)
    room.qtbot.mouseClick(palette, LEFT, pos=palette._panel.geometry().center() - QPoint(0, 9))
    assert palette.isVisible()
    room.qtbot.mouseClick(palette, LEFT, pos=QPoint(5, 5))
    assert not palette.isVisible()


def test_it_follows_the_window_and_turns_around(room: Room) -> None:
    palette = palette_in(room)
    room.window.resize(960, 600)
    room.qtbot.waitUntil(lambda: palette.width() == 960)
    panel = palette._panel.geometry()
    assert panel.bottom() <= 600 - 20 and abs(panel.center().x() - 480) <= 1
    palette.setLayoutDirection(Qt.LayoutDirection.RightToLeft)
    type_in(room, palette, "night")
    image = palette.grab().toImage()
    text = room.theme.tokens.text
    row = palette._list.visualRect(palette._model.index(1, 0))
    left = palette._list.viewport().mapTo(palette, row.topLeft())
    ink = [
        x
        for x in range(row.width())
        if any(
            image.pixelColor(left.x() + x, left.y() + y).lightness() < text.lightness() + 40
            for y in range(6, 30)
        )
    ]
    assert max(ink) > row.width() - 40, "the words begin at the right"
    palette.leave()


def test_screen_readers_hear_rows(room: Room) -> None:
    palette = palette_in(room)
    type_in(room, palette, "night")
    row = QAccessible.queryAccessibleInterface(palette._list).child(1)
    said = row.text(QAccessible.Text.Name)
    assert said == "Night buses get a second line, River Valley Post, Article"
    palette.leave()


def test_in_the_window_once_and_by_its_own_key(qtbot: QtBot, tmp_path: Path) -> None:
    with running_window(qtbot, tmp_path / "profile") as running:
        window = running.window
        settle(qtbot, running)
        window.dialogs.palette()
        window.dialogs.palette()
        (palette,) = window.findChildren(Palette)
        settle(qtbot, running)
        qtbot.keyClicks(palette._field, "keys")
        with qtbot.waitSignal(palette.action_chosen) as caught:
            qtbot.keyClick(palette._field, Qt.Key.Key_Return)
        assert caught.args == ["keys"]
        window.findChild(KeySheet).reject()
        window.dialogs.palette()
        palette = next(each for each in window.findChildren(Palette) if each.isVisible())
        qtbot.keyClick(palette._field, Qt.Key.Key_K, Qt.KeyboardModifier.ControlModifier)
        assert not palette.isVisible()
        settle(qtbot, running)
