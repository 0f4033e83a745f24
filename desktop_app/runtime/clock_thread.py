"""The thread that gives Works their first push and wakes those that pause."""

import heapq
import itertools
import threading
import time
from collections import deque
from collections.abc import Callable
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from desktop_app.runtime.engine import Ready


class ClockThread:
    """One daemon thread, started on first use; it sleeps while nothing is due. Any thread."""

    def __init__(self, drive: "Callable[[Ready], None]") -> None:
        self._drive = drive
        self._condition = threading.Condition()
        self._now: deque[Ready] = deque()
        self._heap: list[tuple[float, int, Ready]] = []
        self._numbers = itertools.count()
        self._thread: threading.Thread | None = None
        self._closed = False

    def soon(self, ready: "Ready") -> None:
        """Drive a job now."""
        with self._condition:
            self._now.append(ready)
            self._wake()

    def later(self, seconds: float, ready: "Ready") -> None:
        """Drive a job after ``seconds``, or as soon as it is cancelled."""
        due = time.monotonic() + max(0.0, seconds)
        with self._condition:
            heapq.heappush(self._heap, (due, next(self._numbers), ready))
            self._wake()

    def look(self) -> None:
        """Look for pausing jobs that were cancelled."""
        with self._condition:
            if self._heap:
                self._wake()

    def close(self) -> None:
        """Let the thread end when nothing is left to drive."""
        with self._condition:
            self._closed = True
            self._condition.notify_all()
            thread = self._thread
        if thread is not None and thread is not threading.current_thread():
            thread.join(0.2)

    def has_ended(self) -> bool:
        """Return whether its thread does not run."""
        return self._thread is None or not self._thread.is_alive()

    def _wake(self) -> None:
        if self._thread is None:
            self._thread = threading.Thread(target=self._run, name="daily8-clock", daemon=True)
            self._thread.start()
        self._condition.notify()

    def _run(self) -> None:
        while True:
            with self._condition:
                self._take_due()
                while not self._now:
                    if self._closed:
                        return
                    self._condition.wait(self._seconds())
                    self._take_due()
                ready = self._now.popleft()
            self._drive(ready)
            del ready

    def _take_due(self) -> None:
        now = time.monotonic()
        if any(ready.job.token.cancelled for _, _, ready in self._heap):
            cancelled = [entry for entry in self._heap if entry[2].job.token.cancelled]
            self._heap = [entry for entry in self._heap if not entry[2].job.token.cancelled]
            heapq.heapify(self._heap)
            self._now.extend(entry[2] for entry in cancelled)
        while self._heap and self._heap[0][0] <= now:
            self._now.append(heapq.heappop(self._heap)[2])

    def _seconds(self) -> float | None:
        return max(0.0, self._heap[0][0] - time.monotonic()) if self._heap else None
