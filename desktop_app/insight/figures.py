"""Sentences with a number and what it counts. Any thread; pure."""

import re
from dataclasses import dataclass

from desktop_app.insight.sentences import Sentence
from desktop_app.insight.words import count

_MOST = 3
_DIGIT = re.compile(r"\d")
_LONGEST = 45  # words

_NUMBER = r"(?<![\w.,])(?:(?<!\S)[-−+])?\d{1,15}+(?:[.,٫٬’'\u00a0\u202f]\d{1,9}+){0,5}+(?!\d)"
_SCALE_WORD = (
    r"\s?(?:thousand|million|billion|trillion|mn|bn|m\b|k\b|Tausend|Millionen|Million|Mrd\.?"
    r"|Mio\.?|Milliarden|mille|millions?|milliards?|mil|millones|milhões|milioni|тысяч|млн|млрд"
    r"|ألف|آلاف|الاف|مليون|ملايين|مليار|مليارات|אלף|אלפים|מיליון|מיליארד|万|億|亿)(?!\w)"
)
_SCALE = rf"(?:{_SCALE_WORD})?"
_MONEY = r"[$€£¥₪₹₽₩₺]|US\$|USD|EUR|ILS|NIS|SAR|AED"
_UNIT = (
    r"%|٪|per ?cent|percent|Prozent|por ciento|pour cent|процент\w*|بالمئة|بالمائة|في المئة"
    r"|في المائة|אחוז\w*|°\s?[CF]?|degrees|km|kilomet\w+|miles?|met(?:re|er)s?|feet|hectares?"
    r"|acres?|kg|tons?|tonnes?|lit(?:re|er)s?|megawatts?|MW|"
    r"dollars?|euros?|pounds?|shekels?|dirhams?|riyals?|yen|rupees?|"
    r"دولار\w*|يورو|ريال\w*|درهم\w*|دينار\w*|جنيه\w*|شيكل|ليرة|كيلومتر\w*|كيلومترات|متر\w*|"
    r"درجة|درجات|هكتار\w*|طن\w*|شخص\w*|قتيل\w*|جريح\w*|سنة|عاما|عام|يوما|أيام|ساعة|ساعات|"
    r"דולר\w*|שקל\w*|ש\"ח|יורו|אירו|קילומטר\w*|מטר\w*|מעלות|דונם|טון|איש|אנשים|שנה|שנים|ימים|"
    r"שעות|תושבים|הרוגים|פצועים|"
    r"people|persons|men|women|children|students|workers|homes|houses|votes|seats|points|goals|"
    r"years?|months?|weeks?|days?|hours?|minutes?|times|cases|deaths|jobs|passengers|families"
)
_COUNTED = re.compile(
    rf"(?:{_MONEY})\s?{_NUMBER}{_SCALE}|{_NUMBER}{_SCALE}\s?(?:{_UNIT}|{_MONEY})(?!\w)"
    rf"|{_NUMBER}{_SCALE_WORD}|{_NUMBER}(?:\s|-)(?:[^\W\d_]+\s)?(?:{_UNIT})(?!\w)",
    re.IGNORECASE,
)
_LARGE = re.compile(r"(?<![\w.])\d{1,3}(?:[,.٬’\u00a0\u202f]\d{3})+(?!\d)\s[^\W\d_]{4,}")


@dataclass(frozen=True, slots=True)
class Figure:
    """A sentence and the part of it that holds the number with what it counts.

    ``text[first:last]`` of the article is that part; ``sentence`` tells the sentence's place.
    """

    sentence: Sentence
    first: int
    last: int

    @property
    def number(self) -> str:
        """Return the number with what it counts, as it stands in the text."""
        return self.sentence.text[
            self.first - self.sentence.start : self.last - self.sentence.start
        ]


def figures(
    sentences: tuple[Sentence, ...], points: tuple[Sentence, ...], language: str | None = None
) -> tuple[Figure, ...]:
    """Return up to three sentences with a number and its unit, in the order of the text.

    Those with the most such numbers come first when there are more; key points are left out as
    long as others have numbers too.
    """
    del language  # the units of all languages are looked for at once
    found = []
    for place, sentence in enumerate(sentences):
        if len(sentence.text) > _LONGEST * 12 or not _DIGIT.search(sentence.text):
            continue
        hits = [*_COUNTED.finditer(sentence.text), *_LARGE.finditer(sentence.text)]
        if hits and count(sentence.text) <= _LONGEST:
            score = min(len(hits), 3) - 0.02 * place - (1.5 if sentence in points else 0.0)
            found.append((score, -place, _figure(sentence, hits[0])))
    found.sort(key=lambda each: each[:2], reverse=True)
    kept = [figure for _, _, figure in found[:_MOST]]
    return tuple(sorted(kept, key=lambda figure: figure.first))


def _figure(sentence: Sentence, hit: re.Match[str]) -> Figure:
    return Figure(sentence, sentence.start + hit.start(), sentence.start + hit.end())
