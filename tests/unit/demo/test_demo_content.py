"""What the newsroom prints: whole, linked, illustrated, and cleaned without a loss."""

import json
import re
from html import unescape
from pathlib import Path

import pytest

from desktop_app.demo import content, markup
from desktop_app.demo.content import Piece
from desktop_app.services.picture_files import inspect
from desktop_app.text.clean import clean_html
from desktop_app.text.plain import plain
from tests.servers.newsroom import RESOURCES

PIECES = {piece.name: piece for piece in content.pieces(RESOURCES)}
SITE = content.site(RESOURCES)
PICTURES = RESOURCES / "pictures"
_MUST = {"title", "author", "age", "categories", "picture", "picture-alt", "excerpt"}
_RTL = re.compile(r"[\u0590-\u06ff]")

pieces = pytest.mark.parametrize("name", sorted(PIECES))


def language(piece: Piece) -> str:
    sections = piece.listed("categories")
    return next((each for each in ("arabic", "hebrew") if each in sections), "english")


def test_there_is_enough_to_read_in_three_languages() -> None:
    spoken = [language(piece) for piece in PIECES.values()]
    assert len(spoken) >= 25
    assert spoken.count("arabic") >= 8
    assert spoken.count("hebrew") >= 8
    handbook = [name for name in PIECES if name.startswith("handbook")]
    assert len([name for name in handbook if language(PIECES[name]) == "english"]) >= 14


@pieces
def test_a_piece_is_complete(name: str) -> None:
    piece = PIECES[name]
    assert piece.fields.keys() >= _MUST
    assert piece.fields["author"] in {user["login"] for user in SITE["users"]}
    known = {category["slug"] for category in SITE["categories"]}
    assert set(piece.listed("categories")) <= known
    assert len(plain(clean_html(piece.body, "http://127.0.0.1/")).split()) >= 70
    for link in re.findall(r'"article:([^"]*)"', piece.body):
        assert link in PIECES, link
    if language(piece) != "english":
        assert _RTL.search(piece.fields["title"])
        assert _RTL.search(piece.fields["picture-alt"])


@pieces
def test_a_piece_has_its_pictures(name: str) -> None:
    piece = PIECES[name]
    for picture in (piece.fields["picture"], *re.findall(r"uploads/([\w-]+)\.webp", piece.body)):
        for file, size in ((picture, (1200, 675)), (f"{picture}-300x169", (300, 169))):
            info = inspect((PICTURES / f"{file}.webp").read_bytes())
            assert info is not None
            assert (info.width, info.height) == size
    assert all('alt="' in tag for tag in re.findall(r"<img[^>]*>", piece.body))


@pieces
def test_cleaning_loses_no_word(name: str) -> None:
    body = PIECES[name].body
    kept = plain(clean_html(body, "http://127.0.0.1/2026/11/x/"))
    assert letters(unescape(re.sub(r"<[^>]*>", "", body))) == letters(kept)


def letters(text: str) -> str:
    return "".join(re.findall(r"\w", text))


def test_each_picture_belongs_to_somebody_and_all_are_small() -> None:
    used = {piece.fields["picture"] for piece in PIECES.values()}
    assert len(used) == len(PIECES)  # one of its own for each
    for piece in PIECES.values():
        used |= set(re.findall(r"uploads/([\w-]+)\.webp", piece.body))
    files = {file.name: file.stat().st_size for file in PICTURES.iterdir()}
    expected = {f"{name}{size}.webp" for name in used for size in ("", "-300x169")}
    neighbours = {"quay-post-icon.png", "radio-salma-icon.png"}
    assert files.keys() == expected | {"icon.png"} | neighbours
    assert sum(files.values()) < 2_500_000


def test_every_element_of_an_article_is_shown_somewhere() -> None:
    everything = "".join(piece.body for piece in PIECES.values())
    for tag in (
        "h2", "ul", "ol", "dl", "table", "caption", "blockquote", "cite", "pre", "code", "kbd",
        "figure", "figcaption", "img", "hr", "em", "strong", "small", "span",
    ):  # fmt: skip
        assert f"<{tag}" in everything, tag


def test_the_threads_are_long_deep_and_in_three_languages() -> None:
    sizes = {name: len(piece.thread) for name, piece in PIECES.items()}
    assert sizes["night-bus"] >= 120
    assert sum(size >= 8 for size in sizes.values()) >= 10
    remarks = [remark for piece in PIECES.values() for remark in piece.thread]
    assert max(remark.depth for remark in remarks) >= 5
    assert any(remark.held for remark in remarks)
    text = " ".join(remark.text for remark in remarks)
    assert re.search(r"[\u05d0-\u05ea]", text)
    assert re.search(r"[\u0621-\u064a]", text)


def test_the_filter_for_comments_takes_nothing_from_them() -> None:
    for piece in PIECES.values():
        for remark in piece.thread:
            assert markup.filtered(remark.text) == remark.text


def test_each_kind_of_door_is_there() -> None:
    kinds = [piece.fields for piece in PIECES.values()]
    assert any(each.get("comments") == "closed" for each in kinds)
    assert any(each.get("password") for each in kinds)
    aged = [piece for piece in PIECES.values() if "closes-after" in piece.fields]
    assert aged
    assert all(content.seconds(each.fields["closes-after"]) < each.age for each in aged)
    assert any("&amp;" in category["name"] for category in SITE["categories"])
    assert any(category.get("parent") for category in SITE["categories"])
    newest = sorted(piece.age for piece in PIECES.values())
    assert newest[0] < 600
    assert sum(age < 12 * 3600 for age in newest) >= 10


def test_the_words_for_the_moderators_stand_in_the_handbook() -> None:
    for name, word in (
        ("handbook-writing", "rumour"),
        ("handbook-ar-writing", "إشاعة"),
        ("handbook-he-writing", "שמועה"),
    ):
        assert word in SITE["hold_words"]
        assert word in PIECES[name].body
    assert all(
        f"<strong>{word}</strong>" in PIECES["handbook-writing"].body
        for word in SITE["trash_words"]
    )


def test_the_approval_page_has_all_words_in_each_language() -> None:
    words_of = json.loads((RESOURCES / "words.json").read_text("utf-8"))
    assert words_of.keys() == {"en", "ar", "he"}
    assert len({frozenset(each) for each in words_of.values()}) == 1
    assert all("{name}" in each["asks"] for each in words_of.values())


def test_no_password_is_written_down_readably() -> None:
    for user in SITE["users"]:
        assert user.get("password", "scrypt$16384$").startswith("scrypt$16384$")


def test_a_broken_file_is_told_by_name(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="no time"):
        content.seconds("soon")
    with pytest.raises(ValueError, match="no comment"):
        content._remark("* A | B")
