"""Where everything is made, once, and handed on by constructor."""

import threading
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from desktop_app import __version__
from desktop_app.core.work import Lane

if TYPE_CHECKING:
    from desktop_app.core.changes import ChangeSet, Publish
    from desktop_app.core.clock import Clock
    from desktop_app.network.http import Http
    from desktop_app.services.bundle import Services
    from desktop_app.services.taking_part import Pace
    from desktop_app.storage.database import Database
    from desktop_app.system.child import Child
    from desktop_app.system.credentials import Credentials
    from desktop_app.system.paths import Paths
    from desktop_app.system.settings import Option, Settings

USER_AGENT = f"Daily8/{__version__} (desktop news reader)"


@dataclass(frozen=True)
class Backstage:
    """What the services stand on: ``Tasks`` takes the first two, whoever ends calls ``close``.

    ``close`` comes after ``Tasks.stop``: it closes the database, the connections and the worker.
    It raises what ``Database.close`` raises.
    """

    heavy: Callable[..., Any]
    interrupters: Mapping[Lane, Callable[[], None]]
    close: Callable[[], None]


def build_services(
    paths: "Paths",
    settings: "Settings",
    *,
    credentials: "Credentials | None" = None,
    publish: "Publish | None" = None,
    clock: "Clock | None" = None,
    pace: "Pace | None" = None,
) -> "tuple[Services, Backstage]":
    """Open the profile and make all services; no Qt.

    Raises NEWER_FILE, CORRUPT, READ_ONLY, DISK_FULL and STORAGE, with nothing left open.
    """
    from desktop_app.core.clock import SystemClock
    from desktop_app.services.bundle import Foundation, Services
    from desktop_app.storage.database import Database
    from desktop_app.system.credentials import KeyringCredentials

    clock = clock or SystemClock()
    database = Database(paths.database, clock)
    database.open()
    later = _Later(database, settings, clock)
    foundation = Foundation(
        paths,
        settings,
        database,
        later.http,
        credentials or KeyringCredentials(),
        publish or _nobody,
        clock,
        pace,
    )
    interrupters = {Lane.SEARCH: database.interrupt_search}
    return Services(foundation), Backstage(later.heavy, interrupters, later.close)


class _Later:
    """Makes the client and the worker when they are first needed, and closes what was made."""

    def __init__(self, database: "Database", settings: "Settings", clock: "Clock") -> None:
        self._database = database
        self._settings = settings
        self._clock = clock
        self._lock = threading.Lock()
        self._http: Http | None = None
        self._child: Child | None = None
        self._forget = settings.on_change(self._on_option)

    def http(self) -> "Http":
        """Return the one client. Any thread."""
        with self._lock:
            if self._http is None:
                from desktop_app.network.http import Http
                from desktop_app.storage.network_state import HostBackoff
                from desktop_app.system.settings import PROXY

                proxy = self._settings.get(PROXY)
                self._http = Http(
                    HostBackoff(self._database),
                    user_agent=USER_AGENT,
                    proxy=proxy,
                    clock=self._clock,
                )
            return self._http

    def heavy(self, function: Callable[..., Any], *args: Any, **kwargs: Any) -> Any:
        """Run ``function`` in the worker process."""
        with self._lock:
            if self._child is None:
                from desktop_app.system.child import Child

                self._child = Child()
            child = self._child
        return child.call(function, *args, **kwargs)

    def close(self) -> None:
        """Close everything that was made."""
        self._forget()
        if self._child is not None:
            self._child.close()
        if self._http is not None:
            self._http.close()
        self._database.close()

    def _on_option(self, option: "Option[Any]") -> None:
        from desktop_app.system.settings import PROXY

        if option is PROXY and self._http is not None:
            self._http.set_proxy(self._settings.get(PROXY))


def _nobody(change: "ChangeSet") -> None:
    """Hear of changes when there is no window."""
