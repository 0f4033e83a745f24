"""The quiet parts around the list: menu buttons, the bar of new comments, the search."""

from PySide6.QtCore import QEvent, QRectF, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QSizePolicy, QWidget

from desktop_app.system.i18n import _
from desktop_app.ui.theme import fonts
from desktop_app.ui.theme.fonts import FontKey
from desktop_app.ui.theme.icons import paint_icon
from desktop_app.ui.theme.textlayout import advance, draw_text
from desktop_app.ui.theme.theme import Theme
from desktop_app.ui.widgets.buttons import IconButton
from desktop_app.ui.widgets.paint import ground, ring
from desktop_app.ui.widgets.search_field import SearchField

QUIET, STRONG = FontKey(12.5), FontKey(12.5, 600)


class MenuButton(QPushButton):
    """Muted words with a caret; pressing it opens a menu elsewhere."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        theme.changed.connect(self.update)

    def set_words(self, words: str, name: str) -> None:
        """Show what is chosen; ``name`` says it to a screen reader."""
        self.setText(words)
        self.setAccessibleName(name)
        self.setToolTip(name)
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        """Return the size of the words and the caret."""
        return QSize(round(advance(self.text(), QUIET)) + 16 + 12, 26)

    def minimumSizeHint(self) -> QSize:
        """Words are never cut."""
        return self.sizeHint()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw words and caret."""
        painter, tokens, rtl = QPainter(self), self._theme.tokens, self.isRightToLeft()
        whole = QRectF(self.rect())
        if self.underMouse() or self.isDown():
            ground(painter, whole, 7, tokens.hover, tokens)
        width = advance(self.text(), QUIET)
        painter.setPen(tokens.muted)
        base = fonts.baseline(0, self.height(), fonts.font(*QUIET))
        left = whole.width() - 6 - width if rtl else 6
        draw_text(painter, self.text(), left, base, width + 1, QUIET)
        x = left - 4 - 12 if rtl else left + width + 4
        paint_icon(painter, "caret-down", QRectF(x, (self.height() - 12) / 2, 12, 12), tokens.muted)
        if self.hasFocus():
            ring(painter, whole, 7, tokens.accent)

    def event(self, event: QEvent) -> bool:
        """Repaint when the pointer comes and goes."""
        if event.type() in (QEvent.Type.HoverEnter, QEvent.Type.HoverLeave):
            self.update()
        return super().event(event)


class NewBar(QPushButton):
    """ "12 new since yesterday" on tint; pressing it goes to the next one."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self.setFixedHeight(31)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setToolTip(_("Go to the next new comment"))
        self.hide()
        theme.changed.connect(self.update)

    def show_words(self, words: str) -> None:
        """Show the bar, or hide it when there is nothing to say."""
        self.setText(words)
        self.setAccessibleName(words)
        self.setVisible(bool(words))
        self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw the words in the middle."""
        painter, tokens = QPainter(self), self._theme.tokens
        painter.fillRect(self.rect(), tokens.tint)
        if tokens.contrast:
            painter.fillRect(0, self.height() - 1, self.width(), 1, tokens.line)
        width = advance(self.text(), STRONG)
        painter.setPen(tokens.accent)
        base = fonts.baseline(0, self.height(), fonts.font(*STRONG))
        draw_text(painter, self.text(), (self.width() - width) / 2, base, width + 1, STRONG)
        if self.hasFocus():
            ring(painter, QRectF(self.rect()), 4, tokens.accent)


class SearchBar(QWidget):
    """Finds in the thread: a field, the place among the hits, on and back."""

    searched = Signal(str)
    stepped = Signal(object)
    """+1 or -1."""
    left = Signal()

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.field = SearchField(_("Search comments"), theme, parent=self)
        self.count = QLabel(self)
        self.count.setFont(fonts.font(12, tnum=True))
        self.back = IconButton("caret-up", _("Previous place"), theme, size=16, parent=self)
        self.forward = IconButton("caret-down", _("Next place"), theme, size=16, parent=self)
        row = QHBoxLayout(self)
        row.setContentsMargins(16, 8, 16, 8)
        row.setSpacing(4)
        row.addWidget(self.field, 1)
        for widget in (self.count, self.back, self.forward):
            row.addWidget(widget)
        self._soon = QTimer(self)
        self._soon.setSingleShot(True)
        self._soon.setInterval(80)
        self._soon.timeout.connect(self._search)
        self.field.textChanged.connect(self._soon.start)
        self.field.returnPressed.connect(self._on_return)
        self.field.left.connect(self.left)
        self.back.clicked.connect(self._on_back)
        self.forward.clicked.connect(self._on_forward)
        self.hide()

    def show_place(self, at: int, count: int) -> None:
        """Show which of how many hits is in sight; 0 of 0 when there is none."""
        words = ""
        if self.field.text().strip():
            words = (
                _("{number} of {count}").format(number=at + 1, count=count)
                if count
                else _("Not found")
            )
        self.count.setText(words)
        self.back.setEnabled(count > 1)
        self.forward.setEnabled(count > 1)

    def _search(self) -> None:
        self.searched.emit(self.field.text())

    def _on_return(self) -> None:
        if self._soon.isActive():
            self._soon.stop()
            self._search()
        else:
            self.stepped.emit(1)

    def _on_back(self) -> None:
        self.stepped.emit(-1)

    def _on_forward(self) -> None:
        self.stepped.emit(1)
