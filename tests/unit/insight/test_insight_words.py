"""Words, stems and how common they are."""

import pytest

from desktop_app.insight.words import (
    Vocabularies,
    Vocabulary,
    count,
    key_of,
    names,
    primary,
    stem,
    words,
)


def test_words_are_folded_and_lose_the_possessive() -> None:
    assert words("The Mayor’s café, don't!") == ["the", "mayor", "cafe", "don't"]


def test_vowel_marks_do_not_cut_words() -> None:
    assert words("قالَ الوزيرُ") == words("قال الوزير")
    assert words("שָׁלוֹם עֲלֵיכֶם") == words("שלום עליכם")


def test_letters_without_blanks_go_in_pairs() -> None:
    assert words("大桥关闭 2024") == ["大桥", "桥关", "关闭", "2024"]


@pytest.mark.parametrize(
    ("text", "number"), [("one two", 2), ("", 0), ("大桥关闭", 2), ("قال الوزير كلمته", 3)]
)
def test_count(text: str, number: int) -> None:
    assert count(text) == number


@pytest.mark.parametrize(
    ("language", "word", "wanted"),
    [
        ("ar", "والمدينه", "مدين"),
        ("ar", "بالجسر", "جسر"),
        ("ar", "وزير", "وزير"),
        ("he", "והמשטרה", "משטר"),
        ("he", "בירושלים", "ירושל"),
        ("he", "שלום", "שלום"),
        ("en", "whatever", "whatever"),
    ],
)
def test_stems(language: str, word: str, wanted: str, vocabularies: Vocabularies) -> None:
    assert stem(word, language, vocabularies.of(language)) == wanted


@pytest.mark.parametrize(
    ("language", "common", "rare"),
    [("en", "the", "estuary"), ("ar", "من", "زلزال"), ("he", "של", "גשר")],
)
def test_common_words_are_stop_words(
    language: str, common: str, rare: str, vocabularies: Vocabularies
) -> None:
    vocabulary = vocabularies.of(language)
    assert vocabulary.is_stop(common)
    assert not vocabulary.is_stop(rare)
    assert vocabulary.share(key_of(common)) > vocabulary.share(key_of(rare)) > 0


def test_an_unknown_language_has_an_empty_vocabulary(vocabularies: Vocabularies) -> None:
    assert vocabularies.of("xx").share(key_of("the")) == 0
    assert vocabularies.of(None).stop_words == frozenset()
    assert vocabularies.of("../secret").stop_words == frozenset()
    assert vocabularies.of("en") is vocabularies.of("en-GB")


def test_remembered_stems_are_bounded(vocabularies: Vocabularies) -> None:
    vocabulary = Vocabulary("200 שלום\n")
    for number in range(20_000):
        assert vocabulary.stem(f"מילה{number}", "he")
    assert len(vocabulary._stems) <= 8_000


def test_names_are_capitals_and_numbers() -> None:
    assert names("The mayor of Torvale spoke. He was 42.") == [
        ("the", True),
        ("torvale", False),
        ("he", True),
        ("42", False),
    ]


@pytest.mark.parametrize(
    ("tag", "code"), [("pt-BR", "pt"), ("iw", "he"), ("nb_NO", "no"), (None, ""), ("../en", "")]
)
def test_primary(tag: str | None, code: str) -> None:
    assert primary(tag) == code
