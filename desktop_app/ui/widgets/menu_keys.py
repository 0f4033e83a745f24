"""A letter leads to the next entry of a menu that begins with it, as in a list."""

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QMenu

from desktop_app.text.fold import fold

_NOT_TYPING = (
    Qt.KeyboardModifier.ControlModifier
    | Qt.KeyboardModifier.AltModifier
    | Qt.KeyboardModifier.MetaModifier
)


class FirstLetters(QObject):
    """Watches the menus that it is given; goes with its parent. Main thread."""

    def watch(self, menu: QMenu) -> None:
        """Let letters lead through ``menu`` from now on."""
        menu.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Take letters; everything else stays the menu's."""
        if (
            event.type() != QEvent.Type.KeyPress
            or not isinstance(event, QKeyEvent)
            or not isinstance(watched, QMenu)
            or event.modifiers() & _NOT_TYPING
            or not event.text().isalnum()
        ):
            return False
        return _lead(watched, fold(event.text()))


def _lead(menu: QMenu, letter: str) -> bool:
    entries = [each for each in menu.actions() if each.isEnabled() and not each.isSeparator()]
    now = menu.activeAction()
    at = entries.index(now) + 1 if now in entries else 0
    for entry in entries[at:] + entries[:at]:
        if fold(entry.text()).startswith(letter):
            menu.setActiveAction(entry)
            return True
    return False
