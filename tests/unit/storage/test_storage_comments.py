"""Threads, own comments and conversations."""

import pytest

from desktop_app.core.articles import ArticleId
from desktop_app.core.comments import (
    CommentState,
    Posting,
    PostingKind,
    PostingState,
    ThreadDelta,
)
from desktop_app.core.ids import AccountId, PostingId
from desktop_app.core.sources import Source
from desktop_app.storage.articles import Articles
from desktop_app.storage.comments import Comments
from desktop_app.storage.database import Database
from desktop_app.storage.outbox import OutboxTable
from desktop_app.storage.sources import Sources
from tests.support.found import found_article, found_comment

ME = frozenset({"me"})
NOBODY: frozenset[str] = frozenset()


@pytest.fixture
def article(articles: Articles, source: Source) -> ArticleId:
    return articles.store(source.id, [found_article(1)], 0).new[0]


def _delta(*numbers: int, complete: bool = True) -> ThreadDelta:
    return ThreadDelta(tuple(found_comment(n) for n in numbers), len(numbers), complete)


def _remotes(comments: Comments, article: ArticleId) -> list[str]:
    return [each.remote_id for each in comments.thread(article)]


def test_a_comment_comes_back_as_it_was_found(comments: Comments, article: ArticleId) -> None:
    found = found_comment(
        1, parent_remote_id="9", edited_at=5, badge="author", permalink="https://c/1", score=-3
    )
    assert comments.store(article, ThreadDelta((found,), 1, True), 100, NOBODY)
    (stored,) = comments.thread(article)
    same = "remote_id parent_remote_id author_name author_remote_id html plain published_at state"
    for name in (*same.split(), "edited_at", "badge", "permalink", "score"):
        assert getattr(stored, name) == getattr(found, name), name
    assert (stored.first_seen_at, stored.is_mine) == (100, False)
    assert comments.get(article, "1") == stored
    assert comments.get(article, "2") is None


def test_the_same_answer_changes_nothing(comments: Comments, article: ArticleId) -> None:
    assert comments.store(article, _delta(1, 2), 100, NOBODY)
    assert not comments.store(article, _delta(1, 2), 200, NOBODY)
    assert comments.info(article).fetched_at == 200
    edited = found_comment(2, plain="Edited")
    assert comments.store(article, ThreadDelta((edited,), None, False), 300, NOBODY)
    info = comments.info(article)
    assert (info.total, info.complete) == (2, True)
    assert comments.thread(article)[1].first_seen_at == 100


def test_what_a_complete_answer_lacks_is_gone(comments: Comments, article: ArticleId) -> None:
    comments.store(article, _delta(1, 2, 3), 100, NOBODY)
    assert not comments.store(article, _delta(1, complete=False), 200, NOBODY)
    assert _remotes(comments, article) == ["1", "2", "3"]
    assert comments.store(article, _delta(1, 3), 300, NOBODY)
    assert _remotes(comments, article) == ["1", "3"]


def test_an_own_held_comment_survives_a_list_without_it(
    comments: Comments, article: ArticleId
) -> None:
    held = found_comment(7, author_remote_id="me", state=CommentState.HELD)
    comments.upsert(article, held, 100, ME)
    foreign = found_comment(8, state=CommentState.HELD)
    comments.store(article, ThreadDelta((foreign,), 1, False), 100, ME)
    comments.store(article, _delta(1), 200, ME)
    assert _remotes(comments, article) == ["1", "7"]
    shown = found_comment(7, author_remote_id="me")
    comments.store(article, ThreadDelta((shown,), 1, True), 300, ME)
    comments.store(article, _delta(1), 400, ME)
    assert _remotes(comments, article) == ["1"]


def test_a_comment_stays_mine_after_signing_out(comments: Comments, article: ArticleId) -> None:
    mine = found_comment(7, author_remote_id="me")
    comments.store(article, ThreadDelta((mine,), 1, True), 100, ME)
    assert not comments.store(article, ThreadDelta((mine,), 1, True), 200, NOBODY)
    assert [each.remote_id for each in comments.mine([article])] == ["7"]


def test_duplicates_and_undated_comments(comments: Comments, article: ArticleId) -> None:
    undated = found_comment(1, published_at=None)
    delta = ThreadDelta((undated, found_comment(1, plain="second")), 2, True)
    comments.store(article, delta, 100, NOBODY)
    assert not comments.store(article, ThreadDelta((undated,), 2, True), 500, NOBODY)
    (stored,) = comments.thread(article)
    assert (stored.plain, stored.published_at) == ("Comment 1", 100)


def test_numbers_and_texts_out_of_range(comments: Comments, article: ArticleId) -> None:
    odd = found_comment(1, score=2**70, published_at=-(2**70), edited_at=2**63, plain="\udfff\0")
    comments.store(article, ThreadDelta((odd,), 2**64, True), 100, NOBODY)
    assert len(comments.thread(article)) == 1


def test_a_thread_of_an_article_that_went_is_dropped(comments: Comments) -> None:
    gone = ArticleId(99)
    assert not comments.store(gone, _delta(1), 100, NOBODY)
    comments.upsert(gone, found_comment(1), 100, NOBODY)
    comments.visit(gone, 100)
    assert comments.thread(gone) == ()
    assert comments.info(gone).fetched_at is None


def _posting(article: ArticleId, state: PostingState = PostingState.WAITING) -> Posting:
    return Posting(
        PostingId(f"id {state.value}"), article, AccountId(1), PostingKind.COMMENT, "text", None,
        None, state, 500,
    )  # fmt: skip


def test_conversations_count_what_is_new_and_what_waits(
    database: Database, articles: Articles, sources: Sources, comments: Comments, source: Source
) -> None:
    quiet, lively, waiting, foreign = articles.store(
        source.id, [found_article(number) for number in range(4)], 0
    ).new
    mine = found_comment(1, author_remote_id="me")
    for article in (quiet, lively):
        comments.store(article, ThreadDelta((mine,), 1, True), 100, ME)
        comments.visit(article, 150)
    comments.store(lively, _delta(2, 3, complete=False), 200, ME)
    comments.store(foreign, _delta(4), 200, ME)
    OutboxTable(database).add(_posting(waiting, PostingState.REFUSED))
    OutboxTable(database).add(_posting(quiet, PostingState.PUBLISHED))
    rows = {row.article.id: row for row in comments.conversations()}
    assert set(rows) == {quiet, lively, waiting}
    assert (rows[quiet].new_count, rows[quiet].waiting, rows[quiet].mine_count) == (0, 0, 1)
    assert (rows[lively].new_count, rows[lively].last_at) == (2, 1_700_000_003)
    assert (rows[waiting].waiting, rows[waiting].last_at) == (1, 500)
    assert articles.counts(0).conversations == 2
    comments.visit(lively, 250)
    assert articles.counts(0).conversations == 1
    sources.remove(source.id)
    assert comments.conversations() == ()
    assert articles.counts(0).conversations == 0


def test_removing_one(comments: Comments, article: ArticleId) -> None:
    comments.store(article, _delta(1, 2), 100, NOBODY)
    comments.remove(article, "1")
    comments.remove(article, "77")
    assert _remotes(comments, article) == ["2"]
