"""The reader's day, in the time zone of the machine."""

from datetime import datetime


def start_of_today(now: float | None = None) -> int:
    """Return the first second of the day that ``now`` (default: the clock's) lies in."""
    moment = (
        datetime.now().astimezone() if now is None else datetime.fromtimestamp(now).astimezone()
    )
    return int(moment.replace(hour=0, minute=0, second=0, microsecond=0).timestamp())
