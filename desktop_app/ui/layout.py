"""The four panes on a splitter; on a narrow window sources and comments slide over the article."""

from PySide6.QtCore import (
    QEasingCurve,
    QEvent,
    QPoint,
    QPropertyAnimation,
    QRect,
    QSize,
    Qt,
    Signal,
)
from PySide6.QtGui import QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QSplitter, QWidget

from desktop_app.system.i18n import _
from desktop_app.ui.theme.theme import Theme
from desktop_app.ui.widgets.splitter import HairlineSplitter

SOURCES_WIDTH, LIST_WIDTH, COMMENTS_WIDTH = 228, 352, 344
SMALL_LIST_WIDTH = 340
SLIDE_MS = 180


class SlideOver(QWidget):
    """Holds one pane above the others: slides in from an edge, leaves on Esc or a click beside."""

    closed = Signal()

    def __init__(self, parent: QWidget, theme: Theme, leading: bool) -> None:
        super().__init__(parent)
        self._theme = theme
        self._leading = leading
        self._pane: QWidget | None = None
        self._width = 0
        self._slide = QPropertyAnimation(self, b"pos", self)
        self._slide.setDuration(SLIDE_MS)
        self._slide.setEasingCurve(QEasingCurve.Type.OutCubic)
        self.hide()

    def show_pane(self, pane: QWidget, width: int, animated: bool) -> None:
        """Take ``pane`` in and slide to the edge."""
        self._pane, self._width = pane, width
        pane.setParent(self)
        self.place()
        pane.show()
        self.show()
        self.raise_()
        goal = self.pos()
        if animated:
            self._slide.setStartValue(goal + QPoint(-width if self._on_left() else width, 0))
            self._slide.setEndValue(goal)
            self._slide.start()
        pane.setFocus(Qt.FocusReason.OtherFocusReason)

    def give_back(self) -> QWidget | None:
        """Hide and hand the pane back to whoever takes it."""
        self._slide.stop()
        self.hide()
        pane, self._pane = self._pane, None
        return pane

    def place(self) -> None:
        """Fit to the parent's edge."""
        parent = self.parentWidget()
        if parent is None or self._pane is None:
            return
        self._slide.stop()
        width = min(self._width, parent.width() - 48)
        left = 0 if self._on_left() else parent.width() - width - 1
        self.setGeometry(QRect(left, 0, width + 1, parent.height()))
        edge = 0 if self._on_left() else 1
        self._pane.setGeometry(edge, 0, width, parent.height())

    def _on_left(self) -> bool:
        return self._leading == (self.layoutDirection() == Qt.LayoutDirection.LeftToRight)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the hairline at the inner edge."""
        painter = QPainter(self)
        painter.fillRect(self.rect(), self._theme.tokens.line)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Leave on Esc."""
        if event.key() == Qt.Key.Key_Escape:
            self.closed.emit()
            return
        super().keyPressEvent(event)


class PaneLayout(QWidget):
    """Places the four panes. Main thread.

    ``sources_shown`` and ``comments_shown`` tell what the toggles show. Widths that the reader
    dragged come and go through ``widths``/``set_widths`` (sources, list, comments; pixels).
    """

    changed = Signal()

    def __init__(
        self,
        theme: Theme,
        sources: QWidget,
        articles: QWidget,
        reader: QWidget,
        comments: QWidget,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._sources, self._articles = sources, articles
        self._reader, self._comments = reader, comments
        self._widths = [SOURCES_WIDTH, LIST_WIDTH, COMMENTS_WIDTH]
        self._want_sources, self._want_comments = True, True
        self._over_sources, self._over_comments = False, False
        self.animated = True
        self._splitter: QSplitter = HairlineSplitter(theme, self)
        self._splitter.setChildrenCollapsible(False)
        for index, pane in enumerate((sources, articles, reader, comments)):
            self._splitter.addWidget(pane)
            self._splitter.setStretchFactor(index, 1 if pane is reader else 0)
        self._splitter.splitterMoved.connect(self._on_moved)
        self._left = SlideOver(self, theme, leading=True)
        self._right = SlideOver(self, theme, leading=False)
        self._left.closed.connect(self.hide_sources)
        self._right.closed.connect(self.hide_comments)
        self._name_panes()
        self._in_reading_order()
        for pane in (articles, reader):
            pane.installEventFilter(self)

    def _fill(self) -> None:
        """Fill the whole width: mirrored, QSplitter puts every pane one pixel too far right."""
        aside = int(self.isRightToLeft())
        self._splitter.setContentsMargins(0, 0, aside, 0)
        self._splitter.setGeometry(-aside, 0, self.width() + aside, self.height())

    def minimumSizeHint(self) -> QSize:
        """Ask for the room that the panes need."""
        return self._splitter.minimumSizeHint()

    def changeEvent(self, event: QEvent) -> None:
        """Turn with the direction of the window."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.LayoutDirectionChange:
            self._fill()

    def _name_panes(self) -> None:
        names = (_("Sources"), _("Articles"), _("Article"), _("Comments"))
        panes = (self._sources, self._articles, self._reader, self._comments)
        for pane, name in zip(panes, names, strict=True):
            pane.setAccessibleName(name)

    def _in_reading_order(self) -> None:
        """Undo that QSplitter lowers each pane it takes: screen readers list by stacking order."""
        for pane in (self._sources, self._articles, self._reader, self._comments):
            pane.raise_()
        for index in range(1, self._splitter.count()):
            self._splitter.handle(index).raise_()

    @property
    def sources_shown(self) -> bool:
        """Whether the sources are visible, beside the list or over it."""
        return self._over_sources if self.sources_narrow else self._want_sources

    @property
    def comments_shown(self) -> bool:
        """Whether the comments are visible, beside the article or over it."""
        return self._over_comments if self.comments_narrow else self._want_comments

    @property
    def sources_narrow(self) -> bool:
        """Whether there is no room for the sources beside the list."""
        return self.width() < 1080

    @property
    def comments_narrow(self) -> bool:
        """Whether there is no room for the comments beside the article."""
        return self.width() < 1240

    def widths(self) -> list[int]:
        """Return the widths of sources, list and comments, in pixels."""
        return list(self._widths)

    def set_widths(self, widths: object) -> None:
        """Take widths of an earlier run; anything odd is ignored."""
        if isinstance(widths, list) and len(widths) == 3 and all(map(_is_width, widths)):
            self._widths = list(widths)
        self._arrange()

    def want_comments(self, wanted: bool) -> None:
        """Say whether comments stand beside the article wherever there is room."""
        self._want_comments = wanted
        self._arrange()

    def set_comments_shown(self, shown: bool) -> None:
        """Show or hide the comments."""
        if self.comments_narrow:
            self._over_comments = shown
        else:
            self._want_comments = shown
        self._arrange()

    def set_sources_shown(self, shown: bool) -> None:
        """Show or hide the sources."""
        if self.sources_narrow:
            self._over_sources = shown
        else:
            self._want_sources = shown
        self._arrange()

    def hide_sources(self) -> None:
        """Let slid-over sources leave."""
        if self.sources_narrow:
            self.set_sources_shown(False)

    def hide_comments(self) -> None:
        """Let slid-over comments leave."""
        if self.comments_narrow:
            self.set_comments_shown(False)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Move panes between splitter and slide-over where the width asks for it."""
        super().resizeEvent(event)
        self._fill()
        if event.oldSize().width() != event.size().width():
            self._arrange()
        self._left.place()
        self._right.place()

    def eventFilter(self, watched: object, event: QEvent) -> bool:
        """Close a slid-over pane when the reader presses beside it."""
        if isinstance(event, QMouseEvent) and event.type() == QEvent.Type.MouseButtonPress:
            self.hide_sources()
            self.hide_comments()
        return False

    def _arrange(self) -> None:
        if not self.sources_narrow:
            self._over_sources = False
        if not self.comments_narrow:
            self._over_comments = False
        beside = not self.sources_narrow and self._want_sources
        self._put(self._sources, self._left, 0, beside, self._over_sources, self._widths[0])
        beside = not self.comments_narrow and self._want_comments
        last = self._splitter.count()
        self._put(self._comments, self._right, last, beside, self._over_comments, self._widths[2])
        self._set_sizes()
        self._in_reading_order()
        self._left.raise_()
        self._right.raise_()
        self.changed.emit()

    def _put(
        self, pane: QWidget, over: SlideOver, index: int, beside: bool, above: bool, width: int
    ) -> None:
        if above:
            if pane.parent() is not over:
                over.show_pane(pane, width, self.animated)
            return
        if pane.parent() is over:
            over.give_back()
            self._splitter.insertWidget(index, pane)
        pane.setVisible(beside)

    def _set_sizes(self) -> None:
        shown = [w for w in self._in_splitter() if not w.isHidden()]
        list_width = min(self._widths[1], SMALL_LIST_WIDTH if self.width() < 1080 else 10_000)
        fixed = {
            self._sources: self._widths[0],
            self._articles: list_width,
            self._comments: self._widths[2],
        }
        taken = sum(fixed.get(w, 0) for w in shown) + len(shown) - 1
        rest = max(240, self.width() - taken)
        self._splitter.setSizes(
            [0 if w.isHidden() else fixed.get(w, rest) for w in self._in_splitter()]
        )

    def _in_splitter(self) -> list[QWidget]:
        widgets = (self._splitter.widget(index) for index in range(self._splitter.count()))
        return [widget for widget in widgets if widget is not None]

    def _on_moved(self, _position: int, _index: int) -> None:
        for slot, pane in ((0, self._sources), (1, self._articles), (2, self._comments)):
            if pane.parent() is self._splitter and not pane.isHidden():
                self._widths[slot] = pane.width()


def _is_width(value: object) -> bool:
    return isinstance(value, int) and 160 <= value <= 900
