"""Short ways to make what an adapter would find."""

from typing import Any

from desktop_app.core.articles import BodyState, FoundArticle
from desktop_app.core.comments import FoundComment
from desktop_app.core.sources import FoundSource, SafeHtml


class StandingClock:
    """A clock that tests set."""

    def __init__(self, now: int = 1_760_000_000) -> None:
        self.time = now

    def now(self) -> int:
        return self.time

    def monotonic(self) -> float:
        return float(self.time)


def found_source(number: int = 1, **fields: Any) -> FoundSource:
    """Return a source to add."""
    address = f"https://site{number}.example.org/"
    values: dict[str, Any] = {
        "kind": "feed",
        "base_url": address,
        "title": f"Site {number}",
        "home_url": address,
    }
    return FoundSource(**{**values, **fields})


def found_article(number: int, text: str | None = "Some text", **fields: Any) -> FoundArticle:
    """Return an article whose date rises with its number."""
    values: dict[str, Any] = {
        "remote_id": str(number),
        "url": f"https://site.example.org/{number}",
        "title": f"Headline {number}",
        "excerpt": "In short",
        "published_at": 1_700_000_000 + number,
        "content_hash": f"hash {number}",
    }
    if text is not None:
        values.update(body=SafeHtml(f"<p>{text}</p>"), body_state=BodyState.FULL, plain=text)
    return FoundArticle(**{**values, **fields})


def found_comment(number: int, **fields: Any) -> FoundComment:
    """Return a comment whose date rises with its number."""
    values: dict[str, Any] = {
        "remote_id": str(number),
        "parent_remote_id": None,
        "author_name": f"Reader {number}",
        "author_remote_id": str(number % 3),
        "html": SafeHtml(f"<p>Comment {number}</p>"),
        "plain": f"Comment {number}",
        "published_at": 1_700_000_000 + number,
    }
    return FoundComment(**{**values, **fields})
