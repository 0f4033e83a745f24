"""Where a question is typed, and rows of chips that ask or choose."""

from collections.abc import Callable, Sequence

from PySide6.QtCore import QEvent, QRectF, Qt, Signal
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent, QPalette
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QWidget

from desktop_app.ui.insight.panel import InsightPanel
from desktop_app.ui.theme import fonts
from desktop_app.ui.theme.theme import Theme
from desktop_app.ui.widgets.chip import Chip
from desktop_app.ui.widgets.paint import ground, ring

HEIGHT, PAD, MOST_LETTERS = 34, 11, 1000


class QuestionField(QLineEdit):
    """One line on a ground of paper; Return asks, Esc stops, empties and leaves, in that order."""

    left = Signal()
    stop_requested = Signal()

    def __init__(self, placeholder: str, panel: InsightPanel) -> None:
        super().__init__(panel)
        self._panel = panel
        self.busy: Callable[[], bool] = bool
        """Whether there is something to stop."""
        self.setPlaceholderText(placeholder)
        self.setAccessibleName(placeholder)
        self.setFrame(False)
        self.setFont(fonts.font(14))
        self.setFixedHeight(HEIGHT)
        self.setMaxLength(MOST_LETTERS)
        self.setTextMargins(PAD, 0, PAD, 0)
        # The application's sheet would paint a ground over ours; a palette does not stop it.
        self.setStyleSheet("background: transparent; border: 0; padding: 0")
        self.dress()

    def dress(self) -> None:
        """Take the colours of the paper."""
        tokens, palette = self._panel.paper, self.palette()
        palette.setColor(QPalette.ColorRole.Text, tokens.text)
        palette.setColor(QPalette.ColorRole.PlaceholderText, tokens.muted)
        self.setPalette(palette)
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the ground under the words, and the ring."""
        painter, tokens = QPainter(self), self._panel.paper
        whole = QRectF(self.rect())
        ground(painter, whole, 8, tokens.window, tokens)
        if self.hasFocus():
            ring(painter, whole, 8, tokens.accent, 0)
        painter.end()
        super().paintEvent(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Esc stops what was asked, empties the field, then leaves it."""
        if event.key() == Qt.Key.Key_Escape:
            if self.busy():
                self.stop_requested.emit()
            elif self.text():
                self.clear()
            else:
                self.left.emit()
            return
        super().keyPressEvent(event)


class ChipRow(QWidget):
    """Chips side by side; ``chosen`` carries the value of the one that was pressed."""

    chosen = Signal(object)

    def __init__(
        self, choices: Sequence[tuple[object, str]], theme: Theme, panel: InsightPanel, name: str
    ) -> None:
        super().__init__(panel)
        self.setAccessibleName(name)
        self.chips: dict[object, Chip] = {}
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(4)
        for value, words in choices:
            chip = Chip(words, theme, self)
            chip.clicked.connect(self._on_clicked)
            row.addWidget(chip)
            self.chips[value] = chip
        row.addStretch(1)

    @property
    def value(self) -> object:
        """What is chosen; None while nothing is."""
        return next((value for value, chip in self.chips.items() if chip.isChecked()), None)

    def choose(self, value: object) -> None:
        """Choose one; None chooses nothing."""
        for each, chip in self.chips.items():
            chip.setAutoExclusive(value is not None)
            chip.setChecked(each == value)
        for chip in self.chips.values():
            chip.setAutoExclusive(True)

    def show_only(self, values: Sequence[object]) -> None:
        """Show those that there are; a row of one is no choice."""
        for value, chip in self.chips.items():
            chip.setVisible(value in values)
        self.setVisible(len(values) > 1)

    def _on_clicked(self) -> None:
        sender = self.sender()
        for value, chip in self.chips.items():
            if chip is sender:
                self.chosen.emit(value)

    def changeEvent(self, event: QEvent) -> None:
        """Take the size of other fonts."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.FontChange:
            self.updateGeometry()
