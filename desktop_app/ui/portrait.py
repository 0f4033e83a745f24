"""A picture of the window, taken when it has come to rest."""

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer, Slot
from PySide6.QtWidgets import QApplication

if TYPE_CHECKING:
    from desktop_app.ui.running import Running

TICK_MS, CALM_TICKS, PATIENCE_TICKS = 100, 8, 300


class Portrait(QObject):
    """Opens the first article, waits until nothing is under way, saves and quits. Main thread."""

    def __init__(self, running: "Running", file: Path) -> None:
        super().__init__()
        self._running, self._file = running, file
        self._calm, self._ticks, self._opened = 0, 0, False
        self._saved = False
        self._timer = QTimer(self)
        self._timer.setInterval(TICK_MS)
        self._timer.timeout.connect(self._look)

    def take(self) -> int:
        """Run the event loop until the picture is saved; return the exit code."""
        self._timer.start()
        QApplication.exec()
        return 0 if self._saved else 1

    @Slot()
    def _look(self) -> None:
        self._ticks += 1
        self._calm = self._calm + 1 if self._running.tasks.quiet() else 0
        if self._calm >= CALM_TICKS and not self._opened:
            self._opened = True
            self._calm = 0
            if self._running.window.reader.current is None:
                self._running.window.articles.next()
        elif self._calm >= CALM_TICKS or self._ticks > PATIENCE_TICKS:
            self._timer.stop()
            self._saved = self._running.window.grab().save(str(self._file))
            QApplication.quit()
