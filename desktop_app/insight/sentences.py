"""Sentences of a plain text, each with its place. Any thread.

A paragraph is a line, as ``text.plain.plain`` writes them; its end always ends a sentence. Inside,
an end mark with its closing quotation marks and a blank after it ends one, unless what stands
before is an abbreviation, an initial or an ordinal, or what follows goes on with it.
"""

import re
from dataclasses import dataclass

_ALWAYS_GO_ON_WORDS = """
mr mrs ms messrs dr prof rev hon gen col maj capt lt sgt cpl adm gov sen rep pres supt insp
st mt ft vs no nos vol fig figs pp p ch approx dept univ e.g i.e cf viz
jan feb mar apr jun jul aug sept sep oct nov dec
hr fr nr bzw z.b d.h u.a s.o ca fa evtl ggf inkl tel abs bd jh mrd mio dipl ing geb verh gest
m mm mme mlle mgr p.ex
sr sra srta dn dña d arq núm pág tel avda ee
sig sigg sig.ra dott dott.ssa avv pag
dhr mevr drs mw blz bijv
г ул им т.е т.д т.п тыс млн млрд руб д-р проф акад см др
np prof tzw tzn dr hab inż ul godz tys mln mld
d.v.s t.ex bl.a kl dvs f.eks bl.a
د م ا ص أ هـ ه ق ب ت ج
"""
_ALWAYS_GO_ON = frozenset(_ALWAYS_GO_ON_WORDS.split())
"""Titles and the like, without their last stop: a sentence never ends with them."""

_MAY_END_WORDS = """
u.s u.k u.n e.u u.s.a d.c a.m p.m b.c a.d inc ltd co corp bros jr sr plc llc etc ph.d m.d
usw u.s.w etw al uu ee.uu s.a s.p.a s.r.l a.s gmbh
"""
_MAY_END = frozenset(_MAY_END_WORDS.split())
"""Abbreviations that end a sentence when a usual first word follows."""

_STARTERS_WORDS = """
the a an this that these those it he she they we you i in on at but and so when while after
before if as for there its his her their our my one some many most both all no not what who
how why where however meanwhile then now yet still since during under with by from
der die das ein eine es er sie wir im in am und aber le la les un une il elle ils el los las
una lo en pero il i gli
"""
_STARTERS = frozenset(_STARTERS_WORDS.split())

_SAYING_WORDS = """
said says say asked asks replied cried shouted added told wrote demanded wondered exclaimed
answered recalled joked
قال قالت يقول تقول سال سالت سأل سألت تساءل تساءلت هتف صاح رد ردت اجاب أجاب أجابت صرخ صرخت
אמר אמרה אומר אומרת שאל שאלה שואל שואלת תהה תהתה הוסיף הוסיפה צעק צעקה קרא קראה השיב השיבה
fragte sagte rief demanda dit lança preguntó dijo exclamó
"""
_SAYING = frozenset(_SAYING_WORDS.split())

_CLOSERS = "\"'”’»«›)]}」』）】〉》“"
_CLOSING = rf"(?:[{re.escape(_CLOSERS)}]|[ \u00a0\u202f]»(?=[\s,.]|$))*+"
# Possessive, and begun at the first mark only: a line of stops must not take quadratic time.
_END = re.compile(
    rf"(?<![.!?؟۔…‽])[.!?؟۔…‽]++{_CLOSING}(?=\s)|(?<![。！？｡।॥])[。！？｡।॥]++{_CLOSING}"
)
_LOOK_BACK = 80
_LAST_WORD = re.compile(r"[^\s(\[{«“\"'„‚「]+$")
_FIRST_WORD = re.compile(r"[\s\"'“”‘’«»„‚(\[{「『¿¡—–-]*([^\W_]+(?:[’'][^\W_]+)?)")
_TWO_WORDS = re.compile(r"\W*([^\W_]+(?:[ -][^\W_]+)?)\s+([^\W_]+)")
_DOTTED = re.compile(r"(?:[^\W\d_]\.-?)+[^\W\d_]")
_ORDINAL = re.compile(r"\d{1,2}")
_BEFORE_ORDINAL = re.compile(
    r"\b(?:der|die|das|dem|den|am|zum|zur|vom|beim|im|bis)\s$", re.IGNORECASE
)
_GOES_ON_UNSPACED = re.compile(r"[とて、，,」』]|[^。！？\s]{0,8}(?:问|問|说|說|道|表示|写道|と)")
_MONTH = re.compile(
    r"(?:jan|feb|mär|mar|apr|mai|maj|may|jun|jul|aug|sep|okt|oct|nov|dez|dec|des|stycz|lut|kwie"
    r"|czerw|lip|sierp|wrze|paźdz|list|grud|led|úno|bře|dub|kvě|čer|srp|zář|říj|pro"
    r"|márc|ápr|máj|jún|júl|szep|jahrh|januar)",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence, unchanged, and where it stands.

    ``paragraph`` counts the lines of the text from 0 (empty ones too), ``offset`` the letters from
    the start of that line, ``start`` those from the start of the text, so that
    ``text[start : start + len(sentence.text)] == sentence.text``.
    """

    text: str
    paragraph: int
    offset: int
    start: int

    @property
    def end(self) -> int:
        """Return the place behind the last letter, counted from the start of the text."""
        return self.start + len(self.text)


def split(text: str) -> tuple[Sentence, ...]:
    """Return the sentences of ``text`` in order; blanks around them belong to none."""
    found: list[Sentence] = []
    start = 0
    for number, line in enumerate(text.split("\n")):
        found += (
            Sentence(line[first:last], number, first, start + first) for first, last in spans(line)
        )
        start += len(line) + 1
    return tuple(found)


def spans(paragraph: str) -> list[tuple[int, int]]:
    """Return the first place and the place behind the last letter of each sentence."""
    found: list[tuple[int, int]] = []
    first = 0
    for end in _END.finditer(paragraph):
        if _ends(paragraph, first, end):
            _keep(paragraph, first, end.end(), found)
            first = end.end()
    _keep(paragraph, first, len(paragraph), found)
    return found


def _keep(paragraph: str, first: int, last: int, found: list[tuple[int, int]]) -> None:
    piece = paragraph[first:last]
    lead = len(piece) - len(piece.lstrip())
    inside = len(piece.strip())
    if inside:
        found.append((first + lead, first + lead + inside))


def _ends(paragraph: str, first: int, end: re.Match[str]) -> bool:
    mark = end[0]
    rest = paragraph[end.end() : end.end() + 60]
    if not rest.strip():
        return True
    if mark[0] in "。！？｡।॥":
        return not (mark[-1] in _CLOSERS and _GOES_ON_UNSPACED.match(rest))
    following = _FIRST_WORD.match(rest)
    word = following[1] if following else ""
    if word[:1].islower():
        return False
    if mark[0] != ".":
        return not _goes_on_saying(mark, rest)
    if mark.startswith(".."):
        return True
    before = paragraph[max(first, end.start() - _LOOK_BACK) : end.start()]
    return _stop_ends(before, mark, word, rest)


def _stop_ends(before: str, mark: str, word: str, rest: str) -> bool:
    """Say whether one full stop after ``before`` ends a sentence when ``word`` follows."""
    last = _LAST_WORD.search(before)
    if last is None:
        return False
    token = last[0].strip("([{\"'“‘«„")
    low = token.lower()
    closed = len(mark) > 1
    if not before[: last.start()].strip() and _is_number_of_a_list(token):
        return False
    if low in _ALWAYS_GO_ON and not closed:
        return low == "no" and word.lower() in _STARTERS
    if low in _MAY_END or _DOTTED.fullmatch(token):
        return closed or (word.lower() in _STARTERS and word[:1].isupper())
    if len(token) == 1 and token.isalpha():
        return closed or word.lower() in _STARTERS
    if _ORDINAL.fullmatch(token) and not closed:
        return not (_MONTH.match(word) or _BEFORE_ORDINAL.search(before[: last.start()]))
    return not (closed and _goes_on_saying(mark, rest, after_stop=True))


def _is_number_of_a_list(token: str) -> bool:
    return len(token) <= 3 and (token.isdigit() or (len(token) == 1 and token.isalpha()))


def _goes_on_saying(mark: str, rest: str, after_stop: bool = False) -> bool:
    """Say whether a quotation ended and its speaker follows: ``"Why?" Dana asked``."""
    if mark[-1] not in _CLOSERS:
        return False
    first = _FIRST_WORD.match(rest)
    if first is not None and first[1].lower() in _SAYING:
        return True
    two = _TWO_WORDS.match(rest)
    return not after_stop and two is not None and two[2].lower() in _SAYING
