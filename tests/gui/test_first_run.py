"""The first window: four ways in, by keys and pointer, at every size."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QMainWindow
from pytestqt.qtbot import QtBot

from desktop_app.ui.dialogs.add_source import AddSource
from desktop_app.ui.dialogs.catalogue import CatalogueDialog
from desktop_app.ui.dialogs.first_run import FirstRun, Way
from desktop_app.ui.theme.theme import Theme
from tests.gui.dialog_room import PATIENCE_MS, name_of
from tests.gui.newsroom import dress
from tests.gui.real_window import running_window, settle

LEFT = Qt.MouseButton.LeftButton


@pytest.fixture
def theme(qapp: QApplication) -> Theme:
    return dress(qapp)


@pytest.fixture
def window(qtbot: QtBot, theme: Theme) -> Iterator[QMainWindow]:
    made = QMainWindow()
    qtbot.addWidget(made)
    made.resize(960, 600)
    made.show()
    made.activateWindow()
    qtbot.waitUntil(made.isActiveWindow)
    yield made
    made.hide()


@pytest.fixture
def welcome(window: QMainWindow, theme: Theme) -> FirstRun:
    made = FirstRun(window, theme)
    made.show()
    return made


def test_an_address_is_all_it_takes(welcome: FirstRun, qtbot: QtBot) -> None:
    assert welcome._address.hasFocus()
    qtbot.keyClick(welcome._address, Qt.Key.Key_Return)  # nothing typed: nothing happens
    qtbot.keyClicks(welcome._address, " example.org ")
    with qtbot.waitSignal(welcome.address_entered) as caught:
        qtbot.keyClick(welcome._address, Qt.Key.Key_Return)
    assert caught.args == ["example.org"]
    with qtbot.waitSignal(welcome.address_entered):
        qtbot.mouseClick(welcome._look, LEFT)


def test_three_more_ways_by_pointer_and_keys(welcome: FirstRun, qtbot: QtBot) -> None:
    ways = welcome.findChildren(Way)
    signals = (welcome.catalogue_requested, welcome.import_requested, welcome.demo_requested)
    for way, signal in zip(ways, signals, strict=True):
        assert name_of(way) and way.accessibleDescription()
        with qtbot.waitSignal(signal):
            qtbot.mouseClick(way, LEFT)
        way.setFocus()
        with qtbot.waitSignal(signal):
            qtbot.keyClick(way, Qt.Key.Key_Return)


def test_the_arrows_go_through_the_ways(welcome: FirstRun, qtbot: QtBot) -> None:
    ways = welcome.findChildren(Way)
    ways[0].setFocus()
    qtbot.keyClick(ways[0], Qt.Key.Key_Down)
    assert ways[1].hasFocus()
    qtbot.keyClick(ways[1], Qt.Key.Key_Up)
    assert ways[0].hasFocus()


def test_it_covers_the_window_at_every_size(
    welcome: FirstRun, window: QMainWindow, qtbot: QtBot
) -> None:
    for width, height in ((960, 600), (1440, 900)):
        window.resize(width, height)
        qtbot.waitUntil(lambda size=(width, height): welcome.size().toTuple() == size)
        column = welcome._column.geometry()
        assert column.top() >= 20 and column.bottom() <= height - 20
        assert abs(column.center().x() - width / 2) <= 2
        assert welcome._address.height() == welcome._look.height() == 40


def test_it_turns_around_and_follows_the_scheme(welcome: FirstRun, theme: Theme) -> None:
    for scheme in ("dark", "contrast", "light"):
        theme.set_scheme(scheme)
        assert welcome.grab().toImage().pixelColor(3, 3) == theme.tokens.window
    hills = welcome.grab().toImage()
    welcome.setLayoutDirection(Qt.LayoutDirection.RightToLeft)
    turned = welcome.grab().toImage().flipped(Qt.Orientation.Horizontal)
    assert [hills.pixel(x, 590) for x in range(4, 900, 99)] == [
        turned.pixel(x, 590) for x in range(4, 900, 99)
    ]


def test_esc_leaves_only_where_there_is_something_behind(
    window: QMainWindow, theme: Theme, qtbot: QtBot
) -> None:
    for can_leave in (False, True):
        page = FirstRun(window, theme, can_leave)
        page.show()
        qtbot.keyClick(page, Qt.Key.Key_Escape)
        assert page.isVisible() is not can_leave
        page.leave()


def test_the_ways_lead_to_their_dialogs(qtbot: QtBot, tmp_path: Path) -> None:
    with running_window(qtbot, tmp_path / "profile") as running:
        window = running.window
        qtbot.waitUntil(lambda: window.findChild(FirstRun) is not None, timeout=PATIENCE_MS)
        welcome = window.findChild(FirstRun)
        welcome.findChildren(Way)[0].click()
        settle(qtbot, running)
        dialog = window.findChild(CatalogueDialog)
        assert dialog.isVisible() and dialog._list.count() > 5
        dialog.reject()
        qtbot.keyClicks(welcome._address, "127.0.0.1:9")
        welcome._look.click()
        adding = window.findChild(AddSource)
        settle(qtbot, running)
        assert adding._address.text() == "127.0.0.1:9" and adding._trouble.text()
        adding.reject()
