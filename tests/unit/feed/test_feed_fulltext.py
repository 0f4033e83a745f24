"""The text of an article out of its page."""

import pytest

from desktop_app.core.articles import BodyState, FoundArticle
from desktop_app.core.errors import AppError, ErrorKind
from desktop_app.sources.feed.fulltext import extract
from desktop_app.text.clean import body_pictures

URL = "https://news.example/2024/story"
TEXT = "A sentence of this article that says something, with commas, and goes on. "
HEBREW = "זה משפט במאמר הזה, שאומר משהו, עם פסיקים, והוא ממשיך עוד קצת. "


def extracted(body: str, head: str = "", html: str = 'lang="en"') -> FoundArticle:
    nav = "<nav><ul><li><a href=/a>Home</a><li><a href=/b>World</a></ul></nav>"
    page = (
        f"<!DOCTYPE html><html {html}><head><title>Site</title>{head}</head><body>{nav}"
        f"<article>{body}</article><footer>Imprint</footer></body></html>"
    )
    return extract(page.encode(), "text/html; charset=utf-8", URL)


def test_everything_of_the_article_and_nothing_around_it() -> None:
    found = extracted(
        f"<h1>Head</h1><p>{TEXT * 4}</p>"
        "<figure><img src=/a.jpg width=640 height=480><figcaption>Cap</figcaption></figure>"
        f"<h2>Part</h2><p>{TEXT * 4}</p><blockquote><p>{TEXT}</p></blockquote>"
        f"<ul><li>{TEXT}</li></ul><table><tr><td>{TEXT}<td>2</table><pre>code()</pre>"
        f"<p>{TEXT * 3}</p>"
    )
    assert found.body is not None and found.body_state is BodyState.FULL
    for part in ("<blockquote>", "<ul>", "<table>", "<pre>", "<h2>Part</h2>", 'class="cap">Cap'):
        assert part in found.body
    assert "Home" not in found.plain and "Imprint" not in found.plain
    (picture,) = body_pictures(found.body)
    assert (picture.caption, picture.width, picture.height) == ("Cap", 640, 480)


def test_lazy_pictures_survive_the_extraction() -> None:
    found = extracted(
        f"<p>{TEXT * 5}</p><div><img src='data:image/gif;base64,R0' data-src='/late.jpg'></div>"
        f"<p>{TEXT * 5}</p><p><img src='/blank.gif'><noscript><img src='/no.jpg'></noscript></p>"
        f"<p>{TEXT * 5}</p><picture><source srcset='/p.webp 800w' type='image/webp'>"
        f"<img src='/p.jpg'></picture><p>{TEXT}</p>"
    )
    assert found.body is not None
    assert [each.url.rpartition("/")[2] for each in body_pictures(found.body)] == [
        "late.jpg",
        "no.jpg",
        "p.webp",
    ]


def test_title_author_and_date_are_cut_from_the_start() -> None:
    head = """<meta property="og:title" content="The Head"><meta name="author" content="Ann O.">"""
    found = extracted(
        f"<h1>The head</h1><p>By Ann O., Amman</p><p>March 1, 2025</p><p>{TEXT * 8}</p>", head
    )
    assert found.plain.startswith("A sentence")
    assert (found.title, found.author) == ("The Head", "Ann O.")


def test_a_first_sentence_that_speaks_of_somebody_stays() -> None:
    head = '<meta name="author" content="Ann">'
    found = extracted(f"<p>Ann met a bear.</p><p>{TEXT * 8}</p>", head)
    assert found.plain.startswith("Ann met a bear.")


def test_what_the_page_says_of_itself() -> None:
    head = """<script type="application/ld+json">{"@graph": [{"@type": "WebSite", "name": "no"},
    {"@type": ["NewsArticle"], "headline": "H &amp; L", "author": [{"name": "A"}, "B", {"x": 1}],
     "datePublished": "2025-03-01T08:30:00Z", "dateModified": "2025-03-01T09:30:00Z",
     "image": [{"url": "/i.jpg"}], "isAccessibleForFree": "False"}]}</script>
    <script type="application/ld+json">{broken</script>
    <meta property="og:description" content="E &amp;amp; F">"""
    found = extracted(f"<p>{TEXT * 8}</p>", head)
    assert (found.title, found.author, found.excerpt) == ("H & L", "A, B", "E & F")
    assert (found.published_at, found.updated_at) == (1_740_817_800, 1_740_821_400)
    assert found.picture is not None and found.picture.url == "https://news.example/i.jpg"
    assert found.body_state is BodyState.EXCERPT  # only subscribers see all
    assert found.language == "en"


def test_the_direction_of_the_page_is_kept() -> None:
    found = extracted(f"<p>{HEBREW * 8}</p>", html='lang="he" dir="rtl"')
    assert found.body is not None and found.body.startswith('<p dir="rtl">')
    assert found.language == "he"


@pytest.mark.parametrize(
    ("encoding", "header", "meta"),
    [
        ("windows-1255", "text/html; charset=windows-1255", ""),
        ("windows-1255", "text/html", '<meta charset="windows-1255">'),
        ("windows-1255", "text/html", ""),
        ("utf-8", "text/html", ""),
        ("utf-8", "text/html; charset=nonsense", ""),
        ("utf-8-sig", "", ""),
        ("utf-16", "text/html", ""),
    ],
)
def test_encodings(encoding: str, header: str, meta: str) -> None:
    html = f"<html lang='he'><head>{meta}</head><body><article><p>{HEBREW * 8}</p></article>"
    assert "זה משפט" in extract(html.encode(encoding), header, URL).plain


def test_too_little_is_nothing() -> None:
    found = extracted("<p>Please enable JavaScript and disable any ad blocker</p>")
    assert (found.body, found.plain, found.body_state) == (None, "", BodyState.EXCERPT)


@pytest.mark.parametrize(
    ("data", "header"),
    [
        (b"%PDF-1.7", "application/pdf"),
        (b"", "text/html"),
        (b"  ", ""),
        (b"{}", "application/json"),
    ],
)
def test_files_that_are_no_pages(data: bytes, header: str) -> None:
    with pytest.raises(AppError) as caught:
        extract(data, header, URL)
    assert caught.value.kind is ErrorKind.BAD_ANSWER


def test_hostile_pages_end() -> None:
    for html in ("<div>" * 50_000, "<p>x" * 100_000, "<table><tr><td>" * 5_000, "<!--" * 100_000):
        page = f"<html><body>{html}<p>{TEXT * 8}</p>"
        extract(page.encode(), "text/html", URL)
