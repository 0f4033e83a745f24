"""A lock between processes that the system lets go of when its holder dies, however it dies."""

import os
import sys
import threading
from pathlib import Path
from typing import BinaryIO

from desktop_app.system.paths import FILE_MODE, storage_error


class ProcessLock:
    """Held by one process at a time; within a process it nests. Any thread."""

    def __init__(self, file: Path) -> None:
        self._path = file
        self._file: BinaryIO | None = None
        self._depth = 0
        self._guard = threading.Lock()

    def take(self) -> bool:
        """Take the lock, or return False at once when another process holds it.

        Raises READ_ONLY, DISK_FULL or STORAGE when the file cannot be made.
        """
        with self._guard:
            if self._file is None:
                self._file = self._taken()
            if self._file is None:
                return False
            self._depth += 1
            return True

    def give_back(self) -> None:
        """Let go of one ``take``."""
        with self._guard:
            self._depth -= 1
            if self._depth == 0 and self._file is not None:
                self._file.close()  # closing unlocks on every system
                self._file = None

    def _taken(self) -> BinaryIO | None:
        try:
            handle = os.open(self._path, os.O_WRONLY | os.O_CREAT | os.O_APPEND, FILE_MODE)
            file = os.fdopen(handle, "ab")
        except OSError as error:
            raise storage_error(error) from error
        try:
            _lock(file)
        except OSError:
            file.close()
            return None
        return file


if sys.platform == "win32":

    def _lock(file: BinaryIO) -> None:
        import msvcrt

        file.seek(0, os.SEEK_SET)
        msvcrt.locking(file.fileno(), msvcrt.LK_NBLCK, 1)

else:

    def _lock(file: BinaryIO) -> None:
        import fcntl

        fcntl.flock(file.fileno(), fcntl.LOCK_EX | fcntl.LOCK_NB)
