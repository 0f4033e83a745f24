"""Quotations that are falsified, and true ones in another dress: which does the check accept?"""

from __future__ import annotations

import random
import re
from typing import TYPE_CHECKING

from benchmarks import insight_sets as sets
from desktop_app.insight.quotes import Checker
from desktop_app.insight.sentences import split

if TYPE_CHECKING:
    from benchmarks.insight import Figure

FALSE, TRUE = 800, 500
_NUMBER = re.compile(r"\d")
_WORD = re.compile(r"[^\W\d_]{3,}")
_NOT = {
    "en": (" not ", re.compile(r"\b(was|is|are|were|had|has|will|would|said|could|took|came)\b")),
    "ar": (" لم ", re.compile(r"\s(?=\w{4,})")),
    "he": (" לא ", re.compile(r"\s(?=\w{4,})")),
}


def quotes(seed: int) -> dict[str, Figure]:
    from benchmarks.insight import Figure

    chance = random.Random(seed)
    texts = [text for language in sets.LANGUAGES for text in sets.own_stories(language)]
    false, made = 0, 0
    told = []
    while made < FALSE:
        text, quotation = _quotation(texts, chance)
        altered = _falsified(quotation, text.language, made % 4, chance)
        if altered is None or altered in text.body:
            continue
        made += 1
        if Checker(text.body).find(altered):
            false += 1
            told.append(altered[:60])
    true = 0
    for number in range(TRUE):
        text, quotation = _quotation(texts, chance)
        true += bool(
            Checker(text.body).find(_dressed(quotation, number % 5, text.language, chance))
        )
    return {
        "quotes_false": Figure(false, FALSE, "; ".join(told[:3])),
        "quotes_true": Figure(true, TRUE),
    }


def _quotation(texts: list[sets.Text], chance: random.Random) -> tuple[sets.Text, str]:
    """Return a text and six or more words of one of its sentences."""
    while True:
        text = chance.choice(texts)
        words = chance.choice(split(text.body)).text.split()
        if len(words) >= 7:
            length = chance.randrange(6, len(words) + 1)
            first = chance.randrange(len(words) - length + 1)
            return text, " ".join(words[first : first + length])


def _falsified(quotation: str, language: str, kind: int, chance: random.Random) -> str | None:
    """Change a word, a number, a negation or the end of a word; None where there is nothing to."""
    if kind == 0:
        hit = chance.choice(list(_WORD.finditer(quotation)) or [None])
        strange = {"en": "yellow", "ar": "أصفر", "he": "צהוב"}[language]
        return hit and quotation[: hit.start()] + strange + quotation[hit.end() :]
    if kind == 1:
        hit = _NUMBER.search(quotation)
        if hit is None:
            return None
        digit = str((int(hit[0]) + chance.randrange(1, 9)) % 10)
        return quotation[: hit.start()] + digit + quotation[hit.end() :]
    if kind == 2:
        word, place = _NOT[language]
        hits = [hit for hit in place.finditer(quotation) if hit.end() < len(quotation) - 3]
        if not hits:
            return None
        end = chance.choice(hits).end()
        return quotation[:end].rstrip() + word + quotation[end:].lstrip()
    hits = list(_WORD.finditer(quotation))
    if not hits:
        return None
    hit = hits[-1]
    return quotation[: hit.end() - 1] + quotation[hit.end() :]


def _dressed(quotation: str, kind: int, language: str, chance: random.Random) -> str:
    """Return the same words in another typography, case or spacing."""
    if kind == 0:
        return "«" + quotation.replace('"', "”").replace("'", "’") + "»"
    if kind == 1:
        return quotation.upper() if language == "en" else "  ".join(quotation.split())
    if kind == 2:
        return quotation.replace(" ", "\u00a0").replace("-", "‑") + "…"
    if kind == 3 and language != "en":
        marks = "\u064e\u0650\u0651" if language == "ar" else "\u05b8\u05b4\u05bc"
        dressed = [
            letter + (chance.choice(marks) if letter.isalpha() and chance.random() < 0.4 else "")
            for letter in quotation
        ]
        return "".join(dressed)
    if kind == 3:
        wide = {ord(letter): ord(letter) + 0xFEE0 for letter in "0123456789abcdefgh"}
        return quotation.translate(wide)
    return "\u200f" + "\n ".join(quotation.split()) + " ."
