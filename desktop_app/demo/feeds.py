"""RSS and Atom, with what WordPress gets wrong: ``rel=self`` has lost its port."""

import hashlib
import sqlite3
from email.utils import format_datetime, parsedate_to_datetime
from html import escape

from desktop_app.demo import markup, posts, terms
from desktop_app.demo.answers import Reply
from desktop_app.demo.call import API_LINK, Call, moment_of, wire_time

_SIZE = 10
_RSS = (
    '<?xml version="1.0" encoding="UTF-8"?><rss version="2.0"'
    ' xmlns:content="http://purl.org/rss/1.0/modules/content/"'
    ' xmlns:wfw="http://wellformedweb.org/CommentAPI/"'
    ' xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:atom="http://www.w3.org/2005/Atom"'
    ' xmlns:slash="http://purl.org/rss/1.0/modules/slash/">\n<channel>\n{head}\n{items}'
    "</channel>\n</rss>\n"
)
_ATOM = (
    '<?xml version="1.0" encoding="UTF-8"?><feed xmlns="http://www.w3.org/2005/Atom"'
    ' xmlns:thr="http://purl.org/syndication/thread/1.0" xml:lang="{language}">\n{head}\n{items}'
    "</feed>\n"
)


def articles(call: Call, path: str, term: sqlite3.Row | None, *, atom: bool) -> Reply | None:
    """Answer the newest articles; None past the end.

    The validators know of articles only: a new comment changes the feed and is not told.
    """
    where, values = "1", list[object]()
    if term is not None:
        where, values = "id IN (SELECT post FROM post_terms WHERE term = ?)", [term["id"]]
    page = call.params.number("paged", 1)
    rows = call.db.execute(
        f"SELECT * FROM posts WHERE {where} ORDER BY date DESC, id DESC LIMIT ? OFFSET ?",  # noqa: S608
        (*values, _SIZE, _SIZE * (page - 1)),
    ).fetchall()
    if not rows and page > 1:
        return None
    changed = call.db.execute("SELECT max(modified) FROM posts").fetchone()[0] or 0
    title = call.house.title if term is None else f"{term['name']} – {call.house.title}"
    make = _atom_entry if atom else _rss_item
    items = "".join(make(call, row) for row in rows)
    return _feed(call, path, title, items, changed, atom=atom)


def thread(call: Call, path: str, post: sqlite3.Row | None, *, atom: bool) -> Reply:
    """Answer the newest comments of an article, or of all."""
    where, values = "post IN (SELECT id FROM posts WHERE posts.password = '')", list[object]()
    title = f"Comments for {call.house.title}"
    if post is not None:
        where, values = f"post = ? AND {where}", [post["id"]]
        title = f"Comments on: {markup.plain(post['title'])}"
    rows = call.db.execute(
        f"SELECT * FROM comments WHERE status = 'approved' AND {where}"  # noqa: S608
        f" ORDER BY date DESC, id DESC LIMIT {_SIZE}",
        values,
    ).fetchall()
    changed = max((row["date"] for row in rows), default=post["modified"] if post else 0)
    items = "".join(_remark(call, row, atom=atom) for row in rows)
    return _feed(call, path, title, items, changed, atom=atom)


def _feed(call: Call, path: str, title: str, items: str, changed: int, *, atom: bool) -> Reply:
    house = call.house
    without_port = house.url.rpartition(":")[0] + path
    if atom:
        head = (
            f"<title>{escape(title)}</title><subtitle>{escape(house.tagline)}</subtitle>"
            f"<updated>{wire_time(changed)}Z</updated>"
            f'<link rel="alternate" type="text/html" href="{house.url}"/>'
            f"<id>{house.url}{path}</id>"
            f'<link rel="self" type="application/atom+xml" href="{without_port}"/>'
            '<generator uri="https://wordpress.org/" version="6.1">WordPress</generator>'
        )
        text = _ATOM.format(head=head, items=items, language=house.language)
    else:
        head = (
            f"<title>{escape(title)}</title>"
            f'<atom:link href="{without_port}" rel="self" type="application/rss+xml"/>'
            f"<link>{house.url}</link><description>{escape(house.tagline)}</description>"
            f"<lastBuildDate>{_rfc(changed)}</lastBuildDate><language>{house.language}</language>"
            "<generator>https://wordpress.org/?v=6.1</generator>"
        )
        text = _RSS.format(head=head, items=items)
    etag = f'"{hashlib.sha256(f"{path}?{call.request.query} {changed}".encode()).hexdigest()[:32]}"'
    kind = "application/atom+xml" if atom else "application/rss+xml"
    headers = {
        "ETag": etag,
        "Last-Modified": _rfc(changed).replace("+0000", "GMT"),
        "Link": API_LINK.format(url=house.url),
    }
    if _is_known(call, etag, changed):
        return Reply(304, headers=headers)
    return Reply(200, text.encode(), f"{kind}; charset=UTF-8", headers)


def _is_known(call: Call, etag: str, changed: int) -> bool:
    """Say whether the caller has it; the ETag counts where both validators are given."""
    headers = call.request.headers
    if "if-none-match" in headers:
        return headers["if-none-match"].removeprefix("W/") == etag
    try:
        since = parsedate_to_datetime(headers.get("if-modified-since", ""))
    except ValueError:
        return False
    return since.timestamp() >= changed


def _rss_item(call: Call, row: sqlite3.Row) -> str:
    link = call.permalink(row["slug"], row["date"])
    talk = ""
    if row["comments"] == "open":
        talk = (
            f"<comments>{link}#comments</comments><wfw:commentRss>{link}feed/</wfw:commentRss>"
            f"<slash:comments>{_count(call, row)}</slash:comments>"
        )
    whole = _body(call, row)
    return (
        f"<item><title>{_title(row)}</title><link>{link}</link>{talk}"
        f"<dc:creator>{_cdata(_author(call, row))}</dc:creator>"
        f"<pubDate>{_rfc(row['date'])}</pubDate>"
        + "".join(f"<category>{_cdata(name)}</category>" for name in _names(call, row))
        + f'<guid isPermaLink="false">{call.house.url}/?p={row["id"]}</guid>'
        f"<description>{_cdata(_excerpt(row))}</description>"
        f"<content:encoded>{_cdata(whole)}</content:encoded></item>\n"
    )


def _atom_entry(call: Call, row: sqlite3.Row) -> str:
    link = call.permalink(row["slug"], row["date"])
    count = _count(call, row)
    talk = ""
    if row["comments"] == "open":
        talk = (
            f'<link rel="replies" type="text/html" href="{link}#comments" thr:count="{count}"/>'
            f'<link rel="replies" type="application/atom+xml" href="{link}feed/atom/"'
            f' thr:count="{count}"/><thr:total>{count}</thr:total>'
        )
    return (
        f"<entry><author><name>{escape(_author(call, row))}</name></author>"
        f'<title type="html">{_cdata(_title(row))}</title>'
        f'<link rel="alternate" type="text/html" href="{link}"/>'
        f"<id>{call.house.url}/?p={row['id']}</id>"
        f"<updated>{wire_time(row['modified'])}Z</updated>"
        f"<published>{wire_time(row['date'])}Z</published>"
        + "".join(f'<category term="{escape(name)}"/>' for name in _names(call, row))
        + f'<summary type="html">{_cdata(_excerpt(row))}</summary>'
        f'<content type="html" xml:base="{link}">{_cdata(_body(call, row))}</content>{talk}'
        "</entry>\n"
    )


def _remark(call: Call, row: sqlite3.Row, *, atom: bool) -> str:
    """Return a comment. Only Atom says in a way for programs what it answers."""
    post = posts.row_of(call.db, row["post"])
    assert post is not None
    page = call.permalink(post["slug"], post["date"])
    link, text = f"{page}#comment-{row['id']}", markup.shown(row["content"])
    if row["parent"]:
        above = f"{page}#comment-{row['parent']}"
        text = f'<p>In reply to <a href="{above}">another comment</a>.</p>\n{text}'
    name = escape(row["name"])
    if not atom:
        return (
            f"<item><title>By: {name}</title><link>{link}</link>"
            f"<dc:creator>{_cdata(row['name'])}</dc:creator><pubDate>{_rfc(row['date'])}</pubDate>"
            f'<guid isPermaLink="false">{link}</guid>'
            f"<content:encoded>{_cdata(text)}</content:encoded></item>\n"
        )
    answered = (
        f"{page}#comment-{row['parent']}" if row["parent"] else f"{call.house.url}/?p={row['post']}"
    )
    return (
        f"<entry><title>By: {name}</title><author><name>{name}</name></author>"
        f'<link rel="alternate" type="text/html" href="{link}"/><id>{link}</id>'
        f"<updated>{wire_time(row['date'])}Z</updated>"
        f"<published>{wire_time(row['date'])}Z</published>"
        f'<content type="html" xml:base="{link}">{_cdata(text)}</content>'
        f'<thr:in-reply-to ref="{answered}" href="{answered}" type="text/html"/></entry>\n'
    )


def _count(call: Call, row: sqlite3.Row) -> int:
    return int(
        call.db.execute(
            "SELECT count(*) FROM comments WHERE post = ? AND status = 'approved'", (row["id"],)
        ).fetchone()[0]
    )


def _names(call: Call, row: sqlite3.Row) -> list[str]:
    found = terms.of_posts(call.db, [row["id"]]).get(row["id"], [])
    return [markup.plain(term["name"]) for term in found]


def _author(call: Call, row: sqlite3.Row) -> str:
    found = call.db.execute("SELECT name FROM users WHERE id = ?", (row["author"],)).fetchone()
    return str(found["name"])


def _title(row: sqlite3.Row) -> str:
    title = escape(markup.plain(row["title"]))
    return f"Protected: {title}" if row["password"] else title


def _excerpt(row: sqlite3.Row) -> str:
    return "" if row["password"] else str(row["excerpt"])


def _body(call: Call, row: sqlite3.Row) -> str:
    return "" if row["password"] else posts.absolute(call, row["content"])


def _cdata(text: str) -> str:
    return f"<![CDATA[{text.replace(']]>', ']]]]><![CDATA[>')}]]>"


def _rfc(stamp: int) -> str:
    return format_datetime(moment_of(stamp))
