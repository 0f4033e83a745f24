"""Where the program keeps its files on each system."""

import errno
import os
import sys
from dataclasses import dataclass
from pathlib import Path

from desktop_app.core.errors import AppError, ErrorKind

FOLDER_MODE = 0o700
FILE_MODE = 0o600
PORTABLE_MARKER = "portable.txt"
"""A file beside the program by which its data stay beside it too."""

_NAME = "daily8"


@dataclass(frozen=True)
class Paths:
    """The four folders of a profile; they exist and only their owner may look inside."""

    data: Path
    config: Path
    cache: Path
    logs: Path

    @property
    def database(self) -> Path:
        """The library: articles, threads, drafts, outbox."""
        return self.data / "library.sqlite3"

    @property
    def pictures(self) -> Path:
        """The folder of downloaded pictures; may be emptied at any time."""
        return self.cache / "pictures"

    @property
    def settings_file(self) -> Path:
        """What the reader chose."""
        return self.config / "settings.json"

    @property
    def state_file(self) -> Path:
        """Sizes and places of the window."""
        return self.config / "state.json"

    @property
    def log_file(self) -> Path:
        """The newest log."""
        return self.logs / "daily8.log"

    @property
    def crash_file(self) -> Path:
        """The report of the last crash."""
        return self.logs / "crash.txt"


def default_paths() -> Paths:
    """Return the folders of this user on this system, made if missing.

    Linux follows the XDG Base Directory Specification 0.8, Windows keeps everything below
    ``%LOCALAPPDATA%`` and the settings below ``%APPDATA%``, macOS uses ``~/Library``. A portable
    program keeps everything beside itself. Raises READ_ONLY, DISK_FULL, STORAGE.
    """
    portable = _portable()
    return profile_paths(portable) if portable else _made(_usual())


def is_usual(paths: Paths) -> bool:
    """Return whether ``paths`` are this user's own: what the system starts runs on these."""
    return paths == _usual()


def _portable() -> Path | None:
    """Return where the data of a program lie that was unpacked from the portable archive."""
    folder = Path(sys.executable).parent
    marked = getattr(sys, "frozen", False) and (folder / PORTABLE_MARKER).is_file()
    return folder / "data" if marked else None


def _usual() -> Paths:
    if sys.platform == "win32":
        local = _from_environment("LOCALAPPDATA", Path.home() / "AppData" / "Local") / "Daily8"
        roaming = _from_environment("APPDATA", Path.home() / "AppData" / "Roaming") / "Daily8"
        return Paths(local / "data", roaming, local / "cache", local / "logs")
    if sys.platform == "darwin":
        library = Path.home() / "Library"
        support = library / "Application Support" / "Daily8"
        return Paths(
            support,
            support / "settings",
            library / "Caches" / "Daily8",
            library / "Logs" / "Daily8",
        )
    home = Path.home()
    state = _from_environment("XDG_STATE_HOME", home / ".local" / "state")
    return Paths(
        _from_environment("XDG_DATA_HOME", home / ".local" / "share") / _NAME,
        _from_environment("XDG_CONFIG_HOME", home / ".config") / _NAME,
        _from_environment("XDG_CACHE_HOME", home / ".cache") / _NAME,
        state / _NAME,
    )


def profile_paths(folder: Path) -> Paths:
    """Return folders that all lie below ``folder``, made if missing.

    Raises READ_ONLY, DISK_FULL, STORAGE.
    """
    folder = Path(folder).absolute()
    make_folder(folder)
    return _made(Paths(folder / "data", folder / "config", folder / "cache", folder / "logs"))


def make_folder(folder: Path) -> None:
    """Make ``folder`` with its parents, for the owner alone.

    Raises READ_ONLY, DISK_FULL, STORAGE.
    """
    try:
        folder.mkdir(mode=FOLDER_MODE, parents=True, exist_ok=True)
    except OSError as error:
        raise storage_error(error) from error


def storage_error(error: OSError) -> AppError:
    """Translate a failed file operation into READ_ONLY, DISK_FULL or STORAGE."""
    kind = ErrorKind.STORAGE
    if error.errno in (errno.EACCES, errno.EPERM, errno.EROFS):
        kind = ErrorKind.READ_ONLY
    elif error.errno in (errno.ENOSPC, errno.EDQUOT):
        kind = ErrorKind.DISK_FULL
    return AppError(kind, code=errno.errorcode.get(error.errno or 0, ""))


def _made(paths: Paths) -> Paths:
    for folder in (paths.data, paths.config, paths.cache, paths.logs, paths.pictures):
        make_folder(folder)
    return paths


def _from_environment(name: str, default: Path) -> Path:
    value = os.environ.get(name, "")
    # The specification: a relative path is to be ignored.
    return Path(value) if value and Path(value).is_absolute() else default
