"""The verbs that read: sources, articles, threads."""

import json
import sys
import time
from collections.abc import Iterable
from pathlib import Path

from desktop_app.cli import DONE, FAILED
from desktop_app.cli.session import Session, Unclear, Verb, missing
from desktop_app.core.articles import Article, ListCursor, ListFilter, ListKind, ListQuery
from desktop_app.core.comment_tree import place
from desktop_app.core.comments import Comment, CommentState
from desktop_app.core.errors import AppError, ErrorKind
from desktop_app.core.ids import SourceId
from desktop_app.system.i18n import _, ngettext

_PAGE = 200
_DEEPEST = 8


def sources(session: Session) -> int:
    """List the sources: id, unread, title, address; problems to standard error."""
    sidebar = session.run(session.services.subscribing.sidebar())
    for source in sidebar.sources:
        unread = sidebar.counts.by_source.get(source.id, 0)
        session.out(f"{source.id}\t{unread}\t{source.title}\t{source.home_url}")
    for source in sidebar.problems:
        if source.problem is not None:
            session.tell_error(
                AppError(source.problem.kind, detail=source.problem.detail), source.title
            )
    return DONE


def add(session: Session) -> int:
    """Add what is at an address."""
    options = session.options
    subscribing = session.services.subscribing
    found = session.run(subscribing.discover(options.address))
    number = options.choose or 1
    if not 1 <= number <= len(found.candidates):
        raise Unclear(_("There are only {count} things there.").format(count=len(found.candidates)))
    chosen = found.candidates[number - 1]
    if options.choose is None:
        for index, other in enumerate(found.candidates[1:], 2):
            session.tell(
                _("Also there, with --choose {number}: {title} ({address})").format(
                    number=index, title=other.found.title, address=other.found.base_url
                )
            )
    if chosen.already is not None:
        session.tell(_("{title} is there already.").format(title=chosen.found.title))
        session.out(f"{chosen.already}\t{chosen.found.title}")
        return DONE
    wanted = {name.casefold() for name in options.section}
    followed = frozenset(
        each.remote_id for each in chosen.sections if each.title.casefold() in wanted
    )
    if len(followed) < len(wanted):
        for section in chosen.sections:
            session.tell(section.title)
        raise Unclear(_("There is no such section; those above are there."))
    source_id = session.run(subscribing.add(chosen, followed))
    session.out(f"{source_id}\t{chosen.found.title}")
    return DONE


def refresh(session: Session) -> int:
    """Look for news everywhere; with ``--all`` back to the very first article."""
    report = session.run(session.services.refresh.all())
    titles = {source.id: source.title for source in session.sources()}
    failed = dict(report.failed)
    new = len(report.new)
    if session.options.all:
        for source_id in titles:
            if source_id not in failed:
                older, error = _to_the_end(session, source_id)
                new += older
                if error is not None:
                    failed[source_id] = error
    for source_id, error in failed.items():
        session.tell_error(error, titles.get(source_id, ""))
    session.out(ngettext("{count} new article", "{count} new articles", new).format(count=new))
    return FAILED if failed else DONE


def _to_the_end(session: Session, source_id: SourceId) -> tuple[int, AppError | None]:
    query = ListQuery(ListKind.SOURCE, source_id=source_id)
    found = 0
    while True:
        try:
            more = session.run(session.services.reading.older(query))
        except AppError as error:
            return found, error
        if not more:
            return found, None
        found += more


def list_(session: Session) -> int:
    """List articles, newest first."""
    options = session.options
    query = ListQuery(ListKind.ALL)
    if options.source:
        query = ListQuery(ListKind.SOURCE, source_id=session.source(options.source).id)
    chosen = ListFilter.UNREAD if options.unread else ListFilter.ALL
    if options.saved:
        chosen = ListFilter.SAVED
    query = ListQuery(query.kind, source_id=query.source_id, filter=chosen, apart=True)
    found: list[Article] = []
    cursor: ListCursor | None = None
    while not options.limit or len(found) < options.limit:
        page = session.run(session.services.reading.page(query, cursor))
        found.extend(page.items)
        cursor = page.next
        if cursor is None:
            break
    _print_articles(session, found)
    return DONE


def search(session: Session) -> int:
    """Search everything stored."""
    limit = session.options.limit or 10_000
    text = " ".join(session.options.text)
    _print_articles(session, session.run(session.services.reading.search(text, limit=limit)))
    return DONE


def _print_articles(session: Session, articles: Iterable[Article]) -> None:
    options = session.options
    titles = {source.id: source.title for source in session.sources()}
    shown = list(articles)
    if options.limit:
        shown = shown[: options.limit]
    if options.json:
        rows = [
            {
                "id": each.id,
                "source": titles.get(each.source_id, ""),
                "title": each.title,
                "link": each.url,
                "published": _iso(each.published_at),
                "read": each.read,
                "saved": each.saved,
            }
            for each in shown
        ]
        session.out(json.dumps(rows, ensure_ascii=False, indent=1))
        return
    for each in shown:
        mark = ("s" if each.saved else " ") + (" " if each.read else "*")
        title = f"{each.title}\t{titles.get(each.source_id, '')}"
        session.out(f"{each.id}\t{mark}\t{_local(each.published_at)}\t{title}")


def read(session: Session) -> int:
    """Print an article and mark it read."""
    from desktop_app.text.plain import plain

    reading = session.services.reading
    try:
        opened = session.run(reading.open(session.article_id()))
    except AppError as error:
        raise missing(error) from error
    article = opened.article
    parts = (article.author, opened.source.title, _local(article.published_at))
    session.out(article.title)
    session.out(" · ".join(part for part in parts if part))
    session.out(article.url)
    if opened.body is not None:
        session.out()
        session.out(plain(opened.body.html))
    elif article.excerpt:
        session.out()
        session.out(article.excerpt)
    if opened.error is not None:
        session.tell_error(opened.error)
    if not session.options.keep_unread:
        session.run(reading.mark_read([article.id], True))
    return DONE if opened.body is not None else FAILED


def comments(session: Session) -> int:
    """Print a thread as a tree; each comment with its id."""
    conversation = session.services.conversation
    code = DONE
    try:
        view = session.run(conversation.open(session.article_id()))
        if not session.options.stored:
            try:
                view = session.run(conversation.refresh(session.article_id()))
            except AppError as error:
                session.tell_error(error)
                code = FAILED
    except AppError as error:
        raise missing(error) from error
    for row in place(view.comments, lambda each: (each.published_at, each.id)):
        _print_comment(session, row.comment, min(row.depth, _DEEPEST))
    for posting in view.postings:
        from desktop_app.cli.writing import posting_line

        session.out(posting_line(posting))
    session.run(conversation.leave(view.article.id))
    return code


def _print_comment(session: Session, comment: Comment, depth: int) -> None:
    indent = "  " * depth
    head = f"{indent}[{comment.remote_id}] {comment.author_name} · {_local(comment.published_at)}"
    if comment.state is CommentState.HELD:
        held = _("Held by the site's moderators")
        head = f"{head} · {held}"
    session.out(head)
    for line in comment.plain.splitlines():
        session.out(f"{indent}{line}")
    session.out()


def import_(session: Session) -> int:
    """Add the feeds of an OPML file."""
    name = session.options.file
    try:
        data = sys.stdin.buffer.read() if name == "-" else Path(name).read_bytes()
    except OSError as error:
        raise AppError(ErrorKind.BAD_FILE, detail=error.strerror or "") from error
    report = session.run(session.services.subscribing.import_opml(data))
    for address, problem in report.failed:
        session.tell_error(problem, address)
    added = len(report.added)
    words = ngettext("{count} source added", "{count} sources added", added)
    session.out(words.format(count=added))
    if report.already:
        session.tell(
            ngettext(
                "{count} was there already", "{count} were there already", report.already
            ).format(count=report.already)
        )
    return FAILED if report.failed else DONE


def export(session: Session) -> int:
    """Print the sources as OPML."""
    text = session.run(session.services.subscribing.export_opml())
    if session.options.file is None:
        session.out(text)
        return DONE
    from desktop_app.system.paths import storage_error

    try:
        Path(session.options.file).write_text(text, encoding="utf-8")
    except OSError as error:
        raise storage_error(error) from error
    return DONE


def _local(at: int) -> str:
    try:
        return time.strftime("%Y-%m-%d %H:%M", time.localtime(at))
    except (OverflowError, ValueError, OSError):
        return "?"


def _iso(at: int) -> str:
    from datetime import UTC, datetime, timedelta

    epoch = datetime(1970, 1, 1, tzinfo=UTC)
    try:
        return (epoch + timedelta(seconds=at)).isoformat()
    except OverflowError:
        return ""


VERBS: dict[str, Verb] = {
    "sources": sources,
    "add": add,
    "refresh": refresh,
    "list": list_,
    "read": read,
    "search": search,
    "comments": comments,
    "import": import_,
    "export": export,
}
