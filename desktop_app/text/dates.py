"""Dates as feeds write them. Any thread.

RFC 822 and ISO 8601 are what the formats ask for; names of months in eight languages, am and pm,
zone names and numbers in any order are what comes.
"""

import re
from datetime import UTC, datetime, timedelta, timezone, tzinfo

from desktop_app.text.fold import fold

_LONGEST = 120
_FURTHEST_OFFSET = 14 * 60  # minutes; a clock is nowhere further from UTC (Kiribati)

_MONTHS: dict[str, int] = {}
for _number, _names in enumerate(
    (
        "jan gen ene ينا ינו كانونالثاني جانفي",
        "feb fev fév فبر פבר شباط فيفري",
        "mar mär mrz مار מרץ מרס اذار",
        "apr avr abr ابر אפר نيسان افريل",
        "may mai mag ماي מאי ايار",
        "jun juin giu يون יונ حزيران جوان",
        "jul juil lug يول יול تموز جويلية",
        "aug aou ago اغس אוג اب اوت",
        "sep set سبت ספט ايلول",
        "oct okt ott out اكت אוק تشرينالاول اكتو",
        "nov نوف נוב تشرينالثاني",
        "dec dez dic ديس דצמ كانونالاول",
    ),
    start=1,
):
    for _name in _names.split():
        _MONTHS[fold(_name)] = _number
_TUESDAYS = ("mard", "mart")  # mardi, martes, martedì begin like March

_ZONES = {
    "est": -300, "edt": -240, "cst": -360, "cdt": -300, "mst": -420, "mdt": -360, "pst": -480,
    "pdt": -420, "akst": -540, "akdt": -480, "hst": -600, "ast": -240, "adt": -180, "nst": -210,
    "ndt": -150, "gmt": 0, "utc": 0, "ut": 0, "z": 0, "wet": 0, "west": 60, "bst": 60, "cet": 60,
    "cest": 120, "mez": 60, "mesz": 120, "eet": 120, "eest": 180, "msk": 180, "ist": 330,
    "idt": 180, "sast": 120, "pkt": 300, "hkt": 480, "sgt": 480, "jst": 540, "kst": 540,
    "awst": 480, "acst": 570, "acdt": 630, "aest": 600, "aedt": 660, "nzst": 720, "nzdt": 780,
    "brt": -180, "art": -180,
}  # fmt: skip

_TIME = re.compile(
    r"(?<!\d)(\d{1,2})\s?(?::|h|\.(?=\d\d\s*uhr))\s?(\d{2})(?:[:.](\d{2}))?(?:[.,]\d+)?"
    r"(?:\s*([ap])\.?\s?m\b\.?)?"
)
_BARE_HOUR = re.compile(r"(?<!\d)(\d{1,2})\s*([ap])\.?\s?m\b\.?")
_OFFSET = re.compile(r"(?:gmt|utc)?\s?([+-])(\d{1,2})(?::?(\d{2}))?(?::?\d{2})?(?!\d)")
_IANA = re.compile(r"\b([A-Za-z_]+/[A-Za-z_+-]+(?:/[A-Za-z_]+)?)\b")
_BRACKETED = re.compile(r"\([^()]*\)")
_DOUBLE_ZONE = re.compile(r"([+-]\d\d:?\d\d)\s*Z$", re.IGNORECASE)
_WORD = re.compile(r"[^\W\d_]+")
_ORDINAL = re.compile(r"(?<=\d)(?:st|nd|rd|th|er|º|ª)\b")
_YEAR_FIRST = re.compile(r"(?<!\d)(\d{4})\s?[-/. ]\s?(\d{1,2})\s?[-/. ]\s?(\d{1,2})(?!\d)")
_YEAR_LAST = re.compile(r"(?<!\d)(\d{1,2})\s?([-/. ])\s?(\d{1,2})\s?[-/. ]\s?(\d{4}|\d{2})(?!\d)")
_NUMBER = re.compile(r"\d+")


def parse_date(text: str) -> int | None:
    """Return Unix seconds, or None when ``text`` is no date. A date without a zone is UTC."""
    text = _western_digits(text[:_LONGEST]).strip()
    if not text:
        return None
    try:
        if text.isdigit() and text.isascii() and len(text) != 8:
            return _from_digits(text)
        return _from_iso(text) or _from_words(text)
    except (ValueError, OverflowError):
        return None


def _western_digits(text: str) -> str:
    if text.isascii():
        return text
    return "".join(str(int(each)) if each.isdecimal() else each for each in text)


def _from_digits(text: str) -> int | None:
    number = int(text)
    if len(text) == 14 and text[:2] in ("19", "20"):
        return _seconds(datetime.strptime(text + "+0000", "%Y%m%d%H%M%S%z"))
    if len(text) in (9, 10, 11):
        return number
    return number // 1000 if len(text) in (12, 13, 14) else None


def _from_iso(text: str) -> int | None:
    if not text[:4].isdigit():
        return None
    try:
        return _seconds(datetime.fromisoformat(_DOUBLE_ZONE.sub(r"\1", text)))
    except ValueError:
        return None


def _seconds(moment: datetime, zone: tzinfo = UTC) -> int:
    if moment.tzinfo is None:
        moment = moment.replace(tzinfo=zone)
    offset = moment.utcoffset()
    if offset is not None and abs(offset) > timedelta(minutes=_FURTHEST_OFFSET):
        moment = moment.replace(tzinfo=UTC)
    return int(moment.timestamp() // 1)


def _from_words(text: str) -> int | None:
    text = _BRACKETED.sub(" ", text)
    zone, text = _iana_zone(text)
    text = _ORDINAL.sub("", text.lower())
    clock, before, after = _time_of_day(text)
    if zone is None and clock is not None:
        zone, after = _offset(after)
    text = f"{before} {after}"
    if zone is None:
        zone, text = _named_zone(text)
    day = _by_name(text) or _by_numbers(text)
    if day is None:
        return None
    year, month, number = day
    moment = datetime(year, month, number) + timedelta(seconds=clock or 0)
    return _seconds(moment, zone or UTC)


def _iana_zone(text: str) -> tuple[tzinfo | None, str]:
    found = _IANA.search(text)
    if found is None:
        return None, text
    from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

    try:
        return ZoneInfo(found[1]), text.replace(found[0], " ")
    except (ZoneInfoNotFoundError, ValueError, OSError):
        return None, text


def _time_of_day(text: str) -> tuple[int | None, str, str]:
    """Return seconds since midnight and the text on both sides of the time."""
    found = _TIME.search(text)
    if found is not None:
        hour, minute = int(found[1]), int(found[2])
        second, half = min(int(found[3] or 0), 59), found[4]
    else:
        found = _BARE_HOUR.search(text)
        if found is None:
            return None, text, ""
        hour, minute, second, half = int(found[1]), 0, 0, found[2]
    if half is not None and hour <= 12:
        hour = hour % 12 + (12 if half == "p" else 0)
    if hour > 24 or minute > 59:
        raise ValueError(text)
    return hour * 3600 + minute * 60 + second, text[: found.start()], text[found.end() :]


def _offset(text: str) -> tuple[tzinfo | None, str]:
    found = _OFFSET.search(text)
    if found is None:
        return None, text
    minutes = int(found[2]) * 60 + int(found[3] or 0)
    if minutes > _FURTHEST_OFFSET:
        minutes = 0
    zone = timezone(timedelta(minutes=-minutes if found[1] == "-" else minutes))
    return zone, text[: found.start()] + " " + text[found.end() :]


def _named_zone(text: str) -> tuple[tzinfo | None, str]:
    for found in _WORD.finditer(text):
        minutes = _ZONES.get(found[0])
        if minutes is not None:
            rest = text[: found.start()] + " " + text[found.end() :]
            return timezone(timedelta(minutes=minutes)), rest
    return None, text


def _month(word: str) -> int | None:
    word = fold(word).removeprefix("ב") if word.startswith("ב") else fold(word)
    if word.startswith(_TUESDAYS):
        return None
    return _MONTHS.get(word) or _MONTHS.get(word[:4]) or _MONTHS.get(word[:3])


def _by_name(text: str) -> tuple[int, int, int] | None:
    text = re.sub(r"(تشرين|كانون)\s+(ال)", r"\1\2", text)
    months = [month for word in _WORD.findall(text) if (month := _month(word)) is not None]
    if not months:
        return None
    month = months[1] if len(months) > 1 and fold(text).startswith("mar") else months[0]
    numbers = _NUMBER.findall(text)
    year = next((int(each) for each in numbers if len(each) == 4), None)
    days = [int(each) for each in numbers if len(each) <= 2]
    if year is None:
        if len(days) < 2:
            return None
        return _year(days[1]), month, days[0]
    return year, month, days[0] if days else 1


def _by_numbers(text: str) -> tuple[int, int, int] | None:
    found = _YEAR_FIRST.search(text)
    if found is not None:
        return int(found[1]), int(found[2]), int(found[3])
    found = _YEAR_LAST.search(text)
    if found is None:
        return None
    first, second, year = int(found[1]), int(found[3]), int(found[4])
    month_first = second > 12 or (found[2] == "/" and first <= 12)
    month, day = (first, second) if month_first else (second, first)
    return _year(year), month, day


def _year(number: int) -> int:
    if number > 99:
        return number
    return number + (2000 if number < 70 else 1900)
