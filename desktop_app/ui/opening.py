"""Opens addresses outside the app, by a list of schemes."""

import logging

from PySide6.QtCore import QUrl
from PySide6.QtGui import QDesktopServices

SCHEMES = ("https", "http", "mailto")
log = logging.getLogger("daily8.ui")


def open_address(address: str) -> bool:
    """Open ``address`` in the browser or mail program; False when its scheme is not one of ours."""
    url = QUrl(address, QUrl.ParsingMode.StrictMode)
    if not url.isValid() or url.scheme().lower() not in SCHEMES:
        log.info("not opened: scheme %r", url.scheme())
        return False
    return QDesktopServices.openUrl(url)
