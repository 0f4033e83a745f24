"""A flat list of comments made into the order of a thread, without recursion.

Servers accept parents that do not exist, parents from other articles, and cycles (WordPress
answers 201 to each), so none of them may lose or repeat a comment.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any, Generic, Protocol, TypeVar


class Node(Protocol):
    """What the tree needs to know of a comment."""

    @property
    def remote_id(self) -> str:
        """The comment's own id."""
        ...

    @property
    def parent_remote_id(self) -> str | None:
        """The id that it answers, None at the top."""
        ...


N = TypeVar("N", bound=Node)

Link = tuple[str, str | None, int]
"""A comment's id, the id that it answers, and when it was written."""


@dataclass(frozen=True, slots=True)
class Placed(Generic[N]):
    """A comment with its place: rows come in reading order."""

    comment: N
    depth: int
    descendants: int  # how many rows directly below belong to it
    orphan: bool  # answers a comment that is not here


def place(comments: Iterable[N], key: Callable[[N], Any]) -> tuple[Placed[N], ...]:
    """Return every comment exactly once, parents before children, siblings sorted by ``key``.

    The first of several comments with the same id wins. A comment whose parent is absent becomes a
    root marked ``orphan``; so does the member of a cycle that sorts first.
    """
    by_id: dict[str, N] = {}
    for comment in comments:
        by_id.setdefault(comment.remote_id, comment)
    ordered = sorted(by_id.values(), key=key)
    children: dict[str, list[N]] = {}
    roots: list[N] = []
    for comment in ordered:
        parent = comment.parent_remote_id
        if parent in by_id and parent != comment.remote_id:
            children.setdefault(parent, []).append(comment)
        else:
            roots.append(comment)
    rows = _walk(roots, children)
    if len(rows) < len(by_id):
        rows = _with_cycles(ordered, by_id, roots, children, key)
    return _counted(rows)


def beginning(links: Sequence[Link], most: int) -> list[str]:
    """Return the ids of the first comments that ``place`` would give, the oldest first.

    Cheaper than ``place``: what comes later is not looked at. Members of a cycle are left out.
    """
    here = {ident for ident, _, _ in links}
    children: dict[str, list[tuple[int, str]]] = {}
    roots: list[tuple[int, str]] = []
    for ident, parent, at in links:
        if parent in here and parent != ident:
            children.setdefault(str(parent), []).append((at, ident))
        else:
            roots.append((at, ident))
    stack = sorted(roots, reverse=True)
    found: list[str] = []
    while stack and len(found) < most:
        _, ident = stack.pop()
        found.append(ident)
        stack.extend(sorted(children.get(ident, ()), reverse=True))
    return found


def _walk(roots: Sequence[N], children: dict[str, list[N]]) -> list[tuple[N, int]]:
    rows: list[tuple[N, int]] = []
    stack = [(root, 0) for root in reversed(roots)]
    seen: set[str] = set()
    while stack:
        comment, depth = stack.pop()
        if comment.remote_id in seen:
            continue
        seen.add(comment.remote_id)
        rows.append((comment, depth))
        below = children.get(comment.remote_id, ())
        stack.extend((child, depth + 1) for child in reversed(below))
    return rows


def _with_cycles(
    ordered: Sequence[N],
    by_id: dict[str, N],
    roots: Sequence[N],
    children: dict[str, list[N]],
    key: Callable[[N], Any],
) -> list[tuple[N, int]]:
    reached = {comment.remote_id for comment, _ in _walk(roots, children)}
    heads = list(roots)
    for comment in ordered:
        if comment.remote_id not in reached:
            head = min(_cycle_above(comment, by_id), key=key)
            heads.append(head)
            reached.update(each.remote_id for each, _ in _walk([head], children))
    return _walk(sorted(heads, key=key), children)


def _cycle_above(comment: N, by_id: dict[str, N]) -> list[N]:
    """Return the members of the cycle that the parents of ``comment`` end in."""
    trail: dict[str, N] = {}
    at = comment
    while at.remote_id not in trail:
        trail[at.remote_id] = at
        at = by_id[str(at.parent_remote_id)]
    members = list(trail.values())
    return members[list(trail).index(at.remote_id) :]


def _counted(rows: Sequence[tuple[N, int]]) -> tuple[Placed[N], ...]:
    counts = [0] * len(rows)
    open_rows: list[int] = []
    for index, (_, depth) in enumerate((*rows, (None, 0))):
        while open_rows and rows[open_rows[-1]][1] >= depth:
            above = open_rows.pop()
            counts[above] = index - above - 1
        open_rows.append(index)
    return tuple(
        Placed(comment, depth, counts[index], depth == 0 and comment.parent_remote_id is not None)
        for index, (comment, depth) in enumerate(rows)
    )
