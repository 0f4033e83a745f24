"""How much larger the system wants letters, where Qt does not follow by itself.

Windows: Settings › Accessibility › Text size (``TextScaleFactor``, 100 to 225 per cent); a screen's
scaling is another thing, and Qt follows it. Linux on Wayland: the desktop tells it while a window
runs (``runtime/portal.py``), and the next start draws by it. X11 and macOS: nothing to do.
"""

import logging
import os
import sys

log = logging.getLogger("daily8.text_size")

LEAST, MOST = 0.75, 2.25
REMEMBERED = "system_text_size"
"""Under this name the window's state keeps what a desktop told."""

_KEY = r"Software\Microsoft\Accessibility"


def factor(remembered: object) -> float:
    """Return by how much everything is to be drawn larger; 1.0: as it is."""
    if sys.platform == "win32":
        return _bounded(_of_windows())
    if sys.platform.startswith("linux") and is_wayland():
        return _bounded(remembered)
    return 1.0


def is_wayland() -> bool:
    """Return whether the window will stand on Wayland, as Qt decides it."""
    chosen = os.environ.get("QT_QPA_PLATFORM", "")
    if chosen:
        return chosen.startswith("wayland")
    return os.environ.get("XDG_SESSION_TYPE") == "wayland" and "WAYLAND_DISPLAY" in os.environ


def _bounded(value: object) -> float:
    if isinstance(value, bool) or not isinstance(value, int | float) or value != value:
        return 1.0
    return min(max(float(value), LEAST), MOST)


def _of_windows() -> float:
    import winreg

    registry = vars(winreg)  # its names are not there on the systems that check the types
    try:
        with registry["OpenKey"](registry["HKEY_CURRENT_USER"], _KEY) as key:
            value, _kind = registry["QueryValueEx"](key, "TextScaleFactor")
    except OSError:
        return 1.0  # never changed
    return value / 100 if isinstance(value, int) else 1.0
