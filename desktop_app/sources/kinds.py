"""The kinds of source: the one place that tells them apart."""

from typing import TYPE_CHECKING

from desktop_app.core.errors import AppError, ErrorKind
from desktop_app.core.sources import FoundSource, Source

if TYPE_CHECKING:
    from desktop_app.network.http import Http

WORDPRESS = "wordpress"
FEED = "feed"


def open_source(source: Source | FoundSource, http: "Http") -> object:
    """Return the adapter of ``source``; ``base.capabilities`` says what it can do.

    Raises UNSUPPORTED for a kind that a newer app wrote. Any thread; no I/O.
    """
    if source.kind == WORDPRESS:
        from desktop_app.sources.wordpress.source import WordPressSource

        return WordPressSource(source.base_url, http, source.options)
    if source.kind == FEED:
        from desktop_app.sources.feed.source import open_feed

        return open_feed(source.base_url, http, source.options)
    raise AppError(ErrorKind.UNSUPPORTED, code="unknown_kind", detail=source.kind)


def feed_address(source: Source) -> str:
    """Return the address by which any other reader can follow ``source``."""
    if source.kind == WORDPRESS:
        home = source.home_url.rstrip("/")
        return f"{home}/?feed=rss2" if "rest_route=" in source.base_url else f"{home}/feed/"
    return source.base_url
