"""What is read aloud: every sentence once, with its place, in the language of its voice."""

import pytest

from desktop_app.core.ids import ArticleId
from desktop_app.core.work import run_now
from desktop_app.services.understanding.aloud import (
    LONGEST,
    Aloud,
    Spoken,
    can_be_spoken,
    language_of,
    pieces,
)
from desktop_app.services.understanding.texts import ArticleText
from desktop_app.services.understanding.tools import Tools


def spoken(
    title: str, text: str, language: str | None, prose: str | None = None
) -> tuple[Spoken, ...]:
    article = ArticleText(ArticleId(1), title, text, language, text if prose is None else prose)
    return run_now(Aloud(Tools()).article(article))


def test_the_title_comes_first_then_every_sentence_with_its_place() -> None:
    text = "First of all. Then the second.\n* * *\nAnd the third."
    found = spoken("A title", text, "en")
    assert [each.text for each in found] == [
        "A title",
        "First of all.",
        "Then the second.",
        "And the third.",
    ]
    assert found[0].start == -1
    for each in found[1:]:
        assert text[each.start : each.start + each.length] == each.text
    assert {each.language for each in found} == {"en"}


def test_tables_and_captions_are_not_read() -> None:
    text = "A sentence.\n611 402 287\nAnother one."
    prose = "A sentence.\n           \nAnother one."
    assert [each.text for each in spoken("", text, "en", prose)] == ["A sentence.", "Another one."]


def test_a_sentence_in_another_script_has_its_own_language() -> None:
    text = "The sign says: come in.\nأهلا وسهلا بكم جميعا في المدينة.\nברוכים הבאים לעיר שלנו."
    assert [each.language for each in spoken("Signs", text, "en")] == ["en", "en", "ar", "he"]


def test_latin_among_arabic_is_not_arabic() -> None:
    assert language_of("iPhone 17 Pro", "ar", None) == "en"
    model = Tools().model
    german = "Der Bürgermeister eröffnete gestern die neue Bibliothek am Hafen der Stadt."
    assert language_of(german, "ar", model) == "de"


def test_digits_alone_are_in_the_article_s_language() -> None:
    assert language_of("2026", "ar", None) == "ar"


def test_an_unknown_language_stays_unknown() -> None:
    assert language_of("12.", None, None) == ""


def test_an_article_without_a_text_has_its_title() -> None:
    assert [each.text for each in spoken("Only this", "", "en")] == ["Only this"]
    assert spoken("…", " \n—", "en") == ()


@pytest.mark.parametrize("text", ["", "—", "* * *", "…!", "\u200b"])
def test_what_has_no_letters_is_not_spoken(text: str) -> None:
    assert not can_be_spoken(text)


@pytest.mark.parametrize(
    "text",
    [
        "word " * 400,
        "one, two, three; " * 120,
        "x" * 1800,
        "كلمة، وكلمة أخرى " * 100,
        "字" * 1200,
    ],
)
def test_a_sentence_without_end_is_spoken_in_pieces(text: str) -> None:
    text = text.strip()
    found = list(pieces(text))
    assert len(found) > 1
    end = 0
    for piece, start in found:
        assert text[start : start + len(piece)] == piece
        assert len(piece) <= LONGEST
        assert not text[end:start].strip(), "nothing is left out"
        end = start + len(piece)
    assert end == len(text)


def test_what_the_list_says_is_read_where_there_is_no_text() -> None:
    article = ArticleText(ArticleId(1), "A title", "", "en", "")
    found = run_now(Aloud(Tools()).excerpt(article, "It says this. And that."))
    assert [each.text for each in found] == ["A title", "It says this.", "And that."]
    assert {each.start for each in found} == {-1}
