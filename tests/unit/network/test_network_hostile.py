"""The client against servers and networks that misbehave: a typed error, in time, every time."""

import socket
import threading
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from desktop_app.core.cancel import CancelToken, cancelled_by
from desktop_app.core.errors import AppError, ErrorKind
from desktop_app.core.sources import Secret
from desktop_app.network.http import Http, MemoryBackoff
from tests.support import hostile_server as hostile
from tests.support.hostile_server import HostileServer
from tests.support.self_signed import self_signed


def failure(call: Callable[[], object]) -> AppError:
    with pytest.raises(AppError) as caught:
        call()
    return caught.value


def failed_get(http: Http, url: str, **options: float) -> AppError:
    return failure(lambda: http.get(url, **options))  # type: ignore[arg-type]


@pytest.mark.parametrize(
    "behaviour", [hostile.drip(b"x" * 1000), hostile.drip_headers()], ids=["body", "headers"]
)
def test_a_drip_ends_at_the_deadline(
    server: HostileServer, http: Http, behaviour: hostile.Behaviour
) -> None:
    server.on("/", behaviour)
    began = time.monotonic()
    error = failed_get(http, server.url(), deadline=0.5)
    assert (error.kind, error.code) == (ErrorKind.TIMEOUT, "deadline")
    assert time.monotonic() - began < 10  # the drip would go on for much longer


def test_silence_ends_at_the_read_time_out(server: HostileServer, http: Http) -> None:
    server.on("/", hostile.silent())
    error = failed_get(http, server.url())
    assert (error.kind, error.code) == (ErrorKind.TIMEOUT, "read")


@pytest.mark.parametrize(
    "behaviour",
    [hostile.silent(), hostile.drip(b"x" * 1000), hostile.drip_headers(), hostile.endless(b"x")],
    ids=["silent", "drip", "headers", "endless"],
)
def test_cancel_ends_a_call_at_once(server: HostileServer, behaviour: hostile.Behaviour) -> None:
    http = Http(MemoryBackoff(), user_agent="x", read_seconds=60)
    entered = threading.Semaphore(0)
    gate = threading.Event()
    gate.set()
    server.on("/", hostile.held(entered, gate, behaviour))
    token = CancelToken()
    caught: list[AppError] = []

    def call() -> None:
        with cancelled_by(token):
            caught.append(failure(lambda: http.get(server.url(), cap=10**12, deadline=60)))

    thread = threading.Thread(target=call)
    thread.start()
    assert entered.acquire(timeout=5)
    token.cancel()
    thread.join(10)  # long before a time-out could have ended it
    assert not thread.is_alive()
    assert caught[0].kind is ErrorKind.CANCELLED
    http.close()


@pytest.mark.parametrize(
    "behaviour",
    [
        hostile.endless(),
        hostile.bomb(60),
        hostile.bomb(60, layers=2),
        hostile.body(b"x" * 6_000_000),
        hostile.chunked(*[b"x" * 500_000] * 12),
        hostile.zipped(b"x" * 5_000_001),
    ],
    ids=["endless", "bomb", "bomb in a bomb", "announced", "chunked", "one byte over"],
)
def test_the_cap_holds(server: HostileServer, http: Http, behaviour: hostile.Behaviour) -> None:
    server.on("/", behaviour)
    assert failed_get(http, server.url()).kind is ErrorKind.TOO_LARGE


def test_the_cap_itself_is_allowed(server: HostileServer, http: Http) -> None:
    server.on("/", hostile.zipped(b"x" * 5_000_000))
    assert len(http.get(server.url()).body) == 5_000_000


@pytest.mark.parametrize(
    ("behaviour", "kind", "code"),
    [
        (hostile.reset(), ErrorKind.OFFLINE, "reset"),
        (hostile.hang_up(), ErrorKind.OFFLINE, "reset"),
        (hostile.cut(b"half", 100), ErrorKind.BAD_ANSWER, "cut"),
        (hostile.chunked(b"half", whole=False), ErrorKind.BAD_ANSWER, "cut"),
        (hostile.garbage(b"SSH-2.0-OpenSSH_9.2\r\n"), ErrorKind.BAD_ANSWER, "not_http"),
        (hostile.garbage(b"HTTP/1.1 200 OK\r\nA: " + b"x" * 70_000), ErrorKind.BAD_ANSWER, ""),
        (hostile.garbage(b"HTTP/1.1 200 OK\r\n" + b"a: b\r\n" * 200), ErrorKind.BAD_ANSWER, ""),
        (hostile.body(b"not gzip", Content_Encoding="gzip"), ErrorKind.BAD_ANSWER, "compression"),
        (hostile.body(b"\x1f\x8b\x08", Content_Encoding="gzip"), ErrorKind.BAD_ANSWER, "cut"),
        (hostile.body(b"x", Content_Encoding="sdch"), ErrorKind.BAD_ANSWER, "content_encoding"),
        (
            hostile.body(b"x", Content_Encoding=", ".join(["gzip"] * 9)),
            ErrorKind.BAD_ANSWER,
            "content_encoding",
        ),
        (hostile.redirect("/"), ErrorKind.REDIRECT_LOOP, ""),
        (hostile.redirect("file:///etc/passwd"), ErrorKind.BLOCKED_ADDRESS, "scheme"),
        (hostile.redirect("data:text/html,hello"), ErrorKind.BLOCKED_ADDRESS, "scheme"),
        (hostile.redirect("http://[::1"), ErrorKind.BLOCKED_ADDRESS, "not_an_address"),
        (hostile.redirect("http://a b/"), ErrorKind.BLOCKED_ADDRESS, "not_an_address"),
    ],
)
def test_a_wrong_answer_is_a_typed_error(
    server: HostileServer,
    http: Http,
    behaviour: hostile.Behaviour,
    kind: ErrorKind,
    code: str,
) -> None:
    server.on("/", behaviour)
    error = failed_get(http, server.url())
    assert error.kind is kind
    assert error.host == "127.0.0.1" or kind is ErrorKind.BLOCKED_ADDRESS
    assert code in ("", error.code)


def test_the_body_of_a_redirect_has_a_cap_too(server: HostileServer, http: Http) -> None:
    def behave(handler: hostile.Handler) -> None:
        handler.wfile.write(b"HTTP/1.1 302 Found\r\nLocation: /next\r\n\r\n")
        while not handler.stopped():
            handler.wfile.write(b"x" * 65536)

    server.on("/", behave)
    assert failed_get(http, server.url()).kind is ErrorKind.TOO_LARGE


def test_an_endless_chain_of_redirects_ends(server: HostileServer, http: Http) -> None:
    for number in range(10):
        server.on(f"/{number}", hostile.redirect(f"/{number + 1}"))
    assert failed_get(http, server.url("/0")).kind is ErrorKind.REDIRECT_LOOP
    assert len(server.log) == 6


@pytest.mark.parametrize(
    "url",
    [
        "file:///etc/passwd",
        "data:text/plain,x",
        "javascript:alert(1)",
        "qrc:/x",
        ":/icons/x.svg",
        "//server/share",
        r"\\server\share",
        "ftp://example.org/",
        "example.org",
        "",
        "http://",
        "http://:80/",
        "http://host:99999/",
        "http://[::1",
        "http://a\x00b/",
        "http://xn--\u00fc.example/",
        "http://" + "a" * 70 + "\u00fc.example/",
    ],
)
def test_other_addresses_are_never_opened(http: Http, url: str) -> None:
    assert failed_get(http, url).kind is ErrorKind.BLOCKED_ADDRESS


@pytest.mark.parametrize("url", ["http://" + "a" * 64 + ".example/", "http://a..b/", "http://%zz/"])
def test_impossible_names_are_typed_errors(http: Http, url: str) -> None:
    assert failed_get(http, url).kind in (
        ErrorKind.BLOCKED_ADDRESS,
        ErrorKind.DNS,
        ErrorKind.OFFLINE,
    )


def free_port() -> int:
    with socket.socket() as sock:
        sock.bind(("127.0.0.1", 0))
        port: int = sock.getsockname()[1]
        return port


def test_refused_is_not_sent(http: Http) -> None:
    error = failure(lambda: http.send("POST", f"http://127.0.0.1:{free_port()}/", json={}))
    assert (error.kind, error.code, error.maybe_sent) == (ErrorKind.OFFLINE, "refused", False)


def test_an_unknown_name_is_not_sent(http: Http) -> None:
    error = failure(lambda: http.send("POST", "http://no-such-name.invalid/", json={}))
    assert error.kind in (ErrorKind.DNS, ErrorKind.OFFLINE)
    assert not error.maybe_sent


@pytest.mark.parametrize(
    "behaviour",
    [
        hostile.reset(),
        hostile.hang_up(),
        hostile.silent(),
        hostile.cut(b"{", 10),
        hostile.garbage(b"boo\r\n"),
        hostile.bomb(60),
        hostile.body(b"x" * 6_000_000),
        hostile.body(b"x", Content_Encoding="gzip"),
    ],
    ids=["reset", "hang up", "silent", "cut", "garbage", "bomb", "announced", "compression"],
)
def test_what_fails_after_sending_may_have_arrived(
    server: HostileServer, http: Http, behaviour: hostile.Behaviour
) -> None:
    server.on("/", behaviour)
    error = failure(lambda: http.send("POST", server.url(), json={}))
    assert error.maybe_sent
    assert len(server.log) == 1


def test_a_cancelled_posting_says_that_it_may_have_arrived(
    server: HostileServer, http: Http
) -> None:
    token = CancelToken()

    def behave(handler: hostile.Handler) -> None:
        token.cancel()
        hostile.silent()(handler)

    server.on("/", behave)
    with cancelled_by(token):
        error = failure(lambda: http.send("POST", server.url(), json={}))
    assert (error.kind, error.maybe_sent) == (ErrorKind.CANCELLED, True)


def test_a_bad_certificate_is_told(http: Http, tmp_path: Path) -> None:
    with HostileServer(tls=self_signed(tmp_path, "127.0.0.1").server) as server:
        server.on("/", hostile.body(b"secret"))
        error = failure(lambda: http.send("POST", server.url(), json={}))
        assert (error.kind, error.code) == (ErrorKind.TLS, "certificate")
        assert not error.maybe_sent
        assert server.log == []


def test_a_certificate_for_another_name_is_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, http: Http
) -> None:
    own = self_signed(tmp_path, "other.example")
    monkeypatch.setenv("SSL_CERT_FILE", str(own.file))
    with HostileServer(tls=own.server) as server:
        assert failed_get(http, server.url()).kind is ErrorKind.TLS


@pytest.mark.parametrize("name", ["REQUESTS_CA_BUNDLE", "SSL_CERT_FILE"])
def test_an_own_authority_is_trusted(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, http: Http, name: str
) -> None:
    own = self_signed(tmp_path, "127.0.0.1")
    monkeypatch.setenv(name, str(own.file))
    with HostileServer(tls=own.server) as server:
        server.on("/", hostile.body(b"hello"))
        server.on("/drip", hostile.drip(b"x" * 1000))
        secret = Secret("a", "b", server.origin)
        assert http.get(server.url(), secret=secret).body == b"hello"
        assert failed_get(http, server.url("/drip"), deadline=0.3).kind is ErrorKind.TIMEOUT


def test_a_missing_authority_file_is_told(http: Http, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SSL_CERT_FILE", "/no/such/file")
    error = failed_get(http, "https://127.0.0.1/")
    assert (error.kind, error.code) == (ErrorKind.TLS, "ca_bundle")


def test_plain_http_on_a_tls_port_is_told(server: HostileServer, http: Http) -> None:
    error = failed_get(http, server.url().replace("http:", "https:"))
    assert error.kind is ErrorKind.TLS


def test_a_proxy_is_used_and_its_failure_told(
    server: HostileServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    server.on("http://far.invalid/a", hostile.body(b"by proxy"))
    proxied = Http(MemoryBackoff(), user_agent="x", proxy=server.url())
    assert proxied.get("http://far.invalid/a").body == b"by proxy"
    error = failed_get(proxied, "https://far.invalid/a")  # CONNECT is not known there
    assert (error.kind, error.code, error.maybe_sent) == (ErrorKind.OFFLINE, "proxy", False)
    proxied.set_proxy(f"http://127.0.0.1:{free_port()}")
    assert failed_get(proxied, "http://far.invalid/a").code == "proxy"
    proxied.set_proxy("none")
    assert failed_get(proxied, "http://far.invalid/a").code != "proxy"
    monkeypatch.setenv("http_proxy", server.url())
    proxied.set_proxy("system")
    assert proxied.get("http://far.invalid/a").body == b"by proxy"
    monkeypatch.setenv("no_proxy", "far.invalid")
    assert failed_get(proxied, "http://far.invalid/a").kind in (ErrorKind.DNS, ErrorKind.OFFLINE)
    proxied.close()
