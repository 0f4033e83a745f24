"""An article as a vector of its telling words. Any thread, except ``Frequencies``.

Words of the title and the first 300 of the text, capitalised words and numbers three times more as
names; weight (1 + ln count) · idf^1.2; the 120 heaviest, of length 1. The idf joins the shipped
share of a word, as if 20,000 texts had been read, with what has been counted since.
"""

import math
from array import array
from collections import Counter
from dataclasses import dataclass

from desktop_app.insight.words import Vocabulary, content_words, key_of, names, primary

HEAVIEST = 120
"""Terms that a vector keeps."""

_FIRST_WORDS = 300
_PRIOR = 20_000
_MOST_COUNTED = 20_000
_HALF_LIFE = 90 * 86_400
_POWER = 1.2
_NAME_MARK = "^"
_NAME_WEIGHT = 3
_MISSING = 0.6
_KIND = b"2"
"""What ``to_bytes`` begins with: kept vectors of other weights cannot be compared with these."""


@dataclass(frozen=True, slots=True)
class Vector:
    """Hashes of terms, those of names odd, heaviest first, and weights. 8 bytes a term."""

    keys: "array[int]"
    weights: "array[float]"

    def to_bytes(self) -> bytes:
        """Return the bytes to keep in a database; the same on machines of one byte order."""
        return _KIND + self.keys.tobytes() + self.weights.tobytes()

    @classmethod
    def from_bytes(cls, data: bytes) -> "Vector":
        """Read what ``to_bytes`` of this version wrote; anything else gives an empty one."""
        keys, weights = array("I"), array("f")
        if data[:1] == _KIND and len(data) % 8 == 1:
            middle = 1 + len(data) // 2
            keys.frombytes(data[1:middle])
            weights.frombytes(data[middle:])
        return cls(keys, weights)

    def asking(self) -> "Asking":
        """Return this vector as it is compared with many."""
        return Asking(dict(zip(self.keys, self.weights, strict=True)), self.names())

    def names(self) -> float:
        """Return how much names weigh."""
        pairs = zip(self.keys, self.weights, strict=True)
        return sum([weight for key, weight in pairs if key & 1])


@dataclass(frozen=True, slots=True)
class Asking:
    """The weights of a vector by term, and how much its names weigh."""

    weights: dict[int, float]
    names: float

    def likeness(self, other: Vector, with_names: bool) -> float:
        """Return how alike two articles are, 0 to 1.

        The cosine; ``with_names``: less as much as names of each are missing in the other. Two
        events of one kind share many words, but not who and where.
        """
        get = self.weights.get
        keys = other.keys
        # Most terms are not shared, and a dictionary says so faster than a loop can.
        shared = [(place, weight) for place, key in enumerate(keys) if (weight := get(key))]
        weights = other.weights
        cosine = sum([weights[place] * weight for place, weight in shared])
        if not with_names or cosine == 0.0:
            return min(1.0, cosine)
        theirs = other.names()
        if self.names == 0.0 or theirs == 0.0:
            return cosine
        mine_there = sum([weight for place, weight in shared if keys[place] & 1])
        theirs_here = sum([weights[place] for place, _ in shared if keys[place] & 1])
        missing = 1 - (mine_there / self.names + theirs_here / theirs) / 2
        return cosine * (1 - _MISSING * missing)


def terms(title: str, text: str, language: str | None, vocabulary: Vocabulary) -> Counter[str]:
    """Return the counted terms of an article; names carry a mark."""
    code = primary(language)
    head = " ".join(text.split(None, _FIRST_WORDS)[:_FIRST_WORDS])
    counts: Counter[str] = Counter()
    for piece in (title, head):
        counts.update(content_words(piece, code, vocabulary))
        # Names tell two events of one kind apart; at the start of a sentence a capital may be a
        # name or not.
        for name, first in names(piece):
            if not vocabulary.is_stop(name):
                counts[_NAME_MARK + name] += 1 if first else _NAME_WEIGHT
    return counts


class Frequencies:
    """How many texts of one language hold each term: shipped shares and what was counted since.

    Holds at most 20,000 counted terms; counts are halved every 90 days. One thread.
    """

    def __init__(self, vocabulary: Vocabulary) -> None:
        self._vocabulary = vocabulary
        self._counted: dict[int, float] = {}
        self._texts = 0.0
        self._halved_at: int | None = None

    def vector(self, counts: Counter[str], now: int) -> Vector:
        """Count the terms of a new article and return its vector. ``now`` in Unix seconds."""
        self._age(now)
        self._texts += 1
        counted = self._counted
        weighed = []
        whole = math.log(self._texts + _PRIOR + 1)
        for term, times in counts.items():
            if term[0] == _NAME_MARK:
                word = key_of(term[1:])
                key = key_of(term) | 1
            else:
                word = key_of(term)
                key = word & ~1
            counted[key] = seen = counted.get(key, 0.0) + 1
            share = self._vocabulary.share(word)
            idf = whole - math.log(seen + _PRIOR * share + 0.5)
            if idf > 0:
                weighed.append(((1 + math.log(times)) * idf**_POWER, key))
        if len(counted) > _MOST_COUNTED:
            self._forget_rare()
        return _of_length_one(weighed)

    def _age(self, now: int) -> None:
        if self._halved_at is None:
            self._halved_at = now
        elif now - self._halved_at >= _HALF_LIFE:
            self._halved_at = now
            self._texts /= 2
            self._counted = {key: seen / 2 for key, seen in self._counted.items() if seen >= 2}

    def _forget_rare(self) -> None:
        """Keep the more frequent half of the terms: a rare one weighs the same when unknown."""
        border = sorted(self._counted.values())[len(self._counted) // 2]
        kept = {key: seen for key, seen in self._counted.items() if seen > border}
        self._counted = kept


def _of_length_one(weighed: list[tuple[float, int]]) -> Vector:
    weighed.sort(reverse=True)
    del weighed[HEAVIEST:]
    length = math.sqrt(sum(weight * weight for weight, _ in weighed)) or 1.0
    return Vector(
        array("I", (key for _, key in weighed)),
        array("f", (weight / length for weight, _ in weighed)),
    )
