"""Stories: articles of one language about one event, found one article at a time. One thread.

A new article joins the story whose nearest articles (as many as the square root of its size) are
on average ``MERGE`` alike to it or more. What it is near to is looked at again: two stories that
it ties together become one, and an article that is nearer to its story than to its own moves over.
What a reader decided about (``settle``) stays as it is. Likeness is stretched for languages in
which it comes out lower. Only the window of three days is held in memory.
"""

import heapq
import math
from array import array
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from desktop_app.insight.placed import Kept, Placement
from desktop_app.insight.vectors import Frequencies, Vector, terms
from desktop_app.insight.words import Vocabularies, primary

MERGE = 0.25
"""From here on an article is of the story; a wrong "4 sources" hurts more than a missed one."""

WINDOW = 3 * 86_400
"""Seconds. A story ends when it got no article for so long."""

_STRETCH = {"ar": 1.1, "he": 1.1, "fa": 0.7, "hi": 0.7, "ja": 0.7, "ko": 0.7, "ur": 0.7, "zh": 0.7}
"""Without capitals names are not told from words, and Arabic and Hebrew have many forms of a word.

Measured for Arabic and Hebrew on the sets in ``tests/data/insight``; a guess for the others.
"""

_TIED = 0.85
"""Of ``MERGE``: two stories that a new article ties together are one from here on."""

_NEAR = 0.7
"""Of ``MERGE``: below, what is near to a new article is not looked at again."""

_MOVING = 0.8
"""Of ``MERGE``: from here on an article may leave its story for one that it is nearer to."""

_SECOND = 0.4
"""Of ``MERGE``: so near is an article to a second one of its story, if there is one."""

_LEAST = 0.04
"""Below, two articles have nothing to do with each other."""

_COMPARED = 6
"""Of a story the newest so many are compared with another story."""

_ASKING_TERMS = 15
_INDEXED_TERMS = 40
_LONGEST_LIST = 400
_CANDIDATES = 16
_LOOKED_AT_AGAIN = 12
_FAR = 2**40


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
    with_names: bool
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
        self._settled: set[int] = set()
        self._went: dict[int, int] = {}
        self._said: dict[int, tuple[str, int]] = {}
        self._newest = 0

    def __len__(self) -> int:
        return len(self._members)

    def add(
        self, article_id: int, title: str, text: str, language: str | None, published_at: int
    ) -> Placement:
        """Place a new or edited article. ``text`` is plain; ``published_at`` in Unix seconds.

        An article that is known already stays in its story, unless it is alone there or is told in
        another language than before. 1 to 2 ms.
        """
        code = primary(language)
        of_language = self._of(code)
        counts = terms(title, text, code, self._vocabularies.of(code))
        vector = of_language.frequencies.vector(counts, published_at)
        self._move_window(published_at)
        known = self._members.get(article_id)
        stays = known is not None and known.language == code and not self._is_alone(article_id)
        own = article_id if known is None else known.story_id
        if known is not None and not stays and not self._is_alone(article_id):
            own = self._unused(article_id)
            self._said[article_id] = (known.language, known.story_id)
        barred = self._apart.get(article_id, set())
        self._take_out(article_id)
        before = self._said.get(article_id, ("", 0))
        if known is not None and before[0] == code and self.may_join(article_id, before[1], code):
            own, stays = before[1], True  # what was said of its language is taken back
        if stays:
            self._keep(Kept(article_id, own, published_at, code, vector))
            return Placement(article_id, own, False, 0.0, {}, vector)
        near = self._near(vector, of_language, published_at)
        links = self._links(near, barred)
        story_id = max(links, key=lambda each: (links[each], -each), default=own)
        similarity = links.get(story_id, 0.0)
        if joined := similarity >= self._merge:
            own = story_id
        self._keep(Kept(article_id, own, published_at, code, vector))
        moved = self._look_around(article_id, near, links)
        story_id = moved.pop(article_id, own)
        return Placement(article_id, story_id, joined, similarity * joined, moved, vector)

    def may_join(self, article_id: int, story_id: int, language: str | None) -> bool:
        """Say whether a story is told in this language, and not one that an article is not of."""
        members = self._stories.get(story_id, ())
        if not members or story_id in self._apart.get(article_id, ()):
            return False
        return self._members[members[0]].language == primary(language)

    def settle(self, story_id: int, settled: bool = True) -> None:
        """Say that a story is as the reader wants it: only new articles may join it."""
        if settled:
            self._settled.add(story_id)
        else:
            self._settled.discard(story_id)

    def restore(self, articles: Iterable[Kept]) -> None:
        """Take back what was placed before the program ended; the oldest first."""
        for article in articles:
            if article.article_id not in self._members:
                self._keep(article)

    def story_of(self, article_id: int) -> int | None:
        """Return the story of an article of the window."""
        member = self._members.get(article_id)
        return None if member is None else member.story_id

    def now(self, story_id: int) -> int:
        """Return the story that a story went up in since the start, else itself."""
        while story_id not in self._stories and story_id in self._went:
            story_id = self._went[story_id]
        return story_id

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
        if self._take_out(article_id):
            self._apart.pop(article_id, None)
            self._said.pop(article_id, None)

    def _take_out(self, article_id: int) -> bool:
        member = self._members.pop(article_id, None)
        if member is None:
            return False
        story = self._stories[member.story_id]
        story.remove(article_id)
        if not story:
            del self._stories[member.story_id]
        postings = self._of(member.language).postings
        for key in member.vector.keys[:_INDEXED_TERMS]:
            held = postings.get(key)
            if isinstance(held, array):
                held.remove(article_id)
                if len(held) == 1:
                    postings[key] = held[0]
            elif held == article_id:
                del postings[key]
        return True

    def _is_alone(self, article_id: int) -> bool:
        return len(self._stories[self._members[article_id].story_id]) == 1

    def _unused(self, article_id: int) -> int:
        """Return an id for a story that an article begins; its own may be that of what it left."""
        free = article_id
        while free in self._stories:
            free = -free if free > 0 else _FAR - free
        return free

    def _of(self, code: str) -> _Language:
        if code not in self._languages:
            frequencies = Frequencies(self._vocabularies.of(code))
            stretch = _STRETCH.get(code, 1.0)
            self._languages[code] = _Language(frequencies, stretch, code not in _STRETCH)
        return self._languages[code]

    def _near(self, vector: Vector, of_language: _Language, now: int) -> list[tuple[float, int]]:
        """Return the nearest articles of the window with their likeness, nearest first."""
        sums: dict[int, float] = {}
        for key, weight in zip(vector.keys[:_ASKING_TERMS], vector.weights, strict=False):
            held = of_language.postings.get(key, ())
            holders = (held,) if isinstance(held, int) else held
            if len(holders) <= _LONGEST_LIST:
                gain = weight * weight
                for holder in holders:
                    sums[holder] = sums.get(holder, 0.0) + gain
        mine, found = vector.asking(), []
        for each in heapq.nlargest(_CANDIDATES, sums, key=sums.__getitem__):
            member = self._members[each]
            if abs(now - member.published_at) <= WINDOW:
                likeness = mine.likeness(member.vector, of_language.with_names)
                if (stretched := min(1.0, of_language.stretch * likeness)) >= _LEAST:
                    found.append((stretched, each))
        found.sort(key=lambda pair: (-pair[0], pair[1]))
        return found

    def _links(self, near: Sequence[tuple[float, int]], barred: set[int]) -> dict[int, float]:
        """Return how near the stories of the nearest articles are."""
        nearest: dict[int, list[float]] = {}
        for likeness, other in near:
            nearest.setdefault(self._members[other].story_id, []).append(likeness)
        return {
            story_id: self._mean_of_nearest(found, len(self._stories[story_id]))
            for story_id, found in nearest.items()
            if story_id not in barred
        }

    def _look_around(
        self, article_id: int, near: Sequence[tuple[float, int]], links: dict[int, float]
    ) -> dict[int, int]:
        """Look again at what a new article is near to; return which articles moved where."""
        moved: dict[int, int] = {}
        mine = self._members[article_id].story_id
        if mine in self._settled:
            return moved
        for other in sorted(links, key=lambda each: (-links[each], each)):
            if links[other] < _NEAR * self._merge:
                break
            mine = self._tie(mine, other, moved)
        for likeness, other in near[:_LOOKED_AT_AGAIN]:
            if likeness < _NEAR * self._merge:
                break
            left = self._members[other].story_id
            if left != mine and self._may_move((other,), left, mine):
                there = self._average(other, mine)
                if (
                    there >= _MOVING * self._merge
                    and there > self._average(other, left)
                    and self._nearness(other, mine) > 0
                ):
                    self._move(other, mine)
                    moved[other] = mine
        return moved

    def _tie(self, mine: int, other: int, moved: dict[int, int]) -> int:
        """Make one story of two that are alike; return the id of the new article's story."""
        if other == mine or other not in self._stories:
            return mine
        larger, smaller = sorted((mine, other), key=lambda each: (-len(self._stories[each]), each))
        leaving = self._stories[smaller]
        if not self._may_move(leaving, smaller, larger):
            return mine
        if len(leaving) == 1:
            alike = self._nearness(leaving[0], larger)
        else:
            some = leaving[-_COMPARED:]
            alike = sum(self._average(each, larger) for each in some) / len(some)
        if alike < _TIED * self._merge:
            return mine
        for each in tuple(leaving):
            self._move(each, larger)
            moved[each] = larger
        self._went.pop(larger, None)
        self._went[smaller] = larger
        for apart in self._apart.values():
            if smaller in apart:
                apart.add(larger)
        return larger

    def _may_move(self, leaving: Iterable[int], left: int, to: int) -> bool:
        if left in self._settled or to in self._settled:
            return False
        if any(to in self._apart.get(each, ()) for each in leaving):
            return False
        return all(left not in self._apart.get(each, ()) for each in self._stories[to])

    def _mean_of_nearest(self, likenesses: Sequence[float], size: int) -> float:
        """Return the mean of the highest, as many as the square root of the story's size.

        Two of them at least, and 0 if the second is far: else a round-up, which is near to one
        report of each, would make events one story.
        """
        if size > 1 and (len(likenesses) < 2 or likenesses[1] < _SECOND * self._merge):
            return 0.0
        count = min(size, max(2, round(math.sqrt(size))))
        return sum(likenesses[:count]) / count

    def _nearness(self, article_id: int, story_id: int) -> float:
        found = sorted(self._likenesses(article_id, self._stories[story_id]), reverse=True)
        return self._mean_of_nearest(found, len(found))

    def _average(self, article_id: int, story_id: int) -> float:
        """Return the mean likeness to the other newest articles of a story, 0 for none."""
        others = [each for each in self._stories[story_id] if each != article_id][-_COMPARED:]
        return sum(self._likenesses(article_id, others)) / len(others) if others else 0.0

    def _likenesses(self, article_id: int, others: Iterable[int]) -> list[float]:
        member = self._members[article_id]
        of_language, asking = self._of(member.language), member.vector.asking()
        stretch, with_names = of_language.stretch, of_language.with_names
        return [
            min(1.0, stretch * asking.likeness(self._members[each].vector, with_names))
            for each in others
        ]

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
