"""Area ``package``: what the packages weigh, how large they become, how long they take."""

from collections.abc import Callable, Set

from benchmarks import package_linux, package_windows
from benchmarks.rows import PACKAGE, Row, missed

Part = tuple[frozenset[str], Callable[[], list[Row]]]
PARTS: tuple[Part, ...] = (
    (package_linux.SIZES, package_linux.sizes),
    (package_linux.STARTS, package_linux.starts),
    (package_linux.INSTALLATION, package_linux.installation),
    (package_linux.REBUILD, package_linux.rebuild),
    (frozenset(package_windows.NAMES), package_windows.rows),
)


def rows(wanted: Set[str]) -> list[Row]:
    """Return the rows of this area that are wanted, each measured or missed."""
    found: list[Row] = []
    for names, measure in PARTS:
        if wanted & names:
            found += measure()
    known = {each.name for each in found}
    return found + missed([name for name in PACKAGE if name in wanted - known], "not measured")
