"""An installer asks the running window to end: it ends as if its reader had closed it."""

import os
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QObject

from desktop_app.runtime.instance import SingleInstance, asks_to_leave
from desktop_app.system.paths import profile_paths

Until = Callable[[Callable[[], bool]], None]
PROJECT = Path(__file__).parents[2]


def start(profile: Path, *arguments: str) -> "subprocess.Popen[bytes]":
    command = [sys.executable, "-m", "desktop_app", "--profile", str(profile), *arguments]
    environment = {**os.environ, "QT_QPA_PLATFORM": "offscreen"}
    return subprocess.Popen(command, env=environment, cwd=PROJECT)


@pytest.fixture
def window(tmp_path: Path) -> Iterator["subprocess.Popen[bytes]"]:
    """A whole window on its own profile, running."""
    with start(tmp_path) as process:
        state = profile_paths(tmp_path).database
        end = time.monotonic() + 60
        while not state.exists() and time.monotonic() < end:
            time.sleep(0.05)
        yield process
        process.kill()


def test_the_window_ends_and_whoever_asked_knows(
    window: "subprocess.Popen[bytes]", tmp_path: Path
) -> None:
    with start(tmp_path, "--quit-running") as asked:
        assert asked.wait(60) == 0
    assert window.wait(10) == 0
    assert profile_paths(tmp_path).state_file.exists()  # sizes and places, written at its end


def test_where_nobody_runs_nothing_is_asked(tmp_path: Path) -> None:
    with start(tmp_path, "--quit-running") as asked:
        assert asked.wait(60) == 0


ASK = """
import sys
from pathlib import Path
from desktop_app.runtime.instance import SingleInstance
sys.exit(0 if SingleInstance(Path(sys.argv[1])).ask_to_leave(1.0) else 1)
"""


class Stubborn(QObject):
    """A window that hears the wish and stays."""

    def __init__(self) -> None:
        super().__init__()
        self.asked = 0

    def on_leave(self) -> None:
        self.asked += 1


def test_one_that_stays_is_told(qapp: object, tmp_path: Path, until: Until) -> None:
    first = SingleInstance(profile_paths(tmp_path).data)
    stubborn = Stubborn()
    first.leave.connect(stubborn.on_leave)
    assert first.claim()
    assert first.listen()
    try:
        command = [sys.executable, "-c", ASK, str(profile_paths(tmp_path).data)]
        with subprocess.Popen(command, cwd=PROJECT) as asked:
            until(lambda: asked.poll() is not None)
        assert asked.returncode == 1
        assert stubborn.asked == 1
    finally:
        first.release()


def test_no_address_is_taken_for_the_wish() -> None:
    assert asks_to_leave(b'{"leave": true}\n')
    for message in (b'{"leave": 2}', b'{"leave": true, "addresses": []}', b"[", b"\xff", b"true"):
        assert not asks_to_leave(message)
