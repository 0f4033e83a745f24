"""``/wp/v2/posts``: the list with its filters, one article, and what is embedded in them."""

import sqlite3
from collections.abc import Iterable

from desktop_app.demo import markup, terms, users
from desktop_app.demo.answers import ApiError, Json, Reply, bad_param, chosen_fields, json_reply
from desktop_app.demo.call import Call, href, paged

ROUTE = "wp/v2/posts"
_ORDERS = ("date", "id", "modified", "title", "slug", "include", "relevance")
_TIMES = (
    ("after", "posts.date > ?"),
    ("before", "posts.date < ?"),
    ("modified_after", "posts.modified > ?"),
    ("modified_before", "posts.modified < ?"),
)


def get_list(call: Call) -> Reply:
    """Answer the list. Past its end stands 400, other than with comments."""
    params = call.params
    size, page = params.number("per_page", 10, 100), params.number("page", 1)
    where, values = _filters(call)
    order, order_values = _order(call)
    db = call.db
    total = db.execute(f"SELECT count(*) FROM posts WHERE {where}", values).fetchone()[0]  # noqa: S608
    if page > 1 and page > -(-total // size):
        raise ApiError(
            400,
            "rest_post_invalid_page_number",
            "The page number requested is larger than the number of pages available.",
        )
    rows = db.execute(
        f"SELECT * FROM posts WHERE {where} ORDER BY {order} LIMIT ? OFFSET ?",  # noqa: S608
        (*values, *order_values, size, size * (page - 1)),
    ).fetchall()
    return paged(call, _shown(call, rows), ROUTE, total, size, page)


def get_one(call: Call, post_id: int) -> Reply:
    """Answer one article. Raises ApiError."""
    row = row_of(call.db, post_id)
    if row is None:
        raise ApiError(404, "rest_post_invalid_id", "Invalid post ID.")
    if call.params.text("context") == "edit" and not _may_edit(call, row):
        message = "Sorry, you are not allowed to edit this post."
        raise ApiError(call.caller.refused, "rest_forbidden_context", message)
    given = call.params.text("password")
    if given and row["password"] and given != row["password"]:
        raise ApiError(403, "rest_post_incorrect_password", "Incorrect post password.")
    reply = json_reply(_shown(call, [row])[0], Allow="GET")
    link = call.permalink(row["slug"], row["date"])
    reply.headers["Link"] = f'<{link}>; rel="alternate"; type=text/html'
    return reply


def row_of(db: sqlite3.Connection, post_id: int) -> sqlite3.Row | None:
    """Return an article's row."""
    found: sqlite3.Row | None = db.execute(
        "SELECT * FROM posts WHERE id = ?", (post_id,)
    ).fetchone()
    return found


def is_open(row: sqlite3.Row, now: int) -> bool:
    """Say whether comments are taken. One closed by its age still calls itself open."""
    return row["comments"] == "open" and (row["closes"] is None or row["closes"] > now)


def may_read(call: Call, row: sqlite3.Row) -> bool:
    """Say whether text and comments of a locked article are shown to this caller."""
    return not row["password"] or call.params.text("password") == row["password"]


def absolute(call: Call, body: str) -> str:
    """Return a body with whole addresses, as WordPress writes them."""
    for name in ("src", "href"):
        body = body.replace(f'{name}="/', f'{name}="{call.house.url}/')
    return body


def _may_edit(call: Call, row: sqlite3.Row) -> bool:
    return call.caller.moderates or (call.caller.id == row["author"] != 0)


def _filters(call: Call) -> tuple[str, list[object]]:
    params = call.params
    parts, values = ["1"], list[object]()
    for name, condition in _TIMES:
        if name in params:
            stamp = call.stamp(params.text(name))
            if stamp is None:
                bad_param(name, "Invalid date.", "rest_invalid_date")
            parts.append(condition)
            values.append(stamp)
    for name, condition in (
        ("include", "posts.id IN ({})"),
        ("exclude", "posts.id NOT IN ({})"),
        ("author", "posts.author IN ({})"),
    ):
        ids = params.ids(name)
        if ids:
            parts.append(condition.format(",".join("?" * len(ids))))
            values += ids
    slugs = params.words("slug")
    if slugs:
        parts.append(f"posts.slug IN ({','.join('?' * len(slugs))})")
        values += slugs
    for name, taxonomy in (("categories", "category"), ("tags", "post_tag")):
        _term_filter(call, name, taxonomy, parts, values)
    for word in _search_words(call):
        parts.append("instr(posts.words, ?) > 0")
        values.append(word)
    return " AND ".join(parts), values


def _term_filter(
    call: Call, name: str, taxonomy: str, parts: list[str], values: list[object]
) -> None:
    """Children of a category are not in it, unless ``include_children`` asks for them."""
    named = call.params.named(name)
    ids = call.params.ids(name)
    if named.get("terms"):
        ids = [int(each) for each in named["terms"].split(",") if each.isdecimal()]
        if named.get("include_children") in ("1", "true"):
            ids = terms.with_children(call.db, ids)
    left_out = call.params.ids(f"{name}_exclude")
    for wanted, word in ((ids, "IN"), (left_out, "NOT IN")):
        if wanted:
            parts.append(
                f"posts.id {word} (SELECT post FROM post_terms JOIN terms ON terms.id = term"  # noqa: S608
                f" WHERE taxonomy = ? AND term IN ({','.join('?' * len(wanted))}))"
            )
            values += [taxonomy, *wanted]


def _search_words(call: Call) -> list[str]:
    return call.params.text("search").casefold().split()[:20]


def _order(call: Call) -> tuple[str, list[object]]:
    params = call.params
    by = params.choice("orderby", _ORDERS)
    direction = params.choice("order", ("desc", "asc"))
    if by == "relevance":
        words = _search_words(call)
        if not words:
            message = "You need to define a search term to order by relevance."
            raise ApiError(400, "rest_no_search_term_defined", message)
        titled = "instr(lower(posts.title), ?) > 0 DESC, " * len(words)
        return f"{titled}posts.date DESC, posts.id DESC", list(words)
    if by == "include":
        ids = params.ids("include")
        given = "".join("posts.id = ? DESC, " for _ in ids)
        return f"{given}posts.id DESC", list(ids)
    return f"posts.{by} {direction}, posts.id {direction}", []


def _shown(call: Call, rows: list[sqlite3.Row]) -> list[Json]:
    """Return articles with the fields and embedded parts that were asked for."""
    wanted = call.params.words("_fields")
    linked = not wanted or bool({"_links", "_embedded"} & set(wanted))
    grouped = terms.of_posts(call.db, [row["id"] for row in rows])
    shown = []
    for row in rows:
        item = _item(call, row, grouped.get(row["id"], []))
        if linked:
            item["_links"] = _links(call, row)
        if linked and "_embed" in call.params:
            item["_embedded"] = _embedded(call, row, grouped.get(row["id"], []))
        shown.append(chosen_fields(item, wanted))
    return shown


def _item(call: Call, row: sqlite3.Row, found: Iterable[sqlite3.Row]) -> Json:
    link = call.permalink(row["slug"], row["date"])
    locked = bool(row["password"])
    readable = may_read(call, row)
    title = row["title"]
    excerpt = f"<p>{row['excerpt']}</p>\n" if row["excerpt"] else ""
    return {
        "id": row["id"],
        **call.times("date", row["date"]),
        "guid": {"rendered": link},
        **call.times("modified", row["modified"]),
        "slug": row["slug"],
        "status": "publish",
        "type": "post",
        "link": link,
        "title": {"rendered": f"Protected: {title}" if locked else title},
        "content": {
            "rendered": absolute(call, row["content"]) if readable else "",
            "protected": locked and not readable,
        },
        "excerpt": {
            "rendered": excerpt if readable else "",
            "protected": locked and not readable,
        },
        "author": row["author"],
        "featured_media": row["media"],
        "comment_status": row["comments"],
        "ping_status": "closed",
        "sticky": False,
        "template": "",
        "format": "standard",
        "meta": [],
        "categories": [term["id"] for term in found if term["taxonomy"] == "category"],
        "tags": [term["id"] for term in found if term["taxonomy"] == "post_tag"],
    }


def _links(call: Call, row: sqlite3.Row) -> Json:
    links = {
        "self": href(call.api(f"{ROUTE}/{row['id']}")),
        "collection": href(call.api(ROUTE)),
        "about": href(call.api("wp/v2/types/post")),
        "author": href(call.api(f"wp/v2/users/{row['author']}"), embeddable=True),
        "replies": href(call.api("wp/v2/comments", post=row["id"]), embeddable=True),
    }
    if row["media"]:
        media = call.api(f"wp/v2/media/{row['media']}")
        links["wp:featuredmedia"] = href(media, embeddable=True)
    links["wp:term"] = [
        {
            "taxonomy": taxonomy,
            "embeddable": True,
            "href": call.api(f"wp/v2/{base}", post=row["id"]),
        }
        for taxonomy, base in terms.BASES.items()
    ]
    return links


def _embedded(call: Call, row: sqlite3.Row, found: list[sqlite3.Row]) -> Json:
    """Return the parts that ``_embed`` names; without names all of them, comments too."""
    from desktop_app.demo import comments

    named = set(call.params.words("_embed"))
    everything = not named or bool(named & {"1", "true"})
    parts: Json = {}
    if everything or "author" in named:
        parts["author"] = [users.embedded(call, row["author"])]
    if everything or "replies" in named:
        replies = comments.newest_of(call, row)
        parts["replies"] = [replies] if replies else []
    if row["media"] and (everything or "wp:featuredmedia" in named):
        parts["wp:featuredmedia"] = [terms.media_item(call, row["media"])]
    if everything or "wp:term" in named:
        parts["wp:term"] = [
            [terms.item(call, term) for term in found if term["taxonomy"] == taxonomy]
            for taxonomy in terms.BASES
        ]
    return parts


def search(call: Call) -> Reply:
    """Answer ``/wp/v2/search``."""
    params = call.params
    size, page = params.number("per_page", 10, 100), params.number("page", 1)
    words = _search_words(call)
    where = " AND ".join(["instr(words, ?) > 0"] * len(words)) or "1"
    total = call.db.execute(f"SELECT count(*) FROM posts WHERE {where}", words).fetchone()[0]  # noqa: S608
    rows = call.db.execute(
        f"SELECT * FROM posts WHERE {where} ORDER BY date DESC LIMIT ? OFFSET ?",  # noqa: S608
        (*words, size, size * (page - 1)),
    )
    items: list[Json] = [
        {
            "id": row["id"],
            "title": markup.plain(row["title"]),
            "url": call.permalink(row["slug"], row["date"]),
            "type": "post",
            "subtype": "post",
        }
        for row in rows
    ]
    return paged(call, items, "wp/v2/search", total, size, page)
