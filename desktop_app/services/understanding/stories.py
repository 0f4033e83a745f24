"""Stories: found as articles arrive, a few at a time, and what a reader does with them.

Everything that computes runs on the CPU lane, where one thread holds the stories of the last
three days. They are taken back from the disk when the first article asks, never at the start.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from desktop_app.core.articles import InStory
from desktop_app.core.changes import ChangeSet, Publish
from desktop_app.core.clock import Clock
from desktop_app.core.courtesy import give_way
from desktop_app.core.errors import AppError, ErrorKind
from desktop_app.core.ids import ArticleId
from desktop_app.core.work import CPU, READ, WRITE, Work, on, pause
from desktop_app.insight.copies import SAME_TEXT, containment, may_be_one_text, shingles, sketch
from desktop_app.insight.stories import WINDOW, Kept
from desktop_app.insight.stories import Stories as Grouping
from desktop_app.insight.vectors import Vector
from desktop_app.services.understanding import timeline
from desktop_app.services.understanding.timeline import Report, Timeline, text_of
from desktop_app.storage.articles import Articles
from desktop_app.storage.stories import Placed, PlacedBefore, Stories, Teller, ToPlace

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
class Muted:
    """A story that is muted now, or heard of again; for taking it back: what was unread."""

    story_id: int
    on: bool
    read: tuple[ArticleId, ...] = ()


@dataclass(frozen=True, slots=True)
class Separated:
    """An article that was taken out of a story, for putting it back."""

    article_id: ArticleId
    left: int


@dataclass(frozen=True, slots=True)
class _Computed:
    """``whole``: all shingles of the text; ``letters``: how many it has."""

    article: ToPlace
    language: str
    story_id: int
    vector: bytes
    whole: frozenset[int]
    sketch: tuple[int, ...]
    letters: int


class StoriesOf:
    """All methods are Works; those about an article raise NOT_FOUND when it has no story."""

    def __init__(
        self, tools: "Tools", database: "Database", publish: Publish, clock: Clock
    ) -> None:
        self._tools = tools
        self._table = Stories(database)
        self._articles = Articles(database)
        self._publish = publish
        self._clock = clock
        self._grouping: Grouping | None = None  # CPU lane only
        self._restored = False
        self._under_way = False
        self._awaited: set[ArticleId] = set()
        """Articles that a list waits for. Works of several threads; each change of it is one."""

    # -- finding ---------------------------------------------------------------------------------

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
        """Place all articles of the last three days that have no story yet; return how many.

        One at a time: while one is under way another one does nothing.
        """
        if self._under_way:
            return 0
        self._under_way = True
        try:
            return (yield from self._catch_up())
        finally:
            self._under_way = False

    def _catch_up(self) -> Work[int]:
        count = 0
        told = ChangeSet()
        while True:
            ids: tuple[ArticleId, ...] = yield on(READ, self._table.unplaced, WINDOW, _ASKED)
            placed = 0
            for start in range(0, len(ids), _BESIDE):
                change = yield from self._place(ids[start : start + _BESIDE])
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
        while (yield on(WRITE, self._table.forget_old, WINDOW)):
            yield pause(_BREATH)
        return count

    def _publish_if_any(self, change: ChangeSet) -> None:
        if change:
            self._publish(change)

    def _place(self, ids: Iterable[ArticleId]) -> Work[ChangeSet | None]:
        """Find the stories of a few articles; return what changed, None when none was placed."""
        yield from self._restore()
        articles: tuple[ToPlace, ...] = yield on(READ, self._table.to_place, ids, WINDOW)
        if not articles:
            return None
        computed: list[_Computed] = yield on(CPU, self._compute, articles)
        sketches = [each.sketch for each in computed]
        texts: dict[ArticleId, tuple[str, ArticleId]] = yield on(
            READ, self._table.sharing, sketches
        )
        placed: list[Placed] = yield on(CPU, self._with_copies, computed, texts)
        kept = yield on(WRITE, self._table.keep, placed)
        if not kept.touched and not kept.read:
            return ChangeSet()
        read = frozenset(kept.read)
        return ChangeSet(changed_articles=read, stories=kept.touched, sidebar=True)

    def _restore(self) -> Work[None]:
        """Take the stories of the last three days back, in pieces."""
        if self._restored:
            return
        kept: tuple[PlacedBefore, ...] = yield on(READ, self._table.kept, WINDOW)
        apart: tuple[tuple[ArticleId, int], ...] = yield on(READ, self._table.apart)
        for start in range(0, len(kept), _RESTORED_AT_ONCE):
            yield on(CPU, self._take_back, kept[start : start + _RESTORED_AT_ONCE])
        yield on(CPU, self._keep_apart, apart)
        self._restored = True

    def _group(self) -> Grouping:
        if self._grouping is None:
            self._grouping = Grouping(self._tools.vocabularies)
        return self._grouping

    def _take_back(self, kept: Sequence[PlacedBefore]) -> None:
        self._group().restore(
            Kept(
                each.id,
                each.story_id,
                each.published_at,
                each.language,
                Vector.from_bytes(each.vector),
            )
            for each in kept
        )

    def _keep_apart(self, apart: Iterable[tuple[ArticleId, int]]) -> None:
        for article_id, story_id in apart:
            self._group().keep_apart(article_id, story_id)

    def _compute(self, articles: Sequence[ToPlace]) -> list[_Computed]:
        from desktop_app.insight.language import EXCERPT_LETTERS, detect

        found = []
        for each in articles:
            give_way()
            text = text_of(each.html, each.excerpt)
            beginning = f"{each.title}\n{text[:EXCERPT_LETTERS]}"
            language = each.known or detect(beginning, self._tools.model, each.declared) or ""
            group = self._group()
            place = group.add(each.id, each.title, text, language, each.published_at)
            whole = shingles(text)
            if len(whole) < _LEAST_SHINGLES:
                whole = frozenset()
            vector = place.vector.to_bytes()
            marks = sketch(whole)
            found.append(_Computed(each, language, place.story_id, vector, whole, marks, len(text)))
        return found

    def _with_copies(
        self, computed: Sequence[_Computed], texts: dict[ArticleId, tuple[str, ArticleId]]
    ) -> list[Placed]:
        """Put what has the same text as an earlier article into that one's story."""
        group = self._group()
        others = []
        for other_id, (html, first_id) in sorted(texts.items()):
            text = text_of(html, "")
            others.append((other_id, first_id, shingles(text), len(text)))
        placed = []
        for each in computed:
            give_way()
            id_, story_id, text_id = each.article.id, each.story_id, each.article.id
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
                if story is not None and story != story_id:
                    group.rejoin(id_, story)
                    story_id = story
            others.append((id_, text_id, each.whole, each.letters))
            at = each.article.published_at
            told = each.article.known is None and each.article.declared is not None
            placed.append(
                Placed(id_, story_id, text_id, each.language, at, each.vector, each.sketch, told)
            )
        return placed

    # -- what a reader does ----------------------------------------------------------------------

    def brief(self, article_id: ArticleId) -> Work[InStory | None]:
        """Return the story of an article, if several sources tell it or it is muted."""
        found: InStory | None = yield on(READ, self._table.in_story, article_id)
        return found

    def of(self, article_id: ArticleId) -> Work[Timeline]:
        """Return the story of an article as it was told, the first report first."""
        story_id = yield from self._story_of(article_id)
        tellers: tuple[Teller, ...] = yield on(READ, self._table.tellers, story_id)
        muted: bool = yield on(READ, self._table.is_muted, story_id)
        reports: tuple[Report, ...] = yield on(CPU, timeline.reports, tellers, self._tools)
        return Timeline(story_id, reports, muted)

    def mark_read(self, article_id: ArticleId) -> Work[tuple[ArticleId, ...]]:
        """Mark all that an article's story has so far as read; return what changed."""
        story_id = yield from self._story_of(article_id)
        return (yield from self._read(story_id))

    def toggle_muted(self, article_id: ArticleId) -> Work[Muted]:
        """Hear no more of a story (it leaves the lists, what joins it is read), or hear again."""
        story_id = yield from self._story_of(article_id)
        on_now: bool = yield on(READ, self._table.is_muted, story_id)
        yield on(WRITE, self._table.set_muted, story_id, not on_now, self._clock.now())
        read = () if on_now else (yield from self._read(story_id))
        yield from self._tell(story_id)
        return Muted(story_id, not on_now, read)

    def take_back(self, muted: Muted) -> Work[None]:
        """Take muting back with the marks that it set, or mute again."""
        yield on(WRITE, self._table.set_muted, muted.story_id, not muted.on, self._clock.now())
        yield on(WRITE, self._articles.set_read, muted.read, False)
        self._publish(ChangeSet(changed_articles=frozenset(muted.read), sidebar=True))
        yield from self._tell(muted.story_id)

    def separate(self, article_id: ArticleId) -> Work[Separated]:
        """Take an article out of its story for good; both are told anew."""
        yield from self._restore()
        left = yield from self._story_of(article_id)
        own = article_id if left != article_id else -article_id
        yield on(CPU, self._group().separate, article_id, own)
        yield on(WRITE, self._table.move, article_id, own, apart=True)
        yield from self._tell(left, own)
        return Separated(article_id, left)

    def rejoin(self, separated: Separated) -> Work[None]:
        """Put an article back into the story that it was taken out of."""
        yield from self._restore()
        id_, left = separated.article_id, separated.left
        own = yield from self._story_of(id_)
        yield on(CPU, self._group().rejoin, id_, left)
        yield on(WRITE, self._table.move, id_, left, apart=False)
        yield from self._tell(left, own)

    def _story_of(self, article_id: ArticleId) -> Work[int]:
        story_id: int | None = yield on(READ, self._table.story_of, article_id)
        if story_id is None:
            raise AppError(ErrorKind.NOT_FOUND)
        return story_id

    def _read(self, story_id: int) -> Work[tuple[ArticleId, ...]]:
        ids: tuple[ArticleId, ...] = yield on(READ, self._table.articles_of, story_id)
        read: tuple[ArticleId, ...] = yield on(WRITE, self._articles.set_read, ids, True)
        if read:
            self._publish(ChangeSet(changed_articles=frozenset(read), sidebar=True))
        return read

    def _tell(self, *stories: int) -> Work[None]:
        touched: set[ArticleId] = set()
        for story_id in stories:
            touched.update((yield on(READ, self._table.articles_of, story_id)))
        self._publish(ChangeSet(stories=frozenset(touched), sidebar=True))
