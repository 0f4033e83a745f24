"""Whatever a run leaves on disk, only its owner may look at."""

import stat
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from desktop_app.core.work import run_now
from desktop_app.demo.newsroom import Newsroom
from desktop_app.system import crash, logs, resources
from desktop_app.system.paths import profile_paths
from desktop_app.system.settings import READING_SIZE
from tests.gui.real_window import PATIENCE_MS, add_source, running_window, settle

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="Windows keeps them by its ACLs")


@pytest.fixture
def newsroom(tmp_path: Path) -> Iterator[Newsroom]:
    paths = profile_paths(tmp_path / "profile")  # as the program makes it, before the newsroom
    made = Newsroom(paths.data / "newsroom", resources.path("newsroom"))
    made.start()
    yield made
    made.stop()


@pytest.mark.qt_log_ignore("This plugin does not support")
def test_folders_are_0700_and_files_0600(
    tmp_path: Path, qtbot: QtBot, qapp: QApplication, newsroom: Newsroom
) -> None:
    profile = tmp_path / "profile"
    paths = profile_paths(profile)
    log = logs.set_up_logging(paths, "DEBUG")
    reports = crash.install(paths, log.ring)
    try:
        with running_window(qtbot, profile) as running:
            qtbot.waitUntil(lambda: running._due is not None, timeout=PATIENCE_MS)
            add_source(running, newsroom.url)
            settle(qtbot, running)
            running.settings.set(READING_SIZE, 19)
            running.window.refresh()
            settle(qtbot, running)
            from desktop_app.core.articles import ListKind, ListQuery

            page = run_now(running.services.reading.page(ListQuery(ListKind.ALL)))
            running.window.open_article(page.items[0])
            qtbot.waitUntil(lambda: running.window.reader.opened is not None, timeout=PATIENCE_MS)
            settle(qtbot, running)
            loose = modes(profile)
    finally:
        reports.uninstall()
        log.close()
    assert loose == [], "\n".join(loose)
    assert modes(profile) == []


def modes(profile: Path) -> list[str]:
    """Return what others could read below a profile, with its mode."""
    found = []
    for path in (profile, *profile.rglob("*")):
        mode = stat.S_IMODE(path.stat().st_mode)
        if mode & 0o077:
            found.append(f"{mode:o} {path.relative_to(profile)}")
    return found
