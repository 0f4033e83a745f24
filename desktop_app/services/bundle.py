"""All use cases, handed to panes and to the command line as one.

Each is made when it is first asked for, so that the list is on the screen before anything that
only a click needs has been imported.
"""

import logging
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cached_property, partial
from importlib import import_module
from typing import TYPE_CHECKING

from desktop_app.core.changes import Publish
from desktop_app.core.clock import Clock
from desktop_app.core.errors import AppError, ErrorKind
from desktop_app.core.ids import ArticleId
from desktop_app.core.work import CPU, Work, on
from desktop_app.services.adapters import Adapters
from desktop_app.storage.database import Database
from desktop_app.system.credentials import Credentials
from desktop_app.system.paths import Paths
from desktop_app.system.settings import (
    CACHE_MB,
    INSIGHT,
    KEEP_DAYS,
    LOOK_FOR_UPDATES,
    REFRESH_MINUTES,
    Settings,
)

if TYPE_CHECKING:
    from desktop_app.network.http import Http
    from desktop_app.services.accounts import Accounts
    from desktop_app.services.answers import Answers
    from desktop_app.services.conversation import Conversation
    from desktop_app.services.images import Images
    from desktop_app.services.notices import Notices
    from desktop_app.services.outbox import Outbox
    from desktop_app.services.reading import Reading
    from desktop_app.services.refresh import Refresh
    from desktop_app.services.related import Related
    from desktop_app.services.subscribing import Subscribing
    from desktop_app.services.taking_part import Pace, TakingPart
    from desktop_app.services.understanding import Understanding
    from desktop_app.services.understanding.stories import StoriesOf
    from desktop_app.services.updates import Updates
    from desktop_app.services.upkeep import Upkeep
    from desktop_app.system.channel import Channel

log = logging.getLogger("daily8.services")

_NEEDED_SOON = (
    "desktop_app.network.transport",
    "desktop_app.services.taking_part",
    "desktop_app.services.refresh",
    "desktop_app.services.related",
    "desktop_app.services.images",
    "desktop_app.services.upkeep",
    "desktop_app.services.opml",
    "desktop_app.sources.wordpress.source",
    "desktop_app.sources.feed.source",
)


@dataclass(frozen=True)
class Foundation:
    """What the services stand on. ``http`` makes the one client when it is first called."""

    paths: Paths
    settings: Settings
    database: Database
    http: "Callable[[], Http]"
    credentials: Credentials
    publish: Publish
    clock: Clock
    pace: "Pace | None" = None
    channel: "Channel | None" = None
    """Where newer versions are announced; None: as this build says."""


class Services:
    """Made once, in ``app.py``. Ask for the use cases on the main thread; their methods are Works.

    Only ``settings`` may be used on any thread.
    """

    def __init__(self, foundation: Foundation) -> None:
        self._on = foundation
        self._adapters = Adapters(foundation.http)
        self.settings = foundation.settings

    def warm_up(self) -> Work[None]:
        """Import what clicks will need, on a lane; start it after the first paint."""
        for name in _NEEDED_SOON:
            yield on(CPU, import_module, name)

    @cached_property
    def reading(self) -> "Reading":
        """Lists, articles, read and saved, searching, paging back."""
        from desktop_app.services.reading import Reading

        base = self._on
        return Reading(base.database, self._adapters, base.publish, base.clock, self._understands)

    @cached_property
    def subscribing(self) -> "Subscribing":
        """Sources and folders, OPML, the catalogue."""
        from desktop_app.services.subscribing import Subscribing

        base = self._on
        return Subscribing(
            base.database,
            base.http,
            self._adapters,
            self.refresh,
            base.publish,
            base.clock,
            self._understands,
        )

    @cached_property
    def refresh(self) -> "Refresh":
        """Looking for news."""
        from desktop_app.services.refresh import Refresh

        base = self._on
        return Refresh(
            base.database,
            self._adapters,
            self._minutes,
            base.publish,
            base.clock,
            self._find_stories,
        )

    @cached_property
    def related(self) -> "Related":
        """Articles that go with an article."""
        from desktop_app.services.related import Related

        return Related(self._on.database, self._understands)

    @cached_property
    def images(self) -> "Images":
        """Pictures, downloaded and kept."""
        from desktop_app.services.images import Images

        base = self._on
        folder = base.paths.pictures
        return Images(base.database, folder, base.http, self._picture_bytes, base.clock)

    @cached_property
    def conversation(self) -> "Conversation":
        """Threads and drafts."""
        return self._taking_part.conversation

    @cached_property
    def outbox(self) -> "Outbox":
        """What was written, on its way."""
        return self._taking_part.outbox

    @cached_property
    def accounts(self) -> "Accounts":
        """Signing in and out."""
        return self._taking_part.accounts

    @cached_property
    def notices(self) -> "Notices":
        """What is worth telling of new articles outside the window."""
        from desktop_app.services.notices import Notices

        return Notices(self._on.database)

    @cached_property
    def answers(self) -> "Answers":
        """Looking whether somebody answered, while nobody looks."""
        from desktop_app.services.answers import Answers

        base = self._on
        return Answers(base.database, self.conversation, self._minutes, base.publish, base.clock)

    @cached_property
    def updates(self) -> "Updates":
        """Looking for a newer version of this program."""
        from desktop_app import __version__
        from desktop_app.services.updates import Updates
        from desktop_app.storage.meta import Meta
        from desktop_app.system.channel import channel

        base, found = self._on, self._on.channel or channel()
        meta = Meta(base.database)
        return Updates(base.http, meta, found, __version__, self._wants_updates, base.clock)

    @cached_property
    def upkeep(self) -> "Upkeep":
        """Deleting what is old."""
        from desktop_app.services.upkeep import Upkeep

        base = self._on
        return Upkeep(base.database, self.images, self._keep_days, base.publish, base.clock)

    @cached_property
    def understanding(self) -> "Understanding":
        """What is computed about articles. Only to be asked for while INSIGHT is on."""
        from desktop_app.services.understanding import Understanding

        return Understanding(self._on)

    def forget_understanding(self) -> None:
        """Let go of all that it keeps in memory: it was switched off."""
        self.__dict__.pop("understanding", None)

    @cached_property
    def _taking_part(self) -> "TakingPart":
        from desktop_app.services.taking_part import USUAL_PACE, take_part, thread_finder
        from desktop_app.system.process_lock import ProcessLock
        from desktop_app.system.registered import hands_over
        from desktop_app.text.arrivals import SCHEME

        base = self._on
        return take_part(
            base.database,
            self._adapters,
            thread_finder(base.http()),
            base.credentials,
            ProcessLock(base.paths.data / "outbox.lock"),
            base.publish,
            base.clock,
            base.pace or USUAL_PACE,
            partial(hands_over, SCHEME, base.paths),
        )

    def _understands(self) -> bool:
        return self.settings.get(INSIGHT)

    def _stories(self) -> "StoriesOf":
        return self.understanding.stories

    def _find_stories(self, new: Sequence[ArticleId]) -> Work[None]:
        if not self._understands():
            return
        try:
            stories: StoriesOf = yield on(CPU, self._stories)
            yield from stories.arrived(new)
        except AppError as error:
            if error.kind is ErrorKind.CANCELLED:
                raise
            log.info("stories of new articles: %s", error)

    def _wants_updates(self) -> bool:
        return self.settings.get(LOOK_FOR_UPDATES)

    def _minutes(self) -> int:
        return self.settings.get(REFRESH_MINUTES)

    def _keep_days(self) -> int:
        return self.settings.get(KEEP_DAYS)

    def _picture_bytes(self) -> int:
        return self.settings.get(CACHE_MB) * 1_000_000
