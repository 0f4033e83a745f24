"""Starts the real app on a profile, and reads from /proc what it costs."""

import os
import select
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import psutil

HERE = Path(__file__).resolve().parent
PATIENCE = 60.0


class DidNotPaintError(RuntimeError):
    """The app ended, or showed no rows, within a minute."""


@dataclass
class Started:
    """A running app. ``seconds`` from exec to the list painted."""

    process: subprocess.Popen[bytes]
    seconds: float


@contextmanager
def started(profile: str, screen: dict[str, str], timezone: str, stay: float) -> Iterator[Started]:
    """Start ``python -m desktop_app --profile`` and wait for its list; it stays ``stay`` seconds.

    The window then closes as if by hand, so the profile is left as a reader leaves it.
    """
    read, write = os.pipe()
    env = {
        **screen,
        "PYTHONPATH": str(HERE / "hook"),
        "DAILY8_BENCH_PIPE": str(write),
        "DAILY8_BENCH_LEAVE_MS": str(round(stay * 1000)),
        "TZ": timezone,
    }
    command = [sys.executable, "-m", "desktop_app", "--profile", profile]
    with Path(os.devnull).open("wb") as nowhere:
        before = time.clock_gettime_ns(time.CLOCK_MONOTONIC)
        process = subprocess.Popen(
            command, env=env, cwd=HERE.parent, pass_fds=(write,), stdout=nowhere, stderr=nowhere
        )
    os.close(write)
    try:
        with os.fdopen(read) as pipe:
            ready, _, _ = select.select([pipe], [], [], PATIENCE)
            line = pipe.readline() if ready else ""
        if not line:
            raise DidNotPaintError(f"no rows were painted (exit code {process.poll()})")
        yield Started(process, (int(line) - before) / 1e9)
        process.wait(stay + PATIENCE)
    finally:
        if process.poll() is None:
            process.kill()
            process.wait()


def tree(pid: int) -> list[int]:
    """Return a process and all that it started."""
    process = psutil.Process(pid)
    return [pid, *(child.pid for child in process.children(recursive=True))]


def pss_mib(pid: int) -> float:
    """Return the proportional set size of a process and its children in MiB."""
    total = 0
    for each in tree(pid):
        for line in Path(f"/proc/{each}/smaps_rollup").read_text().splitlines():
            if line.startswith("Pss:"):
                total += int(line.split()[1])
    return total / 1024


@dataclass(frozen=True)
class Effort:
    """What a process tree has used up since it began."""

    cpu: float  # seconds
    wakeups: int  # voluntary context switches: each is a sleep that ended


def effort(pid: int) -> Effort:
    """Read the effort of all threads of a process and its children."""
    cpu, wakeups = 0, 0
    for each in tree(pid):
        for task in Path(f"/proc/{each}/task").iterdir():
            cpu += int((task / "schedstat").read_text().split()[0])
            for line in (task / "status").read_text().splitlines():
                if line.startswith("voluntary_ctxt_switches:"):
                    wakeups += int(line.split()[1])
    return Effort(cpu / 1e9, wakeups)
