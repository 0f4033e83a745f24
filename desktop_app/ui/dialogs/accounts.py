"""Who is signed in where; signing out makes the site forget the password first."""

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Slot
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from desktop_app.core.errors import AppError
from desktop_app.core.ids import AccountId
from desktop_app.core.sources import Account
from desktop_app.system.i18n import _
from desktop_app.ui.dialogs.base import Dialog
from desktop_app.ui.errors import describe
from desktop_app.ui.theme.fonts import font
from desktop_app.ui.theme.theme import Theme

if TYPE_CHECKING:
    from desktop_app.runtime.tasks import Tasks
    from desktop_app.services.bundle import Services

SLOT = "dialog.accounts"


class AccountsDialog(Dialog):
    """A row for each account. Main thread."""

    def __init__(self, parent: QWidget, tasks: "Tasks", services: "Services", theme: Theme) -> None:
        super().__init__(parent, theme, _("Accounts"), 520)
        self._tasks, self._services = tasks, services
        self._local_only: AccountId | None = None
        self._where = self.add_text("", muted=True)
        self._shown: list[QWidget] = []
        self._rows = QVBoxLayout()
        self._rows.setSpacing(10)
        self.body.addLayout(self._rows)
        self.body.addStretch(1)
        close = self.add_button(_("Close"), main=True)
        close.clicked.connect(self.accept)
        self._load()

    def _load(self) -> None:
        self._tasks.start(SLOT, self._services.accounts.all(), self._show, self.fail)

    def _show(self, accounts: tuple[Account, ...]) -> None:
        self.idle()
        for row in self._shown:
            row.deleteLater()
        self._shown = [self._row(account) for account in accounts]
        if accounts:
            self._where.setText(_("The passwords are kept in your system's keystore."))
        else:
            self._where.setText(
                _("You are signed in nowhere. Open an article and choose “Sign in” below it.")
            )
        for row in self._shown:
            self._rows.addWidget(row)
        self.adjustSize()

    def _row(self, account: Account) -> QWidget:
        row = QWidget()
        layout = QHBoxLayout(row)
        layout.setContentsMargins(0, 0, 0, 0)
        words = QVBoxLayout()
        words.setSpacing(2)
        name = QLabel(account.display_name or account.login)
        name.setTextFormat(Qt.TextFormat.PlainText)
        name.setFont(font(14, 600))
        site = QLabel(account.base_url)
        site.setTextFormat(Qt.TextFormat.PlainText)
        site.setObjectName("muted")
        words.addWidget(name)
        words.addWidget(site)
        if account.needs_sign_in:
            again = QLabel(_("The site no longer takes the password. Sign in again to post."))
            again.setWordWrap(True)
            words.addWidget(again)
        layout.addLayout(words, 1)
        button = QPushButton(_("Sign out"))
        button.setAutoDefault(False)
        button.setProperty("account", account.id)
        button.setAccessibleName(
            _("Sign out {name} of {site}").format(
                name=account.display_name or account.login, site=account.base_url
            )
        )
        button.clicked.connect(self._on_sign_out)
        layout.addWidget(button)
        return row

    @Slot()
    def _on_sign_out(self) -> None:
        account_id = AccountId(self.sender().property("account"))
        anyway = self._local_only == account_id
        self._local_only = account_id
        self.busy(_("Asking the site to forget the password …"))
        work = self._services.accounts.sign_out(account_id, even_if_not_revoked=anyway)
        self._tasks.start(SLOT, work, self._signed_out, self._not_revoked)

    def _signed_out(self, _nothing: object) -> None:
        self._local_only = None
        self.say("")
        self._load()

    def _not_revoked(self, error: AppError) -> None:
        self.idle()
        why = describe(error).sentence
        hint = _("Press “Sign out” again to forget it on this computer only.")
        self.say(f"{why}\n{hint}")
