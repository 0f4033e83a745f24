"""What Linux's packages weigh, how large the program becomes, how long starts and builds take."""

import hashlib
import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from benchmarks.profiles import Facts, freshen, prepare
from benchmarks.rows import Row, median_row, missed, row

PROJECT = Path(__file__).resolve().parents[1]
DIST = PROJECT / "dist"
PROGRAM = DIST / "daily8" / "daily8"
SIZES = frozenset({"deb_mb", "appimage_mb", "installed_linux_mb"})
STARTS = frozenset({"frozen_start_cpu", "second_start_cpu"})
INSTALLATION = frozenset({"deb_install_s"})
REBUILD = frozenset({"rebuild_differs"})
RUNS = 5
ARTICLES = 10_000
PATIENCE = 60.0
# What a desktop has and dpkg calls after each installation: manuals, menus, icons, file types.
CALLED_AFTERWARDS = (
    "man-db", "desktop-file-utils", "shared-mime-info", "hicolor-icon-theme",
    "gtk-update-icon-cache", "mailcap",
)  # fmt: skip


def sizes() -> list[Row]:
    """Weigh what lies in dist/."""
    found = [
        _weight("deb_mb", "daily8_*.deb", "deb"),
        _weight("appimage_mb", "Daily8-*", "appimage"),
    ]
    if not PROGRAM.exists():
        return [*found, *missed(["installed_linux_mb"], "python3 dev.py bundle makes the bundle")]
    files = [each for each in PROGRAM.parent.rglob("*") if each.is_file() and not each.is_symlink()]
    size = sum(each.stat().st_size for each in files)
    return [*found, row("installed_linux_mb", size / 1e6, 1, f"{len(files)} files")]


def _weight(name: str, pattern: str, kind: str) -> Row:
    files = sorted(DIST.glob(pattern), key=lambda each: each.stat().st_mtime)
    if not files:
        return missed([name], f"python3 dev.py package {kind} makes it")[0]
    return row(name, files[-1].stat().st_size / 1e6, 1)


def starts() -> list[Row]:
    """CPU seconds until the window has painted, beside those from source; of handing over."""
    if not PROGRAM.exists():
        return missed(STARTS, "python3 dev.py bundle makes the bundle")
    frozen: list[float] = []
    source: list[float] = []
    with tempfile.TemporaryDirectory(prefix="daily8-package-") as folder:
        facts = prepare(Path(folder), ARTICLES, 1)
        for number in range(RUNS + 1):
            pairs = ((frozen, [PROGRAM]), (source, [sys.executable, "-m", "desktop_app"]))
            for values, command in pairs:
                seconds = _until_painted(command, facts)
                if number:  # the first one of each fills the caches of the disk
                    values.append(seconds)
        with _running(facts):
            handing = [PROGRAM, "--profile", facts.folder, "daily8://nothing"]
            second = [_spent(handing) for _run in range(RUNS)]
    beside = f"from source {sorted(source)[len(source) // 2]:.2f}"
    return [
        median_row("frozen_start_cpu", frozen, beside),
        median_row("second_start_cpu", second),
    ]


def _until_painted(command: list[str | Path], facts: Facts) -> float:
    """Start a window and end it when it has painted; return its CPU seconds until then."""
    freshen(facts)
    env = _offscreen() | {"QT_LOGGING_RULES": "qt.widgets.painting.debug=true"}
    process = subprocess.Popen(
        [*command, "--profile", facts.folder], env=env, cwd=PROJECT, stderr=subprocess.PIPE
    )
    try:
        for line in process.stderr or ():
            if b"Flushing" in line:
                fields = Path(f"/proc/{process.pid}/stat").read_text().rpartition(")")[2].split()
                return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")
        raise OSError(f"{command[0]} painted no window")
    finally:
        process.send_signal(signal.SIGTERM)
        if process.stderr is not None:
            process.stderr.close()
        process.wait(PATIENCE)


def _spent(command: list[str | Path]) -> float:
    """Run a program to its end; return its CPU seconds, those of its children included."""
    with Path(os.devnull).open("wb") as nowhere:
        process = subprocess.Popen(
            command, env=_offscreen(), cwd=PROJECT, stdout=nowhere, stderr=nowhere
        )
        _pid, _status, usage = os.wait4(process.pid, 0)
    process.returncode = 0
    return usage.ru_utime + usage.ru_stime


def _offscreen() -> dict[str, str]:
    return {**os.environ, "QT_QPA_PLATFORM": "offscreen"}


@contextmanager
def _running(facts: Facts) -> Iterator[None]:
    """Keep a window open on the profile."""
    freshen(facts)
    command = [PROGRAM, "--profile", facts.folder]
    with Path(os.devnull).open("wb") as nowhere:
        process = subprocess.Popen(command, env=_offscreen(), stdout=nowhere, stderr=nowhere)
    try:
        time.sleep(5)  # it listens soon after the window is there
        yield
    finally:
        process.send_signal(signal.SIGTERM)
        process.wait(PATIENCE)


def installation() -> list[Row]:
    """Seconds by the clock of ``dpkg --install`` in a fresh Debian that has what it needs."""
    sys.path.append(str(PROJECT / "packaging"))
    from linux.fresh import Fresh

    files = sorted(DIST.glob("daily8_*.deb"), key=lambda each: each.stat().st_mtime)
    lack = Fresh.missing() or ("" if files else "python3 dev.py package deb makes the package")
    if lack:
        return missed(INSTALLATION, lack)
    seconds = []
    folder = Path(tempfile.mkdtemp(prefix="daily8-debian-"))
    try:
        root = Fresh(folder)
        root.make(*CALLED_AFTERWARDS)
        root.bring_what_it_needs(files[-1])
        for _run in range(RUNS):
            before = time.monotonic()
            root.install(files[-1])
            seconds.append(time.monotonic() - before)
            root.run("dpkg", "--purge", "daily8")
    except (RuntimeError, subprocess.CalledProcessError) as error:
        return missed(INSTALLATION, str(error).splitlines()[0])
    finally:
        subprocess.run(["rm", "-rf", "--one-file-system", folder], check=False)
    return [median_row("deb_install_s", seconds)]


def rebuild() -> list[Row]:
    """Build the commit twice in one place with nothing kept between; count what differs."""
    with tempfile.TemporaryDirectory(prefix="daily8-rebuild-") as name:
        clone = Path(name) / "daily8"
        subprocess.run(["git", "clone", "--quiet", PROJECT, clone], check=True)
        (clone / ".venv").symlink_to(PROJECT / ".venv")
        try:
            first, second = _built(clone, Path(name)), _built(clone, Path(name))
        except subprocess.CalledProcessError as error:
            return missed(REBUILD, f"the build failed: {error.returncode}")
    differing = sorted(
        each for each in first.keys() | second.keys() if first.get(each) != second.get(each)
    )
    note = ", ".join(differing[:3]) or f"{len(first)} files, deb and portable archive among them"
    return [row("rebuild_differs", len(differing), 1, note)]


def _built(clone: Path, folder: Path) -> dict[str, str]:
    for each in (clone / "build", clone / "dist", folder / "cache"):
        shutil.rmtree(each, ignore_errors=True)
    # Pressing harder takes minutes and hides no difference.
    env = {**os.environ, "PYINSTALLER_CONFIG_DIR": str(folder / "cache"), "DAILY8_COMPRESSION": "1"}
    command = [sys.executable, "dev.py", "package", "deb", "portable"]
    subprocess.run(command, cwd=clone, env=env, check=True, stdout=subprocess.DEVNULL)
    return {
        str(each.relative_to(clone)): hashlib.sha256(each.read_bytes()).hexdigest()
        for each in sorted((clone / "dist").rglob("*"))
        if each.is_file()
    }
