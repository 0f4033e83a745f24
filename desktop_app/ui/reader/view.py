"""The one text view of the article: its column, its links, its place, what rides below."""

from collections.abc import Callable, Sequence
from typing import Any

from PySide6.QtCore import QEasingCurve, QEvent, QPoint, QPropertyAnimation, Qt, QUrl, Signal
from PySide6.QtGui import (
    QContextMenuEvent,
    QHelpEvent,
    QKeyEvent,
    QKeySequence,
    QMouseEvent,
    QTextCursor,
    QTextOption,
    QWheelEvent,
)
from PySide6.QtWidgets import QApplication, QFrame, QTextEdit, QToolTip, QWidget

from desktop_app.ui.reader import links
from desktop_app.ui.reader.direction import direct
from desktop_app.ui.reader.page import Block, Page, mark_head
from desktop_app.ui.reader.riders import Riders
from desktop_app.ui.reader.spots import Spots

SIDE = 32  # least margin beside the column
SCROLL_MS = 160
OVERLAP = 48  # pixels of the last page that stay in sight

Held = tuple[int, int]
"""A place in the text: the position of a letter, and how far below the top edge it stands."""


class ArticleView(QTextEdit):
    """Read-only text in a centred column, with widgets that ride over and below it. Main
    thread.

    A ``QTextEdit``, since ``QTextBrowser`` is a mere label to a screen reader and has a loader of
    its own. ``loadResource`` answers from memory only: nothing in an article reaches disk or
    network by itself.
    """

    link_activated = Signal(str)
    link_hovered = Signal(str)
    """The address under the pointer; empty when it left."""
    picture_activated = Signal(str)
    menu_requested = Signal(QPoint)
    """Where in the viewport the context menu was asked for."""
    zoom_requested = Signal(object)
    """+1 or -1, from the wheel with Ctrl."""
    find_requested = Signal()
    resized = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.spots: Spots | None = None
        self.column_limit = 616
        self.byline_tip = ""
        self.animated = True
        self._riders = Riders(self)
        self._marks: dict[str, list[QTextEdit.ExtraSelection]] = {}
        self._pressed = ""
        self._hovered = ""
        self.setReadOnly(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setUndoRedoEnabled(False)
        self.setTextInteractionFlags(Qt.TextInteractionFlag.TextBrowserInteraction)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setWordWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
        self.document().setDocumentMargin(0)
        self.viewport().setMouseTracking(True)
        self._glide = QPropertyAnimation(self.verticalScrollBar(), b"value", self)
        self._glide.setDuration(SCROLL_MS)
        self._glide.setEasingCurve(QEasingCurve.Type.OutCubic)
        self.verticalScrollBar().valueChanged.connect(self._on_scrolled)
        self.document().documentLayout().documentSizeChanged.connect(self._ride)

    # -- filling ---------------------------------------------------------------------------------

    def show_page(self, page: Page) -> None:
        """Fill the view with a page; the caller keeps or sets the place."""
        document = self.document()
        document.clear()  # setHtml alone would keep the pictures of every article before
        document.setDefaultFont(page.font)
        document.setDefaultStyleSheet(page.css)
        self._hovered = self._pressed = ""
        self.byline_tip = page.byline_tip
        self.column_limit = page.column_limit
        self.set_margins()
        if self.spots is not None:
            self.spots.items = []
        self.setHtml(page.html)
        whole = QTextCursor(document)
        whole.beginEditBlock()  # one layout for all that follows
        mark_head(document, page)
        direct(document)
        if self.spots is not None:
            self.spots.find(page.lead, self.column())
        self._riders.reserve(self.column())
        whole.endEditBlock()
        self._ride()

    # -- column and what rides below -------------------------------------------------------------

    def column(self) -> int:
        """Return the width of the text in pixels."""
        return min(self.column_limit, max(160, self.width() - 2 * SIDE))

    def set_below(self, widget: QWidget) -> None:
        """Let ``widget`` ride under the text; its height for the column is reserved there."""
        self._riders.below = widget
        widget.setParent(self.viewport())
        self.reserve()

    def set_above(self, widget: QWidget | None) -> None:
        """Let ``widget`` ride over the headline; None gives its space back."""
        self._riders.above = widget
        if widget is not None:
            widget.setParent(self.viewport())
            widget.show()
        self.keep_line(self.reserve)

    def reserve(self) -> None:
        """Make the reserved spaces as high as the riding widgets are now."""
        self._riders.reserve(self.column())
        self._ride()

    def keep_line(self, change: Callable[[], None]) -> None:
        """Call ``change``; unless the top of the page is in sight, no line moves."""
        held, at_top = self.hold(), self.verticalScrollBar().value() < self.head()
        change()
        if not at_top:
            self.keep(held)

    def head(self) -> int:
        """Return how many pixels are kept over the headline."""
        return self._riders.head(self.column())

    def _ride(self) -> None:
        self._riders.ride(self.column())

    def mark(self, layer: str, marks: Sequence[QTextEdit.ExtraSelection]) -> None:
        """Show ``marks`` in place of those that ``layer`` had; layers do not know each other."""
        self._marks[layer] = list(marks)
        self.setExtraSelections([each for part in self._marks.values() for each in part])

    def set_margins(self) -> None:
        """Centre the column by the margins of the viewport."""
        column = self.column()
        side = max(0, (self.width() - column) // 2)
        margins = self.viewportMargins()
        if margins.left() != side or margins.right() != self.width() - side - column:
            self.setViewportMargins(side, 0, max(0, self.width() - side - column), 0)

    def event(self, event: QEvent) -> bool:
        """Set the margins before the view lays out; let the wheel work over the margins too."""
        if event.type() == QEvent.Type.Resize:
            self._before_resize()
        elif isinstance(event, QWheelEvent):
            self.wheelEvent(event)
            return True
        elif event.type() == QEvent.Type.ShortcutOverride and _is_find(event):
            event.accept()
            return True
        return super().event(event)

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Scroll; with Ctrl ask for another size, since Qt's own zoom knows no pixel sizes."""
        if event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            turned = event.angleDelta().y()
            if turned:
                self.zoom_requested.emit(1 if turned > 0 else -1)
            event.accept()
        else:
            self._glide.stop()
            QApplication.sendEvent(self.verticalScrollBar(), event)

    def _before_resize(self) -> None:
        spots, before = self.spots, self.viewport().width()
        held = self.hold()
        self.set_margins()
        if spots is not None and self.column() != before:
            spots.fit(self.column())
            self.keep(held)
            self.resized.emit()
        self.reserve()

    # -- place -----------------------------------------------------------------------------------

    def hold(self) -> Held:
        """Return the place of the letter at the top edge."""
        cursor = self.cursorForPosition(QPoint(1, 1))
        return cursor.position(), self.cursorRect(cursor).top()

    def keep(self, held: Held) -> None:
        """Scroll so that the letter stands where it stood."""
        cursor = QTextCursor(self.document())
        cursor.setPosition(min(held[0], max(0, self.document().characterCount() - 1)))
        bar = self.verticalScrollBar()
        if bar.value() > 0 or held[0] > 0:
            bar.setValue(bar.value() + self.cursorRect(cursor).top() - held[1])

    def place(self) -> float:
        """Return how far the reader is: 0 at the top, 1 at the end."""
        bar = self.verticalScrollBar()
        return bar.value() / bar.maximum() if bar.maximum() > 0 else 0.0

    def set_place(self, place: float) -> None:
        """Go to a place; a text that is not laid out yet is laid out to its end first."""
        self._glide.stop()
        if place > 0:
            self.document().documentLayout().documentSize()
        bar = self.verticalScrollBar()
        bar.setValue(round(place * bar.maximum()))

    def scroll_page(self, back: bool = False) -> bool:
        """Glide by a page; False when the end (or the beginning) is in sight already."""
        bar = self.verticalScrollBar()
        running = self._glide.state() == QPropertyAnimation.State.Running
        start = int(self._glide.endValue()) if running else bar.value()
        step = max(OVERLAP, self.viewport().height() - OVERLAP)
        goal = max(0, min(bar.maximum(), start - step if back else start + step))
        if goal == start:
            return False
        self.glide_to(goal)
        return True

    def glide_to(self, goal: int) -> None:
        """Scroll to a value of the bar, softly where the system has animations."""
        self._glide.stop()
        if not self.animated or not self.isVisible():
            self.verticalScrollBar().setValue(goal)
            return
        self._glide.setStartValue(self.verticalScrollBar().value())
        self._glide.setEndValue(goal)
        self._glide.start()

    def _on_scrolled(self) -> None:
        self._ride()
        self.correct_pictures()

    def correct_pictures(self) -> None:
        """Give guessed frames their true shape where that moves nothing in sight."""
        spots = self.spots
        if spots is None:
            return
        for spot in spots.wrong():
            cursor = QTextCursor(self.document())
            cursor.setPosition(spot.position)
            rect = self.cursorRect(cursor)
            if rect.bottom() < 0 or rect.top() > self.viewport().height():
                held = self.hold()
                spots.correct(spot)
                self.keep(held)
                spots.refresh(spot.url)

    # -- pictures --------------------------------------------------------------------------------

    def loadResource(self, _kind: int, name: QUrl | str) -> Any:
        """Answer from memory. Everything but our own pictures is an empty one."""
        spots = self.spots
        url = QUrl(name)
        if spots is None or url.scheme() != "pic":
            return Spots.nothing()
        return spots.resource(url.toString(QUrl.ComponentFormattingOption.FullyEncoded))

    # -- pointer and keys ------------------------------------------------------------------------

    def picture_at(self, point: QPoint) -> str:
        """Return the name of the picture at a point of the viewport, or nothing."""
        offset = QPoint(self.horizontalScrollBar().value(), self.verticalScrollBar().value())
        return self.document().documentLayout().imageAt((point + offset).toPointF())

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Say where a link leads, and show what can be pressed."""
        super().mouseMoveEvent(event)
        point = event.position().toPoint()
        link = self.anchorAt(point)
        hand = bool(link) or self._enlargeable(point)
        shape = Qt.CursorShape.PointingHandCursor if hand else Qt.CursorShape.IBeamCursor
        self.viewport().setCursor(shape)
        if link != self._hovered:
            self._hovered = link
            self.link_hovered.emit(link)

    def _enlargeable(self, point: QPoint) -> bool:
        name = self.picture_at(point)
        spot = self.spots.at(name) if self.spots is not None and name else None
        return spot is not None and not spot.small

    def leaveEvent(self, event: QEvent) -> None:
        """Forget the hovered link."""
        super().leaveEvent(event)
        if self._hovered:
            self._hovered = ""
            self.link_hovered.emit("")

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Note what the press met."""
        if event.button() == Qt.MouseButton.LeftButton:
            self._pressed = self._target(event.position().toPoint())
        super().mousePressEvent(event)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Activate a link or a picture when press and release met the same one."""
        dragged = self.textCursor().hasSelection()  # Qt selects a pressed link on release
        super().mouseReleaseEvent(event)
        pressed, self._pressed = self._pressed, ""
        if event.button() != Qt.MouseButton.LeftButton or dragged:
            return
        target = self._target(event.position().toPoint())
        if target and target == pressed:
            self._activate(target)

    def _target(self, point: QPoint) -> str:
        return self.anchorAt(point) or (self.picture_at(point) if self._enlargeable(point) else "")

    def _activate(self, target: str) -> None:
        if target.startswith("pic:"):
            self.picture_activated.emit(target)
        else:
            self.link_activated.emit(target)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Open the link that Tab chose; everything else as the text view does it."""
        if _is_find(event):
            self.find_requested.emit()
            return
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            link = self.textCursor().charFormat().anchorHref()
            if self.textCursor().hasSelection() and link:
                self.link_activated.emit(link)
                return
        if event.key() == Qt.Key.Key_Space:
            back = bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
            if self.scroll_page(back):
                return
        super().keyPressEvent(event)

    def focusNextPrevChild(self, forward: bool) -> bool:
        """Walk through the links with Tab before the focus leaves the text."""
        if self.select_link(forward):
            return True
        return super().focusNextPrevChild(forward)

    def select_link(self, forward: bool) -> bool:
        """Select the next or previous link and bring it into sight; False when there is none."""
        cursor = self.textCursor()
        here = cursor.selectionEnd() if forward else cursor.selectionStart()
        spans = links.spans(self.document(), here, forward)
        if spans is None:
            cursor.clearSelection()
            self.setTextCursor(cursor)
            return False
        cursor.setPosition(spans[0])
        cursor.setPosition(spans[1], QTextCursor.MoveMode.KeepAnchor)
        self.setTextCursor(cursor)
        self.ensureCursorVisible()
        return True

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        """Leave the menu to the pane, which knows what can be done."""
        self.menu_requested.emit(event.pos())

    def viewportEvent(self, event: QEvent) -> bool:
        """Answer tooltips: the real host of a link, the exact time of the byline."""
        if event.type() == QEvent.Type.ToolTip and isinstance(event, QHelpEvent):
            QToolTip.showText(event.globalPos(), self.tip_at(event.pos()), self.viewport())
            return True
        return super().viewportEvent(event)

    def tip_at(self, point: QPoint) -> str:
        """Return the tooltip for a point of the viewport."""
        link = self.anchorAt(point)
        if link:
            return links.about(link)
        block = self.cursorForPosition(point).block()
        inside = abs(self.cursorRect(self.cursorForPosition(point)).center().y() - point.y()) < 16
        return self.byline_tip if inside and block.userState() == Block.BYLINE.value else ""


def _is_find(event: QEvent) -> bool:
    return isinstance(event, QKeyEvent) and event.matches(QKeySequence.StandardKey.Find)
