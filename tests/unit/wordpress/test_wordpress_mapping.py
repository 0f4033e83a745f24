"""From the bytes of an answer to core objects."""

import json
from typing import Any

import pytest

from desktop_app.core.articles import BodyState, CommentsState
from desktop_app.core.comments import CommentState
from desktop_app.core.errors import AppError, ErrorKind
from desktop_app.sources.wordpress import mapping, wire

ROOT = "https://news.example/wp-json/"


def posts(*items: Any) -> Any:
    return mapping.posts(json.dumps(items).encode(), ROOT, language="ar")


def size(name: str, width: int, height: int) -> dict[str, Any]:
    return {"source_url": f"https://news.example/{name}", "width": width, "height": height}


def media(**more: Any) -> dict[str, Any]:
    sizes = {
        "thumbnail": size("square.jpg", 150, 150),
        "medium": size("300.jpg", 300, 200),
        "large": size("1024.jpg", 1024, 683),
        "2048x2048": size("2048.jpg", 2048, 1365),
    }
    whole = {
        "source_url": "https://news.example/full.jpg",
        "media_type": "image",
        "alt_text": "A <b>quay</b>",
        "caption": {"rendered": "<p>The quay &amp; boats</p>"},
        "media_details": {"width": 4000, "height": 2667, "sizes": sizes},
    }
    return {"_embedded": {"wp:featuredmedia": [{**whole, **more}]}}


def test_the_reader_and_the_list_get_the_files_that_fit() -> None:
    (article,) = posts({"id": 1, **media()})
    assert article.picture.url == "https://news.example/1024.jpg"
    assert (article.picture.width, article.picture.height) == (1024, 683)
    assert article.picture.thumbnail_url == "https://news.example/300.jpg"
    assert (article.picture.alt, article.picture.caption) == ("A quay", "The quay & boats")


@pytest.mark.parametrize(
    "more",
    [
        {"source_url": "javascript:alert(1)", "media_details": {}},
        {"source_url": "file:///etc/passwd", "media_details": {}},
        {"media_type": "file"},
        {"source_url": 7},
        {"code": "rest_forbidden", "source_url": None},
    ],
)
def test_what_is_no_picture_is_none(more: dict[str, Any]) -> None:
    (article,) = posts({"id": 1, **media(**more)})
    assert article.picture is None


def test_a_picture_without_sizes_stands_for_itself() -> None:
    (article,) = posts({"id": 1, **media(media_details={})})
    assert article.picture.url == "https://news.example/full.jpg"
    assert (article.picture.width, article.picture.thumbnail_url) == (0, None)
    (article,) = posts({"id": 1, "jetpack_featured_media_url": "https://i.example/a.jpg"})
    assert article.picture.url == "https://i.example/a.jpg"


def test_a_protected_post_shows_nothing_of_itself() -> None:
    (article,) = posts(
        {
            "id": 1,
            "title": {"rendered": "Protected: letter"},
            "content": {"rendered": "", "protected": True},
            "excerpt": {"rendered": "<p>There is no excerpt</p>", "protected": True},
        }
    )
    assert (article.body_state, article.body, article.excerpt) == (BodyState.PROTECTED, None, "")


def test_a_list_without_bodies_leaves_them_open() -> None:
    (article,) = posts({"id": 1, "title": {"rendered": "x"}})
    assert (article.body_state, article.body, article.content_hash) == (BodyState.NONE, None, "")


def test_the_hash_follows_the_text_and_nothing_else() -> None:
    base = {"id": 1, "title": {"rendered": "One"}, "content": {"rendered": "<p>Two</p>"}}
    (first,) = posts(base)
    (same,) = posts({**base, "content": {"rendered": "<p class='x'>Two</p>\n"}, "author": 3})
    (other,) = posts({**base, "content": {"rendered": "<p>Two!</p>"}})
    assert first.content_hash == same.content_hash != other.content_hash


def test_keys_of_own_types_tell_the_route() -> None:
    body = b'[{"id": 7, "desks": [3, "4", null]}]'
    (article,) = mapping.posts(body, ROOT, "wp/v2/stories", "desks")
    assert (article.remote_id, article.section_ids) == ("wp/v2/stories/7", ("3", "4"))
    assert mapping.route_and_id("wp/v2/stories/7") == ("wp/v2/stories", "7")
    assert mapping.route_and_id("7") == ("wp/v2/posts", "7")


def test_comment_status_and_language() -> None:
    found = posts({"id": 1, "comment_status": "closed"}, {"id": 2, "comment_status": 7})
    assert [each.comments_state for each in found] == [CommentsState.CLOSED, CommentsState.UNKNOWN]
    assert found[0].language == "ar"


def test_links_lead_to_the_web_or_nowhere() -> None:
    links = ["https://news.example/a", "/b", "javascript:x()", "qrc:/x", "file:///x", 7, None]
    found = posts(*({"id": n + 1, "link": link} for n, link in enumerate(links)))
    assert [each.url for each in found] == [
        "https://news.example/a",
        "https://news.example/b",
        *[""] * 5,
    ]


def term(number: int, parent: object = 0, count: object = 1, name: str = "") -> dict[str, Any]:
    return {"id": number, "parent": parent, "count": count, "name": name or f"T{number}"}


def test_sections_survive_cycles_and_drop_empty_branches() -> None:
    terms = [
        term(1, count=5, name="Arts &amp; Books"),
        term(2, parent=1, count=0),
        term(3, parent=2, count=4),
        term(4, count=0),
        term(5, parent=4, count=0),
        term(6, parent=7),
        term(7, parent=6),
        term(8, parent=99),
        {"id": None, "name": "x"},
        {"id": 9, "name": ""},
    ]
    pages = (json.dumps(terms[:5]).encode(), json.dumps(terms[5:]).encode())
    found = mapping.sections(pages)
    assert [each.remote_id for each in found[:3]] == ["1", "2", "3"]
    assert found[0].title == "Arts & Books"
    assert {each.remote_id for each in found} == {"1", "2", "3", "6", "7", "8"}
    known: set[str] = set()
    for each in found:
        assert each.parent_remote_id is None or each.parent_remote_id in known
        known.add(each.remote_id)


@pytest.mark.parametrize(
    ("status", "state"),
    [
        ("approved", CommentState.VISIBLE),
        ("hold", CommentState.HELD),
        ("trash", CommentState.DELETED),
        ("spam", CommentState.DELETED),
        (None, CommentState.VISIBLE),
    ],
)
def test_states_of_comments(status: object, state: CommentState) -> None:
    body = json.dumps([{"id": 5, "status": status, "author": 9, "parent": 0}]).encode()
    (found,) = mapping.comments(body, ROOT, author_id="9")
    assert (found.state, found.badge, found.parent_remote_id) == (state, "author", None)


@pytest.mark.parametrize(
    ("value", "text"),
    [
        *[(5, "5"), ("005", "5"), (2**70, str(2**70))],
        *[(value, "") for value in (0, -1, True, 1.5, None, "x", 10**4000, "٣", "9" * 50)],
    ],
)
def test_ids(value: object, text: str) -> None:
    assert wire.id_of(value) == text


@pytest.mark.parametrize(
    ("value", "stamp"),
    [
        ("2023-11-14T22:13:20", 1_700_000_000),
        ("2023-11-14T22:13:20Z", 1_700_000_000),
        ("1955-01-01T00:00:00", -473_385_600),
        ("0000-00-00T00:00:00", None),
        ("2150-01-01T00:00:00", None),
        ("soon", None),
        (7, None),
        (None, None),
    ],
)
def test_times(value: object, stamp: int | None) -> None:
    assert wire.gmt_of(value) == stamp


@pytest.mark.parametrize(
    "body",
    [b"", b"<html>", b"[1", b'{"a":', b"\xff\xfe", b"[" * 100_000, b"NaN", b"1" * 5000 + b"]"],
)
def test_what_is_no_json_is_a_bad_answer(body: bytes) -> None:
    with pytest.raises(AppError) as told:
        mapping.posts(body, ROOT)
    assert (told.value.kind, told.value.host) == (ErrorKind.BAD_ANSWER, "news.example")


def test_a_mark_in_front_of_the_json_does_no_harm() -> None:
    assert len(mapping.posts(b'\xef\xbb\xbf [{"id": 1}]', ROOT)) == 1


def test_half_surrogates_become_letters() -> None:
    (article,) = mapping.posts(
        b'[{"id": 1, "title": {"rendered": "a\\ud83d b"}, "content": {"rendered": "\\udc00x"}}]',
        ROOT,
    )
    (article.title + article.plain).encode()
