"""What every dialog has: a heading, a place for what went wrong, a row that says what goes on."""

from PySide6.QtCore import Qt, QTimer, Slot
from PySide6.QtWidgets import (
    QDialog,
    QHBoxLayout,
    QLabel,
    QProgressBar,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from desktop_app.core.errors import AppError
from desktop_app.system.i18n import _
from desktop_app.ui.dialogs.sheet import dialog_sheet
from desktop_app.ui.errors import describe
from desktop_app.ui.theme.fonts import font
from desktop_app.ui.theme.theme import Theme

MARGIN, GAP = 24, 12
BUSY_AFTER_MS = 200


class Dialog(QDialog):
    """A window-modal dialog in the house's look. Shown by ``open()``, never by ``exec()``."""

    def __init__(self, parent: QWidget | None, theme: Theme, title: str, width: int = 520) -> None:
        super().__init__(parent)
        self.theme = theme
        self.setWindowTitle(title)
        self.setWindowModality(Qt.WindowModality.WindowModal)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setMinimumWidth(width)
        self._outer = QVBoxLayout(self)
        self._outer.setContentsMargins(MARGIN, MARGIN, MARGIN, 20)
        self._outer.setSpacing(GAP)
        heading = QLabel(title)
        heading.setFont(font(17, 700, track=-0.01))
        self._outer.addWidget(heading)
        self.body = QVBoxLayout()
        self.body.setSpacing(GAP)
        self._outer.addLayout(self.body, 1)
        self._trouble = QLabel()
        self._trouble.setWordWrap(True)
        self._trouble.setObjectName("trouble")
        self._trouble.hide()
        self._outer.addWidget(self._trouble)
        self._make_busy_row()
        self.buttons = QHBoxLayout()
        self.buttons.setSpacing(8)
        self.buttons.addStretch(1)
        self._outer.addLayout(self.buttons)
        theme.changed.connect(self._dress)
        self._dress()

    def _make_busy_row(self) -> None:
        self._busy = QWidget(self)
        row = QHBoxLayout(self._busy)
        row.setContentsMargins(0, 0, 0, 0)
        self._busy_text = QLabel()
        bar = QProgressBar()
        bar.setRange(0, 0)
        bar.setTextVisible(False)
        bar.setFixedSize(96, 6)
        bar.setAccessibleName(_("In progress"))
        row.addWidget(bar)
        row.addWidget(self._busy_text, 1)
        self._busy.hide()
        self._outer.addWidget(self._busy)
        self._busy_timer = QTimer(self)
        self._busy_timer.setSingleShot(True)
        self._busy_timer.setInterval(BUSY_AFTER_MS)
        self._busy_timer.timeout.connect(self._busy.show)

    def add_button(self, text: str, main: bool = False) -> QPushButton:
        """Put a button at the end of the lowest row; ``main`` is the one that Enter presses."""
        button = QPushButton(text, self)
        button.setDefault(main)
        button.setAutoDefault(main)
        self.buttons.addWidget(button)
        return button

    def add_text(self, text: str, muted: bool = False) -> QLabel:
        """Add a paragraph of plain text."""
        label = QLabel(text)
        label.setTextFormat(Qt.TextFormat.PlainText)
        label.setWordWrap(True)
        label.setObjectName("muted" if muted else "")
        self.body.addWidget(label)
        return label

    def busy(self, text: str) -> None:
        """Say what goes on, if it takes longer than an eye notices."""
        self._trouble.hide()
        self._busy_text.setText(text)
        self._busy_timer.start()

    def idle(self) -> None:
        """Nothing goes on any more."""
        self._busy_timer.stop()
        self._busy.hide()

    @Slot(object)
    def fail(self, error: AppError) -> None:
        """Say what went wrong; the dialog stays as it is."""
        self.idle()
        self.say(describe(error).sentence)

    def say(self, sentence: str) -> None:
        """Show one sentence where mistakes are told."""
        self._trouble.setText(sentence)
        self._trouble.setVisible(bool(sentence))

    @Slot()
    def _dress(self) -> None:
        self.setStyleSheet(dialog_sheet(self.theme.tokens))
        palette = self._trouble.palette()
        palette.setColor(palette.ColorRole.WindowText, self.theme.tokens.err)
        self._trouble.setPalette(palette)
