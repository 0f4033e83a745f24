"""A newer version: what is new in it, and the way to its page. Nothing is downloaded here."""

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Slot
from PySide6.QtWidgets import QPlainTextEdit, QWidget

from desktop_app.core.errors import AppError
from desktop_app.system.i18n import _, is_rtl, language
from desktop_app.ui.dialogs.base import Dialog, Role
from desktop_app.ui.opening import open_address
from desktop_app.ui.theme.theme import Theme

if TYPE_CHECKING:
    from desktop_app.runtime.tasks import Tasks
    from desktop_app.services.bundle import Services
    from desktop_app.system.releases import Release

LOOK, SKIP = "dialog.updates", "dialog.updates.skip"
WIDTH, HEIGHT = 540, 420


class UpdateDialog(Dialog):
    """Looks when nothing newer is known yet. Main thread."""

    def __init__(self, parent: QWidget, tasks: "Tasks", services: "Services", theme: Theme) -> None:
        super().__init__(parent, theme, _("Newer version"), WIDTH, HEIGHT)
        self._tasks, self._updates = tasks, services.updates
        self._release: Release | None = None
        self._about = self.add_text("")
        self.notes = QPlainTextEdit()
        self.notes.setReadOnly(True)
        self.notes.setTabChangesFocus(True)
        self.notes.setAccessibleName(_("What is new"))
        self.body.addWidget(self.notes, 1)
        self.body.addStretch(0)
        self.skip = self.add_leading_button(_("Skip this version"))
        self.skip.clicked.connect(self._on_skip)
        self._close = self.add_button(_("Later"), role=Role.RejectRole)
        self._close.clicked.connect(self.reject)
        self.page = self.add_button(_("Open the download page"), main=True)
        self.page.clicked.connect(self._on_page)
        self.finished.connect(self._on_finished)
        self._show(self._updates.newer)
        if self._release is None:
            self._look()

    def _look(self) -> None:
        self._about.setText(_("Asking whether there is a newer version …"))
        self.busy(_("Asking …"))
        self._tasks.start(LOOK, self._updates.look_again(), self._on_found, self._on_refused)

    def _on_found(self, release: "Release | None") -> None:
        self.idle()
        self._show(release)
        if release is None:
            self._about.setText(
                _("You have the newest version, {version}.").format(version=self._updates.version)
            )
            self._close.setFocus()

    def _on_refused(self, error: AppError) -> None:
        self._about.setText(_("It is not known whether there is a newer version."))
        self.fail(error)
        self._close.setFocus()

    def _show(self, release: "Release | None") -> None:
        self._release = release
        for each in (self.notes, self.skip, self.page):
            each.setVisible(release is not None)
        self._close.setText(_("Close") if release is None else _("Later"))
        if release is None:
            return
        self._about.setText(
            _("Daily8 {version} is out. You have {present}.").format(
                version=release.version, present=self._updates.version
            )
        )
        self.notes.setPlainText(release.notes_in(language()))
        own = is_rtl() and bool(release.notes.get(language()))
        option = self.notes.document().defaultTextOption()
        option.setAlignment(Qt.AlignmentFlag.AlignRight if own else Qt.AlignmentFlag.AlignLeft)
        self.notes.document().setDefaultTextOption(option)
        self.notes.setVisible(bool(self.notes.toPlainText()))
        self.page.setFocus()

    @Slot()
    def _on_page(self) -> None:
        if self._release is not None and open_address(self._release.page):
            self.accept()
        else:
            self.say(_("No browser could be opened."))

    @Slot()
    def _on_skip(self) -> None:
        if self._release is not None:
            self._tasks.run(self._updates.skip(self._release.version))
        self.accept()

    @Slot(int)
    def _on_finished(self, _result: int) -> None:
        self._tasks.cancel(LOOK)
