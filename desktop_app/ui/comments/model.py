"""The rows of a thread as Qt's list sees them. No widgets."""

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import QAbstractListModel, QModelIndex, QObject, QPersistentModelIndex, Qt

from desktop_app.ui.comments.rows import Row, difference
from desktop_app.ui.comments.words import sentence

ROW_ROLE = Qt.ItemDataRole.UserRole + 1

Index = QModelIndex | QPersistentModelIndex
_NO_PARENT = QModelIndex()


class ThreadModel(QAbstractListModel):
    """Holds rows that the pane computed, and changes by inserting and removing. Main thread."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.rows: tuple[Row, ...] = ()
        self._places: dict[str, int] = {}
        self._asked: Sequence[Row] = ()
        self.now = 0
        """The time that ages count from; Unix seconds."""

    def rowCount(self, parent: Index = _NO_PARENT) -> int:
        """Return the number of rows; a row has none below it."""
        return 0 if parent.isValid() else len(self.rows)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """Return the row object, its text, or the sentence for a screen reader."""
        if not index.isValid() or not 0 <= index.row() < len(self.rows):
            return None
        row = self.rows[index.row()]
        if role == ROW_ROLE:
            return row
        if role == Qt.ItemDataRole.DisplayRole:
            return row.node.plain
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return sentence(row, self.now)
        return None

    def place_of(self, key: str) -> int | None:
        """Return the number of the row with that key."""
        return self._places.get(key)

    def index_of(self, key: str) -> QModelIndex:
        """Return the index of the row with that key; an invalid one when it is not visible."""
        place = self._places.get(key)
        return QModelIndex() if place is None else self.index(place, 0)

    def shows(self, rows: Sequence[Row]) -> bool:
        """Return whether these very rows were shown last."""
        return rows is self._asked and len(rows) == len(self.rows)

    def show(self, rows: Sequence[Row]) -> frozenset[str]:
        """Become ``rows`` and return the keys of rows that stayed but look different now.

        Rows come and go; only another order of the rows that stay resets the model. No
        ``dataChanged`` for rows that stay: it would lay out the whole list again, so the view
        repaints them, or lays out when a height changed.
        """
        self._asked = rows
        old = self.rows
        before = {row.key: row for row in old}
        # Equal rows stay the same objects: what is known of them, such as heights, stays true.
        new = tuple(row if (known := before.get(row.key)) != row else known for row in rows)
        if not old or not new:
            self._reset(new)
            return frozenset()
        change = difference([row.key for row in old], [row.key for row in new])
        if change is None:
            self._reset(new)
            return frozenset()
        for first, last in change.removed:
            self.beginRemoveRows(QModelIndex(), first, last)
            self._take(self.rows[:first] + self.rows[last + 1 :])
            self.endRemoveRows()
        for first, last in change.inserted:
            self.beginInsertRows(QModelIndex(), first, last)
            self._take(self.rows[:first] + new[first : last + 1] + self.rows[first:])
            self.endInsertRows()
        self._take(new)
        return frozenset(row.key for row in new if row.key in before and before[row.key] is not row)

    def _reset(self, rows: tuple[Row, ...]) -> None:
        self.beginResetModel()
        self._take(rows)
        self.endResetModel()

    def _take(self, rows: tuple[Row, ...]) -> None:
        self.rows = rows
        self._places = {row.key: place for place, row in enumerate(rows)}
