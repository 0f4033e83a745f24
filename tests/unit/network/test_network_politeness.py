"""Never too many at once, and left alone when asked to."""

import threading
from email.utils import formatdate

import pytest

from desktop_app.core.cancel import CancelToken, cancelled_by
from desktop_app.core.errors import AppError, ErrorKind
from desktop_app.network.http import Http, MemoryBackoff
from tests.support import hostile_server as hostile
from tests.support.hostile_server import HostileServer


class StillClock:
    """Moves only when told to."""

    def __init__(self, now: int = 1_800_000_000) -> None:
        self.time = now

    def now(self) -> int:
        return self.time

    def monotonic(self) -> float:
        return float(self.time)


@pytest.fixture
def clock() -> StillClock:
    return StillClock()


@pytest.fixture
def http(backoff: MemoryBackoff, clock: StillClock) -> Http:  # type: ignore[misc]
    client = Http(backoff, user_agent="x", clock=clock, read_seconds=0.3)
    yield client
    client.close()


def refused(http: Http, url: str) -> AppError:
    with pytest.raises(AppError) as caught:
        http.get(url)
    return caught.value


@pytest.mark.parametrize("slots", [2, 4])
def test_no_more_than_the_slots_at_once(server: HostileServer, http: Http, slots: int) -> None:
    entered = threading.Semaphore(0)
    gate = threading.Event()
    server.on("/", hostile.held(entered, gate, hostile.body(b"1")))
    threads = [
        threading.Thread(target=lambda: http.get(server.url(), slots=slots, deadline=20))
        for _ in range(8)
    ]
    for thread in threads:
        thread.start()
    for _ in range(slots):
        assert entered.acquire(timeout=5)
    assert not entered.acquire(timeout=0.25)
    gate.set()
    for thread in threads:
        thread.join(10)
    assert len(server.log) == 8


def test_hosts_do_not_wait_for_each_other(
    server: HostileServer, other: HostileServer, http: Http
) -> None:
    entered = threading.Semaphore(0)
    gate = threading.Event()
    server.on("/", hostile.held(entered, gate, hostile.body(b"1")))
    other.on("/", hostile.body(b"2"))
    threads = [threading.Thread(target=lambda: http.get(server.url())) for _ in range(2)]
    for thread in threads:
        thread.start()
    assert entered.acquire(timeout=5) and entered.acquire(timeout=5)
    assert http.get(other.url()).body == b"2"
    gate.set()
    for thread in threads:
        thread.join(10)


def test_waiting_for_a_turn_can_be_cancelled(server: HostileServer, http: Http) -> None:
    entered = threading.Semaphore(0)
    gate = threading.Event()
    server.on("/", hostile.held(entered, gate, hostile.body(b"1")))
    thread = threading.Thread(target=lambda: http.get(server.url(), slots=1))
    thread.start()
    assert entered.acquire(timeout=5)
    token = CancelToken()
    threading.Timer(0.05, token.cancel).start()
    with cancelled_by(token), pytest.raises(AppError) as caught:
        http.get(server.url(), slots=1)
    assert caught.value.kind is ErrorKind.CANCELLED and not caught.value.maybe_sent
    gate.set()
    thread.join(10)
    assert len(server.log) == 1


@pytest.mark.parametrize("code", [429, 503])
def test_retry_after_is_kept_to(
    server: HostileServer, http: Http, clock: StillClock, code: int
) -> None:
    server.on("/", hostile.status(code, Retry_After="120"), hostile.body(b"well"))
    assert http.get(server.url()).retry_after == 120
    clock.time += 119
    error = refused(http, server.url())
    assert (error.kind, error.retry_after, error.host) == (ErrorKind.RATE_LIMITED, 1, "127.0.0.1")
    with pytest.raises(AppError):
        http.send("POST", server.url(), json={})
    assert len(server.log) == 1
    clock.time += 1
    assert http.get(server.url()).body == b"well"


def test_a_date_is_counted_from_the_servers_own_clock(
    server: HostileServer, http: Http, backoff: MemoryBackoff, clock: StillClock
) -> None:
    server.on(
        "/",
        hostile.status(
            503,
            Date=formatdate(1_000_000, usegmt=True),
            Retry_After=formatdate(1_000_300, usegmt=True),
        ),
    )
    assert http.get(server.url()).retry_after == 300
    assert backoff.load() == {f"127.0.0.1:{server.port}": clock.time + 300}


@pytest.mark.parametrize("value", ["soon", "-5", "", "Tue, 99 Foo 2026", "1e9", "\u0663"])
def test_a_strange_retry_after_is_none(server: HostileServer, http: Http, value: str) -> None:
    server.on("/", hostile.status(404, Retry_After=value.encode().decode("latin-1")))
    assert http.get(server.url()).retry_after is None


def test_without_a_time_it_grows(
    server: HostileServer, http: Http, backoff: MemoryBackoff, clock: StillClock
) -> None:
    server.on("/", hostile.status(503))
    waits = []
    for _ in range(9):
        http.get(server.url())
        (until,) = backoff.load().values()
        waits.append(until - clock.time)
        clock.time = int(until)
    assert waits == [30, 60, 120, 240, 480, 960, 1920, 3600, 3600]


def test_it_is_kept_over_a_restart(
    server: HostileServer, http: Http, backoff: MemoryBackoff, clock: StillClock
) -> None:
    server.on("/", hostile.status(429, Retry_After="60"), hostile.body(b"1"))
    http.get(server.url())
    later = Http(backoff, user_agent="x", clock=clock)
    assert refused(later, server.url()).kind is ErrorKind.RATE_LIMITED
    clock.time += 60
    later.get(server.url())
    assert backoff.load() == {}
    later.close()


def test_a_clock_put_back_and_a_huge_wait_do_no_harm(
    server: HostileServer, http: Http, backoff: MemoryBackoff, clock: StillClock
) -> None:
    server.on("/", hostile.status(429, Retry_After="9" * 30), hostile.body(b"1"))
    http.get(server.url())
    assert refused(http, server.url()).retry_after == 86_400
    clock.time -= 10_000_000
    assert http.get(server.url()).body == b"1"


def test_failures_in_a_row_earn_a_pause(
    server: HostileServer, http: Http, clock: StillClock
) -> None:
    server.on("/", hostile.status(500))
    server.on("/well", hostile.body(b"1"))
    for _ in range(4):
        http.get(server.url())
    http.get(server.url("/well"))
    for _ in range(5):
        assert http.get(server.url()).status == 500
    assert refused(http, server.url()).retry_after == 15
    clock.time += 15
    http.get(server.url())
    assert refused(http, server.url("/well")).retry_after == 30


def test_a_flood_answer_to_a_posting_does_not_close_the_site(
    server: HostileServer, http: Http
) -> None:
    server.on("/post", hostile.as_json({"code": "comment_flood"}, 429))
    server.on("/read", hostile.body(b"1"))
    assert http.send("POST", server.url("/post"), json={}).status == 429
    assert http.get(server.url("/read")).ok


def test_a_store_that_fails_is_no_failure_of_the_request(
    server: HostileServer, clock: StillClock
) -> None:
    class Broken:
        def load(self) -> dict[str, float]:
            raise AppError(ErrorKind.CORRUPT)

        def save(self, host: str, until: float) -> None:
            raise AppError(ErrorKind.DISK_FULL)

    http = Http(Broken(), user_agent="x", clock=clock)
    server.on("/", hostile.status(429, Retry_After="60"))
    assert http.get(server.url()).status == 429
    assert refused(http, server.url()).kind is ErrorKind.RATE_LIMITED
    http.close()
