"""The sites that the contract suite runs over.

``DAILY8_RECORD=FILE`` writes down what a real WordPress answers while the suite runs over it.
"""

import json
import os
import time
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import pytest

from desktop_app.network.http import Http, MemoryBackoff
from tests.servers.fixtures import wordpress
from tests.servers.newsroom import Demo
from tests.servers.newsroom import running as running_newsroom
from tests.servers.site import Recorder, Site, live, recorded_site, recording_of, write_recording

__all__ = ["wordpress"]

_FOLDER = Path(__file__).with_name("recorded")
_RECORDINGS = sorted(path.stem for path in _FOLDER.glob("*.json"))
SITES = [pytest.param("wordpress", marks=pytest.mark.wordpress), "newsroom", *_RECORDINGS]


@pytest.fixture
def http() -> Iterator[Http]:
    """A client with a short patience."""
    client = Http(MemoryBackoff(), user_agent="Daily8 tests", read_seconds=8.0)
    yield client
    client.close()


@pytest.fixture(params=SITES)
def site(
    request: pytest.FixtureRequest, http: Http, recording: dict[str, Any] | None
) -> Iterator[Site]:
    """Every site in turn."""
    test = request.node.name.replace(request.param, "*")
    if request.param == "newsroom":
        yield from _embedded(request.getfixturevalue("newsroom"), http, test)
        return
    if request.param != "wordpress":
        recorded = json.loads((_FOLDER / f"{request.param}.json").read_text("utf-8"))
        if test not in recorded["tests"]:
            pytest.skip("was not recorded")
        yield recorded_site(recorded, test)
        return
    real = live(request.getfixturevalue("wordpress"), http)
    with ExitStack() as stack:
        if "flood" not in test:
            stack.enter_context(real.unhurried())
        if recording is not None:
            real.now, real.tag = recording.setdefault("clock", (real.now, real.tag))
            recorder = real.http = Recorder(http, real.home.rstrip("/"))
            recording.setdefault("tests", {})[test] = recorder.exchanges
            recording["live"] = real
        yield real


@pytest.fixture(scope="session")
def newsroom() -> Iterator[Demo]:
    """The embedded newsroom, one for all tests."""
    with running_newsroom() as demo:
        yield demo


def _embedded(demo: Demo, http: Http, test: str) -> Iterator[Site]:
    site = Site(
        name="the embedded newsroom",
        home=f"{demo.newsroom.url}/",
        http=http,
        total=demo.total,
        long=demo.long,
        posts=demo.posts,
        readers=demo.readers,
        passwords=demo.passwords,
        now=int(time.time()),
        tag=f"{time.time_ns():x}",
        unhurried=lambda: demo.rules(flood=0.0),
    )
    with ExitStack() as stack:
        if "flood" not in test:
            stack.enter_context(site.unhurried())
        yield site


@pytest.fixture(scope="session")
def recording() -> Iterator[dict[str, Any] | None]:
    """What is being written down, None when nothing is."""
    path = os.environ.get("DAILY8_RECORD")
    if not path:
        yield None
        return
    kept: dict[str, Any] = {}
    yield kept
    if "live" in kept:
        write_recording(Path(path), recording_of(kept["live"], kept["tests"]))
