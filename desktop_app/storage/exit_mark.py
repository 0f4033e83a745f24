"""Knows whether the last run ended well, by a small file beside the database.

The first process that opens the database locks the file for as long as it lives; the system lets
go of the lock when the process dies in whatever way, so a file that says "open" and is not locked
was left behind by a crash. A process that comes second finds the lock taken and leaves the file
alone.
"""

import os
import sys
from pathlib import Path

_OPEN = b"open "
_CLEAN = b"clean"
_HURT = b"hurt "


class ExitMark:
    """The mark of one database."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._file: int | None = None
        self.hurt = False
        """Whether the last run met damage in the database."""

    def begin(self) -> bool:
        """Mark the database as open; return whether the last run ended well.

        Raises OSError.
        """
        file = os.open(self._path, os.O_RDWR | os.O_CREAT, 0o600)
        if not _lock(file):
            os.close(file)
            return True
        self._file = file
        clean = os.pread(file, 5, 0) if hasattr(os, "pread") else os.read(file, 5)
        self.hurt = clean == _HURT
        if not self.hurt:  # a look that is interrupted must not make it forgotten
            self._write(_OPEN)
        return clean in (_CLEAN, b"")

    def mend(self) -> None:
        """Note that the damage of the last run is no longer there."""
        self.hurt = False
        self._write(_OPEN)

    def end(self, hurt: bool = False) -> None:
        """Mark the database as closed well, or as damaged.

        Does nothing when another process holds the mark.
        """
        if self._file is not None:
            self._write(_HURT if hurt else _CLEAN)
        self.abandon()

    def abandon(self) -> None:
        """Let go of the file and leave the mark as it stands."""
        if self._file is not None:
            os.close(self._file)
            self._file = None

    def _write(self, state: bytes) -> None:
        if self._file is not None:
            os.lseek(self._file, 0, os.SEEK_SET)
            os.write(self._file, state)


if sys.platform == "win32":
    import msvcrt

    def _lock(file: int) -> bool:
        os.lseek(file, 100, os.SEEK_SET)  # beyond the text: a locked byte cannot be read
        try:
            msvcrt.locking(file, msvcrt.LK_NBLCK, 1)
        except OSError:
            return False
        finally:
            os.lseek(file, 0, os.SEEK_SET)
        return True
else:
    import fcntl

    def _lock(file: int) -> bool:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            return False
        return True
