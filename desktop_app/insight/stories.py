"""Stories: articles of one language about one event, found one article at a time. One thread.

A new article joins the story with the highest mean likeness of its two nearest articles, when that
is ``MERGE`` or more; below it, what is near is related. Nothing that stands is ever moved: stories
neither merge nor split by themselves. Likeness is the cosine of the vectors, stretched for
languages in which it comes out lower. Only the window of three days is held in memory.
"""

import heapq
from array import array
from collections.abc import Iterable
from dataclasses import dataclass, field

from desktop_app.insight.vectors import Frequencies, Vector, terms
from desktop_app.insight.words import Vocabularies, primary

MERGE = 0.40
"""From here on an article is of the story; a wrong "4 sources" hurts more than a missed one."""

NEAR = 0.25
"""From here on it is probably the same event: shown first among the related."""

RELATED = 0.08
"""Below, two articles have nothing to do with each other."""

WINDOW = 3 * 86_400
"""Seconds. A story ends when it got no article for so long."""

_STRETCH = {"ar": 1.8, "he": 1.8, "fa": 1.2, "hi": 1.2, "ja": 1.2, "ko": 1.2, "ur": 1.2, "zh": 1.2}
"""Without capitals, and with many forms of a word, two texts about one event share fewer terms.

Measured for Arabic and Hebrew on the sets in ``tests/data/insight``; a guess for the others.
"""

_ASKING_TERMS = 15
_INDEXED_TERMS = 40
_LONGEST_LIST = 400
_CANDIDATES = 30
_MOST_RELATED = 20


@dataclass(frozen=True, slots=True)
class Placement:
    """Where a new article belongs.

    ``story_id`` is that of the article itself when it began a story. ``similarity`` is the mean
    likeness that decided (0 for the first of a story). ``related`` holds other articles of the
    window, not of this story, nearest first, with their likeness (``RELATED`` to 1). ``vector`` is
    what ``restore`` wants after the next start: keep its ``to_bytes()``.
    """

    article_id: int
    story_id: int
    joined: bool
    similarity: float
    related: tuple[tuple[int, float], ...]
    vector: Vector


@dataclass(frozen=True, slots=True)
class Kept:
    """An article of the last three days as ``restore`` takes it back."""

    article_id: int
    story_id: int
    published_at: int
    language: str | None
    vector: Vector


@dataclass(slots=True)
class _Member:
    story_id: int
    published_at: int
    language: str
    vector: Vector


@dataclass(slots=True)
class _Language:
    """The index of one language: which articles hold a term among their heaviest."""

    frequencies: Frequencies
    stretch: float
    postings: dict[int, "int | array[int]"] = field(default_factory=dict)


class Stories:
    """The stories of the last three days. Ids of articles and stories are the caller's integers.

    A story has the id of the article that began it. ``apart`` says which stories an article must
    not join ("not the same story"), and is asked again after a start.
    """

    def __init__(self, vocabularies: Vocabularies, merge: float = MERGE) -> None:
        self._vocabularies = vocabularies
        self._merge = merge
        self._members: dict[int, _Member] = {}
        self._stories: dict[int, list[int]] = {}
        self._languages: dict[str, _Language] = {}
        self._by_age: list[tuple[int, int]] = []
        self._apart: dict[int, set[int]] = {}
        self._newest = 0

    def __len__(self) -> int:
        return len(self._members)

    def add(
        self, article_id: int, title: str, text: str, language: str | None, published_at: int
    ) -> Placement:
        """Place a new or edited article. ``text`` is plain; ``published_at`` in Unix seconds.

        An article that is known already is told its story again and never leaves it. 1 to 2 ms.
        """
        known = self._members.get(article_id)
        code = primary(language)
        of_language = self._of(code)
        counts = terms(title, text, code, self._vocabularies.of(code))
        vector = of_language.frequencies.vector(counts, published_at)
        self._move_window(published_at)
        near = self._near(article_id, vector, of_language, published_at)
        if known is not None:
            return self._told(article_id, known.story_id, False, 0.0, near, vector)
        story_id, similarity = self._best_story(article_id, near)
        joined = story_id is not None and similarity >= self._merge
        if story_id is None or not joined:
            story_id, similarity = article_id, 0.0
        self._keep(Kept(article_id, story_id, published_at, code, vector))
        return self._told(article_id, story_id, joined, similarity, near, vector)

    def restore(self, articles: Iterable[Kept]) -> None:
        """Take back what was placed before the program ended; the oldest first."""
        for article in articles:
            if article.article_id not in self._members:
                self._keep(article)

    def story_of(self, article_id: int) -> int | None:
        """Return the story of an article of the window."""
        member = self._members.get(article_id)
        return None if member is None else member.story_id

    def members(self, story_id: int) -> tuple[int, ...]:
        """Return the articles of a story that are in the window, in the order they came."""
        return tuple(self._stories.get(story_id, ()))

    def separate(self, article_id: int, new_story_id: int) -> int | None:
        """Take an article out of its story for good and return the story that it left.

        It gets ``new_story_id`` (its own id, unless it began the story that it leaves). Undo with
        ``rejoin(article_id, the returned id)``.
        """
        member = self._members.get(article_id)
        if member is None or member.story_id == new_story_id:
            return None
        left = member.story_id
        self._apart.setdefault(article_id, set()).add(left)
        self._move(article_id, new_story_id)
        return left

    def rejoin(self, article_id: int, story_id: int) -> None:
        """Put an article (back) into a story, and let it stay there."""
        self._apart.get(article_id, set()).discard(story_id)
        if article_id in self._members:
            self._move(article_id, story_id)

    def keep_apart(self, article_id: int, story_id: int) -> None:
        """Say that an article is not of this story, before it is added."""
        self._apart.setdefault(article_id, set()).add(story_id)

    def forget(self, article_id: int) -> None:
        """Drop an article, because it is gone or too old; its story stays for the others."""
        member = self._members.pop(article_id, None)
        if member is None:
            return
        story = self._stories[member.story_id]
        story.remove(article_id)
        if not story:
            del self._stories[member.story_id]
        self._apart.pop(article_id, None)
        postings = self._of(member.language).postings
        for key in member.vector.keys[:_INDEXED_TERMS]:
            held = postings.get(key)
            if isinstance(held, array):
                held.remove(article_id)
                if len(held) == 1:
                    postings[key] = held[0]
            elif held == article_id:
                del postings[key]

    def _of(self, code: str) -> _Language:
        if code not in self._languages:
            frequencies = Frequencies(self._vocabularies.of(code))
            self._languages[code] = _Language(frequencies, _STRETCH.get(code, 1.0))
        return self._languages[code]

    def _near(
        self, article_id: int, vector: Vector, of_language: _Language, now: int
    ) -> list[tuple[float, int]]:
        """Return the nearest articles of the window with their likeness, nearest first."""
        sums: dict[int, float] = {}
        for key, weight in zip(vector.keys[:_ASKING_TERMS], vector.weights, strict=False):
            held = of_language.postings.get(key, ())
            holders = (held,) if isinstance(held, int) else held
            if len(holders) <= _LONGEST_LIST:
                gain = weight * weight
                for holder in holders:
                    sums[holder] = sums.get(holder, 0.0) + gain
        sums.pop(article_id, None)
        likely = heapq.nlargest(_CANDIDATES, sums, key=sums.__getitem__)
        mine = vector.by_key()
        stretch = of_language.stretch
        found = []
        for each in likely:
            member = self._members[each]
            if abs(now - member.published_at) <= WINDOW:
                cosine = min(1.0, stretch * member.vector.cosine(mine))
                if cosine >= RELATED:
                    found.append((cosine, each))
        found.sort(key=lambda pair: (-pair[0], pair[1]))
        return found

    def _best_story(
        self, article_id: int, near: list[tuple[float, int]]
    ) -> tuple[int | None, float]:
        nearest: dict[int, list[float]] = {}
        for cosine, other in near:
            nearest.setdefault(self._members[other].story_id, []).append(cosine)
        barred = self._apart.get(article_id, set())
        best, highest = None, 0.0
        for story_id, cosines in nearest.items():
            mean = sum(cosines[:2]) / min(2, len(self._stories[story_id]))
            if mean > highest and story_id not in barred:
                best, highest = story_id, mean
        return best, highest

    def _told(
        self,
        article_id: int,
        story_id: int,
        joined: bool,
        similarity: float,
        near: list[tuple[float, int]],
        vector: Vector,
    ) -> Placement:
        related = tuple(
            (other, cosine) for cosine, other in near if self._members[other].story_id != story_id
        )
        return Placement(article_id, story_id, joined, similarity, related[:_MOST_RELATED], vector)

    def _keep(self, article: Kept) -> None:
        code = primary(article.language)
        member = _Member(article.story_id, article.published_at, code, article.vector)
        self._members[article.article_id] = member
        self._stories.setdefault(article.story_id, []).append(article.article_id)
        heapq.heappush(self._by_age, (article.published_at, article.article_id))
        self._newest = max(self._newest, article.published_at)
        postings = self._of(code).postings
        for key in article.vector.keys[:_INDEXED_TERMS]:
            held = postings.get(key)
            if held is None:
                postings[key] = article.article_id
            elif isinstance(held, int):
                postings[key] = array("q", (held, article.article_id))
            else:
                held.append(article.article_id)

    def _move(self, article_id: int, story_id: int) -> None:
        member = self._members[article_id]
        story = self._stories[member.story_id]
        story.remove(article_id)
        if not story:
            del self._stories[member.story_id]
        member.story_id = story_id
        self._stories.setdefault(story_id, []).append(article_id)

    def _move_window(self, now: int) -> None:
        self._newest = max(self._newest, now)
        while self._by_age and self._by_age[0][0] < self._newest - WINDOW:
            _, article_id = heapq.heappop(self._by_age)
            self.forget(article_id)
