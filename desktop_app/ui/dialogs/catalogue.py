"""Choose newsrooms by region and language; each is looked at when it is added."""

from collections.abc import Iterable
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import QHBoxLayout, QListWidgetItem, QWidget

from desktop_app.core.errors import AppError
from desktop_app.core.ids import SourceId
from desktop_app.core.work import Work
from desktop_app.system.i18n import _, language, ngettext
from desktop_app.text.fold import fold
from desktop_app.text.urls import host_shown
from desktop_app.ui.dialogs.base import Dialog
from desktop_app.ui.dialogs.controls import Select
from desktop_app.ui.dialogs.hint import Hint
from desktop_app.ui.dialogs.places import (
    REGIONS,
    country_name,
    language_name,
    sorted_languages,
    topic_name,
)
from desktop_app.ui.dialogs.rows import Rows, RowState, RowWords, show_words
from desktop_app.ui.dialogs.scrolled import Pages
from desktop_app.ui.errors import describe
from desktop_app.ui.theme.theme import Theme
from desktop_app.ui.widgets.search_field import SearchField

if TYPE_CHECKING:
    from desktop_app.runtime.tasks import Tasks
    from desktop_app.services.bundle import Services
    from desktop_app.services.catalogue import CatalogueEntry
    from desktop_app.services.subscribing import Sidebar, Subscribing

SLOT, HAVE = "dialog.catalogue", "dialog.catalogue.have"
AT_ONCE = 4
WIDTH, HEIGHT = 640, 552


class CatalogueDialog(Dialog):
    """A list with boxes to tick. ``added`` tells of the last source that was added."""

    added = Signal(object)

    def __init__(self, parent: QWidget, tasks: "Tasks", services: "Services", theme: Theme) -> None:
        super().__init__(parent, theme, _("Choose from the catalogue"), WIDTH, HEIGHT)
        self._tasks, self._services = tasks, services
        self._entries: tuple[CatalogueEntry, ...] = ()
        self._ticked: set[str] = set()
        self._had: set[str] = set()  # hosts of sources that are there already
        self._state: dict[str, RowState] = {}
        self._why: dict[str, str] = {}
        self._queue: list[str] = []
        self._under_way: set[str] = set()
        self._total = 0
        self._last: SourceId | None = None
        self._only_failed = False
        self._build()
        self._cancel = self.add_button(_("Cancel"))
        self._cancel.clicked.connect(self._on_cancel)
        self._main = self.add_button(_("Add"), main=True)
        self._main.clicked.connect(self._on_add)
        self._list.itemChanged.connect(self._on_item)
        self.finished.connect(self._on_finished)
        tasks.start(SLOT, services.subscribing.catalogue(), self._take, self.fail)
        tasks.start(HAVE, services.subscribing.sidebar(), self._take_sources)
        self._show_count()
        self._search.setFocus()

    def _build(self) -> None:
        self._search = SearchField(_("Search by name, country or topic"), self.theme)
        self._search.textChanged.connect(self._on_filter)
        self._search.left.connect(self.reject)
        self._search.down.connect(self._to_list)
        self._region = Select(self.theme, _("Region"))
        self._tongue = Select(self.theme, _("Language"))
        row = QHBoxLayout()
        row.setSpacing(8)
        row.addWidget(self._region, 1)
        row.addWidget(self._tongue, 1)
        self._list = Rows(self.theme, _("Newsrooms"))
        self._pages = Pages()
        self._pages.addWidget(self._list)
        words = _("No newsroom fits. Choose other words, or all regions and languages.")
        self._pages.addWidget(Hint(self.theme, "magnifying-glass", words))
        self.body.addWidget(self._search)
        self.body.addLayout(row)
        self.body.addWidget(self._pages, 1)

    # -- what there is --------------------------------------------------------------------------

    def _take(self, entries: "tuple[CatalogueEntry, ...]") -> None:
        self._entries = entries
        present = {entry.region for entry in entries}
        self._region.addItem(_("All regions"), "")
        for key, words in REGIONS:
            if key in present:
                self._region.addItem(_(words), key)
        self._tongue.addItem(_("All languages"), "")
        for code in sorted_languages({_base(entry.language) for entry in entries}):
            self._tongue.addItem(language_name(code), code)
        self._tongue.setCurrentIndex(max(0, self._tongue.findData(_base(language()))))
        self._region.currentIndexChanged.connect(self._on_filter)
        self._tongue.currentIndexChanged.connect(self._on_filter)
        self._fill()

    def _take_sources(self, sidebar: "Sidebar") -> None:
        self._had = {host_shown(source.home_url or source.base_url) for source in sidebar.sources}
        self._fill()

    @Slot()
    def _on_filter(self) -> None:
        self._only_failed = False
        self._fill()

    @Slot()
    def _to_list(self) -> None:
        self._list.setFocus(Qt.FocusReason.TabFocusReason)
        if self._list.currentRow() < 0:
            self._list.setCurrentRow(0)

    def _shown(self) -> "Iterable[CatalogueEntry]":
        region, tongue = self._region.currentData(), self._tongue.currentData()
        wanted = fold(self._search.text()).split()
        for entry in self._entries:
            if self._only_failed:
                if self._state.get(entry.url) is RowState.FAILED:
                    yield entry
                continue
            if region and entry.region != region:
                continue
            if tongue and _base(entry.language) != tongue:
                continue
            if all(part in _searched(entry) for part in wanted):
                yield entry

    @Slot()
    def _fill(self) -> None:
        self._list.blockSignals(True)
        self._list.clear()
        for entry in self._shown():
            state = self._state_of(entry)
            checked = None if state is RowState.DONE else entry.url in self._ticked
            self._list.add(entry.url, self._words(entry), checked)
        self._list.blockSignals(False)
        if self._list.count():
            self._list.setCurrentRow(0)
        self._pages.setCurrentIndex(0 if self._list.count() or not self._entries else 1)

    def _state_of(self, entry: "CatalogueEntry") -> RowState:
        if host_shown(entry.url) in self._had:
            return RowState.DONE
        return self._state.get(entry.url, RowState.NONE)

    def _words(self, entry: "CatalogueEntry") -> RowWords:
        state = self._state_of(entry)
        topics = [topic_name(topic) for topic in entry.topics]
        facts = (country_name(entry.country), *topics, host_shown(entry.url))
        second, trail = " · ".join(fact for fact in facts if fact), language_name(entry.language)
        if state is RowState.DONE:
            trail = _("Added")
        elif state is RowState.FAILED:
            second = f"{host_shown(entry.url)} · {self._why[entry.url]}"
        return RowWords(entry.name, second, trail, state=state, second_lines=3)

    @Slot(object)
    def _on_item(self, item: QListWidgetItem) -> None:
        url = str(item.data(Qt.ItemDataRole.UserRole))
        if item.checkState() == Qt.CheckState.Checked:
            self._ticked.add(url)
            if self._state.get(url) is RowState.FAILED:
                self._tell(url, RowState.NONE)
        else:
            self._ticked.discard(url)
        self._show_count()

    def _show_count(self) -> None:
        count = len(self._ticked)
        words = ngettext("Add {count} source", "Add {count} sources", count)
        self._main.setText(words.format(count=count) if count else _("Add"))
        self._main.setEnabled(count > 0 and not self._under_way)

    # -- adding ---------------------------------------------------------------------------------

    @Slot()
    def _on_add(self) -> None:
        self._queue = [entry.url for entry in self._entries if entry.url in self._ticked]
        self._total = len(self._queue)
        self._cancel.setText(_("Stop"))
        for _number in range(AT_ONCE):
            self._next()

    def _next(self) -> None:
        if not self._queue:
            return
        url = self._queue.pop(0)
        self._under_way.add(url)
        self._tell(url, RowState.WAITING)
        self._show_progress()
        self._tasks.start(
            f"{SLOT} {url}",
            _adding(self._services.subscribing, url),
            partial(self._on_one_added, url),
            partial(self._on_missed, url),
        )

    def _on_one_added(self, url: str, source_id: SourceId) -> None:
        self._last = source_id
        self._ticked.discard(url)
        self._tell(url, RowState.DONE)
        self._one_less(url)

    def _on_missed(self, url: str, error: AppError) -> None:
        self._why[url] = describe(error).sentence
        self._tell(url, RowState.FAILED)
        self._one_less(url)

    def _one_less(self, url: str) -> None:
        self._under_way.discard(url)
        self._next()
        if self._under_way:
            self._show_progress()
        else:
            self._end()

    def _show_progress(self) -> None:
        done = self._total - len(self._queue) - len(self._under_way)
        self.busy(
            _("Adding {number} of {total} …").format(
                number=min(done + 1, self._total), total=self._total
            )
        )
        self._show_count()

    def _tell(self, url: str, state: RowState) -> None:
        self._state[url] = state
        entry = next(each for each in self._entries if each.url == url)
        for row in range(self._list.count()):
            item = self._list.item(row)
            if item.data(Qt.ItemDataRole.UserRole) == url:
                self._list.blockSignals(True)
                if state in (RowState.DONE, RowState.FAILED):
                    item.setCheckState(Qt.CheckState.Unchecked)
                show_words(item, self._words(entry))
                self._list.blockSignals(False)
                self._list.scheduleDelayedItemsLayout()
                self._list.viewport().update()
        if state is RowState.FAILED:
            self._ticked.discard(url)

    def _end(self) -> None:
        self.idle()
        self._cancel.setText(_("Close"))
        self._show_count()
        failed = sum(1 for state in self._state.values() if state is RowState.FAILED)
        if not failed:
            self.accept()
            return
        self._only_failed = True
        self._fill()
        words = ngettext(
            "{count} newsroom could not be added. The reason stands below its name; tick it to "
            "try again.",
            "{count} newsrooms could not be added. The reasons stand below their names; tick "
            "them to try again.",
            failed,
        )
        self.say(words.format(count=failed))

    @Slot()
    def _on_cancel(self) -> None:
        if not self._under_way:
            self.reject()
            return
        self._queue.clear()
        for url in tuple(self._under_way):
            self._tasks.cancel(f"{SLOT} {url}")
            self._tell(url, RowState.NONE)
        self._under_way.clear()
        self.idle()
        self._cancel.setText(_("Close"))
        self._show_count()

    @Slot(int)
    def _on_finished(self, _result: int) -> None:
        for slot in (SLOT, HAVE, *(f"{SLOT} {url}" for url in self._under_way)):
            self._tasks.cancel(slot)
        if self._last is not None:
            self.added.emit(self._last)


def _adding(subscribing: "Subscribing", url: str) -> Work[SourceId]:
    """Find out what an address is and add the first thing that it is."""
    found = yield from subscribing.discover(url)
    first = found.candidates[0]
    if first.already is not None:
        return first.already
    return (yield from subscribing.add(first, frozenset()))


def _base(tag: str) -> str:
    return tag.partition("-")[0].lower()


def _searched(entry: "CatalogueEntry") -> str:
    topics = " ".join(topic_name(topic) for topic in entry.topics)
    words = (entry.name, country_name(entry.country), topics, host_shown(entry.url))
    return fold(" ".join((*words, language_name(entry.language))))
