"""How a source looks in rows: its name, and the tile that stands for it. Pure."""

from dataclasses import dataclass
from urllib.parse import urlsplit

from PySide6.QtGui import QColor

from desktop_app.core.sources import Source
from desktop_app.system.i18n import _
from desktop_app.ui.widgets.avatar import color_of, letter_of


@dataclass(frozen=True, slots=True)
class SourceLook:
    """Name, letter and colour of a source, and the address of its own icon if it has one."""

    title: str
    letter: str
    color: QColor
    icon_url: str | None = None


def look_of(source: Source) -> SourceLook:
    """Return the look of ``source``; its colour hangs on its host, so renaming keeps it."""
    host = urlsplit(source.home_url or source.base_url).hostname or source.base_url
    title = source.title or host
    return SourceLook(title, letter_of(title), color_of(host), source.icon_url)


def unknown() -> SourceLook:
    """Return the look of a source that is no longer there."""
    return SourceLook(_("A removed source"), "·", color_of(""))
