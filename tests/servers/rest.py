"""The words of the WordPress REST API, for tests that script a server."""

from dataclasses import replace
from typing import Any
from urllib.parse import parse_qs, urlsplit

from desktop_app.core.articles import FoundArticle
from desktop_app.core.comments import Posting
from tests.servers.site import Site, stored
from tests.support import hostile_server as does
from tests.support.hostile_server import Behaviour

POSTS, COMMENTS = "/wp-json/wp/v2/posts", "/wp-json/wp/v2/comments"
ME = "/wp-json/wp/v2/users/me"
NOW = 1_700_000_000
ARTICLE = stored(FoundArticle("1", "https://news.example/1", "One", thread_key="1:9"))


def query(path: str) -> dict[str, str]:
    """Return the parameters of a request."""
    return {name: values[0] for name, values in parse_qs(urlsplit(path).query).items()}


def post(number: int, **more: Any) -> dict[str, Any]:
    """Return an article."""
    return {"id": number, "title": {"rendered": f"T{number}"}, **more}


def comment(number: int, **more: Any) -> dict[str, Any]:
    """Return a comment of the reader with the id 2."""
    return {"id": number, "author": 2, "parent": 0, "status": "approved", **more}


def refusal(status: int, code: str, message: str = "Because.") -> Behaviour:
    """Answer as WordPress refuses."""
    return does.as_json({"code": code, "message": message, "data": {"status": status}}, status)


def posting(text: str = "Hello", parent: str | None = None, target: str | None = None) -> Posting:
    """Return a posting that was first sent now."""
    desk = Site("", "http://x/", None, 0, 0, {}, {}, {}, NOW, "")
    return replace(desk.posting(text, parent, target), text=text)
