"""Near copies of one text at several publishers. One thread for ``Copies``.

Shingles of three words over the first 400, as 48-bit hashes. Two texts that share one of
their 16 smallest hashes are compared in full: a copy when 0.3 of the shorter is in the other.
"""

from array import array
from collections.abc import Iterable
from heapq import nsmallest

from desktop_app.insight.words import key_of, words

SAME_TEXT = 0.3
"""Share of the shorter text's shingles from which on two articles are one text."""

SKETCH = 16
"""Smallest hashes that stand for a text in an index or a database table."""

_SPARE = 16
_WHOLE = (1 << 48 + _SPARE) - 1
_ODD = (0x9E3779B97F4A7C15, 0xC2B2AE3D27D4EB4F, 0x165667B19E3779F9)
"""Multiplied with the 32 bits of a word each of these fills 64; the upper 48 are kept."""

_FIRST_WORDS = 400
_LEAST_SHINGLES = 12
_EXCERPT_LETTERS, _TIMES = 500, 6
_CROWD = 200
_CHUNK = 512
_LOWER = 0xFFFFFFFF


def shingles(text: str) -> frozenset[int]:
    """Return the 48-bit hashes of all runs of three words among the first 400 of ``text``."""
    found = [key_of(word) for word in words(text[: _FIRST_WORDS * 12])[:_FIRST_WORDS]]
    one, two, three = _ODD
    return frozenset(
        [
            (a * one + b * two + c * three & _WHOLE) >> _SPARE
            for a, b, c in zip(found, found[1:], found[2:], strict=False)
        ]
    )


def sketch(hashes: Iterable[int]) -> tuple[int, ...]:
    """Return the 16 smallest hashes, rising."""
    return tuple(nsmallest(SKETCH, hashes))


def containment(one: frozenset[int], other: frozenset[int]) -> float:
    """Return the share of the shorter text's shingles that the longer one has, 0 to 1."""
    shorter = min(len(one), len(other))
    return len(one & other) / shorter if shorter else 0.0


def may_be_one_text(one: int, other: int) -> bool:
    """Say whether texts of so many letters may be one.

    An excerpt may be of a text of any length; else what is far longer holds other texts too, as a
    round-up of the week does.
    """
    shorter, longer = sorted((one, other))
    return shorter < _EXCERPT_LETTERS or longer <= _TIMES * shorter


class Copies:
    """Finds articles with the same text among those of its window. Ids are the caller's.

    Texts under 15 words are never copies. Holds about 3 KB an article: forget what leaves the
    window of the stories.
    """

    def __init__(self) -> None:
        self._texts: dict[int, array[int]] = {}  # the lower 32 bits of all shingles
        self._chunks: list[_Chunk] = []

    def __len__(self) -> int:
        return len(self._texts)

    def add(self, article_id: int, text: str) -> tuple[tuple[int, float], ...]:
        """Return articles with the same text and their containment, highest first; keep this one.

        ``text`` is the plain body without the headline. An article that is known is replaced.
        0.3 ms for 400 words.
        """
        self.forget(article_id)
        whole = shingles(text)
        if len(whole) < _LEAST_SHINGLES:
            return ()
        marks = sketch(whole)
        mine = frozenset(each & _LOWER for each in whole)
        found = [
            (other, share)
            for other in self._sharing(marks)
            if (share := containment(mine, frozenset(self._texts[other]))) >= SAME_TEXT
        ]
        self._texts[article_id] = array("I", mine)
        self._keep(article_id, marks)
        return tuple(sorted(found, key=lambda pair: (-pair[1], pair[0])))

    def forget(self, article_id: int) -> None:
        """Drop an article; one that is not known is fine."""
        if self._texts.pop(article_id, None) is None:
            return
        for chunk in self._chunks:
            chunk.articles.discard(article_id)
        self._chunks = [chunk for chunk in self._chunks if chunk.articles]

    def _keep(self, article_id: int, marks: tuple[int, ...]) -> None:
        if not self._chunks or self._chunks[-1].added >= _CHUNK:
            self._chunks.append(_Chunk())
        chunk = self._chunks[-1]
        chunk.added += 1
        chunk.articles.add(article_id)
        for mark in marks:
            held = chunk.holders.get(mark)
            chunk.holders[mark] = article_id if held is None else (*_each(held), article_id)

    def _sharing(self, marks: tuple[int, ...]) -> set[int]:
        found: set[int] = set()
        for mark in marks:
            holders: set[int] = set()
            for chunk in self._chunks:
                holders.update(_each(chunk.holders.get(mark, ())))
            # A shingle that hundreds share is a footer or a cookie notice and says nothing.
            if len(holders) <= _CROWD:
                found |= holders & self._texts.keys()
        return found


class _Chunk:
    """The index of some hundred articles that came one after another.

    It goes as a whole when all of them are forgotten: one dictionary for all, in which single
    entries come and go, would take twice the memory.
    """

    def __init__(self) -> None:
        self.added = 0
        self.articles: set[int] = set()
        self.holders: dict[int, int | tuple[int, ...]] = {}


def _each(held: int | tuple[int, ...]) -> tuple[int, ...]:
    return (held,) if isinstance(held, int) else held
