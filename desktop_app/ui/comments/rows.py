"""What a thread shows, row by row: comments and own postings joined, placed, collapsed. Pure."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from enum import Enum
from typing import Any

from desktop_app.core.comment_tree import Placed, place
from desktop_app.core.comments import Comment, Posting, PostingKind, PostingState

SETTLED = (PostingState.PUBLISHED, PostingState.ALREADY_THERE)
DEEPEST = 8


class Sort(Enum):
    """The order of siblings."""

    OLDEST = "oldest"
    NEWEST = "newest"
    BEST = "best"


@dataclass(frozen=True, slots=True)
class Node:
    """A comment, a posting that is not a comment yet, or a comment with a posting about it."""

    remote_id: str
    parent_remote_id: str | None
    at: int
    comment: Comment | None
    posting: Posting | None = None

    @property
    def mine(self) -> bool:
        """Whether the reader wrote it."""
        return self.comment is None or self.comment.is_mine

    @property
    def plain(self) -> str:
        """The words as they show: those of an edit that is under way come first."""
        posting = self.posting
        if posting is not None and (self.comment is None or posting.kind is PostingKind.EDIT):
            return posting.text
        return self.comment.plain if self.comment is not None else ""


@dataclass(frozen=True, slots=True)
class Row:
    """One visible row."""

    node: Node
    depth: int
    orphan: bool
    hidden: int  # rows below that a collapse hides
    descendants: int
    new: bool

    @property
    def key(self) -> str:
        """What identifies the row while it moves."""
        return self.node.remote_id

    @property
    def level(self) -> int:
        """How far it is indented: deep replies stay readable."""
        return min(self.depth, DEEPEST)


def nodes_of(comments: Sequence[Comment], postings: Sequence[Posting]) -> tuple[Node, ...]:
    """Join what the server shows with what the outbox holds; nothing stands there twice."""
    about = _by_comment(postings)
    nodes = [
        Node(
            each.remote_id,
            each.parent_remote_id,
            each.published_at,
            each,
            about.get(each.remote_id),
        )
        for each in comments
    ]
    known = {each.remote_id for each in comments}
    nodes += [
        Node(posting_key(each), each.parent_remote_id, each.created_at, None, each)
        for each in postings
        if each.kind is PostingKind.COMMENT and each.comment_remote_id not in known
    ]
    return tuple(nodes)


def posting_key(posting: Posting) -> str:
    """Return the row id of a posting that has no comment yet."""
    return f"posting:{posting.id}"


def _by_comment(postings: Iterable[Posting]) -> dict[str, Posting]:
    about: dict[str, Posting] = {}
    for posting in sorted(postings, key=_created):
        target = posting.target_remote_id or posting.comment_remote_id
        if target is not None and posting.state not in SETTLED:
            about[target] = posting
    return about


def _created(posting: Posting) -> int:
    return posting.created_at


def _oldest(node: Node) -> tuple[Any, ...]:
    return (node.at, node.remote_id)


def _newest(node: Node) -> tuple[Any, ...]:
    return (-node.at, node.remote_id)


def _best(node: Node) -> tuple[Any, ...]:
    score = node.comment.score if node.comment is not None else None
    return (-(score if score is not None else 0), node.at, node.remote_id)


KEYS: dict[Sort, Callable[[Node], tuple[Any, ...]]] = {
    Sort.OLDEST: _oldest,
    Sort.NEWEST: _newest,
    Sort.BEST: _best,
}


def placed(nodes: Sequence[Node], sort: Sort) -> tuple[Placed[Node], ...]:
    """Put the nodes into the order of the thread."""
    return place(nodes, KEYS[sort])


def is_new(node: Node, visited_at: int | None) -> bool:
    """Return whether somebody else's comment came after the reader's last visit."""
    if visited_at is None or node.comment is None or node.comment.is_mine:
        return False
    return node.comment.first_seen_at > visited_at


def rows_of(
    order: Sequence[Placed[Node]],
    collapsed: frozenset[str],
    visited_at: int | None,
    left_out: frozenset[str] = frozenset(),
) -> tuple[Row, ...]:
    """Return the visible rows; ``left_out`` wait behind the pill, their replies with them."""
    rows: list[Row] = []
    index = 0
    while index < len(order):
        item = order[index]
        node = item.comment
        if node.remote_id in left_out:
            index += item.descendants + 1
            continue
        below = order[index + 1 : index + 1 + item.descendants] if left_out else ()
        kept = item.descendants - sum(each.comment.remote_id in left_out for each in below)
        closed = node.remote_id in collapsed and item.descendants > 0
        hidden = max(kept, 1) if closed else 0
        new = is_new(node, visited_at)
        rows.append(Row(node, item.depth, item.orphan, hidden, item.descendants, new))
        index += item.descendants + 1 if closed else 1
    return tuple(rows)


def ancestor_row(rows: Sequence[Row], index: int, level: int) -> int | None:
    """Return the row whose thread line number ``level`` runs through row ``index``."""
    for above in range(index - 1, -1, -1):
        if rows[above].depth == level:
            return above
        if rows[above].depth < level:
            return None
    return None


def ancestors_of(nodes: Sequence[Node], remote_id: str) -> tuple[str, ...]:
    """Return the ids above a node, nearest first; a cycle ends the walk."""
    parents = {node.remote_id: node.parent_remote_id for node in nodes}
    found: list[str] = []
    here = parents.get(remote_id)
    while here is not None and here in parents and here not in found:
        found.append(here)
        here = parents[here]
    return tuple(found)


@dataclass(frozen=True, slots=True)
class Change:
    """Rows that go (ranges of the old list, last first) and that come (of the new, first first)."""

    removed: tuple[tuple[int, int], ...]
    inserted: tuple[tuple[int, int], ...]


def difference(old: Sequence[str], new: Sequence[str]) -> Change | None:
    """Return how ``old`` becomes ``new`` by removing and inserting; None when rows moved."""
    before, after = set(old), set(new)
    if [key for key in old if key in after] != [key for key in new if key in before]:
        return None
    gone = _ranges([index for index, key in enumerate(old) if key not in after])
    came = _ranges([index for index, key in enumerate(new) if key not in before])
    return Change(tuple(reversed(gone)), tuple(came))


def _ranges(indexes: Sequence[int]) -> list[tuple[int, int]]:
    ranges: list[tuple[int, int]] = []
    for index in indexes:
        if ranges and ranges[-1][1] == index - 1:
            ranges[-1] = (ranges[-1][0], index)
        else:
            ranges.append((index, index))
    return ranges
