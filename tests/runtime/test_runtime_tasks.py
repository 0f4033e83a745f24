"""What slots promise: results on the main thread, no stale one, a cancel that takes hold."""

import sys
import threading
import time
from collections.abc import Callable
from typing import Any

import pytest
from PySide6.QtCore import QObject

from desktop_app.core.cancel import current
from desktop_app.core.errors import AppError, ErrorKind
from desktop_app.core.work import CPU, NET, READ, SEARCH, WRITE, Lane, Work, gather, on, pause
from desktop_app.runtime.hub import Hub
from desktop_app.runtime.tasks import Tasks

Until = Callable[[Callable[[], bool]], None]


def value(result: Any, *lanes: Lane) -> Work[Any]:
    for lane in lanes:
        yield on(lane, int)
    return result


def blocked(gate: threading.Event, result: Any, lane: Lane = NET) -> Work[Any]:
    yield on(lane, gate.wait, 10)
    return result


class Pane(QObject):
    def __init__(self) -> None:
        super().__init__()
        self.got: list[Any] = []
        self.errors: list[AppError] = []
        self.threads: set[int] = set()

    def done(self, result: Any) -> None:
        self.got.append(result)
        self.threads.add(threading.get_ident())

    def failed(self, error: AppError) -> None:
        self.errors.append(error)
        self.threads.add(threading.get_ident())


def test_a_result_comes_to_the_main_thread_and_never_from_inside_start(
    tasks: Tasks, until: Until
) -> None:
    pane = Pane()
    tasks.start("slot", value(7), pane.done)
    assert pane.got == []
    assert tasks.busy("slot")
    until(lambda: pane.got == [7])
    assert not tasks.busy("slot")
    assert pane.threads == {threading.get_ident()}


def test_five_thousand_works_all_come_home(tasks: Tasks, until: Until) -> None:
    pane = Pane()
    for number in range(5000):
        tasks.run(value(number, NET, CPU), pane.done)
    until(lambda: len(pane.got) == 5000)
    assert sorted(pane.got) == list(range(5000))
    assert pane.threads == {threading.get_ident()}
    until(tasks.quiet)


def test_steps_run_on_their_lanes_and_off_the_main_thread(tasks: Tasks, until: Until) -> None:
    def names() -> Work[list[str]]:
        found: list[str] = []
        for lane in (NET, CPU, READ, SEARCH, WRITE, Lane.SECRET, Lane.HEAVY):
            thread = yield on(lane, threading.current_thread)
            assert thread.daemon
            found.append(thread.name)
            assert threading.current_thread() is thread  # advanced where the step ended
        return found

    pane = Pane()
    tasks.start("slot", names(), pane.done)
    until(lambda: bool(pane.got))
    lanes = [name.split("-")[1] for name in pane.got[0]]
    assert lanes == ["net", "cpu", "read", "search", "write", "secret", "cpu"]


def test_a_slow_host_holds_nobody_up(tasks: Tasks, until: Until) -> None:
    """Each of fourteen hosts answers only when all of them have been asked."""
    asked = threading.Barrier(14)

    def slow(number: int) -> Work[int]:
        yield on(NET, asked.wait, 10)
        return number

    def all_of_them() -> Work[list[int | AppError]]:
        return (yield gather([slow(each) for each in range(14)], limit=16))

    pane = Pane()
    tasks.start("slot", all_of_them(), pane.done)
    until(lambda: bool(pane.got))
    assert pane.got == [list(range(14))]


def test_a_gather_keeps_its_order_its_limit_and_its_failures(tasks: Tasks, until: Until) -> None:
    under_way: list[int] = []
    most: list[int] = []

    def one(number: int) -> Work[int]:
        under_way.append(number)
        most.append(len(under_way))
        yield on(NET, time.sleep, 0.002)
        under_way.remove(number)
        if number == 3:
            raise AppError(ErrorKind.GONE)
        return number

    def many() -> Work[list[int | AppError]]:
        return (yield gather([one(each) for each in range(20)], limit=4))

    pane = Pane()
    tasks.start("slot", many(), pane.done)
    until(lambda: bool(pane.got))
    results = pane.got[0]
    assert isinstance(results[3], AppError)
    assert [each for each in results if not isinstance(each, AppError)] == [
        each for each in range(20) if each != 3
    ]
    assert max(most) == 4


def test_a_gather_inside_a_gather_and_an_empty_one(tasks: Tasks, until: Until) -> None:
    def inner(number: int) -> Work[Any]:
        return (yield gather([value(number), value(number + 1, CPU)]))

    def outer() -> Work[Any]:
        nothing = yield gather([])
        found = yield gather([inner(each) for each in (0, 10)], limit=1)
        return nothing, found

    pane = Pane()
    tasks.start("slot", outer(), pane.done)
    until(lambda: pane.got == [([], [[0, 1], [10, 11]])])


def test_a_thousand_works_without_a_step_do_not_recurse(tasks: Tasks, until: Until) -> None:
    def many() -> Work[int]:
        results = yield gather([value(each) for each in range(3000)], limit=2)
        return len(results)

    pane = Pane()
    tasks.start("slot", many(), pane.done)
    until(lambda: pane.got == [3000])


def test_fifty_rapid_choices_show_only_the_last(tasks: Tasks, until: Until) -> None:
    pane = Pane()
    for number in range(50):
        tasks.start("article", value(number, READ, NET, CPU), pane.done, pane.failed)
    until(tasks.quiet)
    assert pane.got == [49]
    assert pane.errors == []


def test_a_result_that_is_on_its_way_is_dropped_too(tasks: Tasks, until: Until) -> None:
    """The Work is done before the slot is taken again; only its delivery is still to come."""
    pane = Pane()
    ended = threading.Event()

    def first() -> Work[int]:
        yield on(CPU, int)
        ended.set()
        return 1

    tasks.start("slot", first(), pane.done)
    assert ended.wait(5)
    tasks.start("slot", value(2), pane.done)
    until(tasks.quiet)
    assert pane.got == [2]


def test_a_cancelled_step_is_told_and_the_generator_closed(tasks: Tasks, until: Until) -> None:
    closed: list[str] = []
    started = threading.Event()

    def download() -> None:
        started.set()
        assert current().wait(5)
        current().check()

    def work() -> Work[None]:
        try:
            yield on(NET, download)
        finally:
            closed.append(threading.current_thread().name)

    pane = Pane()
    tasks.start("slot", work(), pane.done, pane.failed)
    assert started.wait(5)
    tasks.cancel("slot")
    assert not tasks.busy("slot")
    until(tasks.quiet)
    assert len(closed) == 1
    assert closed[0].startswith("daily8-net")
    assert (pane.got, pane.errors) == ([], [])


def test_a_pause_holds_no_thread_and_ends_when_cancelled(tasks: Tasks, until: Until) -> None:
    closed: list[int] = []

    def waits(number: int) -> Work[None]:
        try:
            yield pause(60)
        finally:
            closed.append(number)

    tokens = [tasks.run(waits(number)) for number in range(200)]
    until(lambda: all(job.place is not None for job in tasks._engine._live))
    assert sum(thread.name.startswith("daily8-") for thread in threading.enumerate()) <= 2
    for token in tokens:
        token.cancel()
    until(tasks.quiet)
    assert sorted(closed) == list(range(200))


def test_pauses_end_in_the_order_of_their_times(tasks: Tasks, until: Until) -> None:
    def waits(seconds: float) -> Work[float]:
        yield pause(seconds)
        return seconds

    pane = Pane()
    for seconds in (0.09, 0.03, 0.06):
        tasks.run(waits(seconds), pane.done)
    until(lambda: pane.got == [0.03, 0.06, 0.09])


def test_queued_work_that_is_cancelled_never_runs(
    tasks: Tasks, until: Until, gate: threading.Event
) -> None:
    ran: list[str] = []

    def later(lane: Lane) -> Work[None]:
        yield on(lane, ran.append, lane.value)

    busy: list[Lane] = []

    def holds(lane: Lane) -> Work[None]:
        yield on(lane, lambda: (busy.append(lane), gate.wait(10)))

    for lane in (READ, WRITE):
        tasks.run(holds(lane))
    until(lambda: len(busy) == 2)
    for lane in (READ, WRITE):
        tasks.start(lane.value, later(lane))
    until(lambda: all(job.place is not None for job in tasks._engine._live))
    tasks.cancel("read")
    tasks.cancel("write")
    gate.set()
    until(tasks.quiet)
    assert ran == ["write"]  # what was handed to the writer is written


def test_an_app_error_is_thrown_in_at_its_yield_and_reported(tasks: Tasks, until: Until) -> None:
    seen: list[AppError] = []

    def fail() -> None:
        raise AppError(ErrorKind.DNS)

    def work() -> Work[None]:
        try:
            yield on(NET, fail)
        except AppError as error:
            seen.append(error)
        yield on(CPU, fail)

    pane = Pane()
    tasks.start("slot", work(), pane.done, pane.failed)
    until(lambda: bool(pane.errors))
    assert [each.kind for each in seen] == [ErrorKind.DNS]
    assert pane.errors[0].kind is ErrorKind.DNS
    tasks.run(work())  # nobody waits for it: logged, not lost in a traceback
    until(tasks.quiet)


@pytest.mark.parametrize("where", ["step", "generator", "child", "close"])
def test_a_bug_reaches_the_crash_hook_and_frees_the_slot(
    tasks: Tasks, until: Until, monkeypatch: pytest.MonkeyPatch, where: str
) -> None:
    hooked: list[tuple[type, int]] = []
    monkeypatch.setattr(
        sys, "excepthook", lambda kind, *_: hooked.append((kind, threading.get_ident()))
    )
    closed: list[bool] = []

    def work() -> Work[None]:
        try:
            if where == "generator":
                raise ZeroDivisionError
            yield (
                gather([value(1), broken(), value(2)])
                if where == "child"
                else on(CPU, lambda: 1 // 0)
            )
        finally:
            closed.append(True)

    def broken() -> Work[None]:
        yield on(CPU, lambda: 1 // 0)

    def bad_close() -> Work[None]:
        try:
            yield pause(30)
        finally:
            raise ZeroDivisionError

    pane = Pane()
    tasks.start("slot", bad_close() if where == "close" else work(), pane.done, pane.failed)
    if where == "close":
        tasks.cancel("slot")
    until(tasks.quiet)
    if where != "close" or hooked:  # cancelled before its first step, there is nothing to close
        assert hooked == [(ZeroDivisionError, threading.get_ident())]
    assert (pane.got, pane.errors) == ([], [])
    assert not tasks.busy("slot")
    assert closed == ([] if where == "close" else [True])


def test_a_broken_callback_takes_no_other_result_along(
    tasks: Tasks, until: Until, monkeypatch: pytest.MonkeyPatch
) -> None:
    hooked: list[type] = []
    monkeypatch.setattr(sys, "excepthook", lambda kind, *_: hooked.append(kind))

    def breaks(_: Any) -> None:
        raise ZeroDivisionError

    pane = Pane()
    tasks.run(value(1), breaks)
    tasks.run(value(2), pane.done)
    until(lambda: pane.got == [2])
    assert hooked == [ZeroDivisionError]


def test_a_pane_that_is_gone_is_not_called(
    tasks: Tasks, until: Until, gate: threading.Event
) -> None:
    import shiboken6

    pane, got = Pane(), []
    pane.got = got
    tasks.run(blocked(gate, 1), pane.done)
    shiboken6.delete(pane)
    gate.set()
    until(tasks.quiet)
    assert got == []


def test_only_the_search_that_is_superseded_is_interrupted(hub: Hub, until: Until) -> None:
    interrupted: list[bool] = []
    wake = threading.Event()

    def interrupt() -> None:
        interrupted.append(True)
        wake.set()

    tasks = Tasks(hub, interrupters={SEARCH: interrupt})
    started = threading.Event()

    def look() -> None:
        started.set()
        assert wake.wait(5)
        raise AppError(ErrorKind.CANCELLED)

    def search() -> Work[None]:
        yield on(SEARCH, look)

    pane = Pane()
    tasks.start("search", search(), pane.done, pane.failed)
    tasks.start("other", value(1, READ), pane.done)
    assert started.wait(5)
    tasks.start("other", value(2, READ), pane.done)
    until(lambda: 2 in pane.got)
    assert interrupted == []
    tasks.start("search", value(3, SEARCH), pane.done, pane.failed)
    until(lambda: 3 in pane.got)
    assert interrupted == [True]
    assert pane.errors == []
    tasks.stop()


def test_what_the_reader_waits_for_overtakes_a_crowd(
    tasks: Tasks, until: Until, gate: threading.Event
) -> None:
    pane = Pane()
    for number in range(100):
        tasks.run(blocked(gate, number))
        tasks.run(value(number, CPU, READ))
    tasks.start("click", value("click", NET, CPU, READ), pane.done)
    until(lambda: pane.got == ["click"])
    gate.set()
    until(tasks.quiet)


def test_heavy_steps_go_to_the_worker(hub: Hub, until: Until) -> None:
    calls: list[tuple[Any, ...]] = []

    def heavy(function: Callable[..., Any], *args: Any, **kwargs: Any) -> Any:
        calls.append((function, args, kwargs, threading.current_thread().name))
        return function(*args, **kwargs)

    def work() -> Work[int]:
        return (yield on(Lane.HEAVY, int, "11", base=2))

    tasks, pane = Tasks(hub, heavy=heavy), Pane()
    tasks.start("slot", work(), pane.done)
    until(lambda: pane.got == [3])
    assert calls == [(int, ("11",), {"base": 2}, "daily8-heavy-1")]
    tasks.stop()


def test_no_generator_is_ever_in_two_hands(tasks: Tasks, until: Until) -> None:
    """Slots taken again at any moment: a generator in two hands raises ValueError at once."""
    closed: list[int] = []
    lanes = (NET, CPU, READ, WRITE)

    def work(number: int) -> Work[int]:
        try:
            for step in range(6):
                yield on(lanes[(number + step) % 4], time.sleep, 0.0002)
                if step == 3:
                    yield pause(0.0005)
                if step == 4:
                    yield gather([value(1, NET), value(2, CPU)])
            return number
        finally:
            closed.append(number)

    pane = Pane()
    for number in range(600):
        tasks.start(f"slot {number % 3}", work(number), pane.done, pane.failed)
        if number % 7 == 0:
            time.sleep(0.001)
    until(tasks.quiet)
    assert {597, 598, 599} <= set(pane.got)
    assert pane.errors == []
    assert len(closed) == len(set(closed))
