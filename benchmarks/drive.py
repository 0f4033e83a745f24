"""Drives the real window from inside its own process: ``python -m benchmarks.drive JOURNEY``.

A journey is a generator: it acts, and yields what it waits for (``Painted``, ``Until``, ``Rest``).
Between two steps the event loop of the app runs as it does for a reader.
"""

import json
import sys
import time
import traceback
from collections.abc import Callable, Generator
from pathlib import Path
from typing import Any

import shiboken6
from PySide6.QtCore import QEvent, QObject, QPoint, QPointF, Qt, QTimer
from PySide6.QtGui import QKeyEvent, QMouseEvent, QWheelEvent
from PySide6.QtWidgets import QApplication, QWidget

PATIENCE_MS = 10_000
POLL_MS = 15

Journey = Generator["Wait", float, dict[str, Any]]


class Wait(QObject):
    """Something to wait for. Calls ``then`` with the time (``perf_counter``) when it is there."""

    def begin(self, then: Callable[[float], None]) -> None:
        raise NotImplementedError


class Painted(Wait):
    """Until a frame in which ``view`` is painted while ``ready()`` holds has reached the screen.

    A frame is one ``UpdateRequest`` of the window: it paints, then hands the picture to the screen.
    What the window does next is not counted: an event posted meanwhile would wait for it.
    """

    def __init__(self, view: QWidget, ready: Callable[[], bool], what: str) -> None:
        super().__init__()
        self._view, self._ready, self._what = view, ready, what
        self._window = view.window()
        self._seen = self._inside = False

    def begin(self, then: Callable[[float], None]) -> None:
        self._then = then
        self._view.installEventFilter(self)
        self._window.installEventFilter(self)
        self._limit = QTimer(self, singleShot=True, interval=PATIENCE_MS)
        self._limit.timeout.connect(self._on_limit)
        self._limit.start()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802
        kind = event.type()
        if kind == QEvent.Type.Paint and watched is self._view and not self._seen:
            self._seen = self._ready()
            if self._seen and not self._inside:  # painted at once, as after a move of the window
                QTimer.singleShot(0, self, self._on_painted)
        elif kind == QEvent.Type.UpdateRequest and watched is self._window and not self._inside:
            self._inside = True
            watched.event(event)
            self._inside = False
            if self._seen:
                self._end(time.perf_counter())
            return True
        return False

    def _on_painted(self) -> None:
        self._end(time.perf_counter())

    def _end(self, now: float) -> None:
        if not self._limit.isActive():
            return
        self._limit.stop()
        for each in (self._view, self._window):
            if shiboken6.isValid(each):
                each.removeEventFilter(self)
        self._then(now)

    def _on_limit(self) -> None:
        raise TimeoutError(f"not painted: {self._what}")


class Until(Wait):
    """Until something holds; looked at every few milliseconds, so no measure of time."""

    def __init__(self, holds: Callable[[], bool], what: str, patience: float = 60.0) -> None:
        super().__init__()
        self._holds, self._what, self._end = holds, what, time.monotonic() + patience

    def begin(self, then: Callable[[float], None]) -> None:
        self._then = then
        self._poll = QTimer(self, interval=POLL_MS)
        self._poll.timeout.connect(self._look)
        self._poll.start()

    def _look(self) -> None:
        if self._holds():
            self._poll.stop()
            self._then(time.perf_counter())
        elif time.monotonic() > self._end:
            raise TimeoutError(self._what)


class Rest(Wait):
    """For some milliseconds."""

    def __init__(self, milliseconds: int) -> None:
        super().__init__()
        self._milliseconds = milliseconds

    def begin(self, then: Callable[[float], None]) -> None:
        QTimer.singleShot(self._milliseconds, lambda: then(time.perf_counter()))


class Driver(QObject):
    """Walks a journey, prints what it returns as one line of JSON, and leaves."""

    def __init__(self, journey: Journey) -> None:
        super().__init__()
        self._journey = journey
        self._wait: Wait | None = None

    def go(self, at: float = 0.0, first: bool = False) -> None:
        try:
            self._wait = next(self._journey) if first else self._journey.send(at)
        except StopIteration as end:
            print(json.dumps(end.value), flush=True)
            QApplication.closeAllWindows()
        else:
            # A turn of the loop lies between, so that no step runs inside another's event.
            self._wait.begin(lambda at: QTimer.singleShot(0, lambda: self.go(at)))


def click(view: QWidget, place: QPoint) -> float:
    """Press and release at a place of ``view``; return when that began (``perf_counter``)."""
    at, over = QPointF(place), QPointF(view.mapToGlobal(place))
    left, none = Qt.MouseButton.LeftButton, Qt.MouseButton.NoButton
    plain = Qt.KeyboardModifier.NoModifier
    press = QMouseEvent(QEvent.Type.MouseButtonPress, at, over, left, left, plain)
    release = QMouseEvent(QEvent.Type.MouseButtonRelease, at, over, left, none, plain)
    began = time.perf_counter()
    QApplication.sendEvent(view, press)
    QApplication.sendEvent(view, release)
    return began


def key(widget: QWidget, letter: str) -> float:
    """Type a letter; return when that began."""
    plain = Qt.KeyboardModifier.NoModifier
    began = time.perf_counter()
    for kind in (QEvent.Type.KeyPress, QEvent.Type.KeyRelease):
        QApplication.sendEvent(widget, QKeyEvent(kind, 0, plain, letter))
    return began


def wheel(view: QWidget, turned: int) -> float:
    """Turn the wheel over ``view``; 120 is one notch, negative is down. Return when that began."""
    at = QPointF(view.rect().center())
    event = QWheelEvent(
        at,
        QPointF(view.mapToGlobal(view.rect().center())),
        QPoint(0, 0),
        QPoint(0, turned),
        Qt.MouseButton.NoButton,
        Qt.KeyboardModifier.NoModifier,
        Qt.ScrollPhase.NoScrollPhase,
        False,
    )
    began = time.perf_counter()
    QApplication.sendEvent(view, event)
    return began


def main() -> int:
    """Open the window on a profile and walk: JOURNEY PROFILE."""
    name, profile = sys.argv[1], Path(sys.argv[2])
    sys.excepthook = _give_up
    from benchmarks.journeys import JOURNEYS
    from benchmarks.profiles import read_facts
    from desktop_app import app
    from desktop_app.ui.running import Running

    start, facts = Running.start, read_facts(profile)
    kept: list[Driver] = []

    def started(running: Running, *args: Any, **kwargs: Any) -> None:
        start(running, *args, **kwargs)
        sys.excepthook = _give_up
        kept.append(Driver(JOURNEYS[name](running, facts)))
        QTimer.singleShot(0, lambda: kept[0].go(first=True))

    Running.start = started  # type: ignore[method-assign, assignment]
    return app.run_window(app.WindowOptions(profile=profile))


def _give_up(kind: Any, error: BaseException, trace: Any) -> None:
    traceback.print_exception(kind, error, trace)
    sys.stderr.flush()
    QApplication.exit(1)


if __name__ == "__main__":
    sys.exit(main())
