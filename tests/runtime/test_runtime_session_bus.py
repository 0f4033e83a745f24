"""Notifications, the number on the icon and sleep, over a real bus with a desktop double on it."""

import queue
import threading
from collections.abc import Iterator

import pytest

from desktop_app.runtime.session_bus import DEFAULT, Invoked, Note, SessionBus
from desktop_app.runtime.sleep import SleepWatch
from tests.support.desk import Desk, desk

ACTIONS = ((DEFAULT, "Show"), ("save", "Save"))


class Heard:
    def __init__(self) -> None:
        self.clicks: queue.Queue[Invoked] = queue.Queue()
        self.troubles: queue.Queue[str] = queue.Queue()


@pytest.fixture
def heard() -> Heard:
    return Heard()


@pytest.fixture
def shown(monkeypatch: pytest.MonkeyPatch) -> Iterator[Desk]:
    with desk(monkeypatch) as made:
        yield made


@pytest.fixture
def bus(shown: Desk, heard: Heard) -> Iterator[SessionBus]:
    made = SessionBus(heard.clicks.put, heard.troubles.put)
    yield made
    made.stop()


def test_a_notification_is_shown_and_clicked(bus: SessionBus, shown: Desk, heard: Heard) -> None:
    bus.notify(Note("news", "The Quay", "A <ship> & a tide · سفينة", ACTIONS))
    told = shown.next()
    assert told["title"] == "The Quay" and told["body"] == "A &lt;ship&gt; &amp; a tide · سفينة"
    assert told["actions"] == ["default", "Show", "save", "Save"]
    assert told["name"] == "Daily8" and told["hints"]["desktop-entry"] == "org.daily8.Daily8"
    shown.tell(click=[told["id"], "save"])
    assert heard.clicks.get(timeout=10) == Invoked("news", "save", "token-1")
    shown.tell(click=[told["id"] + 7, "save"])  # somebody else's
    shown.tell(click=[told["id"], "default"])
    assert heard.clicks.get(timeout=10).action == "default"
    assert heard.clicks.empty() and heard.troubles.empty()


def test_a_later_one_takes_the_place_of_the_earlier(bus: SessionBus, shown: Desk) -> None:
    bus.notify(Note("news", "One"))
    first = shown.next()
    bus.notify(Note("other", "Elsewhere"))
    assert shown.next()["id"] != first["id"]
    bus.notify(Note("news", "Two"))
    second = shown.next()
    assert second["replaced"] == first["id"] == second["id"]
    bus.withdraw("news")
    assert shown.next() == {"closed": first["id"]}
    bus.notify(Note("news", "Three"))
    assert shown.next()["replaced"] == 0


def test_the_number_on_the_icon(bus: SessionBus, shown: Desk) -> None:
    bus.count(12)
    assert shown.next() == {"count": {"count": 12, "count-visible": True}}
    bus.count(0)
    assert shown.next() == {"count": {"count": 0, "count-visible": False}}


def test_what_was_said_last_is_still_said(shown: Desk, heard: Heard) -> None:
    bus = SessionBus(heard.clicks.put, heard.troubles.put)
    bus.count(3)
    assert shown.next()["count"]["count"] == 3
    bus.count(0)
    bus.stop()
    assert shown.next()["count"]["count-visible"] is False


def test_a_poor_desktop_gets_plain_words(monkeypatch: pytest.MonkeyPatch, heard: Heard) -> None:
    with desk(monkeypatch, "--poor") as shown:
        bus = SessionBus(heard.clicks.put, heard.troubles.put)
        bus.notify(Note("news", "A & B", "<one>", ACTIONS))
        told = shown.next()
        bus.stop()
    assert told["body"] == "<one>" and told["actions"] == []


def test_a_desktop_without_notifications(monkeypatch: pytest.MonkeyPatch, heard: Heard) -> None:
    with desk(monkeypatch, "--no-notifications") as shown:
        bus = SessionBus(heard.clicks.put, heard.troubles.put)
        assert "ServiceUnknown" in heard.troubles.get(timeout=10)
        bus.notify(Note("news", "Nobody sees this"))
        bus.count(2)
        assert shown.next()["count"]["count"] == 2
        bus.stop()


@pytest.mark.parametrize("address", ["", "unix:path=/nowhere/at/all", "nonsense"])
def test_no_bus_at_all(monkeypatch: pytest.MonkeyPatch, heard: Heard, address: str) -> None:
    monkeypatch.setenv("DBUS_SESSION_BUS_ADDRESS", address)
    monkeypatch.setenv("XDG_RUNTIME_DIR", "/nowhere/at/all")
    bus = SessionBus(heard.clicks.put, heard.troubles.put)
    heard.troubles.get(timeout=10)
    bus.notify(Note("news", "Nobody"))
    bus.stop()


def test_sleep_and_wake_are_heard(shown: Desk) -> None:
    words: queue.Queue[bool] = queue.Queue()
    begun = threading.active_count()
    watch = SleepWatch(words.put)
    for _ in range(100):
        shown.tell(sleep=True)
        try:
            assert words.get(timeout=0.1)
            break
        except queue.Empty:  # it was not on the bus yet
            continue
    while not words.empty():
        words.get()
    shown.tell(sleep=False)
    assert words.get(timeout=10) is False
    watch.stop()
    assert threading.active_count() == begun
