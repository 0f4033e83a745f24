"""A newer version in the window: told once, shown with its notes, opened in the browser."""

import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QUrl
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QApplication, QLabel
from pytestqt.qtbot import QtBot

from desktop_app.core.work import run_now
from desktop_app.system import channel as channels
from desktop_app.system.channel import Channel
from desktop_app.ui.dialogs.about import About
from desktop_app.ui.dialogs.problem import ProblemReport
from desktop_app.ui.dialogs.update import UpdateDialog
from desktop_app.ui.running import Running
from tests.gui.dialog_room import name_of
from tests.gui.real_window import PATIENCE_MS, running_window, settle
from tests.support.hostile_server import HostileServer, body
from tests.support.signing import feed, signer

MAKERS = signer()
PATH = "/releases.txt"


@pytest.fixture
def server() -> Iterator[HostileServer]:
    with HostileServer() as made:
        yield made


@pytest.fixture
def window(
    tmp_path: Path,
    qtbot: QtBot,
    qapp: QApplication,
    server: HostileServer,
    monkeypatch: pytest.MonkeyPatch,
) -> Iterator[Running]:
    found = Channel(server.url(PATH), (MAKERS.public,))
    monkeypatch.setattr(channels, "channel", lambda: found)
    with running_window(qtbot, tmp_path / "profile") as running:
        qtbot.waitUntil(lambda: running._due is not None, timeout=PATIENCE_MS)
        settle(qtbot, running)
        yield running
        settle(qtbot, running)


@pytest.fixture
def opened(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    urls: list[str] = []

    def open_url(url: QUrl) -> bool:
        urls.append(url.toString())
        return True

    monkeypatch.setattr(QDesktopServices, "openUrl", open_url)
    return urls


def dialog_of(running: Running) -> UpdateDialog:
    (dialog,) = (each for each in running.window.findChildren(UpdateDialog) if each.isVisible())
    return dialog


def come_due(running: Running) -> None:
    assert running._due is not None
    running.services.updates._started -= 61
    running._due._begin("updates")


def test_it_is_told_and_shown(
    window: Running, server: HostileServer, qtbot: QtBot, opened: list[str]
) -> None:
    server.on(PATH, body(feed(MAKERS, int(time.time()))))
    come_due(window)
    settle(qtbot, window)
    toast = window.window.toast
    assert toast.text == "Daily8 9.0.0 is out."
    assert window.window.actions_["updates"].text() == "Daily8 9.0.0 is out."
    toast._button.click()
    dialog = dialog_of(window)
    assert dialog.notes.toPlainText() == "Faster.\nQuieter."
    assert name_of(dialog.notes) == "What is new"
    assert "You have" in dialog._about.text()
    assert opened == []
    dialog.page.click()
    assert opened == ["https://daily8.example/download"]
    assert len(server.log) == 1


def test_the_reader_asks_and_skips(window: Running, server: HostileServer, qtbot: QtBot) -> None:
    server.on(PATH, body(feed(MAKERS, int(time.time()), window.services.updates.version)))
    window.window.actions_["updates"].trigger()
    settle(qtbot, window)
    dialog = dialog_of(window)
    assert "newest version" in dialog._about.text() and not dialog.page.isVisible()
    dialog.reject()
    server.on(PATH, body(feed(MAKERS, int(time.time()) + 60)))
    window.window.actions_["updates"].trigger()
    settle(qtbot, window)
    dialog = dialog_of(window)
    dialog.skip.click()
    settle(qtbot, window)
    assert run_now(window.services.updates.look()) is None


def test_a_forged_one_is_told_as_such(window: Running, server: HostileServer, qtbot: QtBot) -> None:
    server.on(PATH, body(feed(signer("mallory"), int(time.time()))))
    come_due(window)
    settle(qtbot, window)
    assert "not signed by the makers" in window.window.toast.text
    window.window.actions_["updates"].trigger()
    settle(qtbot, window)
    dialog = dialog_of(window)
    assert "not signed by the makers" in dialog._trouble.text() and not dialog.page.isVisible()


def test_a_package_says_who_updates_it(
    tmp_path: Path, qtbot: QtBot, qapp: QApplication, monkeypatch: pytest.MonkeyPatch
) -> None:
    found = Channel("https://127.0.0.1:9/", (MAKERS.public,), managed=True)
    monkeypatch.setattr(channels, "channel", lambda: found)
    with running_window(qtbot, tmp_path / "profile") as running:
        qtbot.waitUntil(lambda: running._due is not None, timeout=PATIENCE_MS)
        settle(qtbot, running)
        assert "updates" not in {spec.name for spec in running.window.actions_.specs}
        running.window.dialogs.about()
        (about,) = running.window.findChildren(About)
        words = [each.text() for each in about.findChildren(QLabel)]
        assert "Your system keeps Daily8 up to date." in words
        about.accept()


def test_what_an_earlier_run_left_is_told(tmp_path: Path, qtbot: QtBot, qapp: QApplication) -> None:
    seen: list[bool] = []
    with running_window(qtbot, tmp_path / "profile") as running:
        running.left_report = "ValueError: in the list"
        running.report_seen = lambda: seen.append(True)
        qtbot.waitUntil(lambda: running._due is not None, timeout=PATIENCE_MS)
        assert "failed the last time" in running.window.toast.text and seen == []
        running.window.toast._button.click()
        (report,) = running.window.findChildren(ProblemReport)
        assert report._text.toPlainText() == "ValueError: in the list" and seen == [True]
        report.accept()
        settle(qtbot, running)
