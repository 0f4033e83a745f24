"""What Daily8 carries of others, and under which licences."""

from PySide6.QtWidgets import QPlainTextEdit, QWidget

from desktop_app.system import resources
from desktop_app.system.i18n import _
from desktop_app.ui.dialogs.base import Dialog
from desktop_app.ui.theme.fonts import font
from desktop_app.ui.theme.theme import Theme

LIST = "licences/LIST.txt"
TEXTS = ("licences/LGPL-3.0.txt", "licences/GPL-3.0.txt")
"""Qt's licence, and the one that it builds upon; those of packages lie in files beside them."""


class Licences(Dialog):
    """One text, as it was collected when the program was made. Main thread."""

    def __init__(self, parent: QWidget, theme: Theme) -> None:
        super().__init__(parent, theme, _("Licences"), 640, 520)
        self.add_text(
            _("Daily8 is made with the work of many others. This is what it carries of them.")
        )
        whole = "\n\n".join(resources.text(name) for name in (LIST, *TEXTS))
        self.text = QPlainTextEdit(whole)
        self.text.setReadOnly(True)
        self.text.setAccessibleName(_("Licences"))
        self.text.setTabChangesFocus(True)
        self.text.setFont(font(12))
        self.body.addWidget(self.text, 1)
        close = self.add_button(_("Close"), main=True)
        close.clicked.connect(self.accept)
