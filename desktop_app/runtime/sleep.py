"""Hears from logind that the machine goes to sleep or has woken. Linux only; no Qt.

org.freedesktop.login1 (freedesktop.org/wiki/Software/systemd/logind). Heard on the system bus.
"""

import os
from collections.abc import Callable
from pathlib import Path

from desktop_app.runtime.bus_watch import BusWatch

_NAME, _PATH = "org.freedesktop.login1", "/org/freedesktop/login1"
_INTERFACE = "org.freedesktop.login1.Manager"
_SOCKET = Path("/run/dbus/system_bus_socket")


def can_be_heard() -> bool:
    """Return whether there is a system bus."""
    return bool(os.environ.get("DBUS_SYSTEM_BUS_ADDRESS")) or _SOCKET.exists()


class SleepWatch(BusWatch):
    """``heard(True)``: the machine is about to sleep, ``heard(False)``: it has woken.

    It is called on the watch's own thread.
    """

    def __init__(self, heard: Callable[[bool], None]) -> None:
        self._heard = heard
        super().__init__("sleep watch")

    def _watch(self) -> None:
        from jeepney import HeaderFields, MatchRule, MessageType
        from jeepney.bus_messages import message_bus
        from jeepney.io.blocking import open_dbus_connection

        connection = self._connection = open_dbus_connection("SYSTEM")
        rule = MatchRule(
            type="signal", sender=_NAME, interface=_INTERFACE, member="PrepareForSleep", path=_PATH
        )
        connection.send(message_bus.AddMatch(rule))
        while not self._stop:
            message = connection.receive()
            fields = message.header.fields
            ours = (
                message.header.message_type is MessageType.signal
                and fields.get(HeaderFields.member) == "PrepareForSleep"
            )
            if ours and len(message.body) == 1:
                self._heard(bool(message.body[0]))
