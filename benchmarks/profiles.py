"""Profiles to measure with: made libraries, brought up to the present and to the loopback."""

import json
import random
import shutil
import sqlite3
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path
from urllib.parse import quote

from desktop_app.app import build_services
from desktop_app.core.articles import BodyState, CommentsState, FoundArticle, Picture
from desktop_app.core.clock import SystemClock
from desktop_app.core.ids import ArticleId, SourceId
from desktop_app.core.work import run_now
from desktop_app.services.understanding.stories import FIRST
from desktop_app.storage.articles import Articles
from desktop_app.storage.database import Database
from desktop_app.system.paths import Paths, profile_paths
from desktop_app.system.settings import Settings
from desktop_app.text.clean import clean_html, plain
from tests.support.library import NOW, Library, Writer, cached_library

SOURCES = 100
LONG = 100  # articles of 3,000 words and 10 pictures, newest in the first source
PICTURES_OF_EACH = 10
POOL = 60  # files on disk that all picture addresses share
EVENING = 20  # o'clock where the window thinks that it is, so that Today is full


@dataclass(frozen=True)
class Facts:
    """What a driver inside the window has to know of a profile."""

    folder: str
    articles: int
    long_source: int
    busy_article: int
    busy_source: int
    words: tuple[str, ...]  # to search for


def host(number: int) -> str:
    """Return the loopback address that is the site of source ``number`` (from 0) alone."""
    return f"127.1.{number // 250}.{number % 250 + 1}"


def prepare(data: Path, articles: int, seed: int, port: int = 9, name: str = "") -> Facts:
    """Make a profile of that many articles, whose sources are feeds at ``port`` of the loopback.

    Its languages and stories are known, as in a profile in use; see ``forget_understanding``.
    """
    library = cached_library(data / "libraries", articles=articles, sources=SOURCES, seed=seed)
    folder = data / (name or f"profile-{articles}")
    shutil.rmtree(folder, ignore_errors=True)
    paths = profile_paths(folder)
    shutil.copyfile(library.path, paths.database)
    _move_to_now(paths.database, port)
    _add_long_articles(paths.database, library, seed)
    _draw_pictures(paths)
    _index_pictures(paths.database)
    _set_up(paths)
    _tell_languages(paths, library.path.with_suffix(".languages.json"))
    _find_stories(paths)
    facts = _facts(paths.database, folder, library, seed)
    (folder / "facts.json").write_text(json.dumps(asdict(facts)), encoding="utf-8")
    return facts


def local_time() -> str:
    """Return a TZ in which it is evening now."""
    return f"BENCH{time.gmtime().tm_hour - EVENING:+d}"


def freshen(facts: Facts) -> None:
    """Say that everything has been refreshed and tidied just now."""
    paths = profile_paths(Path(facts.folder))
    with _edited(paths.database) as connection:
        now = int(time.time())
        connection.execute(
            "update source set refreshed_at = ?, due_at = ?, problem_kind = null", (now, now + 1800)
        )
        connection.execute(
            "insert or replace into meta (key, value) values ('upkeep_at', ?)", (str(now),)
        )


@contextmanager
def _edited(path: Path) -> Iterator[sqlite3.Connection]:
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("pragma synchronous = off")
        with connection:
            yield connection
        connection.execute("pragma wal_checkpoint(truncate)")


def _move_to_now(path: Path, port: int) -> None:
    ahead = int(time.time()) - NOW
    with _edited(path) as connection:
        connection.execute("pragma recursive_triggers = off")
        connection.execute(
            """update article set published_at = published_at + :ahead, seen_at = seen_at + :ahead,
            updated_at = updated_at + :ahead""",
            {"ahead": ahead},
        )
        connection.execute(
            """update comment set published_at = published_at + :ahead,
            first_seen_at = first_seen_at + :ahead""",
            {"ahead": ahead},
        )
        connection.execute("update thread set fetched_at = fetched_at + ?", (ahead,))
        for number, (ident,) in enumerate(connection.execute("select id from source").fetchall()):
            home = f"http://{host(number)}:{port}"
            connection.execute(
                "update source set kind = 'feed', base_url = ?, home_url = ? where id = ?",
                (f"{home}/feed", f"{home}/", ident),
            )
            connection.execute(
                "update article set thread_key = ? where source_id = ?", (f"{home}/comments", ident)
            )


def _add_long_articles(path: Path, library: Library, seed: int) -> None:
    writer, source = Writer("en", seed + 1), library.sources[0]
    with closing(sqlite3.connect(path)) as connection:
        found = connection.execute("select base_url from source where id = ?", (source,))
        home = found.fetchone()[0].removesuffix("/feed")
    now = int(time.time())
    database = Database(path, SystemClock())
    database.open()
    try:
        rows = Articles(database)
        rows.store(SourceId(source), [_long(writer, home, n, now) for n in range(LONG)], now)
    finally:
        database.close()


def _long(writer: Writer, home: str, number: int, now: int) -> FoundArticle:
    paragraphs = writer.paragraphs(3000)
    step = max(1, len(paragraphs) // (PICTURES_OF_EACH + 1))
    parts: list[str] = []
    for place, text in enumerate(paragraphs):
        parts.append(f"<p>{text}</p>")
        if place % step == step - 1 and place // step < PICTURES_OF_EACH:
            url = f"{home}/long/{number}/{place // step}.jpg"
            parts.append(f'<figure><img src="{url}" width="1280" height="720"></figure>')
    html = clean_html("".join(parts), home)
    address = f"{home}/long/{number}/"
    return FoundArticle(
        remote_id=f"long-{number}",
        url=address,
        title=writer.title(),
        excerpt=paragraphs[0][:200],
        author="A. Writer",
        published_at=now - 60 - number,
        language="en",
        picture=Picture(f"{address}lead.jpg", 1280, 720, "", "", f"{address}small.jpg"),
        body=html,
        body_state=BodyState.FULL,
        plain=plain(html),
        section_ids=("1",),
        comments_state=CommentsState.OPEN,
        thread_key=f"{home}/comments",
        content_hash=f"long-{number}",
    )


def _tell_languages(paths: Paths, known: Path) -> None:
    """Find out the language of every article; ``known`` keeps what a library has for next time."""
    with _edited(paths.database) as connection:
        if not known.exists():
            ids = [row[0] for row in connection.execute("select id from article order by id")]
            _ask_languages(paths, ids)
            found = connection.execute("select article_id, language from article_language")
            known.write_text(json.dumps(dict(found.fetchall())), encoding="utf-8")
        connection.executemany(
            """insert or ignore into article_language (article_id, language, corrected)
            values (?, ?, 0)""",
            json.loads(known.read_text(encoding="utf-8")).items(),
        )


def _ask_languages(paths: Paths, ids: list[int]) -> None:
    services, backstage = build_services(paths, Settings(paths.settings_file))
    try:
        run_now(services.understanding.language.arrived([ArticleId(each) for each in ids]))
    finally:
        backstage.close()


def forget_understanding(facts: Facts) -> None:
    """Leave a profile as one that was never looked at, as after an update from before."""
    with _edited(profile_paths(Path(facts.folder)).database) as connection:
        tables = ("article_language", "story_article", "story_vector", "shingle")
        for table in tables:
            connection.execute(f"delete from {table}")


def switch_insight(facts: Facts, on: bool) -> None:
    """Switch understanding on, as it is after the installation, or off."""
    file = profile_paths(Path(facts.folder)).settings_file
    settings = json.loads(file.read_text(encoding="utf-8")) | {"insight": on}
    file.write_text(json.dumps(settings), encoding="utf-8")


def _find_stories(paths: Paths) -> None:
    """Place the articles of the last three days, as a profile in use has it."""
    with _edited(paths.database) as connection:
        found = connection.execute(
            """select id from article
            where published_at >= (select max(published_at) from article) - 3 * 86400
            order by published_at, id"""
        )
        ids = [row[0] for row in found]
    services, backstage = build_services(paths, Settings(paths.settings_file))
    try:
        for start in range(0, len(ids), FIRST):
            run_now(services.understanding.stories.arrived(ids[start : start + FIRST]))
    finally:
        backstage.close()


def _draw_pictures(paths: Paths) -> None:
    """Draw the pool, in a process of its own: this one stays free of Qt."""
    paths.pictures.mkdir(parents=True, exist_ok=True)
    command = [sys.executable, "-m", "benchmarks.drawing", str(paths.pictures), str(POOL)]
    subprocess.run(command, check=True, env={"QT_QPA_PLATFORM": "offscreen"})


def _index_pictures(path: Path) -> None:
    now = int(time.time())
    with _edited(path) as connection:
        put = """insert or ignore into picture
            (url, file, bytes, width, height, used_at, failed_until)
            select {url}, '{kind}-' || (id % ?) || '.jpg', 1, {size}, ?, 0 from article
            where {url} is not null"""
        large, small = "1280, 720", "320, 180"
        for url, kind, size in (
            ("picture_url", "large", large),
            ("picture_thumbnail", "small", small),
        ):
            connection.execute(put.format(url=url, kind=kind, size=size), (POOL, now))
        inside = [
            (f"{home}/long/{number}/{place}.jpg", f"large-{(number * 7 + place) % POOL}.jpg", now)
            for (home,) in connection.execute(
                "select replace(base_url, '/feed', '') from source order by id limit 1"
            ).fetchall()
            for number in range(LONG)
            for place in range(PICTURES_OF_EACH)
        ]
        connection.executemany(
            "insert or ignore into picture values (?, ?, 1, 1280, 720, ?, 0)", inside
        )


def _set_up(paths: Paths) -> None:
    paths.settings_file.write_text(
        json.dumps({"refresh_on_start": False, "keep_days": 365}), encoding="utf-8"
    )


def _facts(path: Path, folder: Path, library: Library, seed: int) -> Facts:
    with closing(sqlite3.connect(path)) as connection:
        titles = connection.execute(
            "select title from article where id % 7 = 3 order by id limit 500"
        ).fetchall()
        source = connection.execute(
            "select source_id from article where id = ?", (library.busy_article,)
        ).fetchone()[0]
    words = sorted({word.lower() for (title,) in titles for word in title.split() if len(word) > 3})
    chosen = random.Random(seed).sample(words, min(80, len(words)))
    return Facts(
        str(folder),
        library.articles,
        library.sources[0],
        library.busy_article,
        source,
        tuple(chosen),
    )


def read_facts(folder: Path) -> Facts:
    """Return what ``prepare`` wrote down."""
    values = json.loads((folder / "facts.json").read_text(encoding="utf-8"))
    return Facts(**{**values, "words": tuple(values["words"])})


def picture_name(url: str) -> str:
    """Return the ``pic:`` form of an address."""
    return f"pic:{quote(url, safe='')}"
