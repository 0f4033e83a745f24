"""Windows itself, by the names that ``wine.Wine`` has: the same trial runs on both."""

import os
import subprocess
import sys
from pathlib import Path
from types import TracebackType
from typing import Self


class Native:
    """This machine and its user. Start only where both may be changed, as in a workflow."""

    keeps_link_properties = True

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

    def run(
        self,
        *command: str | Path,
        timeout: float = 300,
        cwd: Path | None = None,
        **environment: str,
    ) -> subprocess.CompletedProcess[str]:
        """Run a program to its end."""
        return subprocess.run(
            [str(each) for each in command],
            env={**os.environ, **environment},
            cwd=cwd,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            encoding="utf-8",
            errors="replace",
            timeout=timeout,
            check=False,
        )

    def start(self, *command: str | Path, **environment: str) -> subprocess.Popen[bytes]:
        """Start a program and return at once."""
        return subprocess.Popen(
            [str(each) for each in command],
            env={**os.environ, **environment},
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )

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
