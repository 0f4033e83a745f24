"""The language of articles: found out once, kept, corrected; the text that is read for it."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from desktop_app.core.articles import Body, BodyState
from desktop_app.core.changes import ChangeSet
from desktop_app.core.ids import ArticleId
from desktop_app.core.sources import SafeHtml, Source
from desktop_app.core.work import Call, Pause, Step, run_now
from desktop_app.services.understanding.key_points import KeyPointsOf
from desktop_app.services.understanding.language import AT_ONCE, LanguageOf
from desktop_app.services.understanding.texts import Texts, prose_of
from desktop_app.services.understanding.tools import Tools
from desktop_app.storage.articles import Articles
from desktop_app.storage.database import Database
from desktop_app.storage.languages import Languages
from desktop_app.storage.sources import Sources
from desktop_app.text.clean import clean_html
from desktop_app.text.plain import plain
from tests.support.found import StandingClock, found_article, found_source

HEADLINES = {
    "en": "The drivers drew the map of the new night line themselves",
    "ar": "مدرسة الحي تفتح مكتبتها للجميع مساء كل خميس",
    "he": "המאפייה שמתעוררת לפני כולם נסגרת אחרי שישים שנה",
    "de": "Die Fahrer haben den Plan der neuen Nachtlinie selbst gezeichnet",
    "fa": "مدرسه محله کتابخانه خود را پنجشنبه‌ها برای همه باز می‌کند",
    "": "1234 5678",
}


class Room:
    """Real storage with one source, and the service on it."""

    def __init__(self, path: Path) -> None:
        self.database = Database(path, StandingClock())
        self.database.open()
        self.source: Source = Sources(self.database).add(found_source(), None, 0)
        self.articles = Articles(self.database)
        self.told: list[ChangeSet] = []
        self.language = LanguageOf(Tools(), self.database, self.told.append)
        self.table = Languages(self.database)

    def store(self, *titles: str, **fields: object) -> tuple[ArticleId, ...]:
        count = len(self.articles.get_many(range(1, 10_000)))  # type: ignore[arg-type]
        found = [
            found_article(count + number, title=title, excerpt="", **fields)
            for number, title in enumerate(titles)
        ]
        return self.articles.store(self.source.id, found, 0).new


@pytest.fixture
def room(tmp_path: Path) -> Iterator[Room]:
    made = Room(tmp_path / "library.sqlite3")
    yield made
    made.database.close()


def test_everything_stored_gets_its_language(room: Room) -> None:
    ids = room.store(*HEADLINES.values())
    assert run_now(room.language.catch_up()) == len(ids)
    assert run_now(room.language.catch_up()) == 0
    told = [run_now(room.language.of(each)) or "" for each in ids]
    assert told == list(HEADLINES)
    assert set(run_now(room.language.there())) == set(HEADLINES) - {""}


def test_many_are_told_in_slices(room: Room) -> None:
    room.store(*[f"{HEADLINES['en']} {n}" for n in range(2 * AT_ONCE + 3)])
    assert run_now(room.language.catch_up()) == 2 * AT_ONCE + 3
    assert run_now(room.language.there()) == ("en",)


def test_only_what_came_is_looked_at(room: Room) -> None:
    room.store(HEADLINES["de"])
    new = room.store(HEADLINES["en"], HEADLINES["ar"])
    assert run_now(room.language.catch_up(new)) == 2
    assert run_now(room.language.catch_up(new)) == 0
    assert run_now(room.language.catch_up()) == 1


def test_all_is_looked_through_in_spans_newest_first(
    room: Room, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("desktop_app.storage.languages._SPAN", 3)
    ids = [room.store(f"{HEADLINES['en']} {n}", published_at=n // 2)[0] for n in range(7)]
    room.table.store({ids[5]: "en", ids[2]: "en"})
    span = room.table.untold()
    assert span.untold == (ids[6], ids[4])
    assert room.table.untold(span.rest).untold == (ids[3], ids[1])
    assert run_now(room.language.catch_up()) == 5
    assert room.table.untold().untold == ()


def test_what_is_to_be_found_out_again_is_found_out_for_lists_too(room: Room) -> None:
    (article,) = room.store(HEADLINES["de"])
    run_now(room.language.correct(article, "nl"))
    run_now(room.language.correct(article, None))
    assert run_now(room.language.there()) == ("de",)


def test_a_catch_up_that_was_stopped_goes_on_from_there(room: Room) -> None:
    room.store(*[f"{HEADLINES['en']} {n}" for n in range(2 * AT_ONCE)])
    work = room.language.catch_up()
    step: Step = next(work)
    while not isinstance(step, Pause):
        assert isinstance(step, Call)
        step = work.send(step.function(*step.args))
    work.close()
    assert run_now(room.language.catch_up()) == AT_ONCE


def test_an_article_is_told_when_it_is_asked_for(room: Room) -> None:
    (article,) = room.store(HEADLINES["he"])
    assert run_now(room.language.of(article)) == "he"
    assert run_now(room.language.of(ArticleId(99))) is None


def test_what_the_reader_says_stays(room: Room) -> None:
    (article,) = room.store(HEADLINES["de"])
    run_now(room.language.correct(article, "nl"))
    assert room.told == [ChangeSet(languages=frozenset({article}))]
    room.table.store({article: "de"})
    assert run_now(room.language.catch_up()) == 0
    assert run_now(room.language.of(article)) == "nl"
    assert run_now(room.language.is_corrected(article))
    run_now(room.language.correct(article, None))
    assert run_now(room.language.of(article)) == "de"
    assert not run_now(room.language.is_corrected(article))


def test_a_source_has_a_language_until_its_articles_differ(room: Room) -> None:
    room.store(*[f"{HEADLINES['de']} {n}" for n in range(8)])
    run_now(room.language.catch_up())
    (short,) = room.store("Streik im Hafen")
    assert run_now(room.language.of(short)) == "de"


def test_deleting_an_article_deletes_its_language(room: Room) -> None:
    (article,) = room.store(HEADLINES["en"])
    run_now(room.language.of(article))
    with room.database.write() as connection:
        connection.execute("delete from article where id = ?", (article,))
    assert room.table.of(article) is None
    room.table.store({article: "en"})  # it went while its language was found out
    room.table.correct(article, "ar")
    assert room.table.of(article) is None


def test_an_opened_article_is_told_by_its_text_and_read_without_captions(room: Room) -> None:
    (article_id,) = room.store("N2", language="en-US")
    article = room.articles.get(article_id)
    assert article is not None
    html = clean_html(
        "<figure><img src='https://a.example/b.jpg' width='600' height='400'>"
        "<figcaption>The bus. (Photo: X)</figcaption></figure>"
        f"<p>{HEADLINES['ar']}.</p><pre>print(1)\n\nprint(2)</pre>"
        "<table><tr><th>Place</th><th>Day</th></tr><tr><td>One.</td><td>Two.</td></tr></table>",
        "https://a.example/",
    )
    body = Body(article_id, html, BodyState.FULL, 0)
    text = run_now(Texts(room.language).of(article, body, room.source))
    assert text.language == "ar"
    assert text.text == plain(html) and len(text.prose) == len(text.text)
    assert text.prose.split() == [*HEADLINES["ar"].split()[:-1], "خميس."]
    assert run_now(KeyPointsOf(Tools()).of(text)).too_short
    none = run_now(Texts(room.language).of(article, None, room.source))
    assert none.text == none.prose == ""


def test_prose_keeps_its_places_in_any_text() -> None:
    for html in ("", "<p>One.</p>", "<p>\ue000</p><pre>x</pre>", "<pre></pre>", "<p><br></p>"):
        safe = SafeHtml(html)
        assert len(prose_of(safe, plain(safe))) == len(plain(safe))
