"""One adapter for each source, kept: an unlocked article's password lives in its adapter."""

import threading
from collections.abc import Callable
from typing import TYPE_CHECKING

from desktop_app.core.sources import FoundSource, Source

if TYPE_CHECKING:
    from desktop_app.network.http import Http


class Adapters:
    """Opens adapters. Any thread but the main one: the first of a kind imports its parsers."""

    def __init__(self, http: "Callable[[], Http]") -> None:
        self._http = http
        self._lock = threading.Lock()
        self._opened: dict[tuple[object, ...], object] = {}

    def __call__(self, place: Source | FoundSource) -> object:
        """Return the adapter of a source. Raises UNSUPPORTED for a kind of a newer app."""
        key = (place.kind, place.base_url, *sorted(place.options.items()))
        with self._lock:
            adapter = self._opened.get(key)
            if adapter is None:
                from desktop_app.sources.kinds import open_source

                adapter = self._opened[key] = open_source(place, self._http())
            return adapter
