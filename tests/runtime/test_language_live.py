"""The language changes while the program runs: the window stands again, in it."""

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from desktop_app.system import i18n

ROOT = Path(__file__).parents[2]


def run(folder: Path, way: str) -> list[dict[str, Any]]:
    environment = {
        **os.environ,
        "QT_QPA_PLATFORM": "offscreen",
        "LANGUAGE": "en",
        "PYTHONWARNINGS": "error::ResourceWarning",
    }
    environment.pop("DBUS_SESSION_BUS_ADDRESS", None)
    command = [sys.executable, "-m", "tests.support.language_steps", str(folder), way]
    done = subprocess.run(
        command, cwd=ROOT, env=environment, capture_output=True, text=True, timeout=120
    )
    assert done.returncode == 0, done.stderr
    assert "Traceback" not in done.stderr and "WARNING" not in done.stderr, done.stderr
    return [json.loads(line) for line in done.stdout.splitlines()]


def test_the_language_that_is_chosen_holds_at_once(tmp_path: Path) -> None:
    english, arabic, again = run(tmp_path / "profile", "chosen")
    assert (english["language"], english["rtl"]) == ("en", False)
    assert (arabic["language"], arabic["rtl"]) == ("ar", True)
    assert english["tooltip"] != arabic["tooltip"]
    assert arabic["title"] == "محادثات", "the list that was open"
    assert arabic["qt"] != english["qt"]
    assert again == {**english, "title": "Conversations"}
    assert all(each["visible"] == 1 and each["receives"] for each in (english, arabic, again))


def test_the_system_is_followed_to_another_language(tmp_path: Path) -> None:
    english, arabic = run(tmp_path / "profile", "system")
    assert (english["language"], arabic["language"], arabic["rtl"]) == ("en", "ar", True)


def test_the_language_of_macos_is_the_first_of_its_list(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    import plistlib

    for name in ("LANGUAGE", "LC_ALL", "LC_MESSAGES", "LANG"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setattr(sys, "platform", "darwin")
    assert i18n.system_language() == "en"
    file = tmp_path / "Library/Preferences/.GlobalPreferences.plist"
    file.parent.mkdir(parents=True)
    file.write_bytes(plistlib.dumps({"AppleLanguages": ["ar-EG", "en"]}, fmt=plistlib.FMT_BINARY))
    assert i18n.system_language() == "ar-EG" and i18n.closest("system") == "ar"
    for broken in (b"", b"bplist00", b"<plist/>", plistlib.dumps([1])):
        file.write_bytes(broken)
        assert i18n.system_language() == "en"


def test_windows_is_asked_for_the_language_of_its_own_windows(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    import ctypes
    from types import SimpleNamespace

    for name in ("LANGUAGE", "LC_ALL", "LC_MESSAGES", "LANG"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setattr(sys, "platform", "win32")
    for number, tag in ((0x0C01, "ar-EG"), (0x0407, "de-DE"), (0xFFFF, "en")):
        kernel = SimpleNamespace(GetUserDefaultUILanguage=lambda number=number: number)
        monkeypatch.setattr(ctypes, "windll", SimpleNamespace(kernel32=kernel), raising=False)
        assert i18n.system_language() == tag
