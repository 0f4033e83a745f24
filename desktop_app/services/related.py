"""Articles that go with an article, from every source."""

from desktop_app.core.articles import Article
from desktop_app.core.errors import AppError, ErrorKind
from desktop_app.core.ids import ArticleId, SourceId
from desktop_app.core.work import READ, SEARCH, Work, on
from desktop_app.storage.articles import Articles
from desktop_app.storage.database import Database
from desktop_app.storage.search import Search
from desktop_app.text.fold import fold
from desktop_app.text.urls import normal

SHOWN = 6
EACH_SOURCE = 2
_CANDIDATES = 30


class Related:
    """Methods are Works."""

    def __init__(self, database: Database) -> None:
        self._articles = Articles(database)
        self._search = Search(database)

    def of(self, article_id: ArticleId) -> Work[tuple[Article, ...]]:
        """Return at most six, best first, two a source, no text twice. Raises NOT_FOUND."""
        article: Article | None = yield on(READ, self._articles.get, article_id)
        if article is None:
            raise AppError(ErrorKind.NOT_FOUND)
        found: tuple[Article, ...] = yield on(SEARCH, self._search.related, article, _CANDIDATES)
        return chosen(article, found)


def chosen(article: Article, candidates: tuple[Article, ...]) -> tuple[Article, ...]:
    """Pick what is shown from candidates, best first. Pure."""
    titles = {fold(article.title).strip()}
    pages = {normal(article.url)}
    sources: dict[SourceId, int] = {}
    kept: list[Article] = []
    for each in candidates:
        title, page = fold(each.title).strip(), normal(each.url)
        twin = (title and title in titles) or (page and page in pages)
        if twin or each.id == article.id or sources.get(each.source_id, 0) >= EACH_SOURCE:
            continue
        titles.add(title)
        pages.add(page)
        sources[each.source_id] = sources.get(each.source_id, 0) + 1
        kept.append(each)
        if len(kept) == SHOWN:
            break
    return tuple(kept)
