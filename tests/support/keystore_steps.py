"""What a keystore test does inside its own session bus; prints one JSON object.

Run as ``python -m tests.support.keystore_steps SCENARIO``. The secret never leaves this process
but to the keystore.
"""

import json
import os
import signal
import subprocess
import sys
import time
import warnings
from collections.abc import Callable
from typing import Any

from desktop_app.core.errors import AppError
from desktop_app.system.credentials import KeyringCredentials

PASSWORD = b"pw"
OWNER = "org.freedesktop.secrets"


def outcome(call: Callable[[], object]) -> Any:
    """Return the result, or the kind of the AppError with how long it took."""
    began = time.monotonic()
    try:
        return call()
    except AppError as error:
        return {"kind": error.kind.value, "seconds": time.monotonic() - began}


def start_daemon() -> subprocess.Popen[bytes]:
    """Start gnome-keyring with an open login collection and wait until it answers."""
    daemon = subprocess.Popen(
        ["gnome-keyring-daemon", "--foreground", "--unlock", "--components=secrets"],
        stdin=subprocess.PIPE,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    assert daemon.stdin is not None
    daemon.stdin.write(PASSWORD)
    daemon.stdin.close()
    end = time.monotonic() + 20
    while not owned() and time.monotonic() < end:
        time.sleep(0.05)
    return daemon


def owned() -> bool:
    import secretstorage
    from jeepney import DBusAddress, new_method_call

    connection = secretstorage.dbus_init()
    try:
        bus = DBusAddress("/org/freedesktop/DBus", "org.freedesktop.DBus", "org.freedesktop.DBus")
        reply = connection.send_and_get_reply(new_method_call(bus, "NameHasOwner", "s", (OWNER,)))
        return bool(reply.body[0])
    finally:
        connection.close()


def described(keystore: KeyringCredentials) -> dict[str, object]:
    return {"persistent": keystore.persistent, "where": keystore.where}


def round_trip() -> dict[str, object]:
    """Set, get, replace and delete; another object sees what the first one stored."""
    daemon = start_daemon()
    first, second = KeyringCredentials(10), KeyringCredentials(10)
    found: dict[str, object] = {"absent": first.get("a")}
    first.set("a", "abcd \u05e1\u05d5\u05d3")
    first.set("b", "other")
    found["stored"] = second.get("a")
    first.set("a", "new")
    found["replaced"] = second.get("a")
    first.delete("a")
    first.delete("a")
    found |= {"deleted": second.get("a"), "kept": second.get("b"), **described(first)}
    stop(daemon)
    return found


def locked() -> dict[str, object]:
    """Lock the collection between storing and reading; nobody is there to unlock it."""
    import secretstorage

    daemon = start_daemon()
    keystore = KeyringCredentials(10)
    keystore.set("a", "secret")
    connection = secretstorage.dbus_init()
    secretstorage.get_default_collection(connection).lock()
    connection.close()
    found = {
        "get": outcome(lambda: keystore.get("a")),
        "set": outcome(lambda: keystore.set("a", "x")),
        **described(keystore),
    }
    stop(daemon)
    return found


def stopped() -> dict[str, object]:
    """Stop the daemon as a hanging one; later let it go on."""
    daemon = start_daemon()
    keystore = KeyringCredentials(10)
    keystore.set("a", "secret")
    keystore._timeout = 0.5
    daemon.send_signal(signal.SIGSTOP)
    found: dict[str, object] = {
        "first": outcome(lambda: keystore.get("a")),
        "second": outcome(lambda: keystore.get("a")),
    }
    daemon.send_signal(signal.SIGCONT)
    keystore._timeout = 10
    end = time.monotonic() + 20
    while isinstance(got := outcome(lambda: keystore.get("a")), dict) and time.monotonic() < end:
        time.sleep(0.05)
    found |= {"again": got, **described(keystore)}
    stop(daemon)
    return found


def never_answers() -> dict[str, object]:
    """Own the name and read nothing."""
    import secretstorage
    from jeepney import DBusAddress, new_method_call

    owner = secretstorage.dbus_init()
    bus = DBusAddress("/org/freedesktop/DBus", "org.freedesktop.DBus", "org.freedesktop.DBus")
    owner.send_and_get_reply(new_method_call(bus, "RequestName", "su", (OWNER, 4)))
    keystore = KeyringCredentials(0.5)
    found = {
        "first": outcome(lambda: keystore.get("a")),
        "second": outcome(keystore.probe),
        **described(keystore),
    }
    owner.close()
    return found


def absent() -> dict[str, object]:
    """Work where there is no keystore at all."""
    keystore = KeyringCredentials(10)
    before = described(keystore)
    keystore.set("a", "secret")
    found = {"before": before, "got": keystore.get("a"), **described(keystore)}
    keystore.delete("a")
    keystore.delete("a")
    return found | {"deleted": keystore.get("a")}


def stop(daemon: subprocess.Popen[bytes]) -> None:
    daemon.kill()
    daemon.wait()


SCENARIOS: dict[str, Callable[[], dict[str, object]]] = {
    each.__name__: each for each in (round_trip, locked, stopped, never_answers, absent)
}

if __name__ == "__main__":
    warnings.simplefilter("ignore", ResourceWarning)  # keyring's own connections
    sys.stdout.write(json.dumps(SCENARIOS[sys.argv[1]]()))
    sys.stdout.flush()
    os._exit(0)  # a call that was abandoned may still hang
