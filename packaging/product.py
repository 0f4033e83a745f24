"""What every package says of the program, from the files that say it first."""

import os
import platform
import re
import subprocess
import sys
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
BUILD = ROOT / "build"
DIST = ROOT / "dist"
BUNDLE = DIST / "daily8"

NAME = "daily8"
TITLE = "Daily8"
APP_ID = "org.daily8.Daily8"
SUMMARY = "Read the news of many sources, and take part in the conversation"
DESCRIPTION = (
    "Daily8 shows the news of many sources in one window, with the conversation under each "
    "article. Add any address: a front page, an article, a feed. WordPress newsrooms and RSS, "
    "Atom, RDF and JSON feeds are found by themselves.",
    "What you opened is readable without a network and searchable as you type. Nothing that you "
    "write is lost: a comment that waits for the network or for moderators is shown with what "
    "became of it.",
    "It works by keyboard alone and with a screen reader, in English and Arabic, from left to "
    "right and from right to left. There is no account with us and no telemetry.",
)
# The project's own domain, which its app id is made of: https://daily8.org
HOMEPAGE = "https://daily8.org"
MAINTAINER = "The Daily8 Desktop authors <desktop@daily8.org>"
LICENCE = "MIT"


@dataclass(frozen=True)
class Release:
    """One version with its day and what changed, as CHANGELOG.md tells it."""

    version: str
    date: str
    notes: tuple[str, ...]
    development: bool = False


def version() -> str:
    """Return the version of the program."""
    text = (ROOT / "desktop_app" / "__init__.py").read_text(encoding="utf-8")
    found = re.search(r'__version__ = "([^"]+)"', text)
    if found is None:
        raise RuntimeError("desktop_app names no version")
    return found[1]


def releases() -> list[Release]:
    """Return the versions of CHANGELOG.md, newest first, with the present one among them."""
    text = (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")
    parts = re.split(r"^## \[([^\]]+)\](?: - (\d{4}-\d\d-\d\d))?$", text, flags=re.MULTILINE)[1:]
    found = []
    for name, date, body in zip(parts[::3], parts[1::3], parts[2::3], strict=True):
        unreleased = name == "Unreleased"
        if unreleased and version() in parts[3::3]:
            continue
        points = [re.sub(r"\s+", " ", each).strip() for each in re.split(r"^- ", body, flags=re.M)]
        notes = tuple(re.sub(r"[`*]|\s*###.*$", "", each).strip() for each in points[1:])
        day = date or datetime.fromtimestamp(commit_time(), UTC).strftime("%Y-%m-%d")
        found.append(Release(version() if unreleased else name, day, notes, unreleased))
    return found


def commit_time() -> int:
    """Return the second that every file in a package is dated with."""
    told = os.environ.get("SOURCE_DATE_EPOCH", "")
    if told.isdecimal():
        return int(told)
    command = ["git", "log", "-1", "--format=%ct"]
    answer = subprocess.run(command, capture_output=True, text=True, cwd=ROOT, check=False)
    return int(answer.stdout.strip() or 0)


def compression() -> int:
    """Return how hard packages are pressed, 1 to 9; DAILY8_COMPRESSION=1 is for trials."""
    told = os.environ.get("DAILY8_COMPRESSION", "")
    return int(told) if told in set("123456789") else 9


def machine() -> str:
    """Return the processor as the kernel names it: x86_64, aarch64."""
    names = {"amd64": "x86_64", "arm64": "aarch64"}
    return names.get(platform.machine().lower(), platform.machine().lower())


def require_bundle() -> Path:
    """Return the frozen program; end with a sentence when there is none."""
    program = BUNDLE / (f"{NAME}.exe" if sys.platform == "win32" else NAME)
    if not program.exists():
        raise SystemExit("There is no bundle in dist/: python3 dev.py bundle makes it")
    return BUNDLE
