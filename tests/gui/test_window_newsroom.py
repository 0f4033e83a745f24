"""The embedded newsroom in the window: found again at the next start, also on another port."""

import socket
from pathlib import Path

from pytestqt.qtbot import QtBot

from desktop_app.app import _Demo
from desktop_app.core.work import run_now
from desktop_app.system.paths import profile_paths
from tests.gui.real_window import PATIENCE_MS, running_window, settle


def test_the_newsroom_is_found_again_when_its_port_was_taken(qtbot: QtBot, tmp_path: Path) -> None:
    profile = tmp_path / "profile"
    demo = _Demo(profile_paths(profile))
    with running_window(qtbot, profile, start_demo=demo.start) as running:
        with qtbot.waitSignal(running.window.sources.list_chosen, timeout=PATIENCE_MS):
            running.open_demo()
        settle(qtbot, running)
        first = run_now(running.services.subscribing.sidebar()).sources
    demo.stop()
    port = int(first[0].home_url.rpartition(":")[2].strip("/"))
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", port))
        taken.listen()
        again = _Demo(profile_paths(profile))
        with running_window(qtbot, profile, start_demo=again.start) as running:
            subscribing = running.services.subscribing

            def has_moved() -> bool:
                sources = run_now(subscribing.sidebar()).sources
                assert [each.id for each in sources] == [each.id for each in first]
                return all(
                    one.base_url != other.base_url
                    for one, other in zip(sources, first, strict=True)
                )

            qtbot.waitUntil(has_moved, timeout=PATIENCE_MS)
            settle(qtbot, running)
            found = run_now(subscribing.sidebar()).sources
            assert [each.title for each in found] == [
                "The Harbour Lantern", "The Quay Post", "Radio Salma",
            ]  # fmt: skip
            assert all(each.problem is None for each in found)
        again.stop()
