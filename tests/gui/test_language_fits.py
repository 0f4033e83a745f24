"""No word of ours is cut, in English, in Arabic, and in a language that is 40 % longer."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication, QDialog, QLabel, QLineEdit, QTabWidget, QWidget
from pytestqt.qtbot import QtBot

from desktop_app.core.ids import SourceId
from desktop_app.system.i18n import _
from desktop_app.ui.running import Running
from desktop_app.ui.theme.theme import Theme
from desktop_app.ui.widgets.chip import Chip
from desktop_app.ui.widgets.header import HeaderTitle
from tests.gui.fitting import Watch, misfits
from tests.gui.real_window import running_window, settle
from tests.gui.test_window_look import fill

SIZES = [(960, 600), (1440, 900)]


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


def test_words_without_room_are_noticed(watch: Watch, qtbot: QtBot) -> None:
    """The eye of these tests itself: each kind of text is seen when it is cut."""
    theme, window = Theme("light"), QWidget()
    qtbot.addWidget(window)
    label, wrapped, field = QLabel(window), QLabel(window), QLineEdit(window)
    label.setText(_("Comments are closed"))
    wrapped.setWordWrap(True)
    wrapped.setText(_("The source gives only an excerpt. The whole text is on its site."))
    field.setPlaceholderText(_("Search comments"))
    chip, header = Chip(_("Show all"), theme, window), HeaderTitle(theme, window)
    header.set_text(_("Conversations"))
    texts = [wrapped.text(), label.text(), field.placeholderText(), chip.text(), _("Conversations")]
    widgets = (label, wrapped, field, chip, header)
    window.resize(400, 400)
    for row, widget in enumerate(widgets):
        widget.setGeometry(10, 40 * row, 30, 30)
    window.show()
    seen = misfits(window, watch)
    assert [text for text in texts if not any(repr(text) in fault for fault in seen)] == []
    for row, widget in enumerate(widgets):
        widget.setGeometry(10, 70 * row, 380, 60)
    assert misfits(window, watch) == []
