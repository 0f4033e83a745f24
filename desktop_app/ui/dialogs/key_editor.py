"""Every key of the window: looked up, changed, given back."""

from collections.abc import Mapping

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtGui import QKeySequence
from PySide6.QtWidgets import (
    QHBoxLayout,
    QHeaderView,
    QKeySequenceEdit,
    QLabel,
    QPushButton,
    QTableWidget,
    QTableWidgetItem,
    QVBoxLayout,
    QWidget,
)

from desktop_app.system.i18n import _
from desktop_app.ui.actions import SPECS, ActionSpec, sequences
from desktop_app.ui.theme.theme import Theme


class KeyEditor(QWidget):
    """A table of actions and keys. ``changed`` carries the whole new mapping."""

    changed = Signal(object)

    def __init__(self, keys: Mapping[str, str], theme: Theme) -> None:
        super().__init__()
        self._keys = dict(keys)
        self._table = QTableWidget(len(SPECS), 2)
        self._table.setAccessibleName(_("Keys"))
        self._table.setHorizontalHeaderLabels([_("Action"), _("Key")])
        self._table.verticalHeader().hide()
        self._table.setSelectionBehavior(QTableWidget.SelectionBehavior.SelectRows)
        self._table.setSelectionMode(QTableWidget.SelectionMode.SingleSelection)
        self._table.setEditTriggers(QTableWidget.EditTrigger.NoEditTriggers)
        self._table.setShowGrid(False)
        self._table.setTabKeyNavigation(False)
        self._table.horizontalHeader().setSectionResizeMode(0, QHeaderView.ResizeMode.Stretch)
        self._table.horizontalHeader().setHighlightSections(False)
        self._table.setColumnWidth(1, 180)
        self._table.setMinimumHeight(280)
        self._table.currentCellChanged.connect(self._on_row)
        self._editor = QKeySequenceEdit()
        self._editor.setAccessibleName(_("New key"))
        self._editor.setMaximumSequenceLength(1)
        self._editor.editingFinished.connect(self._on_edited)
        self._usual = QPushButton(_("Usual key"))
        self._usual.setAutoDefault(False)
        self._usual.clicked.connect(self._on_usual)
        self._clash = QLabel()
        self._clash.setWordWrap(True)
        self._build()
        self._fill()
        self._table.setCurrentCell(0, 0)

    def _build(self) -> None:
        row = QHBoxLayout()
        row.addWidget(QLabel(_("New key")))
        row.addWidget(self._editor, 1)
        row.addWidget(self._usual)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(4, 12, 4, 8)
        layout.addWidget(self._table, 1)
        layout.addLayout(row)
        layout.addWidget(self._clash)

    def _fill(self) -> None:
        for index, spec in enumerate(SPECS):
            texts = [
                sequence.toString(QKeySequence.SequenceFormat.NativeText)
                for sequence in sequences(spec, self._keys)
            ]
            for column, text in ((0, _(spec.text)), (1, "   ".join(texts))):
                item = QTableWidgetItem(text)
                item.setFlags(Qt.ItemFlag.ItemIsSelectable | Qt.ItemFlag.ItemIsEnabled)
                self._table.setItem(index, column, item)

    def _spec(self) -> ActionSpec:
        return SPECS[max(0, self._table.currentRow())]

    @Slot()
    def _on_row(self) -> None:
        found = sequences(self._spec(), self._keys)
        self._editor.setKeySequence(found[0] if found else QKeySequence())
        self._clash.clear()

    @Slot()
    def _on_edited(self) -> None:
        spec, sequence = self._spec(), self._editor.keySequence()
        text = sequence.toString(QKeySequence.SequenceFormat.PortableText)
        if sequences(spec, self._keys)[:1] == ([sequence] if text else []):
            return
        other = self._owner(sequence, spec)
        if other is not None:
            sentence = _("{key} is taken by “{action}”. Change that one first.")
            self._clash.setText(sentence.format(key=text, action=_(other.text)))
            self._on_row_keep_clash()
            return
        self._keys[spec.name] = text
        self._told()

    def _on_row_keep_clash(self) -> None:
        found = sequences(self._spec(), self._keys)
        self._editor.setKeySequence(found[0] if found else QKeySequence())

    def _owner(self, sequence: QKeySequence, but: ActionSpec) -> ActionSpec | None:
        if sequence.isEmpty():
            return None
        for spec in SPECS:
            if spec is not but and sequence in sequences(spec, self._keys):
                return spec
        return None

    @Slot()
    def _on_usual(self) -> None:
        self._keys.pop(self._spec().name, None)
        self._told()
        self._on_row()

    def _told(self) -> None:
        self._clash.clear()
        self._fill()
        self.changed.emit(dict(self._keys))
