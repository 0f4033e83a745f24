"""The language of the article: found out behind the scenes, told to the view, corrected by menu."""

import logging
from collections.abc import Sequence
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QLocale, QTimer
from PySide6.QtGui import QAction, QActionGroup
from PySide6.QtWidgets import QMenu

from desktop_app.core.articles import ListKind
from desktop_app.core.changes import ChangeSet
from desktop_app.core.errors import AppError
from desktop_app.core.ids import ArticleId
from desktop_app.core.work import Work
from desktop_app.system.i18n import N_, _
from desktop_app.ui.actions import ActionSpec
from desktop_app.ui.insight.feature import Command, Feature
from desktop_app.ui.languages import language_name
from desktop_app.ui.widgets.menu_place import open_below

if TYPE_CHECKING:
    from desktop_app.core.cancel import CancelToken
    from desktop_app.services.reading import OpenedArticle
    from desktop_app.ui.insight.room import InsightRoom

log = logging.getLogger("daily8.ui")

CHANGE, SLOT, THERE = "article_language", "insight.language", "insight.languages"
START_MS, MORE_MS = 5000, 3000
"""After the window is there, and after news came, until what has no language is looked at."""

_Before = tuple[str | None, bool]


class LanguageFeature(Feature):
    """Main thread."""

    def __init__(self, room: "InsightRoom") -> None:
        self._room = room
        self._whole: CancelToken | None = None  # the look at all that is stored, once a run
        self._work: CancelToken | None = None  # the look at what came since
        self._new: set[ArticleId] = set()
        self._there: tuple[str, ...] = ()  # languages that articles have
        self._soon = QTimer(room, singleShot=True, interval=START_MS)
        self._soon.timeout.connect(self._catch_up)
        self._soon.start()
        room.window.applied.connect(self._on_change)
        room.window.reader.menu.more = self._fill
        room.window.articles.list_menu_more = self._fill_list

    def commands(self) -> Sequence[Command]:
        """Return the menu entry."""
        return ((ActionSpec(CHANGE, N_("Language of the article …"), (), "article"), self.open),)

    def show_article(self, opened: "OpenedArticle | None") -> None:
        """Tell the view its language, for screen readers."""
        if opened is not None:
            language = self._room.language
            self._room.stage.view.setLocale(QLocale(language) if language else QLocale())

    def _catch_up(self) -> None:
        language, tasks = self._room.understanding.language, self._room.tasks
        if self._whole is None:
            self._new.clear()
            self._ask()
            self._whole = tasks.run(language.catch_up(), self._on_told)
        elif self._new and self._work is None:
            new, self._new = self._new, set()
            self._work = tasks.run(language.catch_up(new), self._on_new_told, self._on_failed)

    def _on_new_told(self, count: int) -> None:
        self._work = None
        self._on_told(count)
        if self._new:
            self._soon.start(MORE_MS)

    def _on_failed(self, error: AppError) -> None:
        self._work = None  # the next start looks at them again
        log.info("languages of new articles: %s", error)

    def _on_told(self, count: int) -> None:
        if count:
            self._ask()

    def _ask(self) -> None:
        self._room.tasks.start(THERE, self._room.understanding.language.there(), self._on_there)

    def _on_there(self, there: tuple[str, ...]) -> None:
        self._there = there
        query = self._room.window.articles.rows.query
        if query is not None and query.language:  # it may have got articles meanwhile
            self._room.window.articles.reload()

    def _on_change(self, change: ChangeSet) -> None:
        self._new |= change.new_articles
        if change.new_articles and not self._soon.isActive():
            self._soon.start(MORE_MS)
        article = self._room.article
        if article is not None and article.article_id in change.languages:
            self._room.read_again()

    # -- filtering -------------------------------------------------------------------------------

    def _fill_list(self, menu: QMenu) -> None:
        """Offer the languages that articles have, the most frequent first."""
        query = self._room.window.articles.rows.query
        if query is None or query.kind is ListKind.SEARCH:
            return
        codes = [*self._there, *({query.language} - {"", *self._there})]
        if len(codes) < 2:
            return
        part = menu.addMenu(_("Language"))
        group = QActionGroup(part)
        for code in ("", *codes):
            words = language_name(code) if code else _("All languages")
            action = group.addAction(part.addAction(words))
            action.setData(code)
            action.setCheckable(True)
            action.setChecked(code == query.language)
        group.triggered.connect(self._on_filter)

    def _on_filter(self, action: QAction) -> None:
        self._room.window.articles.narrow(language=action.data())

    # -- correcting ------------------------------------------------------------------------------

    def _fill(self, menu: QMenu) -> None:
        if self._room.article is not None:
            menu.addSeparator()
            menu.addMenu(self._make())

    def open(self) -> None:
        """Offer the languages under the bar."""
        if self._room.article is None:
            return
        menu, bar = self._make(), self._room.bar
        menu.aboutToHide.connect(menu.deleteLater)
        open_below(menu, bar, 4)

    def _make(self) -> QMenu:
        here = self._room.language
        title = _("Language: {name}").format(name=language_name(here) if here else _("not known"))
        menu = QMenu(title, self._room.window)
        group = QActionGroup(menu)
        itself = group.addAction(menu.addAction(_("Find out again")))
        itself.setData("")
        menu.addSeparator()
        codes = self._room.understanding.language.codes
        for code in sorted(codes, key=lambda each: language_name(each).casefold()):
            action = group.addAction(menu.addAction(language_name(code)))
            action.setData(code)
            action.setCheckable(True)
            action.setChecked(code == here)
        group.triggered.connect(self._on_chosen)
        return menu

    def _on_chosen(self, action: QAction) -> None:
        article = self._room.article
        if article is None or (action.data() and action.data() == article.language):
            return
        code = action.data() or None
        work = self._correct(article.article_id, code)
        self._room.tasks.start(SLOT, work, partial(self._on_corrected, article.article_id, code))

    def _correct(self, article_id: ArticleId, code: str | None) -> Work[_Before]:
        language = self._room.understanding.language
        before = yield from language.of(article_id)
        corrected = yield from language.is_corrected(article_id)
        yield from language.correct(article_id, code)
        return before, corrected

    def _on_corrected(self, article_id: ArticleId, code: str | None, before: _Before) -> None:
        said = _("The language is found out again.")
        if code is not None:
            said = _("The language is now {name}.").format(name=language_name(code))
        self._room.window.show_toast(said, partial(self._undo, article_id, before))

    def _undo(self, article_id: ArticleId, before: _Before) -> None:
        language, corrected = before
        work = self._room.understanding.language.correct(
            article_id, language if corrected else None
        )
        self._room.tasks.start(SLOT, work)

    def close(self) -> None:
        """Stop looking at what is stored."""
        self._soon.stop()
        self._room.window.applied.disconnect(self._on_change)
        self._room.window.reader.menu.more = None
        articles = self._room.window.articles
        articles.list_menu_more = None
        if articles.rows.query is not None and articles.rows.query.language:
            articles.narrow(language="")
        self._room.stage.view.unsetLocale()
        self._room.tasks.cancel(SLOT)
        self._room.tasks.cancel(THERE)
        for each in (self._whole, self._work):
            if each is not None:
                each.cancel()
