"""Nothing English is left in the window once it speaks another language, seen or spoken."""

import json
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QCoreApplication, QEvent, QObject
from PySide6.QtGui import QAction
from PySide6.QtWidgets import (
    QAbstractButton,
    QComboBox,
    QDialog,
    QLabel,
    QLineEdit,
    QPlainTextEdit,
    QTabBar,
    QTabWidget,
    QTextEdit,
    QWidget,
)
from pytestqt.qtbot import QtBot

from desktop_app.system import resources
from desktop_app.ui.dialogs.places import language_name
from desktop_app.ui.running import Running
from tests.gui.fitting import Watch, misfits
from tests.gui.real_window import running_window, settle
from tests.gui.test_language_fits import DIALOGS
from tests.gui.test_window_look import fill
from tests.support.pseudo import untranslated

KEYS = r"\b(?:(?:Ctrl|Alt|Shift|Meta)[+ ])*(?:Esc|Space|Return|Left|Right|Backspace|[A-Z])\b|Ctrl\+"
NUMBERS = r"\d+(?:\.\d+)+|\b\d{1,2} [A-Z][a-z]+ \d{4}\b|UTC"
ADDRESSES = r"https?://\S*|\b[\w-]+(?:\.[\w-]+)+\b"
DATA = r"The Harbour Post|Story \d about the harbour and its people|What happened in story \d\.?"
QT = r"Scroll Left|Scroll Right"  # Qt has its own catalogues
NAMES = r"Daily8|English|Traceback|Qt|Python|OPML"
MADE_WITH = r"\w+(?:-\w+)?(?: \w+)? \([\w .]+\)|SQLite|Inter, Noto \(OFL\)"
KNOWN = re.compile("|".join((KEYS, NUMBERS, ADDRESSES, DATA, QT, NAMES, MADE_WITH)))


@pytest.fixture(scope="module")
def catalogue() -> re.Pattern[str]:
    """Match what the catalogue of newsrooms holds: names, and languages in themselves."""
    entries = json.loads(resources.text("catalogue.json"))
    listed = entries if isinstance(entries, list) else entries["newsrooms"]
    names = {str(entry["name"]) for entry in listed}
    names |= {language_name(str(entry["language"]).partition("-")[0]) for entry in listed}
    return re.compile("|".join(re.escape(name) for name in sorted(names, key=len, reverse=True)))


@pytest.fixture
def spoken() -> Iterator[str]:
    from tests.support import pseudo

    pseudo.install("pseudo")
    yield "pseudo"
    pseudo.install("en")


@pytest.fixture
def running(watch: Watch, qtbot: QtBot, tmp_path: Path) -> Iterator[Running]:
    fill(tmp_path / "profile")
    with running_window(qtbot, tmp_path / "profile") as made:
        settle(qtbot, made)
        qtbot.waitUntil(lambda: made.window.articles.model.rowCount() > 0)
        made.window.articles.next()
        settle(qtbot, made)
        yield made


def words(top: QWidget, watch: Watch) -> set[str]:
    """Return all that can be read or heard in ``top``, hidden parts too."""
    misfits(top, watch)
    found = set(watch.texts)
    for item in (top, *top.findChildren(QObject)):
        if isinstance(item, QWidget):
            found |= {item.toolTip(), item.accessibleName(), item.accessibleDescription()}
            found.add(item.windowTitle())
        if isinstance(item, QLabel | QAbstractButton | QAction):
            found.add(item.text())
        if isinstance(item, QAction):
            found |= {item.toolTip(), item.iconText(), item.statusTip()}
        if isinstance(item, QLineEdit | QPlainTextEdit | QTextEdit):
            found.add(item.placeholderText())
        if isinstance(item, QTabBar):
            found |= {item.tabText(index) for index in range(item.count())}
        if isinstance(item, QComboBox):
            found |= {item.itemText(index) for index in range(item.count())}
    return found


def english(found: set[str], catalogue: re.Pattern[str]) -> list[str]:
    return sorted(
        text for text in found if untranslated(KNOWN.sub("", catalogue.sub("", _plain(text))))
    )


def _plain(text: str) -> str:
    return re.sub(r"<[^>]*>", "", text)


def test_the_window_speaks_one_language(
    running: Running, watch: Watch, qtbot: QtBot, catalogue: re.Pattern[str]
) -> None:
    window = running.window
    found = words(window, watch)
    for name in ("unread", "saved", "conversations", "today"):
        window.actions_[name].trigger()
        settle(qtbot, running)
        found |= words(window, watch)
    window.articles.list.setFocus()
    window.show_toast("", lambda: None)
    found |= words(window, watch)
    window.welcome()
    found |= words(window, watch)
    assert english(found, catalogue) == []
    assert len(found) > 150


@pytest.mark.parametrize("name", DIALOGS)
def test_dialogs_speak_one_language(
    running: Running, watch: Watch, qtbot: QtBot, catalogue: re.Pattern[str], name: str
) -> None:
    DIALOGS[name](running)
    dialog = running.window.findChild(QDialog)
    assert dialog is not None
    settle(qtbot, running)
    found = words(dialog, watch)
    tabs = dialog.findChild(QTabWidget)
    for index in range(tabs.count() if tabs is not None else 0):
        tabs.setCurrentIndex(index)
        found |= words(dialog, watch)
    dialog.reject()
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    assert english(found, catalogue) == []


def test_the_palette_speaks_one_language(
    running: Running, watch: Watch, qtbot: QtBot, catalogue: re.Pattern[str]
) -> None:
    from desktop_app.ui.dialogs.palette import Palette

    running.window.dialogs.palette()
    settle(qtbot, running)
    palette = running.window.findChild(Palette)
    assert palette is not None
    found = words(palette, watch)
    palette.close()
    assert english(found, catalogue) == []
