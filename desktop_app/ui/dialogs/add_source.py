"""Add anything by its address: what was found, its newest headlines, its sections."""

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import (
    QComboBox,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QListWidget,
    QListWidgetItem,
    QWidget,
)

from desktop_app.core.errors import AppError
from desktop_app.core.ids import FolderId, SourceId
from desktop_app.core.sources import Folder
from desktop_app.system.i18n import _, ngettext
from desktop_app.ui.dialogs.base import Dialog
from desktop_app.ui.theme.fonts import font
from desktop_app.ui.theme.theme import Theme

if TYPE_CHECKING:
    from desktop_app.runtime.tasks import Tasks
    from desktop_app.services.bundle import Services
    from desktop_app.services.subscribing import Candidate, Discovered, Sidebar

LOOK, ADD = "dialog.discover", "dialog.add"
PREVIEW_ROWS = 5


class AddSource(Dialog):
    """Paste an address, see what it is, choose, add. ``added`` carries the new source's id."""

    added = Signal(object)

    def __init__(
        self, parent: QWidget, tasks: "Tasks", services: "Services", theme: Theme, address: str
    ) -> None:
        super().__init__(parent, theme, _("Add a source"), 560)
        self._tasks, self._services = tasks, services
        self._candidates: tuple[Candidate, ...] = ()
        self._folders: tuple[Folder, ...] = ()
        self._make_address(address)
        self._make_found()
        self._cancel = self.add_button(_("Cancel"))
        self._cancel.clicked.connect(self.reject)
        self._main = self.add_button(_("Look"), main=True)
        self._main.clicked.connect(self._on_main)
        self.finished.connect(self._on_finished)
        self._show_found(False)
        tasks.start("dialog.folders", services.subscribing.sidebar(), self._take_folders)
        if address:
            self.look()

    def _make_address(self, address: str) -> None:
        self.add_text(
            _("The address of a newsroom, a blog, a feed, or of any article there."), muted=True
        )
        self._address = QLineEdit(address)
        self._address.setPlaceholderText("example.org")
        self._address.setAccessibleName(_("Address"))
        self._address.setClearButtonEnabled(True)
        self._address.textEdited.connect(self._on_edited)
        self.body.addWidget(self._address)

    def _make_found(self) -> None:
        self._found = QComboBox()
        self._found.setAccessibleName(_("What was found"))
        self._found.currentIndexChanged.connect(self._show_candidate)
        self._headlines = QLabel()
        self._headlines.setTextFormat(Qt.TextFormat.PlainText)
        self._headlines.setWordWrap(True)
        self._headlines.setFont(font(13))
        self._sections_label = QLabel(_("Sections to follow (none: everything)"))
        self._sections = QListWidget()
        self._sections.setAccessibleName(_("Sections to follow"))
        self._sections.setMaximumHeight(168)
        folder_row = QHBoxLayout()
        self._folder_label = QLabel(_("Folder"))
        self._folder = QComboBox()
        self._folder.setEditable(True)
        self._folder.setAccessibleName(_("Folder"))
        folder_row.addWidget(self._folder_label)
        folder_row.addWidget(self._folder, 1)
        self.body.addWidget(self._found)
        self.body.addWidget(self._headlines)
        self.body.addWidget(self._sections_label)
        self.body.addWidget(self._sections)
        self.body.addLayout(folder_row)

    @Slot(str)
    def _on_edited(self, _text: str) -> None:
        self._candidates = ()
        self._show_found(False)
        self.say("")

    @Slot()
    def _on_main(self) -> None:
        if self._candidates:
            self._add()
        else:
            self.look()

    def look(self) -> None:
        """Find out what the address is."""
        address = self._address.text().strip()
        if not address:
            self.say(_("Paste an address first."))
            return
        self.busy(_("Looking what is there …"))
        self._main.setEnabled(False)
        work = self._services.subscribing.discover(address)
        self._tasks.start(LOOK, work, self._take_found, self._on_failed)

    def _take_found(self, found: "Discovered") -> None:
        self.idle()
        self._main.setEnabled(True)
        self._candidates = found.candidates
        self._found.clear()
        for candidate in found.candidates:
            title = candidate.found.title or candidate.found.base_url
            self._found.addItem(f"{title}  —  {candidate.found.base_url}")
        self._show_found(True)
        self._show_candidate()
        self._main.setFocus()

    def _on_failed(self, error: AppError) -> None:
        self._main.setEnabled(True)
        self.fail(error)

    def _show_found(self, shown: bool) -> None:
        parts = (self._found, self._headlines, self._sections_label, self._sections)
        for part in (*parts, self._folder_label, self._folder):
            part.setVisible(shown)
        self._main.setText(_("Add") if shown else _("Look"))
        self.adjustSize()

    @Slot()
    def _show_candidate(self) -> None:
        candidate = self._candidate()
        if candidate is None:
            return
        titles = [f"•  {article.title}" for article in candidate.preview[:PREVIEW_ROWS]]
        self._headlines.setText("\n".join(titles) or _("No articles yet."))
        self._sections.clear()
        for section in candidate.sections:
            item = QListWidgetItem(section.title)
            if section.total is not None:
                count = ngettext("{count} article", "{count} articles", section.total)
                item.setText(f"{section.title}  ({count.format(count=section.total)})")
            item.setData(Qt.ItemDataRole.UserRole, section.remote_id)
            item.setFlags(item.flags() | Qt.ItemFlag.ItemIsUserCheckable)
            item.setCheckState(Qt.CheckState.Unchecked)
            self._sections.addItem(item)
        has_sections = bool(candidate.sections)
        self._sections.setVisible(has_sections)
        self._sections_label.setVisible(has_sections)
        self.say(_("You have this source already.") if candidate.already else "")
        self._main.setEnabled(candidate.already is None)

    def _candidate(self) -> "Candidate | None":
        index = self._found.currentIndex()
        return self._candidates[index] if 0 <= index < len(self._candidates) else None

    def _take_folders(self, sidebar: "Sidebar") -> None:
        self._folders = sidebar.folders
        self._folder.clear()
        self._folder.addItem("", None)
        for folder in sidebar.folders:
            self._folder.addItem(folder.title, folder.id)

    def _add(self) -> None:
        candidate = self._candidate()
        if candidate is None:
            return
        items = [self._sections.item(row) for row in range(self._sections.count())]
        followed = frozenset(
            str(item.data(Qt.ItemDataRole.UserRole))
            for item in items
            if item.checkState() == Qt.CheckState.Checked
        )
        self.busy(_("Adding it and fetching its news …"))
        self._main.setEnabled(False)
        work = self._services.subscribing.add_to(candidate, followed, self._folder_wish())
        self._tasks.start(ADD, work, self._on_added, self._on_failed)

    def _folder_wish(self) -> FolderId | str | None:
        """Return the folder's id, the title of a new one, or None for no folder."""
        title = self._folder.currentText().strip()
        for folder in self._folders:
            if folder.title == title:
                return folder.id
        return title or None

    def _on_added(self, source_id: SourceId) -> None:
        self.idle()
        self.added.emit(source_id)
        self.accept()

    @Slot(int)
    def _on_finished(self, _result: int) -> None:
        for slot in (LOOK, ADD, "dialog.folders"):
            self._tasks.cancel(slot)
