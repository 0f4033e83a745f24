"""The orders of a thread in words."""

from PySide6.QtGui import QAction, QActionGroup
from PySide6.QtWidgets import QMenu

from desktop_app.system.i18n import pgettext
from desktop_app.ui.comments.rows import Sort


def sort_words(sort: Sort) -> str:
    """Return the word for an order."""
    return {
        Sort.OLDEST: pgettext("order", "Oldest"),
        Sort.NEWEST: pgettext("order", "Newest"),
        Sort.BEST: pgettext("order", "Best"),
    }[sort]


def fill_sort_menu(menu: QMenu, chosen: Sort, has_scores: bool) -> list[QAction]:
    """Fill a menu with the orders that make sense; "best" needs scores."""
    menu.clear()
    group = QActionGroup(menu)
    made: list[QAction] = []
    for sort in Sort:
        if sort is Sort.BEST and not has_scores:
            continue
        action = menu.addAction(sort_words(sort))
        action.setObjectName(sort.value)
        action.setCheckable(True)
        action.setChecked(sort is chosen)
        group.addAction(action)
        made.append(action)
    return made
