"""A story as it was told: who reported first, and what each report adds. CPU lane; pure."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from desktop_app.core.articles import Article, BodyState
from desktop_app.core.ids import ArticleId
from desktop_app.core.sources import SafeHtml
from desktop_app.insight.language import EXCERPT_LETTERS, detect
from desktop_app.insight.sentences import Sentence
from desktop_app.insight.timeline import what_is_new
from desktop_app.text.plain import plain

if TYPE_CHECKING:
    from desktop_app.services.understanding.tools import Tools
    from desktop_app.storage.stories import Teller

__all__ = ["Report", "Sentence", "Timeline", "reports", "text_of"]

MOST_REPORTS = 40
MOST_SENTENCES = 3
_MOST_LETTERS = 8_000


@dataclass(frozen=True, slots=True)
class Report:
    """An article of a story.

    ``new``: sentences that no earlier report had, so it said them first; places count in its plain
    text. ``same_as``: the source whose text it is. ``excerpt_only``: no whole text is stored, so
    it may add more than is known.
    """

    article: Article
    source: str
    new: tuple[Sentence, ...]
    same_as: str = ""
    excerpt_only: bool = False


@dataclass(frozen=True, slots=True)
class Timeline:
    """A story, its first report first."""

    story_id: int
    reports: tuple[Report, ...]
    muted: bool

    @property
    def sources(self) -> int:
        """How many different sources tell it."""
        return len({each.article.source_id for each in self.reports})


def reports(tellers: Sequence["Teller"], tools: "Tools") -> tuple[Report, ...]:
    """Return what each article of a story adds; of a very long one the newest articles."""
    told = tellers[-MOST_REPORTS:]
    if not told:
        return ()
    texts = [text_of(each.html, each.article.excerpt)[:_MOST_LETTERS] for each in told]
    first = told[0].article
    beginning = f"{first.title}\n{texts[0][:EXCERPT_LETTERS]}"
    language = detect(beginning, tools.model, first.language)
    new = what_is_new(texts, language, tools.vocabularies.of(language), MOST_SENTENCES)
    earlier: dict[ArticleId, str] = {}
    found = []
    for each, sentences in zip(told, new, strict=True):
        same_as = earlier.setdefault(each.text_of, each.source)
        is_copy = each.article.id != each.text_of and same_as != each.source
        whole = each.html is not None and each.article.body_state is BodyState.FULL
        found.append(
            Report(each.article, each.source, sentences, same_as if is_copy else "", not whole)
        )
    return tuple(found)


def text_of(html: str | None, excerpt: str) -> str:
    """Return the plain text of a stored body, which may have been cut inside a tag."""
    if html is None:
        return excerpt
    at = html.rfind("<")
    whole = html if ">" in html[at:] or at < 0 else html[:at]
    return plain(SafeHtml(whole))
