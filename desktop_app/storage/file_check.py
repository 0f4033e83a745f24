"""Looks at a database file before anything may change it.

The facts of the header are those of sqlite.org/fileformat2.html, section 1.3.
"""

import sqlite3
import struct
from contextlib import closing
from pathlib import Path

from desktop_app.core.errors import AppError, ErrorKind
from desktop_app.storage.schema import APPLICATION_ID

_MAGIC = b"SQLite format 3\0"
_WHOLE = 128 * 1024 * 1024
"""Files up to this size are checked whole when the app starts after a crash (0.1 s)."""

_TABLES = """select name from sqlite_master where type = 'table'
    and name not like 'article_text%' and name not like 'sqlite_%' and name <> 'body'"""
"""Checked in bigger files: all but bodies and search index, which are nearly all of the file and
can be fetched and made again. Reading a damaged one later raises CORRUPT as well."""


def version_of(path: Path, newest: int) -> int:
    """Return the schema version of the file at ``path``, 0 when there is none yet.

    Changes nothing, not even the WAL beside it. Raises NEWER_FILE (version above ``newest``),
    CORRUPT (no database, cut short, or not ours), OSError.
    """
    if not path.exists() or path.stat().st_size == 0:
        return 0
    with path.open("rb") as file:
        header = file.read(100)
    if len(header) < 100 or not header.startswith(_MAGIC):
        raise AppError(ErrorKind.CORRUPT, code="header", detail="not a database")
    version, application = _header_facts(header)
    if _wal_size(path):
        version, application = _facts_through_wal(path)
    elif path.stat().st_size < told_size(header):
        raise AppError(ErrorKind.CORRUPT, code="size", detail="the file is cut short")
    if application != APPLICATION_ID and (application or version):
        raise AppError(ErrorKind.CORRUPT, code="application_id", detail="of another program")
    if version > newest:
        raise AppError(ErrorKind.NEWER_FILE, code=str(version))
    return version


def check(path: Path, *, whole: bool = False) -> None:
    """Look for damage after a crash, read only.

    Small files are checked whole, big ones without their bulk, so that a start after a crash stays
    quick; ``whole``: all of it in any case. Raises CORRUPT, sqlite3.Error.
    """
    with closing(read_only(path)) as connection:
        if whole or path.stat().st_size <= _WHOLE:
            _quick_check(connection, "pragma quick_check(1)")
            return
        for (table,) in connection.execute(_TABLES).fetchall():
            _quick_check(connection, f"pragma quick_check({table})")


def read_only(path: Path) -> sqlite3.Connection:
    """Open without the right to write: closing it leaves the WAL where it is.

    Without a WAL the file is taken as one that nobody changes, and no WAL is made beside it.
    """
    options = "mode=ro" if _wal_size(path) else "mode=ro&immutable=1"
    return sqlite3.connect(f"{path.absolute().as_uri()}?{options}", uri=True, isolation_level=None)


def _wal_size(path: Path) -> int:
    wal = path.with_name(path.name + "-wal")
    return wal.stat().st_size if wal.exists() else 0


def _quick_check(connection: sqlite3.Connection, sql: str) -> None:
    answer = connection.execute(sql).fetchone()[0]
    if answer != "ok":
        raise AppError(ErrorKind.CORRUPT, code="quick_check", detail=str(answer)[:200])


def _header_facts(header: bytes) -> tuple[int, int]:
    (version,) = struct.unpack_from(">i", header, 60)
    (application,) = struct.unpack_from(">i", header, 68)
    return version, application


def _facts_through_wal(path: Path) -> tuple[int, int]:
    with closing(read_only(path)) as connection:
        version = connection.execute("pragma user_version").fetchone()[0]
        application = connection.execute("pragma application_id").fetchone()[0]
    return version, application


def told_size(header: bytes) -> int:
    """Return the size in bytes that a file should have by its header, 0 when that does not say."""
    if len(header) < 100:
        return 0
    (page_size,) = struct.unpack_from(">H", header, 16)
    page_size = 65536 if page_size == 1 else page_size
    change, pages = struct.unpack_from(">II", header, 24)
    (valid_for,) = struct.unpack_from(">I", header, 92)
    return int(pages * page_size) if change == valid_for else 0
