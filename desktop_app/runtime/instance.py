"""One window for each profile: a second start hands its addresses to the first and ends.

Who is first is decided by a lock file, which the system lets go of when its holder dies. QtNetwork
is imported only to hand over, or once the window is there: the first paint does not wait for it.
"""

import hashlib
import json
import os
import time
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal, Slot

from desktop_app.system.process_lock import ProcessLock

if TYPE_CHECKING:
    from PySide6.QtNetwork import QLocalServer, QLocalSocket

_MOST_BYTES = 65_536
_MOST_ADDRESSES = 100
_ANSWER = b"ok\n"


class SingleInstance(QObject):
    """Claims a profile folder. Main thread."""

    received = Signal(object)
    """``tuple[str, ...]``: addresses of a later start; empty: only come to the front."""
    leave = Signal()
    """An installer of this user wants to replace the program: end, with everything written down."""

    def __init__(self, profile: Path, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._lock = ProcessLock(profile / "window.lock")
        self._claimed = False
        folder = f"{os.path.realpath(profile)}|{_user()}"
        self._name = "daily8-" + hashlib.sha256(folder.encode("utf-8", "replace")).hexdigest()[:24]
        self._server: QLocalServer | None = None
        self._half: dict[QLocalSocket, bytes] = {}

    def claim(self) -> bool:
        """Return whether this process is the first; it stays so until ``release``.

        Raises READ_ONLY, DISK_FULL or STORAGE when the lock file cannot be made.
        """
        if not self._claimed:
            self._claimed = self._lock.take()
        return self._claimed

    def listen(self) -> bool:
        """Take what later starts hand over; call when a window is there, also another one."""
        from PySide6.QtNetwork import QLocalServer

        if self._server is not None:
            return True
        server = QLocalServer(self)
        server.setSocketOptions(QLocalServer.SocketOption.UserAccessOption)
        QLocalServer.removeServer(self._name)  # of one that died; the lock says that we are alone
        server.newConnection.connect(self._on_connection)
        self._server = server
        return server.listen(self._name)

    def hand_over(self, addresses: Sequence[str], seconds: float = 5.0) -> bool:
        """Give ``addresses`` to the process that holds the claim; return whether it took them.

        Waits, for it may still be starting: only a process without a window calls this.
        """
        # On Wayland a window comes to the front only with what its starter was given.
        token = os.environ.get("XDG_ACTIVATION_TOKEN", "")
        return self._send({"addresses": list(addresses), "token": token}, seconds)

    def ask_to_leave(self, seconds: float = 8.0) -> bool:
        """Ask the process that holds the claim to end; return whether nobody holds it any more.

        Only a process without a window calls this.
        """
        end = time.monotonic() + seconds
        if not self.claim() and not self._send({"leave": True}, seconds):
            return False
        while not self.claim():
            if time.monotonic() >= end:
                return False
            time.sleep(0.05)
        self.release()
        return True

    def _send(self, whole: dict[str, object], seconds: float) -> bool:
        from PySide6.QtNetwork import QLocalSocket

        message = json.dumps(whole).encode("ascii") + b"\n"
        if len(message) > _MOST_BYTES:
            return False
        end = time.monotonic() + seconds
        while (left := end - time.monotonic()) > 0:
            socket = QLocalSocket()
            socket.connectToServer(self._name)
            if socket.waitForConnected(200):
                socket.write(message)
                answered = socket.waitForReadyRead(int(left * 1000) + 1)
                return answered and bytes(socket.readAll().data()) == _ANSWER
            time.sleep(0.05)
        return False

    def release(self) -> None:
        """Stop listening and let the next start be the first."""
        if self._server is not None:
            self._server.close()
            self._server = None
        if self._claimed:
            self._claimed = False
            self._lock.give_back()

    @Slot()
    def _on_connection(self) -> None:
        while self._server is not None and self._server.hasPendingConnections():
            socket = self._server.nextPendingConnection()
            self._half[socket] = b""
            socket.readyRead.connect(self._on_bytes)
            socket.disconnected.connect(self._on_gone)
            if socket.bytesAvailable():
                self._take(socket)

    @Slot()
    def _on_bytes(self) -> None:
        self._take(self.sender())  # type: ignore[arg-type]

    @Slot()
    def _on_gone(self) -> None:
        socket = self.sender()
        self._half.pop(socket, None)  # type: ignore[call-overload]
        socket.deleteLater()

    def _take(self, socket: "QLocalSocket") -> None:
        if socket not in self._half:
            return
        self._half[socket] += bytes(socket.readAll().data())
        message = self._half[socket]
        if len(message) > _MOST_BYTES:
            del self._half[socket]
            socket.abort()
        elif message.endswith(b"\n"):
            del self._half[socket]
            self._obey(socket, message)

    def _obey(self, socket: "QLocalSocket", message: bytes) -> None:
        leave = asks_to_leave(message)
        addresses = () if leave else addresses_of(message)
        if addresses is None:
            socket.abort()
            return
        socket.write(_ANSWER)
        socket.flush()
        if leave:
            self.leave.emit()
        else:
            _take_token(message)
            self.received.emit(addresses)


def asks_to_leave(message: bytes) -> bool:
    """Return whether a message asks this process to end."""
    try:
        return bool(json.loads(message) == {"leave": True})
    except (ValueError, RecursionError):
        return False


def addresses_of(message: bytes) -> tuple[str, ...] | None:
    """Return the addresses of a message, None when it is none of ours."""
    try:
        value = json.loads(message)
    except (ValueError, RecursionError):
        return None
    addresses = value.get("addresses") if isinstance(value, dict) else None
    if not isinstance(addresses, list) or len(addresses) > _MOST_ADDRESSES:
        return None
    if not all(isinstance(each, str) for each in addresses):
        return None
    return tuple(addresses)


def _take_token(message: bytes) -> None:
    """Leave the later start's token where Qt looks when a window is to come to the front."""
    token = json.loads(message).get("token")
    if isinstance(token, str) and 0 < len(token) <= 1000 and token.isprintable():
        os.environ["XDG_ACTIVATION_TOKEN"] = token


def _user() -> str:
    return str(os.getuid()) if hasattr(os, "getuid") else os.environ.get("USERNAME", "")
