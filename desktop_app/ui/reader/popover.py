"""How the article is set, chosen in a small window under its button."""

from typing import Any

from PySide6.QtCore import QPoint, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QButtonGroup, QGridLayout, QHBoxLayout, QLabel, QWidget

from desktop_app.core.errors import AppError
from desktop_app.system.i18n import _, pgettext
from desktop_app.system.settings import (
    ARTICLE_PAPER,
    READING_FACE,
    READING_LINE,
    READING_MEASURE,
    READING_SIZE,
    Option,
    Settings,
)
from desktop_app.ui.theme import fonts
from desktop_app.ui.theme.theme import Theme
from desktop_app.ui.widgets.buttons import TextButton
from desktop_app.ui.widgets.chip import Chip

MINUS, PLUS = "\u2212", "+"


class Stepper(QWidget):
    """A number between two buttons."""

    stepped = Signal(object)
    """-1 or +1."""

    def __init__(self, name: str, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self.less = TextButton(MINUS, theme, parent=self)
        self.more = TextButton(PLUS, theme, parent=self)
        self.value = QLabel(self)
        self.value.setFont(fonts.font(13, 500, tnum=True))
        self.value.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.value.setMinimumWidth(52)
        self.value.setContentsMargins(4, 0, 4, 0)
        self.less.setAccessibleName(_("{name}: less").format(name=name))
        self.more.setAccessibleName(_("{name}: more").format(name=name))
        self.value.setAccessibleName(name)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(2)
        for widget in (self.less, self.value, self.more):
            row.addWidget(widget)
        self.less.clicked.connect(self._on_less)
        self.more.clicked.connect(self._on_more)

    def show_value(self, text: str, at_low: bool, at_high: bool) -> None:
        """Show the value and which way it can still go."""
        self.value.setText(text)
        self.less.setEnabled(not at_low)
        self.more.setEnabled(not at_high)

    def _on_less(self) -> None:
        self.stepped.emit(-1)

    def _on_more(self) -> None:
        self.stepped.emit(1)


class Pair(QWidget):
    """Two chips, one of them chosen."""

    chosen = Signal(str)

    def __init__(self, choices: dict[str, str], theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self._group = QButtonGroup(self)
        self._chips: dict[str, Chip] = {}
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(2)
        row.addStretch(1)
        for value, words in choices.items():
            chip = Chip(words, theme, self)
            chip.setObjectName(value)
            chip.clicked.connect(self._on_clicked)
            self._chips[value] = chip
            self._group.addButton(chip)
            row.addWidget(chip)

    def show_value(self, value: str) -> None:
        """Show which one is chosen."""
        self._chips[value].setChecked(True)

    def _on_clicked(self) -> None:
        sender = self.sender()
        if sender is not None:
            self.chosen.emit(sender.objectName())


class TypographyPopover(QWidget):
    """Bound to the settings: what is pressed shows in the article at once."""

    failed = Signal(object)
    """An AppError: the choice holds for this run only."""

    def __init__(self, settings: Settings, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent, Qt.WindowType.Popup | Qt.WindowType.FramelessWindowHint)
        self._settings, self._theme = settings, theme
        self.setAccessibleName(_("Text size and paper"))
        self.size_step = Stepper(_("Size"), theme, self)
        self.measure_step = Stepper(_("Width"), theme, self)
        self.line_step = Stepper(_("Line height"), theme, self)
        faces = {"serif": pgettext("face", "Serif"), "sans": pgettext("face", "Sans")}
        papers = {"same": pgettext("paper", "As the window"), "sepia": pgettext("paper", "Sepia")}
        self.face_pair = Pair(faces, theme, self)
        self.paper_pair = Pair(papers, theme, self)
        self._lay_out()
        self.size_step.stepped.connect(self._on_size)
        self.measure_step.stepped.connect(self._on_measure)
        self.line_step.stepped.connect(self._on_line)
        self.face_pair.chosen.connect(self._on_face)
        self.paper_pair.chosen.connect(self._on_paper)
        self.refresh()

    def _lay_out(self) -> None:
        grid = QGridLayout(self)
        grid.setContentsMargins(16, 14, 16, 14)
        grid.setHorizontalSpacing(28)
        grid.setVerticalSpacing(8)
        rows: tuple[tuple[str, QWidget], ...] = (
            (_("Size"), self.size_step),
            (_("Width"), self.measure_step),
            (_("Line height"), self.line_step),
            (_("Face"), self.face_pair),
            (_("Paper"), self.paper_pair),
        )
        for number, (words, widget) in enumerate(rows):
            label = QLabel(words, self)
            label.setFont(fonts.font(13))
            grid.addWidget(label, number, 0)
            grid.addWidget(widget, number, 1, Qt.AlignmentFlag.AlignTrailing)
        grid.setColumnStretch(1, 1)

    def show_under(self, button: QWidget) -> None:
        """Open below a button, inside the window."""
        self.refresh()
        self.adjustSize()
        size: QSize = self.sizeHint()
        corner = button.mapToGlobal(QPoint(button.width() - size.width(), button.height() + 4))
        if self.isRightToLeft():
            corner = button.mapToGlobal(QPoint(0, button.height() + 4))
        self.move(max(4, corner.x()), corner.y())
        self.show()
        self.size_step.more.setFocus(Qt.FocusReason.PopupFocusReason)

    def refresh(self) -> None:
        """Show what is chosen now."""
        get = self._settings.get
        size, measure, line = get(READING_SIZE), get(READING_MEASURE), get(READING_LINE)
        pixels = pgettext("size", "{count} px").format(count=size)
        self.size_step.show_value(pixels, *_ends(READING_SIZE, size))
        ems = pgettext("size", "{count} em").format(count=measure)
        self.measure_step.show_value(ems, *_ends(READING_MEASURE, measure))
        self.line_step.show_value(f"{line:.2f}", *_ends(READING_LINE, line))
        self.face_pair.show_value(get(READING_FACE))
        self.paper_pair.show_value(get(ARTICLE_PAPER))

    def _on_size(self, by: int) -> None:
        self._set(READING_SIZE, self._settings.get(READING_SIZE) + by)

    def _on_measure(self, by: int) -> None:
        self._set(READING_MEASURE, self._settings.get(READING_MEASURE) + 2 * by)

    def _on_line(self, by: int) -> None:
        self._set(READING_LINE, round(self._settings.get(READING_LINE) + 0.05 * by, 2))

    def _on_face(self, face: str) -> None:
        self._set(READING_FACE, face)

    def _on_paper(self, paper: str) -> None:
        self._set(ARTICLE_PAPER, paper)

    def _set(self, option: Option[Any], value: object) -> None:
        if option.minimum is not None and option.maximum is not None:
            assert isinstance(value, int | float)
            value = type(value)(max(option.minimum, min(option.maximum, value)))
        try:
            self._settings.set(option, value)
        except AppError as error:
            self.failed.emit(error)
        self.refresh()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw the ground with its line."""
        painter = QPainter(self)
        tokens = self._theme.tokens
        painter.fillRect(self.rect(), tokens.raised)
        painter.setPen(QPen(tokens.line, 1))
        painter.drawRect(QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5))


def _ends(option: Option[Any], value: float) -> tuple[bool, bool]:
    low, high = option.minimum, option.maximum
    return low is not None and value <= low, high is not None and value >= high
