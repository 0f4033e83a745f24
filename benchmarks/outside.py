"""Rows that are measured on the real app from outside: start, memory after it, idling, size."""

import time
from contextlib import ExitStack
from pathlib import Path

from benchmarks.process import DidNotPaintError, effort, pss_mib, started
from benchmarks.profiles import Facts, freshen, local_time
from benchmarks.rows import Row, median_row, missed, row

STARTS, WARM = 11, 2
MEMORY_RUNS, MEMORY_AFTER = 7, 5.0
IDLE_RUNS, IDLE_SETTLE, IDLE_SECONDS = 7, 20.0, 60.0


def starts(small: Facts, large: Facts, screen: dict[str, str]) -> list[Row]:
    """Exec to list painted, both sizes in turn."""
    profiles = {"start_10k": small, "start_100k": large}
    took: dict[str, list[float]] = {name: [] for name in profiles}
    try:
        for number in range(WARM + STARTS):
            for name, facts in profiles.items():
                freshen(facts)
                with started(facts.folder, screen, local_time(), stay=1.0) as app:
                    if number >= WARM:
                        took[name].append(app.seconds)
    except DidNotPaintError as error:
        return missed(took, str(error))
    return [median_row(name, values) for name, values in took.items()]


def memory(facts: Facts, screen: dict[str, str]) -> list[Row]:
    """PSS of the app and its children 5 s after the first paint."""
    found = []
    try:
        for _ in range(MEMORY_RUNS):
            freshen(facts)
            with started(facts.folder, screen, local_time(), stay=MEMORY_AFTER + 2) as app:
                time.sleep(MEMORY_AFTER)
                found.append(pss_mib(app.process.pid))
    except DidNotPaintError as error:
        return missed(["pss_start"], str(error))
    return [median_row("pss_start", found)]


def idle(folders: list[Facts], screen: dict[str, str]) -> list[Row]:
    """CPU and wake-ups of open windows that nobody touches, all in the same minute."""
    stay = IDLE_SETTLE + IDLE_SECONDS + 30
    cpu, wakeups = [], []
    try:
        with ExitStack() as stack:
            apps = []
            for facts in folders:
                freshen(facts)
                apps.append(stack.enter_context(started(facts.folder, screen, local_time(), stay)))
            time.sleep(IDLE_SETTLE)
            before = [effort(app.process.pid) for app in apps]
            began = time.monotonic()
            time.sleep(IDLE_SECONDS)
            after = [effort(app.process.pid) for app in apps]
            span = time.monotonic() - began
    except DidNotPaintError as error:
        return missed(("idle_cpu", "idle_wakeups"), str(error))
    for old, new in zip(before, after, strict=True):
        cpu.append((new.cpu - old.cpu) / span * 100)
        wakeups.append((new.wakeups - old.wakeups) / span)
    return [median_row("idle_cpu", cpu), median_row("idle_wakeups", wakeups)]


def bundle(folder: Path) -> list[Row]:
    """The size of the frozen app."""
    if not (folder / "daily8").exists() and not (folder / "daily8.exe").exists():
        return missed(["bundle_mb"], f"{folder} is not there: python3 dev.py bundle")
    size = sum(file.lstat().st_size for file in folder.rglob("*") if not file.is_dir())
    return [row("bundle_mb", size / 1e6, 1)]
