"""Which sources are never sent to a language model: a tick for each."""

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QVBoxLayout, QWidget

from desktop_app.core.ids import SourceId
from desktop_app.core.work import Work
from desktop_app.system.i18n import _
from desktop_app.ui.dialogs.controls import Tick
from desktop_app.ui.dialogs.labels import label
from desktop_app.ui.theme.theme import Theme
from desktop_app.ui.widgets.tab_order import follow

if TYPE_CHECKING:
    from desktop_app.runtime.tasks import Tasks
    from desktop_app.services.bundle import Services

SLOT = "dialog.model.sources"
Found = tuple[tuple[tuple[SourceId, str], ...], frozenset[SourceId]]


class SourceBars(QWidget):
    """Main thread. A tick is written down at once."""

    def __init__(self, tasks: "Tasks", services: "Services", theme: Theme) -> None:
        super().__init__()
        self._tasks, self._services, self._theme = tasks, services, theme
        self._model = services.understanding.model
        self.ticks: dict[SourceId, Tick] = {}
        self.before: QWidget | None = None
        """After this widget Tab leads to the ticks."""
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(4)
        self._column.addWidget(label(_("Never send articles of")))
        tasks.start(SLOT, self._find(), self._on_found)

    def _find(self) -> Work[Found]:
        sidebar = yield from self._services.subscribing.sidebar()
        barred = yield from self._model.barred()
        return tuple((each.id, each.title) for each in sidebar.sources), barred

    def _on_found(self, found: Found) -> None:
        sources, barred = found
        for source_id, title in sources:
            tick = Tick(self._theme, title)
            tick.setAccessibleDescription(_("Never send articles of"))
            tick.setChecked(source_id in barred)
            tick.toggled.connect(self._on_toggled)
            self._column.addWidget(tick)
            self.ticks[source_id] = tick
        if self.before is not None:
            follow(self.before, self.ticks.values())

    def _on_toggled(self, on: bool) -> None:
        sender = self.sender()
        for source_id, tick in self.ticks.items():
            if tick is sender:
                self._tasks.run(self._model.bar(source_id, on))
