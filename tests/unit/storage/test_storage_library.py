"""The maker of big libraries makes what it says, and always the same."""

import sqlite3
from contextlib import closing
from pathlib import Path

from desktop_app.storage.articles import Articles
from desktop_app.storage.comments import Comments
from desktop_app.storage.database import Database
from desktop_app.storage.search import Search
from tests.support.found import StandingClock
from tests.support.library import SHORT_BODIES, Library, build_library, cached_library


def _dump(path: Path) -> list[str]:
    with closing(sqlite3.connect(path)) as connection:
        return [
            str(row)
            for table in ("source", "article", "body", "comment", "article_section", "article_tag")
            for row in connection.execute(f"select * from {table}")
        ]


def _small(path: Path, **more: int) -> Library:
    return build_library(path, 300, 10, words=SHORT_BODIES, comments=120, **more)


def test_it_holds_what_it_says(path: Path) -> None:
    library = _small(path)
    database = Database(path, StandingClock())
    database.open()
    articles, search = Articles(database), Search(database)
    with database.read() as connection:
        count = connection.execute("select count(*) from article").fetchone()[0]
        languages = {row[0] for row in connection.execute("select language from article")}
    assert (count, len(library.sources)) == (library.articles, 10)
    assert {"en", "ar", "he"} <= languages
    assert len(Comments(database).thread(library.busy_article)) == 120
    body = articles.body(library.long_article)
    assert body is not None
    assert body.html.count("<img ") == 10
    long_article = articles.get(library.long_article)
    assert long_article is not None
    assert 2900 < long_article.words < 3200
    assert [each.id for each in search.find(library.rare_word)] == [library.long_article]
    assert len(search.find(library.common_word)) == 50
    assert 0.1 < articles.counts(0).unread / count < 0.3
    database.close()


def test_the_same_seed_makes_the_same_library(tmp_path: Path) -> None:
    dumps = [
        _dump(_small(tmp_path / f"{n}.db", seed=seed).path) for n, seed in enumerate((8, 8, 9))
    ]
    assert dumps[0] == dumps[1]
    assert dumps[0] != dumps[2]


def test_a_cached_library_is_made_once(tmp_path: Path) -> None:
    options = {"articles": 20, "sources": 2, "comments": 1}
    first = cached_library(tmp_path, **options)
    stamp = first.path.stat().st_mtime_ns
    assert cached_library(tmp_path, **options) == first
    assert first.path.stat().st_mtime_ns == stamp
    assert cached_library(tmp_path, **{**options, "articles": 21}).path != first.path
