"""About leads to the list of everything that Daily8 carries."""

from PySide6.QtWidgets import QPushButton
from pytestqt.qtbot import QtBot

from desktop_app.system.channel import Channel
from desktop_app.ui.dialogs.about import About
from desktop_app.ui.dialogs.licences import Licences
from desktop_app.ui.theme.theme import Theme


def test_about_shows_the_licences(qtbot: QtBot) -> None:
    about = About(None, Theme("light"), Channel())  # type: ignore[arg-type]
    qtbot.addWidget(about)
    about.open()
    button = next(each for each in about.findChildren(QPushButton) if each.text() == "Licences")
    button.click()
    shown = about.findChild(Licences)
    assert shown is not None
    text = shown.text.toPlainText()
    for part in ("Qt 6: LGPL-3.0-only", "requests ", "GNU LESSER GENERAL PUBLIC LICENSE"):
        assert part in text
    assert shown.text.isReadOnly()
