"""Every list kind with every chip: against a plain model, and by its query plan."""

import random
from collections.abc import Iterator
from itertools import product

import pytest

from desktop_app.core.articles import (
    Article,
    ArticleId,
    ListCursor,
    ListFilter,
    ListKind,
    ListQuery,
)
from desktop_app.core.ids import FolderId, SectionId, SourceId
from desktop_app.core.sources import FoundSection
from desktop_app.storage import lists
from desktop_app.storage.articles import Articles
from desktop_app.storage.database import Database
from desktop_app.storage.sources import Sources
from tests.support.found import found_article, found_source

SINCE = 1_700_000_030
KINDS = [kind for kind in ListKind if kind is not ListKind.SEARCH]


class Shelf:
    """A small library and what each list of it must hold."""

    def __init__(self, sources: Sources, articles: Articles) -> None:
        self.articles = articles
        self.folder = sources.add_folder("Folder").id
        self.sources = [
            sources.add(found_source(number), self.folder if number % 2 else None, 0).id
            for number in range(6)
        ]
        chance = random.Random(4)
        self.in_section: set[ArticleId] = set()
        for source_id in self.sources:
            sources.store_sections(source_id, [FoundSection("1", "World")])
            found = [
                found_article(
                    number,
                    published_at=1_700_000_000 + chance.randint(0, 50),  # many at the same second
                    section_ids=("1",) if number % 3 else (),
                )
                for number in range(40)
            ]
            new = articles.store(source_id, found, 0).new
            articles.set_read([id_ for id_ in new if chance.random() < 0.5], True)
            articles.set_saved([id_ for id_ in new if chance.random() < 0.3], True)
        self.section = sources.sections(self.sources[1])[0].id
        self.muted, self.removed = self.sources[3], self.sources[5]
        sources.update(self.muted, muted=True)
        sources.remove(self.removed)
        with sources._db.read() as connection:
            ids = [row[0] for row in connection.execute("select id from article")]
        self.all = sorted(
            articles.get_many(ids), key=lambda each: (each.published_at, each.id), reverse=True
        )

    def query(self, kind: ListKind, chip: ListFilter, **more: frozenset[ArticleId]) -> ListQuery:
        return ListQuery(
            kind,
            source_id=self.sources[1] if kind is ListKind.SOURCE else None,
            section_id=self.section if kind is ListKind.SECTION else None,
            folder_id=self.folder if kind is ListKind.FOLDER else None,
            filter=chip,
            since=SINCE if kind is ListKind.TODAY else 0,
            **more,
        )

    def expected(self, kind: ListKind, chip: ListFilter) -> list[ArticleId]:
        return [each.id for each in self.all if self._in(kind, each) and _passes(chip, each)]

    def _in(self, kind: ListKind, each: Article) -> bool:
        number = self.sources.index(each.source_id)
        hidden = each.source_id in (self.muted, self.removed)
        return {
            ListKind.ALL: not hidden,
            ListKind.TODAY: not hidden and each.published_at >= SINCE,
            ListKind.UNREAD: not hidden and not each.read,
            ListKind.SAVED: each.saved and each.source_id != self.removed,
            ListKind.SOURCE: number == 1,
            ListKind.SECTION: number == 1 and int(each.remote_id) % 3 > 0,
            ListKind.FOLDER: not hidden and number % 2 == 1,
        }[kind]


def _passes(chip: ListFilter, each: Article) -> bool:
    return {
        ListFilter.ALL: True, ListFilter.UNREAD: not each.read, ListFilter.SAVED: each.saved,
    }[chip]  # fmt: skip


@pytest.fixture
def shelf(sources: Sources, articles: Articles) -> Shelf:
    return Shelf(sources, articles)


def _paged(articles: Articles, query: ListQuery, limit: int) -> Iterator[ArticleId]:
    cursor: ListCursor | None = None
    while True:
        page = articles.page(query, cursor, limit)
        assert len(page.items) <= limit
        yield from (each.id for each in page.items)
        if page.next is None:
            return
        cursor = page.next


def test_every_list_holds_what_it_should_in_order(shelf: Shelf) -> None:
    for kind, chip in product(KINDS, ListFilter):
        query = shelf.query(kind, chip)
        expected = shelf.expected(kind, chip)
        for limit in (1, 7, len(expected) or 1, 1000):
            assert list(_paged(shelf.articles, query, limit)) == expected, (kind, chip, limit)
        assert list(shelf.articles.matching_ids(query, False)) == expected


def test_all_ids_that_mark_all_read_touches(shelf: Shelf) -> None:
    unread = {each.id for each in shelf.all if not each.read}
    for kind, chip in product(KINDS, ListFilter):
        expected = [id_ for id_ in shelf.expected(kind, chip) if id_ in unread]
        assert list(shelf.articles.matching_ids(shelf.query(kind, chip))) == expected


def test_next_unread_walks_through_all_unread_of_a_list(shelf: Shelf) -> None:
    for kind in KINDS:
        query = shelf.query(kind, ListFilter.ALL)
        walked: list[ArticleId] = []
        cursor: ListCursor | None = None
        while (each := shelf.articles.next_unread(query, cursor)) is not None:
            walked.append(each.id)
            cursor = ListCursor(each.published_at, each.id)
        assert walked == list(shelf.articles.matching_ids(query))


def test_kept_articles_stay_in_their_places(shelf: Shelf) -> None:
    query = shelf.query(ListKind.UNREAD, ListFilter.ALL)
    before = list(_paged(shelf.articles, query, 1000))
    read_now = frozenset(before[3:60:5])
    shelf.articles.set_read(read_now, True)
    assert list(_paged(shelf.articles, query, 7)) == [id_ for id_ in before if id_ not in read_now]
    keeping = shelf.query(ListKind.UNREAD, ListFilter.ALL, keep=read_now | {ArticleId(10**6)})
    for limit in (1, 7, 1000):
        assert list(_paged(shelf.articles, keeping, limit)) == before


def test_a_page_that_ends_exactly_has_no_next(shelf: Shelf) -> None:
    query = shelf.query(ListKind.SOURCE, ListFilter.ALL)
    assert shelf.articles.page(query, None, 40).next is None
    assert shelf.articles.page(query, None, 39).next is not None


def test_a_big_folder_is_merged_too(sources: Sources, articles: Articles) -> None:
    folder = sources.add_folder("Big").id
    expected: list[tuple[int, ArticleId]] = []
    for number in range(lists._MOST_BRANCHES + 5):
        source = sources.add(found_source(number), folder, 0)
        date = 1_700_000_000 + number * 37 % 401
        new = articles.store(source.id, [found_article(1, published_at=date)], 0).new
        expected.append((date, new[0]))
        if number in (1, 60, lists._MOST_BRANCHES + 4):
            query = ListQuery(ListKind.FOLDER, folder_id=folder)
            paged = list(_paged(articles, query, 150))
            assert paged == [id_ for _, id_ in sorted(expected, reverse=True)]


def test_an_empty_folder_and_unknown_ids_are_empty_lists(articles: Articles) -> None:
    for query in (
        ListQuery(ListKind.FOLDER, folder_id=FolderId(9)),
        ListQuery(ListKind.SOURCE, source_id=SourceId(9)),
        ListQuery(ListKind.SECTION, section_id=SectionId(9)),
    ):
        assert articles.page(query, None).items == ()
        assert articles.next_unread(query, None) is None


@pytest.mark.parametrize("cursor", [None, ListCursor(1_700_000_020, ArticleId(50))])
def test_no_list_sorts_or_scans(
    shelf: Shelf, database: Database, cursor: ListCursor | None
) -> None:
    for kind, chip in product(KINDS, ListFilter):
        walk = lists._Walk(shelf.query(kind, chip), cursor, False)
        with database.read() as connection:
            sql, values = lists._statement(connection, walk)
            plan = [row[3] for row in connection.execute(f"explain query plan {sql}", values)]
        of_articles = [step for step in plan if " article" in step]
        assert of_articles, plan
        for step in of_articles:
            assert "COVERING INDEX" in step or "PRIMARY KEY" in step, (kind, chip, plan)
        assert not any("TEMP B-TREE" in step for step in plan), (kind, chip, plan)


def test_counting_reads_indexes_only(database: Database, articles: Articles) -> None:
    seen: list[str] = []
    with database.read() as connection:
        connection.set_trace_callback(seen.append)
        articles.counts(5)
        connection.set_trace_callback(None)
        counting = [sql for sql in seen if "count(*) from article" in sql]
        assert len(counting) == 3
        for sql in counting:
            plan = [row[3] for row in connection.execute(f"explain query plan {sql}")]
            assert "COVERING INDEX" in plan[0], plan
