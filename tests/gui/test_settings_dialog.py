"""Every option has its place and its words; a change holds at once, and can be taken back."""

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence
from PySide6.QtWidgets import QApplication, QLabel, QMainWindow
from pytestqt.qtbot import QtBot

from desktop_app.system import settings as options
from desktop_app.system.paths import profile_paths
from desktop_app.system.settings import OptionKind, Settings
from desktop_app.ui.actions import SPECS, Actions
from desktop_app.ui.dialogs.controls import Number, Select, Toggle
from desktop_app.ui.dialogs.keys import KeySheet
from desktop_app.ui.dialogs.proxy import ADDRESS, NONE, SYSTEM, ProxyChoice
from desktop_app.ui.dialogs.rows import WORDS
from desktop_app.ui.dialogs.settings import SettingsDialog
from desktop_app.ui.dialogs.settings_words import ELSEWHERE, PAGES
from desktop_app.ui.theme.theme import Theme
from tests.gui.dialog_room import name_of
from tests.gui.newsroom import dress
from tests.gui.real_window import running_window, settle

LEFT = Qt.MouseButton.LeftButton


@pytest.fixture
def theme(qapp: QApplication) -> Theme:
    return dress(qapp)


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return Settings(tmp_path / "settings.json")


@pytest.fixture
def window(qtbot: QtBot, theme: Theme) -> Iterator[QMainWindow]:
    made = QMainWindow()
    qtbot.addWidget(made)
    made.show()
    yield made
    made.hide()


@pytest.fixture
def actions(window: QMainWindow) -> Actions:
    return Actions(window, {})


@pytest.fixture
def dialog(
    window: QMainWindow, settings: Settings, theme: Theme, actions: Actions, qtbot: QtBot
) -> Iterator[SettingsDialog]:
    made = SettingsDialog(window, settings, theme, actions)
    made.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose, False)
    made.open()
    made.activateWindow()
    qtbot.waitExposed(made)
    yield made
    made.hide()
    made.deleteLater()


def control(dialog: SettingsDialog, option: object) -> object:
    key = option.key  # type: ignore[attr-defined]
    return next(page.controls[key] for page in dialog.pages if key in page.controls)


def test_every_option_is_shown_once() -> None:
    shown = [row.option for page in PAGES for row in page.rows]
    assert len(shown) == len(set(map(id, shown)))
    assert {each.key for each in (*shown, *ELSEWHERE)} == {each.key for each in options.OPTIONS}


@pytest.mark.parametrize("option", options.OPTIONS, ids=lambda option: option.key)
def test_every_option_can_be_changed(
    dialog: SettingsDialog, settings: Settings, option: options.Option[object]
) -> None:
    if option in ELSEWHERE:
        return
    part = control(dialog, option)
    if isinstance(part, Select):
        assert len(option.choices) == part.count()
        part.setCurrentIndex(part.count() - 1)
        assert settings.get(option) == option.choices[-1]
    elif isinstance(part, Toggle):
        part.click()
        assert settings.get(option) is not option.default
    elif isinstance(part, Number):
        part.stepUp()
        assert settings.get(option) == pytest.approx(option.default + part.singleStep())  # type: ignore[operator]
        kind = int if option.kind is OptionKind.WHOLE else float
        assert type(settings.get(option)) is kind
    else:
        assert isinstance(part, ProxyChoice)
        part.select.setCurrentIndex(NONE)
        assert settings.get(option) == "none"
    assert name_of(part if not isinstance(part, ProxyChoice) else part.select)


def test_controls_stand_in_one_column(dialog: SettingsDialog) -> None:
    for index, page in enumerate(dialog.pages):
        dialog.tabs.setCurrentIndex(index)
        parts = [each for each in page.controls.values() if not isinstance(each, Toggle)]
        assert len({(each.x(), each.width()) for each in parts}) <= 1
        assert not page.verticalScrollBar().maximum(), "fits without scrolling"
    assert dialog.height() <= 552


def test_minutes_jump_over_the_gap(dialog: SettingsDialog, settings: Settings) -> None:
    box = control(dialog, options.REFRESH_MINUTES)
    assert isinstance(box, Number)
    box.setValue(5)
    box.stepDown()
    assert settings.get(options.REFRESH_MINUTES) == 0 and box.text() == "Only by hand"
    box.stepUp()
    assert settings.get(options.REFRESH_MINUTES) == 5 and box.text() == "5 minutes"
    box.setValue(3)
    assert settings.get(options.REFRESH_MINUTES) == 0


def test_a_proxy_is_a_choice(dialog: SettingsDialog, settings: Settings, qtbot: QtBot) -> None:
    dialog.tabs.setCurrentIndex(2)
    proxy = control(dialog, options.PROXY)
    assert isinstance(proxy, ProxyChoice)
    assert proxy.select.currentIndex() == SYSTEM and not proxy.address.isVisible()
    proxy.select.setCurrentIndex(ADDRESS)
    assert proxy.address.isVisible() and settings.get(options.PROXY) == "system"
    qtbot.keyClicks(proxy.address, "proxy.example")
    proxy.address.editingFinished.emit()
    assert "http://" in dialog._trouble.text() and settings.get(options.PROXY) == "system"
    proxy.address.setText("http://proxy.example:3128")
    proxy.address.editingFinished.emit()
    assert settings.get(options.PROXY) == "http://proxy.example:3128"
    assert not dialog.notice.isVisible()
    proxy.select.setCurrentIndex(SYSTEM)
    assert settings.get(options.PROXY) == "system" and not proxy.address.isVisible()


def test_a_page_gets_its_usual_values_and_back(
    dialog: SettingsDialog, settings: Settings, qtbot: QtBot
) -> None:
    assert not dialog.reset.isEnabled()
    size, scheme = control(dialog, options.READING_SIZE), control(dialog, options.SCHEME)
    assert isinstance(size, Number) and isinstance(scheme, Select)
    size.setValue(21)
    scheme.setCurrentIndex(2)
    assert dialog.reset.isEnabled() and dialog.reset.text() == "Usual settings"
    qtbot.mouseClick(dialog.reset, LEFT)
    assert settings.get(options.READING_SIZE) == 17 and size.value() == 17
    assert settings.get(options.SCHEME) == "dark", "another page keeps what was chosen"
    assert dialog.reset.text() == "Undo"
    qtbot.mouseClick(dialog.reset, LEFT)
    assert settings.get(options.READING_SIZE) == 21 and size.value() == 21
    assert dialog.reset.text() == "Usual settings" and dialog.reset.isEnabled()


def test_keys_are_changed_and_clashes_told(
    dialog: SettingsDialog, settings: Settings, actions: Actions, qtbot: QtBot
) -> None:
    dialog.tabs.setCurrentIndex(len(dialog.pages))
    editor = dialog.keys
    row = next(at for at, spec in enumerate(SPECS) if spec.name == "next_unread")
    editor.list.setCurrentRow(row)
    assert editor.field.text() == "N" and not editor.usual.isEnabled()
    qtbot.keyClick(editor.field, Qt.Key.Key_J)
    assert "is taken by “Next article”" in editor.clash.label.text()
    qtbot.keyClick(editor.field, Qt.Key.Key_U)
    assert settings.get(options.KEYS) == {"next_unread": "U"}
    assert actions["next_unread"].shortcuts() == [QKeySequence("U")]
    assert editor.list.item(row).data(WORDS).trail == "U" and editor.clash.isHidden()
    qtbot.mouseClick(editor.usual, LEFT)
    assert settings.get(options.KEYS) == {} and editor.field.text() == "N"
    qtbot.keyClick(editor.field, Qt.Key.Key_Backspace)
    assert actions["next_unread"].shortcuts() == []
    qtbot.mouseClick(dialog.reset, LEFT)
    assert settings.get(options.KEYS) == {}
    assert actions["next_unread"].shortcuts() == [QKeySequence("N")]


def test_a_usual_key_that_was_given_away_is_told(dialog: SettingsDialog, qtbot: QtBot) -> None:
    dialog.tabs.setCurrentIndex(len(dialog.pages))
    editor = dialog.keys
    rows = {spec.name: at for at, spec in enumerate(SPECS)}
    editor.list.setCurrentRow(rows["next_unread"])
    qtbot.keyClick(editor.field, Qt.Key.Key_U)
    editor.list.setCurrentRow(rows["next"])
    qtbot.keyClick(editor.field, Qt.Key.Key_N)
    editor.list.setCurrentRow(rows["next_unread"])
    qtbot.mouseClick(editor.usual, LEFT)
    assert "is taken by “Next article”" in editor.clash.label.text()
    assert editor.field.text() == "U"


def test_settings_that_could_not_be_read_are_told(
    window: QMainWindow, tmp_path: Path, theme: Theme, actions: Actions
) -> None:
    (tmp_path / "settings.json").write_text("{")
    broken = SettingsDialog(window, Settings(tmp_path / "settings.json"), theme, actions)
    assert "could not be read" in broken._trouble.text()
    broken.deleteLater()


def test_a_disk_that_is_full_is_told(
    dialog: SettingsDialog, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("os.fsync", full)
    size = control(dialog, options.READING_SIZE)
    assert isinstance(size, Number)
    size.stepUp()
    assert "disk is full" in dialog._trouble.text() and settings.get(options.READING_SIZE) == 18


def test_the_window_follows_at_once(qtbot: QtBot, tmp_path: Path) -> None:
    with running_window(qtbot, tmp_path / "profile") as running:
        window = running.window
        window.dialogs.settings()
        dialog = window.findChild(SettingsDialog)
        assert dialog is not None
        settle(qtbot, running)
        scheme, size = control(dialog, options.SCHEME), control(dialog, options.READING_SIZE)
        assert isinstance(scheme, Select) and isinstance(size, Number)
        before = window.grab().toImage().pixelColor(400, 400)
        scheme.setCurrentIndex(scheme.findData("dark"))
        assert window.grab().toImage().pixelColor(400, 400).lightness() < before.lightness()
        size.setValue(22)
        stored = json.loads(profile_paths(tmp_path / "profile").settings_file.read_text())
        assert stored["reading_size"] == 22 and stored["scheme"] == "dark"
        scheme.setCurrentIndex(scheme.findData("light"))
        dialog.reject()


def test_the_key_sheet_names_every_key_and_scrolls(
    window: QMainWindow, theme: Theme, qtbot: QtBot
) -> None:
    sheet = KeySheet(window, theme, {"next": "Ctrl+J"})
    sheet.open()
    qtbot.waitExposed(sheet)
    caps = [label.text() for label in sheet.findChildren(QLabel, "key")]
    assert "Ctrl+J" in caps and "J" not in caps
    assert {"?", "F1", "Space", "/", "M"} <= set(caps)
    assert sheet.focusWidget() is sheet.area
    sheet.resize(720, 480)
    qtbot.waitUntil(lambda: sheet.area.verticalScrollBar().maximum() > 0)
    qtbot.keyClick(sheet.area, Qt.Key.Key_PageDown)
    assert sheet.area.verticalScrollBar().value() > 0
    sheet.reject()
