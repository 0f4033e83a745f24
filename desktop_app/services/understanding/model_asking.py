"""Questions to a language model: what is sent, put together in full before anything is. Pure."""

from bisect import bisect_right
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING

from desktop_app.core.errors import AppError
from desktop_app.core.ids import ArticleId, SourceId
from desktop_app.insight import prompt
from desktop_app.insight.answers import CheckedAnswer, CheckedQuote, CheckedSentence
from desktop_app.insight.numbers import Number
from desktop_app.insight.quotes import Place
from desktop_app.services.understanding import model_prompts as prompts
from desktop_app.services.understanding.model_choice import Choice
from desktop_app.services.understanding.model_prompts import Question, Scope, Task
from desktop_app.services.understanding.texts import ArticleText

if TYPE_CHECKING:
    from desktop_app.insight.words import Vocabularies

__all__ = [
    "Answer",
    "CheckedAnswer",
    "CheckedQuote",
    "CheckedSentence",
    "Corpus",
    "Number",
    "Piece",
    "Place",
    "Prepared",
    "Question",
    "Remark",
    "Scope",
    "Task",
]

_QUESTION_LETTERS = 1000
_MOST_REMARKS = 400


@dataclass(frozen=True, slots=True)
class Remark:
    """A comment as it is asked about; ``key`` finds it again in its thread."""

    key: str
    text: str


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of what was asked about: an article's title or text, or a comment."""

    article_id: ArticleId
    text: str
    is_title: bool = False
    comment: str = ""  # the key of the remark


@dataclass(frozen=True)
class Corpus:
    """All that an answer may quote. Places count in ``text``, the pieces one under the other."""

    pieces: tuple[Piece, ...]

    @cached_property
    def text(self) -> str:
        """The pieces, each from a line of its own on."""
        return "\n".join(piece.text for piece in self.pieces)

    @cached_property
    def _starts(self) -> list[int]:
        starts, at = [], 0
        for piece in self.pieces:
            starts.append(at)
            at += len(piece.text) + 1
        return starts

    def at(self, place: Place) -> tuple[Piece, int, int]:
        """Return the piece of a place, its first letter in that piece, and how many."""
        number = max(0, bisect_right(self._starts, place.first) - 1)
        piece, first = self.pieces[number], place.first - self._starts[number]
        return piece, first, max(1, min(place.last - place.first, len(piece.text) - first))


@dataclass(frozen=True)
class Prepared:
    """A question as it will be sent, and what is needed to check the answer."""

    choice: Choice
    question: Question
    texts: tuple[ArticleText, ...]
    remarks: tuple[Remark, ...]
    sources: frozenset[SourceId]
    system: str
    user: str
    left_out: int  # paragraphs that did not fit
    context: int
    schema: Mapping[str, object] = field(default_factory=prompt.answer_schema)

    @property
    def sent(self) -> str:
        """Every word that goes out."""
        return f"{self.system}\n\n{self.user}"

    @property
    def most_tokens(self) -> int:
        """The longest answer."""
        return min(prompt.ANSWER_TOKENS, self.context // 2)

    @cached_property
    def corpus(self) -> Corpus:
        """What the answer is checked against: all of it, also what did not fit."""
        pieces: list[Piece] = []
        if self.question.scope is Scope.THREAD:
            article = self.texts[0].article_id
            pieces = [Piece(article, _line(each.text), comment=each.key) for each in self.remarks]
        else:
            for text in self.texts:
                pieces.append(Piece(text.article_id, text.title, is_title=True))
                pieces.append(Piece(text.article_id, text.text))
        return Corpus(tuple(pieces))


@dataclass(frozen=True, slots=True)
class Answer:
    """What came of a question. ``trouble`` says why it is not all that was asked for."""

    prepared: Prepared
    checked: CheckedAnswer
    trouble: AppError | None = None
    tokens: int = 0


def prepare(
    choice: Choice,
    question: Question,
    texts: Sequence[ArticleText],
    remarks: Sequence[Remark],
    sources: frozenset[SourceId],
    vocabularies: "Vocabularies",
    context: int = 0,
) -> Prepared:
    """Put the messages together; what is too long for ``context`` is cut by relevance."""
    context = context or choice.context
    token = prompt.fresh_token()
    remarks = tuple(remarks)[:_MOST_REMARKS]
    texts = tuple(texts)
    language = texts[0].language if texts else None
    if question.scope is Scope.THREAD:
        lines = [each.text for each in remarks]
        materials = [prompt.comments(lines, language, token, context=context)]
    else:
        room = context // max(1, len(texts))
        materials = [
            prompt.article(
                each.title,
                each.text,
                each.language,
                token,
                context=max(room, prompt.ANSWER_TOKENS + 300) if len(texts) > 1 else context,
                vocabulary=vocabularies.of(each.language),
            )
            for each in texts
        ]
    name = prompts.language_name(language)
    if question.task is Task.QUESTION:
        name = "the language of the question"
    user = "\n\n".join(material.text for material in materials)
    if question.task is Task.QUESTION:
        user += f"\n\nThe reader's question: {_line(question.words)[:_QUESTION_LETTERS]}"
    return Prepared(
        choice,
        question,
        texts,
        remarks,
        sources,
        prompt.rules(token, name, prompts.task(question)),
        user,
        sum(material.left_out for material in materials),
        context,
    )


def _line(text: str) -> str:
    return " ".join(text.split())
