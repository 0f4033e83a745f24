"""The one way home: whatever finishes on another thread comes to the main thread through here.

Other threads append to a deque and post one event to this one QObject, which lives on the main
thread. The queue is emptied for at most 4 ms at a time, so that a storm of results never holds a
frame back, and the event waits behind Qt's repaints: what one result changed is seen before the
next one is looked at.
"""

import sys
import threading
import time
from collections import deque
from collections.abc import Callable

from PySide6.QtCore import QCoreApplication, QEvent, QObject, Qt, QTimer, Signal, Slot

from desktop_app.core.changes import ChangeSet

DRAIN_SECONDS = 0.004
AFTER_PAINTING = Qt.EventPriority.LowEventPriority.value - 1  # Qt asks for repaints with Low
_WAKE = QEvent.Type(QEvent.registerEventType())
CHANGE_SECONDS = 0.1
"""The panes hear of changes at once, and again no sooner than this: a refresh makes many."""


class Hub(QObject):
    """Make it on the main thread; ``post`` and ``publish`` may be called on any thread."""

    changed = Signal(object)
    """A ``ChangeSet``: all that was published since the last one."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._queue: deque[Callable[[], None]] = deque()
        self._armed = False
        self._closed = False
        self._lock = threading.Lock()
        self._change = ChangeSet()
        self._change_queued = False
        self._told_at = 0.0
        self._later = QTimer(self)
        self._later.setSingleShot(True)
        self._later.timeout.connect(self._tell)

    def post(self, function: Callable[[], None]) -> None:
        """Call ``function`` on the main thread, soon and in order; never before this returns."""
        if self._closed:
            return
        self._queue.append(function)
        if not self._armed:
            self._armed = True
            self._wake()

    def publish(self, change: ChangeSet) -> None:
        """Tell the panes what changed; several at once become one."""
        if not change:
            return
        with self._lock:
            self._change |= change
            if self._change_queued:
                return
            self._change_queued = True
        self.post(self._on_published)

    def is_empty(self) -> bool:
        """Return whether everything posted has been called and every change told."""
        return not self._queue and not self._change_queued

    def close(self) -> None:
        """Drop what waits and whatever comes later. Main thread."""
        self._closed = True
        self._queue.clear()
        self._later.stop()

    def _wake(self) -> None:
        try:
            QCoreApplication.postEvent(self, QEvent(_WAKE), AFTER_PAINTING)
        except RuntimeError:  # the application is gone; a thread was in the middle of a call
            self._closed = True

    def customEvent(self, event: QEvent) -> None:
        """Empty the queue."""
        if event.type() == _WAKE:
            self._drain()

    @Slot()
    def _drain(self) -> None:
        self._armed = False
        end = time.perf_counter() + DRAIN_SECONDS
        while self._queue and not self._closed:
            if time.perf_counter() >= end:
                self._armed = True
                self._wake()  # no timer: it would come before the repaints that are asked for
                return
            function = self._queue.popleft()
            try:
                function()
            except Exception:  # noqa: BLE001 - one broken pane must not take the others' results
                sys.excepthook(*sys.exc_info())

    def _on_published(self) -> None:
        wait = self._told_at + CHANGE_SECONDS - time.monotonic()
        if wait > 0:
            self._later.start(int(wait * 1000) + 1)
        else:
            self._tell()

    @Slot()
    def _tell(self) -> None:
        with self._lock:
            change, self._change = self._change, ChangeSet()
            self._change_queued = False
        self._told_at = time.monotonic()
        if not self._closed:
            self.changed.emit(change)
