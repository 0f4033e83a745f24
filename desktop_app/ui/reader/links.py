"""Links out of articles and comments: which may be opened, and what is said about them."""

from PySide6.QtCore import QUrl
from PySide6.QtGui import QDesktopServices

from desktop_app.system.i18n import _
from desktop_app.text.urls import host_shown

SCHEMES = frozenset({"http", "https", "mailto"})


def may_open(address: str) -> bool:
    """Return whether the address has one of the schemes that leave the window."""
    url = QUrl(address, QUrl.ParsingMode.StrictMode)
    if not url.isValid() or url.scheme().lower() not in SCHEMES:
        return False
    return bool(url.path() if url.scheme().lower() == "mailto" else url.host())


def about(address: str) -> str:
    """Return where a link really leads, in words for the status line and the tooltip."""
    if not may_open(address):
        return ""
    url = QUrl(address)
    if url.scheme().lower() == "mailto":
        return _("Write to {address}").format(address=url.path())
    return host_shown(address)


def open_outside(address: str) -> bool:
    """Hand the address to the system's browser or mail program; False when it is not allowed."""
    return may_open(address) and QDesktopServices.openUrl(QUrl(address))
