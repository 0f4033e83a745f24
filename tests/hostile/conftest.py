"""What every test of bad input gets: the real window, one misbehaving server, short patience."""

import logging
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from pytestqt.qtbot import QtBot

from desktop_app.network import http as http_module
from tests.hostile.scene import CLIENTS, Scene, open_scene
from tests.servers.dialects import RssDialect, WordPressDialect

HARMLESS = r"This plugin does not support (propagateSizeHints|raise|grabbing)"


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    here = Path(__file__).parent
    for item in items:
        if here in item.path.parents:
            item.add_marker(pytest.mark.qt_log_ignore(HARMLESS))


@pytest.fixture(autouse=True)
def no_traceback(caplog: pytest.LogCaptureFixture) -> Iterator[None]:
    """The log may tell what went wrong outside, in one line and never by a traceback."""
    with caplog.at_level(logging.INFO, logger="daily8"):
        yield
    assert [record.getMessage() for record in caplog.records if record.exc_info] == []
    assert "Traceback" not in caplog.text


@pytest.fixture(autouse=True)
def short_patience(monkeypatch: pytest.MonkeyPatch) -> None:
    """Give up on a silent server after half a second, on a slow one after one and a half."""

    class Impatient(http_module.Http):
        def __init__(self, *args: Any, **given: Any) -> None:
            super().__init__(*args, **{**given, "read_seconds": 0.5})
            CLIENTS.append(self)

        def get(self, url: str, **given: Any) -> http_module.Answer:
            return super().get(url, **{**given, "deadline": 1.5})

        def send(self, method: str, url: str, **given: Any) -> http_module.Answer:
            return super().send(method, url, **{**given, "deadline": 1.5})

    CLIENTS.clear()
    monkeypatch.setattr(http_module, "Http", Impatient)


@pytest.fixture(params=["wordpress", "rss"])
def scene(request: pytest.FixtureRequest, qtbot: QtBot, tmp_path: Path) -> Iterator[Scene]:
    """A window on a site that was well so far, once a WordPress and once a feed."""
    dialect = WordPressDialect() if request.param == "wordpress" else RssDialect()
    with open_scene(qtbot, tmp_path / "profile", dialect) as opened:
        yield opened


@pytest.fixture
def wordpress_scene(qtbot: QtBot, tmp_path: Path) -> Iterator[Scene]:
    with open_scene(qtbot, tmp_path / "profile", WordPressDialect()) as opened:
        yield opened
