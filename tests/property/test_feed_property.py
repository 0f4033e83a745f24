"""Any bytes in, a typed feed or one AppError out; any page in, an article or one AppError out."""

import json

from hypothesis import given, settings
from hypothesis import strategies as st

from desktop_app.core.codec import decode, encode
from desktop_app.core.errors import AppError, ErrorKind
from desktop_app.sources.feed.fulltext import extract
from desktop_app.sources.feed.mapping import MappedFeed, read_comments, read_feed
from desktop_app.text.urls import is_web

URL = "https://news.example/feed"
NOW = 1_700_000_000

TYPES = st.sampled_from(
    [
        *("", "text/xml", "application/rss+xml; charset=utf-8", "text/xml; charset=windows-1255"),
        *("application/json", "text/html", "text/xml; charset=nonsense", "hex", ";;charset=utf-16"),
    ]
)
WORDS = st.one_of(
    st.text(max_size=30),
    st.sampled_from(
        [
            *(
                "a <b>B</b> &amp; c",
                "<![CDATA[<p>x</p>]]>",
                "\u202eevil",
                "Tue, 3 Jun 2003 09:39 GMT",
            ),
            *(
                "https://news.example/a",
                "/relative",
                "javascript:alert(1)",
                "-1",
                "99999999999",
                "0",
            ),
            *("3000-01-01", "1969-01-01", "&unknown;", "]]>", "\x0b", "x" * 3000, "<", "&#xD800;"),
        ]
    ),
)
ELEMENTS = st.sampled_from(
    [
        *("title", "link", "guid", "id", "pubDate", "updated", "published", "dc:date", "author"),
        *("description", "content:encoded", "content", "summary", "category", "comments"),
        *("wfw:commentRss", "slash:comments", "thr:total", "itunes:duration", "language", "name"),
        *("media:thumbnail url='/a.jpg' width='x'", "enclosure url='/b.mp3' length='-5' type='a'"),
        *("link rel='replies' href='/r' type='application/atom+xml'", "media:content url='//x'"),
        *("thr:in-reply-to ref='x'", "item", "entry", "channel", "image", "url", "source"),
    ]
)


def _element(tag: str, inside: str) -> str:
    return f"<{tag}>{inside}</{tag.split(' ')[0]}>"


INSIDE = st.lists(st.builds(_element, ELEMENTS, WORDS), max_size=8).map("".join)
ITEMS = st.lists(st.builds(_element, st.sampled_from(["item", "entry"]), INSIDE), max_size=5).map(
    "".join
)
ROOTS = st.sampled_from(
    [
        '<rss version="2.0"><channel>{}</channel></rss>',
        '<feed xmlns="http://www.w3.org/2005/Atom">{}</feed>',
        '<rdf:RDF xmlns="http://purl.org/rss/1.0/">{}</rdf:RDF>',
        "<rss><channel>{}",
        "\ufeff<?xml version='1.0' encoding='utf-16'?><rss>{}</rss>",
    ]
)
XML = st.builds(lambda root, head, items: root.format(head + items), ROOTS, INSIDE, ITEMS).flatmap(
    lambda text: st.integers(0, len(text)).map(
        lambda cut: text[: cut * 2].encode("utf-8", "replace")
    )
)
JSON = st.recursive(
    st.one_of(st.none(), st.booleans(), st.integers(), st.floats(), st.text(max_size=20)),
    lambda inner: st.one_of(
        st.lists(inner, max_size=4),
        st.dictionaries(
            st.sampled_from(
                [
                    *("id", "url", "title", "content_html", "content_text", "items", "authors"),
                    *(
                        "date_published",
                        "attachments",
                        "tags",
                        "image",
                        "author",
                        "name",
                        "version",
                    ),
                    *("size_in_bytes", "duration_in_seconds", "mime_type", "summary", "next_url"),
                ]
            ),
            inner,
            max_size=6,
        ),
    ),
    max_leaves=20,
)
JSON_FEEDS = st.builds(
    lambda head, items: {"version": "https://jsonfeed.org/version/1.1", "items": items} | head,
    st.dictionaries(st.sampled_from(["title", "language", "authors", "icon"]), JSON, max_size=3),
    st.lists(JSON, max_size=5),
).map(lambda value: json.dumps(value).encode())


def check(data: bytes, content_type: str) -> None:
    try:
        mapped = read_feed(data, content_type, URL, NOW)
    except AppError as error:
        assert error.kind is ErrorKind.BAD_ANSWER
        assert error.code
        return
    assert isinstance(mapped, MappedFeed)
    assert decode(encode(mapped)) == mapped  # it can come from the child process
    keys = [article.remote_id for article in mapped.articles]
    assert len(keys) == len(set(keys))
    for article in mapped.articles:
        assert article.remote_id and article.content_hash
        assert article.url == "" or is_web(article.url)
        assert article.published_at is None or 631_152_000 <= article.published_at <= NOW + 86_400
        assert article.comment_count is None or article.comment_count >= 0
        assert article.picture is None or is_web(article.picture.url)
        assert "\u202e" not in article.title + article.excerpt + article.author + article.plain
        assert all(isinstance(tag, str) and tag for tag in article.tags)


@settings(max_examples=150, deadline=None)
@given(st.binary(max_size=300), TYPES)
def test_any_bytes(data: bytes, content_type: str) -> None:
    check(data, content_type)


@settings(max_examples=250, deadline=None)
@given(XML, TYPES)
def test_any_xml(data: bytes, content_type: str) -> None:
    check(data, content_type)


@settings(max_examples=250, deadline=None)
@given(st.one_of(JSON_FEEDS, JSON.map(lambda value: json.dumps(value).encode())), TYPES)
def test_any_json(data: bytes, content_type: str) -> None:
    check(data, content_type)


@settings(max_examples=100, deadline=None)
@given(st.one_of(XML, JSON_FEEDS))
def test_any_comment_feed(data: bytes) -> None:
    try:
        mapped = read_comments(data, "", URL)
    except AppError as error:
        assert error.kind is ErrorKind.BAD_ANSWER
        return
    ids = [comment.remote_id for comment in mapped.comments]
    assert len(ids) == len(set(ids))


PAGES = st.lists(
    st.one_of(
        WORDS,
        st.sampled_from(
            [
                *(
                    "<html lang=he dir=rtl>",
                    "<head>",
                    "<title>",
                    "<body>",
                    "<article>",
                    "<p>",
                    "<div>",
                ),
                *('<script type="application/ld+json">', '{"@type":"NewsArticle","author":[1,{}]}'),
                *("</script>", "<meta property=og:image content=/x>", "<h1>", "<img data-src=/a>"),
                *(
                    "<noscript><img src=/b></noscript>",
                    "<table><tr><td>",
                    "</div>",
                    "<iframe src=x>",
                ),
                "A sentence that is long enough to be taken for text of an article, with commas. "
                * 5,
            ]
        ),
    ),
    max_size=25,
).map(lambda pieces: "".join(pieces).encode("utf-8", "replace"))


@settings(max_examples=150, deadline=None)
@given(st.one_of(PAGES, st.binary(max_size=200)), TYPES)
def test_any_page(data: bytes, content_type: str) -> None:
    try:
        found = extract(data, content_type, URL)
    except AppError as error:
        assert error.kind is ErrorKind.BAD_ANSWER
        return
    assert (found.body is None) == (found.plain == "")
    assert found.picture is None or is_web(found.picture.url)
