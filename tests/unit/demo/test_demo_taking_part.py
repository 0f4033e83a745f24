"""What the newsroom answers to who writes."""

import pytest

from desktop_app.demo import markup
from desktop_app.sources.wordpress.encode import encode
from tests.support.visitor import Visitor


def test_a_comment_is_created_and_listed(visitor: Visitor) -> None:
    said = visitor.comment("First words, “quoted”.\n\nA second paragraph 🚲.")
    assert (said.status, said.headers["allow"]) == (201, "POST")
    made = said.json
    assert said.headers["location"].endswith(f"/comments/{made['id']}")
    assert made["content"]["rendered"].startswith("<p>First words, “quoted”.</p>\n<p>A second")
    assert (made["status"], made["author_name"]) == ("approved", "Alice")


@pytest.mark.parametrize(
    ("fields", "login", "status", "code"),
    [
        ({}, "", 401, "rest_comment_login_required"),
        ({"post": 999_999}, "alice", 403, "rest_comment_invalid_post_id"),
        ({"post": "abc"}, "alice", 400, "rest_invalid_param"),
        ({"content": "  \n "}, "alice", 400, "rest_comment_content_invalid"),
        ({"content": "x" * 65_526}, "alice", 400, "comment_content_column_length"),
        ({"status": "approved"}, "alice", 403, "rest_comment_invalid_status"),
        ({"author": 1}, "alice", 403, "rest_comment_invalid_author"),
    ],
)
def test_refusals(
    visitor: Visitor, fields: dict[str, object], login: str, status: int, code: str
) -> None:
    body = {"post": visitor.demo.posts["empty"], "content": "x", **fields}
    said = visitor.api("comments", "POST", login, body)
    assert (said.status, said.json["code"]) == (status, code)


@pytest.mark.parametrize("name", ["closed", "aged"])
def test_closed_threads_refuse_and_the_aged_one_calls_itself_open(
    visitor: Visitor, name: str
) -> None:
    said = visitor.comment("Too late", post=name)
    assert (said.status, said.json["code"]) == (403, "rest_comment_closed")
    state = visitor.api(f"posts/{visitor.demo.posts[name]}").json["comment_status"]
    assert state == {"closed": "closed", "aged": "open"}[name]


def test_a_locked_article_takes_comments_with_its_password_only(visitor: Visitor) -> None:
    refused = visitor.comment("Let me in", post="locked")
    assert (refused.status, refused.json["code"]) == (403, "rest_cannot_read_post")
    assert visitor.comment("I am in", post="locked", password="sesame").status == 201


@pytest.mark.parametrize("body", ['{"post":', '{"post": 1, "content": "\\ud800"}', "\x00"])
def test_broken_json_is_told(visitor: Visitor, body: str) -> None:
    headers = {"Content-Type": "application/json"}
    said = visitor.ask("/wp-json/wp/v2/comments", "POST", "alice", body, headers)
    assert (said.status, said.json["code"]) == (400, "rest_invalid_json")


def test_a_form_works_too(visitor: Visitor) -> None:
    body = f"post={visitor.demo.posts['empty']}&content=form+encoded"
    headers = {"Content-Type": "application/x-www-form-urlencoded"}
    assert visitor.ask("/wp-json/wp/v2/comments", "POST", "bob", body, headers).status == 201


@pytest.mark.parametrize(
    ("text", "status"),
    [
        ("with holdme in it", "hold"),
        ("HOLDME in capitals", "hold"),
        ("with trashme in it", "trash"),
        ("two links http://a.example/ and https://b.example/x", "hold"),
        ("one link http://a.example/", "approved"),
    ],
)
def test_words_and_links_decide(visitor: Visitor, text: str, status: str) -> None:
    assert visitor.comment(text).json["status"] == status
    assert visitor.comment(f"{text} again", login="mod").json["status"] == "approved"


def test_held_comments_are_hidden_from_others(visitor: Visitor) -> None:
    held = visitor.comment("holdme, unseen").json["id"]
    assert visitor.api(f"comments/{held}", login="alice").json["status"] == "hold"
    for login, status in (("", 401), ("bob", 403)):
        said = visitor.api(f"comments/{held}", login=login)
        assert (said.status, said.json["code"]) == (status, "rest_cannot_read")
    assert visitor.api(f"comments?include={held}", login="alice").json == []


def test_the_flood_is_400_without_a_word_how_long(visitor: Visitor) -> None:
    with visitor.demo.rules():
        visitor.comment("First of two", login="dora")
        said = visitor.comment("Second of two", login="dora")
        assert (said.status, said.json["code"]) == (400, "comment_flood")
        assert "retry-after" not in said.headers
        double = visitor.comment("First of two", login="dora")
        assert double.json["code"] == "comment_duplicate"  # this check comes first
        assert visitor.comment("I moderate", login="mod").status == 201
        assert visitor.comment("and I hurry", login="mod").status == 201


@pytest.mark.parametrize(
    "text",
    [
        "plain words",
        "“curly” and 🚢",
        "a <b>bold</b> word",
        "salt &amp; pepper",
        "1 &lt; 2 and &#092; too",
        '<a href="https://example.test/" rel="nofollow ugc">link</a>',
    ],
)
def test_what_the_filter_leaves_alone_is_seen_to_be_double(visitor: Visitor, text: str) -> None:
    assert visitor.comment(text, login="bob").status == 201
    said = visitor.comment(f"{text}  ", login="bob")
    assert (said.status, said.json["code"]) == (409, "comment_duplicate")


def test_case_and_accents_make_no_difference(visitor: Visitor) -> None:
    assert visitor.comment("The cafe by the quay").status == 201
    assert visitor.comment("the CAFÉ by the quay").status == 409
    assert visitor.comment("The cafe by the quay", parent=1).status == 201


@pytest.mark.parametrize(
    "text", ["raw salt & pepper", "raw 1 < 2 always", "raw 2 > 1", "raw C:\\new", "<u>raw</u> tag"]
)
def test_what_the_filter_rewrites_slips_through(visitor: Visitor, text: str) -> None:
    assert visitor.comment(text).status == 201
    assert visitor.comment(text).status == 201


def test_raw_signs_lose_text(visitor: Visitor) -> None:
    shown = visitor.comment("a < b & c > d").json["content"]["rendered"]
    assert shown == "<p>a <b> d</b></p>\n"


NASTY = [
    "<", ">", "&", "\\", "&amp;", "&#92;", "&#x26;", "&lt;b&gt;", "<b>", "</p>", "<!--", "'", '"',
    "\\0", "\\\\", "\u00a0", "\t", "🚢", "é", "مرحبا", "[caption]", "https://example.test/?a=1&b=2",
    "--", "...", "<script>x</script>", "&&", "&#", "1 < 2 > 0", "C:\\new", "line\n\nline",
]  # fmt: skip


@pytest.mark.parametrize("text", NASTY)
def test_the_clients_encoding_arrives_whole_and_once(visitor: Visitor, text: str) -> None:
    sent = encode(f"nasty {text} end")
    first = visitor.comment(sent, login="mod")
    assert first.status == 201
    assert first.json["content"]["raw"] == sent
    assert visitor.comment(sent, login="mod").status == 409


def test_parents_need_not_exist(visitor: Visitor) -> None:
    said = visitor.comment("An orphan", parent=99_999_999)
    assert (said.status, said.json["parent"]) == (201, 99_999_999)


def test_allow_tells_who_may_change_what(visitor: Visitor) -> None:
    made = visitor.comment("Whose is it?").json["id"]
    everything = "GET, POST, PUT, PATCH, DELETE"
    for login, allowed in (("alice", "GET"), ("mod", everything), ("carol", everything)):
        assert visitor.api(f"comments/{made}", login=login).headers["allow"] == allowed
    refused = visitor.api(f"comments/{made}", "POST", "alice", {"content": "mine"})
    assert (refused.status, refused.json["code"]) == (403, "rest_cannot_edit")
    assert refused.headers["allow"] == "GET"
    edited = visitor.api(f"comments/{made}", "POST", "carol", {"content": "Put right"})
    assert edited.json["content"]["rendered"] == "<p>Put right</p>\n"
    for _ in range(2):
        raw = visitor.api(f"comments/{made}?context=edit", login="alice")
        assert (raw.status, raw.json["code"]) == (403, "rest_forbidden_context")


def test_deleting_twice_and_for_good(visitor: Visitor) -> None:
    above = visitor.comment("Above").json["id"]
    below = visitor.comment("Below", parent=above).json["id"]
    refused = visitor.api(f"comments/{above}", "DELETE", "alice")
    assert refused.json["code"] == "rest_cannot_delete"
    assert visitor.api(f"comments/{above}", "DELETE", "mod").json["status"] == "trash"
    again = visitor.api(f"comments/{above}", "DELETE", "mod")
    assert (again.status, again.json["code"]) == (410, "rest_already_trashed")
    assert visitor.api(f"comments/{below}").json["parent"] == above  # dangling now
    gone = visitor.api(f"comments/{above}?force=true", "DELETE", "mod").json
    assert gone["deleted"] is True
    assert gone["previous"]["id"] == above
    assert visitor.api(f"comments/{below}").json["parent"] == 0
    assert visitor.api(f"comments/{above}", login="mod").status == 404


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ('say "it\'s" so...', "<p>say &#8220;it&#8217;s&#8221; so&#8230;</p>\n"),
        ("one\ntwo", "<p>one<br />\ntwo</p>\n"),
        ("see https://a.example/b.", "https://a.example/b</a>."),
        ("<code>a -- b</code>", "<p><code>a -- b</code></p>\n"),
        ("<i>open", "<p><i>open</i></p>\n"),
        ("close</i>", "<p>close</p>\n"),
    ],
)
def test_how_comments_are_shown(text: str, shown: str) -> None:
    assert shown in markup.shown(markup.filtered(text))


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        ("<script>alert(1)</script>", "alert(1)"),
        ('<a href="javascript:alert(1)" onclick="x">go</a>', "<a>go</a>"),
        ('<img src="x" onerror="y">', ""),
        ("&bogus; &copy; &#92;", "&amp;bogus; &copy; &#092;"),
        ("a\0b", "ab"),
    ],
)
def test_the_filter_takes_what_is_dangerous(text: str, kept: str) -> None:
    assert markup.filtered(text) == kept
