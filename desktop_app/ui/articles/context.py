"""What the list knows besides its rows: sources and how they look, counts, sections."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from desktop_app.core.articles import Counts
from desktop_app.core.ids import SourceId
from desktop_app.core.sources import Capability, Section, Source
from desktop_app.ui.sources.look import SourceLook, look_of

if TYPE_CHECKING:
    from desktop_app.runtime.tasks import Tasks
    from desktop_app.services.bundle import Services
    from desktop_app.services.subscribing import Sidebar

SOURCES, SECTIONS, ABILITIES = "articles.sources", "articles.sections", "articles.abilities"


class Context(QObject):
    """Read anew when sources change. Main thread."""

    changed = Signal()

    def __init__(self, tasks: "Tasks", services: "Services", parent: QObject) -> None:
        super().__init__(parent)
        self._tasks, self._services = tasks, services
        self.looks: dict[SourceId, SourceLook] = {}
        """Another dictionary when one of them looks different."""
        self.sources: tuple[Source, ...] = ()
        self.counts: Counts | None = None
        self.sections: Sequence[Section] = ()
        self._source: SourceId | None = None
        self._searches = False

    @property
    def any_source(self) -> bool:
        """Whether there is a source at all; True until that is known."""
        return bool(self.sources) or self.counts is None

    @property
    def site(self) -> Source | None:
        """The list's source, if it can search on its own site."""
        if not self._searches:
            return None
        return next((each for each in self.sources if each.id == self._source), None)

    def load(self) -> None:
        """Read the sources and their counts."""
        self._tasks.start(SOURCES, self._services.subscribing.sidebar(), self._on_sidebar)

    def look_at(self, source_id: SourceId | None) -> None:
        """Find out about the one source that a list is about; None: there is not one."""
        if source_id == self._source:
            return
        self._source, self._searches, self.sections = source_id, False, ()
        self._tasks.cancel(SECTIONS)
        self._tasks.cancel(ABILITIES)
        if source_id is not None:
            abilities = self._services.subscribing.abilities(source_id)
            self._tasks.start(ABILITIES, abilities, self._on_abilities)
            self._read_sections(source_id)

    def look_again(self, changed: frozenset[SourceId]) -> None:
        """Read the sections anew when the list's source is among those that changed."""
        if self._source is not None and self._source in changed:
            self._read_sections(self._source)

    def _read_sections(self, source_id: SourceId) -> None:
        work = self._services.subscribing.sections(source_id)
        self._tasks.start(SECTIONS, work, self._on_sections)

    def _on_sidebar(self, sidebar: "Sidebar") -> None:
        self.sources, self.counts = sidebar.sources, sidebar.counts
        looks = {source.id: look_of(source) for source in sidebar.sources}
        if looks != self.looks:
            self.looks = looks
        self.changed.emit()

    def _on_sections(self, sections: Sequence[Section]) -> None:
        followed = [section for section in sections if section.followed]
        self.sections = followed or sections
        self.changed.emit()

    def _on_abilities(self, abilities: frozenset[Capability]) -> None:
        self._searches = Capability.SEARCH in abilities
        self.changed.emit()
