"""The comment pane: loads a thread, keeps it fresh, and lets the reader take part."""

import time
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QTimer, Signal
from PySide6.QtGui import QHideEvent, QPainter, QPaintEvent, QShowEvent
from PySide6.QtWidgets import QMenu, QVBoxLayout, QWidget

from desktop_app.core.articles import Article
from desktop_app.core.comments import Posting
from desktop_app.core.errors import AppError
from desktop_app.core.ids import ArticleId
from desktop_app.system.i18n import _
from desktop_app.ui.comments import loading, surroundings, words
from desktop_app.ui.comments.bars import MenuButton
from desktop_app.ui.comments.board import Board
from desktop_app.ui.comments.composer import Composer
from desktop_app.ui.comments.deeds import Deeds
from desktop_app.ui.comments.row_actions import Abilities
from desktop_app.ui.comments.rows import Sort, posting_key
from desktop_app.ui.comments.sorting import fill_sort_menu, sort_words
from desktop_app.ui.comments.thread_state import ThreadState
from desktop_app.ui.comments.writing import Writing
from desktop_app.ui.errors import describe
from desktop_app.ui.reader import links
from desktop_app.ui.widgets.buttons import IconButton
from desktop_app.ui.widgets.header import Header
from desktop_app.ui.widgets.menu_place import open_below

if TYPE_CHECKING:
    from desktop_app.core.changes import ChangeSet
    from desktop_app.runtime.tasks import Tasks
    from desktop_app.services.bundle import Services
    from desktop_app.services.conversation import ThreadView
    from desktop_app.ui.theme.theme import Theme

AFTER_PAINT_MS = 20
MINUTE_MS, SECOND_MS = 60_000, 1000


class CommentsPane(QWidget):
    """Shows the conversation under one article and takes part in it. Main thread.

    While the pane is hidden nothing is loaded; showing it catches up.
    """

    sign_in_requested = Signal(object)
    """The SourceId of the site to sign in to."""
    close_requested = Signal()
    status = Signal(str)
    toast = Signal(str, object)

    def __init__(
        self,
        tasks: "Tasks",
        services: "Services",
        theme: "Theme",
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._tasks, self._services, self._theme = tasks, services, theme
        self._article: Article | None = None
        self._shown: ArticleId | None = None
        self._loading = False
        self._problem: AppError | None = None
        self._sort = Sort.OLDEST
        self.now = _now
        self.header = Header(theme, self)
        self.sort_button = MenuButton(theme, self)
        self.search_button = IconButton(
            "magnifying-glass", _("Search in the comments"), theme, quiet=True, parent=self
        )
        self.close_button = IconButton("x", _("Close the comments"), theme, quiet=True, parent=self)
        self.board = Board(theme, self)
        self.composer = Composer(theme, self)
        self.writing = Writing(tasks, services, self.composer, self)
        self.deeds = Deeds(tasks, services, self.board, self.writing, self.composer, self)
        self._sort_menu = QMenu(self)
        self._clock = QTimer(self)
        self._clock.timeout.connect(self._on_tick)
        self._lay_out()
        self._connect()
        self.set_narrow(False)
        self._show_nothing()

    def _lay_out(self) -> None:
        self.header.set_title(_("Comments"))
        for widget in (self.sort_button, self.search_button, self.close_button):
            self.header.trail(widget)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.header)
        column.addSpacing(1)
        column.addWidget(self.board, 1)
        column.addWidget(self.composer)

    def _connect(self) -> None:
        board = self.board
        self.sort_button.clicked.connect(self._show_sorts)
        self.search_button.clicked.connect(self.search)
        self.close_button.clicked.connect(self.close_requested)
        board.hovered.connect(self._on_hovered)
        board.notice.acted.connect(self._refresh)
        board.face.acted.connect(self._on_face)
        self.deeds.sign_in_requested.connect(self._sign_in)
        self.deeds.toast.connect(self.toast)
        self.composer.sign_in_requested.connect(self._sign_in)
        self.writing.posted.connect(self._on_posted)
        self.writing.taken_back.connect(self._reload)
        self.writing.toast.connect(self.toast)

    # -- which article ---------------------------------------------------------------------------

    @property
    def article(self) -> Article | None:
        """The article whose thread this is."""
        return self._article

    def show_article(self, article: Article | None) -> None:
        """Show the thread of ``article``; None: no article is open."""
        here = self._article
        if here is not None and article is not None and here.id == article.id:
            return
        self._leave()
        self._article = article
        self._shown = None
        self.deeds.forget()
        if article is None:
            self._show_nothing()
        elif self.isVisible():
            self._start()

    def showEvent(self, event: QShowEvent) -> None:
        """Catch up with the article that was opened while this was hidden."""
        super().showEvent(event)
        if self._article is not None and self._shown != self._article.id:
            self._start()

    def hideEvent(self, event: QHideEvent) -> None:
        """Write down what is only in memory."""
        super().hideEvent(event)
        self.flush()

    def flush(self) -> None:
        """Write down what was typed last, and that the thread was seen."""
        self.writing.flush()
        if self._shown is not None:
            self._tasks.run(self._services.conversation.leave(self._shown))

    def _leave(self) -> None:
        self.flush()
        for slot in ("thread.open", "thread.refresh", "thread.draft", "thread.source"):
            self._tasks.cancel(slot)
        self._clock.stop()
        self._loading, self._problem = False, None

    def _show_nothing(self) -> None:
        self.board.clear()
        self.writing.show_article(None)
        self.composer.hide()
        self.sort_button.hide()
        self.search_button.setEnabled(False)
        self.header.set_title(_("Comments"))
        self.board.face.show_message("chats-circle", _("No article is open"))

    # -- loading ---------------------------------------------------------------------------------

    def _start(self) -> None:
        article = self._article
        if article is None:
            return
        self._shown = article.id
        self.board.clear()
        self.board.face.show_loading()
        self.writing.show_article(article.id)
        self._loading = True
        work = loading.first_rows(self._services.conversation, article.id, self._sort)
        self._tasks.start("thread.open", work, self._on_first, self._on_failed)

    def _on_first(self, state: ThreadState) -> None:
        view = state.view
        if not self._is_current(view):
            return
        self.board.show_thread(state, self.now())
        self._show_view(view)
        self.writing.take_drafts(view)
        if view.whole:
            self._refresh()
        else:
            QTimer.singleShot(AFTER_PAINT_MS, self._read_on)

    def _read_on(self) -> None:
        """Read the whole of a thread whose beginning shows."""
        article, state = self._article, self.board.state
        if article is None or state is None or state.view.whole:
            return
        work = loading.all_rows(self._services.conversation, article.id, self._sort)
        self._tasks.start("thread.open", work, self._on_whole, self._on_failed)

    def _on_whole(self, state: ThreadState) -> None:
        if self._is_current(state.view):
            self.board.show_whole(state, self.now())
            self._show_view(state.view)
            self._refresh()

    def _refresh(self) -> None:
        article = self._article
        if article is not None:
            self._loading = True
            work = loading.compared(
                self._services.conversation.refresh(article.id), self.board.state
            )
            self._tasks.start("thread.refresh", work, self._on_fresh, self._on_failed)

    def _on_fresh(self, view: "ThreadView") -> None:
        if self._is_current(view):
            self._loading, self._problem = False, None
            self._update(view)

    def _reload(self) -> None:
        article = self._article
        if article is not None and self._shown == article.id:
            stored = self._services.conversation.open(article.id)
            work = loading.compared(stored, self.board.state)
            self._tasks.start("thread.reload", work, self._on_stored)

    def _on_stored(self, view: "ThreadView") -> None:
        if self._is_current(view):
            self._update(view)

    def _update(self, view: "ThreadView") -> None:
        state = self.board.state
        if state is None:
            self.board.show_thread(ThreadState(view, self._sort), self.now())
        elif not state.view.whole:
            self.board.show_whole(ThreadState(view, self._sort), self.now())
        else:
            knew_all = bool(state.nodes) and state.view.info.complete
            fresh = state.update(view)  # the rest of a thread read in pieces is not news
            self.board.update_thread(fresh if knew_all else frozenset(), self.now())
        self._show_view(view)

    def _is_current(self, view: "ThreadView") -> bool:
        return self._article is not None and view.article.id == self._article.id

    def _on_failed(self, error: AppError) -> None:
        self._loading, self._problem = False, error
        state = self.board.state
        if state is not None:
            self._show_view(state.view)
        else:
            described = describe(error)
            self.board.face.show_message(
                "warning-circle", described.title, described.sentence, _("Try again")
            )

    # -- what shows around the list --------------------------------------------------------------

    def _show_view(self, view: "ThreadView") -> None:
        self._article = view.article
        self.board.abilities = Abilities(view.can_post or view.can_sign_in, view.can_edit)
        total = max(view.info.total or 0, len(view.comments))
        self.header.set_title(_("Comments"), str(total) if total else "")
        state = self.board.state
        has_rows = state is not None and bool(state.nodes)
        self.sort_button.setVisible(has_rows)
        self.search_button.setEnabled(has_rows)
        self._show_sort()
        surroundings.show_composer(self.composer, view, self._loading)
        self._show_notice(has_rows)
        if has_rows:
            self.board.face.clear_face()
        elif not (self._loading and view.info.fetched_at is None):
            surroundings.show_empty(self.board.face, view, self._problem)
        self.board.cover()
        self._set_clock()

    def _show_notice(self, has_rows: bool) -> None:
        error = self._problem
        if error is None or not has_rows:
            self.board.say("", "")
            return
        self.board.say(*surroundings.problem_words(error))

    def _on_face(self) -> None:
        state = self.board.state
        if state is not None and self._problem is None:
            self.deeds.open_outside(state.view.article.url)
        elif state is None:
            self._start()
        else:
            self._refresh()

    def set_narrow(self, narrow: bool) -> None:
        """Show the button that closes the pane where it lies over the article."""
        self.close_button.setVisible(narrow)

    def _show_sort(self) -> None:
        name = _("Order: {order}").format(order=sort_words(self._sort))
        self.sort_button.set_words(sort_words(self._sort), name)

    def _show_sorts(self) -> None:
        state = self.board.state
        if state is None:
            return
        for action in fill_sort_menu(self._sort_menu, self._sort, state.has_scores):
            action.triggered.connect(self._on_sort)
        open_below(self._sort_menu, self.sort_button)

    def _on_sort(self) -> None:
        sender = self.sender()
        if sender is not None:
            self._sort = Sort(sender.objectName())
            self.board.set_sort(self._sort)
            self._show_sort()

    # -- deeds -----------------------------------------------------------------------------------

    def search(self) -> None:
        """Open the search field of the thread."""
        if self.board.state is not None:
            self.board.open_search()

    def next_new(self) -> None:
        """Go to the next comment that came since the last visit."""
        self.board.next_new()

    def focus_composer(self) -> None:
        """Go to where one writes, or to the button that signs in."""
        if self.composer.can_write:
            self.composer.edit.setFocus()
        else:
            self.composer.invite.setFocus()

    def reply_current(self) -> None:
        """Reply to the comment that has the keyboard; without one write a new comment."""
        row = self.board.list.current_row() if self.board.list.hasFocus() else None
        if row is not None and row.node.comment is not None:
            self.deeds.reply(row.key)
        else:
            self.focus_composer()

    def _on_posted(self, posting: Posting) -> None:
        if self._article is None or posting.article_id != self._article.id:
            return
        work = self._services.conversation.open(posting.article_id)
        self._tasks.start("thread.reload", work, partial(self._on_own, posting))

    def _on_own(self, posting: Posting, view: "ThreadView") -> None:
        self._on_stored(view)
        key = posting.target_remote_id or posting_key(posting)
        if self._is_current(view):
            self.board.show_row(key, focus=False)

    def _on_hovered(self, link: str) -> None:
        self.status.emit(links.about(link))

    def _sign_in(self) -> None:
        if self._article is not None:
            self.sign_in_requested.emit(self._article.source_id)

    # -- time and changes ------------------------------------------------------------------------

    def _set_clock(self) -> None:
        state, now = self.board.state, self.now()
        nodes = state.nodes if state is not None else ()
        ticking = any(words.ticks(node, now) for node in nodes if node.posting is not None)
        self._clock.start(SECOND_MS if ticking else MINUTE_MS)

    def _on_tick(self) -> None:
        if self.isVisible():
            self.board.tick(self.now())
            self._set_clock()

    def apply(self, change: "ChangeSet") -> None:
        """Read the thread anew when something about it changed."""
        article = self._article
        if article is None or self._shown != article.id:
            return
        # What a refresh of ours tells of comes with its result, once and complete.
        awaited = self._tasks.busy("thread.refresh") and self.board.model.rows
        if change.outbox or change.accounts or (article.id in change.threads and not awaited):
            self._reload()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw the ground, and the hairline under the header."""
        painter, tokens = QPainter(self), self._theme.tokens
        painter.fillRect(self.rect(), tokens.list)
        if self.board.new_bar.isHidden():
            painter.fillRect(0, self.header.height(), self.width(), 1, tokens.line)


def _now() -> int:
    return int(time.time())
