"""What this is, which version, under which licence, made with what."""

import platform

from PySide6.QtCore import Qt, qVersion
from PySide6.QtWidgets import QWidget

from desktop_app import __version__
from desktop_app.system.i18n import _
from desktop_app.ui.dialogs.base import Dialog
from desktop_app.ui.theme.theme import Theme

MADE_WITH = (
    "PySide6 (LGPL 3) · requests (Apache 2.0) · keyring (MIT) · feedparser (BSD) · lxml (BSD) · "
    "nh3 (MIT) · readability-lxml (Apache 2.0) · SQLite · Phosphor Icons (MIT) · Inter, Noto (OFL)"
)


class About(Dialog):
    """Version and licences."""

    def __init__(self, parent: QWidget, theme: Theme) -> None:
        super().__init__(parent, theme, _("About Daily8"), 460)
        self.add_text(
            _("News of many sources, and the conversation under each article, in one window.")
        )
        version = _("Version {version} · Qt {qt} · Python {python}").format(
            version=__version__, qt=qVersion(), python=platform.python_version()
        )
        label = self.add_text(version, muted=True)
        label.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.add_text(_("Free software under the MIT licence. It sends nothing about you."))
        self.add_text(_("Made with: {parts}").format(parts=MADE_WITH), muted=True)
        close = self.add_button(_("Close"), main=True)
        close.clicked.connect(self.accept)
