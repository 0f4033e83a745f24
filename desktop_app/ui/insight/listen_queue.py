"""What is read after this: what was kept for later, then the list from the article down."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from desktop_app.core.articles import Article
from desktop_app.core.errors import AppError
from desktop_app.core.ids import ArticleId
from desktop_app.core.work import Work

if TYPE_CHECKING:
    from desktop_app.services.understanding.aloud import Spoken
    from desktop_app.ui.insight.room import InsightRoom

SLOT = "insight.listen"
MOST_PASSED = 20  # articles in a row that have nothing to read


@dataclass(frozen=True, slots=True)
class Reading:
    """An article as it is read: ``text`` is what the places of ``spoken`` count in."""

    article: Article
    source: str
    text: str
    language: str | None
    spoken: "tuple[Spoken, ...]"
    points: bool
    """Whether only the key points are read."""

    @property
    def has_text(self) -> bool:
        """Whether there is more than the title."""
        return len(self.spoken) > 1 or any(each.start >= 0 for each in self.spoken)


class ListenQueue:
    """Loads one article at a time. Main thread."""

    def __init__(self, room: "InsightRoom") -> None:
        self._room = room
        self._later: list[ArticleId] = []

    def __len__(self) -> int:
        return len(self._later)

    def add(self, article_id: ArticleId) -> None:
        """Keep an article for later; once is enough."""
        if article_id not in self._later:
            self._later.append(article_id)

    def forget(self) -> None:
        """Keep nothing for later."""
        self._later.clear()

    def stop(self) -> None:
        """Load nothing any more, and forget what was kept."""
        self._room.tasks.cancel(SLOT)
        self._later.clear()

    def load(
        self,
        article_id: ArticleId,
        points: bool,
        done: Callable[[Reading], None],
        failed: Callable[[AppError], None],
    ) -> None:
        """Bring an article, fetched when it is not there yet, or only its key points."""
        self._room.tasks.start(SLOT, self._reading(article_id, points), done, failed)

    def next(self, now: Reading, follows: bool, done: Callable[[Reading | None], None]) -> None:
        """Bring what is read after ``now``; None when nothing is, or nothing has a text.

        ``follows``: after what was kept for later, go down the list.
        """
        wanted, self._later = self._later, []
        below = self._below(now.article.id) if follows else []
        work = self._first([*wanted, *(each for each in below if each not in wanted)])

        def found(result: tuple[Reading | None, int]) -> None:
            reading, passed = result
            self._later = [*wanted[passed:], *self._later]
            done(reading)

        self._room.tasks.start(SLOT, work, found)

    def _below(self, article_id: ArticleId) -> list[ArticleId]:
        model = self._room.window.articles.model
        place = model.place_of(article_id)
        if place < 0:
            return []
        return [row.article.id for row in model.rows[place + 1 : place + 1 + MOST_PASSED]]

    def _first(self, wanted: list[ArticleId]) -> Work[tuple[Reading | None, int]]:
        """Return the first that can be read, and how many were looked at for it."""
        for number, article_id in enumerate(wanted, 1):
            try:
                found = yield from self._reading(article_id, False)
            except AppError:
                continue
            if found.has_text and found.text:
                return found, number
        return None, len(wanted)

    def _reading(self, article_id: ArticleId, points: bool) -> Work[Reading]:
        services, understanding = self._room.services, self._room.understanding
        opened = yield from services.reading.open(article_id)
        text = yield from understanding.texts.of(opened.article, opened.body, opened.source)
        if points:
            found = yield from understanding.key_points.of(text)
            spoken = yield from understanding.aloud.points(text, found)
        elif text.text.strip():
            spoken = yield from understanding.aloud.article(text)
        else:
            spoken = yield from understanding.aloud.excerpt(text, opened.article.excerpt)
        title = opened.source.title
        return Reading(opened.article, title, text.text, text.language, spoken, points)
