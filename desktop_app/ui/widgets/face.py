"""What a pane shows instead of rows: still bars while loading, an invitation, or a remedy."""

from PySide6.QtCore import QPointF, QRectF, Qt, QTimer, Signal
from PySide6.QtGui import QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QLabel, QWidget

from desktop_app.system.i18n import _
from desktop_app.ui.theme import fonts
from desktop_app.ui.theme.icons import paint_icon
from desktop_app.ui.theme.textlayout import Laid, draw_text, elided, laid_out
from desktop_app.ui.theme.theme import Theme
from desktop_app.ui.widgets.buttons import TextButton

PATIENCE_MS = 200
_TITLE, _TEXT = fonts.FontKey(14, 700), fonts.FontKey(14)
_ICON, _LINE, _GAP, _MEASURE = 36, 21, 6, 300


class Face(QLabel):
    """Covers a view. ``acted`` tells of its button. A label with its words to screen readers."""

    acted = Signal()

    def __init__(self, theme: Theme, parent: QWidget | None = None, *, row: int = 148) -> None:
        super().__init__(parent)
        self._theme, self._row = theme, row
        self._icon = self._title = self._text = ""
        self._bars = False
        self._wait = QTimer(self, singleShot=True, interval=PATIENCE_MS)
        self._wait.timeout.connect(self._show_bars)
        self._button = TextButton("", theme, parent=self)
        self._button.clicked.connect(self.acted)
        self._button.hide()
        self.hide()
        theme.changed.connect(self.update)

    @property
    def loading(self) -> bool:
        """Whether it waits, with bars or still without."""
        return self._bars or self._wait.isActive()

    def show_loading(self) -> None:
        """Show still bars, unless what is awaited comes within 200 ms."""
        if not self.loading:
            self.clear_face()
            self._wait.start()

    def show_message(self, icon: str, title: str, text: str = "", button: str = "") -> None:
        """Show an icon over a bold title, quieter words and perhaps a button."""
        self._wait.stop()
        self._bars = False
        self._icon, self._title, self._text = icon, title, text
        self._button.setText(button)
        self._button.setVisible(bool(button))
        self.setAccessibleName(
            _("{title}. {text}").format(title=title, text=text) if text else title
        )
        self._place_button()
        self._appear()

    def clear_face(self) -> None:
        """Show nothing: the view has rows."""
        self._wait.stop()
        self._bars = False
        self.hide()

    def _show_bars(self) -> None:
        self._bars = True
        self._button.hide()
        self.setAccessibleName(_("Loading"))
        self._appear()

    def _appear(self) -> None:
        self.show()
        self.raise_()
        self.update()

    # -- painting --------------------------------------------------------------------------------

    def _laid(self) -> Laid | None:
        width = min(_MEASURE, max(80, self.width() - 60))
        return laid_out(self._text, _TEXT, float(width), 5) if self._text else None

    def _top(self) -> float:
        laid = self._laid()
        height = _ICON + 2 * _GAP + _LINE + (laid.lines * _LINE if laid else 0)
        height += 12 + 31 if self._button.text() else 0
        return max(24.0, (self.height() - height) * 0.42)

    def _place_button(self) -> None:
        self._button.adjustSize()
        laid = self._laid()
        y = self._top() + _ICON + 2 * _GAP + _LINE + (laid.lines * _LINE if laid else 0) + 12
        self._button.move((self.width() - self._button.width()) // 2, round(y))

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Keep the button under the words."""
        super().resizeEvent(event)
        self._place_button()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint bars, or icon and words."""
        painter, tokens = QPainter(self), self._theme.tokens
        painter.fillRect(self.rect(), tokens.list)
        if self._bars:
            self._paint_bars(painter)
            return
        y, middle = self._top(), self.width() / 2
        paint_icon(painter, self._icon, QRectF(middle - 18, y, _ICON, _ICON), tokens.muted)
        y += _ICON + _GAP
        painter.setPen(tokens.text)
        shown, wide = elided(self._title, _TITLE, self.width() - 48.0)
        base = fonts.baseline(y, _LINE, fonts.font(*_TITLE))
        draw_text(painter, shown, middle - wide / 2, base, wide + 1, _TITLE)
        y += _LINE + _GAP
        laid = self._laid()
        if laid is None:
            return
        painter.setPen(tokens.muted)
        for index in range(laid.lines):
            line = laid.layout.lineAt(index)
            base = fonts.baseline(y + index * _LINE, _LINE, fonts.font(*_TEXT))
            x = middle - line.naturalTextWidth() / 2
            line.draw(painter, QPointF(x, base - line.ascent() - line.y()))

    def _paint_bars(self, painter: QPainter) -> None:
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        rtl, width, tokens = self.isRightToLeft(), self.width(), self._theme.tokens
        painter.setBrush(tokens.field)
        for top in range(0, self.height(), self._row):
            for y, part in ((14, 0.3), (38, 0.62), (58, 0.5), (82, 0.66), (101, 0.58)):
                long = (width - 32) * part
                x = width - 16 - long if rtl else 16
                painter.drawRoundedRect(QRectF(x, top + y, long, 10), 5, 5)
