"""When something is due: sources to refresh, postings to deliver. Pure."""

from collections.abc import Iterable

from desktop_app.core.comments import Posting
from desktop_app.core.sources import Source
from desktop_app.services import decide, outbox_rules


def next_refresh(sources: Iterable[Source], now: int, minutes: int) -> int | None:
    """Return when the next source is due, ``now`` at the earliest.

    None: never. ``minutes`` 0: the reader does not want sources looked at by themselves.
    """
    times = [decide.due_at(each, now, minutes) for each in sources if not each.gone]
    return max(now, min(times)) if times and minutes > 0 else None


def next_due(
    sources: Iterable[Source], postings: Iterable[Posting], now: int, minutes: int
) -> int | None:
    """Return the next moment at which anything is due, None: nothing ever is."""
    refresh = next_refresh(sources, now, minutes)
    posting = outbox_rules.next_due(postings, now)
    times = [each for each in (refresh, posting) if each is not None]
    return max(now, min(times)) if times else None
