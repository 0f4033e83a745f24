"""Quotations and numbers of an answer, held against the article."""

import pytest

from desktop_app.insight.numbers import numbers
from desktop_app.insight.quotes import Checker, normal

TEXT = (
    "The minister said: “We will not close the school — not now, not ever.” Costs rose 3.5 per cent"
    " to $1,200. It’s the well-known Straße, 5–10 metres wide, at -4 degrees.\n"
    "قالَ الوزيرُ إنَّ المدرسةَ لن تُغلقَ هذا العام، وعددُ التلاميذ ٣٥٠.\n"
    "ראש העיר אמרה: ״החוף שייך למי שגר כאן״ והוסיפה שלא תמכור.\n"
    "大桥周二关闭，工程师发现了裂缝 and more words follow here."
)
CHECKER = Checker(TEXT)


@pytest.mark.parametrize(
    "quotation",
    [
        "We will not close the school",
        "we  WILL not\nclose\u00a0the school",
        "«We will not close the school»",
        "We will not close the school – not now, not ever.",
        "We will not close the school -- not now",
        "not close the school—not now",
        "Costs rose 3.5 per cent",
        "Costs rose ３.５ per cent",
        "rose 3.5 per cent to $1,200",
        "It's the well-known Straße",
        "IT'S THE WELL-KNOWN STRASSE",
        "the well‑known Strasse, 5-10 metres",
        "at −4 degrees. قال",
        "إن المدرسة لن تغلق هذا العام",
        "إنّ المدرســة لن تُغلَق هذا العام",
        "وعدد التلاميذ 350. ראש",
        'החוף שייך למי שגר כאן',
        '"הַחוֹף שַׁיָּיךְ לְמִי שֶׁגָּר כָּאן"',
        "\u202bהחוף שייך למי שגר כאן\u202c",
        "… We will not close the school …",
    ],
)  # fmt: skip
def test_true_ones(quotation: str) -> None:
    assert CHECKER.find(quotation)


@pytest.mark.parametrize(
    "quotation",
    [
        "We will close the school",
        "We will not close this school",
        "We will not not close the school",
        "We will not close the schools",
        "We will not close the schoo",
        "e will not close the school",
        "Costs rose 3.6 per cent",
        "Costs rose 35 per cent",
        "rose 3.5 per cent to $1",
        "rose 3.5 per cent to $1,20",
        "rose 3.5 per cent to 1,200",
        "5 per cent to $1,200",
        "at 4 degrees. قال الوزير",
        "إن المدرسة تغلق هذا العام",
        "إن المدرسة لن تغلق هذا اليوم",
        "وعدد التلاميذ ٣٥١ ראש העיר",
        "החוף לא שייך למי שגר כאן",
        "the well known Straße, 5",
        "close the school",
        "not now, not",
        "",
        "…",
        "… … … …",
        '" " " "',
    ],
)
def test_false_ones(quotation: str) -> None:
    assert CHECKER.find(quotation) == ()


@pytest.mark.parametrize(
    ("quotation", "parts"),
    [
        ("Costs rose … to $1,200", ["Costs rose", "to $1,200"]),
        ("Costs rose [...] metres wide", ["Costs rose", "metres wide"]),
        ("We will not ... the school", ["We will not", "the school"]),
    ],
)
def test_parts_around_an_ellipsis(quotation: str, parts: list[str]) -> None:
    assert [TEXT[each.first : each.last] for each in CHECKER.find(quotation)] == parts


@pytest.mark.parametrize(
    "quotation",
    [
        "to $1,200 … Costs rose",  # not in this order
        "The minister said … close the school",  # what is left out negates
        "Costs … per … $1,200",  # single words
        "Costs rose … by a lot of money",
    ],
)
def test_wrong_parts_around_an_ellipsis(quotation: str) -> None:
    assert CHECKER.find(quotation) == ()


def test_places_are_those_of_the_text_with_its_marks() -> None:
    (place,) = CHECKER.find("إن المدرسة لن تغلق هذا العام")
    assert TEXT[place.first : place.last] == "إنَّ المدرسةَ لن تُغلقَ هذا العام"


def test_letters_that_stand_apart_are_joined() -> None:
    assert Checker("Cafe\u0301 owners were happy today").find("café owners were happy")
    assert Checker("한국 서울의 다리가 닫혔다 오늘").find("한국 서울의 다리가 닫혔다")


def test_letters_without_blanks() -> None:
    assert CHECKER.find("工程师发现了裂缝 and more words")


def test_an_ellipsis_of_the_article_itself() -> None:
    checker = Checker("I thought ... that it would hold for ever.")
    assert checker.find("I thought … that it would hold")


@pytest.mark.parametrize(
    ("answer", "missing"),
    [
        ("It rose 3.5 % to 1200 or 1,200 or ١٢٠٠ or 1.200.", []),
        ("There are 350 pupils [2], not 351.", ["351"]),
        ("Twelve people and 5 dogs; paragraph [12].", ["Twelve"]),
        ("It is 10 to 11 metres wide at 4 degrees.", ["11"]),
        ("עשרים ושבע", ["עשרים"]),
        ("no numbers at all", []),
    ],
)
def test_numbers_that_the_article_does_not_have(answer: str, missing: list[str]) -> None:
    found = CHECKER.missing_numbers(answer)
    assert [each.text for each in found] == missing
    for each in found:
        assert answer[each.first : each.last] == each.text


def test_numbers_have_the_values_of_both_ways_of_writing() -> None:
    assert numbers("1.200")[0].values == {"1200", "1.2"}
    assert numbers("1,200.50")[0].values == {"1200.5"}
    assert numbers("007")[0].values == {"7"}
    assert [each.text for each in numbers("12-14 and 3/4")] == ["12", "14", "3", "4"]


def test_one_form() -> None:
    assert normal("  “Ａ”  –  ‘b’ ") == "\"a\" - 'b'"


def test_hostile_texts_take_no_time() -> None:
    for text in ("a b c d " * 20_000, "\u0301" * 50_000, "…" * 20_000, "-" * 50_000, "1," * 50_000):
        checker = Checker(text)
        checker.find(text)
        checker.find("a b … c d … " * 50)
        checker.missing_numbers(text)
