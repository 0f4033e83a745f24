"""Moments of today, whatever the clock says."""

from desktop_app.ui.day import start_of_today


def minutes_ago(minutes: int, now: int) -> int:
    """Return a moment of today: soon after midnight, a few seconds stand for the minutes."""
    return max(now - 60 * minutes, start_of_today(now) + 100 - minutes)
