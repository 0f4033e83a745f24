"""The menus, built from the table of actions: a menu bar on macOS, a button elsewhere."""

from PySide6.QtWidgets import QMenu, QMenuBar

from desktop_app.system.i18n import _
from desktop_app.ui.actions import MENUS, Actions
from desktop_app.ui.widgets.menu_keys import FirstLetters


def fill_menu_bar(bar: QMenuBar, actions: Actions) -> None:
    """Put every menu into ``bar``, in place of those that were there."""
    _empty(bar)
    for name, title in MENUS:
        _fill(bar.addMenu(_(title)), name, actions)


def fill_main_menu(menu: QMenu, actions: Actions) -> None:
    """Put every menu into one, as the button at the top of the sources shows it."""
    _empty(menu)
    letters = menu.findChild(FirstLetters)
    if letters is None:
        letters = FirstLetters(menu)
        letters.watch(menu)
    for name, title in MENUS:
        part = menu.addMenu(_(title))
        letters.watch(part)
        _fill(part, name, actions)


def _empty(menu: QMenu | QMenuBar) -> None:
    for action in menu.actions():
        inner = action.menu()
        if isinstance(inner, QMenu):
            inner.deleteLater()
    menu.clear()


def _fill(menu: QMenu, name: str, actions: Actions) -> None:
    for spec in actions.specs:
        if spec.menu != name:
            continue
        if spec.separator_before:
            menu.addSeparator()
        menu.addAction(actions[spec.name])
