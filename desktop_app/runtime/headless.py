"""Works without a window: the command line drives them over the same lanes. No Qt."""

import threading
from typing import Any, TypeVar

from desktop_app.core.work import Work
from desktop_app.runtime.engine import Engine

T = TypeVar("T")

_SLICE_SECONDS = 0.2
"""How long an interrupt from the keyboard may wait; Windows does not interrupt a wait."""


def drive(engine: Engine, work: Work[T]) -> T:
    """Run ``work`` to its end, many steps at once where it gathers; return its result.

    Raises what the Work raises. A KeyboardInterrupt cancels it and goes on up.
    """
    results: list[tuple[Any, BaseException | None]] = []
    ended = threading.Event()

    def finished(result: Any, error: BaseException | None) -> None:
        results.append((result, error))
        ended.set()

    token = engine.launch(work, finished, urgent=True)
    try:
        while not ended.wait(_SLICE_SECONDS):
            pass
    except KeyboardInterrupt:
        token.cancel()
        raise
    result, error = results[0]
    if error is not None:
        raise error
    return result  # type: ignore[no-any-return]
