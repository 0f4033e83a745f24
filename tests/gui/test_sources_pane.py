"""The sidebar on real services: what it shows, and what is done with sources and folders."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import QMimeData, QModelIndex, QPoint, Qt
from PySide6.QtGui import QAccessible, QAction
from PySide6.QtTest import QAbstractItemModelTester
from PySide6.QtWidgets import QApplication, QLineEdit, QMenu, QWidget
from pytestqt.qtbot import QtBot

from desktop_app.core.articles import Counts, ListKind, ListQuery
from desktop_app.core.errors import ErrorKind
from desktop_app.core.ids import FolderId, SourceId
from desktop_app.core.sources import Folder, Problem, Source
from desktop_app.services.subscribing import Sidebar
from desktop_app.ui.sources import menus
from desktop_app.ui.sources.model import MIME, SourcesModel
from desktop_app.ui.sources.nodes import Key, Kind, tree
from desktop_app.ui.sources.pane import SourcesPane
from tests.gui.newsroom import NOW, Newsroom, dress, story

ROLE = Qt.ItemDataRole.AccessibleTextRole


class Stage:
    """A pane over a newsroom, and what it said."""

    def __init__(self, app: QApplication, folder: Path, qtbot: QtBot) -> None:
        self.theme = dress(app)
        self.qtbot = qtbot
        self.room = Newsroom(folder, qtbot.waitUntil)
        self.region = self.room.sources.add_folder("Region")
        self.gazette = self.room.add_source("The Gazette", self.region.id)
        self.post = self.room.add_source("River Valley Post", self.region.id)
        self.desk = self.room.add_source("World Desk")
        self.lists: list[tuple[ListQuery, str]] = []
        self.toasts: list[tuple[str, Any]] = []
        self.pane = SourcesPane(
            self.room.tasks, self.room.services, self.theme, self.room.pictures, now=lambda: NOW
        )
        self.pane.brand.animated = False
        self.pane.list_chosen.connect(self._on_list)
        self.pane.toast.connect(self._on_toast)
        self.room.hub.changed.connect(self.pane.apply)
        mode = QAbstractItemModelTester.FailureReportingMode.Fatal
        QAbstractItemModelTester(self.pane.model, mode, self.pane)
        self.pane.resize(228, 700)
        self.pane.show()
        self.settle()

    def _on_list(self, query: ListQuery, title: str) -> None:
        self.lists.append((query, title))

    def _on_toast(self, text: str, undo: Any) -> None:
        self.toasts.append((text, undo))

    def settle(self) -> None:
        self.room.settle()
        QApplication.sendPostedEvents()
        self.room.settle()

    def index(self, source: Source) -> QModelIndex:
        return self.pane.model.find(Kind.SOURCE, source.id)

    def folder(self) -> QModelIndex:
        return self.pane.model.find(Kind.FOLDER, self.region.id)

    def click(self, index: QModelIndex, x: int | None = None) -> None:
        rect = self.pane.tree.visualRect(index)
        point = QPoint(rect.center().x() if x is None else x, rect.center().y())
        self.qtbot.mouseClick(self.pane.tree.viewport(), Qt.MouseButton.LeftButton, pos=point)

    def choose(self, index: QModelIndex, wanted: object) -> None:
        """Open the row's menu and take the action with this data."""
        self.pane.tree.menu_wanted.emit(index, QPoint(5, 5))
        menus_ = self.pane.findChildren(QMenu, options=Qt.FindChildOption.FindDirectChildrenOnly)
        menu = menus_[-1]
        action = next(each for each in actions(menu) if each.data() == wanted)
        assert action.isEnabled()
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose, False)
        menu.close()  # as a click does: the menu goes before its action is taken
        QApplication.processEvents()  # the focus comes back to the window
        action.trigger()
        menu.deleteLater()
        self.settle()

    def shape(self) -> list[tuple[str, list[str]]]:
        model, rows = self.pane.model, []
        for row in range(model.rowCount()):
            index = model.index(row)
            inside = [model.index(at, 0, index).data() for at in range(model.rowCount(index))]
            rows.append((index.data(), inside))
        return rows[5:]


def actions(menu: QMenu) -> list[QAction]:
    found: list[QAction] = []
    for action in menu.actions():
        below = action.menu()
        found.extend(actions(below) if isinstance(below, QMenu) else [action])
    return found


@pytest.fixture
def stage(qapp: QApplication, tmp_path: Path, qtbot: QtBot) -> Iterator[Stage]:
    made = Stage(qapp, tmp_path / "profile", qtbot)
    yield made
    made.room.settle()
    made.pane.close()
    made.pane.deleteLater()
    made.room.close()


def test_the_rows_stand_in_order(stage: Stage) -> None:
    titles = [stage.pane.model.index(row).data() for row in range(5)]
    assert titles == ["Today", "Unread", "Saved", "Conversations", "Sources"]
    assert stage.shape() == [("Region", ["The Gazette", "River Valley Post"]), ("World Desk", [])]


def test_a_click_opens_a_list(stage: Stage) -> None:
    stage.click(stage.index(stage.post))
    stage.click(stage.folder())
    stage.click(stage.pane.model.find(Kind.UNREAD))
    assert stage.lists == [
        (ListQuery(ListKind.SOURCE, source_id=stage.post.id), "River Valley Post"),
        (ListQuery(ListKind.FOLDER, folder_id=stage.region.id), "Region"),
        (ListQuery(ListKind.UNREAD), "Unread"),
    ]


def test_today_begins_at_midnight(stage: Stage) -> None:
    stage.pane.select(ListQuery(ListKind.TODAY))
    query, title = stage.lists[-1]
    assert title == "Today"
    assert NOW - 86_400 < query.since <= NOW


def test_conversations_are_told_apart(stage: Stage) -> None:
    with stage.qtbot.waitSignal(stage.pane.conversations_chosen):
        stage.click(stage.pane.model.find(Kind.CONVERSATIONS))
    assert stage.lists == []
    stage.pane.select_conversations()
    assert stage.pane.tree.currentIndex().data() == "Conversations"


def test_keys_open_where_they_stop(stage: Stage) -> None:
    stage.pane.select(ListQuery(ListKind.TODAY))
    stage.lists.clear()
    for key in (Qt.Key.Key_Down, Qt.Key.Key_Down):
        stage.qtbot.keyClick(stage.pane.tree, key)
    assert stage.lists == []
    stage.qtbot.waitUntil(lambda: len(stage.lists) == 1)
    assert stage.lists[0][1] == "Saved"
    for _ in range(2):
        stage.qtbot.keyClick(stage.pane.tree, Qt.Key.Key_Down)
    assert stage.pane.tree.currentIndex().data() == "Region", "the caption is passed over"


def test_folders_open_and_shut(stage: Stage) -> None:
    assert stage.pane.tree.isExpanded(stage.folder())
    stage.click(stage.folder(), x=22)
    stage.settle()
    assert not stage.pane.tree.isExpanded(stage.folder())
    assert stage.room.sources.folders()[0].collapsed
    assert stage.lists == [], "the caret opens no list"
    stage.pane.tree.mark(stage.folder())
    stage.qtbot.keyClick(stage.pane.tree, Qt.Key.Key_Right)
    stage.settle()
    assert stage.pane.tree.isExpanded(stage.folder())
    assert not stage.room.sources.folders()[0].collapsed


def test_arrows_turn_with_the_text(stage: Stage) -> None:
    stage.pane.setLayoutDirection(Qt.LayoutDirection.RightToLeft)
    stage.pane.tree.mark(stage.folder())
    stage.qtbot.keyClick(stage.pane.tree, Qt.Key.Key_Right)
    assert not stage.pane.tree.isExpanded(stage.folder())
    stage.qtbot.keyClick(stage.pane.tree, Qt.Key.Key_Left)
    assert stage.pane.tree.isExpanded(stage.folder())


def test_counts_follow_what_is_read(stage: Stage) -> None:
    ids = stage.room.store(stage.post.id, *(story(at, at) for at in range(3)))
    stage.pane.reload()
    stage.settle()
    assert stage.index(stage.post).data(ROLE) == "River Valley Post, 3 unread"
    assert stage.folder().data(ROLE) == "Region, folder, 3 unread"
    stage.room.tasks.run(stage.room.services.reading.mark_read(ids[:2]))
    stage.settle()
    stage.qtbot.waitUntil(lambda: stage.index(stage.post).data(ROLE).endswith("1 unread"))


def test_a_problem_is_told_with_its_reason(stage: Stage) -> None:
    rect = stage.pane.tree.visualRect(stage.index(stage.desk))
    before = stage.pane.tree.viewport().grab(rect).toImage()
    stage.room.sources.set_problem(stage.desk.id, Problem(ErrorKind.TIMEOUT, "", NOW))
    stage.pane.reload()
    stage.settle()
    index = stage.index(stage.desk)
    tip = index.data(Qt.ItemDataRole.ToolTipRole).splitlines()
    assert tip[0] == "World Desk"
    assert len(tip) == 3
    assert index.data(ROLE) == f"World Desk, {tip[2]}"
    assert stage.pane.tree.viewport().grab(rect).toImage() != before


def test_renaming_in_place(stage: Stage) -> None:
    stage.pane.tree.edit(stage.index(stage.desk))
    field = stage.pane.tree.findChild(QLineEdit)
    field.selectAll()
    stage.qtbot.keyClicks(field, "Desk & World")
    stage.qtbot.keyClick(field, Qt.Key.Key_Return)
    stage.settle()
    assert stage.index(stage.desk).data() == "Desk & World"
    assert stage.room.sources.get(stage.desk.id).title == "Desk & World"  # type: ignore[union-attr]


def test_an_empty_name_changes_nothing(stage: Stage) -> None:
    assert not stage.pane.model.setData(stage.folder(), "  ")
    assert not stage.pane.model.setData(stage.folder(), "Region")


def test_muting(stage: Stage) -> None:
    stage.choose(stage.index(stage.desk), menus.MUTE)
    stage.qtbot.waitUntil(lambda: "muted" in stage.index(stage.desk).data(ROLE))
    stage.choose(stage.index(stage.desk), menus.MUTE)
    stage.qtbot.waitUntil(lambda: "muted" not in stage.index(stage.desk).data(ROLE))


def test_unsubscribing_can_be_undone(stage: Stage) -> None:
    stage.room.store(stage.desk.id, story(1, 1))
    stage.pane.select(ListQuery(ListKind.SOURCE, source_id=stage.desk.id))
    stage.choose(stage.index(stage.desk), menus.REMOVE)
    stage.qtbot.waitUntil(lambda: not stage.index(stage.desk).isValid())
    assert stage.lists[-1][1] == "Today", "what was shown is gone"
    words, undo = stage.toasts[-1]
    assert words == "\u2068World Desk\u2069 was removed"
    undo()
    stage.settle()
    stage.qtbot.waitUntil(lambda: stage.index(stage.desk).isValid())


def test_a_folder_goes_and_its_sources_stay(stage: Stage) -> None:
    stage.choose(stage.folder(), menus.REMOVE_FOLDER)
    stage.qtbot.waitUntil(lambda: not stage.folder().isValid())
    assert sorted(title for title, _ in stage.shape()) == [
        "River Valley Post",
        "The Gazette",
        "World Desk",
    ]
    stage.toasts[-1][1]()
    stage.settle()
    again = [("Region", ["The Gazette", "River Valley Post"]), ("World Desk", [])]
    stage.qtbot.waitUntil(lambda: stage.shape() == again)


def test_moving_by_the_menu(stage: Stage) -> None:
    folder = stage.room.sources.folders()[0]
    stage.choose(stage.index(stage.desk), folder)
    inside = ["The Gazette", "River Valley Post", "World Desk"]
    stage.qtbot.waitUntil(lambda: stage.shape() == [("Region", inside)])
    stage.choose(stage.index(stage.desk), menus.MOVE_OUT)
    stage.qtbot.waitUntil(lambda: len(stage.shape()) == 2)


def test_a_new_folder_is_named_at_once(stage: Stage) -> None:
    stage.choose(QModelIndex(), menus.NEW_FOLDER)
    stage.qtbot.waitUntil(lambda: stage.pane.tree.findChild(QLineEdit) is not None)
    assert any(title == "New folder" for title, _ in stage.shape())


def drop(stage: Stage, source: Source, row: int, parent: QModelIndex) -> None:
    data: QMimeData = stage.pane.model.mimeData([stage.index(source)])
    stage.pane.model.dropMimeData(data, Qt.DropAction.MoveAction, row, 0, parent)
    stage.settle()


def test_dragging_orders_and_files(stage: Stage) -> None:
    drop(stage, stage.post, 0, stage.folder())
    inside = ["River Valley Post", "The Gazette"]
    stage.qtbot.waitUntil(lambda: stage.shape()[0] == ("Region", inside))
    drop(stage, stage.desk, -1, stage.folder())
    stage.qtbot.waitUntil(lambda: stage.shape() == [("Region", [*inside, "World Desk"])])
    drop(stage, stage.gazette, -1, QModelIndex())
    left = ["River Valley Post", "World Desk"]
    stage.qtbot.waitUntil(lambda: stage.shape() == [("Region", left), ("The Gazette", [])])


def test_only_sources_are_dragged(stage: Stage) -> None:
    assert not stage.pane.model.flags(stage.folder()) & Qt.ItemFlag.ItemIsDragEnabled
    assert not stage.pane.model.dropMimeData(
        QMimeData(), Qt.DropAction.MoveAction, 0, 0, stage.folder()
    )
    assert stage.pane.model.mimeTypes() == [MIME]


def test_marking_a_source_read_can_be_undone(stage: Stage) -> None:
    stage.room.store(stage.desk.id, *(story(at, at) for at in range(4)))
    stage.choose(stage.index(stage.desk), menus.ALL_READ)
    assert stage.toasts[-1][0] == "4 articles marked as read"
    stage.toasts[-1][1]()
    stage.settle()
    query = ListQuery(ListKind.SOURCE, source_id=stage.desk.id)
    assert len(stage.room.articles.matching_ids(query)) == 4


def test_the_selection_stays_while_things_change(stage: Stage) -> None:
    stage.click(stage.index(stage.desk))
    stage.lists.clear()
    stage.room.add_source("A new one", stage.region.id)
    stage.pane.reload()
    stage.settle()
    assert stage.pane.tree.currentIndex().data() == "World Desk"
    assert stage.lists == []


def test_a_source_is_opened_as_soon_as_it_is_there(stage: Stage) -> None:
    new = stage.room.add_source("Just added")
    stage.pane.select(ListQuery(ListKind.SOURCE, source_id=new.id))
    stage.settle()
    assert stage.lists == [(ListQuery(ListKind.SOURCE, source_id=new.id), "Just added")]
    assert stage.pane.tree.currentIndex().data() == "Just added"


def test_the_foot_says_when(stage: Stage) -> None:
    assert stage.pane.foot.text() == ""
    stage.room.sources.set_refreshed(stage.desk.id, NOW - 120, NOW)
    stage.pane.reload()
    stage.settle()
    assert stage.pane.foot.text() == "Refreshed 2 min ago"
    stage.pane.set_refreshing(True)
    assert stage.pane.foot.text() == "Refreshing …"
    stage.pane.set_refreshing(False)
    assert stage.pane.foot.text() == "Refreshed 2 min ago"


def test_the_main_menu_opens_from_the_name(stage: Stage) -> None:
    menu = QMenu(stage.pane)
    menu.addAction("Settings …")
    stage.pane.set_main_menu(menu)
    assert stage.pane.brand.button.isEnabled()
    stage.qtbot.mouseClick(stage.pane.brand.button, Qt.MouseButton.LeftButton)
    assert menu.isVisible()
    menu.close()


def test_every_control_has_a_name(stage: Stage) -> None:
    for widget in stage.pane.findChildren(QWidget):
        if widget.focusPolicy() != Qt.FocusPolicy.NoFocus and widget.isVisible():
            name = QAccessible.queryAccessibleInterface(widget).text(QAccessible.Text.Name)
            assert name, widget


@pytest.mark.parametrize("scheme", ["light", "dark", "contrast"])
def test_the_ground_is_the_scheme_s(stage: Stage, scheme: str) -> None:
    stage.theme.set_scheme(scheme)
    tokens = stage.theme.tokens
    image = stage.pane.grab().toImage()
    for y in (3, 600, 690):
        assert image.pixelColor(2, y) == tokens.sidebar
    stage.theme.set_scheme("light")


# -- the model alone ------------------------------------------------------------------------------


def sidebar(places: list[int | None], folders: list[int], counts: list[int]) -> Sidebar:
    sources = tuple(
        Source(
            SourceId(at + 1), "feed", f"https://{at}.example", f"Source {at}", "", folder_id=where
        )  # type: ignore[arg-type]
        for at, where in enumerate(places)
    )
    made = tuple(Folder(FolderId(each), f"Folder {each}", at) for at, each in enumerate(folders))
    unread = {SourceId(at + 1): count for at, count in enumerate(counts)}
    return Sidebar(made, sources, Counts(0, 0, 0, 0, unread))


SIDEBARS = st.builds(
    sidebar,
    st.lists(st.sampled_from([None, 1, 2, 3]), max_size=8),
    st.lists(st.sampled_from([1, 2, 3]), unique=True),
    st.lists(st.integers(0, 5), max_size=8),
)


def keys(model: SourcesModel, parent: QModelIndex | None = None) -> list[Any]:
    parent = parent or QModelIndex()
    found: list[Any] = []
    for row in range(model.rowCount(parent)):
        index = model.index(row, 0, parent)
        node = model.node(index)
        assert node is not None
        assert model.parent(index) == parent
        key: Key = node.key
        found.append((key, node.count, keys(model, index)))
    return found


@given(SIDEBARS, SIDEBARS)
def test_the_model_follows_any_change(qapp: QApplication, one: Sidebar, other: Sidebar) -> None:
    model = SourcesModel()
    mode = QAbstractItemModelTester.FailureReportingMode.Fatal
    tester = QAbstractItemModelTester(model, mode)
    for each in (one, other, replace(other, sources=other.sources[::-1])):
        nodes = tree(each)
        model.become(nodes)
        assert keys(model) == [
            (node.key, node.count, [(child.key, child.count, []) for child in node.children])
            for node in nodes
        ]
    assert tester.model() is model


@pytest.mark.parametrize("way", [Qt.LayoutDirection.LeftToRight, Qt.LayoutDirection.RightToLeft])
def test_the_menu_opens_on_the_leading_side_of_the_pointer(
    stage: Stage, way: Qt.LayoutDirection
) -> None:
    stage.pane.setLayoutDirection(way)
    stage.pane.tree.menu_wanted.emit(stage.index(stage.desk), QPoint(400, 20))
    menu = stage.pane.findChildren(QMenu, options=Qt.FindChildOption.FindDirectChildrenOnly)[-1]
    place = menu.geometry()
    if way == Qt.LayoutDirection.LeftToRight:
        assert place.left() == 400
    else:
        assert place.right() == 399
    menu.close()
