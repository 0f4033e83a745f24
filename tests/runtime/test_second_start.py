"""A start that only hands over is cheap and leaves the first one's files alone."""

import json
import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import psutil
import pytest
from PySide6.QtCore import QObject

from desktop_app.runtime.instance import SingleInstance
from desktop_app.system.paths import profile_paths

Until = Callable[[Callable[[], bool]], None]

START = """
import json, sys
from desktop_app.__main__ import main
sys.argv[0] = "daily8"
code = main()
heavy = [name for name in ("PySide6.QtWidgets", "PySide6.QtGui", "sqlite3", "requests", "lxml")
         if name in sys.modules]
print(json.dumps({"code": code, "heavy": heavy}))
"""


class Window(QObject):
    def __init__(self) -> None:
        super().__init__()
        self.got: list[tuple[str, ...]] = []

    def on_received(self, addresses: tuple[str, ...]) -> None:
        self.got.append(addresses)


@pytest.fixture
def first(qapp: object, tmp_path: Path) -> Iterator[SingleInstance]:
    made = SingleInstance(profile_paths(tmp_path).data)
    assert made.claim()
    assert made.listen()
    yield made
    made.release()


def start_again(profile: Path, *addresses: str, **env: str) -> "subprocess.Popen[bytes]":
    command = [sys.executable, "-c", START, "--profile", str(profile), *addresses]
    environment = {
        **os.environ,
        "QT_QPA_PLATFORM": "offscreen",
        "PYTHONPATH": str(Path(__file__).parents[2]),
        **env,
    }
    return subprocess.Popen(command, stdout=subprocess.PIPE, env=environment, cwd=profile)


def test_nothing_of_a_window_is_imported(
    first: SingleInstance, tmp_path: Path, until: Until
) -> None:
    window = Window()
    first.received.connect(window.on_received)
    (tmp_path / "my feeds.opml").write_text("<opml/>", encoding="utf-8")
    fatal = profile_paths(tmp_path).logs / "fatal.txt"
    fatal.write_text("of the first", encoding="utf-8")
    with start_again(
        tmp_path, "daily8://add?url=https%3A%2F%2Fx.example", "my feeds.opml"
    ) as second:
        until(lambda: second.poll() is not None)
        assert second.stdout is not None
        told = json.loads(second.stdout.read())
    assert told == {"code": 0, "heavy": []}
    assert window.got == [
        ("daily8://add?url=https%3A%2F%2Fx.example", (tmp_path / "my feeds.opml").as_uri())
    ]
    assert fatal.read_text(encoding="utf-8") == "of the first"


def test_it_costs_less_than_a_quarter_second(
    first: SingleInstance, tmp_path: Path, until: Until
) -> None:
    with start_again(tmp_path) as once:  # what Python compiles at the first start
        until(lambda: once.poll() is not None)
    before = psutil.Process().cpu_times()
    with start_again(tmp_path) as second:
        until(lambda: second.poll() is not None)
    after = psutil.Process().cpu_times()
    spent = (
        after.children_user - before.children_user + after.children_system - before.children_system
    )
    assert 0 < spent <= 0.25


def test_the_token_of_the_starter_comes_along(
    first: SingleInstance, tmp_path: Path, until: Until, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("XDG_ACTIVATION_TOKEN", "")
    with start_again(tmp_path, XDG_ACTIVATION_TOKEN="abc-1") as second:
        until(lambda: second.poll() is not None)
    assert os.environ["XDG_ACTIVATION_TOKEN"] == "abc-1"


OPENED = """
import sys
from PySide6.QtCore import QCoreApplication, QUrl
from PySide6.QtGui import QFileOpenEvent
from desktop_app.ui.application import Application
application = Application(["daily8"])
got = []
QCoreApplication.sendEvent(application, QFileOpenEvent(QUrl("daily8://add?url=https%3A%2F%2Fx.y")))
early = application.take_early()
application.opened.connect(got.append)
QCoreApplication.sendEvent(application, QFileOpenEvent("/tmp/my feeds.opml"))
assert early == ("daily8://add?url=https%3A%2F%2Fx.y",), early
assert got == [("file:///tmp/my%20feeds.opml",)], got
"""


def test_what_macos_opens_arrives_also_before_the_window() -> None:
    environment = {**os.environ, "QT_QPA_PLATFORM": "offscreen"}
    subprocess.run([sys.executable, "-c", OPENED], check=True, env=environment)
