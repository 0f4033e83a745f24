"""A refresh, a thread and a text that come wrong: one sentence, and everything stays."""

import json

import pytest

from tests.hostile.scene import OLD, OLD_REMARKS, Scene, captured, entry, raw_json, remark
from tests.support import hostile_server as does
from tests.support.hostile_server import Behaviour

ERROR_PAGE = (
    b"<!doctype html><html><head><title>Error</title></head><body><h1>Error establishing a "
    b"database connection</h1></body></html>"
)
NOT_UNDERSTOOD = "answered with something that cannot be understood"
TOO_LARGE = "is larger than anything"
TOO_SLOW = "did not answer in time"
NO_CONNECTION = "cannot be reached"
CIRCLES = "in circles"


def cut_in_half(whole: bytes) -> Behaviour:
    return does.body(whole[: len(whole) // 2], Content_Type="application/json")


CASES: dict[str, tuple[Behaviour, str]] = {
    "html": (does.page(), NOT_UNDERSTOOD),
    "error page with 200": (does.body(ERROR_PAGE, Content_Type="text/html"), NOT_UNDERSTOOD),
    "error page as json": (does.body(ERROR_PAGE, Content_Type="application/json"), NOT_UNDERSTOOD),
    "nothing": (does.body(b"", Content_Type="application/json"), NOT_UNDERSTOOD),
    "noise": (does.body(bytes(range(256)) * 40), NOT_UNDERSTOOD),
    "gzip bomb": (does.bomb(60), TOO_LARGE),
    "bomb in a bomb": (does.bomb(60, layers=2), TOO_LARGE),
    "endless": (does.endless(), TOO_LARGE),
    "drip": (does.drip(b" " * 5000, pause=0.02), TOO_SLOW),
    "drip of headers": (does.drip_headers(), TOO_SLOW),
    "silence": (does.silent(), TOO_SLOW),
    "reset": (does.reset(), NO_CONNECTION),
    "hang up": (does.hang_up(), NO_CONNECTION),
    "reset in the body": (
        does.reset(b"HTTP/1.1 200 OK\r\nContent-Length: 5000\r\n\r\n[{"),
        NO_CONNECTION,
    ),
    "no HTTP": (does.garbage(b"\x16\x03\x01 hello \x00\r\n\r\n"), NOT_UNDERSTOOD),
    "fault": (does.status(500, ERROR_PAGE), "has a fault of its own"),
    "captive portal": (does.status(511, b"<html>log in</html>"), "wants you to log in"),
    "not allowed": (does.status(403, b"<html>go away</html>"), "does not let you"),
}


@pytest.mark.parametrize("name", CASES)
def test_a_refresh_that_goes_wrong(scene: Scene, name: str) -> None:
    behaviour, sentence = CASES[name]
    scene.list_answers(behaviour)
    with scene.nothing_is_lost():
        told = scene.refresh()
        assert sentence in told
    assert sentence in scene.source_says()
    assert "127.0.0.1" in scene.source_says()
    scene.still_works()


@pytest.mark.parametrize("name", CASES)
def test_a_thread_that_goes_wrong(scene: Scene, name: str) -> None:
    behaviour, sentence = CASES[name]
    scene.thread_answers(behaviour)
    scene.server.on("/comments/atom/", behaviour)
    with scene.nothing_is_lost():
        told = scene.reload_thread()
        network = sentence in (NO_CONNECTION, TOO_SLOW, "wants you to log in")
        assert ("stored comments" if network else sentence) in told
    scene.heal()
    assert scene.reload_thread() == ""
    scene.still_works()


def test_an_answer_cut_in_half(scene: Scene) -> None:
    news = [entry(number, published=1_750_000_100) for number in (50, 51, 52)]
    whole = captured(scene.dialect.articles([*news, *OLD]))
    lost = does.cut(whole[: len(whole) // 2], len(whole))
    for behaviour in (lost,) + ((cut_in_half(whole),) if scene.is_wordpress else ()):
        scene.list_answers(behaviour)
        with scene.nothing_is_lost():
            assert NOT_UNDERSTOOD in scene.refresh()
    thread = captured(scene.dialect.comments(OLD_REMARKS))
    scene.thread_answers(does.cut(thread[: len(thread) // 2], len(thread)))
    with scene.nothing_is_lost():
        assert NOT_UNDERSTOOD in scene.reload_thread()
    scene.still_works()


def test_a_redirect_loop(scene: Scene) -> None:
    loop = [does.redirect(scene.server.url(f"/loop?{number}")) for number in range(2)]
    scene.server.on("/loop", *loop, *loop, does.redirect(scene.server.url("/loop?0")))
    scene.list_answers(does.redirect(scene.server.url("/loop?0")))
    scene.thread_answers(does.redirect(scene.server.url("/loop?1")))
    with scene.nothing_is_lost():
        assert CIRCLES in scene.refresh()
        assert CIRCLES in scene.reload_thread()
    scene.still_works()


@pytest.mark.parametrize("value", [None, 7, "text", True, {}, {"code": "odd"}, [1], [[]], [None]])
def test_other_json_than_a_list(scene: Scene, value: object) -> None:
    scene.list_answers(raw_json(value))
    scene.thread_answers(raw_json(value))
    with scene.nothing_is_lost():
        told = scene.refresh()
        assert told == "" or NOT_UNDERSTOOD in told
    scene.still_works()


ODD = [None, 7, -1.5, True, [], {}, [[None]], {"rendered": None}, {"rendered": {"a": 1}}]


@pytest.mark.parametrize("value", ODD, ids=repr)
def test_other_values_where_a_string_was_due(wordpress_scene: Scene, value: object) -> None:
    """Each field in turn, in articles and comments; what is whole beside them arrives."""
    scene = wordpress_scene
    posts = json.loads(captured(scene.dialect.articles([entry(50, published=1_750_000_300)])))
    comments = json.loads(captured(scene.dialect.comments([remark(50)])))
    fields = {*posts[0], "excerpt", "link", "modified_gmt", "categories", "_embedded", "_links"}
    spoiled = [posts[0]] + [
        {**posts[0], "id": 100 + place, field: value} for place, field in enumerate(sorted(fields))
    ]
    scene.list_answers(raw_json(spoiled))
    assert scene.refresh() == ""
    scene.wait(lambda: "Headline 50" in scene.titles())
    assert set(scene.titles()) >= {"Headline 1", "Headline 2", "Headline 3"}
    for row in range(len(scene.titles())):
        scene.open(row)
    fields = {*comments[0], "link", "author_avatar_urls", "parent"}
    spoiled = [comments[0]] + [
        {**comments[0], "id": 100 + place, field: value} for place, field in enumerate(fields)
    ]
    scene.thread_answers(raw_json(spoiled))
    scene.reload_thread()
    assert "Remark 50" in scene.remarks()
    scene.still_works(98)


def test_ten_megabytes_in_one_field(scene: Scene) -> None:
    big = entry(60, title="word " * 2_000_000, published=1_750_000_500)
    scene.list_answers(scene.dialect.articles([big, *OLD]))
    with scene.nothing_is_lost():
        assert TOO_LARGE in scene.refresh()
    scene.thread_answers(scene.dialect.comments([remark(60, html="word " * 2_000_000)]))
    with scene.nothing_is_lost():
        assert TOO_LARGE in scene.reload_thread()
    scene.still_works()


def test_four_megabytes_in_one_field(scene: Scene) -> None:
    """Below the cap it is taken: cut where it is a title, whole and in pieces where a body."""
    text = "word " * 800_000
    scene.list_answers(scene.dialect.articles([entry(60, title=text, published=1_750_000_500)]))
    assert scene.refresh() == ""
    scene.wait(lambda: len(scene.titles()) == 4)
    assert max(map(len, scene.titles())) <= 1000
    scene.list_answers(
        scene.dialect.articles([entry(61, html=f"<p>{text}</p>", published=1_750_000_600)])
    )
    assert scene.refresh() == ""
    scene.wait(lambda: len(scene.titles()) == 5)
    scene.still_works()
