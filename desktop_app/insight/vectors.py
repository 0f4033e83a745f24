"""An article as a vector of its telling words. Any thread, except ``Frequencies``.

Words of the title (twice) and the first 150 of the text, capitalised words and numbers once more
as names; weight (1 + ln count) · idf^1.2; the 80 heaviest, of length 1. The idf joins the shipped
share of a word, as if 20,000 texts had been read, with what has been counted since.
"""

import math
from array import array
from collections import Counter
from dataclasses import dataclass

from desktop_app.insight.words import Vocabulary, content_words, key_of, names, primary

HEAVIEST = 80
"""Terms that a vector keeps."""

_FIRST_WORDS = 150
_PRIOR = 20_000
_MOST_COUNTED = 20_000
_HALF_LIFE = 90 * 86_400
_POWER = 1.2
_NAME_MARK = "^"


@dataclass(frozen=True, slots=True)
class Vector:
    """Hashes of terms, heaviest first, and their weights. 8 bytes a term."""

    keys: "array[int]"
    weights: "array[float]"

    def to_bytes(self) -> bytes:
        """Return the bytes to keep in a database; the same on machines of one byte order."""
        return self.keys.tobytes() + self.weights.tobytes()

    @classmethod
    def from_bytes(cls, data: bytes) -> "Vector":
        """Read what ``to_bytes`` wrote; bytes of an odd length give an empty vector."""
        keys, weights = array("I"), array("f")
        if len(data) % 8 == 0:
            keys.frombytes(data[: len(data) // 2])
            weights.frombytes(data[len(data) // 2 :])
        return cls(keys, weights)

    def by_key(self) -> dict[int, float]:
        """Return the weights by term."""
        return dict(zip(self.keys, self.weights, strict=True))

    def cosine(self, other: dict[int, float]) -> float:
        """Return the cosine with another vector's ``by_key()``."""
        get = other.get
        pairs = zip(self.keys, self.weights, strict=True)
        return sum([weight * get(key, 0.0) for key, weight in pairs])


def terms(title: str, text: str, language: str | None, vocabulary: Vocabulary) -> Counter[str]:
    """Return the counted terms of an article; names carry a mark."""
    code = primary(language)
    head = " ".join(text.split(None, _FIRST_WORDS)[:_FIRST_WORDS])
    counts: Counter[str] = Counter()
    for piece, weight in ((title, 2), (head, 1)):
        for word in content_words(piece, code, vocabulary):
            counts[word] += weight
        # Names tell two events of one kind apart, so they count twice; at the start of a sentence
        # a capital may be a name or not.
        for name, first in names(piece):
            if not vocabulary.is_stop(name):
                counts[_NAME_MARK + name] += weight if first else 2 * weight
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
            key = key_of(term)
            counted[key] = seen = counted.get(key, 0.0) + 1
            share = self._vocabulary.share(key if term[0] != _NAME_MARK else key_of(term[1:]))
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
