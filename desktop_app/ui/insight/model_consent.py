"""Before anything is sent for the first time: where to, and every word of it."""

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QPlainTextEdit, QVBoxLayout, QWidget

from desktop_app.system.i18n import _
from desktop_app.ui.insight.model_parts import TEXT, Words
from desktop_app.ui.insight.panel import InsightPanel
from desktop_app.ui.theme.fonts import font
from desktop_app.ui.theme.theme import Theme
from desktop_app.ui.widgets.buttons import TextButton
from desktop_app.ui.widgets.scrollbar import OverlayScrollBar

if TYPE_CHECKING:
    from desktop_app.services.understanding.model_choice import Choice

HEIGHT = 168


class ConsentView(QWidget):
    """``agreed`` is the reader's word; nothing goes out before it. Main thread."""

    agreed = Signal()
    declined = Signal()

    def __init__(self, panel: InsightPanel, theme: Theme) -> None:
        super().__init__(panel)
        self._panel = panel
        self.title = Words(panel, key=TEXT)
        self.title.strong = True
        self.more = Words(panel)
        self.sent = QPlainTextEdit()
        self.sent.setReadOnly(True)
        self.sent.setFrameShape(QFrame.Shape.NoFrame)
        self.sent.setFixedHeight(HEIGHT)
        self.sent.setFont(font(12.5))
        self.sent.setTabChangesFocus(True)
        self.sent.setAccessibleName(_("What is sent"))
        self.sent.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.sent.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        OverlayScrollBar.attach(self.sent, theme)
        self.send = TextButton(_("Send"), theme, kind="main", icon="paper-plane-tilt", parent=self)
        self.no = TextButton(_("Not now"), theme, parent=self)
        row = QHBoxLayout()
        row.setSpacing(8)
        row.addWidget(self.send)
        row.addWidget(self.no)
        row.addStretch(1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        column.addWidget(self.title)
        column.addWidget(self.more)
        column.addWidget(self.sent)
        column.addLayout(row)
        self.send.clicked.connect(self.agreed)
        self.no.clicked.connect(self.declined)
        self.hide()

    def tab_order(self) -> list[QWidget]:
        """Return what is sent, then the answers to it."""
        return [self.sent, self.send, self.no]

    def ask(self, choice: "Choice", sent: str) -> None:
        """Show what would go where."""
        self.title.say(
            _("This is what {model} at {host} is sent:").format(
                model=choice.shown, host=choice.host
            )
        )
        if choice.on_this_computer:
            more = _("It stays on this computer. You are asked this once for each address.")
        else:
            more = _(
                "It leaves this computer. What the people there do with it, they alone decide. "
                "You are asked again each time Daily8 starts."
            )
        self.more.say(more)
        tokens = self._panel.paper
        self.sent.setStyleSheet(
            f"QPlainTextEdit {{ background:{tokens.window.name()}; color:{tokens.text.name()};"
            f" border:1px solid {tokens.line.name()}; border-radius:8px; padding:6px; }}"
        )
        self.sent.setPlainText(sent)
        self.show()
        self.send.setFocus()
