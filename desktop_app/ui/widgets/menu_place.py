"""Where menus open: at the leading edge of what they belong to. Qt alone would not mirror that."""

from PySide6.QtCore import QPoint
from PySide6.QtWidgets import QMenu, QWidget

GAP = 2


def open_below(menu: QMenu, button: QWidget, gap: int = GAP) -> None:
    """Open ``menu`` under ``button``, flush with its leading edge. Main thread."""
    across = button.width() if button.isRightToLeft() else 0
    open_at(menu, button.mapToGlobal(QPoint(across, button.height() + gap)), button)


def open_at(menu: QMenu, place: QPoint, over: QWidget) -> None:
    """Open ``menu`` with its leading corner at a point of the screen. Main thread."""
    back = menu.sizeHint().width() if over.isRightToLeft() else 0
    menu.popup(QPoint(place.x() - back, place.y()))
