"""Notices of the system: the network is back or metered, the machine sleeps. Main thread.

Made after the first paint. Where the system does not tell, nothing is ever said.
"""

import logging
import sys
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal, Slot

if TYPE_CHECKING:
    from desktop_app.runtime.sleep import SleepWatch as Watch

log = logging.getLogger("daily8.runtime")


class NetworkNotices(QObject):
    """Tells when the machine is online again; silent where the system cannot say."""

    came_back = Signal()
    cost_changed = Signal()
    """``metered`` is another one now."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        from PySide6.QtNetwork import QNetworkInformation

        self._online = True
        self._information: QNetworkInformation | None = None
        if QNetworkInformation.loadBackendByFeatures(QNetworkInformation.Feature.Reachability):
            self._information = QNetworkInformation.instance()
            self._information.reachabilityChanged.connect(self._on_changed)
            self._information.isMeteredChanged.connect(self.cost_changed)
            self._online = self._is_online()
        else:
            log.info("the system does not tell when the network is back")

    @property
    def online(self) -> bool:
        """Whether the machine has a network, True when nobody can say."""
        return self._online

    @property
    def metered(self) -> bool:
        """Whether each byte costs, False when nobody can say."""
        return self._information is not None and self._information.isMetered()

    @property
    def tells_cost(self) -> bool:
        """Whether the system can say that a network is metered."""
        from PySide6.QtNetwork import QNetworkInformation

        return self._information is not None and self._information.supports(
            QNetworkInformation.Feature.Metered
        )

    @Slot()
    def _on_changed(self) -> None:
        before, self._online = self._online, self._is_online()
        if self._online and not before:
            self.came_back.emit()

    def _is_online(self) -> bool:
        from PySide6.QtNetwork import QNetworkInformation

        if self._information is None:
            return True
        return self._information.reachability() not in (
            QNetworkInformation.Reachability.Disconnected,
            QNetworkInformation.Reachability.Local,
        )


class SleepNotices(QObject):
    """Tells when the machine is about to sleep and when it has woken; on Linux, by logind."""

    sleeps = Signal()
    woke = Signal()
    _heard = Signal(object)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._watch: Watch | None = None
        self._heard.connect(self._on_heard)
        if sys.platform.startswith("linux"):
            from desktop_app.runtime.sleep import SleepWatch, can_be_heard

            if can_be_heard():
                self._watch = SleepWatch(self._heard.emit)

    def stop(self) -> None:
        """Hear nothing more."""
        if self._watch is not None:
            self._watch.stop()
            self._watch = None

    @Slot(object)
    def _on_heard(self, sleeps: bool) -> None:
        if sleeps:
            self.sleeps.emit()
        else:
            self.woke.emit()
