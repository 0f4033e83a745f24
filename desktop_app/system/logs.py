"""The log: a rotating file, the newest lines in memory, and never a secret in either."""

import io
import logging
import os
from collections import deque
from dataclasses import dataclass
from logging.handlers import RotatingFileHandler
from typing import cast

from desktop_app.system.paths import FILE_MODE, Paths
from desktop_app.system.redaction import redacted

RING_LINES = 2_000
_FILE_BYTES = 1_000_000
_FILES = 3
_LONGEST_LINE = 20_000


class RedactingFormatter(logging.Formatter):
    """Redacts the finished text, so that arguments and tracebacks are covered too."""

    def __init__(self) -> None:
        super().__init__("%(asctime)s %(levelname)s %(name)s [%(threadName)s] %(message)s")

    def format(self, record: logging.LogRecord) -> str:
        """Return the line, at most 20,000 characters of it."""
        return redacted(super().format(record)[:_LONGEST_LINE])


class Ring(logging.Handler):
    """Keeps the newest lines in memory, for the problem report. Any thread."""

    def __init__(self) -> None:
        super().__init__()
        self._lines: deque[str] = deque(maxlen=RING_LINES)

    def emit(self, record: logging.LogRecord) -> None:
        """Keep one line."""
        self._lines.append(self.format(record))

    def lines(self) -> tuple[str, ...]:
        """Return the kept lines, oldest first."""
        self.acquire()
        try:
            return tuple(self._lines)
        finally:
            self.release()


class _PrivateFile(RotatingFileHandler):
    def _open(self) -> io.TextIOWrapper:
        def private(path: str, flags: int) -> int:
            return os.open(path, flags, FILE_MODE)

        # Lone surrogates of hostile text must not silence the log.
        return cast(
            io.TextIOWrapper,
            open(self.baseFilename, self.mode, encoding="utf-8", errors="replace", opener=private),
        )


@dataclass(frozen=True)
class Log:
    """What ``set_up_logging`` made."""

    ring: Ring
    handlers: tuple[logging.Handler, ...]

    def close(self) -> None:
        """Take the handlers off again."""
        for handler in self.handlers:
            logging.getLogger().removeHandler(handler)
            handler.close()


def set_up_logging(paths: Paths | None, level: str | int = "INFO") -> Log:
    """Log at ``level`` for this program and at WARNING for libraries. Main thread, once.

    Without ``paths``, or where the file cannot be written, the lines stay in memory only.
    Raises ValueError for an unknown level.
    """
    formatter = RedactingFormatter()
    ring = Ring()
    handlers: list[logging.Handler] = [ring]
    logging.getLogger("daily8").setLevel(level)
    problem: OSError | None = None
    if paths is not None:
        try:
            handlers.append(_PrivateFile(paths.log_file, maxBytes=_FILE_BYTES, backupCount=_FILES))
        except OSError as error:
            problem = error
    for handler in handlers:
        handler.setFormatter(formatter)
        logging.getLogger().addHandler(handler)
    logging.captureWarnings(True)
    if problem is not None:
        logging.getLogger("daily8.log").info("no log file: %s", type(problem).__name__)
    return Log(ring, tuple(handlers))
