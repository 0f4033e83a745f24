"""Where everything is made, once, and handed on by constructor."""

import os
import sys
import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from desktop_app import __version__
from desktop_app.core.errors import AppError, ErrorKind
from desktop_app.core.work import Lane

if TYPE_CHECKING:
    from pathlib import Path

    from PySide6.QtWidgets import QApplication

    from desktop_app.core.changes import ChangeSet, Publish
    from desktop_app.core.clock import Clock
    from desktop_app.demo.newsroom import Newsroom
    from desktop_app.network.http import Http
    from desktop_app.services.bundle import Services
    from desktop_app.services.taking_part import Pace
    from desktop_app.storage.database import Database
    from desktop_app.system.child import Child
    from desktop_app.system.credentials import Credentials
    from desktop_app.system.paths import Paths
    from desktop_app.system.settings import Option, Settings
    from desktop_app.ui.running import Running

USER_AGENT = f"Daily8/{__version__} (desktop news reader)"


@dataclass(frozen=True)
class Backstage:
    """What the services stand on: ``Tasks`` takes the first two, whoever ends calls ``close``.

    ``close`` comes after ``Tasks.stop``: it closes the database, the connections and the worker.
    It raises what ``Database.close`` raises.
    """

    heavy: Callable[..., Any]
    interrupters: Mapping[Lane, Callable[[], None]]
    close: Callable[[], None]


def build_services(
    paths: "Paths",
    settings: "Settings",
    *,
    credentials: "Credentials | None" = None,
    publish: "Publish | None" = None,
    clock: "Clock | None" = None,
    pace: "Pace | None" = None,
) -> "tuple[Services, Backstage]":
    """Open the profile and make all services; no Qt.

    Raises NEWER_FILE, CORRUPT, READ_ONLY, DISK_FULL and STORAGE, with nothing left open.
    """
    from desktop_app.core.clock import SystemClock
    from desktop_app.services.bundle import Foundation, Services
    from desktop_app.storage.database import Database
    from desktop_app.system.credentials import KeyringCredentials

    clock = clock or SystemClock()
    database = Database(paths.database, clock)
    database.open()
    later = _Later(database, settings, clock)
    foundation = Foundation(
        paths,
        settings,
        database,
        later.http,
        credentials or KeyringCredentials(),
        publish or _nobody,
        clock,
        pace,
    )
    interrupters = {Lane.SEARCH: database.interrupt_search}
    return Services(foundation), Backstage(later.heavy, interrupters, later.close)


class _Later:
    """Makes the client and the worker when they are first needed, and closes what was made."""

    def __init__(self, database: "Database", settings: "Settings", clock: "Clock") -> None:
        self._database = database
        self._settings = settings
        self._clock = clock
        self._lock = threading.Lock()
        self._http: Http | None = None
        self._child: Child | None = None
        self._forget = settings.on_change(self._on_option)

    def http(self) -> "Http":
        """Return the one client. Any thread."""
        with self._lock:
            if self._http is None:
                from desktop_app.network.http import Http
                from desktop_app.storage.network_state import HostBackoff
                from desktop_app.system.settings import PROXY

                proxy = self._settings.get(PROXY)
                self._http = Http(
                    HostBackoff(self._database),
                    user_agent=USER_AGENT,
                    proxy=proxy,
                    clock=self._clock,
                )
            return self._http

    def heavy(self, function: Callable[..., Any], *args: Any, **kwargs: Any) -> Any:
        """Run ``function`` in the worker process."""
        with self._lock:
            if self._child is None:
                from desktop_app.system.child import Child

                self._child = Child()
            child = self._child
        return child.call(function, *args, **kwargs)

    def close(self) -> None:
        """Close everything that was made."""
        self._forget()
        if self._child is not None:
            self._child.close()
        if self._http is not None:
            self._http.close()
        self._database.close()

    def _on_option(self, option: "Option[Any]") -> None:
        from desktop_app.system.settings import PROXY

        if option is PROXY and self._http is not None:
            self._http.set_proxy(self._settings.get(PROXY))


def _nobody(change: "ChangeSet") -> None:
    """Hear of changes when there is no window."""


@dataclass(frozen=True)
class WindowOptions:
    """What the command line asks of the window. ``profile`` None: the reader's own."""

    profile: "Path | None" = None
    demo: bool = False
    addresses: tuple[str, ...] = ()
    screenshot: "Path | None" = None
    size: tuple[int, int] | None = None
    scheme: str | None = None
    language: str | None = None
    log_level: str = "INFO"


def run_window(options: WindowOptions) -> int:
    """Open the window and stay until it is closed; return the exit code. Main thread.

    A second start with the same profile hands its addresses to the first and returns at once.
    A profile that cannot be opened is told, in a window where there is a screen; the code is 1.
    """
    sys.setswitchinterval(0.0005)  # the main thread waits one interval for each computing thread
    try:
        return _run(options)
    except AppError as error:
        from PySide6.QtWidgets import QApplication

        from desktop_app.ui import trouble

        application = QApplication.instance() or QApplication([sys.argv[0]])
        trouble.tell(error)
        del application
        return 1


def _run(options: WindowOptions) -> int:
    from desktop_app.system import crash, i18n, logs
    from desktop_app.system.paths import default_paths, profile_paths
    from desktop_app.system.settings import LANGUAGE, Settings

    paths = profile_paths(options.profile) if options.profile else default_paths()
    if options.demo:
        paths = profile_paths(paths.data / "demo")
    settings = Settings(paths.settings_file)
    i18n.install(options.language or settings.get(LANGUAGE))
    from desktop_app.runtime.instance import SingleInstance

    instance = SingleInstance(paths.data)
    if not instance.claim():  # a start that hands over imports nothing of a window
        return 0 if instance.hand_over(options.addresses) else _tell_silent()
    log = logs.set_up_logging(paths, options.log_level)
    reports = crash.install(paths, log.ring)
    from desktop_app.system.taskbar import claim_identity
    from desktop_app.ui.application import Application
    from desktop_app.ui.running import AGAIN
    from desktop_app.ui.speaking import speak

    claim_identity()
    with _without_glib(), _own_dialogs(), _scaled(_wanted_scale(paths, settings)):
        application = Application([sys.argv[0]])
    instance.leave.connect(application.exit)  # also one that stays in the tray
    demo = _Demo(paths)
    code, again = AGAIN, False
    try:
        while code == AGAIN:  # the window is made anew in another language
            speak(application)
            running, kept = _opened(application, paths, settings, options, demo.start)
            reports.tell = running.tell_bug
            running.report_seen = reports.seen
            running.left_report = "" if again else reports.left
            running.again = again
            instance.leave.connect(running.window.close)  # writes down what is only in memory
            try:
                running.start(instance, application, options.addresses, options.demo)
                if kept:
                    running.window.show_toast(kept, None)
                if options.screenshot is not None:
                    return _picture(running, options.screenshot)
                code, again = application.exec(), True
            finally:
                reports.tell = None
                running.stop()
            i18n.install(settings.get(LANGUAGE))
            options = replace(options, addresses=(), demo=False, scheme=None, language=None)
        return code
    finally:
        demo.stop()
        instance.release()


def quit_running(profile: "Path | None") -> bool:
    """Ask the window of this profile, and the demo's, to end; return whether none is left."""
    from desktop_app.runtime.instance import SingleInstance
    from desktop_app.system.paths import default_paths, profile_paths

    data = (profile_paths(profile) if profile else default_paths()).data
    folders = (data, data / "demo" / "data")
    return all(SingleInstance(each).ask_to_leave() for each in folders if each.is_dir())


def _tell_silent() -> int:
    from PySide6.QtWidgets import QApplication

    from desktop_app.ui import trouble

    application = QApplication([sys.argv[0]])
    trouble.tell_silent()
    del application
    return 1


@contextmanager
def _without_glib() -> Iterator[None]:
    """Make Qt take its own event loop: GLib's wakes more often and says too late that it does.

    Programs that we start inherit nothing of it.
    """
    before = os.environ.get("QT_NO_GLIB")
    os.environ["QT_NO_GLIB"] = "1"
    try:
        yield
    finally:
        if before is None:
            del os.environ["QT_NO_GLIB"]


@contextmanager
def _own_dialogs() -> Iterator[None]:
    """Make Qt open the file dialogs of a Linux desktop, where its portal shows them."""
    from desktop_app.system.portals import has_file_dialog

    name = "QT_QPA_PLATFORMTHEME"
    bare = name in os.environ or not os.environ.get("DBUS_SESSION_BUS_ADDRESS")
    if not sys.platform.startswith("linux") or bare or not has_file_dialog():
        yield
        return
    os.environ[name] = "xdgdesktopportal"
    try:
        yield
    finally:
        del os.environ[name]


def _wanted_scale(paths: "Paths", settings: "Settings") -> float:
    from desktop_app.system import text_size
    from desktop_app.system.settings import SCALE, WindowState

    remembered = None
    if text_size.is_wayland():
        remembered = WindowState(paths.state_file).get(text_size.REMEMBERED)
    return int(settings.get(SCALE)) / 100 * text_size.factor(remembered)


@contextmanager
def _scaled(factor: float) -> Iterator[None]:
    """Make Qt draw everything larger; whoever set the size for all programs has the last word."""
    if factor == 1.0 or "QT_SCALE_FACTOR" in os.environ:
        yield
        return
    os.environ["QT_SCALE_FACTOR"] = f"{factor:.4g}"
    try:
        yield
    finally:
        del os.environ["QT_SCALE_FACTOR"]


def build_window(
    application: "QApplication",
    paths: "Paths",
    settings: "Settings",
    options: WindowOptions,
    start_demo: Callable[[], str],
) -> "Running":
    """Make the window and all that it stands on. Raises what ``build_services`` raises."""
    from desktop_app.runtime import garbage
    from desktop_app.runtime.hub import Hub
    from desktop_app.runtime.tasks import Tasks
    from desktop_app.system.settings import SCHEME, WindowState
    from desktop_app.ui.main_window import MainWindow
    from desktop_app.ui.pictures import Pictures
    from desktop_app.ui.place import USUAL
    from desktop_app.ui.running import Running
    from desktop_app.ui.theme.theme import Theme

    garbage.take_over()
    hub = Hub()
    services, backstage = build_services(paths, settings, publish=hub.publish)
    tasks = Tasks(hub, heavy=backstage.heavy, interrupters=backstage.interrupters)
    theme = Theme(options.scheme or settings.get(SCHEME))
    theme.apply(application)
    pictures = Pictures(tasks, services)
    window = MainWindow(tasks, hub, services, theme, pictures, WindowState(paths.state_file))
    if options.size is not None:
        window.place.fix(*options.size)
    elif options.screenshot is not None:
        window.place.fix(*USUAL)
    close = backstage.close
    return Running(window, tasks, hub, services, theme, pictures, close, start_demo)


def _opened(
    application: "QApplication",
    paths: "Paths",
    settings: "Settings",
    options: WindowOptions,
    start_demo: Callable[[], str],
) -> "tuple[Running, str]":
    """Make the window; begin a damaged library anew when the reader wants that.

    Return also what the window is to say about it. Raises what ``build_services`` raises.
    """
    try:
        return build_window(application, paths, settings, options, start_demo), ""
    except AppError as error:
        from desktop_app.ui import trouble

        if error.kind is not ErrorKind.CORRUPT or not trouble.may_start_anew():
            raise
    from desktop_app.storage.rescue import start_anew

    kept = start_anew(paths.database)
    running = build_window(application, paths, settings, options, start_demo)
    return running, trouble.kept_words(kept.name)


class _Demo:
    """The embedded newsroom, started when it is first asked for. Any thread."""

    def __init__(self, paths: "Paths") -> None:
        self._folder = paths.data / "newsroom"
        self._newsroom: Newsroom | None = None

    def start(self) -> str:
        """Return the newsroom's address. Raises STORAGE."""
        from desktop_app.demo.newsroom import Newsroom
        from desktop_app.system import resources

        if self._newsroom is None:
            newsroom = Newsroom(self._folder, resources.path("newsroom"))
            newsroom.start()
            self._newsroom = newsroom
        return self._newsroom.url

    def stop(self) -> None:
        """Stop it, if it runs."""
        if self._newsroom is not None:
            self._newsroom.stop()


def _picture(running: "Running", file: "Path") -> int:
    from desktop_app.ui.portrait import Portrait

    return Portrait(running, file).take()
