"""The figures: their names, their goals, and how they are told."""

import json
import statistics
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass


@dataclass(frozen=True, slots=True)
class Goal:
    """The most that a figure may be."""

    most: float
    unit: str


MAIN: dict[str, Goal] = {
    "start_10k": Goal(0.40, "s"),
    "start_100k": Goal(0.50, "s"),
    "article_open": Goal(16, "ms"),
    "article_open_p95": Goal(33, "ms"),
    "section_switch": Goal(16, "ms"),
    "section_switch_p95": Goal(33, "ms"),
    "search_key_p95": Goal(30, "ms"),
    "thread_2000": Goal(30, "ms"),
    "late_p99": Goal(16, "ms"),
    "late_worst": Goal(50, "ms"),
    "frame_p95": Goal(10, "ms"),
    "pss_start": Goal(85, "MiB"),
    "pss_used": Goal(130, "MiB"),
    "refresh_304": Goal(2, "s"),
    "idle_cpu": Goal(0.1, "%"),
    "idle_wakeups": Goal(2, "1/s"),
    "first_open_p95": Goal(33, "ms"),
    "first_switch_p95": Goal(33, "ms"),
    "first_refresh_304": Goal(3, "s"),
    "first_late_p99": Goal(16, "ms"),
    "first_late_worst": Goal(50, "ms"),
    "first_pss": Goal(150, "MiB"),
    "crowd_first": Goal(3, "s"),
    "crowd_shown": Goal(20, "s"),
    "crowd_late_p99": Goal(16, "ms"),
    "crowd_late_worst": Goal(50, "ms"),
    "bundle_mb": Goal(140, "MB"),
}
PACKAGE: dict[str, Goal] = {
    "deb_mb": Goal(36, "MB"),
    "setup_mb": Goal(28, "MB"),
    "appimage_mb": Goal(45, "MB"),
    "installed_linux_mb": Goal(130, "MB"),
    "installed_windows_mb": Goal(95, "MB"),
    "frozen_start_cpu": Goal(0.6, "s"),
    "second_start_cpu": Goal(0.25, "s"),
    "deb_install_s": Goal(3, "s"),
    "setup_install_s": Goal(5, "s"),
    "rebuild_differs": Goal(0, ""),
}
AREAS = {"main": MAIN, "package": PACKAGE}


@dataclass(frozen=True, slots=True)
class Row:
    """One measured figure. ``value`` None: it could not be measured, ``note`` says why."""

    name: str
    value: float | None
    unit: str
    goal: float
    met: bool
    runs: int
    note: str = ""


def row(name: str, value: float | None, runs: int, note: str = "") -> Row:
    """Hold ``value`` against its goal."""
    goal = next(goals[name] for goals in AREAS.values() if name in goals)
    rounded = None if value is None else round(value, 4 if goal.most < 1 else 2)
    met = rounded is not None and rounded <= goal.most
    return Row(name, rounded, goal.unit, goal.most, met, runs, note)


def median_row(name: str, values: Sequence[float], note: str = "") -> Row:
    """Return the median of runs as a row, with the spread in the note."""
    if not values:
        return row(name, None, 0, note or "no run gave a value")
    spread = f"{min(values):.3g} to {max(values):.3g}"
    return row(
        name, statistics.median(values), len(values), "; ".join(filter(None, (spread, note)))
    )


def missed(names: Iterable[str], why: str) -> list[Row]:
    """Return rows for what could not be measured."""
    return [row(name, None, 0, why) for name in names]


def percentile(values: Sequence[float], share: float) -> float:
    """Return the smallest value that ``share`` (0 to 1) of the values do not exceed."""
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, int(share * len(ordered)))]


def as_json(rows: Sequence[Row]) -> str:
    """Return the rows as a JSON list."""
    return json.dumps([asdict(each) for each in rows], indent=1, ensure_ascii=False)


def as_table(rows: Sequence[Row]) -> str:
    """Return the rows as a table for people."""
    lines = [f"{'row':<20}{'value':>10}{'goal':>9}  {'unit':<5}{'met':<5}{'runs':>5}  note"]
    for each in rows:
        value = "missed" if each.value is None else f"{each.value:g}"
        met = "yes" if each.met else "NO"
        lines.append(
            f"{each.name:<20}{value:>10}{each.goal:>9g}  {each.unit:<5}{met:<5}{each.runs:>5}"
            f"  {each.note}"
        )
    return "\n".join(lines)
