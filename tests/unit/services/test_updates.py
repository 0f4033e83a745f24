"""The announcement of newer versions, with somebody between us and its makers."""

import gzip
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from types import SimpleNamespace

import pytest

from desktop_app.core.errors import AppError, ErrorKind
from desktop_app.core.work import run_now
from desktop_app.network.http import Http
from desktop_app.network.politeness import MemoryBackoff
from desktop_app.services.updates import DAY, Updates
from desktop_app.storage.database import Database
from desktop_app.storage.meta import Meta
from desktop_app.system import releases
from desktop_app.system.channel import Channel
from desktop_app.ui.errors import describe
from tests.support.hostile_server import HostileServer, body, drip, page, redirect, status
from tests.support.self_signed import self_signed
from tests.support.signing import feed, signer
from tests.support.small_site import StandingClock

NOW = 1_780_000_000
MAKERS, NEXT, MALLORY = signer(), signer("the next key"), signer("mallory")
PATH = "/releases.txt"


@pytest.fixture
def clock() -> StandingClock:
    return StandingClock(NOW)


@pytest.fixture
def database(tmp_path: Path, clock: StandingClock) -> Iterator[Database]:
    made = Database(tmp_path / "library.sqlite3", clock)
    made.open()
    yield made
    made.close()


@pytest.fixture
def attacker() -> Iterator[HostileServer]:
    """Between the reader and the makers: it answers whatever it likes."""
    with HostileServer() as server:
        yield server


Make = Callable[..., Updates]


@pytest.fixture
def make(attacker: HostileServer, database: Database, clock: StandingClock) -> Iterator[Make]:
    http = Http(MemoryBackoff(), user_agent="Daily8/1.0", clock=clock)

    def made(version: str = "1.2.0", wanted: bool = True, **channel: object) -> Updates:
        known = {"address": attacker.url(PATH), "keys": (MAKERS.public, NEXT.public)}
        given = Channel(**{**known, **channel})  # type: ignore[arg-type]
        return Updates(lambda: http, Meta(database), given, version, lambda: wanted, clock)

    yield made
    http.close()


def refused(updates: Updates) -> AppError:
    with pytest.raises(AppError) as told:
        run_now(updates.look())
    assert updates.newer is None
    assert describe(told.value).sentence.endswith(".")
    return told.value


def test_a_newer_version_is_told(make: Make, attacker: HostileServer) -> None:
    attacker.on(PATH, body(feed(MAKERS, NOW)))
    updates = make()
    release = run_now(updates.look())
    assert release is not None and release is updates.newer
    assert release.version == "9.0.0" and release.page == "https://daily8.example/download"
    assert release.notes_in("ar") == "أسرع." and release.notes_in("he") == "Faster.\nQuieter."
    assert [seen.headers["user-agent"] for seen in attacker.log] == ["Daily8/1.0"]
    assert "cookie" not in attacker.log[0].headers


def test_the_next_key_is_known_already(make: Make, attacker: HostileServer) -> None:
    attacker.on(PATH, body(feed(NEXT, NOW)))
    assert run_now(make().look()) is not None


@pytest.mark.parametrize("version", ["1.2.0", "1.2", "1.1.9", "0.9"])
def test_nothing_newer_is_nothing(make: Make, attacker: HostileServer, version: str) -> None:
    attacker.on(PATH, body(feed(MAKERS, NOW, version)))
    assert run_now(make().look()) is None


def bent(data: bytes) -> bytes:
    return data.replace(b"9.0.0", b"9.0.1")


def of_another_feed(data: bytes) -> bytes:
    other = feed(MAKERS, NOW, "9.0.1")
    return b"\n".join((*data.split(b"\n")[:2], *other.split(b"\n")[2:]))


@pytest.mark.parametrize(
    ("change", "code"),
    [
        (lambda data: feed(MALLORY, NOW), "update_signature"),
        (bent, "update_signature"),
        (of_another_feed, "update_signature"),
        (lambda data: data + b" ", "update_signature"),
        (lambda data: data.replace(b"releases 1", b"releases 2"), "update_signature"),
        (lambda data: b"<html>Log in</html>", "update_signature"),
        (lambda data: b'{"version": "9.0.0"}', "update_signature"),
        (lambda data: data[:-1], "update_cut"),
        (lambda data: data[:150], "update_cut"),
        (lambda data: data[:60], "update_cut"),
        (lambda data: data[:5], "update_cut"),
        (lambda data: b"", "update_cut"),
        (lambda data: data + bytes(70_000), "update_large"),
        (lambda data: bytes(5_000_000), "update_large"),
        (lambda data: feed(MAKERS, NOW - 100 * DAY), "update_expired"),
        (lambda data: feed(MAKERS, NOW, date=NOW + 3 * DAY), "update_early"),
    ],
)
def test_an_attacker_is_refused_with_a_sentence(
    make: Make, attacker: HostileServer, change: Callable[[bytes], bytes], code: str
) -> None:
    attacker.on(PATH, body(change(feed(MAKERS, NOW))))
    assert refused(make()).code == code


def test_an_answer_that_breaks_off_is_refused(make: Make, attacker: HostileServer) -> None:
    data = feed(MAKERS, NOW)
    attacker.on(PATH, body(data[:200], Content_Length=str(len(data)), Connection="close"))
    told = refused(make())
    assert told.code == "update_cut" or told.kind in (ErrorKind.OFFLINE, ErrorKind.TIMEOUT)


def test_a_slow_answer_ends(make: Make, attacker: HostileServer) -> None:
    updates = make()
    attacker.on(PATH, drip(feed(MAKERS, NOW), pause=5))
    get = updates._http().get
    updates._http = lambda: SimpleNamespace(get=partial(get, deadline=0.3))  # type: ignore
    assert refused(updates).kind is ErrorKind.TIMEOUT


def test_a_small_answer_that_becomes_a_huge_one_is_refused(
    make: Make, attacker: HostileServer
) -> None:
    packed = gzip.compress(feed(MAKERS, NOW) + bytes(500_000_000 // 10))
    assert len(packed) < releases.CAP
    attacker.on(PATH, body(packed, Content_Encoding="gzip"))
    assert refused(make()).code == "update_large"


def test_nobody_is_led_out_of_https(
    make: Make, attacker: HostileServer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    own = self_signed(tmp_path, "127.0.0.1")
    monkeypatch.setenv("REQUESTS_CA_BUNDLE", str(own.file))
    attacker.on(PATH, body(feed(MAKERS, NOW)))
    with HostileServer(tls=own.server) as makers:
        makers.on(PATH, redirect(attacker.url(PATH)))
        assert refused(make(address=makers.url(PATH))).code == "update_plain"
        assert attacker.paths() == []
        makers.on(PATH, redirect(makers.url("/elsewhere")))
        makers.on("/elsewhere", body(feed(MAKERS, NOW)))
        found = run_now(make(address=makers.url(PATH)).look())
    assert found is not None and found.version == "9.0.0"


def test_a_clock_that_is_wrong_for_a_while_locks_nobody_out(
    make: Make, attacker: HostileServer, clock: StandingClock
) -> None:
    attacker.on(PATH, body(feed(MAKERS, NOW)))
    updates = make()
    clock.time = NOW + 3000 * DAY
    assert refused(updates).code == "update_expired"
    clock.time = NOW - 3000 * DAY
    due = run_now(updates.next_due())
    assert due is not None and due <= clock.time + DAY
    assert refused(updates).code == "update_early"
    clock.time = NOW
    due = run_now(updates.next_due())
    assert due is not None and due <= NOW + DAY
    assert run_now(make().look()) is not None


def test_an_older_feed_is_refused_also_by_the_next_run(
    make: Make, attacker: HostileServer, clock: StandingClock
) -> None:
    old, new = feed(MAKERS, NOW, "1.3.0"), feed(MAKERS, NOW + 5 * DAY, "1.4.0")
    attacker.on(PATH, body(new))
    clock.time = NOW + 5 * DAY
    assert run_now(make().look()) is not None
    attacker.on(PATH, body(old))
    assert refused(make()).code == "update_older"
    attacker.on(PATH, body(feed(MAKERS, NOW + 5 * DAY, "1.3.9")))  # the same moment twice
    assert refused(make()).code == "update_older"
    attacker.on(PATH, body(feed(MAKERS, NOW + 6 * DAY, "1.3.9")))  # 1.4.0 was withdrawn
    assert run_now(make()._release()) is not None


def test_a_frozen_feed_ends(make: Make, attacker: HostileServer, clock: StandingClock) -> None:
    attacker.on(PATH, body(feed(MAKERS, NOW)))
    assert run_now(make().look()) is not None
    clock.time += 91 * DAY
    assert refused(make()).code == "update_expired"


@pytest.mark.parametrize(
    ("change", "value"),
    [
        ("version", "newest"),
        ("version", "1.0.0-<b>"),
        ("page", "http://daily8.example/"),
        ("page", "javascript:alert(1)"),
        ("page", "https://"),
        ("expires", NOW + 1000 * DAY),
        ("expires", "never"),
        ("date", True),
    ],
)
def test_the_makers_cannot_sign_nonsense(change: str, value: object) -> None:
    with pytest.raises(ValueError, match="not a notice"):
        feed(MAKERS, NOW, **{change: value})


def test_notes_are_plain_text(make: Make, attacker: HostileServer) -> None:
    attacker.on(PATH, body(feed(MAKERS, NOW, notes={"en": "a\u202eb\x1b[0m\n<b>c", "x": 3})))
    release = run_now(make().look())
    assert release is not None and release.notes_in("en") == "ab[0m\n<b>c"


def test_a_skipped_version_is_not_told_again(make: Make, attacker: HostileServer) -> None:
    attacker.on(PATH, body(feed(MAKERS, NOW)))
    updates = make()
    run_now(updates.skip("9.0.0"))
    assert run_now(updates.look()) is None
    assert run_now(updates.look_again()) is not None
    attacker.on(PATH, body(feed(MAKERS, NOW, "9.0.1", date=NOW - 60)))
    assert run_now(make().look()) is not None


def test_once_a_day_at_most(make: Make, attacker: HostileServer, clock: StandingClock) -> None:
    attacker.on(PATH, body(feed(MAKERS, NOW)))
    updates = make()
    assert run_now(updates.next_due()) == NOW + 60
    assert run_now(updates.look_when_due()) is None and attacker.log == []
    clock.time += 60
    assert run_now(updates.look_when_due()) is not None
    for _ in range(20):  # the network comes and goes, the program starts again
        assert run_now(updates.look_when_due()) is None
        updates = make()
        clock.time += 3600
    assert len(attacker.log) == 1
    due = run_now(updates.next_due())
    assert due is not None and NOW + DAY < due <= NOW + 60 + DAY + 7200
    clock.time = due
    assert run_now(updates.look_when_due()) is not None
    assert len(attacker.log) == 2
    clock.time -= 400 * DAY  # a clock that was wrong must not silence it for ever
    assert run_now(make().next_due()) == clock.time + 60


@pytest.mark.parametrize("answer", [status(500), status(404), page(), redirect("/elsewhere")])
def test_a_page_that_is_not_there(
    make: Make, attacker: HostileServer, clock: StandingClock, answer: object
) -> None:
    attacker.on(PATH, answer)  # type: ignore[arg-type]
    updates = make()
    refused(updates)
    due = run_now(updates.next_due())
    assert due is not None and due >= clock.time + 3600


def test_nobody_asks_where_it_is_not_offered(make: Make, attacker: HostileServer) -> None:
    for updates in (
        make(address=""),
        make(keys=()),
        make(managed=True),
        make(wanted=False),
    ):
        assert run_now(updates.next_due()) is None
        assert run_now(updates.look_when_due()) is None
    assert refused(make(managed=True)).code == "update_not_offered"
    assert attacker.log == []


def test_this_build_has_a_readable_channel() -> None:
    from desktop_app.system.channel import channel

    found = channel()
    assert found.offered == bool(found.address)
    assert not found.address or len(found.keys) == 2


def test_versions_are_numbers() -> None:
    order = ["0.9", "1.0.0", "1.0.1", "1.2", "1.10", "2.0"]
    assert sorted(order, key=releases._numbers) == order
    assert not releases.is_newer("1.0", "1.0.0")


def test_a_feed_is_written_in_one_way() -> None:
    data = bytearray(feed(MAKERS, NOW))
    last = data.index(b"==") - 1  # four of its bits say nothing
    for change in range(1, 256):
        other = bytes((*data[:last], data[last] ^ change, *data[last + 1 :]))
        with pytest.raises(AppError):
            releases.read(other, [MAKERS.public], NOW)
