"""No connection but to what the reader chose: every socket of the demo and of a day is noted.

The interpreter's own audit hook sees each connection and each name that is looked up.
"""

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.support.hostile_server import HostileServer, body
from tests.support.signing import feed, signer

ROOT = Path(__file__).parents[2]
MAKERS = signer()
NOW = 1_780_000_000

WATCH = """
import json, socket, sys
seen = []
def hook(event, args):
    if event in ("socket.connect", "socket.sendto"):
        address = args[-1]
        if isinstance(address, tuple):
            seen.append([event, str(address[0]), int(address[1])])
    elif event == "socket.getaddrinfo":
        seen.append([event, str(args[0]), int(args[1] or 0)])
    elif event in ("socket.gethostbyname", "urllib.Request"):
        seen.append([event, str(args[0]), 0])
sys.addaudithook(hook)
"""

DEMO = (
    WATCH
    + """
from desktop_app.demo import newsroom
ports = []
start = newsroom.Newsroom.start
def started(self):
    start(self)
    ports.append(int(self.url.rsplit(":", 1)[1].strip("/")))
newsroom.Newsroom.start = started
from desktop_app.cli import main
code = main(["--profile", sys.argv[1], "--demo", "--screenshot", sys.argv[2]])
print(json.dumps({"code": code, "seen": seen, "ports": ports}))
"""
)

DAY = (
    WATCH
    + """
from pathlib import Path
from desktop_app import app
from desktop_app.core.work import run_now
from desktop_app.services.bundle import Foundation
from desktop_app.system import channel
from desktop_app.system.channel import Channel
from desktop_app.system.credentials import MemoryCredentials
from desktop_app.system.paths import profile_paths
from desktop_app.system.settings import LOOK_FOR_UPDATES, Settings
from tests.support.small_site import StandingClock

profile, source, updates, key, wanted = sys.argv[1:]
channel.channel = lambda: Channel(updates, (bytes.fromhex(key),))
paths = profile_paths(Path(profile))
settings = Settings(paths.settings_file)
settings.set(LOOK_FOR_UPDATES, wanted == "yes")
clock = StandingClock(1_780_000_000)
services, backstage = app.build_services(
    paths, settings, credentials=MemoryCredentials(), clock=clock
)
found = run_now(services.subscribing.discover(source))
run_now(services.subscribing.add(found.candidates[0], frozenset()))
from desktop_app.core.articles import ListKind, ListQuery
looked = 0
for hour in range(48):
    clock.time += 1800
    run_now(services.refresh.due())
    run_now(services.outbox.deliver_due())
    looked += run_now(services.updates.look_when_due()) is not None
    for article in run_now(services.reading.page(ListQuery(ListKind.UNREAD))).items[:2]:
        opened = run_now(services.reading.open(article.id))
        run_now(services.related.of(article.id))
        run_now(services.reading.mark_read((article.id,)))
run_now(services.upkeep.daily())
backstage.close()
print(json.dumps({"seen": seen, "looked": looked}))
"""
)

RSS = """<rss version="2.0"><channel><title>The Quay</title><link>{home}</link>
{items}</channel></rss>"""
ITEM = """<item><title>Tide {n}</title><guid>{n}</guid><link>https://ads.example/{n}</link>
<description>&lt;p&gt;Text {n}&lt;img src="https://tracker.example/pixel.gif?{n}"&gt;
&lt;script src="https://evil.example/x.js"&gt;&lt;/script&gt;&lt;/p&gt;</description></item>"""


def run(program: str, *arguments: str) -> dict[str, list[list[object]]]:
    environment = {
        **os.environ, "QT_QPA_PLATFORM": "offscreen", "PYTHONPATH": str(ROOT), "no_proxy": "*",
    }  # fmt: skip
    done = subprocess.run(
        [sys.executable, "-c", program, *arguments],
        capture_output=True, text=True, env=environment, timeout=110,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    return dict(json.loads(done.stdout.splitlines()[-1]))


@pytest.fixture
def site() -> Iterator[HostileServer]:
    with HostileServer() as server:
        items = "".join(ITEM.format(n=n) for n in range(5))
        rss = RSS.format(home=server.url("/"), items=items).encode()
        server.on("/feed", body(rss, Content_Type="application/rss+xml"))
        yield server


def test_the_demo_talks_to_itself_alone(tmp_path: Path) -> None:
    told = run(DEMO, str(tmp_path / "profile"), str(tmp_path / "picture.png"))
    assert told["code"] == 0 and (tmp_path / "picture.png").stat().st_size > 10_000
    assert told["seen"], "the hook sees nothing"
    strangers = [
        each
        for each in told["seen"]
        if each[1] not in ("127.0.0.1", "localhost") or each[2] not in (*told["ports"], 0)
    ]
    assert strangers == []


@pytest.mark.parametrize("wanted", ["yes", "no"])
def test_a_day_talks_to_the_sources_and_to_the_update_feed_when_wanted(
    tmp_path: Path, site: HostileServer, wanted: str
) -> None:
    with HostileServer() as updates:
        updates.on("/releases.txt", body(feed(MAKERS, NOW)))
        told = run(
            DAY,
            str(tmp_path / "profile"),
            site.url("/feed"),
            updates.url("/releases.txt"),
            MAKERS.public.hex(),
            wanted,
        )
        ports = {each[2] for each in told["seen"] if each[0] == "socket.connect"}
        hosts = {each[1] for each in told["seen"]}
        assert hosts <= {"127.0.0.1"}, "a tracker, an advertisement, or somebody else"
        assert ports == ({site.port, updates.port} if wanted == "yes" else {site.port})
        assert len(updates.log) == (1 if wanted == "yes" else 0)
        for request in (*site.log, *updates.log):
            assert set(request.headers) <= {
                "host", "user-agent", "accept", "accept-encoding", "accept-language",
                "connection", "if-none-match", "if-modified-since", "a-im",
            }  # fmt: skip
            assert request.body == b""
