"""Fixtures around real servers; imported by the conftest.py of the folders that need them."""

import os
from collections.abc import Iterator

import pytest

from tests.servers.processes import UnavailableError
from tests.servers.wordpress import WordPress, running


@pytest.fixture(scope="session")
def wordpress() -> Iterator[WordPress]:
    """A real WordPress for the whole run; skips, with the reason, where none can be had.

    A small one while ``DAILY8_RECORD`` has its answers written down.
    """
    posts, comments = (10, 110) if os.environ.get("DAILY8_RECORD") else (207, 2000)
    try:
        with running(posts=posts, comments=comments) as site:
            yield site
    except UnavailableError as reason:
        pytest.skip(str(reason))
