"""Stories and copies as they arrive."""

import random
from array import array

import pytest

from desktop_app.insight.copies import Copies, containment, shingles, sketch
from desktop_app.insight.placed import Kept
from desktop_app.insight.stories import MERGE, WINDOW, Stories
from desktop_app.insight.timeline import first_to_say, what_is_new
from desktop_app.insight.vectors import HEAVIEST, Vector
from desktop_app.insight.words import Vocabularies
from tests.support.told_stories import FIRE, FLATS

Own = dict[str, list[dict[str, str]]]
DAY = 86_400


def add(stories: Stories, number: int, article: dict[str, str], at: int = 0, language: str = "en"):
    return stories.add(number, article["title"], article["body"], language, at)


@pytest.mark.parametrize("language", ["en", "ar", "he"])
def test_own_events_are_found(language: str, own_stories: Own, vocabularies: Vocabularies) -> None:
    articles = own_stories[language][:]
    random.Random(5).shuffle(articles)
    stories = Stories(vocabularies)
    events: dict[int, set[str]] = {}
    for number, article in enumerate(articles):
        placed = add(stories, number, article, number * 60, language)
        events.setdefault(placed.story_id, set()).add(article["event"])
    assert all(len(each) == 1 for each in events.values()), "a wrong merge"
    assert len(events) <= 24


def test_a_story_has_the_id_of_its_first_article(
    own_stories: Own, vocabularies: Vocabularies
) -> None:
    stories = Stories(vocabularies)
    first, second, third = (add(stories, n + 7, own_stories["en"][n]) for n in range(3))
    assert (first.story_id, first.joined) == (7, False)
    assert (second.story_id, second.joined) == (7, True)
    assert third.similarity >= MERGE
    assert stories.members(7) == (7, 8, 9)
    assert stories.story_of(8) == 7
    assert stories.story_of(99) is None


def test_languages_do_not_mix(own_stories: Own, vocabularies: Vocabularies) -> None:
    stories = Stories(vocabularies)
    add(stories, 1, own_stories["en"][0], language="en")
    assert not add(stories, 2, own_stories["en"][1], language="de").joined


def test_an_article_that_comes_again_keeps_its_story(
    own_stories: Own, vocabularies: Vocabularies
) -> None:
    stories = Stories(vocabularies)
    for number in range(3):
        add(stories, number, own_stories["en"][number])
    again = add(stories, 1, own_stories["en"][30])
    assert again.story_id == 0
    assert sorted(stories.members(0)) == [0, 1, 2]


def test_an_article_that_is_alone_is_looked_at_anew_when_it_comes_again(
    own_stories: Own, vocabularies: Vocabularies
) -> None:
    stories = Stories(vocabularies)
    add(stories, 1, own_stories["en"][0])
    stories.add(2, "Blaze", "Read more.", "en", 0)
    assert stories.story_of(2) == 2
    assert add(stories, 2, own_stories["en"][1]).story_id == 1
    assert stories.members(2) == ()


def test_another_language_is_another_story_and_taken_back_it_is_the_old_one(
    own_stories: Own, vocabularies: Vocabularies
) -> None:
    stories = Stories(vocabularies)
    for number in (1, 2, 3):
        add(stories, number, own_stories["en"][number - 1])
    other = add(stories, 1, own_stories["en"][0], language="de")  # it began the story
    assert other.story_id == -1
    assert stories.members(1) == (2, 3)
    assert add(stories, 1, own_stories["en"][0]).story_id == 1
    assert sorted(stories.members(1)) == [1, 2, 3]


def test_two_stories_that_a_later_article_ties_together_become_one(
    vocabularies: Vocabularies,
) -> None:
    stories = Stories(vocabularies)
    stories.add(1, "Warehouse fire in Calder Bay", FIRE, "en", 0)
    assert stories.add(2, "Residents return to Marlow Court", FLATS, "en", 1).story_id == 2
    tied = stories.add(3, "Calder Bay fire: Marlow Court", f"{FIRE} {FLATS}", "en", 2)
    assert len({stories.story_of(each) for each in (1, 2, 3)}) == 1
    assert tied.moved


@pytest.mark.parametrize("place", [0, 1, 2])
def test_a_round_up_makes_no_two_events_one(
    own_stories: Own, vocabularies: Vocabularies, place: int
) -> None:
    """An article that is near to one report of each of two events comes first, between or last."""
    told = own_stories["en"]
    first, second = (
        [text for text in told if text["event"] == event] for event in ("fire1", "strike1")
    )
    body = f"{first[0]['body']}\n{second[0]['body']}"
    came = [first[0], second[0], *first[1:], *second[1:]]
    came.insert(place, {"event": "", "title": "The whole year, day by day", "body": body})
    stories = Stories(vocabularies)
    for number, article in enumerate(came):
        add(stories, number, article, number)
    found = {
        (stories.story_of(number), article["event"])
        for number, article in enumerate(came)
        if article["event"]
    }
    assert len(found) == len({story for story, _event in found}) == 2


@pytest.mark.parametrize("decided", ["settled", "apart"])
def test_what_the_reader_decided_about_is_not_tied(
    vocabularies: Vocabularies, decided: str
) -> None:
    stories = Stories(vocabularies)
    stories.add(1, "Warehouse fire in Calder Bay", FIRE, "en", 0)
    stories.add(2, "Residents return to Marlow Court", FLATS, "en", 1)
    if decided == "settled":
        stories.settle(2)
    else:
        stories.keep_apart(2, 1)
    stories.add(3, "Calder Bay fire: Marlow Court", f"{FIRE} {FLATS}", "en", 2)
    assert stories.story_of(1) != stories.story_of(2)


def test_vectors_of_an_earlier_version_are_like_nothing(vocabularies: Vocabularies) -> None:
    old = array("I", [1, 2, 3]).tobytes() + array("f", [0.5, 0.5, 0.5]).tobytes()
    assert len(Vector.from_bytes(old).keys) == 0


def test_a_story_ends_with_the_window(own_stories: Own, vocabularies: Vocabularies) -> None:
    stories = Stories(vocabularies)
    add(stories, 1, own_stories["en"][0], 0)
    assert not add(stories, 2, own_stories["en"][1], WINDOW + 1).joined
    assert len(stories) == 1
    assert stories.members(1) == ()


def test_an_old_article_that_comes_late_joins_nothing_newer(
    own_stories: Own, vocabularies: Vocabularies
) -> None:
    stories = Stories(vocabularies)
    add(stories, 1, own_stories["en"][0], 10 * DAY)
    assert not add(stories, 2, own_stories["en"][1], 1 * DAY).joined


def test_not_the_same_story_and_back(own_stories: Own, vocabularies: Vocabularies) -> None:
    stories = Stories(vocabularies)
    for number in range(3):
        add(stories, number, own_stories["en"][number])
    assert stories.separate(2, 2) == 0
    assert stories.members(0) == (0, 1)
    assert stories.story_of(2) == 2
    assert stories.separate(2, 2) is None
    stories.rejoin(2, 0)
    assert stories.members(0) == (0, 1, 2)
    assert stories.separate(77, 77) is None


def test_kept_apart_articles_do_not_join(own_stories: Own, vocabularies: Vocabularies) -> None:
    stories = Stories(vocabularies)
    add(stories, 1, own_stories["en"][0])
    stories.keep_apart(2, 1)
    placed = add(stories, 2, own_stories["en"][1])
    assert (placed.story_id, placed.joined) == (2, False)


def test_a_start_forgets_nothing(own_stories: Own, vocabularies: Vocabularies) -> None:
    before = Stories(vocabularies)
    kept = []
    for number in range(2):
        placed = add(before, number, own_stories["en"][number], number)
        vector = Vector.from_bytes(placed.vector.to_bytes())
        kept.append(Kept(number, placed.story_id, number, "en", vector))
    after = Stories(vocabularies)
    after.restore(kept)
    after.restore(kept)
    assert len(after) == 2
    assert add(after, 2, own_stories["en"][2], 2).story_id == 0


def test_forgotten_articles_leave_no_trace(own_stories: Own, vocabularies: Vocabularies) -> None:
    stories = Stories(vocabularies)
    for number in range(6):
        add(stories, number, own_stories["en"][number])
    for number in range(6):
        stories.forget(number)
        stories.forget(number)
    assert len(stories) == 0
    assert all(not each.postings for each in stories._languages.values())
    assert not stories._stories


def test_texts_without_words_stand_alone(vocabularies: Vocabularies) -> None:
    stories = Stories(vocabularies)
    for number, text in enumerate(["", "…", "the and of", "12"]):
        placed = stories.add(number, "", text, None, 0)
        assert placed.story_id == number
        assert len(placed.vector.keys) <= HEAVIEST


def test_bytes_of_a_broken_vector_are_an_empty_one() -> None:
    assert len(Vector.from_bytes(b"123").keys) == 0
    assert len(Vector.from_bytes(b"").weights) == 0


def test_what_a_later_report_adds(own_stories: Own, vocabularies: Vocabularies) -> None:
    vocabulary = vocabularies.of("en")
    first, second, third = (each["body"] for each in own_stories["en"][:3])
    new = what_is_new([first, f"{first} {second}", first, third], "en", vocabulary)
    assert len(new[0]) == 3
    assert all(each.text in second for each in new[1])
    assert new[2] == ()
    assert new[3]
    said = "Police closed the coast road until noon."
    assert first_to_say(said, [second, first, third], "en", vocabulary) == 1
    assert first_to_say("Nobody has ever said that sentence.", [first], "en", vocabulary) is None


def test_copies_are_found_in_any_dress(own_stories: Own) -> None:
    body = own_stories["en"][0]["body"]
    copies = Copies()
    for number, article in enumerate(own_stories["en"]):
        copies.add(number, article["body"])
    half = " ".join(body.split()[:60])
    for text in (body, f"TORVALE (Agency) — {body} Reporting by A. B.", half, body.upper()):
        found = copies.add(-1, text)
        assert found[0][0] == 0
        assert found[0][1] > 0.9
        copies.forget(-1)


def test_no_two_articles_of_one_event_are_copies(own_stories: Own) -> None:
    for articles in own_stories.values():
        copies = Copies()
        assert all(
            copies.add(number, article["body"]) == () for number, article in enumerate(articles)
        )


def test_forgotten_copies_are_gone() -> None:
    copies = Copies()
    text = " ".join(f"word{number}" for number in range(100))
    copies.add(1, text)
    copies.add(2, text)
    assert copies.add(3, text) == ((1, 1.0), (2, 1.0))
    for number in (1, 2, 3, 3):
        copies.forget(number)
    assert len(copies) == 0
    assert not copies._chunks


def test_the_index_goes_with_its_articles() -> None:
    copies = Copies()
    for number in range(2_000):
        copies.add(number, " ".join(f"w{number}x{place}" for place in range(20)))
        copies.forget(number - 600)
    assert len(copies) == 600
    assert len(copies._chunks) <= 3
    again = " ".join(f"w1500x{place}" for place in range(20))
    assert copies.add(-1, again) == ((1500, 1.0),)


def test_short_texts_are_no_copies() -> None:
    copies = Copies()
    assert copies.add(1, "one two three") == copies.add(2, "one two three") == ()
    assert containment(frozenset(), frozenset()) == 0
    assert shingles("") == frozenset()


def test_hashes_are_the_same_in_every_run() -> None:
    assert sketch(shingles("one two three four")) == (176935440285606, 232004986530448)
