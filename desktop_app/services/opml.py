"""Lists of subscriptions from and for other readers."""

from dataclasses import dataclass

from desktop_app.core.changes import ChangeSet, Publish
from desktop_app.core.clock import Clock
from desktop_app.core.errors import AppError
from desktop_app.core.ids import FolderId, SourceId
from desktop_app.core.sources import FoundSource
from desktop_app.core.work import CPU, READ, WRITE, Work, on
from desktop_app.storage.database import Database
from desktop_app.storage.sources import Sources
from desktop_app.text.opml import OpmlOutline, read_opml, write_opml

_SLICE = 100
_TITLE = "Daily8"


@dataclass(frozen=True, slots=True)
class ImportReport:
    """What became of each address of a file."""

    added: tuple[SourceId, ...]
    already: int
    failed: tuple[tuple[str, AppError], ...] = ()


class Opml:
    """Methods are Works; no network: what does not answer is told by the next refresh."""

    def __init__(self, database: Database, publish: Publish, clock: Clock) -> None:
        self._database = database
        self._sources = Sources(database)
        self._publish = publish
        self._clock = clock

    def read(self, data: bytes) -> Work[ImportReport]:
        """Add every feed of an OPML file, folders too; they are due at once.

        Raises BAD_FILE; then nothing was added.
        """
        outlines: tuple[OpmlOutline, ...] = yield on(CPU, read_opml, data)
        added: list[SourceId] = []
        for start in range(0, len(outlines), _SLICE):
            part: list[SourceId] = yield on(WRITE, self._add, outlines[start : start + _SLICE])
            added.extend(part)
        self._publish(ChangeSet(sources=frozenset(added), sidebar=True))
        return ImportReport(tuple(added), len(outlines) - len(added))

    def write(self) -> Work[str]:
        """Return all sources as OPML, in their folders and their order."""
        outlines: list[OpmlOutline] = yield on(READ, self._outlines)
        text: str = yield on(CPU, write_opml, _TITLE, outlines, self._clock.now())
        return text

    def _add(self, outlines: tuple[OpmlOutline, ...]) -> list[SourceId]:
        from desktop_app.sources.kinds import FEED

        now = self._clock.now()
        added: list[SourceId] = []
        with self._database.write():
            folders = {each.title: each.id for each in self._sources.folders()}
            for outline in outlines:
                if self._sources.find(FEED, outline.url) is not None:
                    continue
                folder = self._folder(outline, folders)
                found = FoundSource(FEED, outline.url, outline.title, outline.home_url)
                added.append(self._sources.add(found, folder, now).id)
        return added

    def _folder(self, outline: OpmlOutline, folders: dict[str, FolderId]) -> FolderId | None:
        """Return the folder of an outline; ours do not nest, so the innermost counts."""
        if not outline.folders:
            return None
        title = outline.folders[-1]
        if title not in folders:
            folders[title] = self._sources.add_folder(title).id
        return folders[title]

    def _outlines(self) -> list[OpmlOutline]:
        from desktop_app.sources.kinds import feed_address

        folders = {each.id: each for each in self._sources.folders()}
        order = {folder_id: place for place, folder_id in enumerate(folders)}
        sources = sorted(
            self._sources.all(),
            key=lambda each: order.get(each.folder_id, -1) if each.folder_id else -1,
        )
        return [
            OpmlOutline(
                each.title,
                feed_address(each),
                each.home_url,
                (folders[each.folder_id].title,) if each.folder_id in folders else (),
            )
            for each in sources
        ]
