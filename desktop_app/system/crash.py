"""What happens to a bug: a report on disk and a word to the person, and the program goes on."""

import faulthandler
import logging
import os
import platform
import sys
import threading
import time
import traceback
from collections.abc import Callable
from pathlib import Path
from types import TracebackType
from typing import TextIO

import desktop_app
from desktop_app.system.logs import Ring
from desktop_app.system.paths import FILE_MODE, Paths
from desktop_app.system.redaction import redacted

log = logging.getLogger("daily8.crash")

_RING_LINES = 200
_MOST_REPORTS = 50
"""A bug in a paint event comes back sixty times a second."""
_MOST_BYTES = 1_000_000
_MOST_SHOWN = 100_000
_FATAL = "fatal.txt"  # crashes of native code
_SEEN = "crash-seen.txt"

Tell = Callable[[str], None]


class CrashReports:
    """Holds the hooks of the interpreter while it is installed."""

    def __init__(self, paths: Paths, ring: Ring | None, tell: Tell | None) -> None:
        self._file = paths.crash_file
        self.left = ""
        """What an earlier run wrote down and nobody has seen; set by ``install``."""
        self._ring = ring
        self.tell = tell
        """Called with the report on the thread that failed; the window sets it once it stands."""
        self._count = 0
        self._lock = threading.Lock()
        self._before = (sys.excepthook, threading.excepthook, sys.unraisablehook)
        self._native: TextIO | None = None

    def install(self) -> None:
        """Take over the hooks. Main thread."""
        self.left = self._take_left()
        try:
            self._native = _private(self._file.with_name(_FATAL), os.O_TRUNC)
            # A crash of native code writes every thread's stack here.
            faulthandler.enable(self._native)
        except OSError as error:
            log.info("no file for fatal errors: %s", error)
        sys.excepthook = self._on_main
        threading.excepthook = self._on_thread
        sys.unraisablehook = self._on_unraisable

    def uninstall(self) -> None:
        """Give the hooks back."""
        sys.excepthook, threading.excepthook, sys.unraisablehook = self._before
        if self._native is not None:
            faulthandler.disable()
            self._native.close()
            self._native = None

    def seen(self) -> None:
        """Hear that the reader has looked at the report: the next start says nothing of it."""
        try:
            if self._file.exists():
                self._file.replace(self._file.with_name(_SEEN))
        except OSError as error:
            log.info("the crash report stays: %s", error)

    def _take_left(self) -> str:
        """Return the reports of earlier runs, and put them where they are not found again."""
        texts = []
        try:
            for name in (self._file.name, _FATAL):
                file = self._file.with_name(name)
                if file.exists() and file.stat().st_size:
                    texts.append(file.read_text("utf-8", "replace")[-_MOST_SHOWN:])
                    file.replace(self._file.with_name(_SEEN))
        except OSError as error:
            log.info("an earlier crash report cannot be read: %s", error)
        return redacted("\n".join(texts))

    def report(self, error: BaseException, where: str) -> None:
        """Write down an exception that nobody expected, and tell it. Any thread."""
        text = "".join(traceback.format_exception(error))
        with self._lock:
            self._count += 1
            if self._count > _MOST_REPORTS:
                return
            full = redacted(self._header(where) + text + self._recent())
            self._write(full)
        log.error("unexpected error on %s\n%s", where, text)
        if self.tell is not None:
            self.tell(full)

    def _on_main(
        self,
        kind: type[BaseException],
        error: BaseException,
        trace: TracebackType | None,
    ) -> None:
        if issubclass(kind, KeyboardInterrupt):
            self._before[0](kind, error, trace)
            return
        self.report(error, threading.current_thread().name)

    def _on_thread(self, args: threading.ExceptHookArgs) -> None:
        if args.exc_value is not None and args.exc_type is not SystemExit:
            self.report(args.exc_value, args.thread.name if args.thread else "a thread")

    def _on_unraisable(self, args: "sys.UnraisableHookArgs") -> None:
        if args.exc_value is not None:
            self.report(args.exc_value, f"cleaning up ({args.err_msg or 'no message'})")

    def _header(self, where: str) -> str:
        when = time.strftime("%Y-%m-%d %H:%M:%S", time.gmtime())
        return (
            f"Daily8 {desktop_app.__version__}, Python {platform.python_version()}, "
            f"{platform.platform()}\n{when} UTC, on {where}\n\n"
        )

    def _recent(self) -> str:
        if self._ring is None:
            return "\n"
        return "\nBefore that:\n" + "\n".join(self._ring.lines()[-_RING_LINES:]) + "\n\n"

    def _write(self, text: str) -> None:
        try:
            large = self._file.exists() and self._file.stat().st_size > _MOST_BYTES
            with _private(self._file, os.O_TRUNC if large else os.O_APPEND) as file:
                file.write(text)
        except OSError as error:
            log.info("the crash report cannot be written: %s", error)


def install(paths: Paths, ring: Ring | None = None, tell: Tell | None = None) -> CrashReports:
    """Catch every exception that nobody caught, on all threads, and crashes of native code.

    Main thread, once, after ``set_up_logging``.
    """
    reports = CrashReports(paths, ring, tell)
    reports.install()
    return reports


def _private(path: Path, flags: int) -> TextIO:
    handle = os.open(path, os.O_WRONLY | os.O_CREAT | flags, FILE_MODE)
    return os.fdopen(handle, "w", encoding="utf-8", errors="replace")
