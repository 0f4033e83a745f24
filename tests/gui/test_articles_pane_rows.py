"""The article list's values and model, without a window."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import QModelIndex, Qt
from PySide6.QtTest import QAbstractItemModelTester, QSignalSpy
from PySide6.QtWidgets import QApplication

from desktop_app.core.articles import (
    Article,
    BodyState,
    CommentsState,
    Counts,
    ListCursor,
    ListFilter,
    ListKind,
    ListPage,
    ListQuery,
    Picture,
)
from desktop_app.core.ids import ArticleId, SourceId
from desktop_app.core.work import READ, Work, on, run_now
from desktop_app.ui.articles import pages, words
from desktop_app.ui.articles.measure import Measure
from desktop_app.ui.articles.model import ArticleModel
from desktop_app.ui.articles.rows import Insert, Remove, Row, cursor_of, key_of, steps_between
from tests.gui.newsroom import NOW, dress


def article(number: int, **more: object) -> Article:
    made = Article(
        id=ArticleId(number),
        source_id=SourceId(1),
        remote_id=str(number),
        url=f"https://paper.example/{number}",
        title=f"Story {number}",
        excerpt="",
        author="",
        published_at=NOW - 60 * number,
        updated_at=None,
        seen_at=NOW,
        language=None,
        picture=None,
        comment_count=None,
        comments_state=CommentsState.UNKNOWN,
        thread_key=None,
        read=False,
        saved=False,
        body_state=BodyState.NONE,
    )
    return replace(made, **more)  # type: ignore[arg-type]


def row(number: int, **more: object) -> Row:
    return Row(article(number, **more))


LISTS = st.lists(st.integers(0, 30), unique=True)


@given(LISTS, LISTS)
def test_steps_lead_from_one_list_to_the_other(old: list[int], new: list[int]) -> None:
    steps = steps_between(old, new)
    common = set(old) & set(new)
    same_order = [x for x in old if x in common] == [x for x in new if x in common]
    assert (steps is not None) == same_order
    shown = list(old)
    for step in steps or ():
        if isinstance(step, Remove):
            assert not set(shown[step.first : step.last + 1]) & common, "what stays is not touched"
            del shown[step.first : step.last + 1]
        else:
            assert isinstance(step, Insert)
            shown[step.at : step.at] = new[step.start : step.stop]
    assert steps is None or shown == new


@given(LISTS, LISTS)
def test_the_model_follows_any_change(qapp: QApplication, old: list[int], new: list[int]) -> None:
    model = ArticleModel(lambda each: each.headline)
    tester = QAbstractItemModelTester(model, QAbstractItemModelTester.FailureReportingMode.Fatal)
    model.start_over([row(number) for number in old])
    model.set_foot("That is all")
    model.become([row(number) for number in new])
    assert [each.article.id for each in model.rows] == new
    assert model.rowCount() == len(new) + 1
    assert [model.place_of(ArticleId(number)) for number in new] == list(range(len(new)))
    model.set_foot(None)
    assert model.rowCount() == len(new)
    assert tester.model() is model


@pytest.fixture
def model(qapp: QApplication) -> ArticleModel:
    made = ArticleModel(lambda each: words.spoken(each, "The Gazette", NOW))
    made.start_over([row(number) for number in range(1, 6)])
    return made


def test_a_mark_lays_nothing_out_again(model: ArticleModel) -> None:
    changed, touched = QSignalSpy(model.dataChanged), QSignalSpy(model.touched)
    model.replace([article(3, read=True)])
    assert model.rows[2].article.read
    assert changed.count() == 0
    assert touched.count() == 1


def test_another_title_is_laid_out_again(model: ArticleModel) -> None:
    changed, reset = QSignalSpy(model.dataChanged), QSignalSpy(model.modelReset)
    rows = list(model.rows)
    rows[1] = row(2, title="A much longer title")
    model.become(rows)
    assert changed.count() == 1
    assert reset.count() == 0


def test_a_row_is_one_sentence(model: ArticleModel) -> None:
    told = Row(article(33, comment_count=18, saved=True), sources=2)
    model.become([told])
    index = model.index(0)
    assert index.data(Qt.ItemDataRole.AccessibleTextRole) == (
        "unread, Story 33, The Gazette, 33 min, 18 comments, 2 sources, saved"
    )
    model.become([Row(article(33, read=True, title=""))])
    assert model.index(0).data(Qt.ItemDataRole.AccessibleTextRole) == (
        "Without a title, The Gazette, 33 min"
    )


def test_a_row_is_dragged_as_a_link(model: ArticleModel) -> None:
    data = model.mimeData([model.index(1)])
    assert [url.toString() for url in data.urls()] == ["https://paper.example/2"]
    assert data.text() == "https://paper.example/2"


def test_the_foot_cannot_be_chosen(model: ArticleModel) -> None:
    model.set_foot("That is all")
    foot = model.index(5)
    assert foot.data() == "That is all"
    assert model.flags(foot) == Qt.ItemFlag.NoItemFlags
    assert model.rowCount(model.index(0)) == 0
    assert model.rowCount(QModelIndex()) == 6


def test_a_read_row_keeps_its_height(qapp: QApplication) -> None:
    dress(qapp)
    measure = Measure()
    title = "Night buses get a second line, and the drivers drew the map"
    for width in range(280, 420, 10):
        unread = Row(article(1, title=title, excerpt="From Thursday the city will run buses."))
        read = Row(replace(unread.article, read=True))
        assert measure.height(unread, width) == measure.height(read, width)


def test_heights_are_those_of_the_design(qapp: QApplication) -> None:
    dress(qapp)
    picture = Picture("https://paper.example/p.jpg", 600, 400)
    designed = Row(
        article(
            1,
            title="Night buses get a second line, and the drivers drew the map",
            excerpt="From Thursday the city will run buses until two in the morning. The route.",
            picture=picture,
            comment_count=52,
        )
    )
    assert Measure().height(designed, 352) == 148
    assert Measure().height(Row(article(2, picture=picture)), 352) == 119


@pytest.mark.parametrize(
    ("query", "told"),
    [
        (ListQuery(ListKind.TODAY), "24 new"),
        (ListQuery(ListKind.UNREAD), "312 unread"),
        (ListQuery(ListKind.SAVED), "1 article"),
        (ListQuery(ListKind.SOURCE, source_id=SourceId(7)), "41 unread"),
        (ListQuery(ListKind.SOURCE, source_id=SourceId(8)), ""),
    ],
)
def test_the_subtitle_counts(query: ListQuery, told: str) -> None:
    counts = Counts(24, 312, 1, 0, {SourceId(7): 41})
    assert words.subtitle(query, counts, ()) == told


ALL = ListQuery(ListKind.ALL)


def pager(stored: list[Article], size: int = 10) -> pages.Page:
    def page(query: ListQuery, cursor: ListCursor | None) -> Work[ListPage]:
        below = [
            each
            for each in stored
            if cursor is None or key_of(each) < (cursor.published_at, cursor.id)
        ]
        if query.filter is ListFilter.UNREAD:
            below = [each for each in below if not each.read]
        found = below[:size]
        more = len(below) > size

        def answer() -> ListPage:
            return ListPage(tuple(found), cursor_of(found[-1]) if more else None)

        result: ListPage = yield on(READ, answer)
        return result

    return page


STORED = [article(number, read=number % 3 == 0) for number in range(1, 101)]


def test_pages_are_read_until_enough_is_there() -> None:
    run = run_now(pages.at_least(pager(STORED), ALL, None, 25))
    assert [each.id for each in run.items] == list(range(1, 31))
    assert run.next == cursor_of(STORED[29])
    rest = run_now(pages.at_least(pager(STORED), ALL, run.next, 1000))
    assert [each.id for each in rest.items] == list(range(31, 101))
    assert rest.next is None


def test_what_was_given_up_comes_back_without_a_gap() -> None:
    stop = cursor_of(STORED[44])
    items = run_now(pages.down_to(pager(STORED), ALL, cursor_of(STORED[4]), stop)).items
    assert [each.id for each in items] == list(range(6, 46))


def test_unread_ones_above_and_below_are_found() -> None:
    place = cursor_of(STORED[49])
    above = run_now(pages.unread_ids(pager(STORED), ALL, place, None))
    below = run_now(pages.unread_ids(pager(STORED), ALL, None, place))
    assert above == tuple(number for number in range(1, 50) if number % 3)
    assert below == tuple(number for number in range(51, 101) if number % 3)
