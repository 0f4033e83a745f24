"""The program killed before or after every step of a delivery: nothing lost, nothing doubled.

The same is done with real SIGKILLs on a real WordPress in ``tests/crash``; here every single step
of the way is tried, on both sides of it, as often as there are steps.
"""

import itertools
from pathlib import Path
from typing import Any

import pytest

from desktop_app.core.comments import PostingState
from desktop_app.core.errors import AppError
from desktop_app.core.work import Call, Gather, Work
from desktop_app.system.credentials import MemoryCredentials
from tests.support.reader import Reader
from tests.support.small_site import SmallSite, StandingClock

TEXTS = ("seen", "holdme", "seen too", "Seen!")


class Killed(BaseException):
    """What no ``except`` of the program catches."""


class Killer:
    """Drives a Work and dies at the step with a given number, before or after running it."""

    def __init__(self, at: int, after: bool) -> None:
        self._left = at
        self._after = after

    def run(self, work: Work[Any]) -> Any:
        answer: Any = None
        error: AppError | None = None
        while True:
            try:
                step = work.throw(error) if error else work.send(answer)
            except StopIteration as stop:
                return stop.value
            answer, error = None, None
            if isinstance(step, Gather):
                answer = [self.run(each) for each in step.works]
                continue
            assert isinstance(step, Call)
            dies = self._left == 0
            self._left -= 1
            if dies and not self._after:
                raise Killed
            try:
                answer = step.function(*step.args, **step.kwargs)
            except AppError as failure:
                error = failure
            if dies:
                raise Killed


def deliver_in_pieces(reader: Reader, step: int, after: bool) -> tuple[Reader, bool]:
    """Deliver, die at ``step``, start again, and let the next run find out."""
    died = False
    try:
        Killer(step, after).run(reader.part.outbox.deliver_due())
    except Killed:
        died = True
        reader = reader.again()
        Killer(10_000, False).run(reader.part.outbox.on_start())
    reader.deliver_all()
    return reader, died


@pytest.mark.parametrize("after", [False, True], ids=["before", "after"])
@pytest.mark.parametrize("lost", [0, 2], ids=["answers arrive", "answers get lost"])
def test_killed_at_every_step(tmp_path: Path, after: bool, lost: int) -> None:
    for step in itertools.count():
        site = SmallSite(StandingClock(), logins={"alice": ("right", "2")})
        reader = Reader.start(tmp_path / f"{step}", site, MemoryCredentials())
        reader.sign_in()
        for text in TEXTS:
            reader.write(text)
            site.clock.time += 1
        site.lost_answers = lost
        reader, died = deliver_in_pieces(reader, step, after)
        assert sorted(site.texts()) == sorted(TEXTS), f"step {step}"
        assert {each.state for each in reader.postings()} <= {
            PostingState.PUBLISHED,
            PostingState.HELD,
            PostingState.ALREADY_THERE,
        }
        reader.database.close()
        if not died:
            assert step > 12
            return


def test_killed_again_and_again_while_it_finds_out(tmp_path: Path) -> None:
    site = SmallSite(StandingClock(), logins={"alice": ("right", "2")})
    reader = Reader.start(tmp_path / "profile", site, MemoryCredentials())
    reader.sign_in()
    for text in TEXTS:
        reader.write(text)
    for round_ in range(60):
        try:
            Killer(round_ % 7, round_ % 2 == 0).run(reader.part.outbox.deliver_due())
        except Killed:
            reader = reader.again()
            Killer(10_000, False).run(reader.part.outbox.on_start())
        site.clock.time += 11
    reader.deliver_all()
    assert sorted(site.texts()) == sorted(TEXTS)
    reader.database.close()
