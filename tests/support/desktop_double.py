"""A desktop on a real bus: it shows notifications by writing them down, and clicks when told.

``python -m tests.support.desktop_double`` inside ``dbus-run-session``. It prints one JSON line for
each thing that it hears, and obeys JSON lines on standard input: ``{"click": [id, action]}``,
``{"close": id}``, ``{"sleep": true}``, ``{"setting": [space, name, signature, value]}``.
"""

import json
import sys
import threading
from typing import Any

from jeepney import DBusAddress, HeaderFields, MessageType, new_method_return, new_signal
from jeepney.bus_messages import MatchRule, message_bus
from jeepney.io.blocking import open_dbus_connection

NOTIFICATIONS = "org.freedesktop.Notifications"
PATH = "/org/freedesktop/Notifications"
LOGIND, MANAGER = "org.freedesktop.login1", "org.freedesktop.login1.Manager"
DESKTOP, DESKTOP_PATH = "org.freedesktop.portal.Desktop", "/org/freedesktop/portal/desktop"
SETTINGS = {
    "org.freedesktop.appearance": {
        "accent-color": ("(ddd)", (0x35 / 255, 0x84 / 255, 0xE4 / 255)),
        "color-scheme": ("u", 1),
    },
    "org.gnome.desktop.interface": {"enable-animations": ("b", False)},
}
ABILITIES = ["actions", "body", "body-markup"]


class Desktop:
    def __init__(self, abilities: list[str]) -> None:
        self.abilities = abilities
        self.connection = open_dbus_connection("SESSION")
        self.lock = threading.Lock()
        self.last = 0

    def send(self, message: Any) -> None:
        with self.lock:
            self.connection.send(message)

    def open(self, names: list[str]) -> None:
        for name in names:
            self.connection.send_and_get_reply(message_bus.RequestName(name))
        rule = MatchRule(type="signal", interface="com.canonical.Unity.LauncherEntry")
        self.connection.send_and_get_reply(message_bus.AddMatch(rule))
        say({"ready": names})

    def serve(self) -> None:
        while True:
            message = self.connection.receive()
            kind, fields = message.header.message_type, message.header.fields
            member = fields.get(HeaderFields.member)
            if kind is MessageType.signal and member == "Update":
                say({"count": {name: value[1] for name, value in message.body[1].items()}})
            elif kind is MessageType.method_call:
                self.answer(member, message)

    def answer(self, member: str, message: Any) -> None:
        if member == "GetCapabilities":
            self.send(new_method_return(message, "as", (self.abilities,)))
        elif member == "Notify":
            name, replaced, icon, title, body, actions, hints, _timeout = message.body
            if not replaced:
                self.last += 1
            number = replaced or self.last
            self.send(new_method_return(message, "u", (number,)))
            known = {name: value[1] for name, value in hints.items()}
            say(
                {
                    "id": number, "replaced": replaced, "name": name, "icon": icon,
                    "title": title, "body": body, "actions": actions, "hints": known,
                }
            )  # fmt: skip
        elif member == "ReadAll":
            self.send(new_method_return(message, "a{sa{sv}}", (SETTINGS,)))
        elif member == "CloseNotification":
            self.send(new_method_return(message, "", ()))
            say({"closed": message.body[0]})

    def obey(self, order: dict[str, Any]) -> None:
        bell = DBusAddress(PATH, interface=NOTIFICATIONS)
        if "click" in order:
            number, action = order["click"]
            self.send(new_signal(bell, "ActivationToken", "us", (number, "token-1")))
            self.send(new_signal(bell, "ActionInvoked", "us", (number, action)))
        elif "close" in order:
            self.send(new_signal(bell, "NotificationClosed", "uu", (order["close"], 2)))
        elif "setting" in order:
            space, name, signature, value = order["setting"]
            held = tuple(value) if isinstance(value, list) else value
            portal = DBusAddress(DESKTOP_PATH, interface="org.freedesktop.portal.Settings")
            body = (space, name, (signature, held))
            self.send(new_signal(portal, "SettingChanged", "ssv", body))
        elif "sleep" in order:
            manager = DBusAddress("/org/freedesktop/login1", interface=MANAGER)
            self.send(new_signal(manager, "PrepareForSleep", "b", (order["sleep"],)))


def say(value: object) -> None:
    sys.stdout.write(json.dumps(value) + "\n")
    sys.stdout.flush()


def main() -> None:
    desktop = Desktop([] if "--poor" in sys.argv else ABILITIES)
    names = [LOGIND]
    if "--no-notifications" not in sys.argv:
        names.append(NOTIFICATIONS)
    if "--portal" in sys.argv:
        names.append(DESKTOP)
    desktop.open(names)
    threading.Thread(target=desktop.serve, daemon=True).start()
    for line in sys.stdin:
        desktop.obey(json.loads(line))


if __name__ == "__main__":
    main()
