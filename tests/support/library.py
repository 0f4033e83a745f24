"""Makes big profiles fast: the same seed makes the same library, on every machine.

Text is drawn from a pool of made sentences, so the vocabulary (about 30,000 words, a few of them
very common) and the sizes are those of news, and a body costs microseconds.
"""

import hashlib
import json
import random
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from itertools import accumulate
from pathlib import Path
from typing import Any

from desktop_app.core.articles import BodyState, CommentsState, FoundArticle, Picture
from desktop_app.core.clock import SystemClock
from desktop_app.core.comments import FoundComment, ThreadDelta
from desktop_app.core.ids import ArticleId, SourceId
from desktop_app.core.sources import FoundSection, FoundSource, SafeHtml
from desktop_app.storage.articles import Articles
from desktop_app.storage.comments import Comments
from desktop_app.storage.database import Database
from desktop_app.storage.migrations import NEWEST
from desktop_app.storage.sources import Sources

NOW = 1_760_000_000
SHORT_BODIES = (80, 240)
"""Words of a body where their number does not matter."""

_SPAN = 90 * 86400  # the articles are of the last 90 days
_PERIODS = 20  # ids rise with the date, as in a profile that has been refreshed for long
_LANGUAGES = ("en", "en", "en", "ar", "he")  # of each source in turn
_SECTIONS = ("World", "Business", "Culture", "Sport", "Science")
_SENTENCES = 3000
_LETTERS = {
    "en": ("bcdfghlmnprstvw", "aeiou"),
    "ar": ("بتجحدرزسشصعفقكلمنهوي", "اوي"),
    "he": ("בגדהזחטכלמנספצקרשת", "אויה"),
}


@dataclass(frozen=True, slots=True)
class Library:
    """What was made, for those who measure or test with it."""

    path: Path
    sources: tuple[SourceId, ...]
    articles: int
    long_article: ArticleId  # 3,000 words, 10 pictures
    busy_article: ArticleId  # the long thread
    comments: int
    common_word: str
    rare_word: str  # in one article


def build_library(
    path: Path,
    articles: int = 10_000,
    sources: int = 100,
    seed: int = 8,
    *,
    words: tuple[int, int] = (300, 1500),
    comments: int = 2000,
    unread: float = 0.2,
    now: int = NOW,
) -> Library:
    """Make a profile's database at ``path``.

    ``words`` bounds the length of a body, ``unread`` is the share of unread articles, ``now`` the
    date of the newest one. 100,000 articles take 80 s and 1.1 GB, with ``SHORT_BODIES`` 30 s and
    350 MB (2 cores).
    """
    database = Database(path, SystemClock())
    database.open()
    try:
        return _filled(database, articles, sources, seed, words, comments, unread, now)
    finally:
        database.close()


def cached_library(folder: Path, **options: Any) -> Library:
    """Return the library of these ``build_library`` options in ``folder``, made when it is new.

    Copy it before changing it: others get the same file.
    """
    name = hashlib.sha256(repr((sorted(options.items()), NEWEST)).encode()).hexdigest()[:16]
    facts = folder / f"{name}.json"
    if not facts.exists():
        folder.mkdir(parents=True, exist_ok=True)
        path = folder / f"{name}.sqlite3"
        for left_over in folder.glob(f"{name}.sqlite3*"):
            left_over.unlink()
        facts.write_text(json.dumps(asdict(build_library(path, **options)), default=str))
    values = json.loads(facts.read_text())
    return Library(**{**values, "path": Path(values["path"]), "sources": tuple(values["sources"])})


class Writer:
    """Makes text of one language; the seed decides all of it."""

    def __init__(self, language: str, seed: int) -> None:
        self.language = language
        self._random = random.Random(f"{seed} {language}")
        self._words = self._vocabulary(10_000)
        weights = list(accumulate(1 / (rank + 3) for rank in range(len(self._words))))
        self._sentences = [self._sentence(weights) for _ in range(_SENTENCES)]
        self._lengths = [sentence.count(" ") + 1 for sentence in self._sentences]
        self.common_word = self._words[0]

    def title(self) -> str:
        """Return a headline of 6 to 12 words."""
        count = self._random.randint(6, 12)
        return " ".join(self._random.choices(self._words[:3000], k=count)).capitalize()

    def sentence(self) -> str:
        """Return one sentence."""
        return self._random.choice(self._sentences)

    def paragraphs(self, words: int) -> list[str]:
        """Return running text of about ``words`` words."""
        found: list[str] = []
        while words > 0:
            places = self._random.choices(range(_SENTENCES), k=4)
            found.append(" ".join(self._sentences[place] for place in places))
            words -= sum(self._lengths[place] for place in places)
        return found

    def _vocabulary(self, size: int) -> list[str]:
        hard, soft = _LETTERS[self.language]
        pick = self._random.choice
        made: dict[str, None] = {}
        while len(made) < size:
            syllables = 1 + (len(made) > 60) + (len(made) > 1500) + self._random.randint(0, 1)
            made["".join(pick(hard) + pick(soft) for _ in range(syllables)) + pick(hard)] = None
        return list(made)

    def _sentence(self, weights: list[float]) -> str:
        count = self._random.randint(9, 22)
        words = self._random.choices(self._words, cum_weights=weights, k=count)
        return " ".join(words).capitalize() + "."


def _filled(
    database: Database,
    count: int,
    source_count: int,
    seed: int,
    words: tuple[int, int],
    comment_count: int,
    unread: float,
    now: int,
) -> Library:
    writers = {language: Writer(language, seed) for language in _LETTERS}
    chance = random.Random(seed)
    table, rows = Sources(database), Articles(database)
    ids: list[SourceId] = []
    for number in range(source_count):
        language = _LANGUAGES[number % len(_LANGUAGES)]
        ids.append(_add_source(table, number, writers[language], now))
    for period in range(_PERIODS):
        share = count * (period + 1) // _PERIODS - count * period // _PERIODS
        for number, source_id in enumerate(ids):
            size = share * (number + 1) // source_count - share * number // source_count
            writer = writers[_LANGUAGES[number % len(_LANGUAGES)]]
            found = list(_found(writer, chance, number, size, words, period, now))
            report = rows.store(source_id, found, now)
            rows.set_read([id_ for id_ in report.new if chance.random() >= unread], True)
            rows.set_saved([id_ for id_ in report.new if chance.random() < 0.005], True)
    special = _special(database, ids[0], writers["en"], chance, comment_count, now)
    return Library(
        database.path,
        tuple(ids),
        count + 2,
        *special,
        comment_count,
        writers["en"].common_word,
        "zyxomatic",
    )


def _add_source(table: Sources, number: int, writer: Writer, now: int) -> SourceId:
    address = f"https://news{number}.example.org/"
    source = table.add(
        FoundSource("wordpress", address, f"Newsroom {number}", address, language=writer.language),
        None,
        now,
    )
    table.store_sections(
        source.id,
        [FoundSection(str(place), title) for place, title in enumerate(_SECTIONS, 1)],
    )
    table.set_refreshed(source.id, now, now + 1800)
    return source.id


def _found(
    writer: Writer,
    chance: random.Random,
    number: int,
    count: int,
    words: tuple[int, int],
    period: int,
    now: int,
) -> Iterator[FoundArticle]:
    end = now - (_PERIODS - 1 - period) * _SPAN // _PERIODS
    for place in range(period * 1_000_000, period * 1_000_000 + count):
        paragraphs = writer.paragraphs(chance.randint(*words))
        url = f"https://news{number}.example.org/{place}/"
        title = writer.title()
        yield FoundArticle(
            remote_id=str(place),
            url=url,
            title=title,
            excerpt=paragraphs[0][:200],
            author=f"Writer {place % 17}",
            published_at=end - chance.randint(60, _SPAN // _PERIODS),
            language=writer.language,
            picture=Picture(f"{url}lead.jpg", 1200, 800, "", "", f"{url}small.jpg"),
            body=SafeHtml("".join(f"<p>{text}</p>" for text in paragraphs)),
            body_state=BodyState.FULL,
            plain="\n".join(paragraphs),
            section_ids=(str(1 + place % len(_SECTIONS)),),
            tags=tuple(title.split()[:2]),
            comment_count=chance.randint(0, 40),
            comments_state=CommentsState.OPEN,
            thread_key=str(place),
            content_hash=f"{number}-{place}",
        )


def _special(
    database: Database,
    source_id: SourceId,
    writer: Writer,
    chance: random.Random,
    comment_count: int,
    now: int,
) -> tuple[ArticleId, ArticleId]:
    pictures = [f"https://news0.example.org/long/{place}.jpg" for place in range(10)]
    paragraphs = writer.paragraphs(3000)
    body = "".join(f"<p>{text}</p>" for text in paragraphs[: len(paragraphs) // 2])
    body += "".join(f'<p><img src="pic:{url}" width="800" height="450"></p>' for url in pictures)
    body += "".join(f"<p>{text}</p>" for text in paragraphs[len(paragraphs) // 2 :])
    found = [
        FoundArticle(
            remote_id=name,
            url=f"https://news0.example.org/{name}/",
            title=title,
            excerpt=paragraphs[0][:200],
            published_at=now - age,
            body=SafeHtml(body),
            body_state=BodyState.FULL,
            plain="\n".join(paragraphs),
            section_ids=("1",),
            comment_count=comment_count if name == "busy" else 0,
            comments_state=CommentsState.OPEN,
            thread_key=name,
            content_hash=name,
        )
        for name, title, age in (
            ("long", "A long article with ten pictures, called zyxomatic", 30),
            ("busy", "An article that everybody talks about", 20),
        )
    ]
    long_article, busy_article = Articles(database).store(source_id, found, now).new
    thread = tuple(_comments(writer, chance, comment_count, now))
    Comments(database).store(busy_article, ThreadDelta(thread, len(thread), True), now, frozenset())
    return long_article, busy_article


def _comments(
    writer: Writer, chance: random.Random, count: int, now: int
) -> Iterator[FoundComment]:
    for number in range(count):
        answers = number > 10 and chance.random() < 0.7
        text = " ".join(writer.sentence() for _ in range(chance.randint(1, 4)))
        yield FoundComment(
            remote_id=str(number),
            parent_remote_id=str(chance.randrange(max(0, number - 200), number))
            if answers
            else None,
            author_name=f"Reader {chance.randint(1, 300)}",
            author_remote_id=str(chance.randint(1, 300)),
            html=SafeHtml(f"<p>{text}</p>"),
            plain=text,
            published_at=now - count + number,
        )
