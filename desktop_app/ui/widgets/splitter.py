"""A splitter whose handles are hairlines: one pixel seen, five to grab."""

from PySide6.QtCore import Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QSplitter, QSplitterHandle, QWidget

from desktop_app.ui.theme.theme import Theme


class _Handle(QSplitterHandle):
    def __init__(self, theme: Theme, parent: QSplitter) -> None:
        super().__init__(Qt.Orientation.Horizontal, parent)
        self._theme = theme
        theme.changed.connect(self.update)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Fill with the line's colour; the wider area around it only takes the pointer."""
        middle = self.contentsRect()
        if self.isRightToLeft():  # QSplitter moves the panes by one pixel there, but no handle
            middle.translate(1, 0)
        QPainter(self).fillRect(middle, self._theme.tokens.line)


class HairlineSplitter(QSplitter):
    """Panes side by side."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(Qt.Orientation.Horizontal, parent)
        self._theme = theme
        self.setHandleWidth(1)

    def createHandle(self) -> QSplitterHandle:
        """Return a hairline."""
        return _Handle(self._theme, self)
