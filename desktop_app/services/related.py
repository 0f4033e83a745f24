"""Articles that go with an article, from every source: first who else tells it, then the like."""

from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING

from desktop_app.core.articles import Article, InStory
from desktop_app.core.errors import AppError, ErrorKind
from desktop_app.core.ids import ArticleId, SourceId
from desktop_app.core.work import READ, SEARCH, Work, on
from desktop_app.storage.articles import Articles
from desktop_app.storage.database import Database
from desktop_app.storage.search import Search
from desktop_app.storage.sources import Sources
from desktop_app.text.fold import fold
from desktop_app.text.urls import normal

if TYPE_CHECKING:
    from desktop_app.storage.stories import Stories

SHOWN = 6
EACH_SOURCE = 2
_CANDIDATES = 30


class Related:
    """Methods are Works. ``with_stories``: whether stories are known at all."""

    def __init__(self, database: Database, with_stories: Callable[[], bool] = bool) -> None:
        self._database = database
        self._articles = Articles(database)
        self._search = Search(database)
        self._sources = Sources(database)
        self._with_stories = with_stories

    def of(self, article_id: ArticleId) -> Work[tuple[Article, ...]]:
        """Return at most six, two a source, no text twice, nothing muted. Raises NOT_FOUND.

        Articles of the same story stand first, the newest before the others; then what shares
        rare words and tags, best first and the newest among equals.
        """
        article: Article | None = yield on(READ, self._articles.get, article_id)
        if article is None:
            raise AppError(ErrorKind.NOT_FOUND)
        found: tuple[Article, ...] = yield on(SEARCH, self._search.related, article, _CANDIDATES)
        if not self._with_stories():
            heard: frozenset[SourceId] = yield on(READ, self._heard)
            return chosen(article, [each for each in found if each.source_id in heard])
        shown: tuple[Article, ...] = yield on(READ, self._with_story, article, found)
        return shown

    def _heard(self) -> frozenset[SourceId]:
        return frozenset(each.id for each in self._sources.all() if not each.muted)

    def _with_story(self, article: Article, found: Sequence[Article]) -> tuple[Article, ...]:
        from desktop_app.storage.stories import Stories

        stories = Stories(self._database)
        candidates = [*self._of_story(stories, article), *found]
        ids = [each.id for each in candidates]
        muted = stories.muted_among(ids)
        heard = [each for each in candidates if each.id not in muted]
        return chosen(article, heard, stories.texts_of((article.id, *ids)))

    def _of_story(self, stories: "Stories", article: Article) -> list[Article]:
        story: InStory | None = stories.in_story(article.id)
        if story is None:
            return []
        others = self._articles.get_many(each for each in story.articles if each != article.id)
        return sorted(others, key=lambda each: (-each.published_at, -each.id))


def chosen(
    article: Article,
    candidates: Sequence[Article],
    texts: Mapping[ArticleId, ArticleId] | None = None,
) -> tuple[Article, ...]:
    """Pick what is shown from candidates, best first. Pure.

    ``texts`` says of articles which was the first with the same text.
    """
    same = texts or {}
    titles = {fold(article.title).strip()}
    pages = {normal(article.url)}
    seen = {same.get(article.id, article.id)}
    sources: dict[SourceId, int] = {}
    kept: list[Article] = []
    for each in candidates:
        title, page, text = fold(each.title).strip(), normal(each.url), same.get(each.id, each.id)
        twin = (title and title in titles) or (page and page in pages) or text in seen
        if twin or each.id == article.id or sources.get(each.source_id, 0) >= EACH_SOURCE:
            continue
        titles.add(title)
        pages.add(page)
        seen.add(text)
        sources[each.source_id] = sources.get(each.source_id, 0) + 1
        kept.append(each)
        if len(kept) == SHOWN:
            break
    return tuple(kept)
