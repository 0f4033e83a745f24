"""One text view that is laid over a comment's words while somebody selects in them."""

from PySide6.QtCore import QEvent, QPointF, QRect, Qt
from PySide6.QtGui import QMouseEvent, QPalette, QTextCursor, QTextDocument
from PySide6.QtWidgets import QApplication, QFrame, QTextEdit, QWidget

from desktop_app.ui.theme.theme import Theme


class TextOver(QTextEdit):
    """Shows a copy of a painted document, pixel for pixel, that can be selected. Main thread.

    The list keeps the mouse; it passes press, moves and release on.
    """

    def __init__(self, viewport: QWidget, theme: Theme) -> None:
        super().__init__(viewport)
        self._theme = theme
        self.key = ""
        self.dragging = False
        self._copy: QTextDocument | None = None
        self.setReadOnly(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.setAccessibleName("")
        self.hide()

    def enter(self, key: str, source: QTextDocument, place: QRect) -> None:
        """Lie over the words of row ``key``."""
        copy = source.clone(self)
        copy.setDocumentMargin(0)
        copy.setDefaultTextOption(source.defaultTextOption())
        # The view's first document belongs to Qt, which deletes it here: only ours is ours to end.
        before, self._copy = self._copy, copy
        self.setDocument(copy)
        if before is not None:
            before.deleteLater()
        palette = self.palette()
        palette.setColor(QPalette.ColorRole.Base, self._theme.tokens.list)
        palette.setColor(QPalette.ColorRole.Text, self._theme.tokens.text)
        self.setPalette(palette)
        self.setGeometry(place.adjusted(0, 0, 0, 4))
        self.key = key
        self.dragging = True
        self.show()

    def leave(self) -> None:
        """Go away, and the selection with it."""
        self.key, self.dragging = "", False
        self.hide()

    def selected(self) -> str:
        """Return the selected words."""
        if self.isHidden():
            return ""
        return self.textCursor().selectedText().replace("\u2029", "\n")

    def pass_on(self, event: QMouseEvent, viewport: QWidget) -> None:
        """Take a mouse event of the list as if it had happened here."""
        here = event.position() - QPointF(self.pos())
        copy = QMouseEvent(
            event.type(),
            here,
            event.globalPosition(),
            event.button(),
            event.buttons(),
            event.modifiers(),
        )
        QApplication.sendEvent(self.viewport(), copy)
        if event.type() == QEvent.Type.MouseButtonRelease:
            self.dragging = False

    def select_word(self) -> None:
        """Select the word under the cursor."""
        if self.key:
            cursor = self.textCursor()
            cursor.select(QTextCursor.SelectionType.WordUnderCursor)
            self.setTextCursor(cursor)
