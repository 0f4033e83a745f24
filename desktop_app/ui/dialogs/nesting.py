"""Sections below their parents. Pure."""

from collections.abc import Sequence
from typing import TypeVar

from desktop_app.core.sources import FoundSection, Section

S = TypeVar("S", FoundSection, Section)
DEEPEST = 4  # levels that are still indented


def nested(sections: Sequence[S]) -> list[tuple[S, int]]:
    """Return the sections, each below its parent, with their depth. Cycles become roots."""
    known = {section.remote_id for section in sections}
    below: dict[str | None, list[S]] = {}
    for section in sections:
        parent = section.parent_remote_id
        below.setdefault(parent if parent in known else None, []).append(section)
    placed: list[tuple[S, int]] = []
    seen: set[str] = set()

    def place(roots: Sequence[S]) -> None:
        waiting = [(section, 0) for section in reversed(roots)]
        while waiting:
            section, depth = waiting.pop()
            if section.remote_id in seen:
                continue
            seen.add(section.remote_id)
            placed.append((section, depth))
            children = below.get(section.remote_id, ())
            waiting.extend((child, min(depth + 1, DEEPEST)) for child in reversed(children))

    place(below.get(None, ()))
    place([section for section in sections if section.remote_id not in seen])
    return placed
