"""The sidebar: lists, folders and sources, what can be done with them, and when it was fresh."""

import time
from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QModelIndex, QPoint, QTimer, Signal
from PySide6.QtGui import QAction, QHideEvent, QPalette, QShowEvent
from PySide6.QtWidgets import QMenu, QVBoxLayout, QWidget

from desktop_app.core.articles import ListKind, ListQuery
from desktop_app.core.changes import ChangeSet
from desktop_app.core.sources import Folder
from desktop_app.system.i18n import _
from desktop_app.ui import day, times
from desktop_app.ui.sources import menus
from desktop_app.ui.sources.acts import END, Acts
from desktop_app.ui.sources.brand import AddButton, Brand, Foot
from desktop_app.ui.sources.delegate import INSET, SourcesDelegate
from desktop_app.ui.sources.model import SourcesModel
from desktop_app.ui.sources.nodes import Key, Kind, Node, tree, walk
from desktop_app.ui.sources.tree import SourcesTree
from desktop_app.ui.theme.theme import Theme
from desktop_app.ui.widgets.menu_place import open_at

if TYPE_CHECKING:
    from desktop_app.runtime.tasks import Tasks
    from desktop_app.services.bundle import Services
    from desktop_app.services.subscribing import Sidebar
    from desktop_app.ui.pictures import Pictures

SLOT = "sources.sidebar"
MINUTE_MS = 60_000
_KINDS = {
    ListKind.TODAY: Kind.TODAY,
    ListKind.UNREAD: Kind.UNREAD,
    ListKind.SAVED: Kind.SAVED,
}


def _clock() -> int:
    return int(time.time())


class SourcesPane(QWidget):
    """Main thread; data comes and goes through ``tasks``."""

    list_chosen = Signal(object, str)
    """A ``ListQuery`` to show, and its title."""
    conversations_chosen = Signal()
    add_requested = Signal()
    refresh_requested = Signal()
    toast = Signal(str, object)
    """Words, and a function that takes back what they tell of, or None."""

    def __init__(
        self,
        tasks: "Tasks",
        services: "Services",
        theme: Theme,
        pictures: "Pictures",
        parent: QWidget | None = None,
        *,
        now: Callable[[], int] = _clock,
    ) -> None:
        super().__init__(parent)
        self._tasks, self._services, self._theme = tasks, services, theme
        self._now = now
        self._nodes: tuple[Node, ...] = ()
        self._folders: tuple[Folder, ...] = ()
        self._wanted: Key = (Kind.TODAY, 0)
        self._awaited = False  # the wanted row is not there yet: open its list when it comes
        self._to_name: Folder | None = None
        self._refreshing = False
        self._menu_key: Key | None = None
        self.model = SourcesModel(self)
        self.acts = Acts(tasks, services, self)
        self._build(pictures)
        self._join()
        pictures.ready.connect(self._on_picture)
        self.reload()

    # -- building -------------------------------------------------------------------------------

    def _build(self, pictures: "Pictures") -> None:
        theme = self._theme
        self.brand = Brand(theme)
        self.tree = SourcesTree(theme, self.model)
        self.delegate = SourcesDelegate(theme, self.model, pictures, self.tree)
        self.delegate.is_open = self.tree.isExpanded
        self.delegate.ring_shown = self._ring_shown
        self.tree.setItemDelegate(self.delegate)
        self.add_button = AddButton(theme)
        self.foot = Foot(theme)
        layout = QVBoxLayout(self)  # from the top down: Tab goes in the order in which they come in
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(1)
        layout.addWidget(self.brand)
        layout.addWidget(self.tree, 1)
        below = QWidget(self)
        rows = QVBoxLayout(below)
        rows.setContentsMargins(INSET, 4, INSET, 11)
        rows.setSpacing(1)
        rows.addWidget(self.add_button)
        rows.addWidget(self.foot)
        layout.addWidget(below)
        self._minute = QTimer(self, interval=MINUTE_MS)
        self._minute.timeout.connect(self._say_when)
        self.setAutoFillBackground(True)
        self.setMinimumWidth(180)
        self._color()

    def _join(self) -> None:
        self._theme.changed.connect(self._color)
        self.brand.refresh_wanted.connect(self.refresh_requested)
        self.add_button.clicked.connect(self.add_requested)
        self.tree.chosen.connect(self._on_chosen)
        self.tree.menu_wanted.connect(self._on_menu)
        self.tree.folder_toggled.connect(self._on_toggled)
        self.model.renamed.connect(self.acts.rename)
        self.model.moved.connect(self.acts.move)
        self.acts.toast.connect(self.toast)
        self.acts.refreshing.connect(self.set_refreshing)
        self.acts.folder_made.connect(self._on_folder_made)

    def _color(self) -> None:
        """Wear the sidebar's ground; the other roles follow the application."""
        palette = QPalette(self.palette())
        palette.setColor(QPalette.ColorRole.Window, self._theme.tokens.sidebar)
        self.setPalette(palette)

    # -- what the window calls ------------------------------------------------------------------

    def reload(self) -> None:
        """Read everything anew."""
        since = day.start_of_today(self._now())
        self._tasks.start(SLOT, self._services.subscribing.sidebar(since), self._on_sidebar)

    def apply(self, change: ChangeSet) -> None:
        """Take in what a use case changed."""
        counted = change.new_articles or change.changed_articles or change.removed_articles
        other = change.outbox or change.threads
        if change.sidebar or change.sources or counted or other:
            self.reload()

    def select(self, query: ListQuery) -> None:
        """Mark the row of a list and open that list."""
        self._wanted = _key_of(query)
        index = self.model.find(*self._wanted)
        self._awaited = not index.isValid()
        if index.isValid():
            self.tree.mark(index)
            self._open(index)
        else:
            self.reload()

    def expect(self, query: ListQuery) -> str:
        """Mark the row of a list that shows already, when it comes; return its title if there."""
        self._wanted, self._awaited = _key_of(query), False
        index = self.model.find(*self._wanted)
        self.tree.mark(index)
        node = self.model.node(index)
        return node.title if node is not None else ""

    def select_conversations(self) -> None:
        """Mark Conversations."""
        self._wanted, self._awaited = (Kind.CONVERSATIONS, 0), False
        self.tree.mark(self.model.find(Kind.CONVERSATIONS))

    def refresh_all(self, asked: bool = True) -> None:
        """Look for news in all sources; ``asked``: say which could not be had."""
        self.acts.refresh_all(asked)

    def set_refreshing(self, refreshing: bool) -> None:
        """Show that a refresh is under way, whoever started it."""
        self._refreshing = refreshing
        self.brand.set_turning(refreshing)
        self._say_when()

    def set_main_menu(self, menu: QMenu) -> None:
        """Open ``menu`` from the name at the top."""
        self.brand.button.set_menu(menu)

    # -- answers --------------------------------------------------------------------------------

    def _on_sidebar(self, sidebar: "Sidebar") -> None:
        self._nodes, self._folders = tree(sidebar), sidebar.folders
        chosen = self.model.node(self.tree.currentIndex())
        self.model.become(self._nodes)
        for folder in sidebar.folders:
            self.tree.setExpanded(self.model.find(Kind.FOLDER, folder.id), not folder.collapsed)
        self._keep_marked(chosen)
        self._say_when()
        if self._to_name is not None:
            self._name_folder(self._to_name)

    def _keep_marked(self, chosen: Node | None) -> None:
        index = self.model.find(*self._wanted)
        if index.isValid():
            if self._awaited:
                self._awaited = False
                self._open(index)
            if self.tree.currentIndex() != index and not self.tree.editing:
                self.tree.mark(index)
        elif not self._awaited and chosen is not None and chosen.key == self._wanted:
            self.select(ListQuery(ListKind.TODAY))  # what was shown is gone

    def _say_when(self) -> None:
        if self._refreshing:
            self.foot.say(_("Refreshing …"))
            return
        times_ = (node.source.refreshed_at for node in walk(self._nodes) if node.source)
        latest = max((at for at in times_ if at is not None), default=None)
        if latest is None:
            self.foot.say("")
            return
        age = times.long_age(latest, self._now()) or times.date(latest)
        self.foot.say(_("Refreshed {age}").format(age=age))

    # -- choosing -------------------------------------------------------------------------------

    def _on_chosen(self, index: QModelIndex) -> None:
        node = self.model.node(index)
        if node is not None and node.selectable:
            self._wanted, self._awaited = node.key, False
            self._open(index)

    def _open(self, index: QModelIndex) -> None:
        node = self.model.node(index)
        if node is None:
            return
        query = node.query(day.start_of_today(self._now()))
        if query is not None:
            self.list_chosen.emit(query, node.title)
        elif node.kind is Kind.CONVERSATIONS:
            self.conversations_chosen.emit()

    def _on_toggled(self, index: QModelIndex, shut: bool) -> None:
        node = self.model.node(index)
        if node is not None and node.folder is not None:
            self.acts.collapse(node.folder, shut)

    # -- menus ----------------------------------------------------------------------------------

    def _on_menu(self, index: QModelIndex, place: QPoint) -> None:
        node = self.model.node(index)
        self._menu_key = node.key if node is not None else None
        told = self.acts.is_told(node.source) if node is not None and node.source else None
        tokens, act = self._theme.tokens, self._on_menu_action
        open_at(menus.menu_of(self, tokens, node, self._folders, act, told), place, self)

    def _on_menu_action(self, action: QAction) -> None:
        index = self.model.find(*self._menu_key) if self._menu_key else QModelIndex()
        node, name = self.model.node(index), action.data()
        if name == menus.ADD:
            self.add_requested.emit()
        elif name == menus.NEW_FOLDER:
            self.acts.add_folder()
        elif name == menus.REFRESH and (node is None or node.source is None):
            self.refresh_requested.emit()
        elif node is not None:
            self._do(name, node, index)

    def _do(self, name: object, node: Node, index: QModelIndex) -> None:
        query = node.query(day.start_of_today(self._now()))
        if name == menus.ALL_READ and query is not None:
            self.acts.mark_all_read(query)
        elif name == menus.RENAME:
            self.tree.edit(index)
        elif name == menus.REMOVE_FOLDER and node.folder is not None:
            inside = tuple(child.source.id for child in node.children if child.source)
            self.acts.remove_folder(node.folder, inside)
        elif node.source is not None and isinstance(name, Folder):
            self.acts.move((node.source.id,), name.id, END)
        elif node.source is not None and name == menus.SECTIONS:
            self._open_sections(node)
        elif node.source is not None and isinstance(name, str):
            self.acts.do(name, node.source)

    def _open_sections(self, node: Node) -> None:
        from desktop_app.ui.sources.sections import SectionsDialog

        assert node.source is not None
        SectionsDialog(self.window(), self._tasks, self._services, self._theme, node.source).open()

    def _on_folder_made(self, folder: Folder) -> None:
        self._to_name = folder
        self.reload()

    def _name_folder(self, folder: Folder) -> None:
        index = self.model.find(Kind.FOLDER, folder.id)
        if index.isValid():
            self._to_name = None
            self.tree.scrollTo(index)
            self.tree.edit(index)

    # -- Qt -------------------------------------------------------------------------------------

    def _ring_shown(self) -> bool:
        return self.tree.keyboard.shown

    def _on_picture(self, url: str) -> None:
        if self.delegate.pictures.came(url):
            self.tree.viewport().update()

    def showEvent(self, event: QShowEvent) -> None:
        """Keep the words at the foot right while they are seen."""
        super().showEvent(event)
        self._say_when()
        self._minute.start()

    def hideEvent(self, event: QHideEvent) -> None:
        """Spare the timer."""
        super().hideEvent(event)
        self._minute.stop()


def _key_of(query: ListQuery) -> Key:
    if query.kind in (ListKind.SOURCE, ListKind.SECTION):
        return Kind.SOURCE, query.source_id or 0
    if query.kind is ListKind.FOLDER:
        return Kind.FOLDER, query.folder_id or 0
    return _KINDS.get(query.kind, Kind.UNREAD), 0
