"""The row of buttons over the article."""

from collections.abc import Mapping

from PySide6.QtCore import QEvent, Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QMenu, QWidget

from desktop_app.system.i18n import _
from desktop_app.ui.actions import SPECS, key_text
from desktop_app.ui.theme.theme import Theme
from desktop_app.ui.widgets.buttons import IconButton
from desktop_app.ui.widgets.menu_place import open_below

HEIGHT, SIDE = 52, 15  # an 18 px icon in its 28 px button then stands 20 px from the edge
SPECS_BY_NAME = {spec.name: spec for spec in SPECS}


class ReaderBar(QWidget):
    """Back and forward at one end; what can be done with the article at the other."""

    back = Signal()
    forward = Signal()
    read_toggled = Signal()
    saved_toggled = Signal()
    typography_requested = Signal()
    browser_requested = Signal()
    comments_toggled = Signal()
    copy_requested = Signal()
    mail_requested = Signal()
    action_requested = Signal(str)
    """The name of one of the window's actions."""

    def __init__(
        self, theme: Theme, keys: Mapping[str, str], parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._theme = theme
        self._keys = keys
        self.setFixedHeight(HEIGHT)
        self.back_button = self._button("arrow-left", _("Back"), "back")
        self.forward_button = self._button("arrow-right", _("Forward"), "forward")
        self.read_button = self._button("check-circle", _("Mark as read"), "toggle_read")
        self.save_button = self._button("bookmark-simple", _("Save"), "toggle_saved")
        self.type_button = self._button("text-aa", _("Text size and paper"), "")
        self.share_button = self._button("share-network", _("Share"), "")
        self.browser_button = self._button("arrow-square-out", _("Open in browser"), "open_browser")
        self.comments_button = self._button("chats-circle", _("Comments"), "toggle_comments")
        self._menu = QMenu(self)
        self._menu.addAction(_("Copy link")).triggered.connect(self.copy_requested)
        self._menu.addAction(_("Send by e-mail")).triggered.connect(self.mail_requested)
        self._menu.addSeparator()
        for name in ("print", "save_article"):
            entry = self._menu.addAction(_(SPECS_BY_NAME[name].text))
            entry.setObjectName(name)
            entry.triggered.connect(self._on_entry)
        self._connect()
        self._lay_out()
        self.show_article(False, False, False)
        self.set_history(False, False)

    def _button(self, icon: str, name: str, action: str) -> IconButton:
        spec = SPECS_BY_NAME.get(action)
        key = key_text(spec, self._keys) if spec is not None else ""
        return IconButton(icon, name, self._theme, shortcut_text=key, parent=self)

    def _connect(self) -> None:
        self.back_button.clicked.connect(self.back)
        self.forward_button.clicked.connect(self.forward)
        self.read_button.clicked.connect(self.read_toggled)
        self.save_button.clicked.connect(self.saved_toggled)
        self.type_button.clicked.connect(self.typography_requested)
        self.share_button.clicked.connect(self._show_share)
        self.browser_button.clicked.connect(self.browser_requested)
        self.comments_button.clicked.connect(self.comments_toggled)

    def _lay_out(self) -> None:
        row = QHBoxLayout(self)
        row.setContentsMargins(SIDE, 0, SIDE, 0)
        row.setSpacing(6)
        row.addWidget(self.back_button)
        row.addWidget(self.forward_button)
        row.addStretch(1)
        for button in self._article_buttons():
            row.addWidget(button)
        row.addWidget(self.comments_button)

    def _article_buttons(self) -> tuple[IconButton, ...]:
        return (
            self.read_button,
            self.save_button,
            self.type_button,
            self.share_button,
            self.browser_button,
        )

    def show_article(self, there: bool, read: bool, saved: bool) -> None:
        """Show what is known of the article; ``there`` False: none is open."""
        for button in self._article_buttons():
            button.setEnabled(there)
        self.read_button.set_active(there and read, "check-circle-fill")
        self.save_button.set_active(there and saved, "bookmark-simple-fill")
        self._name(
            self.read_button, _("Mark as unread") if read else _("Mark as read"), "toggle_read"
        )
        self._name(self.save_button, _("Saved") if saved else _("Save"), "toggle_saved")

    def _name(self, button: IconButton, name: str, action: str) -> None:
        button.set_name(name, key_text(SPECS_BY_NAME[action], self._keys))

    def set_history(self, back: bool, forward: bool) -> None:
        """Show whether there is somewhere to go back and forward to."""
        self.back_button.setEnabled(back)
        self.forward_button.setEnabled(forward)

    def set_comments_shown(self, shown: bool) -> None:
        """Show whether the comments are visible."""
        self.comments_button.set_active(shown, "chats-circle-fill")
        name = _("Hide comments") if shown else _("Show comments")
        self._name(self.comments_button, name, "toggle_comments")

    def _on_entry(self) -> None:
        self.action_requested.emit(self.sender().objectName())

    def _show_share(self) -> None:
        open_below(self._menu, self.share_button, 4)

    def changeEvent(self, event: QEvent) -> None:
        """Repaint with the palette."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.PaletteChange:
            self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw the ground and the hairline below."""
        painter = QPainter(self)
        painter.fillRect(self.rect(), self._theme.tokens.window)
        painter.fillRect(0, self.height() - 1, self.width(), 1, self._theme.tokens.line)
