"""Cyclic garbage is collected on the main thread only.

Python collects on whatever thread allocates next. A widget in a cycle would then be destroyed on a
lane thread, which Qt does not survive ("Timers cannot be stopped from another thread").
"""

import gc
import linecache
import time

from PySide6.QtCore import QObject, Qt, QTimer, Slot

from desktop_app.runtime import heap

YOUNG, OLD = 3_000, 10
"""Objects made since the last look; looks of the younger kind before an older one."""
BUSY_MS, IDLE_MS = 500, 5_000
FULL_SECONDS = 60.0


def take_over() -> None:
    """Let the interpreter collect no more by itself. Before the first lane starts."""
    gc.disable()


class Garbage(QObject):
    """Collects in the interpreter's place: at times from the first, well from ``start`` on.

    Main thread.
    """

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._timer = QTimer(self)
        self._timer.setTimerType(Qt.TimerType.CoarseTimer)
        self._timer.timeout.connect(self._look)
        self._full_at = time.monotonic()
        self._worked = False
        self._timer.start(IDLE_MS)

    def start(self) -> None:
        """Begin. What lives now lives as long as the program and is never looked at again."""
        linecache.clearcache()  # PySide reads the source of each module that is imported
        take_over()
        gc.collect()
        gc.freeze()
        self._timer.start(BUSY_MS)

    def stop(self) -> None:
        """Look no longer; the next one to start looks at what was left, and so does the end.

        The interpreter does not take collecting back: a window in another language may follow this
        one, and a lane would come upon what is left of it.
        """
        self._timer.stop()
        gc.unfreeze()

    @Slot()
    def _look(self) -> None:
        young, middle, old = gc.get_count()
        if young < YOUNG:
            if self._worked:
                self._worked = False
                linecache.clearcache()
                heap.trim()
            self._timer.setInterval(IDLE_MS)
            return
        self._worked = True
        self._timer.setInterval(BUSY_MS)
        now = time.monotonic()
        if old >= OLD and now - self._full_at > FULL_SECONDS:
            self._full_at = now
            gc.collect(2)
        else:
            gc.collect(1 if middle >= OLD else 0)
