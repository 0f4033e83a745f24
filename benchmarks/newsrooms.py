"""A hundred news sites on the loopback, each at its own address, in a process of their own.

``python -m benchmarks.newsrooms SEED PORT`` (0: a free port) prints its port, then obeys lines:
``new N`` (each request of a feed brings N new articles), ``same`` (nothing is new any more),
``median SECONDS`` (latency; the 95th percentile is four times that), ``stats`` (answers a line of
JSON and forgets the numbers).
"""

import asyncio
import json
import math
import random
import socket
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from email.utils import formatdate
from pathlib import Path
from typing import IO

from benchmarks.profiles import SOURCES, host
from tests.support.library import Writer

SPREAD = math.log(4) / 1.645  # the 95th percentile is four times the median
ITEMS = 20
BODIES = 60
LANGUAGES = ("en", "en", "en", "ar", "he")


class Newsrooms:
    """Answers for all sites."""

    def __init__(self, seed: int) -> None:
        self._chance = random.Random(seed)
        self._bodies = {language: _bodies(language, seed) for language in set(LANGUAGES)}
        self._began = int(time.time()) - 3600
        self._rounds: Counter[str] = Counter()
        self.new = 0
        self.median = 0.0
        self.stats: Counter[str] = Counter()

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """Answer one connection until it is closed."""
        self.stats["connections"] += 1
        try:
            while head := await reader.readuntil(b"\r\n\r\n"):
                lines = head.decode("latin-1").split("\r\n")
                headers = {
                    name.lower(): value.strip()
                    for name, _, value in (line.partition(":") for line in lines[1:] if line)
                }
                if self.median:
                    await asyncio.sleep(self.median * math.exp(self._chance.gauss(0, SPREAD)))
                writer.write(self._answer(lines[0].split()[1], headers))
                await writer.drain()
        except (asyncio.IncompleteReadError, ConnectionError):
            pass
        finally:
            writer.close()

    def _answer(self, path: str, headers: dict[str, str]) -> bytes:
        site = headers.get("host", "").partition(":")[0]
        if path == "/feed":
            return self._feed(site, headers.get("if-none-match"))
        if path.startswith("/comments"):
            empty = b'<rss version="2.0"><channel><title>Comments</title></channel></rss>'
            return _whole("200 OK", "application/rss+xml", empty)
        return _whole("404 Not Found", "text/plain", b"nothing here")

    def _feed(self, site: str, known: str | None) -> bytes:
        self.stats["requests"] += 1
        if self.new:
            self._rounds[site] += 1
        mark = f'"{self._rounds[site]}"'
        if known is not None:
            self.stats["conditional"] += 1
        if known == mark:
            self.stats["304"] += 1
            return f"HTTP/1.1 304 Not Modified\r\nETag: {mark}\r\n\r\n".encode()
        body = self._rss(site, self._rounds[site] * max(self.new, 1))
        return _whole("200 OK", "application/rss+xml; charset=utf-8", body, f"ETag: {mark}\r\n")

    def _rss(self, site: str, first: int) -> bytes:
        place = int(site.split(".")[2]) * 250 + int(site.split(".")[3])
        bodies = self._bodies[LANGUAGES[(place - 1) % len(LANGUAGES)]]
        items = []
        for number in range(first + ITEMS - 1, first - 1, -1):
            title, body = bodies[(number * 7 + place) % len(bodies)]
            link = f"http://{site}/new/{number}/"
            date = formatdate(self._began + number)
            items.append(
                f"<item><title>{title} {number}</title><link>{link}</link><guid>{link}</guid>"
                f"<pubDate>{date}</pubDate><content:encoded><![CDATA[{body}]]></content:encoded>"
                "</item>"
            )
        head = f"<title>Site {place}</title><link>http://{site}/</link><description/>"
        return (
            '<?xml version="1.0" encoding="utf-8"?><rss version="2.0" '
            'xmlns:content="http://purl.org/rss/1.0/modules/content/"><channel>'
            f"{head}{''.join(items)}</channel></rss>"
        ).encode()

    def obey(self, line: str) -> None:
        """Do what a line of standard input says."""
        word, _, value = line.strip().partition(" ")
        if word == "new":
            self.new = int(value)
        elif word == "same":
            self.new = 0
        elif word == "median":
            self.median = float(value)
        elif word == "stats":
            print(json.dumps(self.stats), flush=True)
            self.stats.clear()


def _bodies(language: str, seed: int) -> list[tuple[str, str]]:
    writer, chance = Writer(language, seed + 2), random.Random(seed)
    made = []
    for _ in range(BODIES):
        paragraphs = writer.paragraphs(chance.randint(300, 1500))
        made.append((writer.title(), "".join(f"<p>{text}</p>" for text in paragraphs)))
    return made


def _whole(status: str, kind: str, body: bytes, more: str = "") -> bytes:
    head = f"HTTP/1.1 {status}\r\nContent-Type: {kind}\r\nContent-Length: {len(body)}\r\n{more}\r\n"
    return head.encode() + body


async def _run(seed: int, port: int) -> None:
    newsrooms = Newsrooms(seed)
    hosts = [host(number) for number in range(SOURCES)]
    server = await asyncio.start_server(newsrooms.serve, hosts, port or free_port(), backlog=64)
    print(server.sockets[0].getsockname()[1], flush=True)
    loop = asyncio.get_running_loop()
    lines = asyncio.StreamReader()
    await loop.connect_read_pipe(lambda: asyncio.StreamReaderProtocol(lines), sys.stdin)
    while line := await lines.readline():
        newsrooms.obey(line.decode())


def free_port() -> int:
    """Return a port that nobody uses on the first address."""
    with socket.socket() as probe:
        probe.bind((host(0), 0))
        port: int = probe.getsockname()[1]
        return port


class Remote:
    """The newsrooms as their parent sees them."""

    def __init__(self, process: "subprocess.Popen[str]") -> None:
        assert process.stdin is not None
        assert process.stdout is not None
        self._in: IO[str] = process.stdin
        self._out: IO[str] = process.stdout
        self.port = int(self._out.readline())

    def tell(self, line: str) -> None:
        """Send one line."""
        self._in.write(line + "\n")
        self._in.flush()

    def stats(self) -> dict[str, int]:
        """Return the numbers since the last time."""
        self.tell("stats")
        numbers: dict[str, int] = json.loads(self._out.readline())
        return numbers


@contextmanager
def newsrooms(seed: int, port: int = 0) -> Iterator[Remote]:
    """Run the sites (at a free port, unless one is wanted); yields the way to command them."""
    command = [sys.executable, "-m", "benchmarks.newsrooms", str(seed), str(port)]
    process = subprocess.Popen(
        command,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        cwd=Path(__file__).resolve().parent.parent,
    )
    try:
        yield Remote(process)
    finally:
        process.terminate()
        process.wait(10)


if __name__ == "__main__":
    asyncio.run(_run(int(sys.argv[1]), int(sys.argv[2])))
