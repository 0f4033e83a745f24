"""Sources, folders, sections, sync states; pictures, hosts and named facts."""

from dataclasses import replace

import pytest

from desktop_app.core.errors import ErrorKind
from desktop_app.core.ids import SourceId
from desktop_app.core.sources import FoundSection, Problem, Source, SyncState
from desktop_app.storage.articles import Articles
from desktop_app.storage.database import Database
from desktop_app.storage.meta import Meta
from desktop_app.storage.network_state import HostBackoff
from desktop_app.storage.pictures import PictureFile, Pictures
from desktop_app.storage.search import Search
from desktop_app.storage.sources import Sources
from tests.support.found import StandingClock, found_article, found_source


def test_a_source_comes_back_as_it_was_found(sources: Sources) -> None:
    found = found_source(1, icon_url="https://i/", language="ar", options={"route": "rest"})
    source = sources.add(found, None, 50)
    for name in ("kind", "base_url", "title", "home_url", "icon_url", "language", "options"):
        assert getattr(source, name) == getattr(found, name), name
    assert (source.due_at, source.refreshed_at, source.problem) == (50, None, None)
    assert sources.get(source.id) == source
    assert sources.find("feed", found.base_url) == source
    assert sources.find("other", found.base_url) is None
    assert sources.add(replace(found, title="Other"), None, 99) == source


def test_changing_fields(sources: Sources, source: Source) -> None:
    sources.update(source.id, title="New", muted=True, gone=True, options={"a": "b"})
    assert sources.get(source.id) == replace(
        source, title="New", muted=True, gone=True, options={"a": "b"}
    )
    with pytest.raises(AssertionError):
        sources.update(source.id, id=5)


def test_problems_and_refreshes(sources: Sources, source: Source) -> None:
    problem = Problem(ErrorKind.TIMEOUT, "too slow \ud800", 7)
    sources.set_problem(source.id, problem)
    sources.set_refreshed(source.id, 10, 20)
    stored = sources.get(source.id)
    assert stored is not None
    assert stored.problem == replace(problem, detail="too slow \N{REPLACEMENT CHARACTER}")
    assert (stored.refreshed_at, stored.due_at) == (10, 20)
    sources.set_problem(source.id, None)
    assert sources.due(19) == ()
    assert [each.id for each in sources.due(20)] == [source.id]
    sources.update(source.id, gone=True)
    assert sources.due(20) == ()


def test_order_and_folders(sources: Sources) -> None:
    first, second, third = (sources.add(found_source(n), None, 0) for n in range(3))
    assert [each.id for each in sources.all()] == [first.id, second.id, third.id]
    folder = sources.add_folder("News")
    sources.reorder([third.id, first.id], folder.id)
    inside = [each.id for each in sources.all() if each.folder_id == folder.id]
    assert inside == [third.id, first.id]
    sources.rename_folder(folder.id, "Old")
    sources.collapse_folder(folder.id, True)
    assert sources.folders() == (replace(folder, title="Old", collapsed=True),)
    sources.remove_folder(folder.id)
    assert sources.folders() == ()
    assert {each.folder_id for each in sources.all()} == {None}


def test_removing_is_undone_whole(
    sources: Sources, articles: Articles, search: Search, source: Source
) -> None:
    new = articles.store(source.id, [found_article(n) for n in range(5)], 0).new
    articles.set_read(new[:2], True)
    removed = sources.remove(source.id)
    assert (removed.id, removed.title) == (source.id, source.title)
    assert (sources.all(), sources.get(source.id), search.find("headline")) == ((), None, ())
    sources.restore(removed)
    assert sources.all() == (source,)
    assert articles.counts(0).by_source == {source.id: 3}


def test_adding_a_removed_source_brings_it_back(sources: Sources, source: Source) -> None:
    sources.remove(source.id)
    assert sources.add(found_source(), None, 9).id == source.id


def test_purging_goes_in_slices_and_takes_all(
    sources: Sources, articles: Articles, database: Database, clock: StandingClock, source: Source
) -> None:
    kept = sources.add(found_source(2), None, 0)
    for each in (source, kept):
        articles.store(each.id, [found_article(n, section_ids=("1",)) for n in range(25)], 0)
    sources.set_state(source.id, None, SyncState({"etag": "x"}))
    sources.remove(source.id)
    assert sources.purge(clock.now()) == 0  # not yet: it can still be undone
    done = []
    while count := sources.purge(clock.now() + 1, limit=10):
        done.append(count)
    assert done == [10, 10, 5, 1]
    with database.read() as connection:
        for table, count in (("article", 25), ("body", 25), ("article_section", 25),
                             ("source", 1), ("section", 1), ("sync_state", 0)):  # fmt: skip
            found = connection.execute(f"select count(*) from {table}").fetchone()[0]
            assert found == count, table


def test_sync_states(sources: Sources, source: Source) -> None:
    assert sources.state(source.id, None) == SyncState()
    sources.set_state(source.id, None, SyncState({"etag": '"é"'}))
    sources.set_state(source.id, "5", SyncState({"hash": "h"}))
    sources.set_state(source.id, "5", SyncState({"hash": "h2"}))
    sources.set_state(SourceId(99), None, SyncState({"etag": "x"}))
    assert sources.state(source.id, None).values == {"etag": '"é"'}
    assert sources.state(source.id, "5").values == {"hash": "h2"}


def test_sections(sources: Sources, articles: Articles, source: Source) -> None:
    articles.store(source.id, [found_article(1, section_ids=("3",))], 0)
    listed = [FoundSection("1", "World", None, 9), FoundSection("2", "Asia", "1"),
              FoundSection("3", "")]  # fmt: skip
    sources.store_sections(source.id, listed)
    sources.follow(source.id, ["2"])
    world, asia, untitled = sources.sections(source.id)
    assert (world.title, world.total, world.followed) == ("World", 9, False)
    assert (asia.parent_remote_id, asia.followed, asia.position) == ("1", True, 1)
    assert untitled.title == "3"
    sources.store_sections(source.id, [FoundSection("1", "Earth", None, 10)])
    assert [(each.id, each.title) for each in sources.sections(source.id)] == [
        (world.id, "Earth"), (asia.id, "Asia"),
    ]  # fmt: skip
    sources.store_sections(source.id, [])
    assert len(sources.sections(source.id)) == 2


def test_pictures(database: Database) -> None:
    table = Pictures(database)
    made = [PictureFile(f"https://p/{n}", f"{n}.png", 100, 5, 6, used_at=n) for n in range(4)]
    for picture in made:
        table.put(picture)
    assert table.find("https://p/1") == made[1]
    assert table.find("https://p/9") is None
    assert table.total_bytes() == 400
    assert table.least_used(400) == ()
    table.touch(["https://p/0"], 50)
    assert [each.file for each in table.least_used(250)] == ["1.png", "2.png"]
    table.remove(["https://p/1"])
    table.fail("https://p/2", 99)
    table.fail("https://p/8", 99)
    kept = table.find("https://p/2")
    assert kept == replace(made[2], failed_until=99)
    missing = table.find("https://p/8")
    assert missing is not None
    assert (missing.file, missing.failed_until) == ("", 99)
    assert table.files() == {"0.png", "2.png", "3.png"}


def test_hosts_under_back_off(database: Database, clock: StandingClock) -> None:
    table = HostBackoff(database)
    table.save("a.example:443", clock.now() + 10.5)
    table.save("b.example:443", clock.now() + 100)
    assert table.load() == {
        "a.example:443": clock.now() + 10.5,
        "b.example:443": clock.now() + 100.0,
    }
    clock.time += 50
    assert set(table.load()) == {"b.example:443"}


def test_named_facts(database: Database) -> None:
    meta = Meta(database)
    assert meta.get("app_id") is None
    meta.set("app_id", "x")
    meta.set("app_id", "y")
    assert meta.get("app_id") == "y"
