"""What every test of the window gets."""

import gc
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QCoreApplication, QEvent

from tests.gui.languages import spoken, watch  # noqa: F401 - fixtures

HARMLESS = r"This plugin does not support (propagateSizeHints|raise|grabbing)"
"""The screenless plugin's own sighs."""


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    here = Path(__file__).parent
    for item in items:
        if here in item.path.parents:
            item.add_marker(pytest.mark.qt_log_ignore(HARMLESS))


@pytest.fixture(scope="session", autouse=True)
def imported_things_are_not_looked_through() -> Iterator[None]:
    """Make the collections below cheap."""
    gc.collect()
    gc.freeze()
    yield
    gc.unfreeze()


@pytest.fixture(autouse=True)
def nothing_is_left_for_other_threads() -> Iterator[None]:
    """Delete a test's widgets here and now: a later collection may run on a lane's thread."""
    yield
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)
    gc.collect()
