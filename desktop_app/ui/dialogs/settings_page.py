"""One page of the settings: a row for each option, its control at the trailing edge."""

from typing import Any

from PySide6.QtCore import QSignalBlocker, Qt, Signal, Slot
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import (
    QHBoxLayout,
    QLayout,
    QVBoxLayout,
    QWidget,
)

from desktop_app.core.errors import AppError
from desktop_app.system.i18n import _
from desktop_app.system.settings import PROXY, OptionKind, Settings
from desktop_app.ui.dialogs.controls import Number, Select, Toggle
from desktop_app.ui.dialogs.labels import label
from desktop_app.ui.dialogs.proxy import ProxyChoice
from desktop_app.ui.dialogs.scrolled import Scrolled
from desktop_app.ui.dialogs.settings_words import Page, Row
from desktop_app.ui.theme.fonts import font
from desktop_app.ui.theme.theme import Theme

CONTROL = 236  # width of every control
Control = Number | Select | Toggle | ProxyChoice


class SettingsPage(Scrolled):
    """Writes each change at once. ``failed`` carries an AppError, ``said`` a sentence or ""."""

    failed = Signal(object)
    said = Signal(str)
    stored = Signal()

    def __init__(self, theme: Theme, settings: Settings, page: Page) -> None:
        inside = QWidget()
        super().__init__(theme, inside)
        self._theme, self._settings = theme, settings
        self.page = page
        self.controls: dict[str, Control] = {}
        column = self._column = QVBoxLayout(inside)
        column.setContentsMargins(0, 4, 0, 0)
        column.setSpacing(0)
        for index, row in enumerate(page.rows):
            column.addWidget(self._line(row, first=index == 0))
        column.addStretch(1)
        self.setAccessibleName(_(page.title))

    def show_values(self) -> None:
        """Show what is stored, telling nobody."""
        for row in self.page.rows:
            control, value = self.controls[row.option.key], self._settings.get(row.option)
            with QSignalBlocker(control):
                if isinstance(control, Select):
                    control.setCurrentIndex(control.findData(value))
                elif isinstance(control, Number):
                    control.setValue(value)
                elif isinstance(control, Toggle):
                    control.setChecked(value)
                else:
                    control.show_value(value)
            control.update()

    def add_entry(self, name: str, hint: str, button: QWidget) -> QWidget:
        """Add a row below the options whose button leads further; return the row."""
        line = _Line(self._theme, first=False)
        words = QVBoxLayout()
        words.setSpacing(0)
        title = label(name)
        title.setMinimumHeight(32)
        title.setBuddy(button)
        words.addWidget(title)
        words.addWidget(label(hint, font(12), muted=True))
        layout = QHBoxLayout(line)
        layout.setContentsMargins(0, 8, 0, 8)
        layout.setSpacing(24)
        layout.addLayout(words, 1)
        layout.addWidget(button, 0, Qt.AlignmentFlag.AlignTop | Qt.AlignmentFlag.AlignTrailing)
        self._column.insertWidget(self._column.count() - 1, line)
        return line

    # -- building -------------------------------------------------------------------------------

    def _line(self, row: Row, first: bool) -> QWidget:
        line = _Line(self._theme, first)
        control = self._control(row)
        self.controls[row.option.key] = control
        control.setEnabled(row.usable)
        words = QVBoxLayout()
        words.setSpacing(0)
        name = label(_(row.label))
        name.setMinimumHeight(32)
        name.setBuddy(control)
        words.addWidget(name)
        if row.hint:
            words.addWidget(label(_(row.hint), font(12), muted=True))
            control.setAccessibleDescription(_(row.hint))
        words.addStretch(1)
        layout = QHBoxLayout(line)
        layout.setContentsMargins(0, 8, 0, 8)
        layout.setSpacing(24)
        layout.setSizeConstraint(QLayout.SizeConstraint.SetMinimumSize)
        layout.addLayout(words, 1)
        if not isinstance(control, Toggle):
            control.setMinimumWidth(max(CONTROL, control.minimumSizeHint().width()))
            control.setMaximumWidth(control.minimumWidth())
        layout.addWidget(control, 0, Qt.AlignmentFlag.AlignTop | Qt.AlignmentFlag.AlignTrailing)
        return line

    def _control(self, row: Row) -> Control:
        option, value = row.option, self._settings.get(row.option)
        if option.kind is OptionKind.CHOICE:
            return self._select(row, value)
        if option.kind is OptionKind.SWITCH:
            toggle = Toggle(self._theme, _(row.label))
            toggle.setChecked(value)
            toggle.toggled.connect(self._on_value)
            return toggle
        if option.kind is OptionKind.PROXY:
            words = tuple(_(choice) for choice in row.choices)
            proxy = ProxyChoice(self._theme, _(row.label), words, str(value))
            proxy.chosen.connect(self._on_proxy)
            proxy.said.connect(self.said)
            return proxy
        return self._number(row, value)

    def _select(self, row: Row, value: object) -> Select:
        select = Select(self._theme, _(row.label))
        for choice, words in zip(row.option.choices, row.choices, strict=True):
            select.addItem(_(words), choice)
        select.setCurrentIndex(row.option.choices.index(value))
        select.currentIndexChanged.connect(self._on_value)
        return select

    def _number(self, row: Row, value: Any) -> Number:
        whole = row.option.kind is OptionKind.WHOLE
        box = Number(self._theme, _(row.label), 0 if whole else 2)
        low, high = row.option.minimum or 0, row.option.maximum or 0
        box.setRange(min(low, *row.option.also, low), high)
        box.setSingleStep(row.step)
        box.setKeyboardTracking(False)  # half a number typed is no wish
        if row.special:
            box.setSpecialValueText(_(row.special))
        if row.unit is not None:
            box.set_unit(row.unit)
        box.setValue(value)
        box.valueChanged.connect(self._on_value)
        return box

    # -- changing -------------------------------------------------------------------------------

    @Slot()
    def _on_value(self) -> None:
        control = self.sender()
        row = next(each for each in self.page.rows if self.controls[each.option.key] is control)
        if isinstance(control, Select):
            self._set(row, control.currentData())
        elif isinstance(control, Toggle):
            self._set(row, control.isChecked())
        elif isinstance(control, Number):
            self._set(row, self._number_of(row, control))

    @Slot(str)
    def _on_proxy(self, value: str) -> None:
        self._set(next(row for row in self.page.rows if row.option is PROXY), value)

    def _number_of(self, row: Row, box: Number) -> float:
        value = round(box.value(), 2)
        if row.option.kind is OptionKind.WHOLE:
            value = int(value)
        if not row.option.takes(value):  # in the gap between the single value and the minimum
            up = value > self._settings.get(row.option)
            value = int(row.option.minimum or 0) if up else row.option.also[0]
            with QSignalBlocker(box):
                box.setValue(value)
        return value

    def _set(self, row: Row, value: object) -> None:
        self.said.emit("")
        try:
            self._settings.set(row.option, value)
        except AppError as error:
            self.failed.emit(error)
        self.stored.emit()


class _Line(QWidget):
    """A row with a hairline above all but the first."""

    def __init__(self, theme: Theme, first: bool) -> None:
        super().__init__()
        self._theme, self._first = theme, first
        theme.changed.connect(self.update)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the hairline."""
        if not self._first:
            QPainter(self).fillRect(0, 0, self.width(), 1, self._theme.tokens.line)
