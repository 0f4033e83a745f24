"""The window is always where it can be taken hold of, whatever became of the screens."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, QSize
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from desktop_app.system.paths import profile_paths
from desktop_app.system.settings import WindowState
from desktop_app.ui.place import Place
from desktop_app.ui.running import Running
from tests.gui.real_window import running_window, settle


@pytest.fixture
def profile(tmp_path: Path) -> Path:
    return tmp_path / "profile"


@pytest.fixture
def running(profile: Path, qtbot: QtBot, qapp: QApplication) -> Iterator[Running]:
    with running_window(qtbot, profile, size=(700, 500)) as made:
        settle(qtbot, made)
        made.window.place._fixed = False
        yield made


def on_screen(running: Running) -> bool:
    room = QGuiApplication.primaryScreen().availableGeometry()
    seen = room & running.window.frameGeometry()
    return seen.width() >= 120 and seen.height() >= 40


@pytest.mark.parametrize("corner", [(9000, 200), (200, 9000), (-5000, 0), (0, -4000), (795, 595)])
def test_a_window_on_a_screen_that_is_gone_comes_back(
    running: Running, corner: tuple[int, int], qtbot: QtBot
) -> None:
    running.window.move(QPoint(*corner))
    application = QGuiApplication.instance()
    assert isinstance(application, QGuiApplication)
    application.primaryScreenChanged.emit(QGuiApplication.primaryScreen())
    qtbot.waitUntil(lambda: on_screen(running), timeout=3000)


class Handle:
    """A native window that Qt left too small, as on X11 when the size of texts changes."""

    def __init__(self, size: QSize) -> None:
        self.now = size

    def size(self) -> QSize:
        return self.now

    def resize(self, size: QSize) -> None:
        self.now = size


def test_a_window_is_as_large_as_it_thinks_and_seen_when_all_is_drawn_larger(
    running: Running, monkeypatch: pytest.MonkeyPatch, qtbot: QtBot
) -> None:
    room = QGuiApplication.primaryScreen().availableGeometry()
    running.window.move(room.bottomRight() - QPoint(200, 200))
    handle = Handle(running.window.size() / 2)
    monkeypatch.setattr(running.window, "windowHandle", lambda: handle)
    QGuiApplication.primaryScreen().geometryChanged.emit(room)
    qtbot.waitUntil(lambda: handle.now != running.window.size() / 2, timeout=3000)
    assert handle.now == running.window.size().boundedTo(room.size())
    assert room.contains(running.window.frameGeometry().topLeft())
    moved = running.window.pos()
    running.window.place.bring_back()
    assert running.window.pos() == moved


def test_a_window_that_is_seen_stays(running: Running) -> None:
    running.window.move(30, 20)
    before = running.window.pos()
    running.window.place.bring_back()
    assert running.window.pos() == before


@pytest.mark.parametrize("place", [[9000, 9000], [-3000, 10], [10, -3000], [2**31, 0]])
def test_a_place_of_the_last_time_that_is_gone_is_not_taken(
    running: Running, profile: Path, place: list[int]
) -> None:
    state = WindowState(profile_paths(profile).state_file)
    state.update({"place": place, "size": [900, 600]})
    window = running.window
    window.move(40, 40)
    Place(window, running.tasks, running.services, state).restore_measures()
    assert window.pos() == QPoint(40, 40)
