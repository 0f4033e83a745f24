"""A splitter whose handles are hairlines: one pixel seen, five to grab."""

from PySide6.QtCore import QEvent, QRect, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QRegion, QResizeEvent
from PySide6.QtWidgets import QSplitter, QSplitterHandle, QWidget

from desktop_app.ui.theme.theme import Theme


class _Handle(QSplitterHandle):
    def __init__(self, theme: Theme, parent: QSplitter) -> None:
        super().__init__(Qt.Orientation.Horizontal, parent)
        self._theme = theme
        theme.changed.connect(self.update)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Fill with the line's colour; the wider area around it only takes the pointer."""
        QPainter(self).fillRect(self._middle(), self._theme.tokens.line)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Show one pixel of the five, the one between the panes."""
        super().resizeEvent(event)
        self.setMask(QRegion(self._middle()))

    def changeEvent(self, event: QEvent) -> None:
        """Turn with the direction of the window."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.LayoutDirectionChange:
            self.setMask(QRegion(self._middle()))

    def _middle(self) -> QRect:
        """Return the line; mirrored, QSplitter moves the panes by one pixel, but no handle."""
        return self.contentsRect().translated(int(self.isRightToLeft()), 0)


class HairlineSplitter(QSplitter):
    """Panes side by side."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(Qt.Orientation.Horizontal, parent)
        self._theme = theme
        self.setHandleWidth(1)

    def createHandle(self) -> QSplitterHandle:
        """Return a hairline."""
        return _Handle(self._theme, self)
