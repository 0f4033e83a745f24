"""The reader's day, in the time zone of the machine."""

import time
from datetime import datetime


def now() -> int:
    """Return the clock's time, Unix seconds."""
    return int(time.time())


def start_of_today(moment: float | None = None) -> int:
    """Return the first second of the day that ``moment`` (default: the clock's) lies in."""
    here = datetime.fromtimestamp(now() if moment is None else moment).astimezone()
    return int(here.replace(hour=0, minute=0, second=0, microsecond=0).timestamp())
