"""``/wp/v2/users/me`` and its application passwords."""

import sqlite3

from desktop_app.demo import identity
from desktop_app.demo.answers import ApiError, Json, Params, Reply, chosen_fields, json_reply
from desktop_app.demo.call import Call, href, wire_time
from desktop_app.demo.identity import User

_CAPABILITIES = {
    "subscriber": ("read",),
    "author": ("read", "edit_posts", "publish_posts", "upload_files"),
    "editor": ("read", "edit_posts", "publish_posts", "edit_others_posts", "moderate_comments"),
}
PASSWORDS = "wp/v2/users/me/application-passwords"


def me(call: Call) -> Reply:
    """Answer who the caller is: the only question that shows whether a password is taken."""
    user = _signed_in(call)
    shown = _public(call, user)
    if call.params.text("context") == "edit":
        capabilities = dict.fromkeys(_CAPABILITIES.get(user.role, ("read",)), True)
        shown |= {
            "username": user.login,
            "email": user.email,
            "nickname": user.login,
            "locale": "en_US",
            "roles": [user.role],
            "registered_date": f"{wire_time(user.since)}+00:00",
            "capabilities": {**capabilities, user.role: True},
            "extra_capabilities": {user.role: True},
        }
    shown = chosen_fields(shown, call.params.words("_fields"))
    return json_reply(shown, Allow="GET, POST, PUT, PATCH")


def get_one(call: Call, user_id: int) -> Reply:
    """Answer an author. Those who only write comments are nobody's business."""
    wrote = call.db.execute("SELECT 1 FROM posts WHERE author = ? LIMIT 1", (user_id,)).fetchone()
    user = identity.user_by_id(call.db, user_id)
    if user is None:
        raise ApiError(404, "rest_user_invalid_id", "Invalid user ID.")
    if not wrote and not call.caller.moderates and call.caller.id != user_id:
        message = "Sorry, you are not allowed to list users."
        raise ApiError(call.caller.refused, "rest_user_cannot_view", message)
    return json_reply(_public(call, user), Allow="GET")


def embedded(call: Call, user_id: int) -> Json:
    """Return an author as embedded in an article."""
    user = identity.user_by_id(call.db, user_id)
    assert user is not None
    return _public(call, user)


def _public(call: Call, user: User) -> Json:
    return {
        "id": user.id,
        "name": user.name,
        "url": "",
        "description": user.about,
        "link": f"{call.house.url}/author/{user.login}/",
        "slug": user.login,
        "meta": [],
        "_links": {
            "self": href(call.api(f"wp/v2/users/{user.id}")),
            "collection": href(call.api("wp/v2/users")),
        },
    }


def _signed_in(call: Call) -> User:
    if call.caller.user is None:
        raise ApiError(401, "rest_not_logged_in", "You are not currently logged in.")
    return call.caller.user


def introspect(call: Call) -> Reply:
    """Answer which application password the caller uses."""
    _signed_in(call)
    return json_reply(_item(call, _password(call, call.caller.uuid)), Allow="GET")


def list_passwords(call: Call) -> Reply:
    """Answer all application passwords of the caller, without the passwords."""
    user = _signed_in(call)
    rows = call.db.execute(
        "SELECT * FROM passwords WHERE user = ? ORDER BY created, uuid", (user.id,)
    )
    return json_reply([_item(call, row) for row in rows], Allow="GET, POST")


def create_password(call: Call, fields: Params) -> Reply:
    """Make an application password; only this answer shows it."""
    user = _signed_in(call)
    name = fields.text("name").strip()
    if not name:
        message = "Missing parameter(s): name"
        raise ApiError(400, "rest_missing_callback_param", message, params=["name"])
    password, key = identity.make_app_password(
        call.db, user.id, name, fields.text("app_id"), call.now
    )
    item = _item(call, _password(call, key)) | {"password": password.replace(" ", "")}
    return json_reply(item, 201, Location=call.api(f"{PASSWORDS}/{key}"))


def revoke(call: Call, key: str) -> Reply:
    """Delete one application password of the caller."""
    previous = _item(call, _password(call, key))
    previous.pop("_links")
    call.db.execute("DELETE FROM passwords WHERE uuid = ?", (key,))
    return json_reply({"deleted": True, "previous": previous}, Allow="GET, DELETE")


def _password(call: Call, key: str) -> sqlite3.Row:
    user = _signed_in(call)
    row: sqlite3.Row | None = call.db.execute(
        "SELECT * FROM passwords WHERE user = ? AND uuid = ?", (user.id, key)
    ).fetchone()
    if row is None:
        message = "Application password not found."
        raise ApiError(404, "rest_application_password_not_found", message)
    return row


def _item(call: Call, row: sqlite3.Row) -> Json:
    return {
        "uuid": row["uuid"],
        "app_id": row["app_id"],
        "name": row["name"],
        "created": wire_time(row["created"]),
        "last_used": wire_time(row["used"]) if row["used"] else None,
        "last_ip": "127.0.0.1" if row["used"] else None,
        "_links": {"self": href(call.api(f"wp/v2/users/{row['user']}/{row['uuid']}"))},
    }
