"""The worker process seen from the window's side: started when needed, killed when it must be."""

import contextlib
import logging
import os
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any, ParamSpec, TypeVar, cast

from desktop_app.core import cancel
from desktop_app.core.codec import CodecError, decode, encode, name_of
from desktop_app.core.errors import AppError, ErrorKind
from desktop_app.core.frames import FrameError, read_frame, write_frame

log = logging.getLogger("daily8.child")

P = ParamSpec("P")
T = TypeVar("T")

_SLICE_SECONDS = 0.05
_NO_CONSOLE = getattr(subprocess, "CREATE_NO_WINDOW", 0)  # both are of Windows
_BELOW_THE_WINDOW = getattr(subprocess, "BELOW_NORMAL_PRIORITY_CLASS", 0)


class WorkerBugError(RuntimeError):
    """The worker raised something that is no AppError; the text is its traceback."""


def worker_command() -> list[str]:
    """Return the command that starts the worker, from source or from a bundle."""
    if getattr(sys, "frozen", False):
        return [sys.executable, "--worker"]
    # -P: a folder that the reader happens to stand in is no place to import from.
    return [sys.executable, "-P", "-m", "desktop_app", "--worker"]


class Child:
    """One worker process, one call at a time. Any thread but the main one."""

    def __init__(
        self,
        *,
        command: Sequence[str] | None = None,
        timeout: float = 20.0,
        idle: float = 3.0,
        answer_bytes: int = 100_000_000,
    ) -> None:
        self._command = list(command) if command is not None else worker_command()
        self._timeout = timeout
        self._idle = idle
        self._answer_bytes = answer_bytes
        self._lock = threading.Lock()
        self._closed = threading.Event()
        self._process: subprocess.Popen[bytes] | None = None
        self._retiring: threading.Timer | None = None

    def call(self, function: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
        """Run ``function`` of the worker's table there and return its result.

        Raises what it raises of AppError; CANCELLED; TIMEOUT after ``timeout`` seconds; BAD_ANSWER
        when the process died of the input; TOO_LARGE when the result is. After those the process
        is gone and the next call starts another. Anything else is a WorkerBugError.
        """
        message = [name_of(function).encode("utf-8"), *encode((args, kwargs))]
        with self._lock:
            if self._closed.is_set():
                raise AppError(ErrorKind.CANCELLED)
            self._stay()
            answer = self._ask(message)
            self._retire_later()
        return cast(T, _result(answer))

    def close(self) -> None:
        """End the process for good; a call that is under way, and every later one, is CANCELLED."""
        self._closed.set()
        with self._lock:
            self._stay()
            self._end()

    @property
    def pid(self) -> int | None:
        """The process that runs now, for tests and for measuring."""
        process = self._process
        return process.pid if process is not None and process.poll() is None else None

    def _ask(self, message: list[bytes]) -> Any:
        process = self._running()
        exchange = _Exchange(process, message, self._answer_bytes)
        failure = self._watch(exchange)
        if failure is None and exchange.failure is not None:
            failure = exchange.failure
        if failure is None:
            return exchange.answer
        process.kill()
        exchange.thread.join(5.0)  # the dead process lets go of it
        self._end()
        raise failure

    def _watch(self, exchange: "_Exchange") -> AppError | None:
        token = cancel.current()
        end = time.monotonic() + self._timeout
        while not exchange.done.wait(_SLICE_SECONDS):
            if token.cancelled or self._closed.is_set():
                return AppError(ErrorKind.CANCELLED)
            if time.monotonic() >= end:
                log.info("the worker is too slow and is ended")
                return AppError(ErrorKind.TIMEOUT, code="worker")
        return None

    def _running(self) -> subprocess.Popen[bytes]:
        if self._process is not None and self._process.poll() is None:
            return self._process
        self._end()
        try:
            self._process = subprocess.Popen(
                self._command,
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,
                env=_environment(),
                creationflags=_NO_CONSOLE | _BELOW_THE_WINDOW,
            )
        except OSError as error:
            raise AppError(ErrorKind.STORAGE, code="worker_start") from error
        return self._process

    def _end(self) -> None:
        process, self._process = self._process, None
        if process is None:
            return
        process.kill()
        process.wait()
        for pipe in (process.stdin, process.stdout):
            if pipe is not None:
                # Closing flushes what the dead process never read.
                with contextlib.suppress(OSError, ValueError):
                    pipe.close()

    def _stay(self) -> None:
        if self._retiring is not None:
            self._retiring.cancel()
            self._retiring = None

    def _retire_later(self) -> None:
        self._retiring = threading.Timer(self._idle, self._retire)
        self._retiring.daemon = True
        self._retiring.start()

    def _retire(self) -> None:
        with self._lock:
            if self._retiring is threading.current_thread():
                self._retiring = None
                self._end()


class _Exchange:
    """One message and its answer on a thread of its own: pipes know no time-outs."""

    def __init__(self, process: subprocess.Popen[bytes], message: list[bytes], most: int) -> None:
        self.answer: Any = None
        self.failure: AppError | None = None
        self.done = threading.Event()
        self._process = process
        self._message = message
        self._most = most
        self.thread = threading.Thread(target=self._run, name="daily8-child", daemon=True)
        self.thread.start()

    def _run(self) -> None:
        try:
            self._talk()
        except FrameError as error:
            kind = ErrorKind.TOO_LARGE if "bytes" in str(error) else ErrorKind.BAD_ANSWER
            self.failure = AppError(kind, code="worker_answer")
        except (OSError, ValueError) as error:
            log.info("the worker died: %s", type(error).__name__)
            self.failure = AppError(ErrorKind.BAD_ANSWER, code="worker_died")
        finally:
            self.done.set()

    def _talk(self) -> None:
        assert self._process.stdin is not None and self._process.stdout is not None
        write_frame(cast(Any, self._process.stdin), self._message)
        parts = read_frame(cast(Any, self._process.stdout), self._most)
        if parts is None:
            raise OSError("closed")
        self.answer = parts


def _result(parts: list[bytes]) -> Any:
    try:
        answer = decode(parts)
    except CodecError as error:
        raise WorkerBugError(f"the worker's answer cannot be read: {error}") from error
    if "error" in answer:
        raise answer["error"]
    if "bug" in answer:
        raise WorkerBugError(answer["bug"])
    return answer["ok"]


def _environment() -> dict[str, str]:
    """Take away what leads to secrets; say where this program lies."""
    hidden = ("DBUS_SESSION_BUS_ADDRESS", "SSH_AUTH_SOCK", "GPG_AGENT_INFO")
    kept = {name: value for name, value in os.environ.items() if name not in hidden}
    if not getattr(sys, "frozen", False):
        here = str(Path(__file__).resolve().parents[2])
        kept["PYTHONPATH"] = os.pathsep.join(filter(None, (here, kept.get("PYTHONPATH", ""))))
    return kept
