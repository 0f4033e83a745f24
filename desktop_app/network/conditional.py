"""Asking only for what changed: both validators of RFC 9110, 13.1."""

from desktop_app.core.sources import SyncState
from desktop_app.network.answer import Answer

_MOST = 1_000


def request_headers(state: SyncState) -> dict[str, str]:
    """Return the headers that let the server answer 304."""
    headers = {}
    if etag := state.values.get("etag"):
        headers["If-None-Match"] = etag
    if changed := state.values.get("last_modified"):
        headers["If-Modified-Since"] = changed
    return headers


def state_from(answer: Answer, old: SyncState) -> SyncState:
    """Return the state for the next request: validators of ``answer``, the rest of ``old``.

    A 304 keeps the old validators where it names no new ones; any other answer replaces both.
    """
    values = dict(old.values)
    for key, name in (("etag", "etag"), ("last_modified", "last-modified")):
        value = answer.headers.get(name, "").strip()
        if value and value.isascii() and value.isprintable() and len(value) <= _MOST:
            values[key] = value
        elif answer.status != 304:
            values.pop(key, None)
    return SyncState(values)
