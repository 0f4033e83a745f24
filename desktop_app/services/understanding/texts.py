"""The text of an article as everything that understands it reads it."""

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from desktop_app.core.articles import Article, Body
from desktop_app.core.ids import ArticleId
from desktop_app.core.sources import SafeHtml, Source
from desktop_app.core.work import CPU, Work, on
from desktop_app.text.plain import plain

if TYPE_CHECKING:
    from desktop_app.services.understanding.language import LanguageOf


@dataclass(frozen=True, slots=True)
class ArticleText:
    """Title and plain body, a paragraph a line; places in an article count letters of ``text``.

    ``prose`` is the same text, as long, with blanks for what is no running text: captions, tables
    and code. ``language`` is a code such as "en", None when it cannot be told.
    """

    article_id: ArticleId
    title: str
    text: str
    language: str | None
    prose: str


class Texts:
    """All methods are Works."""

    def __init__(self, language: "LanguageOf") -> None:
        self._language = language

    def of(self, article: Article, body: Body | None, source: Source) -> Work[ArticleText]:
        """Return the text of an article and its language; nothing is fetched."""
        text, prose = "", ""
        if body is not None:
            text, prose = yield on(CPU, _texts, body.html)
        language = yield from self._language.of_opened(article, prose, source)
        return ArticleText(article.id, article.title, text, language, prose)


def _texts(html: SafeHtml) -> tuple[str, str]:
    text = plain(html)
    return text, prose_of(html, text)


_NO_PROSE = re.compile(
    r"<p(?= )[^>]*\bclass=\"(?:cap|cell|code|video|audio|embed)\"[^>]*>|<pre\b[^>]*>.*?</pre>",
    re.DOTALL,
)
_SIGN = "\ue000"


def prose_of(html: SafeHtml, text: str) -> str:
    """Return ``text``, the plain form of ``html``, with blanks for captions, tables and code."""
    if _SIGN in text:
        return text
    signed = plain(SafeHtml(_NO_PROSE.sub(_signed, html))).split("\n")
    lines = text.split("\n")
    if len(signed) != len(lines):
        return text
    pairs = zip(signed, lines, strict=True)
    return "\n".join(" " * len(line) if sign.startswith(_SIGN) else line for sign, line in pairs)


def _signed(found: re.Match[str]) -> str:
    opened, tag_end, inside = found[0].partition(">")
    return opened + tag_end + _SIGN + re.sub(r"\n(?=.)", "\n" + _SIGN, inside)
