"""Fixtures around real servers; imported by the conftest.py of the folders that need them."""

from collections.abc import Iterator

import pytest

from tests.servers.processes import UnavailableError
from tests.servers.wordpress import WordPress, running


@pytest.fixture(scope="session")
def wordpress() -> Iterator[WordPress]:
    """A real WordPress for the whole run; skips, with the reason, where none can be had."""
    try:
        with running() as site:
            yield site
    except UnavailableError as reason:
        pytest.skip(str(reason))
