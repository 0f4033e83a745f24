"""The newsrooms next door to the embedded one: added with it, so that stories have sources."""

import logging
from typing import TYPE_CHECKING

from desktop_app.core.errors import AppError, ErrorKind
from desktop_app.core.ids import SourceId
from desktop_app.core.work import WRITE, Work, on

if TYPE_CHECKING:
    from desktop_app.services.bundle import Services
    from desktop_app.services.subscribing import Candidate, Discovered
    from desktop_app.system.settings import WindowState

log = logging.getLogger("daily8.ui")

NEIGHBOURS = ("quay-post", "radio-salma")
KEPT = "demo_neighbours"
"""Under this name the window's state keeps which sources they are."""


def address(newsroom: str, name: str) -> str:
    """Return the address of a neighbour's feed."""
    return f"{newsroom}/neighbours/{name}/feed/"


def add_neighbours(services: "Services", state: "WindowState", newsroom: str) -> Work[None]:
    """Add them as sources of their own. One that does not answer is left out."""
    added: dict[str, SourceId] = {}
    for name in NEIGHBOURS:
        found = yield from _found(services, address(newsroom, name))
        if found is not None and found.already is None:
            added[name] = yield from services.subscribing.add(found, frozenset())
    yield on(WRITE, state.set, KEPT, added)


def follow_neighbours(services: "Services", state: "WindowState", newsroom: str) -> Work[None]:
    """Refresh them; they move with the newsroom when it had to take another port."""
    kept = state.get(KEPT)
    sidebar = yield from services.subscribing.sidebar()
    there = {each.id for each in sidebar.sources}
    for name in NEIGHBOURS:
        source_id = kept.get(name) if isinstance(kept, dict) else None
        if source_id not in there:
            continue
        found = yield from _found(services, address(newsroom, name))
        if found is None:
            continue
        if found.already is None:
            yield from services.subscribing.move_site(source_id, found.found)
        yield from services.refresh.source(source_id)


def _found(services: "Services", place: str) -> Work["Candidate | None"]:
    try:
        found: Discovered = yield from services.subscribing.discover(place)
    except AppError as error:
        if error.kind is ErrorKind.CANCELLED:
            raise
        log.info("%s: %s", place, error)
        return None
    return found.candidates[0]
