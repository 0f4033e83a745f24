"""Storing, reading back, flags, counts and pruning of articles."""

from dataclasses import replace

import pytest

from desktop_app.core.articles import (
    ArticleId,
    BodyState,
    CommentsState,
    ListKind,
    ListQuery,
    Picture,
)
from desktop_app.core.comments import Draft, DraftKey, DraftKind, ThreadDelta
from desktop_app.core.sources import SafeHtml, Source
from desktop_app.storage.articles import Articles
from desktop_app.storage.comments import Comments
from desktop_app.storage.database import Database
from desktop_app.storage.drafts import Drafts
from desktop_app.storage.search import Search
from desktop_app.storage.sources import Sources
from tests.support.found import found_article, found_comment, found_source

NOW = 1_760_000_000


def _ids(articles: Articles) -> list[int]:
    return [each.id for each in articles.page(ListQuery(ListKind.ALL), None).items]


def test_an_article_comes_back_as_it_was_found(articles: Articles, source: Source) -> None:
    picture = Picture("https://p/1.jpg", 800, 600, "alt", "caption", "https://p/1s.jpg")
    found = found_article(
        1,
        "one two three",
        author="Ann",
        updated_at=5,
        language="ar",
        picture=picture,
        comment_count=3,
        comments_state=CommentsState.OPEN,
        thread_key="key",
    )
    (id_,) = articles.store(source.id, [found], NOW).new
    stored = articles.get(id_)
    assert stored is not None
    for name in ("remote_id", "url", "title", "excerpt", "author", "published_at", "updated_at",
                 "language", "picture", "comment_count", "comments_state", "thread_key",
                 "body_state"):  # fmt: skip
        assert getattr(stored, name) == getattr(found, name), name
    assert (stored.seen_at, stored.read, stored.saved) == (NOW, False, False)
    assert (stored.date_guessed, stored.words) == (False, 3)
    body = articles.body(id_)
    assert body is not None
    assert (body.html, body.state, body.fetched_at) == ("<p>one two three</p>", BodyState.FULL, NOW)


def test_storing_again_changes_nothing_and_says_so(articles: Articles, source: Source) -> None:
    found = [found_article(number) for number in range(5)]
    first = articles.store(source.id, found, NOW)
    again = articles.store(source.id, found, NOW + 60)
    assert len(first.new) == 5
    assert (again.new, again.changed) == ((), ())


def test_an_edit_is_told_and_keeps_what_the_reader_did(
    articles: Articles, source: Source, search: Search
) -> None:
    (id_,) = articles.store(source.id, [found_article(1, "old words")], NOW).new
    articles.set_read([id_], True)
    articles.set_saved([id_], True)
    edited = found_article(1, "fresh words", title="Corrected", content_hash="other")
    report = articles.store(source.id, [edited], NOW + 60)
    assert (report.new, report.changed) == ((), (id_,))
    stored = articles.get(id_)
    assert stored is not None
    assert (stored.title, stored.read, stored.saved) == ("Corrected", True, True)
    assert stored.seen_at == NOW
    assert search.find("old") == ()
    assert search.find("headline") == ()
    assert [each.id for each in search.find("fresh corrected")] == [id_]


def test_silence_does_not_erase(articles: Articles, source: Source) -> None:
    full = found_article(
        1, picture=Picture("https://p/"), comment_count=4, thread_key="k", language="he",
        comments_state=CommentsState.CLOSED, section_ids=("7",),
    )  # fmt: skip
    (id_,) = articles.store(source.id, [full], NOW).new
    bare = found_article(1, None, published_at=None)
    articles.store(source.id, [bare], NOW + 60)
    stored = articles.get(id_)
    assert stored is not None
    assert stored.published_at == full.published_at
    assert not stored.date_guessed
    assert (stored.picture, stored.comment_count, stored.thread_key, stored.language) == (
        full.picture, 4, "k", "he",
    )  # fmt: skip
    assert stored.comments_state is CommentsState.CLOSED
    assert stored.body_state is BodyState.FULL


def test_an_excerpt_never_replaces_the_whole_text(articles: Articles, source: Source) -> None:
    excerpt = found_article(1, "short", body_state=BodyState.EXCERPT)
    (id_,) = articles.store(source.id, [excerpt], NOW).new
    assert articles.store_body(id_, found_article(1, "all of it", content_hash="page"), NOW)
    report = articles.store(source.id, [excerpt], NOW + 60)
    body = articles.body(id_)
    assert body is not None
    assert (body.html, body.state) == ("<p>all of it</p>", BodyState.FULL)
    assert report.changed == ()  # the hash of the list's own text was kept


def test_a_better_text_replaces_an_excerpt_and_is_searched(
    articles: Articles, source: Source, search: Search
) -> None:
    found = found_article(1, None, excerpt="only this")
    (id_,) = articles.store(source.id, [found], NOW).new
    assert articles.body(id_) is None
    assert [each.id for each in search.find("only this")] == [id_]
    articles.store_body(id_, found_article(1, "zebra"), NOW)
    assert [each.id for each in search.find("zebra")] == [id_]


def test_a_protected_article_is_marked(articles: Articles, source: Source) -> None:
    (id_,) = articles.store(source.id, [found_article(1, None)], NOW).new
    articles.store_body(id_, found_article(1, None, body_state=BodyState.PROTECTED), NOW)
    stored = articles.get(id_)
    assert stored is not None
    assert stored.body_state is BodyState.PROTECTED
    assert articles.store_body(ArticleId(99), found_article(1), NOW) is False


def test_of_duplicate_ids_the_first_counts(articles: Articles, source: Source) -> None:
    report = articles.store(
        source.id, [found_article(1, title="First"), found_article(1, title="Second")], NOW
    )
    assert [each.title for each in articles.get_many(report.new)] == ["First"]


def test_ids_rise_with_dates_and_undated_ones_keep_the_order_of_the_list(
    articles: Articles, source: Source
) -> None:
    dated = [found_article(number) for number in (3, 1, 2)]
    articles.store(source.id, dated, NOW)
    assert [each.remote_id for each in articles.get_many(map(ArticleId, (1, 2, 3)))] == [
        "1", "2", "3",
    ]  # fmt: skip
    undated = [found_article(number, published_at=None) for number in (12, 11, 10)]
    articles.store(source.id, undated, NOW)
    items = articles.page(ListQuery(ListKind.ALL), None).items
    assert [each.remote_id for each in items] == ["12", "11", "10", "3", "2", "1"]
    assert items[0].date_guessed
    assert items[0].published_at == NOW


def test_a_real_date_replaces_a_guessed_one(articles: Articles, source: Source) -> None:
    (id_,) = articles.store(
        source.id, [found_article(1, published_at=None, section_ids=("3",))], NOW
    ).new
    articles.store(source.id, [found_article(1, section_ids=("3",))], NOW)
    stored = articles.get(id_)
    assert stored is not None
    assert (stored.published_at, stored.date_guessed) == (1_700_000_001, False)


@pytest.mark.parametrize("number", [2**63, -(2**63) - 1, 10**400, 0, -1])
def test_numbers_of_any_size_are_stored(articles: Articles, source: Source, number: int) -> None:
    found = found_article(
        1, published_at=number, updated_at=number, comment_count=number,
        picture=Picture("https://p/", number, number),
    )  # fmt: skip
    (id_,) = articles.store(source.id, [found], NOW).new
    stored = articles.get(id_)
    assert stored is not None
    assert abs(stored.published_at) <= 2**62


def test_texts_that_are_no_unicode_are_stored(articles: Articles, source: Source) -> None:
    found = found_article(1, "half \udc00 pair\0", title="\ud83d alone", tags=("\ud800",))
    (id_,) = articles.store(source.id, [found], NOW).new
    stored = articles.get(id_)
    assert stored is not None
    assert stored.title == "\N{REPLACEMENT CHARACTER} alone"
    assert articles.store(source.id, [found], NOW).changed == ()


def test_by_remote_tells_what_is_known(articles: Articles, source: Source) -> None:
    report = articles.store(source.id, [found_article(1), found_article(2)], NOW)
    articles.set_read(report.new[:1], True)
    known = articles.by_remote(source.id, ["1", "2", "3"])
    assert set(known) == {"1", "2"}
    assert (known["1"].read, known["2"].read, known["2"].content_hash) == (True, False, "hash 2")


def test_flags_tell_only_what_changed(articles: Articles, source: Source) -> None:
    new = articles.store(source.id, [found_article(number) for number in range(4)], NOW).new
    assert articles.set_read(new[:2], True) == new[:2]
    assert articles.set_read(new, True) == new[2:]
    assert articles.set_read(new, True) == ()
    assert articles.set_saved([*new[:1], ArticleId(99)], True) == new[:1]


def test_the_place_in_the_text_is_kept(articles: Articles, source: Source) -> None:
    (id_,) = articles.store(source.id, [found_article(1)], NOW).new
    articles.keep_position(id_, 0.25)
    articles.keep_position(id_, 7.0)
    articles.keep_position(ArticleId(99), 0.5)
    body = articles.body(id_)
    assert body is not None
    assert body.reading_position == 1.0


def test_counts(articles: Articles, sources: Sources, source: Source) -> None:
    muted = sources.add(found_source(2), None, 0)
    hidden = sources.add(found_source(3), None, 0)
    new = articles.store(source.id, [found_article(number) for number in range(10)], NOW).new
    for other in (muted, hidden):
        extra = articles.store(other.id, [found_article(number) for number in range(3)], NOW).new
        articles.set_saved(extra[:1], True)
    articles.set_read(new[:4], True)
    articles.set_saved(new[:2], True)
    sources.update(muted.id, muted=True)
    sources.remove(hidden.id)
    counts = articles.counts(1_700_000_008)
    assert (counts.today, counts.unread, counts.saved, counts.conversations) == (2, 6, 3, 0)
    assert counts.by_source == {source.id: 6, muted.id: 3}


def test_oldest(articles: Articles, source: Source) -> None:
    assert articles.oldest(source.id, None) is None
    found = [found_article(number, section_ids=("5",) if number > 3 else ()) for number in range(9)]
    articles.store(source.id, [*found, found_article(50, published_at=None)], 5)
    assert articles.oldest(source.id, None) == (1_700_000_000, "0")
    assert articles.oldest(source.id, "5") == (1_700_000_004, "4")
    assert articles.oldest(source.id, "6") is None


def test_removing_takes_text_thread_and_index_along(
    articles: Articles, source: Source, comments: Comments, search: Search, database: Database
) -> None:
    found = [found_article(n, section_ids=("1",), tags=("News",)) for n in range(3)]
    new = articles.store(source.id, found, NOW).new
    comments.store(new[0], ThreadDelta((found_comment(1),), 1, True), NOW, frozenset())
    assert articles.remove([new[0], ArticleId(99)]) == (new[0],)
    assert articles.body(new[0]) is None
    assert comments.thread(new[0]) == ()
    assert len(search.find("headline")) == 2
    with database.read() as connection:
        for table in ("article_section", "article_tag", "thread"):
            rows = connection.execute(
                f"select count(*) from {table} where article_id = ?", new[:1]
            ).fetchone()
            assert rows == (0,), table


def test_ids_are_never_used_twice(articles: Articles, source: Source) -> None:
    first = articles.store(source.id, [found_article(1)], NOW).new
    articles.remove(first)
    assert articles.store(source.id, [found_article(1)], NOW).new > first


def test_pruning_keeps_what_matters(
    articles: Articles, source: Source, comments: Comments, database: Database
) -> None:
    new = articles.store(source.id, [found_article(n) for n in range(230)], NOW - 100).new
    articles.set_saved(new[:1], True)
    mine = found_comment(1, author_remote_id="me")
    comments.store(new[1], ThreadDelta((mine,), 1, True), NOW, frozenset({"me"}))
    Drafts(database).put(Draft(DraftKey(new[2], DraftKind.COMMENT), "words", NOW))
    gone: list[ArticleId] = []
    while slice_ := articles.prune(NOW, NOW, limit=10):
        assert len(slice_) <= 10
        gone += slice_
    assert gone == list(new[3:30])  # the newest 200 stay
    assert len(_ids(articles)) == 200 and set(new[:3]) <= set(
        articles.matching_ids(ListQuery(ListKind.ALL), False)
    )


def test_pruning_keeps_what_was_first_seen_lately(articles: Articles, source: Source) -> None:
    articles.store(source.id, [found_article(n) for n in range(210)], NOW)
    assert articles.prune(NOW - 1, NOW) == ()


def test_small_setters(articles: Articles, source: Source) -> None:
    (id_,) = articles.store(source.id, [found_article(1)], NOW).new
    before = articles.get(id_)
    articles.set_comment_count(id_, 9)
    articles.set_comments_state(id_, CommentsState.CLOSED)
    articles.set_thread_key(id_, "k2")
    assert before is not None
    assert articles.get(id_) == replace(
        before, comment_count=9, comments_state=CommentsState.CLOSED, thread_key="k2"
    )


def test_by_url(articles: Articles, source: Source) -> None:
    (id_,) = articles.store(source.id, [found_article(1)], NOW).new
    stored = articles.by_url("https://site.example.org/1")
    assert stored is not None
    assert stored.id == id_
    assert articles.by_url("https://site.example.org/2") is None


def test_sections_follow_an_edit(articles: Articles, sources: Sources, source: Source) -> None:
    articles.store(source.id, [found_article(1, section_ids=("a", "b"))], NOW)
    articles.store(source.id, [found_article(1, section_ids=("b", "c"))], NOW)
    with sources._db.read() as connection:
        rows = connection.execute(
            """select s.remote_id from article_section l join section s on s.id = l.section_id
            order by 1"""
        ).fetchall()
    assert [row[0] for row in rows] == ["b", "c"]
    assert sources.sections(source.id) == ()  # not before the source has listed them


def test_an_empty_body_counts_as_given(articles: Articles, source: Source) -> None:
    found = found_article(1, None, body=SafeHtml(""), body_state=BodyState.FULL)
    (id_,) = articles.store(source.id, [found], NOW).new
    body = articles.body(id_)
    assert body is not None
    assert body.html == ""
