"""What every test gets: a private home, no screen, and no tolerance for warnings in the log."""

import faulthandler
import gc
import logging
import os
from collections.abc import Iterator
from pathlib import Path

import pytest

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
os.environ["QT_LOGGING_RULES"] = "qt.qpa.*=false"
os.environ.pop("DBUS_SESSION_BUS_ADDRESS", None)

REAL_STDERR = pytest.StashKey[int]()
MANY = 200_000
"""Objects that tests without widgets may leave before somebody looks through them."""


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--slow", action="store_true", help="run what takes minutes too")


def pytest_configure(config: pytest.Config) -> None:
    config.stash[REAL_STDERR] = os.dup(2)


def pytest_unconfigure(config: pytest.Config) -> None:
    os.close(config.stash[REAL_STDERR])


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    if config.getoption("--slow"):
        return
    for item in items:
        if "slow" in item.keywords:
            item.add_marker(pytest.mark.skip(reason="takes minutes: run with --slow"))


@pytest.fixture(scope="session", autouse=True)
def nobody_collects_on_another_thread() -> Iterator[None]:
    """Take collecting over, as the app does: lanes would destroy the main thread's timers.

    What is imported by now is never looked at again, so that the collections below are cheap.
    """
    gc.disable()
    gc.collect()
    gc.freeze()
    yield
    gc.unfreeze()
    gc.enable()


@pytest.fixture(autouse=True)
def collected_after_each_test(
    nobody_collects_on_another_thread: None, request: pytest.FixtureRequest
) -> Iterator[None]:
    """Delete a test's widgets, and what else it left, here and now."""
    yield
    if "qapp" in request.fixturenames:
        from PySide6.QtCore import QCoreApplication, QEvent

        QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)
    elif gc.get_count()[0] < MANY:
        return
    gc.collect()
    if not gc.get_freeze_count():
        gc.freeze()  # the test had a window, which thaws everything as it ends


@pytest.fixture(autouse=True)
def a_crash_says_where(pytestconfig: pytest.Config) -> Iterator[None]:
    """Turn on again what a test of the crash reports has turned off."""
    yield
    if not faulthandler.is_enabled():
        faulthandler.enable(pytestconfig.stash[REAL_STDERR])


@pytest.fixture(autouse=True)
def private_home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Keep every test away from the developer's own profile."""
    home = tmp_path / "home"
    home.mkdir()
    monkeypatch.setenv("HOME", str(home))
    for name in ("XDG_DATA_HOME", "XDG_CONFIG_HOME", "XDG_CACHE_HOME", "XDG_STATE_HOME"):
        monkeypatch.delenv(name, raising=False)
    return home


class _Collector(logging.Handler):
    def __init__(self) -> None:
        super().__init__(logging.WARNING)
        self.records: list[logging.LogRecord] = []

    def emit(self, record: logging.LogRecord) -> None:
        self.records.append(record)


@pytest.fixture(autouse=True)
def no_warnings_in_the_log(request: pytest.FixtureRequest) -> Iterator[None]:
    """Fail a test whose code logs at WARNING, unless it takes ``expected_log``."""
    collector = _Collector()
    logger = logging.getLogger("daily8")
    logger.addHandler(collector)
    yield
    logger.removeHandler(collector)
    if "expected_log" not in request.fixturenames:
        assert [record.getMessage() for record in collector.records] == []


@pytest.fixture
def expected_log() -> None:
    """Say that this test provokes warnings in the log on purpose."""
