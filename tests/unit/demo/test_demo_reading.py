"""What the newsroom answers to who only reads: WordPress's own words, the ugly ones too."""

from datetime import UTC, datetime

import pytest

from tests.servers.newsroom import running
from tests.support.visitor import Visitor


def test_every_page_names_the_api(visitor: Visitor) -> None:
    home = visitor.ask("/", "HEAD")
    url = visitor.demo.newsroom.url
    assert (home.status, home.body) == (200, b"")
    assert home.headers["link"] == f'<{url}/wp-json/>; rel="https://api.w.org/"'
    post = visitor.demo.posts["empty"]
    short = visitor.ask(f"/?p={post}")
    assert short.status == 301
    page = visitor.ask(short.headers["location"].removeprefix(url), "HEAD")
    assert f"<{url}/wp-json/wp/v2/posts/{post}>" in page.headers["link"]
    assert 'rel="alternate"; title="JSON"; type="application/json"' in page.headers["link"]


def test_the_index_answers_with_plain_permalinks_too(visitor: Visitor) -> None:
    index = visitor.ask("/?rest_route=/&_fields=name,authentication").json
    page = f"{visitor.demo.newsroom.url}/wp-admin/authorize-application.php"
    ways = index["authentication"]["application-passwords"]["endpoints"]
    assert (index["name"], ways["authorization"]) == ("The Quay Courier", page)
    listed = visitor.ask("/?rest_route=/wp/v2/posts&per_page=2")
    assert len(listed.json) == 2


@pytest.mark.parametrize(
    ("path", "status", "code"),
    [
        ("posts/999999", 404, "rest_post_invalid_id"),
        ("nothing", 404, "rest_no_route"),
        ("posts?page=99", 400, "rest_post_invalid_page_number"),
        ("posts?per_page=101", 400, "rest_invalid_param"),
        ("posts?per_page=x", 400, "rest_invalid_param"),
        ("posts?after=yesterday", 400, "rest_invalid_param"),
        ("posts?orderby=colour", 400, "rest_invalid_param"),
        ("posts?orderby=relevance", 400, "rest_no_search_term_defined"),
        ("comments/999999", 404, "rest_comment_invalid_id"),
        ("comments?status=hold", 401, "rest_forbidden_param"),
        ("comments?author=2", 401, "rest_forbidden_param"),
        ("comments?context=edit", 401, "rest_forbidden_context"),
        ("users/me", 401, "rest_not_logged_in"),
        ("categories/999", 404, "rest_term_invalid"),
        ("media/999", 404, "rest_post_invalid_id"),
    ],
)
def test_errors_carry_the_words_of_wordpress(
    visitor: Visitor, path: str, status: int, code: str
) -> None:
    said = visitor.api(path)
    assert (said.status, said.json["code"], said.json["data"]["status"]) == (status, code, status)


def test_comments_past_the_end_are_an_empty_list(visitor: Visitor) -> None:
    said = visitor.api("comments?page=99")
    assert (said.status, said.json) == (200, [])


def test_pages_are_counted_in_the_headers(visitor: Visitor) -> None:
    said = visitor.api("posts?per_page=15&page=2&_fields=id")
    assert (said.headers["x-wp-total"], said.headers["x-wp-totalpages"]) == ("40", "3")
    assert "page=1" in said.headers["link"]
    assert 'page=3>; rel="next"' in said.headers["link"]
    assert all(post.keys() == {"id"} for post in said.json)


def test_fields_of_fields_and_the_trap_of_comments(visitor: Visitor) -> None:
    post = visitor.api("posts?per_page=1&_fields=title.rendered,content.protected").json[0]
    assert post.keys() == {"title", "content"}
    assert post["content"] == {"protected": False}
    asked = f"comments?post={visitor.demo.posts['long']}&per_page=1"
    assert visitor.api(f"{asked}&_fields=id,content").json[0]["content"]["rendered"]
    assert visitor.api(f"{asked}&_fields=id,content.rendered").json[0].keys() == {"id"}


def test_what_is_embedded_is_what_was_named(visitor: Visitor) -> None:
    named = visitor.api("posts?per_page=1&_embed=author,wp:term").json[0]["_embedded"]
    assert named.keys() == {"author", "wp:term"}
    asked = f"posts/{visitor.demo.posts['long']}?_embed"
    everything = visitor.api(asked).json["_embedded"]
    assert len(everything["replies"][0]) == 10
    assert "_embedded" not in visitor.api("posts?per_page=1&_embed&_fields=id").json[0]


def test_a_time_without_a_zone_is_the_towns_own(visitor: Visitor) -> None:
    post = visitor.api("posts?per_page=1&page=10").json[0]
    local, utc = map(datetime.fromisoformat, (post["date"], post["date_gmt"]))
    assert (local - utc).total_seconds() == 3 * 3600
    later = visitor.api(f"posts?after={post['date_gmt']}Z&_fields=id&per_page=100").json
    assert visitor.api(f"posts?after={post['date']}&_fields=id&per_page=100").json == later
    assert post["id"] not in {each["id"] for each in later}


def test_children_of_a_category_are_not_in_it_unless_asked_for(visitor: Visitor) -> None:
    named = {each["slug"]: each for each in visitor.api("categories?per_page=100").json}
    parent = named["science"]
    assert "&amp;" in named["space-physics"]["name"]
    own = visitor.api(f"posts?categories={parent['id']}")
    asked = f"categories%5Bterms%5D={parent['id']}&categories%5Binclude_children%5D=true"
    both = visitor.api(f"posts?{asked}")
    assert int(own.headers["x-wp-total"]) == parent["count"] < int(both.headers["x-wp-total"])


def test_include_exclude_and_slug(visitor: Visitor) -> None:
    posts = visitor.demo.posts
    pair = f"{posts['empty']},{posts['long']}"
    included = visitor.api(f"posts?include={pair}&orderby=include&_fields=id").json
    assert [each["id"] for each in included] == [posts["empty"], posts["long"]]
    left = visitor.api(f"posts?exclude%5B%5D={posts['empty']}&per_page=100&_fields=id").json
    assert posts["empty"] not in {each["id"] for each in left}
    assert visitor.api("posts?slug=closed").json[0]["id"] == posts["closed"]


def test_a_locked_article_shows_nothing_without_its_password(visitor: Visitor) -> None:
    post = visitor.demo.posts["locked"]
    shut = visitor.api(f"posts/{post}").json
    assert (shut["content"], shut["excerpt"]) == ({"rendered": "", "protected": True},) * 2
    wrong = visitor.api(f"posts/{post}?password=no")
    assert (wrong.status, wrong.json["code"]) == (403, "rest_post_incorrect_password")
    assert visitor.api(f"posts/{post}?password=sesame").json["content"]["rendered"]
    assert visitor.api(f"comments?post={post}").json["code"] == "rest_cannot_read_post"
    assert visitor.api(f"comments?post={post}&password=sesame").status == 200
    assert "sail at dawn" not in visitor.ask(shut["link"].partition("//")[2].partition("/")[1]).text


def test_answers_to_held_comments_are_orphans(visitor: Visitor) -> None:
    thread = visitor.api(f"comments?post={visitor.demo.posts['long']}&per_page=100&order=asc").json
    known = {each["id"] for each in thread}
    assert any(each["parent"] and each["parent"] not in known for each in thread)
    moderated = visitor.api("comments?status=hold", login="mod").json
    assert {each["status"] for each in moderated} == {"hold"}


def test_a_wrong_password_is_passed_over_where_everybody_may_read(visitor: Visitor) -> None:
    headers = {"Authorization": "Basic YWxpY2U6d3Jvbmc="}
    assert visitor.ask("/wp-json/wp/v2/posts?per_page=1", headers=headers).status == 200
    said = visitor.ask("/wp-json/wp/v2/users/me", headers=headers)
    assert (said.status, said.json["code"]) == (401, "rest_not_logged_in")
    signed_in = visitor.api("posts?per_page=1", login="alice")
    assert "no-cache" in signed_in.headers["cache-control"]


def test_feeds_have_validators_that_do_not_know_of_comments(visitor: Visitor) -> None:
    for path, kind in (("/feed/", "rss"), ("/feed/atom/", "atom"), ("/category/film/feed/", "rss")):
        first = visitor.ask(path)
        assert f"application/{kind}+xml" in first.headers["content-type"]
        visitor.comment(f"A word that the feed {path} keeps to itself")
        for name, value in (
            ("If-None-Match", first.headers["etag"]),
            ("If-Modified-Since", first.headers["last-modified"]),
        ):
            again = visitor.ask(path, headers={name: value})
            assert (again.status, again.body) == (304, b"")
    text = visitor.ask("/feed/").text
    assert "<slash:comments>" in text
    assert 'atom:link href="http://127.0.0.1/feed/"' in text  # without its port, as it is out there
    assert visitor.ask("/feed/?paged=99").status == 404


def test_only_atom_says_what_a_comment_answers(visitor: Visitor) -> None:
    page = visitor.api(f"posts/{visitor.demo.posts['long']}?_fields=link").json["link"]
    path = page.removeprefix(visitor.demo.newsroom.url)
    assert "thr:in-reply-to" in visitor.ask(f"{path}feed/atom/").text
    assert "thr:in-reply-to" not in visitor.ask(f"{path}feed/").text
    assert visitor.ask("/comments/feed/").text.count("<item>") == 10


def test_addresses_without_the_last_slash_lead_on(visitor: Visitor) -> None:
    said = visitor.ask("/feed?paged=2")
    assert said.status == 301
    assert said.headers["location"] == f"{visitor.demo.newsroom.url}/feed/?paged=2"
    assert visitor.ask("/nowhere/").status == 404


@pytest.mark.parametrize(
    "name", ["../site.json", "..%2Fsite.json", "%2Fetc%2Fpasswd", "a%5Cb.webp", "x.html", ".webp"]
)
def test_pictures_come_from_their_folder_only(visitor: Visitor, name: str) -> None:
    assert visitor.ask(f"/wp-content/uploads/{name}").status == 404


def test_dates_count_from_the_first_start() -> None:
    with running(articles=2, comments=2) as fresh:
        visitor = Visitor(fresh)
        newest = visitor.api("posts?per_page=1&_fields=date_gmt").json[0]["date_gmt"]
        age = datetime.now(UTC) - datetime.fromisoformat(f"{newest}+00:00")
    assert 60 <= age.total_seconds() < 400
