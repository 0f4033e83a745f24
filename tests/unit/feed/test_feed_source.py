"""The adapter over real sockets."""

import time

import pytest

from desktop_app.core.articles import Article, BodyState, CommentsState
from desktop_app.core.errors import AppError, ErrorKind
from desktop_app.core.ids import ArticleId, SourceId
from desktop_app.core.sources import Capability, Secret, SyncState
from desktop_app.core.work import run_now
from desktop_app.network.http import Http
from desktop_app.sources.base import capabilities
from desktop_app.sources.feed.source import FeedSource, PagedFeedSource, open_feed
from tests.support.hostile_server import (
    HostileServer,
    as_json,
    body,
    not_modified_if,
    page,
    redirect,
    reset,
    status,
)

TEXT = "A sentence of this article that says something, with commas, and goes on. " * 8


def feed(*numbers: int, extra: str = "") -> bytes:
    items = "".join(
        f"<item><title>T{number}</title><guid>{number}</guid><link>/a{number}</link>"
        f"<pubDate>Sat, 01 Mar 2025 08:{number:02}:00 GMT</pubDate></item>"
        for number in numbers
    )
    return f"<rss version='2.0'><channel><title>F</title>{extra}{items}</channel></rss>".encode()


def article(url: str, **changes: object) -> Article:
    values: dict[str, object] = {
        "id": ArticleId(1), "source_id": SourceId(1), "remote_id": "1", "url": url, "title": "T",
        "excerpt": "", "author": "", "published_at": 1, "updated_at": None, "seen_at": 1,
        "language": None, "picture": None, "comment_count": None,
        "comments_state": CommentsState.UNKNOWN, "thread_key": None, "read": False,
        "saved": False, "body_state": BodyState.EXCERPT,
    }  # fmt: skip
    return Article(**(values | changes))  # type: ignore[arg-type]


def test_both_validators_go_out_and_304_is_no_news(server: HostileServer, http: Http) -> None:
    changed = "Sat, 01 Mar 2025 08:00:00 GMT"
    url = server.on("/feed", not_modified_if('"1"', feed(1, 2), changed))
    source = FeedSource(url, http, {})
    first = run_now(source.refresh(None, SyncState()))
    assert [each.remote_id for each in first.articles] == ["1", "2"]
    assert first.articles[0].url == server.url("/a1")
    assert first.info is not None and first.info.base_url == url
    second = run_now(source.refresh(None, first.state))
    assert (second.articles, second.unchanged) == ((), True)
    assert second.state == first.state
    sent = server.log[1].headers
    assert (sent["if-none-match"], sent["if-modified-since"]) == ('"1"', changed)


def test_the_same_bytes_are_no_news_either(server: HostileServer, http: Http) -> None:
    source = FeedSource(server.on("/feed", body(feed(1))), http, {})
    first = run_now(source.refresh(None, SyncState()))
    assert run_now(source.refresh(None, first.state)).unchanged


def test_a_feed_that_moved_for_good_says_so(server: HostileServer, http: Http) -> None:
    new = server.on("/new", body(feed(1)))
    source = FeedSource(server.on("/old", redirect("/new", 301)), http, {})
    assert run_now(source.refresh(None, SyncState())).moved_to == new
    source = FeedSource(server.on("/there", redirect("/new", 302)), http, {})
    assert run_now(source.refresh(None, SyncState())).moved_to is None


@pytest.mark.parametrize(
    ("behaviour", "kind"),
    [
        (status(410), ErrorKind.GONE),
        (status(404), ErrorKind.NOT_FOUND),
        (status(401), ErrorKind.AUTH_MISSING),
        (status(403), ErrorKind.FORBIDDEN),
        (status(500), ErrorKind.SERVER),
        (status(429, Retry_After="60"), ErrorKind.RATE_LIMITED),
        (page(), ErrorKind.BAD_ANSWER),
        (
            as_json({"version": "https://jsonfeed.org/version/1", "items": None}),
            ErrorKind.BAD_ANSWER,
        ),
        (body(b""), ErrorKind.BAD_ANSWER),
        (body(b"x" * 5_000_001), ErrorKind.TOO_LARGE),
        (redirect("/feed"), ErrorKind.REDIRECT_LOOP),
        (reset(), ErrorKind.OFFLINE),
    ],
)
def test_failures(server: HostileServer, http: Http, behaviour: object, kind: ErrorKind) -> None:
    source = FeedSource(server.on("/feed", behaviour), http, {})  # type: ignore[arg-type]
    with pytest.raises(AppError) as caught:
        run_now(source.refresh(None, SyncState()))
    assert caught.value.kind is kind


def test_a_secret_goes_to_its_own_origin_only(server: HostileServer, http: Http) -> None:
    secret = Secret("ann", "pw", server.origin)
    source = FeedSource(server.on("/feed", body(feed(1))), http, {})
    run_now(source.refresh(None, SyncState(), secret))
    assert server.log[0].headers["authorization"] == "Basic YW5uOnB3"
    with pytest.raises(AppError) as caught:
        run_now(source.refresh(None, SyncState(), Secret("a", "b", "https://x.example")))
    assert caught.value.kind is ErrorKind.INSECURE
    assert len(server.log) == 1


def test_only_a_feed_that_pages_lists_what_is_older(http: Http) -> None:
    assert Capability.OLDER not in capabilities(open_feed("https://a.example/", http, {}))
    paged = capabilities(open_feed("https://a.example/", http, {"paging": "paged"}))
    assert paged == {Capability.OLDER, Capability.BODY, Capability.THREAD}


def test_numbered_pages_to_the_very_end(server: HostileServer, http: Http) -> None:
    server.on("/feed", body(feed(4, 3)), body(feed(2, 1)), status(404))
    source = open_feed(server.url("/feed?x=1"), http, {"paging": "paged"})
    assert isinstance(source, PagedFeedSource)
    seen, cursor = [], None
    while True:
        found = run_now(source.older(None, cursor))
        seen += [each.remote_id for each in found.items]
        cursor = found.next
        if cursor is None:
            break
    assert seen == ["4", "3", "2", "1"]
    assert server.paths() == ["/feed?x=1", "/feed?x=1&paged=2", "/feed?x=1&paged=3"]
    assert source.cursor_after(1, "3") == "page:2"


def test_linked_pages_to_the_very_end(server: HostileServer, http: Http) -> None:
    def answer(number: int, following: str | None) -> object:
        value = {"version": "https://jsonfeed.org/version/1", "items": [{"id": number}]}
        return as_json(value | ({"next_url": following} if following else {}))

    server.on("/feed", answer(3, "/2"))  # type: ignore[arg-type]
    server.on("/2", answer(2, "/1"))  # type: ignore[arg-type]
    server.on("/1", answer(1, "/1"))  # type: ignore[arg-type]
    source = open_feed(server.url("/feed"), http, {"paging": "linked"})
    assert isinstance(source, PagedFeedSource)
    below = run_now(source.older(None, source.cursor_after(1, "3")))
    assert [each.remote_id for each in below.items] == ["2"]
    last = run_now(source.older(None, below.next))
    assert ([each.remote_id for each in last.items], last.next) == (["1"], None)


def test_the_page_gives_the_whole_text(server: HostileServer, http: Http) -> None:
    html = f"<html lang=en><head><title>x</title></head><body><article><p>{TEXT}</p></article>"
    url = server.on("/a1", page(html))
    found = run_now(FeedSource("https://a.example/", http, {}).body(article(url)))
    assert (found.remote_id, found.title, found.body_state) == ("1", "T", BodyState.FULL)
    assert found.body is not None and "goes on." in found.body


def test_the_text_of_the_feed_stays_when_the_page_has_less(
    server: HostileServer, http: Http
) -> None:
    source = FeedSource("https://a.example/", http, {})
    url = server.on("/a1", page("<html><body><p>Please enable JavaScript</p></body></html>"))
    found = run_now(source.body(article(url)))
    assert (found.body, found.body_state, found.plain) == (None, BodyState.EXCERPT, "")
    url = server.on("/a2", page(f"<html><body><article><p>{TEXT}</p></article></body></html>"))
    assert run_now(source.body(article(url, words=5000))).body is None


@pytest.mark.parametrize(
    ("behaviour", "kind"),
    [
        (status(404), ErrorKind.NOT_FOUND),
        (body(b"%PDF-1.7", Content_Type="application/pdf"), ErrorKind.BAD_ANSWER),
        (body(b"x" * 3_000_001), ErrorKind.TOO_LARGE),
    ],
)
def test_pages_that_are_none(
    server: HostileServer, http: Http, behaviour: object, kind: ErrorKind
) -> None:
    url = server.on("/a1", behaviour)  # type: ignore[arg-type]
    with pytest.raises(AppError) as caught:
        run_now(FeedSource("https://a.example/", http, {}).body(article(url)))
    assert caught.value.kind is kind
    with pytest.raises(AppError) as caught:
        run_now(FeedSource("https://a.example/", http, {}).body(article("")))
    assert caught.value.kind is ErrorKind.UNSUPPORTED


def test_a_thread_is_a_tree_where_atom_is_there(server: HostileServer, http: Http) -> None:
    atom = b"""<feed xmlns="http://www.w3.org/2005/Atom"
    xmlns:thr="http://purl.org/syndication/thread/1.0"><title>c</title>
    <entry><id>2</id><title>b</title><author><name>B</name></author><content>two</content>
    <thr:in-reply-to ref="1"/></entry>
    <entry><id>1</id><title>a</title><author><name>A</name></author><content>one</content></entry>
    </feed>"""
    server.on("/one/feed/atom/", body(atom))
    server.on("/two/feed/", body(feed(5)))
    source = FeedSource("https://a.example/", http, {})
    read = run_now(source.thread(article("", thread_key=server.url("/one/feed/"))))
    assert [(each.remote_id, each.parent_remote_id) for each in read.comments] == [
        ("2", "1"),
        ("1", None),
    ]
    assert (read.complete, read.total) == (False, None)
    read = run_now(source.thread(article("", thread_key=server.url("/two/feed/"))))
    assert [each.remote_id for each in read.comments] == ["5"]
    with pytest.raises(AppError) as caught:
        run_now(source.thread(article("")))
    assert caught.value.kind is ErrorKind.NOT_FOUND


def test_one_comment_and_the_total(server: HostileServer, http: Http) -> None:
    source = FeedSource("https://a.example/", http, {})
    there = article("", thread_key=server.on("/c", body(feed(1, 2))))
    found = run_now(source.comment_state(there, "2", None))
    assert found is not None and found.remote_id == "2"
    with pytest.raises(AppError) as caught:
        run_now(source.comment_state(there, "99", None))
    assert caught.value.kind is ErrorKind.UNSUPPORTED
    assert run_now(source.comment_total(there)) is None


def test_a_large_feed_is_read_in_good_time(server: HostileServer, http: Http) -> None:
    items = "".join(
        f"<item><title>T{number}</title><guid>{number}</guid><description>{TEXT}</description></item>"
        for number in range(1500)
    )
    data = f"<rss version='2.0'><channel>{items}</channel></rss>".encode()
    source = FeedSource(server.on("/feed", body(data)), http, {})
    started = time.process_time()
    assert len(run_now(source.refresh(None, SyncState())).articles) == 1500
    assert time.process_time() - started < 8.0
