"""The dialog that says which sections of a source are followed."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QWidget

from desktop_app.core.errors import AppError
from desktop_app.core.sources import Section, Source
from desktop_app.system.i18n import _
from desktop_app.ui.dialogs.base import Dialog
from desktop_app.ui.dialogs.nesting import nested
from desktop_app.ui.dialogs.rows import Rows, RowWords
from desktop_app.ui.theme.theme import Theme

if TYPE_CHECKING:
    from desktop_app.runtime.tasks import Tasks
    from desktop_app.services.bundle import Services

SLOT = "sources.sections"


class SectionsDialog(Dialog):
    """Stored sections first; those of the site as soon as they come."""

    def __init__(
        self,
        parent: QWidget,
        tasks: "Tasks",
        services: "Services",
        theme: Theme,
        source: Source,
    ) -> None:
        title = _("Sections of {source}").format(source=source.title)
        super().__init__(parent, theme, title, 480, 540)
        self._tasks, self._services, self._source = tasks, services, source
        self.add_text(_("Tick what you want to read. Nothing ticked means all of it."), muted=True)
        self._list = Rows(theme, _("Sections"))
        self.body.addWidget(self._list, 1)
        self._cancel = self.add_button(_("Cancel"))
        self._save = self.add_button(_("Save"), main=True)
        self._cancel.clicked.connect(self.reject)
        self._save.clicked.connect(self._on_save)
        self._save.setEnabled(False)
        self.busy(_("Asking the site …"))
        self._tasks.start(
            SLOT, services.subscribing.sections(source.id), self._on_stored, self.fail
        )

    def _on_stored(self, sections: Sequence[Section]) -> None:
        self._show(sections)
        work = self._services.subscribing.fetch_sections(self._source.id)
        self._tasks.start(SLOT, work, self._on_fetched, self._on_not_fetched)

    def _on_fetched(self, sections: Sequence[Section]) -> None:
        self.idle()
        self._show(sections)
        if not sections:
            self.say(_("This source has no sections."))

    def _on_not_fetched(self, error: AppError) -> None:
        self.fail(error)

    def _show(self, sections: Sequence[Section]) -> None:
        ticked = self._ticked() if self._list.count() else None
        self._list.clear()
        for section, depth in nested(sections):
            on = section.followed if ticked is None else section.remote_id in ticked
            trail = "" if section.total is None else str(section.total)
            words = RowWords(section.title, trail=trail, depth=depth)
            self._list.add(section.remote_id, words, checked=on)
        if sections:
            self._list.setCurrentRow(0)
        self._save.setEnabled(bool(sections))

    def _ticked(self) -> frozenset[str]:
        return frozenset(str(key) for key in self._list.checked())

    def _on_save(self) -> None:
        work = self._services.subscribing.follow(self._source.id, sorted(self._ticked()))
        self._tasks.run(work)
        self.accept()

    def done(self, result: int) -> None:
        """Stop asking, then close."""
        self._tasks.cancel(SLOT)
        super().done(result)
