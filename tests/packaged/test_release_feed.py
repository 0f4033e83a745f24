"""The makers' side: a key pair, a signed feed, and what the tool refuses to sign."""

import base64
import subprocess
import sys
from pathlib import Path

import pytest

from desktop_app import __version__
from desktop_app.system import releases

pytest.importorskip("cryptography")
TOOL = Path(__file__).parents[2] / "packaging" / "release_feed.py"
PAGE = "https://daily8.example/download"


def tool(*arguments: str) -> "subprocess.CompletedProcess[str]":
    command = [sys.executable, str(TOOL), *arguments]
    return subprocess.run(command, capture_output=True, text=True, timeout=60)


def test_what_the_tool_signs_is_believed(tmp_path: Path) -> None:
    key, out, notes = tmp_path / "key.txt", tmp_path / "feed.txt", tmp_path / "ar.txt"
    notes.write_text("أسرع.", encoding="utf-8")
    made = tool("--new-key", str(key))
    public = base64.b64decode(made.stdout)
    assert len(public) == 32
    if sys.platform != "win32":
        assert key.stat().st_mode & 0o777 == 0o600
    assert tool("--new-key", str(key)).returncode != 0, "a key is never written over"
    common = ("--key", str(key), "--out", str(out), "--date", "1780000000")
    done = tool(*common, "--page", PAGE, "--notes", str(notes))
    assert done.returncode == 0, done.stderr
    release = releases.read(out.read_bytes(), [public], 1_780_000_000)
    assert (release.version, release.page) == (__version__, PAGE)
    assert release.notes_in("ar") == "أسرع." and release.notes_in("en")
    assert "`" not in release.notes_in("en") and "\n  " not in release.notes_in("en")
    refused = tool(*common, "--page", "http://daily8.example/")
    assert refused.returncode == 1 and "not a notice" in refused.stderr
    assert tool("--page", PAGE).returncode == 2
