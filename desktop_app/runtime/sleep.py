"""Hears from logind that the machine goes to sleep or has woken. Linux only; no Qt.

org.freedesktop.login1 (freedesktop.org/wiki/Software/systemd/logind). A thread sleeps on the system
bus's socket and costs nothing until a word comes.
"""

import logging
import os
import socket
import threading
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from jeepney.io.blocking import DBusConnection

log = logging.getLogger("daily8.desktop")

_NAME, _PATH = "org.freedesktop.login1", "/org/freedesktop/login1"
_INTERFACE = "org.freedesktop.login1.Manager"
_SOCKET = Path("/run/dbus/system_bus_socket")


def can_be_heard() -> bool:
    """Return whether there is a system bus."""
    return bool(os.environ.get("DBUS_SYSTEM_BUS_ADDRESS")) or _SOCKET.exists()


class SleepWatch:
    """``heard(True)``: the machine is about to sleep, ``heard(False)``: it has woken.

    It is called on the watch's own thread.
    """

    def __init__(self, heard: Callable[[bool], None]) -> None:
        self._heard = heard
        self._connection: DBusConnection | None = None
        self._stop = False
        self._thread = threading.Thread(target=self._run, name="sleep watch", daemon=True)
        self._thread.start()

    def stop(self) -> None:
        """Hear nothing more."""
        self._stop = True
        connection = self._connection
        if connection is not None:
            try:
                connection.sock.shutdown(socket.SHUT_RDWR)
            except OSError as error:
                log.info("the system bus was gone already: %s", error)
        self._thread.join(2.0)

    def _run(self) -> None:
        try:
            self._watch()
        except (OSError, EOFError, KeyError, ValueError, RuntimeError) as error:
            if not self._stop:
                log.info("nobody tells of sleep: %s", error)
        finally:
            if self._connection is not None:
                self._connection.close()

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
