"""Articles that go with an article, and when anything is due."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from desktop_app.core.articles import Article, BodyState, CommentsState
from desktop_app.core.comments import Posting, PostingKind, PostingState
from desktop_app.core.errors import AppError, ErrorKind
from desktop_app.core.ids import AccountId, ArticleId, PostingId, SourceId
from desktop_app.core.sources import Source
from desktop_app.core.work import run_now
from desktop_app.services.related import Related, chosen
from desktop_app.services.schedule import next_due, next_refresh
from tests.support.news_site import NOW, Desk, Newsroom, article, open_desk


def row(number: int, title: str, source: int = 1, url: str = "") -> Article:
    return Article(
        ArticleId(number),
        SourceId(source),
        str(number),
        url or f"https://a.example/{number}",
        title,
        "",
        "",
        NOW,
        None,
        NOW,
        None,
        None,
        None,
        CommentsState.UNKNOWN,
        None,
        False,
        False,
        BodyState.NONE,
    )


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    with open_desk(tmp_path) as made:
        yield made


def test_at_most_six_two_a_source_and_no_text_twice() -> None:
    shown = row(0, "Flood in Amman")
    candidates = (
        row(0, "Flood in Amman"),
        row(1, "flood in AMMAN!".rstrip("!"), 2),  # the same headline
        row(2, "Another", 1),
        row(3, "A third", 1),
        row(4, "One too many of its source", 1),
        row(5, "Copy", 3, "https://WWW.a.example/2/?utm_source=x"),  # the page of number 2
        *(row(each, f"Title {each}", each) for each in range(10, 20)),
    )
    assert [each.id for each in chosen(shown, candidates)] == [2, 3, 10, 11, 12, 13]
    assert chosen(shown, ()) == ()


def test_related_come_from_every_source(desk: Desk) -> None:
    for name, start in (("a", 0), ("b", 100)):
        desk.add(
            f"https://{name}.example/",
            Newsroom(
                [
                    replace(article(start), title=f"Reservoir collapse near Zarqa {name}"),
                    replace(article(start + 1), title=f"Something else {name}"),
                ]
            ),
        )
    run_now(desk.refresh.all())
    related = Related(desk.database)
    hits = run_now(desk.reading.search("zarqa"))
    first = next(each for each in hits if each.title.endswith("Zarqa a"))
    found = run_now(related.of(first.id))
    assert found[0].title == "Reservoir collapse near Zarqa b"
    with pytest.raises(AppError) as caught:
        run_now(related.of(ArticleId(99)))
    assert caught.value.kind is ErrorKind.NOT_FOUND


def source(due_at: int, gone: bool = False) -> Source:
    return Source(SourceId(1), "k", "b", "t", "h", due_at=due_at, gone=gone)


def posting(next_try_at: int, state: PostingState = PostingState.WAITING) -> Posting:
    return Posting(
        PostingId("1"),
        ArticleId(1),
        AccountId(1),
        PostingKind.COMMENT,
        "text",
        None,
        None,
        state,
        NOW,
        next_try_at=next_try_at,
    )


def test_the_next_moment_of_all() -> None:
    assert next_due([], [], NOW, 30) is None
    assert next_due([source(NOW + 60), source(NOW + 5, gone=True)], [], NOW, 30) == NOW + 60
    assert next_due([source(NOW + 60)], [posting(NOW + 9)], NOW, 30) == NOW + 9
    assert next_due([source(NOW - 60)], [posting(NOW - 9)], NOW, 30) == NOW
    assert next_due([source(NOW)], [posting(NOW + 9)], NOW, 0) == NOW + 9
    assert next_due([], [posting(NOW, PostingState.REFUSED)], NOW, 30) is None
    assert next_refresh([source(NOW)], NOW, 0) is None
