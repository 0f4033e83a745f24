"""Pages that may be taller than a dialog: they scroll, or share one place."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QScrollArea, QStackedWidget, QWidget

from desktop_app.ui.theme.theme import Theme
from desktop_app.ui.widgets.scrollbar import OverlayScrollBar


class Scrolled(QScrollArea):
    """A page without a frame; ``by_keys`` lets the arrow keys scroll one without controls."""

    def __init__(self, theme: Theme, page: QWidget, by_keys: bool = False) -> None:
        super().__init__()
        page.setObjectName("page")
        self.setWidget(page)
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        policy = Qt.FocusPolicy.StrongFocus if by_keys else Qt.FocusPolicy.NoFocus
        self.setFocusPolicy(policy)
        OverlayScrollBar.attach(self, theme)


class Pages(QStackedWidget):
    """Pages of which one is shown, in whatever height the dialog has for them."""

    def hasHeightForWidth(self) -> bool:
        """The tallest page must not make the dialog taller."""
        return False
