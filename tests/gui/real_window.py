"""The real window over real services on a profile of its own, as ``app.py`` builds it."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from desktop_app.app import WindowOptions, build_window
from desktop_app.core.work import Work, run_now
from desktop_app.system.paths import profile_paths
from desktop_app.system.settings import REFRESH_ON_START, Settings
from desktop_app.ui.running import Running

PATIENCE_MS = 30_000


def no_demo() -> str:
    raise AssertionError("nobody asked for the newsroom")


@contextmanager
def running_window(
    qtbot: QtBot,
    profile: Path,
    *,
    size: tuple[int, int] = (1440, 900),
    scheme: str = "light",
    start_demo: Callable[[], str] = no_demo,
    refresh: bool = False,
) -> Iterator[Running]:
    """Show the window and take everything down again."""
    paths = profile_paths(profile)
    settings = Settings(paths.settings_file)
    settings.set(REFRESH_ON_START, refresh)
    application = QApplication.instance()
    assert isinstance(application, QApplication)
    options = WindowOptions(profile=profile, scheme=scheme, size=size)
    running = build_window(application, paths, settings, options, start_demo)
    running.window.panes.animated = False
    try:
        running.start()
        qtbot.waitExposed(running.window)
        yield running
    finally:
        running.window.close()
        running.stop()


def settle(qtbot: QtBot, running: Running) -> None:
    """Wait until nothing is under way and everything is seen."""

    def rests() -> bool:
        room = running.window.insight
        return running.tasks.quiet() and (room is None or not room.busy)

    qtbot.waitUntil(rests, timeout=PATIENCE_MS)
    QApplication.processEvents()  # what was put into a page is shown by an event of its own
    qtbot.waitUntil(rests, timeout=PATIENCE_MS)


def add_source(running: Running, address: str) -> None:
    """Add a source below the window, as the command line would."""

    def add() -> Work[object]:
        found = yield from running.services.subscribing.discover(address)
        return (yield from running.services.subscribing.add(found.candidates[0], frozenset()))

    run_now(add())
