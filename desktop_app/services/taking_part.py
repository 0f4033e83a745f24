"""Accounts, conversation and outbox put together: they share their tables and their doors."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from desktop_app.core.changes import Publish
from desktop_app.core.clock import Clock
from desktop_app.core.work import Work
from desktop_app.services import outbox_rules as rules
from desktop_app.services.accounts import Accounts
from desktop_app.services.conversation import Conversation, FindThread
from desktop_app.services.doors import Doors, OpenSource, elsewhere
from desktop_app.services.outbox import Outbox
from desktop_app.services.outbox_delivery import Delivery, Tables
from desktop_app.storage.accounts import AccountsTable
from desktop_app.storage.articles import Articles
from desktop_app.storage.comments import Comments
from desktop_app.storage.database import Database
from desktop_app.storage.drafts import Drafts
from desktop_app.storage.meta import Meta
from desktop_app.storage.outbox import OutboxTable
from desktop_app.storage.sources import Sources
from desktop_app.system.credentials import Credentials
from desktop_app.system.process_lock import ProcessLock

if TYPE_CHECKING:
    from desktop_app.network.http import Http


@dataclass(frozen=True)
class TakingPart:
    """The three services by which a reader takes part."""

    accounts: Accounts
    conversation: Conversation
    outbox: Outbox


@dataclass(frozen=True)
class Pace:
    """How fast postings go out; None: as the site wants it. Seconds."""

    undo: int = rules.UNDO_SECONDS
    settle: int = rules.SETTLE_SECONDS
    min_interval: float | None = None


USUAL_PACE = Pace()


def take_part(
    database: Database,
    open_source: OpenSource,
    find_thread: FindThread,
    credentials: Credentials,
    lock: ProcessLock,
    publish: Publish,
    clock: Clock,
    pace: Pace = USUAL_PACE,
    comes_back: Callable[[], bool] = lambda: False,
) -> TakingPart:
    """Return the three services on one database."""
    tables = Tables(
        database,
        Articles(database),
        Comments(database),
        AccountsTable(database),
        OutboxTable(database),
    )
    drafts = Drafts(database)
    doors = Doors(tables.articles, Sources(database), tables.accounts, open_source)
    accounts = Accounts(
        database,
        tables.accounts,
        tables.outbox,
        drafts,
        doors,
        credentials,
        Meta(database),
        publish,
        clock,
        comes_back,
    )
    delivery = Delivery(tables, doors, accounts, publish, clock, pace.settle, pace.min_interval)
    outbox = Outbox(tables, drafts, doors, delivery, lock, publish, clock, pace.undo)
    conversation = Conversation(tables, drafts, doors, accounts, find_thread, publish, clock)
    return TakingPart(accounts, conversation, outbox)


def thread_finder(http: "Http") -> FindThread:
    """Return the function that finds the thread behind an article's own page."""

    def find_thread(url: str) -> Work[str | None]:
        from desktop_app.sources.kinds import WORDPRESS
        from desktop_app.sources.wordpress.find import thread_of

        found = yield from thread_of(url, http)
        return None if found is None else elsewhere(WORDPRESS, found.root, found.post_id)

    return find_thread
