"""``/wp/v2/comments``, as far as it is read."""

import sqlite3

from desktop_app.demo import markup, posts
from desktop_app.demo.answers import ApiError, Json, Reply, bad_param, chosen_fields, json_reply
from desktop_app.demo.call import Call, href, paged

ROUTE = "wp/v2/comments"
_ORDERS = {
    "date_gmt": "date",
    "date": "date",
    "id": "id",
    "include": "id",
    "post": "post",
    "parent": "parent",
    "type": "id",
}
_MODERATORS_ONLY = ("author", "author_exclude", "author_email", "status", "type")
CHANGING = "POST, PUT, PATCH, DELETE"


def get_list(call: Call) -> Reply:
    """Answer approved comments; past the end stands an empty list, other than with posts."""
    params = call.params
    size, page = params.number("per_page", 10, 100), params.number("page", 1)
    _check_list(call)
    where, values = _filters(call)
    column = _ORDERS[params.choice("orderby", tuple(_ORDERS))]
    direction = params.choice("order", ("desc", "asc"))
    db = call.db
    total = db.execute(f"SELECT count(*) FROM comments WHERE {where}", values).fetchone()[0]  # noqa: S608
    rows = db.execute(
        f"SELECT * FROM comments WHERE {where} ORDER BY {column} {direction}, id {direction}"  # noqa: S608
        " LIMIT ? OFFSET ?",
        (*values, size, size * (page - 1)),
    ).fetchall()
    return paged(call, _shown(call, rows), ROUTE, total, size, page)


def _check_list(call: Call) -> None:
    params = call.params
    for post_id in params.ids("post"):
        row = posts.row_of(call.db, post_id)
        if row is not None and not posts.may_read(call, row):
            raise _locked(call)
    if call.caller.moderates:
        return
    if params.text("context") == "edit":
        raise _no_editing(call)
    for name in _MODERATORS_ONLY:
        given = params.text(name)
        if given and (name, given) not in (("status", "approve"), ("type", "comment")):
            message = f"Query parameter not permitted: {name}"
            raise ApiError(call.caller.refused, "rest_forbidden_param", message)


def _filters(call: Call) -> tuple[str, list[object]]:
    params = call.params
    status = {"hold": "hold", "trash": "trash", "all": ""}.get(params.text("status"), "approved")
    parts, values = (["status = ?"], list[object]([status])) if status else (["1"], list[object]())
    for name, condition in (
        ("post", "post IN ({})"),
        ("parent", "parent IN ({})"),
        ("parent_exclude", "parent NOT IN ({})"),
        ("include", "id IN ({})"),
        ("exclude", "id NOT IN ({})"),
        ("author", "user IN ({})"),
    ):
        ids = params.ids(name)
        if ids:
            parts.append(condition.format(",".join("?" * len(ids))))
            values += ids
    for name, condition in (("after", "date > ?"), ("before", "date < ?")):
        if name in params:
            stamp = call.stamp(params.text(name))
            if stamp is None:
                bad_param(name, "Invalid date.", "rest_invalid_date")
            parts.append(condition)
            values.append(stamp)
    if params.text("search"):
        parts.append("(instr(lower(content), ?) > 0 OR instr(lower(name), ?) > 0)")
        values += [params.text("search").lower()] * 2
    if not params.ids("post"):
        parts.append("post IN (SELECT id FROM posts WHERE posts.password = '')")
    return " AND ".join(parts), values


def get_one(call: Call, comment_id: int) -> Reply:
    """Answer one comment. A held or discarded one is shown to who wrote it. Raises ApiError."""
    row, post = rows_of(call.db, comment_id)
    if not posts.may_read(call, post):
        raise _locked(call)
    editor = may_change(call, post)
    if call.params.text("context") == "edit" and not call.caller.moderates:
        raise _no_editing(call, Allow=CHANGING if editor else "GET")
    own = call.caller.id != 0 and row["user"] == call.caller.id
    if row["status"] != "approved" and not (own or editor):
        message = "Sorry, you are not allowed to read this comment."
        raise ApiError(call.caller.refused, "rest_cannot_read", message)
    shown = _shown(call, [row], edit=call.params.text("context") == "edit")
    return json_reply(shown[0], Allow=f"GET, {CHANGING}" if editor else "GET")


def rows_of(db: sqlite3.Connection, comment_id: int) -> tuple[sqlite3.Row, sqlite3.Row]:
    """Return a comment and its article. Raises ApiError."""
    row = db.execute("SELECT * FROM comments WHERE id = ?", (comment_id,)).fetchone()
    if row is None:
        raise ApiError(404, "rest_comment_invalid_id", "Invalid comment ID.")
    post = posts.row_of(db, row["post"])
    assert post is not None
    return row, post


def may_change(call: Call, post: sqlite3.Row) -> bool:
    """Say whether the caller may edit and delete below an article: its author, moderators.

    Readers may not, not even what they wrote themselves.
    """
    user = call.caller.user
    return user is not None and (user.moderates or user.id == post["author"])


def shown_one(call: Call, comment_id: int, *, edit: bool = False) -> Json:
    """Return a comment as the API shows it."""
    row, _ = rows_of(call.db, comment_id)
    return _shown(call, [row], edit=edit)[0]


def newest_of(call: Call, post: sqlite3.Row) -> list[Json]:
    """Return what a bare ``_embed`` brings along of a thread."""
    if not posts.may_read(call, post):
        return []
    rows = call.db.execute(
        "SELECT * FROM comments WHERE post = ? AND status = 'approved' ORDER BY date DESC LIMIT 10",
        (post["id"],),
    ).fetchall()
    return [_item(call, row, _permalink(call, post), edit=False) for row in rows]


def _shown(call: Call, rows: list[sqlite3.Row], *, edit: bool = False) -> list[Json]:
    """Return comments with the fields that were asked for."""
    wanted = call.params.words("_fields")
    above = [row["id"] for row in rows]
    marks = ",".join("?" * len(above))
    answered = {
        row["parent"]
        for row in call.db.execute(
            f"SELECT DISTINCT parent FROM comments WHERE parent IN ({marks})",  # noqa: S608
            above,
        )
    }
    permalinks: dict[int, str] = {}
    shown = []
    for row in rows:
        if row["post"] not in permalinks:
            post = posts.row_of(call.db, row["post"])
            assert post is not None
            permalinks[row["post"]] = _permalink(call, post)
        item = _item(call, row, permalinks[row["post"]], edit=edit)
        if not wanted or "_links" in wanted:
            item["_links"] = _links(call, row, row["id"] in answered)
        shown.append(chosen_fields(item, _known(wanted)))
    return shown


def _known(wanted: list[str]) -> list[str]:
    """Leave out ``content.rendered``: WordPress empties a comment for who asks for it so."""
    kept = [name for name in wanted if not name.startswith("content.")]
    return kept or ["none"] if wanted else []


def _permalink(call: Call, post: sqlite3.Row) -> str:
    return call.permalink(post["slug"], post["date"])


def _item(call: Call, row: sqlite3.Row, page: str, *, edit: bool) -> Json:
    item: Json = {
        "id": row["id"],
        "post": row["post"],
        "parent": row["parent"],
        "author": row["user"],
        "author_name": row["name"],
        "author_url": "",
        **call.times("date", row["date"]),
        "content": {"rendered": markup.shown(row["content"])},
        "link": f"{page}#comment-{row['id']}",
        "status": row["status"],
        "type": "comment",
        "meta": [],
    }
    if edit:
        item["content"]["raw"] = row["content"]
    return item


def _links(call: Call, row: sqlite3.Row, answered: bool) -> Json:
    links = {
        "self": href(call.api(f"{ROUTE}/{row['id']}")),
        "collection": href(call.api(ROUTE)),
        "author": href(call.api(f"wp/v2/users/{row['user']}"), embeddable=True),
        "up": href(call.api(f"wp/v2/posts/{row['post']}"), embeddable=True, post_type="post"),
    }
    if row["parent"]:
        links["in-reply-to"] = href(call.api(f"{ROUTE}/{row['parent']}"), embeddable=True)
    if answered:
        links["children"] = href(call.api(ROUTE, parent=row["id"]), embeddable=True)
    return links


def _locked(call: Call) -> ApiError:
    message = "Sorry, you are not allowed to read the post for this comment."
    return ApiError(call.caller.refused, "rest_cannot_read_post", message)


def _no_editing(call: Call, **headers: str) -> ApiError:
    message = "Sorry, you are not allowed to edit comments."
    error = ApiError(call.caller.refused, "rest_forbidden_context", message)
    error.headers = headers
    return error
