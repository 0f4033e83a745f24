"""Sources: found, added, ordered, removed, brought back; lists from and for other readers."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from desktop_app.core.articles import ListKind, ListQuery
from desktop_app.core.errors import AppError, ErrorKind
from desktop_app.core.ids import SourceId
from desktop_app.core.sources import Capability, FoundSection, FoundSource
from desktop_app.core.work import Work, run_now
from desktop_app.services.subscribing import Candidate, Subscribing
from desktop_app.services.upkeep import Upkeep
from tests.support.news_site import KIND, Desk, Newsroom, article, open_desk

HOME = "https://a.example/"


@dataclass(frozen=True)
class Found:
    candidates: tuple[FoundSource, ...]
    article_url: str | None = None


class Desks(Subscribing):
    """Subscribing with discovery answered from a table."""

    answers: dict[str, Found]

    def _discovery(self, address: str) -> Work[Found]:  # type: ignore[override]
        return self._answer(address)

    def _answer(self, address: str) -> Work[Found]:
        yield from ()
        return self.answers[address]


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    with open_desk(tmp_path) as made:
        yield made


@pytest.fixture
def subscribing(desk: Desk) -> Desks:
    def no_http() -> object:
        raise AssertionError

    made = Desks(
        desk.database,
        no_http,  # type: ignore[arg-type]
        desk.open,
        desk.refresh,
        desk.changes.append,
        desk.clock,
    )
    sections = [FoundSection("s", "Sport"), FoundSection("w", "World")]
    desk.rooms[HOME] = Newsroom([article(each) for each in range(5)], sections)
    made.answers = {HOME: Found((FoundSource(KIND, HOME, "A", HOME),), "https://a.example/1")}
    return made


def discovered(subscribing: Desks, address: str = HOME) -> Candidate:
    return run_now(subscribing.discover(address)).candidates[0]


def added(subscribing: Desks) -> SourceId:
    return run_now(subscribing.add(discovered(subscribing), frozenset()))


def test_an_address_shows_what_it_is_before_it_is_added(desk: Desk, subscribing: Desks) -> None:
    found = run_now(subscribing.discover(HOME))
    (candidate,) = found.candidates
    assert found.article_url == "https://a.example/1"
    assert [each.title for each in candidate.sections] == ["Sport", "World"]
    assert len(candidate.preview) == 5
    assert candidate.already is None
    assert desk.sources.all() == ()
    source_id = run_now(subscribing.add(candidate, frozenset()))
    assert discovered(subscribing).already == source_id


def test_a_candidate_that_cannot_be_read_is_left_out(desk: Desk, subscribing: Desks) -> None:
    bad = "https://bad.example/"
    desk.rooms[bad] = Newsroom(error=AppError(ErrorKind.FORBIDDEN))
    candidates = (FoundSource(KIND, bad, "B", bad), *subscribing.answers[HOME].candidates)
    subscribing.answers = {"both": Found(candidates), "one": Found(candidates[:1]), "": Found(())}
    both = run_now(subscribing.discover("both"))
    assert [each.found.title for each in both.candidates] == ["A"]
    for address, kind in (("one", ErrorKind.FORBIDDEN), ("", ErrorKind.UNSUPPORTED)):
        with pytest.raises(AppError) as caught:
            run_now(subscribing.discover(address))
        assert caught.value.kind is kind


def test_adding_fetches_the_news_and_says_so(desk: Desk, subscribing: Desks) -> None:
    candidate = discovered(subscribing)
    source_id = run_now(subscribing.add_to(candidate, frozenset({"s"}), "Jordan"))
    sidebar = run_now(subscribing.sidebar())
    assert [each.title for each in sidebar.folders] == ["Jordan"]
    assert sidebar.sources[0].folder_id == sidebar.folders[0].id
    followed = [each.title for each in run_now(subscribing.sections(source_id)) if each.followed]
    assert followed == ["Sport"]
    change = desk.published()
    assert source_id in change.sources
    run_now(subscribing.follow(source_id, []))
    assert len(run_now(desk.reading.page(ListQuery(ListKind.ALL))).items) == 5
    assert sidebar.problems == ()


def test_a_source_whose_news_do_not_come_is_added_with_its_problem(
    desk: Desk, subscribing: Desks
) -> None:
    candidate = discovered(subscribing)
    desk.rooms[HOME].error = AppError(ErrorKind.OFFLINE)
    source_id = run_now(subscribing.add(candidate, frozenset()))
    (problem,) = run_now(subscribing.sidebar()).problems
    assert problem.id == source_id


def test_removing_takes_the_articles_along_and_undo_brings_all_back(
    desk: Desk, subscribing: Desks
) -> None:
    source_id = added(subscribing)
    everything = ListQuery(ListKind.ALL)
    ids = {each.id for each in run_now(desk.reading.page(everything)).items}
    desk.published()
    removed = run_now(subscribing.remove(source_id))
    assert desk.published().removed_articles == ids
    assert run_now(desk.reading.page(everything)).items == ()
    run_now(subscribing.restore(removed))
    assert desk.published().new_articles == ids
    assert {each.id for each in run_now(desk.reading.page(everything)).items} == ids


def test_names_marks_and_abilities(desk: Desk, subscribing: Desks) -> None:
    source_id = added(subscribing)
    run_now(subscribing.rename(source_id, "  The A  "))
    run_now(subscribing.rename(source_id, "  "))
    run_now(subscribing.mute(source_id, True))
    (source,) = run_now(subscribing.sidebar()).sources
    assert (source.title, source.muted) == ("The A", True)
    abilities = run_now(subscribing.abilities(source_id))
    assert Capability.OLDER in abilities
    assert Capability.POST not in abilities
    desk.rooms[HOME].sections.append(FoundSection("n", "New"))
    assert "New" in [each.title for each in run_now(subscribing.fetch_sections(source_id))]


def test_dragging_puts_sources_where_they_are_dropped(desk: Desk, subscribing: Desks) -> None:
    ids = [desk.add(f"https://{each}.example/").id for each in "abcd"]
    folder = run_now(subscribing.add_folder("F"))

    def order(folder_id: object) -> list[SourceId]:
        sources = run_now(subscribing.sidebar()).sources
        return [each.id for each in sources if each.folder_id == folder_id]

    run_now(subscribing.move([ids[3]], None, 0))
    assert order(None) == [ids[3], ids[0], ids[1], ids[2]]
    run_now(subscribing.move([ids[3]], None, 3))
    assert order(None) == [ids[0], ids[1], ids[3], ids[2]]
    run_now(subscribing.move([ids[2], ids[0]], folder.id, 5))
    assert order(folder.id) == [ids[2], ids[0]]
    assert order(None) == [ids[1], ids[3]]
    run_now(subscribing.rename_folder(folder.id, "G"))
    run_now(subscribing.collapse_folder(folder.id, True))
    (stored,) = run_now(subscribing.sidebar()).folders
    assert (stored.title, stored.collapsed) == ("G", True)
    run_now(subscribing.remove_folder(folder.id))
    assert set(order(None)) == set(ids)


def test_subscriptions_go_out_and_come_in_again(
    desk: Desk, subscribing: Desks, tmp_path: Path
) -> None:
    data = b"""<opml version="2.0"><body><outline text="News"><outline text="Deep">
      <outline text="One" xmlUrl="https://one.example/feed"/></outline></outline>
      <outline text="Two" xmlUrl="https://two.example/feed"/>
      <outline text="bad" xmlUrl="javascript:1"/></body></opml>"""
    report = run_now(subscribing.import_opml(data))
    assert (len(report.added), report.already) == (2, 0)
    assert desk.published().sources == set(report.added)
    again = run_now(subscribing.import_opml(data))
    assert (again.added, again.already) == ((), 2)
    sidebar = run_now(subscribing.sidebar())
    assert [each.title for each in sidebar.folders] == ["Deep"]
    assert len(run_now(subscribing.import_opml(run_now(subscribing.export_opml()).encode()))
               .added) == 0  # fmt: skip
    for bad in (b"", b"<html/>", b"not xml", data[:80]):
        with pytest.raises(AppError) as caught:
            run_now(subscribing.import_opml(bad))
        assert caught.value.kind is ErrorKind.BAD_FILE


def test_the_catalogue_is_large_and_only_addresses(subscribing: Desks) -> None:
    entries = run_now(subscribing.catalogue())
    assert len(entries) >= 60
    assert len({each.language for each in entries}) >= 12
    assert {"The Jordan Times", "Roya News"} <= {each.name for each in entries}
    assert len({each.url for each in entries}) == len(entries)
    for each in entries:
        assert each.url.startswith("https://")
        assert each.name
        assert each.topics
    arabic = run_now(subscribing.catalogue("ar-JO", "middle-east"))
    assert arabic
    assert {(each.language, each.region) for each in arabic} == {("ar", "middle-east")}
    assert {"he", "ar", "en"} <= {each.language for each in entries}


def test_upkeep_deletes_what_is_old_once_a_day(desk: Desk, subscribing: Desks) -> None:
    source_id = added(subscribing)
    tidied: list[bool] = []

    class NoImages:
        def tidy(self) -> Work[int]:
            tidied.append(True)
            yield from ()
            return 0

    upkeep = Upkeep(
        desk.database,
        NoImages(),  # type: ignore[arg-type]
        lambda: 90,
        desk.changes.append,
        desk.clock,
    )
    run_now(subscribing.remove(source_id))
    assert run_now(upkeep.daily())
    assert not run_now(upkeep.daily())
    assert tidied == [True]
    desk.clock.time += 90_000
    assert run_now(upkeep.daily())
    with desk.database.read() as connection:
        assert connection.execute("select count(*) from source").fetchone() == (0,)


def test_pruning_tells_what_went(desk: Desk, subscribing: Desks) -> None:
    desk.add("https://b.example/", Newsroom([article(each) for each in range(800)], page_size=800))
    run_now(desk.refresh.all())
    desk.published()
    upkeep = Upkeep(
        desk.database,
        None,  # type: ignore[arg-type]
        lambda: 90,
        desk.changes.append,
        desk.clock,
    )
    desk.clock.time += 200 * 86_400
    assert run_now(upkeep.prune()) == 0  # a clock that runs ahead makes nothing old
    desk.add("https://c.example/", Newsroom([article(9, at=desk.clock.now())]))
    run_now(desk.refresh.all())
    desk.published()
    assert run_now(upkeep.prune()) == 600  # the newest 200 of a source stay
    assert len(desk.published().removed_articles) == 600
