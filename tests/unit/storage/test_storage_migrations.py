"""From every released schema to the newest: in one step, with a copy before."""

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from desktop_app.core.errors import AppError, ErrorKind
from desktop_app.storage import file_check, migrations
from desktop_app.storage.database import Database
from desktop_app.storage.meta import Meta
from desktop_app.storage.schema import APPLICATION_ID
from tests.support.found import StandingClock

Steps = dict[int, migrations.Step]
CLOCK = StandingClock()


def _first(connection: sqlite3.Connection) -> None:
    connection.execute("create table meta (key text primary key, value text)")
    connection.execute("create table parent (id integer primary key)")
    connection.execute("create table child (parent integer references parent(id))")


def _second(connection: sqlite3.Connection) -> None:
    connection.execute("alter table meta add column kind text not null default 'old'")


def _third(connection: sqlite3.Connection) -> None:
    connection.execute("insert into meta values ('third', 'done', 'new')")


def _failing(connection: sqlite3.Connection) -> None:
    connection.execute("delete from meta")
    raise sqlite3.OperationalError("no such thing")


def _orphaning(connection: sqlite3.Connection) -> None:
    connection.execute("insert into child values (77)")


def _make(path: Path, steps: Steps) -> None:
    database = Database(path, CLOCK, steps)
    database.open()
    with database.write() as connection:
        connection.execute("insert into meta (key, value) values ('who', 'me')")
    database.close()


def _facts(path: Path) -> tuple[int, int, list[tuple[str, ...]]]:
    with closing(file_check.read_only(path)) as connection:
        version = connection.execute("pragma user_version").fetchone()[0]
        application = connection.execute("pragma application_id").fetchone()[0]
        rows = connection.execute("select * from meta order by key").fetchall()
    return version, application, rows


def _copies(path: Path) -> list[str]:
    return sorted(file.name for file in path.parent.glob("*.copy*"))


def test_an_older_file_is_brought_up_with_a_copy_before(path: Path) -> None:
    _make(path, {1: _first})
    database = Database(path, CLOCK, {1: _first, 2: _second, 3: _third})
    database.open()
    database.close()
    assert _facts(path) == (3, APPLICATION_ID, [("third", "done", "new"), ("who", "me", "old")])
    assert _copies(path) == [migrations.copy_path(path, 1).name]
    copy = migrations.copy_path(path, 1)
    assert _facts(copy) == (1, APPLICATION_ID, [("who", "me")])


def test_a_new_file_gets_no_copy(path: Path) -> None:
    _make(path, {1: _first, 2: _second})
    assert _copies(path) == []


def test_only_the_last_two_copies_are_kept(path: Path) -> None:
    steps: Steps = {1: _first}
    _make(path, steps)
    for number in range(2, 6):
        steps = {**steps, number: lambda connection: None}
        database = Database(path, CLOCK, steps)
        database.open()
        database.close()
    assert _copies(path) == [migrations.copy_path(path, number).name for number in (3, 4)]


@pytest.mark.parametrize("bad", [_failing, _orphaning])
def test_a_step_that_fails_leaves_the_file_at_its_version(path: Path, bad: migrations.Step) -> None:
    _make(path, {1: _first})
    database = Database(path, CLOCK, {1: _first, 2: _second, 3: bad})
    with pytest.raises((AppError, sqlite3.OperationalError)) as caught:
        database.open()
    if bad is _orphaning:
        assert isinstance(caught.value, AppError)
        assert caught.value.kind is ErrorKind.STORAGE
    assert _facts(path) == (1, APPLICATION_ID, [("who", "me")])
    _make_readable_again(path)


def _make_readable_again(path: Path) -> None:
    database = Database(path, CLOCK, {1: _first})
    database.open()
    assert Meta(database).get("who") == "me"
    database.close()


def test_without_room_for_the_copy_nothing_is_migrated(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    _make(path, {1: _first})

    def no_room(*_: object) -> Path:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(migrations, "copy_before", no_room)
    with pytest.raises(AppError) as caught:
        Database(path, CLOCK, {1: _first, 2: _second}).open()
    assert caught.value.kind is ErrorKind.DISK_FULL
    assert _facts(path) == (1, APPLICATION_ID, [("who", "me")])


def test_the_real_steps_are_without_gap() -> None:
    assert sorted(migrations.STEPS) == list(range(1, migrations.NEWEST + 1))
