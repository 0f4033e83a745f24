"""The two steps of signing in, as they stand in the dialog."""

from PySide6.QtCore import QRectF, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QGridLayout, QLabel, QLineEdit, QWidget

from desktop_app.system.i18n import _
from desktop_app.ui.dialogs.controls import Tick
from desktop_app.ui.dialogs.labels import label
from desktop_app.ui.dialogs.password import PasswordField
from desktop_app.ui.theme.fonts import FontKey, baseline, font
from desktop_app.ui.theme.textlayout import advance, draw_text
from desktop_app.ui.theme.theme import Theme
from desktop_app.ui.widgets.buttons import TextButton
from desktop_app.ui.widgets.paint import ground

BADGE = 24
_DIGIT = FontKey(13, 600, tnum=True)


class _Number(QLabel):
    """The number of a step in a round badge."""

    def __init__(self, theme: Theme, number: int) -> None:
        super().__init__(str(number))
        self._theme = theme
        self.setFixedSize(BADGE, BADGE)
        theme.changed.connect(self.update)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the badge."""
        tokens, painter = self._theme.tokens, QPainter(self)
        ground(painter, QRectF(self.rect()), BADGE / 2, tokens.field, tokens)
        painter.setPen(tokens.text)
        wide = advance(self.text(), _DIGIT)
        base = baseline(0, BADGE, font(*_DIGIT))
        draw_text(painter, self.text(), (BADGE - wide) / 2, base, wide + 1, _DIGIT)


class Steps(QWidget):
    """Open and approve, then paste. ``changed`` tells of typing."""

    changed = Signal()

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setHorizontalSpacing(12)
        self._grid.setVerticalSpacing(8)
        self._grid.setColumnStretch(1, 1)
        self._about = label("", font(13), muted=True)
        self._grid.addWidget(self._about, 0, 0, 1, 2)
        self._grid.setRowMinimumHeight(1, 8)
        self._make_first(theme)
        self._grid.setRowMinimumHeight(5, 8)
        self._make_second(theme)
        self._grid.setRowStretch(13, 1)

    def _make_first(self, theme: Theme) -> None:
        sentence = _("Open the site's page, sign in there and approve Daily8.")
        words = label(sentence, font(14, 600))
        self.open_page = TextButton(
            _("Open the page in the browser"), theme, icon="arrow-square-out"
        )
        self._waiting = label("", font(13), muted=True)
        self._grid.addWidget(_Number(theme, 1), 2, 0, Qt.AlignmentFlag.AlignTop)
        self._grid.addWidget(words, 2, 1)
        self._grid.addWidget(self.open_page, 3, 1)
        self._grid.addWidget(self._waiting, 4, 1)

    def _make_second(self, theme: Theme) -> None:
        self._second = label("", font(14, 600))
        self.login = QLineEdit()
        self.login.setAccessibleName(_("User name or e-mail"))
        self.password = PasswordField(theme, _("Application password"))
        self.insecure = Tick(
            theme, _("This site has no encryption. Send my password all the same.")
        )
        self._grid.addWidget(_Number(theme, 2), 6, 0, Qt.AlignmentFlag.AlignTop)
        self._grid.addWidget(self._second, 6, 1)
        for row, field in ((7, self.login), (9, self.password)):
            caption = label(field.accessibleName(), font(12), muted=True)
            caption.setBuddy(field)
            self._grid.addWidget(caption, row, 1)
            self._grid.addWidget(field, row + 1, 1)
            field.textChanged.connect(self.changed)
        self._grid.addWidget(self.insecure, 11, 1)
        self.insecure.toggled.connect(self.changed)

    def show_site(self, site: str, insecure: bool, returns: bool) -> None:
        """Say where one signs in, and what happens to the password."""
        self._about.setText(
            _(
                "Your account at {site} stays there: Daily8 gets a password of its own, kept in "
                "your system's keystore. You can take it back at any time."
            ).format(site=site)
        )
        self._second.setText(
            _("The page brings you back here. If it does not, paste the new password.")
            if returns
            else _("The page shows a new password, for Daily8 alone. Paste it here.")
        )
        self.insecure.setVisible(insecure)

    def wait_for_browser(self, returns: bool) -> None:
        """Say what the reader does now."""
        self._waiting.setText(
            _("Waiting for your approval in the browser …")
            if returns
            else _("The page is open in the browser. Copy the password that it shows.")
        )
