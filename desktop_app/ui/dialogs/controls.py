"""The controls of dialogs, 32 px high, painted from the tokens: choice, number, switch, tick."""

from collections.abc import Callable

from PySide6.QtCore import QEvent, QLocale, QModelIndex, QPersistentModelIndex, QRectF, QSize, Qt
from PySide6.QtGui import QFontMetrics, QPainter, QPaintEvent, QResizeEvent, QWheelEvent
from PySide6.QtWidgets import (
    QAbstractSpinBox,
    QCheckBox,
    QComboBox,
    QDoubleSpinBox,
    QSizePolicy,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QWidget,
)

from desktop_app.system.i18n import _
from desktop_app.ui.dialogs.ticks import BOX, paint_tick
from desktop_app.ui.theme import fonts
from desktop_app.ui.theme.icons import paint_icon
from desktop_app.ui.theme.textlayout import advance, draw_text
from desktop_app.ui.theme.theme import Theme
from desktop_app.ui.widgets.buttons import HIT, IconButton
from desktop_app.ui.widgets.paint import faded, ground, ring

HEIGHT, PAD, RADIUS = 32, 12, 8
KEY = fonts.FontKey(14)


def paint_field(box: QWidget, painter: QPainter, theme: Theme) -> None:
    """Paint the rounded ground of a control, and its ring when it has the focus."""
    tokens, whole = theme.tokens, QRectF(box.rect())
    ground(painter, whole, RADIUS, tokens.field, tokens)
    inside = box.focusWidget()  # the digits of a number, or what is typed into a choice
    if box.hasFocus() or (inside is not None and inside.hasFocus()):
        ring(painter, whole, RADIUS, tokens.accent, 0)


class Select(QComboBox):
    """One of several choices; an editable one also takes what is typed."""

    def __init__(self, theme: Theme, name: str, editable: bool = False) -> None:
        super().__init__()
        self._theme = theme
        self.setAccessibleName(name)
        self.setEditable(editable)
        self.setFont(fonts.font(14))
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setFixedHeight(HEIGHT)
        self.setMaxVisibleItems(12)
        self.view().setItemDelegate(_Choices(theme, self))
        self.view().setMouseTracking(True)
        edit = self.lineEdit()
        if edit is not None:
            edit.setAccessibleName(name)
        theme.changed.connect(self.update)

    def sizeHint(self) -> QSize:
        """Return the room for the longest choice."""
        texts = (self.itemText(row) for row in range(self.count()))
        widest = max((advance(text, KEY) for text in texts), default=0.0)
        return QSize(max(120, round(widest) + 2 * PAD + 24), HEIGHT)

    def minimumSizeHint(self) -> QSize:
        """Choices are never cut; what is typed may scroll."""
        return QSize(120, HEIGHT) if self.isEditable() else self.sizeHint()

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Leave the wheel to the page: a choice must not change in passing."""
        event.ignore()

    def showPopup(self) -> None:
        """Open the list as wide as the field."""
        self.view().setMinimumWidth(self.width())
        super().showPopup()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint ground, choice and caret."""
        painter, tokens, rtl = QPainter(self), self._theme.tokens, self.isRightToLeft()
        paint_field(self, painter, self._theme)
        width = self.width()
        paint_icon(
            painter,
            "caret-down",
            QRectF(10 if rtl else width - 22, (HEIGHT - 12) / 2, 12, 12),
            tokens.muted,
        )
        if self.isEditable():
            return
        painter.setPen(tokens.text if self.isEnabled() else faded(tokens, tokens.muted))
        base = fonts.baseline(0, HEIGHT, fonts.font(*KEY))
        left, room = (28 if rtl else PAD), width - PAD - 28
        draw_text(painter, self.currentText(), left, base, room, KEY, at_right=rtl)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Keep what is typed clear of the caret."""
        super().resizeEvent(event)
        self._place()

    def changeEvent(self, event: QEvent) -> None:
        """Turn around with the window; a new sheet lays the field out anew."""
        super().changeEvent(event)
        self._place()

    def _place(self) -> None:
        edit = self.lineEdit()
        if edit is not None:
            left = 28 if self.isRightToLeft() else PAD
            edit.setGeometry(left, 1, self.width() - PAD - 28, HEIGHT - 2)


class _Choices(QStyledItemDelegate):
    """The rows of an opened choice."""

    def __init__(self, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self._theme = theme

    def sizeHint(
        self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> QSize:
        """Return the one height of all rows."""
        return QSize(round(advance(str(index.data() or ""), KEY)) + 2 * PAD, HEIGHT)

    def paint(
        self,
        painter: QPainter,
        option: QStyleOptionViewItem,
        index: QModelIndex | QPersistentModelIndex,
    ) -> None:
        """Paint one choice."""
        tokens, box = self._theme.tokens, QRectF(option.rect)
        on = QStyle.StateFlag.State_Selected | QStyle.StateFlag.State_MouseOver
        if option.state & on:
            ground(painter, box, 6, tokens.hover, tokens)
        painter.setPen(tokens.text)
        base = fonts.baseline(box.top(), box.height(), fonts.font(*KEY))
        rtl = option.direction == Qt.LayoutDirection.RightToLeft
        left, room = box.left() + 8, box.width() - 16
        draw_text(painter, str(index.data() or ""), left, base, room, KEY, at_right=rtl)


class Number(QDoubleSpinBox):
    """A number with visible steps: less at the leading edge, more at the trailing one."""

    def __init__(self, theme: Theme, name: str, decimals: int = 0) -> None:
        super().__init__()
        self._theme = theme
        self._unit: Callable[[int], str] | None = None
        self._less = IconButton("minus", _("Less"), theme, size=12, quiet=True, parent=self)
        self._more = IconButton("plus", _("More"), theme, size=12, quiet=True, parent=self)
        for button, step in ((self._less, self.stepDown), (self._more, self.stepUp)):
            button.setFocusPolicy(Qt.FocusPolicy.NoFocus)
            button.setAutoRepeat(True)
            button.clicked.connect(step)
        self.setDecimals(decimals)
        self.setAccessibleName(name)
        self.setButtonSymbols(QAbstractSpinBox.ButtonSymbols.NoButtons)
        plain = QLocale.c()  # digits are 0-9 everywhere in the window
        plain.setNumberOptions(QLocale.NumberOption.DefaultNumberOptions)
        self.setLocale(plain)
        self.setGroupSeparatorShown(True)
        self.setFont(fonts.font(14, tnum=True))
        self.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.setFixedHeight(HEIGHT)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.valueChanged.connect(self._settle)
        theme.changed.connect(self.update)

    def _place(self) -> None:
        rtl, far = self.isRightToLeft(), self.width() - HIT - 2
        self._less.move(far if rtl else 2, 2)
        self._more.move(2 if rtl else far, 2)
        self.lineEdit().setGeometry(HIT + 4, 1, self.width() - 2 * HIT - 8, HEIGHT - 2)

    def set_unit(self, unit: Callable[[int], str]) -> None:
        """Show behind the number what ``unit`` returns for it: its plural may change."""
        self._unit = unit
        self._settle()

    def setValue(self, value: float) -> None:
        """Show a value and its unit, also while signals are blocked."""
        super().setValue(value)
        self._settle()

    def _settle(self) -> None:
        """Fade the button at the end of the range; say the unit in the number's own form."""
        if self._unit is not None:
            self.setSuffix(f" {self._unit(round(self.value()))}")
        self._less.setEnabled(self.value() > self.minimum())
        self._more.setEnabled(self.value() < self.maximum())

    def sizeHint(self) -> QSize:
        """Return the room for the longest value."""
        ends = (self.textFromValue(self.minimum()), self.textFromValue(self.maximum()))
        texts = [f"{self.prefix()}{text}{self.suffix()}" for text in ends]
        measure = QFontMetrics(self.font())
        widest = max(measure.horizontalAdvance(each) for each in (*texts, self.specialValueText()))
        return QSize(max(132, widest + 2 * HIT + 24), HEIGHT)

    def minimumSizeHint(self) -> QSize:
        """Values are never cut."""
        return self.sizeHint()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Place the parts."""
        super().resizeEvent(event)
        self._place()
        self._settle()

    def changeEvent(self, event: QEvent) -> None:
        """Turn around with the window; a new sheet lays the digits out anew."""
        super().changeEvent(event)
        if hasattr(self, "_more"):
            self._place()

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Leave the wheel to the page."""
        event.ignore()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the ground under the digits."""
        paint_field(self, QPainter(self), self._theme)


class Toggle(QCheckBox):
    """On or off, as a sliding knob; a check box to keys and screen readers."""

    TRACK = QSize(36, 20)

    def __init__(self, theme: Theme, name: str) -> None:
        super().__init__()
        self._theme = theme
        self.setAccessibleName(name)
        self.setFixedSize(self.TRACK.width() + 6, HEIGHT)
        theme.changed.connect(self.update)

    def hitButton(self, position: object) -> bool:
        """Take a click anywhere."""
        return True

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint track, knob and ring."""
        tokens, painter = self._theme.tokens, QPainter(self)
        size, on = self.TRACK, self.isChecked()
        left = (self.width() - size.width()) / 2
        track = QRectF(left, (HEIGHT - size.height()) / 2, size.width(), size.height())
        ground(painter, track, 10, tokens.accent if on else tokens.muted, tokens)
        at_right = on != self.isRightToLeft()
        x = track.right() - 18 if at_right else track.left() + 2
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(tokens.onaccent if on else tokens.window)
        painter.drawEllipse(QRectF(x, track.top() + 2, 16, 16))
        if self.hasFocus():
            ring(painter, track.adjusted(-3, -3, 3, 3), 13, tokens.accent)


class Tick(QCheckBox):
    """A check box whose words break into as many lines as they need."""

    LINE, GAP = 20, 10

    def __init__(self, theme: Theme, text: str) -> None:
        super().__init__(text)
        self._theme = theme
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        self.setFont(fonts.font(14))
        theme.changed.connect(self.update)

    def hitButton(self, position: object) -> bool:
        """Take a click on the words too."""
        return True

    def hasHeightForWidth(self) -> bool:
        """Words break."""
        return True

    def heightForWidth(self, width: int) -> int:
        """Return the height of the lines."""
        return max(24, self._words(width).height() + 4)

    def sizeHint(self) -> QSize:
        """Return the size in two lines at most, as a start."""
        whole = round(advance(self.text(), KEY)) + BOX + self.GAP + 4
        width = min(whole, 320)
        return QSize(width, self.heightForWidth(width))

    def minimumSizeHint(self) -> QSize:
        """Words break, so little width is needed."""
        return QSize(160, 24)

    def _words(self, width: int) -> QSize:
        room = max(60, width - BOX - self.GAP)
        box = QFontMetrics(self.font()).boundingRect(
            0, 0, room, 10_000, int(Qt.TextFlag.TextWordWrap), self.text()
        )
        return box.size()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the box on the first line, the words beside it."""
        tokens, painter, rtl = self._theme.tokens, QPainter(self), self.isRightToLeft()
        box = QRectF(self.width() - BOX - 1 if rtl else 1, 3, BOX, BOX)
        paint_tick(painter, box, self.isChecked(), tokens, self.hasFocus())
        left = 0 if rtl else BOX + self.GAP
        words = QRectF(left, 2, self.width() - BOX - self.GAP, self.height())
        painter.setPen(tokens.text if self.isEnabled() else faded(tokens, tokens.muted))
        painter.setLayoutDirection(self.layoutDirection())
        align = Qt.AlignmentFlag.AlignRight if rtl else Qt.AlignmentFlag.AlignLeft
        flags = Qt.TextFlag.TextWordWrap | Qt.AlignmentFlag.AlignAbsolute | align
        painter.drawText(words, int(flags), self.text())
