"""What understanding asks of the window when there is much to look at, in rows of their own.

The first start with a library that was never looked at, and a refresh that brings 2,000 articles.
"""

from benchmarks.inside import DriverError, driving
from benchmarks.newsrooms import Remote
from benchmarks.process import pss_mib
from benchmarks.profiles import Facts, forget_understanding
from benchmarks.rows import Row, missed, percentile, row

FIRST = (
    "first_open_p95", "first_switch_p95", "first_refresh_304", "first_late_p99",
    "first_late_worst", "first_pss",
)  # fmt: skip
CROWD = ("crowd_first", "crowd_shown", "crowd_late_p99", "crowd_late_worst")


def first(facts: Facts, screen: dict[str, str], sites: Remote) -> list[Row]:
    """The first minute of a window whose articles were never looked at."""
    forget_understanding(facts)
    sites.tell("median 0.1")
    sites.tell("new 1")
    try:
        with driving("first", facts, screen) as drive:
            drive.answer()
            sites.tell("same")
            drive.go_on()
            drive.answer()
            memory = pss_mib(drive.process.pid)
            drive.go_on()
            answer = drive.answer()
    except DriverError as error:
        return missed(FIRST, str(error))
    late, opened, switched = answer["late"], answer["article"], answer["section"]
    return [
        row("first_open_p95", percentile(opened, 0.95), len(opened), f"worst {max(opened):.0f}"),
        row("first_switch_p95", percentile(switched, 0.95), len(switched)),
        row("first_refresh_304", answer["refresh"], 1),
        row("first_late_p99", percentile(late, 0.99), 1, answer["left"]),
        row("first_late_worst", max(late), 1),
        row("first_pss", memory, 1),
    ]


def crowd(facts: Facts, screen: dict[str, str], sites: Remote) -> list[Row]:
    """100 sources with 20 new articles each, at once."""
    sites.tell("median 0.05")
    sites.tell("new 20")
    try:
        with driving("crowd", facts, screen) as drive:
            answer = drive.answer()
    except DriverError as error:
        return missed(CROWD, str(error))
    late, note = answer["late"], f"{answer['new']} new; at rest after {answer['rest']:.0f} s"
    return [
        row("crowd_first", answer["first"], 1),
        row("crowd_shown", answer["shown"], 1, note),
        row("crowd_late_p99", percentile(late, 0.99), 1),
        row("crowd_late_worst", max(late), 1),
    ]
