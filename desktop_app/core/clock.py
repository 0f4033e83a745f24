"""Time as the program sees it: Unix seconds, UTC, as ints."""

import time
from typing import Protocol


class Clock(Protocol):
    """Says what time it is; tests hand in one that stands still."""

    def now(self) -> int:
        """Return Unix seconds, UTC."""
        ...

    def monotonic(self) -> float:
        """Return seconds that never go backwards."""
        ...


class SystemClock:
    """The machine's clock. Any thread."""

    def now(self) -> int:
        """Return Unix seconds, UTC."""
        return int(time.time())

    def monotonic(self) -> float:
        """Return seconds that never go backwards."""
        return time.monotonic()
