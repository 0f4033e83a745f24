"""Where the reader was: measures of the window, list and article, found again by the next start."""

import logging
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, QPoint, QRect, QSize, Qt, QTimer, Slot
from PySide6.QtGui import QGuiApplication, QScreen

from desktop_app.core.articles import Article, ListFilter, ListKind, ListQuery
from desktop_app.core.errors import AppError
from desktop_app.core.ids import ArticleId, FolderId, SectionId, SourceId
from desktop_app.core.work import WRITE, Work, on
from desktop_app.ui import day

if TYPE_CHECKING:
    from desktop_app.runtime.tasks import Tasks
    from desktop_app.services.bundle import Services
    from desktop_app.services.subscribing import Sidebar
    from desktop_app.system.settings import WindowState
    from desktop_app.ui.main_window import MainWindow

log = logging.getLogger("daily8.ui")

USUAL = (1440, 900)
SETTLE_MS = 300  # until the system has moved the windows of a screen that went
_HOLD = (120, 20)  # what must be seen of the title to take hold of a window
_FARTHEST = 100_000  # pixels
REST_MS = 2000  # a list or an article that stays this long is written down
CONVERSATIONS = "conversations"


class Place(QObject):
    """Main thread. The list is shown before the first paint, the article after it."""

    def __init__(
        self, window: "MainWindow", tasks: "Tasks", services: "Services", state: "WindowState"
    ) -> None:
        super().__init__(window)
        self._window, self._tasks, self._services, self._state = window, tasks, services, state
        self._rest = QTimer(self, singleShot=True, interval=REST_MS)
        self._rest.timeout.connect(self._write_behind)
        self._after_screens = QTimer(self, singleShot=True, interval=SETTLE_MS)
        self._after_screens.timeout.connect(self.bring_back)
        self._warm = False
        self._fixed = False
        application = QGuiApplication.instance()
        if isinstance(application, QGuiApplication):
            application.screenRemoved.connect(self._after_screens.start)
            application.primaryScreenChanged.connect(self._after_screens.start)
            application.screenAdded.connect(self._watch)
            for screen in application.screens():
                self._watch(screen)
        self.returned = False
        """Whether a list of the last time shows."""

    # -- measures --------------------------------------------------------------------------------

    def restore_measures(self) -> None:
        """Give the window its size, place and panes."""
        window, state = self._window, self._state
        size = state.get("size")
        width, height = size if _is_pair(size) else USUAL
        room = QGuiApplication.primaryScreen().availableGeometry()
        window.resize(min(width, room.width()), min(height, room.height()))
        place = state.get("place")
        if _is_pair(place):
            corner = room.topLeft() + QPoint(*place)
            if _can_be_taken_hold_of(QRect(corner, window.size())):
                window.move(corner)
        window.panes.set_widths(state.get("panes"))
        window.panes.want_comments(state.get("comments") is not False)
        if state.get("maximized") is True:
            window.setWindowState(Qt.WindowState.WindowMaximized)

    def fix(self, width: int, height: int) -> None:
        """Give the window a size that was asked for, on a smaller screen too."""
        self._fixed = True
        self._window.resize(width, height)

    def fit(self) -> None:
        """Draw the window in where its frame, known only now, leaves the screen."""
        window = self._window
        if self._fixed or window.isMaximized() or window.isFullScreen():
            return
        room, frame = window.screen().availableGeometry(), window.frameGeometry()
        wide, high = frame.width() - room.width(), frame.height() - room.height()
        if wide > 0 or high > 0:
            window.resize(window.width() - max(0, wide), window.height() - max(0, high))
            window.move(room.topLeft())

    @Slot(object)
    def _watch(self, screen: QScreen) -> None:
        screen.geometryChanged.connect(self._after_screens.start)

    @Slot()
    def bring_back(self) -> None:
        """Bring the window back when the screen that it stood on is gone or measures otherwise."""
        window = self._window
        self._agree()
        if window.isFullScreen() or _can_be_taken_hold_of(window.frameGeometry()):
            return
        room = QGuiApplication.primaryScreen().availableGeometry()
        frame = window.frameGeometry().size().boundedTo(room.size())
        window.resize(window.size().boundedTo(room.size()))
        window.move(room.center() - QPoint(frame.width() // 2, frame.height() // 2))

    def _agree(self) -> None:
        """Give the window its size: Qt leaves it too small when all letters become larger."""
        window, handle = self._window, self._window.windowHandle()
        if handle is not None and window.isVisible() and handle.size() != window.size():
            room, frame = window.screen().availableGeometry(), window.frameGeometry()
            size = window.size().boundedTo(room.size())
            handle.resize(size)
            left = min(frame.x(), room.right() - size.width())
            top = min(frame.y(), room.bottom() - size.height() - (window.y() - frame.y()))
            window.move(max(room.x(), left), max(room.y(), top))

    # -- list and article ------------------------------------------------------------------------

    def restore_list(self) -> None:
        """Show the list of the last time, Today when there was none."""
        window, stored = self._window, self._state.get("list")
        if stored == CONVERSATIONS:
            self.returned = True
            window.show_conversations()
            return
        query = _read_query(stored)
        if query is None:
            window.show_list(ListKind.TODAY)
            return
        self.returned = True
        article = self._state.get("article")
        unread = query.kind is ListKind.UNREAD or query.filter is ListFilter.UNREAD
        if unread and isinstance(article, int):  # read by now: it would be missed
            query = replace(query, keep=frozenset((ArticleId(article),)))
        if query.kind is ListKind.TODAY:
            query = replace(query, since=day.start_of_today())
        title = window.sources.expect(query) or str(self._state.get("title", ""))
        window.articles.show_list(query, title)

    def check(self, sidebar: "Sidebar") -> None:
        """Go to Today when the source or folder of the last time is gone."""
        query, _title = self._window.articles.shown
        sources = {source.id for source in sidebar.sources}
        folders = {folder.id for folder in sidebar.folders}
        if query is not None and (
            (query.source_id is not None and query.source_id not in sources)
            or (query.folder_id is not None and query.folder_id not in folders)
        ):
            self.returned = False
            self._window.show_list(ListKind.TODAY)

    def restore_article(self) -> None:
        """Open the article of the last time, unless the reader was faster."""
        article = self._state.get("article")
        if isinstance(article, int) and article > 0:
            work = self._services.reading.stored(ArticleId(article))
            self._tasks.start("place.article", work, self._on_article)

    def _on_article(self, article: Article | None) -> None:
        window = self._window
        if article is not None and window.reader.current is None:
            window.articles.come_back_to(article)
            window.reader.open(article, again=True)
            self._show_thread()

    def on_warm(self) -> None:
        """Show the thread of the article that came back, or will: what it needs is imported."""
        self._warm = True
        self._show_thread()

    def _show_thread(self) -> None:
        article = self._window.reader.current
        if self._warm and article is not None and self._window.comments.article is None:
            self._window.comments.show_article(article)

    # -- remembering -----------------------------------------------------------------------------

    def touch(self) -> None:
        """Hear that another list or article shows."""
        self._rest.start()

    def remember(self) -> None:
        """Write everything down now, as the window closes; a full disk does not hold it up."""
        self._rest.stop()
        try:
            self._state.update(self._values())
        except AppError as error:
            log.info("the place was not kept: %s", error)

    def _write_behind(self) -> None:
        self._tasks.run(self._write(self._values()), None, _not_worth_a_word)

    def _write(self, values: dict[str, Any]) -> Work[None]:
        yield on(WRITE, self._state.update, values)

    def _values(self) -> dict[str, Any]:
        window = self._window
        values: dict[str, Any] = {
            "maximized": window.isMaximized(),
            "panes": window.panes.widths(),
        }
        if not window.isMaximized() and not window.isFullScreen():
            values["size"] = [window.width(), window.height()]
            values["place"] = [window.x(), window.y()]
        if not window.panes.comments_narrow:
            values["comments"] = window.panes.comments_shown
        query, title = window.articles.shown
        values["list"] = _write_query(query) if query is not None else CONVERSATIONS
        values["title"] = title
        article = window.reader.current
        values["article"] = article.id if article is not None else None
        return values


def _not_worth_a_word(_error: AppError) -> None:
    """The place is written again later, and when the window closes."""


def _can_be_taken_hold_of(frame: QRect) -> bool:
    title = QRect(frame.topLeft(), QSize(frame.width(), 2 * _HOLD[1]))
    seen = (screen.availableGeometry() & title for screen in QGuiApplication.screens())
    return any(each.width() >= _HOLD[0] and each.height() >= _HOLD[1] for each in seen)


def _is_pair(value: object) -> bool:
    if not isinstance(value, list) or len(value) != 2:
        return False
    return all(type(n) is int and abs(n) <= _FARTHEST for n in value)


def _write_query(query: ListQuery) -> dict[str, Any]:
    return {
        "kind": query.kind.value,
        "filter": query.filter.value,
        "source": query.source_id,
        "section": query.section_id,
        "folder": query.folder_id,
    }


def _read_query(stored: object) -> ListQuery | None:
    """Return a stored list; None when it is none, or one whose ids are missing."""
    if not isinstance(stored, dict):
        return None
    try:
        kind, cut = ListKind(stored.get("kind")), ListFilter(stored.get("filter"))
    except ValueError:
        return None
    ids = [stored.get(name) for name in ("source", "section", "folder")]
    source, section, folder = (number if type(number) is int else None for number in ids)
    needed = {
        ListKind.SOURCE: source is not None,
        ListKind.SECTION: source is not None and section is not None,
        ListKind.FOLDER: folder is not None,
        ListKind.SEARCH: False,
        ListKind.ALL: False,
    }
    if not needed.get(kind, True):
        return None
    return ListQuery(
        kind,
        source_id=SourceId(source) if source is not None else None,
        section_id=SectionId(section) if section is not None else None,
        folder_id=FolderId(folder) if folder is not None else None,
        filter=cut,
    )
