"""Values of this program to bytes and back, for the pipe to the worker. No pickle.

A value becomes a list of parts: the first is JSON, the others are the bytes and long texts that it
mentions by number, so that the JSON stays small. Known are None, bool, int, float, str, bytes,
tuple, list, dict, set, frozenset, and the closed set of our own classes:
dataclasses and enums below ``desktop_app`` whose module is loaded already, and ``AppError``.
Nothing is imported and no code runs because of what the bytes say, except ``__init__`` of those.
"""

import dataclasses
import json
import sys
from collections.abc import Mapping, Sequence
from enum import Enum
from typing import Any, cast

from desktop_app.core.errors import AppError, ErrorKind

_LONG = 1_024  # characters; longer texts travel as parts of their own
_ROOT = "desktop_app."


class CodecError(ValueError):
    """The value or the bytes are outside the closed set."""


def encode(value: object) -> list[bytes]:
    """Return the parts of ``value``. Raises CodecError."""
    parts: list[bytes] = [b""]
    try:
        plain = _plain(value, parts)
        parts[0] = json.dumps(plain, separators=(",", ":")).encode("ascii")
    except RecursionError as error:
        raise CodecError("nested too deeply") from error
    return parts


def decode(parts: Sequence[bytes]) -> Any:
    """Return the value of ``parts``. Raises CodecError."""
    try:
        return json.loads(parts[0], object_hook=_Reviver(parts).revive)
    except CodecError:
        raise
    except (ValueError, TypeError, LookupError, AttributeError, RecursionError) as error:
        raise CodecError(str(error)) from error


def name_of(thing: Any) -> str:
    """Return ``module:qualname`` of a function or class."""
    return f"{thing.__module__}:{thing.__qualname__}"


def _plain(value: object, parts: list[bytes]) -> Any:
    # The exact type counts: a bool is no int here, an IntEnum no int, a str subclass no str.
    kind = type(value)
    if value is None or kind in (bool, int, float):
        return value
    if kind is str:
        return _text(cast(str, value), parts)
    if kind in (bytes, bytearray):
        return {"$b": _part(bytes(cast(bytes, value)), parts)}
    if kind is list:
        return [_plain(each, parts) for each in cast("list[object]", value)]
    if kind in _SEQUENCES:
        return {_SEQUENCES[kind]: [_plain(each, parts) for each in cast("list[object]", value)]}
    if isinstance(value, Enum):
        return {"$e": _own(kind), "n": value.name}
    if isinstance(value, AppError):
        return {"$x": [_plain(each, parts) for each in _error_fields(value)]}
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        fields = [
            _plain(getattr(value, each.name), parts)
            for each in dataclasses.fields(value)
            if each.init
        ]
        return {"$c": _own(kind), "f": fields}
    if isinstance(value, Mapping):
        return _mapping(value, parts)
    raise CodecError(f"{kind.__module__}.{kind.__qualname__} cannot be coded")


_SEQUENCES: dict[type, str] = {tuple: "$t", frozenset: "$f", set: "$s"}


def _text(value: str, parts: list[bytes]) -> Any:
    if len(value) <= _LONG:
        return value
    return {"$l": _part(value.encode("utf-8", "surrogatepass"), parts)}


def _part(data: bytes, parts: list[bytes]) -> int:
    parts.append(data)
    return len(parts) - 1


def _mapping(value: Mapping[Any, Any], parts: list[bytes]) -> Any:
    simple = all(type(key) is str and not key.startswith("$") for key in value)
    if simple:
        return {key: _plain(each, parts) for key, each in value.items()}
    return {"$d": [[_plain(key, parts), _plain(each, parts)] for key, each in value.items()]}


def _error_fields(error: AppError) -> tuple[object, ...]:
    return (
        error.kind.name,
        error.host,
        error.code,
        error.detail,
        error.retry_after,
        error.maybe_sent,
    )


def _own(kind: type) -> str:
    if not kind.__module__.startswith(_ROOT) or "<" in kind.__qualname__:
        raise CodecError(f"{kind.__module__}.{kind.__qualname__} is none of ours")
    return name_of(kind)


def _class(name: str) -> Any:
    module_name, _, path = name.partition(":")
    module = sys.modules.get(module_name)
    if not module_name.startswith(_ROOT) or module is None:
        raise CodecError(f"{name} is not known here")
    thing: Any = module
    for part in path.split("."):
        thing = getattr(thing, part)
    if not isinstance(thing, type) or name_of(thing) != name:
        raise CodecError(f"{name} is no class of ours")
    return thing


class _Reviver:
    """Turns the marked objects of the JSON back into values, from the inside out."""

    def __init__(self, parts: Sequence[bytes]) -> None:
        self._parts = parts

    def revive(self, found: dict[str, Any]) -> Any:
        mark = next(iter(found), "")
        if not mark.startswith("$"):
            return found
        value = found[mark]
        if mark == "$b":
            return bytes(self._parts[value])
        if mark == "$l":
            return bytes(self._parts[value]).decode("utf-8", "surrogatepass")
        if mark == "$d":
            return {key: each for key, each in value}  # noqa: C416 - checks that they are pairs
        if mark == "$e":
            return self._enum(value)[found["n"]]
        if mark == "$c":
            return self._dataclass(value, found["f"])
        if mark == "$x":
            return self._error(value)
        return _MAKERS[mark](value)

    def _enum(self, name: str) -> Any:
        kind = _class(name)
        if not issubclass(kind, Enum):
            raise CodecError(f"{name} is no enum")
        return kind

    def _dataclass(self, name: str, values: list[Any]) -> Any:
        kind: Any = _class(name)
        if not hasattr(kind, "__dataclass_fields__"):
            raise CodecError(f"{name} is no dataclass")
        names = [each.name for each in dataclasses.fields(kind) if each.init]
        return kind(**dict(zip(names, values, strict=True)))

    def _error(self, values: list[Any]) -> AppError:
        kind, host, code, detail, retry_after, maybe_sent = values
        return AppError(
            ErrorKind[kind],
            host=host,
            code=code,
            detail=detail,
            retry_after=retry_after,
            maybe_sent=maybe_sent,
        )


_MAKERS: dict[str, Any] = {"$t": tuple, "$f": frozenset, "$s": set}
