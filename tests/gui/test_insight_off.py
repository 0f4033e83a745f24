"""Off means off: nothing of it is imported, run, shown or asked for. On: not before the paint."""

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QMenu
from pytestqt.qtbot import QtBot

from desktop_app.system.settings import INSIGHT
from desktop_app.ui.actions import SPECS
from desktop_app.ui.dialogs.controls import Toggle
from desktop_app.ui.dialogs.first_run import FirstRun
from tests.gui.insight_room import demo_article, open_row, window_with
from tests.gui.real_window import PATIENCE_MS, running_window, settle

ROOT = Path(__file__).parents[2]
LEFT = Qt.MouseButton.LeftButton


@pytest.fixture(scope="module")
def traces(tmp_path_factory: pytest.TempPathFactory) -> dict[str, dict[str, Any]]:
    """What the window leaves behind, switched off and on; each in a process of its own."""
    found = {}
    for switch in ("off", "on"):
        folder = tmp_path_factory.mktemp(switch)
        command = [sys.executable, "-m", "tests.gui.insight_trace", str(folder), switch]
        done = subprocess.run(
            command, cwd=ROOT, capture_output=True, text=True, timeout=110, env=os.environ
        )
        assert done.returncode == 0, done.stderr
        found[switch] = json.loads(done.stdout)
    return found


def test_off_nothing_of_it_is_imported(traces: dict[str, dict[str, Any]]) -> None:
    assert traces["off"]["painted"] == traces["off"]["modules"] == []


def test_on_nothing_of_it_is_imported_before_the_first_paint(
    traces: dict[str, dict[str, Any]],
) -> None:
    assert traces["on"]["painted"] == []
    assert "desktop_app.insight.key_points" in traces["on"]["modules"]


def test_off_there_is_no_entry_no_key_and_no_bar(traces: dict[str, dict[str, Any]]) -> None:
    off, on = traces["off"], traces["on"]
    assert off["actions"] == [spec.name for spec in SPECS]
    assert {"key_points", "article_language"} <= set(on["actions"]) - set(off["actions"])
    assert "Key points" in on["menus"] and "Key points" not in off["menus"]
    assert not [words for words in off["page menu"] if "Language" in words]
    assert off["head"] < on["head"]


def test_off_no_thread_is_for_it(traces: dict[str, dict[str, Any]]) -> None:
    usual = ("MainThread", "Thread-", "daily8-", "newsroom", "picture-", "QDBus", "QThread")
    for trace in traces.values():
        assert [name for name in trace["threads"] if not name.startswith(usual)] == []
    assert not [name for name in traces["off"]["threads"] if "speech" in name or "model" in name]


@pytest.mark.parametrize("switch", ["off", "on"])
def test_no_byte_goes_anywhere_but_to_the_newsroom(
    switch: str, traces: dict[str, dict[str, Any]]
) -> None:
    trace = traces[switch]
    home = trace["newsroom"].partition("://")[2].rstrip("/")
    assert [each for each in trace["connected"] if ":" in each] == [home]


@pytest.mark.parametrize("switch", ["off", "on"])
def test_reading_time_and_related_stay(switch: str, traces: dict[str, dict[str, Any]]) -> None:
    trace = traces[switch]
    assert trace["title"].startswith("Night bus")
    assert "min read" in trace["page"]
    assert trace["related"] > 0


def test_it_is_switched_in_a_running_window(qtbot: QtBot, tmp_path: Path) -> None:
    with window_with(qtbot, tmp_path, demo_article("night-bus")) as running:
        open_row(qtbot, running)
        window, view = running.window, running.window.reader.stage.view
        switch = window.actions_["insight"]
        before = view.head()

        def entries() -> set[str]:
            menus = window.main_menu.findChildren(QMenu)
            return {action.text() for menu in menus for action in menu.actions()}

        assert switch.isChecked() and "Key points" in entries()
        switch.trigger()
        settle(qtbot, running)
        assert not switch.isChecked() and window.insight is None
        assert [spec.name for spec in window.actions_.specs] == [spec.name for spec in SPECS]
        assert "understanding" not in vars(running.services)
        assert view.head() < before and window.reader.prepare is None
        qtbot.keyClick(window.articles.list, Qt.Key.Key_P)
        assert view.head() < before
        switch.trigger()
        qtbot.waitUntil(lambda: window.insight is not None, timeout=PATIENCE_MS)
        settle(qtbot, running)
        assert switch.isChecked() and view.head() == before and "Key points" in entries()


def test_it_is_switched_in_the_first_window(qtbot: QtBot, tmp_path: Path) -> None:
    with running_window(qtbot, tmp_path) as running:
        qtbot.waitUntil(lambda: running.window.findChild(FirstRun) is not None)
        settle(qtbot, running)
        toggle = running.window.findChild(FirstRun).findChild(Toggle)
        assert toggle.isChecked() and not toggle.visibleRegion().isEmpty()
        qtbot.mouseClick(toggle, LEFT)
        assert not running.settings.get(INSIGHT)
        qtbot.waitUntil(lambda: running.window.insight is None)
