"""Looks for a newer version while the window runs, and says so in a quiet place."""

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from desktop_app.core.errors import AppError
from desktop_app.core.work import Work
from desktop_app.runtime.due import Errand
from desktop_app.system.i18n import N_, _
from desktop_app.system.releases import Release
from desktop_app.ui.actions import ActionSpec
from desktop_app.ui.errors import describe

if TYPE_CHECKING:
    from desktop_app.services.bundle import Services
    from desktop_app.ui.main_window import MainWindow

ACTION = ActionSpec("updates", N_("Look for a newer version …"), (), "help", True)


class Updating(QObject):
    """Made only where newer versions are announced. Main thread."""

    def __init__(self, window: "MainWindow", services: "Services") -> None:
        super().__init__(window)
        self._window, self._updates = window, services.updates
        window.actions_.add(((ACTION, self.show),))

    @property
    def errand(self) -> Errand:
        """What the one timer is to do."""
        return Errand("updates", self._updates.next_due, self._look, self._told)

    def show(self) -> None:
        """Show what is new, or look whether anything is."""
        self._window.dialogs.updates()

    def _look(self, _network_is_back: bool) -> Work[object]:
        try:
            return (yield from self._updates.look_when_due())
        except AppError as error:
            return error

    def _told(self, result: object) -> None:
        if isinstance(result, Release):
            words = _("Daily8 {version} is out.").format(version=result.version)
            self._window.actions_[ACTION.name].setText(words)
            self._window.toast.show_message(words, _("What is new"), self.show)
        elif isinstance(result, AppError) and result.code.startswith("update_"):
            self._window.show_toast(describe(result).sentence, None)
