"""What an answer is painted of: sentences, the quotations under them, plain words. Never markup."""

from typing import TYPE_CHECKING

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QColor, QKeyEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QAbstractButton, QSizePolicy, QWidget

from desktop_app.system.i18n import _, is_rtl
from desktop_app.text.direction import Direction, main_direction, paragraph_direction
from desktop_app.ui.insight.panel import InsightPanel
from desktop_app.ui.theme import fonts
from desktop_app.ui.theme.textlayout import Laid, draw_lines, laid_out
from desktop_app.ui.widgets.focus import KeyboardFocus
from desktop_app.ui.widgets.paint import ring

if TYPE_CHECKING:
    from desktop_app.services.understanding.model_asking import CheckedQuote, CheckedSentence

TEXT, LINE = fonts.FontKey(14), 22
QUOTE, QUOTE_LINE = fonts.FontKey(13), 20
SMALL, SMALL_LINE = fonts.FontKey(12), 17
INDENT, MOST_LINES = 12, 60
_MARK = {"rtl": "\u200f", "ltr": "\u200e"}  # the first letter says which way a line runs


def way_of(text: str) -> Direction:
    """Return which way a text runs; one without letters as the window does."""
    return main_direction(text) or ("rtl" if is_rtl() else "ltr")


class Words(QWidget):
    """A paragraph of plain words, muted and small unless it is told otherwise."""

    def __init__(self, panel: InsightPanel, text: str = "", key: fonts.FontKey = SMALL) -> None:
        super().__init__(panel)
        self._panel, self._key, self._text = panel, key, ""
        self._line = {SMALL: SMALL_LINE, QUOTE: QUOTE_LINE}.get(key, LINE)
        self.strong = False
        _by_width(self)
        self.say(text)

    @property
    def text(self) -> str:
        """What is said."""
        return self._text

    def say(self, text: str) -> None:
        """Show a text; an empty one takes no room."""
        self._text = text
        self.setAccessibleName(text)
        self.setVisible(bool(text))
        self.updateGeometry()
        self.update()

    def heightForWidth(self, width: int) -> int:
        """Return the height of all lines."""
        return _laid(self._text, self._key, width).lines * self._line

    def sizeHint(self) -> QSize:
        """Return the size in the usual column."""
        return QSize(200, self.heightForWidth(560))

    def minimumSizeHint(self) -> QSize:
        """Words break."""
        return QSize(80, self._line)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint the lines, at the window's edge whichever way they run."""
        tokens, painter = self._panel.paper, QPainter(self)
        painter.setPen(tokens.text if self.strong else tokens.muted)
        laid = _laid(self._text, self._key, self.width())
        _draw_at_edge(painter, laid, self, self._line, self._key)


class SentenceButton(QAbstractButton):
    """One sentence of an answer; a press goes to what proves it.

    Without a quotation it is grey and says so; numbers that the article does not have are
    underlined.
    """

    def __init__(
        self, sentence: "CheckedSentence", panel: InsightPanel, main: Direction, missing: str
    ) -> None:
        super().__init__(panel)
        self.sentence, self._panel, self._missing = sentence, panel, missing
        self._way = paragraph_direction(sentence.text, main) or main
        self._shown = _MARK[self._way] + sentence.text
        self._keyboard = KeyboardFocus(self)
        self.unfinished = False
        self.above = 0
        """Room over the sentence."""
        self.setText(sentence.text)
        _by_width(self)
        if sentence.quotes:
            self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
            self.setCursor(Qt.CursorShape.PointingHandCursor)
            self.setAttribute(Qt.WidgetAttribute.WA_Hover)
            self.setAccessibleDescription(_("Goes to this place"))
        else:
            self.setEnabled(False)
        numbers = _(", ").join(each.text for each in sentence.numbers)
        if numbers:
            self.setToolTip(_("{reason}: {numbers}").format(reason=missing, numbers=numbers))
        self._name()

    def _name(self) -> None:
        note = self.note
        self.setAccessibleName(f"{self.sentence.text} ({note})" if note else self.sentence.text)

    @property
    def note(self) -> str:
        """What is said under a sentence that nothing proves."""
        return "" if self.sentence.quotes or self.unfinished else self._missing

    def set_unfinished(self, unfinished: bool) -> None:
        """Say nothing yet about a sentence that is still being written."""
        self.unfinished = unfinished
        self._name()
        self.updateGeometry()
        self.update()

    def heightForWidth(self, width: int) -> int:
        """Return the height of all lines."""
        note = SMALL_LINE if self.note else 0
        return self.above + self._laid(width).lines * LINE + note

    def sizeHint(self) -> QSize:
        """Return the size in the usual column."""
        return QSize(200, self.heightForWidth(560))

    def minimumSizeHint(self) -> QSize:
        """Words break."""
        return QSize(80, LINE)

    def _laid(self, width: float) -> Laid:
        return laid_out(self._shown, TEXT, float(max(40, width)), MOST_LINES)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint the sentence, what is wrong with it, and the ring."""
        painter, tokens = QPainter(self), self._panel.paper
        lit = self.isEnabled() and (self.underMouse() or self.isDown())
        grey = not self.sentence.quotes
        painter.setPen(tokens.accent if lit else tokens.muted if grey else tokens.text)
        laid = self._laid(self.width())
        painter.translate(0, self.above)
        draw_lines(painter, laid, 0, 0, self.width(), LINE, TEXT)
        for each in self.sentence.numbers:
            self._underline(painter, laid, each.first + 1, each.last + 1, tokens.err)
        if self.note:
            painter.setPen(tokens.muted)
            top = laid.lines * LINE
            _draw_note(painter, self.note, top, self.width(), laid.rtl)
        if self._keyboard.shown:
            box = QRectF(self.rect()).adjusted(0, 0, 0, -self.above)
            ring(painter, box, 6, tokens.accent, 0)

    def _underline(
        self, painter: QPainter, laid: Laid, first: int, last: int, color: QColor
    ) -> None:
        start, end = _units(self._shown, first), _units(self._shown, last)
        painter.setPen(QPen(color, 1.5, Qt.PenStyle.DotLine))
        for number in range(laid.lines):
            line = laid.layout.lineAt(number)
            begins, stops = line.textStart(), line.textStart() + line.textLength()
            if end <= begins or start >= stops:
                continue
            shift = self.width() - line.naturalTextWidth() if laid.rtl else 0.0
            one = _x(line.cursorToX(max(start, begins))) + shift
            two = _x(line.cursorToX(min(end, stops))) + shift
            y = number * LINE + LINE - 3
            painter.drawLine(round(one), y, round(two), y)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Return goes there, as Space does."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.click()
        else:
            super().keyPressEvent(event)


class QuoteButton(QAbstractButton):
    """The words of the article that prove a sentence; a press goes to them and marks them."""

    def __init__(self, quote: "CheckedQuote", panel: InsightPanel, main: Direction) -> None:
        super().__init__(panel)
        self.quote, self._panel = quote, panel
        self._way = paragraph_direction(quote.text, main) or main
        words = _("“{words}”").format(words=quote.text.strip('“”"«» '))
        self._shown = _MARK[self._way] + words
        self._keyboard = KeyboardFocus(self)
        self.setText(words)
        self.setAccessibleName(words)
        self.setAccessibleDescription(_("Goes to this place"))
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        _by_width(self)

    def _laid(self, width: float) -> Laid:
        return laid_out(self._shown, QUOTE, float(max(40, width - INDENT)), MOST_LINES)

    def heightForWidth(self, width: int) -> int:
        """Return the height of all lines."""
        return self._laid(width).lines * QUOTE_LINE

    def sizeHint(self) -> QSize:
        """Return the size in the usual column."""
        return QSize(200, self.heightForWidth(560))

    def minimumSizeHint(self) -> QSize:
        """Words break."""
        return QSize(80, QUOTE_LINE)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint a rule and the words."""
        painter, tokens = QPainter(self), self._panel.paper
        lit = self.underMouse() or self.isDown()
        laid = self._laid(self.width())
        rule = QRectF(self.width() - 2 if laid.rtl else 0, 2, 2, self.height() - 4)
        painter.fillRect(rule, tokens.accent)
        painter.setPen(tokens.accent if lit else tokens.muted)
        left = 0 if laid.rtl else INDENT
        draw_lines(painter, laid, left, 0, self.width() - INDENT, QUOTE_LINE, QUOTE)
        if self._keyboard.shown:
            ring(painter, QRectF(self.rect()), 6, tokens.accent, 0)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Return goes there, as Space does."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.click()
        else:
            super().keyPressEvent(event)


def _by_width(widget: QWidget) -> None:
    policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
    policy.setHeightForWidth(True)
    widget.setSizePolicy(policy)


def _laid(text: str, key: fonts.FontKey, width: float) -> Laid:
    return laid_out(text, key, float(max(40, width)), MOST_LINES)


def _draw_at_edge(
    painter: QPainter, laid: Laid, widget: QWidget, line: int, key: fonts.FontKey
) -> None:
    width = float(widget.width())
    if laid.lines and widget.isRightToLeft() != laid.rtl:
        room = max(laid.layout.lineAt(each).naturalTextWidth() for each in range(laid.lines))
        left = width - room if widget.isRightToLeft() else 0.0
        draw_lines(painter, laid, left, 0, room, line, key)
    else:
        draw_lines(painter, laid, 0, 0, width, line, key)


def _draw_note(painter: QPainter, note: str, top: int, width: float, at_right: bool) -> None:
    laid = laid_out(note, SMALL, float(max(40, width)), 1)
    room = laid.layout.lineAt(0).naturalTextWidth() if laid.lines else 0.0
    draw_lines(painter, laid, width - room if at_right else 0.0, top, room, SMALL_LINE, SMALL)


def _units(text: str, place: int) -> int:
    """Return a place as Qt counts it: letters outside the first plane are two."""
    before = text[:place]
    return (
        len(before) if before.isascii() else len(before.encode("utf-16-le", "surrogatepass")) // 2
    )


def _x(found: object) -> float:
    """Return where a cursor stands: PySide gives the place with the letter it stands before."""
    return float(found[0] if isinstance(found, tuple) else found)  # type: ignore[arg-type]
