"""Work behind the scenes of which one at a time is enough."""

from collections.abc import Callable

from desktop_app.core.work import Work


class OneAtATime:
    """Runs a Work unless one is under way already; then the second one does nothing."""

    def __init__(self) -> None:
        self._under_way = False

    def run(self, make: Callable[[], Work[int]]) -> Work[int]:
        """Run what ``make`` returns to its end, or until it fails or is cancelled."""
        if self._under_way:
            return 0
        self._under_way = True
        try:
            return (yield from make())
        finally:
            self._under_way = False
