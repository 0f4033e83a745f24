"""Who is signed in where; signing out makes the site forget the password first."""

from typing import TYPE_CHECKING

from PySide6.QtCore import QRectF, Qt, Signal, Slot
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from desktop_app.core.errors import AppError
from desktop_app.core.ids import AccountId, SourceId
from desktop_app.core.sources import Account
from desktop_app.system.i18n import _
from desktop_app.text.urls import host_shown
from desktop_app.ui.dialogs.base import Dialog
from desktop_app.ui.dialogs.hint import Hint
from desktop_app.ui.dialogs.labels import label
from desktop_app.ui.dialogs.scrolled import Scrolled
from desktop_app.ui.errors import describe
from desktop_app.ui.theme.fonts import font
from desktop_app.ui.theme.theme import Theme
from desktop_app.ui.widgets.avatar import color_of, letter_of, paint_avatar
from desktop_app.ui.widgets.buttons import TextButton
from desktop_app.ui.widgets.tab_order import follow

if TYPE_CHECKING:
    from desktop_app.runtime.tasks import Tasks
    from desktop_app.services.bundle import Services
    from desktop_app.services.subscribing import Sidebar

SLOT, SOURCES = "dialog.accounts", "dialog.accounts.sources"
FACE = 36


class AccountRow(QWidget):
    """One account: letter, name, site, and what can be done with it."""

    def __init__(self, theme: Theme, account: Account, first: bool) -> None:
        super().__init__()
        self._theme, self._first = theme, first
        self.account = account
        name, site = account.display_name or account.login, host_shown(account.base_url)
        self._letter, self._color = letter_of(name), color_of(name)
        self.again = TextButton(_("Sign in again"), theme, parent=self)
        self.again.setAccessibleName(_("Sign in again at {site}").format(site=site))
        self.again.hide()
        self.out = TextButton(_("Sign out"), theme)
        self.out.setAccessibleName(_("Sign out {name} of {site}").format(name=name, site=site))
        words = QVBoxLayout()
        words.setSpacing(2)
        words.addWidget(label(name, font(14, 600)))
        login = "" if account.login == name else account.login
        facts = (site, login)
        shown = " · ".join(fact for fact in facts if fact)
        words.addWidget(label(shown, font(13), muted=True))
        if account.needs_sign_in:
            sentence = _("The site no longer takes the password. What you wrote waits.")
            self._warn = label(sentence, font(13))
            words.addWidget(self._warn)
            words.addSpacing(6)
            words.addWidget(self.again, 0, Qt.AlignmentFlag.AlignLeading)
            theme.changed.connect(self._dress)
            self._dress()
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 12, 0, 12)
        row.setSpacing(8)
        row.addSpacing(FACE + 12)
        row.addLayout(words, 1)
        row.addWidget(self.out, 0, Qt.AlignmentFlag.AlignTop)

    @Slot()
    def _dress(self) -> None:
        palette = self._warn.palette()
        palette.setColor(palette.ColorRole.WindowText, self._theme.tokens.err)
        self._warn.setPalette(palette)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the circle with the letter, and a hairline above all but the first."""
        painter = QPainter(self)
        if not self._first:
            painter.fillRect(0, 0, self.width(), 1, self._theme.tokens.line)
        left = self.width() - FACE if self.isRightToLeft() else 0
        box = QRectF(left, 13, FACE, FACE)
        paint_avatar(painter, box, self._letter, self._color)


class AccountsDialog(Dialog):
    """A row for each account. ``sign_in_requested`` carries a source of the account's site."""

    sign_in_requested = Signal(object)

    def __init__(self, parent: QWidget, tasks: "Tasks", services: "Services", theme: Theme) -> None:
        super().__init__(parent, theme, _("Accounts"), 560, 420)
        self._tasks, self._services = tasks, services
        self._local_only: AccountId | None = None
        self._sites: dict[tuple[str, str], SourceId] = {}
        self.rows: list[AccountRow] = []
        self._where = self.add_text("", muted=True)
        self._page = QWidget()
        self._column = QVBoxLayout(self._page)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(0)
        self._column.addStretch(1)
        self._area = Scrolled(theme, self._page)
        words = _("You are signed in nowhere. Open an article and choose “Sign in” below it.")
        self._nobody = Hint(theme, "sign-in", words)
        self._nobody.hide()
        self.body.addWidget(self._area, 1)
        self.body.addWidget(self._nobody, 1)
        self.close_button = self.add_button(_("Close"), main=True)
        self.close_button.clicked.connect(self.accept)
        self.finished.connect(self._on_finished)
        tasks.start(SOURCES, services.subscribing.sidebar(), self._take_sources)
        self._load()

    def _load(self) -> None:
        self._tasks.start(SLOT, self._services.accounts.all(), self._show, self.fail)

    def _show(self, accounts: tuple[Account, ...]) -> None:
        self.idle()
        for row in self.rows:
            row.hide()
            row.deleteLater()
        self.rows = []
        for index, account in enumerate(accounts):
            row = AccountRow(self.theme, account, first=index == 0)
            row.out.clicked.connect(self._on_sign_out)
            row.again.clicked.connect(self._on_sign_in)
            self._column.insertWidget(index, row)
            self.rows.append(row)
        buttons = [button for row in self.rows for button in (row.again, row.out)]
        follow(self._area, [*buttons, self.close_button])
        if self._services.accounts.secrets_persist:
            where = _("The passwords are kept in your system's keystore.")
        else:
            where = _("This system has no keystore: the passwords are kept until Daily8 is closed.")
        self._where.setText(where)
        self._where.setVisible(bool(accounts))
        self._area.setVisible(bool(accounts))
        self._nobody.setVisible(not accounts)
        self._offer_again()
        self.close_button.setFocus()

    def _take_sources(self, sidebar: "Sidebar") -> None:
        self._sites = {(each.kind, each.base_url): each.id for each in sidebar.sources}
        self._offer_again()

    def _offer_again(self) -> None:
        for row in self.rows:
            site = (row.account.kind, row.account.base_url)
            row.again.setVisible(row.account.needs_sign_in and site in self._sites)

    def _row_of(self, button: object) -> AccountRow:
        return next(row for row in self.rows if button in (row.out, row.again))

    @Slot()
    def _on_sign_in(self) -> None:
        account = self._row_of(self.sender()).account
        source_id = self._sites[account.kind, account.base_url]
        self.accept()
        self.sign_in_requested.emit(source_id)

    @Slot()
    def _on_sign_out(self) -> None:
        row = self._row_of(self.sender())
        anyway = self._local_only == row.account.id
        self._local_only = row.account.id
        self.busy(_("Asking the site to forget the password …"))
        self._enable(False)
        work = self._services.accounts.sign_out(row.account.id, even_if_not_revoked=anyway)
        # In no slot: once begun it goes to its end, whether or not the dialog is closed.
        self._tasks.run(work, self._signed_out, self._not_revoked)

    def _signed_out(self, _nothing: object) -> None:
        self._local_only = None
        self.say("")
        self._load()

    def _not_revoked(self, error: AppError) -> None:
        self.idle()
        self._enable(True)
        for row in self.rows:
            if row.account.id == self._local_only:
                row.out.setText(_("Forget it here"))
        why = describe(error).sentence
        hint = _("“Forget it here” signs out on this computer only.")
        self.say("\n".join((why, hint)))

    def _enable(self, enabled: bool) -> None:
        for row in self.rows:
            row.out.setEnabled(enabled)
            row.again.setEnabled(enabled)

    @Slot(int)
    def _on_finished(self, _result: int) -> None:
        self._tasks.cancel(SLOT)
        self._tasks.cancel(SOURCES)
