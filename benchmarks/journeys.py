"""The journeys that ``drive`` walks. Each returns what its parent makes rows of; times in ms."""

import json
import select
import sys
import time
from collections.abc import Callable, Generator
from typing import Any

from PySide6.QtCore import QObject, Qt, QTimer

from benchmarks.drive import Journey, Painted, Rest, Until
from benchmarks.hands import Hands, Steps
from benchmarks.profiles import LONG, Facts
from desktop_app.core.changes import ChangeSet
from desktop_app.ui.running import Running
from desktop_app.ui.sources.nodes import Kind

PAUSE_MS = 40
OPENS, SWITCHES, WORDS, THREADS, FRAMES = 60, 60, 20, 9, 150
REFRESHES = 9  # of which the first only fills the validators
USED_ARTICLES, USED_REFRESHES = 100, 12  # an hour at the shortest interval, 5 minutes


def look(running: Running, facts: Facts) -> Journey:
    """Open, switch, search, read the long thread, scroll."""
    hands = Hands(running, facts)
    yield from hands.ready()
    opened = yield from _opens(hands)
    frames = yield from _article_frames(hands)
    threads = yield from _threads(hands)
    frames["thread"] = _ms((yield from hands.scroll(running.window.comments.board.list, FRAMES)))
    switched = yield from _switches(hands)
    frames["list"] = yield from _list_frames(hands)
    keys = yield from _searches(hands)
    return {
        "article": _ms(opened), "thread": _ms(threads), "section": _ms(switched),
        "key": _ms(keys), "frames": frames,
    }  # fmt: skip


def _ms(seconds: list[float]) -> list[float]:
    return [each * 1000 for each in seconds]


def _opens(hands: Hands) -> Steps:
    yield from hands.source(hands.facts.long_source)
    yield from hands.calm()
    # The two special articles of the library are newer than the long ones.
    first = next(n for n in range(hands.rows()) if _is_long(hands, n))
    took = []
    for number in range(first, first + OPENS):
        took.append((yield from hands.open_row(number)))
        yield from hands.calm()
    return took


def _is_long(hands: Hands, number: int) -> bool:
    row = hands.window.articles.model.row_at(number)
    return row is not None and row.article.remote_id.startswith("long-")


def _article_frames(hands: Hands) -> Steps:
    yield Rest(200)
    took = yield from hands.scroll(hands.window.reader.stage.view, FRAMES)
    yield from hands.calm()
    return {"article": _ms(took)}


def _threads(hands: Hands) -> Steps:
    yield from hands.source(hands.facts.busy_source)
    yield from hands.calm()
    busy = hands.place_of(hands.facts.busy_article)
    took = []
    for _ in range(THREADS):
        took.append((yield from hands.open_thread(busy)))
        yield from hands.calm()
        yield from hands.open_row(busy + 3)
        yield from hands.calm()
    yield from hands.open_thread(busy)
    yield from hands.calm()
    return took


def _switches(hands: Hands) -> Steps:
    took = []
    for number in range(SWITCHES // 6):
        took.append((yield from hands.switch(Kind.UNREAD)))
        yield from hands.calm()
        took.append((yield from hands.source(1 + (number * 7) % 100)))
        yield from hands.calm()
        took.append((yield from hands.section(number)))
        yield from hands.calm()
        for chip in (1, 0):
            took.append((yield from hands.chip(chip)))
            yield from hands.calm()
        took.append((yield from hands.switch(Kind.TODAY)))
        yield from hands.calm()
    return took


def _list_frames(hands: Hands) -> Steps:
    yield from hands.switch(Kind.UNREAD)
    yield from hands.calm()
    took = yield from hands.scroll(hands.window.articles.list, 2 * FRAMES)
    yield from hands.calm()
    return _ms(took)


def _searches(hands: Hands) -> Steps:
    hands.window.articles.focus_search()
    took = []
    for word in hands.facts.words[:WORDS]:
        for place, letter in enumerate(word):
            seconds = yield from hands.type_letter(letter)
            if place >= 1:
                took.append(seconds)
            yield from hands.calm()
        yield from hands.clear_search()
        yield from hands.calm()
    return took


# -- lateness -------------------------------------------------------------------------------------


class Metronome(QObject):
    """A precise 5 ms timer of the main thread that notes how late it comes."""

    STEP = 0.005

    def __init__(self) -> None:
        super().__init__()
        self.late: list[tuple[float, float]] = []
        self._timer = QTimer(self, interval=5)
        self._timer.setTimerType(Qt.TimerType.PreciseTimer)
        self._timer.timeout.connect(self._tick)

    def start(self) -> None:
        self._before = time.monotonic()
        self._timer.start()

    def stop(self) -> None:
        self._timer.stop()

    def _tick(self) -> None:
        now = time.monotonic()
        self.late.append((now, max(0.0, now - self._before - self.STEP)))
        self._before = now


def late(running: Running, facts: Facts) -> Journey:
    """Use the window for a while, with all sources bringing news again and again."""
    hands, metronome = Hands(running, facts), Metronome()
    yield from hands.ready()
    yield from _elsewhere(hands)
    rounds = _keep_refreshing(running)
    metronome.start()
    yield from _use(hands)
    metronome.stop()
    return {
        "late": [milliseconds * 1000 for _, milliseconds in metronome.late],
        "worst": [each for each in metronome.late if each[1] > 0.020],
        "rounds": rounds(),
    }


def _elsewhere(hands: Hands) -> Steps:
    """Leave the article that the window came back to: what shows already is not painted anew."""
    yield from hands.source(hands.facts.busy_source)
    yield from hands.calm()
    yield from hands.open_row(hands.place_of(hands.facts.busy_article) + 3)
    yield from hands.calm()


def _keep_refreshing(running: Running) -> Callable[[], int]:
    """Refresh, and as soon as that is done again."""
    count = 0
    window = running.window

    def on_refreshing(begins: bool) -> None:
        nonlocal count
        if not begins:
            count += 1
            QTimer.singleShot(50, window.refresh)

    window.sources.acts.refreshing.connect(on_refreshing)
    window.refresh()
    return lambda: count


def _use(hands: Hands) -> Steps:
    """200 articles, 50 switches, 50 searches, the long thread 5 times."""
    words = iter(hands.facts.words)
    for part in range(5):
        yield from hands.source(hands.facts.busy_source)
        busy = hands.place_of(hands.facts.busy_article)
        if busy >= 0:
            yield from hands.open_thread(busy)
            yield Rest(200)
        yield from hands.source(1 + part * 11)
        for number in range(40):
            yield from hands.open_row(number + 1)
            yield Rest(PAUSE_MS)
        for number in range(2):
            yield from hands.switch(Kind.UNREAD)
            yield Rest(PAUSE_MS)
            yield from hands.chip(1)
            yield Rest(PAUSE_MS)
            yield from hands.source(2 + part * 7 + number * 31)
            yield Rest(PAUSE_MS)
            yield from hands.section(number)
            yield Rest(PAUSE_MS)
        for _ in range(10):
            for letter in next(words)[:4]:
                yield from hands.type_letter(letter)
                yield Rest(PAUSE_MS)
            yield from hands.clear_search()


# -- refresh and memory ---------------------------------------------------------------------------


def refresh(running: Running, facts: Facts) -> Journey:
    """Refresh a few times; the seconds of each."""
    hands = Hands(running, facts)
    yield from hands.ready()
    took = []
    for _ in range(REFRESHES):
        took.append((yield from _refreshed(running)))
        yield from hands.calm()
        print(json.dumps({"refreshed": took[-1]}), flush=True)
        yield Until(_told, "the parent says nothing")
    return {"refresh": took}


def _told() -> bool:
    """Return whether the parent wrote a line; it changes the sites between two refreshes."""
    ready, _, _ = select.select([sys.stdin], [], [], 0)
    return bool(ready) and bool(sys.stdin.readline())


def _refreshed(running: Running) -> Steps:
    over: list[float] = []

    def on_refreshing(begins: bool) -> None:
        if not begins:
            over.append(time.perf_counter())

    acts = running.window.sources.acts
    acts.refreshing.connect(on_refreshing)
    began = time.perf_counter()
    running.window.refresh()
    yield Until(lambda: bool(over), "the refresh does not end", 120.0)
    acts.refreshing.disconnect(on_refreshing)
    return over[0] - began


def used(running: Running, facts: Facts) -> Journey:
    """Read a hundred articles with pictures, refresh for an hour; wait to be looked at."""
    hands = Hands(running, facts)
    yield from hands.ready()
    yield from hands.source(facts.long_source)
    yield from hands.calm()
    first = next(n for n in range(hands.rows()) if _is_long(hands, n))
    for number in range(min(USED_ARTICLES, LONG)):
        yield from hands.open_row(first + number)
        yield Rest(60)
        yield from hands.scroll(running.window.reader.stage.view, 3, 8)
        if (
            number % 100 * USED_REFRESHES // USED_ARTICLES
            != (number + 1) * USED_REFRESHES // USED_ARTICLES
        ):
            yield from _refreshed(running)
    yield from hands.calm()
    yield Rest(5000)
    print('{"used": true}', flush=True)
    yield Until(_told, "the parent says nothing")
    return {}


# -- much to look at ------------------------------------------------------------------------------


def first(running: Running, facts: Facts) -> Journey:
    """Use a window whose articles were never looked at, while that is done."""
    hands, metronome = Hands(running, facts), Metronome()
    yield Painted(hands.window.articles.list.viewport(), lambda: hands.rows() > 0, "first rows")
    yield Rest(1000)
    metronome.start()
    yield from _refreshed(running)  # fills the validators
    print("{}", flush=True)
    yield Until(_told, "the parent says nothing")
    opened, switched = [], []
    for part in range(4):
        switched.append((yield from hands.switch(Kind.UNREAD)))
        yield Rest(200)
        switched.append((yield from hands.source(3 + part * 5)))
        yield Rest(200)
        for number in range(12):
            opened.append((yield from hands.open_row(number + 1)))
            yield Rest(300)
    refresh = yield from _refreshed(running)
    print("{}", flush=True)
    yield Until(_told, "the parent says nothing")
    metronome.stop()
    return {
        "article": _ms(opened), "section": _ms(switched), "refresh": refresh,
        "late": _ms([late for _, late in metronome.late]),
        "left": "at rest" if running.tasks.quiet() else "still looking",
    }  # fmt: skip


def crowd(running: Running, facts: Facts) -> Journey:
    """Refresh once, with all articles of all sources new, and touch nothing."""
    hands, metronome = Hands(running, facts), Metronome()
    yield from hands.ready()
    yield from hands.switch(Kind.UNREAD)
    yield from hands.calm()
    new: list[tuple[float, int]] = []

    def on_change(change: ChangeSet) -> None:
        if change.new_articles:
            new.append((time.perf_counter(), len(change.new_articles)))

    running.window.applied.connect(on_change)
    metronome.start()
    began = time.perf_counter()
    yield from _refreshed(running)
    yield Rest(4000)  # what came is looked at a little later
    yield Until(running.tasks.quiet, "the tasks never rest", 300.0)
    metronome.stop()
    return {
        "first": new[0][0] - began, "shown": new[-1][0] - began,
        "new": sum(count for _, count in new), "rest": time.perf_counter() - began,
        "late": _ms([late for _, late in metronome.late]),
    }  # fmt: skip


JOURNEYS: dict[str, Callable[[Running, Facts], Generator[Any, float, dict[str, Any]]]] = {
    "look": look,
    "late": late,
    "refresh": refresh,
    "used": used,
    "first": first,
    "crowd": crowd,
}
