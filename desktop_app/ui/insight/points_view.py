"""The list of key points: numbered sentences, how they were chosen, figures and quotations."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QAbstractButton, QWidget

from desktop_app.system.i18n import _, is_rtl, isolated
from desktop_app.text.direction import Direction, main_direction, paragraph_direction
from desktop_app.ui.insight.panel import InsightPanel
from desktop_app.ui.theme import fonts
from desktop_app.ui.theme.icons import paint_icon
from desktop_app.ui.theme.textlayout import (
    Laid,
    advance,
    draw_lines,
    draw_text,
    laid_out,
    laid_out_strong,
)
from desktop_app.ui.widgets.focus import KeyboardFocus
from desktop_app.ui.widgets.paint import ring

if TYPE_CHECKING:
    from desktop_app.services.understanding.key_points import KeyPoints

INDENT, LINE, MOST_LINES = 20, 22, 12
TEXT, NUMBER, SMALL, FOLD = (
    fonts.FontKey(14),
    fonts.FontKey(14, 700, tnum=True),
    fonts.FontKey(12),
    fonts.FontKey(12.5, 500),
)
_MARK = {"rtl": "\u200f", "ltr": "\u200e"}  # the first letter says which way a line runs
SMALL_LINE, SMALL_GAP, FOLD_HEIGHT = 17, 6, 24
BETWEEN, APART = 3, 6  # points, and what is under a fold: sentences of several lines each


@dataclass(frozen=True, slots=True)
class Line:
    """One link: its words, its place in the text, and a number or an icon before it.

    ``strong`` is the part of the words that is set stronger: first letter and how many.
    """

    words: str
    start: int
    length: int
    number: str = ""
    icon: str = ""
    more: str = ""
    strong: tuple[int, int] = (0, 0)


class PointButton(QAbstractButton):
    """One sentence; a press scrolls to it and marks it."""

    def __init__(self, line: Line, view: "PointsView", way: Direction) -> None:
        super().__init__(view)
        self.line = line
        self._view = view
        self._shown = _MARK[way] + line.words
        self._keyboard = KeyboardFocus(self)
        self.setText(line.words)
        name = " ".join(part for part in (line.number, line.words, line.more) if part)
        self.setAccessibleName(name)
        self.setAccessibleDescription(_("Goes to this place in the article"))
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)

    def heightForWidth(self, width: int) -> int:
        """Return the height of all lines."""
        more = SMALL_LINE if self.line.more else 0
        return self._laid(float(width - INDENT)).lines * LINE + more

    def _laid(self, width: float) -> Laid:
        line = self.line
        if not line.strong[1]:
            return laid_out(self._shown, TEXT, width, MOST_LINES)
        strong = (line.strong[0] + 1, line.strong[1])
        return laid_out_strong(self._shown, TEXT, strong, width, MOST_LINES)

    def sizeHint(self) -> QSize:
        """Return the size in the usual column."""
        return QSize(560, self.heightForWidth(560))

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint number, sentence and who said it."""
        painter, tokens, rtl = QPainter(self), self._view.panel.paper, self.isRightToLeft()
        width = float(self.width() - INDENT)
        left = 0.0 if rtl else float(INDENT)
        edge = self.width() - INDENT + 2 if rtl else 0
        painter.setPen(tokens.accent)
        if self.line.icon:
            box = QRectF(self.width() - 14 if rtl else 0, (LINE - 14) / 2, 14, 14)
            paint_icon(painter, self.line.icon, box, tokens.muted)
        else:
            base = fonts.baseline(0, LINE, fonts.font(*NUMBER))
            number = _MARK["rtl" if rtl else "ltr"] + self.line.number
            draw_text(painter, number, edge, base, INDENT - 2, NUMBER, at_right=rtl)
        lit = self.underMouse() or self.isDown()
        painter.setPen(tokens.accent if lit else tokens.text)
        laid = self._laid(width)
        draw_lines(painter, laid, left, 0, width, LINE, TEXT)
        if self.line.more:
            painter.setPen(tokens.muted)
            base = fonts.baseline(laid.lines * LINE, SMALL_LINE, fonts.font(*SMALL))
            draw_text(painter, self.line.more, left, base, width, SMALL, at_right=laid.rtl)
        if self._keyboard.shown:
            around = QRectF(self.rect())
            ring(painter, around, 6, tokens.accent, 0)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Return goes there; the arrows go through the list."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.click()
        elif event.key() in (Qt.Key.Key_Up, Qt.Key.Key_Down):
            self._view.step(self, event.key() == Qt.Key.Key_Down)
        else:
            super().keyPressEvent(event)


class FoldButton(QAbstractButton):
    """ "Figures 3": opens and folds a part of the list."""

    def __init__(self, words: str, count: int, view: "PointsView") -> None:
        super().__init__(view)
        self._view = view
        self._keyboard = KeyboardFocus(self)
        self._shown = f"{words} {count}"
        self.setText(words)
        self.setAccessibleName(self._shown)
        self.setCheckable(True)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)

    def sizeHint(self) -> QSize:
        """Return the size of the words and the caret."""
        return QSize(round(advance(self._shown, FOLD)) + 20, FOLD_HEIGHT)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint words and caret."""
        painter, tokens, rtl = QPainter(self), self._view.panel.paper, self.isRightToLeft()
        lit = self.underMouse() or self.isDown() or self.isChecked()
        ink = tokens.accent if lit else tokens.muted
        painter.setPen(ink)
        base = fonts.baseline(0, FOLD_HEIGHT, fonts.font(*FOLD))
        width = self.width() - 20
        draw_text(painter, self._shown, 20 if rtl else 0, base, width + 1, FOLD, at_right=rtl)
        box = QRectF(2 if rtl else self.width() - 16, (FOLD_HEIGHT - 12) / 2, 12, 12)
        paint_icon(painter, "caret-up" if self.isChecked() else "caret-down", box, ink)
        if self._keyboard.shown:
            ring(painter, QRectF(self.rect()), 6, tokens.accent, 0)


class PointsView(QWidget):
    """Fills the panel. ``chosen`` carries a place: its first letter, and how many there are."""

    chosen = Signal(object)
    resized = Signal()

    def __init__(self, panel: InsightPanel) -> None:
        super().__init__(panel)
        self.panel = panel
        self._points: list[PointButton] = []
        self._parts: dict[str, tuple[FoldButton, list[PointButton]]] = {}
        self._open: set[str] = set()
        self._said = ""
        self._top = 0  # of the caption
        self._main: Direction = "ltr"
        self._expected = 0  # points that room is kept for

    @property
    def points(self) -> tuple[PointButton, ...]:
        """The numbered sentences."""
        return tuple(self._points)

    @property
    def folds(self) -> tuple[FoldButton, ...]:
        """The buttons that open figures and quotations."""
        return tuple(fold for fold, _rows in self._parts.values())

    @property
    def caption(self) -> str:
        """The words under the points."""
        return self._said

    def expect(self, count: int) -> None:
        """Keep room for ``count`` sentences of two lines until they come."""
        self._clear()
        self._said, self._expected = "", count
        self.update()

    def show_points(self, points: "KeyPoints") -> None:
        """Show what was found in one article, in its direction."""
        self._clear()
        self._expected = 0
        words = " ".join(each.text for each in points.points)
        main = main_direction(words) or ("rtl" if is_rtl() else "ltr")
        self._main, rtl = main, main == "rtl"
        self.setLayoutDirection(
            Qt.LayoutDirection.RightToLeft if rtl else Qt.LayoutDirection.LeftToRight
        )
        self._points = [
            self._row(Line(each.text, each.start, each.end - each.start, f"{number}."))
            for number, each in enumerate(points.points, 1)
        ]
        if not points.points:
            self._said = _("This article is too short to have key points.")
        else:
            self._said = _("Sentences chosen from the article, word for word. Not a summary.")
            self._add_part("figures", _("Figures"), _figures(points))
            self._add_part("quotations", _("Quotations"), _quotations(points))
        self._place()

    def step(self, button: PointButton, forward: bool) -> None:
        """Give the focus to the next link in one direction."""
        rows = self.rows()
        at = rows.index(button) + (1 if forward else -1)
        if 0 <= at < len(rows):
            rows[at].setFocus(Qt.FocusReason.TabFocusReason)

    # -- building --------------------------------------------------------------------------------

    def _clear(self) -> None:
        for row in (*self._points, *(each for _f, rows in self._parts.values() for each in rows)):
            row.hide()
            row.deleteLater()
        for fold in self.folds:
            fold.hide()
            fold.deleteLater()
        self._points, self._parts = [], {}

    def _row(self, line: Line) -> PointButton:
        row = PointButton(line, self, paragraph_direction(line.words, self._main) or self._main)
        row.clicked.connect(self._on_chosen)
        row.show()
        return row

    def _add_part(self, key: str, words: str, lines: list[Line]) -> None:
        if not lines:
            return
        fold = FoldButton(words, len(lines), self)
        fold.setChecked(key in self._open)
        fold.toggled.connect(self._on_fold)
        fold.show()
        rows = [self._row(line) for line in lines]
        for row in rows:
            row.setVisible(fold.isChecked())
        self._parts[key] = (fold, rows)

    def rows(self) -> list[PointButton]:
        """Return the links in sight, from the top down."""
        opened = [each for fold, rows in self._parts.values() if fold.isChecked() for each in rows]
        return [*self._points, *opened]

    def tab_order(self) -> list[QWidget]:
        """Return all links and folds, as they stand from the top down."""
        under = [each for _fold, rows in self._parts.values() for each in rows]
        return [*self._points, *self.folds, *under]

    def _on_fold(self) -> None:
        for key, (fold, rows) in self._parts.items():
            (self._open.add if fold.isChecked() else self._open.discard)(key)
            for row in rows:
                row.setVisible(fold.isChecked())
        self.resized.emit()
        self._place()

    def _on_chosen(self) -> None:
        sender = self.sender()
        if isinstance(sender, PointButton):
            self.chosen.emit((sender.line.start, sender.line.length))

    # -- setting out -----------------------------------------------------------------------------

    def heightForWidth(self, width: int) -> int:
        """Return the height of all that is in sight."""
        return self._set_out(width, place=False)

    def _place(self) -> None:
        self._set_out(self.width(), place=True)
        self.update()

    def resizeEvent(self, _event: object) -> None:
        """Set out anew."""
        self._place()

    def _set_out(self, width: int, place: bool) -> int:
        if self._expected:
            kept = self._expected * (2 * LINE + BETWEEN) - BETWEEN
            return kept + SMALL_GAP + SMALL_LINE
        top = self._stack(self._points, 0, BETWEEN, width, place)
        top += SMALL_GAP if self._points else 0
        if place:
            self._top = top
        top += laid_out(self._said, SMALL, float(width), 4).lines * SMALL_LINE
        if self._parts:
            top += 2
            left = 0
            for fold in self.folds:
                size = fold.sizeHint()
                box = QRect(left, top, size.width(), size.height())
                if self.isRightToLeft():
                    box.moveRight(width - 1 - left)
                if place:
                    fold.setGeometry(box)
                left += size.width() + 16
            top += FOLD_HEIGHT
            for fold, rows in self._parts.values():
                if fold.isChecked():
                    top = self._stack(rows, top + 4, APART, width, place)
        return top

    def _stack(self, rows: list[PointButton], top: int, gap: int, width: int, place: bool) -> int:
        for row in rows:
            height = row.heightForWidth(width)
            if place:
                row.setGeometry(0, top, width, height)
            top += height + gap
        return top - gap if rows else top

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Write the caption."""
        painter = QPainter(self)
        painter.setPen(self.panel.paper.muted)
        width = float(self.width())
        laid = laid_out(self._said, SMALL, width, 4)
        if self.isRightToLeft() != laid.rtl:
            room = max(laid.layout.lineAt(each).naturalTextWidth() for each in range(laid.lines))
            left = width - room if self.isRightToLeft() else 0.0
            draw_lines(painter, laid, left, self._top, room, SMALL_LINE, SMALL)
        else:
            draw_lines(painter, laid, 0, self._top, width, SMALL_LINE, SMALL)


def _figures(points: "KeyPoints") -> list[Line]:
    made = []
    for each in points.figures:
        whole = each.sentence
        strong = (each.first - whole.start, each.last - each.first)
        length = whole.end - whole.start
        made.append(Line(whole.text, whole.start, length, icon="hash", strong=strong))
    return made


def _quotations(points: "KeyPoints") -> list[Line]:
    return [
        Line(
            each.text,
            each.first,
            len(each.text),
            icon="quotes",
            more=isolated(each.speaker) if each.speaker else "",
        )
        for each in points.quotations
    ]
