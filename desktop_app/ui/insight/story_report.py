"""One report of a story: who, when, the headline, and what it was the first to say."""

import time
from typing import TYPE_CHECKING

from PySide6.QtCore import QPoint, QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QContextMenuEvent, QKeyEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QAbstractButton, QWidget

from desktop_app.system.i18n import _
from desktop_app.ui import times
from desktop_app.ui.insight import story_words as words
from desktop_app.ui.pictures import Pictures
from desktop_app.ui.sources.look import SourceLook
from desktop_app.ui.theme import fonts
from desktop_app.ui.theme.fonts import FontKey
from desktop_app.ui.theme.textlayout import advance, draw_lines, draw_text, laid_out
from desktop_app.ui.theme.theme import Theme
from desktop_app.ui.widgets.avatar import paint_tile
from desktop_app.ui.widgets.buttons import IconButton
from desktop_app.ui.widgets.focus import KeyboardFocus
from desktop_app.ui.widgets.paint import ring

if TYPE_CHECKING:
    from desktop_app.services.understanding.timeline import Report

RAIL, DOT = 28, 10
META, META_GAP, TILE = 20, 4, 16
LABEL, LABEL_GAP, NOTE = 22, 7, 19
RULE, RULE_GAP = 3, 12
SENTENCE_GAP, END = 6, 26
HEADLINE, HEADLINE_LINE, HEADLINE_MOST = FontKey(16, 600), 22, 4
TEXT, TEXT_LINE, TEXT_MOST = FontKey(14), 21, 8
SOURCE, TIME, SMALL = FontKey(13, 600), FontKey(12.5, tnum=True), FontKey(12.5)


class Link(QAbstractButton):
    """The headline, or a sentence of a report. A press opens the article there."""

    def __init__(
        self, text: str, key: FontKey, line: int, most: int, description: str, card: "ReportCard"
    ) -> None:
        super().__init__(card)
        self._card, self._key, self._line, self._most = card, key, line, most
        self._keyboard = KeyboardFocus(self)
        self.setText(text)
        self.setAccessibleName(text)
        self.setAccessibleDescription(description)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)

    def heightForWidth(self, width: int) -> int:
        """Return the height of all lines."""
        return laid_out(self.text(), self._key, float(width), self._most).lines * self._line

    def sizeHint(self) -> QSize:
        """Return the size in the usual column."""
        return QSize(560, self.heightForWidth(560))

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint the lines, and the ring."""
        painter, tokens = QPainter(self), self._card.theme.tokens
        lit = self.underMouse() or self.isDown()
        painter.setPen(tokens.accent if lit else tokens.text)
        width = float(self.width())
        laid = laid_out(self.text(), self._key, width, self._most)
        draw_lines(painter, laid, 0, 0, width, self._line, self._key)
        if self._keyboard.shown:
            ring(painter, QRectF(self.rect()), 5, tokens.accent, 0)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Return opens, as Space does."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.click()
        else:
            super().keyPressEvent(event)


class ReportCard(QWidget):
    """``opened`` carries the Article, and a Sentence or None for its beginning."""

    opened = Signal(object, object)
    menu_wanted = Signal(object, QPoint)

    def __init__(
        self,
        report: "Report",
        look: SourceLook,
        first: "Report",
        last: bool,
        theme: Theme,
        pictures: Pictures,
        parent: QWidget,
    ) -> None:
        super().__init__(parent)
        self._pictures = pictures
        self.report, self.theme, self._look = report, theme, look
        self._first, self._last = report is first, last
        self._when = words.when(report, first)
        self._moment = words.moment(report.article.published_at, int(time.time()))
        self._label = words.label(report, first) if report.new else ""
        self._note = words.note(report)
        article = report.article
        title = article.title or _("Without a title")
        opens = _("Opens the article")
        self.headline = Link(title, HEADLINE, HEADLINE_LINE, HEADLINE_MOST, opens, self)
        self.headline.clicked.connect(self._on_headline)
        goes = _("Goes to this place in the article")
        self.sentences = [
            Link(each.text, TEXT, TEXT_LINE, TEXT_MOST, goes, self) for each in report.new
        ]
        for link in self.sentences:
            link.clicked.connect(self._on_sentence)
        self.menu_button = IconButton("dots-three", _("More"), theme, quiet=True, parent=self)
        self.menu_button.clicked.connect(self._on_more)
        self._order()
        parts = (self._when, report.source, times.date_and_time(article.published_at), title)
        more = self._note or self._label
        self.setAccessibleName(_(", ").join(part for part in (*parts, more) if part))
        self.setToolTip(times.exact(article.published_at))

    def _order(self) -> None:
        before: QWidget = self.headline
        for link in (*self.sentences, self.menu_button):
            QWidget.setTabOrder(before, link)
            before = link

    # -- setting out -----------------------------------------------------------------------------

    def heightForWidth(self, width: int) -> int:
        """Return the height for the width of the column."""
        return self._set_out(width, place=False)

    def _set_out(self, width: int, place: bool) -> int:
        room = width - RAIL
        top = META + META_GAP
        top = self._put(self.headline, RAIL, top, room, place)
        if self._note:
            laid = laid_out(self._note, SMALL, float(room), 3)
            top += LABEL_GAP - 2 + laid.lines * NOTE
        if self._label:
            top += LABEL_GAP + LABEL
            for link in self.sentences:
                inside = RULE + RULE_GAP
                top = self._put(link, RAIL + inside, top + 2, room - inside, place)
                top += SENTENCE_GAP
            top -= SENTENCE_GAP
        if place:
            size = self.menu_button.size()
            box = QRect(width - size.width(), (META - size.height()) // 2, *size.toTuple())
            self.menu_button.setGeometry(self._turned(box))
        return top + (0 if self._last else END)

    def _put(self, link: Link, leading: int, top: int, width: int, place: bool) -> int:
        height = link.heightForWidth(width)
        if place:
            link.setGeometry(self._turned(QRect(leading, top, width, height)))
        return top + height

    def _turned(self, box: QRect) -> QRect:
        if self.isRightToLeft():
            box.moveLeft(self.width() - box.x() - box.width())
        return box

    def _x(self, leading: float, width: float) -> float:
        return self.width() - leading - width if self.isRightToLeft() else leading

    def resizeEvent(self, _event: object) -> None:
        """Set everything out for the new width."""
        self._set_out(self.width(), place=True)

    # -- painting --------------------------------------------------------------------------------

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint rail, source, time, the rule beside the sentences, and the note."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        self._paint_rail(painter)
        self._paint_meta(painter)
        tokens, room = self.theme.tokens, float(self.width() - RAIL)
        left = self._x(RAIL, room)
        under = self.headline.geometry().bottom() + 1
        painter.setPen(tokens.muted)
        if self._note:
            laid = laid_out(self._note, SMALL, room, 3)
            draw_lines(painter, laid, left, under + LABEL_GAP - 2, room, NOTE, SMALL)
            under += LABEL_GAP - 2 + laid.lines * NOTE
        if self._label:
            base = fonts.baseline(under + LABEL_GAP, LABEL, fonts.of(SMALL))
            draw_text(painter, self._label, left, base, room, SMALL, self.isRightToLeft())
            top = self.sentences[0].y()
            end = self.sentences[-1].geometry().bottom() + 1
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(tokens.quote)
            rule = QRectF(self._x(RAIL, RULE), top, RULE, end - top)
            painter.drawRoundedRect(rule, RULE / 2, RULE / 2)

    def _paint_rail(self, painter: QPainter) -> None:
        tokens, middle = self.theme.tokens, META / 2
        x = self._x((RAIL - 12) / 2 - 1, 2)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(tokens.line)
        top = middle if self._first else 0.0
        end = middle if self._last else float(self.height())
        painter.drawRect(QRectF(x, top, 2, end - top))
        dot = QRectF(x + 1 - DOT / 2, middle - DOT / 2, DOT, DOT)
        adds = bool(self.report.new)
        painter.setBrush(tokens.accent if self._first else tokens.window)
        painter.setPen(QPen(tokens.accent if adds else tokens.muted, 2))
        painter.drawEllipse(dot.adjusted(1, 1, -1, -1))

    def _paint_meta(self, painter: QPainter) -> None:
        tokens, source, rtl = self.theme.tokens, self.report.source, self.isRightToLeft()
        at = float(RAIL)
        tile = QRectF(self._x(at, TILE), (META - TILE) / 2, TILE, TILE)
        icon = None
        if self._look.icon_url:
            dpr = self.devicePixelRatioF()
            icon = self._pictures.get(self._look.icon_url, TILE, TILE, dpr, 4)
        if icon is not None:
            painter.drawPixmap(tile.topLeft(), icon)
        else:
            paint_tile(painter, tile, self._look.letter, self._look.color)
        at += TILE + 7
        end = self.width() - self.menu_button.width() - 6
        told = f"{self._when} · {self._moment}"
        wide = min(advance(told, TIME), (end - at) * 0.7)
        room = min(advance(source, SOURCE), max(0.0, end - at - wide - 10))
        painter.setPen(tokens.text)
        base = fonts.baseline(0, META, fonts.of(SOURCE))
        draw_text(painter, source, self._x(at, room), base, room + 1, SOURCE, rtl)
        at += room + 10
        painter.setPen(tokens.accent if self._first else tokens.muted)
        base = fonts.baseline(0, META, fonts.of(TIME))
        left = max(0.0, end - at)
        draw_text(painter, told, self._x(at, left), base, left, TIME, rtl)

    # -- pressing --------------------------------------------------------------------------------

    def _on_headline(self) -> None:
        self.opened.emit(self.report.article, None)

    def _on_sentence(self) -> None:
        sender = self.sender()
        if isinstance(sender, Link):
            sentence = self.report.new[self.sentences.index(sender)]
            self.opened.emit(self.report.article, sentence)

    def _on_more(self) -> None:
        below = QPoint(0, self.menu_button.height() + 2)
        place = self.menu_button.mapToGlobal(below)
        self.menu_wanted.emit(self.report.article, place)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        """Show what can be done with this report."""
        self.menu_wanted.emit(self.report.article, event.globalPos())
