"""Newsrooms in memory: for what refreshing and reading make of answers, good and bad."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path

from desktop_app.core.articles import Article, BodyState, FoundArticle
from desktop_app.core.changes import ChangeSet
from desktop_app.core.errors import AppError, ErrorKind
from desktop_app.core.sources import FoundSection, FoundSource, Page, SafeHtml, Source, SyncState
from desktop_app.core.work import CPU, NET, Work, on
from desktop_app.services.reading import Reading
from desktop_app.services.refresh import Refresh
from desktop_app.sources.base import Refreshed
from desktop_app.storage.articles import Articles
from desktop_app.storage.database import Database
from desktop_app.storage.sources import Sources
from tests.support.small_site import StandingClock

NOW = 1_760_000_000
KIND = "newsroom"


def article(number: int, *, body: str | None = "text", at: int | None = None) -> FoundArticle:
    return FoundArticle(
        str(number),
        f"https://news.example/{number}",
        f"Headline number {number}",
        published_at=NOW - 1000 * number if at is None else at,
        body=None if body is None else SafeHtml(f"<p>{body} {number}</p>"),
        body_state=BodyState.NONE if body is None else BodyState.FULL,
        plain=body or "",
        content_hash=f"{number}:{body}",
    )


@dataclass
class Newsroom:
    """The server's side: newest articles first."""

    articles: list[FoundArticle] = field(default_factory=list)
    sections: list[FoundSection] = field(default_factory=list)
    page_size: int = 10
    error: AppError | None = None
    body_error: AppError | None = None
    moved_to: str | None = None
    info: FoundSource | None = None
    password: str = ""
    requests: list[str] = field(default_factory=list)

    def ask(self, what: str) -> None:
        self.requests.append(what)
        if self.error is not None:
            raise self.error


class NewsroomSource:
    """The client's side."""

    def __init__(self, room: Newsroom) -> None:
        self._room = room

    def refresh(
        self, section: str | None, state: SyncState, secret: object = None
    ) -> Work[Refreshed]:
        yield on(NET, self._room.ask, f"refresh {section}")
        count = len(self._room.articles)
        if state.values.get("count") == str(count) and not self._room.moved_to:
            return Refreshed((), state, unchanged=True)
        found = yield on(CPU, self._listed, section)
        return Refreshed(
            tuple(found[: self._room.page_size]),
            SyncState({"count": str(count)}),
            moved_to=self._room.moved_to,
            info=self._room.info,
        )

    def sections(self) -> Work[tuple[FoundSection, ...]]:
        yield on(NET, self._room.ask, "sections")
        return tuple(self._room.sections)

    def older(self, section: str | None, cursor: str | None) -> Work[Page[FoundArticle]]:
        yield on(NET, self._room.ask, f"older {section} {cursor}")
        before = int(cursor) if cursor else NOW * 2
        below = [each for each in self._listed(section) if (each.published_at or 0) < before]
        items = tuple(below[: self._room.page_size])
        more = len(below) > len(items)
        return Page(items, str(items[-1].published_at) if more else None)

    def cursor_after(self, published_at: int, remote_id: str) -> str:
        return str(published_at)

    def body(self, article: Article, password: str | None = None) -> Work[FoundArticle]:
        yield on(NET, self._room.ask, f"body {article.remote_id}")
        if self._room.body_error is not None:
            raise self._room.body_error
        if self._room.password and password != self._room.password:
            raise AppError(ErrorKind.PROTECTED)
        found = next(each for each in self._room.articles if each.remote_id == article.remote_id)
        html = SafeHtml(f"<p>whole text {article.remote_id}</p>")
        return replace(found, body=html, body_state=BodyState.FULL, plain="whole text")

    def search(self, text: str, cursor: str | None = None) -> Work[Page[FoundArticle]]:
        yield on(NET, self._room.ask, f"search {text}")
        return Page(tuple(each for each in self._room.articles if text in each.title))

    def _listed(self, section: str | None) -> list[FoundArticle]:
        return [
            each for each in self._room.articles if section is None or section in each.section_ids
        ]


class OnlyLists:
    """A source that can do nothing but list."""

    def __init__(self, room: Newsroom) -> None:
        self.refresh = NewsroomSource(room).refresh


@dataclass
class Desk:
    """A profile with newsrooms, and what was published."""

    database: Database
    clock: StandingClock
    rooms: dict[str, Newsroom]
    changes: list[ChangeSet]
    minutes: int = 30
    bare: set[str] = field(default_factory=set)  # addresses whose source only lists

    def __post_init__(self) -> None:
        self.articles = Articles(self.database)
        self.sources = Sources(self.database)
        self.refresh = Refresh(
            self.database, self.open, lambda: self.minutes, self.changes.append, self.clock
        )
        self.reading = Reading(self.database, self.open, self.changes.append, self.clock)

    def open(self, place: Source | FoundSource) -> object:
        room = self.rooms[place.base_url]
        return OnlyLists(room) if place.base_url in self.bare else NewsroomSource(room)

    def add(self, address: str = "https://a.example/", room: Newsroom | None = None) -> Source:
        self.rooms[address] = room or Newsroom([article(each) for each in range(5)])
        found = FoundSource(KIND, address, f"Site {address}", address)
        return self.sources.add(found, None, self.clock.now())

    def published(self) -> ChangeSet:
        """Return everything published since the last call, as one."""
        merged = ChangeSet()
        for change in self.changes:
            merged |= change
        self.changes.clear()
        return merged


@contextmanager
def open_desk(folder: Path) -> Iterator[Desk]:
    clock = StandingClock(NOW)
    database = Database(folder / "library.sqlite3", clock)
    database.open()
    try:
        yield Desk(database, clock, {}, [])
    finally:
        database.close()
