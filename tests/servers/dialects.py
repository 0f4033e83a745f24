"""The same articles and comments in the words of each API, for the contract suite.

An item is a dict of ``id``, ``title``, ``html``, ``published`` (Unix seconds), ``author`` and, for
a comment, ``parent``. What is missing from it is missing from the answer; a value of a wrong type
goes out as it is where the format has types, and as text where it has none.
"""

import json
from collections.abc import Sequence
from datetime import UTC, datetime
from email.utils import formatdate
from typing import Any, Protocol
from urllib.parse import parse_qs, urlsplit
from xml.sax.saxutils import escape, quoteattr

from desktop_app.core.articles import Article, FoundArticle
from desktop_app.core.sources import FoundSource
from desktop_app.network.http import Http
from desktop_app.sources.kinds import FEED, WORDPRESS, open_source
from tests.servers.site import stored
from tests.support.hostile_server import Behaviour, Handler, HostileServer

Item = dict[str, Any]
PAGE = 100


class Dialect(Protocol):
    """How one API says things."""

    name: str
    list_path: str
    thread_path: str
    whole_threads: bool  # one answer, or all of them, hold the whole thread
    names_are_html: bool  # titles and names are HTML; else plain text, in which "<" is a letter

    def source(self, server: HostileServer, http: Http) -> Any:
        """Return the adapter that talks to ``server``."""
        ...

    def article(self, server: HostileServer) -> Article:
        """Return a stored article whose thread is at ``thread_path``."""
        ...

    def articles(self, items: Sequence[Item]) -> Behaviour:
        """Answer with a list, page by page where there are many."""
        ...

    def comments(self, items: Sequence[Item]) -> Behaviour:
        """Answer with a thread."""
        ...


def _query(handler: Handler) -> dict[str, str]:
    return {name: values[0] for name, values in parse_qs(urlsplit(handler.path).query).items()}


def _answer(handler: Handler, content: str, kind: str, **headers: str) -> None:
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    handler.answer(200, content.encode(), {"Content-Type": kind, **named})


class WordPressDialect:
    """The REST API of WordPress."""

    name = "wordpress"
    list_path = "/wp-json/wp/v2/posts"
    thread_path = "/wp-json/wp/v2/comments"
    whole_threads = True
    names_are_html = True

    def source(self, server: HostileServer, http: Http) -> Any:
        """Return the adapter that talks to ``server``."""
        found = FoundSource(WORDPRESS, server.url("/wp-json/"), "Site", server.url())
        return open_source(found, http)

    def article(self, server: HostileServer) -> Article:
        """Return the article with the post id 1."""
        return stored(FoundArticle("1", server.url("/one"), "One", thread_key="1:9"))

    def articles(self, items: Sequence[Item]) -> Behaviour:
        """Answer as the posts route does, newest first."""

        def behave(handler: Handler) -> None:
            query = _query(handler)
            left = set(query.get("exclude", "").split(","))
            fit = [each for each in items if str(each.get("id")) not in left]
            if "before" in query:
                before = datetime.fromisoformat(query["before"]).timestamp()
                fit = [each for each in fit if each["published"] < before]
            self._page(handler, fit, [_post(each) for each in fit])

        return behave

    def comments(self, items: Sequence[Item]) -> Behaviour:
        """Answer as the comments route does."""
        return lambda handler: self._page(handler, items, [_comment(each) for each in items])

    def _page(self, handler: Handler, fit: Sequence[Item], answers: list[Any]) -> None:
        query = _query(handler)
        size, number = int(query.get("per_page", "10")), int(query.get("page", "1"))
        content = json.dumps(answers[size * (number - 1) : size * number])
        pages = str(-(-len(fit) // size))
        total = str(len(fit))
        _answer(handler, content, "application/json", X_WP_Total=total, X_WP_TotalPages=pages)


def _gmt(stamp: object) -> object:
    if not isinstance(stamp, int) or isinstance(stamp, bool):
        return stamp
    return datetime.fromtimestamp(stamp, UTC).strftime("%Y-%m-%dT%H:%M:%S")


def _post(item: Item) -> Item:
    names = {"id": "id", "published": "date_gmt", "title": "title", "html": "content"}
    post: Item = {names.get(name, name): value for name, value in item.items()}
    for name in ("title", "content"):
        if isinstance(post.get(name), str):
            post[name] = {"rendered": post[name], "protected": False}
    if "date_gmt" in post:
        post["date_gmt"] = _gmt(post["date_gmt"])
    if "author" in post:
        post["_embedded"] = {"author": [{"name": post["author"]}]}
        post["author"] = 9
    return post


def _comment(item: Item) -> Item:
    names = {"html": "content", "author": "author_name", "published": "date_gmt"}
    comment: Item = {names.get(name, name): value for name, value in item.items()}
    if isinstance(comment.get("content"), str):
        comment["content"] = {"rendered": comment["content"]}
    if "date_gmt" in comment:
        comment["date_gmt"] = _gmt(comment["date_gmt"])
    return {"author": 3, "status": "approved", **comment}


class _FeedDialect:
    name = ""
    kind = ""
    list_path = "/feed"
    thread_path = "/comments"
    whole_threads = False
    names_are_html = True

    def source(self, server: HostileServer, http: Http) -> Any:
        """Return the adapter that talks to ``server``."""
        options = {"paging": "linked"}
        found = FoundSource(FEED, server.url("/feed"), "Site", server.url(), options=options)
        return open_source(found, http)

    def article(self, server: HostileServer) -> Article:
        """Return an article with a comment feed."""
        key = server.url(self.thread_path)
        return stored(FoundArticle("1", server.url("/one"), "One", thread_key=key))

    def articles(self, items: Sequence[Item]) -> Behaviour:
        """Answer with a page that names the next one."""

        def behave(handler: Handler) -> None:
            number = int(_query(handler).get("page", "1"))
            page = items[PAGE * (number - 1) : PAGE * number]
            more = len(items) > PAGE * number
            following = f"{self.list_path}?page={number + 1}" if more else ""
            _answer(handler, self.written(page, following), self.kind)

        return behave

    def comments(self, items: Sequence[Item]) -> Behaviour:
        """Answer with a comment feed."""
        return lambda handler: _answer(handler, self.written(items, ""), self.kind)

    def written(self, items: Sequence[Item], following: str) -> str:
        """Return the feed."""
        raise NotImplementedError


def _text(value: object) -> str:
    return escape(value) if isinstance(value, str) else "" if value is None else escape(repr(value))


class RssDialect(_FeedDialect):
    """RSS 2.0."""

    name = "rss"
    kind = "application/rss+xml"

    def written(self, items: Sequence[Item], following: str) -> str:
        """Return the feed."""
        link = f'<atom:link rel="next" href={quoteattr(following)}/>' if following else ""
        return (
            '<?xml version="1.0" encoding="UTF-8"?><rss version="2.0" '
            'xmlns:atom="http://www.w3.org/2005/Atom" '
            'xmlns:content="http://purl.org/rss/1.0/modules/content/" '
            'xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:odd="urn:odd">'
            f"<channel><title>Site</title><link>http://127.0.0.1/</link>{link}"
            f"{''.join(map(self._item, items))}</channel></rss>"
        )

    def _item(self, item: Item) -> str:
        names = {"id": "guid", "html": "content:encoded", "author": "dc:creator"}
        parts = ""
        for name, value in item.items():
            tag = names.get(name, name)
            if name == "published":
                tag = "pubDate"
                value = formatdate(value) if isinstance(value, int) else value
            elif name == "parent":
                continue  # RSS has no word for it
            elif tag not in (*names.values(), "title", "link"):
                tag = f"odd:{tag}"
            parts += f"<{tag}>{_text(value)}</{tag}>"
        return f"<item>{parts}</item>"


class AtomDialect(_FeedDialect):
    """Atom with threading (RFC 4685)."""

    name = "atom"
    kind = "application/atom+xml"

    def written(self, items: Sequence[Item], following: str) -> str:
        """Return the feed."""
        link = f'<link rel="next" href={quoteattr(following)}/>' if following else ""
        return (
            '<?xml version="1.0" encoding="UTF-8"?><feed xmlns="http://www.w3.org/2005/Atom" '
            'xmlns:thr="http://purl.org/syndication/thread/1.0" xmlns:odd="urn:odd">'
            f"<title>Site</title><id>urn:site</id>{link}{''.join(map(self._entry, items))}</feed>"
        )

    def _entry(self, item: Item) -> str:
        parts = ""
        for name, value in item.items():
            if name == "published":
                value = f"{_gmt(value)}Z" if isinstance(value, int) else value
                parts += f"<updated>{_text(value)}</updated>"
            elif name == "html":
                parts += f'<content type="html">{_text(value)}</content>'
            elif name == "title":
                parts += f'<title type="html">{_text(value)}</title>'
            elif name == "author":
                parts += f"<author><name>{_text(value)}</name></author>"
            elif name == "parent":
                parts += f"<thr:in-reply-to ref={quoteattr(str(value))}/>" if value else ""
            elif name == "link":
                parts += f"<link href={quoteattr(str(value))}/>"
            else:
                tag = "id" if name == "id" else f"odd:{name}"
                parts += f"<{tag}>{_text(value)}</{tag}>"
        return f"<entry>{parts}</entry>"


class JsonFeedDialect(_FeedDialect):
    """JSON Feed 1.1."""

    name = "jsonfeed"
    kind = "application/feed+json"
    names_are_html = False

    def written(self, items: Sequence[Item], following: str) -> str:
        """Return the feed."""
        feed: Item = {"version": "https://jsonfeed.org/version/1.1", "title": "Site"}
        if following:
            feed["next_url"] = following
        return json.dumps(feed | {"items": [self._item(each) for each in items]})

    def _item(self, item: Item) -> Item:
        names = {"html": "content_html", "link": "url"}
        written = {names.get(name, name): value for name, value in item.items() if name != "parent"}
        if "published" in written:
            stamp = written.pop("published")
            written["date_published"] = f"{_gmt(stamp)}Z" if isinstance(stamp, int) else stamp
        if "author" in written:
            written["authors"] = [{"name": written.pop("author")}]
        return written


DIALECTS: tuple[Dialect, ...] = (
    WordPressDialect(),
    RssDialect(),
    AtomDialect(),
    JsonFeedDialect(),
)
