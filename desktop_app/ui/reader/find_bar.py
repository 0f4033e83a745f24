"""Find in the article: a field, how many there are, on and back."""

from PySide6.QtCore import QTimer, Signal
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QTextCharFormat, QTextCursor
from PySide6.QtWidgets import QHBoxLayout, QLabel, QTextEdit, QWidget

from desktop_app.system.i18n import _, ngettext
from desktop_app.ui.reader.view import ArticleView
from desktop_app.ui.theme import fonts
from desktop_app.ui.theme.theme import Theme
from desktop_app.ui.widgets.buttons import IconButton
from desktop_app.ui.widgets.search_field import SearchField

HEIGHT = 48
MOST_MARKED = 300  # more of them make every repaint slow
MOST_COUNTED = 2000


class FindBar(QWidget):
    """Looks in one text view, ignoring case. Hidden until it is asked for."""

    closed = Signal()

    def __init__(self, view: ArticleView, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._view, self._theme = view, theme
        self._hits: list[QTextCursor] = []
        self._at = -1
        self.setFixedHeight(HEIGHT)
        self.field = SearchField(_("Find in the article"), theme, parent=self)
        self.field.esc_empties = False
        self.count = QLabel(self)
        self.count.setFont(fonts.font(12, tnum=True))
        self.back = IconButton("caret-up", _("Previous place"), theme, size=16, parent=self)
        self.forward = IconButton("caret-down", _("Next place"), theme, size=16, parent=self)
        self.close_button = IconButton("x", _("Close"), theme, size=16, parent=self)
        row = QHBoxLayout(self)
        row.setContentsMargins(20, 8, 15, 8)
        row.setSpacing(6)
        row.addWidget(self.field, 1)
        for widget in (self.count, self.back, self.forward, self.close_button):
            row.addWidget(widget)
        self._soon = QTimer(self)
        self._soon.setSingleShot(True)
        self._soon.setInterval(80)
        self._soon.timeout.connect(self.search)
        self.field.textChanged.connect(self._soon.start)
        self.field.returnPressed.connect(self.go_on)
        self.field.left.connect(self.leave)
        self.back.clicked.connect(self.go_back)
        self.forward.clicked.connect(self.go_on)
        self.close_button.clicked.connect(self.leave)
        self.hide()

    @property
    def hits(self) -> int:
        """How many places there are."""
        return len(self._hits)

    def open(self) -> None:
        """Show the bar, with what is selected."""
        selected = self._view.textCursor().selectedText()
        if selected and "\u2029" not in selected and len(selected) < 100:
            self.field.setText(selected)
        self.show()
        self.field.setFocus()
        self.field.selectAll()
        self.search()

    def leave(self) -> None:
        """Hide the bar and its marks."""
        self._soon.stop()
        self.hide()
        self._hits, self._at = [], -1
        self._view.mark("find", [])
        self._view.setFocus()
        self.closed.emit()

    def search(self) -> None:
        """Look for what stands in the field, from the place in sight on."""
        self._soon.stop()
        needle = self.field.text().strip()
        document = self._view.document()
        self._hits, self._at = [], -1
        cursor = document.find(needle) if needle else QTextCursor()
        while not cursor.isNull() and len(self._hits) < MOST_COUNTED:
            self._hits.append(cursor)
            cursor = document.find(needle, cursor)
        if self._hits:
            top = self._view.cursorForPosition(self._view.viewport().rect().topLeft()).position()
            self._at = next(
                (i for i, hit in enumerate(self._hits) if hit.selectionStart() >= top), 0
            )
            self._show_hit()
        self._mark()

    def again(self) -> None:
        """Look anew after the text changed."""
        if self.isVisible():
            self.search()

    def go_on(self) -> None:
        """Go to the next place; after the last comes the first."""
        self._go(1)

    def go_back(self) -> None:
        """Go to the previous place."""
        self._go(-1)

    def _go(self, by: int) -> None:
        if self._soon.isActive():
            self._soon.stop()
            self.search()
            return
        if self._hits:
            self._at = (self._at + by) % len(self._hits)
            self._show_hit()
            self._mark()

    def _show_hit(self) -> None:
        hit = QTextCursor(self._hits[self._at])
        here = self._view.cursorRect(hit)
        if here.top() < 8 or here.bottom() > self._view.viewport().height() - 8:
            bar = self._view.verticalScrollBar()
            bar.setValue(bar.value() + here.top() - self._view.viewport().height() // 3)

    def _mark(self) -> None:
        tokens = self._theme.tokens
        marks = []
        first = max(0, self._at - MOST_MARKED // 2)
        for number, hit in enumerate(self._hits[first : first + MOST_MARKED], first):
            mark = QTextEdit.ExtraSelection()
            form = QTextCharFormat()
            here = number == self._at
            form.setBackground(QColor(tokens.accent if here else tokens.highlight))
            form.setForeground(QColor(tokens.onaccent if here else tokens.text))
            mark.cursor, mark.format = hit, form
            marks.append(mark)
        self._view.mark("find", marks)
        self._say()

    def _say(self) -> None:
        if not self.field.text().strip():
            words = ""
        elif not self._hits:
            words = _("Not found")
        elif len(self._hits) >= MOST_COUNTED:
            words = _("{number} of many").format(number=self._at + 1)
        else:
            count = len(self._hits)
            words = ngettext("{number} of {count}", "{number} of {count}", count).format(
                number=self._at + 1, count=count
            )
        self.count.setText(words)
        for button in (self.back, self.forward):
            button.setEnabled(bool(self._hits))

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw the ground and the hairline below."""
        painter = QPainter(self)
        painter.fillRect(self.rect(), self._theme.tokens.window)
        painter.fillRect(0, self.height() - 1, self.width(), 1, self._theme.tokens.line)
