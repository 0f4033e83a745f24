"""Stories of several sources: found as they arrive, told, read, muted, taken apart, found again."""

import json
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path

import pytest

from desktop_app.core.articles import BodyState, FoundArticle, ListFilter, ListKind, ListQuery
from desktop_app.core.changes import ChangeSet
from desktop_app.core.errors import AppError, ErrorKind
from desktop_app.core.ids import ArticleId, SourceId
from desktop_app.core.sources import SafeHtml
from desktop_app.core.work import Call, Work, run_now
from desktop_app.services.related import Related
from desktop_app.services.understanding.stories import Separated, StoriesOf
from desktop_app.services.understanding.tools import Tools
from desktop_app.storage.articles import Articles
from desktop_app.storage.database import Database
from desktop_app.storage.languages import Languages
from desktop_app.storage.placing import Placing
from desktop_app.storage.sources import Sources
from desktop_app.storage.stories import Stories
from tests.support.found import StandingClock, found_source
from tests.support.told_stories import BOTH, FIRE, FLATS

DATA = Path(__file__).parents[2] / "data" / "insight"
NOW = 1_760_000_000
HOUR = 3600
TOOLS = Tools()


def told(language: str, event: str) -> list[FoundArticle]:
    """Return the articles of one event, an hour apart."""
    lines = (DATA / f"stories-{language}.jsonl").read_text("utf-8").splitlines()
    records = [each for line in lines if (each := json.loads(line))["event"] == event]
    return [
        written(f"{event}-{at}", each["title"], each["body"], NOW + at * HOUR, language)
        for at, each in enumerate(records)
    ]


def written(
    remote_id: str, title: str, text: str, at: int = NOW, language: str | None = "en"
) -> FoundArticle:
    return FoundArticle(
        remote_id,
        f"https://example.org/{remote_id}",
        title,
        published_at=at,
        language=language,
        body=SafeHtml(f"<p>{text}</p>"),
        body_state=BodyState.FULL,
    )


def later(hours: int) -> FoundArticle:
    """Return one more article of the first event."""
    text = told("en", "fire1")[1]
    return replace(text, remote_id=f"later-{hours}", published_at=NOW + hours * HOUR)


@dataclass
class Desk:
    """A profile with three sources, and what was published."""

    database: Database
    changes: list[ChangeSet] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.articles, self.table = Articles(self.database), Stories(self.database)
        self.placing = Placing(self.database)
        self.sources = Sources(self.database)
        self.ids = [self.sources.add(found_source(n), None, 0).id for n in range(3)]
        self.start()

    def start(self) -> None:
        """Begin as the next run of the program does."""
        clock = self.database.clock
        self.stories = StoriesOf(TOOLS, self.database, self.changes.append, clock)

    def store(self, source: int, *found: FoundArticle) -> tuple[ArticleId, ...]:
        return self.articles.store(self.ids[source], found, NOW).new

    def arrive(self, source: int, *found: FoundArticle) -> tuple[ArticleId, ...]:
        ids = self.store(source, *found)
        run_now(self.stories.arrived(ids))
        return ids

    def event(self, name: str = "fire1", language: str = "en") -> tuple[ArticleId, ...]:
        """Let three sources tell of one event, one after another."""
        found = told(language, name)[:3]
        return tuple(self.arrive(n, each)[0] for n, each in enumerate(found))

    def rows(self, kind: ListKind = ListKind.UNREAD) -> list[ArticleId]:
        return [each.id for each in self.table.page(ListQuery(kind), None).items]

    def story(self, id_: ArticleId) -> int | None:
        return self.table.story_of(id_)


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    database = Database(tmp_path / "library.sqlite3", StandingClock(NOW))
    database.open()
    yield Desk(database)
    database.close()


@pytest.mark.parametrize("language", ["en", "ar", "he"])
def test_several_sources_are_one_story_and_one_row(desk: Desk, language: str) -> None:
    ids = desk.event("strike1", language)
    other = desk.arrive(0, *told(language, "strike2")[:1])
    assert {desk.story(each) for each in ids} == {ids[0]}
    assert desk.story(other[0]) == other[0]
    page = desk.table.page(ListQuery(ListKind.UNREAD), None)
    assert {each.id for each in page.items} == {ids[2], other[0]}
    story = page.stories[ids[2]]
    assert (story.articles, story.sources, story.merged) == (ids, 3, True)
    assert other[0] not in page.stories


def test_what_one_source_tells_alone_stays_apart(desk: Desk) -> None:
    found = told("en", "fire1")
    ids = desk.arrive(0, *found[:2])
    assert desk.rows() == [ids[1], ids[0]]
    joined = desk.arrive(1, found[2])
    assert desk.rows() == [joined[0]]


def test_a_list_can_be_asked_for_article_by_article(desk: Desk) -> None:
    ids = desk.event()
    page = desk.table.page(ListQuery(ListKind.ALL, apart=True), None)
    assert [each.id for each in page.items] == list(reversed(ids))


def test_a_list_of_one_source_says_who_else_tells_it_and_merges_nothing(desk: Desk) -> None:
    ids = desk.event()
    more = desk.arrive(0, later(9))
    page = desk.table.page(ListQuery(ListKind.SOURCE, source_id=SourceId(desk.ids[0])), None)
    assert [each.id for each in page.items] == [more[0], ids[0]]
    assert page.stories[ids[0]].sources == 3
    assert not page.stories[ids[0]].merged


def test_an_article_is_told_its_story_again_after_a_start(desk: Desk) -> None:
    first = desk.arrive(0, told("en", "fire1")[0])
    desk.start()
    second = desk.arrive(1, told("en", "fire1")[1])
    assert desk.story(second[0]) == first[0]
    assert any(set(each.stories) == {*first, *second} for each in desk.changes)


def test_what_came_while_it_was_off_is_caught_up_with_and_old_news_are_not(desk: Desk) -> None:
    old = desk.store(
        2, written("old", "Ice on the lake", "The lake froze. " * 20, NOW - 9 * 86_400)
    )
    found = told("en", "fire1")
    ids = [desk.store(n, each)[0] for n, each in enumerate(found[:3])]
    assert run_now(desk.stories.catch_up()) == 3
    assert {desk.story(each) for each in ids} == {ids[0]}
    assert desk.story(old[0]) is None
    assert run_now(desk.stories.catch_up()) == 0


def test_what_is_compared_with_goes_after_three_days_and_the_story_stays(desk: Desk) -> None:
    ids = desk.event()
    desk.arrive(
        0, written("new", "Ice on the lake", "The lake froze today. " * 9, NOW + 9 * 86_400)
    )
    run_now(desk.stories.catch_up())
    assert len(desk.placing.kept(99 * 86_400)) == 1
    assert desk.story(ids[2]) == ids[0]
    assert len(desk.rows()) == 2


TEXT = told("en", "fire1")[0].body or SafeHtml("")


def agency(remote_id: str, title: str, at: int) -> FoundArticle:
    return replace(written(remote_id, title, "", at), body=TEXT)


def test_copies_of_one_text_are_one_row_with_the_preferred_source_on_top(desk: Desk) -> None:
    first = desk.arrive(2, agency("a", "Blaze at the harbour", NOW))
    second = desk.arrive(0, agency("b", "Calder Bay: 400 flee from fire", NOW + HOUR))
    third = desk.arrive(1, agency("c", "What burned last night", NOW + 2 * HOUR))
    assert desk.table.texts_of((*first, *second, *third)) == dict.fromkeys(
        (*first, *second, *third), first[0]
    )
    assert desk.rows() == [second[0]]  # of the source that stands highest in the sidebar


@pytest.mark.parametrize("first", ["report", "round-up"])
def test_what_holds_many_reports_is_the_text_of_none(desk: Desk, first: str) -> None:
    events = ("fire1", "strike1", "quake1", "trial1", "vote1", "match1", "deal1", "road1")
    reports = [told("en", event)[at] for at in range(3) for event in events]
    text = " ".join(str(each.body).removeprefix("<p>").removesuffix("</p>") for each in reports)
    round_up = written("round-up", "The whole year", text, NOW - HOUR)
    both = [(0, reports[0]), (1, round_up)]
    order = both if first == "report" else reversed(both)
    ids = [desk.arrive(source, each)[0] for source, each in order]
    assert desk.table.texts_of(ids) == {each: each for each in ids}


def test_an_excerpt_is_of_the_text_that_it_begins(desk: Desk) -> None:
    text = " ".join(str(each.body)[3:-4] for each in told("en", "fire1"))
    desk.arrive(0, written("whole", "Blaze", text))
    desk.arrive(1, written("excerpt", "Blaze again", text[:220]))
    assert len(desk.rows()) == 1


def test_the_copy_of_a_text_that_was_read_is_read(desk: Desk) -> None:
    first = desk.arrive(0, agency("a", "Blaze at the harbour", NOW))
    desk.articles.set_read(first, True)
    second = desk.arrive(1, agency("b", "Calder Bay: 400 flee from fire", NOW + HOUR))
    assert desk.rows() == []
    assert any(second[0] in each.changed_articles for each in desk.changes)
    other = desk.arrive(2, told("en", "fire1")[1])
    assert desk.rows() == [other[0]]  # another text of the same story is news


def test_a_story_is_marked_read_and_taken_back(desk: Desk) -> None:
    ids = desk.event()
    desk.articles.set_read(ids[:1], True)
    changed = run_now(desk.stories.mark_read(ids[2]))
    assert set(changed) == set(ids[1:])
    assert desk.rows() == []


def test_a_muted_story_leaves_the_lists_and_so_does_what_joins_it(desk: Desk) -> None:
    ids = desk.event()
    muted = run_now(desk.stories.toggle_muted(ids[1]))
    assert desk.rows(ListKind.ALL) == []
    late = desk.arrive(0, later(5))
    assert desk.rows(ListKind.ALL) == []
    assert desk.articles.counts(0).unread == 0
    source = desk.table.page(ListQuery(ListKind.SOURCE, source_id=SourceId(desk.ids[0])), None)
    assert [each.id for each in source.items] == [late[0], ids[0]]
    assert source.stories[ids[0]].muted
    run_now(desk.stories.take_back(muted))
    assert desk.rows() == [ids[2]]
    assert desk.articles.counts(0).unread == 3


def test_hearing_of_a_muted_story_again(desk: Desk) -> None:
    ids = desk.event()
    run_now(desk.stories.toggle_muted(ids[0]))
    run_now(desk.stories.toggle_muted(ids[0]))
    assert desk.rows() == []
    assert desk.rows(ListKind.ALL) == [ids[2]]


@pytest.mark.parametrize("place", [0, 1, 2])
def test_not_the_same_story_and_back_also_after_a_start(desk: Desk, place: int) -> None:
    ids = desk.event()
    before = [desk.story(each) for each in ids]
    separated = run_now(desk.stories.separate(ids[place]))
    rest = {desk.story(each) for each in ids if each != ids[place]}
    assert len(rest) == 1
    assert desk.story(ids[place]) not in rest
    assert len(desk.rows()) == 2
    desk.start()
    run_now(desk.stories.catch_up())
    assert len(desk.rows()) == 2
    run_now(desk.stories.rejoin(separated))
    assert [desk.story(each) for each in ids] == before
    assert desk.placing.apart() == ()


def test_the_timeline_says_who_was_first_and_what_each_adds(desk: Desk) -> None:
    ids = desk.event()
    desk.arrive(1, replace(agency("copy", "Blaze again", NOW + 4 * HOUR)))
    line = run_now(desk.stories.of(ids[1]))
    assert [each.article.id for each in line.reports[:3]] == list(ids)
    assert line.sources == 3
    first, second, _third, copy = line.reports
    assert first.new
    assert second.new
    assert all(each.text not in TEXT for each in second.new)
    assert (copy.same_as, copy.new) == ("Site 0", ())


def test_an_excerpt_is_called_one(desk: Desk) -> None:
    found = told("en", "fire1")
    short = replace(
        found[1], body=None, body_state=BodyState.NONE, excerpt="Six members were hurt in the fire."
    )
    ids = desk.arrive(0, found[0], short)
    line = run_now(desk.stories.of(ids[0]))
    assert not line.reports[0].excerpt_only
    run_now(desk.stories.of(ids[1]))
    alone = run_now(desk.stories.of(ids[1]))
    assert alone.reports[-1].excerpt_only


def test_an_article_without_a_story_is_not_found(desk: Desk) -> None:
    (id_,) = desk.store(0, told("en", "fire1")[0])
    with pytest.raises(AppError) as caught:
        run_now(desk.stories.of(id_))
    assert caught.value.kind is ErrorKind.NOT_FOUND


def test_half_a_tag_at_the_end_of_a_long_text_is_no_word(desk: Desk) -> None:
    long = written("long", "A long one", "word " * 20_000 + '<a href="x">link</a>')
    assert desk.arrive(0, long)


def test_an_article_that_went_while_it_was_placed_leaves_no_trace(desk: Desk) -> None:
    (id_,) = desk.store(0, told("en", "fire1")[0])
    work = desk.stories.arrived([id_])
    desk.articles.remove([id_])
    run_now(work)
    assert desk.story(id_) is None


def test_the_unread_chip_of_a_merged_list_shows_the_row(desk: Desk) -> None:
    ids = desk.event()
    desk.articles.set_read(ids[2:], True)
    query = ListQuery(ListKind.ALL, filter=ListFilter.UNREAD)
    assert [each.id for each in desk.table.page(query, None).items] == [ids[1]]
    assert desk.rows(ListKind.ALL) == [ids[1]]


def test_related_has_the_story_first_and_no_text_twice(desk: Desk) -> None:
    ids = desk.event()
    (copy,) = desk.arrive(1, replace(agency("copy", "Blaze again", NOW + 4 * HOUR)))
    (like,) = desk.arrive(
        2, written("like", "Warehouse for paint opens in Calder Bay", "It is new. " * 20, NOW)
    )
    related = Related(desk.database, lambda: True)
    found = [each.id for each in run_now(related.of(ids[1]))]
    assert found[:2] == [copy, ids[2]]  # the newest first; of one text the newest only
    assert ids[0] not in found
    assert like in found
    run_now(desk.stories.toggle_muted(ids[2]))
    assert run_now(related.of(like)) == ()


def test_related_without_stories_leaves_out_muted_sources(desk: Desk) -> None:
    ids = desk.event()
    related = Related(desk.database)
    assert ids[2] in [each.id for each in run_now(related.of(ids[0]))]
    desk.sources.update(desk.ids[2], muted=True)
    assert ids[2] not in [each.id for each in run_now(related.of(ids[0]))]
    with_stories = Related(desk.database, lambda: True)
    assert ids[2] not in [each.id for each in run_now(with_stories.of(ids[0]))]


def test_lists_wait_for_no_crowd(desk: Desk) -> None:
    """Of a hundred sources at once the first is placed, the others are listed and placed later."""
    crowd = desk.store(0, *[written(f"a{n}", f"Title {n}", "Text.", NOW + n) for n in range(9)])
    others = desk.store(1, written("b", "Another title", "Another text."))
    waiting = desk.stories.arrived(crowd)
    next(waiting)
    run_now(desk.stories.arrived(others))
    assert desk.story(others[0]) is None
    waiting.close()
    run_now(desk.stories.arrived(others))
    assert desk.story(others[0]) == others[0]
    assert run_now(desk.stories.catch_up()) == len(crowd)


def test_a_corrected_language_is_another_story_and_taken_back_the_old_one(desk: Desk) -> None:
    ids = desk.event()
    languages = Languages(desk.database)
    languages.correct(ids[1], "de")
    assert run_now(desk.stories.catch_up()) == 1
    assert desk.story(ids[1]) == ids[1]
    assert len(desk.rows()) == 2
    assert any({ids[0], ids[2]} <= each.stories for each in desk.changes)
    languages.correct(ids[1], "en")
    assert run_now(desk.stories.catch_up()) == 1
    assert desk.story(ids[1]) == ids[0]
    assert run_now(desk.stories.catch_up()) == 0


def test_the_one_that_began_a_story_leaves_it_with_its_language(desk: Desk) -> None:
    ids = desk.event()
    Languages(desk.database).correct(ids[0], "de")
    run_now(desk.stories.catch_up())
    assert desk.story(ids[0]) == -ids[0]
    assert desk.story(ids[1]) == desk.story(ids[2]) == ids[0]
    desk.start()
    Languages(desk.database).correct(ids[0], "en")
    run_now(desk.stories.catch_up())
    assert desk.story(ids[0]) == ids[0]


def short(found: FoundArticle) -> FoundArticle:
    return replace(
        found, title="News", body=None, body_state=BodyState.NONE, excerpt="Read more here."
    )


def test_a_text_that_comes_later_finds_the_story_of_who_was_alone(desk: Desk) -> None:
    found = told("en", "fire1")
    (first,) = desk.arrive(0, found[0])
    (late,) = desk.arrive(1, short(found[1]))
    assert desk.story(late) == late
    desk.articles.store_body(late, found[1], NOW)
    assert run_now(desk.stories.catch_up()) == 1
    assert desk.story(late) == first
    assert any(each.stories == {first, late} for each in desk.changes)


def test_a_text_that_comes_later_is_known_as_a_copy(desk: Desk) -> None:
    first = desk.arrive(0, agency("a", "Blaze at the harbour", NOW))
    (late,) = desk.arrive(1, short(agency("b", "", NOW + HOUR)))
    desk.articles.store_body(late, agency("b", "Blaze", NOW + HOUR), NOW)
    run_now(desk.stories.catch_up())
    assert desk.table.texts_of((late,)) == {late: first[0]}


def test_an_edited_article_that_stands_in_a_story_stays(desk: Desk) -> None:
    ids = desk.event()
    other = told("en", "quake1")
    desk.arrive(0, *other[:2])
    edited = replace(other[2], remote_id="fire1-1")
    desk.articles.store(desk.ids[1], (edited,), NOW)
    assert run_now(desk.stories.catch_up()) == 1
    assert desk.story(ids[1]) == ids[0]


def test_reading_and_nothing_else_is_no_reason_to_look_again(desk: Desk) -> None:
    ids = desk.event()
    desk.articles.set_read(ids, True)
    desk.articles.store(desk.ids[0], told("en", "fire1")[:1], NOW)
    assert run_now(desk.stories.catch_up()) == 0


def test_vectors_of_an_earlier_version_are_made_anew(desk: Desk) -> None:
    ids = desk.event()
    with desk.database.write() as connection:
        connection.execute("update story_vector set vector = x'00'")
        connection.execute("insert into story_again select article_id from story_vector")
    desk.start()
    assert run_now(desk.stories.catch_up()) == 3
    assert {desk.story(each) for each in ids} == {ids[0]}
    assert all(len(each.vector) > 1 for each in desk.placing.kept(99))


def test_stories_that_are_tied_together_stay_one_after_a_start(desk: Desk) -> None:
    (one,) = desk.arrive(0, written("1", "Warehouse fire in Calder Bay", FIRE))
    (two,) = desk.arrive(1, written("2", "Residents return to Marlow Court", FLATS, NOW + 1))
    assert len(desk.rows()) == 2
    (three,) = desk.arrive(2, written("3", "Calder Bay fire: Marlow Court", BOTH, NOW + 2))
    assert len({desk.story(each) for each in (one, two, three)}) == 1
    assert desk.rows() == [three]
    desk.start()
    run_now(desk.stories.catch_up())
    assert desk.rows() == [three]


def test_a_language_that_was_found_out_is_kept_for_lists(desk: Desk) -> None:
    (declared,) = desk.arrive(0, written("a", "Streik im Hafen", "Der Hafen steht.", language="de"))
    (silent,) = desk.arrive(0, written("b", "Streik im Hafen", "Der Hafen.", language=None))
    table = Languages(desk.database)
    assert table.of(declared) == ("de", False)
    assert table.of(silent) is None


def apart_yet(desk: Desk) -> tuple[ArticleId, ArticleId]:
    """Let two stories begin that ``tying`` makes one."""
    (one,) = desk.arrive(0, written("1", "Warehouse fire in Calder Bay", FIRE))
    (two,) = desk.arrive(1, written("2", "Residents return to Marlow Court", FLATS, NOW + 1))
    return one, two


def tying() -> FoundArticle:
    return written("3", "Calder Bay fire: Marlow Court", BOTH, NOW + 2)


def halted(work: Work[None], function: str) -> Call:
    """Run a Work until its step of this name, and return that step."""
    step = next(work)
    while not (isinstance(step, Call) and step.function.__name__ == function):
        assert isinstance(step, Call)
        step = work.send(step.function(*step.args, **step.kwargs))
    return step


def end(work: Work[None], step: Call) -> None:
    """Run the halted step of a Work and what comes after it."""
    try:
        work.send(step.function(*step.args, **step.kwargs))
    except StopIteration:
        return
    run_now(work)


@pytest.mark.parametrize("first", [0, 1])
def test_two_batches_that_write_in_the_other_order_lose_no_move(desk: Desk, first: int) -> None:
    (two,) = desk.arrive(1, written("2", "Residents return to Marlow Court", FLATS, NOW + 1))
    ids = desk.store(0, written("1", "Warehouse fire in Calder Bay", FIRE))
    slow = desk.stories.arrived(ids)
    step = halted(slow, "_keep")
    quick = desk.stories.arrived(desk.store(2, tying()))
    other = halted(quick, "_keep")
    pairs = [(slow, step), (quick, other)]
    end(*pairs[first])
    end(*pairs[1 - first])
    group = desk.stories._finding.group()
    assert group.story_of(ids[0]) == group.story_of(two)
    assert desk.story(ids[0]) == desk.story(two)


def test_a_muted_story_is_never_tied_also_after_a_start(desk: Desk) -> None:
    one, two = apart_yet(desk)
    run_now(desk.stories.toggle_muted(one))
    desk.start()
    desk.arrive(2, tying())
    assert desk.story(two) != desk.story(one)
    assert one not in desk.rows()
    assert desk.table.is_muted(desk.story(one) or 0)
    assert not desk.table.is_muted(desk.story(two) or 0)


def test_a_story_that_is_muted_while_it_is_tied_stays_muted(desk: Desk) -> None:
    one, two = apart_yet(desk)
    quick = desk.stories.arrived(desk.store(2, tying()))
    step = halted(quick, "_keep")
    muted = run_now(desk.stories.toggle_muted(one))
    end(quick, step)
    assert desk.table.is_muted(desk.story(one) or 0)
    assert desk.story(one) == muted.story_id == desk.story(two)


def test_hearing_of_a_story_again_is_taken_back_after_it_was_tied(desk: Desk) -> None:
    one, two = apart_yet(desk)
    run_now(desk.stories.toggle_muted(one))
    heard = run_now(desk.stories.toggle_muted(one))
    desk.arrive(2, tying())
    assert desk.story(two) == desk.story(one)
    run_now(desk.stories.take_back(heard))
    assert desk.table.is_muted(desk.story(one) or 0)


def test_not_the_same_story_is_taken_back_after_the_story_was_tied(desk: Desk) -> None:
    one, two = apart_yet(desk)
    (other,) = desk.arrive(2, written("4", "Chess in Osterlund", "Ida Brandt won a chess final."))
    assert desk.story(other) == other
    run_now(desk.stories.rejoin(Separated(other, desk.story(one) or 0)))
    separated = run_now(desk.stories.separate(other))
    desk.arrive(2, tying())
    assert desk.story(one) == desk.story(two) != desk.story(other)
    assert separated.left != desk.story(one)
    run_now(desk.stories.rejoin(separated))
    assert desk.story(other) == desk.story(one)


def test_a_story_tied_to_one_that_was_read_is_one_unread_row(desk: Desk) -> None:
    one, two = apart_yet(desk)
    desk.articles.set_read([one], True)
    (three,) = desk.arrive(2, tying())
    assert len({desk.story(each) for each in (one, two, three)}) == 1
    assert desk.rows() == [three]
    assert desk.table.counted(desk.articles.counts(0), 0).unread == 1


def test_the_story_stays_when_the_article_that_began_it_goes(desk: Desk) -> None:
    one, two = apart_yet(desk)
    (three,) = desk.arrive(2, tying())
    with desk.database.write() as connection:
        connection.execute("delete from article where id = ?", (one,))
    desk.start()
    assert run_now(desk.stories.catch_up()) == 0
    assert desk.story(two) == desk.story(three)
    assert desk.rows() == [three]
    assert len(run_now(desk.stories.of(two)).reports) == 2
