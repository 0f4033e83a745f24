"""What a session reads to start the program: right for the desktop, gone without a trace."""

import plistlib
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from desktop_app.core.errors import AppError, ErrorKind
from desktop_app.system import autostart

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="a file only elsewhere")


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "config"))
    monkeypatch.setattr(autostart, "command", lambda: ('/opt/a $b/d`8%u"',))
    return tmp_path


def test_on_and_off(home: Path) -> None:
    assert not autostart.is_on()
    autostart.turn(True)
    assert autostart.is_on() and autostart.entry_file().is_file()
    autostart.turn(True)
    autostart.turn(False)
    autostart.turn(False)
    assert not autostart.is_on()
    assert [path for path in home.rglob("*") if path.is_file()] == []


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="a desktop entry")
def test_the_entry_is_a_desktop_entry(tmp_path: Path) -> None:
    text = autostart.entry(("/opt/a $b/d8",)).decode()
    assert 'Exec="/opt/a \\\\$b/d8"' in text and "TryExec=/opt/a $b/d8" in text
    if shutil.which("desktop-file-validate"):
        file = tmp_path / "x.desktop"
        file.write_text(text)
        subprocess.run(["desktop-file-validate", str(file)], check=True)


def test_the_agent_is_a_property_list(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "platform", "darwin")
    assert autostart.entry_file().name == "org.daily8.Daily8.plist"
    said = plistlib.loads(autostart.entry(("/Applications/Daily8.app/daily8",)))
    assert said["ProgramArguments"] == ["/Applications/Daily8.app/daily8"] and said["RunAtLoad"]


@pytest.mark.skipif(not hasattr(__import__("os"), "getuid"), reason="modes")
def test_a_folder_that_cannot_be_written(home: Path) -> None:
    (home / "config").write_text("a file where a folder should be")
    with pytest.raises(AppError) as told:
        autostart.turn(True)
    assert told.value.kind in (ErrorKind.STORAGE, ErrorKind.READ_ONLY)
