"""ROUGE-1, -2 and -L (F1, stemmed), as Lin (2004) defines them, and Porter's stemmer (1980).

Used on English texts only. L counts sentence by sentence (the union of the longest common
subsequences), which others call ROUGE-Lsum.
"""

import re
from collections import Counter
from collections.abc import Sequence
from functools import cache

_WORD = re.compile(r"[a-z0-9]+")
_STEP_2 = (
    "ational:ate tional:tion enci:ence anci:ance izer:ize bli:ble alli:al entli:ent eli:e "
    "ousli:ous "
    "ization:ize ation:ate ator:ate alism:al iveness:ive fulness:ful ousness:ous aliti:al "
    "iviti:ive biliti:ble logi:log"
)
_STEP_3 = "icate:ic ative: alize:al iciti:ic ical:ic ful: ness:"
_ENDS = "ement ance ence able ible ment ant ent ism ate iti ous ive ize ion al er ic ou"
_STEP_4 = _ENDS.split()


def scores(found: Sequence[str], wanted: Sequence[str]) -> tuple[float, float, float]:
    """Return ROUGE-1, -2 and -L of sentences against those of a person, 0 to 1."""
    ours = [_stems(each) for each in found]
    theirs = [_stems(each) for each in wanted]
    return (_of_runs(ours, theirs, 1), _of_runs(ours, theirs, 2), _of_sequences(ours, theirs))


def _stems(text: str) -> list[str]:
    return [stem(word) if len(word) > 3 else word for word in _WORD.findall(text.lower())]


def _of_runs(ours: list[list[str]], theirs: list[list[str]], length: int) -> float:
    mine, wanted = (
        Counter(tuple(whole[at : at + length]) for at in range(len(whole) - length + 1))
        for whole in (_flat(ours), _flat(theirs))
    )
    return _f1((mine & wanted).total(), mine.total(), wanted.total())


def _of_sequences(ours: list[list[str]], theirs: list[list[str]]) -> float:
    mine, wanted = Counter(_flat(ours)), Counter(_flat(theirs))
    hits = 0
    for sentence in theirs:
        common = set().union(*(_common(sentence, each) for each in ours)) if ours else set()
        for place in sorted(common):
            word = sentence[place]
            if mine[word] > 0 and wanted[word] > 0:
                hits += 1
                mine[word] -= 1
                wanted[word] -= 1
    return _f1(hits, sum(map(len, ours)), sum(map(len, theirs)))


def _flat(sentences: list[list[str]]) -> list[str]:
    return [word for sentence in sentences for word in sentence]


def _common(one: list[str], other: list[str]) -> set[int]:
    """Return the places in ``one`` of a longest common subsequence."""
    table = [[0] * (len(other) + 1) for _ in range(len(one) + 1)]
    for i, left in enumerate(one, start=1):
        for j, right in enumerate(other, start=1):
            same = table[i - 1][j - 1] + 1
            table[i][j] = same if left == right else max(table[i - 1][j], table[i][j - 1])
    places, i, j = set(), len(one), len(other)
    while i and j:
        if one[i - 1] == other[j - 1]:
            places.add(i - 1)
            i, j = i - 1, j - 1
        elif table[i][j - 1] > table[i - 1][j]:
            j -= 1
        else:
            i -= 1
    return places


def _f1(hits: int, found: int, wanted: int) -> float:
    return 2 * hits / (found + wanted) if hits else 0.0


@cache
def stem(word: str) -> str:
    """Return the stem of a lower-case English word."""
    if len(word) < 3 or not word.isalpha():
        return word
    word = _past(_plural(word))
    if word.endswith("y") and _vowel(word[:-1]):
        word = word[:-1] + "i"
    for step in (_STEP_2, _STEP_3):
        word = _replaced(word, step)
    return _tidied(_cut(word))


def _plural(word: str) -> str:
    for end, new in (("sses", "ss"), ("ies", "i"), ("ss", "ss"), ("s", "")):
        if word.endswith(end):
            return word.removesuffix(end) + new
    return word


def _past(word: str) -> str:
    if word.endswith("eed"):
        return word[:-1] if _measure(word[:-3]) > 0 else word
    for end in ("ed", "ing"):
        rest = word.removesuffix(end)
        if rest != word and _vowel(rest):
            if rest.endswith(("at", "bl", "iz")):
                return rest + "e"
            if _doubled(rest) and rest[-1] not in "lsz":
                return rest[:-1]
            return rest + "e" if _measure(rest) == 1 and _short(rest) else rest
    return word


def _replaced(word: str, step: str) -> str:
    for pair in step.split(" "):
        end, _, new = pair.partition(":")
        if word.endswith(end):
            rest = word.removesuffix(end)
            return rest + new if _measure(rest) > 0 else word
    return word


def _cut(word: str) -> str:
    for end in _STEP_4:
        if word.endswith(end):
            rest = word.removesuffix(end)
            if _measure(rest) > 1 and (end != "ion" or rest[-1:] in ("s", "t")):
                return rest
            return word
    return word


def _tidied(word: str) -> str:
    if word.endswith("e"):
        rest = word[:-1]
        if _measure(rest) > 1 or (_measure(rest) == 1 and not _short(rest)):
            word = rest
    return word[:-1] if word.endswith("ll") and _measure(word[:-1]) > 1 else word


def _kinds(word: str) -> str:
    """Return v for each vowel and c for each consonant; y is a vowel behind a consonant."""
    kinds = ""
    for letter in word:
        vowel = letter in "aeiou" or (letter == "y" and kinds[-1:] == "c")
        kinds += "v" if vowel else "c"
    return kinds


def _measure(word: str) -> int:
    return len(re.findall("v+c+", _kinds(word)))


def _vowel(word: str) -> bool:
    return "v" in _kinds(word)


def _doubled(word: str) -> bool:
    return len(word) > 1 and word[-1] == word[-2] and _kinds(word)[-1] == "c"


def _short(word: str) -> bool:
    return _kinds(word).endswith("cvc") and word[-1] not in "wxy"
