"""Categories, tags, pictures, and the types of what is printed."""

import sqlite3
from collections.abc import Iterable

from desktop_app.demo.answers import ApiError, Json, Reply, chosen_fields, json_reply
from desktop_app.demo.call import Call, href, paged

BASES = {"category": "categories", "post_tag": "tags"}
_PLACES = {"category": "category", "post_tag": "tag"}
_COUNTED = (
    "SELECT terms.*, (SELECT count(*) FROM post_terms WHERE term = terms.id) AS posts FROM terms"
)
PICTURE_SIZES = (("medium", 300, 169), ("full", 1200, 675))
UPLOADS = "/wp-content/uploads/"
ENDING = ".webp"


def get_list(call: Call, taxonomy: str) -> Reply:
    """Answer the categories or tags."""
    params = call.params
    size, page = params.number("per_page", 10, 100), params.number("page", 1)
    where, values = ["taxonomy = ?"], list[object]([taxonomy])
    if params.flag("hide_empty"):
        where.append("posts > 0")
    if "parent" in params:
        where.append("parent = ?")
        values.append(int(params.text("parent")) if params.text("parent").isdecimal() else -1)
    for name, condition in (
        ("include", "id IN ({})"),
        ("exclude", "id NOT IN ({})"),
        ("post", "id IN (SELECT term FROM post_terms WHERE post IN ({}))"),
    ):
        ids = params.ids(name)
        if ids:
            where.append(condition.format(",".join("?" * len(ids))))
            values += ids
    slugs = params.words("slug")
    if slugs:
        where.append(f"slug IN ({','.join('?' * len(slugs))})")
        values += slugs
    if params.text("search"):
        where.append("instr(lower(name), ?) > 0")
        values.append(params.text("search").lower())
    order = params.choice("orderby", ("name", "id", "count", "slug", "include"))
    column = {"count": "posts", "include": "id"}.get(order, order)
    direction = params.choice("order", ("asc", "desc"))
    source = f"({_COUNTED}) WHERE {' AND '.join(where)}"
    total = call.db.execute(f"SELECT count(*) FROM {source}", values).fetchone()[0]  # noqa: S608
    rows = call.db.execute(
        f"SELECT * FROM {source} ORDER BY {column} {direction}, id LIMIT ? OFFSET ?",  # noqa: S608
        (*values, size, size * (page - 1)),
    )
    wanted = params.words("_fields")
    items = [chosen_fields(item(call, row), wanted) for row in rows]
    return paged(call, items, f"wp/v2/{BASES[taxonomy]}", total, size, page)


def get_one(call: Call, taxonomy: str, term_id: int) -> Reply:
    """Answer one category or tag. Raises ApiError."""
    row = call.db.execute(
        f"SELECT * FROM ({_COUNTED}) WHERE taxonomy = ? AND id = ?",  # noqa: S608
        (taxonomy, term_id),
    ).fetchone()
    if row is None:
        raise ApiError(404, "rest_term_invalid", "Term does not exist.")
    found = chosen_fields(item(call, row), call.params.words("_fields"))
    return json_reply(found, Allow="GET")


def of_posts(db: sqlite3.Connection, post_ids: list[int]) -> dict[int, list[sqlite3.Row]]:
    """Return the terms of articles."""
    marks = ",".join("?" * len(post_ids))
    rows = db.execute(
        f"SELECT counted.*, post_terms.post AS of_post FROM ({_COUNTED}) AS counted"  # noqa: S608
        f" JOIN post_terms ON post_terms.term = counted.id WHERE post_terms.post IN ({marks})"
        " ORDER BY counted.name",
        post_ids,
    )
    found: dict[int, list[sqlite3.Row]] = {}
    for row in rows:
        found.setdefault(row["of_post"], []).append(row)
    return found


def with_children(db: sqlite3.Connection, ids: Iterable[int]) -> list[int]:
    """Return terms and all below them."""
    found = list(ids)
    for each in found:
        rows = db.execute("SELECT id FROM terms WHERE parent = ?", (each,))
        found += [row["id"] for row in rows if row["id"] not in found]
    return found


def item(call: Call, row: sqlite3.Row) -> Json:
    """Return a category or tag as the API shows it."""
    taxonomy, base = row["taxonomy"], BASES[row["taxonomy"]]
    return {
        "id": row["id"],
        "count": row["posts"],
        "description": row["about"],
        "link": f"{call.house.url}/{_PLACES[taxonomy]}/{row['slug']}/",
        "name": row["name"],
        "slug": row["slug"],
        "taxonomy": taxonomy,
        "parent": row["parent"],
        "meta": [],
        "_links": {
            "self": href(call.api(f"wp/v2/{base}/{row['id']}")),
            "collection": href(call.api(f"wp/v2/{base}")),
            "about": href(call.api(f"wp/v2/taxonomies/{taxonomy}")),
            "wp:post_type": href(call.api("wp/v2/posts", **{base: row["id"]})),
        },
    }


def media_list(call: Call) -> Reply:
    """Answer the pictures."""
    size, page = call.params.number("per_page", 10, 100), call.params.number("page", 1)
    total = call.db.execute("SELECT count(*) FROM media").fetchone()[0]
    rows = call.db.execute(
        "SELECT id FROM media ORDER BY id DESC LIMIT ? OFFSET ?", (size, size * (page - 1))
    ).fetchall()
    wanted = call.params.words("_fields")
    items = [chosen_fields(media_item(call, row["id"]), wanted) for row in rows]
    return paged(call, items, "wp/v2/media", total, size, page)


def media_one(call: Call, media_id: int) -> Reply:
    """Answer one picture. Raises ApiError."""
    found = media_item(call, media_id)
    return json_reply(chosen_fields(found, call.params.words("_fields")), Allow="GET")


def media_item(call: Call, media_id: int) -> Json:
    """Return a picture with its files. Raises ApiError."""
    row = call.db.execute("SELECT * FROM media WHERE id = ?", (media_id,)).fetchone()
    if row is None:
        raise ApiError(404, "rest_post_invalid_id", "Invalid post ID.")
    sizes = {}
    for name, width, height in PICTURE_SIZES:
        file = file_name(row["name"], name)
        sizes[name] = {
            "file": file,
            "width": width,
            "height": height,
            "mime_type": "image/webp",
            "source_url": f"{call.house.url}{UPLOADS}{file}",
        }
    full = sizes["full"]
    return {
        "id": media_id,
        "slug": row["name"],
        "type": "attachment",
        "caption": {"rendered": f"<p>{row['caption']}</p>\n" if row["caption"] else ""},
        "alt_text": row["alt"],
        "media_type": "image",
        "mime_type": "image/webp",
        "media_details": {
            "width": full["width"],
            "height": full["height"],
            "file": full["file"],
            "sizes": sizes,
        },
        "source_url": full["source_url"],
        "_links": {"self": href(call.api(f"wp/v2/media/{media_id}"))},
    }


def file_name(picture: str, size: str) -> str:
    """Return the name of one file of a picture."""
    for name, width, height in PICTURE_SIZES[:-1]:
        if name == size:
            return f"{picture}-{width}x{height}{ENDING}"
    return f"{picture}{ENDING}"


def types(call: Call) -> Reply:
    """Answer the types: the news is in posts."""
    return json_reply(
        {
            "post": {
                "description": "",
                "hierarchical": False,
                "has_archive": False,
                "name": "Posts",
                "slug": "post",
                "taxonomies": list(BASES),
                "rest_base": "posts",
                "rest_namespace": "wp/v2",
                "_links": {"collection": href(call.api("wp/v2/types"))},
            }
        },
        Allow="GET",
    )


def taxonomies(call: Call) -> Reply:
    """Answer the taxonomies."""
    found = {
        name: {
            "name": base.capitalize(),
            "slug": name,
            "types": ["post"],
            "hierarchical": name == "category",
            "rest_base": base,
            "rest_namespace": "wp/v2",
            "_links": {"collection": href(call.api("wp/v2/taxonomies"))},
        }
        for name, base in BASES.items()
    }
    return json_reply(found, Allow="GET")
