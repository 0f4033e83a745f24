"""What is due when: sources to refresh, postings to deliver."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from desktop_app.core.clock import Clock
from desktop_app.core.comments import Posting
from desktop_app.core.sources import Source
from desktop_app.core.work import READ, Work, on
from desktop_app.services import outbox_rules
from desktop_app.services.outbox import Outbox
from desktop_app.services.refresh import Refresh
from desktop_app.storage.database import Database
from desktop_app.storage.outbox import OutboxTable
from desktop_app.storage.sources import Sources


def next_due(
    sources: Iterable[Source], postings: Iterable[Posting], now: int, refreshes: bool = True
) -> int | None:
    """Return the next moment at which something is due, ``now`` at the earliest. Pure.

    None: nothing ever is. ``refreshes`` False: the reader does not want sources looked at by
    themselves.
    """
    times = [each.due_at for each in sources if refreshes and not each.gone]
    posting = outbox_rules.next_due(postings)
    if posting is not None:
        times.append(posting)
    return max(now, min(times)) if times else None


@dataclass(frozen=True)
class Schedule:
    """Methods are Works; runtime's one timer asks ``next`` and runs ``run``."""

    database: Database
    refresh: Refresh
    outbox: Outbox
    refreshes: Callable[[], bool]
    clock: Clock

    def next(self) -> Work[int | None]:
        """Return when ``run`` has something to do (Unix seconds), None: not by itself."""
        due: int | None = yield on(READ, self._next)
        return due

    def run(self, network_is_back: bool = False) -> Work[None]:
        """Deliver what is due, then refresh what is due."""
        yield from self.outbox.deliver_due(network_is_back)
        if self.refreshes():
            yield from self.refresh.due()

    def _next(self) -> int | None:
        sources = Sources(self.database).all()
        postings = OutboxTable(self.database).pending()
        return next_due(sources, postings, self.clock.now(), self.refreshes())
