"""Key points: sentences of the article, each a link to its place, with figures and quotations."""

from collections.abc import Sequence
from functools import partial
from typing import TYPE_CHECKING

from desktop_app.core.articles import Article
from desktop_app.core.work import Work
from desktop_app.system.i18n import N_, _
from desktop_app.ui.actions import ActionSpec
from desktop_app.ui.insight.feature import Command, Feature, InsightButton
from desktop_app.ui.insight.points_view import PointsView

if TYPE_CHECKING:
    from desktop_app.services.reading import OpenedArticle
    from desktop_app.services.understanding.key_points import KeyPoints
    from desktop_app.services.understanding.texts import ArticleText
    from desktop_app.ui.insight.room import InsightRoom

KEY, SLOT = "key_points", "insight.points"
FEWEST_WORDS = 180
OPEN = "key_points_open"
"""Under this name the window's state keeps whether the reader has them open."""


class KeyPointsFeature(Feature):
    """Shows them with each article until the reader folds them. Main thread."""

    def __init__(self, room: "InsightRoom") -> None:
        self._room = room
        self._wanted = room.window.state.get(OPEN) is not False
        self._found: tuple[ArticleText, KeyPoints] | None = None
        self.view: PointsView | None = None
        """The list, once it was shown."""

    def buttons(self) -> Sequence[InsightButton]:
        """Return the one button."""
        tip = _("Sentences of the article that stand for the whole")
        return (
            InsightButton(KEY, "list-bullets", _("Key points"), tip, self.toggle, True, 10, KEY, 3),
        )

    def commands(self) -> Sequence[Command]:
        """Return the menu entry."""
        return ((ActionSpec(KEY, N_("Key points"), ("P",), "article", True), self.toggle),)

    def expect(self, article: Article) -> None:
        """Keep room for so many points as an article of its length has."""
        if self._wanted and article.words >= FEWEST_WORDS:
            self._make_view().expect(most_points(article.words))
            self._room.panel.open(KEY, self._make_view())
        self._light()

    def prepare(self, article: "ArticleText") -> Work[object] | None:
        """Compute them before the article shows, while the panel is open."""
        return self._compute(article) if self._wanted else None

    def show_article(self, opened: "OpenedArticle | None") -> None:
        """Show the points of the article; a short one shows none."""
        article = self._room.article
        if opened is None or article is None:
            return
        if self._wanted and self._found is not None and self._found[0] is article:
            self._show(self._found[1], asked=False)
        else:
            self._room.panel.fold(KEY)
            self._light()

    def toggle(self) -> None:
        """Open them, or fold them; the next article does the same."""
        panel, article = self._room.panel, self._room.article
        self._wanted = panel.owner != KEY
        self._room.window.state.set(OPEN, self._wanted)
        if not self._wanted:
            panel.fold(KEY)
            self._room.reader.unmark()
            self._light()
        elif article is not None:
            work = self._compute(article)
            self._room.tasks.start(SLOT, work, partial(self._on_asked, article))

    def _on_asked(self, article: "ArticleText", points: "KeyPoints") -> None:
        if article is self._room.article and self._wanted:
            self._show(points, asked=True)

    def _compute(self, article: "ArticleText") -> Work["KeyPoints"]:
        points = yield from self._room.understanding.key_points.of(article)
        self._found = (article, points)
        return points

    def _show(self, points: "KeyPoints", asked: bool) -> None:
        """Show points; that there are none is said only to who asked."""
        room = self._room
        if not points.points and not asked:
            room.panel.fold(KEY)
            self._light()
            return
        view = self._make_view()
        view.show_points(points)
        room.panel.open(KEY, view)
        self._light()

    def _make_view(self) -> PointsView:
        if self.view is None:
            self.view = PointsView(self._room.panel)
            self.view.chosen.connect(self._on_chosen)
            self.view.resized.connect(self._room.panel.refresh)
        return self.view

    def _light(self) -> None:
        self._room.bar.set_checked(KEY, self._room.panel.owner == KEY)

    def _on_chosen(self, place: tuple[int, int]) -> None:
        self._room.reader.mark(*place)

    def close(self) -> None:
        """Stop; the widgets go with the panel."""
        self._room.tasks.cancel(SLOT)
        self._found = None


def most_points(words: int) -> int:
    """Return how many points an article of so many words has at most."""
    return 3 if words <= 600 else 4 if words <= 1200 else 5
