"""A hostile server and a client for each test, both closed afterwards."""

from collections.abc import Iterator

import pytest

from desktop_app.network.http import Http, MemoryBackoff
from tests.support.hostile_server import HostileServer


@pytest.fixture
def server() -> Iterator[HostileServer]:
    with HostileServer() as running:
        yield running


@pytest.fixture
def other() -> Iterator[HostileServer]:
    """Another host than ``server``."""
    with HostileServer(host="127.1.2.3") as running:
        yield running


@pytest.fixture
def backoff() -> MemoryBackoff:
    return MemoryBackoff()


@pytest.fixture
def http(backoff: MemoryBackoff) -> Iterator[Http]:
    client = Http(backoff, user_agent="Daily8/0 (+https://example.org)", read_seconds=0.6)
    yield client
    client.close()


@pytest.fixture(autouse=True)
def no_settings_of_the_machine(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("http_proxy", "https_proxy", "all_proxy", "no_proxy"):
        monkeypatch.delenv(name, raising=False)
        monkeypatch.delenv(name.upper(), raising=False)
    for name in ("REQUESTS_CA_BUNDLE", "CURL_CA_BUNDLE", "SSL_CERT_FILE", "SSL_CERT_DIR"):
        monkeypatch.delenv(name, raising=False)
