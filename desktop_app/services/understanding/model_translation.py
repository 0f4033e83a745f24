"""Translations by a language model: a paragraph a request, each kept with its article. Pure."""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field

from desktop_app.core.errors import AppError, ErrorKind
from desktop_app.core.ids import ArticleId, SourceId
from desktop_app.insight import prompt
from desktop_app.insight.answers import plain_answer
from desktop_app.insight.language import agrees, script_of
from desktop_app.insight.numbers import Number
from desktop_app.insight.quotes import Checker
from desktop_app.services.understanding import model_prompts as prompts
from desktop_app.services.understanding.model_choice import Choice

TITLE, CAPTION = -1, -2
"""The places of the headline and of the words under its picture; paragraphs count from 0."""

_SHORT = 40
_TIMES, _MORE = 5, 200  # a translation that is longer than this is none


@dataclass(frozen=True, slots=True)
class Paragraph:
    """What is to be translated. ``place`` is its line in the text."""

    place: int
    text: str

    @property
    def key(self) -> str:
        """The hash under which its translation is kept."""
        return hashlib.sha256(self.text.encode("utf-8", "replace")).hexdigest()[:32]


@dataclass(frozen=True, slots=True)
class Translated:
    """A paragraph in the other language; ``numbers`` are those that the original does not have."""

    place: int
    text: str
    numbers: tuple[Number, ...] = ()


@dataclass(frozen=True)
class Job:
    """A text on its way into another language; ``kept`` are the paragraphs that are there."""

    choice: Choice
    article_id: ArticleId
    language: str
    paragraphs: tuple[Paragraph, ...]
    sources: frozenset[SourceId]
    kept: Mapping[str, str] = field(default_factory=dict)

    @property
    def missing(self) -> tuple[Paragraph, ...]:
        """What has to be asked for."""
        return tuple(each for each in self.paragraphs if each.key not in self.kept)

    @property
    def done(self) -> tuple[Translated, ...]:
        """What is there already."""
        return tuple(
            checked(each, self.kept[each.key]) for each in self.paragraphs if each.key in self.kept
        )

    @property
    def sent(self) -> str:
        """Every word that goes out, the order once for all paragraphs."""
        token = prompt.fresh_token()
        texts = "\n\n".join(user(each, token) for each in self.missing)
        return f"{prompts.translation(token, self.language)}\n\n{texts}"


def paragraphs(title: str, text: str, caption: str = "") -> tuple[Paragraph, ...]:
    """Return headline, caption and lines that have words to translate."""
    lines = [(TITLE, title), (CAPTION, caption), *enumerate(text.split("\n"))]
    return tuple(
        Paragraph(place, line.strip())
        for place, line in lines
        if any(letter.isalpha() for letter in line)
    )


def user(paragraph: Paragraph, token: str) -> str:
    """Return the data part of one request."""
    text = prompt.visible(paragraph.text).replace(token, "")
    return f"<<{token} TEXT>>\n{text}\n<</{token}>>"


def checked(paragraph: Paragraph, text: str) -> Translated:
    """Return a translation with the numbers in it that the original does not have.

    Only those in digits: what numbers are called in words differs too much between languages.
    """
    shown = plain_answer(text)
    missing = Checker(paragraph.text).missing_numbers(shown)
    numbers = tuple(each for each in missing if any(map(str.isdecimal, each.text)))
    return Translated(paragraph.place, shown, numbers)


def read(paragraph: Paragraph, answer: str, language: str, host: str) -> str:
    """Return the translation that an answer holds.

    Raises BAD_ANSWER (``model_form``): nothing, far too much, or another script than asked for.
    """
    text = " ".join(plain_answer(answer).split())
    too_long = len(text) > _TIMES * len(paragraph.text) + _MORE
    if not text or too_long or not _fits(paragraph.text, text, language):
        raise AppError(ErrorKind.BAD_ANSWER, host=host, code="model_form")
    return text


def _fits(before: str, text: str, language: str) -> bool:
    """Say whether a text may be in ``language``; a name or two may stay as they are."""
    if len(before) < _SHORT:
        return True
    script = script_of(text)
    return text != before and (script is None or agrees(language, script))
