"""Numbers in running text, by value. Any thread; pure."""

import re
import unicodedata
from dataclasses import dataclass

from desktop_app.text.fold import fold

_RUN = re.compile(r"\d+(?:[.,٫٬'’\u00a0\u202f]\d+)*")
_MARK = re.compile(r"\[\d{1,4}(?:\s*[,–-]\s*\d{1,4})*\]")
_WORD = re.compile(r"[^\W\d_]+")
_GROUPED = re.compile(r"\d{1,3}(?:[.,٬'’\u00a0\u202f]\d{3})+")
_NOT_DIGITS = re.compile(r"\D")

_SPOKEN: dict[str, int] = {}
for _value, _names in {
    0: "zero صفر אפס",
    1: "one واحد واحدة אחד אחת",
    2: "two اثنان اثنين اثنتان اثنتين שניים שתיים שני שתי",
    3: "three ثلاثة ثلاث שלושה שלוש שלושת",
    4: "four أربعة أربع ארבעה ארבע ארבעת",
    5: "five خمسة خمس חמישה חמש חמשת",
    6: "six ستة ست שישה שש ששת",
    7: "seven سبعة سبع שבעה שבע שבעת",
    8: "eight ثمانية ثماني ثمان שמונה שמונת",
    9: "nine تسعة تسع תשעה תשע תשעת",
    10: "ten عشرة عشر עשרה עשר עשרת",
    11: "eleven",
    12: "twelve dozen",
    13: "thirteen",
    14: "fourteen",
    15: "fifteen",
    16: "sixteen",
    17: "seventeen",
    18: "eighteen",
    19: "nineteen",
    20: "twenty عشرون عشرين עשרים",
    30: "thirty ثلاثون ثلاثين שלושים",
    40: "forty أربعون أربعين ארבעים",
    50: "fifty خمسون خمسين חמישים",
    60: "sixty ستون ستين שישים",
    70: "seventy سبعون سبعين שבעים",
    80: "eighty ثمانون ثمانين שמונים",
    90: "ninety تسعون تسعين תשעים",
    100: "hundred مئة مائة מאה",
    1000: "thousand ألف אלף",
}.items():
    for _name in _names.split():
        _SPOKEN.setdefault(fold(_name), _value)


@dataclass(frozen=True, slots=True)
class Number:
    """A number, where it stands (``text[first:last]``) and what it may mean.

    "1.200" has two values, one for each way of writing numbers; "1,200.5" has one.
    """

    text: str
    first: int
    last: int
    values: frozenset[str]


def numbers(text: str) -> tuple[Number, ...]:
    """Return the numbers of ``text`` in order: digits of any script, and small ones in words."""
    marks = [(hit.start(), hit.end()) for hit in _MARK.finditer(text)]
    found = [
        Number(hit[0], hit.start(), hit.end(), _values(hit[0]))
        for hit in _RUN.finditer(text)
        if not any(first <= hit.start() < last for first, last in marks)
    ]
    for hit in _WORD.finditer(text):
        value = _SPOKEN.get(fold(hit[0]))
        if value is not None:
            found.append(Number(hit[0], hit.start(), hit.end(), frozenset({str(value)})))
    return tuple(sorted(found, key=lambda each: each.first))


def _values(run: str) -> frozenset[str]:
    digits = "".join(
        str(unicodedata.decimal(letter)) if letter.isdecimal() else letter for letter in run
    )
    found = set()
    if _GROUPED.fullmatch(digits) or digits.isdecimal():
        found.add(_plain(_NOT_DIGITS.sub("", digits)))
    parts = re.split(r"[.,٫]", digits)
    if len(parts) >= 2 and not (found and parts[-1] == "000"):  # nobody writes 40 as 40,000
        whole = _NOT_DIGITS.sub("", "".join(parts[:-1]))
        found.add(_plain(whole, _NOT_DIGITS.sub("", parts[-1])))
    return frozenset(found or {digits})


def _plain(whole: str, fraction: str = "") -> str:
    whole = whole.lstrip("0") or "0"
    fraction = fraction.rstrip("0")
    return f"{whole}.{fraction}" if fraction else whole
