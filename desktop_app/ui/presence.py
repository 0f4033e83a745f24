"""What Daily8 shows outside its window: notifications, the tray, a number on the icon.

Everything here is off until the reader wants it; what is off is not imported and costs nothing.
"""

import os
import sys
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, QTimer, Signal, Slot
from PySide6.QtWidgets import QApplication

from desktop_app.core.articles import Article, ListKind
from desktop_app.core.changes import ChangeSet
from desktop_app.core.errors import AppError
from desktop_app.core.ids import ArticleId
from desktop_app.core.work import READ, WRITE, Work, on
from desktop_app.runtime.due import Errand
from desktop_app.services.notices import is_quiet
from desktop_app.system import autostart
from desktop_app.system.i18n import _
from desktop_app.system.settings import (
    COUNT_ON_ICON,
    NOTIFY,
    NOTIFY_ANSWERS,
    NOTIFY_OF,
    QUIET_FROM,
    QUIET_HOURS,
    QUIET_UNTIL,
    START_AT_LOGIN,
    TRAY,
    Option,
)
from desktop_app.ui.errors import describe
from desktop_app.ui.notice_words import of_answers, of_news

if TYPE_CHECKING:
    from desktop_app.core.articles import Counts
    from desktop_app.runtime.session_bus import Invoked, SessionBus
    from desktop_app.runtime.tasks import Tasks
    from desktop_app.services.answers import Answered
    from desktop_app.services.bundle import Services
    from desktop_app.services.notices import Notice
    from desktop_app.ui.main_window import MainWindow
    from desktop_app.ui.tray import Tray

GATHER_MS = 5_000
"""A refresh brings articles source by source; one notification tells of all."""
COUNT_MS = 1_000
LINUX = sys.platform.startswith("linux")
MACOS = sys.platform == "darwin"  # where a program outlives its window
NEWS = "news"
ANSWERS = "answers"
"""Before the number of the article under which somebody answered."""
_SHOWN = (NOTIFY, NOTIFY_ANSWERS, TRAY, COUNT_ON_ICON)


@dataclass(frozen=True, slots=True)
class _Told:
    """What a notification is about; ``article`` None: several ``ids``."""

    article: Article | None
    ids: tuple[ArticleId, ...] = ()
    thread: bool = False


class Presence(QObject):
    """Follows the settings. Main thread; made after the first paint."""

    _heard = Signal(object)
    _silent = Signal(str)

    def __init__(self, window: "MainWindow", tasks: "Tasks", services: "Services") -> None:
        super().__init__(window)
        self._window, self._tasks, self._services = window, tasks, services
        self._bus: SessionBus | None = None
        self.tray: Tray | None = None
        self._waiting: set[ArticleId] = set()
        self._told: dict[str, _Told] = {}
        self._last = NEWS  # a click on the tray's words does not say on which
        self._shown_count, self._on_icon = -1, 0
        self._gather = QTimer(self, singleShot=True, interval=GATHER_MS)
        self._gather.timeout.connect(self._tell)
        self._recount = QTimer(self, singleShot=True, interval=COUNT_MS)
        self._recount.timeout.connect(self._count)
        self._heard.connect(self._on_heard)
        self._silent.connect(self._on_silent)
        self._asked = False  # whether somebody waits to hear that notifications work
        self.may_look: Callable[[], bool] = lambda: True
        """Whether we may look for answers by ourselves."""
        self._forget = services.settings.on_change(self._on_option)
        self._follow()
        tasks.run(self._compare_login(), self._on_login)

    @property
    def _settings(self) -> Any:
        return self._services.settings

    # -- what is wanted --------------------------------------------------------------------------

    def _on_option(self, option: Option[Any]) -> None:
        if option is START_AT_LOGIN:
            work = self._turn_login(self._settings.get(START_AT_LOGIN))
            self._tasks.start("presence.login", work, None, self._on_no_login)
        elif option in _SHOWN:
            self._asked = option in (NOTIFY, NOTIFY_ANSWERS) and self._notifies
            self._follow()

    @property
    def _notifies(self) -> bool:
        return bool(self._settings.get(NOTIFY)) or self._settings.get(NOTIFY_ANSWERS) != "none"

    def _follow(self) -> None:
        """Make or let go of what the settings say."""
        notify, count = self._notifies, self._settings.get(COUNT_ON_ICON)
        if not count:
            self._show_on_icon(0)
        self._want_bus(LINUX and (notify or count))
        in_tray = self._settings.get(TRAY)
        self._want_tray(in_tray or (notify and not LINUX))
        keeps_running = MACOS or (in_tray and self.tray is not None)
        self._window.keeps_running = keeps_running
        QApplication.setQuitOnLastWindowClosed(not keeps_running)
        self._shown_count = -1
        self._count()

    def _want_bus(self, wanted: bool) -> None:
        if wanted and self._bus is None:
            from desktop_app.runtime.session_bus import SessionBus

            self._bus = SessionBus(self._heard.emit, self._silent.emit)
        elif not wanted and self._bus is not None:
            self._bus.stop()
            self._bus = None

    def _want_tray(self, wanted: bool) -> None:
        from PySide6.QtWidgets import QSystemTrayIcon

        if wanted and self.tray is None and QSystemTrayIcon.isSystemTrayAvailable():
            from desktop_app.ui.tray import Tray

            self.tray = Tray(self)
            self.tray.open_wanted.connect(self._window.come_forward)
            self.tray.refresh_wanted.connect(self._window.refresh)
            self.tray.quit_wanted.connect(self._window.quit)
            self.tray.message_clicked.connect(self._on_message)
        elif not wanted and self.tray is not None:
            self.tray.close()
            self.tray = None
            if not self._window.isVisible():
                self._window.come_forward()

    # -- new articles ----------------------------------------------------------------------------

    @Slot(object)
    def apply(self, change: ChangeSet) -> None:
        """Hear of new articles and of what was read."""
        if change.new_articles and self._settings.get(NOTIFY):
            self._waiting |= change.new_articles
            if not self._gather.isActive():
                self._gather.start()
        other = change.sidebar or change.new_articles or change.changed_articles
        if other and self._counts and not self._recount.isActive():
            self._recount.start()

    def _tell(self) -> None:
        waiting, self._waiting = self._waiting, set()
        if not waiting or self._window.isActiveWindow() or self._is_quiet():
            return
        chosen_only = self._settings.get(NOTIFY_OF) == "chosen"
        self._tasks.run(self._services.notices.of(waiting, chosen_only), self._on_notice)

    def _is_quiet(self) -> bool:
        begins, ends = self._settings.get(QUIET_FROM), self._settings.get(QUIET_UNTIL)
        now = datetime.now().astimezone().hour
        return bool(self._settings.get(QUIET_HOURS)) and is_quiet(now, begins, ends)

    def _on_notice(self, notice: "Notice | None") -> None:
        if notice is None:
            return
        only = notice.newest[0] if notice.count == 1 else None
        self._told[NEWS] = _Told(only, notice.ids)
        actions = [("read", _("Mark as read"))]
        if only is not None:
            actions.insert(0, ("save", _("Save")))
        self._say(NEWS, *of_news(notice), actions)

    def _say(self, key: str, title: str, body: str, actions: list[tuple[str, str]]) -> None:
        self._last = key
        if self._bus is not None:
            from desktop_app.runtime.session_bus import DEFAULT, Note

            show = [(DEFAULT, _("Show")), ("show", _("Show"))]
            self._bus.notify(Note(key, title, body, (*show, *actions)))
        elif self.tray is not None:
            self.tray.say(title, body)

    # -- answers ---------------------------------------------------------------------------------

    @property
    def answers(self) -> Errand:
        """What the one timer is to do, so that answers are known of."""
        return Errand(ANSWERS, self._next_look, self._look, self._on_answers)

    def _next_look(self) -> Work[int | None]:
        if not self.may_look():
            return None
        return (yield from self._services.answers.next_due())

    def _look(self, _network_is_back: bool) -> Work[object]:
        if not self.may_look():
            return ()
        return (yield from self._services.answers.look_when_due())

    def _on_answers(self, found: Any) -> None:
        wanted = self._settings.get(NOTIFY_ANSWERS)
        if wanted == "none" or self._window.isActiveWindow() or self._is_quiet():
            return
        for each in found:
            self._tell_answers(each, wanted == "mine")

    def _tell_answers(self, answered: "Answered", to_me_only: bool) -> None:
        said = answered.to_me if to_me_only else answered.said
        if not said:
            return
        article = answered.article
        key = f"{ANSWERS}{article.id}"
        self._told[key] = _Told(article, (article.id,), thread=True)
        actions = [("seen", _("Mark as read")), ("silence", _("No more of this conversation"))]
        self._say(key, *of_answers(article, said), actions)

    @Slot(object)
    def _on_heard(self, invoked: "Invoked") -> None:
        if invoked.token:
            os.environ["XDG_ACTIVATION_TOKEN"] = invoked.token
        told = self._told.get(invoked.key, _Told(None))
        reading, answers = self._services.reading, self._services.answers
        works = {
            "save": lambda each: reading.save((each,)),
            "silence": lambda each: answers.silence(each, True),
            "seen": self._services.conversation.leave,
        }
        if invoked.action == "read":
            self._tasks.run(reading.mark_read(told.ids))
        elif invoked.action in works and told.article is not None:
            self._tasks.run(works[invoked.action](told.article.id))
        else:
            self._show(told)

    @Slot()
    def _on_message(self) -> None:
        self._show(self._told.get(self._last, _Told(None)))

    def _show(self, told: _Told) -> None:
        self._window.come_forward()
        if told.thread and not self._window.panes.comments_shown:
            self._window.toggle_comments()
        if told.article is not None:
            self._window.open_article(told.article)
        else:
            self._window.show_list(ListKind.UNREAD)

    @Slot(str)
    def _on_silent(self, _why: str) -> None:
        if self._asked:
            self._window.show_toast(_("This desktop shows no notifications of programs."), None)
        self._asked = False

    # -- the number ------------------------------------------------------------------------------

    @property
    def _counts(self) -> bool:
        return self.tray is not None or bool(self._settings.get(COUNT_ON_ICON))

    def _count(self) -> None:
        if self._counts:
            self._tasks.start("presence.count", self._services.reading.counts(), self._on_counts)

    def _on_counts(self, counts: "Counts") -> None:
        if counts.unread == self._shown_count:
            return
        self._shown_count = counts.unread
        if self.tray is not None:
            self.tray.show_count(counts.unread)
        if self._settings.get(COUNT_ON_ICON):
            self._show_on_icon(counts.unread)

    def _show_on_icon(self, number: int) -> None:
        if number == self._on_icon:
            return
        self._on_icon = number
        if self._bus is not None:
            self._bus.count(number)
        elif not LINUX:
            application = QApplication.instance()
            assert isinstance(application, QApplication)
            application.setBadgeNumber(number)

    # -- the session -----------------------------------------------------------------------------

    def _compare_login(self) -> Work[bool]:
        """Return whether the session starts us: the desktop may have been told otherwise."""
        found: bool = yield on(READ, autostart.is_on)
        return found

    def _on_login(self, found: bool) -> None:
        if found != self._settings.get(START_AT_LOGIN):
            try:
                self._settings.set(START_AT_LOGIN, found)
            except AppError as error:
                self._on_no_login(error)

    def _turn_login(self, wanted: bool) -> Work[None]:
        found: bool = yield on(READ, autostart.is_on)
        if found != wanted:
            yield on(WRITE, autostart.turn, wanted)

    def _on_no_login(self, error: AppError) -> None:
        self._window.show_toast(describe(error).sentence, None)

    def stop(self) -> None:
        """Take everything down."""
        self._forget()
        self._gather.stop()
        self._recount.stop()
        if self._bus is not None:
            self._show_on_icon(0)
            for key in self._told:
                self._bus.withdraw(key)
            self._bus.stop()
            self._bus = None
        if self.tray is not None:
            self.tray.close()
            self.tray = None
