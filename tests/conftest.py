"""What every test gets: a private home, no screen, and no tolerance for warnings in the log."""

import logging
import os
from collections.abc import Iterator
from pathlib import Path

import pytest

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
os.environ["QT_LOGGING_RULES"] = "qt.qpa.*=false"
os.environ.pop("DBUS_SESSION_BUS_ADDRESS", None)


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--slow", action="store_true", help="run what takes minutes too")


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    if config.getoption("--slow"):
        return
    for item in items:
        if "slow" in item.keywords:
            item.add_marker(pytest.mark.skip(reason="takes minutes: run with --slow"))


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
