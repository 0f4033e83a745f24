"""The feed that says which version is the newest: how it is written, and when it is believed.

One small file, so that a notice and its signature never come from two moments::

    daily8 releases 1
    <Ed25519 signature in base64> <bytes that follow>
    {"version": "1.3.0", "date": 1790000000, "expires": 1797000000, "notes": {"en": …}, "page": …}

The signature is over the first line and all bytes after the second. Nothing of the notice is read
before it holds. Pure; any thread.
"""

import base64
import binascii
import json
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from desktop_app.core.errors import AppError, ErrorKind
from desktop_app.system.ed25519 import verify
from desktop_app.text.urls import is_web

CAP = 65_536
"""Bytes of a feed; more is refused."""

LONGEST_LIFE = 400 * 86_400
"""Seconds for which a notice may hold: one that never ends could be shown for ever."""

EARLY = 86_400
"""Seconds that a notice may lie ahead of this machine's clock."""

_HEAD = b"daily8 releases 1\n"
_VERSION = re.compile(r"(0|[1-9]\d{0,5})(\.(0|[1-9]\d{0,5})){1,3}")
_LONGEST_NOTES = 8_000
_BLANK = re.compile("[\x00-\x08\x0b-\x1f\x7f\u202a-\u202e\u2066-\u2069]")


@dataclass(frozen=True, slots=True)
class Release:
    """One version as its makers announce it. Times in Unix seconds; ``page`` is https."""

    version: str
    date: int
    expires: int
    page: str
    notes: Mapping[str, str] = field(default_factory=dict)

    def notes_in(self, language: str) -> str:
        """Return the notes in ``language`` or English, as plain text."""
        return self.notes.get(language) or self.notes.get("en", "")


def is_newer(version: str, than: str) -> bool:
    """Return whether one version comes after another."""
    return _numbers(version) > _numbers(than)


def read(data: bytes, keys: Sequence[bytes], now: int) -> Release:
    """Return the notice of a feed that one of ``keys`` signed and that holds at ``now``.

    Raises TOO_LARGE, and BAD_ANSWER with ``code`` ``update_cut``, ``update_signature``,
    ``update_broken`` (signed, but not understood), ``update_early`` or ``update_expired``.
    """
    if len(data) > CAP:
        raise AppError(ErrorKind.TOO_LARGE, code="update_large")
    release = _understood(_signed_part(data, keys))
    if release.date > now + EARLY:
        raise _refused("early")
    if release.expires <= now:
        raise _refused("expired")
    return release


def write(notice: Mapping[str, Any], sign: Callable[[bytes], bytes]) -> bytes:
    """Return the feed that says ``notice``. Raises ValueError when ``read`` would not take it."""
    body = json.dumps(notice, ensure_ascii=False, sort_keys=True, indent=1).encode() + b"\n"
    try:
        _understood(body)
    except AppError as error:
        raise ValueError(f"not a notice: {error}") from error
    signature = base64.b64encode(sign(_HEAD + body))
    feed = _HEAD + signature + f" {len(body)}\n".encode() + body
    if len(feed) > CAP:
        raise ValueError(f"a feed has at most {CAP} bytes, not {len(feed)}")
    return feed


def _signed_part(data: bytes, keys: Sequence[bytes]) -> bytes:
    if not data.startswith(_HEAD):
        raise _refused("cut" if _HEAD.startswith(data) else "signature")
    line, end, body = data[len(_HEAD) :].partition(b"\n")
    found = re.fullmatch(rb"([A-Za-z0-9+/]{86}==) ([1-9]\d{0,5})", line)
    if found is None:
        raise _refused("cut" if not end else "signature")
    if len(body) < int(found[2]):
        raise _refused("cut")
    try:
        signature = base64.b64decode(found[1], validate=True)
    except binascii.Error:
        raise _refused("signature") from None
    one_way = base64.b64encode(signature) == found[1]  # its last letter has bits to spare
    whole = len(body) == int(found[2]) and one_way
    if not whole or not any(verify(key, _HEAD + body, signature) for key in keys):
        raise _refused("signature")
    return body


def _understood(body: bytes) -> Release:
    try:
        value = json.loads(body)
    except (ValueError, RecursionError):
        raise _refused("broken") from None
    known = value if isinstance(value, dict) else {}
    version, page = known.get("version"), known.get("page")
    date, expires = known.get("date"), known.get("expires")
    if (
        not isinstance(version, str)
        or not _VERSION.fullmatch(version)
        or not isinstance(page, str)
        or not page.startswith("https://")
        or not is_web(page)
        or type(date) is not int
        or type(expires) is not int
        or not 0 < date < expires <= date + LONGEST_LIFE
    ):
        raise _refused("broken")
    return Release(version, date, expires, page, _notes(known.get("notes")))


def _notes(value: object) -> dict[str, str]:
    if not isinstance(value, dict):
        return {}
    return {
        language: _BLANK.sub("", text)[:_LONGEST_NOTES]
        for language, text in value.items()
        if isinstance(text, str)
    }


def _numbers(version: str) -> tuple[int, ...]:
    numbers = [int(part) for part in re.findall(r"\d+", version.split("-")[0].split("+")[0])]
    while numbers and numbers[-1] == 0:
        numbers.pop()
    return tuple(numbers)


def _refused(why: str) -> AppError:
    return AppError(ErrorKind.BAD_ANSWER, code=f"update_{why}")
