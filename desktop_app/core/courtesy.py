"""Giving way: what computes in the background stops for a moment while the window works.

Python runs one thread at a time. A computing thread makes the main thread wait half a millisecond
each time that it comes back from Qt, which it does some hundred times for a frame. So long
computations call ``give_way`` between two pieces; whoever runs them says what that means.
"""

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager

_local = threading.local()


def give_way() -> None:
    """Wait while somebody has precedence; a short, bounded time. Any thread."""
    wait: Callable[[], object] | None = getattr(_local, "wait", None)
    if wait is not None:
        wait()


@contextmanager
def courteous(wait: Callable[[], object] | None) -> Iterator[None]:
    """Let ``give_way`` call ``wait`` on this thread; None: nobody has precedence."""
    before = getattr(_local, "wait", None)
    _local.wait = wait
    try:
        yield
    finally:
        _local.wait = before
