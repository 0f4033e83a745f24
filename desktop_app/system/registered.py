"""Whether the system hands ``daily8://`` addresses to this program; the packages register that."""

import os
import sys
from collections.abc import Iterator
from pathlib import Path

from desktop_app.system.paths import Paths, is_usual

DESKTOP_FILE = "org.daily8.Daily8.desktop"
_MOST_BYTES = 5_000_000


def hands_over(scheme: str, paths: Paths) -> bool:
    """Return whether an address of ``scheme`` reaches the window that runs on ``paths``.

    What the system starts runs on the user's own profile, so never for another one. Reads small
    files or the registry; any thread.
    """
    if not is_usual(paths):
        return False
    if sys.platform == "darwin":
        return bool(getattr(sys, "frozen", False))  # the bundle's Info.plist says so
    return Path("/.flatpak-info").exists() or _is_ours(scheme)


def desktop_entry_is_ours(scheme: str) -> bool:
    """Read what the desktop entries say (Desktop Entry and MIME Applications specifications)."""
    wanted = f"x-scheme-handler/{scheme}="
    for file in _associations():
        try:
            if file.stat().st_size > _MOST_BYTES:
                continue
            lines = file.read_text("utf-8", "replace").splitlines()
        except OSError:
            continue
        for line in lines:
            # The first one named is the one that is asked.
            if line.startswith(wanted):
                return line.removeprefix(wanted).split(";")[0] == DESKTOP_FILE
    return False


def _associations() -> Iterator[Path]:
    home = Path.home()
    config = os.environ.get("XDG_CONFIG_HOME") or str(home / ".config")
    data = os.environ.get("XDG_DATA_HOME") or str(home / ".local/share")
    shared = (os.environ.get("XDG_DATA_DIRS") or "/usr/local/share:/usr/share").split(":")
    yield Path(config) / "mimeapps.list"
    for folder in (data, *shared):
        yield Path(folder) / "applications/mimeapps.list"
        yield Path(folder) / "applications/mimeinfo.cache"


if sys.platform == "win32":

    def _is_ours(scheme: str) -> bool:
        import winreg

        try:
            key = rf"Software\Classes\{scheme}\shell\open\command"
            with winreg.OpenKey(winreg.HKEY_CURRENT_USER, key) as opened:
                command = str(winreg.QueryValueEx(opened, "")[0])
        except OSError:
            return False
        return sys.executable.lower() in command.lower()

else:
    _is_ours = desktop_entry_is_ours
