"""The sidebar as a tree of values, made anew from each reading. Pure, no Qt."""

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from enum import Enum
from typing import TYPE_CHECKING

from desktop_app.core.articles import Counts, ListKind, ListQuery
from desktop_app.core.ids import FolderId, SourceId
from desktop_app.core.sources import Folder, Source
from desktop_app.system.i18n import _, ngettext, pgettext

if TYPE_CHECKING:
    from desktop_app.services.subscribing import Sidebar


class Kind(Enum):
    """What a row of the sidebar is."""

    TODAY = "today"
    UNREAD = "unread"
    SAVED = "saved"
    CONVERSATIONS = "conversations"
    CAPTION = "caption"
    FOLDER = "folder"
    SOURCE = "source"


LISTS = (Kind.TODAY, Kind.UNREAD, Kind.SAVED, Kind.CONVERSATIONS)
Key = tuple[Kind, int]


@dataclass(frozen=True, slots=True)
class Node:
    """One row. ``count``: what stands at its end, 0 for nothing."""

    kind: Kind
    title: str
    count: int = 0
    source: Source | None = None
    folder: Folder | None = None
    children: tuple["Node", ...] = field(default=())

    @property
    def key(self) -> Key:
        """What stays the same when titles and counts change."""
        if self.source is not None:
            return self.kind, self.source.id
        return self.kind, self.folder.id if self.folder is not None else 0

    @property
    def selectable(self) -> bool:
        """Whether the row opens a list."""
        return self.kind is not Kind.CAPTION

    def query(self, since: int) -> ListQuery | None:
        """Return the list that the row opens; ``since``: the first second of today."""
        if self.source is not None:
            return ListQuery(ListKind.SOURCE, source_id=self.source.id)
        if self.folder is not None:
            return ListQuery(ListKind.FOLDER, folder_id=self.folder.id)
        if self.kind is Kind.TODAY:
            return ListQuery(ListKind.TODAY, since=since)
        lists = {Kind.UNREAD: ListKind.UNREAD, Kind.SAVED: ListKind.SAVED}
        return ListQuery(lists[self.kind]) if self.kind in lists else None


def looks_the_same(one: Node, other: Node) -> bool:
    """Return whether a row need not be painted anew: each refresh gives each source new times."""
    mine, theirs = one.source, other.source
    if mine is not None and theirs is not None:
        theirs = replace(theirs, refreshed_at=mine.refreshed_at, due_at=mine.due_at)
    return replace(other, source=theirs) == one


def lists(counts: Counts | None) -> tuple[Node, ...]:
    """Return the rows above the sources."""
    known = counts or Counts(0, 0, 0, 0, {})
    return (
        Node(Kind.TODAY, pgettext("list", "Today"), known.today),
        Node(Kind.UNREAD, pgettext("list", "Unread"), known.unread),
        Node(Kind.SAVED, pgettext("list", "Saved"), known.saved),
        Node(Kind.CONVERSATIONS, _("Conversations"), known.conversations),
    )


def tree(sidebar: "Sidebar") -> tuple[Node, ...]:
    """Return all rows: lists, caption, folders with their sources, sources without a folder."""
    counts = sidebar.counts.by_source
    folders = {folder.id for folder in sidebar.folders}
    inside: dict[FolderId | None, list[Node]] = {}
    for source in sidebar.sources:
        where = source.folder_id if source.folder_id in folders else None
        inside.setdefault(where, []).append(_source(source, counts))
    nodes = list(lists(sidebar.counts))
    if sidebar.sources or sidebar.folders:
        nodes.append(Node(Kind.CAPTION, _("Sources")))
    for folder in sidebar.folders:
        children = tuple(inside.get(folder.id, ()))
        heard = (child.count for child in children if child.source and not child.source.muted)
        nodes.append(Node(Kind.FOLDER, folder.title, sum(heard), None, folder, children))
    return (*nodes, *inside.get(None, ()))


def _source(source: Source, counts: dict[SourceId, int]) -> Node:
    return Node(Kind.SOURCE, source.title or source.base_url, counts.get(source.id, 0), source)


def walk(nodes: tuple[Node, ...]) -> Iterator[Node]:
    """Yield every row, folders before what is in them."""
    for node in nodes:
        yield node
        yield from node.children


def spoken(node: Node, problem: str) -> str:
    """Return a row as one sentence: "The Gazette, 41 unread, cannot be reached"."""
    count = ""
    if node.count and node.kind is Kind.CONVERSATIONS:
        count = ngettext("{count} waits for you", "{count} wait for you", node.count)
    elif node.count and node.kind is Kind.SAVED:
        count = ngettext("{count} article", "{count} articles", node.count)
    elif node.count:
        count = ngettext("{count} unread", "{count} unread", node.count)
    parts = [
        node.title,
        _("folder") if node.kind is Kind.FOLDER else "",
        count.format(count=node.count),
        _("muted") if node.source is not None and node.source.muted else "",
        problem,
    ]
    return _(", ").join(part for part in parts if part)
