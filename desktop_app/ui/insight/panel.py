"""What rides over the headline: the bar, and under it the area that one feature at a time fills."""

from PySide6.QtCore import QEvent, QRectF, Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from desktop_app.ui.insight.bar import HEIGHT, InsightBar
from desktop_app.ui.theme.tokens import Tokens
from desktop_app.ui.widgets.paint import ground
from desktop_app.ui.widgets.tab_order import follow, inside

GAP, RADIUS = 8, 10
SIDE, TOP, BOTTOM = 14, 11, 11


class InsightPanel(QWidget):
    """A tinted area for the widget of one feature; folded while nobody shows anything.

    What is shown must answer ``heightForWidth``; after its height changed call ``refresh``.
    """

    resized = Signal()
    """Another height is wanted."""

    def __init__(self, paper: Tokens, parent: QWidget) -> None:
        super().__init__(parent)
        self.paper = paper
        self._owner = ""
        self._inside: QWidget | None = None
        self.before: QWidget | None = None
        """After this widget Tab leads into the panel, and from there on to the article."""
        self.hide()

    @property
    def owner(self) -> str:
        """The key of the feature that fills it; empty while it is folded."""
        return self._owner

    def open(self, owner: str, widget: QWidget) -> None:
        """Show ``widget`` in place of what another feature showed."""
        if self._inside is not None and self._inside is not widget:
            self._inside.hide()
        self._owner, self._inside = owner, widget
        if widget.parentWidget() is not self:
            widget.setParent(self)
        widget.show()
        self.show()
        self.refresh()

    def fold(self, owner: str = "") -> None:
        """Show nothing; with ``owner`` only if that is whose widget shows."""
        if not self._owner or (owner and owner != self._owner):
            return
        if self._inside is not None:
            self._inside.hide()
        self._owner, self._inside = "", None
        self.hide()
        self.refresh()

    def refresh(self) -> None:
        """Take the height that the widget wants now."""
        if self._inside is not None and self.before is not None:
            follow(self.before, inside(self._inside))
        self._place()
        self.resized.emit()

    def heightForWidth(self, width: int) -> int:
        """Return the height of what is shown, with its padding; 0 while folded."""
        if self._inside is None:
            return 0
        return self._inside.heightForWidth(width - 2 * SIDE) + TOP + BOTTOM

    def _place(self) -> None:
        if self._inside is not None:
            width = self.width() - 2 * SIDE
            self._inside.setGeometry(SIDE, TOP, width, self._inside.heightForWidth(width))

    def resizeEvent(self, _event: object) -> None:
        """Set out what is inside."""
        self._place()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint the tint."""
        ground(QPainter(self), QRectF(self.rect()), RADIUS, self.paper.tint, self.paper)


class InsightHead(QWidget):
    """Bar and panel, one under the other, in the column of the article."""

    def __init__(self, bar: InsightBar, panel: InsightPanel) -> None:
        super().__init__()
        self._bar, self._panel = bar, panel
        bar.setParent(self)
        panel.setParent(self)

    def heightForWidth(self, width: int) -> int:
        """Return the height of the bar, and of the panel while it is open."""
        inside = self._panel.heightForWidth(width)
        return HEIGHT + (GAP + inside if inside else 0)

    def _place(self) -> None:
        self._bar.setGeometry(0, 0, self.width(), HEIGHT)
        height = self._panel.heightForWidth(self.width())
        self._panel.setGeometry(0, HEIGHT + GAP, self.width(), height)

    def resizeEvent(self, _event: object) -> None:
        """Set both out."""
        self._place()

    def event(self, event: QEvent) -> bool:
        """Follow the panel when it opens and folds."""
        if event.type() == QEvent.Type.LayoutRequest:
            self._place()
        return super().event(event)
