"""Profiles that cannot be opened or written: said in a sentence, and nothing is lost."""

import json
import os
import shutil
import sqlite3
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QPushButton
from pytestqt.qtbot import QtBot

from desktop_app import app
from desktop_app.app import WindowOptions
from desktop_app.core.clock import SystemClock
from desktop_app.core.comments import Draft, DraftKey, DraftKind
from desktop_app.core.errors import AppError, ErrorKind
from desktop_app.core.ids import ArticleId
from desktop_app.storage.articles import Articles
from desktop_app.storage.database import Database
from desktop_app.storage.drafts import Drafts
from desktop_app.storage.rescue import start_anew
from desktop_app.storage.search import Search
from desktop_app.storage.sources import Sources
from desktop_app.system.paths import profile_paths
from desktop_app.system.settings import Settings
from desktop_app.ui import trouble
from desktop_app.ui.dialogs.base import Dialog
from desktop_app.ui.running import Running
from tests.gui.real_window import no_demo, running_window
from tests.support.disks import small_disk
from tests.support.library import build_library

ROOT = Path(__file__).parents[2]


def start(profile: Path, *more: str, seconds: float = 30) -> subprocess.CompletedProcess[str]:
    """Start the program as a person does, without a screen, until it ends by itself."""
    picture = str(profile.parent / "picture.png")
    return subprocess.run(
        [
            sys.executable,
            "-m",
            "desktop_app",
            "--profile",
            str(profile),
            "--screenshot",
            picture,
            *more,
        ],
        cwd=ROOT,
        env={**os.environ, "QT_QPA_PLATFORM": "offscreen"},
        capture_output=True,
        text=True,
        timeout=seconds,
    )


@pytest.fixture
def profile(tmp_path: Path) -> Path:
    """A profile with 60 articles in 3 sources, and a draft."""
    folder = tmp_path / "profile"
    path = profile_paths(folder).database
    build_library(path, articles=60, sources=3, seed=1)
    database = Database(path, SystemClock())
    database.open()
    Drafts(database).put(Draft(DraftKey(ArticleId(1), DraftKind.COMMENT), "dear words", 1))
    database.close()
    return folder


def contents(folder: Path) -> dict[str, bytes]:
    return {each.name: each.read_bytes() for each in folder.iterdir() if each.suffix != ".lock"}


def log_of(profile: Path) -> str:
    file = profile_paths(profile).log_file
    return file.read_text("utf-8") if file.exists() else ""


def assert_told(ended: subprocess.CompletedProcess[str], words: str, profile: Path) -> None:
    assert ended.returncode == 1
    assert words in ended.stderr
    assert "Traceback" not in ended.stderr + log_of(profile)
    assert len(ended.stderr.strip().splitlines()) == 1


def test_the_profile_of_a_newer_app(profile: Path) -> None:
    path = profile_paths(profile).database
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("pragma user_version = 99")
    before = contents(path.parent)
    assert_told(start(profile), "written by a newer Daily8", profile)
    assert contents(path.parent) == before


def damage(path: Path, page: int = 3, pages: int = 1) -> None:
    with path.open("r+b") as file:
        file.seek(4096 * (page - 1))
        file.write(b"\xfe" * 4096 * pages)


@pytest.mark.parametrize("how", ["no database", "cut short", "empty header"])
def test_a_damaged_library_is_told_and_left_alone(profile: Path, how: str) -> None:
    path = profile_paths(profile).database
    if how == "no database":
        path.write_bytes(b"<html>This is not a database</html>" * 1000)
    elif how == "cut short":
        path.write_bytes(path.read_bytes()[:20_000])
    else:
        damage(path, 1)
    before = contents(path.parent)
    assert_told(start(profile), "The library file is damaged", profile)
    assert contents(path.parent) == before


@contextmanager
def opened(
    qtbot: QtBot, profile: Path, answer: bool, monkeypatch: Any
) -> Iterator[tuple[Running, str]]:
    monkeypatch.setattr(trouble, "may_start_anew", lambda: answer)
    paths = profile_paths(profile)
    application = QApplication.instance()
    assert isinstance(application, QApplication)
    options = WindowOptions(profile=profile)
    running, kept = app._opened(application, paths, Settings(paths.settings_file), options, no_demo)
    running.start()
    if kept:
        running.window.show_toast(kept, None)
    qtbot.waitUntil(running.tasks.quiet, timeout=20_000)
    try:
        yield running, kept
    finally:
        running.window.close()
        running.stop()


def test_a_damaged_library_begins_anew_with_all_that_can_be_read(
    qtbot: QtBot, profile: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = profile_paths(profile).database
    path.write_bytes(path.read_bytes()[:-4096])  # the last page is lost
    damaged = path.read_bytes()
    with opened(qtbot, profile, True, monkeypatch) as (running, kept):
        assert "library.damaged-1.sqlite3" in kept
        assert running.window.toast.text == kept
    assert path.with_name("library.damaged-1.sqlite3").read_bytes() == damaged
    with closing(sqlite3.connect(path)) as connection:
        assert connection.execute("select text from draft").fetchall() == [("dear words",)]
        assert connection.execute("select count(*) from source").fetchone() == (3,)
        assert connection.execute("pragma integrity_check").fetchone() == ("ok",)


def test_a_reader_who_says_no_keeps_the_file(
    qtbot: QtBot, profile: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = profile_paths(profile).database
    damage(path, 1)
    before = contents(path.parent)
    with pytest.raises(AppError) as caught, opened(qtbot, profile, False, monkeypatch):
        pass
    assert caught.value.kind is ErrorKind.CORRUPT
    assert contents(path.parent) == before


@pytest.mark.parametrize("seed", range(6))
def test_what_can_be_read_of_any_damage(profile: Path, seed: int) -> None:
    """Whatever is destroyed, the new library is sound, and its index fits its rows."""
    import random

    path = profile_paths(profile).database
    pages = path.stat().st_size // 4096
    dice = random.Random(seed)
    for _ in range(3 + seed * 4):
        damage(path, dice.randrange(2, pages))
    damaged = path.read_bytes()
    kept = start_anew(
        path,
    )
    assert kept.read_bytes() == damaged
    database = Database(path, SystemClock())
    database.open()
    with database.read() as connection:
        assert connection.execute("pragma integrity_check").fetchone() == ("ok",)
        assert connection.execute("pragma foreign_key_check").fetchall() == []
        ids = [row[0] for row in connection.execute("select id from article")]
    articles = Articles(database)
    for each in articles.get_many(ids):
        word = each.title.split()[0]
        assert Search(database).find(word)
        break
    database.close()


def test_a_library_that_is_well_comes_along_whole(profile: Path) -> None:
    """The WAL counts too: what stands only there must not be lost."""
    path = profile_paths(profile).database
    with closing(sqlite3.connect(path, isolation_level=None)) as writer:
        writer.execute("pragma wal_autocheckpoint = 0")
        writer.execute("insert into meta values ('in the wal', 'yes')")
        copy = path.with_name("copy.sqlite3")
        for ending in ("", "-wal"):
            shutil.copy(f"{path}{ending}", f"{copy}{ending}")
        expected = dump(path)
    start_anew(copy)
    assert dump(copy) == expected
    assert not copy.with_name("copy.sqlite3.new").exists()


def dump(path: Path) -> dict[str, list[Any]]:
    with closing(sqlite3.connect(path)) as connection:
        names = [
            row[0]
            for row in connection.execute(
                "select name from sqlite_master where type = 'table' and name not like '%\\_text%' "
                "escape '\\'"
            )
        ]
        return {name: sorted(connection.execute(f"select * from {name}")) for name in names}


def test_damage_that_is_met_while_reading_is_offered_at_the_next_start(profile: Path) -> None:
    path = profile_paths(profile).database
    database = Database(path, SystemClock())
    database.open()
    for page in range(8, path.stat().st_size // 4096):
        damage(path, page)
    with pytest.raises(AppError) as caught:
        for kind in range(200):
            Articles(database).get(ArticleId(kind))
            Articles(database).body(ArticleId(kind))
            Sources(database).all()
    assert caught.value.kind is ErrorKind.CORRUPT
    database.close()
    again = Database(path, SystemClock())
    for _ in range(2):
        with pytest.raises(AppError) as caught:
            again.open()
        assert caught.value.kind is ErrorKind.CORRUPT
    start_anew(path)
    again.open()
    again.close()


# -- disks and rights --------------------------------------------------------------------------


def fill(disk: Path) -> Path:
    filler = disk / "filler"
    with filler.open("wb", buffering=0) as file:
        try:
            while True:
                file.write(b"x" * 4096)
        except OSError:
            return filler


def test_a_disk_that_is_full_from_the_start(tmp_path: Path) -> None:
    with small_disk(tmp_path / "disk", "200k") as disk:
        fill(disk)
        ended = start(disk / "profile")
        assert ended.returncode == 1
        assert "The disk is full" in ended.stderr
        assert "Traceback" not in ended.stderr


def test_a_disk_that_gets_full_under_the_window(qtbot: QtBot, tmp_path: Path) -> None:
    """A refresh and a draft that find no room are told; room again, and all goes on."""
    from tests.hostile.scene import OLD, T0, entry, open_scene
    from tests.servers.dialects import WordPressDialect

    with (
        small_disk(tmp_path / "disk", "8m") as disk,
        open_scene(qtbot, disk / "profile", WordPressDialect()) as scene,
    ):
        filler = fill(disk)
        news = [
            entry(100 + n, html=f"<p>{'word ' * 20_000}</p>", published=T0 + n) for n in range(30)
        ]
        scene.list_answers(scene.dialect.articles([*news, *OLD]))
        titles = scene.titles()
        told = scene.refresh()
        assert "The disk is full" in told
        assert scene.titles() == titles
        assert "Text 2" in scene.open(1)  # what is stored can be read
        composer = scene.window.comments.writing
        key = DraftKey(ArticleId(1), DraftKind.COMMENT)
        long = "what I wrote " * 40_000
        composer._keeper.note(key, long, None)
        composer.flush()
        scene.settle()
        filler.unlink()
        scene.still_works()
        composer._keeper.note(key, "short", None)
        composer.flush()
        scene.settle()
        assert scene.ask("select text from draft") == [("short",)]


@pytest.mark.parametrize("filled", [True, False])
def test_a_profile_folder_that_cannot_be_written(
    tmp_path: Path, profile: Path, filled: bool
) -> None:
    with small_disk(tmp_path / "disk", "8m") as disk:
        folder = disk / "profile"
        if filled:
            shutil.copytree(profile, folder)
        subprocess.run(["mount", "-o", "remount,ro", str(disk)], check=True)
        ended = start(folder)
        assert ended.returncode == 1
        assert "cannot be written to" in ended.stderr
        assert "Traceback" not in ended.stderr


def test_settings_that_cannot_be_read_are_set_aside(qtbot: QtBot, profile: Path) -> None:
    file = profile_paths(profile).settings_file
    file.write_text("{ this is not JSON")
    profile_paths(profile).state_file.write_text(
        json.dumps({"size": "x", "place": [1], "panes": 7})
    )
    with running_window(qtbot, profile) as running:
        qtbot.waitUntil(running.tasks.quiet, timeout=20_000)
        assert running.window.isVisible()
    assert any("this is not JSON" in each.read_text() for each in file.parent.iterdir())


# -- starts ------------------------------------------------------------------------------------


def test_two_starts_at_once(profile: Path) -> None:
    """One gets the window, the other hands over and ends well; the library is whole."""
    command = [sys.executable, "-m", "desktop_app", "--profile", str(profile)]
    environment = {**os.environ, "QT_QPA_PLATFORM": "offscreen"}
    starts = [
        subprocess.Popen(command, cwd=ROOT, env=environment, stderr=subprocess.PIPE, text=True)
        for _ in range(3)
    ]
    try:
        end = time.monotonic() + 30
        while sum(each.poll() is None for each in starts) > 1 and time.monotonic() < end:
            time.sleep(0.05)
        assert sorted(str(each.poll()) for each in starts) == ["0", "0", "None"]
    finally:
        for each in starts:
            each.kill()
            assert each.stderr is not None
            assert "Traceback" not in each.stderr.read()
            each.stderr.close()
            each.wait()
    database = Database(profile_paths(profile).database, SystemClock())
    database.open()
    database.close()


def click(text: str) -> Callable[[Dialog], None]:
    def press(dialog: Dialog) -> None:
        (button,) = (each for each in dialog.findChildren(QPushButton) if each.text() == text)
        QTest.mouseClick(button, Qt.MouseButton.LeftButton)

    return press


def key(key: Qt.Key) -> Callable[[Dialog], None]:
    return lambda dialog: QTest.keyClick(dialog, key)


@pytest.mark.parametrize(
    ("press", "begins"),
    [
        (click("Begin a new library"), True),
        (click("Quit"), False),
        (key(Qt.Key.Key_Return), False),
        (key(Qt.Key.Key_Escape), False),
    ],
    ids=["begin", "quit", "enter", "escape"],
)
def test_the_question_about_a_damaged_library(
    qtbot: QtBot, monkeypatch: pytest.MonkeyPatch, press: Callable[[Dialog], None], begins: bool
) -> None:
    """Leaving is the answer of Enter and Escape: nothing is set aside by accident."""
    asked: list[str] = []
    assert not trouble.may_start_anew()  # nobody could answer

    def answer(dialog: Dialog) -> int:
        asked.extend(label.text() for label in dialog.findChildren(QLabel))
        dialog.show()
        press(dialog)
        return dialog.result()

    monkeypatch.setattr(trouble, "has_screen", lambda: True)
    monkeypatch.setattr(Dialog, "exec", answer)
    assert trouble.may_start_anew() == begins
    assert any("kept" in sentence for sentence in asked)
