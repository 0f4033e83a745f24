"""Players and frames become links."""

import pytest

from desktop_app.text.clean import clean_html
from desktop_app.text.pictures import encode

BASE = "https://news.example/story"
WATCH = "https://www.youtube.com/watch?v=dQw4w9WgXcQ"
POSTER = encode("https://i.ytimg.com/vi/dQw4w9WgXcQ/hqdefault.jpg")


@pytest.mark.parametrize(
    "address",
    [
        "https://www.youtube.com/embed/dQw4w9WgXcQ?rel=0",
        "//www.youtube-nocookie.com/embed/dQw4w9WgXcQ",
        "https://youtu.be/dQw4w9WgXcQ",
        "https://www.youtube.com/watch?v=dQw4w9WgXcQ&t=3",
    ],
)
def test_youtube(address: str) -> None:
    html = clean_html(f'<iframe src="{address}">old browser</iframe>', BASE)
    assert html == (
        f'<p class="pic"><a href="{WATCH}"><img src="{POSTER}" alt=""></a></p>'
        f'<p class="video"><a href="{WATCH}">▶ youtube.com</a></p>'
    )


@pytest.mark.parametrize(
    ("html", "link"),
    [
        ('<iframe src="https://player.vimeo.com/video/76979871" title="T"></iframe>',
         '<p class="video"><a href="https://vimeo.com/76979871">▶ T · vimeo.com</a></p>'),
        ('<iframe data-src="https://dailymotion.com/e/x" src="about:blank"></iframe>',
         '<p class="video"><a href="https://dailymotion.com/e/x">▶ dailymotion.com</a></p>'),
        ('<iframe src="https://w.soundcloud.com/p?u=x"></iframe>',
         '<p class="audio"><a href="https://w.soundcloud.com/p?u=x">♪ w.soundcloud.com</a></p>'),
        ('<iframe src="/map"></iframe>',
         '<p class="embed"><a href="https://news.example/map">↗ news.example</a></p>'),
        ('<audio><source src="/a.mp3">no audio</audio>',
         '<p class="audio"><a href="https://news.example/a.mp3">♪ news.example</a></p>'),
        ('<object data="/x.swf"><p>fallback</p></object>',
         '<p class="embed"><a href="https://news.example/x.swf">↗ news.example</a></p>'),
        ("<object><p>fallback</p></object>", "<p>fallback</p>"),
        ('<iframe src="javascript:alert(1)">x</iframe>', ""),
        ('<iframe srcdoc="<script>x</script>"></iframe>', ""),
        ('<iframe src="https://www.googletagmanager.com/ns.html"></iframe>', ""),
        ("<video>no file</video>", ""),
    ],
)  # fmt: skip
def test_links(html: str, link: str) -> None:
    assert clean_html(html, BASE) == link
    assert clean_html(link, "https://other.example/") == link


def test_a_video_shows_its_poster() -> None:
    html = clean_html('<video poster="/p.jpg" src="/v.mp4"></video>', BASE)
    assert encode("https://news.example/p.jpg") in html
    assert html.count('href="https://news.example/v.mp4"') == 2


def test_the_same_player_stands_once() -> None:
    player = '<audio src="/a.mp3"></audio>'
    assert clean_html(player * 3, BASE).count("<a ") == 1
