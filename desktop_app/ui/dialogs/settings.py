"""The settings: every declared option with its words; a change holds at once."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QSignalBlocker, Qt, Slot
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QDoubleSpinBox,
    QFormLayout,
    QLabel,
    QLineEdit,
    QSpinBox,
    QTabWidget,
    QVBoxLayout,
    QWidget,
)

from desktop_app.core.errors import AppError
from desktop_app.system import settings as options
from desktop_app.system.i18n import N_, _
from desktop_app.system.settings import Option, OptionKind, Settings
from desktop_app.ui.dialogs.base import Dialog
from desktop_app.ui.dialogs.key_editor import KeyEditor
from desktop_app.ui.theme.fonts import font
from desktop_app.ui.theme.theme import Theme

if TYPE_CHECKING:
    from desktop_app.ui.actions import Actions


@dataclass(frozen=True, slots=True)
class Row:
    """The words of one option; ``choices`` in the order of ``option.choices``."""

    option: Option[Any]
    label: str
    choices: tuple[str, ...] = ()
    unit: str = ""
    special: str = ""  # what the single value below the minimum is called
    hint: str = ""


PAGES: tuple[tuple[str, tuple[Row, ...]], ...] = (
    (
        N_("Reading"),
        (
            Row(options.READING_SIZE, N_("Text size"), unit=N_("px")),
            Row(options.READING_MEASURE, N_("Width of the column"), unit=N_("em")),
            Row(options.READING_LINE, N_("Line height")),
            Row(options.READING_FACE, N_("Typeface"), (N_("Serif"), N_("Sans serif"))),
            Row(options.ARTICLE_PAPER, N_("Paper"), (N_("As the window"), N_("Sepia"))),
            Row(
                options.MARK_READ,
                N_("Mark as read"),
                (N_("When opened"), N_("After three seconds"), N_("Only by hand")),
            ),
            Row(
                options.PICTURES,
                N_("Pictures"),
                (N_("Load them"), N_("Only those already stored")),
            ),
        ),
    ),
    (
        N_("Window"),
        (
            Row(
                options.SCHEME,
                N_("Colours"),
                (N_("As the system"), N_("Light"), N_("Dark"), N_("High contrast")),
            ),
            Row(
                options.LANGUAGE,
                N_("Language"),
                (N_("As the system"), "English", "العربية"),
                hint=N_("Holds from the next start."),
            ),
        ),
    ),
    (
        N_("News"),
        (
            Row(options.REFRESH_ON_START, N_("Look for news when Daily8 opens")),
            Row(
                options.REFRESH_MINUTES,
                N_("Look for news every"),
                unit=N_("minutes"),
                special=N_("Only by hand"),
            ),
            Row(options.KEEP_DAYS, N_("Keep read articles for"), unit=N_("days")),
            Row(options.CACHE_MB, N_("Room for pictures"), unit=N_("MB")),
            Row(
                options.PROXY,
                N_("Proxy"),
                hint=N_("“system”, “none”, or an address such as http://proxy.example:3128."),
            ),
        ),
    ),
)


class SettingsDialog(Dialog):
    """Tabs of options, and the keys. Main thread."""

    def __init__(
        self, parent: QWidget, settings: Settings, theme: Theme, actions: "Actions"
    ) -> None:
        super().__init__(parent, theme, _("Settings"), 600)
        self._settings = settings
        self._rows: dict[QWidget, Row] = {}
        tabs = QTabWidget()
        tabs.setDocumentMode(True)
        for title, rows in PAGES:
            tabs.addTab(self._page(rows), _(title))
        self._keys = KeyEditor(settings.get(options.KEYS), theme)
        self._keys.changed.connect(self._on_keys)
        self._actions = actions
        tabs.addTab(self._keys, _("Keys"))
        self.body.addWidget(tabs)
        close = self.add_button(_("Close"), main=True)
        close.clicked.connect(self.accept)

    def _page(self, rows: tuple[Row, ...]) -> QWidget:
        page = QWidget()
        form = QFormLayout(page)
        form.setContentsMargins(4, 18, 4, 8)
        form.setHorizontalSpacing(24)
        form.setVerticalSpacing(12)
        form.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.FieldsStayAtSizeHint)
        for row in rows:
            control = self._control(row)
            self._rows[control] = row
            if isinstance(control, QCheckBox):
                form.addRow(control)
            else:
                form.addRow(_(row.label), self._with_hint(control, row.hint))
            control.setAccessibleName(_(row.label))
        return page

    def _with_hint(self, control: QWidget, hint: str) -> QWidget:
        if not hint:
            return control
        box = QWidget()
        layout = QVBoxLayout(box)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(4)
        label = QLabel(_(hint))
        label.setObjectName("muted")
        label.setFont(font(12))
        layout.addWidget(control, 0, Qt.AlignmentFlag.AlignLeading)
        layout.addWidget(label)
        return box

    def _control(self, row: Row) -> QWidget:
        value = self._settings.get(row.option)
        if row.option.kind is OptionKind.CHOICE:
            return self._combo(row, value)
        if row.option.kind is OptionKind.SWITCH:
            switch = QCheckBox(_(row.label))
            switch.setChecked(value)
            switch.toggled.connect(self._on_value)
            return switch
        if row.option.kind is OptionKind.PROXY:
            field = QLineEdit(str(value))
            field.setMinimumWidth(240)
            field.editingFinished.connect(self._on_text)
            return field
        return self._number(row, value)

    def _combo(self, row: Row, value: object) -> QComboBox:
        combo = QComboBox()
        for choice, words in zip(row.option.choices, row.choices, strict=True):
            combo.addItem(_(words), choice)
        combo.setCurrentIndex(row.option.choices.index(value))
        combo.currentIndexChanged.connect(self._on_value)
        return combo

    def _number(self, row: Row, value: Any) -> QSpinBox | QDoubleSpinBox:
        whole = row.option.kind is OptionKind.WHOLE
        box: QSpinBox | QDoubleSpinBox = QSpinBox() if whole else QDoubleSpinBox()
        low, high = row.option.minimum or 0, row.option.maximum or 0
        if isinstance(box, QSpinBox):
            box.setRange(min(int(low), *row.option.also, int(low)), int(high))
        else:
            box.setRange(low, high)
            box.setSingleStep(0.05)
        if row.special:
            box.setSpecialValueText(_(row.special))
        if row.unit:
            box.setSuffix(f" {_(row.unit)}")
        box.setValue(value)
        box.setMinimumWidth(132)
        box.valueChanged.connect(self._on_value)
        return box

    @Slot()
    def _on_value(self) -> None:
        control = self.sender()
        if isinstance(control, QComboBox):
            self._set(control, control.currentData())
        elif isinstance(control, QCheckBox):
            self._set(control, control.isChecked())
        elif isinstance(control, QDoubleSpinBox):
            self._set(control, round(control.value(), 2))
        elif isinstance(control, QSpinBox):
            self._set(control, self._allowed(control))

    def _allowed(self, box: QSpinBox) -> int:
        """Jump over the gap between the special value and the minimum."""
        option = self._rows[box].option
        value = box.value()
        if option.takes(value):
            return value
        before = int(self._settings.get(option))
        nearest = int(option.minimum or 0) if value > before else int(option.also[0])
        with QSignalBlocker(box):
            box.setValue(nearest)
        return nearest

    @Slot()
    def _on_text(self) -> None:
        field = self.sender()
        if isinstance(field, QLineEdit):
            text = field.text().strip() or str(options.PROXY.default)
            if options.PROXY.takes(text):
                self._set(field, text)
            else:
                self.say(_("A proxy is “system”, “none”, or an address with http:// or https://."))

    @Slot(object)
    def _on_keys(self, keys: Mapping[str, str]) -> None:
        self._settings.set(options.KEYS, keys)
        self._actions.set_keys(keys)

    def _set(self, control: QWidget, value: object) -> None:
        self.say("")
        try:
            self._settings.set(self._rows[control].option, value)
        except AppError as error:
            self.fail(error)
