"""The Windows of the trials, and its installers: made once, when the first trial asks."""

import shutil
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from windows import build
from windows.native import Native
from windows.wine import MissingToolError, Wine, check
from windows_room import NEWER, SHOWN, Machine, forget, uninstall, wrapped

from desktop_app import __version__


@pytest.fixture(scope="session")
def frozen() -> Path:
    """The program as PyInstaller makes it for Windows."""
    try:
        if sys.platform != "win32":
            check()
        elif not SHOWN:
            raise MissingToolError("it would change the Daily8 of this user")
        if shutil.which("makensis") is None:
            raise MissingToolError("makensis not installed: apt-get install nsis")
    except MissingToolError as missing:
        pytest.skip(str(missing))
    build.freeze()
    return build.FROZEN


@pytest.fixture(scope="session")
def wine(frozen: Path) -> Iterator[Machine]:
    """One Wine prefix with a screen, or Windows itself, with nothing of Daily8 in it."""
    with Native() if sys.platform == "win32" else Wine(build.WINE) as small_windows:
        forget(small_windows)
        yield small_windows


@pytest.fixture(scope="session")
def setup(frozen: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The very file that is published, where it was made; a quick one otherwise."""
    if SHOWN and build.SETUP.exists():
        return build.SETUP
    return wrapped(frozen, tmp_path_factory, __version__)


@pytest.fixture(scope="session")
def newer(frozen: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    return wrapped(frozen, tmp_path_factory, NEWER)


@pytest.fixture
def home(wine: Machine, setup: Path) -> Iterator[Path]:
    """The folder into which the program was installed, silently."""
    assert wine.run(setup, "/S").returncode == 0
    folder = wine.local / "Programs" / "Daily8"
    yield folder
    if (folder / "uninstall.exe").exists():
        uninstall(wine, folder)
    forget(wine)
