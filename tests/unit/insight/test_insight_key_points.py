"""Points, figures and quotations of articles."""

import pytest

from desktop_app.insight.figures import figures
from desktop_app.insight.key_points import best, key_points
from desktop_app.insight.quotations import quotations
from desktop_app.insight.sentences import split
from desktop_app.insight.words import Vocabularies

Stories = dict[str, list[dict[str, str]]]


def long_text(own_stories: Stories, language: str) -> tuple[str, str]:
    """Three articles of one event make one that is long enough."""
    first = own_stories[language][:3]
    return first[0]["title"], "\n".join(each["body"] for each in first)


@pytest.mark.parametrize("language", ["en", "ar", "he"])
def test_points_are_unchanged_sentences_in_order(
    language: str, own_stories: Stories, vocabularies: Vocabularies
) -> None:
    title, text = long_text(own_stories, language)
    found = key_points(title, text, language, vocabularies.of(language))
    assert not found.too_short
    assert len(found.points) == 3
    assert [each.start for each in found.points] == sorted(each.start for each in found.points)
    for each in found.points:
        assert text[each.start : each.end] == each.text
        assert text.split("\n")[each.paragraph][each.offset :].startswith(each.text)


def test_longer_texts_have_more_points(own_stories: Stories, vocabularies: Vocabularies) -> None:
    bodies = [each["body"] for each in own_stories["en"]]
    for articles, wanted in ((4, 3), (7, 4), (12, 5)):
        found = key_points("", "\n".join(bodies[:articles]), "en", vocabularies.of("en"))
        assert len(found.points) == wanted


@pytest.mark.parametrize("text", ["", "Short. Text.", "word " * 500, "A b. " * 7])
def test_short_texts_have_none(text: str) -> None:
    found = key_points("Title", text, "en")
    assert found.too_short
    assert found.points == found.figures == found.quotations == ()


@pytest.mark.parametrize("language", ["en", "ar", "he"])
def test_no_point_comes_twice(
    language: str, own_stories: Stories, vocabularies: Vocabularies
) -> None:
    title, text = long_text(own_stories, language)
    found = key_points(title, f"{text}\n{text}\n{text}", language, vocabularies.of(language))
    assert len({each.text for each in found.points}) == len(found.points) >= 3
    line = text.partition(". ")[0] + ". "
    same = key_points("", line * 60, language, vocabularies.of(language))
    assert len(same.points) <= 1


def test_no_double_of_the_headline(own_stories: Stories, vocabularies: Vocabularies) -> None:
    _, text = long_text(own_stories, "en")
    headline = "Harlow Coatings warehouse fire drives four hundred residents from flats"
    text = f"{headline} in town.\n{text}"
    found = key_points(headline, text, "en", vocabularies.of("en"))
    assert all(not each.text.startswith("Harlow Coatings warehouse") for each in found.points)


def test_questions_and_notes_are_no_points(vocabularies: Vocabularies) -> None:
    text = (
        "Is the bridge over the river really going to hold for another ten years?\n"
        "Read more about the bridge and the engineers who found the cracks in it.\n"
        "Photo by an engineer who stood on the bridge over the river all day long.\n"
        "The bridge over the river was closed after engineers found cracks in its girders."
    )
    found = best(split(text), 3, "", "en", vocabularies.of("en"))
    assert [each.paragraph for each in found] == [3]


def test_a_sentence_that_leans_comes_only_with_the_one_before(vocabularies: Vocabularies) -> None:
    text = (
        "Snow fell on the hills around the valley for most of the night. "
        "But he closed the bridge over the river because of cracks in the bridge girders. "
        "Engineers found cracks in the bridge over the river and in two of its girders."
    )
    found = best(split(text), 1, "", "en", vocabularies.of("en"))
    assert not found[0].text.startswith("But")


def test_figures_say_what_they_count() -> None:
    text = (
        "The tunnel cost $2.3 billion. Nobody was hurt. It carries 12,000 people a day. "
        "Rents rose by 8.5 per cent. He scored in 1999."
    )
    found = figures(split(text), ())
    assert [each.number for each in found] == ["$2.3 billion", "12,000 people", "8.5 per cent"]
    for each in found:
        assert text[each.first : each.last] == each.number


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("بلغت الكلفة 40 مليون دينار هذا العام.", "40 مليون دينار"),
        ("ارتفعت الأسعار بنسبة 3.5% في المدينة.", "3.5%"),
        ("המחירים עלו ב-8 אחוזים החודש.", "8 אחוזים"),
        ("העסקה נסגרה ב-2.3 מיליארד שקל.", "2.3 מיליארד שקל"),
        ("Die Strecke kostete 2,3 Milliarden Euro.", "2,3 Milliarden Euro"),
    ],
)
def test_figures_in_other_languages(text: str, number: str) -> None:
    assert [each.number for each in figures(split(text), ())] == [number]


@pytest.mark.parametrize(
    ("text", "speaker"),
    [
        ("“We will not wait for anybody any longer,” said Mayor Clara Nystrom on Monday.",
         "Mayor Clara Nystrom"),
        ('"It sounded like a battle to all of us," Ruth Amsel told reporters.', "Ruth Amsel"),
        ("Chief engineer Bettina Kraus said: “The bridge is not about to fall on anybody.”",
         "Bettina Kraus"),
        ("„Wir warten hier nicht länger auf euch“, sagte Clara Nystrom.", "Clara Nystrom"),
        ("وقال العقيد سليم الحداد: «إن أحدا لم يفقد حياته في هذا الحريق».", "العقيد سليم الحداد"),
        ("«لن ننتظر أكثر من هذا الوقت الطويل»، قالت الوزيرة سعاد النجار للصحفيين.",
         "الوزيرة سعاد النجار"),
        ('"הגשר יחזיק מעמד עוד עשר שנים", אמרה בטינה קראוס בראיון.', "בטינה קראוס"),
        ('ראש העיר קלרה נבון אמרה: "החוף שייך רק למי שגר כאן כל השנה".', "ראש העיר קלרה נבון"),
        ('"They belong to those who live here all year," she said.', ""),
    ],
)  # fmt: skip
def test_who_said_it(text: str, speaker: str) -> None:
    (found,) = quotations(split(text), text)
    assert found.speaker == speaker
    assert text[found.first :].startswith(found.text)


def test_short_marks_are_no_quotations() -> None:
    text = 'He called it "very good" and "fine". The film "The Long Road Home" won.'
    assert quotations(split(text), text) == ()


def test_hostile_texts_take_no_time(vocabularies: Vocabularies) -> None:
    for text in (
        '"' * 20_000,
        "“" * 20_000,
        "said " * 20_000,
        "A" * 100_000,
        "1," * 30_000,
        "Aa " * 20_000 + '" said',
        "قال " * 20_000,
    ):
        key_points(text[:100], f"{text}\n" + "A fine sentence here. " * 60, "en")
        quotations(split(text), text)


HALVES = (
    "“The bridge over the river was closed after engineers found cracks in its girders.",
    "The bridge over the river was closed after engineers found cracks in its girders.”",
    'The "bridge over the river was closed after engineers found cracks in its girders.',
    "«The bridge over the river was closed after engineers found cracks in its girders.",
)
WHOLE = (
    "„Die Brücke über den Fluss“ wurde nach Rissen in zwei ihrer Träger ganz gesperrt.",
    "”Bron över floden stängdes efter sprickor i två av dess balkar”, sade ingenjören.",
    'הגשר מעל הנהר נסגר אחרי שמהנדסי חב"ת מצאו סדקים רבים בשתי קורות.',
    "»Die Brücke über den Fluss« wurde nach Rissen in zwei ihrer Träger ganz gesperrt.",
)


@pytest.mark.parametrize("text", HALVES)
def test_half_a_quotation_is_no_point(text: str, vocabularies: Vocabularies) -> None:
    assert best(split(text), 1, "", "en", vocabularies.of("en")) == ()


@pytest.mark.parametrize("text", WHOLE)
def test_a_whole_quotation_may_be_one(text: str, vocabularies: Vocabularies) -> None:
    assert len(best(split(text), 1, "", None, vocabularies.of(None))) == 1


def test_who_was_quoted_goes_on_speaking() -> None:
    text = (
        "“We know where people stand in the dark,” said Omar Saleh, who drives the loop. "
        "“A computer would have put the stop where the pavement is widest.”\n"
        "“Nobody asked us about the other one, not once in ten years.”"
    )
    first, second = quotations(split(text), text)
    assert first.speaker == second.speaker == "Omar Saleh"
    other = text.replace("loop. ", "loop. Lina Haddad said: ")
    assert [each.speaker for each in quotations(split(other), other)] == [
        "Omar Saleh",
        "Lina Haddad",
    ]


@pytest.mark.parametrize(("language", "short"), [("en", True), ("ar", False), ("he", False)])
def test_arabic_and_hebrew_say_as_much_in_fewer_words(language: str, short: bool) -> None:
    text = "The harbour town counts its boats at noon every single day of the week. " * 11
    assert key_points("", text, language).too_short is short
