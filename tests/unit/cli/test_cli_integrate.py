"""``daily8 integrate`` writes a menu entry that the desktop can start, and takes it back."""

import shlex
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from desktop_app.cli import DONE, FAILED, main
from desktop_app.system import menu_entry

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="Linux's menus")


@pytest.fixture
def share(private_home: Path) -> Path:
    return private_home / ".local" / "share"


def test_it_writes_entry_and_icons_and_takes_them_back(
    share: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["integrate"]) == DONE
    told = [Path(line) for line in capsys.readouterr().out.splitlines()]
    entry, icon, symbolic = told
    assert entry == share / "applications" / "org.daily8.Daily8.desktop"
    assert all(file.is_file() for file in told)
    assert icon.name == "org.daily8.Daily8.svg"
    assert symbolic.name == "org.daily8.Daily8-symbolic.svg"
    assert main(["integrate", "--remove"]) == DONE
    assert not any(file.exists() for file in told)
    assert main(["integrate", "--remove"]) == FAILED
    assert capsys.readouterr().err == "Daily8 was not in the menu.\n"


def test_the_entry_is_one_that_desktops_accept(share: Path) -> None:
    if shutil.which("desktop-file-validate") is None:
        pytest.skip("desktop-file-utils is not installed")
    menu_entry.put(['/opt/a folder/$it\'s "100%"/daily8'])
    entry = share / "applications" / "org.daily8.Daily8.desktop"
    done = subprocess.run(["desktop-file-validate", entry], capture_output=True, text=True)
    assert (done.returncode, done.stdout) == (0, "")


def test_what_it_starts_is_quoted(share: Path) -> None:
    menu_entry.put(["/opt/a folder/100% $HOME/`daily8`"])
    entry = (share / "applications" / "org.daily8.Daily8.desktop").read_text("utf-8")
    line = next(each for each in entry.splitlines() if each.startswith("Exec="))
    value = line.removeprefix("Exec=").replace("\\\\", "\\")  # as a key file's value is read
    assert shlex.split(value.replace("\\$", "$").replace("\\`", "`")) == [
        "/opt/a folder/100%% $HOME/`daily8`",
        "%U",
    ]


def test_the_command_is_this_installation(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(sys, "executable", str(tmp_path / "python"))
    assert menu_entry.own_command() == [str(tmp_path / "python"), "-m", "desktop_app"]
    (tmp_path / "daily8").touch()
    assert menu_entry.own_command() == [str(tmp_path / "daily8")]
    monkeypatch.setattr(sys, "frozen", True, raising=False)
    assert menu_entry.own_command() == [str(tmp_path / "python")]
    monkeypatch.setenv("APPIMAGE", "/home/me/Daily8.AppImage")
    assert menu_entry.own_command() == ["/home/me/Daily8.AppImage"]


def test_a_package_has_done_it(
    monkeypatch: pytest.MonkeyPatch, share: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(sys, "frozen", True, raising=False)
    monkeypatch.setattr(sys, "executable", "/usr/lib/daily8/daily8")
    assert main(["integrate"]) == FAILED
    assert "already" in capsys.readouterr().err
    assert not share.exists()


def test_a_folder_that_cannot_be_written_is_said(
    private_home: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (private_home / ".local").write_text("a file where a folder should be")
    assert main(["integrate"]) == FAILED
    assert capsys.readouterr().err != ""


def test_elsewhere_the_installer_does_it(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(sys, "platform", "win32")
    assert main(["integrate"]) == FAILED
    assert "installer" in capsys.readouterr().err
