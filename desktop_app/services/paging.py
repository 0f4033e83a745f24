"""Where paging back has got to, kept beside the source, down to its very first article.

A hit of a search on the site may be years old, so the oldest article that is stored says nothing
about how far down everything is there. The place is the adapter's own cursor.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from desktop_app.core.articles import FoundArticle
from desktop_app.core.ids import SourceId
from desktop_app.core.sources import SyncState
from desktop_app.services import decide
from desktop_app.sources.base import ListsOlder
from desktop_app.storage.sources import Sources

_CURSOR, _END = "cursor", "end"


@dataclass(frozen=True, slots=True)
class Place:
    """``cursor`` None: from the newest. ``end``: there is nothing below."""

    cursor: str | None = None
    end: bool = False


def place(sources: Sources, source_id: SourceId, section: str | None) -> Place:
    """Return how far down a list was read. READ."""
    values = sources.state(source_id, _key(section)).values
    return Place(values.get(_CURSOR), _END in values)


def keep(sources: Sources, source_id: SourceId, section: str | None, reached: Place) -> None:
    """Remember how far down a list was read. WRITE."""
    values = {_END: "1"} if reached.end else {}
    if reached.cursor is not None:
        values[_CURSOR] = reached.cursor
    sources.set_state(source_id, _key(section), SyncState(values))


def start_below(
    sources: Sources,
    adapter: ListsOlder,
    source_id: SourceId,
    section: str | None,
    found: Sequence[FoundArticle],
) -> None:
    """After the first look at a list, let paging begin below what it brought. WRITE."""
    if sources.state(source_id, _key(section)).values:
        return
    last = decide.oldest(found)
    if last is not None and last.published_at is not None:
        cursor = adapter.cursor_after(last.published_at, last.remote_id)
        keep(sources, source_id, section, Place(cursor))


def _key(section: str | None) -> str:
    return f"older:{section or ''}"
