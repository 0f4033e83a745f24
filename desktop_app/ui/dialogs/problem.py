"""The report of a bug: shown, copied by the reader if they like, sent by nobody."""

from PySide6.QtCore import Slot
from PySide6.QtGui import QFont, QGuiApplication
from PySide6.QtWidgets import QPlainTextEdit, QWidget

from desktop_app.system.i18n import _
from desktop_app.ui.dialogs.base import Dialog
from desktop_app.ui.theme.fonts import MONO, font
from desktop_app.ui.theme.theme import Theme


class ProblemReport(Dialog):
    """One report as text. Main thread."""

    def __init__(self, parent: QWidget, theme: Theme, report: str) -> None:
        super().__init__(parent, theme, _("Something went wrong inside Daily8"), 640, 480)
        self.add_text(
            _(
                "What you wrote is safe. This report stays on your computer; "
                "copy it if you want to tell the people who make Daily8."
            )
        )
        self._text = QPlainTextEdit(report)
        self._text.setReadOnly(True)
        self._text.setAccessibleName(_("Report"))
        self._text.setTabChangesFocus(True)
        face = QFont(font(12))
        face.setFamilies(list(MONO))
        self._text.setFont(face)
        self.body.addWidget(self._text, 1)
        copy = self.add_leading_button(_("Copy"))
        copy.clicked.connect(self._copy)
        close = self.add_button(_("Close"), main=True)
        close.clicked.connect(self.accept)

    @Slot()
    def _copy(self) -> None:
        QGuiApplication.clipboard().setText(self._text.toPlainText())
