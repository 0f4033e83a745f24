"""The folder with what the newsroom prints: ``site.json``, articles, threads and pictures.

``articles/NAME.html`` starts with lines such as ``title: …``; after an empty line comes the body.
``neighbours/NAME/`` holds the articles of another newsroom, see ``neighbours.py``.
``threads/NAME.txt`` holds the comments of an article, one a line:

    - Name | 12 | A comment, twelve minutes after the article.
    -- Other name | 15 | An answer; a third dash answers the answer. \\n begins a new line.
    --? Name | 20 | A comment that the moderators hold back.

Comments are HTML, as WordPress takes them: ``&amp;`` for an ampersand.
"""

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

_AGE = re.compile(r"(\d+) (min|h|d)")
_SECONDS = {"min": 60, "h": 3600, "d": 86_400}
_REMARK = re.compile(r"(-+)(\??) ([^|]+) \| (\d+) \| (.+)")


@dataclass(frozen=True, slots=True)
class Remark:
    """A comment of a thread."""

    depth: int  # 1: answers the article
    held: bool
    name: str
    minutes: int  # after the article
    text: str


@dataclass(frozen=True, slots=True)
class Piece:
    """An article."""

    name: str
    fields: Mapping[str, str]
    body: str
    thread: tuple[Remark, ...]

    @property
    def age(self) -> int:
        """Seconds before the first start."""
        return seconds(self.fields["age"])

    @property
    def slug(self) -> str:
        """The last part of its address."""
        return self.fields.get("slug", self.name)

    def listed(self, field: str) -> list[str]:
        """Return a field that is a list."""
        return [each.strip() for each in self.fields.get(field, "").split(",") if each.strip()]


def site(folder: Path) -> dict[str, Any]:
    """Return ``site.json``."""
    found: dict[str, Any] = json.loads((folder / "site.json").read_text("utf-8"))
    return found


def pieces(folder: Path) -> Iterator[Piece]:
    """Return all articles, the oldest first."""
    yield from sorted(pieces_in(folder / "articles", folder), key=lambda piece: -piece.age)


def pieces_in(articles: Path, folder: Path) -> list[Piece]:
    """Return the articles of one folder, their threads from ``folder``."""
    return [_piece(file, folder) for file in sorted(articles.glob("*.html"))]


def seconds(text: str) -> int:
    """Return ``5 min``, ``3 h`` or ``2 d`` in seconds."""
    found = _AGE.fullmatch(text)
    if not found:
        raise ValueError(f"no time: {text}")
    return int(found.group(1)) * _SECONDS[found.group(2)]


def _piece(file: Path, folder: Path) -> Piece:
    head, _, body = file.read_text("utf-8").partition("\n\n")
    lines = (line.partition(":") for line in head.splitlines())
    fields = {name.strip(): value.strip() for name, _, value in lines}
    talk = folder / "threads" / f"{file.stem}.txt"
    remarks = talk.read_text("utf-8").splitlines() if talk.is_file() else []
    return Piece(file.stem, fields, body.strip(), tuple(map(_remark, filter(None, remarks))))


def _remark(line: str) -> Remark:
    found = _REMARK.fullmatch(line.strip())
    if not found:
        raise ValueError(f"no comment: {line}")
    dashes, held, name, minutes, text = found.groups()
    return Remark(len(dashes), bool(held), name, int(minutes), text.replace("\\n", "\n"))
