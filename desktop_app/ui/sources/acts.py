"""What can be done with sources and folders. Whatever takes something away can be undone."""

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QGuiApplication

from desktop_app.core.articles import ListQuery
from desktop_app.core.errors import AppError, ErrorKind
from desktop_app.core.ids import ArticleId, FolderId, SourceId
from desktop_app.core.sources import Folder, Source
from desktop_app.system.i18n import _, isolated, ngettext
from desktop_app.system.settings import NOTIFY, NOTIFY_OF
from desktop_app.ui.abilities import can_notify
from desktop_app.ui.errors import describe
from desktop_app.ui.opening import open_address
from desktop_app.ui.sources import menus
from desktop_app.ui.sources.nodes import Node

if TYPE_CHECKING:
    from desktop_app.runtime.tasks import Tasks
    from desktop_app.services.bundle import Services
    from desktop_app.services.refresh import RefreshReport
    from desktop_app.storage.sources import RemovedSource

REFRESH = "sources.refresh"
END = 1_000_000
"""A position behind all others."""


class Acts(QObject):
    """``refreshing`` says whether a refresh is under way, ``folder_made`` that one wants a name."""

    toast = Signal(str, object)
    refreshing = Signal(bool)
    folder_made = Signal(object)

    def __init__(self, tasks: "Tasks", services: "Services", parent: QObject) -> None:
        super().__init__(parent)
        self._tasks, self._services = tasks, services

    # -- refreshing ------------------------------------------------------------------------------

    def refresh_all(self, asked: bool = True) -> None:
        """Look for news everywhere; once more while it runs changes nothing.

        When nobody ``asked``, failures are left to the marks beside the sources.
        """
        if not self._tasks.busy(REFRESH):
            self.refreshing.emit(True)
            work = self._services.refresh.all()
            done = self._on_refreshed if asked else self._on_refreshed_unasked
            self._tasks.start(REFRESH, work, done, self._on_not_refreshed)

    def refresh(self, source: Source) -> None:
        """Look for news in one source."""
        if self._tasks.busy(REFRESH):
            return
        self.refreshing.emit(True)
        work = self._services.refresh.source(source.id)
        self._tasks.start(REFRESH, work, self._on_refreshed, self._on_not_refreshed)

    def _on_refreshed(self, report: "RefreshReport") -> None:
        self.refreshing.emit(False)
        failed = len(report.failed)
        if failed == 1 and not report.new:
            self.fail(next(iter(report.failed.values())))
        elif failed:
            told = ngettext(
                "{count} source could not be refreshed",
                "{count} sources could not be refreshed",
                failed,
            )
            self.toast.emit(told.format(count=failed), None)

    def _on_refreshed_unasked(self, _report: "RefreshReport") -> None:
        self.refreshing.emit(False)

    def _on_not_refreshed(self, error: AppError) -> None:
        self.refreshing.emit(False)
        self.fail(error)

    def fail(self, error: AppError) -> None:
        """Say what went wrong."""
        if error.kind is not ErrorKind.CANCELLED:
            self.toast.emit(describe(error).sentence, None)

    # -- one source ------------------------------------------------------------------------------

    def do(self, name: str, source: Source) -> None:
        """Do what the menu of a source offers."""
        subscribing = self._services.subscribing
        if name == menus.REFRESH:
            self.refresh(source)
        elif name == menus.MUTE:
            self._tasks.run(subscribing.mute(source.id, not source.muted), None, self.fail)
        elif name == menus.NOTIFY:
            self._turn_notify(source)
        elif name == menus.COPY:
            QGuiApplication.clipboard().setText(source.home_url or source.base_url)
            self.toast.emit(_("Address copied"), None)
        elif name == menus.OPEN_SITE:
            open_address(source.home_url or source.base_url)
        elif name == menus.REMOVE:
            work = subscribing.remove(source.id)
            self._tasks.run(work, partial(self._on_removed, source.title), self.fail)
        elif name == menus.MOVE_OUT:
            self.move((source.id,), None, END)
        elif name == menus.MOVE_NEW:
            work_ = subscribing.add_folder(_("New folder"))
            self._tasks.run(work_, partial(self._on_folder_for, source), self.fail)

    def is_told(self, source: Source) -> bool | None:
        """Return whether new articles of a source are told of; None where nothing can be told."""
        from desktop_app.services.notices import is_told

        if not can_notify():
            return None
        settings = self._services.settings
        return settings.get(NOTIFY) and is_told(source, settings.get(NOTIFY_OF) == "chosen")

    def _turn_notify(self, source: Source) -> None:
        """Tell of a source or not; the first that is chosen while nothing is told is told alone."""
        settings, told = self._services.settings, not self.is_told(source)
        try:
            if told and not settings.get(NOTIFY):
                settings.set(NOTIFY_OF, "chosen")
                settings.set(NOTIFY, True)
        except AppError as error:
            self.fail(error)
        self._tasks.run(self._services.subscribing.notify(source.id, told), None, self.fail)
        if told:
            words = _("You will be notified of new articles of {title}")
        else:
            words = _("No more notifications of {title}")
        self.toast.emit(words.format(title=isolated(source.title)), None)

    def _on_removed(self, title: str, removed: "RemovedSource") -> None:
        told = _("{title} was removed").format(title=isolated(title))
        self.toast.emit(told, partial(self._restore, removed))

    def _restore(self, removed: "RemovedSource") -> None:
        self._tasks.run(self._services.subscribing.restore(removed), None, self.fail)

    def _on_folder_for(self, source: Source, folder: Folder) -> None:
        self.move((source.id,), folder.id, END)
        self.folder_made.emit(folder)

    # -- folders and order -----------------------------------------------------------------------

    def add_folder(self) -> None:
        """Make a folder; it is to be named at once."""
        work = self._services.subscribing.add_folder(_("New folder"))
        self._tasks.run(work, self.folder_made.emit, self.fail)

    def remove_folder(self, folder: Folder, sources: tuple[SourceId, ...]) -> None:
        """Take a folder away and leave its sources."""
        work = self._services.subscribing.remove_folder(folder.id)
        self._tasks.run(work, partial(self._on_folder_removed, folder, sources), self.fail)

    def _on_folder_removed(
        self, folder: Folder, sources: tuple[SourceId, ...], _nothing: object
    ) -> None:
        told = _("The folder {title} was removed").format(title=folder.title)
        self.toast.emit(told, partial(self._restore_folder, folder.title, sources))

    def _restore_folder(self, title: str, sources: tuple[SourceId, ...]) -> None:
        work = self._services.subscribing.add_folder(title)
        self._tasks.run(work, partial(self._refill, sources), self.fail)

    def _refill(self, sources: tuple[SourceId, ...], folder: Folder) -> None:
        if sources:
            self.move(sources, folder.id, END)

    def move(
        self, sources: tuple[SourceId, ...], folder_id: FolderId | None, position: int
    ) -> None:
        """Put sources into a folder (None: out of all), before what stands at ``position``."""
        work = self._services.subscribing.move(sources, folder_id, position)
        self._tasks.run(work, None, self.fail)

    def rename(self, node: Node, title: str) -> None:
        """Give a source or folder the title that was typed."""
        subscribing = self._services.subscribing
        if node.source is not None:
            self._tasks.run(subscribing.rename(node.source.id, title), None, self.fail)
        elif node.folder is not None:
            self._tasks.run(subscribing.rename_folder(node.folder.id, title), None, self.fail)

    def collapse(self, folder: Folder, collapsed: bool) -> None:
        """Remember whether a folder is shut."""
        work = self._services.subscribing.collapse_folder(folder.id, collapsed)
        self._tasks.run(work, None, self.fail)

    # -- marking ---------------------------------------------------------------------------------

    def mark_all_read(self, query: ListQuery) -> None:
        """Mark all that a list holds as read."""
        work = self._services.reading.mark_all_read(query)
        self._tasks.run(work, self._on_marked, self.fail)

    def _on_marked(self, ids: tuple[ArticleId, ...]) -> None:
        if not ids:
            self.toast.emit(_("Nothing unread here"), None)
            return
        told = ngettext(
            "{count} article marked as read", "{count} articles marked as read", len(ids)
        )
        self.toast.emit(told.format(count=len(ids)), partial(self._unmark, ids))

    def _unmark(self, ids: tuple[ArticleId, ...]) -> None:
        self._tasks.run(self._services.reading.mark_read(ids, False), None, self.fail)
