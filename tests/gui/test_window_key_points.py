"""Key points over the headline: links to their places, in every language, on hostile texts."""

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from desktop_app.system.settings import INSIGHT, READING_SIZE
from desktop_app.ui.reader.riders import ABOVE
from tests.gui.insight_room import (
    demo_article,
    key_points_of,
    marked_words,
    open_row,
    points_of,
    room_of,
    window_with,
)
from tests.gui.real_window import settle

LEFT = Qt.MouseButton.LeftButton
SENTENCE = "The harbour town of Port Salma counted {n},200 boats in the {n}th week of the year. "
SHORT = ("A note", "<p>The ferry sails at nine. It is blue.</p>")
FIGURES = (
    "Boats",
    "<p>" + "</p><p>".join(SENTENCE.format(n=n) for n in range(11, 40)) + "</p>",
)


@pytest.mark.parametrize("name", ["night-bus", "library-ar", "handbook-he-welcome"])
def test_a_point_is_a_link_to_its_sentence(qtbot: QtBot, tmp_path: Path, name: str) -> None:
    with window_with(qtbot, tmp_path, demo_article(name), size=(960, 600)) as running:
        running.settings.set(READING_SIZE, 28)  # so that the places are out of sight
        open_row(qtbot, running)
        view, page = points_of(running), running.window.reader.stage.view
        assert view.isVisible() and len(view.points) == 3
        rtl = name != "night-bus"
        assert view.isRightToLeft() == rtl
        starts = [each.line.start for each in view.points]
        assert starts == sorted(starts)
        for point in view.points:
            assert room_of(running).text[point.line.start :].startswith(point.line.words)
            page.verticalScrollBar().setValue(0)
            qtbot.mouseClick(point, LEFT)
            assert marked_words(running) == point.line.words
            cursor = room_of(running).reader.find(point.line.start, point.line.length)
            assert cursor is not None
            assert page.viewport().rect().intersects(page.cursorRect(cursor))
        assert page.verticalScrollBar().value() > 0
        qtbot.mouseClick(page.viewport(), LEFT)
        assert marked_words(running) == ""


def test_points_by_the_keyboard_and_for_a_screen_reader(qtbot: QtBot, tmp_path: Path) -> None:
    with window_with(qtbot, tmp_path, demo_article("night-bus")) as running:
        open_row(qtbot, running)
        window, view = running.window, points_of(running)
        button = room_of(running).bar.button("key_points")
        assert button.isChecked() and "P" in button.toolTip()
        window.activateWindow()
        qtbot.waitUntil(window.isActiveWindow)
        window.reader.bar.comments_button.setFocus(Qt.FocusReason.TabFocusReason)
        qtbot.keyClick(window.reader.bar.comments_button, Qt.Key.Key_Tab)
        assert window.focusWidget() is button
        view.points[0].setFocus(Qt.FocusReason.TabFocusReason)
        qtbot.keyClick(view.points[0], Qt.Key.Key_Down)
        assert window.focusWidget() is view.points[1]
        qtbot.keyClick(view.points[1], Qt.Key.Key_Return)
        assert marked_words(running) == view.points[1].line.words
        assert view.points[1].accessibleName() == f"2. {view.points[1].line.words}"
        qtbot.keyClick(window.articles.list, Qt.Key.Key_P)
        assert not view.isVisible() and not button.isChecked()
        assert marked_words(running) == ""
        qtbot.keyClick(window.articles.list, Qt.Key.Key_P)
        settle(qtbot, running)
        assert view.isVisible() and button.isChecked()


def test_tab_goes_through_the_article_from_the_top_down(qtbot: QtBot, tmp_path: Path) -> None:
    articles = demo_article("night-bus"), demo_article("tide-clock")
    with window_with(qtbot, tmp_path, *articles) as running:
        window = running.window
        window.activateWindow()
        qtbot.waitUntil(window.isActiveWindow)
        for row in (0, 1, 0):
            open_row(qtbot, running, row)
        reader, view = window.reader, points_of(running)
        buttons = [each for each in room_of(running).bar.buttons if each.isVisible()]
        wanted = [reader.bar.comments_button, *buttons, *view.points, *view.folds]
        wanted.append(reader.stage.view)
        wanted[0].setFocus(Qt.FocusReason.TabFocusReason)
        for expected in wanted[1:]:
            qtbot.keyClick(window.focusWidget(), Qt.Key.Key_Tab)
            assert window.focusWidget() is expected
        window.sources.tree.setFocus(Qt.FocusReason.TabFocusReason)
        qtbot.keyClick(window.sources.tree, Qt.Key.Key_Tab)
        assert window.focusWidget() is window.sources.add_button


def test_a_short_text_says_so_to_who_asks(qtbot: QtBot, tmp_path: Path) -> None:
    with window_with(qtbot, tmp_path, SHORT, demo_article("night-bus")) as running:
        open_row(qtbot, running)
        room = room_of(running)
        assert room.panel.isHidden() and not room.bar.button("key_points").isChecked()
        qtbot.mouseClick(room.bar.button("key_points"), LEFT)
        settle(qtbot, running)
        assert "too short" in points_of(running).caption and room.panel.isVisible()
        open_row(qtbot, running, 1)
        assert len(points_of(running).points) == 3
        open_row(qtbot, running, 0)
        assert room.panel.isHidden()


def test_folded_points_stay_folded(qtbot: QtBot, tmp_path: Path) -> None:
    articles = demo_article("night-bus"), demo_article("tide-clock")
    with window_with(qtbot, tmp_path, *articles) as running:
        open_row(qtbot, running)
        qtbot.mouseClick(room_of(running).bar.button("key_points"), LEFT)
        open_row(qtbot, running, 1)
        assert room_of(running).panel.isHidden()
    with window_with(qtbot, tmp_path) as running:
        open_row(qtbot, running)
        assert room_of(running).panel.isHidden()


def test_figures_and_quotations_unfold_beside_them(qtbot: QtBot, tmp_path: Path) -> None:
    with window_with(qtbot, tmp_path, FIGURES, demo_article("library-ar")) as running:
        open_row(qtbot, running)
        view = points_of(running)
        assert [fold.accessibleName() for fold in view.folds] == ["Figures 3"]
        before = view.height()
        view.folds[0].click()
        assert view.height() > before
        row = view.rows()[-1]
        first, count = row.line.strong
        assert (
            row.line.words[first : first + count].split()[0].rstrip("th").replace(",", "").isdigit()
        )
        row.click()
        assert marked_words(running) == row.line.words
        open_row(qtbot, running, 1)
        view.folds[-1].click()
        assert view.rows()[3].line.more.strip("\u2068\u2069") == "أمينة المكتبة سعاد العلي"
        view.rows()[3].click()
        assert marked_words(running) == view.rows()[3].line.words


def test_the_page_makes_room_and_gives_it_back(qtbot: QtBot, tmp_path: Path) -> None:
    with window_with(qtbot, tmp_path, demo_article("night-bus")) as running:
        open_row(qtbot, running)
        page, room = running.window.reader.stage.view, room_of(running)
        tall = page.head()
        assert tall > ABOVE + room.panel.height()
        page.verticalScrollBar().setValue(700)
        held = page.hold()
        key_points_of(running).toggle()
        assert page.head() < tall and page.hold()[0] == held[0]
        running.settings.set(INSIGHT, False)
        assert page.head() == ABOVE and page.hold()[0] == held[0]


def test_a_mark_outlives_larger_letters(qtbot: QtBot, tmp_path: Path) -> None:
    with window_with(qtbot, tmp_path, demo_article("night-bus")) as running:
        open_row(qtbot, running)
        point = points_of(running).points[2]
        point.click()
        running.settings.set(READING_SIZE, 22)
        assert marked_words(running) == point.line.words


def test_places_among_equals_tables_and_pictures(qtbot: QtBot, tmp_path: Path) -> None:
    html = (
        "<p>Same words here 😀.</p>"
        "<figure><img src='http://a.example/b.jpg' width='600' height='400'>"
        "<figcaption>Same words here 😀.</figcaption></figure>"
        "<table><tr><td>Same words here 😀.</td><td>Other</td></tr></table>"
        "<blockquote><p>Same <b>words</b> here 😀.</p></blockquote>"
        "<ul><li>Same words<br>here 😀.</li></ul>"
    )
    with window_with(qtbot, tmp_path, ("Same words here 😀.", html)) as running:
        open_row(qtbot, running)
        reader = room_of(running).reader
        text, places, at = reader.text, [], -1
        while (at := text.find("Same", at + 1)) >= 0:
            places.append(at)
        assert len(places) == 5
        found = [reader.find(place, 18) for place in places]
        positions = [cursor.selectionStart() for cursor in found if cursor is not None]
        assert len(set(positions)) == 5 and positions == sorted(positions)
        page = running.window.reader.stage.view.document().toPlainText()
        assert positions[0] > page.index("Same words", 5) - 5 > 0
        assert reader.find(len(text) + 5, 10) is None and not reader.mark(len(text), 4)


HOSTILE = {
    "empty": "",
    "one paragraph of a megabyte": "<p>"
    + "The boats of the town sail at dawn to the sea. " * 21_000,
    "no end of a sentence": "<p>" + "word and word " * 4_000,
    "numbers": "<p>" + " ".join(str(n) for n in range(9_000)),
    "stops": "<p>" + "." * 60_000,
    "both directions": "<p>" + "The word שלום and سلام stand in 1 line of 2 tongues. " * 80,
    "quotation marks": "<p>" + "“ " * 20_000,
    "tags": "<div>" * 4_000 + "text. " * 300,
}


@pytest.mark.parametrize("kind", HOSTILE)
def test_hostile_texts_do_no_harm(qtbot: QtBot, tmp_path: Path, kind: str) -> None:
    articles = ("Title", HOSTILE[kind]), demo_article("night-bus")
    with window_with(qtbot, tmp_path, *articles) as running:
        open_row(qtbot, running)
        room = room_of(running)
        if room.panel.isVisible():
            view = points_of(running)
            view.points[-1].click()
            assert marked_words(running) == view.points[-1].line.words
        open_row(qtbot, running, 1)
        assert len(points_of(running).points) == 3
