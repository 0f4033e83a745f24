"""Checks of ``daily8 self-test`` that do a piece of work, as the window would.

A file that a package forgot, a word list, a time zone, shows only when it is used.
"""

import json
import subprocess
import sys
import tempfile
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from desktop_app.core.articles import BodyState, FoundArticle
from desktop_app.core.clock import SystemClock
from desktop_app.core.ids import ArticleId, SourceId
from desktop_app.core.sources import FoundSource, SafeHtml
from desktop_app.core.work import run_now

if TYPE_CHECKING:
    from desktop_app.services.bundle import Services
    from desktop_app.storage.database import Database
    from desktop_app.system.paths import Paths

_LONGEST = 60.0
_FEED = """<rss version="2.0"><channel><title>Pier</title><link>https://example.org/</link>
<item><title>Der Kai öffnet</title><guid>1</guid></item></channel></rss>"""
# The two tell of one event in other words; the third is in another language.
_TOLD = (
    (
        "en", "Fire destroys grain store at Northport harbour",
        "A fire destroyed the grain store at Northport harbour on Sunday night. Sixty firefighters "
        "fought the flames for seven hours. Nobody was hurt, the harbour master Anna Lindqvist "
        "said. The store held 4,000 tonnes of wheat. Police are looking for the cause of the fire. "
        "The harbour at Northport will stay closed until Wednesday. Farmers of the region had "
        "brought most of their harvest there in August. The insurance company sent two experts to "
        "the harbour on Monday morning. The mayor promised that the town would help those who lost "
        "their grain. A new store could be built within two years, an engineer of the port said. "
        "The oldest part of the burnt building was from 1911 and had survived two wars.",
    ),
    (
        "en", "Northport harbour closed after grain store fire",
        "Northport harbour is closed after a fire destroyed its grain store on Sunday night. The "
        "flames were fought for seven hours by sixty firefighters. Harbour master Anna Lindqvist "
        "said that nobody was hurt. Police have not found the cause of the fire yet. About 4,000 "
        "tonnes of wheat were in the store. Two ships that waited outside were sent to the next "
        "port along the coast.",
    ),
    (
        "ar", "افتتاح المكتبة الجديدة في وسط المدينة",
        "افتُتحت يوم الأحد المكتبة الجديدة في وسط المدينة بعد ثلاث سنوات من العمل. وقال رئيس "
        "البلدية إن المكتبة تضم مئة ألف كتاب وقاعة للأطفال. ويمكن للزوار الدخول مجانًا كل يوم.",
    ),
)  # fmt: skip


class CheckError(Exception):
    """Something works otherwise than it must; ``assert`` is taken out of a bundle."""


def must(fine: bool, otherwise: str) -> None:
    """Say what is wrong."""
    if not fine:
        raise CheckError(otherwise)


def upgrade() -> str:
    """Bring a library of the first version to the newest."""
    from desktop_app.storage.database import Database
    from desktop_app.storage.meta import Meta
    from desktop_app.storage.migrations import NEWEST, STEPS

    with tempfile.TemporaryDirectory(prefix="daily8-") as folder:
        file = Path(folder) / "library.sqlite3"
        for steps in ({1: STEPS[1]}, STEPS):
            database = Database(file, SystemClock(), steps)
            database.open()
            try:
                if len(steps) == 1:
                    Meta(database).set("self-test", "kept")
                must(Meta(database).get("self-test") == "kept", "what was written is lost")
            finally:
                database.close()
    return f"from 1 to {NEWEST}"


def feed() -> str:
    """Read a feed in the child process."""
    from desktop_app.sources.feed.parse import parse_feed
    from desktop_app.system.child import Child

    child = Child()
    try:
        address = "https://example.org/feed"
        found = child.call(parse_feed, _FEED.encode(), "application/rss+xml", address)
        must([each.title for each in found.items] == ["Der Kai öffnet"], "it is read otherwise")
    finally:
        child.close()
    return "read in the child process"


def zones() -> str:
    """Read dates with a zone by its name, which come out of a file each."""
    from desktop_app.text.dates import parse_date

    utc = parse_date("2026-07-01T12:00:00Z")
    for zone, hour in (("Europe/Berlin", 14), ("Asia/Jerusalem", 15), ("America/New_York", 8)):
        told = parse_date(f"1 July 2026 {hour:02}:00 [{zone}]")
        must(utc is not None and told == utc, f"{zone} is not known")
    return "by name"


def speech() -> str:
    """Start the process that reads aloud, and ask it for a voice that no system has."""
    command = [sys.executable, "--speech", "no-such-engine"]
    if not getattr(sys, "frozen", False):
        command[1:1] = ["-m", "desktop_app"]
    ended = subprocess.run(
        command, stdin=subprocess.DEVNULL, capture_output=True, timeout=_LONGEST, check=False
    )
    told = json.loads(ended.stdout)["is"]
    must(ended.returncode == 0 and told in ("silent", "absent"), f"it says {told}")
    return "answers" if told == "silent" else "is not installed"


def understanding() -> str:
    """Find key points, languages and a story, with the word lists and the model of languages."""
    from desktop_app.app import build_services
    from desktop_app.system.credentials import MemoryCredentials
    from desktop_app.system.paths import profile_paths
    from desktop_app.system.settings import Settings

    with tempfile.TemporaryDirectory(prefix="daily8-") as folder:
        paths = profile_paths(Path(folder))
        ids = _store(paths)
        settings = Settings(paths.settings_file)
        services, backstage = build_services(paths, settings, credentials=MemoryCredentials())
        try:
            return _understood(services, ids)
        finally:
            backstage.close()


def _understood(services: "Services", ids: list[ArticleId]) -> str:
    understanding = services.understanding
    run_now(understanding.stories.arrived(ids))
    brief = run_now(understanding.stories.brief(ids[0]))
    must(brief is not None and brief.sources == 2, "two reports of one event are no story")
    languages = [run_now(understanding.language.of(each)) for each in ids]
    expected = [language for language, _title, _text in _TOLD]
    must(languages == expected, f"languages: {languages}")
    opened = run_now(services.reading.open(ids[0]))
    text = run_now(understanding.texts.of(opened.article, opened.body, opened.source))
    both = "\n".join(text for language, _title, text in _TOLD if language == "en")
    points = run_now(understanding.key_points.of(replace(text, text=both, prose=both)))
    must(len(points.points) > 1, "an article has no key points")
    return f"{len(points.points)} key points, {len(set(expected))} languages, a story"


def _add_source(database: "Database", number: int) -> SourceId:
    from desktop_app.storage.sources import Sources

    address = f"https://site{number}.example.org/feed"
    return Sources(database).add(FoundSource("feed", address, f"Site {number}", ""), None, 0).id


def _store(paths: "Paths") -> list[ArticleId]:
    """Keep each text as an article of a source of its own."""
    from desktop_app.storage.articles import Articles
    from desktop_app.storage.database import Database

    clock = SystemClock()
    database = Database(paths.database, clock)
    database.open()
    try:
        ids: list[ArticleId] = []
        for number, (_language, title, text) in enumerate(_TOLD):
            source_id = _add_source(database, number)
            found = FoundArticle(
                str(number), f"https://example.org/{number}", title, published_at=clock.now(),
                body=SafeHtml(f"<p>{text}</p>"), body_state=BodyState.FULL,
            )  # fmt: skip
            ids += Articles(database).store(source_id, [found], clock.now()).new
        return ids
    finally:
        database.close()
