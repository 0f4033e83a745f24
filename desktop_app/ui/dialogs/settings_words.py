"""The words of every option, by the pages of the settings."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from desktop_app.system import settings as options
from desktop_app.system.i18n import N_, _, ngettext
from desktop_app.system.settings import Option


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
            options.LANGUAGE,
            N_("Language"),
            (N_("As the system"), "English", "العربية"),
            hint=N_("Holds from the next start."),
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
    ),
)

PAGES = (READING, WINDOW, NEWS, UNDERSTANDING)

ELSEWHERE = (options.KEYS, options.MODEL)
"""Options with a page of their own."""
