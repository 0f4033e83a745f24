"""What this is, which version, under which licence, made with what."""

import platform

from PySide6.QtCore import Qt, Slot, qVersion
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from desktop_app import __version__
from desktop_app.system.channel import Channel
from desktop_app.system.i18n import _
from desktop_app.ui.dialogs.base import Dialog
from desktop_app.ui.dialogs.labels import label
from desktop_app.ui.dialogs.licences import Licences
from desktop_app.ui.dialogs.logo import Logo
from desktop_app.ui.theme.fonts import font
from desktop_app.ui.theme.theme import Theme

MADE_WITH = (
    "PySide6 (LGPL 3) · requests (Apache 2.0) · keyring (MIT) · feedparser (BSD) · lxml (BSD) · "
    "nh3 (MIT) · readability-lxml (Apache 2.0) · SQLite · Phosphor Icons (MIT) · Inter, Noto (OFL)"
)


class About(Dialog):
    """Version and licences."""

    def __init__(self, parent: QWidget, theme: Theme, channel: Channel) -> None:
        super().__init__(parent, theme, _("About Daily8"), 480)
        self.heading.hide()
        name = label("Daily8", font(22, 700, track=-0.01))
        facts = _("Version {version} · Qt {qt} · Python {python}").format(
            version=__version__, qt=qVersion(), python=platform.python_version()
        )
        version = label(facts, font(13, tnum=True), muted=True)
        version.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        words = QVBoxLayout()
        words.setSpacing(0)
        words.addWidget(name)
        words.addWidget(version)
        row = QHBoxLayout()
        row.setSpacing(14)
        row.addWidget(Logo(theme, 52))
        row.addLayout(words, 1)
        self.body.addLayout(row)
        self.body.addSpacing(4)
        self.add_text(
            _("News of many sources, and the conversation under each article, in one window.")
        )
        self.add_text(_("Free software under the MIT licence. It sends nothing about you."))
        if channel.managed:
            self.add_text(_("Your system keeps Daily8 up to date."))
        made = self.add_text(_("Made with: {parts}").format(parts=MADE_WITH), muted=True)
        made.setFont(font(12))
        licences = self.add_leading_button(_("Licences"))
        licences.clicked.connect(self._show_licences)
        close = self.add_button(_("Close"), main=True)
        close.clicked.connect(self.accept)
        close.setFocus()

    @Slot()
    def _show_licences(self) -> None:
        Licences(self, self.theme).open()
