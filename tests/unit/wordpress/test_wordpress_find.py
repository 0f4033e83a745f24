"""Reading headers and pages for the API behind them."""

import pytest

from desktop_app.core.errors import AppError, ErrorKind
from desktop_app.network.answer import Answer
from desktop_app.sources.wordpress.api import build_url, secure_root, zulu
from desktop_app.sources.wordpress.find import WordPressArticle, article_of, links_of

HOME = "https://news.example/"
QUERY = "a=b+c&d=1,2"


def page(body: str = "", url: str = HOME, **headers: str) -> Answer:
    return Answer(url, 200, {"content-type": "text/html", **headers}, body.encode())


@pytest.mark.parametrize(
    ("root", "path", "params", "url"),
    [
        (f"{HOME}wp-json/", "wp/v2/posts", {}, f"{HOME}wp-json/wp/v2/posts"),
        (f"{HOME}wp-json", "wp/v2/posts", {"page": "2"}, f"{HOME}wp-json/wp/v2/posts?page=2"),
        (f"{HOME}?rest_route=/", "wp/v2/posts", {}, f"{HOME}?rest_route=/wp/v2/posts"),
        (
            f"{HOME}?rest_route=/",
            "x",
            {"a": "b c", "d": "1,2"},
            f"{HOME}?rest_route=/x&a=b+c&d=1,2",
        ),
    ],
)
def test_one_builder_for_both_kinds_of_links(
    root: str, path: str, params: dict[str, str], url: str
) -> None:
    assert build_url(root, path, params) == url


def test_times_say_that_they_are_utc() -> None:
    assert zulu(1_700_000_000) == "2023-11-14T22:13:20Z"
    assert zulu(-86_400) == "1969-12-31T00:00:00Z"


def test_the_header_names_root_and_post() -> None:
    header = (
        f'<{HOME}wp-json/>; rel="https://api.w.org/", '
        f'<{HOME}wp-json/wp/v2/posts/24>; rel="alternate"; title="JSON, of; this"; '
        f'type="application/json", <{HOME}?p=24>; rel=shortlink'
    )
    links = links_of(page(link=header, url=f"{HOME}2026/ferry/"))
    assert links.roots == (f"{HOME}wp-json/",)
    assert article_of(links) == WordPressArticle(f"{HOME}wp-json/", "24", "wp/v2/posts")


def test_the_head_of_the_page_names_them_where_the_header_is_cut() -> None:
    links = links_of(
        page(
            '<html dir="rtl" lang="ar-JO"><head>'
            "<link rel='https://api.w.org/' href='https://news.example/wp-json/' />"
            '<link rel="alternate" title="JSON" type="application/json" '
            'href="https://news.example/wp-json/wp/v2/stories/7" />'
            '<link rel="alternate" type="application/json+oembed" href="https://news.example/o" />'
        )
    )
    assert links.language == "ar-JO"
    assert article_of(links) == WordPressArticle(f"{HOME}wp-json/", "7", "wp/v2/stories")


def test_plain_links_name_the_post_in_the_query() -> None:
    header = (
        '<http://news.example/index.php?rest_route=/>; rel="https://api.w.org/", '
        '<http://news.example/index.php?rest_route=%2Fwp%2Fv2%2Fposts%2F24>; rel="alternate"; '
        'type="application/json"'
    )
    found = article_of(links_of(page(link=header, url="http://news.example/?p=24")))
    assert found == WordPressArticle(
        "http://news.example/index.php?rest_route=/", "24", "wp/v2/posts"
    )


def test_a_site_behind_a_tls_proxy_is_asked_by_https() -> None:
    header = '<http://news.example/wp-json/>; rel="https://api.w.org/"'
    assert links_of(page(link=header)).roots == (f"{HOME}wp-json/",)
    assert secure_root("http://api.example/wp-json/", HOME) == "http://api.example/wp-json/"
    assert secure_root("http://news.example/x", "https://news.example:8443/") == (
        "https://news.example:8443/x"
    )


@pytest.mark.parametrize("root", ["ftp://news.example/", "javascript:alert(1)", "//", "http://"])
def test_an_odd_root_is_no_root(root: str) -> None:
    with pytest.raises(AppError) as told:
        secure_root(root, HOME)
    assert told.value.kind is ErrorKind.UNSUPPORTED
    header = f'<{root}>; rel="https://api.w.org/"'
    assert all(each.startswith(HOME) for each in links_of(page(link=header)).roots)


def test_a_folder_of_wordpress_gives_the_place_away() -> None:
    links = links_of(page('<img src="https://news.example/blog/wp-content/uploads/a.jpg">'))
    assert links.roots[0] == f"{HOME}blog/wp-json/"
    assert f"{HOME}blog/?rest_route=/" in links.roots
    assert f"{HOME}wp-json/" in links.roots
    foreign = links_of(page('<img src="https://cdn.example/wp-content/uploads/a.jpg">'))
    assert foreign.roots[0] == f"{HOME}wp-json/"


def test_the_generator_gives_it_away_too() -> None:
    links = links_of(page('<meta name="generator" content="WordPress 6.8.1" />'))
    assert links.roots == (f"{HOME}wp-json/", f"{HOME}?rest_route=/")


def test_any_other_page_is_asked_once() -> None:
    assert links_of(page("<html><body>Hello</body></html>")).roots == (f"{HOME}wp-json/",)


def test_the_index_itself_is_an_address_too() -> None:
    index = '{"name":"x","namespaces":["wp/v2"]}'
    assert links_of(page(index, url=f"{HOME}wp-json/?x=1")).roots == (f"{HOME}wp-json/",)
    plain = f"{HOME}?rest_route=/"
    assert links_of(page(index, url=plain)).roots == (plain,)


def test_a_feed_tells_the_language() -> None:
    feed = "<rss><channel><title>x</title><language>he-IL</language></channel></rss>"
    assert links_of(page(feed)).language == "he-IL"


def test_hostile_headers_and_heads_take_no_time() -> None:
    links_of(page("<link " * 50_000, link="<a>;rel=" * 5000))
    links_of(page("<html " + "a=b " * 50_000, link='<a>; rel="' * 5000))
    links_of(page("('" * 100_000 + "https://" * 10_000))
