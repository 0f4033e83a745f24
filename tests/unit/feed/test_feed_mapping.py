"""From a typed feed to articles: keys, dates, bodies, pictures."""

from dataclasses import replace

from desktop_app.core.articles import BodyState, CommentsState, FoundArticle
from desktop_app.sources.feed.identity import keys
from desktop_app.sources.feed.mapping import comments, map_feed, read_feed
from desktop_app.sources.feed.wire import Enclosure, ParsedFeed, ParsedItem

URL = "https://news.example:8443/feed"
NOW = 1_740_817_800
ITEM = ParsedItem(
    id="1", url="https://news.example/one", title="One", published=NOW - 60, content="<p>Text</p>"
)


def mapped(*items: ParsedItem) -> tuple[FoundArticle, ...]:
    return map_feed(ParsedFeed("rss20", "News", items=items), URL, NOW).articles


def one(**changes: object) -> FoundArticle:
    (article,) = mapped(replace(ITEM, **changes))  # type: ignore[arg-type]
    return article


def test_the_key_is_the_first_thing_that_is_not_shared() -> None:
    same_id = replace(ITEM, url="https://www.news.example/two?utm_source=x")
    assert keys((ITEM, same_id), ("", "")) == (
        "https://news.example/one",
        "https://news.example/two",
    )
    nothing = replace(ITEM, id="", url="", enclosures=())
    first, second = keys((nothing, replace(nothing, title="Two")), ("body", "body"))
    assert first.startswith("sha256:") and first != second
    file = replace(nothing, enclosures=(Enclosure("https://news.example/a.mp3"),))
    assert keys((file,), ("",)) == ("https://news.example/a.mp3",)
    assert len(keys((replace(ITEM, id="x" * 5000),), ("",))[0]) < 100


def test_doubles_of_one_answer_become_one() -> None:
    assert len(mapped(ITEM, ITEM, ITEM)) == 1


def test_the_hash_sees_text_and_not_markup() -> None:
    before = one()
    assert one(content="<div class='new'><p>Text</p></div>").content_hash == before.content_hash
    assert one(content="<p>Texts</p>").content_hash != before.content_hash
    assert one(title="Two").content_hash != before.content_hash


def test_dates_of_broken_clocks_are_none() -> None:
    assert one(published=NOW + 3600).published_at == NOW + 3600
    assert one(published=NOW + 90_000).published_at is None
    assert one(published=0).published_at is None
    assert one(published=-(2**40)).published_at is None
    assert one(published=2**40).published_at is None
    assert one(updated=NOW).updated_at == NOW
    assert one(updated=ITEM.published).updated_at is None


def test_the_longer_text_is_the_body() -> None:
    article = one(summary="<p>Short</p>", content="<p>" + "long text " * 200 + "</p>")
    assert article.body_state is BodyState.FULL
    assert article.excerpt == "Short"
    assert one(content="<p>Text</p>").body_state is BodyState.EXCERPT
    assert one(content="", summary="x " * 800).body_state is BodyState.FULL
    assert (
        one(summary="<p>Short one</p>", content="<p>" + "much " * 20).body_state is BodyState.FULL
    )
    nothing = one(content="")
    assert (nothing.body, nothing.body_state) == (None, BodyState.NONE)


def test_excerpts_lose_what_feeds_add() -> None:
    text = "<p>News. [&#8230;]</p><p>The post <a href=/>One</a> appeared first on <a>News</a>.</p>"
    assert one(summary=text).excerpt == "News.…"
    assert len(one(summary="word " * 500).excerpt) <= 401


def test_relative_addresses_belong_to_the_article() -> None:
    article = one(content='<img src="a.jpg">', url="https://news.example/2024/one/")
    assert article.picture is not None
    assert article.picture.url == "https://news.example/2024/one/a.jpg"


def test_pictures_of_the_feed_come_before_those_of_the_body() -> None:
    files = tuple(
        Enclosure(f"https://news.example/{width}.jpg", "image/", width=width, height=width)
        for width in (150, 320, 1200, 4000)
    )
    picture = one(pictures=files, content='<img src="/b.jpg">').picture
    assert picture is not None
    assert (picture.url, picture.width) == ("https://news.example/1200.jpg", 1200)
    assert picture.thumbnail_url == "https://news.example/320.jpg"
    counter = Enclosure("https://news.example/c.gif", "image/", width=1, height=1)
    assert one(pictures=(counter,)).picture is None


def test_sounds_become_links_once() -> None:
    file = Enclosure("https://news.example/a.mp3", "audio/mpeg", 12_400_000, "3661")
    article = one(enclosures=(file,))
    assert article.body is not None
    assert (
        '<p class="audio"><a href="https://news.example/a.mp3">'
        "♪ 1:01:01 · 12.4 MB · news.example</a></p>" in article.body
    )
    inside = one(enclosures=(file,), content='<audio src="https://news.example/a.mp3"></audio>')
    assert inside.body is not None and inside.body.count("<a ") == 1


def test_an_item_without_title_or_link() -> None:
    article = one(title="", url="", content="<p>" + "several words " * 20 + "</p><p>more</p>")
    assert article.title.startswith("several words") and len(article.title) <= 101
    assert article.url == ""


def test_links_lose_their_tracking() -> None:
    assert one(url="https://news.example/one?utm_source=rss&id=2").url == (
        "https://news.example/one?id=2"
    )


def test_comments_of_an_item() -> None:
    article = one(comment_count=52, comments_feed="https://news.example/one/feed/")
    assert (article.comment_count, article.thread_key) == (52, "https://news.example/one/feed/")
    assert article.comments_state is CommentsState.UNKNOWN
    assert one().thread_key is None


def test_the_address_is_where_the_feed_was_found() -> None:
    feed = ParsedFeed("rss20", "", generator="https://wordpress.org/?v=6")
    found = map_feed(feed, URL, NOW).found
    assert (found.base_url, found.title) == (URL, "news.example:8443")
    assert found.home_url == "https://news.example:8443/"
    assert found.options == {"paging": "paged"}


def test_a_tree_of_comments() -> None:
    items = (
        ParsedItem(id="a", title="By: Ann", content="<p>first</p>", published=NOW),
        ParsedItem(id="b", author="Bob", summary="<h2>second</h2>", answers="a"),
        ParsedItem(id="c", author="Cy", content="third", answers="not here"),
    )
    first, second, third = comments(ParsedFeed("atom10", items=items), URL)
    assert (first.author_name, first.parent_remote_id, first.published_at) == ("Ann", None, NOW)
    assert (second.parent_remote_id, second.html) == ("a", "<p><b>second</b></p>")
    assert third.parent_remote_id is None


def test_a_title_of_ten_thousand_letters_and_one_of_tags() -> None:
    data = f"""<rss version="2.0"><channel><title>{"t" * 10_000}</title>
    <item><title>&lt;b&gt;&lt;i&gt;&lt;/i&gt;&lt;/b&gt;</title><guid>1</guid></item>
    <item><title>{"w" * 10_000}</title><guid>2</guid></item>
    <item><title>pay\u202egpj.exe</title><guid>3</guid></item></channel></rss>"""
    read = read_feed(data.encode(), "", URL, NOW)
    assert len(read.found.title) == 1000
    assert [len(article.title) for article in read.articles] == [0, 1000, 10]
