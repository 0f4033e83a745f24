"""Checks quotations and numbers of an answer against the article. Any thread; pure.

A quotation counts when it stands in the article exactly, after NFKC, case folding, removal of
vowel marks and invisible letters, and one form for quotation marks, dashes and blanks: whole words,
four at least, the parts around an ellipsis in order. Nothing fuzzy: a changed word, number or
negation is a different quotation.
"""

import re
import unicodedata
from dataclasses import dataclass

from desktop_app.insight.numbers import Number, numbers

LEAST_WORDS = 4

_LEAST_PART = 2
_SHORT_GAP = 6  # words; any negation in it counts, in a longer one those at its ends
_WIDEST_GAP = 1200  # letters between the parts around an ellipsis
_NEGATIONS_WORDS = """
not no never none nor neither nobody nothing without hardly cannot isn't aren't wasn't weren't
don't doesn't didn't won't wouldn't can't couldn't shouldn't hasn't haven't hadn't
لا لم لن ليس ليست ما غير دون ولا ولم ولن وليس وليست
לא אין בלי אינו אינה אינם ללא ולא ואין מעולם
nicht kein keine nie niemals ne pas jamais aucun no nunca jamás sin non mai не нет никогда
"""
_NEGATIONS = frozenset(_NEGATIONS_WORDS.split())
_DROPPED = re.compile(
    "[\u0610-\u061a\u064b-\u065f\u0670\u06d6-\u06ed\u0640\u0591-\u05bd\u05bf\u05c1\u05c2\u05c4\u05c5"
    "\u05c7\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u206f\ufeff\ufe00-\ufe0f]"
)
_ONE_FORM = str.maketrans(
    {
        **dict.fromkeys("“”„‟«»‹›〝〞„״″＂", '"'),
        **dict.fromkeys("‘’‚‛′׳`´ʼ＇", "'"),
        **dict.fromkeys("‐‑‒−־﹣－", "-"),
        **dict.fromkeys("―﹘", "—"),
    }
)
_DASHES = frozenset("-–—")
_EDGES = " \t.,;:!?؟،؛。、！？\"'()[]{}-…*_"
_WORD = re.compile(r"[^\W_]+(?:['’.,-][^\W_]+)*")
_ELLIPSIS = re.compile(r"\s*(?:\[\s*(?:\.\.\.)\s*\]|\(\s*(?:\.\.\.)\s*\)|\.\.\.+|\[\s*\])\s*")


@dataclass(frozen=True, slots=True)
class Place:
    """A stretch of the article: ``text[first:last]``."""

    first: int
    last: int


@dataclass(frozen=True, slots=True)
class _Normal:
    """A text in its one form, and for each letter of it the place in the original."""

    text: str
    places: list[int]


class Checker:
    """Looks up quotations and numbers in one article. Make one for each text."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._normal = _normal(text)
        self._numbers = frozenset(value for each in numbers(text) for value in each.values)

    def find(self, quotation: str) -> tuple[Place, ...]:
        """Return where ``quotation`` stands, a place for each part around an ellipsis.

        () when it does not stand there exactly, is shorter than four words, or leaves out words
        that negate what stays. Quotation marks and punctuation at its ends are not compared.
        """
        whole = _trimmed(_normal(quotation).text)
        if len(_WORD.findall(whole)) < LEAST_WORDS:
            return ()
        at = self._search(whole, 0)
        if at >= 0:
            return (self._place(at, whole),)
        parts = [part for part in map(_trimmed, _ELLIPSIS.split(whole)) if part]
        if len(parts) < 2 or any(len(_WORD.findall(part)) < _LEAST_PART for part in parts):
            return ()
        return self._find_parts(parts)

    def has(self, words: str) -> bool:
        """Say whether ``words``, however few, stand in the article in their one form."""
        whole = _trimmed(_normal(words).text)
        return bool(whole) and self._search(whole, 0) >= 0

    def missing_numbers(self, answer: str) -> tuple[Number, ...]:
        """Return the numbers of ``answer`` that the article does not have, with their places.

        Digits of all scripts and their separators are compared by value, "12" and "twelve" are
        the same, paragraph marks like ``[3]`` are none.
        """
        return tuple(
            each for each in numbers(answer) if not self._numbers.intersection(each.values)
        )

    def _find_parts(self, parts: list[str]) -> tuple[Place, ...]:
        start = 0
        while (first := self._search(parts[0], start)) >= 0:
            found = [self._place(first, parts[0])]
            end = first + len(parts[0])
            for part in parts[1:]:
                at = self._search(part, end)
                if at < 0 or at - end > _WIDEST_GAP or self._negates(end, at):
                    break
                found.append(self._place(at, part))
                end = at + len(part)
            else:
                return tuple(found)
            start = first + 1
        return ()

    def _negates(self, first: int, last: int) -> bool:
        """Say whether what an ellipsis leaves out negates what stands beside it."""
        left_out = _WORD.findall(self._normal.text[first:last])
        if len(left_out) > _SHORT_GAP:
            left_out = left_out[:2] + left_out[-2:]
        return any(word in _NEGATIONS for word in left_out)

    def _search(self, part: str, start: int) -> int:
        """Return the first place at or after ``start`` where ``part`` stands as whole words."""
        text = self._normal.text
        at = text.find(part, start)
        while at >= 0:
            if _is_border(text, at) and _is_border(text, at + len(part)):
                return at
            at = text.find(part, at + 1)
        return -1

    def _place(self, at: int, part: str) -> Place:
        places = self._normal.places
        last = places[at + len(part)] if at + len(part) < len(places) else len(self._text)
        first = places[at]
        return Place(first, first + len(self._text[first:last].rstrip()))


def _is_border(text: str, at: int) -> bool:
    """Say whether a word, or a number with its separators, ends or begins between two letters."""
    if at <= 0 or at >= len(text):
        return True
    before, after = text[at - 1], text[at]
    if _in_word(before) and _in_word(after):
        # Chinese, Japanese and Thai have no borders to look at.
        return _is_unspaced(before) and _is_unspaced(after)
    further = text[at + 1 : at + 2]
    if after in ".,:" and before.isdecimal() and further.isdecimal():
        return False
    if before in ".,:" and after.isdecimal() and text[at - 2 : at - 1].isdecimal():
        return False
    if after in "-'" and _in_word(before) and _in_word(further or " "):
        return False
    if before == "-" and after.isdecimal():
        return False
    return not (after in "%٪" and before.isdecimal())


def _in_word(letter: str) -> bool:
    return letter.isalnum()


def _is_unspaced(letter: str) -> bool:
    return "\u3040" <= letter <= "\u9fff" or "\u0e00" <= letter <= "\u0eff"


def _trimmed(text: str) -> str:
    """Cut what is no part of the words at both ends; a minus, a per cent and the like stay."""
    trimmed = text.strip(_EDGES)
    at = text.find(trimmed)
    if trimmed[:1].isdecimal() and at > 0 and text[at - 1] == "-":
        return "-" + trimmed
    return trimmed


def normal(text: str) -> str:
    """Return the one form in which quotations are compared."""
    return _normal(text).text.strip()


def _normal(text: str) -> _Normal:
    pairs = [(letter, first) for first, cluster in _clusters(text) for letter in _one_form(cluster)]
    letters: list[str] = []
    places: list[int] = []
    for at, (letter, first) in enumerate(pairs):
        for form in _dash(pairs, at) if letter in "-–—" else letter:
            if form != " " or (letters and letters[-1] != " "):
                letters.append(form)
                places.append(first)
    return _Normal("".join(letters), places)


def _dash(pairs: list[tuple[str, int]], at: int) -> str:
    """Return " - " for a dash between clauses, however it is set, "-" for a hyphen or a minus."""
    before = pairs[at - 1][0] if at else " "
    after = pairs[at + 1][0] if at + 1 < len(pairs) else " "
    if before in _DASHES and pairs[at][0] in _DASHES:
        return ""
    if after.isdecimal():
        return "-"
    alone = before == " " or after == " "
    return " - " if alone or pairs[at][0] == "—" or after in _DASHES else "-"


def _clusters(text: str) -> "list[tuple[int, str]]":
    """Return letters with the combining marks that follow them, so that NFKC can join them."""
    if text.isascii():
        return list(enumerate(text))
    found: list[tuple[int, str]] = []
    for place, letter in enumerate(text):
        joins = unicodedata.combining(letter) or "\u1160" <= letter <= "\u11ff"
        if joins and found:
            first, before = found[-1]
            found[-1] = (first, before + letter)
        else:
            found.append((place, letter))
    return found


def _one_form(cluster: str) -> str:
    if len(cluster) == 1 and cluster.isascii():
        return " " if cluster.isspace() else cluster.lower().translate(_ONE_FORM)
    joined = unicodedata.normalize("NFKC", _DROPPED.sub("", cluster.translate(_ONE_FORM)))
    folded = unicodedata.normalize("NFKC", joined.casefold())
    folded = _DROPPED.sub("", folded).translate(_ONE_FORM)
    if not folded.isalnum():
        folded = "".join(" " if each.isspace() else each for each in folded)
        folded = folded.replace("''", '"')
    return "".join(_digit(each) for each in folded)


def _digit(letter: str) -> str:
    return str(unicodedata.decimal(letter)) if letter.isdecimal() else letter
