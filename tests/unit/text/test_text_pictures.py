"""Which file of a picture is taken, and what is no picture at all."""

import pytest

from desktop_app.core.articles import Picture
from desktop_app.core.sources import SafeHtml
from desktop_app.text.clean import body_pictures, clean_html, without_lead
from desktop_app.text.pictures import decode, encode, is_counter

BASE = "https://news.example/2024/story"


def sources(html: str) -> list[str]:
    cleaned = clean_html(html, BASE)
    assert clean_html(cleaned, "https://other.example/") == cleaned
    return [picture.url for picture in body_pictures(cleaned)]


@pytest.mark.parametrize(
    ("html", "taken"),
    [
        ('<img src="/a.jpg">', "https://news.example/a.jpg"),
        ('<img src="//cdn.example/a.jpg">', "https://cdn.example/a.jpg"),
        ('<img src="a b.jpg">', "https://news.example/2024/a%20b.jpg"),
        ('<img src="data:image/gif;base64,R0" data-src="/a.jpg">', "https://news.example/a.jpg"),
        ('<img src="/blank.gif" data-lazy-src="/a.jpg">', "https://news.example/a.jpg"),
        ('<img src="/s.jpg" data-original="/a.jpg">', "https://news.example/a.jpg"),
        ('<img src="/s.jpg" srcset="/1.jpg 300w, /2.jpg 1200w, /3.jpg 3000w">',
         "https://news.example/2.jpg"),
        ('<img src="/s.jpg" srcset="/1.jpg, /2.jpg 2x">', "https://news.example/2.jpg"),
        ('<img srcset="/w_1,h_2/a.jpg 2000w">', "https://news.example/w_1,h_2/a.jpg"),
        ('<picture><source type="image/avif" srcset="/a.avif 800w">'
         '<source type="image/webp" srcset="/a.webp 800w"><img src="/a.jpg"></picture>',
         "https://news.example/a.webp"),
        ('<img src="/spacer.gif"><noscript><img src="/a.jpg"></noscript>',
         "https://news.example/a.jpg"),
        ('<img src="/x.gif" data-src="/a.jpg"><noscript><img src="/b.jpg"></noscript>',
         "https://news.example/a.jpg"),
        ('<amp-img src="/a.jpg"></amp-img>', "https://news.example/a.jpg"),
    ],
)  # fmt: skip
def test_the_best_file(html: str, taken: str) -> None:
    assert sources(html) == [taken]


@pytest.mark.parametrize(
    "html",
    [
        '<img src="/a.gif" width="1" height="1">',
        '<img src="/a.gif" width="0">',
        '<img src="/a.gif" style="width:1px;height:1px">x',
        '<img src="https://feeds.feedburner.com/~r/x/~4/y">',
        '<img src="https://stats.wordpress.com/b.gif?x=1">',
        '<img src="https://ad.doubleclick.net/x.png">',
        '<img src="https://x.example/pixel?id=1">',
        '<img src="https://x.example/pixel.gif">',
        '<img src="data:image/png;base64,AAAA">',
        '<img src="file:///etc/passwd">',
        '<img src=":/icons/x.png">',
        '<img src="\\\\srv\\share\\x.png">',
        '<img src="javascript:x">',
        '<img src="qrc:/x.png">',
        '<img src="pic:file%3A%2F%2F%2Fetc%2Fpasswd">',
        "<img>",
        '<img alt="x" src="">',
    ],
)
def test_what_is_no_picture(html: str) -> None:
    assert sources(html) == []


def test_a_phone_is_no_counter() -> None:
    assert not is_counter("https://x.example/pixel-9-review.jpg")


def test_sizes_and_descriptions() -> None:
    html = clean_html(
        '<img src="/a.jpg" width="640px" height=480 alt=\'A "B" &lt;c&gt;\'>'
        '<img src="/b.jpg" style="width:300px" width="100%"><img src="/c.jpg" width=99999>',
        BASE,
    )
    assert body_pictures(html) == (
        Picture("https://news.example/a.jpg", 640, 480, 'A "B" c'),
        Picture("https://news.example/b.jpg", 300),
        Picture("https://news.example/c.jpg"),
    )


def test_captions_belong_to_their_picture() -> None:
    figure = (
        '<figure><a href="/large.jpg"><img src="/a.jpg"></a>'
        '<figcaption>A <i>view</i> <span class="credit">Photo: X</span></figcaption></figure>'
    )
    html = clean_html(figure, BASE)
    assert html == (
        '<p class="pic"><a href="https://news.example/large.jpg">'
        f'<img src="{encode("https://news.example/a.jpg")}" alt=""></a></p>'
        '<p class="cap">A <i>view</i> Photo: X</p>'
    )
    assert body_pictures(html)[0].caption == "A view Photo: X"
    old = '<div class="wp-caption"><img src="/a.jpg"><p class="wp-caption-text">Old</p></div>'
    assert body_pictures(clean_html(old, BASE))[0].caption == "Old"


def test_smileys_are_letters_and_icons_stand_in_the_line() -> None:
    assert clean_html('a <img class="wp-smiley" alt="😀" src="/s.png"> b', BASE) == "<p>a 😀 b</p>"
    html = clean_html('a <img src="/i.png" width=16 height=16> b', BASE)
    assert html.startswith('<p>a <img src="pic:') and html.endswith("> b</p>")
    assert body_pictures(html) == ()


def test_the_lead_picture_is_not_shown_twice() -> None:
    html = clean_html(
        '<figure><img src="/wp-content/uploads/a-1024x683.jpg"><figcaption>c</figcaption></figure>'
        "<p>text</p><img src='/b.jpg'>",
        BASE,
    )
    rest = without_lead(html, "https://cdn.example/x/wp-content/uploads/a-scaled.jpg")
    assert rest == html[html.index("<p>text") :]
    assert without_lead(html, "https://news.example/other.jpg") == html
    assert without_lead(SafeHtml("<p>a</p>"), "https://news.example/b.jpg") == "<p>a</p>"


def test_addresses_survive_the_scheme() -> None:
    for url in ("https://x.example/a?b=1&c=%20d", "http://x.example/é"):
        assert decode(encode(url)) == url
    assert decode("pic:javascript%3Ax") == ""
    assert decode("https://x.example/") == ""
