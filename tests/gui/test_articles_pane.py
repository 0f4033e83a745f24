"""The article list on real services: what is shown, and what the reader does."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QAccessible
from PySide6.QtTest import QAbstractItemModelTester, QSignalSpy
from PySide6.QtWidgets import QAbstractButton, QApplication, QWidget
from pytestqt.qtbot import QtBot

from desktop_app.core.articles import ListFilter, ListKind, ListQuery
from desktop_app.core.errors import AppError, ErrorKind
from desktop_app.core.sources import Capability, FoundSection
from desktop_app.core.work import NET, Work, on
from desktop_app.ui.articles import menu
from desktop_app.ui.articles.pages import MOST
from desktop_app.ui.articles.pane import ArticlesPane
from tests.gui.newsroom import NOW, Newsroom, dress, story

ALL = ListQuery(ListKind.ALL)
UNREAD = ListQuery(ListKind.UNREAD)


class Stage:
    """A pane over a newsroom, and what it said."""

    def __init__(self, app: QApplication, folder: Path, qtbot: QtBot) -> None:
        theme = dress(app)
        self.qtbot = qtbot
        self.room = Newsroom(folder, qtbot.waitUntil)
        self.paper = self.room.add_source("River Valley Post")
        self.opened: list[int] = []
        self.toasts: list[tuple[str, Any]] = []
        self.pane = ArticlesPane(
            self.room.tasks, self.room.services, theme, self.room.pictures, now=lambda: NOW
        )
        self.pane.article_chosen.connect(self._on_opened)
        self.pane.toast.connect(self._on_toast)
        self.room.hub.changed.connect(self.pane.apply)
        QAbstractItemModelTester(
            self.pane.model, QAbstractItemModelTester.FailureReportingMode.Fatal, self.pane
        )
        self.pane.resize(352, 800)
        self.pane.show()

    def _on_opened(self, article: Any) -> None:
        self.opened.append(article.id)

    def _on_toast(self, text: str, undo: Any) -> None:
        self.toasts.append((text, undo))

    def store(self, count: int, start: int = 1, age: int = 0) -> None:
        found = [story(start + at, age + at) for at in range(count)]
        for first in range(0, count, 1000):
            self.room.store(self.paper.id, *found[first : first + 1000])

    def show(self, query: ListQuery = ALL) -> None:
        self.pane.show_list(query, "List")
        self.settle()

    def settle(self) -> None:
        self.room.settle()
        QApplication.sendPostedEvents()
        self.room.settle()

    def titles(self) -> list[str]:
        return [row.article.title for row in self.pane.model.rows]

    def numbers(self) -> list[int]:
        return [int(row.article.remote_id) for row in self.pane.model.rows]

    def click(self, number: int) -> None:
        index = self.pane.model.index(number)
        self.pane.list.scrollTo(index)
        point = self.pane.list.visualRect(index).center()
        view = self.pane.list.viewport()
        self.qtbot.mouseClick(view, Qt.MouseButton.LeftButton, pos=point)


@pytest.fixture
def stage(qapp: QApplication, tmp_path: Path, qtbot: QtBot) -> Iterator[Stage]:
    made = Stage(qapp, tmp_path / "profile", qtbot)
    yield made
    made.room.settle()
    made.pane.close()
    made.pane.deleteLater()
    made.room.close()


def test_a_click_opens(stage: Stage) -> None:
    stage.store(5)
    stage.show()
    assert stage.numbers() == [1, 2, 3, 4, 5]
    stage.click(2)
    current = stage.pane.current()
    assert current is not None
    assert current.remote_id == "3"
    assert stage.opened == [current.id]


def test_the_right_button_opens_nothing(stage: Stage) -> None:
    stage.store(3)
    stage.show()
    point = stage.pane.list.visualRect(stage.pane.model.index(1)).center()
    stage.qtbot.mouseClick(stage.pane.list.viewport(), Qt.MouseButton.RightButton, pos=point)
    assert stage.opened == []


def test_keys_walk_through_the_list(stage: Stage) -> None:
    stage.store(5)
    stage.show()
    stage.pane.next()
    stage.pane.next()
    stage.pane.previous()
    assert len(stage.opened) == 3
    assert stage.pane.list.current() == 0
    stage.qtbot.keyClick(stage.pane.list, Qt.Key.Key_Down)
    stage.qtbot.keyClick(stage.pane.list, Qt.Key.Key_Down)
    assert len(stage.opened) == 3, "held keys open only where they stop"
    stage.qtbot.waitUntil(lambda: len(stage.opened) == 4)
    stage.qtbot.keyClick(stage.pane.list, Qt.Key.Key_End)
    assert stage.pane.list.current() == 4, "not the foot"
    stage.qtbot.keyClick(stage.pane.list, Qt.Key.Key_Return)
    assert len(stage.opened) == 5


def test_marks_are_shown_at_once_and_stored_behind(stage: Stage) -> None:
    stage.store(3)
    stage.show()
    stage.click(1)
    stage.pane.toggle_read()
    stage.pane.toggle_saved()
    article = stage.pane.model.rows[1].article
    assert article.read
    assert article.saved
    stage.settle()
    stored = stage.room.articles.get(article.id)
    assert stored is not None
    assert (stored.read, stored.saved) == (True, True)
    stage.pane.toggle_read()
    stage.settle()
    assert not stage.pane.model.rows[1].article.read


def test_a_mark_that_cannot_be_stored_is_taken_back(
    stage: Stage, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(ids: Any, read: bool = True) -> Work[Any]:
        def fail() -> None:
            raise AppError(ErrorKind.DISK_FULL)

        yield on(NET, fail)

    stage.store(2)
    stage.show()
    stage.click(0)
    monkeypatch.setattr(stage.room.services.reading, "mark_read", refuse)
    stage.pane.toggle_read()
    assert stage.pane.model.rows[0].article.read
    stage.settle()
    assert not stage.pane.model.rows[0].article.read
    assert stage.toasts


def test_a_read_article_stays_until_the_list_changes(stage: Stage) -> None:
    stage.store(4)
    stage.show(UNREAD)
    stage.click(1)
    stage.pane.toggle_read()
    stage.settle()
    assert stage.numbers() == [1, 2, 3, 4]
    stage.room.store(stage.paper.id, story(9, 60))
    stage.pane.reload()
    stage.settle()
    assert stage.numbers() == [1, 2, 3, 4, 9]
    stage.show(UNREAD)
    assert stage.numbers() == [1, 3, 4, 9]


def test_all_can_be_marked_and_taken_back(stage: Stage) -> None:
    stage.store(260)
    stage.show()
    stage.pane.mark_all_read()
    stage.settle()
    assert all(row.article.read for row in stage.pane.model.rows)
    words, undo = stage.toasts[-1]
    assert words == "260 articles marked as read"
    undo()
    stage.settle()
    assert not any(row.article.read for row in stage.pane.model.rows)
    assert len(stage.room.articles.matching_ids(ALL)) == 260


def test_nothing_to_mark_is_said(stage: Stage) -> None:
    stage.show()
    stage.pane.mark_all_read()
    stage.settle()
    assert stage.toasts[-1] == ("Nothing unread here", None)


def test_above_and_below_are_marked(stage: Stage) -> None:
    stage.store(450)
    stage.show()
    article = stage.pane.model.rows[100].article
    stage.pane.acts.do(menu.BELOW, article)
    stage.settle()
    assert stage.toasts[-1][0] == "349 articles marked as read"
    stage.pane.acts.do(menu.ABOVE, article)
    stage.settle()
    assert stage.toasts[-1][0] == "100 articles marked as read"
    assert stage.room.articles.matching_ids(ALL) == (article.id,)


def test_the_menu_offers_what_can_be_done(stage: Stage) -> None:
    stage.store(2)
    stage.show()
    article = stage.pane.model.rows[0].article
    theme = stage.pane.theme
    shown = menu.article_menu(stage.pane, theme.tokens, article, stage.pane.acts._on_menu)
    texts = [action.text() for action in shown.actions() if not action.isSeparator()]
    assert "Mark as read" in texts
    assert "Save" in texts
    assert len(texts) == len(set(texts)) == 7
    stage.pane.acts.do(menu.COPY, article)
    assert QApplication.clipboard().text() == "https://paper.example/1"
    shown.deleteLater()


def test_the_chips_filter(stage: Stage) -> None:
    stage.store(4)
    stage.show()
    stage.click(0)
    stage.pane.toggle_saved()
    stage.settle()
    chips = stage.pane.bar.findChildren(QAbstractButton)
    saved = next(chip for chip in chips if chip.text() == "Saved")
    stage.qtbot.mouseClick(saved, Qt.MouseButton.LeftButton)
    stage.settle()
    assert stage.numbers() == [1]
    stage.pane.set_filter(ListFilter.ALL)
    stage.settle()
    assert stage.numbers() == [1, 2, 3, 4]
    assert stage.pane.list.current() == 0, "the open article is still marked"


def test_typing_searches_what_is_stored(stage: Stage) -> None:
    stage.room.store(
        stage.paper.id, story(1, 5, "Olive harvest starts"), story(2, 6, "Port of the strait")
    )
    stage.show()
    for letters in ("o", "l", "i"):
        stage.qtbot.keyClicks(stage.pane.bar.field, letters)
    stage.settle()
    assert stage.titles() == ["Olive harvest starts"]
    stage.qtbot.keyClick(stage.pane.bar.field, Qt.Key.Key_Return)
    assert len(stage.opened) == 1
    stage.qtbot.keyClicks(stage.pane.bar.field, "xx")
    stage.settle()
    assert stage.pane.face.isVisible()
    assert "olixx" in stage.pane.face.accessibleName()
    stage.qtbot.keyClick(stage.pane.bar.field, Qt.Key.Key_Escape)
    stage.settle()
    assert len(stage.numbers()) == 2
    assert not stage.pane.face.isVisible()


def test_a_site_is_asked_when_it_can_search(stage: Stage, monkeypatch: pytest.MonkeyPatch) -> None:
    stage.store(3)
    asked: list[str] = []

    def abilities(source_id: Any) -> Work[frozenset[Capability]]:
        yield on(NET, str)
        return frozenset({Capability.SEARCH})

    def search_site(source_id: Any, text: str) -> Work[Any]:
        yield on(NET, asked.append, text)
        return stage.room.articles.page(ALL, None).items[:1]

    services = stage.room.services
    monkeypatch.setattr(services.subscribing, "abilities", abilities)
    monkeypatch.setattr(services.reading, "search_site", search_site)
    stage.show(ListQuery(ListKind.SOURCE, source_id=stage.paper.id))
    stage.qtbot.keyClicks(stage.pane.bar.field, "story")
    stage.settle()
    assert len(stage.numbers()) == 3
    assert stage.pane.model.foot == "Search on River Valley Post"
    stage.click(3)
    stage.settle()
    assert asked == ["story"]
    assert stage.numbers() == [1]
    assert stage.pane.model.foot is None


def scroll_to_the_end(stage: Stage) -> None:
    bar = stage.pane.list.verticalScrollBar()
    while stage.pane.rows.more or bar.value() < bar.maximum():
        bar.setValue(bar.maximum())
        stage.settle()


def test_the_list_reaches_the_very_end_and_comes_back(stage: Stage) -> None:
    stage.store(2700)
    stage.show()
    assert len(stage.numbers()) == 200
    scroll_to_the_end(stage)
    assert stage.numbers()[-1] == 2700
    assert len(stage.numbers()) <= MOST
    assert stage.pane.model.foot == "That is all"
    bar = stage.pane.list.verticalScrollBar()
    while not stage.pane.rows.at_top or bar.value() > 0:
        bar.setValue(0)
        stage.settle()
    numbers = stage.numbers()
    assert numbers == list(range(1, len(numbers) + 1)), "no gap, no row twice"
    assert len(numbers) <= MOST
    scroll_to_the_end(stage)
    assert stage.numbers()[-1] == 2700


def test_the_window_slides_without_moving(stage: Stage) -> None:
    stage.store(2700)
    stage.show()
    bar, view = stage.pane.list.verticalScrollBar(), stage.pane.list
    while len(stage.numbers()) < MOST:
        bar.setValue(bar.maximum())
        stage.settle()
    bar.setValue(bar.maximum() - 300)
    index = view.indexAt(QPoint(100, 5))
    before = (stage.numbers()[index.row()], view.visualRect(index).top())
    stage.settle()
    assert not stage.pane.rows.at_top
    index = view.indexAt(QPoint(100, 5))
    assert (stage.numbers()[index.row()], view.visualRect(index).top()) == before


def test_the_site_is_asked_at_the_end_of_what_is_stored(
    stage: Stage, monkeypatch: pytest.MonkeyPatch
) -> None:
    stage.store(30)
    left = [3]

    def older(query: Any) -> Work[int]:
        yield on(NET, str)
        if not left[0]:
            return 0
        left[0] -= 1
        new = stage.room.store(
            stage.paper.id,
            *(story(1000 * (1 + left[0]) + at, 9000 - 1000 * left[0] + at) for at in range(40)),
        )
        return len(new)

    monkeypatch.setattr(stage.room.services.reading, "older", older)
    stage.show(ListQuery(ListKind.SOURCE, source_id=stage.paper.id))
    for _ in range(8):
        stage.pane.list.verticalScrollBar().setValue(10**6)
        stage.settle()
    assert len(stage.numbers()) == 30 + 3 * 40
    assert len(set(stage.numbers())) == 30 + 3 * 40
    assert stage.pane.model.foot == "That is all"


def test_a_site_that_fails_can_be_asked_again(
    stage: Stage, monkeypatch: pytest.MonkeyPatch
) -> None:
    stage.store(3)
    answers: list[Any] = [AppError(ErrorKind.OFFLINE), 0]

    def older(query: Any) -> Work[int]:
        def ask() -> int:
            answer = answers.pop(0)
            if isinstance(answer, AppError):
                raise answer
            return int(answer)

        count: int = yield on(NET, ask)
        return count

    monkeypatch.setattr(stage.room.services.reading, "older", older)
    stage.show(ListQuery(ListKind.SOURCE, source_id=stage.paper.id))
    assert "Try again" in str(stage.pane.model.foot)
    stage.click(3)
    stage.settle()
    assert stage.pane.model.foot == "That is all"
    assert answers == []


def test_new_articles_do_not_move_the_list(stage: Stage) -> None:
    stage.store(40, age=100)
    stage.show()
    stage.pane.list.setFocus()
    before = stage.pane.list.viewport().grab().toImage()
    stage.room.store(stage.paper.id, *(story(900 + at, at) for at in range(3)))
    stage.pane.reload()
    stage.settle()
    assert stage.pane.pill.text() == "3 new articles"
    stage.pane.pill.hide()
    assert stage.pane.list.viewport().grab().toImage() == before
    stage.pane.pill.show()
    stage.qtbot.mouseClick(stage.pane.pill, Qt.MouseButton.LeftButton)
    assert stage.pane.list.verticalScrollBar().value() == 0
    assert not stage.pane.pill.isVisible()
    assert stage.numbers()[:4] == [900, 901, 902, 1]


def test_the_current_row_survives_new_ones(stage: Stage) -> None:
    stage.store(10, age=50)
    stage.show()
    stage.click(2)
    resets = QSignalSpy(stage.pane.model.modelReset)
    stage.room.store(stage.paper.id, story(900, 1))
    stage.pane.reload()
    stage.settle()
    assert stage.pane.list.current() == 3
    assert resets.count() == 0
    assert len(stage.opened) == 1


def test_the_next_unread_is_found_beyond_what_is_loaded(stage: Stage) -> None:
    stage.store(700)
    ids = [
        each.id for each in stage.room.articles.get_many(range(1, 701)) if each.remote_id != "650"
    ]
    stage.room.articles.set_read(ids, True)
    stage.show()
    stage.pane.next_unread()
    stage.qtbot.waitUntil(lambda: bool(stage.opened))
    current = stage.pane.current()
    assert current is not None
    assert current.remote_id == "650"
    stage.pane.next_unread()
    stage.settle()
    assert stage.toasts[-1][0] == "No more unread articles here"


def test_an_empty_list_invites(stage: Stage) -> None:
    stage.show(ListQuery(ListKind.TODAY, since=NOW - 3600))
    assert stage.pane.face.accessibleName().startswith("Nothing new today")
    stage.pane.set_filter(ListFilter.UNREAD)
    stage.settle()
    assert stage.pane.face.accessibleName().startswith("All read")
    button = stage.pane.face.findChild(QAbstractButton)
    stage.qtbot.mouseClick(button, Qt.MouseButton.LeftButton)
    stage.settle()
    assert stage.pane.rows.query is not None
    assert stage.pane.rows.query.filter is ListFilter.ALL


def test_without_sources_one_is_asked_for(stage: Stage) -> None:
    stage.room.sources.remove(stage.paper.id)
    stage.pane.reload()
    stage.show()
    button = stage.pane.face.findChild(QAbstractButton)
    with stage.qtbot.waitSignal(stage.pane.add_requested):
        stage.qtbot.mouseClick(button, Qt.MouseButton.LeftButton)


def test_a_list_that_fails_says_why_and_tries_again(
    stage: Stage, monkeypatch: pytest.MonkeyPatch
) -> None:
    stage.store(3)
    real = stage.room.services.reading.page

    def broken(query: Any, cursor: Any = None) -> Work[Any]:
        def fail() -> None:
            raise AppError(ErrorKind.CORRUPT)

        yield on(NET, fail)

    monkeypatch.setattr(stage.room.services.reading, "page", broken)
    stage.show()
    assert stage.pane.face.isVisible()
    monkeypatch.setattr(stage.room.services.reading, "page", real)
    button = stage.pane.face.findChild(QAbstractButton)
    stage.qtbot.mouseClick(button, Qt.MouseButton.LeftButton)
    stage.settle()
    assert stage.numbers() == [1, 2, 3]
    assert not stage.pane.face.isVisible()


def test_the_last_list_that_was_asked_for_is_shown(stage: Stage) -> None:
    stage.store(3)
    other = stage.room.add_source("World Desk")
    stage.room.store(other.id, story(77, 1))
    for source in (stage.paper, other, stage.paper, other):
        stage.pane.show_list(ListQuery(ListKind.SOURCE, source_id=source.id), source.title)
    stage.settle()
    assert stage.numbers() == [77]


def test_conversations_are_shown(stage: Stage) -> None:
    stage.pane.show_conversations()
    stage.settle()
    assert stage.pane.face.accessibleName().startswith("No conversations yet")
    stage.show()
    assert not stage.pane.face.accessibleName().startswith("No conversations")


def test_every_control_has_a_name(stage: Stage) -> None:
    stage.store(3)
    stage.show()
    for widget in stage.pane.findChildren(QWidget):
        if widget.focusPolicy() != Qt.FocusPolicy.NoFocus and widget.isVisible():
            name = QAccessible.queryAccessibleInterface(widget).text(QAccessible.Text.Name)
            assert name, widget


def test_times_are_painted_again_only_while_seen(stage: Stage) -> None:
    assert stage.pane._minute.isActive()
    stage.pane.hide()
    assert not stage.pane._minute.isActive()


def test_midnight_makes_another_today(stage: Stage) -> None:
    stage.show(ListQuery(ListKind.TODAY, since=NOW - 10 * 86_400))
    stage.pane.on_window_active()
    query = stage.pane.rows.query
    assert query is not None
    assert NOW - 86_400 < query.since <= NOW


@pytest.mark.parametrize("scheme", ["light", "dark", "contrast"])
def test_rows_are_painted_in_every_scheme(stage: Stage, scheme: str) -> None:
    title = "كلمات كثيرة في عنوان واحد طويل جدا لا يتسع له السطر"
    stage.room.store(
        stage.paper.id,
        story(1, 5, picture="painted:#336699"),
        story(2, 9, title, "painted:#aa0000"),
    )
    stage.show()
    stage.click(0)
    theme = stage.pane.theme
    theme.set_scheme(scheme)
    for direction in (Qt.LayoutDirection.LeftToRight, Qt.LayoutDirection.RightToLeft):
        stage.pane.setLayoutDirection(direction)
        image = stage.pane.list.viewport().grab().toImage()
        box = stage.pane.list.visualRect(stage.pane.model.index(0))
        edge = box.right() - 1 if direction == Qt.LayoutDirection.RightToLeft else box.left() + 1
        assert image.pixelColor(edge, box.center().y()) == theme.tokens.accent
        picture = (
            box.left() + 50 if direction == Qt.LayoutDirection.RightToLeft else box.right() - 50
        )
        assert image.pixelColor(picture, box.center().y()).name() == "#336699"
    theme.set_scheme("light")


def test_another_list_starts_at_its_top(stage: Stage) -> None:
    stage.store(60)
    stage.show()
    stage.click(50)
    stage.show(UNREAD)
    assert stage.pane.list.current() == 50
    assert stage.pane.list.verticalScrollBar().value() == 0
    stage.pane.set_filter(ListFilter.UNREAD)
    stage.settle()
    assert stage.pane.list.verticalScrollBar().value() > 0, "the same list stays where it is read"


def test_a_chip_outlives_a_search(stage: Stage) -> None:
    stage.store(3)
    stage.room.articles.set_read(stage.room.articles.matching_ids(ALL)[:1], True)
    stage.show()
    stage.pane.set_filter(ListFilter.UNREAD)
    stage.qtbot.keyClicks(stage.pane.bar.field, "story")
    stage.settle()
    assert len(stage.numbers()) == 2
    stage.qtbot.keyClick(stage.pane.bar.field, Qt.Key.Key_Escape)
    stage.settle()
    assert len(stage.numbers()) == 2


def test_a_section_is_chosen_from_the_menu(stage: Stage) -> None:
    sections = [FoundSection("7", "Culture & Arts"), FoundSection("8", "Sport")]
    stage.room.sources.store_sections(stage.paper.id, sections)
    stage.room.store(stage.paper.id, story(1, 5, section_ids=("7",)), story(2, 6))
    stage.show(ListQuery(ListKind.SOURCE, source_id=stage.paper.id))
    picker = stage.pane.bar.picker
    assert picker.isVisible()
    assert picker.text() == "All sections"
    picker.chosen.emit(stage.room.sources.sections(stage.paper.id)[0])
    stage.settle()
    assert stage.numbers() == [1]
    assert picker.text() == "Culture & Arts"
    picker.chosen.emit(None)
    stage.settle()
    assert stage.numbers() == [1, 2]
    stage.show()
    assert not picker.isVisible()
