"""A field for a secret, with a button that shows it."""

from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QLineEdit

from desktop_app.system.i18n import _
from desktop_app.ui.theme.theme import Theme
from desktop_app.ui.widgets.buttons import HIT, IconButton


class PasswordField(QLineEdit):
    """Dots, until the reader wants to see what was pasted."""

    def __init__(self, theme: Theme, name: str) -> None:
        super().__init__()
        self.setAccessibleName(name)
        self.setEchoMode(QLineEdit.EchoMode.Password)
        self.eye = IconButton("eye", _("Show the password"), theme, size=16, quiet=True)
        self.eye.setParent(self)
        self.eye.clicked.connect(self._turn)
        self._set_margins()

    def _turn(self) -> None:
        hidden = self.echoMode() == QLineEdit.EchoMode.Password
        mode = QLineEdit.EchoMode.Normal if hidden else QLineEdit.EchoMode.Password
        self.setEchoMode(mode)
        self.eye.set_icon("eye-slash" if hidden else "eye")
        self.eye.set_name(_("Hide the password") if hidden else _("Show the password"))

    def _set_margins(self) -> None:
        rtl = self.isRightToLeft()
        self.setTextMargins(HIT if rtl else 0, 0, 0 if rtl else HIT, 0)
        self.eye.setCursor(Qt.CursorShape.ArrowCursor)
        x = 4 if rtl else self.width() - HIT - 4
        self.eye.move(x, (self.height() - HIT) // 2)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Keep the button at the trailing edge."""
        super().resizeEvent(event)
        self._set_margins()

    def changeEvent(self, event: QEvent) -> None:
        """Turn around with the window."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.LayoutDirectionChange:
            self._set_margins()
