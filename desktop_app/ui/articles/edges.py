"""The two ends of the list: what is new above the eye, and what the last row says."""

from PySide6.QtCore import QObject, Signal

from desktop_app.ui.articles import words
from desktop_app.ui.articles.context import Context
from desktop_app.ui.articles.delegate import ArticleDelegate
from desktop_app.ui.articles.faces import foot_words
from desktop_app.ui.articles.list_view import ArticleList
from desktop_app.ui.articles.model import ArticleModel
from desktop_app.ui.articles.window import Foot, ListWindow
from desktop_app.ui.widgets.pill import NewPill


class Edges(QObject):
    """``site_wanted``: the reader asks the site itself for what they search."""

    site_wanted = Signal()

    def __init__(
        self,
        view: ArticleList,
        delegate: ArticleDelegate,
        model: ArticleModel,
        window: ListWindow,
        context: Context,
        pill: NewPill,
        parent: QObject,
    ) -> None:
        super().__init__(parent)
        self._view, self._delegate, self._model = view, delegate, model
        self._window, self._context, self._pill = window, context, pill
        self._new = 0
        self._offers_site = False
        window.inserted_above.connect(self._on_new_above)
        window.foot_changed.connect(self.show_foot)
        view.foot_pressed.connect(self._on_foot_pressed)
        view.verticalScrollBar().valueChanged.connect(self._on_scrolled)

    def offer_site(self, offered: bool) -> None:
        """Let the last row offer the site's own search, where the site has one."""
        self._offers_site = offered

    def show_foot(self) -> None:
        """Say in the last row what there is to say."""
        told = foot_words(self._window.foot, self._window.error)
        acts = self._window.foot is Foot.FAILED
        site = self._context.site
        if self._offers_site and site is not None:
            told, acts = words.search_on(site.title), True
        self._delegate.foot_acts = acts
        self._model.set_foot(told if self._model.rows else None)

    def forget_new(self) -> None:
        """Take the pill away: what was new is seen, or the list is another one."""
        self._set_new(0)

    def _on_foot_pressed(self) -> None:
        if self._offers_site and self._context.site is not None:
            self.site_wanted.emit()
        elif self._window.foot is Foot.FAILED:
            self._window.retry()

    def _on_new_above(self, count: int) -> None:
        if self._view.verticalScrollBar().value() > 0:
            self._set_new(self._new + count)

    def _on_scrolled(self, value: int) -> None:
        if value == 0 and self._new and self._window.at_top:
            self._set_new(0)

    def _set_new(self, count: int) -> None:
        self._new = count
        self._pill.show_text(words.new_articles(count) if count else "")
