"""``/wp/v2/comments``, as far as it is written: posting, editing, deleting."""

import json
import sqlite3

from desktop_app.demo import comments, markup, posts
from desktop_app.demo.answers import ApiError, Json, Params, Reply, bad_param, json_reply
from desktop_app.demo.call import Call, House
from desktop_app.demo.identity import User

_MOST_BYTES = 65_525
_STATES = {"approve": "approved", "approved": "approved", "hold": "hold", "trash": "trash"}


def fields_of(call: Call) -> Params:
    """Return what a request carries: JSON or a form, over the query. Raises ApiError."""
    pairs = list(call.params.single.items())
    kind = call.request.headers.get("content-type", "").partition(";")[0].strip()
    if kind == "application/json" and call.request.body:
        pairs += _json_pairs(call.request.body)
    elif kind == "application/x-www-form-urlencoded":
        pairs += Params.of(call.request.body.decode("utf-8", "replace")).single.items()
    return Params(pairs)


def _json_pairs(body: bytes) -> list[tuple[str, str]]:
    try:
        given = json.loads(body)
        json.dumps(given, ensure_ascii=False).encode()  # half a surrogate pair is no text
    except ValueError:
        raise ApiError(
            400,
            "rest_invalid_json",
            "Invalid JSON body passed.",
            json_error_code=4,
            json_error_message="Syntax error",
        ) from None
    if not isinstance(given, dict):
        return []
    return [
        (name, value if isinstance(value, str) else json.dumps(value))
        for name, value in given.items()
        if value is not None
    ]


def create(call: Call) -> Reply:
    """Store a comment; the checks come in WordPress's own order. Raises ApiError."""
    fields = fields_of(call)
    user = call.caller.user
    if user is None:
        raise ApiError(
            401, "rest_comment_login_required", "Sorry, you must be logged in to comment."
        )
    _check_foreign(user, fields)
    post = _post_for(call, fields)
    content = fields.text("content")
    parent = _id(fields, "parent")
    if not content.strip():
        raise ApiError(400, "rest_comment_content_invalid", "Invalid comment content.")
    if len(content.encode("utf-8", "replace")) > _MOST_BYTES:
        raise ApiError(
            400,
            "comment_content_column_length",
            "<strong>Error:</strong> Your comment is too long.",
        )
    _check_double(call, user, post["id"], parent, content)
    _check_pace(call, user)
    stored = markup.filtered(content.strip())
    status = fields.text("status") if user.moderates else ""
    status = _STATES.get(status) or _verdict(call.house, user, post, stored)
    comment_id = call.db.execute(
        "INSERT INTO comments (post, parent, user, name, content, date, status)"
        " VALUES (?, ?, ?, ?, ?, ?, ?)",
        (post["id"], parent, user.id, user.name, stored, call.now, status),
    ).lastrowid
    assert comment_id is not None
    shown = comments.shown_one(call, comment_id, edit=user.moderates)
    place = call.api(f"{comments.ROUTE}/{comment_id}")
    return json_reply(shown, 201, Location=place, Allow="POST")


def _check_foreign(user: User, fields: Params) -> None:
    if user.moderates:
        return
    if "author" in fields and fields.text("author") != str(user.id):
        raise _not_allowed("author")
    if "status" in fields:
        raise _not_allowed("status")


def _not_allowed(name: str) -> ApiError:
    message = f"Sorry, you are not allowed to edit '{name}' for comments."
    return ApiError(403, f"rest_comment_invalid_{name}", message)


def _post_for(call: Call, fields: Params) -> sqlite3.Row:
    post_id = _id(fields, "post")
    post = posts.row_of(call.db, post_id) if post_id else None
    if post is None:
        message = "Sorry, you are not allowed to create this comment without a post."
        raise ApiError(403, "rest_comment_invalid_post_id", message)
    if post["password"] and fields.text("password") != post["password"]:
        message = "Sorry, you are not allowed to read the post for this comment."
        raise ApiError(403, "rest_cannot_read_post", message)
    if not posts.is_open(post, call.now):
        raise ApiError(403, "rest_comment_closed", "Sorry, comments are closed for this item.")
    return post


def _id(fields: Params, name: str) -> int:
    given = fields.text(name) or "0"
    if not given.isascii() or not given.isdecimal() or len(given) > 18:
        bad_param(name, f"{name} is not of type integer.")
    return int(given)


def _check_double(call: Call, user: User, post_id: int, parent: int, content: str) -> None:
    """Refuse what is there already.

    What was stored went through the filter, what is sent now did not: whatever the filter changes
    slips through.
    """
    sent = markup.compared(markup.unslashed(content.strip()))
    rows = call.db.execute(
        "SELECT content FROM comments"
        " WHERE post = ? AND parent = ? AND user = ? AND status != 'trash'",
        (post_id, parent, user.id),
    )
    if any(markup.compared(row["content"]) == sent for row in rows):
        message = "Duplicate comment detected; it looks as though you&#8217;ve already said that!"
        raise ApiError(409, "comment_duplicate", message)


def _check_pace(call: Call, user: User) -> None:
    """Refuse who wrote a moment ago: 400 and no word about how long to wait."""
    if user.moderates:
        return
    last = call.db.execute("SELECT max(date) FROM comments WHERE user = ?", (user.id,)).fetchone()[
        0
    ]
    if last is not None and 0 <= call.now - last < call.house.flood_seconds:
        message = "You are posting comments too quickly. Slow down."
        raise ApiError(400, "comment_flood", message)


def _verdict(house: House, user: User, post: sqlite3.Row, stored: str) -> str:
    """Say what becomes of a comment; an article's own author is not checked."""
    if user.moderates or user.id == post["author"]:
        return "approved"
    text = f"{stored} {markup.plain(stored)} {user.name} {user.email}".casefold()
    if any(word.casefold() in text for word in house.trash_words):
        return "trash"
    if any(word.casefold() in text for word in house.hold_words):
        return "hold"
    return "hold" if markup.link_count(stored) >= house.most_links else "approved"


def edit(call: Call, comment_id: int) -> Reply:
    """Change a comment; the same again changes nothing. Raises ApiError."""
    _, post = comments.rows_of(call.db, comment_id)
    fields = fields_of(call)
    if not comments.may_change(call, post):
        message = "Sorry, you are not allowed to edit this comment."
        raise _refused(call, "rest_cannot_edit", message)
    if "content" in fields:
        content = fields.text("content").strip()
        if not content:
            raise ApiError(400, "rest_comment_content_invalid", "Invalid comment content.")
        call.db.execute(
            "UPDATE comments SET content = ? WHERE id = ?", (markup.filtered(content), comment_id)
        )
    status = _STATES.get(fields.text("status"))
    if status:
        call.db.execute("UPDATE comments SET status = ? WHERE id = ?", (status, comment_id))
    return json_reply(_whole(call, comment_id), Allow=f"GET, {comments.CHANGING}")


def delete(call: Call, comment_id: int) -> Reply:
    """Move a comment to the trash, or with ``force`` out of the file. Raises ApiError."""
    row, post = comments.rows_of(call.db, comment_id)
    if not comments.may_change(call, post):
        message = "Sorry, you are not allowed to delete this comment."
        raise _refused(call, "rest_cannot_delete", message)
    if call.params.flag("force"):
        previous = _whole(call, comment_id)
        previous.pop("_links", None)
        call.db.execute(
            "UPDATE comments SET parent = ? WHERE parent = ?", (row["parent"], comment_id)
        )
        call.db.execute("DELETE FROM comments WHERE id = ?", (comment_id,))
        return json_reply({"deleted": True, "previous": previous})
    if row["status"] == "trash":
        raise ApiError(410, "rest_already_trashed", "The comment has already been trashed.")
    call.db.execute("UPDATE comments SET status = 'trash' WHERE id = ?", (comment_id,))
    return json_reply(_whole(call, comment_id), Allow=comments.CHANGING)


def _whole(call: Call, comment_id: int) -> Json:
    return comments.shown_one(call, comment_id, edit=True)


def _refused(call: Call, code: str, message: str) -> ApiError:
    error = ApiError(call.caller.refused, code, message)
    error.headers = {"Allow": "GET"}
    return error
