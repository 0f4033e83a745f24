"""What a use case changed, told once to every pane."""

from collections.abc import Callable
from dataclasses import dataclass

from desktop_app.core.ids import ArticleId, SourceId


@dataclass(frozen=True, slots=True)
class ChangeSet:
    """Ids of rows that came, changed or went; a pane ignores what it does not show."""

    new_articles: frozenset[ArticleId] = frozenset()
    changed_articles: frozenset[ArticleId] = frozenset()
    removed_articles: frozenset[ArticleId] = frozenset()
    bodies: frozenset[ArticleId] = frozenset()
    threads: frozenset[ArticleId] = frozenset()
    stories: frozenset[ArticleId] = frozenset()  # articles whose story is another one or larger
    languages: frozenset[ArticleId] = frozenset()  # the reader said another one
    sources: frozenset[SourceId] = frozenset()  # added, changed, removed, refreshed or failed
    pictures: frozenset[str] = frozenset()  # addresses that are now on disk
    sidebar: bool = False  # order, folders or counts
    outbox: bool = False
    accounts: bool = False

    def __or__(self, other: "ChangeSet") -> "ChangeSet":
        return ChangeSet(
            self.new_articles | other.new_articles,
            self.changed_articles | other.changed_articles,
            self.removed_articles | other.removed_articles,
            self.bodies | other.bodies,
            self.threads | other.threads,
            self.stories | other.stories,
            self.languages | other.languages,
            self.sources | other.sources,
            self.pictures | other.pictures,
            self.sidebar or other.sidebar,
            self.outbox or other.outbox,
            self.accounts or other.accounts,
        )

    def __bool__(self) -> bool:
        return self != _NOTHING


_NOTHING = ChangeSet()

Publish = Callable[[ChangeSet], None]
"""Given to services by constructor; may be called on any thread."""
