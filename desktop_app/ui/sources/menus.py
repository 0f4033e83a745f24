"""The context menus of the sidebar."""

from collections.abc import Callable, Sequence

from PySide6.QtCore import Qt
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QMenu, QWidget

from desktop_app.core.sources import Folder, Source
from desktop_app.system.i18n import _
from desktop_app.ui.sources.nodes import Kind, Node
from desktop_app.ui.theme.icons import icon
from desktop_app.ui.theme.tokens import Tokens

REFRESH, ALL_READ, SECTIONS, RENAME, MUTE = "refresh", "all_read", "sections", "rename", "mute"
COPY, OPEN_SITE, REMOVE, ADD, NEW_FOLDER = "copy", "open_site", "remove", "add", "new_folder"
MOVE_OUT, MOVE_NEW, REMOVE_FOLDER = "move_out", "move_new", "remove_folder"
NOTIFY = "notify"

Slot = Callable[[QAction], None]


def menu_of(
    parent: QWidget,
    tokens: Tokens,
    node: Node | None,
    folders: Sequence[Folder],
    slot: Slot,
    told: bool | None = None,
) -> QMenu:
    """Return the menu of a row; ``slot`` hears of actions.

    An action's data is its name, or the folder that a source is to move into. ``told``: whether
    the source is told of in notifications, None where there are none.
    """
    made = _Menu(parent, tokens)
    if node is not None and node.source is not None:
        _fill_source(made, node.source, folders, told)
    elif node is not None and node.folder is not None:
        made.add(ALL_READ, "check-circle", _("Mark all as read"))
        made.line()
        made.add(RENAME, "pencil-simple", _("Rename"))
        made.add(REMOVE_FOLDER, "trash", _("Remove the folder, keep its sources"))
    elif node is not None and node.kind in (Kind.TODAY, Kind.UNREAD):
        made.add(ALL_READ, "check-circle", _("Mark all as read"))
        made.add(REFRESH, "arrows-clockwise", _("Refresh"))
    else:
        made.add(ADD, "plus", _("Add a source"))
        made.add(NEW_FOLDER, "folder-plus", _("New folder"))
        made.add(REFRESH, "arrows-clockwise", _("Refresh"))
    made.menu.triggered.connect(slot)
    return made.menu


class _Menu:
    """A menu being filled."""

    def __init__(self, parent: QWidget, tokens: Tokens) -> None:
        self.menu = QMenu(parent)
        self.menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._tokens = tokens

    def add(self, name: str, symbol: str, words: str) -> None:
        """Add one action."""
        self.menu.addAction(icon(symbol, self._tokens.muted), words).setData(name)

    def add_choice(self, name: str, words: str, on: bool) -> None:
        """Add what is on or off."""
        action = self.menu.addAction(words)
        action.setCheckable(True)
        action.setChecked(on)
        action.setData(name)

    def line(self) -> None:
        """Add a line."""
        self.menu.addSeparator()

    def add_folders(self, source: Source, folders: Sequence[Folder]) -> None:
        """Add the menu of places that a source can move to."""
        into = self.menu.addMenu(icon("folder", self._tokens.muted), _("Move to folder"))
        for folder in folders:
            action = into.addAction(folder.title.replace("&", "&&"))
            action.setData(folder)
            action.setEnabled(folder.id != source.folder_id)
        if folders:
            into.addSeparator()
        into.addAction(_("New folder")).setData(MOVE_NEW)
        out = into.addAction(_("No folder"))
        out.setData(MOVE_OUT)
        out.setEnabled(source.folder_id is not None)


def _fill_source(made: _Menu, source: Source, folders: Sequence[Folder], told: bool | None) -> None:
    made.add(REFRESH, "arrows-clockwise", _("Refresh"))
    made.add(ALL_READ, "check-circle", _("Mark all as read"))
    made.line()
    made.add(SECTIONS, "list-bullets", _("Sections …"))
    made.add(RENAME, "pencil-simple", _("Rename"))
    made.add_folders(source, folders)
    if told is not None and not source.muted:
        made.add_choice(NOTIFY, _("Notify me of new articles"), told)
    if source.muted:
        made.add(MUTE, "bell", _("Stop muting"))
    else:
        made.add(MUTE, "bell-slash", _("Mute"))
    made.line()
    made.add(COPY, "link", _("Copy address"))
    made.add(OPEN_SITE, "arrow-square-out", _("Open the site"))
    made.line()
    made.add(REMOVE, "trash", _("Unsubscribe"))
