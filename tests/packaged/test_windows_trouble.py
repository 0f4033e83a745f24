"""The Windows package where things are otherwise: names, folders, held files, a cut installation.

``test_windows_wine.py`` says where it runs.
"""

import json
import shutil
import sqlite3
from collections.abc import Iterator
from pathlib import Path

import pytest
from windows.wine import Wine
from windows_room import (
    BUSY,
    NEWER,
    OWN,
    UNINSTALL,
    Machine,
    check_itself,
    hashes,
    opened,
    uninstall,
    wait,
)

from tests.support.hostile_server import HostileServer, body

pytestmark = [pytest.mark.slow, pytest.mark.timeout(1800)]

ELSEWHERE = "תוכנות של דנה/Daily 8 – أخبار"
FEED = """<rss version="2.0"><channel><title>Pier</title><link>{link}</link><item><guid>1</guid>
<title>Der Kai öffnet</title><link>{link}/1</link></item></channel></rss>"""
# Run by the Windows Python; keyring keeps a second secret of a service under another name.
VAULT = """
import sys
from keyring.backends.Windows import WinVaultKeyring
vault, deed = WinVaultKeyring(), sys.argv[1]
names = [("daily8", "wordpress|https://a.example|dana"), ("daily8", "model:https://b.example"),
         ("another program", "dana")]
for service, name in names:
    if deed == "put":
        vault.set_password(service, name, "secret")
    elif deed == "drop" and vault.get_password(service, name):
        vault.delete_password(service, name)
print([vault.get_password(service, name) for service, name in names])
"""
HOLD = "import sys, time; held = open(sys.argv[1], 'rb'); print('held', flush=True); time.sleep(90)"


@pytest.fixture
def elsewhere(wine: Machine) -> Iterator[Path]:
    """A folder with blanks and letters of three scripts in its name."""
    folder = wine.drive / ELSEWHERE
    yield folder
    if (folder / "uninstall.exe").exists():
        uninstall(wine, folder)
    shutil.rmtree(folder.parent, ignore_errors=True)


@pytest.fixture
def python(wine: Machine) -> str:
    return wine.windows_path(wine.make_python() if isinstance(wine, Wine) else wine.python)


def test_it_may_live_in_a_folder_of_any_name(
    wine: Machine, setup: Path, newer: Path, elsewhere: Path, tmp_path: Path
) -> None:
    # NSIS takes the rest of the line, which nobody may quote.
    target = f"/D={wine.windows_path(elsewhere)}".split(" ")
    assert wine.run(setup, "/S", *target).returncode == 0
    assert wine.value(UNINSTALL, "InstallLocation") == wine.windows_path(elsewhere)
    assert check_itself(wine, elsewhere / "daily8.exe", tmp_path / "told.txt")["speech"]
    (elsewhere / "_internal" / "of the old version.txt").write_text("old")
    assert wine.run(newer, "/S").returncode == 0  # it finds the folder by itself
    assert wine.value(OWN, "Version") == NEWER
    assert not (elsewhere / "_internal" / "of the old version.txt").exists()
    uninstall(wine, elsewhere)


@pytest.mark.parametrize("user", ["דנה", "أحمد", "Jörg Müller"])
def test_a_user_may_have_any_name(wine: Machine, setup: Path, tmp_path: Path, user: str) -> None:
    if not isinstance(wine, Wine):
        pytest.skip("this would rename the user")
    with wine.named(user):
        assert wine.run(setup, "/S").returncode == 0
        home, data = wine.local / "Programs" / "Daily8", wine.local / "Daily8" / "data"
        assert user in str(home)
        check_itself(wine, home / "daily8.exe", tmp_path / "told.txt")
        # A tray, notices and the number on the icon do not keep the window from its start.
        wanted = {"tray": True, "notify": True, "notify_answers": "all", "count_on_icon": True}
        (wine.roaming / "Daily8").mkdir(parents=True, exist_ok=True)
        (wine.roaming / "Daily8" / "settings.json").write_text(json.dumps(wanted))
        window = opened(wine, home / "daily8.exe", data=data)
        second = wine.run(wine.windows_path(home / "daily8.exe"), "daily8://open/1", timeout=60)
        assert (second.returncode, window.poll()) == (0, None)
        asked = wine.run(wine.windows_path(home / "daily8.exe"), "--quit-running")
        assert (asked.returncode, window.wait(30)) == (0, 0)
        uninstall(wine, home, "/DATA")
        wait(lambda: not (wine.local / "Daily8").exists())


def test_a_portable_one_leaves_nothing_at_home(wine: Machine, frozen: Path) -> None:
    stick = wine.drive / "a stick"
    shutil.copytree(frozen, stick)
    (stick / "portable.txt").touch()
    try:
        with HostileServer() as server:
            feed = FEED.format(link=server.url("/")).encode()
            server.on("/feed", body(feed, Content_Type="application/rss+xml"))
            added = wine.run(wine.windows_path(stick / "daily8.exe"), "add", server.url("/feed"))
        assert added.returncode == 0, added.stdout
        # A table with a search index of ours cannot be opened by others; the titles are in it.
        library = sqlite3.connect(stick / "data" / "data" / "library.sqlite3")
        try:
            titles = library.execute("select title from article").fetchall()
        finally:
            library.close()
        assert titles == [("Der Kai öffnet",)]
        assert not (wine.local / "Daily8").exists()
    finally:
        shutil.rmtree(stick)


def test_one_that_was_cut_short_leaves_the_old_version(
    wine: Machine, home: Path, newer: Path
) -> None:
    before = hashes(home)
    cut = wine.start(newer, "/S")
    wait(lambda: (home / "new").exists() or cut.poll() is not None)
    assert cut.poll() is None
    cut.kill()
    cut.wait(30)
    kept = {name: each for name, each in hashes(home).items() if not name.startswith("new")}
    assert kept == before
    assert wine.run(newer, "/S").returncode == 0
    assert wine.value(OWN, "Version") == NEWER
    assert not (home / "new").exists()


@pytest.mark.parametrize("moved", [["daily8.exe"], ["daily8.exe", "_internal"]])
def test_one_that_was_cut_between_two_names_is_mended(
    wine: Machine, home: Path, newer: Path, moved: list[str]
) -> None:
    (home / "old").mkdir()
    for name in moved:
        (home / name).rename(home / "old" / name)
    assert wine.run(newer, "/S").returncode == 0
    assert wine.value(OWN, "Version") == NEWER
    assert sorted(each.name for each in home.iterdir()) == [
        "LICENSE.txt", "_internal", "daily8.exe", "uninstall.exe",
    ]  # fmt: skip


def test_a_file_that_a_scanner_holds_costs_no_version(
    wine: Machine, home: Path, newer: Path, python: str
) -> None:
    held = home / "_internal" / "python3.dll"
    before = hashes(home)
    scanner = wine.start(python, "-c", HOLD, wine.windows_path(held))
    try:
        code = wine.run(newer, "/S").returncode
        assert code in (0, BUSY)
        now = {name: each for name, each in hashes(home).items() if not name.startswith("old")}
        if code == BUSY:
            assert now == before
        else:
            assert now.keys() == before.keys()
            assert wine.value(OWN, "Version") == NEWER
    finally:
        scanner.kill()
        scanner.wait(30)
    assert wine.run(newer, "/S").returncode == 0
    assert not (home / "old").exists()


def test_passwords_go_with_the_data_only(
    wine: Machine, home: Path, setup: Path, python: str
) -> None:
    def vault(deed: str) -> str:
        return wine.run(python, "-c", VAULT, deed).stdout.strip().splitlines()[-1]

    try:
        assert vault("put") == "['secret', 'secret', 'secret']"
        uninstall(wine, home)
        assert vault("look") == "['secret', 'secret', 'secret']"
        assert wine.run(setup, "/S").returncode == 0
        uninstall(wine, home, "/DATA")
        assert vault("look") == "[None, None, 'secret']"
    finally:
        vault("drop")
