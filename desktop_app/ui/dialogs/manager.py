"""Opens the dialogs, one of a kind at a time, and passes on what they chose."""

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Slot
from PySide6.QtWidgets import QDialog, QFileDialog

from desktop_app.core.articles import ListKind, ListQuery
from desktop_app.core.errors import AppError
from desktop_app.core.ids import ArticleId, SourceId
from desktop_app.core.sources import Account
from desktop_app.system.files import replace_file
from desktop_app.system.i18n import _, ngettext
from desktop_app.system.settings import KEYS
from desktop_app.ui.errors import describe

if TYPE_CHECKING:
    from desktop_app.runtime.tasks import Tasks
    from desktop_app.services.bundle import Services
    from desktop_app.services.subscribing import ImportReport
    from desktop_app.text.arrivals import Approval
    from desktop_app.ui.dialogs.base import Dialog
    from desktop_app.ui.main_window import MainWindow
    from desktop_app.ui.theme.theme import Theme

OPML_BYTES = 5_000_000


class Dialogs(QObject):
    """Main thread. Each method opens and returns at once."""

    def __init__(
        self, window: "MainWindow", tasks: "Tasks", services: "Services", theme: "Theme"
    ) -> None:
        super().__init__(window)
        self._window, self._tasks, self._services, self._theme = window, tasks, services, theme

    def add_source(self, address: str = "", look: bool = True) -> "Dialog":
        """Ask for an address, or look at the one that is given, unless ``look`` is False."""
        from desktop_app.ui.dialogs.add_source import AddSource

        dialog = AddSource(self._window, self._tasks, self._services, self._theme, address, look)
        dialog.added.connect(self._on_added)
        self._open(dialog)
        return dialog

    def catalogue(self) -> None:
        """Choose newsrooms by region and language."""
        from desktop_app.ui.dialogs.catalogue import CatalogueDialog

        dialog = CatalogueDialog(self._window, self._tasks, self._services, self._theme)
        dialog.added.connect(self._on_added)
        self._open(dialog)

    def sign_in(self, source_id: SourceId, article_id: ArticleId | None) -> None:
        """Sign in to the site of a source, or of the thread of that article."""
        from desktop_app.ui.dialogs.sign_in import SignIn

        dialog = SignIn(
            self._window, self._tasks, self._services, self._theme, source_id, article_id
        )
        dialog.signed_in.connect(self._on_signed_in)
        self._open(dialog)

    def approve(self, approval: "Approval") -> bool:
        """Hand what an approval page answered to the sign-in that asked; False: none did."""
        from desktop_app.ui.dialogs.sign_in import SignIn

        return any(each.take(approval) for each in self._window.findChildren(SignIn))

    def accounts(self) -> None:
        """Show who is signed in where."""
        from desktop_app.ui.dialogs.accounts import AccountsDialog

        dialog = AccountsDialog(self._window, self._tasks, self._services, self._theme)
        dialog.sign_in_requested.connect(self._on_sign_in_again)
        self._open(dialog)

    def settings(self) -> None:
        """Show the settings."""
        from desktop_app.ui import abilities
        from desktop_app.ui.dialogs.settings import SettingsDialog

        window, services = self._window, self._services
        can = abilities.found(
            services.updates.channel.offered, window.network_tells_cost, window.knows_accent()
        )
        dialog = SettingsDialog(window, services.settings, self._theme, window.actions_, can)
        dialog.model_requested.connect(self.language_model)
        self._open(dialog)

    @Slot()
    def language_model(self) -> None:
        """Choose the language model."""
        from desktop_app.ui.insight.model_dialog import ModelDialog

        over = self.sender()
        parent = over if isinstance(over, QDialog) else self._window
        self._open(ModelDialog(parent, self._tasks, self._services, self._theme))

    def keys(self) -> None:
        """Show all keys."""
        from desktop_app.ui.dialogs.keys import KeySheet

        keys = self._services.settings.get(KEYS)
        self._open(KeySheet(self._window, self._theme, keys, self._window.actions_.specs))

    def about(self) -> None:
        """Show version and licences."""
        from desktop_app.ui.dialogs.about import About

        self._open(About(self._window, self._theme, self._services.updates.channel))

    def updates(self) -> None:
        """Show what a newer version brings, or look whether there is one."""
        from desktop_app.ui.dialogs.update import UpdateDialog

        self._open(UpdateDialog(self._window, self._tasks, self._services, self._theme))

    def problem(self, report: str) -> None:
        """Show the report of a bug."""
        from desktop_app.ui.dialogs.problem import ProblemReport

        self._open(ProblemReport(self._window, self._theme, report))

    def palette(self) -> None:
        """Open the field that finds everything; nothing happens while it is open."""
        from desktop_app.ui.dialogs.palette import Palette

        if any(each.isVisible() for each in self._window.findChildren(Palette)):
            return
        window, keys = self._window, self._services.settings.get(KEYS)
        specs = window.actions_.specs
        palette = Palette(window, self._tasks, self._services, self._theme, keys, specs)
        palette.action_chosen.connect(window.actions_.triggered)
        palette.list_chosen.connect(self._on_list)
        palette.article_chosen.connect(window.open_article)

    def choose_import(self) -> None:
        """Ask for an OPML file."""
        dialog = QFileDialog(self._window, _("Import subscriptions"))
        dialog.setFileMode(QFileDialog.FileMode.ExistingFile)
        dialog.setNameFilters([_("Subscriptions (*.opml *.xml)"), _("All files (*)")])
        dialog.fileSelected.connect(self.import_file)
        self._open(dialog)

    @Slot(str)
    def import_file(self, name: str) -> None:
        """Add every source that an OPML file names, or look at the feed that was saved."""
        path = Path(name)
        try:
            data = path.read_bytes() if path.stat().st_size <= OPML_BYTES else b""
        except OSError:
            data = b""
        if not data:
            self._window.show_toast(_("This file cannot be read as subscriptions."), None)
            return
        self._window.show_toast(_("Adding your subscriptions …"), None)
        work = self._services.subscribing.open_file(data)
        self._tasks.start("dialogs.import", work, self._imported, self._failed)

    def _imported(self, report: "ImportReport | str") -> None:
        if isinstance(report, str):
            self._window.toast.dismiss()
            self._window.add_source(report)
            return
        added, failed = len(report.added), len(report.failed)
        words = ngettext("{count} source added.", "{count} sources added.", added)
        sentence = words.format(count=added)
        if failed:
            more = ngettext(
                "{added} {count} could not be added.", "{added} {count} could not be added.", failed
            )
            sentence = more.format(added=sentence, count=failed)
        self._window.show_toast(sentence, None)
        self._window.on_sources_added()

    def export(self) -> None:
        """Ask where to write the subscriptions."""
        dialog = QFileDialog(self._window, _("Export subscriptions"))
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        dialog.setNameFilters([_("Subscriptions (*.opml)")])
        dialog.setDefaultSuffix("opml")
        dialog.selectFile("daily8.opml")
        dialog.fileSelected.connect(self._export_to)
        self._open(dialog)

    @Slot(str)
    def _export_to(self, name: str) -> None:
        self._export_path = Path(name)
        work = self._services.subscribing.export_opml()
        self._tasks.start("dialogs.export", work, self._write_export, self._failed)

    def _write_export(self, text: str) -> None:
        try:
            replace_file(self._export_path, text.encode())
        except AppError as error:
            self._failed(error)
            return
        saved = _("Subscriptions saved as {name}.").format(name=self._export_path.name)
        self._window.show_toast(saved, None)

    @Slot(object)
    def _on_added(self, source_id: SourceId) -> None:
        self._window.on_sources_added(source_id)

    @Slot(object)
    def _on_signed_in(self, account: Account) -> None:
        name = account.display_name or account.login
        sentence = _("Signed in as {name}.").format(name=name)
        if not self._services.accounts.secrets_persist:
            sentence = _(
                "Signed in as {name} until Daily8 is closed: this system has no keystore."
            ).format(name=name)
        self._window.show_toast(sentence, None)

    @Slot(object)
    def _on_sign_in_again(self, source_id: SourceId) -> None:
        self.sign_in(source_id, None)

    @Slot(object, str)
    def _on_list(self, query: ListQuery, title: str) -> None:
        self._window.sources.select(replace(query, kind=ListKind.SOURCE, section_id=None))
        if query.kind is ListKind.SECTION:
            self._window.articles.show_list(query, title)

    def _failed(self, error: AppError) -> None:
        self._window.show_toast(describe(error).sentence, None)

    def _open(self, dialog: "Dialog | QFileDialog") -> None:
        dialog.open()
