"""Sentences and their places."""

from pathlib import Path

import pytest

from desktop_app.insight.sentences import split

FILE = Path(__file__).parents[2] / "data" / "insight" / "sentences.txt"


def cases() -> list[tuple[str, list[str]]]:
    found = []
    for line in FILE.read_text(encoding="utf-8").splitlines():
        if line and not line.startswith(("#", "==")):
            whole = line.replace(" | ", " ").replace("| ", "")
            found.append((whole, [part.strip() for part in line.split("|")]))
    return found


@pytest.mark.parametrize(("paragraph", "wanted"), cases())
def test_own_cases(paragraph: str, wanted: list[str]) -> None:
    assert [each.text for each in split(paragraph)] == wanted


def test_places_lead_back_to_the_text() -> None:
    text = "  One is here. Two is there!\n\nA new paragraph؟ نعم. "
    found = split(text)
    assert [(each.paragraph, each.offset) for each in found] == [(0, 2), (0, 15), (2, 0), (2, 17)]
    lines = text.split("\n")
    for each in found:
        assert text[each.start : each.end] == each.text
        assert lines[each.paragraph][each.offset :].startswith(each.text)


def test_the_end_of_a_paragraph_ends_a_sentence() -> None:
    assert [each.text for each in split("no stop here\nand none here")] == [
        "no stop here",
        "and none here",
    ]


@pytest.mark.parametrize("text", ["", " ", "\n\n", "...", "。", '"'])
def test_nothing_to_split(text: str) -> None:
    assert len(split(text)) <= 1


def test_a_long_line_of_stops_takes_no_time() -> None:
    assert len(split("a. " * 20_000)) >= 1
    assert len(split("." * 100_000)) == 1
