"""Stories in the real window: one row, the timeline, read, muted, taken apart, switched off."""

import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QKeySequence
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QScrollArea, QWidget
from pytestqt.qtbot import QtBot

from desktop_app.core.articles import FoundArticle, ListKind, ListQuery
from desktop_app.core.changes import ChangeSet
from desktop_app.core.ids import ArticleId, SourceId
from desktop_app.core.sources import SafeHtml
from desktop_app.core.work import run_now
from desktop_app.storage.articles import Articles
from desktop_app.system.paths import profile_paths
from desktop_app.system.settings import INSIGHT
from desktop_app.ui.insight.stories import StoriesFeature
from desktop_app.ui.insight.story_pane import StoryPane
from desktop_app.ui.running import Running
from tests.gui.real_window import PATIENCE_MS, running_window, settle
from tests.support.told_stories import fill, told

EVENTS = (("en", "strike1"), ("ar", "strike1"), ("en", "quake2"))


@dataclass
class Desk:
    """The window with the articles that are stored."""

    running: Running
    qtbot: QtBot
    events: list[list[ArticleId]]

    @property
    def feature(self) -> StoriesFeature:
        room = self.running.window.insight
        assert room is not None
        return next(each for each in room.features if isinstance(each, StoriesFeature))

    def show(self, kind: ListKind = ListKind.UNREAD, source: int | None = None) -> None:
        id_ = SourceId(source) if source is not None else None
        self.running.window.articles.show_list(ListQuery(kind, source_id=id_), "List")
        self.settle()

    def settle(self) -> None:
        settle(self.qtbot, self.running)

    def shown(self) -> list[ArticleId]:
        return [row.article.id for row in self.running.window.articles.model.rows]

    def place(self, id_: ArticleId) -> int:
        return self.running.window.articles.model.place_of(id_)

    def choose(self, id_: ArticleId) -> None:
        self.running.window.articles.list.choose(self.place(id_))
        self.settle()

    def press(self, key: str) -> None:
        QTest.keySequence(self.running.window, QKeySequence(key))
        self.settle()

    def until(self, true: Callable[[], bool]) -> None:
        self.qtbot.waitUntil(true, timeout=PATIENCE_MS)
        self.settle()

    def timeline(self) -> StoryPane:
        pane = self.running.window.reader.findChild(StoryPane)
        assert pane is not None
        self.until(lambda: pane.timeline is not None)
        return pane

    def undo(self) -> None:
        self.running.window.undo()
        self.settle()


@pytest.fixture
def desk(qtbot: QtBot, tmp_path: Path) -> Iterator[Desk]:
    events = fill(profile_paths(tmp_path).database, int(time.time()), EVENTS)
    with running_window(qtbot, tmp_path) as running:
        desk = Desk(running, qtbot, events)
        desk.until(lambda: running.window.insight is not None)
        desk.show()
        desk.feature._soon.stop()
        desk.feature._catch_up()
        desk.settle()
        desk.show()
        yield desk


def test_the_list_has_one_row_for_what_three_sources_tell(desk: Desk) -> None:
    newest = [event[-1] for event in desk.events]
    assert sorted(desk.shown()) == sorted(newest)
    window = desk.running.window
    row = window.articles.model.rows[0]
    assert row.sources == 3
    spoken = window.articles.model.data(
        window.articles.model.index(0), Qt.ItemDataRole.AccessibleTextRole
    )
    assert "3 sources" in spoken
    assert window.articles.context.counts is not None
    assert window.articles.context.counts.unread == 3


def test_reading_the_row_reads_what_it_stands_for(desk: Desk) -> None:
    event = desk.events[0]
    desk.choose(event[-1])
    desk.until(lambda: desk.running.window.articles.context.counts.unread == 2)  # type: ignore[union-attr]
    assert event[-1] in desk.shown()  # it stays while the list is open
    desk.show()
    assert not set(event) & set(desk.shown())


def test_m_reads_the_row_and_its_undo_is_whole(desk: Desk) -> None:
    event = desk.events[0]
    desk.running.window.articles.list.mark(desk.place(event[-1]), scroll=True)
    desk.running.window.articles.mark_all_read()
    desk.settle()
    assert desk.running.window.articles.context.counts.unread == 0  # type: ignore[union-attr]
    desk.undo()
    assert desk.running.window.articles.context.counts.unread == 3  # type: ignore[union-attr]


def test_the_timeline_opens_by_key_and_an_article_from_it(desk: Desk) -> None:
    event = desk.events[0]
    desk.choose(event[-1])
    desk.press("Y")
    pane = desk.timeline()
    assert [card.report.article.id for card in pane.cards] == event
    assert "First report" in pane.cards[0].accessibleName()
    assert pane.cards[1].sentences
    pane.cards[0].headline.click()
    desk.settle()
    assert not pane.isVisible()
    current = desk.running.window.reader.current
    assert current is not None
    assert current.id == event[0]
    room = desk.running.window.insight
    assert room is not None
    assert room.bar.button("story").text() == "3 sources"
    room.bar.button("story").click()
    assert pane.isVisible()
    QTest.keyClick(pane, Qt.Key.Key_Escape)
    assert not pane.isVisible()


def test_tab_stays_out_of_what_the_timeline_covers(desk: Desk) -> None:
    window = desk.running.window
    window.activateWindow()
    desk.qtbot.waitUntil(window.isActiveWindow)
    desk.choose(desk.events[0][-1])
    desk.press("Y")
    pane, reader = desk.timeline(), window.reader
    pane.back_button.setFocus(Qt.FocusReason.TabFocusReason)
    card = pane.cards[0]
    for expected in (pane.read_button, pane.mute_button, pane.area, card.headline):
        QTest.keyClick(window.focusWidget(), Qt.Key.Key_Tab)
        assert window.focusWidget() is expected
        assert expected.accessibleName()
    covered = set(reader.findChildren(QWidget)) - set(pane.findChildren(QWidget)) - {pane}
    for _stop in range(60):
        QTest.keyClick(window.focusWidget(), Qt.Key.Key_Tab)
        assert window.focusWidget() not in covered
    pane.closed.emit()
    assert reader.bar.isEnabled() and reader.stage.view.isEnabled()
    assert reader.stage.view.hasFocus()


def test_a_sentence_of_the_timeline_leads_to_its_place(desk: Desk) -> None:
    event = desk.events[0]
    desk.choose(event[-1])
    desk.press("Y")
    pane = desk.timeline()
    sentence = pane.cards[1].sentences[0]
    sentence.click()
    desk.settle()
    room = desk.running.window.insight
    assert room is not None
    desk.until(lambda: room.reader.marked() is not None)
    place = room.reader.marked()
    assert place is not None
    assert room.text[place[0] : place[0] + place[1]] == sentence.text()


def test_a_press_on_the_sources_of_a_row_opens_the_story(desk: Desk) -> None:
    event, pane = desk.events[0], desk.running.window.articles
    number = desk.place(event[-1])
    pane.list.scrollTo(pane.model.index(number))
    desk.qtbot.wait(50)
    rect = pane.list.visualRect(pane.model.index(number))
    place = next(
        QPoint(x, y)
        for y in range(rect.bottom() - 3, rect.top(), -3)
        for x in range(rect.left() + 4, rect.right(), 4)
        if pane.list.on_pill(number, QPointF(x, y))
    )
    QTest.mouseClick(pane.list.viewport(), Qt.MouseButton.LeftButton, pos=place)
    desk.settle()
    shown = desk.timeline()
    assert [card.report.article.id for card in shown.cards] == event
    assert pane.current() is None  # the article itself was not opened
    assert desk.running.window.reader.current is None


def test_space_scrolls_the_timeline_and_another_article_takes_it_away(desk: Desk) -> None:
    window, event = desk.running.window, desk.events[0]
    desk.choose(event[-1])
    window.resize(1440, 600)
    desk.press("Y")
    pane = desk.timeline()
    bar = pane.findChild(QScrollArea).verticalScrollBar()  # type: ignore[union-attr]
    window.setFocus()
    window.read_on()
    assert bar.value() > 0
    assert window.reader.current is not None
    assert window.reader.current.id == event[-1]
    desk.choose(desk.events[1][-1])
    assert not pane.isVisible()


def test_an_arabic_story_reads_right_to_left(desk: Desk) -> None:
    desk.choose(desk.events[1][-1])
    desk.press("Y")
    pane = desk.timeline()
    assert pane.cards[0].isRightToLeft()
    assert len(pane.cards) == 3


def test_a_muted_story_goes_and_comes_back(desk: Desk) -> None:
    event = desk.events[0]
    desk.choose(event[-1])
    desk.press("Shift+U")
    assert event[-1] not in desk.shown()
    assert "muted" in desk.running.window.toast.text
    desk.undo()
    desk.show(ListKind.ALL)
    assert set(event) & set(desk.shown())


def test_marking_a_story_read_in_a_list_of_one_source(desk: Desk) -> None:
    event = desk.events[0]
    desk.show(ListKind.SOURCE, source=1)
    row = desk.running.window.articles.model.rows[desk.place(event[0])]
    desk.running.window.articles.acts.do("story_read", row.article)
    desk.settle()
    assert desk.running.window.articles.context.counts.unread == 2  # type: ignore[union-attr]
    desk.undo()
    assert desk.running.window.articles.context.counts.unread == 3  # type: ignore[union-attr]


def test_not_the_same_story_and_back(desk: Desk) -> None:
    event = desk.events[0]
    row = desk.running.window.articles.model.rows[desk.place(event[-1])]
    desk.running.window.articles.acts.do("story_apart", row.article)
    desk.settle()
    desk.show()
    assert len(set(event) & set(desk.shown())) == 2
    desk.undo()
    desk.show()
    assert set(event) & set(desk.shown()) == {event[-1]}


def test_nothing_in_sight_jumps_when_an_article_joins(desk: Desk) -> None:
    event = desk.events[0]
    before = desk.shown()
    desk.choose(event[-1])
    separated = desk.running.services.understanding.stories.separate(event[0])
    desk.running.tasks.run(separated)
    desk.settle()
    assert [each for each in desk.shown() if each in before] == before


def arrive(desk: Desk, found: FoundArticle, source: int) -> ArticleId:
    """Let a refresh bring an article, as ``services/refresh.py`` does."""
    services = desk.running.services
    (id_,) = Articles(services._on.database).store(SourceId(source), [found], 0).new
    run_now(services.understanding.stories.arrived([id_]))
    services._on.publish(ChangeSet(new_articles=frozenset({id_}), sidebar=True))
    desk.settle()
    return id_


def test_a_new_report_of_a_read_story_is_told_in_its_row_and_comes_with_the_next_list(
    desk: Desk,
) -> None:
    event = desk.events[0]
    desk.show(ListKind.ALL)
    desk.choose(event[-1])
    before = desk.shown()
    fresh = replace(
        told(*EVENTS[0], int(time.time()))[0],
        remote_id="later",
        published_at=int(time.time()),
        title="Tram strike in Merrow: mayor Lena Voss speaks to drivers about night shifts",
        body=SafeHtml(
            "<p>The mayor of Merrow met tram drivers of Merrow Transit on the third day of the "
            "strike over night shifts. The transport union and Lena Voss asked for a new roster. "
            "Commuters in Merrow walked, cycled or took emergency buses once more.</p>"
        ),
    )
    id_ = arrive(desk, fresh, 4)
    story = run_now(desk.running.services.understanding.stories.brief(id_))
    assert story is not None
    assert story.sources == 4
    assert desk.shown() == before
    row = desk.running.window.articles.model.rows[desk.place(event[-1])]
    assert (row.sources, row.note, row.article.read) == (4, "1 new", True)
    desk.show(ListKind.ALL)
    assert desk.place(id_) >= 0
    assert desk.place(event[-1]) < 0


def test_the_copy_of_a_text_that_was_read_is_no_news(desk: Desk) -> None:
    event = desk.events[0]
    desk.choose(event[-1])
    copy = told(*EVENTS[0], int(time.time()))[2]
    id_ = arrive(desk, replace(copy, remote_id="copy", title="From the agency"), 4)
    article = Articles(desk.running.services._on.database).get(id_)
    assert article is not None
    assert article.read


def test_marking_what_stands_below_takes_whole_stories_along(desk: Desk) -> None:
    first = desk.running.window.articles.model.rows[0].article
    desk.running.window.articles.acts.do("below", first)
    desk.settle()
    assert desk.running.window.articles.context.counts.unread == 1  # type: ignore[union-attr]
    desk.undo()
    assert desk.running.window.articles.context.counts.unread == 3  # type: ignore[union-attr]


def test_the_menu_of_a_row_offers_what_can_be_done_with_its_story(desk: Desk) -> None:
    event = desk.events[0]
    row = desk.running.window.articles.model.rows[desk.place(event[-1])]
    names = [entry[0] for entry in desk.running.window.articles.acts.more(row)]
    assert names == ["story", "story_read", "story_mute", "story_apart"]


def test_off_leaves_no_trace(desk: Desk) -> None:
    window, event = desk.running.window, desk.events[0]
    desk.choose(event[-1])
    desk.press("Y")
    desk.timeline()
    desk.running.settings.set(INSIGHT, False)
    desk.settle()
    assert window.insight is None
    desk.until(lambda: window.reader.findChild(StoryPane) is None)
    desk.show(ListKind.ALL)
    assert sorted(desk.shown()) == sorted(each for one in desk.events for each in one)
    assert all(not row.sources for row in window.articles.model.rows)
    assert window.articles.acts.more(window.articles.model.rows[0]) == ()
    assert not any(spec.name.startswith("story") for spec in window.actions_.specs)
    desk.running.settings.set(INSIGHT, True)
    desk.settle()
    desk.show(ListKind.ALL)
    assert len(desk.shown()) == 3


def test_a_story_that_nobody_else_tells_says_so(desk: Desk) -> None:
    event = desk.events[2]
    for each in event[1:]:
        desk.running.tasks.run(desk.running.services.understanding.stories.separate(each))
        desk.settle()
    desk.feature.open_story(event[0])
    pane = desk.timeline()
    assert [card.report.article.id for card in pane.cards] == [event[0]]
    assert sys.modules  # nothing failed
