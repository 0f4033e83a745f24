"""Brings a file to the newest schema: all steps in one transaction, a copy of the file before."""

import sqlite3
from collections.abc import Callable, Mapping
from contextlib import closing
from pathlib import Path

from desktop_app.core.errors import AppError, ErrorKind
from desktop_app.storage.schema import (
    AGAIN,
    APPLICATION_ID,
    LANGUAGES,
    MODEL,
    STORIES,
    TOLD,
    VERSION_1,
)

Step = Callable[[sqlite3.Connection], None]

_COPIES_KEPT = 2


def _version_1(connection: sqlite3.Connection) -> None:
    for statement in VERSION_1:
        connection.execute(statement)


def _version_2(connection: sqlite3.Connection) -> None:
    for statement in STORIES:
        connection.execute(statement)


def _version_3(connection: sqlite3.Connection) -> None:
    for statement in MODEL:
        connection.execute(statement)


def _version_4(connection: sqlite3.Connection) -> None:
    for statement in LANGUAGES:
        connection.execute(statement)


def _version_5(connection: sqlite3.Connection) -> None:
    for statement in TOLD:
        connection.execute(statement)


def _version_6(connection: sqlite3.Connection) -> None:
    for statement in AGAIN:
        connection.execute(statement)


STEPS: Mapping[int, Step] = {
    1: _version_1,
    2: _version_2,
    3: _version_3,
    4: _version_4,
    5: _version_5,
    6: _version_6,
}
"""The step that makes each version out of the one before."""

NEWEST = max(STEPS)


def migrate(
    connection: sqlite3.Connection, path: Path, version: int, steps: Mapping[int, Step] = STEPS
) -> None:
    """Bring ``connection`` from ``version`` to the newest of ``steps``.

    An existing file is copied first; the last two copies are kept. When anything fails, the file
    stays at the version that it had. Foreign keys must be off. Raises STORAGE when rows point
    nowhere afterwards, sqlite3.Error, OSError.
    """
    newest = max(steps)
    if version >= newest:
        return
    if version > 0:
        copy_before(connection, path, version)
    connection.execute("begin immediate")
    try:
        for number in range(version + 1, newest + 1):
            steps[number](connection)
        broken = connection.execute("pragma foreign_key_check").fetchall()
        if broken:
            raise AppError(ErrorKind.STORAGE, code="foreign_key_check", detail=str(broken[:3]))
        connection.execute(f"pragma application_id = {APPLICATION_ID}")
        connection.execute(f"pragma user_version = {newest}")
        connection.execute("commit")
    except BaseException:
        if connection.in_transaction:
            connection.execute("rollback")
        raise


def copy_before(connection: sqlite3.Connection, path: Path, version: int) -> Path:
    """Copy the database, what stands in its WAL included; return the copy's path."""
    copy = copy_path(path, version)
    half = copy.with_name(copy.name + ".part")
    half.unlink(missing_ok=True)
    try:
        with closing(sqlite3.connect(half, isolation_level=None)) as target:
            connection.backup(target)
        half.chmod(0o600)
        half.replace(copy)
    finally:
        half.unlink(missing_ok=True)
    for old in _copies(path)[:-_COPIES_KEPT]:
        old.unlink(missing_ok=True)
    return copy


def copy_path(path: Path, version: int) -> Path:
    """Return where the copy of a file of schema ``version`` goes."""
    return path.with_name(f"{path.name}.v{version:04d}.copy")


def _copies(path: Path) -> list[Path]:
    return sorted(path.parent.glob(f"{path.name}.v????.copy"))
