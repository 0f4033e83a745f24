"""Starting with the session: one file, or one value of the registry, made and removed as a whole.

Linux: Desktop Application Autostart Specification. Windows: the user's ``Run`` key. macOS: a
launch agent of the user. All raise what ``paths.storage_error`` makes of an OSError.
"""

import os
import plistlib
import shutil
import sys
from pathlib import Path

from desktop_app.system.files import replace_file
from desktop_app.system.paths import make_folder, storage_error

APPLICATION = "org.daily8.Daily8"
_RUN_KEY = r"Software\Microsoft\Windows\CurrentVersion\Run"
_VALUE = "Daily8"


def command() -> tuple[str, ...] | None:
    """Return how this program is started again; None where nothing outside can do that."""
    if Path("/.flatpak-info").exists() or os.environ.get("SNAP"):
        return None
    if getattr(sys, "frozen", False):
        image = os.environ.get("APPIMAGE", "")
        return (image if Path(image).is_file() else sys.executable,)
    beside = Path(sys.executable).parent / ("daily8.exe" if sys.platform == "win32" else "daily8")
    found = str(beside) if beside.is_file() else shutil.which("daily8")
    return (found,) if found else None


def is_possible() -> bool:
    """Return whether the program can be started with the session."""
    return command() is not None


def is_on() -> bool:
    """Return whether it is. Reads one file or value; any thread."""
    if sys.platform == "win32":
        return _windows_value() is not None
    return entry_file().exists()


def turn(on: bool) -> None:
    """Start with the session from now on, or no more; nothing of it stays behind."""
    if sys.platform == "win32":
        _set_windows_value(on)
    elif on:
        started = command()
        if started is not None:
            file = entry_file()
            make_folder(file.parent)
            replace_file(file, entry(started))
    else:
        try:
            entry_file().unlink(missing_ok=True)
        except OSError as error:
            raise storage_error(error) from error


def entry_file() -> Path:
    """Return where the session looks."""
    if sys.platform == "darwin":
        return Path.home() / "Library" / "LaunchAgents" / f"{APPLICATION}.plist"
    config = os.environ.get("XDG_CONFIG_HOME", "")
    folder = Path(config) if Path(config).is_absolute() else Path.home() / ".config"
    return folder / "autostart" / f"{APPLICATION}.desktop"


def entry(started: tuple[str, ...]) -> bytes:
    """Return the file that starts a command; a program that is gone is not missed by it."""
    if sys.platform == "darwin":
        return plistlib.dumps(
            {"Label": APPLICATION, "ProgramArguments": list(started), "RunAtLoad": True}
        )
    lines = (
        "[Desktop Entry]",
        "Type=Application",
        "Name=Daily8",
        f"Exec={' '.join(map(_quoted, started))}",
        f"TryExec={started[0]}",
        f"Icon={APPLICATION}",
        "Terminal=false",
    )
    return "\n".join((*lines, "")).encode()


def _quoted(argument: str) -> str:
    """Return an argument as ``Exec`` wants it (Desktop Entry Specification, "The Exec key")."""
    inside = argument.replace("\\", "\\\\")
    for mark in ('"', "`", "$"):
        inside = inside.replace(mark, f"\\{mark}")
    return '"' + inside.replace("\\", "\\\\").replace("%", "%%") + '"'


if sys.platform == "win32":
    import winreg

    def _windows_value() -> str | None:
        try:
            with winreg.OpenKey(winreg.HKEY_CURRENT_USER, _RUN_KEY) as key:
                return str(winreg.QueryValueEx(key, _VALUE)[0])
        except OSError:
            return None

    def _set_windows_value(on: bool) -> None:
        started = command()
        try:
            with winreg.CreateKey(winreg.HKEY_CURRENT_USER, _RUN_KEY) as key:
                if on and started is not None:
                    words = " ".join(f'"{word}"' for word in started)
                    winreg.SetValueEx(key, _VALUE, 0, winreg.REG_SZ, words)
                elif _windows_value() is not None:
                    winreg.DeleteValue(key, _VALUE)
        except OSError as error:
            raise storage_error(error) from error

else:

    def _windows_value() -> str | None:
        return None

    def _set_windows_value(on: bool) -> None:
        raise AssertionError(f"no registry to turn it {'on' if on else 'off'}")
