"""Two stories that a later article makes one, while the reader looks at them."""

import time

import pytest

from desktop_app.core.articles import FoundArticle, ListKind
from desktop_app.core.ids import ArticleId
from desktop_app.core.sources import SafeHtml
from desktop_app.core.work import run_now
from tests.gui.test_stories_window import Desk, arrive, desk
from tests.support.told_stories import BOTH, FIRE, FLATS

__all__ = ["desk"]  # a fixture


def written(number: int, title: str, text: str) -> FoundArticle:
    """Write an article of ``number`` seconds after the first one."""
    return FoundArticle(
        remote_id=f"tied-{number}",
        url=f"https://paper.example/tied-{number}",
        title=title,
        published_at=int(time.time()) - 60 + number,
        body=SafeHtml(f"<p>{text}</p>"),
        plain=text,
        language="en",
    )


@pytest.fixture
def pair(desk: Desk) -> tuple[ArticleId, ArticleId]:
    """Two stories of one article each, both in sight."""
    one = arrive(desk, written(1, "Warehouse fire in Calder Bay", FIRE), 1)
    two = arrive(desk, written(2, "Residents return to Marlow Court", FLATS), 2)
    desk.show()
    assert {one, two} <= set(desk.shown())
    return one, two


def tie(desk: Desk) -> ArticleId:
    return arrive(desk, written(3, "Calder Bay fire: Marlow Court", BOTH), 3)


def test_nothing_in_sight_jumps_when_two_stories_become_one(
    desk: Desk, pair: tuple[ArticleId, ArticleId]
) -> None:
    one, two = pair
    desk.choose(one)
    before = desk.shown()
    three = tie(desk)
    assert desk.shown() == before
    articles = desk.running.window.articles
    current = articles.current()
    assert current is not None
    assert current.id == one
    assert desk.running.window.reader.current.id == one  # type: ignore[union-attr]
    desk.show()
    assert {one, two, three} & set(desk.shown()) == {three}
    row = articles.model.rows[desk.place(three)]
    assert row.sources == 3


def test_the_timeline_tells_all_three(desk: Desk, pair: tuple[ArticleId, ArticleId]) -> None:
    one, two = pair
    three = tie(desk)
    desk.show()
    desk.choose(three)
    desk.press("Y")
    pane = desk.timeline()
    assert [card.report.article.id for card in pane.cards] == [one, two, three]


def test_not_the_same_story_after_the_tie_and_back(
    desk: Desk, pair: tuple[ArticleId, ArticleId]
) -> None:
    one, two = pair
    three = tie(desk)
    desk.show(ListKind.ALL)
    desk.choose(three)
    desk.press("Shift+D")
    desk.show(ListKind.ALL)
    assert three in desk.shown()
    assert {one, two} & set(desk.shown())
    desk.undo()
    stories = desk.running.services.understanding.stories
    brief = run_now(stories.brief(three))
    assert brief is not None
    assert brief.sources == 3


def test_a_muted_story_is_not_tied(desk: Desk, pair: tuple[ArticleId, ArticleId]) -> None:
    one, two = pair
    desk.choose(one)
    desk.press("Shift+U")
    three = tie(desk)
    desk.show()
    shown = set(desk.shown())
    assert one not in shown
    assert two in shown or three in shown
