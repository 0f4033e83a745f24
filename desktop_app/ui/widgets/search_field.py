"""The search field: a line edit in a rounded field, with a hint of its key."""

from PySide6.QtCore import QEvent, QRectF, Qt, Signal
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QLineEdit, QWidget

from desktop_app.system.i18n import _
from desktop_app.ui.theme import fonts
from desktop_app.ui.theme.icons import paint_icon
from desktop_app.ui.theme.textlayout import advance, draw_text
from desktop_app.ui.theme.theme import Theme
from desktop_app.ui.widgets.buttons import HIT, IconButton
from desktop_app.ui.widgets.paint import ground, ring

HEIGHT = 32
_LEAD, _TRAIL = 31, 10
_HINT = fonts.FontKey(11)


class SearchField(QLineEdit):
    """``textEdited`` tells of typing; ``left`` of Esc in an empty field, ``down`` of the arrow.

    Without ``esc_empties``, Esc leaves at once and the words stay.
    """

    left = Signal()
    down = Signal()

    def __init__(
        self, placeholder: str, theme: Theme, *, hint: str = "", parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._theme, self._hint = theme, hint
        self.esc_empties = True
        self.setPlaceholderText(placeholder)
        self.setAccessibleName(placeholder)
        self.setFrame(False)
        self.setFont(fonts.font(13))
        self.setFixedHeight(HEIGHT)
        self._clear = IconButton(
            "x", _("Clear the search"), theme, size=12, quiet=True, parent=self
        )
        self._clear.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._clear.clicked.connect(self._on_clear)
        self._clear.hide()
        self.textChanged.connect(self.fit)
        # The application's sheet would paint a ground over ours; a palette does not stop it.
        self.setStyleSheet("background: transparent; border: 0; padding: 0")
        self._set_margins()
        theme.changed.connect(self.update)

    def _set_margins(self) -> None:
        far = HIT if self.text() else _TRAIL + round(advance(self._hint, _HINT)) + 4
        rtl = self.isRightToLeft()
        self.setTextMargins(far if rtl else _LEAD, 0, _LEAD if rtl else far, 0)

    def fit(self) -> None:
        """Show or hide what depends on there being text; for who changes it silently."""
        self._clear.setVisible(bool(self.text()))
        self._set_margins()

    def _on_clear(self) -> None:
        self.clear()
        self.textEdited.emit("")
        self.setFocus(Qt.FocusReason.OtherFocusReason)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Keep the clear button at the trailing edge."""
        super().resizeEvent(event)
        x = 2 if self.isRightToLeft() else self.width() - HIT - 2
        self._clear.move(x, (self.height() - HIT) // 2)

    def changeEvent(self, event: QEvent) -> None:
        """Turn around with the window."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.LayoutDirectionChange:
            self._set_margins()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Esc empties, then leaves; the arrow down goes on to what was found."""
        if event.key() == Qt.Key.Key_Escape:
            if self.text() and self.esc_empties:
                self._on_clear()
            else:
                self.left.emit()
            return
        if event.key() == Qt.Key.Key_Down:
            self.down.emit()
            return
        super().keyPressEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the field under the text, then icon and hint."""
        tokens, rtl = self._theme.tokens, self.isRightToLeft()
        painter = QPainter(self)
        whole = QRectF(self.rect())
        ground(painter, whole, 8, tokens.field, tokens)
        if self.hasFocus():
            ring(painter, whole, 8, tokens.accent, 0.5)
        painter.end()
        super().paintEvent(event)
        painter = QPainter(self)
        x = whole.width() - 10 - 15 if rtl else 10
        paint_icon(painter, "magnifying-glass", QRectF(x, 8.5, 15, 15), tokens.muted)
        if self._hint and not self.text():
            painter.setPen(tokens.muted)
            base = fonts.baseline(0, HEIGHT, fonts.font(*_HINT))
            room = whole.width() - 2 * _TRAIL
            draw_text(painter, self._hint, _TRAIL, base, room, _HINT, at_right=not rtl)
