"""A newsroom with small content, and a plain way to ask it."""

from collections.abc import Iterator

import pytest

from tests.servers.newsroom import Demo, running
from tests.support.visitor import Visitor


@pytest.fixture(scope="session")
def demo() -> Iterator[Demo]:
    with running(articles=40, comments=120) as found:
        yield found


@pytest.fixture
def visitor(demo: Demo) -> Iterator[Visitor]:
    """A visitor in a newsroom where comments may follow each other at once."""
    with demo.rules(flood=0.0):
        yield Visitor(demo)
