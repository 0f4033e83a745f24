"""The first start: what the content folder holds goes into the file, dated from now."""

import re
import sqlite3
from pathlib import Path
from typing import Any

from desktop_app.demo import content, markup
from desktop_app.demo.call import moment_of
from desktop_app.demo.content import Piece

_TO_ARTICLE = re.compile(r'"article:([\w-]+)"')
_UNUSABLE = "!"


def seed(db: sqlite3.Connection, folder: Path, now: int) -> None:
    """Fill empty tables. ``now`` is in Unix seconds. Raises OSError, ValueError and KeyError."""
    site = content.site(folder)
    _Seeder(db, site, now).run(list(content.pieces(folder)))


class _Seeder:
    def __init__(self, db: sqlite3.Connection, site: dict[str, Any], now: int) -> None:
        self._db, self._site, self._now = db, site, now
        self._users: dict[str, int] = {}  # by login and by name
        self._media: dict[str, int] = {}

    def run(self, pieces: list[Piece]) -> None:
        for user in self._site["users"]:
            self._add_user(user["login"], user["name"], user["role"], user)
        for category in self._site["categories"]:
            self._add_term("category", category["slug"], category["name"], category)
        places = {piece.name: self._path(piece) for piece in pieces}
        for piece in pieces:
            post_id = self._add_post(piece, places)
            self._add_thread(post_id, piece)

    def _path(self, piece: Piece) -> str:
        when = moment_of(self._now - piece.age + 3600 * int(self._site["gmt_offset"]))
        return f"/{when:%Y/%m}/{piece.slug}/"

    def _add_user(self, login: str, name: str, role: str, more: dict[str, str]) -> int:
        password = more.get("password", _UNUSABLE)
        email = more.get("email", f"{login}@example.invalid")
        since = self._now - 400 * 86_400
        fields = (login, email, name, role, more.get("about", ""), password, since)
        user_id = self._db.execute(
            "INSERT INTO users (login, email, name, role, about, password, since)"
            " VALUES (?, ?, ?, ?, ?, ?, ?)",
            fields,
        ).lastrowid
        assert user_id is not None
        self._users[login] = self._users[name] = user_id
        return user_id

    def _add_term(self, taxonomy: str, slug: str, name: str, more: dict[str, str]) -> int:
        parent = self._term(taxonomy, more["parent"]) if more.get("parent") else 0
        term = self._db.execute(
            "INSERT INTO terms (taxonomy, slug, name, about, parent) VALUES (?, ?, ?, ?, ?)",
            (taxonomy, slug, name, more.get("about", ""), parent),
        ).lastrowid
        assert term is not None
        return term

    def _term(self, taxonomy: str, slug: str) -> int:
        row = self._db.execute(
            "SELECT id FROM terms WHERE taxonomy = ? AND slug = ?", (taxonomy, slug)
        ).fetchone()
        if row is None:
            raise KeyError(slug)
        return int(row["id"])

    def _add_post(self, piece: Piece, places: dict[str, str]) -> int:
        fields, date = piece.fields, self._now - piece.age
        body = _TO_ARTICLE.sub(lambda found: f'"{places[found.group(1)]}"', piece.body)
        closes = fields.get("closes-after")
        words = markup.plain(f"{fields['title']} {fields.get('excerpt', '')} {body}").casefold()
        post_id = self._db.execute(
            "INSERT INTO posts (slug, title, excerpt, content, author, date, modified, media,"
            " password, comments, closes, words) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
            (
                piece.slug,
                markup.texturized(fields["title"]),
                markup.texturized(fields.get("excerpt", "")),
                body,
                self._users[fields["author"]],
                date,
                date,
                self._picture(fields),
                fields.get("password", ""),
                fields.get("comments", "open"),
                date + content.seconds(closes) if closes else None,
                words,
            ),
        ).lastrowid
        assert post_id is not None
        terms = [self._term("category", slug) for slug in piece.listed("categories")]
        terms += [self._tag(name) for name in piece.listed("tags")]
        rows = ((post_id, term) for term in dict.fromkeys(terms))
        self._db.executemany("INSERT INTO post_terms VALUES (?, ?)", rows)
        return post_id

    def _tag(self, name: str) -> int:
        slug = re.sub(r"\W+", "-", name.casefold()).strip("-")
        try:
            return self._term("post_tag", slug)
        except KeyError:
            return self._add_term("post_tag", slug, markup.texturized(name), {})

    def _picture(self, fields: Any) -> int:
        name = fields.get("picture")
        if not name:
            return 0
        if name not in self._media:
            shown = (name, fields.get("picture-alt", ""), fields.get("picture-caption", ""))
            media = self._db.execute(
                "INSERT INTO media (name, alt, caption) VALUES (?, ?, ?)", shown
            ).lastrowid
            assert media is not None
            self._media[name] = media
        return self._media[name]

    def _add_thread(self, post_id: int, piece: Piece) -> None:
        """Add the comments; a thread longer than its article is old is told in quick motion."""
        longest = max((remark.minutes for remark in piece.thread), default=0) * 60
        pace = min(1.0, 0.95 * piece.age / longest) if longest else 1.0
        above = [0]
        for remark in piece.thread:
            if remark.depth > len(above):
                raise ValueError(f"{piece.name}: no comment for {remark.text!r} to answer")
            user = self._users.get(remark.name) or self._add_user(
                f"reader-{len(self._users)}", remark.name, "subscriber", {}
            )
            comment = self._db.execute(
                "INSERT INTO comments (post, parent, user, name, content, date, status)"
                " VALUES (?, ?, ?, ?, ?, ?, ?)",
                (
                    post_id,
                    above[remark.depth - 1],
                    user,
                    self._name_of(user),
                    markup.filtered(remark.text),
                    self._now - piece.age + int(60 * remark.minutes * pace),
                    "hold" if remark.held else "approved",
                ),
            ).lastrowid
            assert comment is not None
            above[remark.depth :] = [comment]

    def _name_of(self, user: int) -> str:
        row = self._db.execute("SELECT name FROM users WHERE id = ?", (user,)).fetchone()
        return str(row["name"])
