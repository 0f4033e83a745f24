"""A scripted server and the adapter that talks to it."""

from collections.abc import Iterator

import pytest

from desktop_app.core.sources import Secret
from desktop_app.network.http import Http, MemoryBackoff
from desktop_app.sources.wordpress.source import WordPressSource
from tests.support.hostile_server import HostileServer


@pytest.fixture
def server() -> Iterator[HostileServer]:
    with HostileServer() as running:
        yield running


@pytest.fixture
def source(server: HostileServer) -> Iterator[WordPressSource]:
    http = Http(MemoryBackoff(), user_agent="Daily8 tests", read_seconds=0.4)
    yield WordPressSource(server.url("/wp-json/"), http, {})
    http.close()


@pytest.fixture
def secret(server: HostileServer) -> Secret:
    return Secret("alice", "abcd efgh", server.origin)
