"""A thread that sleeps on the socket of a D-Bus and costs nothing until a word comes. No Qt."""

import logging
import socket
import threading
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from jeepney.io.blocking import DBusConnection

log = logging.getLogger("daily8.desktop")


class BusWatch:
    """Runs ``_watch``, which opens ``_connection`` and receives from it until ``_stop``."""

    def __init__(self, name: str) -> None:
        self._connection: DBusConnection | None = None
        self._stop = False
        self._thread = threading.Thread(target=self._run, name=name, daemon=True)
        self._thread.start()

    def stop(self) -> None:
        """Hear nothing more."""
        self._stop = True
        connection = self._connection
        if connection is not None:
            try:
                connection.sock.shutdown(socket.SHUT_RDWR)
            except OSError as error:
                log.info("%s: the bus was gone already: %s", self._thread.name, error)
        self._thread.join(2.0)

    def _run(self) -> None:
        try:
            self._watch()
        except (OSError, EOFError, KeyError, ValueError, RuntimeError) as error:
            if not self._stop:
                log.info("%s: nobody tells: %s", self._thread.name, error)
        finally:
            if self._connection is not None:
                self._connection.close()

    def _watch(self) -> None:
        raise NotImplementedError
