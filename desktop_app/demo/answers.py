"""What is asked of the newsroom and what it answers, apart from HTTP itself."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, NoReturn
from urllib.parse import parse_qsl

Json = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Request:
    """One request. ``path`` is decoded and starts with a slash; header names are lower-case."""

    method: str
    path: str
    query: str
    headers: Mapping[str, str]
    body: bytes = b""


@dataclass(slots=True)
class Reply:
    """One answer. A HEAD is answered like a GET; the server leaves the body out."""

    status: int = 200
    body: bytes = b""
    content_type: str = "text/html; charset=UTF-8"
    headers: dict[str, str] = field(default_factory=dict)


class ApiError(Exception):
    """An error of the REST API, in WordPress's own words."""

    def __init__(self, status: int, code: str, message: str, **data: Any) -> None:
        super().__init__(code)
        self.status, self.code, self.message, self.data = status, code, message, data
        self.headers: dict[str, str] = {}

    def reply(self) -> Reply:
        """Return it as the answer."""
        data = {"status": self.status, **self.data}
        reply = json_reply({"code": self.code, "message": self.message, "data": data}, self.status)
        reply.headers |= self.headers
        return reply


def json_reply(value: object, status: int = 200, **headers: str) -> Reply:
    """Return ``value`` as an answer of the API; ``X_Wp_Total`` names the header X-Wp-Total."""
    text = json.dumps(value, ensure_ascii=False, separators=(",", ":"))
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    named["X-Robots-Tag"] = "noindex"
    return Reply(status, text.encode(), "application/json; charset=UTF-8", named)


def redirect(url: str, status: int = 302) -> Reply:
    """Send the browser to ``url``."""
    return Reply(status, b"", headers={"Location": url})


def bad_param(name: str, message: str, code: str = "rest_invalid_type") -> NoReturn:
    """Refuse a parameter as the API does."""
    detail = {"code": code, "message": message, "data": None}
    raise ApiError(
        400,
        "rest_invalid_param",
        f"Invalid parameter(s): {name}",
        params={name: message},
        details={name: detail},
    )


class Params:
    """The parameters of a request, read as PHP and the API read them.

    A list is ``a=1,2``, ``a[]=1&a[]=2`` or ``a[0]=1``; the last of several single values counts.
    """

    def __init__(self, pairs: list[tuple[str, str]]) -> None:
        self.single: dict[str, str] = {}
        self._lists: dict[str, list[str]] = {}
        self._named: dict[str, dict[str, str]] = {}
        for name, value in pairs:
            bare, bracket, key = name.partition("[")
            key = key.rstrip("]")
            if not bracket:
                self.single[bare] = value
            elif key and not key.isdecimal():
                self._named.setdefault(bare, {})[key] = value
            else:
                self._lists.setdefault(bare, []).append(value)

    @classmethod
    def of(cls, query: str) -> "Params":
        """Read a query string."""
        return cls(parse_qsl(query, keep_blank_values=True))

    def __contains__(self, name: str) -> bool:
        return name in self.single or name in self._lists or name in self._named

    def text(self, name: str, default: str = "") -> str:
        """Return one value."""
        return self.single.get(name, default)

    def named(self, name: str) -> Mapping[str, str]:
        """Return the values of ``name[key]``."""
        return self._named.get(name, {})

    def words(self, name: str) -> list[str]:
        """Return a list of texts."""
        if name in self._lists:
            return self._lists[name]
        return [each.strip() for each in self.text(name).split(",") if each.strip()]

    def flag(self, name: str) -> bool:
        """Return a yes or no."""
        return self.text(name).lower() in ("1", "true", "yes")

    def number(self, name: str, default: int, most: int | None = None) -> int:
        """Return a whole number from 1 up. Raises ApiError."""
        given = self.text(name)
        if not given:
            return default
        if not given.lstrip("-").isdecimal():
            bad_param(name, f"{name} is not of type integer.")
        value = int(given)
        if value < 1 or (most is not None and value > most):
            bound = (
                f"{name} must be between 1 (inclusive) and {most} (inclusive)"
                if most is not None
                else f"{name} must be greater than or equal to 1"
            )
            bad_param(name, bound, "rest_out_of_bounds")
        return value

    def ids(self, name: str) -> list[int]:
        """Return a list of ids. Raises ApiError."""
        found = []
        for each in self.words(name):
            if not each.lstrip("-").isdecimal() or len(each) > 18:
                bad_param(name, f"{name}[0] is not of type integer.")
            found.append(int(each))
        return found

    def choice(self, name: str, allowed: tuple[str, ...]) -> str:
        """Return one of ``allowed``, the first when nothing was given. Raises ApiError."""
        given = self.text(name) or allowed[0]
        if given not in allowed:
            bad_param(name, f"{name} is not one of {', '.join(allowed)}.", "rest_not_in_enum")
        return given


def chosen_fields(value: Json, wanted: list[str]) -> Json:
    """Return the fields that ``_fields`` names; ``title.rendered`` names a field of a field."""
    if not wanted:
        return value
    chosen: Json = {}
    for name in wanted:
        head, dot, rest = name.partition(".")
        if head not in value:
            continue
        inner = value[head]
        if not dot:
            chosen[head] = inner
        elif isinstance(inner, dict):
            part = chosen_fields(inner, [rest])
            if part:
                chosen[head] = {**chosen.get(head, {}), **part}
    return {name: chosen[name] for name in value if name in chosen}
