"""What an article quotes, and who said it. Any thread; pure."""

import re
from dataclasses import dataclass

from desktop_app.insight.sentences import Sentence
from desktop_app.insight.words import count

_MOST = 2
_FEWEST, _LONGEST = 6, 60  # words

_PAIRS = re.compile(
    r"“([^“”\n]{20,600})”|„([^„“”\n]{20,600})[“”]|«([^«»\n]{20,600})»|»([^«»\n]{20,600})«"
    r"|「([^「」\n]{8,300})」|(?<!\w)\"([^\"\n]{20,600})\"(?!\w)|(?<!\w)״([^״\n]{20,600})״(?!\w)"
    r"|(?<!\w)''([^'\n]{20,600})''(?!\w)"
)
_NAME = (
    r"(?:(?:Mr|Mrs|Ms|Dr|Prof|Sir|Lord|Lady|Sheikh|President|Minister|Judge|Mayor)\.?\s)?"
    r"[^\W\d_a-z][^\W\d_]*(?:[-’'][^\W\d_]+)*(?:\s(?:(?:al|de|van|von|bin|ben|da|del|el|der|la)\s)?"
    r"[^\W\d_a-z][^\W\d_]*(?:[-’'][^\W\d_]+)*){0,3}"
)
_PRONOUN = (
    r"(?:The|A|An|He|She|It|They|We|I|You|This|That|But|And|In|On|At|When|As|After|If|So|There|His"
    r"|Her|Der|Die|Das|Er|Sie|Il|Elle|Le|La|Les|El|Los|Las|Un|Une|Uno|Una)\b"
)
_SAID = (
    r"(?:said|says|told|added|adds|wrote|writes|asked|replied|warned|insisted|argued|explained"
    r"|noted|announced|claimed|stated|recalled|admitted|declared|sagte|erklärte|dit|déclaré|affirmé"
    r"|dijo|afirmó|declaró|disse|сказал|сказала|заявил|заявила)"
)
_AFTER_CASED = re.compile(
    rf"^[\s,.;:–—-]*(?:(?:{_SAID})\s(?:[^\W\d_A-Z][^\W\d_]*\s){{0,3}}({_NAME})|({_NAME})[^.!?\n]{{0,60}}?"
    rf"\s(?:{_SAID})\b)"
)
_NO_CAPITAL = r"(?:(?![^\W\d_a-zà-ÿ])[^.!?\n])"
_BEFORE_CASED = re.compile(rf"({_NAME}){_NO_CAPITAL}{{0,60}}?\s(?:{_SAID})\b[^.!?\n“\"«„]{{0,70}}$")
_NAME_AFTER_SAID_BEFORE = re.compile(rf"\b(?:{_SAID})\s({_NAME})[^.!?\n“\"«„]{{0,30}}$")

_WORD = r"[^\W\d_](?:[^\W\d_]|['׳’״\"-](?=[^\W\d_]))*['׳’]?"
_SAID_AR = (
    r"(?:و|ف)?(?:قال|قالت|يقول|تقول|أكد|اكد|أكدت|اكدت|أضاف|اضاف|أضافت|اضافت|صرح|صرحت|أوضح|اوضح"
    r"|أوضحت|ذكر|ذكرت|أعلن|أعلنت|كتب|كتبت|تابع|تابعت|شدد|شددت|حذر|حذرت|أشار|أشارت|رأى|رأت)"
)
_SAID_HE = (
    r"(?:אמר|אמרה|אומר|אומרת|הוסיף|הוסיפה|ציין|ציינה|כתב|כתבה|מסר|מסרה|הסביר|הסבירה|הזהיר|הזהירה"
    r"|טען|טענה|הצהיר|הצהירה|הדגיש|הדגישה|הודיע|הודיעה|סיפר|סיפרה|השיב|השיבה)"
)
_SAID_UNCASED = rf"(?:{_SAID_AR}|{_SAID_HE})"
_STOPPERS = (
    r"إن|ان|أن|في|إنه|إنها|انه|انها|خلال|أمام|امام|على|عن|من|إلى|لوكالة|للصحفيين|لصحيفة|اليوم|أمس"
    r"|ל\w+|ש\w+|כי|על|עם|את|אתמול|היום|של|אחרי|לאחר|ברדיו|בראיון|בתגובה|בפני|בישיבה|במסיבת|בכנס"
    r"|בטקס|בהודעה|ביום|בשבת|באולם|בחדשות|בנאום|בבוקר|בערב|בכעס|בצחוק|בחיוך|במהלך|בסוף"
)
_UNCASED_NAME = rf"((?!(?:{_STOPPERS})\b){_WORD}(?:\s(?!(?:{_STOPPERS}|ב\w+)\b){_WORD}){{0,3}})"
_AFTER_UNCASED = re.compile(rf"^[\s,،.;:–—-]*{_SAID_UNCASED}\s{_UNCASED_NAME}")
_BEFORE_UNCASED = re.compile(
    rf"(?:^|[\s.,،]){_SAID_UNCASED}\s{_UNCASED_NAME}[^.!?؟\n“\"«„״]{{0,60}}$"
)
_BEFORE_VERB_HE = re.compile(rf"{_UNCASED_NAME}\s{_SAID_HE}[^.!?\n“\"«„״]{{0,30}}$")
_CASED_VERB = re.compile(rf"\b{_SAID}\b")
_UNCASED_VERB = re.compile(rf"\b{_SAID_UNCASED}\b")
_ANY_VERB = re.compile(rf"\b(?:{_SAID}|{_SAID_UNCASED})\b")
_MOST_LOOKED_AT = 12


@dataclass(frozen=True, slots=True)
class Quotation:
    """Words in quotation marks and who said them ("" when no name stands near).

    ``first`` counts from the start of the article's text to the first letter inside the marks;
    ``sentence`` is the one in which it begins.
    """

    text: str
    speaker: str
    sentence: Sentence
    first: int


def quotations(
    sentences: tuple[Sentence, ...], text: str, language: str | None = None
) -> tuple[Quotation, ...]:
    """Return up to two quotations of six words or more, in the order of ``text``.

    Those with a speaker come first when there are more.
    """
    del language  # the marks and verbs of all languages are looked for at once
    found: list[Quotation] = []
    with_speaker = 0
    for hit in _PAIRS.finditer(text):
        group = hit.lastindex or 0
        said, first = hit[group], hit.start(group)
        if not _FEWEST <= count(said) <= _LONGEST:
            continue
        sentence = _holding(sentences, first)
        if sentence is None:
            continue
        speaker = _speaker(text, hit) or _goes_on(text, hit, found)
        found.append(Quotation(said.strip(), speaker, sentence, first))
        with_speaker += bool(found[-1].speaker)
        if with_speaker == _MOST or len(found) == _MOST_LOOKED_AT:
            break
    found.sort(key=lambda each: (not each.speaker, each.first))
    return tuple(sorted(found[:_MOST], key=lambda each: each.first))


def _holding(sentences: tuple[Sentence, ...], place: int) -> Sentence | None:
    for sentence in sentences:
        if sentence.start <= place < sentence.end:
            return sentence
    return None


def _speaker(text: str, hit: re.Match[str]) -> str:
    """Return the name beside a verb of saying: behind the quotation, else before it."""
    line_start = text.rfind("\n", 0, hit.start()) + 1
    before = text[max(line_start, hit.start() - 160) : hit.start()]
    after = text[hit.end() : hit.end() + 160].split("\n")[0]
    for verb, pattern, side in (
        (_CASED_VERB, _AFTER_CASED, after),
        (_UNCASED_VERB, _AFTER_UNCASED, after),
        (_CASED_VERB, _NAME_AFTER_SAID_BEFORE, before),
        (_CASED_VERB, _BEFORE_CASED, before),
        (_UNCASED_VERB, _BEFORE_VERB_HE, before),
        (_UNCASED_VERB, _BEFORE_UNCASED, before),
    ):
        name = _first_name(pattern, side) if verb.search(side) else ""
        if name:
            return name
    return ""


def _goes_on(text: str, hit: re.Match[str], found: list[Quotation]) -> str:
    """Return who was quoted just before in the same paragraph, when nobody else has spoken since.

    ``"We wait," said Dana Levi, who is nine. "Every day."``
    """
    if not found or not found[-1].speaker:
        return ""
    before = found[-1]
    between = text[before.first + len(before.text) : hit.start()]
    own = between.find(before.speaker)
    rest = between[own + len(before.speaker) :] if own >= 0 else between
    if "\n" in between or len(between) > 240 or re.search(_ANY_VERB, rest):
        return ""
    return before.speaker


def _first_name(pattern: re.Pattern[str], side: str) -> str:
    last = ""
    for found in pattern.finditer(side):
        name = next((group for group in found.groups() if group), "").strip(" ,،")
        if name and not re.match(_PRONOUN, name):
            last = name
    return last
