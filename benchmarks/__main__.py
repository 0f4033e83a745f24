"""``python -m benchmarks [main …] [--seed N] [--data DIR] [--json] [--only NAME…]``."""

import argparse
import shutil
import sys
import tempfile
import time
import traceback
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

from benchmarks import burdens, inside, insight, outside, package
from benchmarks.newsrooms import newsrooms
from benchmarks.profiles import Facts, prepare, switch_insight
from benchmarks.rows import AREAS, MAIN, PACKAGE, Row, as_json, as_table, missed
from benchmarks.screen import NoScreenError, screen

SMALL, LARGE = 10_000, 100_000
BUNDLED = frozenset({"bundle_mb"})
STARTS = frozenset({"start_10k", "start_100k"})
IDLE = frozenset({"idle_cpu", "idle_wakeups"})
LATE = frozenset({"late_p99", "late_worst"})
CLICKS = frozenset(
    {
        "article_open", "article_open_p95", "section_switch", "section_switch_p95",
        "search_key_p95", "thread_2000", "frame_p95",
    }
)  # fmt: skip
NAMES = {area: tuple(goals) for area, goals in AREAS.items()} | {"insight": tuple(insight.BOUNDS)}
BUNDLE = Path(__file__).resolve().parent.parent / "dist" / "daily8"


def main() -> int:
    """Measure, print; 0 when every row was measured, met or not."""
    options = _options()
    wanted = [name for area in options.areas for name in NAMES[area]]
    if options.only:
        wanted = [name for name in wanted if name in options.only]
    rows = _main_rows(options, [name for name in wanted if name in MAIN])
    rows += package.rows(frozenset(wanted) & PACKAGE.keys())
    rows += insight.rows(
        options.data, options.seed, [name for name in wanted if name in insight.BOUNDS]
    )
    order = {name: place for place, name in enumerate(wanted)}
    rows = sorted((each for each in rows if each.name in order), key=lambda r: order[r.name])
    print(as_json(rows) if options.json else as_table(rows))
    return 1 if any(each.value is None for each in rows) else 0


def _main_rows(options: argparse.Namespace, wanted: list[str]) -> list[Row]:
    if not wanted:
        return []
    try:
        with screen() as display:
            on = options.insight == "on"
            return Session(options.libraries, options.seed, display, frozenset(wanted), on).rows()
    except NoScreenError as error:
        rows = outside.bundle(BUNDLE) if "bundle_mb" in wanted else []
        return rows + missed([name for name in wanted if name != "bundle_mb"], str(error))


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="benchmarks", description=(__doc__ or "").strip())
    parser.add_argument("areas", nargs="*", metavar="AREA", help=f"of {', '.join(NAMES)}; all")
    parser.add_argument("--seed", type=int, default=1, help="of libraries, sites and samples")
    parser.add_argument("--data", type=Path, help="holds the public sets of the area insight")
    parser.add_argument(
        "--libraries",
        type=Path,
        default=Path(tempfile.gettempdir()) / "daily8-bench",
        help="keeps the made libraries (1.3 GB) for the next run",
    )
    parser.add_argument(
        "--insight",
        choices=("on", "off"),
        default="on",
        help="measure the window with understanding, as it is installed, or without it",
    )
    parser.add_argument("--json", action="store_true", help="a list of rows instead of a table")
    parser.add_argument(
        "--only",
        nargs="+",
        metavar="NAME",
        choices=[name for names in NAMES.values() for name in names],
        help="these rows",
    )
    options = parser.parse_args()
    unknown = set(options.areas) - set(NAMES)
    if unknown:
        parser.error(f"there is no area {', '.join(sorted(unknown))}")
    options.areas = options.areas or list(NAMES)
    return options


class Session:
    """Measures what is wanted, one thing after another."""

    def __init__(
        self, data: Path, seed: int, display: dict[str, str], wanted: frozenset[str], insight: bool
    ) -> None:
        self._data, self._seed, self._display = data, seed, display
        self._wanted = wanted
        self._insight = insight
        self._made: dict[str, Facts] = {}

    def rows(self) -> list[Row]:
        """Return all rows that were wanted, and perhaps their neighbours."""
        rows: list[Row] = []
        with newsrooms(self._seed) as sites:
            self._sites = sites
            for names, measure in self._stages():
                if self._wanted & names:
                    _tell(", ".join(sorted(self._wanted & names)))
                    rows += _tried(names, measure)
        return rows

    def _stages(self) -> list[tuple[frozenset[str], Callable[[], list[Row]]]]:
        display, small, large = self._display, self._small, self._large
        return [
            (BUNDLED, lambda: outside.bundle(BUNDLE)),
            (STARTS, lambda: outside.starts(small(), large(), display)),
            (frozenset({"pss_start"}), lambda: outside.memory(small(), display)),
            (IDLE, lambda: outside.idle(self._copies(outside.IDLE_RUNS), display)),
            (CLICKS, lambda: inside.look(large(), display, self._sites)),
            (LATE, lambda: inside.late(large(), display, self._sites)),
            (frozenset({"refresh_304"}), lambda: inside.refresh(small(), display, self._sites)),
            (frozenset({"pss_used"}), lambda: inside.used(small(), display, self._sites)),
            (frozenset(burdens.CROWD), lambda: burdens.crowd(small(), display, self._sites)),
            (frozenset(burdens.FIRST), lambda: burdens.first(large(), display, self._sites)),
        ]

    def _small(self) -> Facts:
        return self._profile(SMALL, f"profile-{SMALL}")

    def _large(self) -> Facts:
        return self._profile(LARGE, f"profile-{LARGE}")

    def _profile(self, articles: int, name: str) -> Facts:
        if name not in self._made:
            _tell(f"making {name}")
            self._made[name] = prepare(self._data, articles, self._seed, self._sites.port, name)
            switch_insight(self._made[name], self._insight)
        return self._made[name]

    def _copies(self, count: int) -> list[Facts]:
        """Return equal profiles for windows that stand side by side."""
        facts, copies = self._small(), []
        for number in range(count):
            folder = self._data / f"profile-idle-{number}"
            shutil.rmtree(folder, ignore_errors=True)
            shutil.copytree(facts.folder, folder)
            copies.append(replace(facts, folder=str(folder)))
        return copies


def _tried(names: frozenset[str], measure: Callable[[], list[Row]]) -> list[Row]:
    """Measure; a stage that breaks is told, and the others still count."""
    try:
        return measure()
    except Exception as error:  # noqa: BLE001 - whatever it is, the rows are missed because of it
        traceback.print_exc()
        return missed(names, f"{type(error).__name__}: {error}")


def _tell(words: str) -> None:
    print(f"{time.strftime('%H:%M:%S')} {words}", file=sys.stderr, flush=True)


if __name__ == "__main__":
    sys.exit(main())
