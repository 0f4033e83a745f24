"""The application object: on macOS the system opens files and addresses by an event to it."""

from PySide6.QtCore import QEvent, Signal
from PySide6.QtGui import QFileOpenEvent
from PySide6.QtWidgets import QApplication


class Application(QApplication):
    """Main thread; made once, in ``app.py``."""

    opened = Signal(object)
    """``tuple[str, ...]``: what the system asks to be opened, as a second start hands it over."""

    locale_changed = Signal()
    """The system speaks another language now."""

    def __init__(self, arguments: list[str]) -> None:
        super().__init__(arguments)
        self._early: tuple[str, ...] = ()
        self._heard = False

    def event(self, event: QEvent) -> bool:
        """Take what is to be opened; Qt does the rest."""
        if isinstance(event, QFileOpenEvent):
            self._open(event.url().toString(event.url().ComponentFormattingOption.FullyEncoded))
            return True
        if event.type() == QEvent.Type.LocaleChange:
            self.locale_changed.emit()
        return super().event(event)

    def take_early(self) -> tuple[str, ...]:
        """Return what came before anybody listened; from now on ``opened`` tells."""
        self._heard = True
        early, self._early = self._early, ()
        return early

    def _open(self, address: str) -> None:
        if not self._heard:
            self._early = (*self._early, address)
        else:
            self.opened.emit((address,))
