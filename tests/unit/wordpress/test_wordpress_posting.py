"""What becomes of a posting when server or network misbehave."""

import json
import time
from dataclasses import replace
from typing import Any

import pytest

from desktop_app.core.articles import BodyState
from desktop_app.core.comments import (
    Allowed,
    AlreadyThere,
    Discarded,
    Held,
    Outcome,
    Published,
    Refused,
    Unsure,
)
from desktop_app.core.errors import AppError, ErrorKind
from desktop_app.core.sources import Secret
from desktop_app.core.work import run_now
from desktop_app.sources.wordpress.source import WordPressSource
from tests.servers.rest import (
    ARTICLE,
    COMMENTS,
    ME,
    POSTS,
    comment,
    post,
    posting,
    query,
    refusal,
)
from tests.servers.site import stored_comment
from tests.support import hostile_server as does
from tests.support.hostile_server import Behaviour, Handler, HostileServer


def sent(server: HostileServer) -> list[Any]:
    return [json.loads(each.body) for each in server.log if each.method == "POST"]


def post_with(
    source: WordPressSource, server: HostileServer, secret: Secret, *behaviours: Behaviour
) -> Outcome:
    server.on(COMMENTS, *behaviours)
    return run_now(source.post(posting(), ARTICLE, secret))


@pytest.mark.parametrize(
    "behaviour",
    [
        does.status(500),
        does.status(502, b"<html>Bad gateway</html>"),
        does.status(504),
        does.status(408),
        does.page(),
        does.body(b'{"id": 5, "sta'),
        does.body(b"[]"),
        does.as_json({"status": "approved"}, 201),
        does.silent(),
        does.reset(),
        does.hang_up(),
        does.cut(b'{"id": 5', 500),
        does.bomb(20),
    ],
    ids=str,
)
def test_what_may_have_arrived_is_unsure(
    server: HostileServer, source: WordPressSource, secret: Secret, behaviour: Behaviour
) -> None:
    outcome = post_with(source, server, secret, behaviour)
    assert isinstance(outcome, Unsure)
    assert outcome.next_check_at > time.time()
    assert len(sent(server)) == 1


@pytest.mark.parametrize(
    ("status", "code", "kind", "wait"),
    [
        (400, "comment_flood", ErrorKind.RATE_LIMITED, 15.0),
        (400, "rest_comment_content_invalid", ErrorKind.INVALID, None),
        (400, "rest_invalid_json", ErrorKind.INVALID, None),
        (400, "comment_content_column_length", ErrorKind.INVALID, None),
        (403, "rest_comment_closed", ErrorKind.CLOSED, None),
        (403, "rest_comment_invalid_post_id", ErrorKind.NOT_FOUND, None),
        (403, "rest_comment_invalid_author", ErrorKind.FORBIDDEN, None),
        (403, "rest_cannot_read_post", ErrorKind.FORBIDDEN, None),
        (404, "rest_no_route", ErrorKind.NOT_FOUND, None),
        (404, "", ErrorKind.NOT_FOUND, None),
        (418, "teapot", ErrorKind.INVALID, None),
    ],
)
def test_refusals(
    server: HostileServer,
    source: WordPressSource,
    secret: Secret,
    status: int,
    code: str,
    kind: ErrorKind,
    wait: float | None,
) -> None:
    told = refusal(status, code, "Sorry &amp; <b>no</b>.")
    outcome = post_with(source, server, secret, told)
    assert isinstance(outcome, Refused)
    error = outcome.error
    assert (error.kind, error.code, error.retry_after) == (kind, code, wait)
    assert error.detail == "Sorry & no."


def test_a_limit_of_the_host_is_told_with_its_wait(
    server: HostileServer, source: WordPressSource, secret: Secret
) -> None:
    outcome = post_with(source, server, secret, does.status(429, Retry_After="40"))
    assert isinstance(outcome, Refused)
    assert (outcome.error.kind, outcome.error.retry_after) == (ErrorKind.RATE_LIMITED, 40)


def test_a_challenge_is_a_captcha(
    server: HostileServer, source: WordPressSource, secret: Secret
) -> None:
    wall = does.status(403, b"<html>Just a moment</html>", cf_mitigated="challenge")
    outcome = post_with(source, server, secret, wall)
    assert isinstance(outcome, Refused)
    assert outcome.error.kind is ErrorKind.CAPTCHA


def test_a_site_that_has_moved_gets_nothing_twice(
    server: HostileServer, source: WordPressSource, secret: Secret
) -> None:
    moved = does.redirect("http://127.0.0.1:1/elsewhere", 301)
    outcome = post_with(source, server, secret, moved)
    assert isinstance(outcome, Refused)
    assert len(sent(server)) == 1


@pytest.mark.parametrize("code", ["rest_comment_login_required", "rest_not_logged_in", ""])
def test_a_secret_no_longer_taken_is_raised(
    server: HostileServer, source: WordPressSource, secret: Secret, code: str
) -> None:
    with pytest.raises(AppError) as told:
        post_with(source, server, secret, refusal(401, code))
    assert told.value.kind is ErrorKind.AUTH_INVALID
    assert "abcd" not in f"{told.value!r}{told.value}"


def test_what_proves_that_nothing_was_sent_is_raised(
    server: HostileServer, source: WordPressSource
) -> None:
    foreign = Secret("alice", "x", "http://127.0.0.2:80")
    with pytest.raises(AppError) as told:
        post_with(source, server, foreign, does.status(201))
    assert told.value.kind is ErrorKind.INSECURE
    assert not sent(server)


@pytest.mark.parametrize(
    ("status", "outcome"),
    [("approved", Published), ("hold", Held), ("trash", Discarded), ("spam", Discarded)],
)
def test_states_under_201(
    server: HostileServer, source: WordPressSource, secret: Secret, status: str, outcome: type
) -> None:
    stored_as = does.as_json(comment(5, status=status), 201)
    assert isinstance(post_with(source, server, secret, stored_as), outcome)


def test_a_duplicate_is_found_by_who_i_am(
    server: HostileServer, source: WordPressSource, secret: Secret
) -> None:
    server.on(ME, does.as_json({"id": 2}))
    listed = [comment(5, content={"rendered": "<p>Hello</p>"}, author=3)]
    listed.append(comment(6, content={"rendered": "<p>Hello</p>"}))
    duplicate = refusal(409, "comment_duplicate")
    outcome = post_with(source, server, secret, duplicate, does.as_json(listed))
    assert isinstance(outcome, AlreadyThere)
    assert outcome.comment is not None
    assert outcome.comment.remote_id == "6"


def recovered(
    source: WordPressSource,
    server: HostileServer,
    secret: Secret,
    text: str,
    listed: list[Any],
    answer: Behaviour,
) -> Outcome:
    def behave(handler: Handler) -> None:
        chosen = answer if handler.command == "POST" else does.as_json(listed)
        chosen(handler)

    server.on(COMMENTS, behave)
    return run_now(source.recover(posting(text), ARTICLE, secret, "2"))


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("I like C++", "<p>I like C</p>"),
        ("Really?", "<p>Really!</p>"),
        ("👍", "<p>👎</p>"),
        ("...", "<p>&#8230;, —</p><p>5</p>"),
        ("same", "<p>same</p><p>more</p>"),
    ],
)
def test_another_comment_of_mine_is_not_taken_for_the_lost_one(
    server: HostileServer, source: WordPressSource, secret: Secret, text: str, shown: str
) -> None:
    listed = [comment(5, content={"rendered": shown})]
    new = does.as_json(comment(9, content={"rendered": text}), 201)
    outcome = recovered(source, server, secret, text, listed, new)
    assert isinstance(outcome, Published)
    assert outcome.comment.remote_id == "9"
    assert len(sent(server)) == 1


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ('He said "yes" -- twice...', "<p>He said &#8220;yes&#8221; &#8212; twice&#8230;</p>"),
        ("a < b & c", "<p>a &lt; b &amp; c</p>"),
        ("see https://x.example/a?b=1", '<p>see <a href="x">https://x.example/a?b=1</a></p>'),
        ("one\n\ntwo", "<p>one</p>\n<p>two</p>"),
        ("👍", "<p>👍</p>"),
    ],
)
def test_the_lost_one_is_known_by_what_the_site_may_change(
    server: HostileServer, source: WordPressSource, secret: Secret, text: str, shown: str
) -> None:
    listed = [comment(5, content={"rendered": shown})]
    outcome = recovered(source, server, secret, text, listed, does.status(500))
    assert isinstance(outcome, Published)
    assert not sent(server)


def test_a_duplicate_that_is_not_listed_is_held(
    server: HostileServer, source: WordPressSource, secret: Secret
) -> None:
    told = refusal(409, "comment_duplicate")
    assert recovered(source, server, secret, "Hello", [], told) == Held(None)


def test_recovery_that_is_cut_off_again_stays_unsure(
    server: HostileServer, source: WordPressSource, secret: Secret
) -> None:
    outcome = recovered(source, server, secret, "Hello", [], does.reset())
    assert isinstance(outcome, Unsure)
    with pytest.raises(AppError):
        server.on(COMMENTS, does.status(500))
        run_now(source.recover(posting("Hello"), ARTICLE, secret, "2"))


def test_the_password_of_an_article_opens_its_thread_too(
    server: HostileServer, source: WordPressSource, secret: Secret
) -> None:
    locked = replace(ARTICLE, body_state=BodyState.PROTECTED)
    whole = post(1, content={"rendered": "<p>x</p>", "protected": True})
    server.on(f"{POSTS}/1", does.as_json(whole))
    run_now(source.body(locked, "sesame & co"))
    server.on(COMMENTS, does.as_json([]))
    run_now(source.thread(locked))
    assert query(server.log[-1].path)["password"] == "sesame & co"
    server.on(COMMENTS, does.as_json(comment(5), 201))
    run_now(source.post(posting(), locked, secret))
    assert sent(server)[-1]["password"] == "sesame & co"


@pytest.mark.parametrize(
    ("allow", "allowed"),
    [
        ("GET", Allowed()),
        ("GET, POST, PUT, PATCH, DELETE", Allowed(edit=True, delete=True)),
        ("GET,DELETE", Allowed(delete=True)),
        ("-", Allowed()),
    ],
)
def test_what_the_server_allows(
    server: HostileServer, source: WordPressSource, secret: Secret, allow: str, allowed: Allowed
) -> None:
    server.on(f"{COMMENTS}/5", does.as_json({"id": 5}, Allow=allow))
    assert run_now(source.allowed(mine(), secret)) == allowed


def mine() -> Any:
    from desktop_app.sources.wordpress import mapping

    return stored_comment(mapping.comment(json.dumps(comment(5)).encode(), "http://x/"))


@pytest.mark.parametrize(
    "behaviour",
    [
        refusal(410, "rest_already_trashed"),
        refusal(404, "rest_comment_invalid_id"),
        does.as_json(comment(5, status="trash")),
        does.as_json({"deleted": True, "previous": comment(5)}),
    ],
)
def test_deleted_is_deleted(
    server: HostileServer, source: WordPressSource, secret: Secret, behaviour: Behaviour
) -> None:
    server.on(f"{COMMENTS}/5", behaviour)
    deletion = posting("", target="5")
    assert run_now(source.delete(deletion, ARTICLE, secret)) == Discarded()


def test_a_site_without_a_trash_deletes_for_good(
    server: HostileServer, source: WordPressSource, secret: Secret
) -> None:
    server.on(
        f"{COMMENTS}/5",
        refusal(501, "rest_trash_not_supported"),
        does.as_json({"deleted": True, "previous": comment(5)}),
    )
    assert run_now(source.delete(posting("", target="5"), ARTICLE, secret)) == Discarded()
    assert [query(each.path) for each in server.log] == [{}, {"force": "true"}]


@pytest.mark.parametrize("behaviour", [does.status(500), does.hang_up()])
def test_a_deletion_in_doubt_is_asked_for_again(
    server: HostileServer, source: WordPressSource, secret: Secret, behaviour: Behaviour
) -> None:
    server.on(f"{COMMENTS}/5", behaviour)
    outcome = run_now(source.delete(posting("", target="5"), ARTICLE, secret))
    assert isinstance(outcome, Unsure)


def test_a_site_without_the_api_has_deleted_nothing(
    server: HostileServer, source: WordPressSource, secret: Secret
) -> None:
    server.on(f"{COMMENTS}/5", refusal(404, "rest_no_route"))
    outcome = run_now(source.delete(posting("", target="5"), ARTICLE, secret))
    assert isinstance(outcome, Refused)


def test_doubt_is_looked_into_less_and_less_often(
    server: HostileServer, source: WordPressSource, secret: Secret
) -> None:
    server.on(COMMENTS, does.page())
    waits = []
    for attempts in (1, 2, 5, 50):
        doubtful = replace(posting(), attempts=attempts)
        outcome = run_now(source.post(doubtful, ARTICLE, secret))
        assert isinstance(outcome, Unsure)
        waits.append(round(outcome.next_check_at - time.time(), -1))
    assert waits == [10, 20, 160, 600]
