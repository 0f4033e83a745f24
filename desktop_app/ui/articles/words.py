"""What the article list says: sentences for screen readers, subtitles, empty faces."""

from dataclasses import dataclass

from desktop_app.core.articles import Counts, InStory, ListFilter, ListKind, ListQuery
from desktop_app.core.ids import SourceId
from desktop_app.core.sources import Source
from desktop_app.system.i18n import _, ngettext
from desktop_app.ui import times
from desktop_app.ui.articles.rows import Row
from desktop_app.ui.languages import language_name

FULL = 200
"""What a search brings at most."""


def spoken(row: Row, source: str, now: int) -> str:
    """Return the row as one sentence: "unread, HEADLINE, SOURCE, 1 h, 18 comments, 2 sources"."""
    article = row.article
    parts = [
        "" if article.read else _("unread"),
        row.headline,
        source,
        times.short_age(article.published_at, now),
        comments(row.comments) if row.comments else "",
        told_by(row),
        row.note,
        _("saved") if article.saved else "",
    ]
    return _(", ").join(part for part in parts if part)


def comments(count: int) -> str:
    """Return "18 comments"."""
    return ngettext("{count} comment", "{count} comments", count).format(count=count)


def sources(count: int) -> str:
    """Return "4 sources"."""
    return ngettext("{count} source", "{count} sources", count).format(count=count)


def told_by(row: Row) -> str:
    """Return how many tell a row's story: "4 sources"; empty when it stands for itself alone."""
    if row.sources > 1:
        return sources(row.sources)
    return story_told_by(row.story) if row.story is not None and row.story.merged else ""


def story_told_by(story: InStory) -> str:
    """Return "4 sources", or "2 articles" of the one source that is left."""
    if story.sources > 1:
        return sources(story.sources)
    return articles(len(story.articles)) if len(story.articles) > 1 else ""


def articles(count: int) -> str:
    """Return "2 articles"."""
    return ngettext("{count} article", "{count} articles", count).format(count=count)


def marked(count: int) -> str:
    """Return what a toast says after marking many."""
    return ngettext(
        "{count} article marked as read", "{count} articles marked as read", count
    ).format(count=count)


def new_articles(count: int) -> str:
    """Return the words of the pill."""
    return ngettext("{count} new article", "{count} new articles", count).format(count=count)


def subtitle(query: ListQuery, counts: Counts, listed: tuple[Source, ...]) -> str:
    """Return what stands behind the title: "24 new · 8 sources"."""
    if query.language:  # the counts are those of all languages
        return language_name(query.language)
    heard = [source for source in listed if not source.muted]
    if query.kind is ListKind.TODAY:
        return _joined(new(counts.today), sources(len(heard)) if heard else "")
    if query.kind is ListKind.UNREAD:
        return _joined(_unread(counts.unread), "")
    if query.kind is ListKind.SAVED:
        return articles(counts.saved) if counts.saved else ""
    if query.kind is ListKind.SOURCE and query.source_id is not None:
        return _unread(counts.by_source.get(query.source_id, 0))
    if query.kind is ListKind.FOLDER:
        inside = [source for source in heard if source.folder_id == query.folder_id]
        total = sum(counts.by_source.get(SourceId(source.id), 0) for source in inside)
        return _joined(_unread(total), sources(len(inside)))
    return ""


def new(count: int) -> str:
    """Return "3 new", or nothing."""
    return ngettext("{count} new", "{count} new", count).format(count=count) if count else ""


def _unread(count: int) -> str:
    return ngettext("{count} unread", "{count} unread", count).format(count=count) if count else ""


def _joined(one: str, other: str) -> str:
    return " · ".join(part for part in (one, other) if part)


@dataclass(frozen=True, slots=True)
class Invitation:
    """The empty face of a list."""

    icon: str
    title: str
    text: str
    button: str = ""
    action: str = ""  # "refresh", "add", "site" or "all"


def empty(query: ListQuery, any_source: bool, site: str = "") -> Invitation:
    """Return what an empty list invites to; ``site`` is a source that can search itself."""
    if query.kind is ListKind.SEARCH:
        return _nothing_found(query.text, site)
    if not any_source:
        return Invitation(
            "rss",
            _("No sources yet"),
            _("Add a newsroom or a feed, and its articles come here."),
            _("Add a source"),
            "add",
        )
    if query.language:
        return Invitation(
            "translate",
            _("Nothing here in this language"),
            _("Articles in other languages are hidden."),
            _("Show all"),
            "all",
        )
    if query.filter is ListFilter.UNREAD or query.kind is ListKind.UNREAD:
        return Invitation(
            "check-circle",
            _("All read"),
            _("Nothing unread is left here."),
            "" if query.filter is ListFilter.ALL else _("Show all"),
            "" if query.filter is ListFilter.ALL else "all",
        )
    if query.filter is ListFilter.SAVED or query.kind is ListKind.SAVED:
        return Invitation(
            "bookmark-simple",
            _("Nothing saved yet"),
            _("Press S on an article to keep it here, also offline."),
        )
    if query.kind is ListKind.TODAY:
        return Invitation(
            "sun-horizon",
            _("Nothing new today"),
            _("What your sources publish today comes here."),
            _("Refresh"),
            "refresh",
        )
    return Invitation(
        "newspaper",
        _("No articles yet"),
        _("Nothing came from here so far."),
        _("Refresh"),
        "refresh",
    )


def _nothing_found(text: str, site: str) -> Invitation:
    if not site:
        return Invitation(
            "magnifying-glass",
            _("Nothing found"),
            _("No stored article has “{text}”.").format(text=text),
        )
    return Invitation(
        "magnifying-glass",
        _("Nothing found here"),
        _("No stored article has “{text}”. The site may have more.").format(text=text),
        search_on(site),
        "site",
    )


def search_on(site: str) -> str:
    """Return the words that start a search on a source's own site."""
    return _("Search on {site}").format(site=site)


def no_conversations() -> Invitation:
    """Return the empty face of Conversations."""
    return Invitation(
        "chats-circle",
        _("No conversations yet"),
        _("Threads that you write in come here, with what is new in them."),
    )


def conversation_note(fresh: int, waiting: int) -> str:
    """Return what is new in a thread: "3 new · 1 waiting"."""
    told = new(fresh)
    held = ngettext("{count} waiting", "{count} waiting", waiting).format(count=waiting)
    return _joined(told, held if waiting else "")


def found(count: int) -> str:
    """Return how many articles a search found; a full page means that there may be more."""
    if not count:
        return ""
    if count == FULL:
        return _("the newest {count}").format(count=count)
    return ngettext("{count} found", "{count} found", count).format(count=count)
