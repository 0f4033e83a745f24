"""Titles, folding, loose comparing."""

import pytest

from desktop_app.text.fold import first_strong, fold
from desktop_app.text.loose import loosely
from desktop_app.text.plain import plain_text, tidy, words


@pytest.mark.parametrize(
    ("text", "title"),
    [
        ("a <b>B</b> &amp; c", "a B & c"),
        ("un<b>believ</b>able", "unbelievable"),
        ("a<br>b", "a b"),
        ("5 < 6 and 7 > 3", "5 < 6 and 7 > 3"),
        ("I <3 you", "I <3 you"),
        ("&lt;b&gt; stays letters", "<b> stays letters"),
        ("&amp;lt;", "&lt;"),
        ("  a \n\t b&nbsp;c ", "a b c"),
        ("<script>x</script>a<!-- b -->", "a"),
        ("pay\u202egpj.exe", "paygpj.exe"),
        ("z\u200be\u2060r\ufeffo\x00", "zero"),
        ("e" + "\u0301" * 30, "e\u0301\u0301\u0301\u0301"),
        ("می‌خواهم", "می‌خواهم"),
        ("<b><i></i></b>", ""),
        ("&#xD800;&#0;", "��"),
    ],
)
def test_titles(text: str, title: str) -> None:
    assert plain_text(text) == title


def test_long_titles_are_cut() -> None:
    assert plain_text("w" * 10_000) == "w" * 999 + "…"
    assert plain_text("<i>" * 10_000 + "x") in ("", "x")
    assert len(tidy("a " * 10_000, 50)) <= 50
    assert plain_text("<" * 100_000).startswith("<")


def test_what_is_no_markup_stays() -> None:
    assert tidy("<p> & &amp;") == "<p> & &amp;"


@pytest.mark.parametrize(
    ("text", "folded"),
    [
        ("Ünïcode ŁÓDŹ", "unicode lodz"),
        ("Straße", "strasse"),
        ("أحمد إلى مدرسة", "احمد الي مدرسه"),
        ("مُحَمَّد", "محمد"),
        ("كـــتاب", "كتاب"),
        ("שָׁלוֹם", "שלום"),
        ("MiXeD", "mixed"),
    ],
)
def test_folding(text: str, folded: str) -> None:
    assert fold(text) == folded


def test_directions() -> None:
    assert first_strong("123 שלום") == "rtl"
    assert first_strong("«hello» שלום") == "ltr"
    assert first_strong("مرحبا") == "rtl"
    assert first_strong("12:30 …") is None


def test_loosely() -> None:
    assert loosely("“It’s”&nbsp;5 €!") == loosely('"It\'s" 5')
    assert loosely("a b") != loosely("a c")


def test_words() -> None:
    assert words("one two  three") == 3
    assert words("日本語を話す") == 3
    assert words("") == 0
    assert words("שלום עולם") == 2
