"""What can happen to the file: newer, damaged, read-only, full, locked, killed while writing."""

import errno
import hashlib
import os
import shutil
import sqlite3
import subprocess
import sys
import tempfile
import threading
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import pytest

from desktop_app.core.articles import ArticleId, ListKind, ListQuery
from desktop_app.core.comments import Draft, DraftKey, DraftKind
from desktop_app.core.errors import AppError, ErrorKind
from desktop_app.storage import database as database_module
from desktop_app.storage import file_check, migrations
from desktop_app.storage.articles import Articles
from desktop_app.storage.database import Database
from desktop_app.storage.drafts import Drafts
from desktop_app.storage.failures import told
from desktop_app.storage.meta import Meta
from desktop_app.storage.sources import Sources
from tests.support.disks import small_disk
from tests.support.found import StandingClock, found_article, found_source

ROOT = Path(__file__).parents[3]
CLOCK = StandingClock()


def _filled(path: Path, count: int = 200) -> None:
    database = Database(path, CLOCK)
    database.open()
    source = Sources(database).add(found_source(), None, 0)
    Articles(database).store(source.id, [found_article(n, "word " * 300) for n in range(count)], 0)
    Drafts(database).put(Draft(DraftKey(ArticleId(1), DraftKind.COMMENT), "dear words", 1))
    database.close()


def _opening(path: Path) -> AppError:
    database = Database(path, CLOCK)
    with pytest.raises(AppError) as caught:
        database.open()
    database.close()
    return caught.value


def _prints(path: Path) -> dict[str, str]:
    return {
        file.name: hashlib.sha256(file.read_bytes()).hexdigest()
        for file in path.parent.iterdir()
        if file.is_file() and not file.name.endswith((".state", "-shm"))
    }


def test_a_new_file_is_private_sound_and_leaves_nothing_beside(path: Path) -> None:
    _filled(path)
    if os.name == "posix":
        assert path.stat().st_mode & 0o777 == 0o600
    assert sorted(file.name for file in path.parent.iterdir() if file.is_file()) == [
        path.name, path.name + ".state",
    ]  # fmt: skip
    with closing(sqlite3.connect(path)) as connection:
        assert connection.execute("pragma integrity_check").fetchone() == ("ok",)
        assert connection.execute("pragma journal_mode").fetchone() == ("wal",)
        assert connection.execute("pragma user_version").fetchone() == (migrations.NEWEST,)


def test_closing_twice_or_without_opening_is_nothing(path: Path) -> None:
    database = Database(path, CLOCK)
    database.close()
    database.open()
    database.close()
    database.close()


def test_a_newer_file_is_refused_and_not_touched(path: Path) -> None:
    _filled(path)
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("pragma user_version = 99")
    before = _prints(path)
    assert _opening(path).kind is ErrorKind.NEWER_FILE
    assert _prints(path) == before


def test_a_newer_version_that_stands_only_in_the_wal_is_seen(path: Path, tmp_path: Path) -> None:
    _filled(path)
    crashed = tmp_path / "crashed" / path.name
    crashed.parent.mkdir()
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("pragma user_version = 99")
        for name in (path.name, path.name + "-wal"):
            shutil.copy(path.with_name(name), crashed.with_name(name))
    before = _prints(crashed)
    assert _opening(crashed).kind is ErrorKind.NEWER_FILE
    assert _prints(crashed) == before


@pytest.mark.parametrize("content", [b"x", b"<html>" * 100, b"SQLite format 3\0", b"\0" * 5000])
def test_a_file_that_is_no_database_is_not_touched(path: Path, content: bytes) -> None:
    path.write_bytes(content)
    assert _opening(path).kind is ErrorKind.CORRUPT
    assert path.read_bytes() == content


def test_the_database_of_another_program_is_not_touched(path: Path) -> None:
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("create table bookmarks (url)")
        connection.execute("pragma user_version = 1")
    before = _prints(path)
    assert _opening(path).kind is ErrorKind.CORRUPT
    assert _prints(path) == before


def test_a_file_cut_short_is_told(path: Path) -> None:
    _filled(path)
    os.truncate(path, path.stat().st_size // 2)
    before = _prints(path)
    assert _opening(path).kind is ErrorKind.CORRUPT
    assert _prints(path) == before


def _damage(path: Path, table: str) -> None:
    with closing(file_check.read_only(path)) as connection:
        (page,) = connection.execute(
            "select rootpage from sqlite_master where name = ?", (table,)
        ).fetchone()
        (size,) = connection.execute("pragma page_size").fetchone()
    with path.open("r+b") as file:
        file.seek((page - 1) * size)
        file.write(os.urandom(size))


def test_damage_is_looked_for_after_a_crash_only(path: Path) -> None:
    _filled(path)
    _damage(path, "article")
    database = Database(path, CLOCK)
    database.open()  # ended well the last time: no time is spent
    with pytest.raises(AppError) as caught:
        Articles(database).get(ArticleId(5))
    assert caught.value.kind is ErrorKind.CORRUPT
    database.close()
    path.with_name(path.name + ".state").write_bytes(b"open ")
    before = _prints(path)
    assert _opening(path).kind is ErrorKind.CORRUPT
    assert _opening(path).kind is ErrorKind.CORRUPT  # and the next time again
    assert _prints(path) == before


def test_big_files_are_checked_without_their_bulk(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(file_check, "_WHOLE", 0)
    _filled(path)
    _damage(path, "body")
    file_check.check(path)
    _damage(path, "draft")
    with pytest.raises(AppError) as caught, told(path):
        file_check.check(path)
    assert caught.value.kind is ErrorKind.CORRUPT


_CHILD = """
import sys
from pathlib import Path
from desktop_app.core.articles import ArticleId
from desktop_app.core.comments import Draft, DraftKey, DraftKind
from desktop_app.core.clock import SystemClock
from desktop_app.storage.articles import Articles
from desktop_app.storage.database import Database
from desktop_app.storage.drafts import Drafts
from desktop_app.storage.sources import Sources
from tests.support.found import found_article, found_source

database = Database(Path(sys.argv[1]), SystemClock())
database.open()
articles = Articles(database)
source = Sources(database).add(found_source(), None, 0)
articles.store(source.id, [found_article(n) for n in range(50)], 0)
Drafts(database).put(Draft(DraftKey(ArticleId(1), DraftKind.COMMENT), "dear words", 1))
with database.write():
    # Far more than SQLite keeps in memory: much of it stands in the WAL, not committed.
    articles.store(source.id, [found_article(n, "word " * 2000) for n in range(50, 1000)], 0)
    print("writing", flush=True)
    sys.stdin.read()
"""


@contextmanager
def _child(path: Path) -> Iterator[subprocess.Popen[str]]:
    child = subprocess.Popen(
        [sys.executable, "-c", _CHILD, str(path)],
        cwd=ROOT,
        text=True,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
    )
    with child:
        assert child.stdout is not None
        assert child.stdout.readline() == "writing\n"
        try:
            yield child
        finally:
            child.kill()


def test_killed_while_writing_loses_only_what_was_not_committed(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with _child(path):
        pass
    checked: list[Path] = []
    real = file_check.check
    monkeypatch.setattr(
        file_check, "check", lambda file, **more: (checked.append(file), real(file, **more))
    )
    database = Database(path, CLOCK)
    database.open()
    articles = Articles(database)
    assert len(articles.matching_ids(ListQuery(ListKind.ALL))) == 50
    draft = Drafts(database).get(DraftKey(ArticleId(1), DraftKind.COMMENT))
    assert draft is not None
    assert draft.text == "dear words"
    with database.read() as connection:
        assert connection.execute("pragma integrity_check").fetchone() == ("ok",)
    database.close()
    assert checked == [path]
    database.open()
    database.close()
    assert checked == [path]


def test_a_second_process_reads_beside_and_is_told_when_it_cannot_write(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(database_module, "_BUSY_SECONDS", 0.05)
    monkeypatch.setattr(
        file_check, "check", lambda file, **_more: pytest.fail("the first still lives")
    )
    with _child(path):
        database = Database(path, CLOCK)
        database.open()
        assert len(Sources(database).all()) == 1
        with pytest.raises(AppError) as caught:
            Meta(database).set("key", "value")
        assert (caught.value.kind, caught.value.code) == (ErrorKind.STORAGE, "SQLITE_BUSY")
        database.close()


def test_a_full_file_is_told_and_nothing_is_half_written(database: Database) -> None:
    source = Sources(database).add(found_source(), None, 0)
    articles = Articles(database)
    articles.store(source.id, [found_article(1)], 0)
    with database.write() as connection:
        pages = connection.execute("pragma page_count").fetchone()[0]
    with database._write_lock:
        assert database._writer is not None
        database._writer.execute(f"pragma max_page_count = {pages + 5}")
    many = [found_article(n, "word " * 500) for n in range(2, 300)]
    with pytest.raises(AppError) as caught:
        articles.store(source.id, many, 0)
    assert caught.value.kind is ErrorKind.DISK_FULL
    assert len(articles.matching_ids(ListQuery(ListKind.ALL))) == 1
    with database._write_lock:
        database._writer.execute("pragma max_page_count = 1000000")
    assert len(articles.store(source.id, many, 0).new) == 298


def test_a_full_disk_is_told_and_what_was_written_stays(tmp_path: Path) -> None:
    with small_disk(tmp_path / "disk", "2m") as disk:
        path = disk / "library.sqlite3"
        database = Database(path, CLOCK)
        database.open()
        source = Sources(database).add(found_source(), None, 0)
        drafts = Drafts(database)
        drafts.put(Draft(DraftKey(ArticleId(1), DraftKind.COMMENT), "dear words", 1))
        articles = Articles(database)
        kinds: list[ErrorKind] = []
        for number in range(40):
            found = [found_article(number * 100 + n, "word " * 400) for n in range(100)]
            try:
                articles.store(source.id, found, 0)
            except AppError as error:
                kinds.append(error.kind)
        assert set(kinds) == {ErrorKind.DISK_FULL}
        assert len(articles.matching_ids(ListQuery(ListKind.ALL))) % 100 == 0
        assert drafts.all()[0].text == "dear words"
        database.close()
        database.open()
        assert drafts.all()[0].text == "dear words"
        with database.read() as connection:
            assert connection.execute("pragma integrity_check").fetchone() == ("ok",)
        database.close()


def test_a_disk_full_from_the_start_is_told(tmp_path: Path) -> None:
    with small_disk(tmp_path / "disk", "100k") as disk:
        (disk / "filler").write_bytes(b"x" * 90_000)
        assert _opening(disk / "library.sqlite3").kind is ErrorKind.DISK_FULL


@contextmanager
def _read_only(*files: Path) -> Iterator[None]:
    """Take the right to write to ``files`` away, from root too."""
    for file in files:
        file.chmod(0o555 if file.is_dir() else 0o444)
    user = os.geteuid()
    if user == 0:
        os.seteuid(65534)
    try:
        yield
    finally:
        os.seteuid(user)
        for file in files:
            file.chmod(0o777 if file.is_dir() else 0o666)


@pytest.mark.skipif(os.name != "posix", reason="needs the rights of POSIX")
@pytest.mark.parametrize("filled", [True, False])
def test_a_folder_that_cannot_be_written_is_told(filled: bool) -> None:
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        path = folder / "library.sqlite3"
        if filled:
            _filled(path, 3)
        before = _prints(path)
        with _read_only(folder, *folder.iterdir()):
            kind = _opening(path).kind
        assert kind is ErrorKind.READ_ONLY
        assert _prints(path) == before


@pytest.mark.skipif(os.name != "posix", reason="needs the rights of POSIX")
def test_a_read_only_file_can_be_read_and_writing_is_told() -> None:
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        path = folder / "library.sqlite3"
        _filled(path, 3)
        path.with_name(path.name + ".state").unlink()
        folder.chmod(0o777)
        database = Database(path, CLOCK)
        with _read_only(path):
            database.open()
            assert len(Sources(database).all()) == 1
            with pytest.raises(AppError) as caught:
                Meta(database).set("key", "value")
            database.close()
        assert caught.value.kind is ErrorKind.READ_ONLY


@pytest.mark.parametrize(
    ("number", "kind"),
    [
        (errno.ENOSPC, ErrorKind.DISK_FULL),
        (errno.EDQUOT, ErrorKind.DISK_FULL),
        (errno.EACCES, ErrorKind.READ_ONLY),
        (errno.EROFS, ErrorKind.READ_ONLY),
        (errno.EIO, ErrorKind.STORAGE),
    ],
)
def test_errors_of_the_file_system(path: Path, number: int, kind: ErrorKind) -> None:
    with pytest.raises(AppError) as caught, told(path):
        raise OSError(number, os.strerror(number))
    assert caught.value.kind is kind


def test_a_folder_that_is_not_there_is_told(tmp_path: Path) -> None:
    assert _opening(tmp_path / "none" / "library.sqlite3").kind is ErrorKind.STORAGE


def test_bugs_stay_bugs(database: Database) -> None:
    with pytest.raises(sqlite3.OperationalError), database.read() as connection:
        connection.execute("select nothing from nowhere")
    with pytest.raises(sqlite3.IntegrityError), database.write() as connection:
        connection.execute("insert into body values (99, 'full', 0, '')")
    with pytest.raises(sqlite3.OperationalError), database.read() as connection:
        connection.execute("delete from article")  # a reading connection writes nothing
    with pytest.raises(ZeroDivisionError), database.write() as connection:
        connection.execute("insert into meta values ('key', 'value')")
        raise ZeroDivisionError
    assert Meta(database).get("key") is None


def test_a_nested_write_is_part_of_the_outer_one(database: Database) -> None:
    meta = Meta(database)
    with pytest.raises(ZeroDivisionError), database.write():
        meta.set("key", "value")
        assert meta.get("key") == "value"  # reading inside sees it
        raise ZeroDivisionError
    assert meta.get("key") is None


def test_reading_goes_on_while_another_thread_writes(database: Database) -> None:
    meta = Meta(database)
    meta.set("key", "before")
    seen: list[str | None] = []
    with database.write():
        meta.set("key", "after")
        reader = threading.Thread(target=lambda: seen.append(meta.get("key")))
        reader.start()
        reader.join(10)
    assert seen == ["before"]
    assert meta.get("key") == "after"


def test_many_threads_write_in_turn(database: Database) -> None:
    def count() -> None:
        for _ in range(50):
            with database.write() as connection:
                connection.execute(
                    """insert into meta values ('n', '1') on conflict (key) do update
                    set value = cast(cast(value as integer) + 1 as text)"""
                )

    threads = [threading.Thread(target=count) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert Meta(database).get("n") == "200"
