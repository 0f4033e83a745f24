"""A reader at a small site: one profile on disk, everything of it made anew at will."""

from dataclasses import dataclass, replace
from pathlib import Path

from desktop_app.core.articles import CommentsState, FoundArticle
from desktop_app.core.changes import ChangeSet
from desktop_app.core.comments import DraftKey, DraftKind, Posting, PostingState
from desktop_app.core.ids import AccountId, ArticleId
from desktop_app.core.sources import Account, FoundSource, Source
from desktop_app.core.work import Work, run_now
from desktop_app.services.taking_part import Pace, TakingPart, take_part
from desktop_app.storage.articles import Articles
from desktop_app.storage.database import Database
from desktop_app.storage.outbox import OutboxTable
from desktop_app.storage.sources import Sources
from desktop_app.system.credentials import MemoryCredentials
from desktop_app.system.process_lock import ProcessLock
from tests.support.small_site import BASE, KIND, SmallSite, StandingClock

PACE = Pace(undo=0)


def no_thread_elsewhere(_url: str) -> Work[str | None]:
    return None
    yield


@dataclass
class Reader:
    """One run of the program on a profile."""

    database: Database
    credentials: MemoryCredentials
    site: SmallSite
    clock: StandingClock
    part: TakingPart
    lock: ProcessLock
    changes: list[ChangeSet]
    source: Source
    article_id: ArticleId

    @classmethod
    def start(
        cls,
        folder: Path,
        site: SmallSite,
        credentials: MemoryCredentials,
        pace: Pace = PACE,
    ) -> "Reader":
        folder.mkdir(exist_ok=True)
        database = Database(folder / "library.sqlite3", site.clock)
        database.open()
        changes: list[ChangeSet] = []
        lock = ProcessLock(folder / "outbox.lock")
        part = take_part(
            database,
            site.open,
            no_thread_elsewhere,
            credentials,
            lock,
            changes.append,
            site.clock,
            pace,
        )
        source, article_id = _article(database, site.clock.now())
        return cls(database, credentials, site, site.clock, part, lock, changes, source, article_id)

    def again(self, pace: Pace = PACE) -> "Reader":
        """End this run (well or not is the same to the outbox) and start another."""
        self.database.close()
        if self.lock._file is not None:
            self.lock._file.close()  # as the system does when a process dies
        return Reader.start(self.database.path.parent, self.site, self.credentials, pace)

    def sign_in(self, login: str = "alice", password: str = "right") -> Account:
        return run_now(self.part.accounts.sign_in(self.source.id, login, password))

    def write(self, text: str, account_id: int = 1, **key: object) -> Posting:
        place = replace(DraftKey(self.article_id, DraftKind.COMMENT), **key)  # type: ignore[arg-type]
        return run_now(self.part.outbox.post(place, AccountId(account_id), text))

    def deliver(self) -> int:
        return run_now(self.part.outbox.deliver_due())

    def deliver_all(self) -> None:
        """Let time pass until nothing is due any more."""
        for _ in range(200):
            due = run_now(self.part.outbox.next_due())
            if due is None:
                return
            self.clock.time = max(self.clock.time, due)
            self.deliver()
        raise AssertionError("it never comes to an end")

    def postings(self) -> tuple[Posting, ...]:
        return OutboxTable(self.database).of_article(self.article_id)

    def states(self) -> list[PostingState]:
        return [posting.state for posting in self.postings()]


def _article(database: Database, now: int) -> tuple[Source, ArticleId]:
    sources = Sources(database)
    found = FoundSource(KIND, BASE, "Small", "https://small.example/")
    source = sources.find(KIND, BASE) or sources.add(found, None, now)
    article = FoundArticle(
        "1",
        "https://small.example/1",
        "One",
        published_at=now,
        comments_state=CommentsState.OPEN,
        thread_key="1",
    )
    known = Articles(database).by_remote(source.id, ["1"])
    if not known:
        Articles(database).store(source.id, [article], now)
        known = Articles(database).by_remote(source.id, ["1"])
    return source, known["1"].id
