"""Add anything by its address: what was found, its newest headlines, its sections."""

from typing import TYPE_CHECKING

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QHBoxLayout, QLabel, QLineEdit, QWidget

from desktop_app.core.errors import AppError
from desktop_app.core.ids import FolderId, SourceId
from desktop_app.core.sources import Folder
from desktop_app.system.i18n import _
from desktop_app.ui.dialogs.base import Dialog
from desktop_app.ui.dialogs.controls import Select
from desktop_app.ui.dialogs.found import Found
from desktop_app.ui.dialogs.hint import Hint
from desktop_app.ui.dialogs.scrolled import Pages
from desktop_app.ui.theme.theme import Theme

if TYPE_CHECKING:
    from desktop_app.runtime.tasks import Tasks
    from desktop_app.services.bundle import Services
    from desktop_app.services.subscribing import Discovered, Sidebar

LOOK, ADD, FOLDERS = "dialog.discover", "dialog.add", "dialog.folders"
WIDTH, HEIGHT = 680, 552


class AddSource(Dialog):
    """Paste an address, see what it is, choose, add. ``added`` carries the new source's id."""

    added = Signal(object)

    def __init__(
        self,
        parent: QWidget,
        tasks: "Tasks",
        services: "Services",
        theme: Theme,
        address: str,
        look: bool = True,
    ) -> None:
        super().__init__(parent, theme, _("Add a source"), WIDTH, HEIGHT)
        self._tasks, self._services = tasks, services
        self._folders: tuple[Folder, ...] = ()
        self._build(address)
        self._cancel = self.add_button(_("Cancel"))
        self._cancel.clicked.connect(self.reject)
        self._main = self.add_button(_("Look"), main=True)
        self._main.clicked.connect(self._on_main)
        self.finished.connect(self._on_finished)
        self._show_found(False)
        tasks.start(FOLDERS, services.subscribing.sidebar(), self._take_folders)
        self._address.setFocus()
        if address and look:
            self.look()
        elif address:
            self._main.setFocus()

    def _build(self, address: str) -> None:
        self._address = QLineEdit(address)
        self._address.setPlaceholderText("example.org")
        self._address.setAccessibleName(_("Address"))
        self._address.textEdited.connect(self._on_edited)
        self.body.addWidget(self._address)
        words = _(
            "Paste the address of a newsroom, a blog or a feed, or of any article there. "
            "Daily8 finds out what it is."
        )
        self._address.setAccessibleDescription(words)
        self._found = Found(self.theme)
        self._found.chosen.connect(self._on_chosen)
        self._folder = Select(self.theme, _("Folder"), editable=True)
        edit = self._folder.lineEdit()
        assert edit is not None
        edit.setPlaceholderText(_("None"))
        label = QLabel(_("Folder"))
        label.setBuddy(self._folder)
        row = QHBoxLayout()
        row.setSpacing(12)
        row.addWidget(label)
        row.addWidget(self._folder, 1)
        self._found.column.addLayout(row)
        self._pages = Pages()
        self._pages.addWidget(Hint(self.theme, "globe-hemisphere-west", words))
        self._pages.addWidget(self._found)
        self.body.addWidget(self._pages, 1)

    @Slot(str)
    def _on_edited(self, _text: str) -> None:
        self._tasks.cancel(LOOK)
        self.idle()
        self._show_found(False)
        self._main.setEnabled(True)
        self.say("")

    @Slot()
    def _on_main(self) -> None:
        candidate = self._found.candidate()
        if self._pages.currentIndex() == 0 or candidate is None:
            self.look()
        elif candidate.already is not None:
            self._on_added(candidate.already)
        else:
            self._add()

    def look(self) -> None:
        """Find out what the address is."""
        address = self._address.text().strip()
        if not address:
            self.say(_("Paste an address first."))
            self._address.setFocus()
            return
        self.busy(_("Looking what is there …"))
        self._main.setEnabled(False)
        work = self._services.subscribing.discover(address)
        self._tasks.start(LOOK, work, self._take_found, self._on_failed)

    def _take_found(self, found: "Discovered") -> None:
        self.idle()
        self._show_found(True)
        self._found.show_candidates(found.candidates)
        self._main.setFocus()

    def _on_failed(self, error: AppError) -> None:
        self._main.setEnabled(True)
        self.fail(error)
        self._address.setFocus()
        self._address.selectAll()

    def _show_found(self, shown: bool) -> None:
        self._pages.setCurrentIndex(1 if shown else 0)
        self._on_chosen()

    @Slot()
    def _on_chosen(self) -> None:
        if self._pages.currentIndex() == 0:
            self._main.setText(_("Look"))
            return
        candidate = self._found.candidate()
        already = candidate is not None and candidate.already is not None
        self._main.setText(_("Show it") if already else _("Add"))
        self._main.setEnabled(candidate is not None)
        self.say(_("You have this source already.") if already else "")

    def _take_folders(self, sidebar: "Sidebar") -> None:
        self._folders = sidebar.folders
        self._folder.clear()
        for folder in sidebar.folders:
            self._folder.addItem(folder.title, folder.id)
        self._folder.setCurrentIndex(-1)
        self._folder.clearEditText()

    def _add(self) -> None:
        candidate = self._found.candidate()
        if candidate is None:
            return
        self.busy(_("Adding it and fetching its news …"))
        self._main.setEnabled(False)
        work = self._services.subscribing.add_to(
            candidate, self._found.followed(), self._folder_wish()
        )
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
        for slot in (LOOK, ADD, FOLDERS):
            self._tasks.cancel(slot)
