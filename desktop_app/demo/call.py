"""What a route needs to answer: the request, who sent it, the file and the house rules."""

import sqlite3
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from urllib.parse import quote, urlencode

from desktop_app.demo.answers import Json, Params, Reply, Request, json_reply
from desktop_app.demo.identity import Caller

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
API_LINK = '<{url}/wp-json/>; rel="https://api.w.org/"'


@dataclass(frozen=True, slots=True)
class House:
    """What the newsroom is called and how it treats comments."""

    url: str  # without a slash at the end
    title: str
    tagline: str
    language: str
    gmt_offset: int  # hours
    hold_words: tuple[str, ...]
    trash_words: tuple[str, ...]
    most_links: int  # a comment with as many links waits for the moderators
    flood_seconds: float
    stall_seconds: float = 0.0  # after storing a comment, for tests of time-outs


@dataclass(frozen=True, slots=True)
class Call:
    """One request on its way through the routes. ``now`` is in Unix seconds."""

    request: Request
    params: Params
    db: sqlite3.Connection
    house: House
    caller: Caller
    now: int

    def api(self, path: str, **params: object) -> str:
        """Return an address of the API."""
        query = f"?{urlencode(params)}" if params else ""
        return f"{self.house.url}/wp-json/{path}{query}"

    def times(self, name: str, stamp: int) -> Json:
        """Return a time twice: as the town's clock shows it, and in UTC. Neither says which."""
        return {name: self.local(stamp), f"{name}_gmt": wire_time(stamp)}

    def local(self, stamp: int) -> str:
        """Return a time as the town's clock shows it."""
        return wire_time(stamp + 3600 * self.house.gmt_offset)

    def stamp(self, text: str) -> int | None:
        """Read a time; without a zone it is the town's own."""
        try:
            moment = datetime.fromisoformat(text)
        except ValueError:
            return None
        if moment.tzinfo is None:
            moment = moment.replace(tzinfo=UTC) - timedelta(hours=self.house.gmt_offset)
        return int(moment.timestamp())

    def permalink(self, slug: str, date: int) -> str:
        """Return the address of an article's page."""
        when = moment_of(date + 3600 * self.house.gmt_offset)
        return f"{self.house.url}/{when:%Y/%m}/{quote(slug)}/"


def moment_of(stamp: int) -> datetime:
    """Return a stamp as a time in UTC."""
    return _EPOCH + timedelta(seconds=stamp)


def wire_time(stamp: int) -> str:
    """Return a time as the API writes it, without a zone."""
    return moment_of(stamp).strftime("%Y-%m-%dT%H:%M:%S")


def href(url: str, **more: object) -> list[Json]:
    """Return one entry of ``_links``."""
    return [{**more, "href": url}]


def paged(call: Call, items: list[Json], route: str, total: int, size: int, page: int) -> Reply:
    """Return one page of a list, with the headers that count it."""
    pages = -(-total // size)
    links = []
    given = [
        (name, value)
        for name, value in call.params.single.items()
        if name not in ("page", "rest_route")
    ]
    for rel, number in (("prev", page - 1), ("next", page + 1)):
        if 1 <= number <= pages:
            query = urlencode([*given, ("page", str(number))])
            links.append(f'<{call.api(route)}?{query}>; rel="{rel}"')
    reply = json_reply(items, Allow="GET", X_WP_Total=str(total), X_WP_TotalPages=str(pages))
    if links:
        reply.headers["Link"] = ", ".join(links)
    return reply
