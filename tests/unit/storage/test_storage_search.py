"""Full-text search as one types, in all scripts, with anything typed, and related articles."""

import sqlite3
import sys
import threading
import unicodedata

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from desktop_app.core.articles import Article, ArticleId, ListFilter, ListKind, ListQuery
from desktop_app.core.cancel import CancelToken, cancelled_by
from desktop_app.core.errors import AppError, ErrorKind
from desktop_app.core.ids import SourceId
from desktop_app.core.sources import FoundSection, SafeHtml, Source
from desktop_app.storage import index
from desktop_app.storage.articles import Articles
from desktop_app.storage.database import Database
from desktop_app.storage.schema import VERSION_1
from desktop_app.storage.search import Search
from desktop_app.storage.sources import Sources
from desktop_app.text.fold import fold
from tests.support.found import found_article, found_source

FTS = next(statement for statement in VERSION_1 if "fts5" in statement)


def _store(articles: Articles, source: Source, *texts: str) -> tuple[ArticleId, ...]:
    found = [found_article(number, text) for number, text in enumerate(texts)]
    return articles.store(source.id, found, 0).new


def _hits(search: Search, text: str) -> list[ArticleId]:
    return sorted(each.id for each in search.find(text))


@pytest.mark.parametrize(
    ("text", "asked"),
    [
        ("The café opens", "cafe"),
        ("The cafe opens", "CAFÉ"),
        ("Straße gesperrt", "strasse"),
        ("قال المُعَلِّم", "المعلم"),
        ("في المدينة القديمة", "مدينه"),
        ("والمدينة القديمة", "المدينة القديمة"),
        ("مدينة قديمة", "المدينة"),
        ("أحمد في بيته", "احمد"),
        ("בְּרֵאשִׁית ברא", "בראשית"),
        ("東京都知事選挙", "京都"),
        ("東京都知事選挙", "知事選挙"),
        ("東京都知事選挙", "選"),
        ("กรุงเทพมหานคร", "มหานคร"),
        ("हिन्दी समाचार", "हिन्दी"),
        ("Новости дня", "новост"),
        ("서울시 소식", "서울"),
        ("COVID-19 figures", "covid 19"),
        ("AT&amp;T said", "at&t"),
        ("one<br>two", "two"),
        ("x𞤀𞤁y new letters", "x𞤀"),
    ],
)
def test_what_finds_what(
    articles: Articles, source: Source, search: Search, text: str, asked: str
) -> None:
    (id_, other) = _store(articles, source, text, "something else")
    assert _hits(search, asked) == [id_]
    articles.remove([id_])
    assert _hits(search, asked) == []
    assert _hits(search, "something") == [other]


def test_every_letter_typed_narrows(articles: Articles, source: Source, search: Search) -> None:
    first, second = _store(articles, source, "parliament votes", "parking is dear")
    assert _hits(search, "pa") == [first, second]
    assert _hits(search, "par") == [first, second]
    assert _hits(search, "parl") == [first]
    assert _hits(search, "parliament v") == [first]
    assert _hits(search, "parliament vo") == [first]
    assert _hits(search, "parliament dear") == []
    assert _hits(search, "p") == []  # one letter is a word, not yet a beginning


@pytest.mark.parametrize(
    "text",
    ["", " ", '"', '""', "'", "*", "a*", "NEAR(", "a AND", "OR", "NOT", "-", "^a", "text:", "(",
     "{a}", "\0", "a\0b", "🎉", "\ue0001", "\ud800", "%", "_", ";drop table article", "́", "+"],
)  # fmt: skip
def test_nothing_typed_is_an_operator(
    articles: Articles, source: Source, search: Search, text: str
) -> None:
    _store(articles, source, "some words")
    search.find(text)
    search.find(f"words {text}", 5, source.id)


@settings(max_examples=300, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.text(st.characters(), max_size=60))
def test_any_text_can_be_asked(articles: Articles, search: Search, text: str) -> None:
    search.find(text)
    index.match(text, SourceId(1))


@given(st.text(st.characters(exclude_categories=["Cs"]), max_size=200))
def test_folding_run_by_run_is_folding(text: str) -> None:
    whole = index._WITH_ARTICLE.sub(r"\g<0> \1", index._UNSPACED.sub(index._pairs, fold(text)))
    assert index._searchable(text) == whole


def test_each_word_asked_is_one_word_of_the_index() -> None:
    """Without positions FTS5 refuses a term of two tokens, so all letters there are are tried."""
    connection = sqlite3.connect(":memory:")
    connection.execute(FTS)
    letters = [
        chr(code)
        for code in range(sys.maxunicode + 1)
        if unicodedata.category(chr(code))[0] in "LNM" and not 0xD800 <= code < 0xE000
    ]
    for start in range(0, len(letters), 300):
        words = index_words(f"x{letter}y" for letter in letters[start : start + 300])
        query = " OR ".join(f'"{word}"' for word in words)
        connection.execute("select 1 from article_text where article_text match ?", (query,))
    connection.close()


def index_words(texts: object) -> list[str]:
    return [word for text in texts for word in index.words_of(text)]  # type: ignore[attr-defined]


def test_the_index_and_the_deletion_of_it_agree(
    articles: Articles, source: Source, database: Database
) -> None:
    new = _store(articles, source, "Plain", "قال المدينة", "東京都", "q &lt;b&gt; é\ue000 &#1234;")
    articles.remove(new)
    with database.write() as connection:
        connection.execute("insert into article_text (article_text) values ('optimize')")
        pages = connection.execute("select count(*) from article_text_idx").fetchone()[0]
    assert pages == 0


def test_hits_are_shown_by_date_and_limited(
    articles: Articles, source: Source, search: Search
) -> None:
    old = [found_article(number, published_at=1000 + number) for number in range(3)]
    new = [found_article(number, published_at=2000 + number) for number in range(10, 13)]
    articles.store(source.id, new, 0)
    articles.store(source.id, old, 0)  # seen later, published before
    assert [each.remote_id for each in search.find("headline", 4)] == ["12", "11", "10", "2"]


def test_inside_one_source(
    articles: Articles, sources: Sources, source: Source, search: Search
) -> None:
    other = sources.add(found_source(2), None, 0)
    _store(articles, source, "shared words")
    (id_,) = _store(articles, other, "shared words")
    assert [each.id for each in search.find("shared", source_id=other.id)] == [id_]
    assert len(search.find("shared")) == 2
    sources.remove(other.id)
    assert len(search.find("shared")) == 1


def test_the_search_list_takes_the_chips(
    articles: Articles, source: Source, search: Search
) -> None:
    first, second = _store(articles, source, "word", "word")
    articles.set_read([first], True)
    articles.set_saved([first], True)

    def shown(chip: ListFilter, keep: frozenset[ArticleId] = frozenset()) -> list[int]:
        query = ListQuery(ListKind.SEARCH, text="word", filter=chip, keep=keep)
        return [each.id for each in articles.page(query, None).items]

    assert shown(ListFilter.ALL) == [second, first]
    assert shown(ListFilter.UNREAD) == [second]
    assert shown(ListFilter.UNREAD, frozenset({first})) == [second, first]
    assert shown(ListFilter.SAVED) == [first]
    query = ListQuery(ListKind.SEARCH, text="word")
    assert articles.matching_ids(query) == (second,)
    assert articles.matching_ids(query, unread_only=False) == (second, first)
    following = articles.next_unread(query, None)
    assert following is not None
    assert following.id == second


def test_a_search_is_interrupted(database: Database) -> None:
    raised: list[AppError] = []
    started = threading.Event()

    def endless() -> None:
        try:
            with database.search() as connection:
                started.set()
                connection.execute(
                    "with recursive n(i) as (select 1 union all select i + 1 from n)"
                    " select count(*) from n"
                ).fetchone()
        except AppError as error:
            raised.append(error)

    thread = threading.Thread(target=endless)
    thread.start()
    assert started.wait(10)
    while thread.is_alive():
        database.interrupt_search()
        thread.join(0.01)
    assert [error.kind for error in raised] == [ErrorKind.CANCELLED]


def test_a_search_looks_at_its_token(database: Database, search: Search) -> None:
    token = CancelToken()
    with cancelled_by(token), pytest.raises(AppError) as caught, database.search() as connection:
        token.cancel()
        connection.execute(
            "with recursive n(i) as (select 1 union all select i + 1 from n) select count(*) from n"
        ).fetchone()
    assert caught.value.kind is ErrorKind.CANCELLED
    with cancelled_by(token), pytest.raises(AppError):
        search.find("anything")
    search.find("anything")
    database.interrupt_search()  # nothing under way: nothing happens
    search.find("anything")


def _get(articles: Articles, id_: ArticleId) -> Article:
    article = articles.get(id_)
    assert article is not None
    return article


def test_related_prefers_rare_words_and_tags_over_common_ones(
    articles: Articles, sources: Sources, source: Source, search: Search
) -> None:
    other = sources.add(found_source(2), None, 0)
    filler = [found_article(n, title="Council meets again", text="") for n in range(60)]
    articles.store(source.id, filler, 0)
    (about,) = articles.store(
        source.id,
        [found_article(100, title="Council debates the aqueduct", text="", tags=("Water",))], 0,
    ).new  # fmt: skip
    close, tagged = articles.store(
        other.id,
        [
            found_article(1, title="Aqueduct repairs begin", text=""),
            found_article(2, title="Nothing alike", text="", tags=("water",)),
        ],
        0,
    ).new
    found = search.related(_get(articles, about), 3)
    assert {each.id for each in found[:2]} == {close, tagged}
    assert about not in [each.id for each in found]


def test_related_goes_by_sections_of_the_same_name(
    articles: Articles, sources: Sources, source: Source, search: Search
) -> None:
    other = sources.add(found_source(2), None, 0)
    sources.store_sections(source.id, [FoundSection("7", "Science")])
    sources.store_sections(other.id, [FoundSection("9", "SCIENCE"), FoundSection("8", "Sport")])
    (about,) = articles.store(
        source.id, [found_article(1, title="Comets", section_ids=("7",))], 0
    ).new
    same, _ = articles.store(
        other.id,
        [
            found_article(1, title="Bees", section_ids=("9",)),
            found_article(2, title="Chess", section_ids=("8",)),
        ],
        0,
    ).new
    assert [each.id for each in search.related(_get(articles, about), 5)] == [same]


def test_related_never_shows_the_same_headline_twice(
    articles: Articles, source: Source, search: Search
) -> None:
    titles = ["Storm hits harbour", "Storm hits HARBOUR!", "Harbour after storm",
              "Harbour after storm"]  # fmt: skip
    new = articles.store(
        source.id,
        [found_article(n, title=title, body=SafeHtml("")) for n, title in enumerate(titles)],
        0,
    ).new
    found = search.related(_get(articles, new[0]), 5)
    assert [each.title for each in found] == ["Harbour after storm"]


def test_related_of_an_empty_headline(articles: Articles, source: Source, search: Search) -> None:
    (id_,) = articles.store(source.id, [found_article(1, title="")], 0).new
    assert search.related(_get(articles, id_)) == ()
