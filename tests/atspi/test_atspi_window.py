"""The window on a real WordPress profile, as a screen reader sees it, by keyboard alone."""

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from tests.servers.fixtures import wordpress
from tests.servers.wordpress import WordPress

__all__ = ["wordpress"]
pytestmark = [pytest.mark.atspi, pytest.mark.wordpress, pytest.mark.timeout(300)]

SYSTEM_PYTHON = "/usr/bin/python3"
NEEDED = ("dbus-run-session", "Xvfb", "xvfb-run", "openbox", "xdotool", "gnome-keyring-daemon")
WORDS = "A bench at the stop would help"
SESSION = """
printf pw | gnome-keyring-daemon --unlock --components=secrets >/dev/null
"$PY" -m desktop_app --profile "$PROFILE" add "$SITE"
printf '%s\\n' "$SECRET" | "$PY" -m desktop_app --profile "$PROFILE" sign-in 1 "$LOGIN"
exec xvfb-run -a -s '-screen 0 1440x900x24' sh -c '
    openbox & sleep 1
    exec "$SYSTEM" "$READER" "$REPORT" -- "$PY" -m desktop_app --profile "$PROFILE"'
"""


@pytest.fixture(scope="module")
def report(wordpress: WordPress, tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    missing = [name for name in NEEDED if shutil.which(name) is None]
    probe = [SYSTEM_PYTHON, "-c", "import gi; gi.require_version('Atspi', '2.0')"]
    if missing or not Path(SYSTEM_PYTHON).exists() or subprocess.run(probe).returncode != 0:
        pytest.skip(f"not installed: {', '.join(missing) or 'python3-gi, gir1.2-atspi-2.0'}")
    folder = tmp_path_factory.mktemp("atspi")
    alice = wordpress.users["alice"]
    env = {
        **os.environ,
        "HOME": str(folder),
        "XDG_RUNTIME_DIR": str(folder),
        "PY": sys.executable,
        "PYTHONPATH": str(Path(__file__).parents[2]),
        "SYSTEM": SYSTEM_PYTHON,
        "READER": str(Path(__file__).with_name("screen_reader.py")),
        "REPORT": str(folder / "report.json"),
        "PROFILE": str(folder / "profile"),
        "SITE": wordpress.url,
        "LOGIN": alice.login,
        "SECRET": alice.app_password,
        "DAILY8_WORDS": WORDS,
        "NO_AT_BRIDGE": "0",
    }
    for name in ("QT_QPA_PLATFORM", "DISPLAY", "WAYLAND_DISPLAY", "QT_LOGGING_RULES"):
        env.pop(name, None)
    with wordpress.switched(no_flood=True):
        ended = subprocess.run(
            ["dbus-run-session", "--", "sh", "-c", SESSION],
            env=env, capture_output=True, text=True, timeout=240, check=False,
        )  # fmt: skip
    told = folder / "report.json"
    heard: dict[str, Any] = json.loads(told.read_text()) if told.exists() else {}
    assert ended.returncode == 0, f"{ended.stdout}\n{ended.stderr}\n{heard}"
    return heard


def test_nothing_that_takes_the_focus_lacks_a_name(report: dict[str, Any]) -> None:
    assert set(report["nameless"]) == {
        "window", "add_source", "settings", "keys", "palette", "article",
    }  # fmt: skip
    assert {place: roles for place, roles in report["nameless"].items() if roles} == {}


def test_rows_are_read_as_whole_sentences(report: dict[str, Any]) -> None:
    articles = [row for row in report["rows"] if "The Quay Courier, " in row]
    assert articles
    assert any(row.startswith("unread, ") for row in articles)
    assert all(row.startswith("level ") for row in report["comments"])


def test_tab_goes_through_the_panes_in_reading_order(report: dict[str, Any]) -> None:
    names = [name for _role, name in report["tab_order"]]
    assert len(names) >= 8
    assert all(name.strip() for name in names)


def test_a_comment_is_written_and_posted_by_keyboard_alone(
    report: dict[str, Any], wordpress: WordPress
) -> None:
    assert report["composer"][1].strip()
    assert WORDS in report["mine"]
    stored = wordpress.request("GET", "wp/v2/comments?search=bench+at+the+stop&_fields=content")
    assert len(stored) == 1
