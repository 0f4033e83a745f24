"""The timeline of a story, in the place of the article. It knows no services."""

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject, QPoint, Qt, Signal
from PySide6.QtGui import (
    QAction,
    QHideEvent,
    QKeyEvent,
    QPainter,
    QPaintEvent,
    QPalette,
    QResizeEvent,
    QShowEvent,
)
from PySide6.QtWidgets import QFrame, QMenu, QScrollArea, QVBoxLayout, QWidget

from desktop_app.core.articles import Article
from desktop_app.core.ids import ArticleId, SourceId
from desktop_app.system.i18n import _
from desktop_app.ui.insight import story_words as words
from desktop_app.ui.insight.story_report import ReportCard
from desktop_app.ui.pictures import Pictures
from desktop_app.ui.sources.look import SourceLook, unknown
from desktop_app.ui.theme.fonts import FontKey
from desktop_app.ui.theme.icons import icon
from desktop_app.ui.theme.textlayout import draw_lines, first_strong, laid_out
from desktop_app.ui.theme.theme import Theme
from desktop_app.ui.widgets.buttons import IconButton
from desktop_app.ui.widgets.face import Face
from desktop_app.ui.widgets.header import Header
from desktop_app.ui.widgets.menu_place import open_at
from desktop_app.ui.widgets.scrollbar import OverlayScrollBar
from desktop_app.ui.widgets.tab_order import follow

if TYPE_CHECKING:
    from desktop_app.services.understanding.timeline import Timeline

SIDE, TOP, CAPTION_GAP, BOTTOM = 32, 22, 22, 40
COLUMN = 616
CAPTION, CAPTION_LINE = FontKey(12.5), 19
OPEN, COPY, APART = "open", "copy", "apart"


class Column(QWidget):
    """The caption and the reports below each other, centred."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self._caption = ""
        self.cards: list[ReportCard] = []

    def show_reports(self, timeline: "Timeline", made: list[ReportCard]) -> None:
        """Show the reports in place of those that were there."""
        for card in self.cards:
            card.hide()
            card.deleteLater()
        self._caption, self.cards = words.caption(timeline), made
        for card in made:
            card.show()
        self.fit(self.width())
        self.update()

    def fit(self, width: int) -> None:
        """Set everything out and take the height that it needs."""
        room = min(COLUMN, width - 2 * SIDE)
        left = (width - room) // 2
        top = TOP + self._caption_height(room) + CAPTION_GAP
        for card in self.cards:
            height = card.heightForWidth(room)
            card.setGeometry(left, top, room, height)
            top += height
        self.resize(width, top + BOTTOM)

    def _caption_height(self, room: int) -> int:
        return laid_out(self._caption, CAPTION, float(room), 4).lines * CAPTION_LINE

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Write the caption."""
        painter = QPainter(self)
        painter.setPen(self._theme.tokens.muted)
        room = min(COLUMN, self.width() - 2 * SIDE)
        laid = laid_out(self._caption, CAPTION, float(room), 4)
        left = (self.width() - room) // 2
        draw_lines(painter, laid, left, TOP, room, CAPTION_LINE, CAPTION)


class StoryPane(QWidget):
    """Lies over another pane. ``closed``: the reader goes back to the article. Main thread."""

    closed = Signal()
    article_chosen = Signal(object, object)
    """An Article, and the Sentence to go to or None."""
    read_wanted = Signal()
    mute_wanted = Signal()
    apart_wanted = Signal(object)
    """The Article that is not of this story."""
    copy_wanted = Signal(object)
    retry_wanted = Signal()

    def __init__(self, theme: Theme, pictures: Pictures, over: QWidget) -> None:
        super().__init__(over)
        self._theme, self._pictures = theme, pictures
        self.timeline: Timeline | None = None
        self._for_menu: Article | None = None
        self.look: Callable[[SourceId], SourceLook] = _unknown
        self.header = Header(theme, self)
        self.back_button = IconButton("arrow-left", _("Back to the article"), theme)
        self.read_button = IconButton("check-circle", _("Mark story read"), theme, quiet=True)
        self.mute_button = IconButton("bell-slash", _("Mute this story"), theme, quiet=True)
        self._column = Column(theme)
        self.area = QScrollArea(self)
        self.area.setFrameShape(QFrame.Shape.NoFrame)
        self.area.setWidget(self._column)
        self.area.verticalScrollBar().setSingleStep(24)
        self.area.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.face = Face(theme, self.area)
        OverlayScrollBar.attach(self.area, theme)
        self._build()
        self._dress()
        over.installEventFilter(self)
        theme.changed.connect(self._dress)
        pictures.ready.connect(self._on_picture)
        self.setAccessibleName(words.title())
        self.hide()

    def _build(self) -> None:
        self.header.lead(self.back_button)
        self.header.trail(self.read_button)
        self.header.trail(self.mute_button)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(self.header)
        layout.addWidget(self.area, 1)
        self.back_button.clicked.connect(self.closed)
        self.read_button.clicked.connect(self.read_wanted)
        self.mute_button.clicked.connect(self.mute_wanted)
        self.face.acted.connect(self.retry_wanted)
        self.area.setAccessibleName(words.title())
        follow(self.back_button, (self.read_button, self.mute_button, self.area))

    @property
    def cards(self) -> tuple[ReportCard, ...]:
        """The reports that show, the first one first."""
        return tuple(self._column.cards)

    def open(self) -> None:
        """Cover the pane, with still bars until the story is there."""
        parent = self.parentWidget()
        assert parent is not None
        self.setGeometry(parent.rect())
        self.show()
        self.raise_()
        self.area.setFocus(Qt.FocusReason.OtherFocusReason)

    def scroll_page(self) -> bool:
        """Scroll by a page, whether or not there is more; False when it does not show."""
        bar = self.area.verticalScrollBar()
        if self.isVisible():
            bar.setValue(bar.value() + max(24, bar.pageStep() - 48))
        return self.isVisible()

    def wait(self) -> None:
        """Show that another story is on its way."""
        self.timeline = None
        self.header.set_title(words.title())
        self.face.show_loading()

    def show_timeline(self, timeline: "Timeline") -> None:
        """Show a story; the same one again stays where it was scrolled to."""
        bar = self.area.verticalScrollBar()
        same = self.timeline is not None and self.timeline.story_id == timeline.story_id
        place = bar.value() if same else 0
        self.timeline = timeline
        self.header.set_title(words.title(), words.subtitle(timeline))
        muted = timeline.muted
        self.mute_button.set_icon("bell" if muted else "bell-slash")
        self.mute_button.set_name(_("Hear of this story again") if muted else _("Mute this story"))
        rtl = bool(first_strong(timeline.reports[0].article.title)) if timeline.reports else False
        self._column.setLayoutDirection(
            Qt.LayoutDirection.RightToLeft if rtl else Qt.LayoutDirection.LeftToRight
        )
        self._column.resize(self.area.viewport().width(), self._column.height())
        self._column.show_reports(timeline, self._made(timeline))
        self.face.clear_face()
        if not timeline.reports:
            self.face.show_message("stack", _("This story is empty"), _("Its articles are gone."))
        bar.setValue(place)

    def show_problem(self, title: str, text: str, button: str = "") -> None:
        """Say why there is no story to show."""
        self.timeline = None
        self.header.set_title(words.title())
        self.face.show_message("warning-circle", title, text, button)

    def _on_picture(self, _url: str) -> None:
        for card in self._column.cards:
            card.update()

    def _made(self, timeline: "Timeline") -> list[ReportCard]:
        reports = timeline.reports
        cards = []
        for report in reports:
            last = report is reports[-1]
            look = self.look(report.article.source_id)
            card = ReportCard(
                report, look, reports[0], last, self._theme, self._pictures, self._column
            )
            card.opened.connect(self.article_chosen)
            card.menu_wanted.connect(self._on_menu)
            cards.append(card)
        before: QWidget = self.area
        for card in cards:
            QWidget.setTabOrder(before, card.headline)
            before = card.menu_button
        return cards

    def _on_menu(self, article: Article, place: QPoint) -> None:
        self._for_menu = article
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        muted = self._theme.tokens.muted
        menu.addAction(icon("newspaper", muted), _("Open")).setData(OPEN)
        copy = menu.addAction(icon("link", muted), _("Copy link"))
        copy.setData(COPY)
        copy.setEnabled(bool(article.url))
        menu.addSeparator()
        menu.addAction(icon("minus", muted), _("Not the same story")).setData(APART)
        menu.triggered.connect(self._on_chosen)
        open_at(menu, place, self)

    def _on_chosen(self, action: QAction) -> None:
        article = self._for_menu
        if article is None:
            return
        if action.data() == OPEN:
            self.article_chosen.emit(article, None)
        elif action.data() == COPY:
            self.copy_wanted.emit(article)
        else:
            self.apart_wanted.emit(article)

    def shows(self, ids: frozenset[ArticleId]) -> bool:
        """Say whether one of these articles is in the story that shows."""
        timeline = self.timeline
        return timeline is not None and any(each.article.id in ids for each in timeline.reports)

    # -- place and colours -----------------------------------------------------------------------

    def _dress(self) -> None:
        palette = self.area.palette()
        palette.setColor(QPalette.ColorRole.Window, self._theme.tokens.window)
        palette.setColor(QPalette.ColorRole.Base, self._theme.tokens.window)
        self.area.setPalette(palette)
        self.area.viewport().setPalette(palette)
        self._column.setPalette(palette)
        self._column.setAutoFillBackground(True)
        self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint the paper and the line under the header."""
        painter, tokens = QPainter(self), self._theme.tokens
        painter.fillRect(self.rect(), tokens.window)
        painter.fillRect(0, self.header.height() - 1, self.width(), 1, tokens.line)

    def showEvent(self, event: QShowEvent) -> None:
        """Keep Tab out of what is covered."""
        super().showEvent(event)
        self._cover(True)

    def hideEvent(self, event: QHideEvent) -> None:
        """Give back what was covered."""
        super().hideEvent(event)
        self._cover(False)

    def _cover(self, covered: bool) -> None:
        parent = self.parentWidget()
        for each in parent.children() if parent is not None else ():
            if isinstance(each, QWidget) and each is not self:
                each.setEnabled(not covered)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Set the reports out for the new width."""
        super().resizeEvent(event)
        layout = self.layout()
        if layout is not None:
            layout.activate()
        self.face.setGeometry(self.area.rect())
        self._column.fit(self.area.viewport().width())

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Stay as large as the pane below; lets every event pass."""
        parent = self.parentWidget()
        if event.type() == QEvent.Type.Resize and parent is not None and watched is parent:
            self.setGeometry(parent.rect())
        return False

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Esc goes back to the article."""
        if event.key() == Qt.Key.Key_Escape:
            self.closed.emit()
        else:
            super().keyPressEvent(event)


def _unknown(_source_id: SourceId) -> SourceLook:
    return unknown()
