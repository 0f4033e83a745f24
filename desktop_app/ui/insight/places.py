"""Places of an article's text in the page: marked, brought into sight, let go."""

import re
from bisect import bisect_left

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QKeyEvent, QTextCharFormat, QTextCursor
from PySide6.QtWidgets import QTextEdit

from desktop_app.ui.reader.stage import Stage

# What the page has and the text has not: blanks, pictures, and Qt's signs for frames and tables.
_FILL = re.compile(r"[\s\u200b\u00ad\ufffc\ufdd0\ufdd1]+")
_MOST = 2_000  # letters of one mark

Place = tuple[int, int]
"""The first letter in the text, and how many."""


class _Letters:
    """A text without what fills it, and where each letter of that stands."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.places: list[int] = []
        end = 0
        for fill in _FILL.finditer(text):
            self.places.extend(range(end, fill.start()))
            end = fill.end()
        self.places.extend(range(end, len(text)))
        self.letters = _FILL.sub("", text)

    def before(self, place: int) -> int:
        """Return how many letters stand before a place of the text."""
        return bisect_left(self.places, place)

    def all_of(self, wanted: str) -> list[int]:
        """Return where ``wanted`` begins, counted in letters; never overlapping."""
        found: list[int] = []
        at = self.letters.find(wanted) if wanted else -1
        while at >= 0:
            found.append(at)
            at = self.letters.find(wanted, at + len(wanted))
        return found


class PlacesInPage(QObject):
    """Main thread. Places count letters of ``text``; each layer has its marks for itself."""

    def __init__(self, stage: Stage) -> None:
        super().__init__(stage)
        self._stage = stage
        self._text = ""
        self._letters = self._page = _Letters("")
        self._marked: dict[str, Place] = {}
        stage.filled.connect(self._again)
        stage.view.installEventFilter(self)
        stage.view.viewport().installEventFilter(self)

    @property
    def text(self) -> str:
        """The plain text that places count in."""
        return self._text

    def set_text(self, text: str) -> None:
        """Take the text of the article that shows; marks of another text go."""
        if text != self._text:
            self._text = text
            self.unmark_all()

    def mark(self, start: int, length: int, layer: str = "place", scroll: bool = True) -> bool:
        """Mark a place in ``layer`` and bring it into sight; False when the page has it not."""
        cursor = self.find(start, length)
        if cursor is None:
            self.unmark(layer)
            return False
        self._marked[layer] = (start, length)
        self._paint(layer, cursor)
        if scroll:
            self._show(cursor)
        return True

    def scroll_to(self, start: int, length: int = 1) -> bool:
        """Bring a place into sight; False when the page has it not."""
        cursor = self.find(start, length)
        if cursor is not None:
            self._show(cursor)
        return cursor is not None

    def in_sight(self, start: int, length: int) -> bool:
        """Return whether any of a place can be seen now."""
        cursor, view = self.find(start, length), self._stage.view
        if cursor is None:
            return False
        first, last = QTextCursor(cursor), QTextCursor(cursor)
        first.setPosition(cursor.selectionStart())
        last.setPosition(cursor.selectionEnd())
        height = view.viewport().height()
        return view.cursorRect(last).bottom() > 0 and view.cursorRect(first).top() < height

    def unmark(self, layer: str = "place") -> None:
        """Take the mark of a layer away."""
        if self._marked.pop(layer, None) is not None:
            self._stage.view.mark(layer, [])

    def unmark_all(self) -> None:
        """Take all marks away."""
        for layer in tuple(self._marked):
            self.unmark(layer)

    def marked(self, layer: str = "place") -> Place | None:
        """Return what is marked in a layer."""
        return self._marked.get(layer)

    def find(self, start: int, length: int) -> QTextCursor | None:
        """Return a cursor that selects a place; None when the page has it not.

        The page holds the letters of the text in their order, after a head of its own. So the
        place is looked for by its letters, and among equals by how many come after it.
        """
        if self._letters.text != self._text:
            self._letters = _Letters(self._text)
        text, page = self._letters, self._letters_of_page()
        first = text.before(start)
        wanted = text.letters[first : text.before(start + min(length, _MOST))]
        found = page.all_of(wanted)
        if not wanted or not found:
            return None
        after = text.letters.count(wanted, first + 1)
        hit = found[max(0, len(found) - 1 - after)]
        last = hit + len(wanted) - 1
        return self._cursor(
            _units(page.text, page.places[hit]), _units(page.text, page.places[last] + 1)
        )

    def _letters_of_page(self) -> "_Letters":
        page = self._stage.view.document().toRawText()
        if page != self._page.text:
            self._page = _Letters(page)
        return self._page

    def eventFilter(self, _watched: QObject, event: QEvent) -> bool:
        """Let go of a place that was looked up when the reader goes on: a press, or Esc."""
        kind = event.type()
        if kind == QEvent.Type.MouseButtonPress or (
            isinstance(event, QKeyEvent)
            and kind == QEvent.Type.KeyPress
            and event.key() == Qt.Key.Key_Escape
        ):
            self.unmark()
        return False

    def _cursor(self, first: int, last: int) -> QTextCursor:
        cursor = QTextCursor(self._stage.view.document())
        cursor.setPosition(first)
        cursor.setPosition(last, QTextCursor.MoveMode.KeepAnchor)
        return cursor

    def _paint(self, layer: str, cursor: QTextCursor) -> None:
        mark = QTextEdit.ExtraSelection()
        form = QTextCharFormat()
        paper = self._stage.paper
        form.setBackground(paper.highlight)
        form.setForeground(paper.text)
        mark.cursor, mark.format = cursor, form
        self._stage.view.mark(layer, [mark])

    def _show(self, cursor: QTextCursor) -> None:
        view = self._stage.view
        first, last = QTextCursor(cursor), QTextCursor(cursor)
        first.setPosition(cursor.selectionStart())
        last.setPosition(cursor.selectionEnd())
        top, bottom = view.cursorRect(first).top(), view.cursorRect(last).bottom()
        height = view.viewport().height()
        if top < 8 or bottom > height - 8:
            bar = view.verticalScrollBar()
            goal = bar.value() + top - height // 4
            view.glide_to(max(0, min(bar.maximum(), goal)))

    def _again(self) -> None:
        """Set the marks anew in a page that was set anew."""
        for layer, (start, length) in tuple(self._marked.items()):
            self.mark(start, length, layer, scroll=False)


def _units(text: str, place: int) -> int:
    """Return a place as Qt counts it: letters outside the first plane are two."""
    return place + sum(map("\uffff".__lt__, text[:place]))
