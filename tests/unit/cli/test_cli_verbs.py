"""The verbs on a stored profile, without a network."""

import io
import json
import logging
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from desktop_app.cli import DONE, FAILED, NOT_YET, main
from desktop_app.core.articles import BodyState, CommentsState, FoundArticle
from desktop_app.core.clock import SystemClock
from desktop_app.core.comments import FoundComment, ThreadDelta
from desktop_app.core.ids import AccountId
from desktop_app.core.sources import Account, FoundSource, SafeHtml
from desktop_app.storage.accounts import AccountsTable
from desktop_app.storage.articles import Articles
from desktop_app.storage.comments import Comments
from desktop_app.storage.database import Database
from desktop_app.storage.sources import Sources
from desktop_app.system import credentials, paths
from desktop_app.system.credentials import MemoryCredentials

BASE = "http://127.0.0.1:9/wp-json/"  # the discard port: nobody answers
Said = pytest.CaptureFixture[str]


@dataclass
class Profile:
    folder: Path
    said: Said
    type_in: Callable[[str], None]

    def run(self, *arguments: str) -> tuple[int, str, str]:
        code = main(["--profile", str(self.folder), "--language", "en", *arguments])
        told = self.said.readouterr()
        return code, told.out, told.err


@pytest.fixture
def profile(tmp_path: Path, capsys: Said, monkeypatch: pytest.MonkeyPatch) -> Iterator[Profile]:
    folder = tmp_path / "profile"
    database = Database(paths.profile_paths(folder).database, SystemClock())
    database.open()
    fill(database)
    database.close()
    kept = MemoryCredentials()
    kept.set("key", "secret")
    monkeypatch.setattr(credentials, "KeyringCredentials", lambda: kept)

    def type_in(text: str) -> None:
        monkeypatch.setattr(sys, "stdin", io.StringIO(text))

    yield Profile(folder, capsys, type_in)
    logging.captureWarnings(False)


def fill(database: Database) -> None:
    source = Sources(database).add(
        FoundSource("wordpress", BASE, "The Quay", "http://127.0.0.1:9/"), None, 0
    )
    Sources(database).add(FoundSource("feed", "http://127.0.0.1:9/feed", "The Pier", ""), None, 0)
    html = SafeHtml("<p>It is <b>dark</b> &amp; still.</p><p>So be it.</p>")
    articles = [
        FoundArticle(
            str(number),
            f"http://127.0.0.1:9/{number}",
            title,
            author="Nadia",
            published_at=1_700_000_000 + number,
            body=html,
            body_state=BodyState.FULL,
            plain="It is dark & still. So be it.",
            comments_state=state,
            thread_key=str(number),
        )
        for number, title, state in (
            (1, "The harbour at night", CommentsState.OPEN),
            (2, "Nothing\x1b[2J to see", CommentsState.CLOSED),
        )
    ]
    Articles(database).store(source.id, articles, 0)
    found = Articles(database).by_remote(source.id, ["1"])["1"].id
    comments = (said("5", None, "First"), said("6", "5", "Answer\nin two lines"))
    Comments(database).store(found, ThreadDelta(comments, 2, True), 0, frozenset())
    AccountsTable(database).put(
        Account(AccountId(0), "wordpress", BASE, "alice", "Alice", "2", "key")
    )


def said(remote_id: str, parent: str | None, text: str) -> FoundComment:
    return FoundComment(remote_id, parent, "Bob", "3", SafeHtml(text), text, 1_700_000_100)


def test_sources(profile: Profile) -> None:
    code, out, _err = profile.run("sources")
    assert code == DONE
    assert out.splitlines() == [
        "1\t2\tThe Quay\thttp://127.0.0.1:9/",
        "2\t0\tThe Pier\t",
    ]


def test_list_and_read(profile: Profile) -> None:
    code, out, _err = profile.run("list", "--source", "quay")
    assert code == DONE
    assert [line.split("\t")[1] for line in out.splitlines()] == [" *", " *"]
    assert "\x1b" not in out
    code, out, _err = profile.run("read", "1")
    assert code == DONE
    assert out.splitlines()[0] == "The harbour at night"
    assert "It is dark & still." in out
    assert len(profile.run("list", "--unread")[1].splitlines()) == 1


def test_list_as_json(profile: Profile) -> None:
    rows = json.loads(profile.run("list", "--json", "--limit", "1")[1])
    assert [set(row) for row in rows] == [
        {"id", "source", "title", "link", "published", "read", "saved"}
    ]
    assert rows[0]["published"] == "2023-11-14T22:13:22+00:00"
    assert rows[0]["source"] == "The Quay"


def test_search(profile: Profile) -> None:
    assert len(profile.run("search", "harb")[1].splitlines()) == 1
    assert profile.run("search", "nowhere at all")[:2] == (DONE, "")


def test_comments_stay_readable_offline(profile: Profile) -> None:
    code, out, err = profile.run("comments", "1")
    assert code == FAILED
    assert "cannot be reached" in err
    lines = out.splitlines()
    assert lines[0].startswith("[5] Bob · ")
    assert lines[3].startswith("  [6] Bob · ")
    assert lines[4:6] == ["  Answer", "  in two lines"]
    assert profile.run("comments", "1", "--stored")[0] == DONE


def test_a_posting_waits_for_the_network(profile: Profile) -> None:
    profile.type_in("See you there\n")
    code, out, _err = profile.run("post", "1")
    assert code == NOT_YET
    assert "Waiting for the network\tSee you there" in out
    name = out.split("\t")[0]
    code, out, _err = profile.run("outbox")
    assert (code, len(out.splitlines())) == (NOT_YET, 1)
    code, out, _err = profile.run("outbox", "--withdraw", name)
    assert (code, out) == (DONE, "See you there\n\n")
    assert profile.run("outbox")[:2] == (DONE, "")
    profile.type_in("  \n")
    assert profile.run("post", "1")[0] == FAILED


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("post", "2"), "no more comments"),
        (("post", "99"), "no such article"),
        (("read", "99"), "no such article"),
        (("post", "1", "--login", "bob"), "Nobody of that name"),
        (("list", "--source", "the"), "Several sources fit"),
        (("list", "--source", "nowhere"), "no such source"),
        (("outbox", "--retry", "zzz"), "no such posting"),
        (("import", "/nowhere/at/all"), "file"),
        (("add", "127.0.0.1:9"), "cannot be reached"),
        (("sign-out", "pier"), "Nobody"),
    ],
)
def test_what_cannot_be_done_is_one_sentence(
    profile: Profile, arguments: tuple[str, ...], words: str
) -> None:
    profile.type_in("text")
    code, out, err = profile.run(*arguments)
    assert (code, out) == (FAILED, "")
    assert words in err
    assert "Traceback" not in err


def test_opml_goes_out_and_in(profile: Profile, tmp_path: Path) -> None:
    file = tmp_path / "list.opml"
    assert profile.run("export", str(file))[0] == DONE
    assert "http://127.0.0.1:9/feed" in file.read_text("utf-8")
    profile.folder = tmp_path / "another"
    code, out, _err = profile.run("import", str(file))
    assert code == DONE
    assert "added" in out
    assert "The Pier" in profile.run("sources")[1]


def test_a_refresh_tells_what_failed(profile: Profile) -> None:
    code, out, err = profile.run("refresh", "--all")
    assert code == FAILED
    assert out == "0 new articles\n"
    assert "The Quay: " in err


def test_a_database_of_a_newer_app_is_left_alone(profile: Profile) -> None:
    import sqlite3
    from contextlib import closing

    file = paths.profile_paths(profile.folder).database
    with closing(sqlite3.connect(file)) as connection:
        connection.execute("pragma user_version = 9999")
    code, out, err = profile.run("list")
    assert (code, out) == (FAILED, "")
    assert len(err.splitlines()) == 1
