"""Lanes: each a queue with its own daemon threads. The whole policy of concurrency is ``PLAN``."""

import threading
import time
from collections import deque
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from desktop_app.core.work import Lane


@dataclass(frozen=True, slots=True)
class Plan:
    """How a lane works.

    ``threads``: at most so many, started when needed. ``kept``: so many of them stay free for what
    the reader waits for. ``in_order``: nothing overtakes.
    """

    threads: int
    kept: int = 0
    in_order: bool = False


PLAN: Mapping[Lane, Plan] = {
    # A refresh of slow hosts may hold 14 threads for half a minute; a click still finds two.
    Lane.NET: Plan(16, kept=2),
    # One thread computes, never two: each more makes the main thread wait for the interpreter.
    Lane.CPU: Plan(1),
    Lane.HEAVY: Plan(1),
    Lane.READ: Plan(1),
    Lane.SEARCH: Plan(1),
    Lane.WRITE: Plan(1, in_order=True),
    Lane.SECRET: Plan(1, in_order=True),
}


class LaneThreads:
    """One lane. Daemon threads: a call that hangs never keeps the program from ending."""

    def __init__(self, name: str, plan: Plan) -> None:
        self._name = name
        self._plan = plan
        self._condition = threading.Condition()
        self._urgent: deque[Callable[[], None]] = deque()
        self._patient: deque[Callable[[], None]] = deque()
        self._patient_running = 0
        self._idle = 0
        self._threads: list[threading.Thread] = []
        self._busy: set[threading.Thread] = set()
        self._closed = False

    def submit(self, task: Callable[[], None], *, urgent: bool) -> None:
        """Queue ``task``, which must not raise. Any thread."""
        with self._condition:
            queue = self._urgent if urgent and not self._plan.in_order else self._patient
            queue.append(task)
            waiting = len(self._urgent) + len(self._patient)
            if waiting > self._idle and len(self._threads) < self._plan.threads:
                self._start_thread()
            else:
                self._condition.notify()

    def close(self, timeout: float) -> None:
        """Let the threads end once the queue is empty; wait for those that have nothing to do."""
        end = time.monotonic() + timeout
        with self._condition:
            self._closed = True
            self._condition.notify_all()
            idle = [thread for thread in self._threads if thread not in self._busy]
        for thread in idle:
            thread.join(max(0.0, end - time.monotonic()))

    def has_ended(self) -> bool:
        """Return whether no thread runs."""
        return not any(thread.is_alive() for thread in self._threads)

    def _start_thread(self) -> None:
        number = len(self._threads) + 1
        thread = threading.Thread(target=self._run, name=f"daily8-{self._name}-{number}")
        thread.daemon = True
        self._threads.append(thread)
        thread.start()

    def _run(self) -> None:
        thread = threading.current_thread()
        while True:
            with self._condition:
                self._idle += 1
                self._busy.discard(thread)
                self._condition.wait_for(self._has_something)
                self._idle -= 1
                if not self._urgent and not self._patient_may_run():
                    return
                self._busy.add(thread)
                patient = not self._urgent
                task = self._patient.popleft() if patient else self._urgent.popleft()
                self._patient_running += patient
            task()
            del task  # what it held must not live on while this thread waits
            with self._condition:
                self._patient_running -= patient
                if patient and self._patient:
                    self._condition.notify()

    def _has_something(self) -> bool:
        return bool(self._urgent) or self._patient_may_run() or self._closed

    def _patient_may_run(self) -> bool:
        free = self._plan.threads - self._plan.kept
        return bool(self._patient) and self._patient_running < free
