"""Drives Works over the lanes. No Qt: ``tasks.py`` brings the results to the main thread.

A generator is advanced by the thread that finished its last step; the first time, and after a
pause, by the clock thread. A job is always in exactly one place (the clock, a queue, a step, a
gather), and only whoever takes it from there touches its generator, so a generator is never
advanced or closed by two threads at once. Cancelling sets the token; the next one who takes the
job closes the generator.
"""

import threading
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from typing import Any, TypeAlias

from desktop_app.core.cancel import CancelToken, cancelled_by
from desktop_app.core.courtesy import courteous, give_way
from desktop_app.core.errors import AppError, ErrorKind
from desktop_app.core.work import Call, Gather, Lane, Pause, Step, Work
from desktop_app.runtime.clock_thread import ClockThread
from desktop_app.runtime.lanes import PLAN, LaneThreads

Finished: TypeAlias = Callable[[Any, BaseException | None], None]
Heavy: TypeAlias = Callable[..., Any]
"""Runs a function of the worker's table in the child process: ``heavy(function, *args)``."""

_ON_ITS_WAY = (None, Lane.READ, Lane.WRITE)
"""Where a job may stand and still reach the database when the program ends."""


class _Token(CancelToken):
    """A token that tells the engine, so that a pause or a search ends at once."""

    __slots__ = ("_tell",)

    def __init__(self, tell: Callable[[CancelToken], None]) -> None:
        super().__init__()
        self._tell = tell

    def cancel(self) -> None:
        if not self.cancelled:
            super().cancel()
            self._tell(self)


class _Elsewhere:
    """The place of a job that pauses or gathers."""


_ELSEWHERE = _Elsewhere()


class Job:
    """A Work under way."""

    __slots__ = ("finish", "place", "token", "urgent", "work")

    def __init__(
        self,
        work: Work[Any],
        token: CancelToken,
        urgent: bool,
        finish: Callable[[Any, BaseException | None], "list[Ready]"],
    ) -> None:
        self.work = work
        self.token = token
        self.urgent = urgent
        self.finish = finish
        self.place: Lane | _Elsewhere | None = None  # None: about to start


@dataclass(frozen=True, slots=True)
class Ready:
    """A job that can go on, and what its last step brought."""

    job: Job
    answer: Any = None
    error: AppError | None = None
    bug: BaseException | None = None


class Engine:
    """Owns lanes and clock. All methods may be called on any thread unless they say otherwise."""

    def __init__(
        self,
        *,
        heavy: Heavy | None = None,
        interrupters: Mapping[Lane, Callable[[], None]] | None = None,
        precedence: Callable[[], object] | None = None,
    ) -> None:
        self._heavy = heavy
        self._precedence = precedence
        self._interrupters = dict(interrupters or {})
        self._lanes = {lane: LaneThreads(lane.value, plan) for lane, plan in PLAN.items()}
        self._clock = ClockThread(self.drive)
        self._condition = threading.Condition()
        self._live: set[Job] = set()
        self._stopping = False
        self._step_lock = threading.Lock()
        self._interruptible: dict[Lane, Job] = {}

    def launch(self, work: Work[Any], finished: Finished, *, urgent: bool = False) -> CancelToken:
        """Start ``work``; ``finished(result, error)`` is called once, on any thread.

        ``error`` is an AppError, or any other exception for a bug; CANCELLED when the token was
        set. After ``stop`` nothing starts: the Work is closed and ``finished`` hears CANCELLED.
        """
        token = _Token(self._on_cancel)

        def finish(result: Any, error: BaseException | None) -> list[Ready]:
            finished(result, error)
            return []

        job = Job(work, token, urgent, finish)
        if self._stopping:
            token.cancel()
        with self._condition:
            self._live.add(job)
        self._clock.soon(Ready(job))
        return token

    def pending(self) -> int:
        """Return how many Works are under way, those inside a gather included."""
        return len(self._live)

    def stop(self, timeout: float = 2.0) -> bool:
        """Cancel everything but what is on its way to the database, and wait for that.

        ``timeout`` in seconds bounds the wait; return whether all of it arrived. A call that hangs
        is left to its daemon thread.
        """
        end = time.monotonic() + timeout
        with self._condition:
            self._stopping = True
            live = list(self._live)
        for job in live:
            if job.place not in _ON_ITS_WAY:
                job.token.cancel()
        with self._condition:
            arrived = self._condition.wait_for(self._nothing_on_its_way, timeout)
            left = list(self._live)
        for job in left:
            job.token.cancel()
        for lane in self._lanes.values():
            lane.close(max(0.1, min(0.5, end - time.monotonic())))
        self._clock.close()
        return arrived

    def has_ended(self) -> bool:
        """Return whether no thread is left that may hold anything."""
        return self._clock.has_ended() and all(each.has_ended() for each in self._lanes.values())

    def drive(self, ready: Ready) -> None:
        """Advance a job until it waits again, and whatever that made ready."""
        stack = [ready]
        while stack:
            stack.extend(self._advance(stack.pop()))

    def _advance(self, ready: Ready) -> list[Ready]:
        job = ready.job
        if ready.bug is not None or job.token.cancelled:
            return self._end(job, ready.bug)
        try:
            if ready.error is not None:
                step = job.work.throw(ready.error)
            else:
                step = job.work.send(ready.answer)
        except StopIteration as stop:
            return self._finished(job, stop.value, None)
        except BaseException as error:  # noqa: BLE001 - the boundary: a bug is reported by tasks
            return self._finished(job, None, error)
        return self._begin(job, step)

    def _begin(self, job: Job, step: Step) -> list[Ready]:
        if self._stopping and not (isinstance(step, Call) and step.lane in _ON_ITS_WAY):
            job.token.cancel()
        if job.token.cancelled:
            return self._end(job, None)
        if isinstance(step, Call):
            job.place = step.lane
            lane = Lane.CPU if step.lane is Lane.HEAVY and self._heavy is None else step.lane
            self._lanes[lane].submit(partial(self._run, job, step), urgent=job.urgent)
            return []
        job.place = _ELSEWHERE
        if isinstance(step, Pause):
            self._clock.later(step.seconds, Ready(job))
            return []
        return _Group(self, job, step).first()

    def _run(self, job: Job, call: Call) -> None:
        """Run one step on the thread of its lane, then advance the job there."""
        # What was handed to the writer is written: it is what somebody did or wrote.
        if job.token.cancelled and call.lane is not Lane.WRITE:
            self.drive(Ready(job))
            return
        function: Callable[..., Any] = call.function
        if call.lane is Lane.HEAVY and self._heavy is not None:
            function = partial(self._heavy, call.function)
        try:
            with (
                cancelled_by(job.token),
                courteous(None if job.urgent else self._precedence),
                self._noted(job, call.lane),
            ):
                give_way()
                ready = Ready(job, function(*call.args, **call.kwargs))
        except AppError as error:
            ready = Ready(job, error=error)
        except BaseException as error:  # noqa: BLE001 - the boundary: a bug is reported by tasks
            ready = Ready(job, bug=error)
        self.drive(ready)

    def _end(self, job: Job, bug: BaseException | None) -> list[Ready]:
        """Close the generator of a job that was cancelled or that met a bug."""
        error: BaseException = bug or AppError(ErrorKind.CANCELLED)
        try:
            job.work.close()
        except BaseException as failure:  # noqa: BLE001 - the boundary: a bug is reported by tasks
            error = failure
        return self._finished(job, None, error)

    def _finished(self, job: Job, result: Any, error: BaseException | None) -> list[Ready]:
        ready = job.finish(result, error)
        with self._condition:
            self._live.discard(job)
            if self._stopping:
                self._condition.notify_all()
        return ready

    def enter(self, job: Job) -> None:
        """Count a job that a gather starts."""
        with self._condition:
            self._live.add(job)

    @contextmanager
    def _noted(self, job: Job, lane: Lane) -> Iterator[None]:
        if lane not in self._interrupters:
            yield
            return
        with self._step_lock:
            self._interruptible[lane] = job
        try:
            yield
        finally:
            with self._step_lock:  # waits for an interruption that is meant for this step
                del self._interruptible[lane]

    def _on_cancel(self, token: CancelToken) -> None:
        self._clock.look()
        with self._step_lock:
            for lane, job in self._interruptible.items():
                if job.token is token:
                    self._interrupters[lane]()

    def _nothing_on_its_way(self) -> bool:
        return not any(job.place in _ON_ITS_WAY for job in self._live)


class _Group:
    """The Works of one gather; the last to finish makes their parent ready."""

    def __init__(self, engine: Engine, parent: Job, step: Gather) -> None:
        self._engine = engine
        self._parent = parent
        self._works = step.works
        self._limit = max(1, step.limit)
        self._results: list[Any] = [None] * len(step.works)
        self._lock = threading.Lock()
        self._next = 0
        self._running = 0
        self._bug: BaseException | None = None

    def first(self) -> list[Ready]:
        """Return the first jobs; an empty gather is done at once."""
        if not self._works:
            return [Ready(self._parent, [])]
        with self._lock:
            ready = [self._take() for _ in range(min(self._limit, len(self._works)))]
        return ready[::-1]  # they are taken from the end

    def _take(self) -> Ready:
        index = self._next
        self._next += 1
        self._running += 1
        finish = partial(self._finished, index)
        job = Job(self._works[index], self._parent.token, False, finish)
        self._engine.enter(job)
        return Ready(job)

    def _finished(self, index: int, result: Any, error: BaseException | None) -> list[Ready]:
        with self._lock:
            self._running -= 1
            self._results[index] = result if error is None else error
            if error is not None and not isinstance(error, AppError):
                self._bug = self._bug or error
            if self._next < len(self._works):
                return [self._take()]
            if self._running:
                return []
        return [Ready(self._parent, self._results, bug=self._bug)]
