"""Read and saved marks: shown at once, stored behind, and taken back on request."""

from collections.abc import Callable, Iterable
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from desktop_app.core.articles import Article
from desktop_app.core.errors import AppError
from desktop_app.core.ids import ArticleId
from desktop_app.core.work import Work
from desktop_app.ui.articles.model import ArticleModel

if TYPE_CHECKING:
    from desktop_app.runtime.tasks import Tasks
    from desktop_app.services.bundle import Services

Ids = tuple[ArticleId, ...]
Mark = tuple[str, bool]  # the field of the article, and what it becomes


def marked(article: Article, field: str, on: bool) -> Article:
    """Return ``article`` with one mark set; ``field`` is "read" or "saved"."""
    return replace(article, read=on) if field == "read" else replace(article, saved=on)


class Marks(QObject):
    """A mark that is on its way to the disk wins over what is read from there. Main thread."""

    failed = Signal(object)
    """An ``AppError``: marks could not be stored and were taken back."""

    def __init__(
        self, tasks: "Tasks", services: "Services", model: ArticleModel, parent: QObject
    ) -> None:
        super().__init__(parent)
        self._tasks, self._reading, self._model = tasks, services.reading, model
        self._pending: dict[tuple[ArticleId, str], list[bool]] = {}

    def overlay(self, article: Article) -> Article:
        """Return ``article`` with the marks that are not stored yet."""
        for field in ("read", "saved"):
            waiting = self._pending.get((article.id, field))
            if waiting and getattr(article, field) != waiting[-1]:
                article = marked(article, field, waiting[-1])
        return article

    def set_read(self, ids: Iterable[ArticleId], read: bool) -> None:
        """Mark articles as read or unread."""
        wanted = tuple(ids)
        self._set(wanted, ("read", read), self._reading.mark_read(wanted, read))

    def set_saved(self, ids: Iterable[ArticleId], saved: bool) -> None:
        """Keep articles, or no longer."""
        wanted = tuple(ids)
        self._set(wanted, ("saved", saved), self._reading.save(wanted, saved))

    def show(self, ids: Iterable[ArticleId], field: str, on: bool) -> None:
        """Show marks that somebody else stores or stored."""
        rows = (self._model.row_at(self._model.place_of(each)) for each in ids)
        self._model.replace([marked(row.article, field, on) for row in rows if row])

    def undo(self, ids: Ids) -> Callable[[], None]:
        """Return what makes ``ids`` unread again."""
        return partial(self.set_read, ids, False)

    def _set(self, ids: Ids, mark: Mark, work: Work[Ids]) -> None:
        field, on = mark
        for each in ids:
            self._pending.setdefault((each, field), []).append(on)
        self.show(ids, field, on)
        settled = partial(self._settle, ids, mark)
        self._tasks.run(work, settled, partial(self._on_failed, ids, mark))

    def _settle(self, ids: Ids, mark: Mark, _changed: object) -> None:
        field, on = mark
        for each in ids:
            waiting = self._pending.get((each, field), [])
            if on in waiting:
                waiting.remove(on)
            if not waiting:
                self._pending.pop((each, field), None)

    def _on_failed(self, ids: Ids, mark: Mark, error: AppError) -> None:
        self._settle(ids, mark, None)
        self.show(ids, mark[0], not mark[1])
        self.failed.emit(error)
