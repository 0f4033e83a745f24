"""Choose newsrooms by region and language; each is looked at when it is added."""

from typing import TYPE_CHECKING

from PySide6.QtCore import QLocale, Qt, Signal, Slot
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QListWidget, QListWidgetItem, QWidget

from desktop_app.core.errors import AppError
from desktop_app.system.i18n import N_, _, language, ngettext
from desktop_app.ui.dialogs.base import Dialog
from desktop_app.ui.errors import describe
from desktop_app.ui.theme.theme import Theme

if TYPE_CHECKING:
    from desktop_app.runtime.tasks import Tasks
    from desktop_app.services.bundle import Services
    from desktop_app.services.catalogue import CatalogueEntry
    from desktop_app.services.subscribing import Discovered

SLOT = "dialog.catalogue"
REGIONS: tuple[tuple[str, str], ...] = (
    ("", N_("All regions")),
    ("middle-east", N_("Middle East and North Africa")),
    ("africa", N_("Africa")),
    ("asia", N_("Asia")),
    ("europe", N_("Europe")),
    ("north-america", N_("North America")),
    ("latin-america", N_("Latin America")),
    ("oceania", N_("Oceania")),
    ("world", N_("World")),
)
_NATIVE = {
    "ar": "العربية",
    "de": "Deutsch",
    "en": "English",
    "es": "Español",
    "fa": "فارسی",
    "fr": "Français",
    "he": "עברית",
    "it": "Italiano",
    "ja": "日本語",
    "nl": "Nederlands",
    "pl": "Polski",
    "pt": "Português",
    "ru": "Русский",
    "sv": "Svenska",
    "tr": "Türkçe",
    "uk": "Українська",
    "ur": "اردو",
}


class CatalogueDialog(Dialog):
    """A list with check boxes. ``added`` tells of the last source that was added."""

    added = Signal(object)

    def __init__(self, parent: QWidget, tasks: "Tasks", services: "Services", theme: Theme) -> None:
        super().__init__(parent, theme, _("Choose from the catalogue"), 560)
        self._tasks, self._services = tasks, services
        self._entries: tuple[CatalogueEntry, ...] = ()
        self._waiting: list[str] = []
        self._missed: list[str] = []
        self._last: object = None
        self._region = QComboBox()
        self._region.setAccessibleName(_("Region"))
        self._tongue = QComboBox()
        self._tongue.setAccessibleName(_("Language"))
        row = QHBoxLayout()
        row.addWidget(self._region, 1)
        row.addWidget(self._tongue, 1)
        self._list = QListWidget()
        self._list.setAccessibleName(_("Newsrooms"))
        self._list.setMinimumHeight(320)
        self.body.addLayout(row)
        self.body.addWidget(self._list)
        cancel = self.add_button(_("Cancel"))
        cancel.clicked.connect(self.reject)
        self._main = self.add_button(_("Add"), main=True)
        self._main.clicked.connect(self._on_add)
        self._list.itemChanged.connect(self._on_checked)
        self.finished.connect(self._on_finished)
        tasks.start(SLOT, services.subscribing.catalogue(), self._take, self.fail)

    def _take(self, entries: "tuple[CatalogueEntry, ...]") -> None:
        self._entries = entries
        present = {entry.region for entry in entries}
        for key, words in REGIONS:
            if not key or key in present:
                self._region.addItem(_(words), key)
        self._tongue.addItem(_("All languages"), "")
        for code in sorted({entry.language.partition("-")[0] for entry in entries}):
            name = QLocale.languageToString(QLocale(code).language())
            name = _NATIVE.get(code, name)
            self._tongue.addItem(name, code)
        index = self._tongue.findData(language())
        self._tongue.setCurrentIndex(max(0, index))
        self._region.currentIndexChanged.connect(self._fill)
        self._tongue.currentIndexChanged.connect(self._fill)
        self._fill()

    @Slot()
    def _fill(self) -> None:
        region, tongue = self._region.currentData(), self._tongue.currentData()
        self._list.clear()
        for entry in self._entries:
            if region and entry.region != region:
                continue
            if tongue and entry.language.partition("-")[0] != tongue:
                continue
            item = QListWidgetItem(entry.name)
            item.setToolTip(entry.url)
            item.setData(Qt.ItemDataRole.UserRole, entry.url)
            item.setFlags(item.flags() | Qt.ItemFlag.ItemIsUserCheckable)
            item.setCheckState(Qt.CheckState.Unchecked)
            self._list.addItem(item)
        self._on_checked()

    def _chosen(self) -> list[QListWidgetItem]:
        items = (self._list.item(row) for row in range(self._list.count()))
        return [item for item in items if item.checkState() == Qt.CheckState.Checked]

    @Slot()
    def _on_checked(self) -> None:
        count = len(self._chosen())
        words = ngettext("Add {count} source", "Add {count} sources", count)
        self._main.setText(words.format(count=count) if count else _("Add"))
        self._main.setEnabled(count > 0)

    @Slot()
    def _on_add(self) -> None:
        self._waiting = [str(item.data(Qt.ItemDataRole.UserRole)) for item in self._chosen()]
        self._missed = []
        self._main.setEnabled(False)
        self._next()

    def _next(self) -> None:
        if not self._waiting:
            self._end()
            return
        address = self._waiting[0]
        self.busy(_("Adding {address} …").format(address=address))
        work = self._services.subscribing.discover(address)
        self._tasks.start(SLOT, work, self._on_found, self._on_missed)

    def _on_found(self, found: "Discovered") -> None:
        first = found.candidates[0]
        if first.already is not None:
            self._on_one_added(first.already)
            return
        work = self._services.subscribing.add(first, frozenset())
        self._tasks.start(SLOT, work, self._on_one_added, self._on_missed)

    def _on_one_added(self, source_id: object) -> None:
        self._last = source_id
        self._waiting.pop(0)
        self._next()

    def _on_missed(self, error: AppError) -> None:
        self._missed.append(describe(error).sentence)
        self._waiting.pop(0)
        self._next()

    def _end(self) -> None:
        self.idle()
        self._on_checked()
        if self._last is not None:
            self.added.emit(self._last)
        if self._missed:
            self.say("\n".join(self._missed[:3]))
        else:
            self.accept()

    @Slot(int)
    def _on_finished(self, _result: int) -> None:
        self._tasks.cancel(SLOT)
