"""Every key of the window: looked up, changed, given back."""

from collections.abc import Mapping, Sequence

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtGui import QKeySequence
from PySide6.QtWidgets import QGridLayout, QLabel, QVBoxLayout, QWidget

from desktop_app.system.i18n import _
from desktop_app.ui.actions import SPECS, ActionSpec, sequences
from desktop_app.ui.dialogs.key_field import KeyField
from desktop_app.ui.dialogs.notice import Notice
from desktop_app.ui.dialogs.rows import Rows, RowWords, show_words
from desktop_app.ui.theme.theme import Theme
from desktop_app.ui.widgets.buttons import TextButton


class KeyEditor(QWidget):
    """A list of actions and keys. ``changed`` carries the whole new mapping."""

    changed = Signal(object)

    def __init__(
        self, keys: Mapping[str, str], theme: Theme, specs: Sequence[ActionSpec] = SPECS
    ) -> None:
        super().__init__()
        self._keys = dict(keys)
        self._specs = tuple(specs)
        self.list = Rows(theme, _("Keys"))
        self.list.setSelectionMode(self.list.SelectionMode.SingleSelection)
        for spec in self._specs:
            self.list.add(spec.name, self._words(spec))
        self.field = KeyField()
        self.field.pressed.connect(self._on_pressed)
        self.usual = TextButton(_("Usual key"), theme)
        self.usual.clicked.connect(self._on_usual)
        self.clash = Notice(theme)
        self._build()
        self.list.currentRowChanged.connect(self._on_row)
        self.list.setCurrentRow(0)

    def _build(self) -> None:
        label = QLabel(_("New key"))
        label.setBuddy(self.field)
        row = QGridLayout()
        row.setHorizontalSpacing(12)
        row.addWidget(label, 0, 0)
        row.addWidget(self.field, 0, 1)
        row.addWidget(self.usual, 0, 2)
        row.setColumnStretch(1, 1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 12, 0, 0)
        layout.setSpacing(12)
        layout.addWidget(self.list, 1)
        layout.addLayout(row)
        layout.addWidget(self.clash)

    def show_keys(self, keys: Mapping[str, str]) -> None:
        """Show another mapping, telling nobody."""
        self._keys = dict(keys)
        for index, spec in enumerate(self._specs):
            show_words(self.list.item(index), self._words(spec))
        self._on_row()

    def _words(self, spec: ActionSpec) -> RowWords:
        texts = [
            sequence.toString(QKeySequence.SequenceFormat.NativeText)
            for sequence in sequences(spec, self._keys)
        ]
        return RowWords(_(spec.text).rstrip(" …"), trail="   ".join(texts))

    def _spec(self) -> ActionSpec:
        return self._specs[max(0, self.list.currentRow())]

    @Slot()
    def _on_row(self) -> None:
        found = sequences(self._spec(), self._keys)
        self.field.show_key(found[0] if found else QKeySequence())
        self.usual.setEnabled(self._spec().name in self._keys)
        self.clash.say("")

    @Slot(object)
    def _on_pressed(self, sequence: QKeySequence) -> None:
        spec = self._spec()
        other = self._owner(sequence, spec)
        if other is not None:
            sentence = _("{key} is taken by “{action}”. Change that one first.")
            key = sequence.toString(QKeySequence.SequenceFormat.NativeText)
            action = _(other.text).rstrip(" …")
            self.clash.say(sentence.format(key=key, action=action))
            return
        self._keys[spec.name] = sequence.toString(QKeySequence.SequenceFormat.PortableText)
        self._told()

    def _owner(self, sequence: QKeySequence, but: ActionSpec) -> ActionSpec | None:
        if sequence.isEmpty():
            return None
        for spec in self._specs:
            if spec is not but and sequence in sequences(spec, self._keys):
                return spec
        return None

    @Slot()
    def _on_usual(self) -> None:
        spec = self._spec()
        chosen = self._keys.pop(spec.name, None)
        for key in spec.keys:
            other = self._owner(QKeySequence(key), spec)
            if other is not None and chosen is not None:
                self._keys[spec.name] = chosen
                self._on_pressed(QKeySequence(key))
                return
        self._told()
        self.field.setFocus(Qt.FocusReason.OtherFocusReason)

    def _told(self) -> None:
        self.show_keys(self._keys)
        self.changed.emit(dict(self._keys))
