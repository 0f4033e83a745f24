"""The way home: in order, a little at a time, changes merged."""

import threading
import time
from collections.abc import Callable
from itertools import pairwise

from PySide6.QtCore import QObject, QTimer
from PySide6.QtGui import QPaintEvent
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from desktop_app.core.changes import ChangeSet
from desktop_app.core.ids import ArticleId
from desktop_app.runtime.hub import CHANGE_SECONDS, DRAIN_SECONDS, Hub

Until = Callable[[Callable[[], bool]], None]


class Listener(QObject):
    def __init__(self) -> None:
        super().__init__()
        self.changes: list[ChangeSet] = []
        self.times: list[float] = []

    def on_change(self, change: ChangeSet) -> None:
        self.changes.append(change)
        self.times.append(time.monotonic())


def test_posts_of_many_threads_all_arrive_in_each_ones_order(hub: Hub, until: Until) -> None:
    got: list[tuple[int, int]] = []

    def post(thread: int) -> None:
        for number in range(500):
            hub.post(lambda number=number: got.append((thread, number)))  # type: ignore[misc]

    threads = [threading.Thread(target=post, args=(each,)) for each in range(8)]
    for thread in threads:
        thread.start()
    until(lambda: len(got) == 4000)
    for thread in threads:
        thread.join()
    for each in range(8):
        assert [number for thread, number in got if thread == each] == list(range(500))
    assert hub.is_empty()


def test_a_storm_of_results_leaves_room_for_the_window(hub: Hub, until: Until) -> None:
    """Results that take a millisecond each let the window in after every few of them."""
    called: list[int] = []
    seen: list[int] = []

    def slow() -> None:
        end = time.perf_counter() + 0.001
        while time.perf_counter() < end:
            pass
        called.append(1)

    for _ in range(300):
        hub.post(slow)
    timer = QTimer()
    timer.timeout.connect(lambda: seen.append(len(called)))
    timer.start(1)
    until(lambda: len(called) == 300)
    timer.stop()
    between = sorted(after - before for before, after in pairwise(seen))
    assert len(between) > 20
    assert between[len(between) // 2] <= 2 * (DRAIN_SECONDS / 0.001 + 1)  # two slices at most


def test_changes_come_at_once_and_then_merged(hub: Hub, until: Until) -> None:
    listener = Listener()
    hub.changed.connect(listener.on_change)
    start = time.monotonic()
    hub.publish(ChangeSet(new_articles=frozenset({ArticleId(0)})))
    until(lambda: len(listener.changes) == 1)
    assert listener.times[0] - start < CHANGE_SECONDS

    def publish(first: int) -> None:
        for number in range(first, first + 50):
            hub.publish(ChangeSet(new_articles=frozenset({ArticleId(number)})))

    threads = [threading.Thread(target=publish, args=(each * 50,)) for each in range(1, 5)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    until(hub.is_empty)
    told = set().union(*(each.new_articles for each in listener.changes))
    assert told == {0, *range(50, 250)}
    assert len(listener.changes) <= 3
    assert listener.times[1] - listener.times[0] >= CHANGE_SECONDS * 0.9


def test_nothing_is_told_of_nothing_or_after_the_end(hub: Hub, until: Until) -> None:
    listener = Listener()
    hub.changed.connect(listener.on_change)
    hub.publish(ChangeSet())
    assert hub.is_empty()
    hub.close()
    hub.publish(ChangeSet(sidebar=True))
    hub.post(lambda: listener.on_change(ChangeSet()))
    ended: list[bool] = []
    QTimer.singleShot(20, lambda: ended.append(True))
    until(lambda: bool(ended))
    assert listener.changes == []


def test_the_loop_keeps_ticking_while_lanes_compute(hub: Hub, until: Until) -> None:
    """Pure Python on the computing lane: the main thread waits a switch interval, not a job."""
    import sys

    from desktop_app.core.work import CPU, Work, on
    from desktop_app.runtime.tasks import Tasks

    def compute() -> int:
        return sum(number * number for number in range(60_000))

    def work() -> Work[int]:
        return (yield on(CPU, compute))

    before = sys.getswitchinterval()
    sys.setswitchinterval(0.0005)
    tasks = Tasks(hub)
    done: list[int] = []
    ticks: list[int] = []
    timer = QTimer()
    timer.timeout.connect(lambda: ticks.append(len(done)))
    timer.start(5)
    for _ in range(60):
        tasks.run(work(), done.append)
    until(lambda: len(done) == 60)
    timer.stop()
    tasks.stop()
    sys.setswitchinterval(before)
    assert len(ticks) > 10


def test_what_a_long_result_changed_is_painted_before_the_next_result(
    hub: Hub, qtbot: QtBot
) -> None:
    happened: list[str] = []

    class Pane(QWidget):
        def paintEvent(self, _event: QPaintEvent) -> None:
            happened.append("painted")

    pane = Pane()
    qtbot.addWidget(pane)
    with qtbot.waitExposed(pane):
        pane.show()
    qtbot.waitUntil(lambda: bool(happened))
    happened.clear()

    def long() -> None:
        pane.update()
        end = time.perf_counter() + 2 * DRAIN_SECONDS
        while time.perf_counter() < end:
            pass

    hub.post(long)
    hub.post(lambda: happened.append("next"))
    qtbot.waitUntil(lambda: "next" in happened)
    assert happened == ["painted", "next"]


def test_results_arrive_while_something_is_painted_over_and_over(hub: Hub, qtbot: QtBot) -> None:
    """As while an article is drawn out of its own painting, and a spinner turns at every tick."""
    got: list[int] = []
    painted: list[int] = []

    class Restless(QWidget):
        def paintEvent(self, _event: QPaintEvent) -> None:
            painted.append(len(got))
            self.update()

    pane = Restless()
    qtbot.addWidget(pane)
    timer = QTimer(pane)
    timer.timeout.connect(pane.update)
    timer.start(0)
    with qtbot.waitExposed(pane):
        pane.show()

    def slow() -> None:
        end = time.perf_counter() + 2 * DRAIN_SECONDS
        while time.perf_counter() < end:
            pass
        got.append(1)

    for _ in range(20):
        hub.post(slow)
    qtbot.waitUntil(lambda: len(got) == 20)
    timer.stop()
    assert len(set(painted)) > 5  # it was painted in between
