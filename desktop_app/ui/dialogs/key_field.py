"""A field that takes the next key that is pressed."""

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QKeyEvent, QKeySequence
from PySide6.QtWidgets import QLineEdit

from desktop_app.system.i18n import _

_MODIFIERS = frozenset(
    {
        Qt.Key.Key_Shift,
        Qt.Key.Key_Control,
        Qt.Key.Key_Alt,
        Qt.Key.Key_AltGr,
        Qt.Key.Key_Meta,
        Qt.Key.Key_unknown,
    }
)
_LEAVE = frozenset({Qt.Key.Key_Tab, Qt.Key.Key_Backtab, Qt.Key.Key_Escape})
_NONE = frozenset({Qt.Key.Key_Backspace, Qt.Key.Key_Delete})


class KeyField(QLineEdit):
    """``pressed`` carries a ``QKeySequence``; an empty one takes the key away."""

    pressed = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        self.setReadOnly(True)
        self.setAccessibleName(_("New key"))
        words = _("Press the new key; Backspace takes it away.")
        self.setPlaceholderText(_("Press a key"))
        self.setAccessibleDescription(words)
        self.setToolTip(words)
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.NoContextMenu)

    def show_key(self, sequence: QKeySequence) -> None:
        """Show a key as the system writes it."""
        self.setText(sequence.toString(QKeySequence.SequenceFormat.NativeText))

    def event(self, event: QEvent) -> bool:
        """Keep every key from the window's actions."""
        if event.type() == QEvent.Type.ShortcutOverride:
            event.accept()
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Take the key; Tab and Esc leave as everywhere."""
        key = Qt.Key(event.key())
        plain = event.modifiers() in (
            Qt.KeyboardModifier.NoModifier,
            Qt.KeyboardModifier.ShiftModifier,
        )
        if plain and key in _LEAVE:
            event.ignore()
        elif plain and key in _NONE:
            self.pressed.emit(QKeySequence())
        elif key not in _MODIFIERS:
            self.pressed.emit(_sequence(event))


def _sequence(event: QKeyEvent) -> QKeySequence:
    """Return the key as actions name it: "?" and not "Shift+?", but "Shift+A"."""
    modifiers = event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
    text = event.text()
    if len(text) == 1 and text.isprintable() and not text.isalnum() and text != " ":
        modifiers &= ~Qt.KeyboardModifier.ShiftModifier
    return QKeySequence(int(modifiers.value) | event.key())
