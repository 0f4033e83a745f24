"""What can be done with articles and with whole lists, each with a way back."""

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QPoint, Signal
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QWidget

from desktop_app.core.articles import Article, ListKind, ListQuery
from desktop_app.core.errors import AppError, ErrorKind
from desktop_app.core.ids import ArticleId
from desktop_app.system.i18n import _
from desktop_app.system.settings import NOTIFY_ANSWERS
from desktop_app.ui.articles import menu, words
from desktop_app.ui.articles.marks import Ids, Marks
from desktop_app.ui.articles.model import ArticleModel
from desktop_app.ui.articles.pages import mark_around
from desktop_app.ui.articles.rows import Row, cursor_of
from desktop_app.ui.articles.window import ListWindow
from desktop_app.ui.errors import describe
from desktop_app.ui.theme.tokens import Tokens
from desktop_app.ui.widgets.menu_place import open_at

if TYPE_CHECKING:
    from desktop_app.runtime.tasks import Tasks
    from desktop_app.services.bundle import Services

MARK, SEEK = "articles.mark", "articles.next_unread"


class Acts(QObject):
    """``found`` carries a row number, ``open_wanted`` an ``Article``. Main thread."""

    toast = Signal(str, object)
    found = Signal(object)
    open_wanted = Signal(object)
    more_wanted = Signal(str, object)
    """The name of an entry of ``more``, and the ``Article``."""

    def __init__(
        self,
        tasks: "Tasks",
        services: "Services",
        window: ListWindow,
        marks: Marks,
        model: ArticleModel,
        parent: QObject,
    ) -> None:
        super().__init__(parent)
        self._tasks, self._services = tasks, services
        self._window, self._marks, self._model = window, marks, model
        self.more: Callable[[Row], Sequence[menu.Entry]] = nothing_more
        """What else can be done with an article; ``more_wanted`` tells of it."""
        self._sought: ArticleId | None = None
        self._for_menu: Article | None = None

    # -- marking ---------------------------------------------------------------------------------

    def mark_all(self, query: ListQuery) -> None:
        """Mark all that a list holds as read."""
        work = self._services.reading.mark_all_read(query)
        self._tasks.start(MARK, work, self._on_marked, self._on_failed)

    def mark_above(self, article: Article) -> None:
        """Mark what stands above an article as read."""
        if self._window.query is not None:
            above = cursor_of(article)
            work = mark_around(self._services.reading, self._window.query, above, None)
            self._tasks.start(MARK, work, self._on_marked, self._on_failed)

    def mark_below(self, article: Article) -> None:
        """Mark what stands below an article as read, listed yet or not."""
        if self._window.query is not None:
            below = cursor_of(article)
            work = mark_around(self._services.reading, self._window.query, None, below)
            self._tasks.start(MARK, work, self._on_marked, self._on_failed)

    def _on_marked(self, ids: Ids) -> None:
        if not ids:
            self.toast.emit(_("Nothing unread here"), None)
            return
        self._marks.show(ids, "read", True)
        self.toast.emit(words.marked(len(ids)), self._marks.undo(ids))

    def _on_failed(self, error: AppError) -> None:
        if error.kind is not ErrorKind.CANCELLED:
            self.toast.emit(describe(error).sentence, None)

    # -- one article -----------------------------------------------------------------------------

    def open_menu(self, parent: QWidget, tokens: Tokens, article: Article, place: QPoint) -> None:
        """Show what can be done with an article."""
        self._for_menu = article
        row = self._model.row_at(self._model.place_of(article.id))
        more = self._more(row) if row is not None else ()
        open_at(menu.article_menu(parent, tokens, article, self._on_menu, more), place, parent)

    def _more(self, row: Row) -> Sequence[menu.Entry]:
        wanted = self._services.settings.get(NOTIFY_ANSWERS) != "none"
        return (*menu.conversation_entries(row.silent if wanted else None), *self.more(row))

    def _on_menu(self, action: QAction) -> None:
        if self._for_menu is not None:
            self.do(action.data(), self._for_menu)

    def toggle_read(self, article: Article) -> None:
        """Mark an article as unread, or as read with all that its row stands for."""
        others = () if article.read else self._window.together(article.id)
        self._marks.set_read((article.id, *others), not article.read)

    def do(self, name: str, article: Article) -> None:
        """Do what the context menu offers."""
        if name == menu.OPEN:
            self.open_wanted.emit(article)
        elif name == menu.READ:
            self.toggle_read(article)
        elif name == menu.SAVE:
            self._marks.set_saved((article.id,), not article.saved)
        elif name == menu.COPY:
            menu.copy_link(article)
            self.toast.emit(_("Link copied"), None)
        elif name == menu.BROWSER:
            menu.open_in_browser(article)
        elif name == menu.ABOVE:
            self.mark_above(article)
        elif name == menu.BELOW:
            self.mark_below(article)
        elif name in (menu.SILENCE, menu.TELL):
            work = self._services.answers.silence(article.id, name == menu.SILENCE)
            self._tasks.run(work, None, self._on_failed)
        else:
            self.more_wanted.emit(name, article)

    # -- the next unread one ---------------------------------------------------------------------

    def next_unread(self, current: int) -> None:
        """Find the next unread article below row ``current`` (-1: from the top)."""
        for number in range(current + 1, len(self._model.rows)):
            if not self._model.rows[number].article.read:
                self.found.emit(number)
                return
        query, rows = self._window.query, self._model.rows
        if query is None or not rows or not self._window.more:
            self._none_left()
            return
        work = self._services.reading.next_unread(query, cursor_of(rows[-1].article))
        self._tasks.start(SEEK, work, self._on_next, self._on_failed)

    def _on_next(self, article: Article | None) -> None:
        if article is None:
            self._none_left()
            return
        self._sought = article.id
        self._window.grow()

    def go_on(self) -> None:
        """Look at the rows that came; load on until the sought one is among them."""
        if self._sought is None:
            return
        number = self._model.place_of(self._sought)
        if number >= 0:
            self._sought = None
            self.found.emit(number)
        elif self._window.more:
            self._window.grow()
        else:
            self._sought = None

    def _none_left(self) -> None:
        self.toast.emit(_("No more unread articles here"), None)

    def stop(self) -> None:
        """Forget what was sought: the list is another one."""
        self._sought = None
        self._tasks.cancel(SEEK)

    # -- refreshing ------------------------------------------------------------------------------

    def refresh(self, query: ListQuery | None) -> None:
        """Look for news in the list's source, or in all of them."""
        refresh = self._services.refresh
        one = query is not None and query.kind in (ListKind.SOURCE, ListKind.SECTION)
        if one and query is not None and query.source_id is not None:
            self._tasks.run(refresh.source(query.source_id), None, self._on_failed)
        else:
            self._tasks.run(refresh.all(), None, self._on_failed)


def nothing_more(_row: Row) -> Sequence[menu.Entry]:
    """Offer nothing besides."""
    return ()
