"""What the pane knows of the thread that shows: order, what is collapsed, what waits. No Qt."""

from dataclasses import replace
from typing import TYPE_CHECKING

from desktop_app.core.comment_tree import Placed
from desktop_app.text.fold import fold
from desktop_app.ui.comments.rows import (
    Node,
    Row,
    Sort,
    ancestors_of,
    is_new,
    nodes_of,
    placed,
    rows_of,
)
from desktop_app.ui.comments.words import text_of

if TYPE_CHECKING:
    from desktop_app.services.conversation import ThreadView

_Shown = tuple[tuple[Placed[Node], ...], tuple[object, ...], tuple[Row, ...]]
"""Order, what decides which of it shows, and the rows that follow."""


class ThreadState:
    """One thread in one visit."""

    def __init__(self, view: "ThreadView", sort: Sort) -> None:
        self.view = view
        self.visited_at = view.info.visited_at
        self.collapsed: frozenset[str] = frozenset()
        self.waiting: frozenset[str] = frozenset()
        """New comments that would push others away; they wait behind the pill."""
        self._sort = sort
        self._nodes: tuple[Node, ...] = ()
        self._order: tuple[Placed[Node], ...] = ()
        self._shown: _Shown | None = None
        self._take(view)
        self.rows()  # where this is made, which is not the main thread

    @property
    def sort(self) -> Sort:
        """The order of siblings."""
        return self._sort

    @property
    def nodes(self) -> tuple[Node, ...]:
        """Every comment and posting, shown or not."""
        return self._nodes

    @property
    def has_scores(self) -> bool:
        """Whether there is a best one."""
        return any(each.score is not None for each in self.view.comments)

    @property
    def new_count(self) -> int:
        """How many came since the last visit."""
        return sum(is_new(node, self.visited_at) for node in self._nodes)

    def set_sort(self, sort: Sort) -> None:
        """Sort anew; nothing waits any longer."""
        self._sort = sort
        self.waiting = frozenset()
        self._order = placed(self._nodes, sort)

    def update(self, view: "ThreadView") -> frozenset[str]:
        """Take a newer view; return the keys of comments that others wrote meanwhile."""
        if shows_the_same(self.view, view):
            self.view = view
            return frozenset()
        before = {node.remote_id for node in self._nodes}
        self._take(view)
        return frozenset(
            node.remote_id for node in self._nodes if node.remote_id not in before and not node.mine
        )

    def _take(self, view: "ThreadView") -> None:
        self.view = view
        self._nodes = nodes_of(view.comments, view.postings)
        self._order = placed(self._nodes, self._sort)
        here = {node.remote_id for node in self._nodes}
        self.waiting &= here
        self.collapsed &= here

    def rows(self) -> tuple[Row, ...]:
        """Return what is to be shown."""
        known, asked = self._shown, (self.collapsed, self.waiting, self.visited_at)
        if known is not None and known[0] is self._order and known[1] == asked:
            return known[2]
        rows = rows_of(self._order, self.collapsed, self.visited_at, self.waiting)
        self._shown = (self._order, asked, rows)
        return rows

    def hold_back(
        self, fresh: frozenset[str], shown: dict[str, int], first: int, last: int
    ) -> None:
        """Let those of ``fresh`` wait that would push rows ``first`` to ``last`` apart.

        ``shown`` gives the place of every row that shows. What comes above the first visible row
        moves nothing (the list keeps its place), what comes below the last one neither.
        """
        waiting = set(self.waiting)
        above: int | None = None
        for item in self._order:
            key = item.comment.remote_id
            if key in shown:
                above = shown[key]
            elif key in fresh and above is not None and first <= above < last:
                waiting.add(key)
        self.waiting = frozenset(waiting)

    def release(self) -> None:
        """Let everything that waits come in."""
        self.waiting = frozenset()

    def toggle(self, key: str) -> None:
        """Collapse a branch, or open it."""
        self.collapsed ^= {key}

    def reveal(self, key: str) -> None:
        """Open every branch that hides a comment, and let it in if it waits."""
        above = ancestors_of(self._nodes, key)
        self.collapsed -= set(above)
        self.waiting -= {key, *above}

    def node(self, key: str) -> Node | None:
        """Return the comment or posting with that key."""
        return next((node for node in self._nodes if node.remote_id == key), None)

    def find(self, words: str) -> tuple[str, ...]:
        """Return the keys of comments with these words in text or name, in reading order."""
        needle = fold(words).strip()
        if not needle:
            return ()
        return tuple(
            item.comment.remote_id
            for item in self._order
            if needle in fold(text_of(item.comment)) or needle in fold(_name(item.comment))
        )


def _name(node: Node) -> str:
    return node.comment.author_name if node.comment is not None else ""


def shows_the_same(one: "ThreadView", other: "ThreadView") -> bool:
    """Return whether two views of a thread hold the same comments and postings."""
    return one.comments == other.comments and one.postings == other.postings


def with_known(view: "ThreadView", known: "ThreadView | None") -> "ThreadView":
    """Return ``view`` with the comments of ``known`` where they are equal: the very same objects.

    To compare 2,000 comments takes milliseconds, for another thread than the main one; after this
    it takes none.
    """
    if known is not None and known.comments == view.comments:
        return replace(view, comments=known.comments)
    return view
