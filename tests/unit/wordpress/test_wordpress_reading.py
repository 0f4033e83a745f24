"""What the adapter asks for, and what it makes of lists and threads that go wrong half-way."""

from dataclasses import replace

import pytest

from desktop_app.core.articles import BodyState
from desktop_app.core.comments import (
    ThreadDelta,
)
from desktop_app.core.errors import AppError, ErrorKind
from desktop_app.core.sources import Secret, SyncState
from desktop_app.core.work import run_now
from desktop_app.sources.wordpress.source import WordPressSource
from tests.servers.rest import ARTICLE, COMMENTS, NOW, POSTS, comment, post, query, refusal
from tests.support import hostile_server as does
from tests.support.hostile_server import Behaviour, Handler, HostileServer


def test_lists_ask_for_named_fields_and_rels(
    server: HostileServer, source: WordPressSource
) -> None:
    server.on(POSTS, does.as_json([post(1)], Date="Tue, 14 Nov 2023 22:13:20 GMT"))
    first = run_now(source.refresh("5", SyncState()))
    asked = query(server.log[0].path)
    assert asked["_embed"] == "author,wp:featuredmedia,wp:term"
    assert (asked["per_page"], asked["categories"]) == ("100", "5")
    assert "_links" in asked["_fields"]
    assert first.state.values == {"modified_after": str(NOW - 120)}
    run_now(source.refresh(None, first.state))
    changed, published = (query(each.path) for each in server.log[1:3])
    assert (changed["modified_after"], changed["orderby"]) == ("2023-11-14T22:11:20Z", "modified")
    assert (published["after"], published["exclude"]) == ("2023-11-14T20:11:20Z", "1")
    assert server.log[0].headers["accept"] == "application/json"


def test_a_server_that_does_not_know_modified_after_is_not_paged_through(
    server: HostileServer, source: WordPressSource
) -> None:
    old = post(7, modified_gmt="2020-01-01T00:00:00")
    new = post(8, modified_gmt="2023-11-15T00:00:00")
    server.on(POSTS, does.as_json([new, old], X_WP_TotalPages="40"))
    found = run_now(source.refresh(None, SyncState({"modified_after": str(NOW)})))
    assert "8" in {each.remote_id for each in found.articles}
    assert len(server.log) == 2


def test_a_page_that_vanished_meanwhile_ends_the_paging(
    server: HostileServer, source: WordPressSource
) -> None:
    page = does.as_json([post(1)], X_WP_TotalPages="2")
    server.on(POSTS, page, refusal(400, "rest_post_invalid_page_number"), does.as_json([]))
    found = run_now(source.refresh(None, SyncState({"modified_after": str(NOW)})))
    assert [each.remote_id for each in found.articles] == ["1"]


def test_a_list_over_the_cap_comes_without_bodies(
    server: HostileServer, source: WordPressSource
) -> None:
    def heavy(handler: Handler) -> None:
        fields = query(handler.path)["_fields"].split(",")
        body = {"content": {"rendered": "x" * 6_000_000}} if "content" in fields else {}
        does.as_json([post(1, **body)])(handler)

    server.on(POSTS, heavy)
    (article,) = run_now(source.refresh(None, SyncState())).articles
    assert (article.body_state, article.content_hash) == (BodyState.NONE, "")


def test_more_ties_than_a_cursor_holds_do_not_stop_the_paging(
    server: HostileServer, source: WordPressSource
) -> None:
    """An import put 350 posts into one second, and two older ones stand below."""
    same = [post(n, date_gmt="2023-11-14T22:13:20") for n in range(1, 351)]
    below = [post(n, date_gmt="2023-11-13T00:00:00") for n in (900, 901)]

    def answer(handler: Handler) -> None:
        asked = query(handler.path)
        left = set(asked.get("exclude", "").split(","))
        fit = [each for each in same + below if str(each["id"]) not in left]
        if "before" in asked:
            fit = [each for each in fit if each["date_gmt"] + "Z" < asked["before"]]
        pages = str(-(-len(fit) // 100))
        does.as_json(fit[:100], X_WP_Total=str(len(fit)), X_WP_TotalPages=pages)(handler)

    server.on(POSTS, answer)
    seen: set[str] = set()
    cursor, total = None, 0
    for _ in range(12):
        page = run_now(source.older(None, cursor))
        seen |= {each.remote_id for each in page.items}
        total += len(page.items)
        cursor = page.next
        if cursor is None:
            break
    assert cursor is None
    assert {"900", "901"} <= seen
    assert total == len(seen)


def test_foreign_cursors_do_no_harm(server: HostileServer, source: WordPressSource) -> None:
    server.on(POSTS, does.as_json([post(1)]))
    for cursor in ("", ":", "x:y", "12:3,x,4", "99999999999999999999:1"):
        assert run_now(source.older(None, cursor)).items
    assert run_now(source.search("x", "nonsense")).items


def pages_of(total: int, **odd: Behaviour) -> Behaviour:
    """Answer as the comments route does; ``odd`` names pages that behave otherwise: ``p3``."""

    def answer(handler: Handler) -> None:
        asked = query(handler.path)
        page, size = int(asked["page"]), int(asked["per_page"])
        if f"p{page}" in odd:
            odd[f"p{page}"](handler)
            return
        numbers = range(size * (page - 1) + 1, min(size * page, total) + 1)
        pages = str(-(-total // size))
        content = [comment(n) for n in numbers]
        does.as_json(content, X_WP_Total=str(total), X_WP_TotalPages=pages)(handler)

    return answer


def test_threads_are_read_four_pages_at_a_time(
    server: HostileServer, source: WordPressSource
) -> None:
    server.on(COMMENTS, pages_of(1050))
    parts: list[ThreadDelta] = []
    thread = run_now(source.thread(ARTICLE, None, parts.append))
    assert (len(thread.comments), thread.total, thread.complete) == (1050, 1050, True)
    assert [len(each.comments) for each in parts] == [100]
    asked = query(server.log[0].path)
    assert "content.rendered" not in asked["_fields"]
    assert (asked["order"], asked["orderby"]) == ("asc", "id")


def test_a_failed_page_is_told_after_the_others_were_handed_over(
    server: HostileServer, source: WordPressSource
) -> None:
    server.on(COMMENTS, pages_of(350, p3=does.status(500)))
    parts: list[ThreadDelta] = []
    with pytest.raises(AppError) as told:
        run_now(source.thread(ARTICLE, None, parts.append))
    assert told.value.kind is ErrorKind.SERVER
    assert [len(each.comments) for each in parts] == [100, 250]
    assert not any(each.complete for each in parts)


def test_a_comment_that_slipped_away_leaves_the_thread_incomplete(
    server: HostileServer, source: WordPressSource
) -> None:
    short = does.as_json([comment(n) for n in range(102, 201)], X_WP_Total="250")
    server.on(COMMENTS, pages_of(250, p2=short))
    thread = run_now(source.thread(ARTICLE))
    assert (len(thread.comments), thread.total, thread.complete) == (249, 250, False)


def test_a_thread_over_the_cap_comes_in_smaller_pages(
    server: HostileServer, source: WordPressSource
) -> None:
    def heavy(handler: Handler) -> None:
        if query(handler.path)["per_page"] == "100":
            does.body(b" " * 5_100_000)(handler)
        else:
            pages_of(45)(handler)

    server.on(COMMENTS, heavy)
    thread = run_now(source.thread(ARTICLE))
    assert (len(thread.comments), thread.complete) == (45, True)


def test_the_secret_goes_only_to_threads_that_ask_for_it(
    server: HostileServer, source: WordPressSource, secret: Secret
) -> None:
    server.on(COMMENTS, pages_of(5))
    run_now(source.thread(ARTICLE, secret))
    assert "authorization" not in server.log[-1].headers
    server.on(COMMENTS, refusal(401, "rest_cannot_read"), pages_of(5))
    assert run_now(source.thread(ARTICLE, secret)).complete
    assert "authorization" in server.log[-1].headers
    server.on(COMMENTS, refusal(401, "rest_cannot_read"))
    with pytest.raises(AppError) as told:
        run_now(source.thread(ARTICLE))
    assert told.value.kind is ErrorKind.AUTH_MISSING


def test_an_article_without_a_thread(source: WordPressSource) -> None:
    for key in (None, "", "https://news.example/feed/", "x:1"):
        with pytest.raises(AppError) as told:
            run_now(source.thread(replace(ARTICLE, thread_key=key)))
        assert (told.value.kind, told.value.code) == (ErrorKind.NOT_FOUND, "no_thread")


def test_a_site_that_hides_its_categories_has_none(
    server: HostileServer, source: WordPressSource
) -> None:
    server.on("/wp-json/wp/v2/categories", refusal(403, "rest_forbidden"))
    assert run_now(source.sections()) == ()
    server.on("/wp-json/wp/v2/categories", does.status(500))
    with pytest.raises(AppError):
        run_now(source.sections())


def test_sections_of_several_pages(server: HostileServer, source: WordPressSource) -> None:
    first = [{"id": n, "name": f"N{n}", "count": 1} for n in range(1, 101)]
    rest = [{"id": n, "name": f"N{n}", "count": 1} for n in range(101, 131)]
    server.on(
        "/wp-json/wp/v2/categories",
        does.as_json(first, X_WP_TotalPages="2"),
        does.as_json(rest, X_WP_TotalPages="2"),
    )
    assert len(run_now(source.sections())) == 130


def test_the_total_of_a_thread_is_a_head(server: HostileServer, source: WordPressSource) -> None:
    server.on(COMMENTS, does.as_json([], X_WP_Total="52"))
    assert run_now(source.comment_total(ARTICLE)) == 52
    assert server.log[0].method == "HEAD"
    server.on(COMMENTS, does.as_json([]))
    assert run_now(source.comment_total(ARTICLE)) is None
    server.on(COMMENTS, does.status(401))
    assert run_now(source.comment_total(ARTICLE)) is None


def test_a_comment_that_is_gone_is_none(
    server: HostileServer, source: WordPressSource, secret: Secret
) -> None:
    server.on(f"{COMMENTS}/5", refusal(404, "rest_comment_invalid_id"))
    assert run_now(source.comment_state(ARTICLE, "5", secret)) is None
    server.on(f"{COMMENTS}/5", refusal(401, "rest_cannot_read"))
    with pytest.raises(AppError) as failure:
        run_now(source.comment_state(ARTICLE, "5", secret))
    assert failure.value.kind is ErrorKind.AUTH_INVALID
