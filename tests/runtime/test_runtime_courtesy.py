"""Background work gives way to the window, and goes on all the same."""

import threading
import time

import pytest
from PySide6.QtCore import QAbstractEventDispatcher
from pytestqt.qtbot import QtBot

from desktop_app.core.courtesy import courteous, give_way
from desktop_app.core.work import CPU, Work, on
from desktop_app.runtime.courtesy import MOST_SECONDS, Courtesy
from desktop_app.runtime.engine import Engine


def test_nobody_waits_while_the_window_sleeps(
    qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    courtesy = Courtesy()
    courtesy._on_sleep()
    monkeypatch.setattr(courtesy._calm, "wait", lambda _seconds: pytest.fail("it waits"))
    courtesy.wait()


def test_work_waits_while_the_window_works_but_not_for_ever(qtbot: QtBot) -> None:
    courtesy = Courtesy()
    courtesy._on_awake()
    before = time.monotonic()
    courtesy.wait()
    assert time.monotonic() - before >= MOST_SECONDS * 0.9


def test_stopped_it_listens_no_longer_and_holds_nobody_up(qtbot: QtBot) -> None:
    courtesy = Courtesy()
    courtesy._on_awake()
    courtesy.stop()
    qtbot.wait(1)
    assert courtesy._calm.is_set()
    dispatcher = QAbstractEventDispatcher.instance()
    dispatcher.awake.emit()
    assert courtesy._calm.is_set()
    courtesy.stop()  # again: nothing happens


def test_whoever_waits_goes_on_as_soon_as_the_window_sleeps(qtbot: QtBot) -> None:
    calm, waiting, gone_on = threading.Event(), threading.Event(), threading.Event()

    def precedence() -> None:
        waiting.set()
        calm.wait(10)

    def run() -> None:
        with courteous(precedence):
            give_way()
            gone_on.set()

    thread = threading.Thread(target=run)
    thread.start()
    assert waiting.wait(10)
    assert not gone_on.is_set()
    calm.set()
    thread.join(10)
    assert gone_on.is_set()


def test_only_work_that_nobody_waits_for_gives_way() -> None:
    asked: list[str] = []
    engine = Engine(precedence=lambda: asked.append(threading.current_thread().name))
    done = threading.Event()

    def work() -> Work[None]:
        yield on(CPU, give_way)

    engine.launch(work(), lambda _result, _error: done.set(), urgent=True)
    assert done.wait(10)
    assert asked == []
    done.clear()
    engine.launch(work(), lambda _result, _error: done.set())
    assert done.wait(10)
    assert len(asked) == 2  # before the step, and where the step asks
    engine.stop()


def test_nothing_gives_way_outside_of_a_lane() -> None:
    give_way()
