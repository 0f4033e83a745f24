"""What this desktop can do for us: an option without its ability is not shown."""

import importlib.util
import sys
from dataclasses import dataclass

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
    accent: bool = True


ALL = Abilities()


def can_notify() -> bool:
    """Return whether notifications may be shown here. Main thread, with an application.

    A session bus on Linux stands for them: whether somebody shows them is known only by asking,
    and said when they are switched on.
    """
    from PySide6.QtWidgets import QSystemTrayIcon

    from desktop_app.ui.looks import has_session_bus

    return has_session_bus() if LINUX else QSystemTrayIcon.isSystemTrayAvailable()


def found(updates: bool, metered: bool, accent: bool) -> Abilities:
    """Return what there is here. Main thread, with an application."""
    from PySide6.QtWidgets import QSystemTrayIcon

    from desktop_app.ui.looks import has_session_bus

    tray = QSystemTrayIcon.isSystemTrayAvailable()
    listen = importlib.util.find_spec("PySide6.QtTextToSpeech") is not None
    if LINUX:
        bus = has_session_bus()
        return Abilities(bus, tray, autostart.is_possible(), bus, metered, updates, listen, accent)
    login = autostart.is_possible()
    return Abilities(tray, tray, login, True, metered, updates, listen, accent)
