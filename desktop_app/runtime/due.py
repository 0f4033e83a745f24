"""The one timer for everything that comes due by itself: refreshes and postings."""

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any

from PySide6.QtCore import QObject, Qt, QTimer, Slot

from desktop_app.core.changes import ChangeSet
from desktop_app.core.errors import AppError
from desktop_app.core.work import Work
from desktop_app.runtime.tasks import Tasks

LONGEST = 600.0
"""Seconds: a machine that slept wakes the timer late, at most by this."""

SHORTEST = 2.0
"""Seconds between two runs of an errand: what is due again at once could not be done."""

AFTER_FAILURE = 60.0


@dataclass(frozen=True)
class Errand:
    """Something that comes due by itself.

    ``ask`` says when (Unix seconds, None: never), ``run`` does what is due; it is told whether
    the network has just come back. ``told`` hears what it returned, on the main thread.
    """

    name: str
    ask: Callable[[], Work[int | None]]
    run: Callable[[bool], Work[Any]]
    told: Callable[[Any], None] | None = None


class DueTimer(QObject):
    """Asks each errand when it is due, sleeps until then, runs it, asks again. Main thread."""

    def __init__(
        self,
        tasks: Tasks,
        errands: Sequence[Errand],
        parent: QObject | None = None,
        now: Callable[[], float] = time.time,
    ) -> None:
        super().__init__(parent)
        self._tasks = tasks
        self._errands = {each.name: each for each in errands}
        self._now = now
        self._due: dict[str, float] = {}
        self._not_before: dict[str, float] = {}
        self._network_is_back: set[str] = set()
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setTimerType(Qt.TimerType.CoarseTimer)
        self._timer.timeout.connect(self._on_time)

    @Slot()
    def poke(self) -> None:
        """Ask again: the window came to the front, or an option changed."""
        for name in self._errands:
            if not self._is_running(name):
                self._ask(name)

    @Slot(object)
    def apply(self, change: ChangeSet) -> None:
        """Ask again when what changed may be due at another time now."""
        if change.sources or change.outbox or change.accounts:
            self.poke()

    @Slot()
    def network_came_back(self) -> None:
        """Run at once what waited for the network."""
        for name in self._errands:
            self._network_is_back.add(name)
            if not self._is_running(name):
                self._begin(name)

    def stop(self) -> None:
        """Let nothing come due any more."""
        self._timer.stop()
        self._due.clear()
        for name in self._errands:
            self._tasks.cancel(f"due.ask.{name}")
            self._tasks.cancel(f"due.run.{name}")

    def waits(self) -> float | None:
        """Return the seconds until the timer fires, None when it does not run."""
        return self._timer.remainingTime() / 1000 if self._timer.isActive() else None

    def _is_running(self, name: str) -> bool:
        return self._tasks.busy(f"due.run.{name}")

    def _ask(self, name: str) -> None:
        work = self._errands[name].ask()
        failed = partial(self._on_failed, name)
        self._tasks.start(f"due.ask.{name}", work, partial(self._on_told, name), failed)

    def _on_told(self, name: str, due: int | None) -> None:
        if due is None:
            self._due.pop(name, None)
        else:
            self._due[name] = max(due, self._not_before.get(name, 0.0))
        self._arm()

    def _arm(self) -> None:
        if not self._due:
            self._timer.stop()
            return
        seconds = min(max(min(self._due.values()) - self._now(), 0.0), LONGEST)
        self._timer.start(int(seconds * 1000) + 1)

    @Slot()
    def _on_time(self) -> None:
        now = self._now()
        for name in [name for name, due in self._due.items() if due <= now]:
            if not self._is_running(name):
                self._begin(name)
        self._arm()

    def _begin(self, name: str) -> None:
        self._due.pop(name, None)
        back = name in self._network_is_back
        self._network_is_back.discard(name)
        work = self._errands[name].run(back)
        failed = partial(self._on_failed, name)
        self._tasks.start(f"due.run.{name}", work, partial(self._on_done, name), failed)

    def _on_done(self, name: str, result: object) -> None:
        told = self._errands[name].told
        if told is not None:
            told(result)
        if name in self._network_is_back:
            self._begin(name)
            return
        self._not_before[name] = self._now() + SHORTEST
        self._ask(name)

    def _on_failed(self, name: str, _error: AppError) -> None:
        self._due[name] = self._now() + AFTER_FAILURE
        self._arm()
