"""What happens around a window: what waits for its first paint, and how everything ends."""

import sys
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QCoreApplication, QObject, Qt, QTimer, Signal, Slot
from PySide6.QtGui import QIcon

from desktop_app.core.ids import SourceId
from desktop_app.core.work import NET, WRITE, Work, on
from desktop_app.runtime.garbage import Garbage
from desktop_app.system import i18n, resources
from desktop_app.system.i18n import _
from desktop_app.system.settings import (
    ARTICLE_PAPER,
    INSIGHT,
    LANGUAGE,
    LOOK_FOR_UPDATES,
    READING_FACE,
    READING_LINE,
    READING_MEASURE,
    READING_SIZE,
    REFRESH_METERED,
    REFRESH_MINUTES,
    REFRESH_ON_START,
    SCHEME,
    Option,
    Settings,
)
from desktop_app.ui import demo
from desktop_app.ui.arriving import Arriving
from desktop_app.ui.errors import describe

if TYPE_CHECKING:
    from desktop_app.runtime.due import DueTimer
    from desktop_app.runtime.hub import Hub
    from desktop_app.runtime.instance import SingleInstance
    from desktop_app.runtime.notices import NetworkNotices, SleepNotices
    from desktop_app.runtime.tasks import Tasks
    from desktop_app.services.bundle import Services
    from desktop_app.services.subscribing import Candidate, Discovered, Sidebar
    from desktop_app.ui.application import Application
    from desktop_app.ui.looks import Looks
    from desktop_app.ui.main_window import MainWindow
    from desktop_app.ui.pictures import Pictures
    from desktop_app.ui.presence import Presence
    from desktop_app.ui.theme.theme import Theme

AFTER_PAINT_MS = 50
AGAIN = 100
"""What the event loop returns when the window is to be made anew."""
DEMO = "demo_source"
"""Under this name the window's state keeps which source is the embedded newsroom."""
_READING = (READING_SIZE, READING_MEASURE, READING_LINE, READING_FACE, ARTICLE_PAPER)
_WHEN = (REFRESH_MINUTES, REFRESH_METERED, LOOK_FOR_UPDATES)

StartDemo = Callable[[], str]
"""Starts the embedded newsroom if need be and returns its address."""


class Running(QObject):
    """One run of the window. Main thread.

    ``start`` shows it; what is not needed for the first paint starts after it. ``stop`` is called
    once, after the event loop has ended.
    """

    _bug = Signal(str)

    def __init__(
        self,
        window: "MainWindow",
        tasks: "Tasks",
        hub: "Hub",
        services: "Services",
        theme: "Theme",
        pictures: "Pictures",
        close: Callable[[], None],
        start_demo: StartDemo,
    ) -> None:
        super().__init__()
        self.window, self.tasks, self.services = window, tasks, services
        self._hub, self._theme, self._pictures = hub, theme, pictures
        self._close, self._start_demo = close, start_demo
        self._addresses: tuple[str, ...] = ()
        self._demo_wanted = self._painted = self._stopped = False
        self._due: DueTimer | None = None
        self._presence: Presence | None = None
        self._notices: NetworkNotices | None = None
        self._sleep: SleepNotices | None = None
        self._looks: Looks | None = None
        self._forget = services.settings.on_change(self._on_option)
        self.again = False
        """Whether the window was there a moment ago, in another language."""
        self._report = ""
        self.left_report = ""
        """What an earlier run wrote down as it failed; told once the window stands."""
        self.report_seen: Callable[[], None] = _nobody
        self._garbage = Garbage(self)
        self._arriving = Arriving(window)
        self._bug.connect(self._on_bug, Qt.ConnectionType.QueuedConnection)
        window.demo_requested.connect(self.open_demo)
        hub.changed.connect(pictures.apply)

    @property
    def settings(self) -> Settings:
        """What the reader chose."""
        return self.services.settings

    def start(
        self,
        instance: "SingleInstance | None" = None,
        application: "Application | None" = None,
        addresses: tuple[str, ...] = (),
        demo: bool = False,
    ) -> None:
        """Show the window; ``addresses`` are added, ``demo`` opens the embedded newsroom."""
        self._instance, self._application = instance, application
        self._addresses, self._demo_wanted = addresses, demo
        self.window.place.restore_list()
        self.window.show()
        self.window.articles.list.setFocus()
        self.tasks.start("running.first", self.services.subscribing.sidebar(), self._on_sidebar)
        QTimer.singleShot(AFTER_PAINT_MS, self._after_paint)

    def _on_sidebar(self, sidebar: "Sidebar") -> None:
        self.window.place.check(sidebar)
        if self._demo_wanted and self.window.place.returned:
            self.tasks.start("running.demo", self._add_demo())
        elif self._demo_wanted:
            self.open_demo()
        elif not sidebar.sources and not self._addresses:
            self.window.welcome()

    @Slot()
    def _after_paint(self) -> None:
        if self._stopped:
            return
        self._painted = True
        self.window.follow_insight(self.window.place.restore_article)
        self.tasks.run(self.services.warm_up(), self._on_warm)
        if self._instance is not None:
            self.window.place.fit()
            self._instance.received.connect(self._arriving.take)
            self._instance.listen()
        if self._application is not None:
            self._addresses += self._application.take_early()
            self._application.opened.connect(self._arriving.take)
            self._application.locale_changed.connect(self._on_locale)

    def _on_warm(self, _nothing: object) -> None:
        self._garbage.start()
        self.window.place.on_warm()
        self.window.setWindowIcon(QIcon(str(resources.path("app/daily8.svg"))))
        from desktop_app.runtime.due import DueTimer, Errand
        from desktop_app.runtime.notices import NetworkNotices, SleepNotices

        outbox = self.services.outbox
        errands = [
            Errand("outbox", outbox.next_due, outbox.deliver_due),
            Errand("news", self._next_refresh, self._refresh_due),
        ]
        if self.services.updates.channel.offered:
            from desktop_app.ui.updating import Updating

            errands.append(Updating(self.window, self.services).errand)
        from desktop_app.ui.presence import Presence

        self._presence = Presence(self.window, self.tasks, self.services)
        self._presence.may_look = self._may_refresh
        if sys.platform == "darwin":
            from desktop_app.ui.dock import Dock

            Dock(self.window)
        errands.append(self._presence.answers)
        due = self._due = DueTimer(self.tasks, errands, parent=self)
        self._hub.changed.connect(due.apply)
        notices = self._notices = NetworkNotices(self)
        notices.came_back.connect(due.network_came_back)
        notices.cost_changed.connect(due.poke)
        self.window.network_tells_cost = notices.tells_cost
        self._sleep = SleepNotices(self)
        self._sleep.sleeps.connect(self.window.write_down)
        self._sleep.woke.connect(due.poke)
        from desktop_app.ui.looks import Looks

        looks = self._looks = Looks(self.window, self.services, self._theme)
        self.window.knows_accent = lambda: looks.knows_accent
        self._hub.changed.connect(self._presence.apply)
        self.tasks.run(outbox.on_start(), self._on_outbox_ready)
        if self.left_report:
            self._tell_left()
        if self.settings.problem is not None:
            self.window.show_toast(describe(self.settings.problem).sentence, None)
        self.tasks.run(self.services.upkeep.daily())
        if self.window.state.get(DEMO) is not None and not self._demo_wanted:
            self.tasks.start("running.demo", self._add_demo())
        unasked = not self._demo_wanted and not self.again
        if self.settings.get(REFRESH_ON_START) and unasked and self._may_refresh():
            self.window.sources.refresh_all(asked=False)
        if self._addresses:
            self._arriving.take(self._addresses)

    def _may_refresh(self) -> bool:
        """Return whether we may look for news by ourselves: not where each byte costs."""
        metered = self._notices is not None and self._notices.metered
        return not metered or self.settings.get(REFRESH_METERED)

    def _next_refresh(self) -> Work[int | None]:
        if not self._may_refresh():
            return None
        return (yield from self.services.refresh.next_due())

    def _refresh_due(self, _network_is_back: bool) -> Work[object]:
        if not self._may_refresh():
            return None
        return (yield from self.services.refresh.due())

    def _on_outbox_ready(self, _nothing: object) -> None:
        if self._due is not None:
            self._due.poke()

    @Slot()
    def open_demo(self) -> None:
        """Start the embedded newsroom, add it if it is not there yet, and show it."""
        self.tasks.start("running.demo", self._add_demo(), self.window.on_sources_added)

    def _add_demo(self) -> Work[SourceId]:
        """Start the newsroom; its source follows when the newsroom had to take another port."""
        subscribing, state = self.services.subscribing, self.window.state
        address = yield on(NET, self._start_demo)
        found: Discovered = yield from subscribing.discover(address)
        first: Candidate = found.candidates[0]
        sidebar: Sidebar = yield from subscribing.sidebar()
        known = next((each.id for each in sidebar.sources if each.id == state.get(DEMO)), None)
        if first.already is None and known is None:
            added: SourceId = yield from subscribing.add(first, frozenset())
            yield on(WRITE, state.set, DEMO, added)
            yield from demo.add_neighbours(self.services, state, address)
            return added
        source_id = first.already or known
        assert source_id is not None
        if first.already is None:
            yield from subscribing.move_site(source_id, first.found)
        yield from self.services.refresh.source(source_id)
        yield from demo.follow_neighbours(self.services, state, address)
        return source_id

    def _on_option(self, option: Option[Any]) -> None:
        if option is SCHEME:
            self._theme.set_scheme(self.settings.get(SCHEME))
        elif option is LANGUAGE:
            QTimer.singleShot(0, self, self._begin_anew)  # once the control has done its part
        elif option in _READING:
            self.window.reader.set_typography()
        elif option is INSIGHT and self._painted:
            self.window.follow_insight()
        elif option in _WHEN and self._due is not None:
            self._due.poke()

    @Slot()
    def _begin_anew(self) -> None:
        """Make the window anew, in the language that is wanted now, where the reader was."""
        if self._stopped:
            return
        self.window.write_down()
        QCoreApplication.exit(AGAIN)

    @Slot()
    def _on_locale(self) -> None:
        """Follow the system to another language, when that is what the reader wants."""
        before = i18n.language()
        if self.settings.get(LANGUAGE) == "system" and i18n.closest("system") != before:
            self._begin_anew()

    def tell_bug(self, report: str) -> None:
        """Say that something failed that never should. Any thread; the program goes on."""
        self._bug.emit(report)

    @Slot(str)
    def _on_bug(self, report: str) -> None:
        first, self._report = not self._report, report
        if first:
            self.window.toast.show_message(
                _("Something went wrong inside Daily8. What you wrote is safe."),
                _("Show the report"),
                self._show_report,
            )

    def _tell_left(self) -> None:
        self._report = self.left_report
        self.window.toast.show_message(
            _("Daily8 failed the last time it ran. What you wrote is safe."),
            _("Show the report"),
            self._show_report,
        )

    def _show_report(self) -> None:
        report, self._report = self._report, ""
        self.report_seen()
        self.window.dialogs.problem(report)

    def stop(self) -> None:
        """End everything, writing down what is only in memory. Raises what storage raises."""
        self._stopped = True
        self.window.hide()
        self._forget()
        if self._presence is not None:
            self._presence.stop()
        if self._sleep is not None:
            self._sleep.stop()
        if self._looks is not None:
            self._looks.stop()
        self.window.insight_door.close()
        self._pictures.stop()
        self.tasks.stop(also=self)
        self._garbage.stop()
        self._close()
        self.window.deleteLater()


def _nobody() -> None:
    """Hear of it when no crash report is written."""
