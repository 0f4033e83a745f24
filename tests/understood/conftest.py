"""Three real WordPress newsrooms, and somebody at the window who follows them."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from tests.servers.processes import UnavailableError
from tests.servers.same_events import Newsroom, publishing
from tests.understood.reader import Reader, reading


@pytest.fixture(scope="session")
def newsrooms() -> Iterator[list[Newsroom]]:
    """Three for the whole run; skips, with the reason, where none can be had."""
    try:
        with publishing() as rooms:
            yield rooms
    except UnavailableError as reason:
        pytest.skip(str(reason))


@pytest.fixture
def reader(qtbot: QtBot, tmp_path: Path, newsrooms: list[Newsroom]) -> Iterator[Reader]:
    """The window in English."""
    with reading(qtbot, tmp_path / "profile", newsrooms) as made:
        yield made
