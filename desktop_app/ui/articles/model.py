"""The article list as Qt sees it: rows in memory and one foot row. No widgets."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from typing import Any

from PySide6.QtCore import (
    QAbstractListModel,
    QMimeData,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    Qt,
    QUrl,
    Signal,
)

from desktop_app.core.articles import Article
from desktop_app.core.ids import ArticleId
from desktop_app.ui.articles.rows import Insert, Remove, Row, steps_between

Index = QModelIndex | QPersistentModelIndex
Speak = Callable[[Row], str]


class ArticleModel(QAbstractListModel):
    """Rows change by runs, never by a reset while the list is the same. Main thread.

    ``touched`` asks to paint rows again that did not change their height, and gives their numbers:
    Qt lays the whole list out anew after every ``dataChanged``.
    """

    touched = Signal(object)

    def __init__(self, speak: Speak, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._speak = speak
        self._rows: list[Row] = []
        self._places: dict[ArticleId, int] | None = None
        self._foot: str | None = None

    # -- what Qt asks ----------------------------------------------------------------------------

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's signature
        """Return the number of rows, the foot included."""
        if parent.isValid():
            return 0
        return len(self._rows) + (self._foot is not None)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """Return the headline, and the whole sentence for screen readers."""
        row = self.row_at(index.row())
        if role == Qt.ItemDataRole.DisplayRole:
            return row.headline if row else self._foot
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return self._speak(row) if row else self._foot
        return None

    def flags(self, index: Index) -> Qt.ItemFlag:
        """Articles can be chosen and dragged; the foot is only there to be read."""
        if not index.isValid() or index.row() >= len(self._rows):
            return Qt.ItemFlag.NoItemFlags
        return (
            Qt.ItemFlag.ItemIsEnabled
            | Qt.ItemFlag.ItemIsSelectable
            | Qt.ItemFlag.ItemIsDragEnabled
            | Qt.ItemFlag.ItemNeverHasChildren
        )

    def mimeTypes(self) -> list[str]:
        """Return what is dragged: a link."""
        return ["text/uri-list", "text/plain"]

    def mimeData(self, indexes: Sequence[QModelIndex]) -> QMimeData:
        """Return the addresses of the dragged rows."""
        urls = [row.article.url for index in indexes if (row := self.row_at(index.row()))]
        data = QMimeData()
        data.setUrls([QUrl(url) for url in urls if url])
        data.setText("\n".join(urls))
        return data

    # -- looking ---------------------------------------------------------------------------------

    @property
    def rows(self) -> Sequence[Row]:
        """The rows in memory; not to be changed."""
        return self._rows

    @property
    def foot(self) -> str | None:
        """The words of the foot row; None without one."""
        return self._foot

    def row_at(self, number: int) -> Row | None:
        """Return the row, None for the foot and outside."""
        return self._rows[number] if 0 <= number < len(self._rows) else None

    def place_of(self, article_id: ArticleId) -> int:
        """Return the row number of an article, -1 when it is not in memory."""
        if self._places is None:
            self._places = {row.article.id: at for at, row in enumerate(self._rows)}
        return self._places.get(article_id, -1)

    # -- changing --------------------------------------------------------------------------------

    def start_over(self, rows: Sequence[Row]) -> None:
        """Show another list."""
        self.beginResetModel()
        self._rows = list(rows)
        self._places = None
        self._foot = None
        self.endResetModel()

    def become(self, rows: Sequence[Row]) -> None:
        """Turn into ``rows`` by the fewest runs; what stays is not touched."""
        old = [(row.article.id, row.article.published_at) for row in self._rows]
        new = [(row.article.id, row.article.published_at) for row in rows]
        steps = steps_between(old, new)
        if steps is None:
            foot = self._foot
            self.start_over(rows)
            self.set_foot(foot)
            return
        for step in steps:
            if isinstance(step, Remove):
                self.remove(step.first, step.last)
            elif isinstance(step, Insert):
                self.insert(step.at, rows[step.start : step.stop])
        self._update(rows)

    def _update(self, rows: Sequence[Row]) -> None:
        moved: list[int] = []
        touched: list[int] = []
        for number, row in enumerate(rows):
            before = self._rows[number]
            if before == row:
                continue
            self._rows[number] = row
            touched.append(number)
            if not before.takes_room_of(row):
                moved.append(number)
        if moved:
            self.dataChanged.emit(self.index(moved[0]), self.index(moved[-1]))
        elif touched:
            self.touched.emit(touched)

    def insert(self, at: int, rows: Sequence[Row]) -> None:
        """Put rows before row ``at``."""
        if not rows:
            return
        self.beginInsertRows(QModelIndex(), at, at + len(rows) - 1)
        self._rows[at:at] = rows
        self._places = None
        self.endInsertRows()

    def remove(self, first: int, last: int) -> None:
        """Take away rows ``first`` to ``last``, inclusive."""
        self.beginRemoveRows(QModelIndex(), first, last)
        del self._rows[first : last + 1]
        self._places = None
        self.endRemoveRows()

    def replace(self, articles: Iterable[Article]) -> None:
        """Show articles of the list in their new state, at the same height."""
        touched = []
        for article in articles:
            number = self.place_of(article.id)
            if number >= 0:
                before = self._rows[number]
                self._rows[number] = replace(before, article=article)
                touched.append(number)
        self.touched.emit(touched)

    def set_foot(self, words: str | None) -> None:
        """Show a last row with ``words``; None takes it away."""
        if words == self._foot:
            return
        end = len(self._rows)
        if words is None:
            self.beginRemoveRows(QModelIndex(), end, end)
            self._foot = None
            self.endRemoveRows()
        elif self._foot is None:
            self.beginInsertRows(QModelIndex(), end, end)
            self._foot = words
            self.endInsertRows()
        else:
            self._foot = words
            self.touched.emit([end])
