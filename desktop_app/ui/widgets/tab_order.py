"""The order in which Tab goes through what was made later than its neighbours."""

from collections.abc import Iterable
from typing import Protocol, runtime_checkable

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget


@runtime_checkable
class Ordered(Protocol):
    """A widget whose parts were not made in the order in which they stand."""

    def tab_order(self) -> list[QWidget]:
        """Return the parts in the order of Tab."""
        ...


def follow(before: QWidget, widgets: Iterable[QWidget]) -> None:
    """Let Tab lead from ``before`` through ``widgets``, then on to what came after it."""
    for widget in widgets:
        QWidget.setTabOrder(before, widget)
        before = widget


def inside(widget: QWidget) -> list[QWidget]:
    """Return what Tab reaches in ``widget``, in the order in which it was made or asks for.

    The chain of Qt itself is not walked: PySide loses objects to which it leads.
    """
    if isinstance(widget, Ordered):
        return widget.tab_order()
    found = widget.findChildren(QWidget)
    return [each for each in found if each.focusPolicy() & Qt.FocusPolicy.TabFocus]
