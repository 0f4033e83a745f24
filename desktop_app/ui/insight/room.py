"""The room of understanding: the bar over the article, its features, their commands."""

from collections.abc import Callable, Sequence
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer
from PySide6.QtWidgets import QWidget

from desktop_app.core.work import Work
from desktop_app.system.settings import KEYS
from desktop_app.ui.actions import key_text
from desktop_app.ui.insight.bar import InsightBar
from desktop_app.ui.insight.feature import Command, Feature
from desktop_app.ui.insight.panel import InsightHead, InsightPanel
from desktop_app.ui.insight.places import PlacesInPage

if TYPE_CHECKING:
    from desktop_app.runtime.tasks import Tasks
    from desktop_app.services.bundle import Services
    from desktop_app.services.reading import OpenedArticle
    from desktop_app.services.understanding import Understanding
    from desktop_app.services.understanding.texts import ArticleText
    from desktop_app.ui.main_window import MainWindow
    from desktop_app.ui.theme.theme import Theme

AFTER_PAINT_MS = 8  # the article is painted first, then looked at
READ, PREPARE = "insight.read", "insight.prepare"


def feature_types() -> Sequence[Callable[["InsightRoom"], Feature]]:
    """Import every feature that there is, which takes too long for the main thread."""
    from desktop_app.ui.insight.key_points import KeyPointsFeature
    from desktop_app.ui.insight.language import LanguageFeature
    from desktop_app.ui.insight.listen import ListenFeature
    from desktop_app.ui.insight.model_feature import ModelFeature
    from desktop_app.ui.insight.stories import StoriesFeature

    return [StoriesFeature, KeyPointsFeature, LanguageFeature, ListenFeature, ModelFeature]


class InsightRoom(QObject):
    """Made by the window when it is switched on, after the first paint. Main thread.

    ``close`` takes all of it away: widgets, menu entries, keys, what is kept in memory.
    """

    def __init__(
        self, window: "MainWindow", tasks: "Tasks", services: "Services", theme: "Theme"
    ) -> None:
        super().__init__(window)
        self.window, self.tasks, self.services, self.theme = window, tasks, services, theme
        self.stage = window.reader.stage
        self.article: ArticleText | None = None
        """Text and language of the article that shows, once they are known."""
        self._asked: OpenedArticle | None = None
        self._comes = False
        """Whether an article comes now: the page that follows makes room for the panel."""
        self._soon = QTimer(self, singleShot=True, interval=AFTER_PAINT_MS)
        self._soon.timeout.connect(self.read_again)
        self.reader = PlacesInPage(self.stage)
        self.features = [make(self) for make in feature_types()]
        self._commands: list[Command] = [
            command for feature in self.features for command in feature.commands()
        ]
        window.actions_.add(self._commands)
        self.bar, self.panel, self.head = self._build()
        self._join()

    @property
    def understanding(self) -> "Understanding":
        """What computes."""
        return self.services.understanding

    @property
    def busy(self) -> bool:
        """Whether the article that shows is still to be looked at."""
        return self._soon.isActive() or self.tasks.busy(READ) or self.tasks.busy(PREPARE)

    @property
    def text(self) -> str:
        """The plain text of the article that shows; empty while it is not known."""
        return self.article.text if self.article is not None else ""

    @property
    def language(self) -> str | None:
        """The language of the article that shows."""
        return self.article.language if self.article is not None else None

    def _build(self) -> tuple[InsightBar, InsightPanel, InsightHead]:
        keys = self.services.settings.get(KEYS)
        shown = {spec.name: key_text(spec, keys) for spec, _run in self._commands}
        paper, viewport = self.stage.paper, self.stage.view.viewport()
        bar = InsightBar(self.theme, shown, viewport)
        panel = InsightPanel(paper, viewport)
        bar.add([button for feature in self.features for button in feature.buttons()])
        return bar, panel, InsightHead(bar, panel)

    def _join(self) -> None:
        reader, view = self.window.reader, self.stage.view
        self.head.setAccessibleName(self.bar.accessibleName())
        view.set_above(self.head)
        last: QWidget = reader.bar.comments_button
        for button in self.bar.buttons:
            QWidget.setTabOrder(last, button)
            last = button
        QWidget.setTabOrder(last, view)
        self.panel.before = last
        self.panel.resized.connect(self._on_panel)
        self.bar.reached.connect(self._show_top)
        self.stage.filled.connect(self._on_filled)
        reader.shown.connect(self._on_shown)
        reader.prepare = self._prepare
        if reader.opened is not None:
            self._on_shown(reader.opened)
        elif reader.current is None:
            self.head.hide()  # comes with the first article

    # -- what shows ------------------------------------------------------------------------------

    def _prepare(self, opened: "OpenedArticle", show: Callable[[], None]) -> None:
        """Keep as much room as points will need, then let the article show at once."""
        self._comes = True
        self.panel.fold()
        for feature in self.features:
            feature.expect(opened.article)
        show()
        self._comes = False

    def _read(self, opened: "OpenedArticle") -> None:
        work = self.understanding.texts.of(opened.article, opened.body, opened.source)
        self.tasks.start(READ, work, partial(self._on_text, opened))

    def read_again(self) -> None:
        """Look at the article that shows anew: something that is known about it changed."""
        if self._asked is not None:
            self._read(self._asked)

    def _on_text(self, opened: "OpenedArticle", article: "ArticleText") -> None:
        if self._asked is not opened:
            return
        self.article = article
        works = [work for each in self.features if (work := each.prepare(article)) is not None]
        if works:
            done = partial(self._on_prepared, opened)  # what failed is missing; the rest shows
            self.tasks.start(PREPARE, _one_by_one(works), done, done)
        else:
            self._on_prepared(opened, None)

    def _on_prepared(self, opened: "OpenedArticle", _result: object) -> None:
        if self._asked is not opened:
            return
        self._tell(opened)

    def _on_shown(self, opened: "OpenedArticle | None") -> None:
        if opened is None:
            self._asked, self.article = None, None
            self._soon.stop()
            self.head.show()
            self._tell(None)
        elif self._asked is not opened:
            self._asked = opened
            self._soon.start()

    def _tell(self, opened: "OpenedArticle | None") -> None:
        self.reader.set_text(self.text)
        for feature in self.features:
            feature.show_article(opened)

    def _on_filled(self) -> None:
        paper = self.stage.paper
        if paper is not self.bar.paper:
            self.bar.paper = self.panel.paper = paper
            self.head.update()
        if self.window.reader.opened is None:
            self.panel.fold()  # what it shows belongs to the article before

    def _on_panel(self) -> None:
        view = self.stage.view
        if not self._comes:
            view.keep_line(view.reserve)

    def _show_top(self) -> None:
        self.stage.view.glide_to(0)

    def close(self) -> None:
        """Take all of it away."""
        reader = self.window.reader
        reader.prepare = None
        reader.shown.disconnect(self._on_shown)
        self.stage.filled.disconnect(self._on_filled)
        self._soon.stop()
        self.tasks.cancel(READ)
        self.tasks.cancel(PREPARE)
        self.window.actions_.remove([spec.name for spec, _run in self._commands])
        for feature in self.features:
            feature.close()
        self.features = []
        self.reader.unmark_all()
        self.stage.view.set_above(None)
        self.head.hide()
        self.head.deleteLater()
        self.reader.deleteLater()
        self.services.forget_understanding()
        self.deleteLater()


def _one_by_one(works: Sequence[Work[object]]) -> Work[None]:
    for work in works:
        yield from work
