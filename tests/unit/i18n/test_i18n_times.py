"""Dates and ages as Arabic writes them: its own months and plurals, the window's digits."""

from collections.abc import Iterator

import pytest
from PySide6.QtCore import QLocale

from desktop_app.system import i18n
from desktop_app.ui import times

NOW = 1_795_452_000  # 23 November 2026, 16:40 UTC
MINUTE, HOUR, DAY = 60, 3600, 86_400
MACHINES = ["en_GB", "ar_JO", "ar_EG", "ar_MA", "fa_IR"]


@pytest.fixture(params=MACHINES)
def machine(request: pytest.FixtureRequest) -> Iterator[str]:
    """A machine of another language or region."""
    before = QLocale()
    QLocale.setDefault(QLocale(request.param))
    yield request.param
    QLocale.setDefault(before)


@pytest.fixture
def arabic() -> Iterator[None]:
    i18n.install("ar")
    yield
    i18n.install("en")


@pytest.mark.usefixtures("arabic")
def test_digits_are_those_of_the_window(machine: str) -> None:
    for said in (times.date(NOW), times.date_and_time(NOW), times.exact(NOW)):
        assert "2026" in said and "23" in said
        assert "،" in said or said == times.date(NOW)
        assert "," not in said
        assert any("\u0621" <= letter <= "\u064a" for letter in said)


@pytest.mark.usefixtures("arabic")
def test_months_are_those_of_the_region() -> None:
    before = QLocale()
    try:
        QLocale.setDefault(QLocale("en_GB"))
        assert times.date(NOW) == "23 نوفمبر 2026"
        QLocale.setDefault(QLocale("ar_JO"))
        assert times.date(NOW) == "23 تشرين الثاني 2026"
    finally:
        QLocale.setDefault(before)


@pytest.mark.usefixtures("arabic")
@pytest.mark.parametrize(
    ("seconds", "long", "short"),
    [
        (5, "الآن", "الآن"),
        (MINUTE, "قبل دقيقة", "قبل 1 د"),
        (2 * MINUTE, "قبل دقيقتين", "قبل 2 د"),
        (7 * MINUTE, "قبل 7 دقائق", "قبل 7 د"),
        (33 * MINUTE, "قبل 33 دقيقة", "قبل 33 د"),
        (HOUR, "قبل ساعة", "قبل 1 س"),
        (5 * HOUR, "قبل 5 ساعات", "قبل 5 س"),
        (2 * DAY, "قبل يومين", "قبل 2 ي"),
        (12 * DAY, "قبل 12 يومًا", "11 نوفمبر 2026"),
    ],
)
def test_ages_have_their_plurals(seconds: int, long: str, short: str) -> None:
    assert times.long_age(NOW - seconds, NOW) == long
    assert times.short_age(NOW - seconds, NOW) == short


@pytest.mark.usefixtures("arabic")
def test_a_visit_is_named_as_after_since() -> None:
    assert times.since(NOW - DAY, NOW) == "أمس"
    assert times.since(NOW - 30 * DAY, NOW) == "24 أكتوبر"


def test_english_is_as_it_was(machine: str) -> None:
    i18n.install("en")
    assert times.date(NOW) == "23 November 2026"


@pytest.mark.parametrize(
    ("text", "rtl"),
    [
        ("أُزيل \u2068Harbour Post\u2069", True),
        ("\u2068أخبار\u2069 was removed", False),
        ("\u2068Harbour Post\u2069 · قبل 3 س", True),
        ("\u2068only a name\u2069", None),
    ],
)
def test_names_do_not_turn_sentences(text: str, rtl: bool | None) -> None:
    from desktop_app.ui.theme.textlayout import first_strong

    assert first_strong(text) is rtl
