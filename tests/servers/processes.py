"""Programs started by tests: run, waited for, and stopped with all that they started."""

import os
import signal
import socket
import subprocess
import time
import urllib.request
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

_WAIT = 60.0  # seconds for a server to answer


class UnavailableError(Exception):
    """Why a server cannot be had here, in a sentence for the reason of a skip."""


def free_port() -> int:
    """Return a port of 127.0.0.1 that nothing uses."""
    with socket.socket() as sock:
        sock.bind(("127.0.0.1", 0))
        port: int = sock.getsockname()[1]
        return port


@contextmanager
def serving(command: list[str], folder: Path, environment: Mapping[str, str]) -> Iterator[None]:
    """Run a server in a process group of its own, so that its workers end with it."""
    with (folder / "server.log").open("ab") as log:
        process = subprocess.Popen(
            command,
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=log,
            env={**os.environ, **environment},
            start_new_session=True,
        )
    try:
        yield
    finally:
        _stop(process)


def _stop(process: "subprocess.Popen[bytes]") -> None:
    if process.poll() is None:
        os.killpg(process.pid, signal.SIGTERM)
    try:
        process.wait(20)
    except subprocess.TimeoutExpired:
        os.killpg(process.pid, signal.SIGKILL)
        process.wait()


def call(command: list[str], folder: Path, environment: Mapping[str, str] | None = None) -> str:
    """Run a program to its end and return what it wrote. Raises UnavailableError."""
    done = subprocess.run(
        command,
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        env={**os.environ, **(environment or {})},
        check=False,
    )
    if done.returncode:
        log = folder / "php.log"
        tail = log.read_text("utf-8", "replace")[-1500:] if log.is_file() else ""
        raise UnavailableError(f"{command[0]} failed: {done.stderr[-1500:]}{done.stdout}{tail}")
    return done.stdout


def succeeds(command: list[str]) -> bool:
    """Return whether a program ends well."""
    return not subprocess.run(command, capture_output=True, check=False).returncode


def answers(url: str) -> bool:
    """Return whether a GET brings 200."""
    try:
        with urllib.request.urlopen(url, timeout=10) as answer:
            return bool(answer.status == 200)
    except OSError:
        return False


def until(ready: Callable[[], bool], name: str, folder: Path) -> None:
    """Wait for a server. Raises UnavailableError with the end of its log."""
    end = time.monotonic() + _WAIT
    while not ready():
        if time.monotonic() > end:
            tail = (folder / "server.log").read_text("utf-8", "replace")[-1500:]
            raise UnavailableError(f"{name} did not start: {tail}")
        time.sleep(0.05)


def heed_signals() -> None:
    """Let SIGINT and SIGTERM raise KeyboardInterrupt: a shell's background job ignores SIGINT."""
    for each in (signal.SIGINT, signal.SIGTERM):
        signal.signal(each, signal.default_int_handler)
