"""What to make of what came. Pure: what stands, what came, now; no clock, no storage."""

import math
from collections.abc import Iterable
from dataclasses import replace

from desktop_app.core.articles import FoundArticle
from desktop_app.core.errors import AppError, ErrorKind
from desktop_app.core.ids import SourceId
from desktop_app.core.sources import FoundSource, Problem, Source

EARLIEST = 631_152_000
"""1990-01-01T00:00:00Z: an article from before the web has a broken date."""

AHEAD = 86_400
"""Seconds that a date may lie ahead: time zones and clocks that are a little wrong."""

LONGEST_WAIT = 86_400
_LONGEST_AHEAD = 7 * LONGEST_WAIT
_OFFLINE_WAIT = 300
_OURS = (ErrorKind.OFFLINE, ErrorKind.DNS, ErrorKind.CAPTIVE_PORTAL)
"""Most likely our own network: try again soon."""


def to_store(found: Iterable[FoundArticle], now: int) -> tuple[FoundArticle, ...]:
    """Return what is worth storing, each article once, the first of doubles.

    A date that cannot be true becomes None, so that the time of first sight stands in and is
    marked as guessed. What has neither a title nor an address is nothing to read.
    """
    kept: dict[str, FoundArticle] = {}
    for each in found:
        if not each.remote_id or not (each.title or each.url) or each.remote_id in kept:
            continue
        kept[each.remote_id] = replace(
            each,
            published_at=usable_date(each.published_at, now),
            updated_at=usable_date(each.updated_at, now),
        )
    return tuple(kept.values())


def usable_date(at: int | None, now: int) -> int | None:
    """Return the date, or None when it lies before the web or more than a day ahead."""
    return at if at is not None and EARLIEST <= at <= now + AHEAD else None


def oldest(found: Iterable[FoundArticle]) -> FoundArticle | None:
    """Return the oldest article whose date is known."""
    dated = [each for each in found if each.published_at is not None]
    return min(dated, key=lambda each: each.published_at or 0, default=None)


def problem_of(error: AppError, before: Problem | None, now: int) -> Problem:
    """Return what to remember of a failed refresh; ``since`` stays while it keeps failing."""
    return Problem(error.kind, error.detail or error.code, before.since if before else now)


def due_after_success(source_id: SourceId, now: int, minutes: int) -> int:
    """Return when a source is due again; sources drift apart by a tenth so as not to bunch."""
    seconds = minutes * 60
    spread = (source_id * 7919 + now // 60) % 21 - 10  # percent
    return now + seconds + seconds * spread // 100


def due_at(source: Source, now: int, minutes: int) -> int:
    """Return when a source is due, by what the reader wants now and not at the last refresh."""
    asked_at = source.refreshed_at or 0
    if asked_at > now + AHEAD or source.due_at > now + _LONGEST_AHEAD:
        return now  # set under a clock that has been put right since
    if source.refreshed_at is None or source.problem is not None:
        return source.due_at
    return min(source.due_at, source.refreshed_at + minutes * 66)


def due_after_failure(error: AppError, problem: Problem, now: int, minutes: int) -> int:
    """Return when to try again: after as long as it has been failing, a day at most.

    A server that said how long to wait is obeyed. While we are offline there is nothing to spare.
    """
    usual = minutes * 60
    wait = min(max(usual, now - problem.since), LONGEST_WAIT)
    if error.kind in _OURS:
        wait = min(usual, _OFFLINE_WAIT)
    if error.retry_after is not None and math.isfinite(error.retry_after):
        wait = max(wait, min(math.ceil(error.retry_after), _LONGEST_AHEAD))
    return now + wait


def changed_info(source: Source, info: FoundSource | None) -> dict[str, object]:
    """Return the fields of a source that an answer completes; what the reader named stays."""
    if info is None:
        return {}
    fields: dict[str, object] = {}
    if info.title and source.title in ("", source.base_url):
        fields["title"] = info.title
    if info.home_url and not source.home_url:
        fields["home_url"] = info.home_url
    if info.icon_url and not source.icon_url:
        fields["icon_url"] = info.icon_url
    if info.language and not source.language:
        fields["language"] = info.language
    options = {**info.options, **source.options}
    if options != dict(source.options):
        fields["options"] = options
    return fields
