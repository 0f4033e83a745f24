"""Any HTML in, only what Qt may draw out: twice the same, and nothing that reaches out."""

import re
import unicodedata
from html import unescape

from hypothesis import example, given, settings
from hypothesis import strategies as st

from desktop_app.core.sources import SafeHtml
from desktop_app.text.clean import clean_comment, clean_html, paragraphs
from desktop_app.text.dates import parse_date
from desktop_app.text.fold import first_strong, fold
from desktop_app.text.gate import BODY_TAGS, CLASSES, COMMENT_TAGS, LARGEST, MOST_SPAN
from desktop_app.text.loose import loosely
from desktop_app.text.opml import OpmlOutline, read_opml, write_opml
from desktop_app.text.pictures import body_pictures, decode, encode, without_lead
from desktop_app.text.plain import TITLE_CAP, plain, plain_text, words
from desktop_app.text.urls import clean_link, host_shown, is_web, join, normal, origin

BASE = "https://news.example/2024/story"

TAGS = st.sampled_from(
    [
        *("p", "div", "b", "i", "a", "img", "span", "blockquote", "q", "pre", "code", "br", "hr"),
        *("ul", "ol", "li", "dl", "dt", "dd", "table", "tr", "td", "th", "caption", "tbody"),
        *("h1", "h2", "h3", "h6", "figure", "figcaption", "picture", "source", "noscript"),
        *("script", "style", "svg", "math", "msup", "mi", "iframe", "video", "audio", "object"),
        *("embed", "template", "textarea", "title", "details", "summary", "mark", "ins", "sub"),
        *("base", "form", "input", "xmp", "plaintext", "ruby", "rt", "wbr", "font", "body"),
    ]
)
VALUES = st.one_of(
    st.sampled_from(
        [
            *("javascript:alert(1)", "data:text/html,x", "file:///etc/passwd", "qrc:/x", ":/icons"),
            *("//h.example/x", "\\\\srv\\share", "/a?b=1&amp;utm_source=x", "https://x.example/a"),
            *("pic:https%3A%2F%2Fx.example%2Fa", "pic:file%3A%2F%2Fx", "mailto:a@b.example", "#x"),
            *("rtl", "ltr", "display:none", "direction:rtl", "text-align:right", "font-weight:700"),
            *("cap", "pic", "quote", "code", "mark", "video", "emoji", "latex", "wp-caption-text"),
            *("1", "3", "50", "99999", "100%", "-1", "", "https://youtu.be/dQw4w9WgXcQ", "he"),
            *("x 1w, /y.jpg 900w, z 2x", "image/webp", "blank.gif", "a\tb\nc", "<b>", '"', "'>"),
        ]
    ),
    st.text(max_size=12),
)
NAMES = st.sampled_from(
    [
        *("href", "src", "data-src", "srcset", "class", "style", "dir", "width", "height", "alt"),
        *("title", "colspan", "rowspan", "type", "start", "onclick", "background", "lang", "data"),
        *("poster", "hidden", "aria-hidden", "alttext", "role", "id", "cite", "xmlns", "action"),
    ]
)
LETTERS = st.one_of(
    st.text(max_size=20),
    st.sampled_from(
        [
            *("words ", " and ", "שלום עולם", "مرحبا", "\u202eevil\u202c", "a\u0301" * 8, "\xa0"),
            *("&lt;b&gt;", "&amp;amp;", "&#0;", "&#x202e;", "]]>", "<!--", "-->", "<![CDATA[x]]>"),
            *("x" * 500, "\n\n", "\t", "\ud800", "<", "</p", "<a href=", "\u200b", "日本語" * 200),
        ]
    ),
)


def _opening(tag: str, attributes: list[tuple[str, str]]) -> str:
    return f"<{tag}{''.join(f' {name}={chr(34)}{value}{chr(34)}' for name, value in attributes)}>"


PIECES = st.one_of(
    LETTERS,
    st.builds(_opening, TAGS, st.lists(st.tuples(NAMES, VALUES), max_size=4)),
    TAGS.map("</{}>".format),
)
HTML = st.lists(PIECES, max_size=40).map("".join)

_TAG = re.compile(r"<(/?)([a-z0-9]+)((?: [a-z]+=\"[^\"<>]*\")*)>")
_ATTRIBUTE = re.compile(r" ([a-z]+)=\"([^\"<>]*)\"")
_ALLOWED = {
    "a": {"href", "dir"},
    "img": {"src", "width", "height", "alt"},
    "ol": {"start", "type", "dir"},
    "td": {"colspan", "rowspan"},
    "th": {"colspan", "rowspan"},
}


def check(html: SafeHtml, tags: frozenset[str]) -> None:
    """Fail unless ``html`` is our dialect and nothing else."""
    assert "<" not in _TAG.sub("", html)
    stack: list[str] = []
    for found in _TAG.finditer(html):
        closing, tag, attributes = found.groups()
        assert tag in tags
        for name, value in _ATTRIBUTE.findall(attributes):
            assert name in _ALLOWED.get(tag, set()) | {"class", "dir"}
            check_value(name, unescape(value))
        if tag in ("br", "hr", "img"):
            continue
        if closing:
            assert stack.pop() == tag
            continue
        stack.append(tag)
        assert len(stack) < 60
        assert stack.count("table") <= 1
        assert not {"blockquote", "div", "pre"} & set(stack[:-1]) or tag not in ("table", "pre")
        assert sum(each in ("blockquote", "div") for each in stack) <= 2
        assert sum(each in ("ul", "ol", "dl") for each in stack) <= 4
    assert not stack
    text = unescape(_TAG.sub("", html))
    assert not re.search("[\u202a-\u202e\u2066-\u2069\x00-\x08]", text)


def check_value(name: str, value: str) -> None:
    if name == "href":
        assert is_web(value) or value.startswith("mailto:")
    elif name == "src":
        assert is_web(decode(value)) and encode(decode(value)) == value
    elif name == "class":
        assert value in CLASSES
    elif name == "dir":
        assert value in ("ltr", "rtl")
    elif name in ("width", "height"):
        assert 3 < int(value) <= LARGEST
    elif name in ("colspan", "rowspan"):
        assert 1 < int(value) <= MOST_SPAN


@settings(max_examples=300, deadline=None)
@given(HTML)
@example("<ul><li dir=rtl><p>a<ul>b</ul></p>c</ul>")
@example("<table><tr><td><blockquote><pre>x</pre></blockquote><td>y</table>")
@example("<p><a href=/x><img src=/y><p>z</a>")
def test_any_html_becomes_the_dialect_and_stays_it(html: str) -> None:
    once = clean_html(html, BASE)
    check(once, BODY_TAGS)
    assert clean_html(once, "https://other.example/") == once
    assert isinstance(plain(once), str)
    for picture in body_pictures(once):
        assert is_web(picture.url)
        check(without_lead(once, picture.url), BODY_TAGS)


@settings(max_examples=200, deadline=None)
@given(HTML)
def test_any_comment_becomes_the_smaller_dialect_and_stays_it(html: str) -> None:
    once = clean_comment(html, BASE)
    check(once, COMMENT_TAGS)
    assert clean_comment(once, "https://other.example/") == once


@settings(max_examples=200, deadline=None)
@given(st.text(max_size=200))
def test_plain_text_survives_as_html(text: str) -> None:
    html = clean_html(paragraphs(text), BASE)
    check(html, BODY_TAGS)
    for word in text.split():
        if word.isascii() and word.isalnum():
            assert word in plain(html)


@settings(max_examples=300, deadline=None)
@given(st.one_of(st.text(max_size=300), HTML))
def test_a_title_is_one_short_line_without_tricks(text: str) -> None:
    title = plain_text(text)
    assert len(title) <= TITLE_CAP
    assert title == title.strip()
    for letter in title:
        assert unicodedata.category(letter) not in ("Cc", "Cs")
        assert letter not in "\n\u202e\u2066\u200b\ufeff"
    assert words(title) >= 0
    assert fold(title) == fold(title.upper().lower()) or not title.isascii()
    assert first_strong(title) in ("ltr", "rtl", None)
    assert all(letter.isalnum() for letter in loosely(title))


@settings(max_examples=500, deadline=None)
@given(
    st.one_of(
        st.text(max_size=60),
        st.lists(
            st.sampled_from(
                [
                    *("Mon", "Tue,", "mar.", "16", "2020", "Nov", "novembre", "12:30", "25:99"),
                    *("PM", "a.m.", "+0200", "-99:99", "GMT", "EST", "Z", "T", "-", "/", ".", ","),
                    *("Europe/Paris", "Nope/Nowhere", "99999999999999999", "1e9", "٢٠٢٠", "آذار"),
                ]
            ),
            max_size=8,
        ).map(" ".join),
    )
)
def test_any_text_is_a_date_or_none(text: str) -> None:
    moment = parse_date(text)
    assert moment is None or isinstance(moment, int)


URLS = st.one_of(
    st.text(max_size=60),
    st.lists(
        st.sampled_from(
            [
                *("https://", "HTTP://", "//", "user:pw@", "host.example", "xn--e1afmkfd", "[::1]"),
                *(":8080", ":99999", "/a", "/../b", "?", "utm_source=x", "&b=%20", "#f", "пример"),
                *("javascript:", "\\", " ", "\t", "@", "[", "]", "www.", "data:", "\u202e", "é"),
            ]
        ),
        max_size=8,
    ).map("".join),
)


@settings(max_examples=500, deadline=None)
@given(URLS, URLS)
def test_addresses_never_raise_and_normal_is_stable(base: str, url: str) -> None:
    joined = join(base, url)
    assert joined == "" or is_web(joined)
    assert join(base, joined) == joined
    assert clean_link(clean_link(url)) == clean_link(url)
    key = normal(url)
    assert key == "" or normal(key) == key
    shown = host_shown(url)
    assert "@" not in shown and "/" not in shown
    assert bool(origin(url)) == is_web(url)


TITLES = st.text(st.characters(categories=["L", "Nd", "Sm"], exclude_characters="<"), min_size=1)


@settings(max_examples=100, deadline=None)
@given(
    st.lists(
        st.builds(
            OpmlOutline,
            TITLES,
            st.integers(0, 10**6).map("https://a.example/feed?a=1&b={}".format),
            st.just("https://a.example/"),
            st.lists(TITLES, max_size=3).map(tuple),
        ),
        unique_by=lambda each: each.url,
        max_size=12,
    )
)
def test_opml_comes_back_as_it_was_written(outlines: list[OpmlOutline]) -> None:
    written = write_opml("Lists & more", outlines, 1_700_000_000)
    assert read_opml(written.encode()) == tuple(outlines)
