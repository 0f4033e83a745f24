"""Which site an article's thread lives on, and who may speak there.

The thread of an article is usually its source's. An article of a feed whose site has a thread of
its own is upgraded: its ``thread_key`` then names another adapter, as ``kind base_url remote_id``.
This is the only place that knows that form.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace

from desktop_app.core.articles import Article
from desktop_app.core.errors import AppError, ErrorKind
from desktop_app.core.ids import ArticleId, SourceId
from desktop_app.core.sources import Account, Capability, FoundSource, Source
from desktop_app.sources.base import capabilities
from desktop_app.storage.accounts import AccountsTable
from desktop_app.storage.articles import Articles
from desktop_app.storage.sources import Sources

OpenSource = Callable[[Source | FoundSource], object]
"""Makes the adapter of a source; ``sources/kinds.py`` with its ``Http`` bound."""


@dataclass(frozen=True)
class Door:
    """The way to one thread: the adapter, and the article as that adapter knows it."""

    article: Article
    adapter: object
    abilities: frozenset[Capability]
    kind: str
    base_url: str
    upgraded: bool = False

    def fits(self, account: Account) -> bool:
        """Return whether ``account`` belongs to this site; its secret goes nowhere else."""
        return (account.kind, account.base_url) == (self.kind, self.base_url)

    def can(self, capability: Capability) -> bool:
        """Return whether the site offers this."""
        return capability in self.abilities


def elsewhere(kind: str, base_url: str, remote_id: str) -> str:
    """Return the ``thread_key`` of an article whose thread another adapter reads."""
    return f"{kind} {base_url} {remote_id}"


class Doors:
    """Finds doors. Plain calls for the READ and WRITE lanes; no network."""

    def __init__(
        self,
        articles: Articles,
        sources: Sources,
        accounts: AccountsTable,
        open_source: OpenSource,
    ) -> None:
        self._articles = articles
        self._sources = sources
        self._accounts = accounts
        self._open = open_source

    def of_article(self, article_id: ArticleId) -> Door:
        """Return the door of an article's thread. Raises NOT_FOUND when the article is gone."""
        article = self._articles.get(article_id)
        source = self._sources.get(article.source_id) if article is not None else None
        if article is None or source is None:
            raise AppError(ErrorKind.NOT_FOUND)
        parts = (article.thread_key or "").split(" ")
        if len(parts) != 3:
            return self._door(article, source)
        kind, base_url, remote_id = parts
        place = self._sources.find(kind, base_url) or FoundSource(
            kind, base_url, source.title, source.home_url
        )
        inside = replace(article, remote_id=remote_id, thread_key=remote_id)
        return self._door(inside, place, upgraded=True)

    def of_source(self, source_id: SourceId) -> Source:
        """Return a stored source. Raises NOT_FOUND."""
        source = self._sources.get(source_id)
        if source is None:
            raise AppError(ErrorKind.NOT_FOUND)
        return source

    def adapter(self, place: Source | FoundSource) -> object:
        """Return the adapter of a source."""
        return self._open(place)

    def adapter_for(self, account: Account) -> object:
        """Return the adapter of the site that ``account`` is signed in to."""
        stored = self._sources.find(account.kind, account.base_url)
        return self._open(
            stored or FoundSource(account.kind, account.base_url, "", account.base_url)
        )

    def accounts(self, door: Door) -> tuple[Account, ...]:
        """Return who is signed in at the door's site."""
        return self._accounts.for_site(door.kind, door.base_url)

    def mine(self, door: Door) -> frozenset[str]:
        """Return the remote ids of the people who are signed in at the door's site."""
        return frozenset(account.remote_id for account in self.accounts(door))

    def _door(self, article: Article, place: Source | FoundSource, upgraded: bool = False) -> Door:
        adapter = self._open(place)
        return Door(article, adapter, capabilities(adapter), place.kind, place.base_url, upgraded)
