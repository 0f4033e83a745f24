"""Knows whether the main thread has something to do, so that others can give way to it."""

import threading

from PySide6.QtCore import QAbstractEventDispatcher, QObject, Slot

MOST_SECONDS = 0.02
"""So long one piece of background work waits, at most: it goes on however busy the window is."""


class Courtesy(QObject):
    """Make it on the main thread, after the application; ``wait`` is for all the other threads.

    Qt says when its loop is about to sleep and when it wakes. Its GLib loop tells it too late;
    ``app.py`` asks for the other one, and with GLib's there is just less courtesy.
    """

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._calm = threading.Event()
        self._calm.set()
        self._dispatcher: QAbstractEventDispatcher | None = QAbstractEventDispatcher.instance()
        if self._dispatcher is not None:
            self._dispatcher.awake.connect(self._on_awake)
            self._dispatcher.aboutToBlock.connect(self._on_sleep)

    def stop(self) -> None:
        """Listen no longer, and hold nobody up. Main thread.

        Left to the garbage collector, Qt would go on calling an object that is emptied already.
        """
        if self._dispatcher is not None:
            self._dispatcher.awake.disconnect(self._on_awake)
            self._dispatcher.aboutToBlock.disconnect(self._on_sleep)
            self._dispatcher = None
        self._calm.set()

    def wait(self) -> None:
        """Wait until the main thread has nothing to do, for 20 ms at most. Any other thread."""
        if not self._calm.is_set():
            self._calm.wait(MOST_SECONDS)

    @Slot()
    def _on_awake(self) -> None:
        self._calm.clear()

    @Slot()
    def _on_sleep(self) -> None:
        self._calm.set()
