"""Runs Works on the real lanes, and makes sure that nothing is left behind."""

import threading
from collections.abc import Callable, Iterator

import pytest

from desktop_app.runtime.hub import Hub
from desktop_app.runtime.tasks import Tasks


@pytest.fixture
def hub(qapp: object) -> Iterator[Hub]:
    made = Hub()
    yield made
    made.close()


@pytest.fixture
def tasks(hub: Hub) -> Iterator[Tasks]:
    made = Tasks(hub)
    yield made
    made.stop(2.0)


@pytest.fixture
def gate() -> Iterator[threading.Event]:
    """An event that steps may wait for; opened at the end, so that no thread hangs on."""
    event = threading.Event()
    yield event
    event.set()


@pytest.fixture
def until(qtbot: object) -> Callable[[Callable[[], bool]], None]:
    """Spin the loop until something is true, for twenty seconds at most."""

    def wait(condition: Callable[[], bool]) -> None:
        qtbot.waitUntil(condition, timeout=20_000)  # type: ignore[attr-defined]

    return wait
