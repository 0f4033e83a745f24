"""Adding sources by address and from the catalogue, over the embedded newsroom on loopback."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from desktop_app.core.sources import FoundSection
from desktop_app.services import catalogue
from desktop_app.services.catalogue import CatalogueEntry
from desktop_app.ui.dialogs import places
from desktop_app.ui.dialogs.add_source import AddSource
from desktop_app.ui.dialogs.catalogue import CatalogueDialog
from desktop_app.ui.dialogs.nesting import nested
from desktop_app.ui.dialogs.rows import WORDS, RowState, RowWords
from desktop_app.ui.sources.sections import SectionsDialog
from tests.gui.dialog_room import PATIENCE_MS, Room, room_below
from tests.servers.newsroom import Demo
from tests.servers.newsroom import running as running_newsroom
from tests.support.hostile_server import HostileServer, body, drip, status

LEFT = Qt.MouseButton.LeftButton


@pytest.fixture(scope="module")
def newsroom() -> Iterator[Demo]:
    with running_newsroom(articles=24, comments=10) as demo:
        yield demo


@pytest.fixture
def server() -> Iterator[HostileServer]:
    with HostileServer() as running:
        yield running


@pytest.fixture
def room(tmp_path: Path, qtbot: QtBot, qapp: QApplication) -> Iterator[Room]:
    with room_below(tmp_path / "profile", qtbot, qapp) as made:
        yield made


def add_dialog(room: Room, address: str = "") -> AddSource:
    dialog = AddSource(room.window, room.tasks, room.services, room.theme, address)
    room.open(dialog)
    return dialog


def words(rows: object, row: int) -> RowWords:
    return rows.item(row).data(WORDS)  # type: ignore[attr-defined, no-any-return]


def test_an_address_becomes_a_source(room: Room, newsroom: Demo) -> None:
    room.sources.add_folder("World")
    dialog = add_dialog(room)
    size = dialog.size()
    assert dialog.focusWidget() is dialog._address
    assert dialog._main.text() == "Look" and dialog._main.isDefault()
    room.qtbot.keyClicks(dialog._address, newsroom.newsroom.url)
    room.qtbot.keyClick(dialog._address, Qt.Key.Key_Return)
    room.settle()
    choices = dialog._found.choices
    assert words(choices, 0).title == "The Quay Courier"
    assert words(choices, 0).second == f"WordPress newsroom with comments · {host(newsroom)}"
    assert "wp-json" not in words(choices, 0).second
    assert dialog._found._headlines.count() >= 5 and words(dialog._found._headlines, 0).second
    sections = dialog._found.sections
    depths = {words(sections, row).title: words(sections, row).depth for row in range(8)}
    assert depths["Space & Physics"] == 1 and depths["Science"] == 0
    sections.item(0).setCheckState(Qt.CheckState.Checked)
    dialog._folder.setCurrentIndex(0)
    assert dialog.size() == size
    with room.qtbot.waitSignal(dialog.added, timeout=PATIENCE_MS) as caught:
        room.qtbot.keyClick(dialog, Qt.Key.Key_Return)
    room.settle()
    (source,) = room.sources.all()
    assert source.id == caught.args[0]
    assert source.folder_id == room.sources.folders()[0].id
    followed = [each.title for each in room.sources.sections(source.id) if each.followed]
    assert followed == [words(sections, 0).title]


def test_what_is_there_already_is_shown(room: Room, newsroom: Demo) -> None:
    known = room.add_from(newsroom.newsroom.url)
    dialog = add_dialog(room, newsroom.newsroom.url)
    assert dialog._main.text() == "Show it"
    assert "already" in dialog._trouble.text()
    with room.qtbot.waitSignal(dialog.added) as caught:
        dialog._main.click()
    assert caught.args == [known]
    assert len(room.sources.all()) == 1


def test_nothing_there_is_said_and_can_be_corrected(
    room: Room, newsroom: Demo, server: HostileServer
) -> None:
    server.on("/", status(404))
    dialog = add_dialog(room, server.url("/"))
    assert dialog._trouble.text() and dialog.focusWidget() is dialog._address
    assert dialog._main.isEnabled() and dialog._main.text() == "Look"
    dialog._address.setText("")
    dialog._main.click()
    assert dialog._trouble.text() == "Paste an address first."
    dialog._address.setText(newsroom.newsroom.url)
    dialog._main.click()
    room.settle()
    assert dialog._main.text() == "Add" and not dialog.notice.isVisible()
    room.qtbot.keyClicks(dialog._address, "x")
    assert dialog._main.text() == "Look"
    dialog.reject()


def test_a_feed_is_called_a_feed(room: Room, server: HostileServer) -> None:
    feed = b"<rss version='2.0'><channel><title>Small</title><link>%s</link></channel></rss>"
    content = feed % server.url("/").encode()
    server.on("/feed", body(content, Content_Type="application/rss+xml"))
    dialog = add_dialog(room, server.url("/feed"))
    found = words(dialog._found.choices, 0)
    assert (found.title, found.second) == ("Small", f"Feed · 127.0.0.1:{server.port}")
    assert words(dialog._found._headlines, 0).title == "No articles yet."
    assert not dialog._found.sections.isVisible()
    dialog.reject()


def test_esc_stops_looking(room: Room, server: HostileServer) -> None:
    server.on("/", drip(b"<html>" + b"x" * 4000, pause=0.05))
    dialog = AddSource(room.window, room.tasks, room.services, room.theme, server.url("/"))
    dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose, False)
    dialog.open()
    room.qtbot.waitUntil(dialog._busy.isVisible, timeout=PATIENCE_MS)
    assert not dialog._main.isEnabled()
    room.qtbot.keyClick(dialog, Qt.Key.Key_Escape)
    assert not dialog.isVisible()
    assert not room.tasks.busy("dialog.discover")
    room.settle()
    dialog.deleteLater()


def host(newsroom: Demo) -> str:
    return newsroom.newsroom.url.removeprefix("http://")


def test_sections_stand_below_their_parents() -> None:
    found = [
        FoundSection("3", "Lines", "2"),
        FoundSection("1", "World", None),
        FoundSection("2", "Transport", "9"),  # its parent is not there
        FoundSection("4", "Loop", "5"),
        FoundSection("5", "Back", "4"),
        FoundSection("6", "Itself", "6"),
    ]
    placed = [(section.title, depth) for section, depth in nested(found)]
    assert placed[:3] == [("World", 0), ("Transport", 0), ("Lines", 1)]
    assert sorted(title for title, _depth in placed) == sorted(each.title for each in found)


# -- the catalogue ----------------------------------------------------------------------------


def entry(name: str, url: str, language: str = "en", region: str = "europe") -> CatalogueEntry:
    return CatalogueEntry(name, url, language, "FR", region, ("news", "politics"))


@pytest.fixture
def entries(
    newsroom: Demo, server: HostileServer, monkeypatch: pytest.MonkeyPatch
) -> tuple[CatalogueEntry, ...]:
    server.on("/gone", status(404))
    made = (
        entry("The Quay Courier", newsroom.newsroom.url),
        entry("The Silent Times", server.url("/gone")),
        entry("جريدة الميناء", "https://mina.example/", "ar", "middle-east"),
        entry("Le Quai", "https://quai.example/", "fr"),
    )
    monkeypatch.setattr(catalogue, "load", lambda: made)
    return made


def catalogue_dialog(room: Room) -> CatalogueDialog:
    dialog = CatalogueDialog(room.window, room.tasks, room.services, room.theme)
    room.open(dialog)
    return dialog


def titles(dialog: CatalogueDialog) -> list[str]:
    return [words(dialog._list, row).title for row in range(dialog._list.count())]


@pytest.mark.usefixtures("entries")
def test_filters_and_search_narrow_the_list(room: Room) -> None:
    dialog = catalogue_dialog(room)
    assert titles(dialog) == ["The Quay Courier", "The Silent Times"]  # the window speaks English
    dialog._tongue.setCurrentIndex(0)
    assert len(titles(dialog)) == 4
    assert words(dialog._list, 3) == RowWords(
        "Le Quai", "France · News · Politics · quai.example", "Français", second_lines=3
    )
    dialog._region.setCurrentIndex(dialog._region.findData("middle-east"))
    assert titles(dialog) == ["جريدة الميناء"]
    dialog._region.setCurrentIndex(0)
    room.qtbot.keyClicks(dialog._search, "fran quai")
    assert titles(dialog) == ["Le Quai"]
    room.qtbot.keyClicks(dialog._search, "zz")
    assert dialog._pages.currentIndex() == 1
    dialog.reject()


@pytest.mark.usefixtures("entries")
def test_several_are_added_and_failures_say_which_and_why(
    room: Room, server: HostileServer
) -> None:
    dialog = catalogue_dialog(room)
    assert not dialog._main.isEnabled()
    for row in range(2):
        at = dialog._list.visualItemRect(dialog._list.item(row)).center()
        room.qtbot.mouseClick(dialog._list.viewport(), LEFT, pos=at)
    assert dialog._main.text() == "Add 2 sources"
    dialog._search.setText("courier")
    assert dialog._main.text() == "Add 2 sources"  # a tick stays while the list is filtered
    dialog._search.clear()
    dialog._main.click()
    room.settle()
    assert dialog.isVisible() and len(room.sources.all()) == 1
    assert titles(dialog) == ["The Silent Times"]
    failed = words(dialog._list, 0)
    assert failed.state is RowState.FAILED
    assert failed.second.startswith(f"127.0.0.1:{server.port} · ") and failed.second.endswith(".")
    assert dialog._trouble.text().startswith("1 newsroom could not be added.")
    dialog._search.setText("q")
    assert titles(dialog) == ["The Quay Courier"] and words(dialog._list, 0).trail == "Added"
    with room.qtbot.waitSignal(dialog.added) as caught:
        dialog.reject()
    assert caught.args == [room.sources.all()[0].id]


def test_stopping_keeps_what_was_added(
    room: Room, newsroom: Demo, server: HostileServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    server.on("/slow", drip(b"<html>" + b"x" * 4000, pause=0.05))
    made = (entry("Quay", newsroom.newsroom.url), entry("Slow", server.url("/slow")))
    monkeypatch.setattr(catalogue, "load", lambda: made)
    dialog = catalogue_dialog(room)
    for row in range(2):
        dialog._list.item(row).setCheckState(Qt.CheckState.Checked)
    dialog._main.click()
    room.qtbot.waitUntil(lambda: len(room.sources.all()) == 1, timeout=PATIENCE_MS)
    room.qtbot.waitUntil(lambda: dialog._last is not None, timeout=PATIENCE_MS)
    assert dialog._cancel.text() == "Stop"
    dialog._cancel.click()
    room.settle()
    assert dialog.isVisible() and dialog._cancel.text() == "Close"
    assert words(dialog._list, 1).state is RowState.NONE
    with room.qtbot.waitSignal(dialog.added):
        dialog._cancel.click()


def test_everything_in_the_catalogue_has_words() -> None:
    regions = {key for key, _words in places.REGIONS}
    for each in catalogue.load():
        assert each.region in regions, each.name
        assert each.country == "" or places.country_name(each.country) != each.country, each.name
        assert all(places.topic_name(topic) != topic for topic in each.topics), each.name
        base = each.language.partition("-")[0]
        assert places.language_name(each.language) != base, each.name


def test_the_sections_of_a_source_are_changed(room: Room, newsroom: Demo) -> None:
    room.add_from(newsroom.newsroom.url)
    (source,) = room.sources.all()
    dialog = SectionsDialog(room.window, room.tasks, room.services, room.theme, source)
    room.open(dialog)
    depths = {words(dialog._list, row).title: words(dialog._list, row).depth for row in range(8)}
    assert depths["Film"] == 1
    dialog._list.item(2).setCheckState(Qt.CheckState.Checked)
    dialog._save.click()
    room.settle()
    followed = [each.title for each in room.sources.sections(source.id) if each.followed]
    assert followed == [words(dialog._list, 2).title]
