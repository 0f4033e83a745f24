"""Errors of SQLite and of the file system made into AppErrors; bugs stay what they are."""

import errno
import os
import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from desktop_app.core.errors import AppError, ErrorKind

_FULL = frozenset({errno.ENOSPC, errno.EDQUOT, errno.EFBIG})
_FORBIDDEN = frozenset({errno.EACCES, errno.EPERM, errno.EROFS})
_SCARCE = 256 * 1024
"""With fewer bytes left than this, an I/O error of SQLite is a full disk."""


@contextmanager
def told(path: Path, *, reading: bool = False) -> Iterator[None]:
    """Turn what the machine may do to the file at ``path`` into AppErrors.

    Raises DISK_FULL, READ_ONLY, CORRUPT, CANCELLED (an interrupted query) and STORAGE. Wrong SQL,
    wrong types and broken constraints are bugs and pass through unchanged; so is writing while
    ``reading``.
    """
    try:
        yield
    except sqlite3.Error as error:
        kind = _kind(error, path)
        if kind is None or (reading and _name(error) == "SQLITE_READONLY"):
            raise
        raise AppError(kind, code=_name(error), detail=str(error)) from error
    except OSError as error:
        kind = ErrorKind.STORAGE
        if error.errno in _FULL:
            kind = ErrorKind.DISK_FULL
        elif error.errno in _FORBIDDEN:
            kind = ErrorKind.READ_ONLY
        raise AppError(kind, detail=error.strerror or str(error)) from error


def _name(error: sqlite3.Error) -> str:
    name: str = getattr(error, "sqlite_errorname", "")
    return name


def _kind(error: sqlite3.Error, path: Path) -> ErrorKind | None:
    code: int | None = getattr(error, "sqlite_errorcode", None)
    if code is None:
        return None
    primary = code & 0xFF
    if primary == sqlite3.SQLITE_CANTOPEN:
        return ErrorKind.STORAGE if os.access(path.parent, os.W_OK) else ErrorKind.READ_ONLY
    if primary == sqlite3.SQLITE_IOERR:
        # The file of the WAL index grows by its own means and reports a full disk as IOERR.
        return ErrorKind.DISK_FULL if _no_room(path) else ErrorKind.STORAGE
    return _KINDS.get(primary)


def _no_room(path: Path) -> bool:
    try:
        return shutil.disk_usage(path.parent).free < _SCARCE
    except OSError:
        return False


_KINDS = {
    sqlite3.SQLITE_FULL: ErrorKind.DISK_FULL,
    sqlite3.SQLITE_READONLY: ErrorKind.READ_ONLY,
    sqlite3.SQLITE_PERM: ErrorKind.READ_ONLY,
    sqlite3.SQLITE_CORRUPT: ErrorKind.CORRUPT,
    sqlite3.SQLITE_NOTADB: ErrorKind.CORRUPT,
    sqlite3.SQLITE_INTERRUPT: ErrorKind.CANCELLED,
    sqlite3.SQLITE_BUSY: ErrorKind.STORAGE,
    sqlite3.SQLITE_LOCKED: ErrorKind.STORAGE,
    sqlite3.SQLITE_PROTOCOL: ErrorKind.STORAGE,
    sqlite3.SQLITE_NOLFS: ErrorKind.STORAGE,
}
