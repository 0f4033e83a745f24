"""The editor of the composer: plain text, Ctrl+Enter, input methods respected."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import (
    QFocusEvent,
    QGuiApplication,
    QInputMethodEvent,
    QKeyEvent,
    QPalette,
    QTextBlockFormat,
    QTextCursor,
)
from PySide6.QtWidgets import QFrame, QTextEdit, QWidget

from desktop_app.system.i18n import _
from desktop_app.ui.theme import fonts
from desktop_app.ui.theme.theme import Theme

LINE = 21


class ComposerEdit(QTextEdit):
    """Takes text only. Tab leaves it; undo reaches over everything that was put in."""

    send = Signal()
    escaped = Signal()
    lost_focus = Signal()
    focus_changed = Signal()
    preedit_changed = Signal()

    def __init__(self, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self._theme = theme
        self.takes_escape = False
        self.setAcceptRichText(False)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setTabChangesFocus(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAsNeeded)
        self.document().setDocumentMargin(0)
        self.document().setDefaultFont(fonts.font(14))
        self.setFont(fonts.font(14))
        self.setPlaceholderText(_("Write a comment"))
        self.setAccessibleName(_("Comment"))
        self._set_line()
        self.colour()
        theme.changed.connect(self.colour)

    def _set_line(self) -> None:
        """Set the line height on the empty paragraph: what is typed inherits it."""
        form = QTextBlockFormat()
        form.setLineHeight(LINE, QTextBlockFormat.LineHeightTypes.MinimumHeight.value)
        QTextCursor(self.document()).mergeBlockFormat(form)

    def colour(self) -> None:
        """Take the colours of the scheme."""
        tokens = self._theme.tokens
        palette = self.palette()
        clear = Qt.GlobalColor.transparent
        palette.setColor(QPalette.ColorRole.Base, clear)
        palette.setColor(QPalette.ColorRole.Text, tokens.text)
        palette.setColor(QPalette.ColorRole.PlaceholderText, tokens.muted)
        palette.setColor(QPalette.ColorRole.Highlight, tokens.highlight)
        palette.setColor(QPalette.ColorRole.HighlightedText, tokens.text)
        self.setPalette(palette)
        self.viewport().setPalette(palette)
        self.viewport().setAutoFillBackground(False)

    def whole_text(self) -> str:
        """Return the text with the letters that an input method is still composing."""
        text = self.toPlainText()
        cursor = self.textCursor()
        layout = cursor.block().layout()
        composed = layout.preeditAreaText() if layout is not None else ""
        if not composed:
            return text
        at = cursor.block().position() + layout.preeditAreaPosition()
        return text[:at] + composed + text[at:]

    def commit(self) -> None:
        """Let the input method finish its word."""
        QGuiApplication.inputMethod().commit()

    def replace_text(self, text: str) -> None:
        """Put ``text`` in the place of what stands there, undoable."""
        if text == self.toPlainText():
            return
        cursor = QTextCursor(self.document())
        cursor.select(QTextCursor.SelectionType.Document)
        cursor.insertText(text)
        cursor.movePosition(QTextCursor.MoveOperation.End)
        self.setTextCursor(cursor)

    def insert_quote(self, words: str) -> None:
        """Put somebody's words before the cursor as a quotation."""
        quoted = "\n".join(f"> {line}" for line in words.strip().split("\n"))
        cursor = self.textCursor()
        before = "" if cursor.atBlockStart() else "\n"
        cursor.insertText(f"{before}{quoted}\n\n")
        self.setTextCursor(cursor)
        self.ensureCursorVisible()

    def inputMethodEvent(self, event: QInputMethodEvent) -> None:
        """Tell of letters that are being composed; they count as typed."""
        super().inputMethodEvent(event)
        self.preedit_changed.emit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Post on Ctrl+Enter, give up on Esc."""
        control = bool(event.modifiers() & Qt.KeyboardModifier.ControlModifier)
        if control and event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.send.emit()
        elif event.key() == Qt.Key.Key_Escape:
            if self.takes_escape:
                self.escaped.emit()
            else:
                event.ignore()
        else:
            super().keyPressEvent(event)

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Show the ring."""
        super().focusInEvent(event)
        self.focus_changed.emit()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Take the ring away and let the draft be saved."""
        super().focusOutEvent(event)
        self.focus_changed.emit()
        self.lost_focus.emit()
