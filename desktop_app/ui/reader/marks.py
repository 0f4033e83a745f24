"""What is kept about an article that shows: read, saved, how far it was read."""

from collections.abc import Callable
from dataclasses import replace
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer, Signal

from desktop_app.core.articles import Article
from desktop_app.core.ids import ArticleId
from desktop_app.system.settings import MARK_READ

if TYPE_CHECKING:
    from desktop_app.runtime.tasks import Tasks
    from desktop_app.services.bundle import Services

READ_MS = 3000
LEAST_MOVE = 0.002


class Marks(QObject):
    """Shows a changed mark at once and writes it down behind. Main thread."""

    changed = Signal(object)
    """The Article with its new marks."""

    def __init__(self, tasks: "Tasks", services: "Services", parent: QObject) -> None:
        super().__init__(parent)
        self._tasks, self._services = tasks, services
        self._opened: Article | None = None
        self.place = 0.0
        """The place that is on disk."""
        self.spared: ArticleId | None = None
        """An article that is not marked by being opened: it was open before."""
        self.together: Callable[[ArticleId], tuple[ArticleId, ...]] = _alone
        """What is read with an article, because one row stands for all of it."""
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(READ_MS)
        self._timer.timeout.connect(self._on_time)

    def note_opened(self, article: Article) -> None:
        """Mark as read now, after three seconds, or never, as the reader chose."""
        self._opened = article
        when = self._services.settings.get(MARK_READ)
        if article.read or when == "manual" or article.id == self.spared:
            return
        if when == "open":
            self.set_read(article, True)
        else:
            self._timer.start()

    def leave(self) -> None:
        """Forget the article: another one shows."""
        self._timer.stop()
        self._opened = None
        self.place = 0.0

    def _on_time(self) -> None:
        if self._opened is not None:
            self.set_read(self._opened, True)

    def set_read(self, article: Article, read: bool) -> None:
        """Mark as read or unread."""
        self._timer.stop()
        self.changed.emit(replace(article, read=read))
        others = self.together(article.id) if read else ()
        self._tasks.run(self._services.reading.mark_read((article.id, *others), read))

    def set_saved(self, article: Article, saved: bool) -> None:
        """Save, or stop saving."""
        self.changed.emit(replace(article, saved=saved))
        self._tasks.run(self._services.reading.save((article.id,), saved))

    def keep_place(self, article: Article, place: float) -> None:
        """Write down how far the text was read, unless that is on disk already."""
        if abs(place - self.place) > LEAST_MOVE:
            self.place = place
            self._tasks.run(self._services.reading.keep_position(article.id, place))


def _alone(_article_id: ArticleId) -> tuple[ArticleId, ...]:
    return ()
