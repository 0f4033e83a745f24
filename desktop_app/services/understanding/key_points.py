"""Key points of an article: computed when it is opened, kept while it is."""

from typing import TYPE_CHECKING

from desktop_app.core.work import CPU, Work, on
from desktop_app.insight.figures import Figure
from desktop_app.insight.key_points import KeyPoints, key_points
from desktop_app.insight.quotations import Quotation
from desktop_app.insight.sentences import Sentence
from desktop_app.services.understanding.texts import ArticleText

if TYPE_CHECKING:
    from desktop_app.services.understanding.tools import Tools

__all__ = ["Figure", "KeyPoints", "KeyPointsOf", "Quotation", "Sentence"]

MOST_LETTERS = 200_000
"""What stands behind them in a longer text is not looked at."""

_KEPT = 8


class KeyPointsOf:
    """All methods are Works."""

    def __init__(self, tools: "Tools") -> None:
        self._tools = tools
        self._kept: dict[ArticleText, KeyPoints] = {}  # CPU lane only

    def of(self, article: ArticleText) -> Work[KeyPoints]:
        """Return the points, figures and quotations of a text; places count in its ``text``."""
        points: KeyPoints = yield on(CPU, self._of, article)
        return points

    def _of(self, article: ArticleText) -> KeyPoints:
        found = self._kept.pop(article, None)
        if found is None:
            words = self._tools.vocabularies.of(article.language)
            text = article.prose[:MOST_LETTERS]
            found = key_points(article.title, text, article.language, words)
        self._kept[article] = found
        while len(self._kept) > _KEPT:
            del self._kept[next(iter(self._kept))]
        return found
