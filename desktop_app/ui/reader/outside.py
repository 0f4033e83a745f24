"""Ways out of the article: links, the browser, the clipboard, mail."""

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QUrl, QUrlQuery, Signal
from PySide6.QtGui import QDesktopServices, QGuiApplication

from desktop_app.core.articles import Article
from desktop_app.core.errors import AppError
from desktop_app.core.ids import ArticleId
from desktop_app.system.i18n import _
from desktop_app.ui.reader import links

if TYPE_CHECKING:
    from desktop_app.runtime.tasks import Tasks
    from desktop_app.services.bundle import Services


class Outside(QObject):
    """Opens what leads out, and finds out what leads to an article that is here. Main thread."""

    article_found = Signal(object)
    """An Article that is stored: it opens in place."""
    toast = Signal(str, object)

    def __init__(self, tasks: "Tasks", services: "Services", parent: QObject) -> None:
        super().__init__(parent)
        self._tasks, self._services = tasks, services

    def follow(self, link: str, here: ArticleId | None) -> None:
        """Follow a link of article ``here``."""
        if not links.may_open(link):
            self.toast.emit(_("This address is not opened."), None)
        elif link.lower().startswith("mailto:"):
            self.open(link)
        else:
            work = self._services.reading.article_by_url(link)
            done = partial(self._on_known, link, here)
            self._tasks.start("reader.link", work, done, partial(self._on_unknown, link))

    def _on_known(self, link: str, here: ArticleId | None, article: Article | None) -> None:
        if article is not None and article.id != here:
            self.article_found.emit(article)
        else:
            self.open(link)

    def _on_unknown(self, link: str, _error: AppError) -> None:
        self.open(link)

    def open(self, link: str) -> None:
        """Hand an address to the system's browser or mail program."""
        if not links.open_outside(link):
            self.toast.emit(_("Nothing on this computer opens that address."), None)

    def copy(self, link: str) -> None:
        """Put an address on the clipboard."""
        QGuiApplication.clipboard().setText(link)
        self.toast.emit(_("Link copied"), None)

    def send(self, article: Article) -> None:
        """Begin a mail with an article's title and address."""
        query = QUrlQuery()
        query.addQueryItem("subject", article.title)
        query.addQueryItem("body", article.url)
        url = QUrl("mailto:")
        url.setQuery(query)
        QDesktopServices.openUrl(url)
