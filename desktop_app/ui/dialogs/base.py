"""What every dialog has: a heading, a place for what went wrong, a row that says what goes on."""

from PySide6.QtCore import Qt, QTimer, Slot
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QHBoxLayout,
    QLabel,
    QProgressBar,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from desktop_app.core.errors import AppError
from desktop_app.system.i18n import _
from desktop_app.ui.dialogs.labels import label
from desktop_app.ui.dialogs.notice import Notice
from desktop_app.ui.dialogs.sheet import dialog_sheet
from desktop_app.ui.errors import describe
from desktop_app.ui.theme.fonts import font
from desktop_app.ui.theme.theme import Theme
from desktop_app.ui.widgets.buttons import TextButton

MARGIN, GAP = 24, 12
BUSY_AFTER_MS = 200
AROUND = (32, 48)
"""What a dialog leaves free of the screen: the frame of its window and some air."""

Role = QDialogButtonBox.ButtonRole


class Dialog(QDialog):
    """A window-modal dialog in the house's look. Shown by ``open()``, never by ``exec()``.

    With a ``height`` it keeps its size whatever it says; without one it is as tall as its words.
    """

    def __init__(
        self, parent: QWidget | None, theme: Theme, title: str, width: int = 520, height: int = 0
    ) -> None:
        super().__init__(parent)
        self.theme = theme
        self._wanted = (width, height)
        self.setWindowTitle(title)
        self.setWindowModality(Qt.WindowModality.WindowModal)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._outer = QVBoxLayout(self)
        self._outer.setContentsMargins(MARGIN, MARGIN - 4, MARGIN, MARGIN - 4)
        self._outer.setSpacing(GAP)
        self.heading = label(title, font(17, 700, track=-0.01))
        self._outer.addWidget(self.heading)
        self.body = QVBoxLayout()
        self.body.setSpacing(GAP)
        self._outer.addLayout(self.body, 1)
        self.notice = Notice(theme)
        self._trouble = self.notice.label
        self._outer.addWidget(self.notice)
        self._make_foot()
        theme.changed.connect(self._dress)
        self._dress()

    def _make_foot(self) -> None:
        self.foot = QHBoxLayout()
        self.foot.setSpacing(GAP)
        self._busy = QWidget(self)
        self._busy.setMinimumHeight(32)
        row = QHBoxLayout(self._busy)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(10)
        self._busy_text = label("", font(13), muted=True)
        self._busy_text.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        bar = QProgressBar()
        bar.setRange(0, 0)
        bar.setTextVisible(False)
        bar.setFixedSize(48, 4)
        bar.setAccessibleName(_("In progress"))
        row.addWidget(bar)
        row.addWidget(self._busy_text, 1)
        self._busy.hide()
        self._box = QDialogButtonBox()
        self._box.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)
        self.foot.addWidget(self._busy, 1)
        self.foot.addStretch(0)
        self.foot.addWidget(self._box, 0, Qt.AlignmentFlag.AlignTrailing)
        self._outer.addSpacing(4)
        self._outer.addLayout(self.foot)
        self._busy_timer = QTimer(self, singleShot=True, interval=BUSY_AFTER_MS)
        self._busy_timer.timeout.connect(self._busy.show)

    def add_button(self, text: str, main: bool = False, role: Role | None = None) -> TextButton:
        """Add a button to the lowest row, where the system puts one of its ``role``.

        ``main`` is the one that Enter presses; others leave unless a role is given.
        """
        button = TextButton(text, self.theme, kind="main" if main else "plain", parent=self)
        self._box.addButton(button, role or (Role.AcceptRole if main else Role.RejectRole))
        button.setDefault(main)
        return button

    def add_leading_button(self, text: str) -> TextButton:
        """Add a quiet button at the other end of the lowest row."""
        button = TextButton(text, self.theme, parent=self)
        self.foot.insertWidget(0, button)
        return button

    def add_text(self, text: str, muted: bool = False) -> QLabel:
        """Add a paragraph of plain text."""
        made = label(text, muted=muted)
        self.body.addWidget(made)
        return made

    def busy(self, text: str) -> None:
        """Say what goes on, if it takes longer than an eye notices."""
        self.notice.say("")
        self._busy_text.setText(text)
        if self._busy.isHidden():
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
        self.notice.say(sentence)
        if sentence and self.isVisible() and self._needed(self.width()) > self.height():
            self._fit()

    def showEvent(self, event: QShowEvent) -> None:
        """Take the size that was asked for, or the screen's where that is smaller."""
        if not event.spontaneous():
            self._fit()
        super().showEvent(event)

    def _fit(self) -> None:
        width, height = self._wanted
        room = self.screen().availableGeometry().size()
        width = min(width, room.width() - AROUND[0])
        width = max(width, self._outer.minimumSize().width())
        height = max(height or self._outer.heightForWidth(width), self._needed(width))
        self.resize(width, min(height, room.height() - AROUND[1]))

    def _needed(self, width: int) -> int:
        """Return the height that all words need; lists and pages may take what is left."""
        self._outer.activate()
        return self._outer.minimumHeightForWidth(width)

    @Slot()
    def _dress(self) -> None:
        self.setStyleSheet(dialog_sheet(self.theme.tokens))
