"""The program that is killed: it posts through the real outbox until all is settled.

``python -m tests.crash.poster PROFILE API POST-ID LOGIN TOKEN COUNT SETTLE``, the secret on
standard input. Tells each step on standard output, so that whoever kills it can choose the moment.
"""

import sys
import time
from pathlib import Path

from desktop_app.core.articles import CommentsState, FoundArticle
from desktop_app.core.clock import SystemClock
from desktop_app.core.comments import DraftKey, DraftKind, Posting
from desktop_app.core.ids import AccountId, ArticleId
from desktop_app.core.sources import FoundSource, Source
from desktop_app.core.work import run_now
from desktop_app.network.http import Http, MemoryBackoff
from desktop_app.services.adapters import Adapters
from desktop_app.services.taking_part import Pace, TakingPart, take_part, thread_finder
from desktop_app.sources.kinds import WORDPRESS
from desktop_app.storage.articles import Articles
from desktop_app.storage.database import Database
from desktop_app.storage.outbox import OutboxTable
from desktop_app.storage.sources import Sources
from desktop_app.system.credentials import MemoryCredentials
from desktop_app.system.process_lock import ProcessLock

TAILS = ("", " & <b>not bold</b>", " \\ back", " &#92; “quoted”", "\nin two lines", " holdme")
"""What servers like to change, and a word that moderators want to see first."""


def text_of(token: str, number: int) -> str:
    """Return the text of one posting; no two are loosely equal."""
    return f"{token} number {number}{TAILS[number % len(TAILS)]}"


def main(arguments: list[str]) -> int:
    """Post what has not been posted yet, and wait until everything is settled."""
    profile, api, post_id, login, token, count, settle = arguments
    password = sys.stdin.readline().strip()
    clock = SystemClock()
    database = Database(Path(profile) / "library.sqlite3", clock)
    database.open()
    http = Http(MemoryBackoff(), user_agent="Daily8 crash test")
    credentials = MemoryCredentials()
    part = take_part(
        database,
        Adapters(lambda: http),
        thread_finder(http),
        credentials,
        ProcessLock(Path(profile) / "outbox.lock"),
        lambda _change: None,
        clock,
        Pace(undo=0, settle=int(settle), min_interval=0.0),
    )
    source = _source(database, api, post_id)
    (article,) = Articles(database).by_remote(source.id, [post_id]).values()
    account_id = _account(part, credentials, source, login, password)
    run_now(part.outbox.on_start())
    table = OutboxTable(database)
    written = {each.text for each in table.of_article(article.id)}
    for number in range(int(count)):
        text = text_of(token, number)
        if text in written:
            continue
        _say(f"write {number}")
        run_now(part.outbox.post(_place(article.id, table, number), account_id, text))
        _say(f"deliver {number}")
        run_now(part.outbox.deliver_due())
    while (due := run_now(part.outbox.next_due())) is not None:
        time.sleep(min(max(due - time.time(), 0.05), 1.0))
        run_now(part.outbox.deliver_due())
    database.close()
    _say("settled")
    return 0


def _source(database: Database, api: str, post_id: str) -> Source:
    sources = Sources(database)
    source = sources.find(WORDPRESS, api)
    if source is None:
        source = sources.add(FoundSource(WORDPRESS, api, "Quay", api), None, 0)
    article = FoundArticle(
        post_id,
        f"{api}{post_id}",
        "Article",
        published_at=1,
        comments_state=CommentsState.OPEN,
        thread_key=post_id,
    )
    Articles(database).store(source.id, [article], 0)
    return source


def _account(
    part: TakingPart, credentials: MemoryCredentials, source: Source, login: str, password: str
) -> AccountId:
    for account in run_now(part.accounts.all()):
        credentials.set(account.secret_key, password)
        return account.id
    return run_now(part.accounts.sign_in(source.id, login, password)).id


def _place(article_id: ArticleId, table: OutboxTable, number: int) -> DraftKey:
    """Every fifth answers an earlier one whose comment is known."""
    known: list[Posting] = [each for each in table.of_article(article_id) if each.comment_remote_id]
    if number % 5 == 4 and known:
        return DraftKey(article_id, DraftKind.REPLY, known[-1].comment_remote_id)
    return DraftKey(article_id, DraftKind.COMMENT)


def _say(what: str) -> None:
    sys.stdout.write(f"{what}\n")
    sys.stdout.flush()


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
