"""A model's answer, read leniently, made plain, and checked. Any thread; pure."""

import re
from dataclasses import dataclass

from desktop_app.insight import lenient
from desktop_app.insight.numbers import Number
from desktop_app.insight.prompt import visible
from desktop_app.insight.quotes import Checker, Place
from desktop_app.insight.sentences import split

_LONGEST = 20_000
_MOST_SENTENCES = 40
_MOST_QUOTES = 4
_TAG = re.compile(r"</?[a-zA-Z!][^<>]*>?")
_LINK = re.compile(r"!?\[([^\[\]]*)\]\([^()]*(?:\([^()]*\)[^()]*){0,3}\)")
_ADDRESS = re.compile(
    r"(?:\b[a-z][a-z0-9+.-]*:)?//\S+|\b(?:https?|javascript|data|file|mailto|ftp|vbscript):\S*"
    r"|\bwww\.\S+|\b[\w.+-]+@[\w-]+\.[\w.]+",
    re.IGNORECASE,
)
_MOST_MARKS = 12
_ANY_MARK = re.compile('["“”„«»״]')
_JSON = re.compile(r"\s*(?:```\w*\s*)?[{\[]\s*(?:[\"{}\[\]]|\Z)")
_MARKUP = re.compile(r"(?:^|(?<=\s))#{1,6}\s|[*_`~]{2,}|`|^\s*[>|]\s?", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class CheckedQuote:
    """A quotation that stands in the article, and where."""

    text: str
    places: tuple[Place, ...]


@dataclass(frozen=True, slots=True)
class CheckedSentence:
    """A sentence of the answer as plain text.

    Without ``quotes`` it is "not in the article". ``numbers`` are those that the article does not
    have; their places count in ``text``.
    """

    text: str
    quotes: tuple[CheckedQuote, ...]
    numbers: tuple[Number, ...]


@dataclass(frozen=True, slots=True)
class CheckedAnswer:
    """What may be shown. ``well_formed`` False: not what was asked for, or broken off."""

    sentences: tuple[CheckedSentence, ...]
    well_formed: bool

    @property
    def passed(self) -> float:
        """Return the share of sentences with a quotation that stands in the article, 0 to 1."""
        if not self.sentences:
            return 0.0
        return sum(bool(each.quotes) for each in self.sentences) / len(self.sentences)


def check(answer: str, checker: Checker) -> CheckedAnswer:
    """Read an answer in the form of ``prompt.answer_schema`` and check it against the article.

    Of one that is broken off, what was finished is read. Anything else is taken as running text:
    its sentences, with what stands in quotation marks as their quotations.
    """
    answer = answer[:_LONGEST]
    found = _from_json(answer)
    if found is None:
        if _JSON.match(answer):  # it began as asked for and came to nothing that a reader can read
            return CheckedAnswer((), False)
        return CheckedAnswer(tuple(_once(_from_text(answer, checker))), False)
    given, whole = found
    sentences = [_checked(text, quotes, checker) for text, quotes in given[:_MOST_SENTENCES]]
    return CheckedAnswer(tuple(_once(sentences)), whole)


def plain_answer(text: str) -> str:
    """Return a model's text with nothing live in it: no tags, links, addresses, hidden letters."""
    text = visible(text)
    for _ in range(3):
        text = _LINK.sub(r"\1", _TAG.sub("", text))
    text = _MARKUP.sub("", _ADDRESS.sub("…", text)).replace("](", "] (")
    return text.replace("<", "‹").replace(">", "›").strip()


def _from_json(answer: str) -> tuple[list[tuple[str, list[str]]], bool] | None:
    """Return the sentences with their quotations, and whether the answer is whole."""
    value, whole = lenient.read(answer)
    if not isinstance(value, dict):
        return None
    given = value.get("sentences")
    if not isinstance(given, list):
        given = [{"text": value.get("answer", ""), "quotes": value.get("quotes", [])}]
    found = [each for each in map(_read, given) if each is not None]
    return (found, whole) if found else None


def _read(sentence: object) -> tuple[str, list[str]] | None:
    if not isinstance(sentence, dict):
        return None
    text = sentence.get("text")
    if not isinstance(text, str) or not text.strip():
        return None
    quotes = sentence.get("quotes")
    texts = [
        each.get("text") if isinstance(each, dict) else each
        for each in (quotes if isinstance(quotes, list) else [])
    ]
    return text, [each for each in texts if isinstance(each, str)][:_MOST_QUOTES]


def _checked(text: str, quotes: list[str], checker: Checker) -> CheckedSentence:
    shown = _without_false_marks(plain_answer(text), checker)
    kept = []
    for quote in map(plain_answer, quotes):
        places = checker.find(quote)  # what is shown, not what was meant
        if places:
            kept.append(CheckedQuote(quote, places))
    if not kept and (places := checker.find(shown)):
        kept.append(CheckedQuote(shown, places))  # the sentence is the article's own
    return CheckedSentence(shown, tuple(kept), checker.missing_numbers(shown))


def _without_false_marks(text: str, checker: Checker) -> str:
    """Take quotation marks away from words that the article does not have."""

    def bare(hit: re.Match[str]) -> str:
        words = hit[hit.lastindex or 0]
        return hit[0] if checker.has(words) else words

    for _ in range(_MOST_MARKS):  # where some went, others may have become a pair
        before, text = text, _IN_MARKS.sub(bare, text)
        if text == before:
            return text
    return _ANY_MARK.sub("", text)


def _once(sentences: list[CheckedSentence]) -> list[CheckedSentence]:
    """Drop what says nothing and what was said before: small models go around in circles."""
    said: dict[str, CheckedSentence] = {}
    for each in sentences:
        if any(letter.isalnum() for letter in each.text):
            said.setdefault(each.text, each)
    return list(said.values())


_IN_MARKS = re.compile(r"“([^“”]+)”|\"([^\"]+)\"|«([^«»]+)»|„([^„“”]+)[“”]|״([^״]+)״")


def _from_text(answer: str, checker: Checker) -> list[CheckedSentence]:
    found = []
    for sentence in split(plain_answer(answer))[:_MOST_SENTENCES]:
        quotes = [hit[hit.lastindex or 0] for hit in _IN_MARKS.finditer(sentence.text)]
        found.append(_checked(sentence.text, quotes[:_MOST_QUOTES], checker))
    return found
