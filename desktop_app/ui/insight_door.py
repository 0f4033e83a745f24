"""The door to the room of understanding: the one place outside it that imports any of it."""

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from desktop_app.core.work import CPU, Work, on
from desktop_app.system.settings import INSIGHT

if TYPE_CHECKING:
    from desktop_app.runtime.tasks import Tasks
    from desktop_app.services.bundle import Services
    from desktop_app.ui.insight.room import InsightRoom
    from desktop_app.ui.main_window import MainWindow
    from desktop_app.ui.theme.theme import Theme

SLOT = "insight.door"


class InsightDoor(QObject):
    """Makes the room when it is switched on and takes it away when it is switched off.

    Main thread; what is imported for it, a tenth of a second, is imported on a lane.
    """

    def __init__(
        self, window: "MainWindow", tasks: "Tasks", services: "Services", theme: "Theme"
    ) -> None:
        super().__init__(window)
        self._window, self._tasks, self._services, self._theme = window, tasks, services, theme
        self._then: Callable[[], None] | None = None
        self.room: InsightRoom | None = None
        """Where the features are; None while it is switched off, or not yet there."""

    def follow(self, then: Callable[[], None] | None = None) -> None:
        """Do as the settings say now; ``then`` is called when that is done."""
        self._then = then or self._then
        self._tasks.cancel(SLOT)
        wanted = self._services.settings.get(INSIGHT)
        if wanted == (self.room is not None):
            self._done()
        elif wanted:
            self._tasks.start(SLOT, self._warm(), self._enter)
        else:
            self.close()
            self._done()

    def _warm(self) -> Work[None]:
        yield on(CPU, _import_features)
        yield from self._services.understanding.warm_up()

    def _enter(self, _nothing: None) -> None:
        from desktop_app.ui.insight.room import InsightRoom

        self.room = InsightRoom(self._window, self._tasks, self._services, self._theme)
        self._done()

    def _done(self) -> None:
        then, self._then = self._then, None
        if then is not None:
            then()

    def close(self) -> None:
        """Take the room away; nothing happens when there is none."""
        self._tasks.cancel(SLOT)
        room, self.room = self.room, None
        if room is not None:
            room.close()


def _import_features() -> None:
    from desktop_app.ui.insight.room import feature_types

    feature_types()
