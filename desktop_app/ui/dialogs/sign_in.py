"""Sign in to a site: its page in the browser approves, the password is pasted or comes back."""

import hmac
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt, Signal, Slot
from PySide6.QtWidgets import QWidget

from desktop_app.core.errors import AppError
from desktop_app.core.ids import ArticleId, SourceId
from desktop_app.core.sources import Account
from desktop_app.runtime.approval import ApprovalListener, Approved, Words
from desktop_app.system.i18n import _, is_rtl, language
from desktop_app.text.arrivals import Approval
from desktop_app.ui.dialogs.base import Dialog
from desktop_app.ui.dialogs.hint import Hint
from desktop_app.ui.dialogs.scrolled import Pages, Scrolled
from desktop_app.ui.dialogs.sign_in_steps import Steps
from desktop_app.ui.opening import open_address
from desktop_app.ui.theme.theme import Theme

if TYPE_CHECKING:
    from desktop_app.runtime.tasks import Tasks
    from desktop_app.services.bundle import Services
    from desktop_app.sources.base import SignInOffer

OFFER, SIGN = "dialog.offer", "dialog.sign_in"
WIDTH, HEIGHT = 540, 552


class _Returned(QObject):
    """Brings what the loopback listener heard to the main thread."""

    arrived = Signal(object)

    def hand_over(self, approved: Approved | None) -> None:
        """Called on the listener's thread."""
        self.arrived.emit(approved)


class SignIn(Dialog):
    """Two steps on one page: approve in the browser, paste. ``signed_in`` carries the account."""

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
        super().__init__(parent, theme, _("Sign in"), WIDTH, HEIGHT)
        self._tasks, self._services = tasks, services
        self._source_id, self._article_id = source_id, article_id
        self._offer: SignInOffer | None = None
        self._open_when_ready = False
        self._listener: ApprovalListener | None = None
        self._returned = _Returned(self)
        self._returned.arrived.connect(self._on_returned)
        self._build()
        cancel = self.add_button(_("Cancel"))
        cancel.clicked.connect(self.reject)
        self._main = self.add_button(_("Sign in"), main=True)
        self._main.clicked.connect(self._on_main)
        self.finished.connect(self._on_finished)
        self._ask()

    def _build(self) -> None:
        self._steps = Steps(self.theme)
        self._steps.changed.connect(self._update)
        self._steps.open_page.clicked.connect(self._open_page)
        self._open, self._login = self._steps.open_page, self._steps.login
        self._password, self._insecure = self._steps.password, self._steps.insecure
        self._hint = Hint(self.theme, "key", _("Asking the site how to sign in …"))
        self._pages = Pages()
        self._pages.addWidget(self._hint)
        self._pages.addWidget(Scrolled(self.theme, self._steps))
        self.body.addWidget(self._pages, 1)

    # -- how to sign in -------------------------------------------------------------------------

    def _ask(self) -> None:
        """Ask the site for its page, with a listener to which a local one can send back."""
        self._offer = None
        self._main.setText(_("Sign in"))
        self._main.setEnabled(False)
        self._hint.setText(_("Asking the site how to sign in …"))
        return_url, state = self._listen()
        self.busy(_("Asking the site …"))
        work = self._services.accounts.offer(self._source_id, return_url, state, self._article_id)
        self._tasks.start(OFFER, work, self._take_offer, self._on_no_offer)

    def _listen(self) -> tuple[str | None, str]:
        words = Words(
            _("Daily8 has what it needs. You can close this page."),
            _("Nothing was approved. You can close this page."),
            language=language(),
            right_to_left=is_rtl(),
        )
        if self._listener is not None:
            self._listener.cancel()
        self._listener = ApprovalListener(self._returned.hand_over, words)
        try:
            return self._listener.start(), self._listener.state
        except OSError:  # no port is free: pasting works all the same
            return None, self._listener.state

    def _take_offer(self, offer: "SignInOffer") -> None:
        self.idle()
        self._offer = offer
        if not offer.local and self._listener is not None:
            self._listener.cancel()
        if offer.approve_url is None:
            self._hint.setText(
                _(
                    "{site} has application passwords switched off, so no program can sign in "
                    "there. Ask the people who run it, or comment in the browser."
                ).format(site=offer.site_title)
            )
            return
        self._steps.show_site(offer.site_title, offer.insecure, offer.returns)
        self._pages.setCurrentIndex(1)
        self._update()
        if self._open_when_ready:
            self._open_page()
        else:
            self._open.setFocus(Qt.FocusReason.OtherFocusReason)

    def _on_no_offer(self, error: AppError) -> None:
        self._open_when_ready = False
        self._pages.setCurrentIndex(0)
        self._hint.setText(_("The site could not be asked how to sign in."))
        self.fail(error)
        self._main.setText(_("Try again"))
        self._main.setEnabled(True)

    @Slot()
    def _open_page(self) -> None:
        self._open_when_ready = False
        if self._offer is None or self._offer.approve_url is None:
            return
        if self._offer.local and not (self._listener is not None and self._listener.listening):
            self._open_when_ready = True  # the last page was refused or waited too long
            self._ask()
            return
        self.say("")
        if not open_address(self._offer.approve_url):
            self.say(_("No browser could be opened."))
            return
        self._steps.wait_for_browser(self._offer.returns)
        self._login.setFocus(Qt.FocusReason.OtherFocusReason)

    def take(self, approval: Approval) -> bool:
        """Take what the system handed over from the site's page; False: it is not for us."""
        ours = self._listener.state if self._listener is not None and self.isVisible() else ""
        if not ours or not hmac.compare_digest(approval.state.encode(), ours.encode()):
            return False
        if not self._tasks.busy(SIGN):
            given = Approved(approval.login, approval.password) if approval.password else None
            self._on_returned(given)
        return True

    @Slot(object)
    def _on_returned(self, approved: Approved | None) -> None:
        if approved is None:
            self.say(_("The page was closed without approving. You can open it again."))
            return
        self._login.setText(approved.login)
        self._password.setText(approved.password)
        self.raise_()
        self.activateWindow()
        self._sign_in()

    # -- signing in -----------------------------------------------------------------------------

    @Slot()
    def _update(self) -> None:
        if self._offer is None:
            return
        filled = bool(self._login.text().strip() and self._password.text().strip())
        allowed = not self._offer.insecure or self._insecure.isChecked()
        self._main.setEnabled(filled and allowed and not self._tasks.busy(SIGN))

    @Slot()
    def _on_main(self) -> None:
        if self._offer is None:
            self._ask()
        else:
            self._sign_in()

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
        if self._listener is not None:
            self._listener.cancel()
