"""The one timer: asks, sleeps, runs, asks again, and never spins."""

from collections.abc import Callable, Iterator

import pytest

from desktop_app.core.changes import ChangeSet
from desktop_app.core.errors import AppError, ErrorKind
from desktop_app.core.ids import ArticleId, SourceId
from desktop_app.core.work import READ, Work, on
from desktop_app.runtime.due import AFTER_FAILURE, LONGEST, SHORTEST, DueTimer, Errand
from desktop_app.runtime.tasks import Tasks

Until = Callable[[Callable[[], bool]], None]
NOW = 1_000_000


class Clock:
    def __init__(self) -> None:
        self.now = float(NOW)

    def __call__(self) -> float:
        return self.now


class Book:
    """What an errand was asked and told to do."""

    def __init__(self, due: int | None) -> None:
        self.due = due
        self.asked = 0
        self.runs: list[bool] = []
        self.error: AppError | None = None

    def ask(self) -> Work[int | None]:
        self.asked += 1
        due: int | None = yield on(READ, lambda: self.due)
        return due

    def run(self, network_is_back: bool) -> Work[None]:
        yield on(READ, self.runs.append, network_is_back)
        if self.error is not None:
            raise self.error


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def books() -> dict[str, Book]:
    return {"refresh": Book(None), "outbox": Book(None)}


@pytest.fixture
def timer(tasks: Tasks, books: dict[str, Book], clock: Clock) -> Iterator[DueTimer]:
    errands = [Errand(name, book.ask, book.run) for name, book in books.items()]
    made = DueTimer(tasks, errands, now=clock)
    yield made
    made.stop()


def test_nothing_due_means_no_timer(
    timer: DueTimer, tasks: Tasks, until: Until, books: dict[str, Book]
) -> None:
    assert timer.waits() is None
    timer.poke()
    until(tasks.quiet)
    assert timer.waits() is None
    assert books["refresh"].asked == 1


def test_it_sleeps_until_the_first_of_all(
    timer: DueTimer, tasks: Tasks, until: Until, books: dict[str, Book]
) -> None:
    books["refresh"].due, books["outbox"].due = NOW + 300, NOW + 20
    timer.poke()
    until(tasks.quiet)
    waits = timer.waits()
    assert waits is not None
    assert 19 <= waits <= 21
    books["outbox"].due = None
    timer.poke()
    until(tasks.quiet)
    waits = timer.waits()
    assert waits is not None
    assert 299 <= waits <= 301


def test_it_never_sleeps_longer_than_a_machine_may_oversleep(
    timer: DueTimer, tasks: Tasks, until: Until, books: dict[str, Book]
) -> None:
    books["refresh"].due = NOW + 86_400
    timer.poke()
    until(tasks.quiet)
    waits = timer.waits()
    assert waits is not None
    assert waits <= LONGEST + 1


def test_what_is_due_runs_and_does_not_spin(
    timer: DueTimer, tasks: Tasks, until: Until, books: dict[str, Book]
) -> None:
    books["refresh"].due = NOW - 5  # and stays due: nothing could be done
    timer.poke()
    until(lambda: bool(books["refresh"].runs) and tasks.quiet())
    assert books["refresh"].runs == [False]
    assert books["outbox"].runs == []
    waits = timer.waits()
    assert waits is not None
    assert waits > SHORTEST - 1


def test_a_failure_waits_a_while(
    timer: DueTimer, tasks: Tasks, until: Until, books: dict[str, Book]
) -> None:
    books["refresh"].due, books["refresh"].error = NOW, AppError(ErrorKind.STORAGE)
    timer.poke()
    until(lambda: bool(books["refresh"].runs) and tasks.quiet())
    waits = timer.waits()
    assert waits is not None
    assert waits > AFTER_FAILURE - 2


def test_the_network_coming_back_runs_everything_once(
    timer: DueTimer, tasks: Tasks, until: Until, books: dict[str, Book]
) -> None:
    timer.network_came_back()
    timer.network_came_back()  # told twice while it runs: run once more, then quiet
    until(tasks.quiet)
    for book in books.values():
        assert book.runs == [True, True]


def test_changes_make_it_ask_only_when_they_matter(
    timer: DueTimer, tasks: Tasks, until: Until, books: dict[str, Book]
) -> None:
    timer.apply(ChangeSet(bodies=frozenset({ArticleId(1)})))
    assert books["outbox"].asked == 0
    timer.apply(ChangeSet(outbox=True))
    timer.apply(ChangeSet(sources=frozenset({SourceId(1)})))
    until(tasks.quiet)
    assert books["outbox"].asked in (1, 2)  # the second may come before the first began
