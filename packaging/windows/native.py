"""Windows itself, by the names that ``wine.Wine`` has: the same trial runs on both."""

import os
import sys
from pathlib import Path
from types import TracebackType
from typing import Self

from windows.machine import Machine


class Native(Machine):
    """This machine and its user. Start only where both may be changed, as in a workflow."""

    keeps_link_properties = True

    def __init__(self) -> None:
        self.environment = dict(os.environ)

    def __enter__(self) -> Self:
        if sys.platform != "win32":
            raise RuntimeError("this is not Windows")
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """Nothing was started here that its starter does not end."""

    @property
    def python(self) -> Path:
        """A Python with the packages of the lock file."""
        return Path(sys.executable)

    @property
    def drive(self) -> Path:
        """A folder in which a trial may make others."""
        return Path(os.environ["TEMP"])

    @property
    def local(self) -> Path:
        """``%LOCALAPPDATA%``."""
        return Path(os.environ["LOCALAPPDATA"])

    @property
    def roaming(self) -> Path:
        """``%APPDATA%``."""
        return Path(os.environ["APPDATA"])

    def windows_path(self, path: Path) -> str:
        """Return the path as programs take it."""
        return str(path.absolute())

    def value(self, key: str, name: str) -> str | None:
        """Return a value below ``HKCU\\…``, numbers as ``0x…``; None when there is none."""
        import winreg

        try:
            with winreg.OpenKey(winreg.HKEY_CURRENT_USER, key.removeprefix("HKCU\\")) as opened:
                value, _kind = winreg.QueryValueEx(opened, name)
        except FileNotFoundError:
            return None
        return hex(value) if isinstance(value, int) else str(value)
