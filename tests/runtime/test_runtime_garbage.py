"""What a window leaves is destroyed on the main thread, also when another window follows it."""

import gc
import threading
from collections.abc import Iterator

import pytest
from PySide6.QtCore import QObject, QTimer
from pytestqt.qtbot import QtBot

from desktop_app.runtime.garbage import Garbage


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
