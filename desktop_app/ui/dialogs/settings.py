"""The settings: every declared option with its words; a change holds at once."""

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QWidget

from desktop_app.core.errors import AppError
from desktop_app.system import settings as options
from desktop_app.system.i18n import _
from desktop_app.system.settings import Option, Settings
from desktop_app.ui.abilities import ALL, Abilities
from desktop_app.ui.dialogs.base import Dialog
from desktop_app.ui.dialogs.key_editor import KeyEditor
from desktop_app.ui.dialogs.settings_page import SettingsPage
from desktop_app.ui.dialogs.settings_words import UNDERSTANDING, pages_for
from desktop_app.ui.dialogs.tabs import Tabs
from desktop_app.ui.errors import describe
from desktop_app.ui.theme.theme import Theme
from desktop_app.ui.widgets.buttons import TextButton

if TYPE_CHECKING:
    from desktop_app.ui.actions import Actions

WIDTH, HEIGHT = 600, 540


class SettingsDialog(Dialog):
    """Tabs of options, and the keys. Main thread.

    ``model_requested`` asks for the page of the language model.
    """

    model_requested = Signal()

    def __init__(
        self,
        parent: QWidget,
        settings: Settings,
        theme: Theme,
        actions: "Actions",
        abilities: Abilities = ALL,
    ) -> None:
        super().__init__(parent, theme, _("Settings"), WIDTH, HEIGHT)
        self._settings, self._actions = settings, actions
        self._before: list[tuple[Option[Any], Any]] = []  # what a reset replaced
        self.tabs = Tabs(theme, _("Pages of the settings"))
        self.pages = tuple(SettingsPage(theme, settings, page) for page in pages_for(abilities))
        for page in self.pages:
            page.failed.connect(self.fail)
            page.said.connect(self.say)
            page.stored.connect(self._forget_before)
            self.tabs.addTab(page, _(page.page.title))
        self._add_model()
        self.keys = KeyEditor(settings.get(options.KEYS), theme, actions.specs)
        self.keys.changed.connect(self._on_keys)
        self.tabs.addTab(self.keys, _("Keys"))
        self.tabs.currentChanged.connect(self._on_tab)
        self.body.addWidget(self.tabs, 1)
        self.reset = self.add_leading_button("")
        self.reset.clicked.connect(self._on_reset)
        close = self.add_button(_("Close"), main=True)
        close.clicked.connect(self.accept)
        self._forget_before()
        self.tabs.tabBar().setFocus()
        if settings.problem is not None:
            self.say(describe(settings.problem).sentence)

    def _add_model(self) -> None:
        page = next(each for each in self.pages if each.page is UNDERSTANDING)
        self.model = TextButton(_("Choose a language model …"), self.theme)
        self.model.clicked.connect(self.model_requested)
        hint = _("It summarises, answers and translates. Without one, nothing of this shows.")
        self._model_line = page.add_entry(_("Language model"), hint, self.model)
        page.stored.connect(self._show_model)
        self._show_model()

    @Slot()
    def _show_model(self) -> None:
        self._model_line.setVisible(self._settings.get(options.INSIGHT))

    def _options(self) -> tuple[Option[Any], ...]:
        index = self.tabs.currentIndex()
        if index < len(self.pages):
            return tuple(row.option for row in self.pages[index].page.rows)
        return (options.KEYS,)

    @Slot()
    def _forget_before(self) -> None:
        """Offer the usual values of this page; what was reset before now stands."""
        self._before = []
        self.reset.setText(_("Usual settings"))
        self.reset.setAccessibleDescription(_("Gives this page its usual values"))
        self.reset.setEnabled(
            any(self._settings.get(each) != each.default for each in self._options())
        )

    @Slot(int)
    def _on_tab(self, _index: int) -> None:
        self.say("")
        self._forget_before()

    @Slot()
    def _on_reset(self) -> None:
        before = [(each, self._settings.get(each)) for each in self._options()]
        wanted = self._before or [(each, each.default) for each in self._options()]
        undone = bool(self._before)
        self.say("")
        for option, value in wanted:
            try:
                self._settings.set(option, value)
            except AppError as error:
                self.fail(error)
        for page in self.pages:
            page.show_values()
        self._show_model()
        keys = self._settings.get(options.KEYS)
        self.keys.show_keys(keys)
        self._actions.set_keys(keys)
        self._forget_before()
        if not undone:
            self._before = before
            self.reset.setText(_("Undo"))
            self.reset.setEnabled(True)

    @Slot(object)
    def _on_keys(self, keys: Mapping[str, str]) -> None:
        try:
            self._settings.set(options.KEYS, keys)
        except AppError as error:
            self.fail(error)
        self._actions.set_keys(keys)
        self._forget_before()
