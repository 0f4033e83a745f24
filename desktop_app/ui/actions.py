"""Every action of the window in one table: menus, keys, the key sheet and Ctrl+K all read it."""

import sys
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QAction, QGuiApplication, QKeySequence
from PySide6.QtWidgets import QWidget

from desktop_app.system.i18n import N_, _, is_rtl


@dataclass(frozen=True, slots=True)
class ActionSpec:
    """One action: its name in the settings, its words, its keys and its menu."""

    name: str
    text: str  # English, marked with N_; translated when shown
    keys: tuple[str, ...]
    menu: str
    separator_before: bool = False
    checkable: bool = False


SPECS: tuple[ActionSpec, ...] = (
    ActionSpec("add_source", N_("Add a source …"), ("Ctrl+N",), "file"),
    ActionSpec("import_opml", N_("Import subscriptions …"), (), "file"),
    ActionSpec("export_opml", N_("Export subscriptions …"), (), "file"),
    ActionSpec("accounts", N_("Accounts …"), (), "file", separator_before=True),
    ActionSpec("settings", N_("Settings …"), ("Ctrl+,",), "file"),
    ActionSpec("quit", N_("Quit"), ("Ctrl+Q",), "file", separator_before=True),
    ActionSpec("palette", N_("Go to or do anything …"), ("Ctrl+K",), "go"),
    ActionSpec("search", N_("Search"), ("/", "Ctrl+F"), "go"),
    ActionSpec("today", N_("Today"), ("1",), "go", separator_before=True),
    ActionSpec("unread", N_("Unread"), ("2",), "go"),
    ActionSpec("saved", N_("Saved"), ("3",), "go"),
    ActionSpec("conversations", N_("Conversations"), ("4",), "go"),
    ActionSpec("next", N_("Next article"), ("J",), "go", separator_before=True),
    ActionSpec("previous", N_("Previous article"), ("K",), "go"),
    ActionSpec("next_unread", N_("Next unread article"), ("N",), "go"),
    ActionSpec("scroll", N_("Scroll, then next unread"), ("Space",), "go"),
    ActionSpec("back", N_("Back"), ("Alt+Left",), "go", separator_before=True),
    ActionSpec("forward", N_("Forward"), ("Alt+Right",), "go"),
    ActionSpec("toggle_read", N_("Mark as read or unread"), ("M",), "article"),
    ActionSpec("toggle_saved", N_("Save or stop saving"), ("S",), "article"),
    ActionSpec("mark_all_read", N_("Mark all as read"), ("Shift+A",), "article"),
    ActionSpec("open_browser", N_("Open in browser"), ("O", "V"), "article", True),
    ActionSpec("copy_link", N_("Copy link"), ("Ctrl+Shift+C",), "article"),
    ActionSpec("find", N_("Find in the article"), ("Ctrl+Shift+F",), "article"),
    ActionSpec("print", N_("Print …"), ("Ctrl+P",), "article", True),
    ActionSpec("save_article", N_("Save as PDF or web page …"), ("Ctrl+Shift+S",), "article"),
    ActionSpec("reply", N_("Write or reply"), ("R",), "comments"),
    ActionSpec("next_new_comment", N_("Next new comment"), ("Shift+N",), "comments"),
    ActionSpec("toggle_comments", N_("Show comments"), ("C",), "comments", True, True),
    ActionSpec("refresh", N_("Refresh all sources"), ("F5", "Ctrl+R"), "view"),
    ActionSpec("toggle_sources", N_("Show sources"), ("Ctrl+B",), "view", True, True),
    ActionSpec("insight", N_("Key points, listening and more"), (), "view", checkable=True),
    ActionSpec("zoom_in", N_("Larger text"), ("Ctrl++", "Ctrl+="), "view", True),
    ActionSpec("zoom_out", N_("Smaller text"), ("Ctrl+-",), "view"),
    ActionSpec("zoom_reset", N_("Normal text"), ("Ctrl+0",), "view"),
    ActionSpec("full_screen", N_("Full screen"), ("F11",), "view", True, True),
    ActionSpec("undo", N_("Undo"), ("Ctrl+Z",), "view", True),
    ActionSpec("keys", N_("Keys"), ("?", "F1"), "help"),
    ActionSpec("about", N_("About Daily8"), (), "help"),
)

ON_MACOS: Mapping[str, tuple[str, ...]] = {
    "back": ("Ctrl+[",),
    "forward": ("Ctrl+]",),
    "full_screen": ("Ctrl+Meta+F",),
}
"""Keys that macOS has others for; Ctrl is the command key there, and Meta is Control."""

MENUS: tuple[tuple[str, str], ...] = (
    ("file", N_("File")),
    ("go", N_("Go")),
    ("article", N_("Article")),
    ("comments", N_("Comments")),
    ("view", N_("View")),
    ("help", N_("Help")),
)


class Actions(QObject):
    """The window's QActions by name. Main thread.

    ``triggered`` carries the name of the action; the window looks it up in one table. ``changed``:
    others came or went, so menus are to be made anew.
    """

    triggered = Signal(str)
    changed = Signal()

    def __init__(self, window: QWidget, keys: Mapping[str, str]) -> None:
        super().__init__(window)
        self._window = window
        self._keys = keys
        self._specs = SPECS
        self._by_name: dict[str, QAction] = {}
        self._handlers: dict[str, Callable[[], object]] = {}
        for spec in SPECS:
            self._make(spec)
        self._by_name["quit"].setMenuRole(QAction.MenuRole.QuitRole)
        self._by_name["settings"].setMenuRole(QAction.MenuRole.PreferencesRole)
        self._by_name["about"].setMenuRole(QAction.MenuRole.AboutRole)
        self.set_keys(keys)

    @property
    def specs(self) -> tuple[ActionSpec, ...]:
        """All that there are now: the window's own, then those that were added."""
        return self._specs

    def add(self, commands: Sequence[tuple[ActionSpec, Callable[[], object]]]) -> None:
        """Take more actions, each with what it does."""
        for spec, handler in commands:
            self._make(spec)
            self._handlers[spec.name] = handler
        self._specs = (*self._specs, *(spec for spec, _handler in commands))
        self.set_keys(self._keys)
        self.changed.emit()

    def remove(self, names: Sequence[str]) -> None:
        """Let actions go that were added."""
        self._specs = tuple(spec for spec in self._specs if spec.name not in names)
        for name in names:
            del self._handlers[name]
            action = self._by_name.pop(name)
            self._window.removeAction(action)
            action.deleteLater()
        self.changed.emit()

    def handler(self, name: str) -> Callable[[], object] | None:
        """Return what an added action does; None for the window's own."""
        return self._handlers.get(name)

    def _make(self, spec: ActionSpec) -> None:
        action = QAction(_(spec.text), self._window)
        action.setObjectName(spec.name)
        action.setCheckable(spec.checkable)
        action.setMenuRole(QAction.MenuRole.NoRole)  # Qt would move some by their words on macOS
        action.triggered.connect(self._on_triggered)
        self._window.addAction(action)
        self._by_name[spec.name] = action

    def __getitem__(self, name: str) -> QAction:
        return self._by_name[name]

    def set_keys(self, keys: Mapping[str, str]) -> None:
        """Give each action the reader's keys, or its own where the reader chose none."""
        self._keys = keys
        for spec in self._specs:
            action = self._by_name[spec.name]
            action.setShortcuts(sequences(spec, keys))
            if is_rtl() and QGuiApplication.platformName() != "cocoa":
                _isolate_key(action)

    def _on_triggered(self) -> None:
        sender = self.sender()
        if sender is not None:
            self.triggered.emit(sender.objectName())


def _isolate_key(action: QAction) -> None:
    """Write the key as a run of its own: a mirrored menu would turn "Ctrl+," into ",+Ctrl"."""
    words = action.text().partition("\t")[0]
    key = action.shortcut().toString(QKeySequence.SequenceFormat.NativeText)
    action.setText(f"{words}\t\u2066{key}\u2069" if key else words)


def sequences(spec: ActionSpec, keys: Mapping[str, str]) -> list[QKeySequence]:
    """Return the key sequences of an action: the reader's one, else the declared ones."""
    chosen = keys.get(spec.name)
    if chosen is not None:
        return [QKeySequence(chosen)] if chosen else []
    own = ON_MACOS.get(spec.name, spec.keys) if sys.platform == "darwin" else spec.keys
    return [QKeySequence(key) for key in own]


def key_text(spec: ActionSpec, keys: Mapping[str, str]) -> str:
    """Return the first key of an action as the system writes it, or nothing."""
    found = sequences(spec, keys)
    return found[0].toString(QKeySequence.SequenceFormat.NativeText) if found else ""
