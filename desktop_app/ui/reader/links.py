"""Links out of articles and comments: which may be opened, and what is said about them."""

from PySide6.QtCore import QUrl
from PySide6.QtGui import QDesktopServices, QTextBlock, QTextDocument

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


def spans(document: QTextDocument, here: int, forward: bool) -> tuple[int, int] | None:
    """Return start and end of the next link after (or before) position ``here``."""
    block = document.findBlock(here)
    while block.isValid():
        found = _in_block(block)
        for start, end in found if forward else reversed(found):
            if (forward and start >= here) or (not forward and end <= here):
                return start, end
        block = block.next() if forward else block.previous()
    return None


def _in_block(block: QTextBlock) -> list[tuple[int, int]]:
    found: list[tuple[int, int]] = []
    last = ""
    iterator = block.begin()
    while not iterator.atEnd():
        fragment = iterator.fragment()
        href = fragment.charFormat().anchorHref()
        start, end = fragment.position(), fragment.position() + fragment.length()
        if href and href == last and found[-1][1] == start:
            found[-1] = (found[-1][0], end)
        elif href:
            found.append((start, end))
        last = href
        iterator += 1
    return found
