"""The embedded newsroom with the articles and readers of the contract suite."""

import json
import random
import shutil
import sqlite3
import tempfile
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from desktop_app.demo import identity
from desktop_app.demo.newsroom import FLOOD_SECONDS, Newsroom

RESOURCES = Path(__file__).parents[2] / "resources" / "newsroom"
_ROLES = {
    "mod": "editor",
    "carol": "author",
    "alice": "subscriber",
    "bob": "subscriber",
    "dora": "subscriber",
}
_CATEGORIES = {
    "Harbour": "",
    "Town": "",
    "Trade": "",
    "Science": "",
    "Arts &amp; Books": "",
    "Space &amp; Physics": "science",
    "Film": "arts-books",
    "Weather": "",
}
_SPECIAL = {
    "long": "Ferry “Nadia” & the <em>long</em> talk",
    "empty": "Nothing said about the lighthouse yet",
    "closed": "The last word on the lighthouse",
    "locked": "The harbour master’s letter",
    "aged": "What was said long ago",
    "arabic": "سفينة جديدة تصل إلى الميناء",
}
_MORE = {"closed": "comments: closed", "locked": "password: sesame", "aged": "closes-after: 1 min"}


@dataclass(frozen=True)
class Demo:
    """A running newsroom and what its content holds."""

    newsroom: Newsroom
    posts: Mapping[str, int]
    readers: Mapping[str, str]  # login to id
    passwords: Mapping[str, str]
    total: int
    long: int

    @contextmanager
    def rules(self, *, flood: float = FLOOD_SECONDS, stall: float = 0.0) -> Iterator[None]:
        """Take comments by other rules, in seconds."""
        self.newsroom.change_rules(flood_seconds=flood, stall_seconds=stall)
        try:
            yield
        finally:
            self.newsroom.change_rules()


@contextmanager
def running(articles: int = 120, comments: int = 250) -> Iterator[Demo]:
    """Bring one up, yield it, and take it down without a trace."""
    with tempfile.TemporaryDirectory(prefix="daily8-newsroom-") as name:
        folder = Path(name)
        content = folder / "content"
        visible = write_content(content, articles, comments)
        newsroom = Newsroom(folder / "profile", content)
        newsroom.start()
        try:
            yield _describe(newsroom, folder / "profile" / "newsroom.db", articles, visible)
        finally:
            newsroom.stop()


def _describe(newsroom: Newsroom, file: Path, articles: int, visible: int) -> Demo:
    db = sqlite3.connect(file)
    db.row_factory = sqlite3.Row
    try:
        slugs = {row["slug"]: row["id"] for row in db.execute("SELECT slug, id FROM posts")}
        readers = {
            row["login"]: row["id"]
            for row in db.execute("SELECT login, id FROM users")
            if row["login"] in _ROLES
        }
        passwords = {
            login: identity.make_app_password(db, user, "Tests", "", int(time.time()))[0]
            for login, user in readers.items()
        }
        db.commit()
    finally:
        db.close()
    return Demo(
        newsroom=newsroom,
        posts={name: slugs[name] for name in _SPECIAL},
        readers={login: str(user) for login, user in readers.items()},
        passwords=passwords,
        total=articles,
        long=visible,
    )


def write_content(folder: Path, articles: int, comments: int) -> int:
    """Write the content folder; return how many comments of the long thread are visible."""
    for name in ("articles", "threads", "pictures"):
        (folder / name).mkdir(parents=True)
    shutil.copy(RESOURCES / "words.json", folder)
    users = [
        {"login": login, "name": login.title(), "role": role} for login, role in _ROLES.items()
    ]
    for user in users:
        user["email"] = f"{user['login']}@example.test"
        user["password"] = identity.hash_password(user["login"], cost=2)
    site = {
        "title": "The Quay Courier",
        "tagline": "All that happens on the quay",
        "language": "en-US",
        "gmt_offset": 3,
        "hold_words": ["holdme"],
        "trash_words": ["trashme"],
        "most_links": 2,
        "users": users,
        "categories": [
            {"name": name, "slug": _slug(name), "parent": parent}
            for name, parent in _CATEGORIES.items()
        ],
    }
    (folder / "site.json").write_text(json.dumps(site), "utf-8")
    slugs = list(map(_slug, _CATEGORIES))
    for index, (name, title) in enumerate(_SPECIAL.items()):
        head = f"title: {title}\nage: {index + 1} min\ncategories: {slugs[index]}\ntags: ferry\n"
        _write(folder, name, head + _MORE.get(name, "comments: open"), index)
    for index in range(len(_SPECIAL), articles):
        # Every tenth comes out in the same minute as the one before.
        age = 60 + 90 * (index - (index % 10 == 9))
        head = (
            f"title: Report {index} from the quay\nage: {age} min\ntags: pier {index % 9}\n"
            f"categories: {slugs[index % 8]}, {slugs[(index * 3 + 1) % 8]}\n"
        )
        if index % 5:
            head += (
                f"picture: quay-{index % 6}\npicture-alt: Stripes, number {index % 6}\n"
                f"picture-caption: The quay & its boats, {index % 6}\n"
            )
        _write(folder, f"report-{index}", head.rstrip(), index)
    return _write_thread(folder / "threads" / "long.txt", comments)


def _slug(name: str) -> str:
    return name.lower().replace(" &amp; ", "-")


def _write(folder: Path, name: str, head: str, index: int) -> None:
    body = "".join(
        f"<p>Part {part} of report {index}. {'The ferry left on time. ' * (part + 3)}</p>\n"
        for part in range(3 + index % 4)
    )
    body += "<blockquote><p>We sail at dawn.</p><cite>The pilot</cite></blockquote>\n"
    text = f"{head}\nauthor: carol\nexcerpt: In short: {name}\n\n{body}"
    (folder / "articles" / f"{name}.html").write_text(text, "utf-8")


def _write_thread(file: Path, comments: int) -> int:
    chance = random.Random(8)
    lines, depth = [], 0
    for index in range(comments):
        held = index % 100 == 50
        depth = depth + 1 if index % 100 == 51 else chance.randint(1, min(depth + 1, 8))
        name = ("Alice", "Bob", "Carol")[index % 3]
        text = "the ferry is a <strong>good</strong> idea &amp; cheap. " * (1 + index % 5)
        mark = "?" if held else ""
        lines.append(f"{'-' * depth}{mark} {name} | {index} | Remark {index}: {text.strip()}")
    file.write_text("\n".join(lines), "utf-8")
    return sum("-?" not in line.partition(" ")[0] for line in lines)
