"""What the timeline of a story says. Pure, no widgets."""

from typing import TYPE_CHECKING

from PySide6.QtCore import QDateTime

from desktop_app.system.i18n import _, ngettext
from desktop_app.ui import times

if TYPE_CHECKING:
    from desktop_app.services.understanding.timeline import Report, Timeline


def title() -> str:
    """Return the title of the view."""
    return _("One story")


def subtitle(timeline: "Timeline") -> str:
    """Return "3 sources · 5 articles"."""
    sources, count = timeline.sources, len(timeline.reports)
    told = ngettext("{count} source", "{count} sources", sources).format(count=sources)
    written = ngettext("{count} article", "{count} articles", count).format(count=count)
    return f"{told} · {written}"


def caption(timeline: "Timeline") -> str:
    """Return how the timeline was made."""
    if timeline.sources < 2:
        return _("Only one source tells this story so far.")
    return _(
        "In the order of publication. Under each article stand sentences of it, word for word, "
        "that no earlier one had."
    )


def when(report: "Report", first: "Report") -> str:
    """Return "First report", or how long after it this one came."""
    if report is first:
        return _("First report")
    return later(report.article.published_at - first.article.published_at)


def moment(at: int, now: int) -> str:
    """Return when that was: the hour for today, else with its date."""
    today = QDateTime.fromSecsSinceEpoch(now).date() == QDateTime.fromSecsSinceEpoch(at).date()
    return times.since(at, now) if today else times.date_and_time(at)


def later(seconds: int) -> str:
    """Return "2 h later"."""
    if seconds < times.MINUTE:
        return _("At the same time")
    if seconds < times.HOUR:
        minutes = seconds // times.MINUTE
        return ngettext("{count} min later", "{count} min later", minutes).format(count=minutes)
    if seconds < times.DAY:
        hours = seconds // times.HOUR
        return ngettext("{count} h later", "{count} h later", hours).format(count=hours)
    days = seconds // times.DAY
    return ngettext("{count} day later", "{count} days later", days).format(count=days)


def label(report: "Report", first: "Report") -> str:
    """Return what stands over the sentences of a report."""
    if report is first:
        return _("It began with")
    if report.excerpt_only:
        return _("Said here first, as far as the stored excerpt shows")
    return _("Said here first")


def note(report: "Report") -> str:
    """Return what to say of a report without sentences; empty when it has some."""
    if report.same_as:
        return _("The same text as in {source}").format(source=report.same_as)
    if report.new:
        return ""
    if report.excerpt_only:
        return _("Only an excerpt of it is stored; that says nothing new.")
    return _("Says nothing that an earlier article did not say.")
