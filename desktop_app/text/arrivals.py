"""What the system hands the program: sites, feeds, files, and the answer of an approval page.

Pure, any thread. Whatever it is came from outside: a page in a browser can call any of these
addresses, so none of them does more than open a dialog that asks.
"""

from dataclasses import dataclass
from pathlib import Path
from urllib.parse import parse_qs, unquote, urlsplit

from desktop_app.text.urls import LONGEST, is_web

SCHEME = "daily8"
"""The scheme that the packages register."""

RETURN_ADDRESS = f"{SCHEME}://approved"
"""Where an approval page sends the browser back; WordPress refuses a scheme without a host."""

_STATE_LONGEST = 200


@dataclass(frozen=True, slots=True)
class Approval:
    """What an approval page answered; ``password`` "": the reader refused."""

    state: str
    login: str
    password: str

    def __repr__(self) -> str:
        return "Approval(...)"


@dataclass(frozen=True, slots=True)
class Place:
    """A site or a feed to look at; ``from_page``: a page may have asked for it, nobody typed it."""

    address: str
    from_page: bool = False


@dataclass(frozen=True, slots=True)
class File:
    """A file on this machine: subscriptions, or a feed that was saved."""

    path: Path


Arrival = Approval | Place | File


def read(address: str) -> Arrival | None:
    """Return what ``address`` is about; None when it is nothing that we know.

    ``daily8://add?url=…``, ``daily8://approved?…``, ``feed:https://…``, ``feed://…``, ``file:``
    and everything without one of these schemes, which is taken as it was typed.
    """
    address = address.strip()
    if not address or len(address) > LONGEST or "\0" in address:
        return None
    scheme, colon, rest = address.partition(":")
    scheme = scheme.lower() if colon else ""
    if scheme == SCHEME:
        return _ours(address)
    if scheme == "file":
        return _file(address)
    if scheme == "feed":
        return _feed(rest)
    return Place(address)


def _ours(address: str) -> Arrival | None:
    try:
        parts = urlsplit(address)
        query = {name: values[0] for name, values in parse_qs(parts.query).items()}
    except ValueError:
        return None
    if parts.netloc == "approved":
        return _approval(query)
    if parts.netloc == "add":
        place = read(query.get("url", "")) if ":" in query.get("url", "") else None
        if isinstance(place, Place) and is_web(place.address):
            return Place(place.address, from_page=True)
    return None


def _approval(query: dict[str, str]) -> Approval | None:
    state = query.get("state", "")
    if not state or len(state) > _STATE_LONGEST:
        return None
    login, password = query.get("user_login", ""), query.get("password", "")
    if query.get("success") == "false" or not login or not password:
        return Approval(state, "", "")
    return Approval(state, login, password)


def _file(address: str) -> File | None:
    try:
        parts = urlsplit(address)
    except ValueError:
        return None
    if parts.netloc not in ("", "localhost") or not unquote(parts.path).strip("/"):
        return None  # a file of another machine would be fetched by the system
    from urllib.request import url2pathname  # brings half of the network library along

    path = Path(url2pathname(parts.path))
    return File(path) if path.is_absolute() and not str(path).startswith("\\\\") else None


def _feed(rest: str) -> Place | None:
    address = rest if is_web(rest) else f"https:{rest}" if rest.startswith("//") else ""
    return Place(address, from_page=True) if is_web(address) else None
