"""What is told of an article that has its place among the stories, and kept for the next start."""

from dataclasses import dataclass

from desktop_app.insight.vectors import Vector


@dataclass(frozen=True, slots=True)
class Placement:
    """Where a new article belongs.

    ``story_id`` is that of the article itself when it began a story. ``similarity`` is the mean
    likeness that decided (0 for the first of a story). ``moved`` holds earlier articles whose
    story is another one now. ``vector`` is what ``restore`` wants after the next start: keep its
    ``to_bytes()``.
    """

    article_id: int
    story_id: int
    joined: bool
    similarity: float
    moved: dict[int, int]
    vector: Vector


@dataclass(frozen=True, slots=True)
class Kept:
    """An article of the last three days as ``restore`` takes it back."""

    article_id: int
    story_id: int
    published_at: int
    language: str | None
    vector: Vector
