"""No word of ours is cut, in English, in Arabic, and in a language that is 40 % longer."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt, QTranslator
from PySide6.QtWidgets import QApplication, QDialog, QTabWidget, QWidget
from pytestqt.qtbot import QtBot

from desktop_app.app import speak
from desktop_app.core.ids import SourceId
from desktop_app.ui.running import Running
from tests.gui.fitting import Watch, misfits, watching
from tests.gui.real_window import running_window, settle
from tests.gui.test_window_look import fill
from tests.support import pseudo

SIZES = [(960, 600), (1440, 900)]


@pytest.fixture(params=["en", "ar", "pseudo"])
def spoken(request: pytest.FixtureRequest, qapp: QApplication) -> Iterator[str]:
    """Speak a language, and English again afterwards."""
    pseudo.install(request.param)
    speak(qapp)
    yield request.param
    for translator in qapp.findChildren(QTranslator):
        qapp.removeTranslator(translator)
    pseudo.install("en")
    qapp.setLayoutDirection(Qt.LayoutDirection.LeftToRight)


@pytest.fixture
def watch(spoken: str) -> Iterator[Watch]:
    with watching() as made:
        yield made


@pytest.fixture(params=SIZES, ids="{0[0]}x{0[1]}".format)
def running(
    request: pytest.FixtureRequest, watch: Watch, qtbot: QtBot, tmp_path: Path
) -> Iterator[Running]:
    fill(tmp_path / "profile")
    with running_window(qtbot, tmp_path / "profile", size=request.param) as made:
        settle(qtbot, made)
        qtbot.waitUntil(lambda: made.window.articles.model.rowCount() > 0)
        made.window.articles.next()
        settle(qtbot, made)
        yield made


def test_the_window_fits(running: Running, watch: Watch, qtbot: QtBot) -> None:
    window = running.window
    assert misfits(window, watch) == []
    window.panes.set_comments_shown(not window.panes.comments_shown)
    window.panes.set_sources_shown(not window.panes.sources_shown)
    settle(qtbot, running)
    assert misfits(window, watch) == []


def test_every_list_fits(running: Running, watch: Watch, qtbot: QtBot) -> None:
    window = running.window
    faults: list[str] = []
    for name in ("saved", "conversations", "unread", "today"):
        window.actions_[name].trigger()
        settle(qtbot, running)
        faults += misfits(window, watch)
    window.articles.focus_search()
    window.articles.bar.field.setText("zzzz")
    window.articles.bar.field.textEdited.emit("zzzz")
    settle(qtbot, running)
    faults += misfits(window, watch)
    assert faults == []


def test_the_first_run_fits(running: Running, watch: Watch) -> None:
    running.window.welcome()
    assert misfits(running.window, watch) == []


def test_typography_fits(running: Running, watch: Watch, qtbot: QtBot) -> None:
    running.window.reader.bar.type_button.click()
    popover = QApplication.activePopupWidget()
    assert popover is not None
    assert misfits(popover, watch) == []
    popover.close()


DIALOGS: dict[str, Callable[[Running], None]] = {
    "add": lambda running: running.window.dialogs.add_source(),
    "catalogue": lambda running: running.window.dialogs.catalogue(),
    "sign in": lambda running: running.window.dialogs.sign_in(SourceId(1), None),
    "accounts": lambda running: running.window.dialogs.accounts(),
    "settings": lambda running: running.window.dialogs.settings(),
    "keys": lambda running: running.window.dialogs.keys(),
    "about": lambda running: running.window.dialogs.about(),
    "problem": lambda running: running.window.dialogs.problem("Traceback"),
}


@pytest.mark.parametrize("name", DIALOGS)
def test_every_dialog_fits(running: Running, watch: Watch, qtbot: QtBot, name: str) -> None:
    DIALOGS[name](running)
    dialog = running.window.findChild(QDialog)
    assert dialog is not None
    settle(qtbot, running)
    faults = misfits(dialog, watch)
    tabs = dialog.findChild(QTabWidget)
    for index in range(tabs.count() if tabs is not None else 0):
        tabs.setCurrentIndex(index)
        faults += misfits(dialog, watch)
    dialog.reject()
    assert faults == []


def test_the_palette_fits(running: Running, watch: Watch, qtbot: QtBot) -> None:
    from desktop_app.ui.dialogs.palette import Palette

    running.window.dialogs.palette()
    settle(qtbot, running)
    palette = running.window.findChild(Palette)
    assert isinstance(palette, QWidget)
    assert misfits(running.window, watch) == []
    palette.close()
