"""Follows what the system says about motion and accent while the window runs. Main thread."""

import logging
import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, Signal, Slot
from PySide6.QtGui import QColor

from desktop_app.core.errors import AppError
from desktop_app.system import text_size
from desktop_app.system.i18n import _
from desktop_app.system.settings import ACCENT, LESS_MOTION, Option

if TYPE_CHECKING:
    from desktop_app.runtime.portal import Looks as Told
    from desktop_app.runtime.portal import PortalWatch as Watch
    from desktop_app.services.bundle import Services
    from desktop_app.ui.main_window import MainWindow
    from desktop_app.ui.theme.theme import Theme

log = logging.getLogger("daily8.ui")

LINUX = sys.platform.startswith("linux")


class Looks(QObject):
    """Made after the first paint."""

    _heard = Signal(object)

    def __init__(self, window: "MainWindow", services: "Services", theme: "Theme") -> None:
        super().__init__(window)
        self._window, self._settings, self._theme = window, services.settings, theme
        self._less_motion, self._moves = False, True
        self._accent: QColor | None = None if LINUX else theme.system_accent
        self._watch: Watch | None = None
        self._heard.connect(self._on_heard)
        self._forget = services.settings.on_change(self._on_option)
        if LINUX and has_session_bus():
            from desktop_app.runtime.portal import PortalWatch

            self._watch = PortalWatch(self._heard.emit)
        self._follow()

    @property
    def knows_accent(self) -> bool:
        """Whether the system has an accent of its own."""
        return self._accent is not None and self._accent.isValid()

    def stop(self) -> None:
        """Follow no more."""
        self._forget()
        if self._watch is not None:
            self._watch.stop()
            self._watch = None

    @Slot(object)
    def _on_heard(self, told: "Told") -> None:
        self._less_motion = told.less_motion
        self._accent = QColor.fromRgbF(*told.accent) if told.accent is not None else None
        self._follow()
        if text_size.is_wayland():
            self._remember_size(told.text_size)

    def _remember_size(self, size: float) -> None:
        """Keep how large letters are wanted; Qt takes the size of everything only as it starts."""
        state = self._window.state
        if text_size.factor(state.get(text_size.REMEMBERED)) == text_size.factor(size):
            return
        try:
            state.set(text_size.REMEMBERED, size)
        except AppError as error:
            log.info("the size of letters was not kept: %s", error)
        words = _("The system wants letters of another size. Daily8 follows from the next start.")
        self._window.show_toast(words, None)

    def _on_option(self, option: Option[Any]) -> None:
        if option in (ACCENT, LESS_MOTION):
            self._follow()

    def _follow(self) -> None:
        moves = not (self._less_motion or self._settings.get(LESS_MOTION))
        window = self._window
        if moves != self._moves:
            self._moves = moves
            for part in (
                window.panes,
                window.toast,
                window.reader.stage.view,
                window.sources.brand,
            ):
                part.animated = moves
        wanted = self._settings.get(ACCENT) == "system"
        self._theme.set_accent(self._accent if wanted else None)


def has_session_bus() -> bool:
    """Return whether there is one; a desktop has it, a bare screen has not."""
    folder = os.environ.get("XDG_RUNTIME_DIR", "")
    return bool(os.environ.get("DBUS_SESSION_BUS_ADDRESS")) or Path(folder, "bus").exists()
