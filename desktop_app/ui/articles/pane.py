"""The article list: which list is shown, what is done in it, and what it tells the window."""

from collections.abc import Callable
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QPoint, Qt, Signal
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QMenu, QWidget

from desktop_app.core.articles import Article, ListFilter, ListKind, ListQuery
from desktop_app.core.changes import ChangeSet
from desktop_app.core.errors import AppError
from desktop_app.core.ids import ArticleId, SourceId
from desktop_app.core.sources import Section
from desktop_app.system.i18n import _
from desktop_app.ui import day
from desktop_app.ui.articles import menu, words
from desktop_app.ui.articles.acts import Acts
from desktop_app.ui.articles.board import Board
from desktop_app.ui.articles.context import Context
from desktop_app.ui.articles.edges import Edges
from desktop_app.ui.articles.faces import Faces
from desktop_app.ui.articles.marks import Marks, marked
from desktop_app.ui.articles.pages import conversation_rows, site_rows
from desktop_app.ui.articles.searching import Searching
from desktop_app.ui.articles.window import ListWindow
from desktop_app.ui.errors import describe
from desktop_app.ui.theme.theme import Theme

if TYPE_CHECKING:
    from desktop_app.runtime.tasks import Tasks
    from desktop_app.services.bundle import Services
    from desktop_app.ui.pictures import Pictures


class ArticlesPane(Board):
    """One list at a time. Main thread; data comes and goes through ``tasks``."""

    article_chosen = Signal(object)
    """An ``Article`` to open."""
    toast = Signal(str, object)
    """Words, and a function that takes back what they tell of, or None."""
    sources_requested = Signal()
    add_requested = Signal()

    def __init__(
        self,
        tasks: "Tasks",
        services: "Services",
        theme: Theme,
        pictures: "Pictures",
        parent: QWidget | None = None,
        *,
        now: Callable[[], int] = day.now,
    ) -> None:
        super().__init__(theme, pictures, now, parent)
        self._services = services
        self._base: ListQuery | None = None  # None: conversations
        self._title = ""
        self.list_menu_more: Callable[[QMenu], None] | None = None
        self._opened: Article | None = None
        self._follows = False  # another cut of the same list: stay at the open article
        self.rows = ListWindow(tasks, services, self.model, self)
        self.marks = Marks(tasks, services, self.model, self)
        self.context = Context(tasks, services, self)
        self.search = Searching(self.bar.field, self.context, self)
        self.faces = Faces(self.face, self.context, self)
        self.acts = Acts(tasks, services, self.rows, self.marks, self.model, self)
        self.edges = Edges(
            self.list, self.delegate, self.model, self.rows, self.context, self.pill, self
        )
        self._join()
        self.context.load()

    def _join(self) -> None:
        self.rows.keep = self.list.keep
        self.rows.overlay = self.marks.overlay
        self.rows.in_sight = self.in_sight
        self.rows.loaded.connect(self._on_loaded)
        self.rows.failed.connect(self._on_failed)
        self.rows.grown.connect(self._on_grown)
        self.edges.site_wanted.connect(self.search.ask_site)
        self.context.changed.connect(self._on_context)
        self.acts.toast.connect(self.toast)
        self.acts.found.connect(self.list.choose)
        self.acts.open_wanted.connect(self._open)
        self.marks.failed.connect(self._on_mark_failed)
        self.list.opened.connect(self._on_opened)
        self.list.menu_wanted.connect(self._on_menu)
        self.list.down_wanted.connect(self.rows.grow)
        self.list.up_wanted.connect(self.rows.grow_up)
        self.faces.acted.connect(self._on_face)
        self.pill.clicked.connect(self.show_new)
        self.bar.filter_chosen.connect(self.set_filter)
        self.bar.picker.chosen.connect(self._on_section)
        self.search.wanted.connect(self._show)
        self.search.ended.connect(self._on_search_ended)
        self.search.site_wanted.connect(self._on_site)
        self.bar.field.left.connect(self.list.setFocus)
        self.bar.field.down.connect(self._enter_list)
        self.bar.field.returnPressed.connect(self._open_first)
        self.sidebar_button.clicked.connect(self.sources_requested)
        self.read_button.clicked.connect(self.mark_all_read)
        self.list_button.clicked.connect(self._on_list_button)

    # -- what the window calls ------------------------------------------------------------------

    def show_list(self, query: ListQuery, title: str) -> None:
        """Show another list from its top."""
        self._base, self._title = query, title
        self.search.clear()
        self.search.filter = query.filter
        self.bar.set_filter(query.filter)
        self.bar.show_chips(True)
        self.read_button.setEnabled(True)
        self.context.look_at(query.source_id)
        self._show(query)

    def show_conversations(self) -> None:
        """Show the threads that the reader wrote in."""
        self._base, self._title = None, _("Conversations")
        self.search.clear()
        self.bar.show_chips(False)
        self.read_button.setEnabled(False)
        self.context.look_at(None)
        self._start_over()
        self.rows.show_fixed(conversation_rows(self._services))

    def reload(self) -> None:
        """Compare what is shown with what is stored."""
        if self._base is None and self._title:
            self.rows.show_fixed(conversation_rows(self._services), again=True)
        else:
            self.rows.reload()
        self.context.load()

    def apply(self, change: ChangeSet) -> None:
        """Take in what a use case changed."""
        if change.sidebar or change.sources:
            self.context.load()
            self.context.look_again(change.sources)
        if self._base is None:
            if self._title and (change.threads or change.outbox):
                self.rows.show_fixed(conversation_rows(self._services), again=True)
            return
        touched = change.changed_articles | change.removed_articles
        mine = any(self.model.place_of(each) >= 0 for each in touched)
        if mine or change.stories or (change.new_articles and not self.search.text):
            self.rows.reload()

    def in_sight(self) -> list[ArticleId]:
        """Return the articles whose rows are seen now, and the open one."""
        rows = [self.model.row_at(number) for number in self.list.in_sight()]
        opened = [self._opened.id] if self._opened is not None else []
        return [*(row.article.id for row in rows if row is not None), *opened]

    def current(self) -> Article | None:
        """Return the article that was opened last, as it is now."""
        if self._opened is not None:
            row = self.model.row_at(self.model.place_of(self._opened.id))
            if row is not None:
                self._opened = row.article
        return self._opened

    def note_opened(self, article: Article) -> None:
        """Hear that an article was opened elsewhere: keys now mean that one."""
        self._opened = article

    def come_back_to(self, article: Article) -> None:
        """Stand at an article that opens elsewhere, also when its row comes later."""
        self._opened, self._follows = article, True
        self.list.mark(self.model.place_of(article.id), scroll=True)

    @property
    def shown(self) -> tuple[ListQuery | None, str]:
        """The list that is open, None for conversations, and its title; "" when there is none."""
        return self._base, self._title

    def next(self) -> None:
        """Open the article below."""
        self._step(1)

    def previous(self) -> None:
        """Open the article above."""
        self._step(-1)

    def next_unread(self) -> None:
        """Open the next unread article of the list, loading on until there is one."""
        self.acts.next_unread(self.list.current())

    def toggle_read(self) -> None:
        """Mark the current article as read or unread."""
        article = self.current()
        if article is not None:
            self.acts.toggle_read(article)
            self._opened = marked(article, "read", not article.read)

    def toggle_saved(self) -> None:
        """Keep the current article, or no longer."""
        article = self.current()
        if article is not None:
            self.marks.set_saved((article.id,), not article.saved)
            self._opened = marked(article, "saved", not article.saved)

    def mark_all_read(self) -> None:
        """Mark all that the list holds as read; the toast can take it back."""
        if self.rows.query is not None:
            self.acts.mark_all(self.rows.query)

    def focus_search(self) -> None:
        """Put the cursor into the search field."""
        self.bar.field.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.bar.field.selectAll()

    def set_narrow(self, narrow: bool) -> None:
        """Show the button that brings the sources, where they have no place of their own."""
        self.sidebar_button.setVisible(narrow)

    def on_window_active(self) -> None:
        """Look at the clock again: the ages, and Today after midnight."""
        self.list.viewport().update()
        query = self._base
        if query is not None and query.kind is ListKind.TODAY:
            since = day.start_of_today(self.now())
            if query.since != since and not self.search.text:
                self.show_list(replace(query, since=since), self._title)

    def set_filter(self, wanted: ListFilter) -> None:
        """Show all, only unread or only saved articles of the list."""
        query = self.rows.query
        if query is not None and query.filter is not wanted:
            self.bar.set_filter(wanted)
            self.search.filter = wanted
            self.narrow(filter=wanted)

    def narrow(self, **wanted: Any) -> None:
        """Ask the list anew with other fields of its query, such as ``language``."""
        if self._base is not None and not self.search.text:
            self._base = replace(self._base, **wanted)
        if self.rows.query is not None:
            self._show(replace(self.rows.query, **wanted))
            self._follows = True

    def show_new(self) -> None:
        """Go to the top, where the new articles are."""
        if self.rows.at_top:
            self.list.scrollToTop()
        elif self.rows.query is not None:
            self._show(self.rows.query)
        self.edges.forget_new()
        self.list.setFocus(Qt.FocusReason.OtherFocusReason)

    # -- one list after another -----------------------------------------------------------------

    def _show(self, query: ListQuery) -> None:
        self._start_over()
        self.rows.show(query)

    def _start_over(self) -> None:
        self._follows = False
        self.edges.forget_new()
        self.acts.stop()
        self.faces.loading()
        self._on_context()

    def _on_loaded(self) -> None:
        self.list.scrollToTop()
        self._show_face()
        self.edges.offer_site(bool(self.search.text) and not self.search.site_text)
        self.edges.show_foot()
        self._on_context()
        if self._opened is not None:
            self.list.mark(self.model.place_of(self._opened.id), scroll=self._follows)
        self.list.look_for_more()

    def _on_grown(self) -> None:
        self._show_face()
        self.acts.go_on()
        if self.list.verticalScrollBar().maximum() == 0:
            self.list.look_for_more()

    def _on_failed(self, error: AppError) -> None:
        self.model.start_over(())
        self.faces.failed(error)

    def _show_face(self) -> None:
        if self.model.rows:
            self.faces.ready()
        elif self.search.site_text:
            self.faces.nothing_on_site(self.search.site_text)
        elif not self.rows.waiting:
            self.faces.empty(self.rows.query)

    def _on_face(self, action: str) -> None:
        if action == "retry":
            self._retry()
        elif action == "refresh":
            self.acts.refresh(self.rows.query)
        elif action == "add":
            self.add_requested.emit()
        elif action == "all":
            self.bar.set_filter(ListFilter.ALL)
            self.narrow(filter=ListFilter.ALL, language="")
        elif action == "site":
            self.search.ask_site()

    def _retry(self) -> None:
        if self.search.site_text:
            self.search.ask_site()
        elif self._base is None:
            self.show_conversations()
        else:
            self.rows.retry()

    def _on_context(self) -> None:
        if self.delegate.looks is not self.context.looks:
            self.delegate.looks = self.context.looks
            self.list.viewport().update()
        query, more = self._base, ""
        if self.search.text:
            more = "" if self.rows.waiting else words.found(len(self.model.rows))
        elif query is not None and self.context.counts is not None:
            more = words.subtitle(query, self.context.counts, self.context.sources)
        self.header.set_title(_("Search") if self.search.text else self._title, more)
        section = query.section_id if query is not None else None
        self.bar.picker.set_sections(self.context.sections, section)
        if not self.model.rows and self.rows.query is not None and not self.rows.waiting:
            self._show_face()

    def _on_section(self, section: Section | None) -> None:
        query = self._base
        if query is None:
            return
        kind = ListKind.SECTION if section is not None else ListKind.SOURCE
        section_id = section.id if section is not None else None
        self._base = replace(query, kind=kind, section_id=section_id)
        self.search.clear()
        self._show(self._base)

    # -- searching ------------------------------------------------------------------------------

    def _on_search_ended(self) -> None:
        if self._base is not None:
            self.bar.set_filter(self._base.filter)
            self._show(self._base)
        elif self._title:
            self.show_conversations()

    def _on_site(self, source_id: SourceId, text: str) -> None:
        self._start_over()
        self.rows.show_fixed(site_rows(self._services, source_id, text))

    def _enter_list(self) -> None:
        if self.model.rows:
            self.list.setFocus(Qt.FocusReason.TabFocusReason)
            self.list.choose(max(0, self.list.current()))

    def _open_first(self) -> None:
        if self.model.rows:
            self.list.choose(0)

    # -- rows -----------------------------------------------------------------------------------

    def _on_opened(self, number: int) -> None:
        row = self.model.row_at(number)
        if row is not None:
            self._opened = row.article
            self.article_chosen.emit(row.article)

    def _step(self, by: int) -> None:
        current = self.list.current()
        wanted = 0 if current < 0 else current + by
        if 0 <= wanted < len(self.model.rows):
            self.list.choose(wanted)

    def _on_menu(self, number: int, place: QPoint) -> None:
        row = self.model.row_at(number)
        if row is not None:
            self.acts.open_menu(self, self.theme.tokens, row.article, place)

    def _open(self, article: Article) -> None:
        self.list.choose(self.model.place_of(article.id))

    def _on_list_button(self) -> None:
        query = self.rows.query
        wanted = query.filter if query is not None else ListFilter.ALL
        tokens, act = self.theme.tokens, self._on_list_action
        self.pop_up(menu.list_menu(self, tokens, wanted, act, self.list_menu_more))

    def _on_list_action(self, action: QAction) -> None:
        if isinstance(action.data(), ListFilter):
            self.set_filter(action.data())
        elif action.data() == menu.ALL_READ:
            self.mark_all_read()
        elif action.data() == menu.REFRESH:
            self.acts.refresh(self._base)

    def _on_mark_failed(self, error: AppError) -> None:
        self.toast.emit(describe(error).sentence, None)
