"""Outside the window: notifications on a real bus, the tray, the number, the night, the session."""

import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtGui import QIcon
from PySide6.QtWidgets import QApplication, QSystemTrayIcon
from pytestqt.qtbot import QtBot

from desktop_app.core.changes import ChangeSet
from desktop_app.core.work import run_now
from desktop_app.services.notices import is_quiet
from desktop_app.system import autostart
from desktop_app.system.settings import (
    COUNT_ON_ICON,
    NOTIFY,
    QUIET_FROM,
    QUIET_HOURS,
    QUIET_UNTIL,
    REFRESH_METERED,
    START_AT_LOGIN,
    TRAY,
)
from desktop_app.ui import presence as presences
from desktop_app.ui.running import Running
from desktop_app.ui.tray import Tray, badged
from tests.gui.presence_steps import ids, presence
from tests.gui.real_window import PATIENCE_MS, add_source, running_window, settle
from tests.servers.newsroom import Demo
from tests.servers.newsroom import running as running_newsroom
from tests.support.desk import Desk, desk

LINUX = pytest.mark.skipif(not sys.platform.startswith("linux"), reason="a session bus")


@pytest.fixture(scope="module")
def newsroom() -> Iterator[Demo]:
    with running_newsroom(articles=6, comments=2) as demo:
        yield demo


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("HOME", str(tmp_path / "home"))
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "home/config"))
    monkeypatch.setattr(presences, "GATHER_MS", 50)
    monkeypatch.setattr(presences, "COUNT_MS", 20)
    return tmp_path / "home"


@pytest.fixture
def shown(monkeypatch: pytest.MonkeyPatch) -> Iterator[Desk]:
    with desk(monkeypatch) as made:
        yield made


@pytest.fixture
def window(
    tmp_path: Path, home: Path, qtbot: QtBot, qapp: QApplication, newsroom: Demo
) -> Iterator[Running]:
    with running_window(qtbot, tmp_path / "profile") as running:
        qtbot.waitUntil(lambda: running._presence is not None, timeout=PATIENCE_MS)
        add_source(running, newsroom.newsroom.url)
        settle(qtbot, running)
        running.settings.set(QUIET_HOURS, False)
        yield running
        settle(qtbot, running)


def away(running: Running, monkeypatch: pytest.MonkeyPatch) -> None:
    """The reader looks at something else."""
    monkeypatch.setattr(running.window, "isActiveWindow", lambda: False)


Wait = Callable[[Callable[[], bool]], None]


@LINUX
def test_new_articles_are_told_together_and_opened(
    shown: Desk, window: Running, monkeypatch: pytest.MonkeyPatch, qtbot: QtBot
) -> None:
    window.settings.set(NOTIFY, True)
    away(window, monkeypatch)
    known = ids(window)
    here = presence(window)
    here.apply(ChangeSet(new_articles=frozenset(known[:2])))
    here.apply(ChangeSet(new_articles=frozenset(known[2:])))
    qtbot.waitUntil(lambda: not shown.nothing(), timeout=PATIENCE_MS)
    told = shown.next()
    assert told["title"] == f"{len(known)} new articles"
    assert len(told["body"].split("\n")) == 4 and "and" in told["body"].split("\n")[-1]
    assert told["actions"] == ["default", "Show", "show", "Show", "read", "Mark as read"]
    shown.tell(click=[told["id"], "default"])
    qtbot.waitUntil(lambda: window.window.articles.shown[1] == "Unread", timeout=PATIENCE_MS)


@LINUX
def test_one_article_can_be_saved_from_its_notification(
    shown: Desk, window: Running, monkeypatch: pytest.MonkeyPatch, qtbot: QtBot
) -> None:
    window.settings.set(NOTIFY, True)
    away(window, monkeypatch)
    one = ids(window)[0]
    presence(window).apply(ChangeSet(new_articles=frozenset((one,))))
    qtbot.waitUntil(lambda: not shown.nothing(), timeout=PATIENCE_MS)
    told = shown.next()
    article = run_now(window.services.reading.stored(one))
    assert article is not None and told["body"] and told["title"]
    assert told["actions"][::2] == ["default", "show", "save", "read"]

    def is_saved() -> bool:
        stored = run_now(window.services.reading.stored(one))
        return stored is not None and stored.saved

    shown.tell(click=[told["id"], "save"])
    qtbot.waitUntil(is_saved, timeout=PATIENCE_MS)
    shown.tell(click=[told["id"], "default"])
    qtbot.waitUntil(
        lambda: window.window.reader.current is not None and window.window.reader.current.id == one,
        timeout=PATIENCE_MS,
    )


@LINUX
def test_nothing_is_told_at_night_of_muted_sources_or_to_one_who_looks(
    shown: Desk, window: Running, monkeypatch: pytest.MonkeyPatch, qtbot: QtBot
) -> None:
    window.settings.set(NOTIFY, True)
    here, known = presence(window), ids(window)

    def tell() -> None:
        here.apply(ChangeSet(new_articles=frozenset(known)))
        here._gather.stop()
        here._tell()
        settle(qtbot, window)

    monkeypatch.setattr(window.window, "isActiveWindow", lambda: True)
    tell()
    away(window, monkeypatch)
    monkeypatch.setattr(here, "_is_quiet", lambda: True)
    tell()
    monkeypatch.setattr(here, "_is_quiet", lambda: False)
    (source,) = run_now(window.services.subscribing.sidebar()).sources
    run_now(window.services.subscribing.mute(source.id, True))
    tell()
    run_now(window.services.subscribing.mute(source.id, False))
    run_now(window.services.reading.mark_read(known))
    tell()
    window.settings.set(NOTIFY, False)
    tell()
    assert shown.nothing()


@LINUX
def test_the_number_follows_and_goes(shown: Desk, window: Running, qtbot: QtBot) -> None:
    unread = len(ids(window))
    window.settings.set(COUNT_ON_ICON, True)
    qtbot.waitUntil(lambda: not shown.nothing(), timeout=PATIENCE_MS)
    assert shown.next()["count"] == {"count": unread, "count-visible": True}
    run_now(window.services.reading.mark_read(ids(window)[:1]))
    qtbot.waitUntil(lambda: not shown.nothing(), timeout=PATIENCE_MS)
    assert shown.next()["count"]["count"] == unread - 1
    window.settings.set(COUNT_ON_ICON, False)
    qtbot.waitUntil(lambda: not shown.nothing(), timeout=PATIENCE_MS)
    assert shown.next()["count"]["count-visible"] is False


@pytest.mark.qt_log_ignore("This plugin does not support raise|systemTrayWindowChanged")
def test_the_tray_keeps_the_program_running(
    window: Running, monkeypatch: pytest.MonkeyPatch, qtbot: QtBot
) -> None:
    monkeypatch.setattr(QSystemTrayIcon, "isSystemTrayAvailable", lambda: True)
    left: list[bool] = []
    monkeypatch.setattr(QApplication, "quit", lambda: left.append(True))
    window.settings.set(TRAY, True)
    tray = presence(window).tray
    assert tray is not None and window.window.keeps_running
    qtbot.waitUntil(lambda: f"{len(ids(window))} unread" in tray.icon.toolTip(), timeout=5000)
    assert [each.text() for each in tray.menu.actions() if each.text()] == [
        "Open Daily8",
        "Refresh now",
        "Quit",
    ]
    window.window.close()
    assert not window.window.isVisible() and left == []
    tray.icon.activated.emit(QSystemTrayIcon.ActivationReason.Trigger)
    assert window.window.isVisible()
    window.window.close()
    window.settings.set(TRAY, False)
    assert window.window.isVisible() and presence(window).tray is None
    window.window.close()
    assert left == [True]
    window.window.show()


def test_the_number_is_drawn_on_the_icon(qapp: QApplication) -> None:
    plain, one, many = badged(0), badged(1), badged(250)
    assert isinstance(plain, QIcon)
    pictures = {each.pixmap(48, 48).toImage().cacheKey() for each in (plain, one, many)}
    assert len(pictures) == 3
    assert one.pixmap(48, 48).toImage() != many.pixmap(48, 48).toImage()


@pytest.mark.parametrize(
    ("hour", "begins", "ends", "quiet"),
    [
        (23, 22, 7, True), (3, 22, 7, True), (7, 22, 7, False), (22, 22, 7, True),
        (12, 22, 7, False), (2, 1, 5, True), (5, 1, 5, False), (0, 0, 0, False),
    ],
)  # fmt: skip
def test_the_night(hour: int, begins: int, ends: int, quiet: bool) -> None:
    assert is_quiet(hour, begins, ends) is quiet


def test_the_hours_are_the_readers(window: Running) -> None:
    from datetime import datetime

    hour = datetime.now().astimezone().hour
    window.settings.set(QUIET_HOURS, True)
    window.settings.set(QUIET_FROM, hour)
    window.settings.set(QUIET_UNTIL, (hour + 2) % 24)
    assert presence(window)._is_quiet()
    window.settings.set(QUIET_HOURS, False)
    assert not presence(window)._is_quiet()


@pytest.mark.skipif(sys.platform == "win32", reason="a file only elsewhere")
def test_starting_with_the_session(
    window: Running, monkeypatch: pytest.MonkeyPatch, qtbot: QtBot, tmp_path: Path
) -> None:
    monkeypatch.setattr(autostart, "command", lambda: ("/opt/my apps/daily8",))
    window.settings.set(START_AT_LOGIN, True)
    settle(qtbot, window)
    assert autostart.is_on()
    assert b"/opt/my apps/daily8" in autostart.entry_file().read_bytes()
    window.settings.set(START_AT_LOGIN, False)
    settle(qtbot, window)
    assert not autostart.entry_file().exists()
    autostart.turn(True)  # the desktop's own settings did it
    here = presence(window)
    here._on_login(run_now(here._compare_login()))
    assert window.settings.get(START_AT_LOGIN)


class Metered:
    metered = True


def test_nothing_is_fetched_by_itself_where_each_byte_costs(
    window: Running, newsroom: Demo, qtbot: QtBot
) -> None:
    window._notices = Metered()  # type: ignore[assignment]
    assert run_now(window._next_refresh()) is None
    assert run_now(window._refresh_due(True)) is None
    window.settings.set(REFRESH_METERED, True)
    assert run_now(window._next_refresh()) is not None
    window.settings.set(REFRESH_METERED, False)
    window._notices = None
    assert run_now(window._next_refresh()) is not None


@pytest.mark.qt_log_ignore("This plugin does not support raise|systemTrayWindowChanged")
def test_windows_and_macos_tell_by_the_tray_and_the_badge(
    window: Running, monkeypatch: pytest.MonkeyPatch, qtbot: QtBot
) -> None:
    monkeypatch.setattr(presences, "LINUX", False)
    monkeypatch.setattr(QSystemTrayIcon, "isSystemTrayAvailable", lambda: True)
    said: list[tuple[str, str]] = []
    monkeypatch.setattr(Tray, "say", lambda _self, title, body: said.append((title, body)))
    badges: list[int] = []
    monkeypatch.setattr(QApplication, "setBadgeNumber", lambda _self, number: badges.append(number))
    away(window, monkeypatch)
    window.settings.set(NOTIFY, True)
    tray = presence(window).tray
    assert tray is not None and not window.window.keeps_running, "closing still quits"
    known = ids(window)
    presence(window).apply(ChangeSet(new_articles=frozenset(known)))
    qtbot.waitUntil(lambda: said != [], timeout=PATIENCE_MS)
    assert said[0][0] == f"{len(known)} new articles"
    tray.icon.messageClicked.emit()
    assert window.window.articles.shown[1] == "Unread"
    window.settings.set(COUNT_ON_ICON, True)
    qtbot.waitUntil(lambda: badges != [], timeout=PATIENCE_MS)
    window.settings.set(COUNT_ON_ICON, False)
    assert badges == [len(ids(window)), 0]
    window.settings.set(NOTIFY, False)
    assert presence(window).tray is None
