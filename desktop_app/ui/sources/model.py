"""The sidebar as Qt sees it: two levels, changed by runs of rows. No widgets."""

from collections.abc import Sequence
from itertools import count
from typing import Any

from PySide6.QtCore import (
    QAbstractItemModel,
    QMimeData,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    Qt,
    Signal,
)

from desktop_app.core.errors import AppError
from desktop_app.core.ids import FolderId, SourceId
from desktop_app.text.urls import host_shown
from desktop_app.ui.articles.rows import Insert, Remove, steps_between
from desktop_app.ui.errors import describe
from desktop_app.ui.sources.nodes import LISTS, Kind, Node, lists, looks_the_same, spoken

Index = QModelIndex | QPersistentModelIndex
MIME = "application/x-daily8-source"


class _Place:
    """A row as the model keeps it.

    Indexes carry the ``token`` of their folder (0: none), a number and no pointer: Qt may ask about
    an index whose row is gone, and a number can then be found to be stale.
    """

    __slots__ = ("children", "node", "token")

    def __init__(self, node: Node, token: int = 0) -> None:
        self.node, self.token = node, token
        self.children: list[_Place] = [_Place(child) for child in node.children]


class SourcesModel(QAbstractItemModel):
    """Main thread. ``renamed`` carries a node and its new title, ``moved`` what was dropped where.

    ``moved``: a tuple of source ids, a folder id or None, and the position among its sources.
    """

    renamed = Signal(object, str)
    moved = Signal(object, object, object)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._tokens = count(1)
        self._top: list[_Place] = [self._made(node) for node in lists(None)]

    def _made(self, node: Node) -> _Place:
        return _Place(node, next(self._tokens))

    # -- what Qt asks ----------------------------------------------------------------------------

    def index(self, row: int, column: int = 0, parent: Index = QModelIndex()) -> QModelIndex:  # noqa: B008
        """Return the index of a row."""
        above = self._place(parent)
        level = above.children if above is not None else self._top
        if column == 0 and 0 <= row < len(level):
            return self.createIndex(row, 0, above.token if above is not None else 0)
        return QModelIndex()

    def parent(self, index: Index = QModelIndex()) -> QModelIndex:  # type: ignore[override]  # noqa: B008
        """Return the index of the folder that a row is in."""
        token = index.internalId() if index.isValid() else 0
        row = self._row_of(token) if token else -1
        return self.createIndex(row, 0, 0) if row >= 0 else QModelIndex()

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        """Return the number of rows below ``parent``."""
        return 0 if parent.column() > 0 else len(self._level(parent))

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        """There is one column."""
        return 1

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """Return the title, the sentence for screen readers, and why a source has a problem."""
        node = self.node(index)
        if node is None:
            return None
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.EditRole):
            return node.title
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return spoken(node, problem_words(node))
        if role == Qt.ItemDataRole.ToolTipRole:
            return _tip(node)
        return None

    def setData(self, index: Index, value: Any, role: int = Qt.ItemDataRole.EditRole) -> bool:
        """Take the title that was typed in place."""
        node, title = self.node(index), str(value).strip()
        if node is None or role != Qt.ItemDataRole.EditRole or not title or title == node.title:
            return False
        self.renamed.emit(node, title)
        return True

    def flags(self, index: Index) -> Qt.ItemFlag:
        """Sources are dragged into folders and between each other."""
        node = self.node(index)
        if node is None:
            return Qt.ItemFlag.ItemIsDropEnabled
        if node.kind is Kind.CAPTION:
            return Qt.ItemFlag.NoItemFlags
        flags = Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable
        if node.kind is Kind.SOURCE:
            flags |= Qt.ItemFlag.ItemIsDragEnabled | Qt.ItemFlag.ItemIsEditable
            flags |= Qt.ItemFlag.ItemNeverHasChildren
        elif node.kind is Kind.FOLDER:
            flags |= Qt.ItemFlag.ItemIsDropEnabled | Qt.ItemFlag.ItemIsEditable
        return flags

    # -- looking ---------------------------------------------------------------------------------

    def node(self, index: Index) -> Node | None:
        """Return what stands at ``index``."""
        place = self._place(index)
        return place.node if place is not None else None

    def find(self, kind: Kind, ident: int = 0) -> QModelIndex:
        """Return the index of a row; an invalid one when it is not there."""
        for row, place in enumerate(self._top):
            if place.node.key == (kind, ident):
                return self.createIndex(row, 0, 0)
            for below, child in enumerate(place.children):
                if child.node.key == (kind, ident):
                    return self.createIndex(below, 0, place.token)
        return QModelIndex()

    def _row_of(self, token: int) -> int:
        return next((row for row, place in enumerate(self._top) if place.token == token), -1)

    def _place(self, index: Index) -> _Place | None:
        if not index.isValid():
            return None
        level, token = self._top, index.internalId()
        if token:
            row = self._row_of(token)
            level = self._top[row].children if row >= 0 else []
        return level[index.row()] if index.row() < len(level) else None

    def _level(self, parent: Index) -> list[_Place]:
        place = self._place(parent)
        return place.children if place is not None else self._top

    # -- changing --------------------------------------------------------------------------------

    def become(self, nodes: Sequence[Node]) -> None:
        """Show ``nodes``; rows that stay keep their indexes, and so selection and expansion."""
        self._level_becomes(QModelIndex(), nodes)
        for row, node in enumerate(nodes):
            if node.folder is not None:
                self._level_becomes(self.index(row), node.children)

    def _level_becomes(self, parent: QModelIndex, nodes: Sequence[Node]) -> None:
        level = self._level(parent)
        new = [node.key for node in nodes]
        steps = steps_between([place.node.key for place in level], new)
        if steps is None:  # another order: all rows of the level go and come
            steps = [Remove(0, len(level) - 1), Insert(0, 0, len(nodes))]
        top = not parent.isValid()
        for step in steps:
            if isinstance(step, Remove):
                self.beginRemoveRows(parent, step.first, step.last)
                del level[step.first : step.last + 1]
                self.endRemoveRows()
            else:
                self.beginInsertRows(parent, step.at, step.at + step.stop - step.start - 1)
                arriving = nodes[step.start : step.stop]
                made = [self._made(node) if top else _Place(node) for node in arriving]
                level[step.at : step.at] = made
                self.endInsertRows()
        self._refresh(parent, level, nodes)

    def _refresh(self, parent: QModelIndex, level: list[_Place], nodes: Sequence[Node]) -> None:
        for row, (place, node) in enumerate(zip(level, nodes, strict=True)):
            before, place.node = place.node, node
            if before != node and not looks_the_same(before, node):
                index = self.index(row, 0, parent)
                self.dataChanged.emit(index, index)

    # -- dragging --------------------------------------------------------------------------------

    def supportedDropActions(self) -> Qt.DropAction:
        """Rows move; the reading that follows shows where they are."""
        return Qt.DropAction.MoveAction

    def mimeTypes(self) -> list[str]:
        """Return the one type that the sidebar takes from itself."""
        return [MIME]

    def mimeData(self, indexes: Sequence[QModelIndex]) -> QMimeData:
        """Carry source ids."""
        nodes = (self.node(index) for index in indexes)
        ids = [str(node.source.id) for node in nodes if node is not None and node.source]
        data = QMimeData()
        data.setData(MIME, ",".join(ids).encode())
        return data

    def dropMimeData(
        self, data: QMimeData, action: Qt.DropAction, row: int, column: int, parent: Index
    ) -> bool:
        """Ask for the move. False, so that the view does not remove the dragged rows itself."""
        if not data.hasFormat(MIME):
            return False
        raw = bytes(data.data(MIME).data()).decode()
        ids = tuple(SourceId(int(part)) for part in raw.split(",") if part)
        folder, position = self._target(row, parent)
        if ids:
            self.moved.emit(ids, folder, position)
        return False

    def _target(self, row: int, parent: Index) -> tuple[FolderId | None, int]:
        node = self.node(parent)
        if node is not None and node.folder is not None:
            return node.folder.id, row if row >= 0 else len(node.children)
        loose = [at for at, place in enumerate(self._top) if place.node.kind is Kind.SOURCE]
        if row < 0 or not loose:
            return None, len(loose)
        return None, sum(1 for at in loose if at < row)


def problem_words(node: Node) -> str:
    """Return why a source could not be refreshed; empty when it could."""
    source = node.source
    if source is None or source.problem is None:
        return ""
    problem = AppError(
        source.problem.kind, host=host_shown(source.base_url), detail=source.problem.detail
    )
    return describe(problem).sentence


def _tip(node: Node) -> str:
    if node.source is None:
        return "" if node.kind in LISTS else node.title
    lines = [node.title, node.source.home_url or node.source.base_url, problem_words(node)]
    return "\n".join(line for line in lines if line)
