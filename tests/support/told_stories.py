"""A profile in which several sources tell of the same events, in three languages."""

import json
from pathlib import Path

from desktop_app.core.articles import BodyState, FoundArticle
from desktop_app.core.clock import SystemClock
from desktop_app.core.ids import ArticleId
from desktop_app.core.sources import FoundSource, SafeHtml
from desktop_app.storage.articles import Articles
from desktop_app.storage.database import Database
from desktop_app.storage.sources import Sources

DATA = Path(__file__).parents[1] / "data" / "insight"
SOURCES = ("Calder Bay Post", "River Valley Times", "The Estuary Courier", "صوت الميناء")
HOUR = 3600
FIRE = "Warehouse fire in Calder Bay. Dock Street burned, Ruth Amsel said. Estuary smoke."
"""With ``FLATS`` it is two stories, until ``BOTH`` ties them."""

FLATS = (
    "Residents return to Marlow Court flats. Calder Bay Mayor Odin Kress opened Tarn Hall "
    "on Dock Street."
)
BOTH = (
    "Ruth Amsel said smoke from the Estuary and the burned warehouse of Dock Street in Calder Bay "
    "is gone. Mayor Odin Kress said residents of Marlow Court return to flats from Tarn Hall."
)


def told(language: str, event: str, now: int) -> list[FoundArticle]:
    """Return the three articles of an event, three hours apart, the last one an hour ago."""
    lines = (DATA / f"stories-{language}.jsonl").read_text("utf-8").splitlines()
    records = [each for line in lines if (each := json.loads(line))["event"] == event]
    return [
        FoundArticle(
            f"{language}-{event}-{at}",
            f"https://example.org/{language}/{event}/{at}",
            each["title"],
            excerpt=each["body"][:160],
            published_at=now - (3 * (len(records) - at) - 2) * HOUR,
            language=language,
            body=SafeHtml("".join(f"<p>{part}.</p>" for part in each["body"].split(". "))),
            body_state=BodyState.FULL,
        )
        for at, each in enumerate(records)
    ]


def fill(path: Path, now: int, events: tuple[tuple[str, str], ...]) -> list[list[ArticleId]]:
    """Store events in a new profile: each article of one by another source."""
    path.parent.mkdir(parents=True, exist_ok=True)
    database = Database(path, SystemClock())
    database.open()
    try:
        sources, articles = Sources(database), Articles(database)
        ids = [
            sources.add(FoundSource("feed", f"https://s{n}.example/", title, ""), None, now).id
            for n, title in enumerate(SOURCES)
        ]
        stored = []
        for language, event in events:
            found = told(language, event, now)
            stored.append(
                [articles.store(ids[n], [each], now).new[0] for n, each in enumerate(found)]
            )
        return stored
    finally:
        database.close()
