"""Answers that come word by word, from servers that behave and that do not."""

import socket
import socketserver
import threading
import time
from collections.abc import Callable, Iterator

import pytest

from desktop_app.core.cancel import CancelToken, cancelled_by
from desktop_app.core.errors import AppError, ErrorKind
from desktop_app.network import streaming
from desktop_app.network.http import Http, MemoryBackoff

HEAD = b"HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nConnection: close\r\n\r\n"
Play = Callable[[socket.socket], None]


class Server:
    """Plays one scene to each connection, and keeps what it was sent."""

    def __init__(self) -> None:
        self.scene: Play = lambda sock: sock.sendall(HEAD)
        self.heard: list[bytes] = []
        self.left = threading.Event()
        room = self

        class Handler(socketserver.BaseRequestHandler):
            def handle(self) -> None:
                data = b""
                while b"\r\n\r\n" not in data:
                    data += self.request.recv(65536)
                room.heard.append(data)
                try:
                    room.scene(self.request)
                except OSError:
                    room.left.set()

        self.server = socketserver.ThreadingTCPServer(("127.0.0.1", 0), Handler)
        self.server.daemon_threads = True
        self.url = f"http://127.0.0.1:{self.server.server_address[1]}/v1/x"
        self.thread = threading.Thread(target=self.server.serve_forever, daemon=True)
        self.thread.start()

    def close(self) -> None:
        self.server.shutdown()
        self.server.server_close()


@pytest.fixture
def server() -> Iterator[Server]:
    server = Server()
    yield server
    server.close()


@pytest.fixture
def http() -> Iterator[Http]:
    http = Http(MemoryBackoff(), user_agent="test", proxy="http://127.0.0.1:9")
    yield http
    http.close()


def said(http: Http, url: str, **more: object) -> list[str]:
    with http.stream(url, **more) as stream:  # type: ignore[arg-type]
        return list(stream.events())


def test_events_arrive_one_by_one_without_a_proxy(server: Server, http: Http) -> None:
    seen = threading.Event()

    def scene(sock: socket.socket) -> None:
        sock.sendall(HEAD + b"data: one\n\n")
        seen.wait(10)
        sock.sendall(b"data: two\r\n\r\n: ping\n\ndata: [DONE]\n\n")

    server.scene = scene
    found = []
    with http.stream(server.url, json={"a": 1}, key="k-1") as stream:
        for data in stream.events():
            found.append(data)
            seen.set()
    assert found == ["one", "two", "[DONE]"]
    assert server.heard[0].startswith(b"POST /v1/x HTTP/1.1\r\n")
    assert b"Authorization: Bearer k-1\r\n" in server.heard[0]


def test_without_a_body_it_is_a_get(server: Server, http: Http) -> None:
    assert said(http, server.url) == []
    assert server.heard[0].startswith(b"GET /v1/x HTTP/1.1\r\n")
    assert b"Authorization" not in server.heard[0]


@pytest.mark.parametrize("where", ["silent", "dripping"])
def test_cancelling_closes_the_connection(server: Server, http: Http, where: str) -> None:
    token = CancelToken()

    def scene(sock: socket.socket) -> None:
        sock.sendall(HEAD)
        end = time.monotonic() + 20
        while time.monotonic() < end:
            if where == "dripping":
                sock.sendall(b"data: x\n\n")
            sock.settimeout(0.05)
            try:
                if sock.recv(1) == b"":
                    raise ConnectionResetError
            except TimeoutError:
                continue

    server.scene = scene
    threading.Timer(0.3, token.cancel).start()
    began = time.monotonic()
    with cancelled_by(token), pytest.raises(AppError) as caught:
        said(http, server.url, json={})
    assert caught.value.kind is ErrorKind.CANCELLED
    assert time.monotonic() - began < 5
    assert server.left.wait(5)


def test_a_pause_between_words_is_bounded(
    server: Server, http: Http, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(streaming, "BETWEEN_SECONDS", 0.3)

    def scene(sock: socket.socket) -> None:
        sock.sendall(HEAD + b"data: one\n\n")
        server.left.wait(10)

    server.scene = scene
    with pytest.raises(AppError) as caught:
        said(http, server.url, json={})
    server.left.set()
    assert (caught.value.kind, caught.value.code) == (ErrorKind.TIMEOUT, "read")


def test_the_whole_is_bounded(server: Server, http: Http) -> None:
    def scene(sock: socket.socket) -> None:
        sock.sendall(HEAD)
        while not server.left.wait(0.05):
            sock.sendall(b": still here\n\n")

    server.scene = scene
    with pytest.raises(AppError) as caught:
        said(http, server.url, json={}, deadline=0.5)
    server.left.set()
    assert (caught.value.kind, caught.value.code) == (ErrorKind.TIMEOUT, "deadline")


def test_no_redirect_is_followed(server: Server, http: Http) -> None:
    server.scene = lambda sock: sock.sendall(
        b"HTTP/1.1 307 Over there\r\nLocation: http://127.0.0.1:1/\r\nContent-Length: 0\r\n\r\n"
    )
    with pytest.raises(AppError) as caught:
        said(http, server.url, json={}, key="secret")
    assert (caught.value.kind, caught.value.code) == (ErrorKind.BAD_ANSWER, "redirect")
    assert len(server.heard) == 1


def test_a_cut_body_is_told(server: Server, http: Http) -> None:
    head = HEAD.replace(b"Connection: close", b"Transfer-Encoding: chunked")
    server.scene = lambda sock: sock.sendall(head + b"b\r\ndata: one\n\n\r\n5\r\ndat")
    found = []
    with pytest.raises(AppError) as caught, http.stream(server.url, json={}) as stream:
        found.extend(stream.events())
    assert (caught.value.kind, caught.value.code) == (ErrorKind.BAD_ANSWER, "cut")


def test_a_flood_is_refused(server: Server, http: Http, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(streaming, "STREAM_CAP", 100_000)
    server.scene = lambda sock: sock.sendall(HEAD + b"data: x\n\n" * 50_000)
    with pytest.raises(AppError) as caught:
        said(http, server.url, json={})
    assert caught.value.kind is ErrorKind.TOO_LARGE


@pytest.mark.parametrize("url", ["http://192.168.1.5:11434/v1/models", "http://models.example/v1"])
def test_plain_http_stays_on_this_machine(http: Http, url: str) -> None:
    with pytest.raises(AppError) as caught:
        said(http, url, key="secret")
    assert (caught.value.kind, caught.value.code) == (ErrorKind.INSECURE, "plain_http")
    assert not caught.value.maybe_sent


def test_nobody_listens(http: Http) -> None:
    with socket.socket() as sock:
        sock.bind(("127.0.0.1", 0))
        url = f"http://127.0.0.1:{sock.getsockname()[1]}/v1/models"
        with pytest.raises(AppError) as caught:
            said(http, url)
    assert (caught.value.kind, caught.value.code) == (ErrorKind.OFFLINE, "refused")
