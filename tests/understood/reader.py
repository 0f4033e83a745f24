"""The real window over real newsrooms, and the ways through it that a reader takes."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import TypeVar

from PySide6.QtGui import QKeySequence
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QMenu
from pytestqt.qtbot import QtBot

from desktop_app.core.articles import Article, InStory, ListKind, ListQuery
from desktop_app.core.work import run_now
from desktop_app.services.understanding.model_choice import Choice, Where
from desktop_app.ui.insight.feature import Feature
from desktop_app.ui.insight.key_points import KeyPointsFeature
from desktop_app.ui.insight.model_feature import ModelFeature
from desktop_app.ui.insight.points_view import PointsView
from desktop_app.ui.insight.room import InsightRoom
from desktop_app.ui.insight.stories import StoriesFeature
from desktop_app.ui.running import Running
from tests.gui.real_window import PATIENCE_MS, add_source, running_window, settle
from tests.servers.same_events import Newsroom

Kind = TypeVar("Kind", bound=Feature)


class Reader:
    """Main thread."""

    def __init__(self, qtbot: QtBot, running: Running, newsrooms: Sequence[Newsroom]) -> None:
        self.qtbot, self.running, self.newsrooms = qtbot, running, newsrooms
        self.window, self.services = running.window, running.services

    @property
    def room(self) -> InsightRoom:
        room = self.window.insight
        assert room is not None
        return room

    def feature(self, kind: type[Kind]) -> Kind:
        return next(each for each in self.room.features if isinstance(each, kind))

    @property
    def model(self) -> ModelFeature:
        return self.feature(ModelFeature)

    @property
    def points(self) -> PointsView:
        view = self.feature(KeyPointsFeature).view
        assert view is not None
        return view

    def settle(self) -> None:
        settle(self.qtbot, self.running)

    def press(self, key: str) -> None:
        QTest.keySequence(self.window, QKeySequence(key))
        self.settle()

    def entries(self) -> set[str]:
        """Return the words of every entry of the menus."""
        menus = self.window.main_menu.findChildren(QMenu)
        return {action.text() for menu in menus for action in menu.actions()}

    # -- articles --------------------------------------------------------------------------------

    def refresh(self) -> None:
        """Ask every source what is new, and let stories be found in all that came."""
        run_now(self.services.refresh.all())
        self.settle()
        feature = self.feature(StoriesFeature)
        feature._soon.stop()
        feature._catch_up()
        self.settle()

    def article(self, key: str, number: int = 0) -> Article:
        """Return what a newsroom posted under ``key``, as it is stored."""
        newsroom = self.newsrooms[number]
        path = f"wp/v2/posts/{newsroom.posts[key]}?_fields=link"
        link = newsroom.site.request("GET", path)["link"]
        found = run_now(self.services.reading.article_by_url(link))
        assert found is not None, f"{key} is not there"
        return found

    def open(self, key: str, number: int = 0) -> Article:
        """Open it in the window."""
        article = self.article(key, number)
        self.window.open_article(article)
        self.settle()
        opened = self.window.reader.opened
        assert opened is not None and opened.article.id == article.id
        return article

    def story(self, key: str, number: int = 0) -> InStory | None:
        """Return the story of what was posted under ``key``."""
        work = self.services.understanding.stories.brief(self.article(key, number).id)
        return run_now(work)

    def rows(self) -> list[tuple[str, int]]:
        """Return headline and number of sources of each row of Unread."""
        self.window.articles.show_list(ListQuery(ListKind.UNREAD), "Unread")
        self.settle()
        return [(row.article.title, row.sources) for row in self.window.articles.model.rows]

    @property
    def page(self) -> str:
        """What stands in the article's page."""
        return self.window.reader.stage.view.toPlainText()

    # -- the language model ----------------------------------------------------------------------

    def choose(self, address: str, name: str, language: str, context: int = 1024) -> None:
        """Choose a model on this computer and agree."""
        model = self.services.understanding.model
        here = Choice(Where.HERE, address, name, language)
        model.choose(replace(here, context=context))
        model.gate.agree(model.choice)
        self.settle()


@contextmanager
def reading(
    qtbot: QtBot, profile: Path, newsrooms: Sequence[Newsroom], **more: object
) -> Iterator[Reader]:
    """Show the window with the newsrooms as sources, all stories found."""
    with running_window(qtbot, profile, **more) as running:  # type: ignore[arg-type]
        reader = Reader(qtbot, running, newsrooms)
        for each in newsrooms:
            add_source(running, each.site.url)
        qtbot.waitUntil(lambda: running.window.insight is not None, timeout=PATIENCE_MS)
        running.window.reader.stage.view.animated = False
        reader.settle()
        reader.refresh()
        QApplication.processEvents()
        yield reader
