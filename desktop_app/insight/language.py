"""The language of a headline or an article: scripts first, then a small fastText model.

One thread at a time with a ``Classifier``, which takes 30 ms to make, and 5 MB of memory.
"""

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable
from functools import lru_cache

from desktop_app.insight.fasttext import Classifier
from desktop_app.insight.words import primary

_CYRILLIC = frozenset({"bg", "ru", "uk"})
_LATIN_CODES = "cs da de en es fi fr hu id it nl no pl pt ro sv tr vi"
_LATIN = frozenset(_LATIN_CODES.split())
LANGUAGES = _LATIN | _CYRILLIC | {"ar", "el", "fa", "he", "hi", "ja", "ko", "ur", "zh"}
"""What can be told; any other language of the model is taken for the nearest of these."""

EXCERPT_LETTERS = 200
"""How much of the excerpt to hand over behind the title."""

_OF_SCRIPT = {
    "HEBREW": "he",
    "GREEK": "el",
    "HANGUL": "ko",
    "DEVANAGARI": "hi",
    "HIRAGANA": "ja",
    "KATAKANA": "ja",
    "CJK": "zh",
}
_SCRIPT_OF = {
    **{language: script for script, language in _OF_SCRIPT.items()},
    **dict.fromkeys(("ar", "fa", "ur"), "ARABIC"),
    **dict.fromkeys(_CYRILLIC | {"be", "mk", "sr", "kk", "mn"}, "CYRILLIC"),
    **dict.fromkeys(("mr", "ne"), "DEVANAGARI"),
    "yi": "HEBREW",
}
_URDU = re.compile("[ٹڈڑںےھ]")
_PERSIAN = re.compile("[پچژگکی]")
_KANA = re.compile("[\u3041-\u30ff]")
_ADDRESS = re.compile(r"\S*(?:://|@|www\.)\S*")
_SURE_LETTERS = 3
_LIKELY = 1e-4


def detect(text: str, model: Classifier | None = None, declared: str | None = None) -> str | None:
    """Return the language code of ``text``, or None when it has no letters to tell it by.

    ``text`` is the title and up to ``EXCERPT_LETTERS`` of the excerpt; ``declared`` what the item
    or its source says, believed when its script is that of the text and, between languages of one
    script, when the model does not clearly object. Without a model Latin and Cyrillic texts have
    the declared language or none.
    """
    text = _ADDRESS.sub(" ", text)
    script = script_of(text)
    if script is None:
        return None
    declared = primary(declared) or None
    if declared is not None and not agrees(declared, script):
        declared = None
    by_script = _by_script(text, script)
    if by_script is not None:
        return declared if declared in _keepers(by_script) else by_script
    if model is None:
        return declared
    return _by_model(text, script, model, declared)


def script_of(text: str) -> str | None:
    """Return the script of most letters of ``text`` ("LATIN", "ARABIC", "CJK"), None for none.

    Names are the first word of Unicode's names of the letters; kana counts for all of a Japanese
    text.
    """
    counts: Counter[str] = Counter()
    for letter in text[:2000]:
        script = _script(letter)
        if script:
            # A letter of Chinese or Korean is about as much text as two or three of an alphabet.
            counts[script] += 2 if script in ("CJK", "HANGUL", "HIRAGANA", "KATAKANA") else 1
    if not counts:
        return None
    script = counts.most_common(1)[0][0]
    if script in ("CJK", "KATAKANA") and _KANA.search(text):
        return "HIRAGANA"
    return script


@lru_cache(maxsize=4096)
def _script(letter: str) -> str:
    return unicodedata.name(letter, "").split(" ")[0].split("-")[0] if letter.isalpha() else ""


def agrees(language: str, script: str) -> bool:
    """Say whether ``language`` is written in ``script``; one not known here is Latin."""
    code = primary(language)
    wanted = _SCRIPT_OF.get(code, "LATIN")
    if wanted in ("HIRAGANA", "KATAKANA") or code == "ja":
        return script in ("HIRAGANA", "KATAKANA", "CJK")
    return wanted == script


def majority(languages: Iterable[str], before: str | None) -> str | None:
    """Return the language of a source whose last 20 articles have ``languages``.

    It stays what it was ``before`` until 5 of 20 differ and one language leads.
    """
    seen = list(languages)[-20:]
    if not seen:
        return before
    first, times = Counter(seen).most_common(1)[0]
    if before is None or (sum(each != before for each in seen) >= 5 and times > len(seen) // 2):
        return first
    return before


def _by_script(text: str, script: str) -> str | None:
    if script != "ARABIC":
        return _OF_SCRIPT.get(script)
    letters = max(1, sum(map(str.isalpha, text)))
    if len(_URDU.findall(text)) * 40 > letters:
        return "ur"
    return "fa" if len(_PERSIAN.findall(text)) * 40 > letters else "ar"


def _keepers(by_script: str) -> frozenset[str]:
    """Return the declared languages that the letters do not speak against."""
    return {
        "hi": frozenset({"hi", "mr", "ne"}),
        "he": frozenset({"he", "yi"}),
        "zh": frozenset({"zh", "ja"}),
        "ar": frozenset({"ar"}),
    }.get(by_script, frozenset({by_script}))


def _by_model(text: str, script: str, model: Classifier, declared: str | None) -> str | None:
    wanted = _CYRILLIC if script == "CYRILLIC" else _LATIN if script == "LATIN" else frozenset()
    if sum(map(str.isalpha, text)) < _SURE_LETTERS or not wanted:
        return declared
    line = " ".join(text.lower().split())
    chances = model.probabilities(line, _LIKELY)
    if not wanted & chances.keys():  # surely none of these: then the nearest
        chances = model.probabilities(line)
    best = max(wanted, key=lambda code: (chances.get(code, 0.0), code))
    if declared is None or declared == best:
        return best
    if declared not in LANGUAGES:
        return declared if chances.get(declared, 0.0) > 0.2 else best
    return best if chances.get(best, 0.0) > 4 * chances.get(declared, 0.0) + 0.3 else declared
