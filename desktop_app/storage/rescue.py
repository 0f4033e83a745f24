"""Begins a library anew where its file is damaged, and takes along what can still be read."""

# ruff: noqa: S608 - names of tables and columns come from our own schema

import logging
import os
import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

from desktop_app.storage import file_check, index, migrations
from desktop_app.storage.failures import told
from desktop_app.storage.values import id_list

log = logging.getLogger("daily8.storage")

_TABLES = """select name from sqlite_master where type = 'table'
    and name not like 'article_text%' and name not like 'sqlite_%' order by rowid"""
_SLICE = 200
_BESIDE = ("-wal", "-shm")
_MOST_MISSING = 8 * 1024**3
"""Bytes that a cut file is lengthened by; they take no room on the disk."""


def start_anew(path: Path) -> Path:
    """Put a library in the place of the damaged one at ``path``; return where that is kept.

    Sources, articles, threads, drafts, postings and accounts come along as far as they can be
    read. The damaged file, its WAL too, is kept beside the new one. Nobody may have it open. When
    anything fails, the damaged file stays in its place. Raises READ_ONLY, DISK_FULL, STORAGE.
    """
    with told(path):
        new = path.with_name(path.name + ".new")
        whole = path.with_name(path.name + ".whole")
        try:
            _lengthen(path, whole)
            new.unlink(missing_ok=True)
            _build(whole, new)
            kept = _keep(path)
            for ending in _BESIDE:  # the new file must never meet the old one's WAL
                path.with_name(path.name + ending).unlink(missing_ok=True)
            new.replace(path)
        finally:
            for file in (new, whole):
                for ending in ("", *_BESIDE):
                    file.with_name(file.name + ending).unlink(missing_ok=True)
    return kept


def _lengthen(path: Path, whole: Path) -> None:
    """Make a copy to read from, as long as its header says: SQLite reads nothing of a cut file."""
    for ending in ("", *_BESIDE[:1]):
        part = path.with_name(path.name + ending)
        if part.exists():
            shutil.copyfile(part, whole.with_name(whole.name + ending))
    with whole.open("rb+") as file:
        missing = file_check.told_size(file.read(100)) - whole.stat().st_size
        if 0 < missing <= _MOST_MISSING:
            file.truncate(whole.stat().st_size + missing)


def _keep(path: Path) -> Path:
    number = 1
    while (kept := path.with_name(f"{path.stem}.damaged-{number}{path.suffix}")).exists():
        number += 1
    for ending in ("", *_BESIDE):
        old = path.with_name(path.name + ending)
        if old.exists():
            _double(old, kept.with_name(kept.name + ending))
    return kept


def _double(old: Path, kept: Path) -> None:
    try:
        os.link(old, kept)
    except OSError:  # a file system without links
        shutil.copy2(old, kept)


def _build(damaged: Path, new: Path) -> None:
    """Make a library at ``new`` with all that can be read in ``damaged``."""
    with closing(sqlite3.connect(new, isolation_level=None)) as target:
        new.chmod(0o600)
        migrations.migrate(target, new, 0)
        target.execute("begin immediate")
        tables = [row[0] for row in target.execute(_TABLES)]
        try:
            with closing(file_check.read_only(damaged)) as source:
                source.text_factory = _as_text
                _copy_all(source, target, tables)
        except sqlite3.DatabaseError as error:
            log.info("nothing more can be read: %s", error)
        for table in tables:
            _drop_orphans(target, table)
        _index(target)
        target.execute("commit")


def _as_text(data: bytes) -> str:
    return data.decode("utf-8", "replace")


def _copy_all(source: sqlite3.Connection, target: sqlite3.Connection, tables: list[str]) -> None:
    for table in tables:
        there = {row[1] for row in source.execute(f"pragma table_info({table})")}
        columns = [row[1] for row in target.execute(f"pragma table_info({table})")]
        common = ", ".join(name for name in columns if name in there)
        if not common:
            continue
        marks = ", ".join("?" * len(common.split(", ")))
        sql = f"insert or ignore into {table} ({common}) values ({marks})"
        for row in _readable(source, table, common):
            try:
                target.execute(sql, row)
            except sqlite3.IntegrityError:
                continue  # a row that is damaged itself
    for name, last in _readable(source, "sqlite_sequence", "name, seq"):
        # An id that was used once must never be used again, also where its row is lost.
        target.execute("update sqlite_sequence set seq = max(seq, ?) where name = ?", (last, name))


def _readable(source: sqlite3.Connection, table: str, columns: str) -> Iterator[tuple[Any, ...]]:
    """Yield the rows from the first one to the damage, then from the last one back to it."""
    for order in ("order by rowid", "order by rowid desc", "order by 1", "order by 1 desc"):
        try:
            yield from source.execute(f"select {columns} from {table} not indexed {order}")
        except sqlite3.DatabaseError as error:
            log.info("%s, %s: %s", table, order, error)
        else:
            return


def _drop_orphans(target: sqlite3.Connection, table: str) -> None:
    """Let no row point at one that is lost."""
    for link in target.execute(f"pragma foreign_key_list({table})").fetchall():
        parent, column, name, on_delete = link[2], link[3], link[4] or "id", link[6]
        lost = f"{column} is not null and {column} not in (select {name} from {parent})"
        if on_delete == "SET NULL":
            target.execute(f"update {table} set {column} = null where {lost}")
        else:
            target.execute(f"delete from {table} where {lost}")


def _index(target: sqlite3.Connection) -> None:
    ids = [row[0] for row in target.execute("select id from article order by id")]
    for start in range(0, len(ids), _SLICE):
        index.add(target, index.stored_texts(target, id_list(ids[start : start + _SLICE])))
