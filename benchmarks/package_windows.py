"""What the Windows installer weighs, how large it becomes and how long it takes, under Wine.

Wine's services are up before the clock starts, as those of Windows are.
"""

import shutil
import sys
import time
from collections.abc import Sequence
from pathlib import Path

from benchmarks.rows import Row, median_row, missed, row

PROJECT = Path(__file__).resolve().parents[1]
NAMES = ("setup_mb", "installed_windows_mb", "setup_install_s")
RUNS = 5


def rows() -> list[Row]:
    """Measure the installer of ``dev.py package windows``; nothing of it stays installed."""
    sys.path.append(str(PROJECT / "packaging"))
    from windows import build
    from windows.wine import MissingToolError

    if not build.SETUP.exists():
        return missed(NAMES, f"no {build.SETUP.name}: python3 dev.py package windows makes it")
    weight = row("setup_mb", build.SETUP.stat().st_size / 1e6, 1)
    try:
        size, seconds = _installed(build.SETUP, build.WINE)
    except (MissingToolError, OSError) as error:
        return [weight, *missed(NAMES[1:], str(error))]
    return [weight, row("installed_windows_mb", size, 1), median_row("setup_install_s", seconds)]


def _installed(setup: Path, folder: Path) -> tuple[float, Sequence[float]]:
    """Install and remove ``RUNS`` times; return megabytes and seconds. Raises OSError."""
    from windows.wine import Wine

    seconds, size = [], 0.0
    with Wine(folder) as wine:
        home = wine.local / "Programs" / "Daily8"
        for _run in range(RUNS):
            start = time.perf_counter()
            ended = wine.run(setup, "/S").returncode
            seconds.append(time.perf_counter() - start)
            if ended != 0 or not (home / "daily8.exe").exists():
                raise OSError(f"the installer ended with {ended}")
            size = sum(each.stat().st_size for each in home.rglob("*") if each.is_file()) / 1e6
            _remove(wine.run, wine.windows_path(home / "uninstall.exe"), home)
    return size, seconds


def _remove(run, uninstaller: str, home: Path) -> None:
    run(uninstaller, "/S")
    end = time.monotonic() + 60  # the uninstaller goes on in a copy of itself
    while home.exists() and time.monotonic() < end:
        time.sleep(0.1)
    shutil.rmtree(home, ignore_errors=True)
