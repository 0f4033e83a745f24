"""A server and a client for each test, both closed afterwards."""

from collections.abc import Iterator

import pytest

from desktop_app.network.http import Http, MemoryBackoff
from tests.support.hostile_server import HostileServer


@pytest.fixture
def server() -> Iterator[HostileServer]:
    with HostileServer() as running:
        yield running


@pytest.fixture
def http() -> Iterator[Http]:
    client = Http(MemoryBackoff(), user_agent="Daily8/0", proxy="none", read_seconds=2.0)
    yield client
    client.close()
