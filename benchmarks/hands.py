"""What a reader does in the window, as steps of a journey: each returns the seconds it took."""

from collections.abc import Callable, Generator
from typing import Any

from PySide6.QtCore import QPoint
from PySide6.QtWidgets import QRadioButton, QWidget

from benchmarks.drive import Painted, Rest, Until, Wait, click, key, wheel
from benchmarks.profiles import Facts
from desktop_app.core.ids import ArticleId, SourceId
from desktop_app.ui.running import Running
from desktop_app.ui.sources.nodes import Kind

Steps = Generator[Wait, float, Any]
CALM_MS = 30
CALM_SECONDS = 300.0  # stories of thousands of new articles are found at a gentle pace
NOTCH = 120


class Hands:
    """Acts in the real window, and waits until what was done can be seen."""

    def __init__(self, running: Running, facts: Facts) -> None:
        self.running, self.facts = running, facts
        self.window = running.window
        self._loads = 0
        self.window.articles.rows.loaded.connect(self._on_loaded)

    def _on_loaded(self) -> None:
        self._loads += 1

    # -- waiting ---------------------------------------------------------------------------------

    def ready(self) -> Steps:
        """Wait until the window stands, is warm, and nothing is under way."""
        pane = self.window.articles
        yield Painted(pane.list.viewport(), lambda: bool(pane.model.rows), "first rows")
        yield Rest(2500)
        yield from self.calm()

    def calm(self) -> Steps:
        """Wait until nothing is under way any more."""
        yield Until(self.running.tasks.quiet, "the tasks never rest", CALM_SECONDS)
        yield Rest(CALM_MS)

    # -- acting ----------------------------------------------------------------------------------

    def open_row(self, number: int) -> Steps:
        """Click a row of the list; until its text is painted."""
        pane, reader = self.window.articles, self.window.reader
        place, ident = yield from self._row_place(number)
        view = reader.stage.view.viewport()
        began = click(pane.list.viewport(), place)
        end = yield Painted(view, lambda: self._shows(ident), f"article {ident}")
        return end - began

    def _row_place(self, number: int) -> Steps:
        """Bring a row into sight; return where it stands, and its article."""
        pane = self.window.articles
        pane.list.scrollTo(pane.model.index(number))
        yield Rest(0)
        # News may have moved the rows meanwhile: what counts is what stands there now.
        place = pane.list.visualRect(pane.model.index(number)).center()
        row = pane.model.row_at(pane.list.indexAt(place).row())
        assert row is not None, f"no row {number}"
        return place, row.article.id

    def _shows(self, ident: ArticleId) -> bool:
        opened = self.window.reader._opened
        return opened is not None and opened.article.id == ident and opened.body is not None

    def open_thread(self, number: int) -> Steps:
        """Click a row of the list; until its comments are painted."""
        pane, comments = self.window.articles, self.window.comments
        place, ident = yield from self._row_place(number)

        def shown() -> bool:
            state = comments.board.state
            return (
                state is not None
                and state.view.article.id == ident
                and bool(comments.board.model.rows)
            )

        began = click(pane.list.viewport(), place)
        end = yield Painted(comments.board.list.viewport(), shown, f"thread {ident}")
        return end - began

    def switch(self, kind: Kind, ident: int = 0) -> Steps:
        """Click a row of the sidebar; until its list is painted."""
        tree, model = self.window.sources.tree, self.window.sources.model
        tree.scrollTo(model.find(kind, ident))
        yield Rest(0)
        place = tree.visualRect(model.find(kind, ident)).center()
        return (yield from self._listed(lambda: click(tree.viewport(), place), f"{kind} {ident}"))

    def source(self, ident: int) -> Steps:
        """Show the list of a source."""
        return (yield from self.switch(Kind.SOURCE, SourceId(ident)))

    def chip(self, place: int) -> Steps:
        """Click the chip All, Unread or Saved; until its list is painted."""
        chip = self.window.articles.bar.findChildren(QRadioButton)[place]
        at = chip.rect().center()
        return (yield from self._listed(lambda: click(chip, at), f"chip {place}"))

    def section(self, place: int) -> Steps:
        """Choose a section of the source; until its list is painted."""
        picker, sections = self.window.articles.bar.picker, self.window.articles.context.sections
        chosen = sections[place % len(sections)]

        def choose() -> float:
            from time import perf_counter

            began = perf_counter()
            picker.chosen.emit(chosen)
            return began

        return (yield from self._listed(choose, f"section {place}"))

    def type_letter(self, letter: str) -> Steps:
        """Type a letter into the search field; until the hits are painted."""
        pane = self.window.articles
        field = pane.bar.field
        wanted = (field.text() + letter).strip()

        def there() -> bool:
            query = pane.rows.query
            return query is not None and query.text == wanted

        return (yield from self._listed(lambda: key(field, letter), wanted, there))

    def _listed(
        self, act: Callable[[], float], what: str, holds: Callable[[], bool] = lambda: True
    ) -> Steps:
        """Act; until a list that was loaded after that is painted."""
        pane, before = self.window.articles, self._loads
        began = act()
        end = yield Painted(pane.list.viewport(), lambda: self._loads > before and holds(), what)
        return end - began

    def clear_search(self) -> Steps:
        """Empty the search field; the list comes back."""
        field = self.window.articles.bar.field
        if field.text():
            before = self._loads
            field.clear()
            yield Until(lambda: self._loads > before, "the list does not come back")

    def scroll(self, view: Any, frames: int, notches: int = 1) -> Steps:
        """Turn the wheel that often; return the seconds of each frame."""
        bar, down, took = view.verticalScrollBar(), True, []
        for _ in range(frames):
            if bar.value() >= bar.maximum():
                down = False
            elif bar.value() <= bar.minimum():
                down = True
            before = bar.value()
            began = wheel(view.viewport(), (-NOTCH if down else NOTCH) * notches)
            if bar.value() != before:
                end = yield Painted(view.viewport(), lambda: True, "a frame of scrolling")
                took.append(end - began)
            yield Rest(8)
        return took

    def rows(self) -> int:
        """Return how many rows the list holds."""
        return len(self.window.articles.model.rows)

    def place_of(self, ident: int) -> int:
        """Return the row of an article."""
        return self.window.articles.model.place_of(ArticleId(ident))


def centre(widget: QWidget) -> QPoint:
    """Return the middle of a widget."""
    return widget.rect().center()
