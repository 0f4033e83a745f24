"""The Windows package under Wine, or on Windows: made, installed, used, replaced and removed.

On Windows it changes the user's own Daily8, so it runs there only where DAILY8_SHOWN names a folder
for its picture, as the release workflow does.
"""

import shutil
from pathlib import Path

import icons
import pytest
from windows import build
from windows.version_info import strings
from windows_room import (
    BUSY,
    NEWER,
    OWN,
    SHOWN,
    UNINSTALL,
    WRITE,
    Machine,
    check_itself,
    hashes,
    opened,
    uninstall,
    wait,
)

from desktop_app import __version__

pytestmark = [pytest.mark.slow, pytest.mark.timeout(1800)]

PROTOCOL = r"HKCU\Software\Classes\daily8"
MOST_INSTALLED = 95_000_000


def test_windows_knows_what_was_installed(wine: Machine, home: Path) -> None:
    program = wine.windows_path(home / "daily8.exe")
    assert sorted(each.name for each in home.iterdir()) == [
        "LICENSE.txt", "_internal", "daily8.exe", "uninstall.exe",
    ]  # fmt: skip
    assert wine.value(OWN, "Version") == __version__
    assert wine.value(UNINSTALL, "DisplayName") == "Daily8"
    assert wine.value(UNINSTALL, "DisplayVersion") == __version__
    assert wine.value(UNINSTALL, "InstallLocation") == wine.windows_path(home)
    uninstaller = f'"{wine.windows_path(home / "uninstall.exe")}"'
    assert wine.value(UNINSTALL, "UninstallString") == uninstaller
    assert wine.value(UNINSTALL, "QuietUninstallString") == f"{uninstaller} /S"
    megabytes = sum(each.stat().st_size for each in home.rglob("*")) / 2**20
    estimated = int(wine.value(UNINSTALL, "EstimatedSize") or "0", 16) / 1024
    assert abs(estimated - megabytes) < 2
    assert wine.value(PROTOCOL, "URL Protocol") == ""
    assert wine.value(PROTOCOL + r"\shell\open\command", "") == f'"{program}" "%1"'
    for extension in ("rss", "atom", "opml"):
        key = rf"HKCU\Software\Classes\.{extension}\OpenWithProgids"
        assert wine.value(key, "Daily8.Opml" if extension == "opml" else "Daily8.Feed") == ""
    capabilities = wine.value(r"HKCU\Software\RegisteredApplications", "Daily8")
    assert capabilities == r"Software\Daily8\Capabilities"
    menu = wine.roaming / "Microsoft" / "Windows" / "Start Menu" / "Programs" / "Daily8.lnk"
    link = menu.read_bytes()
    assert "daily8.exe".encode("utf-16-le") in link
    if wine.keeps_link_properties:  # by this id windows are grouped and notices shown
        assert "org.daily8.Daily8".encode("utf-16-le") in link


def test_the_program_says_what_it_is(frozen: Path) -> None:
    program = (frozen / "daily8.exe").read_bytes()
    for word in ("PerMonitorV2", "longPathAware", "UTF-8</activeCodePage>", "asInvoker"):
        assert word.encode() in program
    for name, value in strings(__version__).items():
        assert f"{name}\0".encode("utf-16-le") in program
        assert f"{value}\0".encode("utf-16-le") in program
    assert icons.png(256) in program  # the large picture of its icon


def test_it_carries_what_it_needs_and_no_more(frozen: Path) -> None:
    names = {file.name.lower() for file in frozen.rglob("*") if file.is_file()}
    needed = {"qwindows.dll", "qoffscreen.dll", "qsvgicon.dll", "qwebp.dll", "msvcp140.dll"}
    assert needed <= names
    of_windows = {"icuuc.dll", "bcryptprimitives.dll", "ucrtbase.dll"}
    of_others = {"libqxcb.so", "opengl32sw.dll", "qt6qml.dll", "qt6pdf.dll", "qt6opengl.dll"}
    assert not (of_windows | of_others) & names
    folders = {file.name for file in (frozen / "_internal").iterdir()}
    assert not {"cryptography", "secretstorage", "jeepney", "numpy", "tkinter"} & folders
    articles = frozen / "_internal" / "resources" / "newsroom" / "articles"
    written = {file.name for file in (build.PROJECT / "resources/newsroom/articles").iterdir()}
    assert {file.name for file in articles.iterdir()} == written
    assert (frozen / "_internal" / "resources" / "licences" / "packages" / "lxml").is_dir()
    size = sum(file.stat().st_size for file in frozen.rglob("*") if file.is_file())
    assert size <= MOST_INSTALLED


def test_it_finds_all_that_it_needs(wine: Machine, home: Path, tmp_path: Path) -> None:
    checked = check_itself(wine, home / "daily8.exe", tmp_path / "self-test.txt")
    assert checked["platform"] == "windows"
    assert checked["keystore"].startswith("Windows")
    assert checked["speech"] == "answers"
    assert {"feed", "upgrade", "zones", "understanding"} <= checked.keys()


def test_it_shows_the_demo(wine: Machine, home: Path, tmp_path: Path) -> None:
    from PySide6.QtGui import QImage

    file = tmp_path / "صورة.png"
    program = wine.windows_path(home / "daily8.exe")
    look = ("--size", "1440x900", "--scheme", "light")
    done = wine.run(program, "--demo", "--screenshot", wine.windows_path(file), *look)
    assert done.returncode == 0
    picture = QImage(str(file))
    assert (picture.width(), picture.height()) == (1440, 900)
    colours = {picture.pixel(x, y) for x in range(0, 1440, 7) for y in range(0, 900, 7)}
    assert len(colours) > 200
    if SHOWN:
        Path(SHOWN).mkdir(parents=True, exist_ok=True)
        shutil.copy(file, Path(SHOWN) / "demo.png")


def test_an_address_reaches_the_running_window(wine: Machine, home: Path) -> None:
    program, data = home / "daily8.exe", wine.local / "Daily8" / "data"
    window = opened(wine, program, data=data)
    second = wine.run(wine.windows_path(program), "daily8://open/1", timeout=60)
    assert second.returncode == 0
    assert window.poll() is None
    assert wine.run(wine.windows_path(program), "--quit-running").returncode == 0
    assert window.wait(30) == 0


def test_a_newer_one_takes_the_place_of_a_closed_one(
    wine: Machine, home: Path, newer: Path
) -> None:
    kept = wine.local / "Daily8" / "data" / "kept.txt"
    kept.parent.mkdir(parents=True)
    kept.write_text("mine")
    (home / "_internal" / "of the old version.txt").write_text("old")
    assert wine.run(newer, "/S").returncode == 0
    assert wine.value(OWN, "Version") == wine.value(UNINSTALL, "DisplayVersion") == NEWER
    assert not (home / "_internal" / "of the old version.txt").exists()
    assert not (home / "old").exists()
    assert not (home / "new").exists()
    assert kept.read_text() == "mine"


def test_a_running_one_is_asked_to_leave(wine: Machine, home: Path, newer: Path) -> None:
    window = opened(wine, home / "daily8.exe", data=wine.local / "Daily8" / "data")
    assert wine.run(newer, "/S").returncode == 0
    assert window.wait(30) == 0
    assert wine.value(OWN, "Version") == NEWER
    assert (wine.roaming / "Daily8" / "state.json").exists()  # it wrote down its sizes and left


def test_one_that_stays_keeps_its_version(wine: Machine, home: Path, newer: Path) -> None:
    other = wine.drive / "another profile"
    profile = ("--profile", wine.windows_path(other))  # which no installer knows
    before = hashes(home)
    window = opened(wine, home / "daily8.exe", *profile, data=other / "data")
    assert wine.run(newer, "/S").returncode == BUSY
    assert window.poll() is None
    assert hashes(home) == before
    assert wine.value(OWN, "Version") == wine.value(UNINSTALL, "DisplayVersion") == __version__
    asked = wine.run(wine.windows_path(home / "daily8.exe"), "--quit-running", *profile)
    assert (asked.returncode, window.wait(30)) == (0, 0)
    shutil.rmtree(other)


def test_files_that_cannot_be_written_leave_the_old_version(
    wine: Machine, home: Path, newer: Path
) -> None:
    before = hashes(home)
    (home / "new").write_text("a file where the new folder would be")
    assert wine.run(newer, "/S").returncode == WRITE
    (home / "new").unlink()
    assert hashes(home) == before
    assert wine.value(OWN, "Version") == __version__


def test_another_program_s_folder_is_left_alone(wine: Machine, setup: Path) -> None:
    folder = wine.drive / "other_program"  # NSIS takes /D= without quotes only
    (folder / "_internal").mkdir(parents=True)
    (folder / "_internal" / "theirs.txt").write_text("theirs")
    target = f"/D={wine.windows_path(folder)}"
    assert wine.run(setup, "/S", target).returncode == WRITE
    assert hashes(folder).keys() == {"_internal/theirs.txt"}
    assert wine.value(OWN, "InstallDir") is None
    shutil.rmtree(folder)


def test_it_leaves_nothing_but_the_data(wine: Machine, home: Path) -> None:
    for folder in (wine.local / "Daily8" / "data", wine.roaming / "Daily8"):
        folder.mkdir(parents=True, exist_ok=True)
        (folder / "mine.txt").write_text("mine")
    (home / "not ours.txt").write_text("theirs")
    assert wine.run(wine.windows_path(home / "uninstall.exe"), "/S").returncode == 0
    wait(lambda: wine.value(OWN, "InstallDir") is None)
    assert hashes(home).keys() == {"not ours.txt"}
    shutil.rmtree(home)
    programs = wine.roaming / "Microsoft" / "Windows" / "Start Menu" / "Programs"
    assert not (programs / "Daily8.lnk").exists()
    for key in (UNINSTALL, PROTOCOL, OWN, r"HKCU\Software\Classes\Daily8.Feed"):
        assert wine.run("reg", "query", key).returncode != 0
    assert wine.value(r"HKCU\Software\RegisteredApplications", "Daily8") is None
    assert (wine.local / "Daily8" / "data" / "mine.txt").read_text() == "mine"
    assert (wine.roaming / "Daily8" / "mine.txt").read_text() == "mine"


def test_the_data_goes_when_that_is_asked(wine: Machine, home: Path) -> None:
    (wine.local / "Daily8" / "data").mkdir(parents=True)
    (wine.roaming / "Daily8").mkdir(parents=True, exist_ok=True)
    uninstall(wine, home, "/DATA")
    wait(lambda: not (wine.local / "Daily8").exists() and not (wine.roaming / "Daily8").exists())
