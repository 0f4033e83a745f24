"""Finding the stories of articles as they arrive, and again when their words are others.

Everything that computes runs on the CPU lane, where one thread holds the stories of the last
three days. They are taken back from the disk when the first article asks, never at the start.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from desktop_app.core.changes import ChangeSet, Publish
from desktop_app.core.courtesy import give_way
from desktop_app.core.ids import ArticleId
from desktop_app.core.work import CPU, READ, WRITE, Work, on, pause
from desktop_app.insight.copies import SAME_TEXT, containment, may_be_one_text, shingles, sketch
from desktop_app.insight.placed import Kept
from desktop_app.insight.stories import WINDOW
from desktop_app.insight.stories import Stories as Grouping
from desktop_app.insight.vectors import Vector
from desktop_app.services.understanding.once import OneAtATime
from desktop_app.services.understanding.timeline import text_of
from desktop_app.storage.placing import Kept as KeptPlaces
from desktop_app.storage.placing import Placed, PlacedBefore, Placing, ToPlace
from desktop_app.storage.stories import Stories

if TYPE_CHECKING:
    from desktop_app.services.understanding.tools import Tools
    from desktop_app.storage.database import Database

AT_ONCE = 8
"""Articles of one step: some 20 ms, after which others have their turn on the lane."""

FIRST = 48
"""Of what one source brought, so many are placed before the lists hear of them."""

_CROWD = 8
"""While so many of other sources wait to be placed, lists hear of an article first."""

_BESIDE = 4
"""Articles of one step of catching up, which nobody waits for: 10 ms."""

_ASKED = 400
"""Articles that are asked for at once: looking for them goes over all of the three days."""

_BREATH = 0.05
_TOLD_AFTER = 20
"""So many steps of catching up are told at once: each lets the lists be read again."""
_RESTORED_AT_ONCE = 250
_LEAST_SHINGLES = 12


@dataclass(frozen=True, slots=True)
class _Computed:
    """``whole``: all shingles of the text; ``letters``: how many it has."""

    article: ToPlace
    language: str
    vector: bytes
    whole: frozenset[int]
    sketch: tuple[int, ...]
    letters: int


class Finding:
    """All methods are Works, but ``group``: CPU lane."""

    def __init__(self, tools: "Tools", database: "Database", publish: Publish) -> None:
        self._tools = tools
        self._table = Placing(database)
        self._stories = Stories(database)
        self._publish = publish
        self._grouping: Grouping | None = None
        self._restored = False
        self._once = OneAtATime()
        self._awaited: set[ArticleId] = set()
        """Articles that a list waits for. Works of several threads; each change of it is one."""

    def arrived(self, ids: Sequence[ArticleId]) -> Work[None]:
        """Place what a refresh has just stored, so that lists show it in its story at once.

        The newest ``FIRST`` only, and none while many others wait: ``catch_up`` does the rest, and
        no list waits for it when a hundred sources bring news at once. Tells nobody of new
        articles.
        """
        if len(self._awaited) > _CROWD:
            return
        newest = sorted(ids)[-FIRST:]
        self._awaited.update(newest)
        try:
            for start in range(0, len(newest), AT_ONCE):
                change = yield from self._place(newest[start : start + AT_ONCE])
                if change is not None:
                    self._publish_if_any(change)
        finally:
            self._awaited.difference_update(newest)

    def catch_up(self) -> Work[int]:
        """Place what has no story yet or other words than before; return how many.

        Of the last three days. One at a time: while one is under way another one does nothing.
        """
        return (yield from self._once.run(self._catch_up))

    def _catch_up(self) -> Work[int]:
        count = yield from self._all(self._table.unplaced, again=False)
        count += yield from self._all(self._table.changed, again=True)
        while (yield on(WRITE, self._table.forget_old, WINDOW)):
            yield pause(_BREATH)
        return count

    def _all(self, ask: Callable[[int, int], tuple[ArticleId, ...]], *, again: bool) -> Work[int]:
        count = 0
        told = ChangeSet()
        while True:
            ids: tuple[ArticleId, ...] = yield on(READ, ask, WINDOW, _ASKED)
            placed = 0
            for start in range(0, len(ids), _BESIDE):
                change = yield from self._place(ids[start : start + _BESIDE], again=again)
                if change is None:  # placed as it arrived, or gone
                    continue
                placed += len(ids[start : start + _BESIDE])
                told |= change
                if (start // _BESIDE + 1) % _TOLD_AFTER == 0:
                    self._publish_if_any(told)
                    told = ChangeSet()
                yield pause(_BREATH)
            count += placed
            if not placed:
                break
        self._publish_if_any(told)
        return count

    def _publish_if_any(self, change: ChangeSet) -> None:
        if change:
            self._publish(change)

    def _place(self, ids: Iterable[ArticleId], *, again: bool = False) -> Work[ChangeSet | None]:
        """Find the stories of a few articles; return what changed, None when none was placed.

        ``again``: of those that have one. Who stands in a story with others stays there.
        """
        yield from self.restore()
        articles: tuple[ToPlace, ...] = yield on(READ, _asked, self._table, ids, again)
        if not articles:
            return None
        moved: dict[ArticleId, int] = {}
        computed: list[_Computed] = yield on(CPU, self._compute, articles, moved)
        sketches = [each.sketch for each in computed]
        texts: dict[ArticleId, tuple[str, ArticleId]] = yield on(
            READ, self._table.sharing, sketches
        )
        placed: list[Placed] = yield on(CPU, self._with_copies, computed, texts, again)
        kept = yield on(WRITE, self._keep, placed, moved, again)
        if not kept.touched and not kept.read:
            return ChangeSet()
        read = frozenset(kept.read)
        return ChangeSet(changed_articles=read, stories=kept.touched, sidebar=True)

    def _keep(
        self, placed: Sequence[Placed], moved: dict[ArticleId, int], again: bool
    ) -> KeptPlaces:
        """Write where articles belong now: another Work may have moved them since. WRITE lane.

        Works write in any order. Whoever writes last knows of all moves before it, so that what
        is on the disk is in the end what the CPU lane holds; ``story_of`` is one look into a dict.
        """
        now = self.group().story_of
        current = [replace(each, story_id=_either(now(each.id), each.story_id)) for each in placed]
        went = {id_: _either(now(id_), story_id) for id_, story_id in moved.items()}
        return self._table.keep(current, went, again=again)

    def restore(self) -> Work[None]:
        """Take the stories of the last three days back, in pieces."""
        if self._restored:
            return
        kept: tuple[PlacedBefore, ...] = yield on(READ, self._table.kept, WINDOW)
        apart: tuple[tuple[ArticleId, int], ...] = yield on(READ, self._table.apart)
        for start in range(0, len(kept), _RESTORED_AT_ONCE):
            yield on(CPU, self._take_back, kept[start : start + _RESTORED_AT_ONCE])
        muted: tuple[int, ...] = yield on(READ, self._stories.muted)
        yield on(CPU, self._as_decided, apart, muted)
        self._restored = True

    def group(self) -> Grouping:
        """Return the stories of the last three days. CPU lane."""
        if self._grouping is None:
            self._grouping = Grouping(self._tools.vocabularies)
        return self._grouping

    def _take_back(self, kept: Sequence[PlacedBefore]) -> None:
        self.group().restore(
            Kept(
                each.id,
                each.story_id,
                each.published_at,
                each.language,
                Vector.from_bytes(each.vector),
            )
            for each in kept
        )

    def _as_decided(self, apart: Iterable[tuple[ArticleId, int]], muted: Iterable[int]) -> None:
        for article_id, story_id in apart:
            self.group().keep_apart(article_id, story_id)
        for story_id in muted:
            self.group().settle(story_id)

    def _compute(self, articles: Sequence[ToPlace], moved: dict[ArticleId, int]) -> list[_Computed]:
        """Place articles; what they draw over from other stories comes into ``moved``."""
        from desktop_app.insight.language import EXCERPT_LETTERS, detect

        found = []
        for each in articles:
            give_way()
            text = text_of(each.html, each.excerpt)
            beginning = f"{each.title}\n{text[:EXCERPT_LETTERS]}"
            language = each.known or detect(beginning, self._tools.model, each.declared) or ""
            place = self.group().add(each.id, each.title, text, language, each.published_at)
            moved.update((ArticleId(id_), story) for id_, story in place.moved.items())
            whole = shingles(text)
            if len(whole) < _LEAST_SHINGLES:
                whole = frozenset()
            vector, marks = place.vector.to_bytes(), sketch(whole)
            found.append(_Computed(each, language, vector, whole, marks, len(text)))
        return found

    def _with_copies(
        self,
        computed: Sequence[_Computed],
        texts: dict[ArticleId, tuple[str, ArticleId]],
        again: bool,
    ) -> list[Placed]:
        """Put what has the same text as an earlier article into that one's story."""
        group = self.group()
        others = []
        for other_id, (html, first_id) in sorted(texts.items()):
            text = text_of(html, "")
            others.append((other_id, first_id, shingles(text), len(text)))
        placed = []
        for each in computed:
            give_way()
            id_, text_id = each.article.id, each.article.id
            story_id = group.story_of(id_)
            if story_id is None:  # so old that it has left the window meanwhile
                story_id = id_
            same = [
                (share, -other, other_text)
                for other, other_text, whole, letters in others
                if other != id_
                and may_be_one_text(each.letters, letters)
                and (share := containment(each.whole, whole)) >= SAME_TEXT
            ]
            if same:
                _share, other, text_id = max(same)
                story = group.story_of(-other)
                stands = again and len(group.members(story_id)) > 1
                if story is not None and not stands and group.may_join(id_, story, each.language):
                    group.rejoin(id_, story)
                    story_id = story
            others.append((id_, text_id, each.whole, each.letters))
            at = each.article.published_at
            told = each.article.known is None and each.article.declared is not None
            placed.append(
                Placed(id_, story_id, text_id, each.language, at, each.vector, each.sketch, told)
            )
        return placed


def _asked(table: Placing, ids: Iterable[ArticleId], again: bool) -> tuple[ToPlace, ...]:
    return table.to_place(ids, WINDOW, again=again)


def _either(now: int | None, then: int) -> int:
    return then if now is None else now
