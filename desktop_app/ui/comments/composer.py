"""Where comments are written. It knows no services; what happens to the text is told outside."""

from collections.abc import Sequence

from PySide6.QtCore import QRectF, Qt, Signal
from PySide6.QtGui import QFocusEvent, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QMenu, QVBoxLayout, QWidget

from desktop_app.core.ids import AccountId
from desktop_app.core.sources import Account
from desktop_app.system.i18n import _, isolated, ngettext
from desktop_app.ui.comments.bars import MenuButton
from desktop_app.ui.comments.composer_edit import ComposerEdit
from desktop_app.ui.theme import fonts
from desktop_app.ui.theme.theme import Theme
from desktop_app.ui.widgets.buttons import IconButton, TextButton
from desktop_app.ui.widgets.menu_place import open_below
from desktop_app.ui.widgets.paint import ground, ring

LEAST, MOST = 58, 200
LONGEST = 65_525  # letters: what a WordPress column holds
NEAR_THE_END = 500
PAD_X, PAD_Y = 12, 9


class Box(QWidget):
    """The field around the editor; it grows with the text."""

    def __init__(self, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self._theme = theme
        self.edit = ComposerEdit(theme, self)
        self.edit.document().documentLayout().documentSizeChanged.connect(self.fit)
        self.edit.focus_changed.connect(self.update)
        theme.changed.connect(self.update)
        self.fit()

    def fit(self) -> None:
        """Be as high as the text, within limits."""
        text = round(self.edit.document().size().height())
        height = max(LEAST, min(MOST, text + 2 * PAD_Y))
        if height != self.height() or self.minimumHeight() != height:
            self.setFixedHeight(height)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Keep the padding."""
        super().resizeEvent(event)
        self.edit.setGeometry(self.rect().adjusted(PAD_X, PAD_Y, -PAD_X, -PAD_Y))

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw the field, with a ring while somebody writes."""
        painter, tokens, whole = QPainter(self), self._theme.tokens, QRectF(self.rect())
        ground(painter, whole, 9, tokens.field, tokens)
        if self.edit.hasFocus():
            ring(painter, whole, 9, tokens.accent, 0.5)


class Composer(QWidget):
    """Editor, account and button; or an invitation; or a sentence why not. Main thread."""

    edited = Signal()
    left = Signal()
    """The focus went elsewhere: a good time to save."""
    post_requested = Signal()
    cancelled = Signal()
    """The reply or the edit is given up; what was typed stays a draft."""
    sign_in_requested = Signal()

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._accounts: tuple[Account, ...] = ()
        self._account_id: AccountId | None = None
        self._busy = False
        self.context = QLabel(self)
        self.cancel = IconButton("x", _("Stop replying"), theme, size=14, quiet=True, parent=self)
        self.problem = QLabel(self)
        self.box = Box(theme, self)
        self.sentence = QLabel(self)
        self.account_label = QLabel(self)
        self.account_button = MenuButton(theme, self)
        self.rest = QLabel(self)
        self.post = TextButton(_("Post"), theme, kind="main", icon="paper-plane-tilt", parent=self)
        self.invite = TextButton(
            _("Sign in to comment"), theme, kind="main", icon="sign-in", parent=self
        )
        self._menu = QMenu(self)
        self._foot = QWidget(self)
        self._lay_out()
        self._connect()
        self.colour()
        theme.changed.connect(self.colour)
        self.set_context("")
        self.set_problem("")
        self.show_closed("")

    @property
    def edit(self) -> ComposerEdit:
        """The editor itself."""
        return self.box.edit

    def _lay_out(self) -> None:
        for label in (self.context, self.account_label, self.rest, self.problem, self.sentence):
            label.setFont(fonts.font(12))
            label.setTextFormat(Qt.TextFormat.PlainText)
        self.sentence.setFont(fonts.font(13))
        for label in (self.problem, self.sentence):
            label.setWordWrap(True)
        head = QHBoxLayout()
        head.setSpacing(4)
        head.addWidget(self.context, 1)
        head.addWidget(self.cancel)
        foot = QHBoxLayout(self._foot)
        foot.setContentsMargins(0, 0, 0, 0)
        foot.setSpacing(8)
        foot.addWidget(self.account_label)
        foot.addWidget(self.account_button)
        foot.addStretch(1)
        foot.addWidget(self.rest)
        foot.addWidget(self.post)
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 13, 16, 12)
        column.setSpacing(9)
        column.addLayout(head)
        column.addWidget(self.problem)
        column.addWidget(self.box)
        column.addWidget(self.sentence)
        column.addWidget(self._foot)
        column.addWidget(self.invite, 0, Qt.AlignmentFlag.AlignLeading)

    def _connect(self) -> None:
        self.edit.textChanged.connect(self._on_text)
        self.edit.preedit_changed.connect(self._on_text)
        self.edit.send.connect(self._on_post)
        self.edit.escaped.connect(self.cancelled)
        self.edit.lost_focus.connect(self.left)
        self.post.clicked.connect(self._on_post)
        self.cancel.clicked.connect(self.cancelled)
        self.invite.clicked.connect(self.sign_in_requested)
        self.account_button.clicked.connect(self._show_accounts)

    def colour(self) -> None:
        """Take the colours of the scheme for the labels."""
        tokens = self._theme.tokens
        for label, color in (
            (self.context, tokens.muted),
            (self.account_label, tokens.muted),
            (self.rest, tokens.warn),
            (self.problem, tokens.err),
            (self.sentence, tokens.muted),
        ):
            palette = label.palette()
            palette.setColor(label.foregroundRole(), color)
            label.setPalette(palette)
        self.update()

    # -- what it shows ---------------------------------------------------------------------------

    def show_editor(self, accounts: Sequence[Account]) -> None:
        """Let somebody write, as one of ``accounts``."""
        self._accounts = tuple(accounts)
        ids = [account.id for account in self._accounts]
        if self._account_id not in ids:
            self._account_id = ids[0] if ids else None
        self._show_account()
        for widget in (self.box, self._foot):
            widget.show()
        self.sentence.hide()
        self.invite.hide()
        self._on_state()

    def show_invitation(self, sentence: str) -> None:
        """Offer to sign in; what was typed before stays in sight."""
        self._accounts, self._account_id = (), None
        self.box.setVisible(bool(self.text().strip()))
        self._foot.hide()
        self.sentence.setText(sentence)
        self.sentence.setVisible(bool(sentence))
        self.invite.show()

    def show_closed(self, sentence: str) -> None:
        """Say why nobody can write here; what was typed before stays in sight."""
        self._accounts, self._account_id = (), None
        self.box.setVisible(bool(self.text().strip()))
        self._foot.hide()
        self.invite.hide()
        self.sentence.setText(sentence)
        self.sentence.setVisible(bool(sentence))

    def set_context(self, words: str, button: str = "") -> None:
        """Say what is being written when it is no plain comment."""
        self.context.setText(words)
        self.context.setVisible(bool(words))
        self.cancel.setVisible(bool(words))
        self.edit.takes_escape = bool(words)
        self.post.setText(button or _("Post"))
        self.post.updateGeometry()

    def set_problem(self, words: str) -> None:
        """Say what went wrong with the text; nothing takes it away."""
        self.problem.setText(words)
        self.problem.setVisible(bool(words))

    def set_busy(self, busy: bool) -> None:
        """Hold the text while it is being written into the outbox."""
        self._busy = busy
        self.edit.setReadOnly(busy)
        self._on_state()

    @property
    def can_write(self) -> bool:
        """Whether somebody can write here."""
        return bool(self._accounts)

    # -- text and account ------------------------------------------------------------------------

    def text(self) -> str:
        """Return the text with what an input method is composing."""
        return self.edit.whole_text()

    def set_text(self, text: str) -> None:
        """Replace the text; the reader can undo it."""
        self.edit.replace_text(text)
        self.box.fit()
        self._on_state()

    @property
    def account_id(self) -> AccountId | None:
        """Who the text is posted as."""
        return self._account_id

    def choose_account(self, account_id: AccountId | None) -> None:
        """Post as this one, if it can be chosen."""
        if any(account.id == account_id for account in self._accounts):
            self._account_id = account_id
            self._show_account()

    def _show_account(self) -> None:
        account = next((each for each in self._accounts if each.id == self._account_id), None)
        several = len(self._accounts) > 1
        self.account_label.setVisible(not several)
        self.account_button.setVisible(several)
        if account is None:
            self.account_label.setText("")
            return
        name = account.display_name or account.login
        words = _("Signed in as {name}").format(name=name)
        if account.needs_sign_in:
            words = _("{name} must sign in again").format(name=isolated(name))
        self.account_label.setText(words)
        self.account_button.set_words(
            _("As {name}").format(name=name), _("Post as {name}").format(name=name)
        )

    def _show_accounts(self) -> None:
        self._menu.clear()
        for account in self._accounts:
            name = account.display_name or account.login
            action = self._menu.addAction(name.replace("&", "&&"))
            action.setData(account.id)
            action.setCheckable(True)
            action.setChecked(account.id == self._account_id)
            action.triggered.connect(self._on_account)
        open_below(self._menu, self.account_button)

    def _on_account(self) -> None:
        for action in self._menu.actions():
            if action is self.sender():
                self.choose_account(action.data())
                self.edited.emit()

    # -- inner workings --------------------------------------------------------------------------

    def _on_text(self) -> None:
        self.set_problem("")
        self._on_state()
        self.edited.emit()

    def _on_state(self) -> None:
        text = self.text()
        left = LONGEST - len(text)
        words = ""
        if left < 0:
            words = ngettext("{count} letter too many", "{count} letters too many", -left).format(
                count=-left
            )
        elif left < NEAR_THE_END:
            words = ngettext("{count} letter left", "{count} letters left", left).format(count=left)
        self.rest.setText(words)
        self.rest.setVisible(bool(words))
        self.account_label.setVisible(len(self._accounts) < 2 and not words)
        self.post.setEnabled(left >= 0 and not self._busy)
        self.post.update()

    def _on_post(self) -> None:
        self.edit.commit()
        if not self.text().strip():
            self.edit.setFocus()
        elif self.post.isEnabled() and self.can_write:
            self.post_requested.emit()

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Hand the focus on."""
        super().focusInEvent(event)
        self.edit.setFocus(event.reason())

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw the ground and the hairline above."""
        painter, tokens = QPainter(self), self._theme.tokens
        painter.fillRect(self.rect(), tokens.list)
        painter.fillRect(0, 0, self.width(), 1, tokens.line)
