"""Make the Windows package: the frozen folder, then the installer around it, under dist/.

On Windows with this Python and makensis; on Linux under Wine, for trials. ``python3 dev.py package
windows`` calls it.
"""

import hashlib
import os
import shutil
import subprocess
import sys
from pathlib import Path

PROJECT = Path(__file__).resolve().parents[2]
if __name__ == "__main__":
    sys.path[:0] = [str(PROJECT / "packaging"), str(PROJECT)]

from windows import sign  # noqa: E402
from windows.wine import MissingToolError, Wine  # noqa: E402

from desktop_app import __version__  # noqa: E402

DIST = PROJECT / "dist"
FROZEN = DIST / "windows" / "daily8"
SETUP = DIST / f"daily8-{__version__}-setup.exe"
WINE = PROJECT / "build" / "wine"
SCRIPT = PROJECT / "packaging" / "windows" / "installer.nsi"
MOST_BYTES = 28_000_000
_MADE_OF = (
    "desktop_app", "resources", "build.spec", "requirements.lock", "LICENSE",
    "packaging/icons.py", "packaging/licences.py", "packaging/windows/daily8.manifest",
    "packaging/windows/version_info.py", "packaging/windows/zones.py",
)  # fmt: skip
_FREEZE = (
    "-m PyInstaller --noconfirm --log-level WARN --distpath dist/windows "
    "--workpath build/windows build.spec"
).split()


def main() -> int:
    """Freeze, wrap, weigh; return the exit code."""
    try:
        freeze()
        if sign.possible():
            sign.sign(FROZEN / "daily8.exe")
        else:
            print("The program and its installer are unsigned: there is no certificate.")
        wrap(FROZEN, SETUP)
    except (MissingToolError, subprocess.CalledProcessError) as error:
        print(f"The Windows package was not made: {error}", file=sys.stderr)
        return 1
    size = SETUP.stat().st_size
    print(f"{SETUP.relative_to(PROJECT)}: {size / 1e6:.1f} MB")
    if size > MOST_BYTES:
        print(f"It may weigh {MOST_BYTES / 1e6:.0f} MB at most.", file=sys.stderr)
        return 1
    return 0


def freeze() -> None:
    """Make dist/windows/daily8; nothing to do when it holds what the sources say."""
    stamp = FROZEN.parent / "sources.sha256"
    wanted = _sources()
    if stamp.exists() and stamp.read_text() == wanted and (FROZEN / "daily8.exe").exists():
        return
    stamp.unlink(missing_ok=True)
    fixed = {"SOURCE_DATE_EPOCH": _commit_time(), "PYTHONHASHSEED": "0"}
    if sys.platform == "win32":
        subprocess.run(
            [sys.executable, *_FREEZE], check=True, cwd=PROJECT, env={**os.environ, **fixed}
        )
    else:
        print("Freezing the program under Wine; this takes minutes …", flush=True)
        with Wine(WINE) as wine:
            python = wine.windows_path(wine.make_python())
            done = wine.run(python, *_FREEZE, cwd=PROJECT, timeout=3600, **fixed)
        if done.returncode != 0:
            raise MissingToolError(f"PyInstaller failed under Wine:\n{done.stdout[-3000:]}")
    stamp.write_text(wanted)


def wrap(frozen: Path, setup: Path, version: str = __version__, fast: bool = False) -> None:
    """Make the installer ``setup`` of the folder ``frozen``; ``fast``: larger, for trials."""
    makensis = shutil.which("makensis")
    if makensis is None:
        raise MissingToolError("makensis (NSIS 3) is not installed")
    import icons
    from windows.version_info import numbers

    work = PROJECT / "build" / "windows"
    work.mkdir(parents=True, exist_ok=True)
    icon = work / "setup.ico"
    icon.write_bytes(icons.ico())
    side = work / "side.bmp"
    side.write_bytes(icons.wizard())
    setup.parent.mkdir(parents=True, exist_ok=True)
    kilobytes = sum(each.stat().st_size for each in frozen.rglob("*") if each.is_file()) // 1024
    facts = {
        "VERSION": version,
        "NUMBERS": ".".join(map(str, numbers(version))),
        "FROZEN": frozen,
        "ICON": icon,
        "SIDE": side,
        "LICENCE": PROJECT / "LICENSE",
        "OUT": setup,
        "KILOBYTES": kilobytes,
        # NSIS's own packages have no 64-bit start program; Debian's has, and Wine starts no other.
        "TARGET": "x86-unicode" if sys.platform == "win32" else "amd64-unicode",
        **({"FAST": 1} if fast else {}),
        # NSIS calls it for the uninstaller and for the installer.
        **({"SIGN": f'"{sys.executable}" "{sign.__file__}" "%1"'} if sign.possible() else {}),
    }
    dash = "/" if sys.platform == "win32" else "-"
    defined = [f"{dash}D{name}={value}" for name, value in facts.items()]
    options = [f"{dash}V2", f"{dash}WX", f"{dash}INPUTCHARSET", "UTF8"]
    subprocess.run([makensis, *options, *defined, str(SCRIPT)], check=True, cwd=PROJECT)


def _sources() -> str:
    """Return a hash over everything that the frozen folder is made of."""
    digest = hashlib.sha256()
    files = []
    for name in _MADE_OF:
        path = PROJECT / name
        files += path.rglob("*") if path.is_dir() else [path]
    for file in sorted(files):
        if file.is_file() and "__pycache__" not in file.parts:
            digest.update(f"{file.relative_to(PROJECT)}\0".encode())
            digest.update(hashlib.sha256(file.read_bytes()).digest())
    return digest.hexdigest()


def _commit_time() -> str:
    command = ["git", "log", "-1", "--format=%ct"]
    told = subprocess.run(command, capture_output=True, text=True, cwd=PROJECT, check=False)
    return told.stdout.strip() or "0"


if __name__ == "__main__":
    sys.exit(main())
