"""What the desktop says about looks: motion, accent, size of letters. Linux only; no Qt.

org.freedesktop.portal.Settings (flatpak.github.io/xdg-desktop-portal), read once and then followed
on a thread that sleeps on the session bus's socket. Light, dark and contrast come through Qt.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from desktop_app.runtime.bus_watch import BusWatch

if TYPE_CHECKING:
    from jeepney import Message

_NAME, _PATH = "org.freedesktop.portal.Desktop", "/org/freedesktop/portal/desktop"
_INTERFACE = "org.freedesktop.portal.Settings"
_APPEARANCE, _GNOME = "org.freedesktop.appearance", "org.gnome.desktop.interface"


@dataclass(frozen=True, slots=True)
class Looks:
    """``accent``: red, green and blue from 0 to 1, None when the desktop has none.

    ``text_size``: how many times larger than usual letters are wanted.
    """

    less_motion: bool = False
    accent: tuple[float, float, float] | None = None
    text_size: float = 1.0


class PortalWatch(BusWatch):
    """``heard`` gets the Looks on this watch's own thread, first and whenever they change."""

    def __init__(self, heard: Callable[[Looks], None]) -> None:
        self._heard = heard
        self._looks = Looks()
        super().__init__("portal")

    def _watch(self) -> None:
        from jeepney import DBusAddress, MatchRule, MessageType, new_method_call
        from jeepney.bus_messages import message_bus
        from jeepney.io.blocking import open_dbus_connection

        connection = self._connection = open_dbus_connection("SESSION")
        rule = MatchRule(type="signal", interface=_INTERFACE, member="SettingChanged", path=_PATH)
        connection.send(message_bus.AddMatch(rule))
        address = DBusAddress(_PATH, bus_name=_NAME, interface=_INTERFACE)
        wanted = ([_APPEARANCE, _GNOME],)
        asked = int(next(connection.outgoing_serial))
        connection.send(new_method_call(address, "ReadAll", "as", wanted), serial=asked)
        while not self._stop:
            message = connection.receive()
            if message.header.message_type is MessageType.signal:
                self._changed(message)
            elif _answers(message, asked):
                if message.header.message_type is MessageType.error:
                    return  # no portal: nobody will tell of changes either
                self._all(message.body[0])

    def _all(self, found: dict[str, dict[str, tuple[str, Any]]]) -> None:
        looks = self._looks
        for space, values in found.items():
            for name, value in values.items():
                looks = _with(looks, space, name, value)
        self._tell(looks)

    def _changed(self, message: "Message") -> None:
        if len(message.body) == 3:
            space, name, value = message.body
            self._tell(_with(self._looks, space, name, value))

    def _tell(self, looks: Looks) -> None:
        if looks != self._looks:
            self._looks = looks
            self._heard(looks)


def _answers(message: "Message", serial: int) -> bool:
    from jeepney import HeaderFields

    return bool(message.header.fields.get(HeaderFields.reply_serial) == serial)


def _with(looks: Looks, space: str, name: str, value: tuple[str, Any]) -> Looks:
    """Return ``looks`` with one setting; ``value`` is a variant: signature and content."""
    signature, held = value
    if (space, name) == (_GNOME, "enable-animations") and signature == "b":
        return replace(looks, less_motion=not held)
    if (space, name) == (_GNOME, "text-scaling-factor") and signature == "d":
        return replace(looks, text_size=float(held))
    if (space, name) == (_APPEARANCE, "reduced-motion") and signature == "u":
        return replace(looks, less_motion=held == 1)
    if (space, name) == (_APPEARANCE, "accent-color") and signature == "(ddd)":
        red, green, blue = (float(part) for part in held)
        known = all(0.0 <= part <= 1.0 for part in (red, green, blue))  # outside: none is set
        return replace(looks, accent=(red, green, blue) if known else None)
    return looks
