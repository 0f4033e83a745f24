"""Rows that are measured inside the window: a driver process each, whose answers become rows."""

import json
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO, Any

from benchmarks.newsrooms import Remote
from benchmarks.process import pss_mib
from benchmarks.profiles import Facts, freshen, local_time
from benchmarks.rows import Row, median_row, missed, percentile, row

HERE = Path(__file__).resolve().parent.parent
PROCESSES = 3  # that the clicks are spread over
RUNS = 2
PATIENCE = 600.0


class DriverError(RuntimeError):
    """The driver ended without an answer."""


class Drive:
    """A driver at work."""

    def __init__(self, process: "subprocess.Popen[str]", errors: IO[str]) -> None:
        self.process, self._errors = process, errors

    def answer(self) -> dict[str, Any]:
        """Return the next line that the journey prints. Raises ``DriverError``."""
        assert self.process.stdout is not None
        line = self.process.stdout.readline()
        if not line:
            self._errors.seek(0)
            said = self._errors.read().strip().splitlines()
            raise DriverError(said[-1] if said else "it said nothing")
        answer: dict[str, Any] = json.loads(line)
        return answer

    def go_on(self) -> None:
        """Let a journey that waits for a word go on."""
        assert self.process.stdin is not None
        self.process.stdin.write("go\n")
        self.process.stdin.flush()


@contextmanager
def driving(journey: str, facts: Facts, screen: dict[str, str]) -> Iterator[Drive]:
    """Start the window with a journey on a profile."""
    freshen(facts)
    errors = Path(facts.folder, f"{journey}.err")
    with errors.open("w+", encoding="utf-8") as told:
        process = subprocess.Popen(
            [sys.executable, "-m", "benchmarks.drive", journey, facts.folder],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=told,
            text=True,
            cwd=HERE,
            env={**screen, "TZ": local_time()},
        )
        try:
            yield Drive(process, told)
            process.wait(PATIENCE)
        finally:
            if process.poll() is None:
                process.kill()
                process.wait()


def look(facts: Facts, screen: dict[str, str], sites: Remote) -> list[Row]:
    """Clicks, keys and frames."""
    sites.tell("same")
    sites.tell("median 0")
    names = (
        "article_open", "article_open_p95", "section_switch", "section_switch_p95",
        "search_key_p95", "thread_2000", "frame_p95",
    )  # fmt: skip
    took: dict[str, list[float]] = {"article": [], "section": [], "key": [], "thread": []}
    frames: dict[str, list[float]] = {"list": [], "article": [], "thread": []}
    try:
        for _ in range(PROCESSES):
            with driving("look", facts, screen) as drive:
                answer = drive.answer()
            for name, values in took.items():
                values.extend(answer[name])
            for name, values in frames.items():
                values.extend(answer["frames"][name])
    except DriverError as error:
        return missed(names, str(error))
    share = {name: percentile(values, 0.95) for name, values in frames.items()}
    note = ", ".join(f"{name} {value:.1f}" for name, value in share.items())
    return [
        median_row("article_open", took["article"]),
        _p95("article_open_p95", took["article"]),
        median_row("section_switch", took["section"]),
        _p95("section_switch_p95", took["section"]),
        _p95("search_key_p95", took["key"]),
        median_row("thread_2000", took["thread"]),
        row("frame_p95", max(share.values()), sum(map(len, frames.values())), note),
    ]


def _p95(name: str, values: list[float]) -> Row:
    return row(name, percentile(values, 0.95), len(values), f"worst {max(values):.0f}")


def late(facts: Facts, screen: dict[str, str], sites: Remote) -> list[Row]:
    """Lateness of the main thread, with an idle process beside it."""
    sites.tell("median 0.05")
    sites.tell("new 5")
    shares, worst, rounds = [], [], 0
    excused = 0
    try:
        for _ in range(RUNS):
            answer, beside = _one_late(facts, screen)
            shares.append(percentile(answer["late"], 0.99))
            rounds += answer["rounds"]
            own = [each for each in answer["worst"] if not _shared(each, beside)]
            excused += len(answer["worst"]) - len(own)
            worst.append(max((seconds * 1000 for _, seconds in own), default=20.0))
    except DriverError as error:
        return missed(("late_p99", "late_worst"), str(error))
    every = ", ".join(f"{each:.0f}" for each in worst)
    return [
        median_row("late_p99", shares, f"{rounds} refreshes"),
        row("late_worst", max(worst), len(worst), f"worst of each run: {every}; excused {excused}"),
    ]


def _one_late(
    facts: Facts, screen: dict[str, str]
) -> tuple[dict[str, Any], list[tuple[float, float]]]:
    control = subprocess.Popen(
        [sys.executable, "-m", "benchmarks.control"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        cwd=HERE,
    )
    try:
        with driving("late", facts, screen) as drive:
            answer = drive.answer()
        told, _ = control.communicate(timeout=30)
    finally:
        if control.poll() is None:
            control.kill()
            control.wait()
    return answer, [(at, seconds) for at, seconds in json.loads(told)]


def _shared(late: tuple[float, float], beside: list[tuple[float, float]]) -> bool:
    """Return whether the idle process was as late at the same moment: then the machine was it."""
    at, seconds = late
    return any(
        other > 0.8 * seconds and when - other < at and at - seconds < when
        for when, other in beside
    )


def refresh(facts: Facts, screen: dict[str, str], sites: Remote) -> list[Row]:
    """A refresh that brings nothing new."""
    sites.tell("median 0.1")
    sites.tell("new 5")
    took, note = [], ""
    try:
        with driving("refresh", facts, screen) as drive:
            for number in range(9):
                answer = drive.answer()
                stats = sites.stats()
                if number == 0:
                    sites.tell("same")
                elif stats.get("304", 0) == stats.get("requests", 0) == 100:
                    took.append(answer["refreshed"])
                else:
                    note = f"not all were 304: {stats}"
                drive.go_on()
            drive.answer()
    except DriverError as error:
        return missed(["refresh_304"], str(error))
    return [median_row("refresh_304", took, note)]


def used(facts: Facts, screen: dict[str, str], sites: Remote) -> list[Row]:
    """Memory after an hour of use."""
    sites.tell("median 0")
    sites.tell("new 5")
    found = []
    try:
        for _ in range(RUNS):
            with driving("used", facts, screen) as drive:
                drive.answer()
                found.append(pss_mib(drive.process.pid))
                drive.go_on()
                drive.answer()
    except DriverError as error:
        return missed(["pss_used"], str(error))
    return [median_row("pss_used", found)]
