"""How the page is set, as the reader chose: follows the settings and changes them."""

from typing import Any

import shiboken6
from PySide6.QtCore import QObject, Signal

from desktop_app.core.errors import AppError
from desktop_app.system.settings import (
    ARTICLE_PAPER,
    READING_FACE,
    READING_LINE,
    READING_MEASURE,
    READING_SIZE,
    Option,
    Settings,
)
from desktop_app.ui.reader.popover import TypographyPopover
from desktop_app.ui.reader.stage import Stage
from desktop_app.ui.reader.typography import chosen

SETTINGS = (READING_SIZE, READING_MEASURE, READING_LINE, READING_FACE, ARTICLE_PAPER)


class PageSetting(QObject):
    """Main thread. ``failed`` carries the AppError of a choice that could not be written down."""

    failed = Signal(object)

    def __init__(self, settings: Settings, stage: Stage, popover: TypographyPopover) -> None:
        super().__init__(stage)
        self._settings, self._stage, self._popover = settings, stage, popover
        stage.typography = chosen(settings)
        self._stop_listening = settings.on_change(self._on_option)
        stage.view.zoom_requested.connect(self.zoom)
        popover.failed.connect(self.failed)

    def follow(self) -> None:
        """Set the page as the settings say now; nothing happens when that is so already."""
        typography = chosen(self._settings)
        if typography != self._stage.typography:
            self._stage.typography = typography
            self._stage.refill()
            self._popover.refresh()

    def zoom(self, by: int) -> None:
        """Make the text larger or smaller, within the limits."""
        size = self._settings.get(READING_SIZE) + by
        if READING_SIZE.takes(size):
            try:
                self._settings.set(READING_SIZE, size)
            except AppError as error:
                self.failed.emit(error)

    def _on_option(self, option: Option[Any]) -> None:
        if not shiboken6.isValid(self):
            self._stop_listening()
        elif option in SETTINGS:
            self.follow()
