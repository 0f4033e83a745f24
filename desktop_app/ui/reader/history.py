"""The articles that were opened in this pane, for back and forward."""

from dataclasses import replace

from desktop_app.core.articles import Article
from desktop_app.core.ids import ArticleId

MOST = 100


class History:
    """A list with a place in it; opening something cuts what lay ahead."""

    def __init__(self) -> None:
        self._items: list[Article] = []
        self._at = -1

    @property
    def current(self) -> Article | None:
        """The article that shows."""
        return self._items[self._at] if self._at >= 0 else None

    @property
    def can_back(self) -> bool:
        """Whether something was open before."""
        return self._at > 0

    @property
    def can_forward(self) -> bool:
        """Whether there is something to come back to."""
        return self._at + 1 < len(self._items)

    def push(self, article: Article) -> None:
        """Open ``article``; the same one twice in a row counts once."""
        here = self.current
        if here is not None and here.id == article.id:
            self._items[self._at] = article
            return
        del self._items[self._at + 1 :]
        self._items.append(article)
        del self._items[:-MOST]
        self._at = len(self._items) - 1

    def back(self) -> Article | None:
        """Step back and return what shows now; None at the beginning."""
        if not self.can_back:
            return None
        self._at -= 1
        return self.current

    def forward(self) -> Article | None:
        """Step forward and return what shows now; None at the end."""
        if not self.can_forward:
            return None
        self._at += 1
        return self.current

    def update(self, article: Article) -> None:
        """Put a newer copy of a row in the place of the older ones."""
        self._items = [article if each.id == article.id else each for each in self._items]

    def mark(self, article_id: ArticleId, *, read: bool | None = None) -> None:
        """Note a changed read mark."""
        for each in self._items:
            if each.id == article_id and read is not None:
                self.update(replace(each, read=read))
                return

    def remove(self, ids: frozenset[ArticleId]) -> None:
        """Forget articles that are gone, except the one that shows."""
        here = self.current
        kept = [each for each in self._items if each.id not in ids or each is here]
        self._at = next((i for i, each in enumerate(kept) if each is here), len(kept) - 1)
        self._items = kept
