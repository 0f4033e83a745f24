"""Lists with stories as one row, against a plain model that knows nothing of pages or SQL."""

import tempfile
from dataclasses import dataclass, replace
from itertools import product
from pathlib import Path

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from desktop_app.core.articles import (
    Article,
    ListCursor,
    ListFilter,
    ListKind,
    ListQuery,
)
from desktop_app.core.ids import ArticleId, FolderId, SourceId
from desktop_app.storage.articles import Articles
from desktop_app.storage.database import Database
from desktop_app.storage.placing import Placed, Placing
from desktop_app.storage.sources import Sources
from desktop_app.storage.stories import Stories
from tests.support.found import StandingClock, found_article, found_source

SINCE = 1_700_000_010
MERGED = (ListKind.TODAY, ListKind.UNREAD, ListKind.FOLDER, ListKind.ALL)


@dataclass(frozen=True)
class Drawn:
    """An article to be: its source, date, story, text and marks."""

    source: int
    at: int
    story: int
    text: int
    read: bool
    saved: bool
    kept: bool
    pinned: bool


DRAWN = st.builds(
    Drawn,
    source=st.integers(0, 4),
    at=st.integers(1_700_000_000, 1_700_000_020),
    story=st.integers(0, 5),
    text=st.integers(0, 2),
    read=st.booleans(),
    saved=st.booleans(),
    kept=st.integers(0, 9).map(lambda n: n == 0),
    pinned=st.integers(0, 9).map(lambda n: n == 0),
)


class Shelf:
    """A library made of what was drawn, and what its lists must hold."""

    def __init__(self, folder: Path, drawn: list[Drawn], muted_story: int) -> None:
        self.database = Database(folder / "library.sqlite3", StandingClock())
        self.database.open()
        self.sources, self.articles = Sources(self.database), Articles(self.database)
        self.stories = Stories(self.database)
        self.folder = self.sources.add_folder("Folder").id
        self.ids = [
            self.sources.add(found_source(n), self.folder if n in (1, 2) else None, 0).id
            for n in range(5)
        ]
        made: list[tuple[ArticleId, Drawn]] = []
        for number, each in enumerate(drawn):
            found = found_article(number, published_at=each.at)
            (id_,) = self.articles.store(self.ids[each.source], [found], 0).new
            made.append((id_, each))
        first_text: dict[tuple[int, int], ArticleId] = {}
        placed = []
        for id_, each in made:
            text = first_text.setdefault((each.story, each.text), id_)
            placed.append(Placed(id_, 1000 + each.story, text, "en", each.at, b"", ()))
        Placing(self.database).keep(placed)
        if muted_story in {each.story for _, each in made}:
            self.stories.set_muted(1000 + muted_story, True, 1)
        self.articles.set_read([id_ for id_, each in made if each.read], True)
        self.articles.set_saved([id_ for id_, each in made if each.saved], True)
        self.sources.update(self.ids[3], muted=True)
        self.sources.remove(self.ids[4])
        self.muted_story = muted_story
        self.drawn = dict(made)
        self.text = {each.id: each.text_of for each in placed}
        self.keep = frozenset(id_ for id_, each in made if each.kept)
        self.pinned = frozenset(id_ for id_, each in made if each.pinned)
        self.all = sorted(
            self.articles.get_many(self.drawn), key=lambda a: (a.published_at, a.id), reverse=True
        )

    def query(self, kind: ListKind, chip: ListFilter) -> ListQuery:
        return ListQuery(
            kind,
            source_id=SourceId(self.ids[1]) if kind is ListKind.SOURCE else None,
            folder_id=FolderId(self.folder) if kind is ListKind.FOLDER else None,
            filter=chip,
            since=SINCE if kind is ListKind.TODAY else 0,
            keep=self.keep
            if kind is ListKind.UNREAD or chip is not ListFilter.ALL
            else frozenset(),
            pinned=self.pinned,
        )

    def held(self, query: ListQuery) -> list[Article]:
        return [each for each in self.all if self._holds(query, each)]

    def _holds(self, query: ListQuery, each: Article) -> bool:
        source = self.ids.index(each.source_id)
        if query.kind is ListKind.TODAY and each.published_at < SINCE:
            return False
        if each.id in query.keep:
            return source != 4
        if query.filter is ListFilter.UNREAD and each.read:
            return False
        if query.filter is ListFilter.SAVED and not each.saved:
            return False
        if query.kind is ListKind.SAVED:
            return each.saved and source != 4
        if query.kind is ListKind.SOURCE:
            return source == 1
        if source in (3, 4) or (query.kind is ListKind.UNREAD and each.read):
            return False
        return query.kind is not ListKind.FOLDER or source in (1, 2)

    def story(self, each: Article) -> int:
        """The story, or a number of its own where nothing is merged."""
        story = self.drawn[each.id].story
        tellers = {one.source for one in self.drawn.values() if one.story == story}
        return story if len(tellers) > 1 or story == self.muted_story else -each.id

    def rows(self, query: ListQuery) -> list[Article]:
        held = self.held(query)
        if query.kind not in MERGED or query.filter is ListFilter.SAVED:
            return held
        shown: set[ArticleId] = set()
        for story in {self.story(each) for each in held}:
            if story == self.muted_story:
                continue
            of_it = [each for each in held if self.story(each) == story]
            pinned = [each for each in of_it if each.id in query.pinned]
            shown.update(each.id for each in pinned or [self._head(of_it)])
        return [each for each in held if each.id in shown]

    def _head(self, of_it: list[Article]) -> Article:
        best = [each for each in of_it if not each.read] or of_it
        newest = best[0]
        same = [each for each in best if self.text[each.id] == self.text[newest.id]]
        order = [0, 3, 4, 1, 2]  # sources without a folder stand before folders
        return min(same, key=lambda a: (order.index(self.ids.index(a.source_id)), best.index(a)))

    def paged(self, query: ListQuery, limit: int) -> list[ArticleId]:
        cursor: ListCursor | None = None
        ids: list[ArticleId] = []
        while True:
            page = self.stories.page(query, cursor, limit)
            assert len(page.items) <= limit
            ids += [each.id for each in page.items]
            if page.next is None:
                return ids
            cursor = page.next


@settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(st.lists(DRAWN, max_size=24), st.integers(0, 8), st.sampled_from([1, 3, 200]))
def test_each_list_has_the_rows_it_should(drawn: list[Drawn], muted: int, limit: int) -> None:
    with tempfile.TemporaryDirectory() as folder:
        shelf = Shelf(Path(folder), drawn, muted)
        try:
            for kind, chip in product((*MERGED, ListKind.SAVED, ListKind.SOURCE), ListFilter):
                query = shelf.query(kind, chip)
                rows = shelf.rows(query)
                assert shelf.paged(query, limit) == [each.id for each in rows], (kind, chip)
                _check_next_unread(shelf, query)
                unread = [each.id for each in shelf.held(query) if not each.read]
                if not query.keep:  # marking all reaches what has no row as well
                    assert list(shelf.articles.matching_ids(query)) == unread
            _check_counts(shelf)
        finally:
            shelf.database.close()


def _check_next_unread(shelf: Shelf, query: ListQuery) -> None:
    plain = replace(query, keep=frozenset(), pinned=frozenset())
    rows = [each for each in shelf.rows(plain) if not each.read]
    after: ListCursor | None = None
    for expected in rows:
        found = shelf.stories.next_unread(plain, after)
        assert found is not None
        assert found.id == expected.id
        after = ListCursor(found.published_at, found.id)
    assert shelf.stories.next_unread(plain, after) is None


def _check_counts(shelf: Shelf) -> None:
    if any(each.story == shelf.muted_story for each in shelf.drawn.values()):
        return  # what is muted is read, which this library does not care for
    counts = shelf.stories.counted(shelf.articles.counts(SINCE), SINCE)
    unread = ListQuery(ListKind.UNREAD)
    assert counts.unread == len(shelf.rows(unread))
    today = ListQuery(ListKind.TODAY, since=SINCE, filter=ListFilter.UNREAD)
    assert counts.today == len(shelf.rows(today))
