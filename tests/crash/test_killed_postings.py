"""A hundred postings to a real WordPress, killed twenty times at any moment: 0 lost, 0 doubled."""

import sqlite3
import subprocess
import sys
import time
from collections import Counter
from contextlib import closing
from pathlib import Path
from random import Random

import pytest

from desktop_app.core.clock import SystemClock
from desktop_app.core.comments import PostingState
from desktop_app.core.ids import AccountId
from desktop_app.sources.wordpress import encode
from desktop_app.storage.database import Database
from desktop_app.storage.outbox import OutboxTable
from tests.crash.poster import text_of
from tests.servers.wordpress import WordPress

ROOT = Path(__file__).parents[2]
POSTINGS = 100
KILLS = 20
SETTLE = 2  # seconds; a local server is done with a request long before
STALL = 60  # ms between the storing of a comment and its answer: many die right there
LONGEST_DELAY = 0.25  # seconds between a line of the program and its death

pytestmark = [pytest.mark.wordpress, pytest.mark.timeout(600)]


def life(site: WordPress, profile: Path, token: str, random: Random | None) -> bool:
    """Run the program; kill it at a random moment when ``random`` is given.

    Return whether it came to its end by itself.
    """
    alice = site.users["alice"]
    command = [sys.executable, "-m", "tests.crash.poster", str(profile), site.api]
    command += [str(site.posts["empty"]), alice.login, token, str(POSTINGS), str(SETTLE)]
    with subprocess.Popen(
        command, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as process:
        assert process.stdin is not None
        assert process.stdout is not None
        process.stdin.write(f"{alice.app_password}\n")
        process.stdin.flush()
        if random is None:
            assert process.stdout.read().endswith("settled\n")
            return process.wait() == 0
        for _ in range(random.randint(0, 6)):
            if not process.stdout.readline():
                assert process.wait() == 0, "it died by itself"
                return True
        time.sleep(random.uniform(0, LONGEST_DELAY))
        process.kill()
        process.stdout.read()
        return False


def on_the_server(site: WordPress, token: str) -> Counter[str]:
    """Return what stands there, as the moderators see it, with the number of times."""
    found: Counter[str] = Counter()
    for status in ("approve", "hold"):
        for page in range(1, 20):
            path = (
                f"wp/v2/comments?post={site.posts['empty']}&status={status}&context=edit"
                f"&per_page=100&page={page}&orderby=id&order=asc"
            )
            comments = site.request("GET", path)
            if not comments:
                break
            found.update(encode.decode(each["content"]["raw"]) for each in comments)
    return Counter({text: times for text, times in found.items() if text.startswith(token)})


@pytest.mark.parametrize("seed", [8])
def test_nothing_is_lost_and_nothing_doubled(
    wordpress: WordPress, tmp_path: Path, seed: int
) -> None:
    random = Random(seed)
    token = f"killed {random.getrandbits(40):x}{time.time_ns():x}"
    profile = tmp_path / "profile"
    profile.mkdir()
    moments: list[str] = []
    with wordpress.switched(no_flood=True, stall_ms=STALL):
        while len(moments) < KILLS:
            assert not life(wordpress, profile, token, random), f"done after {moments}"
            moments.append(left_behind(profile))
        assert life(wordpress, profile, token, None)
    assert moments.count("sending") >= KILLS // 5, moments
    expected = Counter(text_of(token, number) for number in range(POSTINGS))
    assert on_the_server(wordpress, token) == expected
    told = what_the_reader_was_told(profile)
    assert Counter(told.values()).keys() <= {
        PostingState.PUBLISHED,
        PostingState.HELD,
        PostingState.ALREADY_THERE,
    }
    assert told.keys() == expected.keys()
    held = {text for text, state in told.items() if state is PostingState.HELD}
    assert held == {text for text in expected if "holdme" in text}


def left_behind(profile: Path) -> str:
    """Return how far the last posting had come when the program died."""
    file = profile / "library.sqlite3"
    if not file.exists():
        return "no file"
    with closing(sqlite3.connect(file)) as connection:
        tables = connection.execute("select name from sqlite_master where name = 'posting'")
        if not tables.fetchall():
            return "no table"
        row = connection.execute("select state from posting order by number desc").fetchone()
    return row[0] if row else "no posting"


def what_the_reader_was_told(profile: Path) -> dict[str, PostingState]:
    database = Database(profile / "library.sqlite3", SystemClock())
    database.open()
    try:
        return {each.text: each.state for each in OutboxTable(database).of_account(AccountId(1))}
    finally:
        database.close()
