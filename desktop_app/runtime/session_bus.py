"""The desktop's notifications and the number on its icons, over the session bus. Linux only.

Desktop Notifications 1.2 (specifications.freedesktop.org/notification-spec) and Unity's launcher
entries (wiki.ubuntu.com/Unity/LauncherAPI), which Plasma and docks of GNOME read too. It speaks
through jeepney on a thread of its own: Qt's bus cannot say the unsigned numbers that a notification
needs. Nothing here waits on the main thread.
"""

import logging
import selectors
import socket
import threading
from collections import deque
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from html import escape
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from jeepney import Message
    from jeepney.io.blocking import DBusConnection

log = logging.getLogger("daily8.desktop")

DESKTOP_ENTRY = "org.daily8.Daily8"
DEFAULT = "default"
"""The action of a click on the notification itself."""

_NAME, _PATH = "org.freedesktop.Notifications", "/org/freedesktop/Notifications"
_LAUNCHER = "com.canonical.Unity.LauncherEntry"
_ENTRY_PATH = "/org/daily8/LauncherEntry"


@dataclass(frozen=True, slots=True)
class Note:
    """One notification; a later one with the same ``key`` takes the place of the earlier.

    ``actions`` are keys with their words; what the desktop has no room for it leaves out.
    """

    key: str
    title: str
    body: str = ""
    actions: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Invoked:
    """A notification was clicked. ``token`` lets a window come to the front on Wayland."""

    key: str
    action: str
    token: str = ""


class SessionBus:
    """Sends and listens while it lives. Methods return at once; any thread.

    ``heard`` gets an ``Invoked``, ``failed`` a word for the log; both on the bus's own thread.
    """

    def __init__(
        self, heard: Callable[[Invoked], None], failed: Callable[[str], None] | None = None
    ) -> None:
        self._heard = heard
        self._failed = failed or _not_worth_a_word
        self._orders: deque[Callable[[], None]] = deque()
        self._ours, self._theirs = socket.socketpair()
        self._stop = False
        self._connection: DBusConnection | None = None
        self._can: frozenset[str] = frozenset()
        self._answers: dict[int, Callable[[Message], None]] = {}
        self._ids: dict[str, int] = {}  # by the key of a note
        self._tokens: dict[int, str] = {}
        self._thread = threading.Thread(target=self._run, name="session bus", daemon=True)
        self._thread.start()

    def notify(self, note: Note) -> None:
        """Show a notification."""
        self._order(lambda: self._notify(note))

    def withdraw(self, key: str) -> None:
        """Take a notification back, if it is still there."""
        self._order(lambda: self._withdraw(key))

    def count(self, number: int) -> None:
        """Show a number on the program's icon, none for 0."""
        self._order(lambda: self._count(number))

    def stop(self) -> None:
        """Say what is still to be said, and hang up."""
        self._stop = True
        self._wake()
        self._thread.join(2.0)
        self._ours.close()

    def _order(self, order: Callable[[], None]) -> None:
        self._orders.append(order)
        self._wake()

    def _wake(self) -> None:
        try:
            self._ours.send(b"!")
        except OSError:
            log.info("the session bus has hung up")

    # -- its own thread --------------------------------------------------------------------------

    def _run(self) -> None:
        try:
            self._connect()
            self._serve()
        except (OSError, EOFError, KeyError, ValueError, RuntimeError) as error:
            log.info("no session bus: %s", error)
            self._failed(str(error))
        finally:
            if self._connection is not None:
                self._connection.close()
            self._theirs.close()

    def _connect(self) -> None:
        from jeepney import MatchRule
        from jeepney.bus_messages import message_bus
        from jeepney.io.blocking import open_dbus_connection

        self._connection = open_dbus_connection("SESSION")
        for signal in ("ActionInvoked", "NotificationClosed", "ActivationToken"):
            rule = MatchRule(type="signal", interface=_NAME, member=signal, path=_PATH)
            self._send(message_bus.AddMatch(rule))
        self._call("GetCapabilities", "", (), self._take_abilities)

    def _serve(self) -> None:
        assert self._connection is not None
        with selectors.DefaultSelector() as selector:
            selector.register(self._theirs, selectors.EVENT_READ)
            selector.register(self._connection.sock, selectors.EVENT_READ)
            while not (self._stop and not self._orders):
                for key, _events in selector.select():
                    if key.fileobj is self._theirs:
                        self._theirs.recv(4096)
                    else:
                        self._listen()
                # An order may mean the notification whose number has not come back yet.
                while self._orders and (self._stop or (self._can and not self._answers)):
                    self._orders.popleft()()

    def _listen(self) -> None:
        assert self._connection is not None
        while True:
            try:
                message = self._connection.receive(timeout=0)
            except TimeoutError:
                return
            self._take(message)

    def _take(self, message: "Message") -> None:
        from jeepney import HeaderFields, MessageType

        fields = message.header.fields
        if message.header.message_type is MessageType.signal:
            self._take_signal(str(fields.get(HeaderFields.member)), message.body)
            return
        answer = self._answers.pop(int(fields.get(HeaderFields.reply_serial, -1)), None)
        if message.header.message_type is MessageType.error:
            name = str(fields.get(HeaderFields.error_name))
            log.info("the desktop refused: %s", name)
            if answer is not None and not self._can:
                self._can = frozenset(("nothing",))
                self._failed(name)
        elif answer is not None:
            answer(message)

    def _take_signal(self, member: str, body: Sequence[Any]) -> None:
        if len(body) != 2:
            return
        number, more = body
        key = next((each for each, known in self._ids.items() if known == number), None)
        if key is None:
            return
        if member == "ActivationToken":
            self._tokens[number] = str(more)
        elif member == "ActionInvoked":
            self._heard(Invoked(key, str(more), self._tokens.pop(number, "")))
        elif member == "NotificationClosed":
            del self._ids[key]
            self._tokens.pop(number, None)

    def _take_abilities(self, message: "Message") -> None:
        self._can = frozenset(("here", *map(str, message.body[0])))

    def _notify(self, note: Note) -> None:
        if "here" not in self._can:
            return
        plain = "body-markup" not in self._can
        actions: list[str] = []
        if "actions" in self._can:
            actions = [word for pair in note.actions for word in pair]
        hints = {"desktop-entry": ("s", DESKTOP_ENTRY), "urgency": ("y", 1)}
        body = note.body if plain else escape(note.body, quote=False)
        replaced = self._ids.get(note.key, 0)
        values = ("Daily8", replaced, DESKTOP_ENTRY, note.title, body, actions, hints, -1)

        def shown(message: "Message") -> None:
            self._ids[note.key] = int(message.body[0])

        self._call("Notify", "susssasa{sv}i", values, shown)

    def _withdraw(self, key: str) -> None:
        number = self._ids.pop(key, None)
        if number is not None:
            self._call("CloseNotification", "u", (number,), None)

    def _count(self, number: int) -> None:
        from jeepney import DBusAddress, new_signal

        address = DBusAddress(_ENTRY_PATH, interface=_LAUNCHER)
        shown = {"count": ("x", number), "count-visible": ("b", number > 0)}
        body = (f"application://{DESKTOP_ENTRY}.desktop", shown)
        self._send(new_signal(address, "Update", "sa{sv}", body))

    def _call(
        self,
        method: str,
        signature: str,
        values: Sequence[Any],
        answer: "Callable[[Message], None] | None",
    ) -> None:
        from jeepney import DBusAddress, new_method_call

        address = DBusAddress(_PATH, bus_name=_NAME, interface=_NAME)
        call = new_method_call(address, method, signature or None, tuple(values))
        serial = self._send(call)
        if answer is not None:
            self._answers[serial] = answer

    def _send(self, message: "Message") -> int:
        assert self._connection is not None
        serial = int(next(self._connection.outgoing_serial))
        self._connection.send(message, serial=serial)
        return serial


def _not_worth_a_word(_why: str) -> None:
    """Nobody wants to know."""
