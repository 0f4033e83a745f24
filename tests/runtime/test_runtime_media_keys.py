"""Media keys as a desktop presses them: over a real session bus, with dbus-send."""

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).parents[2]
STEPS = ROOT / "tests" / "support" / "media_keys_steps.py"
PROGRAMS = ("dbus-run-session", "dbus-send", "dbus-monitor")


@pytest.fixture(scope="module")
def session() -> dict[str, Any]:
    """Walk through all calls once, on a bus of their own."""
    missing = [name for name in PROGRAMS if shutil.which(name) is None]
    if not sys.platform.startswith("linux") or missing:
        pytest.skip(f"needs Linux and {' '.join(PROGRAMS)}")
    env = {**os.environ, "PYTHONPATH": str(ROOT)}
    run = subprocess.run(
        ["dbus-run-session", "--", sys.executable, str(STEPS)],
        capture_output=True,
        text=True,
        timeout=60,
        env=env,
        check=False,
    )
    assert run.returncode == 0, run.stderr
    found: dict[str, Any] = json.loads(run.stdout)
    return found


def test_the_player_is_on_the_bus_and_comes_back(session: dict[str, Any]) -> None:
    assert session["answers"]["open"] == session["answers"]["again"] == "True"


def test_keys_become_orders(session: dict[str, Any]) -> None:
    assert session["heard"] == ["toggle", "forward", "back", "stop", "show", "speed 1.5"]


def test_what_is_read_is_told(session: dict[str, Any]) -> None:
    told = session["answers"]["all"]
    for words in ('"A harbour"', '"The Bay"', '"Paused"', "xesam:url", "mpris:trackid"):
        assert words in told
    assert "object path" in told
    status = session["answers"]["status"]
    assert 'string "Paused"' in status
    assert "array" not in status
    assert '"Daily8"' in session["answers"]["root"]


def test_empty_lists_are_lists_of_strings(session: dict[str, Any]) -> None:
    root = session["answers"]["root"]
    assert "SupportedMimeTypes" in root
    assert "variant" in root
    assert "array [\n" in root


def test_a_text_has_no_position_in_time(session: dict[str, Any]) -> None:
    assert "UnknownProperty" in session["answers"]["position"]
    assert "Error" not in session["answers"]["seek"]


def test_unknown_calls_are_refused(session: dict[str, Any]) -> None:
    assert session["answers"]["nothing"].startswith("Error org.freedesktop.DBus.Error.Unknown")


def test_the_interfaces_can_be_asked_for(session: dict[str, Any]) -> None:
    xml = session["answers"]["xml"]
    assert 'interface name="org.mpris.MediaPlayer2.Player"' in xml
    assert 'property name="PlaybackStatus" type="s"' in xml


def test_only_changes_are_told(session: dict[str, Any]) -> None:
    signals = session["answers"]["signals"]
    assert signals.count("member=PropertiesChanged") == 2
    assert signals.count("xesam:title") == 1


def test_no_bus_no_keys(monkeypatch: pytest.MonkeyPatch) -> None:
    if not sys.platform.startswith("linux"):
        pytest.skip("media keys of Linux")
    from desktop_app.runtime.speech_keys import MediaKeys

    monkeypatch.delenv("DBUS_SESSION_BUS_ADDRESS", raising=False)
    monkeypatch.delenv("XDG_RUNTIME_DIR", raising=False)
    keys = MediaKeys()
    assert not keys.open()
    keys.show("Playing", 1.0, "", "", "")
    keys.close()
