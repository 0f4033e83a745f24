"""Paragraphs of a safe body in other words."""

from pathlib import Path

import pytest

from desktop_app.core.sources import SafeHtml
from desktop_app.text.clean import clean_html
from desktop_app.text.plain import plain
from desktop_app.text.translated import translated

NEWSROOM = Path(__file__).parents[3] / "resources" / "newsroom" / "articles"
BODY = SafeHtml(
    '<h2>Head</h2><p dir="ltr">One <a href="https://x.example">link</a>.</p>'
    '<ul><li>Two</li></ul><p><img src="picture:1"></p>'
)


def test_in_its_place_a_paragraph_has_the_other_words_alone() -> None:
    made = translated(BODY, {1: ("Eins <b> & zwei", [])}, beside=False)
    assert plain(made) == "Head\nEins <b> & zwei\nTwo"
    assert "x.example" not in made
    assert "<b>" not in made
    assert '<img src="picture:1">' in made


def test_beside_the_original_stays() -> None:
    made = translated(BODY, {0: ("Kopf", []), 2: ("Zwei", [])}, beside=True)
    assert plain(made) == "Head\nKopf\nOne link.\nTwo\nZwei"
    assert "https://x.example" in made


def test_numbers_are_underlined() -> None:
    made = translated(BODY, {2: ("Zwei 22 <", [(5, 7)])}, beside=False)
    assert "Zwei <u>22</u> &lt;" in made


@pytest.mark.parametrize("name", ["night-bus", "market-scales", "handbook-keys", "recipe-ar"])
def test_every_line_of_a_real_article_is_found(name: str) -> None:
    html = (NEWSROOM / f"{name}.html").read_text("utf-8").partition("\n\n")[2]
    body = clean_html(html, "https://paper.example/")
    lines = plain(body).split("\n")
    made = translated(body, {at: (f"L{at}", []) for at in range(len(lines))}, beside=False)
    assert plain(made).split("\n") == [f"L{at}" for at in range(len(lines))]
    assert translated(body, {}, beside=True) == body
