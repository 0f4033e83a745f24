"""The catalogues: every string of the code is in them, and Arabic says all of it."""

import re
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path
from string import Formatter

import pytest
from babel.messages.catalog import Catalog, Message
from babel.messages.extract import DEFAULT_KEYWORDS, extract_from_dir
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po

from desktop_app.system import i18n

ROOT = Path(__file__).parents[3]
FOLDER = ROOT / "resources" / "translations"
AR = FOLDER / "ar" / "LC_MESSAGES" / "daily8"
KEYWORDS = {**DEFAULT_KEYWORDS, "N_": None, "pgettext": ((1, "c"), 2)}
RENEW = "run python3 dev.py messages, then translate what is new"

FSI, LRI, PDI = "\u2068", "\u2066", "\u2069"
FROM_OUTSIDE = {"host", "name", "title", "site", "source", "address", "reason", "key"}
OURS = {"{name}: less", "{name}: more", "{title}. {text}"}
"""Sentences whose names are our own words."""

SAME = {"em", "{count} em", "HH:mm", "d MMMM", "d MMMM yyyy", "{title}. {text}"}
"""What Arabic writes as English does."""

Key = tuple[str | None, str]


def catalogue(file: Path) -> Catalog:
    with file.open("rb") as opened:
        return read_po(opened, locale="ar" if file.suffix == ".po" else None)


def messages(found: Catalog) -> Iterator[Message]:
    return (message for message in found if message.id)


def key(message: Message) -> Key:
    first = message.id if isinstance(message.id, str) else message.id[0]
    return (message.context or None, first)


def in_the_code() -> set[Key]:
    found = extract_from_dir(str(ROOT / "desktop_app"), keywords=KEYWORDS)
    return {
        (context or None, words if isinstance(words, str) else words[0])
        for _file, _line, words, _comments, context in found
    }


def placeholders(text: str) -> set[str]:
    return {name for _text, name, _spec, _conversion in Formatter().parse(text) if name}


def forms(message: Message) -> list[tuple[str, str]]:
    """Pair each English form with the Arabic ones that stand for it."""
    if isinstance(message.id, str):
        return [(message.id, message.string)]
    return [(message.id[-1], form) for form in message.string]


ARABIC = list(messages(catalogue(AR.with_suffix(".po"))))


def test_the_template_holds_the_strings_of_the_code() -> None:
    template = {key(message) for message in messages(catalogue(FOLDER / "daily8.pot"))}
    code = in_the_code()
    assert code - template == set(), RENEW
    assert template - code == set(), RENEW


def test_arabic_says_everything() -> None:
    template = {key(message) for message in messages(catalogue(FOLDER / "daily8.pot"))}
    assert {key(message) for message in ARABIC} == template, RENEW
    silent = [key(each) for each in ARABIC if not all(form.strip() for _id, form in forms(each))]
    assert silent == []
    assert [key(message) for message in ARABIC if message.fuzzy] == []


def test_arabic_is_arabic() -> None:
    english = [
        each.id
        for each in ARABIC
        if each.string == each.id and each.id not in SAME and isinstance(each.id, str)
    ]
    assert english == []


def test_arabic_has_six_plural_forms() -> None:
    found = catalogue(AR.with_suffix(".po"))
    assert found.num_plurals == 6
    short = [key(each) for each in ARABIC if isinstance(each.id, tuple) and len(each.string) != 6]
    assert short == []


@pytest.mark.parametrize(
    ("count", "words"),
    [
        (0, "لا مقالات"),
        (1, "مقال واحد"),
        (2, "مقالان"),
        (3, "3 مقالات"),
        (10, "10 مقالات"),
        (11, "11 مقالًا"),
        (99, "99 مقالًا"),
        (100, "100 مقال"),
        (102, "102 مقال"),
        (103, "103 مقالات"),
        (1011, "1011 مقالًا"),
    ],
)
def test_numbers_choose_their_form(arabic: None, count: int, words: str) -> None:
    said = i18n.ngettext("{count} article", "{count} articles", count).format(count=count)
    assert said == words


def test_placeholders_are_kept() -> None:
    wrong = []
    for message in ARABIC:
        for number, (english, arabic) in enumerate(forms(message)):
            spelt = {"count", "number"} if number < 3 and isinstance(message.id, tuple) else set()
            asked, given = placeholders(english), placeholders(arabic)
            if asked - spelt != given - spelt or given - asked:  # none, one, two may be words
                wrong.append((english, arabic))
    assert wrong == []


def test_lines_and_edges_are_kept() -> None:
    wrong = [
        (english, arabic)
        for message in ARABIC
        for english, arabic in forms(message)
        if english.count("\n") != arabic.count("\n")
        or english[:1].isspace() != arabic[:1].isspace()
        or english[-1:].isspace() != arabic[-1:].isspace()
    ]
    assert wrong == []


def test_what_comes_from_outside_is_isolated() -> None:
    bare = [
        arabic
        for message in ARABIC
        for english, arabic in forms(message)
        for name in placeholders(arabic) & FROM_OUTSIDE
        if english not in OURS and f"{FSI}{{{name}}}{PDI}" not in arabic
    ]
    assert bare == []


def test_isolates_are_closed() -> None:
    torn = [
        form
        for message in ARABIC
        for _english, form in forms(message)
        if form.count(FSI) + form.count(LRI) != form.count(PDI)
    ]
    assert torn == []


def test_punctuation_is_arabic() -> None:
    latin = re.compile(r"[\u0621-\u064a\u064b-\u0652][,;?]|[“”\"]|\.\.\.| …")
    wrong = [form for message in ARABIC for _english, form in forms(message) if latin.search(form)]
    assert wrong == []


def test_sentences_end_as_sentences() -> None:
    """A full stop, a colon or an ellipsis at the end is one in Arabic too."""
    wrong = [
        (english, arabic)
        for message in ARABIC
        for english, arabic in forms(message)
        if any(
            english.rstrip().endswith(mark) != arabic.rstrip(f" {PDI}").endswith(mark)
            for mark in (".", "…")
        )
    ]
    assert wrong == []


def test_the_compiled_catalogue_is_that_of_the_source() -> None:
    compiled = BytesIO()
    write_mo(compiled, catalogue(AR.with_suffix(".po")))
    assert compiled.getvalue() == AR.with_suffix(".mo").read_bytes(), "run python3 dev.py messages"


def test_it_speaks_without_a_build_step(arabic: None) -> None:
    assert i18n.language() == "ar"
    assert i18n.is_rtl()
    assert i18n._("Comments") == "التعليقات"
    assert i18n.pgettext("filter", "Unread") == "غير مقروء"


@pytest.fixture
def arabic() -> Iterator[None]:
    before = i18n._Current.language, i18n._Current.catalogue
    i18n.install("ar")
    yield
    i18n._Current.language, i18n._Current.catalogue = before
