"""Media keys: from the desktop on Linux, from the keyboard where they reach the window."""

import sys
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QWidget

from desktop_app.runtime.speech_player import Play, Player
from desktop_app.ui.insight.listen_queue import Reading

if TYPE_CHECKING:
    from desktop_app.runtime.speech_keys import MediaKeys

_ORDERS = {
    Qt.Key.Key_MediaTogglePlayPause: "toggle",
    Qt.Key.Key_MediaPlay: "play",
    Qt.Key.Key_MediaPause: "pause",
    Qt.Key.Key_MediaStop: "stop",
    Qt.Key.Key_MediaNext: "forward",
    Qt.Key.Key_MediaPrevious: "back",
}
_STATUS = {Play.SPEAKING: "Playing", Play.STARTING: "Playing", Play.PAUSED: "Paused"}


def _on_the_bus(parent: QObject) -> "MediaKeys | None":
    if not sys.platform.startswith("linux"):
        return None
    from desktop_app.runtime.speech_keys import MediaKeys

    return MediaKeys(parent)


class ListenKeys(QObject):
    """Ours between ``open`` and ``close``. Main thread."""

    ordered = Signal(str)
    """``toggle``, ``play``, ``pause``, ``stop``, ``forward``, ``back``, ``show``."""
    speed_asked = Signal(object)

    def __init__(self, window: QWidget) -> None:
        super().__init__(window)
        self._shortcuts = [self._shortcut(window, key, order) for key, order in _ORDERS.items()]
        self._bus = _on_the_bus(self)
        if self._bus is not None:
            self._bus.ordered.connect(self.ordered)
            self._bus.speed_asked.connect(self.speed_asked)

    def _shortcut(self, window: QWidget, key: Qt.Key, order: str) -> QShortcut:
        shortcut = QShortcut(QKeySequence(key), window)
        shortcut.setObjectName(order)
        shortcut.setEnabled(False)
        shortcut.activated.connect(self._on_key)
        return shortcut

    def _on_key(self) -> None:
        sender = self.sender()
        if sender is not None:
            self.ordered.emit(sender.objectName())

    def open(self) -> None:
        """Take the keys."""
        for shortcut in self._shortcuts:
            shortcut.setEnabled(True)
        if self._bus is not None:
            self._bus.open()

    def close(self) -> None:
        """Leave the keys to others."""
        for shortcut in self._shortcuts:
            shortcut.setEnabled(False)
        if self._bus is not None:
            self._bus.close()

    def remove(self) -> None:
        """Leave nothing in the window."""
        self.close()
        for shortcut in self._shortcuts:
            shortcut.deleteLater()
        self.deleteLater()

    def show(self, player: Player, reading: Reading) -> None:
        """Tell the desktop what is read."""
        if self._bus is not None:
            status = _STATUS.get(player.play_state, "Stopped")
            article = reading.article
            self._bus.show(status, player.speed, article.title, reading.source, article.url)
