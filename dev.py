#!/usr/bin/env python3
"""The one door for whoever works on Daily8 Desktop: ``python3 dev.py demo``, ``… test``.

Needs nothing but Python 3.11's standard library. It makes ``.venv`` from ``requirements.lock``
(with uv, put there if missing) and calls the real tools in it.
"""

import argparse
import hashlib
import os
import platform
import re
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

HERE = Path(__file__).resolve().parent
VENV = HERE / ".venv"
BIN = VENV / ("Scripts" if os.name == "nt" else "bin")
PYTHON = BIN / ("python.exe" if os.name == "nt" else "python")
LOCK = HERE / "requirements.lock"

# What Qt's xcb plug-in and its fonts want from Debian or Ubuntu.
WINDOW_PACKAGES = (
    "libegl1 libgl1 libdbus-1-3 libfontconfig1 libfreetype6 libglib2.0-0 libxkbcommon0 "
    "libxkbcommon-x11-0 libx11-xcb1 libxcb-cursor0 libxcb-icccm4 libxcb-image0 libxcb-keysyms1 "
    "libxcb-randr0 libxcb-render-util0 libxcb-shape0 libxcb-xkb1 fontconfig fonts-noto-core"
).split()
# What the tests drive: a screen, a session bus, a keystore, a screen reader's view.
TEST_PACKAGES = (
    "xvfb xauth openbox xdotool dbus gnome-keyring libsecret-1-0 at-spi2-core python3-gi "
    "gir1.2-atspi-2.0 desktop-file-utils"
).split()
# The voices that the slow tests hear.
VOICE_PACKAGES = (
    "espeak-ng speech-dispatcher speech-dispatcher-espeak-ng speech-dispatcher-audio-plugins "
    "libspeechd2"
).split()
# What reads, strips and links the bundle's libraries, and what these ask for.
BUNDLE_PACKAGES = "binutils libcups2 libpulse0 libspeechd2".split()
# What makes the packages for Linux, and finds fault with them.
PACKAGE_PACKAGES = (
    "desktop-file-utils appstream lintian rpm rpmlint squashfs-tools man-db xz-utils"
).split()
# What the slow tests try Linux's packages with: fresh systems, other shells.
TRIAL_PACKAGES = "mmdebstrap groff zsh fish".split()
# What makes and tries the package for Windows.
WINE_PACKAGES = "wine wine64 nsis xvfb gcc-mingw-w64-x86-64-win32".split()
FACES = (
    "window-light window-dark window-contrast window-arabic window-small window-small-comments "
    "window-200 welcome add-source catalogue settings settings-dark keys palette sign-in "
    "listen listen-dark listen-arabic listen-small points points-dark points-arabic points-small "
    "insight-off settings-understanding story story-dark story-arabic story-small "
    "ask ask-dark ask-consent translate translate-arabic settings-model related"
).split()


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    verbs = parser.add_subparsers(dest="verb", required=True, metavar="VERB")
    demo = verbs.add_parser("demo", help="start the app on the embedded newsroom")
    demo.add_argument("--screenshot", metavar="FILE", help="save a picture and quit; no display")
    run = verbs.add_parser("run", help="daily8 ARGS in the same environment: run -- ARGS")
    run.add_argument("args", nargs=argparse.REMAINDER)
    test = verbs.add_parser("test", help="all that CI runs, or pytest with ARGS")
    test.add_argument("args", nargs=argparse.REMAINDER)
    verbs.add_parser("lint", help="ruff, mypy, import-linter, the rules of the house")
    bench = verbs.add_parser("bench", help="measure; areas: main, insight, package")
    bench.add_argument("args", nargs=argparse.REMAINDER)
    verbs.add_parser("bundle", help="the PyInstaller folder, under dist/")
    feed = verbs.add_parser("release-feed", help="make and sign what tells of a newer version")
    feed.add_argument("args", nargs=argparse.REMAINDER)
    parts = verbs.add_parser("sbom", help="the list of parts of the bundle, CycloneDX, into FILE")
    parts.add_argument("args", nargs=argparse.REMAINDER)
    package = verbs.add_parser("package", help="deb rpm appimage portable wheel windows macos all")
    package.add_argument("args", nargs=argparse.REMAINDER)
    verbs.add_parser("screenshots", help="picture the window anew, into docs/screenshots/")
    verbs.add_parser("messages", help="collect the strings for translators and compile them")
    verbs.add_parser("lock", help="write requirements.lock anew from pyproject.toml")
    options = parser.parse_args()
    return VERBS[options.verb](options)


def demo(options: argparse.Namespace) -> int:
    """Start the app on the embedded newsroom, or picture it where there is no display."""
    packages = [*venv_package(), *WINDOW_PACKAGES]
    ready = install_packages(packages, "the window needs these shared libraries and fonts")
    if not ready and venv_package():
        return 1
    make_environment()
    if options.screenshot:
        return app("--demo", "--screenshot", options.screenshot, offscreen=True)
    if no_display():
        print(
            "There is no display here. To see the window all the same, save a picture of it:\n"
            "    python3 dev.py demo --screenshot daily8.png"
        )
        return 1
    return app("--demo")


def run(options: argparse.Namespace) -> int:
    """Start ``daily8`` with the arguments after ``--``."""
    make_environment()
    return app(*without_dashes(options.args))


def test(options: argparse.Namespace) -> int:
    """Run pytest with the given arguments; without any, everything that CI runs."""
    make_environment()
    arguments = without_dashes(options.args)
    if arguments and arguments != ["--slow"]:
        return python("-m", "pytest", *arguments)
    packages = [*WINDOW_PACKAGES, *TEST_PACKAGES, *BUNDLE_PACKAGES, *shared_python()]
    if arguments:
        packages += [*VOICE_PACKAGES, *WINE_PACKAGES, *PACKAGE_PACKAGES, *TRIAL_PACKAGES]
    install_packages(packages, "the tests drive these real programs")
    if arguments:
        python("-m", "tests.servers.llama", "--install")  # says why not; its tests skip then
    failures = lint(options)
    failures += package(argparse.Namespace(args=[])) if arguments else bundle(options)
    failures += python("-m", "pytest", "-rs", *arguments) != 0  # a signal's number is negative
    return min(failures, 1)


def lint(_options: argparse.Namespace) -> int:
    """Check style, types and layers; count the tools that object."""
    make_environment()
    # Elsewhere than on Linux, what follows "if this is Windows: return" counts as unreachable.
    types = "mypy" if sys.platform == "linux" else "mypy --no-warn-unreachable"
    commands = ("ruff check .", "ruff format --check .", types, "lint-imports")
    objections = sum(tool(*command.split()) != 0 for command in commands)
    return objections + (python("-m", "pytest", "tests/architecture") != 0)


def bench(options: argparse.Namespace) -> int:
    """Measure and print a table, or JSON with ``--json``."""
    make_environment()
    install_packages([*WINDOW_PACKAGES, *TEST_PACKAGES], "the benchmarks need a screen")
    return python("-m", "benchmarks", *without_dashes(options.args))


def bundle(_options: argparse.Namespace) -> int:
    """Freeze the app into dist/daily8."""
    make_environment()
    packages = [*WINDOW_PACKAGES, *BUNDLE_PACKAGES, *shared_python()]
    if not install_packages(packages, "the bundle is made with these"):
        return 1
    command = "-m PyInstaller --noconfirm --log-level WARN build.spec"
    reproducible = {"SOURCE_DATE_EPOCH": commit_time(), "PYTHONHASHSEED": "0"}
    return python(*command.split(), env=reproducible)


def release_feed(options: argparse.Namespace) -> int:
    """Make and sign the feed of newer versions, under dist/release-feed/; on Linux."""
    make_environment()
    return python("packaging/release_feed.py", *without_dashes(options.args))


def package(options: argparse.Namespace) -> int:
    """Freeze the app and wrap it for its system, into dist/; without a kind: all made here."""
    kinds = without_dashes(options.args) or ["all"]
    packages = [*PACKAGE_PACKAGES, *(WINE_PACKAGES if "windows" in kinds else [])]
    if not install_packages(packages, "the packages are made and checked with these"):
        return 1
    # The wheel comes from the source, and Windows' and macOS' packages freeze their own.
    if set(kinds) - {"wheel", "windows", "macos"} and bundle(options):
        return 1
    make_environment()
    return python("packaging/make.py", *kinds, env={"SOURCE_DATE_EPOCH": commit_time()})


def sbom(options: argparse.Namespace) -> int:
    """Write which parts a package of this system has: versions, licences."""
    make_environment()
    target = without_dashes(options.args) or ["dist/daily8.cdx.json"]
    return python("packaging/sbom.py", *target, env={"SOURCE_DATE_EPOCH": commit_time()})


def lock(_options: argparse.Namespace) -> int:
    """Resolve the dependencies for every system and Python that we support."""
    make_environment()
    command = (
        "uv pip compile pyproject.toml --extra listen --group dev --universal --generate-hashes "
        "--no-emit-index-url --no-annotate --no-header --python-version 3.11 "
        "--upgrade --quiet --output-file requirements.lock"
    )
    return tool(*command.split())


def screenshots(_options: argparse.Namespace) -> int:
    """Picture the demo in every face that docs/screenshots/ shows."""
    make_environment()
    install_packages(WINDOW_PACKAGES, "the window needs these shared libraries and fonts")
    failures = 0
    for name in FACES:
        scale = "2" if name.endswith("200") else "1"
        env = {"QT_QPA_PLATFORM": "offscreen", "QT_SCALE_FACTOR": scale}
        failures += python("-m", "benchmarks.portraits", "docs/screenshots", name, env=env)
    return min(failures, 1)


def messages(_options: argparse.Namespace) -> int:
    """Collect every string of the window into the catalogues, and compile those."""
    make_environment()
    folder = "resources/translations"
    # Written whole at the end: half a template would make every other sentence obsolete.
    fresh = f"{folder}/daily8.pot.{os.getpid()}"
    extract = (
        "extract --keywords=N_ --keywords=pgettext:1c,2 --no-location --sort-output "
        f"--project=Daily8 --output-file={fresh} desktop_app"
    )
    if tool("pybabel", *extract.split()) != 0:
        return 1
    (HERE / fresh).replace(HERE / folder / "daily8.pot")
    commands = (
        f"update --domain=daily8 --input-file={folder}/daily8.pot --output-dir={folder} "
        "--no-fuzzy-matching --ignore-pot-creation-date",
        f"compile --domain=daily8 --directory={folder} --use-fuzzy",
    )
    return max(tool("pybabel", *command.split()) for command in commands)


VERBS = {
    "demo": demo,
    "run": run,
    "test": test,
    "lint": lint,
    "bench": bench,
    "bundle": bundle,
    "package": package,
    "sbom": sbom,
    "release-feed": release_feed,
    "screenshots": screenshots,
    "messages": messages,
    "lock": lock,
}


def make_environment() -> None:
    """Make ``.venv`` hold exactly what the lock file names; does nothing when it already does."""
    if sys.version_info < (3, 11):
        raise SystemExit("Daily8 needs Python 3.11 or newer; this is " + platform.python_version())
    wanted = hashlib.sha256(LOCK.read_bytes()).hexdigest()
    stamp = VENV / "lock.sha256"
    if stamp.exists() and stamp.read_text() == wanted and PYTHON.exists():
        return
    print("Making the environment in .venv (once for each change of the lock file) …", flush=True)
    if not PYTHON.exists():
        make_venv()
    uv = BIN / ("uv.exe" if os.name == "nt" else "uv")
    if not uv.exists():
        install_uv()
    env = {**os.environ, "VIRTUAL_ENV": str(VENV)}
    subprocess.run(
        [uv, "pip", "sync", "--quiet", "--require-hashes", LOCK], check=True, env=env, cwd=HERE
    )
    stamp.write_text(wanted)


def make_venv() -> None:
    """Create the virtual environment, with Debian's help where pip is a package of its own."""
    if not install_packages(venv_package(), "Python's venv module needs it"):
        raise SystemExit(1)
    subprocess.run([sys.executable, "-m", "venv", str(VENV)], check=True)


def venv_package() -> list[str]:
    """Name the package that Python lacks to make an environment, if it does."""
    probe = [sys.executable, "-c", "import ensurepip"]
    if PYTHON.exists() or subprocess.run(probe, capture_output=True).returncode == 0:
        return []
    return [f"python{sys.version_info.major}.{sys.version_info.minor}-venv"]


def install_uv() -> None:
    """Install uv by the hashes of the lock file."""
    blocks = LOCK.read_text(encoding="utf-8").split("\n")
    start = next(index for index, line in enumerate(blocks) if line.startswith("uv=="))
    end = next(i for i in range(start + 1, len(blocks)) if not blocks[i].startswith(" "))
    with tempfile.TemporaryDirectory() as folder:
        only_uv = Path(folder) / "uv.txt"
        only_uv.write_text("\n".join(blocks[start:end]) + "\n", encoding="utf-8")
        subprocess.run(
            [PYTHON, "-m", "pip", "install", "--quiet", "--require-hashes", "-r", only_uv],
            check=True,
        )


def install_packages(names: list[str] | tuple[str, ...], why: str) -> bool:
    """Install Debian packages that are missing when we may, else print the line that does.

    Returns whether all are there, as far as this system can tell.
    """
    if not shutil.which("dpkg-query") or not shutil.which("apt-get"):
        return True
    missing = [name for name in names if not installed(name)]
    if not missing:
        return True
    apt = ["apt-get", "install", "--yes", "--no-install-recommends", *missing]
    if os.geteuid() != 0:
        if not sudo_without_password():
            how = ("Run once:", "sudo ") if shutil.which("sudo") else ("Run once, as root:", "")
            print(f"Not installed, but {why}. {how[0]}\n    {how[1]}{' '.join(apt)}", flush=True)
            return False
        apt = ["sudo", "-n", *apt]
    print(f"Installing {len(missing)} Debian packages: {why} …", flush=True)
    env = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    quiet = {"stdout": subprocess.DEVNULL, "env": env}
    subprocess.run([*apt[: apt.index("apt-get") + 1], "update"], check=False, **quiet)
    if subprocess.run(apt, check=False, **quiet).returncode != 0:
        print(f"apt-get failed. Run it by hand to see why:\n    {' '.join(apt)}", flush=True)
        return False
    return True


def installed(name: str) -> bool:
    """Return whether the Debian package is installed, under its old or its newer name."""
    command = ["dpkg-query", "--show", "--showformat", "${db:Status-Status} ", name, f"{name}t64"]
    answer = subprocess.run(command, capture_output=True, text=True)
    return "installed" in answer.stdout.split()


def sudo_without_password() -> bool:
    """Return whether sudo is there and asks for nothing."""
    if not shutil.which("sudo"):
        return False
    return subprocess.run(["sudo", "-n", "true"], capture_output=True).returncode == 0


def shared_python() -> list[str]:
    """Name the package of Python's own library, where the interpreter is Debian's."""
    config = (VENV / "pyvenv.cfg").read_text(encoding="utf-8")
    version = re.search(r"^version(?:_info)? = (\d+\.\d+)", config, re.MULTILINE)
    if version is None or "home = /usr/bin\n" not in config:
        return []
    return [f"libpython{version[1]}"]


def no_display() -> bool:
    """Return whether a window cannot be shown on this machine."""
    return sys.platform.startswith("linux") and not (
        os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY")
    )


def app(*arguments: str, offscreen: bool = False) -> int:
    """Start the app from source."""
    env = {"QT_QPA_PLATFORM": "offscreen"} if offscreen else None
    return python("-m", "desktop_app", *arguments, env=env)


def python(*arguments: str, env: dict[str, str] | None = None) -> int:
    """Run the environment's Python in the project's folder and return its exit code."""
    return tool("python", *arguments, env=env)


def tool(name: str, *arguments: str, env: dict[str, str] | None = None) -> int:
    """Run a program of the environment in the project's folder and return its exit code."""
    path = os.pathsep.join((str(BIN), os.environ.get("PATH", "")))
    whole = {**os.environ, "PATH": path, **(env or {})}
    return subprocess.call([BIN / name, *arguments], cwd=HERE, env=whole)


def commit_time() -> str:
    """Return the time of the commit, so that two builds of it have the same bytes."""
    command = ["git", "log", "-1", "--format=%ct"]
    answer = subprocess.run(command, capture_output=True, text=True, cwd=HERE)
    return answer.stdout.strip() or "0"


def without_dashes(arguments: list[str]) -> list[str]:
    """Drop the ``--`` that separates our arguments from those that we hand on."""
    return arguments[1:] if arguments[:1] == ["--"] else arguments


if __name__ == "__main__":
    sys.exit(main())
