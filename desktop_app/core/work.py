"""Work: a use case that takes time, written as a generator of steps.

::

    def open_article(self, article_id: ArticleId) -> Work[Body]:
        body = yield on(READ, self._articles.body, article_id)
        if body is None:
            found = yield from source.body(article)      # a Work inside a Work
            yield on(WRITE, self._articles.store_body, article_id, found)
        return body

A step names a *kind* of work, never a thread. Between two steps nothing blocks. An ``AppError``
of a step is thrown back in at its ``yield``. A WRITE step is one transaction. ``gather`` runs
several Works at once and returns their results in order; a failed one stands there as its
``AppError``, so that one bad source never hides the others.
"""

from collections.abc import Callable, Generator, Sequence
from dataclasses import dataclass
from enum import Enum
from typing import Any, ParamSpec, TypeAlias, TypeVar

from desktop_app.core.cancel import NEVER, CancelToken, cancelled_by
from desktop_app.core.errors import AppError

T = TypeVar("T")
P = ParamSpec("P")


class Lane(Enum):
    """Kinds of work; ``runtime/tasks.py`` gives each its threads."""

    NET = "net"
    CPU = "cpu"  # nothing over 1 MB: that is HEAVY
    HEAVY = "heavy"  # a function of worker.py's closed table, run in the child process
    READ = "read"
    SEARCH = "search"  # reading that the next search interrupts
    WRITE = "write"
    SECRET = "secret"  # noqa: S105 - the name of a lane


NET, CPU, HEAVY = Lane.NET, Lane.CPU, Lane.HEAVY
READ, SEARCH, WRITE, SECRET = Lane.READ, Lane.SEARCH, Lane.WRITE, Lane.SECRET

HEAVY_BYTES = 1_000_000


@dataclass(frozen=True, slots=True)
class Call:
    """One call of one function on one lane."""

    lane: Lane
    function: Callable[..., Any]
    args: tuple[Any, ...]
    kwargs: dict[str, Any]


@dataclass(frozen=True, slots=True)
class Gather:
    """Several Works, at most ``limit`` of them under way at once."""

    works: tuple["Work[Any]", ...]
    limit: int


@dataclass(frozen=True, slots=True)
class Pause:
    """Wait without holding a thread."""

    seconds: float


Step: TypeAlias = Call | Gather | Pause
Work: TypeAlias = Generator[Step, Any, T]


def on(lane: Lane, function: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> Call:
    """Describe one step: call ``function`` on ``lane``."""
    return Call(lane, function, args, kwargs)


def parse_lane(size: int) -> Lane:
    """Return the lane on which an answer of ``size`` bytes is parsed."""
    return HEAVY if size > HEAVY_BYTES else CPU


def gather(works: Sequence["Work[T]"], limit: int = 8) -> Gather:
    """Describe many Works at once; the step's result is ``list[T | AppError]`` in their order."""
    return Gather(tuple(works), limit)


def pause(seconds: float) -> Pause:
    """Describe waiting for ``seconds``; it ends early when the Work is cancelled."""
    return Pause(seconds)


def run_now(work: "Work[T]", token: CancelToken = NEVER) -> T:
    """Drive ``work`` to its end on this thread, as the command line and the tests do.

    Raises what the Work raises.
    """
    answer: Any = None
    error: AppError | None = None
    while True:
        try:
            step = work.throw(error) if error is not None else work.send(answer)
        except StopIteration as stop:
            return stop.value  # type: ignore[no-any-return]
        answer, error = None, None
        try:
            token.check()
            answer = _run_step(step, token)
        except AppError as failure:
            error = failure


def _run_step(step: Step, token: CancelToken) -> Any:
    if isinstance(step, Call):
        with cancelled_by(token):
            return step.function(*step.args, **step.kwargs)
    if isinstance(step, Pause):
        token.wait(step.seconds)
        return None
    results: list[Any] = []
    for work in step.works:
        try:
            results.append(run_now(work, token))
        except AppError as failure:
            results.append(failure)
    return results
