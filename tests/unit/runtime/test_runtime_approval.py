"""The loopback listener of the approval page, asked as a browser would."""

import http.client
import queue
import threading
from collections.abc import Iterator
from urllib.parse import urlencode, urlsplit

import pytest

from desktop_app.runtime.approval import ApprovalListener, Approved, Words

WORDS = Words(done="You can close <this> page.", refused="Nothing was approved.")


class Asked:
    def __init__(self) -> None:
        self.answers: queue.Queue[Approved | None] = queue.Queue()
        self.listener = ApprovalListener(self.answers.put, WORDS)
        self.url = urlsplit(self.listener.start())

    def get(self, host: str | None = None, path: str = "", **query: str) -> tuple[int, str]:
        connection = http.client.HTTPConnection("127.0.0.1", self.url.port or 0, timeout=5)
        try:
            headers = {"Host": host} if host else {}
            target = f"{path or self.url.path}?{urlencode(query)}"
            connection.request("GET", target, headers=headers)
            answer = connection.getresponse()
            return answer.status, answer.read().decode()
        finally:
            connection.close()


@pytest.fixture
def asked() -> Iterator[Asked]:
    made = Asked()
    yield made
    made.listener.cancel()


def test_an_approval_is_handed_over_once_and_the_port_closed(asked: Asked) -> None:
    state = asked.listener.state
    status, page = asked.get(state=state, user_login="alice", password="aaaa bbbb")
    assert status == 200
    assert "You can close &lt;this&gt; page." in page
    assert "bbbb" not in page
    assert asked.answers.get(timeout=5) == Approved("alice", "aaaa bbbb")
    assert asked.listener._thread is not None
    asked.listener._thread.join(5)
    with pytest.raises(OSError):
        asked.get(state=state, user_login="mallory", password="x")
    assert asked.answers.empty()


@pytest.mark.parametrize(
    ("host", "path", "state", "status"),
    [
        (None, "", "wrong", 403),
        (None, "", "", 403),
        (None, "/other", None, 404),
        ("evil.example", "", None, 404),
        ("127.0.0.1:1", "", None, 404),
    ],
)
def test_strangers_get_nothing_and_stop_nothing(
    asked: Asked, host: str | None, path: str, state: str | None, status: int
) -> None:
    told = asked.listener.state if state is None else state
    assert asked.get(host, path, state=told, user_login="m", password="x")[0] == status
    assert asked.answers.empty()
    assert asked.get(state=asked.listener.state, user_login="a", password="b")[0] == 200
    assert asked.answers.get(timeout=5) == Approved("a", "b")


def test_a_refusal_is_told(asked: Asked) -> None:
    assert asked.get(state=asked.listener.state, success="false") == (
        200,
        _page(WORDS.refused),
    )
    assert asked.answers.get(timeout=5) is None


def test_it_gives_up_after_its_lifetime() -> None:
    answers: queue.Queue[Approved | None] = queue.Queue()
    listener = ApprovalListener(answers.put, WORDS, lifetime=0.01)
    listener.start()
    assert listener._thread is not None
    listener._thread.join(5)
    assert not listener.listening
    assert answers.empty()


def test_cancelling_closes_the_port() -> None:
    asked = Asked()
    asked.listener.cancel()
    assert not asked.listener.listening
    with pytest.raises(OSError):
        asked.get(state=asked.listener.state)
    assert not [each for each in threading.enumerate() if each.name == "approval"]


def test_the_password_stays_out_of_the_repr() -> None:
    assert "secret" not in repr(Approved("alice", "secret"))


def _page(text: str) -> str:
    return (
        '<!DOCTYPE html><html lang="en" dir="ltr"><meta charset="utf-8"><title>Daily8</title>'
        f"<p>{text}</p></html>"
    )
