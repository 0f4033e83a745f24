"""Which function answers which path."""

import re
import sqlite3
from collections.abc import Callable
from urllib.parse import quote

from desktop_app.demo import comments, feeds, pages, posts, terms, users, writing
from desktop_app.demo.answers import ApiError, Json, Reply, chosen_fields, json_reply, redirect
from desktop_app.demo.call import API_LINK, Call

_Route = tuple[str, str, Callable[..., Reply]]
_ROUTES: tuple[_Route, ...] = (
    ("GET", r"posts", posts.get_list),
    ("GET", r"posts/(\d{1,18})", posts.get_one),
    ("GET", r"search", posts.search),
    ("GET", r"(categories|tags)", lambda call, base: terms.get_list(call, _taxonomy(base))),
    (
        "GET",
        r"(categories|tags)/(\d{1,18})",
        lambda call, base, term: terms.get_one(call, _taxonomy(base), term),
    ),
    ("GET", r"media", terms.media_list),
    ("GET", r"media/(\d{1,18})", terms.media_one),
    ("GET", r"types", terms.types),
    ("GET", r"taxonomies", terms.taxonomies),
    ("GET", r"comments", comments.get_list),
    ("POST", r"comments", writing.create),
    ("GET", r"comments/(\d{1,18})", comments.get_one),
    ("POST", r"comments/(\d{1,18})", writing.edit),
    ("PUT", r"comments/(\d{1,18})", writing.edit),
    ("PATCH", r"comments/(\d{1,18})", writing.edit),
    ("DELETE", r"comments/(\d{1,18})", writing.delete),
    ("GET", r"users/me", users.me),
    ("GET", r"users/(\d{1,18})", users.get_one),
    ("GET", r"users/me/application-passwords", users.list_passwords),
    (
        "POST",
        r"users/me/application-passwords",
        lambda call: users.create_password(call, writing.fields_of(call)),
    ),
    ("GET", r"users/me/application-passwords/introspect", users.introspect),
    ("DELETE", r"users/me/application-passwords/([0-9a-f-]{36})", users.revoke),
)
_COMPILED = [(method, re.compile(f"/wp/v2/{path}"), answer) for method, path, answer in _ROUTES]
_ARTICLE = re.compile(r"/\d{4}/\d{2}/([^/]+)/(feed/(atom/)?)?")
_TERM = re.compile(r"/(category|tag)/(?:[^/]+/)*?([^/]+)/(feed/(atom/)?)?")
_NAMESPACES = ("oembed/1.0", "wp/v2")


def _taxonomy(base: str) -> str:
    return "category" if base == "categories" else "post_tag"


def answer(call: Call) -> Reply:
    """Answer a request for the API or a page."""
    path = call.request.path
    route = call.params.text("rest_route")
    if route or path == "/wp-json" or path.startswith("/wp-json/"):
        reply = _api(call, (route or path.removeprefix("/wp-json")).rstrip("/"))
    elif call.request.method == "GET":
        reply = _page(call, path)
    else:
        reply = Reply(405, headers={"Allow": "GET, HEAD"})
    return reply


def _api(call: Call, route: str) -> Reply:
    try:
        reply = _found(call, route)
    except ApiError as error:
        reply = error.reply()
    reply.headers.setdefault("Link", API_LINK.format(url=call.house.url))
    if call.caller.user:
        reply.headers["Cache-Control"] = "no-cache, must-revalidate, max-age=0, no-store, private"
    else:
        reply.headers["Vary"] = "Origin"
    return reply


def _found(call: Call, route: str) -> Reply:
    if not route:
        return _index(call)
    for method, path, answers in _COMPILED:
        found = path.fullmatch(route)
        if found and method == call.request.method:
            parts = (int(each) if each.isdecimal() else each for each in found.groups())
            return answers(call, *parts)
    message = "No route was found matching the URL and request method."
    raise ApiError(404, "rest_no_route", message)


def _index(call: Call) -> Reply:
    house = call.house
    page = f"{house.url}/wp-admin/authorize-application.php"
    index: Json = {
        "name": house.title,
        "description": house.tagline,
        "url": house.url,
        "home": house.url,
        "gmt_offset": house.gmt_offset,
        "timezone_string": "",
        "namespaces": list(_NAMESPACES),
        "authentication": {"application-passwords": {"endpoints": {"authorization": page}}},
        "site_icon_url": f"{house.url}{terms.UPLOADS}icon.png",
        "routes": {f"/{each}": {"namespace": each} for each in _NAMESPACES},
    }
    return json_reply(chosen_fields(index, call.params.words("_fields")), Allow="GET")


def _page(call: Call, path: str) -> Reply:
    if path == "/":
        return _home(call)
    if path in ("/feed/", "/feed/atom/"):
        found = feeds.articles(call, path, None, atom=path.endswith("atom/"))
        return found or pages.missing(call)
    if path in ("/comments/feed/", "/comments/feed/atom/"):
        return feeds.thread(call, path, None, atom=path.endswith("atom/"))
    if not path.endswith("/") and "." not in path.rpartition("/")[2]:
        query = f"?{call.request.query}" if call.request.query else ""
        return redirect(f"{call.house.url}{quote(path)}/{query}", 301)
    term = _TERM.fullmatch(path)
    if term:
        return _term(call, path, term)
    article = _ARTICLE.fullmatch(path)
    return _article(call, path, article) if article else pages.missing(call)


def _home(call: Call) -> Reply:
    if call.params.text("p").isdecimal():
        row = posts.row_of(call.db, int(call.params.text("p")[:18]))
        if row is None:
            return pages.missing(call)
        return redirect(call.permalink(row["slug"], row["date"]), 301)
    return pages.home(call)


def _term(call: Call, path: str, found: "re.Match[str]") -> Reply:
    taxonomy = "category" if found.group(1) == "category" else "post_tag"
    row: sqlite3.Row | None = call.db.execute(
        "SELECT * FROM terms WHERE taxonomy = ? AND slug = ?", (taxonomy, found.group(2))
    ).fetchone()
    if row is None:
        return pages.missing(call)
    if found.group(3):
        feed = feeds.articles(call, path, row, atom=bool(found.group(4)))
        return feed or pages.missing(call)
    return pages.home(call, row)


def _article(call: Call, path: str, found: "re.Match[str]") -> Reply:
    row: sqlite3.Row | None = call.db.execute(
        "SELECT * FROM posts WHERE slug = ?", (found.group(1),)
    ).fetchone()
    if row is None:
        return pages.missing(call)
    if found.group(2):
        return feeds.thread(call, path, row, atom=bool(found.group(3)))
    return pages.article(call, row)
