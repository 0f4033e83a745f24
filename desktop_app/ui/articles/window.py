"""The part of a list that is in memory: a window of at most 2,000 rows over what is stored.

It grows downwards page by page, gives up its top when it is full, takes it back when the reader
scrolls up, and at the very end of what is stored asks the site for more.
"""

import logging
from collections.abc import Callable, Iterable
from dataclasses import replace
from enum import Enum
from functools import partial
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, Signal

from desktop_app.core.articles import (
    Article,
    InStory,
    ListCursor,
    ListFilter,
    ListKind,
    ListQuery,
)
from desktop_app.core.errors import AppError, ErrorKind
from desktop_app.core.ids import ArticleId
from desktop_app.core.work import Work
from desktop_app.ui.articles import words
from desktop_app.ui.articles.model import ArticleModel
from desktop_app.ui.articles.pages import MOST, PAGE, Run, at_least, down_to
from desktop_app.ui.articles.rows import Row, cursor_of

if TYPE_CHECKING:
    from desktop_app.runtime.tasks import Tasks
    from desktop_app.services.bundle import Services

log = logging.getLogger("daily8.ui")

SLOT, OLDER = "articles.page", "articles.older"
SHRINKING = (ListKind.UNREAD, ListKind.SAVED)
"""Lists that an article leaves when it is read or no longer saved: it stays until they change."""


class Foot(Enum):
    """What the last row says."""

    NONE = "none"
    LOADING = "loading"
    END = "end"
    FAILED = "failed"


class ListWindow(QObject):
    """Loads rows into a model. Main thread.

    ``keep`` is called with every change of rows that the reader may be looking at; the view holds
    the row at its top edge meanwhile. ``overlay`` shows marks that are not stored yet.
    ``in_sight`` tells which rows must not be taken for another one of their story just now.
    """

    loaded = Signal()
    """The first page of a list is there, perhaps empty."""
    failed = Signal(object)
    """The first page cannot be had: an ``AppError``."""
    grown = Signal()
    """Older rows came, or there are none."""
    inserted_above = Signal(object)
    """How many rows came in above those that were there."""
    foot_changed = Signal(object)

    def __init__(
        self, tasks: "Tasks", services: "Services", model: ArticleModel, parent: QObject
    ) -> None:
        super().__init__(parent)
        self._tasks, self._reading = tasks, services.reading
        self._model = model
        self.keep: Callable[[Callable[[], None]], None] = _at_once
        self.overlay: Callable[[Article], Article] = _as_it_is
        self.in_sight: Callable[[], Iterable[ArticleId]] = tuple
        self.query: ListQuery | None = None
        self._top: ListCursor | None = None
        self._above: list[ListCursor | None] = []
        self._next: ListCursor | None = None
        self._busy = False
        self._stale = False
        self._fresh = False
        self._seen: set[ArticleId] = set()
        self._foot = Foot.NONE
        self.error: AppError | None = None

    # -- asking ----------------------------------------------------------------------------------

    def show(self, query: ListQuery) -> None:
        """Show another list; the old rows stay until the first page is there."""
        self.stop()
        self.query, self._fresh = query, True
        self._top, self._above, self._next = None, [], None
        self._seen = set()
        self._start(at_least(self._reading.page, query, None, PAGE), self._on_first)

    def show_fixed(self, work: Work[tuple[Row, ...]], again: bool = False) -> None:
        """Show rows that are no stored list; ``again``: the same list once more."""
        self.stop()
        self.query, self._fresh = None, not again
        self._top, self._above, self._next = None, [], None
        self._start(work, self._on_fixed)

    def stop(self) -> None:
        """Cancel what is under way."""
        self._tasks.cancel(SLOT)
        self._tasks.cancel(OLDER)
        self._busy = self._stale = False
        self._set_foot(Foot.NONE)

    def reload(self) -> None:
        """Compare the window with what is stored now."""
        if self.query is None:
            return
        if self._busy:
            self._stale = True
            return
        least = max(PAGE, len(self._model.rows))
        work = at_least(self._reading.page, self._asked(self.in_sight()), self._top, least)
        self._start(work, self._on_again)

    def grow(self) -> None:
        """Load the next page, from the site when all that is stored is here."""
        if self.query is None or self._busy or self._fresh or self._foot is Foot.END:
            return
        if self._next is not None:
            work = at_least(self._reading.page, self._asked(self._told()), self._next, PAGE)
            self._start(work, self._on_more)
        elif self._foot is not Foot.FAILED:
            self._ask_site()

    def retry(self) -> None:
        """Try again what failed: the first page, or the next older one."""
        if self._fresh and self.query is not None:
            self.show(self.query)
        else:
            self._set_foot(Foot.NONE)
            self.grow()

    def grow_up(self) -> None:
        """Load the rows above the window that were given up before."""
        if self._busy or not self._above or self._top is None:
            return
        asked = self._asked(self._told())
        work = down_to(self._reading.page, asked, self._above[-1], self._top)
        self._start(work, self._on_above)

    @property
    def at_top(self) -> bool:
        """Whether the list's first row is in memory."""
        return not self._above

    @property
    def more(self) -> bool:
        """Whether something stored lies below the window."""
        return self._next is not None

    @property
    def waiting(self) -> bool:
        """Whether the first page is still to come."""
        return self._fresh

    @property
    def foot(self) -> Foot:
        """What the last row is about."""
        return self._foot

    def together(self, article_id: ArticleId) -> tuple[ArticleId, ...]:
        """Return what an article's row stands for besides it: what is one row is read as one."""
        row = self._model.row_at(self._model.place_of(article_id))
        return row.stands_for if row is not None else ()

    def _told(self) -> list[ArticleId]:
        """Return the rows that stand for a story: further down it must not come again."""
        return [row.article.id for row in self._model.rows if row.stands_for]

    def _asked(self, pinned: Iterable[ArticleId]) -> ListQuery:
        query = self.query
        assert query is not None
        query = replace(query, pinned=frozenset(pinned))
        if query.kind in SHRINKING or query.filter is not ListFilter.ALL:
            return replace(query, keep=frozenset(self._seen))
        return query

    def _start(self, work: Work[Any], done: Callable[..., None]) -> None:
        self._busy = True
        self._tasks.start(SLOT, work, done, self._on_failed)

    # -- answers ---------------------------------------------------------------------------------

    def _on_first(self, run: Run) -> None:
        self._finish()
        self._fresh = False
        self.error = None
        self._next = run.next
        self._model.start_over(self._rows(run))
        self._end_if_done()
        self.loaded.emit()

    def _on_fixed(self, rows: tuple[Row, ...]) -> None:
        self._busy = self._stale = False
        shown = [replace(row, article=self.overlay(row.article)) for row in rows]
        if self._fresh:
            self._fresh = False
            self._model.start_over(shown)
            self.loaded.emit()
        else:
            self.keep(partial(self._model.become, shown))
            self.grown.emit()

    def _on_again(self, run: Run) -> None:
        before = [row.article.id for row in self._model.rows]
        self._next = run.next
        if run.next is not None:
            self._set_foot(Foot.NONE)
        rows = self._rows(run)
        self.keep(partial(self._model.become, rows))
        if before:
            known = set(before)
            above = next((at for at, row in enumerate(rows) if row.article.id in known), 0)
            if above:
                self.inserted_above.emit(above)
        self._finish()
        self._end_if_done()
        self.grown.emit()

    def _on_more(self, run: Run) -> None:
        known = {row.article.id for row in self._model.rows}
        rows = [row for row in self._rows(run) if row.article.id not in known]
        self._next = run.next
        self._model.insert(len(self._model.rows), rows)
        while len(self._model.rows) > MOST:
            self._give_up_top()
        self._finish()
        self._end_if_done()
        self.grown.emit()

    def _on_above(self, run: Run) -> None:
        known = {row.article.id for row in self._model.rows}
        rows = [row for row in self._rows(run) if row.article.id not in known]
        self._top = self._above.pop()
        self.keep(partial(self._model.insert, 0, rows))
        if len(self._model.rows) > MOST:
            self._model.remove(MOST, len(self._model.rows) - 1)
            self._next = cursor_of(self._model.rows[-1].article)
            self._set_foot(Foot.NONE)
        self._finish()

    def _on_failed(self, error: AppError) -> None:
        self._busy = False
        if error.kind is ErrorKind.CANCELLED:
            return
        self.error = error
        if self._fresh:
            self.failed.emit(error)
        else:
            log.info("page of a list: %s", error)
            self._set_foot(Foot.FAILED)

    def _finish(self) -> None:
        self._busy = False
        if self._stale:
            self._stale = False
            self.reload()

    def _rows(self, run: Run) -> list[Row]:
        self._seen.update(item.id for item in run.items)
        return [row_of(self.overlay(item), run.stories.get(item.id)) for item in run.items]

    def _give_up_top(self) -> None:
        self._above.append(self._top)
        self._top = cursor_of(self._model.rows[PAGE - 1].article)
        self.keep(partial(self._model.remove, 0, PAGE - 1))

    # -- the site --------------------------------------------------------------------------------

    def _ask_site(self) -> None:
        query = self.query
        if query is None or self._tasks.busy(OLDER):
            return
        self._set_foot(Foot.LOADING)
        self._tasks.start(OLDER, self._reading.older(query), self._on_older, self._on_no_older)

    def _on_older(self, count: int) -> None:
        if not count:
            self._set_foot(Foot.END)
            self.grown.emit()
            return
        self._set_foot(Foot.NONE)
        rows = self._model.rows
        self._next = cursor_of(rows[-1].article) if rows else None
        if rows and not self._busy:
            self.grow()
        else:
            self.reload()

    def _on_no_older(self, error: AppError) -> None:
        if error.kind is not ErrorKind.CANCELLED:
            log.info("older articles: %s", error)
            self.error = error
            self._set_foot(Foot.FAILED)

    def _end_if_done(self) -> None:
        query = self.query
        if self._next is not None or query is None or not self._model.rows:
            return
        from_site = query.kind in (ListKind.SOURCE, ListKind.SECTION)
        if not from_site or query.filter is not ListFilter.ALL:
            self._set_foot(Foot.END)

    def _set_foot(self, foot: Foot) -> None:
        if foot is not self._foot:
            self._foot = foot
            self.foot_changed.emit(foot)


def row_of(article: Article, story: InStory | None) -> Row:
    """Return the row of an article; it says when others joined after it was read."""
    if story is None:
        return Row(article)
    others = len(story.unread - {article.id}) if story.merged and article.read else 0
    return Row(article, story.sources, words.new(others), story)


def _at_once(change: Callable[[], None]) -> None:
    change()


def _as_it_is(article: Article) -> Article:
    return article
