"""Sign in to a site: its page in the browser approves, the password is pasted or comes back."""

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal, Slot
from PySide6.QtWidgets import QCheckBox, QLabel, QLineEdit, QPushButton, QWidget

from desktop_app.core.errors import AppError
from desktop_app.core.ids import ArticleId, SourceId
from desktop_app.core.sources import Account
from desktop_app.runtime.approval import ApprovalListener, Approved, Words
from desktop_app.system.i18n import _, is_rtl, language
from desktop_app.ui.dialogs.base import Dialog
from desktop_app.ui.opening import open_address
from desktop_app.ui.theme.fonts import font
from desktop_app.ui.theme.theme import Theme

if TYPE_CHECKING:
    from desktop_app.runtime.tasks import Tasks
    from desktop_app.services.bundle import Services
    from desktop_app.sources.base import SignInOffer

OFFER, SIGN = "dialog.offer", "dialog.sign_in"


class _Returned(QObject):
    """Brings what the loopback listener heard to the main thread."""

    arrived = Signal(object)

    def hand_over(self, approved: Approved | None) -> None:
        """Called on the listener's thread."""
        self.arrived.emit(approved)


class SignIn(Dialog):
    """Three steps on one page: open, approve, paste. ``signed_in`` carries the account."""

    signed_in = Signal(object)

    def __init__(
        self,
        parent: QWidget,
        tasks: "Tasks",
        services: "Services",
        theme: Theme,
        source_id: SourceId,
        article_id: ArticleId | None,
    ) -> None:
        super().__init__(parent, theme, _("Sign in"), 520)
        self._tasks, self._services = tasks, services
        self._source_id, self._article_id = source_id, article_id
        self._offer: SignInOffer | None = None
        self._returned = _Returned(self)
        self._returned.arrived.connect(self._on_returned)
        self._make_steps()
        cancel = self.add_button(_("Cancel"))
        cancel.clicked.connect(self.reject)
        self._main = self.add_button(_("Sign in"), main=True)
        self._main.clicked.connect(self._sign_in)
        self._main.setEnabled(False)
        self.finished.connect(self._on_finished)
        self._ask()

    def _make_steps(self) -> None:
        self._site = self.add_text(_("Asking the site how to sign in …"), muted=True)
        self._step_open = self._step(
            _("1. Open the site's page, sign in there and approve Daily8.")
        )
        self._open = QPushButton(_("Open the page in the browser"))
        self._open.setAutoDefault(False)
        self._open.clicked.connect(self._open_page)
        self.body.addWidget(self._open)
        self._step_paste = self._step(
            _("2. The page shows a new password, for Daily8 alone. Paste it here.")
        )
        self._login = self._field(_("User name or e-mail"))
        self._password = self._field(_("Application password"))
        self._password.setEchoMode(QLineEdit.EchoMode.Password)
        self._insecure = QCheckBox(_("This site has no encryption. Send my password all the same."))
        self._insecure.toggled.connect(self._update)
        self.body.addWidget(self._insecure)
        self._login.textChanged.connect(self._update)
        self._password.textChanged.connect(self._update)
        self._show_steps(False)

    def _step(self, text: str) -> QLabel:
        label = self.add_text(text)
        label.setFont(font(14, 600))
        return label

    def _field(self, name: str) -> QLineEdit:
        field = QLineEdit()
        field.setPlaceholderText(name)
        field.setAccessibleName(name)
        self.body.addWidget(field)
        return field

    def _show_steps(self, shown: bool) -> None:
        parts = (self._step_open, self._open, self._step_paste, self._login, self._password)
        for part in parts:
            part.setVisible(shown)
        insecure = self._offer is not None and self._offer.insecure
        self._insecure.setVisible(shown and insecure)
        self.adjustSize()

    def _ask(self) -> None:
        words = Words(
            _("Daily8 has what it needs. You can close this page."),
            _("Nothing was approved. You can close this page."),
            language=language(),
            right_to_left=is_rtl(),
        )
        self._listener = ApprovalListener(self._returned.hand_over, words)
        try:
            return_url = self._listener.start()
        except OSError:
            return_url = None
        self.busy(_("Asking the site how to sign in …"))
        work = self._services.accounts.offer(
            self._source_id, return_url, self._listener.state, self._article_id
        )
        self._tasks.start(OFFER, work, self._take_offer, self._on_no_offer)

    def _take_offer(self, offer: "SignInOffer") -> None:
        self.idle()
        self._offer = offer
        if not offer.local:
            self._listener.cancel()
        if offer.approve_url is None:
            self._site.setText(offer.site_title)
            self.say(
                _(
                    "This site has application passwords switched off, so no program can sign "
                    "in there. Ask the people who run it, or comment in the browser."
                )
            )
            return
        self._site.setText(
            _(
                "Your account at {site} stays there: Daily8 gets a password of its own, kept in "
                "your system's keystore. You can take it back at any time."
            ).format(site=offer.site_title)
        )
        self._show_steps(True)
        self._open.setFocus()

    def _on_no_offer(self, error: AppError) -> None:
        self._site.setText("")
        self.fail(error)

    @Slot()
    def _open_page(self) -> None:
        if self._offer is None or self._offer.approve_url is None:
            return
        open_address(self._offer.approve_url)
        self._login.setFocus()

    @Slot(object)
    def _on_returned(self, approved: Approved | None) -> None:
        if approved is None:
            self.say(_("The page was closed without approving. You can open it again."))
            return
        self._login.setText(approved.login)
        self._password.setText(approved.password)
        self.activateWindow()
        self._sign_in()

    @Slot()
    def _update(self) -> None:
        filled = bool(self._login.text().strip() and self._password.text().strip())
        insecure = self._offer is not None and self._offer.insecure
        self._main.setEnabled(filled and (not insecure or self._insecure.isChecked()))

    @Slot()
    def _sign_in(self) -> None:
        login, password = self._login.text().strip(), self._password.text().strip()
        if not login or not password:
            return
        self.busy(_("Asking the site whether it knows you …"))
        self._main.setEnabled(False)
        work = self._services.accounts.sign_in(
            self._source_id, login, password, self._insecure.isChecked(), self._article_id
        )
        self._tasks.start(SIGN, work, self._on_signed_in, self._on_refused)

    def _on_signed_in(self, account: Account) -> None:
        self.idle()
        self._password.clear()
        self.signed_in.emit(account)
        self.accept()

    def _on_refused(self, error: AppError) -> None:
        self.fail(error)
        self._update()
        self._password.setFocus()
        self._password.selectAll()

    @Slot(int)
    def _on_finished(self, _result: int) -> None:
        self._tasks.cancel(OFFER)
        self._tasks.cancel(SIGN)
        self._listener.cancel()
