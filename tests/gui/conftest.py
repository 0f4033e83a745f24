"""What every test of the window gets."""

from pathlib import Path

import pytest

from tests.gui.languages import spoken, watch  # noqa: F401 - fixtures

HARMLESS = r"This plugin does not support (propagateSizeHints|raise|grabbing)"
"""The screenless plugin's own sighs."""


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    here = Path(__file__).parent
    for item in items:
        if here in item.path.parents:
            item.add_marker(pytest.mark.qt_log_ignore(HARMLESS))
