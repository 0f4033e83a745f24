"""Feeds of every format, in every encoding, well-made and not."""

import contextlib
import time

import pytest

from desktop_app.core.errors import AppError, ErrorKind
from desktop_app.sources.feed.parse import parse_feed
from desktop_app.sources.feed.wire import Enclosure, ParsedItem

URL = "https://news.example/feed"
RSS = """<?xml version="1.0"?><rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/"
 xmlns:slash="http://purl.org/rss/1.0/modules/slash/" xmlns:wfw="http://wellformedweb.org/CommentAPI/"
 xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:media="http://search.yahoo.com/mrss/"
 xmlns:atom="http://www.w3.org/2005/Atom">
<channel><title>The &lt;b&gt;News&lt;/b&gt; &amp;amp; more</title><link>https://news.example/</link>
<atom:link rel="self" href="https://elsewhere.example/wrong"/>
<description>All of it</description><language>en-GB</language>
<generator>https://wordpress.org/?v=6.8</generator>
<image><url>/icon.png</url></image>
<item><title>a &lt;b&gt;B&lt;/b&gt; &amp;amp; c</title><link>/2024/one?utm_source=rss</link>
<guid isPermaLink="false"> tag:1 </guid><pubDate>Sat, 01 Mar 2025 08:30:00 +0200</pubDate>
<dc:creator>Ann O.</dc:creator><category>World</category><category>World</category>
<description>Short &lt;i&gt;text&lt;/i&gt;</description>
<content:encoded><![CDATA[<p>Long <img src="/a.jpg"> text</p>]]></content:encoded>
<enclosure url="/a.mp3" length="1234567" type="audio/mpeg"/>
<media:thumbnail url="/t.jpg" width="150" height="100"/>
<comments>https://news.example/2024/one#comments</comments>
<wfw:commentRss>https://news.example/2024/one/feed/</wfw:commentRss>
<slash:comments>52</slash:comments></item>
<item><description>no title, no link</description></item></channel></rss>"""

ATOM = """<feed xmlns="http://www.w3.org/2005/Atom" xmlns:thr="http://purl.org/syndication/thread/1.0"
 xml:lang="de" xml:base="https://base.example/x/"><title type="text">Use &lt;b&gt; tags</title>
<link href="https://news.example/"/><link rel="next" href="/feed?page=2"/><icon>/i.ico</icon>
<author><name>Feed Author</name></author>
<entry><id>urn:1</id><title type="html">a &amp;lt;b&amp;gt; &lt;i&gt;c&lt;/i&gt;</title>
<link rel="alternate" href="one"/><updated>2025-03-01T08:30:00Z</updated>
<link rel="replies" type="application/atom+xml" href="/one/feed/atom/" thr:count="7"/>
<content type="xhtml"><div xmlns="http://www.w3.org/1999/xhtml"><p>Text</p></div></content></entry>
<entry><id>urn:2</id><title>b</title><thr:in-reply-to ref="urn:1" href="/one"/>
<updated>2025-03-01T09:30:00Z</updated><published>2025-03-01T09:00:00Z</published></entry></feed>"""


def test_rss() -> None:
    feed = parse_feed(RSS.encode(), "application/rss+xml", URL)
    assert (feed.format, feed.title, feed.language) == ("rss20", "The News & more", "en-GB")
    assert feed.home_url == "https://news.example/"
    assert feed.icon_url == "https://news.example/icon.png"
    assert "wordpress" in feed.generator
    first, second = feed.items
    assert first == ParsedItem(
        id="tag:1",
        url="https://news.example/2024/one?utm_source=rss",
        title="a B & c",
        published=1_740_810_600,
        updated=first.updated,
        published_text="Sat, 01 Mar 2025 08:30:00 +0200",
        author="Ann O.",
        summary="Short <i>text</i>",
        content='<p>Long <img src="/a.jpg"> text</p>',
        base=URL,
        language="",
        tags=("World",),
        enclosures=(Enclosure("https://news.example/a.mp3", "audio/mpeg", 1_234_567),),
        pictures=(Enclosure("https://news.example/t.jpg", "image/", width=150, height=100),),
        comment_count=52,
        comments_page="https://news.example/2024/one#comments",
        comments_feed="https://news.example/2024/one/feed/",
    )
    assert (second.title, second.url, second.published) == ("", "", None)


def test_atom() -> None:
    feed = parse_feed(ATOM.encode(), "application/atom+xml; charset=utf-8", URL)
    assert (feed.format, feed.title, feed.language) == ("atom10", "Use <b> tags", "de")
    assert feed.next_url == "https://base.example/feed?page=2"
    first, second = feed.items
    assert (first.title, first.author) == ("a <b> c", "Feed Author")
    assert first.url == "https://base.example/x/one"
    assert first.content.strip() == "<p>Text</p>"
    assert first.published == first.updated == 1_740_817_800
    assert (first.comment_count, first.comments_feed) == (7, "https://base.example/one/feed/atom/")
    assert (second.answers, second.published) == ("urn:1", 1_740_819_600)


def test_rdf() -> None:
    rdf = """<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"
 xmlns="http://purl.org/rss/1.0/" xmlns:dc="http://purl.org/dc/elements/1.1/">
<channel rdf:about="https://r.example/"><title>R</title><link>https://r.example/</link></channel>
<item rdf:about="https://r.example/1"><title>One</title><link>https://r.example/1</link>
<dc:date>2025-03-01</dc:date></item></rdf:RDF>"""
    feed = parse_feed(rdf.encode(), "", URL)
    assert (feed.format, feed.title, len(feed.items)) == ("rss10", "R", 1)
    assert feed.items[0].published == 1_740_787_200


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "windows-1255", "iso-8859-8"])
def test_encodings(encoding: str) -> None:
    prolog = "" if encoding.startswith("utf") else f'<?xml version="1.0" encoding="{encoding}"?>'
    data = f"{prolog}<rss version='2.0'><channel><title>שלום</title></channel></rss>"
    assert parse_feed(data.encode(encoding), "text/xml", URL).title == "שלום"


def test_the_header_decides_where_the_document_is_silent() -> None:
    data = "<rss version='2.0'><channel><title>שלום</title></channel></rss>".encode("windows-1255")
    assert parse_feed(data, "text/xml; charset=windows-1255", URL).title == "שלום"


def code_of(data: bytes, content_type: str = "") -> str:
    with pytest.raises(AppError) as caught:
        parse_feed(data, content_type, URL)
    assert caught.value.kind is ErrorKind.BAD_ANSWER
    assert caught.value.host == "news.example"
    return caught.value.code


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"", "empty"),
        (b" \n\t", "empty"),
        (b"\xef\xbb\xbf", "empty"),
        (b"<!DOCTYPE html><html><body>Sign in</body></html>", "html"),
        (b"<html><head><title>502</title></head></html>", "html"),
        (b"just words", "not_feed"),
        (b"\x89PNG\r\n\x1a\n" + bytes(100), "not_feed"),
        (b"<opml><body/></opml>", "not_feed"),
        (
            b'<!DOCTYPE r [<!ENTITY a "b">]><rss><channel><title>&a;</title></channel></rss>',
            "entities",
        ),
        (b"<!-- <rss> --><!DOCTYPE r [<!entity a 'b'>]><rss/>", "entities"),
        ('<!DOCTYPE r [<!ENTITY a "b">]><rss/>'.encode("utf-16"), "entities"),
        (b'{"version": "https://jsonfeed.org/version/1.1", "items": [{"id": "1"}', "json"),
        (b'{"code": "rest_no_route"}', "not_feed"),
        (b"[]", "not_feed"),
        (b'{"a": NaN}', "json"),
        (b"<rss version='2.0'><channel><title>cut in ha", "cut"),
    ],
)
def test_what_is_no_feed(data: bytes, code: str) -> None:
    assert code_of(data) == code


def test_an_old_document_type_without_entities_is_taken() -> None:
    old = b"""<?xml version="1.0"?>
    <!DOCTYPE rss PUBLIC "-//Netscape Communications//DTD RSS 0.91//EN"
    "http://my.netscape.com/publish/formats/rss-0.91.dtd"><rss version="0.91"><channel>
    <title>Old</title></channel></rss>"""
    assert parse_feed(old, "", URL).title == "Old"


def test_of_a_cut_document_the_whole_items_are_kept() -> None:
    data = RSS.encode()
    cut = data[: data.index(b"no title") + 4]
    assert [item.id for item in parse_feed(cut, "", URL).items] == ["tag:1"]


def test_items_are_capped() -> None:
    items = "<item><title>x</title></item>" * 2100
    data = f"<rss version='2.0'><channel>{items}</channel></rss>".encode()
    assert len(parse_feed(data, "", URL).items) == 2000


@pytest.mark.parametrize(
    ("author", "name"),
    [
        ("ann@news.example (Ann O.)", "Ann O."),
        ("Ann O. &lt;ann@news.example&gt;", "Ann O."),
        ("Ann &amp;amp; Bob", "Ann & Bob"),
    ],
)
def test_authors_without_their_mail_address(author: str, name: str) -> None:
    item = f"<item><title>x</title><author>{author}</author></item>"
    data = f"<rss version='2.0'><channel>{item}</channel></rss>".encode()
    assert parse_feed(data, "", URL).items[0].author == name


def test_json_feed_with_everything_odd() -> None:
    data = """\ufeff{"version": "https://jsonfeed.org/version/1", "title": "J <b>",
    "icon": "/i.png", "home_page_url": "/", "next_url": "?page=2", "author": {"name": "Old"},
    "language": "he",
    "items": [{"id": 7, "content_text": "a\\n\\nb <c>", "external_url": "https://o.example/",
      "date_published": "2025-03-01T08:30:00Z", "tags": ["t", 1, "t"], "image": "/p.jpg",
      "attachments": [{"url": "/a.mp3", "mime_type": "audio/mpeg", "size_in_bytes": 5e6,
        "duration_in_seconds": 61.5}, 3, {"url": 4}]},
     {"id": null, "title": "T", "content_html": "<p>x", "authors": [{"name": "A"}, {"name": "B"}]},
     "no item", null]}"""
    feed = parse_feed(data.encode(), "application/json", URL)
    assert (feed.title, feed.language) == ("J <b>", "he")
    assert feed.next_url == "https://news.example/feed?page=2"
    first, second = feed.items
    assert (first.id, first.author, first.url) == ("7", "Old", "https://o.example/")
    assert first.content == "<p>a</p><p>b &lt;c&gt;</p>"
    assert first.tags == ("t",)
    assert first.enclosures == (
        Enclosure("https://news.example/a.mp3", "audio/mpeg", 5_000_000, "61"),
    )
    assert (second.id, second.author, second.published) == ("", "A, B", None)


HOSTILE = {
    "comments that never close": "<!--" * 200_000 + "<rss>",
    "attributes": "<rss><a " + " ".join(f"a{number}='1'" for number in range(60_000)) + "/></rss>",
    "nested items": "<rss><channel>" + "<item>" * 20_000,
    "opening brackets": "<rss>" + "<" * 500_000,
    "ampersands": "<rss><channel><title>" + "&" * 500_000,
    "sections": "<rss>" + "<![CDATA[" * 50_000,
    "deep JSON": '{"version":"https://jsonfeed.org/version/1","items":' + "[" * 200_000,
}


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_input_takes_no_time(name: str) -> None:
    started = time.process_time()
    with contextlib.suppress(AppError):
        parse_feed(HOSTILE[name].encode(), "", URL)
    assert time.process_time() - started < 4.0
