"""The words of every option, by the pages of the settings."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any

from desktop_app.system import settings as options
from desktop_app.system.i18n import N_, _, ngettext
from desktop_app.system.settings import Option
from desktop_app.ui.abilities import Abilities


@dataclass(frozen=True, slots=True)
class Row:
    """The words of one option; ``choices`` in the order of ``option.choices``."""

    option: Option[Any]
    label: str
    choices: tuple[str, ...] = ()
    unit: Callable[[int], str] | None = None  # what stands behind a number
    special: str = ""  # what the single value below the minimum is called
    hint: str = ""
    step: float = 1
    needs: str = ""  # the field of Abilities without which the row is not shown
    instead: str = ""  # the hint that then says why; the row stays and cannot be changed
    usable: bool = True


@dataclass(frozen=True, slots=True)
class Page:
    """One tab of the settings."""

    title: str
    rows: tuple[Row, ...]


def _pixels(_count: int) -> str:
    return _("px")


def _ems(_count: int) -> str:
    return _("em")


def _minutes(count: int) -> str:
    return ngettext("minute", "minutes", count)


def _days(count: int) -> str:
    return ngettext("day", "days", count)


def _hours(_count: int) -> str:
    return _("h")


def _megabytes(_count: int) -> str:
    return _("MB")


READING = Page(
    N_("Reading"),
    (
        Row(options.READING_SIZE, N_("Text size"), unit=_pixels),
        Row(options.READING_MEASURE, N_("Width of the column"), unit=_ems),
        Row(options.READING_LINE, N_("Line height"), step=0.05),
        Row(options.READING_FACE, N_("Typeface"), (N_("Serif"), N_("Sans serif"))),
        Row(options.ARTICLE_PAPER, N_("Paper"), (N_("As the window"), N_("Sepia"))),
        Row(
            options.MARK_READ,
            N_("Mark as read"),
            (N_("When opened"), N_("After three seconds"), N_("Only by hand")),
        ),
        Row(
            options.PICTURES,
            N_("Pictures"),
            (N_("Load them"), N_("Only those already stored")),
        ),
    ),
)

WINDOW = Page(
    N_("Window"),
    (
        Row(
            options.SCHEME,
            N_("Colours"),
            (N_("As the system"), N_("Light"), N_("Dark"), N_("High contrast")),
        ),
        Row(
            options.ACCENT,
            N_("Accent"),
            (N_("Daily8's own"), N_("As the system")),
            needs="accent",
        ),
        Row(
            options.SCALE,
            N_("Size of everything"),
            ("100 %", "110 %", "125 %", "150 %"),
            hint=N_("Holds from the next start."),
        ),
        Row(
            options.LESS_MOTION,
            N_("Nothing moves"),
            hint=N_("Also when the system wants less motion."),
        ),
        Row(
            options.LANGUAGE,
            N_("Language"),
            (N_("As the system"), "English", "العربية"),
        ),
        Row(
            options.LOOK_FOR_UPDATES,
            N_("Look for a newer version once a day"),
            hint=N_("Nothing is downloaded or installed by itself."),
            needs="updates",
        ),
    ),
)

NEWS = Page(
    N_("News"),
    (
        Row(options.REFRESH_ON_START, N_("Look for news when Daily8 opens")),
        Row(
            options.REFRESH_MINUTES,
            N_("Look for news every"),
            unit=_minutes,
            special=N_("Only by hand"),
            step=5,
        ),
        Row(options.REFRESH_METERED, N_("Also where the network is metered"), needs="metered"),
        Row(
            options.KEEP_DAYS,
            N_("Keep read articles for"),
            unit=_days,
            hint=N_("Saved articles, and those that you wrote under, stay."),
        ),
        Row(options.CACHE_MB, N_("Room for pictures"), unit=_megabytes, step=50),
        Row(
            options.PROXY,
            N_("Proxy"),
            (N_("As the system"), N_("None"), N_("At an address")),
        ),
    ),
)

UNDERSTANDING = Page(
    N_("Understanding"),
    (
        Row(
            options.INSIGHT,
            N_("Key points, listening and more"),
            hint=N_("A bar over the article. Off removes it and all that works behind it."),
        ),
        Row(
            options.LISTEN_ON,
            N_("Listening goes on with the next article"),
            needs="listen",
            instead=N_(
                "Listening is not part of this installation. The package PySide6-Addons, of the "
                "same version as PySide6-Essentials, adds it."
            ),
        ),
    ),
)

NOTIFICATIONS = Page(
    N_("Notifications"),
    (
        Row(
            options.NOTIFY,
            N_("Tell about new articles"),
            hint=N_("Sources that are muted stay silent."),
            needs="notify",
        ),
        Row(
            options.NOTIFY_OF,
            N_("Of which sources"),
            (N_("All"), N_("Only those that I choose")),
            hint=N_("The menu of each source in the list says whether it is told of."),
            needs="notify",
        ),
        Row(
            options.NOTIFY_ANSWERS,
            N_("Tell about my conversations"),
            (N_("Nothing"), N_("Answers to me"), N_("All new comments")),
            hint=N_("The menu of each conversation can keep it silent."),
            needs="notify",
        ),
        Row(options.QUIET_HOURS, N_("Say nothing at night"), needs="notify"),
        Row(options.QUIET_FROM, N_("Night begins at"), unit=_hours, needs="notify"),
        Row(options.QUIET_UNTIL, N_("Night ends at"), unit=_hours, needs="notify"),
    ),
)

SYSTEM = Page(
    N_("System"),
    (
        Row(
            options.TRAY,
            N_("Keep Daily8 in the tray"),
            hint=N_("Closing the window then leaves it running."),
            needs="tray",
        ),
        Row(options.START_AT_LOGIN, N_("Start when I log in"), needs="login"),
        Row(options.COUNT_ON_ICON, N_("Number of unread articles on the icon"), needs="count"),
    ),
)

PAGES = (READING, WINDOW, NEWS, UNDERSTANDING, NOTIFICATIONS, SYSTEM)


def pages_for(abilities: Abilities) -> tuple[Page, ...]:
    """Return the pages without what this desktop cannot do."""
    cut = (_without(page, abilities) for page in PAGES)
    return tuple(page for page in cut if page.rows)


def _without(page: Page, abilities: Abilities) -> Page:
    rows = []
    for row in page.rows:
        if not row.needs or getattr(abilities, row.needs):
            rows.append(row)
        elif row.instead:
            rows.append(replace(row, hint=row.instead, usable=False))
    return page if tuple(rows) == page.rows else replace(page, rows=tuple(rows))


ELSEWHERE = (options.KEYS, options.MODEL, options.LISTEN_SPEED, options.LISTEN_VOICES)
"""Options with a page of their own, or chosen where they are heard."""
