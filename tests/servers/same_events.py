"""Several real WordPress newsrooms that tell of the same events, in English, Arabic and Hebrew.

``python -m tests.servers.same_events`` starts three and keeps them until Ctrl+C; tests use
``publishing()``. Articles and comments are posted over REST, as writers and readers do it.
``DAILY8_NEWSROOMS`` names the file of some that run already.
"""

import json
import os
import signal
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from tests.servers.processes import UnavailableError, heed_signals
from tests.servers.wordpress import WordPress, read, running

ROOT = Path(__file__).parents[2]
TOLD = ROOT / "tests" / "data" / "insight"
ARTICLES = ROOT / "resources" / "newsroom" / "articles"
NAMES = ("Calder Bay Post", "River Valley Times", "صوت الميناء")
LANGUAGES = ("en", "ar", "he")
EVENTS = ("fire1", "strike1", "quake1", "trial1")
AGENCY = {"en": "night-bus", "ar": "library-ar", "he": "bakery-he"}
"""One agency text a language, which all of them print: an article of the demo newsroom."""

HEADLINES = {
    "en": ("Second night line from Thursday", "Drivers draw a night line of their own"),
    "ar": ("مكتبة مدرسة في بورت سلمى تسهر كل خميس", "باب المكتبة إلى الشارع لا إلى الساحة"),
    "he": ("המאפייה הישנה חוזרת לאפות", "לחם ראשון מן התנור הישן"),
}
REMARKS = {
    "en": (
        ("alice", "The second night line is the best news this town has had for years."),
        ("bob", "I disagree. The money would have been better spent on the morning buses."),
        ("dora", "Nobody asked the people of the eastern quarter, where no bus stops at all."),
        ("carol", "أخيرا حافلة بعد منتصف الليل! شكرا للسائقين الذين رسموا الخط بأنفسهم."),
    ),
    "ar": (
        ("alice", "فكرة جميلة، لكن الأطفال ينامون قبل التاسعة مساء."),
        ("bob", "أخالفك الرأي: المكتبة المفتوحة خير من المقاهي."),
        ("dora", "I do not read Arabic well, but the children's corner is lovely."),
    ),
    "he": (
        ("alice", "סוף סוף לחם טוב בשכונה, כל הכבוד לאופים הצעירים."),
        ("bob", "המחיר גבוה מדי, ובמכולת אפשר לקנות בחצי המחיר."),
        ("dora", "תלוי למי: מי שעומד בתור בשש בבוקר כבר שילם."),
    ),
}
ODD = ("long", "empty", "sentence", "locked")
PASSWORD = "sesame"
LONG_PARAGRAPHS = 260
HOUR = 3600


@dataclass(frozen=True)
class Newsroom:
    """One site, with the ids of what was posted: ``agency-en``, ``fire1-ar``, ``long`` …"""

    site: WordPress
    posts: dict[str, int] = field(default_factory=dict)

    def publish(self, key: str, title: str, content: str, at: int, **more: Any) -> int:
        """Post an article that came out at ``at``; return its id."""
        stamp = time.strftime("%Y-%m-%dT%H:%M:%S", time.gmtime(at))
        fields = {"title": title, "content": content, "status": "publish", "date_gmt": stamp}
        made = self.site.request("POST", "wp/v2/posts?_fields=id", {**fields, **more})
        self.posts[key] = int(made["id"])
        return self.posts[key]

    def change(self, key: str, **fields: Any) -> None:
        """Edit an article, as its writer does."""
        self.site.request("POST", f"wp/v2/posts/{self.posts[key]}?_fields=id", fields)

    def remark(self, key: str, login: str, text: str) -> int:
        """Post a comment as one of the site's users; return its id."""
        fields = {"post": self.posts[key], "content": text}
        return int(self.site.request("POST", "wp/v2/comments?_fields=id", fields, login)["id"])


def agency(language: str) -> tuple[str, str]:
    """Return headline and HTML of the text that every newsroom prints."""
    head, _blank, body = (
        (ARTICLES / f"{AGENCY[language]}.html").read_text("utf-8").partition("\n\n")
    )
    fields = dict(line.split(": ", 1) for line in head.splitlines())
    return fields["title"], body


def told(language: str, event: str) -> list[tuple[str, str]]:
    """Return headline and HTML of the reports of one event."""
    lines = (TOLD / f"stories-{language}.jsonl").read_text("utf-8").splitlines()
    records = [each for line in lines if (each := json.loads(line))["event"] == event]
    return [
        (each["title"], "".join(f"<p>{part}</p>" for part in _paragraphs(each["body"])))
        for each in records
    ]


def _paragraphs(text: str) -> list[str]:
    """Set two sentences into a paragraph, as a newsroom does."""
    sentences = [f"{part.rstrip('.')}." for part in text.split(". ")]
    return [" ".join(sentences[at : at + 2]) for at in range(0, len(sentences), 2)]


def copied(body: str, number: int) -> str:
    """Return the agency's text as paper ``number`` prints it: cut at the end."""
    if not number:
        return body
    parts = body.split("\n")
    cut = parts[:-number] if len(parts) > 3 * number else parts
    return "\n".join(cut)


def long_text(language: str) -> str:
    """Return some 20,000 words: all reports of that language, each paragraph told apart."""
    pool = [told(language, event)[at][1] for at in range(3) for event in EVENTS]
    return "".join(
        f"<h2>{number}</h2>{pool[number % len(pool)]}" for number in range(LONG_PARAGRAPHS * 2 // 3)
    )


@contextmanager
def publishing(count: int = 3, ports: Sequence[int] = ()) -> Iterator[list[Newsroom]]:
    """Bring newsrooms up, let them publish, yield them. Raises UnavailableError."""
    described = os.environ.get("DAILY8_NEWSROOMS")
    if described:
        kept = json.loads(Path(described).read_text("utf-8"))
        yield [Newsroom(read(each["site"], None), each["posts"]) for each in kept]
        return
    with ExitStack() as stack:
        rooms = []
        for number in range(count):
            port = ports[number] if ports else 0
            site = stack.enter_context(running(port, posts=7, comments=12))
            rooms.append(Newsroom(site))
        fill(rooms)
        yield rooms


def fill(rooms: Sequence[Newsroom]) -> None:
    """Let newsrooms publish the same events, one after the other, and readers remark."""
    now = int(time.time())
    for number, room in enumerate(rooms):
        room.site.request("POST", "wp/v2/settings", {"title": NAMES[number % len(NAMES)]})
        for at, language in enumerate(LANGUAGES):
            for place, event in enumerate(EVENTS):
                reports = told(language, event)
                title, body = reports[number % len(reports)]
                came = now - 9 * HOUR + 2 * HOUR * number + 600 * (place + 5 * at)
                room.publish(f"{event}-{language}", title, body, came)
            title, body = agency(language)
            title = (title, *HEADLINES[language])[number % 3]
            came = now - 2 * HOUR + 600 * number + 60 * at
            room.publish(f"agency-{language}", title, copied(body, number), came)
    first = rooms[0]
    _odd_ones(first, now - HOUR)
    with first.site.switched(no_flood=True):
        for language, remarks in REMARKS.items():
            for login, text in remarks:
                first.remark(f"agency-{language}", login, text)


def _odd_ones(room: Newsroom, at: int) -> None:
    title, body = agency("en")
    room.publish("long", "The whole year, day by day", long_text("en"), at)
    room.publish("empty", "Picture of the day", "", at + 1)
    room.publish(
        "sentence", "Late ferry", "<p>The last ferry leaves at eleven tonight.</p>", at + 2
    )
    room.publish("locked", f"For members: {title}", body, at + 3, password=PASSWORD)


def described(room: Newsroom) -> Any:
    """Return what ``read`` makes a site of."""
    assert room.site.folder is not None
    return json.loads((room.site.folder / "env.json").read_text("utf-8"))


def main() -> int:
    """Run three until Ctrl+C, on the ports that are given."""
    heed_signals()
    try:
        with (
            publishing(ports=[int(port) for port in sys.argv[1:]]) as rooms,
            tempfile.NamedTemporaryFile("w", prefix="daily8-newsrooms-", suffix=".json") as file,
        ):
            json.dump([{"site": described(room), "posts": room.posts} for room in rooms], file)
            file.flush()
            for room in rooms:
                sys.stdout.write(f"{room.site.url}\n")
            sys.stdout.write(f"DAILY8_NEWSROOMS={file.name}\n")
            sys.stdout.flush()
            signal.pause()
    except UnavailableError as error:
        sys.stderr.write(f"{error}\n")
        return 1
    except KeyboardInterrupt:
        pass
    return 0


if __name__ == "__main__":
    sys.exit(main())
