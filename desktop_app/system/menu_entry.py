"""The program in the menu of a Linux desktop, for installations that no package put there.

Three files below the user's own ``XDG_DATA_HOME``: the desktop entry, the icon, its symbolic form
(Desktop Entry Specification 1.5, Icon Theme Specification 0.13).
"""

import contextlib
import os
import shutil
import subprocess
import sys
from pathlib import Path

from desktop_app.system import resources
from desktop_app.system.paths import storage_error

APP_ID = "org.daily8.Daily8"
_SECONDS = 20


def put(command: list[str]) -> list[Path]:
    """Write the entry that starts ``command``, in the place of an older one; return the files.

    Raises READ_ONLY, DISK_FULL, STORAGE.
    """
    entry = resources.text(f"app/{APP_ID}.desktop")
    line = " ".join(_quoted(part) for part in command)
    entry = entry.replace("Exec=daily8 ", f"Exec={line} ")
    contents = (
        entry.encode("utf-8"),
        resources.data("app/daily8.svg"),
        resources.data("app/daily8-symbolic.svg"),
    )
    try:
        for file, content in zip(_files(), contents, strict=True):
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_bytes(content)
    except OSError as error:
        raise storage_error(error) from error
    _tell_the_desktop()
    return _files()


def remove() -> list[Path]:
    """Remove what ``put`` wrote; return the files that were there.

    Raises READ_ONLY, STORAGE.
    """
    present = [file for file in _files() if file.exists()]
    try:
        for file in present:
            file.unlink()
    except OSError as error:
        raise storage_error(error) from error
    _tell_the_desktop()
    return present


def own_command() -> list[str]:
    """Return what starts this installation: an AppImage, a bundle, a script, or Python itself."""
    image = os.environ.get("APPIMAGE", "")
    if getattr(sys, "frozen", False):
        return [image or sys.executable]
    script = Path(sys.executable).parent / "daily8"
    if script.exists():
        return [str(script)]
    return [sys.executable, "-m", "desktop_app"]


def put_by_a_package() -> bool:
    """Return whether a package of the system has this installation in the menu already."""
    frozen = bool(getattr(sys, "frozen", False))
    return Path("/.flatpak-info").exists() or (frozen and sys.executable.startswith("/usr/"))


def _files() -> list[Path]:
    data = os.environ.get("XDG_DATA_HOME", "")
    folder = Path(data) if Path(data).is_absolute() else Path.home() / ".local" / "share"
    icons = folder / "icons" / "hicolor"
    return [
        folder / "applications" / f"{APP_ID}.desktop",
        icons / "scalable" / "apps" / f"{APP_ID}.svg",
        icons / "symbolic" / "apps" / f"{APP_ID}-symbolic.svg",
    ]


def _quoted(argument: str) -> str:
    """Quote an argument for the key Exec; the value of a key doubles every backslash once more."""
    for special in "\\", '"', "`", "$":
        argument = argument.replace(special, "\\" + special)
    return '"' + argument.replace("%", "%%").replace("\\", "\\\\") + '"'


def _tell_the_desktop() -> None:
    """Have the addresses and files that the entry opens found; without the tool, at the log-in."""
    tool = shutil.which("update-desktop-database")
    folder = _files()[0].parent
    if tool is None or not folder.is_dir():
        return
    with contextlib.suppress(OSError, subprocess.TimeoutExpired):
        subprocess.run(
            [tool, "--quiet", str(folder)], capture_output=True, timeout=_SECONDS, check=False
        )
