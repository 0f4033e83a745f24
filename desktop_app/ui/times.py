"""Times in words: short ages for rows, dates for the byline. Main thread (QLocale)."""

from PySide6.QtCore import QDateTime, QLocale

from desktop_app.system.i18n import _, language, ngettext, pgettext

MINUTE, HOUR, DAY = 60, 3600, 86_400

# Digits are 0-9 everywhere in the window, whatever the machine's locale writes in dates.
_DIGITS = str.maketrans("٠١٢٣٤٥٦٧٨٩۰۱۲۳۴۵۶۷۸۹", "01234567890123456789")


def locale() -> QLocale:
    """Return the locale of the window's language; that of the machine where they agree."""
    system = QLocale()
    if language().partition("-")[0] == system.name().partition("_")[0]:
        return system
    if language().partition("-")[0] == "ar":
        return QLocale(QLocale.Language.Arabic, QLocale.Country.World)
    return QLocale(language().replace("-", "_"))


def short_age(at: int, now: int) -> str:
    """Return "now", "33 min", "2 h", "4 d", else the date; for rows."""
    seconds = max(0, now - at)
    if seconds < MINUTE:
        return pgettext("age", "now")
    if seconds < HOUR:
        return pgettext("age", "{count} min").format(count=seconds // MINUTE)
    if seconds < DAY:
        return pgettext("age", "{count} h").format(count=seconds // HOUR)
    if seconds < 7 * DAY:
        return pgettext("age", "{count} d").format(count=seconds // DAY)
    return date(at)


def long_age(at: int, now: int) -> str:
    """Return "33 min ago", "2 h ago", "4 days ago"; nothing for what is older than a month."""
    seconds = max(0, now - at)
    if seconds < MINUTE:
        return _("just now")
    if seconds < HOUR:
        minutes = seconds // MINUTE
        return ngettext("{count} min ago", "{count} min ago", minutes).format(count=minutes)
    if seconds < DAY:
        hours = seconds // HOUR
        return ngettext("{count} h ago", "{count} h ago", hours).format(count=hours)
    if seconds < 30 * DAY:
        days = seconds // DAY
        return ngettext("{count} day ago", "{count} days ago", days).format(count=days)
    return ""


def date(at: int) -> str:
    """Return "23 November 2026"."""
    return _format(at, pgettext("date", "d MMMM yyyy"))


def date_and_time(at: int) -> str:
    """Return "23 November 2026, 18:40"."""
    return _format(at, pgettext("date", "d MMMM yyyy, HH:mm"))


def exact(at: int) -> str:
    """Return the whole time with its zone, for tooltips."""
    moment = QDateTime.fromSecsSinceEpoch(at)
    words = _format(at, pgettext("date", "dddd, d MMMM yyyy, HH:mm:ss"))
    return f"{words} {moment.timeZoneAbbreviation()}"


def since(at: int, now: int) -> str:
    """Return a point in time as it stands after "since": "yesterday", "18:40", a date."""
    moment, today = QDateTime.fromSecsSinceEpoch(at), QDateTime.fromSecsSinceEpoch(now)
    days = moment.date().daysTo(today.date())
    if days <= 0:
        return _format(at, pgettext("date", "HH:mm"))
    if days == 1:
        return pgettext("since", "yesterday")
    return _format(at, pgettext("date", "d MMMM"))


def _format(at: int, pattern: str) -> str:
    words = locale().toString(QDateTime.fromSecsSinceEpoch(at), pattern)
    return words.translate(_DIGITS)
