"""Reads a quantised fastText classifier and asks it. One thread at a time: it remembers words.

Only what ``lid.176.ftz`` needs of the format (https://fasttext.cc, version 12): character n-grams
pruned to the useful ones, a product-quantised input matrix, hierarchical softmax. A headline takes
0.1 to 0.5 ms; there is nothing to compile and nothing to install.
"""

import math
import struct
from array import array
from bisect import bisect_left
from collections.abc import Iterator
from operator import add, mul

_MAGIC, _VERSION = 793712314, 12
_HIERARCHICAL = 1
_END_OF_LINE = "</s>"
_LONGEST_WORD = 60  # letters; what follows says nothing more about the language
_MOST_WORDS = 80
_REMEMBERED = (
    4_000  # words, of 0.2 KB each; most words of a text are of the few thousand usual ones
)


class BrokenModelError(ValueError):
    """The bytes are no model of the one kind that is known here."""


class _Reader:
    def __init__(self, data: bytes) -> None:
        self._data = data
        self._place = 0

    def values(self, form: str) -> tuple[int, ...]:
        layout = struct.Struct("<" + form)
        found = layout.unpack_from(self._data, self._place)
        self._place += layout.size
        return found

    def value(self, form: str) -> int:
        return self.values(form)[0]

    def word(self) -> str:
        end = self._data.index(b"\0", self._place)
        found = self._data[self._place : end].decode("utf-8", "replace")
        self._place = end + 1
        return found

    def array(self, kind: str, length: int) -> "array[float]":
        found: array[float] = array(kind)
        size = length * found.itemsize
        found.frombytes(self._data[self._place : self._place + size])
        if len(found) != length:
            raise BrokenModelError("cut off")
        self._place += size
        return found

    def bytes(self, length: int) -> bytes:
        self._place += length
        return self._data[self._place - length : self._place]


class Classifier:
    """A quantised fastText model. Raises BrokenModelError for bytes that are none."""

    def __init__(self, data: bytes) -> None:
        try:
            self._read(_Reader(data))
        except (struct.error, ValueError, IndexError) as error:
            raise BrokenModelError(str(error)) from error

    def _read(self, reader: _Reader) -> None:
        if reader.values("ii") != (_MAGIC, _VERSION):
            raise BrokenModelError("not fastText of version 12")
        numbers = reader.values("12id")
        self._dim, loss, self._buckets = numbers[0], numbers[6], numbers[8]
        self._shortest, self._longest = numbers[9], numbers[10]
        if loss != _HIERARCHICAL or numbers[5] != 1:
            raise BrokenModelError("not hierarchical softmax over single words")
        self._read_words(reader)
        if not reader.value("?"):
            raise BrokenModelError("not quantised")
        self._read_rows(reader)
        if reader.value("?"):
            raise BrokenModelError("the output is quantised too")
        nodes, width = reader.values("qq")
        weights = reader.array("f", nodes * width)
        self._output = [weights[at : at + width] for at in range(0, nodes * width, width)]
        self._known_words: dict[str, tuple[int, array[float]]] = {}

    def _read_words(self, reader: _Reader) -> None:
        size, words, _labels, _tokens, pruned = reader.values("iiiqq")
        entries = [(reader.word(), reader.values("qb")[0]) for _ in range(size)]
        self._words = {name: place for place, (name, _) in enumerate(entries[:words])}
        self._labels = [name.removeprefix("__label__") for name, _ in entries[words:]]
        self._tree = _huffman([seen for _, seen in entries[words:]])
        pairs = reader.array("i", 2 * max(pruned, 0))
        # Two arrays instead of a dictionary: 0.3 MB instead of 5.
        # Numbers of one piece sort in a third of the time, and sorting stops all other threads.
        kept = sorted(
            [int(at) << 32 | int(row) for at, row in zip(pairs[::2], pairs[1::2], strict=True)]
        )
        self._kept = array("i", [each >> 32 for each in kept])
        self._kept_rows = array("i", [each & 0xFFFFFFFF for each in kept])

    def _read_rows(self, reader: _Reader) -> None:
        with_norms = reader.value("?")
        rows, width, size = reader.values("qqi")
        self._codes = reader.bytes(size)
        self._parts, self._centroids = self._quantiser(reader, width)
        self._norm_codes, self._norms = b"", array("f")
        if with_norms:
            self._norm_codes = reader.bytes(rows)
            _, self._norms = self._quantiser(reader, 1)

    @staticmethod
    def _quantiser(reader: _Reader, width: int) -> tuple[list[int], "array[float]"]:
        dim, parts, size, last = reader.values("4i")
        if dim != width or (parts - 1) * size + last != dim or size != last:
            raise BrokenModelError("an odd quantiser")
        return [size] * parts, reader.array("f", dim * 256)

    def probabilities(self, text: str, least: float = 0.0) -> dict[str, float]:
        """Return the probability of each label for one line of text; {} for an empty one.

        Labels below ``least`` may be missing: far fewer are looked at then.
        """
        hidden = self._hidden(text)
        if hidden is None:
            return {}
        found: dict[str, float] = {}
        leaves = len(self._labels)
        stack = [(2 * leaves - 2, 1.0)]
        while stack:
            node, chance = stack.pop()
            if node < leaves:
                found[self._labels[node]] = chance
                continue
            score = sum(map(mul, self._output[node - leaves], hidden))
            right = 1 / (1 + math.exp(-max(-30.0, min(30.0, score))))
            left_child, right_child = self._tree[node - leaves]
            for child, part in ((left_child, 1 - right), (right_child, right)):
                if chance * part >= least:
                    stack.append((child, chance * part))
        return found

    def _hidden(self, text: str) -> list[float] | None:
        words = text.split()[:_MOST_WORDS]
        total, seen = [0.0] * self._dim, 0
        for word in words:
            rows, vector = self._of_word(word)
            total, seen = list(map(add, total, vector)), seen + rows
        if words and _END_OF_LINE in self._words:
            self._add_row(self._words[_END_OF_LINE], total)
            seen += 1
        return [value / seen for value in total] if seen else None

    def _of_word(self, word: str) -> tuple[int, "array[float]"]:
        """Return how many rows a word has, and their sum; remembered."""
        remembered = self._known_words
        found = remembered.get(word)
        if found is None:
            if len(remembered) >= _REMEMBERED:
                remembered.clear()
            total, rows = [0.0] * self._dim, list(self._rows(word))
            for row in rows:
                self._add_row(row, total)
            found = remembered[word] = (len(rows), array("d", total))
        return found

    def _add_row(self, row: int, total: list[float]) -> None:
        parts = len(self._parts)
        size = self._parts[0]
        norm = self._norms[self._norm_codes[row]] if self._norm_codes else 1.0
        centroids = self._centroids
        at = row * parts
        place = 0
        for part in range(parts):
            first = (part * 256 + self._codes[at + part]) * size
            for offset in range(size):
                total[place] += norm * centroids[first + offset]
                place += 1

    def _rows(self, word: str) -> Iterator[int]:
        known = self._words.get(word)
        if known is not None:
            yield known
        yield from self._pieces(f"<{word[:_LONGEST_WORD]}>")

    def _pieces(self, word: str) -> Iterator[int]:
        """Yield the rows of the n-grams of ``word``: 32-bit FNV-1a over signed bytes."""
        letters = [
            [byte if byte < 128 else byte | 0xFFFFFF00 for byte in letter]
            for letter in (each.encode("utf-8", "replace") for each in word)
        ]
        first_row = len(self._words)
        for first in range(len(letters)):
            digest = 2166136261
            for length, letter in enumerate(letters[first : first + self._longest], start=1):
                for byte in letter:
                    digest = (digest ^ byte) * 16777619 & 0xFFFFFFFF
                if length >= self._shortest and not (
                    length == 1 and first in (0, len(letters) - 1)
                ):
                    bucket = digest % self._buckets
                    at = bisect_left(self._kept, bucket)
                    if at < len(self._kept) and self._kept[at] == bucket:
                        yield first_row + self._kept_rows[at]


def _huffman(counts: list[int]) -> list[tuple[int, int]]:
    """Return the children of the inner nodes, numbered as fastText numbers them.

    Leaves are 0 … n−1 with falling counts, inner nodes follow; the left child is taken first.
    """
    leaves = len(counts)
    total = [*counts, *([10**15] * (leaves - 1))]
    children = []
    leaf, inner = leaves - 1, leaves
    for made in range(leaves, 2 * leaves - 1):
        pair = []
        for _ in range(2):
            if leaf >= 0 and total[leaf] < total[inner]:
                pair.append(leaf)
                leaf -= 1
            else:
                pair.append(inner)
                inner += 1
        total[made] = total[pair[0]] + total[pair[1]]
        children.append((pair[0], pair[1]))
    return children
