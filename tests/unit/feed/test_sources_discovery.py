"""What is this address? Over real sockets."""

import pytest

from desktop_app.core.errors import AppError, ErrorKind
from desktop_app.core.work import run_now
from desktop_app.network.http import Http
from desktop_app.sources.discovery import Discovery, addresses, discover
from tests.support.hostile_server import HostileServer, as_json, body, page, redirect, status

RSS = b"<rss version='2.0'><channel><title>The Feed</title></channel></rss>"
ATOM = b"<feed xmlns='http://www.w3.org/2005/Atom'><title>The Atom</title></feed>"


def found(server: HostileServer, http: Http, path: str = "/") -> list[tuple[str, str, str]]:
    discovery = run_now(discover(server.url(path), http))
    return [(each.kind, each.base_url, each.title) for each in discovery.candidates]


def failure(address: str, http: Http) -> AppError:
    with pytest.raises(AppError) as caught:
        run_now(discover(address, http))
    return caught.value


@pytest.mark.parametrize(
    ("text", "means"),
    [
        ("example.org", ("https://example.org", "http://example.org")),
        (" example.org/a?b#c ", ("https://example.org/a?b#c", "http://example.org/a?b#c")),
        ("feed:https://example.org/rss", ("https://example.org/rss",)),
        ("feed://example.org/rss", ("https://example.org/rss", "http://example.org/rss")),
        ("FEED:example.org", ("https://example.org", "http://example.org")),
        ("HTTP://example.org", ("HTTP://example.org",)),
        ("example.org:8080/x", ("https://example.org:8080/x", "http://example.org:8080/x")),
        ("localhost:8080", ("https://localhost:8080", "http://localhost:8080")),
        ("127.0.0.1:9", ("https://127.0.0.1:9", "http://127.0.0.1:9")),
        ("[::1]:9/x", ("https://[::1]:9/x", "http://[::1]:9/x")),
        ("//example.org/x", ("https://example.org/x", "http://example.org/x")),
        ("<https://example.org/>", ("https://example.org/",)),
        ("пример.рф", ("https://пример.рф", "http://пример.рф")),
    ],
)
def test_forms_of_addresses(text: str, means: tuple[str, ...]) -> None:
    assert addresses(text) == means


@pytest.mark.parametrize(
    "text",
    [
        *("", " ", "javascript:alert(1)", "file:///etc/passwd", "data:text/html,x", "qrc:/x"),
        *(
            "mailto:a@b.example",
            "word",
            "two words",
            "http://",
            "feed:",
            "https:///x",
            "\\\\srv\\x",
        ),
        *(":/icons", "x" * 5000, "ftp://example.org/"),
    ],
)
def test_what_is_no_address(text: str, http: Http) -> None:
    error = failure(text, http)
    assert (error.kind, error.code) == (ErrorKind.UNSUPPORTED, "not_an_address")


@pytest.mark.parametrize("kind", ["application/rss+xml", "text/html", "text/plain", ""])
def test_a_feed_whatever_it_calls_itself(server: HostileServer, http: Http, kind: str) -> None:
    url = server.on("/x", body(RSS, Content_Type=kind))
    assert found(server, http, "/x") == [("feed", url, "The Feed")]


def test_https_first_then_http(server: HostileServer, http: Http) -> None:
    server.on("/", body(RSS))
    discovery = run_now(discover(f"127.0.0.1:{server.port}", http))
    assert discovery.candidates[0].base_url == f"http://127.0.0.1:{server.port}"


def test_a_page_names_its_feeds_and_not_those_of_comments(
    server: HostileServer, http: Http
) -> None:
    server.on("/", page("""<html><head><title>Home</title><base href="/sub/">
      <link rel="alternate" type="application/rss+xml" title="All" href="rss">
      <link rel="alternate" type="application/atom+xml" title="Atom" href="/atom">
      <link rel="alternate" type="application/rss+xml" title="All &raquo; Comments" href="/c">
      <link rel="alternate" type="application/rss+xml" href="/comments/feed/">
      <link rel="alternate" type="application/rss+xml" title="dead" href="/dead">
      <link rel="alternate" hreflang="ar" href="/ar"></head></html>"""))  # fmt: skip
    rss = server.on("/sub/rss", body(RSS))
    atom = server.on("/atom", body(ATOM))
    server.on("/c", body(RSS))
    server.on("/comments/feed/", body(RSS))
    assert found(server, http) == [("feed", rss, "The Feed"), ("feed", atom, "The Atom")]


def test_an_article_page_is_told(server: HostileServer, http: Http) -> None:
    html = """<html><head><meta property="og:type" content="article">
    <link rel=alternate type=application/rss+xml href=/rss></head></html>"""
    server.on("/old", redirect("/2024/story"))
    url = server.on("/2024/story", page(html))
    server.on("/rss", body(RSS))
    discovery = run_now(discover(server.url("/old"), http))
    assert discovery.article_url == url
    assert [each.kind for each in discovery.candidates] == ["feed"]


def test_feeds_where_they_mostly_are(server: HostileServer, http: Http) -> None:
    server.on("/page/deep", page("<html><head><title>x</title></head></html>"))
    url = server.on("/atom.xml", body(ATOM))
    assert found(server, http, "/page/deep") == [("feed", url, "The Atom")]


def test_wordpress_comes_before_its_feeds(server: HostileServer, http: Http) -> None:
    api = server.url("/wp-json/")
    html = f"""<html><head><link rel="https://api.w.org/" href="{api}">
    <link rel="alternate" type="application/rss+xml" href="/feed/"></head></html>"""
    server.on("/", page(html))
    server.on("/feed/", body(RSS))
    index = {"name": "The Site", "home": server.url("/"), "namespaces": ["wp/v2"]}
    server.on("/wp-json/", as_json(index))
    server.on("/wp-json/wp/v2/posts", as_json([{"id": 1}], X_WP_Total="1"))
    assert [each[0] for each in found(server, http)] == ["wordpress", "feed"]
    generator = b"<generator>https://wordpress.org/?v=6</generator><link>/</link>"
    server.on("/feed/", body(RSS.replace(b"</title>", b"</title>" + generator)))
    assert [each[0] for each in found(server, http, "/feed/")] == ["feed", "wordpress"]


def test_a_moved_feed_is_added_at_its_new_address(server: HostileServer, http: Http) -> None:
    new = server.on("/new", body(RSS))
    old = server.on("/old", redirect("/new", 301))
    assert found(server, http, "/old")[0][1] == new
    server.on("/old", redirect("/new", 302))
    assert found(server, http, "/old")[0][1] == old


def test_nothing_is_told_as_nothing(server: HostileServer, http: Http) -> None:
    server.on("/", page("<html><body>Hello</body></html>"))
    error = failure(server.url("/"), http)
    assert (error.kind, error.code) == (ErrorKind.UNSUPPORTED, "nothing_found")
    server.on("/picture", body(b"\x89PNG\r\n\x1a\n", Content_Type="image/png"))
    assert failure(server.url("/picture"), http).kind is ErrorKind.UNSUPPORTED


@pytest.mark.parametrize(
    ("code", "kind"),
    [(404, ErrorKind.NOT_FOUND), (410, ErrorKind.GONE), (403, ErrorKind.FORBIDDEN),
     (401, ErrorKind.AUTH_MISSING), (500, ErrorKind.SERVER)],
)  # fmt: skip
def test_statuses(server: HostileServer, http: Http, code: int, kind: ErrorKind) -> None:
    server.on("/", status(code))
    assert failure(server.url("/"), http).kind is kind


def test_nobody_there(http: Http) -> None:
    assert failure("127.0.0.1:9/x", http).kind is ErrorKind.OFFLINE


def test_candidates_are_a_plain_value() -> None:
    assert Discovery(()) == Discovery((), None)
