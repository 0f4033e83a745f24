"""Scripts, the model, and what the source declares."""

import pytest

from desktop_app.insight.fasttext import BrokenModelError, Classifier
from desktop_app.insight.language import agrees, detect, majority, script_of


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("Parliament votes to delay the budget until spring", "en"),
        ("Warum der Kaffee am Morgen teurer wird", "de"),
        ("Deux blessés dans un incendie au port", "fr"),
        ("البرلمان يؤجل التصويت", "ar"),
        ("مجلس رأی‌گیری بودجه را به بهار موکول کرد", "fa"),
        ("پارلیمنٹ نے بجٹ پر ووٹنگ ملتوی کر دی", "ur"),
        ("סופה השאירה אלפי בתים ללא חשמל", "he"),
        ("東京で大雨、電車が止まる", "ja"),
        ("暴风雨导致数千人停电", "zh"),
        ("폭풍으로 수천 가구 정전", "ko"),
        ("Καταιγίδα άφησε χιλιάδες χωρίς ρεύμα", "el"),
        ("तूफान से हजारों घरों की बिजली गई", "hi"),
        ("Буря оставила тысячи домов без света", "ru"),
        ("Буря залишила тисячі будинків без світла", "uk"),
    ],
)
def test_languages(text: str, code: str, model: Classifier) -> None:
    assert detect(text, model) == code


def test_own_titles(own_stories: dict[str, list[dict[str, str]]], model: Classifier) -> None:
    for language, articles in own_stories.items():
        assert [detect(each["title"], model) for each in articles] == [language] * 60


@pytest.mark.parametrize("text", ["", "12:30", "🎉🎉", "https://example.org/a/b"])
def test_no_letters_no_language(text: str, model: Classifier) -> None:
    assert detect(text, model, "en") is None


def test_what_is_declared_counts_when_the_script_agrees(model: Classifier) -> None:
    assert detect("Uværet tok strømmen fra tusenvis av hjem", model, "nb") == "no"
    assert detect("سوق المدينة القديم", model, "en") == "ar"
    assert detect("Parliament votes to delay the budget until spring", model, "fr") == "en"
    assert detect("Ok", None, "de") == "de"
    assert detect("Parliament votes", None) is None


def test_a_name_in_another_script_does_not_change_the_language(model: Classifier) -> None:
    assert detect("שיטפון בעיר Torvale, כך מסר Reuters הבוקר", model) == "he"
    assert script_of("قال John Smith إن الجسر أغلق أمام السيارات") == "ARABIC"


def test_agrees() -> None:
    assert agrees("ja", "CJK")
    assert agrees("sr", "CYRILLIC")
    assert not agrees("he", "LATIN")


def test_a_source_keeps_its_language_until_five_of_twenty_differ() -> None:
    assert majority(["en"] * 16 + ["he"] * 4, "en") == "en"
    assert majority(["en"] * 5 + ["he"] * 15, "en") == "he"
    assert majority([], "en") == "en"
    assert majority(["ar"], None) == "ar"


@pytest.mark.parametrize("data", [b"", b"\0" * 100, b"not a model at all" * 50])
def test_broken_models_are_told(data: bytes) -> None:
    with pytest.raises(BrokenModelError):
        Classifier(data)


def test_a_model_that_is_cut_off_is_told() -> None:
    from tests.unit.insight.conftest import RESOURCES

    data = (RESOURCES / "lid.176.ftz").read_bytes()
    for length in (40, 200, 5_000, 300_000, len(data) - 10):
        with pytest.raises(BrokenModelError):
            Classifier(data[:length])


def test_probabilities_sum_to_one(model: Classifier) -> None:
    chances = model.probabilities("the mayor stopped the sale")
    assert sum(chances.values()) == pytest.approx(1, abs=1e-6)
    assert max(chances, key=lambda each: chances[each]) == "en"
    assert model.probabilities("") == {}
    assert model.probabilities("\ud800 " + "x" * 100_000)
