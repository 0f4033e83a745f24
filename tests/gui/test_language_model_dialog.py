"""Choosing the language model: none, here, or a service with a key."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from desktop_app.core.work import run_now
from desktop_app.services.understanding import model_choice
from desktop_app.services.understanding.model_choice import Choice, Where
from desktop_app.ui.insight.model_dialog import ModelDialog
from tests.gui.dialog_room import name_of
from tests.gui.model_window import ModelWindow, model_window
from tests.servers.model_replay import recorded, saying
from tests.support.model_desk import PARAGRAPHS, TITLE, body_of


@pytest.fixture
def room(qtbot: QtBot, tmp_path: Path) -> Iterator[ModelWindow]:
    with model_window(qtbot, tmp_path, [(TITLE, body_of(PARAGRAPHS))]) as made:
        yield made


@pytest.fixture
def dialog(room: ModelWindow) -> Iterator[ModelDialog]:
    room.window.dialogs.language_model()
    (made,) = room.window.findChildren(ModelDialog)
    room.settle()
    yield made
    made.close()
    room.settle()


def choice(room: ModelWindow) -> Choice:
    return room.running.services.understanding.model.choice


def test_none_is_the_usual_and_asks_nobody(room: ModelWindow, dialog: ModelDialog) -> None:
    assert dialog.where.currentData() is Where.NONE
    assert dialog.address.isHidden() or not dialog.address.isVisible()
    assert room.replay.asked == []


def test_a_server_is_found_listed_and_tried(
    room: ModelWindow, dialog: ModelDialog, monkeypatch: pytest.MonkeyPatch
) -> None:
    port = int(room.replay.url.rpartition(":")[2].partition("/")[0])
    monkeypatch.setattr(model_choice, "USUAL_PORTS", (("Ollama", port),))
    dialog.where.setCurrentIndex(dialog.where.findData(Where.HERE))
    assert room.replay.asked == []
    dialog.look.click()
    room.settle()
    assert (choice(room).address, choice(room).shown) == (room.replay.url, "gemma-3-270m.gguf")
    assert choice(room).context == 1024
    room.replay.play(saying("I am\nready."))
    dialog.test.click()
    room.settle()
    assert "I am ready." in dialog.said.text()
    assert "1 request" in dialog.used.text()
    dialog.address.setText("localhost:1")
    dialog.address.editingFinished.emit()
    assert dialog.said.text() == "", "that was said of another server"
    dialog.where.setCurrentIndex(dialog.where.findData(Where.NONE))
    assert not choice(room).usable


def test_the_menu_leads_to_it(room: ModelWindow) -> None:
    room.window.actions_["language_model"].trigger()
    (made,) = room.window.findChildren(ModelDialog)
    made.close()
    room.settle()


def test_what_goes_wrong_is_said(room: ModelWindow, dialog: ModelDialog) -> None:
    room.choose()
    room.replay.play(recorded("wrong-key"))
    dialog.test.setEnabled(True)
    dialog.test.click()
    room.settle()
    assert "does not take the key" in dialog.notice.label.text()


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("http://192.168.1.5:8080", "ssh -L 8080:localhost:8080 192.168.1.5"),
        ("https://me:secret@models.example/v1", "holds no key"),
        ("ftp://models.example", "not an address"),
    ],
)
def test_a_wrong_address_is_refused(
    room: ModelWindow, dialog: ModelDialog, typed: str, said: str
) -> None:
    dialog.where.setCurrentIndex(dialog.where.findData(Where.SERVICE))
    dialog.address.setText(typed)
    dialog.address.editingFinished.emit()
    assert said in dialog.notice.label.text()
    assert choice(room).address == ""


@pytest.mark.parametrize(
    ("typed", "base"),
    [
        ("localhost:11434", "http://localhost:11434/v1"),
        ("models.example", "https://models.example/v1"),
        ("https://models.example/api/v1/chat/completions", "https://models.example/api/v1"),
        ("http://[::1]:8080/v1/", "http://[::1]:8080/v1"),
    ],
)
def test_an_address_is_completed(typed: str, base: str) -> None:
    assert model_choice.base_address(typed) == base


def test_a_source_is_kept_out_by_a_tick(room: ModelWindow, dialog: ModelDialog) -> None:
    (tick,) = dialog.bars.ticks.values()
    assert "Never send" in tick.accessibleDescription()
    dialog.where.setCurrentIndex(1)
    dialog.activateWindow()
    room.qtbot.waitUntil(dialog.isActiveWindow)
    dialog.tokens.setFocus()
    room.qtbot.keyClick(dialog.tokens, Qt.Key.Key_Tab)
    assert dialog.focusWidget() is tick
    tick.click()
    room.settle()
    assert run_now(room.running.services.understanding.model.barred())


def test_every_control_has_a_name(dialog: ModelDialog) -> None:
    controls = (dialog.where, dialog.address, dialog.key, dialog.name, dialog.into)
    for control in (*controls, dialog.requests, dialog.tokens, dialog.look, dialog.test):
        assert name_of(control)
