"""What is read aloud of an article: its sentences, each with the language of its voice."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from desktop_app.core.work import CPU, Work, on
from desktop_app.services.understanding.texts import ArticleText

if TYPE_CHECKING:
    from desktop_app.insight.fasttext import Classifier
    from desktop_app.services.understanding.key_points import KeyPoints
    from desktop_app.services.understanding.tools import Tools

LONGEST = 500
"""Letters: a longer sentence is spoken in pieces, so that it can be stopped and gone back to."""
_PAUSE = re.compile(r"[,;:،؛、，；：–—]\s*|\s+")
_SHORT = 20
"""A stretch with fewer letters is in the article's language when its script may be."""


@dataclass(frozen=True, slots=True)
class Spoken:
    """A sentence; ``start`` counts letters of the article's text, -1: it is not in there.

    ``language`` is a code such as "en"; empty when nothing tells it.
    """

    text: str
    language: str
    start: int

    @property
    def length(self) -> int:
        """Return how many letters it has."""
        return len(self.text)


class Aloud:
    """All methods are Works."""

    def __init__(self, tools: "Tools") -> None:
        self._tools = tools

    def article(self, article: ArticleText) -> Work[tuple[Spoken, ...]]:
        """Return the title and every sentence of a text; no captions, tables and code."""
        spoken: tuple[Spoken, ...] = yield on(CPU, self._article, article)
        return spoken

    def points(self, article: ArticleText, points: "KeyPoints") -> Work[tuple[Spoken, ...]]:
        """Return the title and the key points of a text."""
        spoken: tuple[Spoken, ...] = yield on(CPU, self._points, article, points)
        return spoken

    def excerpt(self, article: ArticleText, words: str) -> Work[tuple[Spoken, ...]]:
        """Return the title and what the list says of an article that has no text."""
        spoken: tuple[Spoken, ...] = yield on(CPU, self._excerpt, article, words)
        return spoken

    def _excerpt(self, article: ArticleText, words: str) -> tuple[Spoken, ...]:
        from desktop_app.insight.sentences import split

        places = [(each.text, each.start) for each in split(words)]
        return tuple(replace(each, start=-1) for each in self._spoken(article, places))

    def _article(self, article: ArticleText) -> tuple[Spoken, ...]:
        from desktop_app.insight.sentences import split

        places = [(each.text, each.start) for each in split(article.prose)]
        return tuple(self._spoken(article, places))

    def _points(self, article: ArticleText, points: "KeyPoints") -> tuple[Spoken, ...]:
        places = [(each.text, each.start) for each in points.points]
        return tuple(self._spoken(article, places))

    def _spoken(self, article: ArticleText, places: list[tuple[str, int]]) -> Iterator[Spoken]:
        model = self._tools.model
        if can_be_spoken(article.title):
            yield Spoken(article.title, language_of(article.title, article.language, model), -1)
        for text, start in places:
            if can_be_spoken(text):
                language = language_of(text, article.language, model)
                for piece, offset in pieces(text):
                    yield Spoken(piece, language, start + offset)


def can_be_spoken(text: str) -> bool:
    """Say whether there is a letter or a digit in it."""
    return any(letter.isalnum() for letter in text)


def language_of(text: str, language: str | None, model: "Classifier | None") -> str:
    """Return the article's language when the text's script agrees, else what the script tells."""
    from desktop_app.insight.language import agrees, detect, script_of

    script = script_of(text)
    if script is None or (language is not None and agrees(language, script)):
        return language or ""
    if script == "LATIN" and sum(letter.isalpha() for letter in text) < _SHORT:
        return "en"  # a name among Arabic or Hebrew words is too short to be told by
    return detect(text, model) or language or ""


def pieces(text: str) -> Iterator[tuple[str, int]]:
    """Cut a long sentence where one breathes; yield each piece and where it begins."""
    start = 0
    while len(text) - start > LONGEST:
        window = text[start : start + LONGEST]
        stops = [found.end() for found in _PAUSE.finditer(window)]
        strong = [end for end in stops if not window[:end].rstrip()[-1:].isalnum()]
        later = [end for end in strong if end > LONGEST // 2]
        cut = (later or stops or [LONGEST])[-1]
        yield window[:cut].rstrip(), start
        start += cut
    if text[start:].strip():
        yield text[start:], start
