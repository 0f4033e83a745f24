"""Make the macOS package: Daily8.app, signed and notarised when we can, inside a .dmg under dist/.

Runs on macOS only. ``python3 dev.py package macos`` calls it. What it takes from the environment:

* ``DAILY8_ARCH``: arm64 or x86_64; without it that of the machine.
* ``MACOS_IDENTITY``: "Developer ID Application: …" in a keychain that is open. Without it the app
  is signed ad hoc, as arm64 demands, and called unsigned.
* ``NOTARY_KEY`` (a file), ``NOTARY_KEY_ID``, ``NOTARY_ISSUER``: for Apple's notary service.
"""

import os
import platform
import plistlib
import shutil
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path

PROJECT = Path(__file__).resolve().parents[2]
if __name__ == "__main__":
    sys.path[:0] = [str(PROJECT / "packaging"), str(PROJECT)]

from macos.info import numbers  # noqa: E402

from desktop_app import __version__  # noqa: E402

DIST = PROJECT / "dist"
APP = DIST / "macos" / "Daily8.app"
MOST_BYTES = 60_000_000
NOTARY = ("NOTARY_KEY", "NOTARY_KEY_ID", "NOTARY_ISSUER")
_FREEZE = (
    "-m PyInstaller --noconfirm --log-level WARN --distpath dist/macos "
    "--workpath build/macos build.spec"
).split()


def main() -> int:
    """Freeze, sign, wrap, notarise; return the exit code."""
    if sys.platform != "darwin":
        print("The macOS package can be made on macOS only.", file=sys.stderr)
        return 1
    arch = os.environ.get("DAILY8_ARCH") or platform.machine()
    image = DIST / f"daily8-{__version__}-macos-{arch}.dmg"
    fixed = {"PYTHONHASHSEED": "0", "DAILY8_ARCH": arch}
    environment = {**os.environ, **fixed}
    _run(sys.executable, *_FREEZE, env=environment)
    problems = wrong(APP)
    if problems:
        print("\n".join(problems), file=sys.stderr)
        return 1
    _run("codesign", "--verify", "--deep", "--strict", APP)
    _make_image(image)
    print(f"{image.relative_to(PROJECT)}: {image.stat().st_size / 1e6:.1f} MB")
    for line in finish(image, os.environ):
        print(line, flush=True)
    return 0 if image.stat().st_size <= MOST_BYTES else 1


def wrong(app: Path) -> list[str]:
    """Return what a bundle lacks that macOS wants; empty when it is whole. Runs anywhere."""
    contents = app / "Contents"
    try:
        facts = plistlib.loads((contents / "Info.plist").read_bytes())
    except (OSError, plistlib.InvalidFileException) as error:
        return [f"no Info.plist: {error}"]
    problems = []
    if not (contents / "MacOS" / facts.get("CFBundleExecutable", "?")).is_file():
        problems.append("CFBundleExecutable names no file below MacOS")
    icon = contents / "Resources" / facts.get("CFBundleIconFile", "?")
    if not icon.is_file() or icon.read_bytes()[:4] != b"icns":
        problems.append("CFBundleIconFile names no icon below Resources")
    if facts.get("CFBundleShortVersionString") != numbers(__version__):
        problems.append(f"the version is not {__version__}")
    return problems


def signed(environment: Mapping[str, str]) -> bool:
    """Return whether there is an identity to sign with."""
    return bool(environment.get("MACOS_IDENTITY"))


def notary(environment: Mapping[str, str]) -> list[str] | None:
    """Return the options of notarytool, None without its three variables."""
    key, key_id, issuer = (environment.get(name, "") for name in NOTARY)
    if not (key and key_id and issuer):
        return None
    return ["--key", key, "--key-id", key_id, "--issuer", issuer]


def finish(image: Path, environment: Mapping[str, str]) -> list[str]:
    """Sign the image, have it notarised, staple the ticket; return what was and was not done."""
    if not signed(environment):
        return [f"{image.name} is unsigned: MACOS_IDENTITY is not set."]
    _run("codesign", "--force", "--timestamp", "-s", environment["MACOS_IDENTITY"], image)
    options = notary(environment)
    if options is None:
        return [f"{image.name} is signed, not notarised: {', '.join(NOTARY)} are not set."]
    _run("xcrun", "notarytool", "submit", image, *options, "--wait", "--timeout", "30m")
    _run("xcrun", "stapler", "staple", image)
    _run("spctl", "-a", "-t", "open", "--context", "context:primary-signature", "-v", image)
    return [f"{image.name} is signed and notarised."]


def _make_image(image: Path) -> None:
    """Put the app beside a link to Applications, and both into a compressed image."""
    stage = PROJECT / "build" / "macos" / "image"
    shutil.rmtree(stage, ignore_errors=True)
    stage.mkdir(parents=True)
    shutil.copytree(APP, stage / APP.name, symlinks=True)
    (stage / "Applications").symlink_to("/Applications")
    shutil.copy(PROJECT / "LICENSE", stage / "LICENSE.txt")
    options = "-volname Daily8 -fs HFS+ -format ULMO -ov".split()
    _run("hdiutil", "create", *options, "-srcfolder", stage, image)


def _run(*command: str | Path, env: Mapping[str, str] | None = None) -> None:
    subprocess.run([str(each) for each in command], check=True, cwd=PROJECT, env=env)


if __name__ == "__main__":
    sys.exit(main())
