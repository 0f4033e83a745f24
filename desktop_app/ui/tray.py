"""The icon in the system's tray: how many articles are unread, and the way back to the window."""

from PySide6.QtCore import QObject, QRectF, Qt, Signal, Slot
from PySide6.QtGui import QColor, QIcon, QPainter, QPixmap
from PySide6.QtWidgets import QMenu, QSystemTrayIcon

from desktop_app.system import resources
from desktop_app.system.i18n import _, ngettext
from desktop_app.ui.theme.fonts import font

ICON = "app/daily8.svg"
SIDES = (16, 22, 24, 32, 44, 48, 64)
_BADGE, _ON_BADGE = QColor("#1C1917"), QColor("#FFFFFF")
_RIM = QColor("#FFFFFF")


class Tray(QObject):
    """Shown while it lives. Main thread."""

    open_wanted = Signal()
    refresh_wanted = Signal()
    quit_wanted = Signal()
    message_clicked = Signal()

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self.menu = QMenu()
        self.menu.addAction(_("Open Daily8"), self.open_wanted.emit)
        self.menu.addAction(_("Refresh now"), self.refresh_wanted.emit)
        self.menu.addSeparator()
        self.menu.addAction(_("Quit"), self.quit_wanted.emit)
        self.icon = QSystemTrayIcon(self)
        self.icon.setContextMenu(self.menu)
        self.icon.activated.connect(self._on_activated)
        self.icon.messageClicked.connect(self.message_clicked)
        self.show_count(0)
        self.icon.show()

    def show_count(self, unread: int) -> None:
        """Show how many articles are unread."""
        words = ngettext("{count} unread article", "{count} unread articles", unread)
        told = words.format(count=unread) if unread else _("Nothing unread")
        self.icon.setToolTip("\n".join(("Daily8", told)))
        self.icon.setIcon(badged(unread))

    def say(self, title: str, body: str) -> None:
        """Show a message beside the icon, as Windows and macOS do."""
        self.icon.showMessage(title, body, self.icon.icon())

    def close(self) -> None:
        """Go away."""
        self.icon.hide()
        self.menu.deleteLater()
        self.deleteLater()

    @Slot(QSystemTrayIcon.ActivationReason)
    def _on_activated(self, reason: QSystemTrayIcon.ActivationReason) -> None:
        if reason == QSystemTrayIcon.ActivationReason.Trigger:
            self.open_wanted.emit()


def badged(unread: int) -> QIcon:
    """Return the program's icon with a number on it; where that is too small, with a dot."""
    plain = QIcon(str(resources.path(ICON)))
    if unread <= 0:
        return plain
    icon = QIcon()
    for side in SIDES:
        icon.addPixmap(_drawn(plain.pixmap(side, side), side, unread))
    return icon


def _drawn(pixmap: QPixmap, side: int, unread: int) -> QPixmap:
    text = str(unread) if unread < 100 else "99+"
    painter = QPainter(pixmap)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    rim = max(1.0, side / 24)
    numbered = side >= 32
    high = side * (0.5 if numbered else 0.44)
    wide = high * (1.0 if len(text) == 1 or not numbered else 0.62 + 0.36 * len(text))
    box = QRectF(side - wide, side - high, wide, high)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(_RIM)
    painter.drawRoundedRect(box, high / 2, high / 2)
    painter.setBrush(_BADGE)
    inside = box.adjusted(rim, rim, -rim, -rim)
    painter.drawRoundedRect(inside, inside.height() / 2, inside.height() / 2)
    if numbered:
        face = font(12, 700)
        face.setPixelSize(round(high * 0.62))
        painter.setFont(face)
        painter.setPen(_ON_BADGE)
        painter.drawText(inside, Qt.AlignmentFlag.AlignCenter, text)
    painter.end()
    return pixmap
