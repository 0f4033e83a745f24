"""The text of an article as everything that understands it reads it."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from desktop_app.core.articles import Article, Body
from desktop_app.core.ids import ArticleId
from desktop_app.core.sources import Source
from desktop_app.core.work import CPU, Work, on
from desktop_app.text.plain import plain

if TYPE_CHECKING:
    from desktop_app.services.understanding.tools import Tools


@dataclass(frozen=True, slots=True)
class ArticleText:
    """Title and plain body, a paragraph a line; places in an article count letters of ``text``.

    ``language`` is a code such as "en", None when it cannot be told.
    """

    article_id: ArticleId
    title: str
    text: str
    language: str | None


class Texts:
    """All methods are Works."""

    def __init__(self, tools: "Tools") -> None:
        self._tools = tools

    def of(self, article: Article, body: Body | None, source: Source) -> Work[ArticleText]:
        """Return the text of an article and its language; nothing is fetched."""
        text: ArticleText = yield on(CPU, self._of, article, body, source)
        return text

    def _of(self, article: Article, body: Body | None, source: Source) -> ArticleText:
        from desktop_app.insight.language import EXCERPT_LETTERS, detect

        text = plain(body.html) if body is not None else ""
        beginning = f"{article.title}\n{(text or article.excerpt)[:EXCERPT_LETTERS]}"
        language = detect(beginning, self._tools.model, source.language)
        return ArticleText(article.id, article.title, text, language)
