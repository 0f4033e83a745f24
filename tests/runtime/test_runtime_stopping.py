"""The end: fast even with a call that hangs, and nothing that was written is lost."""

import subprocess
import sys
import textwrap
import threading
import time
from collections.abc import Callable

from PySide6.QtCore import QObject

from desktop_app.core.errors import AppError, ErrorKind
from desktop_app.core.work import CPU, NET, READ, WRITE, Work, on, pause
from desktop_app.runtime.engine import Engine
from desktop_app.runtime.hub import Hub
from desktop_app.runtime.tasks import Tasks


def test_what_is_on_its_way_to_the_disk_arrives(hub: Hub) -> None:
    tasks = Tasks(hub)
    written: list[str] = []

    def slow_write(text: str) -> None:
        time.sleep(0.02)
        written.append(text)

    def draft(text: str) -> Work[None]:
        yield on(READ, int)
        yield on(WRITE, slow_write, text)
        yield on(NET, written.append, "too late")

    for number in range(10):
        tasks.run(draft(str(number)))
    assert tasks.stop(5.0)
    assert sorted(written) == [str(number) for number in range(10)]


def test_everything_else_is_closed(hub: Hub) -> None:
    tasks = Tasks(hub)
    closed = threading.Event()
    waiting = threading.Event()

    def forever() -> Work[None]:
        try:
            yield on(CPU, waiting.set)
            while True:
                yield pause(0.01)
        finally:
            closed.set()

    tasks.run(forever())
    assert waiting.wait(5)
    assert tasks.stop(1.0)
    assert closed.wait(5)


def test_nothing_starts_after_the_end() -> None:
    engine = Engine()
    engine.stop(0.1)
    heard: list[BaseException | None] = []
    ended = threading.Event()

    def finished(_: object, error: BaseException | None) -> None:
        heard.append(error)
        ended.set()

    def work() -> Work[None]:
        yield on(CPU, heard.clear)

    engine.launch(work(), finished)
    assert ended.wait(5)
    assert isinstance(heard[0], AppError)
    assert heard[0].kind is ErrorKind.CANCELLED


def test_stopping_does_not_wait_for_a_call_that_hangs(hub: Hub) -> None:
    tasks = Tasks(hub)
    hangs, free = threading.Event(), threading.Event()

    def hang() -> None:
        hangs.set()
        free.wait(60)

    def work() -> Work[None]:
        yield on(NET, hang)

    tasks.run(work())
    assert hangs.wait(5)
    start = time.monotonic()
    assert tasks.stop(30.0)
    assert time.monotonic() - start < 15
    free.set()


class Pane(QObject):
    """Says on which thread it ended."""

    def __init__(self, ended_on: list[str]) -> None:
        super().__init__()
        self._ended_on = ended_on

    def work(self, hang: Callable[[], object]) -> Work[None]:
        yield on(NET, hang)

    def done(self, _nothing: None) -> None:
        raise AssertionError("nothing is delivered after the end")

    def __del__(self) -> None:
        self._ended_on.append(threading.current_thread().name)


class Watched(Tasks, Pane):
    def __init__(self, hub: Hub, ended_on: list[str]) -> None:
        Tasks.__init__(self, hub)
        self._ended_on = ended_on


def test_what_a_hanging_call_was_for_ends_on_the_main_thread(hub: Hub) -> None:
    """It holds the last of it when another window has followed."""
    ended_on: list[str] = []
    others = set(threading.enumerate())
    tasks, waits, also = Watched(hub, ended_on), Pane(ended_on), Pane(ended_on)
    hangs, free = threading.Event(), threading.Event()

    def hang() -> None:
        hangs.set()
        free.wait(10)

    tasks.run(waits.work(hang), waits.done)
    tasks.run(also.work(hang))
    assert hangs.wait(5)
    tasks.stop(0.1, also)
    ours = set(threading.enumerate()) - others
    del tasks, waits, also
    free.set()
    for thread in ours:
        thread.join(10)
    assert ended_on == []
    next_ones = Tasks(hub)
    next_ones.stop()
    assert ended_on == [threading.main_thread().name] * 3


def test_threads_end_with_the_engine() -> None:
    engine = Engine()
    done = threading.Event()

    def work() -> Work[None]:
        yield on(CPU, int)
        yield on(READ, int)

    engine.launch(work(), lambda *_: done.set())
    assert done.wait(5)
    before = {each for each in threading.enumerate() if each.name.startswith("daily8-")}
    engine.stop(1.0)
    for thread in before:
        thread.join(2)
        assert not thread.is_alive()


def test_a_process_with_a_hung_call_ends_at_once() -> None:
    program = textwrap.dedent(
        """
        import sys, time
        from PySide6.QtCore import QCoreApplication, QTimer
        from desktop_app.core.work import NET, SECRET, gather, on
        from desktop_app.runtime.hub import Hub
        from desktop_app.runtime.tasks import Tasks
        app = QCoreApplication([])
        hub = Hub()
        tasks = Tasks(hub)
        def hang(lane):
            yield on(lane, time.sleep, 60)
        def many():
            yield gather([hang(NET) for _ in range(16)], 16)
        tasks.run(many())
        tasks.start("secret", hang(SECRET))
        QTimer.singleShot(100, app.quit)
        app.exec()
        start = time.monotonic()
        tasks.stop(2.0)
        print(time.monotonic() - start)
        """
    )
    start = time.monotonic()
    done = subprocess.run(
        [sys.executable, "-W", "error", "-c", program],
        capture_output=True,
        text=True,
        timeout=30,
        check=True,
    )
    assert done.stderr == ""
    assert float(done.stdout) < 1.0
    assert time.monotonic() - start < 10  # sixty seconds of sleep were not waited for
