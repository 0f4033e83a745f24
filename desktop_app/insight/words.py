"""Words as stories, key points and copies compare them. Any thread.

How common a word is comes from a shipped list for each language (``Vocabulary``); a word of an
unknown language is as rare as any other.
"""

import math
import re
from array import array
from bisect import bisect_left
from collections.abc import Callable
from functools import lru_cache
from zlib import crc32

from desktop_app.text.fold import fold

ARTICLE_WORDS = 150
"""The shares of a vocabulary are those of texts of this length."""

_MOST_STEMS = 8_000
_OWN_WORD = 0.3
_STOP_SHARE = 0.14
"""A word that stands in more texts than this says nothing about them."""

_MARKED = "\u0300-\u036f\u0591-\u05bd\u05bf-\u05c7\u0610-\u061a\u0640\u064b-\u065f"
_MARKED += "\u0670\u06d6-\u06ed\u200c\u200d"
_MARKED += "\u0900-\u0963\u0966-\u0dff\u0e00-\u0eff\u1000-\u109f\u1780-\u17d3"
_UNSPACED = (
    "\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff\uac00-\ud7af\u0e00-\u0eff\u1000-\u109f\u1780-\u17d3"
)
_LETTER = rf"(?:[^\W_]|[{_MARKED}])"
_WORD = re.compile(rf"{_LETTER}+(?:['’\"׳״]{_LETTER}+)*")
_RUN = re.compile(rf"[{_UNSPACED}]+|[^{_UNSPACED}]+")
_HAS_UNSPACED = re.compile(rf"[{_UNSPACED}]")
_CAPITALS = re.compile(r"[^\W_]+(?:['’][^\W_]+)*|[.!?:]")

_ARABIC = re.compile(r"^(?:[وف]?(?:ال|لل|بال|كال|[بلك](?!ال))|[وف])(?=...)")
_HEBREW = re.compile(r"^(?:[וש]|כש)?[הבלמשכו](?=...)")

_PREFIXES = {"ar": _ARABIC, "he": _HEBREW}
_ENDINGS = {
    "ar": re.compile(r"(?<=...)(?:هما|كما|ها|هم|ان|ات|ون|ين|يه|ته|ه|ي)$"),
    "he": re.compile(r"(?<=...)(?:יים|יות|ים|ות|ית|יה|ה|י)$"),
}


class Vocabulary:
    """How common the words of a language are: the share of texts that hold each.

    Made from a list of lines ``centibels word word …`` as in ``resources/insight/words``: a word
    makes up 10^(−centibels ÷ 100) of all words. Holds hashes instead of words: 8 bytes a word.
    """

    def __init__(self, lines: str = "") -> None:
        pairs: dict[int, float] = {}
        stop: set[str] = set()
        for line in lines.splitlines():
            level, *names = line.split()
            part = 10 ** (-int(level) / 100)
            share = 1 - (1 - part) ** ARTICLE_WORDS
            for name in names:
                pairs.setdefault(key_of(name), share)
            if share > _STOP_SHARE:
                stop.update(names)
        self.stop_words = frozenset(stop)
        self._stems: dict[str, str] = {}
        self._rarities: dict[str, float] = {}
        ordered = sorted(pairs)
        self._keys = array("I", ordered)
        self._shares = array("f", (pairs[key] for key in ordered))

    def share(self, key: int) -> float:
        """Return the share of texts that hold the word of ``key_of``; 0 for a word not listed."""
        place = bisect_left(self._keys, key)
        if place < len(self._keys) and self._keys[place] == key:
            return self._shares[place]
        return 0.0

    def rarity(self, word: str) -> float:
        """Return how rare a folded word is, √−ln of its share: about 0 to 3; remembered."""
        known = self._rarities.get(word)
        if known is None:
            if len(self._rarities) >= _MOST_STEMS:
                self._rarities.clear()
            known = math.sqrt(max(0.0, -math.log(self.share(key_of(word)) + 1e-4)))
            self._rarities[word] = known
        return known

    def stem(self, word: str, language: str) -> str:
        """Return ``stem(word, …)``, remembered."""
        known = self._stems.get(word)
        if known is None:
            if len(self._stems) >= _MOST_STEMS:
                self._stems.clear()
            known = self._stems[word] = stem(word, language, self)
        return known

    def is_stop(self, word: str) -> bool:
        """Say whether a folded word is too common to tell one text from another."""
        return len(word) < 2 or word in self.stop_words


class Vocabularies:
    """The vocabularies, each read when it is first asked for.

    ``read`` gets a language code and returns the text of its list, "" when there is none. Not
    locked: use it from one thread (the CPU lane).
    """

    def __init__(self, read: Callable[[str], str]) -> None:
        self._read = read
        self._known: dict[str, Vocabulary] = {}

    def of(self, language: str | None) -> Vocabulary:
        """Return the vocabulary of ``language`` ("ar", "pt-BR"); an empty one when not shipped."""
        code = primary(language)
        if code not in self._known:
            self._known[code] = Vocabulary(self._read(code))
        return self._known[code]


def primary(language: str | None) -> str:
    """Return the first part of a language tag, "" for none; ``iw`` is ``he``, ``nb`` ``no``."""
    code = (language or "").replace("_", "-").split("-")[0].lower()
    code = {"iw": "he", "nb": "no", "nn": "no", "in": "id"}.get(code, code)
    return code if code.isalpha() and code.isascii() else ""


def key_of(word: str) -> int:
    """Return the 32 bits that stand for a folded word; the same in every run."""
    return crc32(word.encode("utf-8", "surrogatepass"))


def words(text: str) -> list[str]:
    """Return the words of ``text``, folded, in order.

    An English possessive loses its ``'s``. Where words have no blanks between them (Chinese,
    Japanese, Korean, Thai) each pair of neighbouring letters stands for one.
    """
    found = [_folded(word) for word in _WORD.findall(text)]
    if text.isascii() or not _HAS_UNSPACED.search(text):
        return found
    return [piece for word in found for piece in _pairs(word)]


@lru_cache(maxsize=8_000)
def _folded(word: str) -> str:
    return fold(word).removesuffix("'s")


def _pairs(word: str) -> list[str]:
    found: list[str] = []
    for run in _RUN.findall(word):
        if len(run) < 2 or not _HAS_UNSPACED.match(run):
            found.append(run)
        else:
            found += (run[place : place + 2] for place in range(len(run) - 1))
    return found


def count(text: str) -> int:
    """Return how many words ``text`` has; two letters without blanks count as one word."""
    pieces = text.split()
    if text.isascii() or not _HAS_UNSPACED.search(text):
        return len(pieces)
    return sum((len(_HAS_UNSPACED.findall(piece)) + 1) // 2 or 1 for piece in pieces)


def stem(word: str, language: str, vocabulary: Vocabulary) -> str:
    """Return a folded Arabic or Hebrew word without what is written to it.

    Before it: and, in, to, from, like, that, the (و ف ب ل ك ال, ו ה ב ל מ ש כ). They go when at
    least three letters stay and the rest is a word that is not much rarer; so שלום keeps its ש.
    Behind it: endings of gender, number and possession, as in Larkey's light stemmer (2002).
    """
    endings = _ENDINGS.get(language)
    if endings is None:
        return word
    word = without_prefixes(word, language, vocabulary)
    return endings.sub("", word) if len(word) > 3 else word


def without_prefixes(word: str, language: str, vocabulary: Vocabulary) -> str:
    """Return a folded word without the small words that are written before it."""
    prefixes = _PREFIXES.get(language)
    cut = prefixes.match(word) if prefixes else None
    if cut is None:
        return word
    forms = [word[place:] for place in range(1, cut.end() + 1) if len(word) - place >= 3]
    # The shortest of the forms that are words of their own, next to the more common ones.
    shares = {form: vocabulary.share(key_of(form)) for form in (*forms[::-1], word)}
    least = max(_OWN_WORD * max(shares.values()), 1e-9)
    return next((form for form in shares if shares[form] >= least), word)


def content_words(text: str, language: str, vocabulary: Vocabulary) -> list[str]:
    """Return the folded stems of ``text`` that are no stop words, in order."""
    stop = vocabulary.stop_words
    telling = [word for word in words(text) if len(word) > 1 and word not in stop]
    if language not in _PREFIXES:
        return telling
    stems = [vocabulary.stem(word, language) for word in telling]
    return [short for short in stems if short not in stop]


def names(text: str) -> list[tuple[str, bool]]:
    """Return capitalised words and numbers, folded, and whether each begins a sentence."""
    found = []
    first = True
    for word in _CAPITALS.findall(text):
        if word in ".!?:":
            first = True
            continue
        if word[0].isupper() or word[0].isdecimal():
            found.append((fold(word).removesuffix("'s"), first))
        first = False
    return found
