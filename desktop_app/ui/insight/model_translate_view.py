"""The panel of Translate: into which language, in place or beside, how far it is."""

from PySide6.QtCore import QSize, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from desktop_app.services.understanding.model_prompts import LANGUAGES
from desktop_app.system.i18n import _
from desktop_app.ui.dialogs.controls import Select
from desktop_app.ui.insight.model_consent import ConsentView
from desktop_app.ui.insight.model_field import ChipRow
from desktop_app.ui.insight.model_parts import Words
from desktop_app.ui.insight.panel import InsightPanel
from desktop_app.ui.theme.theme import Theme
from desktop_app.ui.widgets.buttons import TextButton
from desktop_app.ui.widgets.tab_order import inside

PLACE, BESIDE, ORIGINAL = "place", "beside", "original"


class TranslateView(QWidget):
    """Main thread."""

    resized = Signal()

    def __init__(self, panel: InsightPanel, theme: Theme) -> None:
        super().__init__(panel)
        self.language = Select(theme, _("Translate into"))
        for code, (_english, own) in LANGUAGES.items():
            self.language.addItem(own, code)
        self.language.setMaximumWidth(220)
        self.start = TextButton(_("Translate"), theme, kind="main", parent=self)
        self.stop = TextButton(_("Stop"), theme, icon="x", parent=self)
        self.again = TextButton(_("Try again"), theme, parent=self)
        self.ways = ChipRow(
            (
                (PLACE, _("In its place")),
                (BESIDE, _("Below each paragraph")),
                (ORIGINAL, _("The original")),
            ),
            theme,
            panel,
            _("How it shows"),
        )
        self.state = Words(panel)
        self.consent = ConsentView(panel, theme)
        row = QHBoxLayout()
        row.setSpacing(8)
        row.addWidget(self.language, 1)
        for button in (self.start, self.stop, self.again):
            row.addWidget(button)
        row.addStretch(1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(10)
        column.addLayout(row)
        for widget in (self.ways, self.state, self.consent):
            column.addWidget(widget)
        self.rest()

    def tab_order(self) -> list[QWidget]:
        """Return what Tab reaches, from the top down."""
        first = [self.language, self.start, self.stop, self.again]
        return [*first, *inside(self.ways), *inside(self.consent)]

    def choose(self, code: str) -> None:
        """Show a language as chosen."""
        self.language.blockSignals(True)
        self.language.setCurrentIndex(max(0, self.language.findData(code)))
        self.language.blockSignals(False)
        self.language.update()

    def rest(self) -> None:
        """Nothing is under way, and nothing is translated."""
        self.ways.hide()
        self.ways.choose(PLACE)
        self.stop.hide()
        self.again.hide()
        self.start.show()
        self.consent.hide()
        self.state.strong = False

    def say(self, text: str, strong: bool = False) -> None:
        """Say how far it is, or what went wrong."""
        self.state.strong = strong
        self.state.say(text)
        self.resized.emit()

    def set_running(self, running: bool, failed: int = 0) -> None:
        """Offer what fits: stopping, or trying again what failed."""
        self.stop.setVisible(running)
        self.again.setVisible(not running and failed > 0)
        self.start.setVisible(not running and not failed and self.ways.isHidden())
        self.resized.emit()

    def show_ways(self) -> None:
        """Offer to look at the original again."""
        self.ways.show()
        self.start.hide()

    def sizeHint(self) -> QSize:
        """Return the size in the usual column."""
        return QSize(560, self.heightForWidth(560))

    def heightForWidth(self, width: int) -> int:
        """Return the height of all that shows."""
        layout = self.layout()
        if layout is None:
            return 0
        layout.invalidate()
        if layout.hasHeightForWidth():
            return layout.totalHeightForWidth(width)
        return layout.totalSizeHint().height()
