"""Notices of the system: the network is back. Made after the first paint; main thread."""

import logging

from PySide6.QtCore import QObject, Signal, Slot

log = logging.getLogger("daily8.runtime")


class NetworkNotices(QObject):
    """Tells when the machine is online again; silent where the system cannot say."""

    came_back = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        from PySide6.QtNetwork import QNetworkInformation

        self._online = True
        self._information: QNetworkInformation | None = None
        if QNetworkInformation.loadBackendByFeatures(QNetworkInformation.Feature.Reachability):
            self._information = QNetworkInformation.instance()
            self._information.reachabilityChanged.connect(self._on_changed)
            self._online = self._is_online()
        else:
            log.info("the system does not tell when the network is back")

    @property
    def online(self) -> bool:
        """Whether the machine has a network, True when nobody can say."""
        return self._online

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
