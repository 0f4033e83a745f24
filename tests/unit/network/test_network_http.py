"""The client against a server that behaves: requests, answers, conditional GET, redirects."""

import base64

import pytest

from desktop_app.core.errors import AppError, ErrorKind
from desktop_app.core.sources import Secret, SyncState
from desktop_app.network.conditional import request_headers, state_from
from desktop_app.network.http import Http
from tests.support.hostile_server import (
    HostileServer,
    as_json,
    body,
    chunked,
    not_modified_if,
    page,
    redirect,
    status,
    then_close,
    zipped,
)


def test_an_answer_is_whole(server: HostileServer, http: Http) -> None:
    server.on("/a", as_json({"title": "\u05e9\u05dc\u05d5\u05dd"}, X_WP_Total="7"))
    answer = http.get(server.url("/a"), params={"page": 2, "q": "a b&c"})
    assert answer.ok and answer.status == 200
    assert answer.json() == {"title": "\u05e9\u05dc\u05d5\u05dd"}
    assert answer.headers["x-wp-total"] == "7"
    assert answer.content_type == "application/json"
    assert answer.url == server.url("/a?page=2&q=a+b%26c")
    seen = server.log[0]
    assert seen.headers["user-agent"] == "Daily8/0 (+https://example.org)"
    assert seen.headers["accept-encoding"] == "gzip, deflate"
    assert "authorization" not in seen.headers and "cookie" not in seen.headers


def test_connections_are_kept(server: HostileServer, http: Http) -> None:
    server.on("/a", body(b"1"))
    for _ in range(3):
        http.get(server.url("/a"))
    assert len({seen.client for seen in server.log}) == 1


@pytest.mark.parametrize("encoding", ["gzip", "deflate", "raw"])
def test_compressed_bodies_are_undone(server: HostileServer, http: Http, encoding: str) -> None:
    text = b"news " * 50_000
    server.on("/z", zipped(text, encoding))
    assert http.get(server.url("/z")).body == text


def test_two_gzip_members_are_one_body(server: HostileServer, http: Http) -> None:
    import gzip

    both = gzip.compress(b"one ") + gzip.compress(b"two") + b"\0\0padding"
    server.on("/z", body(both, Content_Encoding="gzip"))
    assert http.get(server.url("/z")).body == b"one two"


def test_chunks_are_joined(server: HostileServer, http: Http) -> None:
    server.on("/c", chunked(b"one ", b"two"))
    assert http.get(server.url("/c")).body == b"one two"
    assert http.get(server.url("/c")).body == b"one two"
    assert len({seen.client for seen in server.log}) == 1


def test_every_status_is_an_answer(server: HostileServer, http: Http) -> None:
    for code in (204, 304, 401, 403, 404, 410, 418, 500):
        server.on("/s", status(code, **({"Content_Length": "-"} if code in (204, 304) else {})))
        assert http.get(server.url("/s")).status == code


def test_head_has_headers_only(server: HostileServer, http: Http) -> None:
    server.on("/h", body(b"123", Link='<https://x/wp-json/>; rel="https://api.w.org/"'))
    answer = http.head(server.url("/h"))
    assert answer.body == b"" and "api.w.org" in answer.headers["link"]
    assert server.log[0].method == "HEAD"


def test_both_validators_come_back(server: HostileServer, http: Http) -> None:
    date = "Tue, 03 Mar 2026 10:00:00 GMT"
    server.on("/feed", not_modified_if('W/"1"', b"<rss/>", date))
    state = SyncState({"hash": "kept"})
    first = http.get(server.url("/feed"), headers=request_headers(state))
    state = state_from(first, state)
    assert state.values == {"hash": "kept", "etag": 'W/"1"', "last_modified": date}
    second = http.get(server.url("/feed"), headers=request_headers(state))
    assert second.status == 304 and second.body == b""
    assert server.log[1].headers["if-modified-since"] == date
    assert state_from(second, state) == state


def test_validators_that_went_or_are_no_headers_are_forgotten(
    server: HostileServer, http: Http
) -> None:
    server.on("/feed", body(b"", ETag='"caf\xe9"'))
    answer = http.get(server.url("/feed"))
    assert state_from(answer, SyncState({"etag": '"old"'})).values == {}


def test_redirects_lead_on(server: HostileServer, other: HostileServer, http: Http) -> None:
    server.on("/old", redirect("/middle", 301))
    server.on("/middle", redirect(other.url("/new"), 308))
    other.on("/new", body(b"here"))
    answer = http.get(server.url("/old"))
    assert answer.body == b"here"
    assert answer.url == answer.moved_to == other.url("/new")


def test_a_temporary_step_ends_what_is_remembered(server: HostileServer, http: Http) -> None:
    server.on("/old", redirect("/moved", 301))
    server.on("/moved", redirect("/today", 302))
    server.on("/today", body(b"x"))
    assert http.get(server.url("/old")).moved_to == server.url("/moved")
    server.on("/old", redirect("/moved", 307))
    server.on("/moved", redirect("/today", 301))
    assert http.get(server.url("/old")).moved_to is None


def test_a_location_in_raw_utf8_is_understood(server: HostileServer, http: Http) -> None:
    raw = "/\u0645\u0642\u0627\u0644 1".encode().decode("latin-1")
    server.on("/old", redirect(raw))
    server.on("/%D9%85%D9%82%D8%A7%D9%84%201", body(b"found"))
    assert http.get(server.url("/old")).body == b"found"


def test_a_stale_connection_is_replaced(server: HostileServer, http: Http) -> None:
    server.on("/a", then_close(body(b"1")))
    for _ in range(3):
        assert http.get(server.url("/a")).body == b"1"


def test_a_secret_goes_out_as_basic(server: HostileServer, http: Http) -> None:
    server.on("/me", as_json({}))
    secret = Secret("ren\u00e9", "abcd efgh", server.origin)
    answer = http.get(server.url("/me"), secret=secret)
    expected = base64.b64encode("ren\u00e9:abcd efgh".encode()).decode()
    assert server.log[0].headers["authorization"] == f"Basic {expected}"
    assert answer.with_secret


def test_a_secret_stays_with_its_origin(
    server: HostileServer, other: HostileServer, http: Http
) -> None:
    server.on("/me", redirect("/again"))
    server.on("/again", redirect(other.url("/me")))
    other.on("/me", status(401))
    answer = http.get(
        server.url("/me"), secret=Secret("a", "b", server.origin), headers={"Cookie": "user=1"}
    )
    assert answer.status == 401 and not answer.with_secret
    assert [("authorization" in seen.headers) for seen in server.log] == [True, True]
    assert "authorization" not in other.log[0].headers
    assert "cookie" not in other.log[0].headers


def test_another_port_is_another_origin(server: HostileServer, http: Http) -> None:
    with HostileServer() as neighbour:
        server.on("/me", redirect(neighbour.url("/me")))
        neighbour.on("/me", body(b""))
        http.get(server.url("/me"), secret=Secret("a", "b", server.origin))
        assert "authorization" not in neighbour.log[0].headers


def test_a_secret_for_elsewhere_is_never_sent(server: HostileServer, http: Http) -> None:
    with pytest.raises(AppError) as caught:
        http.get(server.url("/"), secret=Secret("a", "b", "https://elsewhere.example"))
    assert (caught.value.kind, caught.value.code) == (ErrorKind.INSECURE, "other_origin")
    assert server.log == []


def test_plain_http_needs_a_clear_yes(http: Http) -> None:
    secret = Secret("a", "b", "http://news.invalid")
    with pytest.raises(AppError) as caught:
        http.get("http://news.invalid/me", secret=secret)
    assert (caught.value.kind, caught.value.code) == (ErrorKind.INSECURE, "plain_http")
    allowed = Secret("a", "b", "http://news.invalid", plain_http_allowed=True)
    with pytest.raises(AppError) as caught:
        http.get("http://news.invalid/me", secret=allowed)
    assert caught.value.kind in (ErrorKind.DNS, ErrorKind.OFFLINE)


def test_user_info_is_not_sent(server: HostileServer, http: Http) -> None:
    server.on("/a", body(b""))
    answer = http.get(server.url("/a").replace("//", "//user:pass@"))
    assert "authorization" not in server.log[0].headers
    assert "user" not in answer.url


def test_cookies_are_not_kept(server: HostileServer, http: Http) -> None:
    server.on("/a", body(b"", Set_Cookie="track=1; Path=/"))
    http.get(server.url("/a"))
    http.get(server.url("/a"))
    assert "cookie" not in server.log[1].headers


def test_netrc_is_not_read(server: HostileServer, http: Http, private_home: object) -> None:
    from pathlib import Path

    netrc = Path(str(private_home)) / ".netrc"
    netrc.write_text("machine 127.0.0.1 login spy password spy\n")
    netrc.chmod(0o600)
    server.on("/a", body(b""))
    http.get(server.url("/a"))
    assert "authorization" not in server.log[0].headers


def test_a_portal_is_told_from_an_answer(
    server: HostileServer, other: HostileServer, http: Http
) -> None:
    server.on("/wp-json/", redirect(other.url("/login")))
    other.on("/login", page())
    with pytest.raises(AppError) as caught:
        http.get(server.url("/wp-json/"), headers={"Accept": "application/json"})
    assert caught.value.kind is ErrorKind.CAPTIVE_PORTAL
    assert http.get(server.url("/wp-json/")).content_type == "text/html"
    server.on("/511", status(511))
    with pytest.raises(AppError) as caught:
        http.get(server.url("/511"))
    assert caught.value.kind is ErrorKind.CAPTIVE_PORTAL


def test_a_feed_that_moved_to_its_home_page_is_no_portal(server: HostileServer, http: Http) -> None:
    server.on("/feed", redirect("/home"))
    server.on("/home", page())
    answer = http.get(server.url("/feed"), headers={"Accept": "application/rss+xml"})
    assert answer.content_type == "text/html"


def test_a_posting_is_sent_once(server: HostileServer, http: Http) -> None:
    server.on("/comments", as_json({"id": 1}, 201))
    answer = http.send("POST", server.url("/comments"), json={"content": "\u00e9\u2028\ud83d"})
    assert answer.status == 201
    assert server.log[0].body == b'{"content": "\\u00e9\\u2028\\ud83d"}'
    assert server.log[0].headers["content-type"] == "application/json"
    http.send("POST", server.url("/comments"), form={"text": "a&b \u00e9"})
    assert server.log[1].body == b"text=a%26b+%C3%A9"
    assert len({seen.client for seen in server.log}) == 2  # a fresh connection each


def test_a_posting_is_not_turned_into_a_reading(
    server: HostileServer, other: HostileServer, http: Http
) -> None:
    for code in (301, 302, 303):
        server.on("/login", redirect("/news", code))
        assert http.send("POST", server.url("/login"), form={}).status == code
    server.on("/login", redirect(other.url("/x"), 307))
    assert http.send("POST", server.url("/login"), form={}).status == 307
    assert other.log == []
    server.on("/login", redirect("/new", 308))
    server.on("/new", as_json("ok"))
    answer = http.send("POST", server.url("/login"), form={"a": "b"})
    assert answer.json() == "ok" and server.log[-1].body == b"a=b"
