"""What rides with the text of an article: a widget over it and one below it, in the column."""

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QTextEdit, QWidget

ABOVE, UNDER = 39, 40  # the page's own margins
TOP, GAP = 18, 21  # over the widget above, and between it and the headline


class Riders(QObject):
    """Keeps space for both in the margins of the page and moves them as it scrolls. Main thread."""

    def __init__(self, view: QTextEdit) -> None:
        super().__init__(view)
        self._view = view
        self.above: QWidget | None = None
        self.below: QWidget | None = None

    def reserve(self, column: int) -> None:
        """Set both margins of the page in one step: each change lays the whole text out anew."""
        root = self._view.document().rootFrame()
        frame = root.frameFormat()
        top = self.head(column)
        bottom = _height(self.below, column) + UNDER
        if (round(frame.topMargin()), round(frame.bottomMargin())) != (top, bottom):
            frame.setTopMargin(top)
            frame.setBottomMargin(bottom)
            root.setFrameFormat(frame)

    def head(self, column: int) -> int:
        """Return how many pixels are kept over the headline."""
        height = _height(self.above, column)
        return TOP + height + GAP if height else ABOVE

    def ride(self, column: int) -> None:
        """Put both where they belong in the part that is in sight."""
        view = self._view
        scrolled, width = view.verticalScrollBar().value(), view.viewport().width()
        above, below = self.above, self.below
        if above is not None and not above.isHidden():
            above.setGeometry(0, TOP - scrolled, width, _height(above, column))
        if below is not None and not below.isHidden():
            height = _height(below, column)
            end = round(view.document().size().height()) - UNDER - height
            below.setGeometry(0, end - scrolled, width, height)


def _height(widget: QWidget | None, column: int) -> int:
    return 0 if widget is None or widget.isHidden() else widget.heightForWidth(column)
