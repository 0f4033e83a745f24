"""Media keys and the desktop's player controls on Linux: MPRIS 2.2 on the session bus.

Spec: https://specifications.freedesktop.org/mpris-spec/latest/. A text read aloud has no position
in time: ``Position`` is not offered, ``CanSeek`` is false. Import it on Linux only, when something
is to be heard.
"""

import logging
import os
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from PySide6.QtCore import QMetaType, QObject, Signal
from PySide6.QtDBus import (
    QDBusArgument,
    QDBusConnection,
    QDBusError,
    QDBusMessage,
    QDBusObjectPath,
    QDBusVariant,
    QDBusVirtualObject,
)

log = logging.getLogger("daily8.speech")

PATH = "/org/mpris/MediaPlayer2"
ROOT = "org.mpris.MediaPlayer2"
PLAYER = "org.mpris.MediaPlayer2.Player"
PROPERTIES = "org.freedesktop.DBus.Properties"
NAME = f"{ROOT}.daily8"

PLAYING, PAUSED, STOPPED = "Playing", "Paused", "Stopped"
_ORDERS = {
    "PlayPause": "toggle",
    "Play": "play",
    "Pause": "pause",
    "Stop": "stop",
    "Next": "forward",
    "Previous": "back",
    "Raise": "show",
}
_MUTE = ("Quit", "Seek", "SetPosition", "OpenUri")  # of the interface, without effect here


class MediaKeys(QDBusVirtualObject):
    """One player on the bus while it lives. Main thread."""

    ordered = Signal(str)
    """``toggle``, ``play``, ``pause``, ``stop``, ``forward``, ``back``, ``show``."""
    speed_asked = Signal(object)
    """A float."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._bus: QDBusConnection | None = None
        self._name = ""
        self._player: dict[str, Any] = _player(STOPPED, 1.0, "", "", "")

    def open(self) -> bool:
        """Appear on the session bus; False where there is none."""
        if not _has_bus():
            return False
        # Qt's own connection: to leave one of ours and make it anew hangs in Qt 6.11.
        bus = QDBusConnection.sessionBus()
        single = QDBusConnection.VirtualObjectRegisterOption.SingleNode
        if not (bus.isConnected() and bus.registerVirtualObject(PATH, self, single)):
            return False
        for name in (NAME, f"{NAME}.instance{os.getpid()}"):  # another profile may be the first
            if bus.registerService(name):
                self._bus, self._name = bus, name
                return True
        log.info("no media keys: %s", bus.lastError().message())
        bus.unregisterObject(PATH)
        return False

    def close(self) -> None:
        """Leave the bus."""
        bus, self._bus = self._bus, None
        if bus is not None:
            bus.unregisterService(self._name)
            bus.unregisterObject(PATH)

    def show(self, status: str, speed: float, title: str, source: str, url: str) -> None:
        """Tell the desktop what is read, and whether it is heard."""
        player = _player(status, speed, title, source, url)
        changed = {
            name: value
            for name, value in player.items()
            if _plain(value) != _plain(self._player[name])
        }
        self._player = player
        if changed and self._bus is not None:
            message = QDBusMessage.createSignal(PATH, PROPERTIES, "PropertiesChanged")
            message.setArguments([PLAYER, changed, _strings()])
            self._bus.send(message)

    # -- what the bus asks -----------------------------------------------------------------------

    def introspect(self, _path: str) -> str:
        """Return our interfaces as XML."""
        return _INTERFACES

    def handleMessage(self, message: QDBusMessage, connection: QDBusConnection) -> bool:
        """Answer one call."""
        interface, member = message.interface(), message.member()
        if member == "Introspect":
            connection.send(_reply(message, _XML))
        elif interface == PROPERTIES:
            connection.send(self._property(message))
        elif member in _ORDERS:
            connection.send(message.createReply())
            self.ordered.emit(_ORDERS[member])
        elif member in _MUTE:
            connection.send(message.createReply())
        else:
            return False
        return True

    def _property(self, message: QDBusMessage) -> QDBusMessage:
        arguments = message.arguments()
        interface = arguments[0] if arguments else ""
        values = {ROOT: _root, PLAYER: self._values}.get(interface, dict)()
        member = message.member()
        if member == "GetAll":
            return _reply(message, values)
        name = arguments[1] if len(arguments) > 1 else ""
        if name not in values:
            kind = QDBusError.ErrorType.UnknownProperty
            return message.createErrorReply(kind, f"no property {name}")
        if member == "Get":
            return _reply(message, QDBusVariant(values[name]))
        if name == "Rate" and len(arguments) > 2:
            given = arguments[2]
            given = given.variant() if isinstance(given, QDBusVariant) else given
            if isinstance(given, int | float) and given > 0:
                self.speed_asked.emit(float(given))
        return message.createReply()

    def _values(self) -> dict[str, Any]:
        return self._player


def _reply(message: QDBusMessage, value: object) -> QDBusMessage:
    reply = message.createReply()
    reply.setArguments([value])
    return reply


def _has_bus() -> bool:
    """Say whether a bus runs: Qt would try to start one, and wait for it."""
    if os.environ.get("DBUS_SESSION_BUS_ADDRESS"):
        return True
    folder = os.environ.get("XDG_RUNTIME_DIR")
    return folder is not None and Path(folder, "bus").exists()


def _root() -> dict[str, Any]:
    return {
        "CanQuit": False,
        "CanRaise": True,
        "HasTrackList": False,
        "Identity": "Daily8",
        "DesktopEntry": "org.daily8.Daily8",
        "SupportedUriSchemes": _strings(),
        "SupportedMimeTypes": _strings(),
    }


def _player(status: str, speed: float, title: str, source: str, url: str) -> dict[str, Any]:
    metadata: dict[str, Any] = {"mpris:trackid": QDBusObjectPath("/org/daily8/Article")}
    if title:
        metadata |= {"xesam:title": title, "xesam:artist": [source], "xesam:url": url}
    return {
        "PlaybackStatus": status,
        "Rate": speed,
        "MinimumRate": 0.5,
        "MaximumRate": 3.0,
        "Volume": 1.0,
        "Metadata": metadata,
        "CanGoNext": True,
        "CanGoPrevious": True,
        "CanPlay": True,
        "CanPause": True,
        "CanSeek": False,
        "CanControl": True,
    }


def _plain(value: Any) -> Any:
    if isinstance(value, Mapping):
        return {name: each for name, each in value.items() if name != "mpris:trackid"}
    return value


def _strings() -> QDBusArgument:
    """Return an empty list of strings; Python's own would become one of variants."""
    made = QDBusArgument()
    made.beginArray(QMetaType(QMetaType.Type.QString.value))
    made.endArray()
    return made


_ROOT_TYPES = {
    "CanQuit": "b",
    "CanRaise": "b",
    "HasTrackList": "b",
    "Identity": "s",
    "DesktopEntry": "s",
    "SupportedUriSchemes": "as",
    "SupportedMimeTypes": "as",
}
_PLAYER_TYPES = {
    "PlaybackStatus": "s",
    "Rate": "d",
    "MinimumRate": "d",
    "MaximumRate": "d",
    "Volume": "d",
    "Metadata": "a{sv}",
    "CanGoNext": "b",
    "CanGoPrevious": "b",
    "CanPlay": "b",
    "CanPause": "b",
    "CanSeek": "b",
    "CanControl": "b",
}


def _interface(name: str, methods: tuple[str, ...], types: Mapping[str, str]) -> str:
    calls = "".join(f'<method name="{each}"/>' for each in methods)
    values = "".join(
        f'<property name="{each}" type="{kind}" '
        f'access="{"readwrite" if each == "Rate" else "read"}"/>'
        for each, kind in types.items()
    )
    return f'<interface name="{name}">{calls}{values}</interface>'


_INTERFACES = _interface(ROOT, ("Raise", "Quit"), _ROOT_TYPES) + _interface(
    PLAYER, ("PlayPause", "Play", "Pause", "Stop", "Next", "Previous"), _PLAYER_TYPES
)
_XML = (
    f"<node>{_INTERFACES}"
    f'<interface name="{PROPERTIES}">'
    '<method name="Get"><arg direction="in" type="s"/><arg direction="in" type="s"/>'
    '<arg direction="out" type="v"/></method>'
    '<method name="GetAll"><arg direction="in" type="s"/>'
    '<arg direction="out" type="a{sv}"/></method>'
    '<method name="Set"><arg direction="in" type="s"/><arg direction="in" type="s"/>'
    '<arg direction="in" type="v"/></method>'
    '<signal name="PropertiesChanged"><arg type="s"/><arg type="a{sv}"/><arg type="as"/></signal>'
    "</interface></node>"
)
