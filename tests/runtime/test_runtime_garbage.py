"""What a window leaves is destroyed on the main thread, also when another window follows it."""

import gc
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QObject, QTimer
from pytestqt.qtbot import QtBot

from desktop_app.runtime.garbage import YOUNG, Garbage
from tests.gui.real_window import running_window


@pytest.fixture
def as_in_a_program() -> Iterator[None]:
    """The interpreter collects, until the app takes it over."""
    gc.enable()
    yield
    gc.disable()


class Cycle(QObject):
    """A thing with a timer that only the collector can find; says where it ended."""

    def __init__(self, ended_on: list[str]) -> None:
        super().__init__()
        self.ended_on = ended_on
        self.itself = self
        self.timer = QTimer(self)
        self.timer.start(1)

    def __del__(self) -> None:
        self.ended_on.append(threading.current_thread().name)


def allocate() -> None:
    """Make so much that the interpreter would collect all generations."""
    kept = [[number] for number in range(200_000)]
    assert kept


def test_what_a_window_left_waits_for_the_next_ones_start(
    as_in_a_program: None, qtbot: QtBot
) -> None:
    ended_on: list[str] = []
    first = Garbage()
    left = Cycle(ended_on)
    first.start()
    first.stop()
    del left
    lane = threading.Thread(target=allocate, name="a lane")
    lane.start()
    lane.join()
    assert ended_on == []
    second = Garbage()
    second.start()
    assert ended_on == [threading.main_thread().name]
    second.stop()


def test_nothing_collects_by_itself_while_a_window_is_on_its_way(
    as_in_a_program: None, qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Lanes run before everything is warm, and a question may have been asked before them."""
    monkeypatch.setattr(Garbage, "start", lambda _self: None)
    with running_window(qtbot, tmp_path / "profile"):
        assert not gc.isenabled()


def test_garbage_is_collected_also_when_nothing_ever_gets_warm(qtbot: QtBot) -> None:
    ended_on: list[str] = []
    garbage = Garbage()
    Cycle(ended_on)
    kept = [[number] for number in range(2 * YOUNG)]
    assert garbage._timer.isActive()
    garbage._timer.timeout.emit()
    assert ended_on == [threading.main_thread().name]
    garbage.stop()
    del kept
