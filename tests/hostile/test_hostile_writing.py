"""What a person wrote is sacred: through bad answers, cut cables, kills and closed windows."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from desktop_app.services.taking_part import Pace
from desktop_app.system.paths import profile_paths
from tests.hostile.commenting import (
    COMMENTS,
    CommentSite,
    drafts,
    post,
    posting_states,
    said_of_postings,
    write,
    writing_scene,
)
from tests.hostile.scene import Scene, forget_trouble
from tests.support import hostile_server as does

ROOT = Path(__file__).parents[2]
Writing = tuple[Scene, CommentSite]


@pytest.fixture
def writing(qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Writing]:
    with writing_scene(qtbot, tmp_path / "profile", monkeypatch) as made:
        yield made


def posted(scene: Scene) -> int:
    return sum(each.method == "POST" for each in scene.server.log)


# -- the usual way ------------------------------------------------------------------------------


def test_a_comment_goes_out_by_itself(writing: Writing) -> None:
    scene, site = writing
    post(scene, "First words")
    began = time.monotonic()
    scene.wait(lambda: site.texts() == ["First words"])
    assert time.monotonic() - began < 2.5
    scene.wait(lambda: [state for state, _ in posting_states(scene)] == ["published"])
    scene.settle()
    assert not scene.window.comments.composer.text()
    assert "First words" in scene.remarks()


def test_what_was_posted_can_be_taken_back_for_five_seconds(
    qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The toast offers it, the row counts down, Ctrl+Z does it; nothing has gone out."""
    with writing_scene(qtbot, tmp_path / "profile", monkeypatch, pace=Pace(settle=1)) as (
        scene,
        site,
    ):
        post(scene, "Too quick")
        scene.wait(lambda: said_of_postings(scene))
        toast = scene.window.toast
        assert toast.isVisible()
        assert toast._button.text() == "Undo"
        assert "Goes out in" in said_of_postings(scene)[0]
        scene.window.undo()
        scene.wait(lambda: scene.window.comments.composer.text() == "Too quick")
        scene.settle()
        assert posting_states(scene) == []
        assert drafts(scene) == ["Too quick"]
        scene.qtbot.wait(300)
        assert posted(scene) == 0
        scene.window.comments.composer.post_requested.emit()
        began = time.monotonic()
        scene.wait(lambda: site.texts() == ["Too quick"])
        assert 3.5 < time.monotonic() - began < 8


# -- bad answers to a posting -------------------------------------------------------------------

REFUSED = {
    "page with 403": (does.status(403, b"<html>No</html>", Content_Type="text/html"), "refused"),
    "refusal": (
        does.as_json({"code": "rest_comment_closed", "message": "Closed", "data": {}}, 403),
        "refused",
    ),
}
PASSING = {
    "reset": does.reset(),
    "page": does.page(),
    "cut": does.cut(b'{"id": 5', 500),
    "not whole": does.body(b'{"id": 5', Content_Type="application/json"),
    "null": does.as_json(None, 201),
    "list": does.as_json([], 201),
    "wrong": does.as_json({"id": {}, "content": 7}, 201),
    "fault": does.status(500, b"<html>Fault</html>"),
    "bomb": does.bomb(60),
    "silence": does.silent(),
    "drip": does.drip(b"x" * 5000),
    "no HTTP": does.garbage(b"hello\r\n\r\n"),
}


@pytest.mark.parametrize("name", REFUSED)
def test_a_refusal_keeps_the_text(writing: Writing, name: str) -> None:
    scene, site = writing
    site.instead = [REFUSED[name][0]]
    post(scene, "My dear words")
    scene.wait(lambda: [state for state, _ in posting_states(scene)] == [REFUSED[name][1]])
    scene.settle()
    (said,) = said_of_postings(scene)
    assert "The site refused this" in said
    assert "<" not in said
    assert posting_states(scene)[0][1] == "My dear words"


@pytest.mark.parametrize("stored", [False, True], ids=["was lost", "was stored"])
@pytest.mark.parametrize("name", PASSING)
def test_neither_lost_nor_doubled(writing: Writing, name: str, stored: bool) -> None:
    """The answer is rubbish; what became of the comment is found out."""
    scene, site = writing
    bad = PASSING[name]
    site.instead = [site.take_and(bad) if stored else bad]
    post(scene, "My dear words")
    scene.wait(lambda: posted(scene) == 1)
    scene.wait(lambda: posting_states(scene)[0][0] in ("unsure", "waiting", "published"))
    assert "My dear words" in posting_states(scene)[0][1]
    assert all(said for said in said_of_postings(scene))
    forget_trouble(scene)
    for _ in range(6):  # it is asked again soon; the timer's own waits are for people
        scene.settle()
        if posting_states(scene)[0][0] == "published":
            break
        hurry(scene)
    assert posting_states(scene) == [("published", "My dear words")]
    assert site.texts() == ["My dear words"]
    scene.wait(lambda: scene.remarks().count("My dear words") == 1)


def hurry(scene: Scene) -> None:
    """Let a second pass, then the next try be due."""
    import sqlite3
    from contextlib import closing

    scene.qtbot.wait(1100)
    with closing(sqlite3.connect(scene.database, timeout=5)) as connection, connection:
        connection.execute("update posting set next_try_at = 0 where state <> 'published'")
    scene.running._due.poke()
    scene.settle()
    scene.qtbot.wait(100)
    scene.settle()


# -- the network goes and comes -----------------------------------------------------------------


def test_a_comment_written_offline_goes_out_when_the_network_returns(writing: Writing) -> None:
    scene, site = writing
    scene.server.cut_off()
    post(scene, "Written in a tunnel")
    scene.wait(lambda: said_of_postings(scene) == ["Waiting for the network"])
    assert posting_states(scene) == [("waiting", "Written in a tunnel")]
    assert "Text 1" in scene.page()
    scene.server.plug_in()
    forget_trouble(scene)
    scene.running._notices.came_back.emit()
    scene.wait(lambda: site.texts() == ["Written in a tunnel"])
    scene.wait(lambda: "Written in a tunnel" in scene.remarks())
    assert [state for state, _ in posting_states(scene)] == ["published"]


def test_it_goes_out_also_where_nobody_tells_that_the_network_is_back(writing: Writing) -> None:
    scene, site = writing
    scene.server.cut_off()
    post(scene, "Written in a tunnel")
    scene.wait(lambda: said_of_postings(scene) == ["Waiting for the network"])
    scene.server.plug_in()
    scene.wait(lambda: site.texts() == ["Written in a tunnel"])
    scene.wait(lambda: [state for state, _ in posting_states(scene)] == ["published"])


def test_the_cable_is_cut_in_the_middle_of_posting(writing: Writing) -> None:
    scene, site = writing

    def cut(handler: does.Handler) -> None:
        site.store(handler)
        does.reset()(handler)

    site.instead = [cut]
    post(scene, "Just before the tunnel")
    scene.wait(lambda: site.texts() == ["Just before the tunnel"])
    scene.server.cut_off()
    scene.wait(lambda: "unsure" in [state for state, _ in posting_states(scene)])
    scene.wait(lambda: said_of_postings(scene) == ["Finding out whether it arrived"])
    scene.server.plug_in()
    forget_trouble(scene)
    for _ in range(5):
        hurry(scene)
    assert site.texts() == ["Just before the tunnel"]
    assert [state for state, _ in posting_states(scene)] == ["published"]


# -- the window goes ----------------------------------------------------------------------------


def test_closed_while_typing_and_posting(
    qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    profile = tmp_path / "profile"
    with writing_scene(qtbot, profile, monkeypatch) as (scene, site):
        site.instead = [does.silent()]
        post(scene, "On its way")
        scene.wait(lambda: posted(scene) == 1)
        write(scene, "Half a sen")
        began = time.monotonic()
        scene.window.close()
        scene.running.stop()
        seconds = time.monotonic() - began
        assert seconds < 1.0, f"{seconds:.2f} s to end"
        assert drafts(scene) == ["Half a sen"]
        ((state, text),) = posting_states(scene)
        assert text == "On its way"
        assert state in ("sending", "unsure", "waiting")
        monkeypatch.setattr(scene.running, "stop", lambda: None)
        monkeypatch.setattr(scene.window, "close", lambda: None)


def test_closed_while_refreshing(
    qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with writing_scene(qtbot, tmp_path / "profile", monkeypatch) as (scene, _site):
        before = scene.rows("article", "body", "comment")
        scene.list_answers(does.silent())
        scene.window.refresh()
        scene.qtbot.wait(100)
        began = time.monotonic()
        scene.window.close()
        scene.running.stop()
        assert time.monotonic() - began < 1.0
        assert scene.rows("article", "body", "comment") == before
        monkeypatch.setattr(scene.running, "stop", lambda: None)
        monkeypatch.setattr(scene.window, "close", lambda: None)


TYPIST = """
import os, sys, time, traceback
from pathlib import Path
from PySide6.QtCore import QTimer, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from desktop_app.app import WindowOptions, build_window
from desktop_app.core.articles import ListKind, ListQuery
from desktop_app.system.paths import profile_paths
from desktop_app.system.settings import REFRESH_ON_START, Settings

sys.excepthook = lambda *error: (traceback.print_exception(*error), os._exit(1))
profile = Path(sys.argv[1])
paths = profile_paths(profile)
settings = Settings(paths.settings_file)
settings.set(REFRESH_ON_START, False)
application = QApplication([])
options = WindowOptions(profile=profile, size=(1440, 900))
running = build_window(application, paths, settings, options, lambda: "")
running.start()
composer = running.window.comments.composer
typed = 0

def look():
    window = running.window
    if window.comments.board.state is not None:
        look_timer.stop()
        composer.show()
        composer.show_editor(window.comments.board.state.view.accounts)
        timer.start()
    elif window.articles.model.rows:
        window.articles.list.choose(0)
    else:
        window.sources.select(ListQuery(ListKind.SOURCE, source_id=1))

def key():
    global typed
    letter = "abcdefghij"[typed % 10]
    QTest.keyClick(composer.edit, letter)
    typed += 1
    print(typed, time.time(), flush=True)

timer = QTimer(interval=15)
timer.timeout.connect(key)
look_timer = QTimer(interval=300)
look_timer.timeout.connect(look)
look_timer.start()
QTimer.singleShot(20_000, application.quit)
application.exec()
"""


@contextmanager
def guarded(child: "subprocess.Popen[str]") -> Iterator[None]:
    try:
        yield
    finally:
        child.kill()


@pytest.mark.parametrize("seed", range(3))
def test_killed_while_typing(
    qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, seed: int
) -> None:
    """Whatever was typed half a second before SIGKILL is on disk."""
    profile = tmp_path / "profile"
    with writing_scene(qtbot, profile, monkeypatch):
        pass
    child = subprocess.Popen(
        [sys.executable, "-c", TYPIST, str(profile)],
        cwd=ROOT,
        env={**os.environ, "QT_QPA_PLATFORM": "offscreen"},
        stdout=subprocess.PIPE,
        text=True,
    )
    with child, guarded(child):
        assert child.stdout is not None
        typed: list[tuple[int, float]] = []
        while len(typed) < 60 + 23 * seed:
            line = child.stdout.readline()
            assert line, "the typist ended"
            number, at = line.split()
            typed.append((int(number), float(at)))
        killed = time.time()
        child.send_signal(signal.SIGKILL)
    import sqlite3
    from contextlib import closing

    with closing(sqlite3.connect(profile_paths(profile).database)) as connection:
        ((text,),) = connection.execute("select text from draft").fetchall()
    must = max((number for number, at in typed if at <= killed - 0.5), default=0)
    assert must > 0
    assert len(text) >= must, f"{len(text)} letters on disk, {must} were typed in time"
    assert text == ("abcdefghij" * 100)[: len(text)]


def test_ctrl_enter_and_leaving_at_once(writing: Writing) -> None:
    """Post, and another article before the disk has answered: nothing is mixed up."""
    scene, site = writing
    write(scene, "Quick words")
    edit = scene.window.comments.composer.edit
    scene.qtbot.keyClick(edit, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    scene.window.articles.list.choose(1)
    scene.settle()
    QApplication.processEvents()
    assert not scene.window.comments.composer.text()
    scene.wait(lambda: site.texts() == ["Quick words"])
    assert site.stored[0]["post"] == 1
    assert drafts(scene) == []
    assert COMMENTS
