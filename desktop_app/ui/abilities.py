"""What this desktop can do for us: an option without its ability is not shown."""

import importlib.util
import os
import sys
from dataclasses import dataclass
from pathlib import Path

from desktop_app.system import autostart

LINUX = sys.platform.startswith("linux")


@dataclass(frozen=True, slots=True)
class Abilities:
    """All, unless it is said otherwise."""

    notify: bool = True
    tray: bool = True
    login: bool = True
    count: bool = True
    metered: bool = True
    updates: bool = True
    listen: bool = True


ALL = Abilities()


def found(updates: bool, metered: bool) -> Abilities:
    """Return what there is here. Main thread, with an application.

    A session bus on Linux stands for its notifications: whether somebody shows them is known only
    by asking, and said when they are switched on.
    """
    from PySide6.QtWidgets import QSystemTrayIcon

    tray = QSystemTrayIcon.isSystemTrayAvailable()
    listen = importlib.util.find_spec("PySide6.QtTextToSpeech") is not None
    if LINUX:
        bus = _has_session_bus()
        return Abilities(bus, tray, autostart.is_possible(), bus, metered, updates, listen)
    return Abilities(tray, tray, autostart.is_possible(), True, metered, updates, listen)


def _has_session_bus() -> bool:
    folder = os.environ.get("XDG_RUNTIME_DIR", "")
    return bool(os.environ.get("DBUS_SESSION_BUS_ADDRESS")) or Path(folder, "bus").exists()
