"""What is done with addresses and files that the system hands over. Main thread."""

from collections import deque
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Slot

from desktop_app.system.i18n import _
from desktop_app.text.arrivals import Approval, File, Place, read

if TYPE_CHECKING:
    from desktop_app.ui.main_window import MainWindow

_MOST_WAITING = 20


class Arriving(QObject):
    """Looks at one place after the other; a page that sends many does not pile up dialogs."""

    def __init__(self, window: "MainWindow") -> None:
        super().__init__(window)
        self._window = window
        self._places: deque[Place] = deque()
        self._open = False

    @Slot(object)
    def take(self, addresses: tuple[str, ...]) -> None:
        """Come to the front and do what each address asks for."""
        window = self._window
        window.come_forward()
        for address in addresses:
            self._one(address)
        self._look()

    def _one(self, address: str) -> None:
        window, arrival = self._window, read(address)
        if arrival is None:
            window.show_toast(_("Daily8 does not know what to do with that address."), None)
        elif isinstance(arrival, Approval):
            if not window.dialogs.approve(arrival):
                window.show_toast(
                    _("That approval belongs to no sign-in that is open. Please sign in again."),
                    None,
                )
        elif isinstance(arrival, File):
            window.dialogs.import_file(str(arrival.path))
        elif len(self._places) < _MOST_WAITING:
            self._places.append(arrival)

    def _look(self) -> None:
        if self._places and not self._open:
            self._open = True
            place, dialogs = self._places.popleft(), self._window.dialogs
            # A page must not make us ask an address of this network that only we can reach.
            dialog = dialogs.add_source(place.address, look=not place.from_page)
            dialog.finished.connect(self._closed)

    @Slot()
    def _closed(self) -> None:
        self._open = False
        self._look()
