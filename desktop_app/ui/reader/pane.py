"""The article pane: opens, goes back and forward, marks as read, keeps the place."""

import time
from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from desktop_app.core.articles import Article
from desktop_app.core.errors import AppError, ErrorKind
from desktop_app.core.ids import SourceId
from desktop_app.system.i18n import _
from desktop_app.system.settings import KEYS
from desktop_app.ui.errors import Remedy, describe
from desktop_app.ui.reader import links, state
from desktop_app.ui.reader.bar import ReaderBar
from desktop_app.ui.reader.history import History
from desktop_app.ui.reader.marks import Marks
from desktop_app.ui.reader.menu import PageMenu
from desktop_app.ui.reader.named import Named, related_with_names
from desktop_app.ui.reader.outside import Outside
from desktop_app.ui.reader.popover import TypographyPopover
from desktop_app.ui.reader.setting import PageSetting
from desktop_app.ui.reader.stage import Stage

if TYPE_CHECKING:
    from desktop_app.core.changes import ChangeSet
    from desktop_app.runtime.tasks import Tasks
    from desktop_app.services.bundle import Services
    from desktop_app.services.reading import OpenedArticle
    from desktop_app.ui.pictures import Pictures
    from desktop_app.ui.theme.theme import Theme

PATIENCE_MS = 120  # until then the article before stays in sight

Prepare = Callable[["OpenedArticle", Callable[[], None]], None]
"""Gets an article and a function to call, soon and once, when it may be shown."""


class ReaderPane(QWidget):
    """Shows one article. Main thread."""

    related_chosen = Signal(object)
    """An Article chosen inside the pane: related, a link, back, forward. It shows already."""
    comments_toggled = Signal()
    status = Signal(str)
    """Where the link under the pointer leads; empty when there is none."""
    toast = Signal(str, object)
    shown = Signal(object)
    """The OpenedArticle that shows from now on; None while another one is on its way."""

    def __init__(
        self,
        tasks: "Tasks",
        services: "Services",
        theme: "Theme",
        pictures: "Pictures",
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._tasks, self._services = tasks, services
        self._history = History()
        self._opened: OpenedArticle | None = None
        self._notice: state.Notice | None = None
        self._sources: dict[SourceId, str] = {}
        self.prepare: Prepare | None = None
        self.now = _now
        self.bar = ReaderBar(theme, services.settings.get(KEYS), self)
        self.stage = Stage(pictures, theme, self)
        self.stage.now = self._clock
        self._marks = Marks(tasks, services, self)
        self._outside = Outside(tasks, services, self)
        self.popover = TypographyPopover(services.settings, theme, self)
        self._setting = PageSetting(services.settings, self.stage, self.popover)
        self.menu = PageMenu(self.stage.view)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.bar)
        column.addWidget(self.stage, 1)
        self._patience = QTimer(self)
        self._patience.setSingleShot(True)
        self._patience.setInterval(PATIENCE_MS)
        self._patience.timeout.connect(self._show_head)
        self._connect()
        self.setFocusProxy(self.stage.view)
        self.stage.face.show_message(
            "newspaper", _("Choose an article"), _("It shows here, with its comments beside it.")
        )

    def _connect(self) -> None:
        bar, stage, view, menu = self.bar, self.stage, self.stage.view, self.menu
        bar.back.connect(self.back)
        bar.forward.connect(self.forward)
        bar.read_toggled.connect(self._toggle_read)
        bar.saved_toggled.connect(self._toggle_saved)
        bar.typography_requested.connect(self.show_typography)
        bar.browser_requested.connect(self.open_in_browser)
        bar.comments_toggled.connect(self.comments_toggled)
        bar.copy_requested.connect(self.copy_link)
        bar.mail_requested.connect(self._send_by_mail)
        stage.settled.connect(self.flush)
        stage.notice.acted.connect(self._on_notice)
        stage.face.acted.connect(self._retry)
        stage.locked.unlock_requested.connect(self._unlock)
        stage.related.chosen.connect(self._go_inside)
        view.link_activated.connect(self._on_link)
        view.link_hovered.connect(self._on_hovered)
        menu.link_chosen.connect(self._on_link)
        menu.picture_chosen.connect(stage.enlarge)
        menu.copy_link_chosen.connect(self.copy_link)
        menu.browser_chosen.connect(self.open_in_browser)
        self._marks.changed.connect(self._on_marked)
        self._outside.article_found.connect(self._go_inside)
        self._outside.toast.connect(self.toast)
        self._setting.failed.connect(self._on_setting_failed)

    def _clock(self) -> int:
        return self.now()

    @property
    def opened(self) -> "OpenedArticle | None":
        """The article that shows; None while one is being opened."""
        return self._opened

    # -- opening ---------------------------------------------------------------------------------

    @property
    def current(self) -> Article | None:
        """The article that shows or is being opened."""
        return self._history.current

    @property
    def marks(self) -> Marks:
        """What is kept about the article that shows."""
        return self._marks

    def open(self, article: Article, again: bool = False) -> None:
        """Show an article; ``again``: it was open before, and being unread it stays so."""
        here = self.current
        if here is not None and here.id == article.id and self._opened is not None:
            return
        self._leave()
        self._marks.spared = article.id if again else None
        self._history.push(article)
        self._load()

    def back(self) -> None:
        """Go to the article that was open before."""
        self._step(back=True)

    def forward(self) -> None:
        """Go to the article that was left by going back."""
        self._step(back=False)

    def _step(self, back: bool) -> None:
        if not (self._history.can_back if back else self._history.can_forward):
            return
        self._leave()
        article = self._history.back() if back else self._history.forward()
        self._load()
        self.related_chosen.emit(article)

    def _go_inside(self, article: Article) -> None:
        self._leave()
        self._history.push(article)
        self._load()
        self.related_chosen.emit(article)

    def _leave(self) -> None:
        self.flush()
        self._marks.leave()
        self._opened = None
        self.shown.emit(None)

    def _load(self) -> None:
        article = self.current
        if article is None:
            return
        self._show_bar()
        self._patience.start()
        work = self._services.reading.open(article.id)
        self._tasks.start("reader.open", work, self._on_opened, self._on_failed)

    def _show_head(self) -> None:
        """Show what the list knows while the text is on its way."""
        article = self.current
        if article is None or self._opened is not None:
            return
        self.stage.notice.hide()
        source = self._sources.get(article.source_id, "")
        self.stage.show_article(article, None, source, 0.0)

    def _on_opened(self, opened: "OpenedArticle") -> None:
        here = self.current
        if here is None or here.id != opened.article.id:
            return
        if self.prepare is not None:
            self.prepare(opened, partial(self._show, opened))
        else:
            self._show(opened)

    def _show(self, opened: "OpenedArticle") -> None:
        here = self.current
        if here is None or here.id != opened.article.id:
            return
        self._patience.stop()
        self._opened = opened
        self._history.update(opened.article)
        self._sources[opened.source.id] = opened.source.title
        place = opened.body.reading_position if opened.body is not None else 0.0
        self._marks.place = place
        self._show_notice(state.notice_of(opened))
        self.stage.show_article(opened.article, opened.body, opened.source.title, place)
        if state.is_locked(opened):
            self.stage.notice.hide()
            self.stage.ask_password(_("This article has a password of its own."))
        self.shown.emit(opened)
        self._show_bar()
        self._marks.note_opened(opened.article)
        if opened.stale:
            self._tasks.start("reader.complete", self._services.reading.complete(opened.article.id))
        work = related_with_names(self._services, opened.article, self._sources)
        self._tasks.start("reader.related", work, partial(self._set_related, opened.article))

    def _on_failed(self, error: AppError) -> None:
        self._patience.stop()
        words = describe(error)
        button = words.button if words.remedy is Remedy.RETRY else ""
        self.stage.notice.hide()
        self.stage.face.show_message("warning-circle", words.title, words.sentence, button)

    def _retry(self) -> None:
        self._opened = None
        self._load()

    def _set_related(self, article: Article, result: Named) -> None:
        here = self.current
        if here is None or here.id != article.id:
            return
        found, names = result
        self._sources.update(names)
        self.stage.related.show_articles(found, names, self.now())
        self.stage.view.reserve()

    # -- what is said about it -------------------------------------------------------------------

    def _show_bar(self) -> None:
        article = self.current
        read, saved = (article.read, article.saved) if article is not None else (False, False)
        self.bar.show_article(article is not None, read, saved)
        self.bar.set_history(self._history.can_back, self._history.can_forward)

    def _show_notice(self, notice: state.Notice | None) -> None:
        self._notice = notice
        if notice is None:
            self.stage.notice.hide()
        else:
            self.stage.notice.say(notice.icon, notice.words, notice.button)

    def _on_notice(self) -> None:
        notice, article = self._notice, self.current
        if notice is None or article is None:
            return
        if notice.whole:
            self.stage.notice.say("hourglass", _("Loading the whole text"))
            work = self._services.reading.complete(article.id)
            self._tasks.start("reader.complete", work, self._on_complete, self._on_incomplete)
        elif notice.remedy is Remedy.OPEN_BROWSER:
            self.open_in_browser()
        else:
            self._retry()

    def _on_complete(self, _there: bool) -> None:
        self._reload()

    def _on_incomplete(self, error: AppError) -> None:
        self._show_notice(state.notice_of_error(error, has_text=True))

    def _unlock(self, password: str) -> None:
        article = self.current
        if article is not None:
            self.stage.locked.set_busy(True)
            work = self._services.reading.unlock(article.id, password)
            self._tasks.start("reader.open", work, self._on_opened, self._on_locked)

    def _on_locked(self, error: AppError) -> None:
        wrong = error.kind is ErrorKind.PROTECTED
        words = _("That was not the password. Try again.") if wrong else describe(error).sentence
        self.stage.ask_password(words)

    def _toggle_read(self) -> None:
        article = self.current
        if article is not None:
            self._marks.set_read(article, not article.read)

    def _toggle_saved(self) -> None:
        article = self.current
        if article is not None:
            self._marks.set_saved(article, not article.saved)

    def _on_marked(self, article: Article) -> None:
        self._history.update(article)
        self._show_bar()

    def flush(self) -> None:
        """Write down what is only in memory: the place in the text."""
        article, opened = self.current, self._opened
        if article is not None and opened is not None and opened.body is not None:
            self._marks.keep_place(article, self.stage.view.place())

    def _on_hovered(self, link: str) -> None:
        self.status.emit(links.about(link))

    def _on_link(self, link: str) -> None:
        here = self.current
        self._outside.follow(link, here.id if here is not None else None)

    def open_in_browser(self) -> None:
        """Open the article's own page."""
        article = self.current
        if article is not None:
            self._outside.open(article.url)

    def copy_link(self) -> None:
        """Put the article's address on the clipboard."""
        article = self.current
        if article is not None:
            self._outside.copy(article.url)

    def _send_by_mail(self) -> None:
        article = self.current
        if article is not None:
            self._outside.send(article)

    # -- what the window asks for ----------------------------------------------------------------

    def scroll_page(self) -> bool:
        """Scroll by a page; False when the end is in sight already."""
        return self._opened is not None and self.stage.view.scroll_page()

    def find(self) -> None:  # type: ignore[override]  # QWidget's looks up window numbers
        """Open the bar that finds in the article."""
        if self.current is not None:
            self.stage.find_bar.open()

    def set_comments_shown(self, shown: bool) -> None:
        """Show on the button whether the comments are visible."""
        self.bar.set_comments_shown(shown)

    def set_typography(self) -> None:
        """Set the page as the settings say now; nothing happens when that is so already."""
        self._setting.follow()

    def show_typography(self) -> None:
        """Open the small window that sets size, width, line height, face and paper."""
        self.popover.show_under(self.bar.type_button)

    def _on_setting_failed(self, error: AppError) -> None:
        self.toast.emit(describe(error).sentence, None)

    def apply(self, change: "ChangeSet") -> None:
        """Take what changed about the article that shows."""
        article, opened = self.current, self._opened
        if change.removed_articles:
            self._history.remove(change.removed_articles)
            self._show_bar()
        if article is None or opened is None:
            return
        changed = article.id in change.changed_articles and opened.body is not None
        if changed or article.id in change.bodies:
            self._reload()

    def _reload(self) -> None:
        article = self.current
        if article is not None:
            work = self._services.reading.open(article.id)
            self._tasks.start("reader.reload", work, self._on_reloaded)

    def _on_reloaded(self, opened: "OpenedArticle") -> None:
        here, before = self.current, self._opened
        if here is None or here.id != opened.article.id or before is None:
            return
        self._opened = opened
        self._history.update(opened.article)
        self._show_bar()
        html = opened.body.html if opened.body is not None else ""
        old = before.body.html if before.body is not None else ""
        if html != old or opened.article.title != before.article.title:
            self.stage.update_body(opened.article, opened.body)
            self.shown.emit(opened)
        self._show_notice(None if state.is_locked(opened) else state.notice_of(opened))


def _now() -> int:
    return int(time.time())
