"""The order in which Tab goes through what was made later than its neighbours."""

from collections.abc import Iterable

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget


def follow(before: QWidget, widgets: Iterable[QWidget]) -> None:
    """Let Tab lead from ``before`` through ``widgets``, then on to what came after it."""
    for widget in widgets:
        QWidget.setTabOrder(before, widget)
        before = widget


def inside(widget: QWidget) -> list[QWidget]:
    """Return what Tab reaches in ``widget``, in the order of now; what is hidden too."""
    found, each = [], widget.nextInFocusChain()
    while each is not None and each is not widget:
        if widget.isAncestorOf(each) and each.focusPolicy() & Qt.FocusPolicy.TabFocus:
            found.append(each)
        each = each.nextInFocusChain()
    return found
