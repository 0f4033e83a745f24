"""Where everything is made, once, and handed on by constructor."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from desktop_app import __version__
from desktop_app.core.work import Lane

if TYPE_CHECKING:
    from desktop_app.core.changes import ChangeSet, Publish
    from desktop_app.core.clock import Clock
    from desktop_app.services.bundle import Services
    from desktop_app.services.taking_part import Pace
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
    from desktop_app.network.http import Http
    from desktop_app.services.taking_part import USUAL_PACE
    from desktop_app.storage.database import Database
    from desktop_app.storage.network_state import HostBackoff
    from desktop_app.system.child import Child
    from desktop_app.system.credentials import KeyringCredentials
    from desktop_app.system.settings import PROXY

    clock = clock or SystemClock()
    database = Database(paths.database, clock)
    database.open()
    http = Http(
        HostBackoff(database), user_agent=USER_AGENT, proxy=settings.get(PROXY), clock=clock
    )
    child = Child()

    def on_option(option: "Option[Any]") -> None:
        if option is PROXY:
            http.set_proxy(settings.get(PROXY))

    forget = settings.on_change(on_option)

    def close() -> None:
        forget()
        child.close()
        http.close()
        database.close()

    services = _services(
        paths,
        settings,
        _Parts(database, http, clock, publish or _nobody),
        credentials or KeyringCredentials(),
        pace or USUAL_PACE,
    )
    return services, Backstage(child.call, {Lane.SEARCH: database.interrupt_search}, close)


@dataclass(frozen=True)
class _Parts:
    database: Any
    http: Any
    clock: "Clock"
    publish: "Publish"


def _services(
    paths: "Paths",
    settings: "Settings",
    parts: _Parts,
    credentials: "Credentials",
    pace: "Pace",
) -> "Services":
    from desktop_app.services.adapters import Adapters
    from desktop_app.services.bundle import Services
    from desktop_app.services.images import Images
    from desktop_app.services.reading import Reading
    from desktop_app.services.refresh import Refresh
    from desktop_app.services.related import Related
    from desktop_app.services.schedule import Schedule
    from desktop_app.services.subscribing import Subscribing
    from desktop_app.services.taking_part import take_part, thread_finder
    from desktop_app.services.upkeep import Upkeep
    from desktop_app.system.process_lock import ProcessLock
    from desktop_app.system.settings import CACHE_MB, KEEP_DAYS, REFRESH_MINUTES

    database, http, clock, publish = parts.database, parts.http, parts.clock, parts.publish
    adapters = Adapters(http)

    def minutes() -> int:
        return settings.get(REFRESH_MINUTES) or REFRESH_MINUTES.default

    taking_part = take_part(
        database,
        adapters,
        thread_finder(http),
        credentials,
        ProcessLock(paths.data / "outbox.lock"),
        publish,
        clock,
        pace,
    )
    refresh = Refresh(database, adapters, minutes, publish, clock)
    images = Images(
        database, paths.pictures, http, lambda: settings.get(CACHE_MB) * 1_000_000, clock
    )
    return Services(
        subscribing=Subscribing(database, http, adapters, refresh, publish, clock),
        refresh=refresh,
        reading=Reading(database, adapters, publish, clock),
        related=Related(database),
        images=images,
        conversation=taking_part.conversation,
        outbox=taking_part.outbox,
        accounts=taking_part.accounts,
        schedule=Schedule(
            database, refresh, taking_part.outbox, lambda: settings.get(REFRESH_MINUTES) > 0, clock
        ),
        upkeep=Upkeep(database, images, lambda: settings.get(KEEP_DAYS), publish, clock),
        settings=settings,
    )


def _nobody(change: "ChangeSet") -> None:
    """Hear of changes when there is no window."""
