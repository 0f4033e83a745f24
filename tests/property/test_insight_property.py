"""Whatever the text, places are right, nothing is invented and nothing breaks."""

import string

from hypothesis import given
from hypothesis import strategies as st

from desktop_app.insight import prompt
from desktop_app.insight.answers import check, plain_answer
from desktop_app.insight.copies import Copies, containment, shingles
from desktop_app.insight.key_points import key_points
from desktop_app.insight.language import LANGUAGES, detect
from desktop_app.insight.numbers import numbers
from desktop_app.insight.quotes import Checker, normal
from desktop_app.insight.sentences import split
from desktop_app.insight.stories import Stories
from desktop_app.insight.vectors import Vector
from desktop_app.insight.words import Vocabularies, words

LETTERS = st.sampled_from(
    string.ascii_letters[:12]
    + "   ...!?؟،\"'“”«»()-–—\n0123٣,.%$ابتدهو ةאבגדהמש־ְּ。「」大桥é\u0301\u200b\u202e"
)
TEXTS = st.text(LETTERS, max_size=400) | st.text(st.characters(codec=None), max_size=120)
WORDS = st.lists(
    st.sampled_from(["the", "mayor", "bridge", "גשר", "جسر", "大桥", "12", "Dana", "said"]),
    max_size=60,
)
VOCABULARIES = Vocabularies(lambda code: "150 the said\n400 bridge mayor\n" if code else "")


@given(TEXTS)
def test_sentences_cover_all_letters_once(text: str) -> None:
    found = split(text)
    lines = text.split("\n")
    end = 0
    for each in found:
        assert each.start >= end
        assert not text[end : each.start].strip()
        assert text[each.start : each.end] == each.text == each.text.strip()
        assert lines[each.paragraph][each.offset :].startswith(each.text)
        end = each.end
    assert not text[end:].strip()


@given(TEXTS, TEXTS)
def test_key_points_are_places_of_the_text(title: str, text: str) -> None:
    long = "\n".join(
        [text, *[f"The mayor {n} opened the old bridge of Torvale." for n in range(40)]]
    )
    found = key_points(title, long, "en", VOCABULARIES.of("en"))
    assert len(found.points) <= 5
    for point in found.points:
        assert long[point.start : point.end] == point.text
    for figure in found.figures:
        assert long[figure.first : figure.last] == figure.number
    for quotation in found.quotations:
        assert long[quotation.first :].lstrip().startswith(quotation.text)


@given(TEXTS)
def test_words_are_the_same_however_often(text: str) -> None:
    assert words(text) == words(text)


@given(TEXTS, st.sampled_from([None, "en", "he", "xx", "pt-BR"]))
def test_a_language_is_one_of_ours_or_declared(text: str, declared: str | None) -> None:
    found = detect(text, None, declared)
    assert found is None or found in LANGUAGES or found == declared


@given(TEXTS, st.data())
def test_what_stands_there_is_found(text: str, data: st.DataObject) -> None:
    pieces = text.split()
    if len(pieces) < 6:
        return
    first = data.draw(st.integers(0, len(pieces) - 6))
    quotation = " ".join(pieces[first : first + 6])
    checker = Checker(" ".join(pieces))
    for place in checker.find(quotation):
        assert 0 <= place.first < place.last <= len(" ".join(pieces))


@given(WORDS, st.data())
def test_a_run_of_whole_words_is_found_and_one_with_a_strange_word_is_not(
    pieces: list[str], data: st.DataObject
) -> None:
    if len(pieces) < 8:
        return
    first = data.draw(st.integers(0, len(pieces) - 8))
    run = pieces[first : first + 8]
    checker = Checker(" ".join(pieces))
    assert checker.find(" ".join(run).upper())
    run[data.draw(st.integers(0, 7))] = data.draw(st.sampled_from(["not", "13", "לא", "لم"]))
    assert checker.find(" ".join(run)) == ()


@given(TEXTS)
def test_the_one_form_is_its_own_form(text: str) -> None:
    assert normal(normal(text)) == normal(text)


@given(TEXTS)
def test_numbers_have_places(text: str) -> None:
    for each in numbers(text):
        assert text[each.first : each.last] == each.text
        assert each.values
    assert Checker(text).missing_numbers(text) == ()


@given(TEXTS, TEXTS)
def test_nothing_live_in_answers(answer: str, text: str) -> None:
    shown = plain_answer(answer)
    assert "<" not in shown
    assert "](" not in shown
    for sentence in check(answer, Checker(text)).sentences:
        for quote in sentence.quotes:
            assert all(place.last <= len(text) for place in quote.places)


@given(TEXTS, TEXTS)
def test_prompts_hold_their_marks(title: str, text: str) -> None:
    material = prompt.article(title, text, "ar", "0123abcd", context=900)
    lines = material.text.split("\n")
    assert lines[0] == "<<0123abcd ARTICLE>>"
    assert lines[-1] == "<</0123abcd>>"
    assert material.text.count("0123abcd") == 2
    assert not set(material.text) & set("\u200b\u202e\x00")
    for each in material.paragraphs:
        assert prompt.visible(text.split("\n")[each.place]) == each.text


@given(st.lists(TEXTS, max_size=8))
def test_stories_never_change_behind_our_back(texts: list[str]) -> None:
    stories = Stories(VOCABULARIES)
    placed: dict[int, int] = {}
    for number, text in enumerate(texts):
        found = stories.add(number, text[:40], text, "en", number)
        placed[number] = found.story_id
        assert all(stories.story_of(each) == story for each, story in placed.items())
        assert Vector.from_bytes(found.vector.to_bytes()) == found.vector


@given(TEXTS)
def test_a_text_is_a_copy_of_itself(text: str) -> None:
    hashes = shingles(text)
    assert containment(hashes, hashes) == (1 if hashes else 0)
    copies = Copies()
    copies.add(1, text)
    assert copies.add(2, text) == (((1, 1.0),) if len(hashes) >= 12 else ())
