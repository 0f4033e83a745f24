"""The database file: opening, one connection a reading thread, one writer, errors told.

Power cuts. The file runs in WAL mode. With ``synchronous = NORMAL`` a commit may be undone by a
power cut but the file stays sound; a refresh can be repeated, so that is right for most writes.
What a person wrote cannot be repeated: ``write(durable=True)`` sets FULL for its transaction, which
syncs the WAL before the commit returns (sqlite.org/pragma.html#pragma_synchronous), and on macOS
``fullfsync``, since its plain fsync stops at the drive's own memory.
"""

import sqlite3
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

from desktop_app.core.cancel import current
from desktop_app.core.clock import Clock
from desktop_app.core.errors import AppError, ErrorKind
from desktop_app.storage import file_check, migrations
from desktop_app.storage.exit_mark import ExitMark
from desktop_app.storage.failures import told

SLICE = 500
"""Rows that a long write changes in one transaction; callers with more of them loop."""

_BUSY_SECONDS = 5.0
_OPS_BETWEEN_LOOKS = 2000
"""Virtual machine steps of SQLite (well under 1 ms) between two looks at the cancel token."""


class Database:
    """One profile's file. Every thread may read and write; the methods of the tables do."""

    def __init__(
        self,
        path: Path,
        clock: Clock,
        steps: Mapping[int, migrations.Step] = migrations.STEPS,
    ) -> None:
        self.path = path
        self.clock = clock
        self._steps = steps
        self._mark = ExitMark(path.with_name(path.name + ".state"))
        self._write_lock = threading.RLock()
        self._writer: sqlite3.Connection | None = None
        self._writing: int | None = None  # the thread inside write()
        self._durable = False
        self._damaged = False
        self._readers: list[sqlite3.Connection] = []
        self._local = threading.local()
        self._search_lock = threading.Lock()
        self._searching: sqlite3.Connection | None = None

    def open(self) -> None:
        """Open the file, make it or bring it to the newest schema.

        Raises NEWER_FILE and CORRUPT (the file is left as it was), READ_ONLY, DISK_FULL, STORAGE.
        """
        with told(self.path):
            version = file_check.version_of(self.path, max(self._steps))
            ended_well = self._mark.begin()
            try:
                if version and not ended_well:
                    file_check.check(self.path, whole=self._mark.hurt)
                    self._mark.mend()
                if version == 0:
                    self.path.touch(mode=0o600)
                    self.path.chmod(0o600)  # SQLite gives its other files the same mode
                self._writer = self._connect()
                self._writer.execute("pragma journal_mode = wal")
                self._writer.execute("pragma cache_size = -4000")
                migrations.migrate(self._writer, self.path, version, self._steps)
                self._writer.execute("pragma foreign_keys = on")
            except BaseException:
                self._drop_connections()
                self._mark.abandon()
                raise

    def close(self) -> None:
        """Close all connections and note that this run ended well. No other thread may be inside.

        Raises STORAGE, DISK_FULL.
        """
        if self._writer is None:
            return
        with told(self.path):
            self._drop_connections()
            self._mark.end(hurt=self._damaged)

    @contextmanager
    def read(self) -> Iterator[sqlite3.Connection]:
        """Give this thread's connection for reading; inside ``write()``, the writing one."""
        if self._writing == threading.get_ident():
            assert self._writer is not None
            yield self._writer  # its errors are told by write()
            return
        with self._told():
            connection = self._reader()
        with self._told(reading=True):
            yield connection

    @contextmanager
    def write(self, *, durable: bool = False) -> Iterator[sqlite3.Connection]:
        """Run one transaction: committed at the end, undone by any exception.

        ``durable``: on the disk, power cut or not, when this returns. Inside another ``write`` it
        joins that one, which must be durable when this one is.
        """
        with self._write_lock, self._told():
            assert self._writer is not None, "the database is not open"
            if self._writing is not None:
                assert self._durable or not durable, "the outer write must be durable"
                yield self._writer
                return
            self._begin(self._writer, durable)
            try:
                yield self._writer
                self._writer.execute("commit")
            except BaseException:
                if self._writer.in_transaction:
                    self._writer.execute("rollback")
                raise
            finally:
                self._writing = None

    @contextmanager
    def search(self) -> Iterator[sqlite3.Connection]:
        """Like ``read``, stopped by ``interrupt_search()`` and by the step's cancel token."""
        with self.read() as connection:
            token = current()
            token.check()
            connection.set_progress_handler(lambda: int(token.cancelled), _OPS_BETWEEN_LOOKS)
            with self._search_lock:
                self._searching = connection
            try:
                yield connection
            finally:
                with self._search_lock:
                    self._searching = None
                connection.set_progress_handler(None, 0)

    def interrupt_search(self) -> None:
        """End the search under way, if any; it raises CANCELLED on its thread. Any thread."""
        with self._search_lock:
            if self._searching is not None:
                self._searching.interrupt()

    @contextmanager
    def _told(self, *, reading: bool = False) -> Iterator[None]:
        """Tell errors; damage that was met is remembered, and looked for at the next start."""
        try:
            with told(self.path, reading=reading):
                yield
        except AppError as error:
            self._damaged = self._damaged or error.kind is ErrorKind.CORRUPT
            raise

    def _begin(self, connection: sqlite3.Connection, durable: bool) -> None:
        if durable != self._durable:
            connection.execute(f"pragma synchronous = {'full' if durable else 'normal'}")
            self._durable = durable
        connection.execute("begin immediate")
        self._writing = threading.get_ident()

    def _reader(self) -> sqlite3.Connection:
        connection: sqlite3.Connection | None = getattr(self._local, "connection", None)
        if connection is None:
            assert self._writer is not None, "the database is not open"
            connection = self._connect()
            connection.execute("pragma query_only = on")
            self._local.connection = connection
            self._readers.append(connection)
        return connection

    def _connect(self) -> sqlite3.Connection:
        # Closing happens on another thread; each connection is used by one thread at a time.
        connection = sqlite3.connect(
            self.path, timeout=_BUSY_SECONDS, isolation_level=None, check_same_thread=False
        )
        for pragma in (
            "synchronous = normal",
            "fullfsync = on",
            "temp_store = memory",
            "cache_size = -2000",  # KiB; readers gain nothing by more, the system caches too
            "journal_size_limit = 16777216",
            "secure_delete = fast",
        ):
            connection.execute(f"pragma {pragma}")
        return connection

    def _drop_connections(self) -> None:
        for connection in self._readers:
            connection.close()
        self._readers.clear()
        self._local = threading.local()
        if self._writer is not None:
            self._writer.close()
            self._writer = None
