"""The pages for browsers, which also name the API to programs: home, section, article."""

import html
import sqlite3

from desktop_app.demo import markup, posts, terms
from desktop_app.demo.answers import Reply
from desktop_app.demo.call import API_LINK, Call

_STYLE = (
    "body{margin:0 auto;max-width:42rem;padding:1rem 1.25rem 4rem;font:18px/1.65 Georgia,serif;"
    "color:#1c1917;background:#fffdfa}a{color:#c2410c}img{max-width:100%;height:auto;"
    "border-radius:8px}figure{margin:1.5rem 0}figcaption,small,time{color:#57534e;font-size:.85rem}"
    "header{border-bottom:1px solid #e7e0d8;margin-bottom:1.5rem}pre{overflow:auto;background:"
    "#f5efe8;padding:1rem;border-radius:8px}table{border-collapse:collapse}td,th{border:1px solid "
    "#e7e0d8;padding:.3rem .7rem;text-align:start}ol.talk,ol.talk ol{list-style:none;padding-"
    "inline-start:1.25rem}blockquote{border-inline-start:3px solid #c2410c;margin-inline:0;"
    "padding-inline-start:1rem}"
)


def home(call: Call, term: sqlite3.Row | None = None) -> Reply:
    """Show the newest headlines, of one category or tag when ``term`` is given."""
    where, values = "1", list[object]()
    if term is not None:
        where, values = "id IN (SELECT post FROM post_terms WHERE term = ?)", [term["id"]]
    rows = call.db.execute(
        f"SELECT * FROM posts WHERE {where} ORDER BY date DESC LIMIT 60",  # noqa: S608
        values,
    )
    items = "".join(
        f'<li dir="auto"><a href="{call.permalink(row["slug"], row["date"])}">{row["title"]}</a>'
        f"<br><small>{row['excerpt']}</small></li>"
        for row in rows
    )
    title = term["name"] if term is not None else html.escape(call.house.title)
    place = f"/{_place(term)}" if term is not None else ""
    body = f"<h1>{title}</h1><p>{html.escape(call.house.tagline)}</p><ul>{items}</ul>"
    return _page(call, title, body, f"{call.house.url}{place}/feed/")


def _place(term: sqlite3.Row) -> str:
    return f"{'category' if term['taxonomy'] == 'category' else 'tag'}/{term['slug']}"


def article(call: Call, row: sqlite3.Row) -> Reply:
    """Show an article with its thread; header and head name its place in the API."""
    link = call.permalink(row["slug"], row["date"])
    if row["password"]:
        inside = "<p>This content is password protected.</p>"
    else:
        inside = f"{_picture(call, row)}{posts.absolute(call, row['content'])}{_talk(call, row)}"
    when = call.local(row["date"]).replace("T", " ")[:16]
    body = (
        f'<article><h1 dir="auto">{row["title"]}</h1><time>{when}</time>'
        f'<div dir="auto">{inside}</div></article>'
    )
    reply = _page(call, markup.plain(row["title"]), body, f"{link}feed/")
    post = call.api(f"{posts.ROUTE}/{row['id']}")
    reply.headers["Link"] += (
        f', <{post}>; rel="alternate"; title="JSON"; type="application/json"'
        f", <{call.house.url}/?p={row['id']}>; rel=shortlink"
    )
    return reply


def _picture(call: Call, row: sqlite3.Row) -> str:
    if not row["media"]:
        return ""
    media = terms.media_item(call, row["media"])
    alt = html.escape(media["alt_text"])
    return (
        f'<figure><img src="{media["source_url"]}" alt="{alt}" width="1200" height="675">'
        f"<figcaption>{media['caption']['rendered']}</figcaption></figure>"
    )


def _talk(call: Call, row: sqlite3.Row) -> str:
    rows = call.db.execute(
        "SELECT * FROM comments WHERE post = ? AND status = 'approved' ORDER BY id", (row["id"],)
    ).fetchall()
    if not rows:
        return ""
    items = "".join(
        f'<li id="comment-{each["id"]}" dir="auto"><strong>{html.escape(each["name"])}</strong>'
        f"{markup.shown(each['content'])}</li>"
        for each in rows
    )
    return f'<h2>{len(rows)} comments</h2><ol class="talk">{items}</ol>'


def missing(call: Call) -> Reply:
    """Show that there is nothing here."""
    reply = _page(call, "Nothing here", "<h1>Nothing here</h1>", f"{call.house.url}/feed/")
    reply.status = 404
    return reply


def _page(call: Call, title: str, body: str, feed: str) -> Reply:
    house = call.house
    text = (
        f'<!DOCTYPE html>\n<html lang="{house.language}">\n<head>\n<meta charset="UTF-8">\n'
        f"<title>{title} – {html.escape(house.title)}</title>\n"
        f'<link rel="https://api.w.org/" href="{house.url}/wp-json/">\n'
        f'<link rel="alternate" type="application/rss+xml" title="{html.escape(house.title)}"'
        f' href="{feed}">\n'
        f'<link rel="icon" href="{house.url}{terms.UPLOADS}icon.png">\n'
        f"<style>{_STYLE}</style>\n</head>\n<body>\n"
        f'<header><a href="{house.url}/">{html.escape(house.title)}</a></header>\n'
        f"{body}\n</body>\n</html>\n"
    )
    headers = {"Link": API_LINK.format(url=house.url)}
    headers["Content-Security-Policy"] = "default-src 'none'; img-src *; style-src 'unsafe-inline'"
    return Reply(200, text.encode(), headers=headers)
