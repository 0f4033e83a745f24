"""What is computed from texts: how right, how fast. ``python -m benchmarks.insight [--data DIR]``.

``DIR`` holds the public sets, which the project does not carry (``stories*.jsonl``,
``keypoints*.jsonl``, ``headlines.tsv``, at any depth). Without it their rows are missed, and the
notes tell what the own sets gave.
"""

import argparse
import sys
import traceback
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from benchmarks import insight_cost, insight_quotes, insight_right
from benchmarks.rows import Row, as_json, as_table


@dataclass(frozen=True, slots=True)
class Bound:
    """The least or the most that a figure may be."""

    limit: float
    unit: str
    least: bool = False


BOUNDS: dict[str, Bound] = {
    "keypoints_vs_lead3": Bound(0.0, "F1", least=True),
    "stories_bcubed": Bound(0.87, "F1", least=True),
    "stories_pair": Bound(0.81, "F1", least=True),
    "stories_merge_precision": Bound(0.95, "", least=True),
    "copies_found": Bound(99.0, "%", least=True),
    "copies_false": Bound(0.01, "%"),
    "language": Bound(97.0, "%", least=True),
    "sentences": Bound(98.0, "%", least=True),
    "keypoints_ms": Bound(10.0, "ms"),
    "story_ms": Bound(2.0, "ms"),
    "insight_pss": Bound(80.0, "MiB"),
    "quotes_false": Bound(0, "of 800"),
    "quotes_true": Bound(500, "of 500", least=True),
    "insight_mb": Bound(12.0, "MB"),
}


@dataclass(frozen=True, slots=True)
class Figure:
    """A measured value; ``met`` False where more is asked for than the bound."""

    value: float | None
    runs: int
    note: str = ""
    met: bool = True


def rows(data: Path | None, seed: int = 1, wanted: Sequence[str] = tuple(BOUNDS)) -> list[Row]:
    """Measure the rows of ``wanted``."""
    stages: list[tuple[tuple[str, ...], Callable[[], dict[str, Figure]]]] = [
        (("keypoints_vs_lead3",), lambda: insight_right.key_points(data, seed)),
        (
            ("stories_bcubed", "stories_pair", "stories_merge_precision"),
            lambda: insight_right.stories(data, seed),
        ),
        (("copies_found", "copies_false"), lambda: insight_right.copies(data, seed)),
        (("language",), lambda: insight_right.languages(data)),
        (("sentences",), insight_right.sentences),
        (("quotes_false", "quotes_true"), lambda: insight_quotes.quotes(seed)),
        (("keypoints_ms",), insight_cost.key_points),
        (("story_ms", "insight_pss"), lambda: insight_cost.library(seed)),
        (("insight_mb",), insight_cost.size),
    ]
    found: dict[str, Figure] = {}
    for names, measure in stages:
        if set(names) & set(wanted):
            found |= _tried(names, measure)
    return [_row(name, found[name]) for name in BOUNDS if name in wanted]


def _tried(names: tuple[str, ...], measure: Callable[[], dict[str, Figure]]) -> dict[str, Figure]:
    try:
        return measure()
    except Exception as error:  # noqa: BLE001 - whatever it is, the rows are missed because of it
        traceback.print_exc()
        return dict.fromkeys(names, Figure(None, 0, f"{type(error).__name__}: {error}"))


def _row(name: str, figure: Figure) -> Row:
    bound = BOUNDS[name]
    value = None if figure.value is None else round(figure.value, 4)
    met = value is not None and figure.met
    if value is not None:
        met = met and (value >= bound.limit if bound.least else value <= bound.limit)
    return Row(name, value, bound.unit, bound.limit, met, figure.runs, figure.note)


def main() -> int:
    """Measure, print; 0 when every row was measured, met or not."""
    parser = argparse.ArgumentParser(prog="benchmarks.insight", description=__doc__)
    parser.add_argument("--data", type=Path, help="holds the public sets")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--json", action="store_true")
    parser.add_argument("--only", nargs="+", choices=[*BOUNDS], default=[*BOUNDS])
    options = parser.parse_args()
    found = rows(options.data, options.seed, options.only)
    print(as_json(found) if options.json else as_table(found))
    return 1 if any(each.value is None for each in found) else 0


if __name__ == "__main__":
    sys.exit(main())
