"""Where the article stands: find bar, notice, text, related, faces. It knows no services."""

from collections.abc import Callable
from dataclasses import replace

from PySide6.QtCore import QEvent, Qt, QTimer, Signal
from PySide6.QtGui import QPainter, QPaintEvent, QPalette, QResizeEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from desktop_app.core.articles import Article, Body
from desktop_app.system.i18n import _
from desktop_app.text.clean import body_pictures
from desktop_app.ui.pictures import Pictures
from desktop_app.ui.reader.enlarged import EnlargedPicture, Shown
from desktop_app.ui.reader.find_bar import FindBar
from desktop_app.ui.reader.locked import LockedFace
from desktop_app.ui.reader.notice import NoticeBar
from desktop_app.ui.reader.page import Page, byline_words, make_page, retell
from desktop_app.ui.reader.related import RelatedButton, RelatedPanel
from desktop_app.ui.reader.spots import Spots
from desktop_app.ui.reader.typography import Typography
from desktop_app.ui.reader.view import SIDE, ArticleView
from desktop_app.ui.theme.theme import Theme
from desktop_app.ui.theme.tokens import Tokens, sepia
from desktop_app.ui.widgets.avatar import color_of
from desktop_app.ui.widgets.face import Face
from desktop_app.ui.widgets.paint import mix
from desktop_app.ui.widgets.scrollbar import OverlayScrollBar

SETTLE_MS = 150
MINUTE_MS = 60_000


class Stage(QWidget):
    """Shows one article as a page, and keeps the place when it is set anew."""

    filled = Signal()
    """The page was set (anew); places in it are others now."""
    settled = Signal()
    """The reader stopped scrolling; the place is worth keeping."""

    def __init__(self, pictures: Pictures, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._pictures = pictures
        self._theme = theme
        self._article: Article | None = None
        self._body: Body | None = None
        self._source = ""
        self._page: Page | None = None
        self.typography = Typography()
        self.now: Callable[[], int] = int
        self.view = ArticleView(self)
        self.view.setAccessibleName(_("Article"))
        self.view.spots = Spots(pictures, self.view.document())
        self.related = RelatedPanel(pictures, theme)
        self.view.set_below(self.related)
        self.related.before = self.view
        self.find_bar = FindBar(self.view, theme, self)
        self.notice = NoticeBar(theme, self)
        self.face = Face(theme, self.view)
        self.locked = LockedFace(theme, self.view)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        for widget in (self.find_bar, self.notice, self.view):
            column.addWidget(widget)
        column.setStretchFactor(self.view, 1)
        self._column = column
        OverlayScrollBar.attach(self.view, theme)
        self._settle = _single(self, SETTLE_MS, self._on_resized)
        self._rest = _single(self, 800, self.settled.emit)
        self._minute = QTimer(self, interval=MINUTE_MS)
        self._minute.timeout.connect(self._on_minute)
        self.view.resized.connect(self._settle.start)
        self.view.verticalScrollBar().valueChanged.connect(self._on_scrolled)
        self.view.find_requested.connect(self.find_bar.open)
        self.view.picture_activated.connect(self.enlarge)
        self.related.focused.connect(self._show_button)
        pictures.ready.connect(self._on_picture)
        pictures.failed.connect(self._on_picture)
        theme.changed.connect(self.refill)

    @property
    def paper(self) -> Tokens:
        """The colours of the page."""
        tokens = self._theme.tokens
        return sepia(tokens) if self.typography.sepia else tokens

    def show_article(self, article: Article, body: Body | None, source: str, place: float) -> None:
        """Show an article from a place on: 0 is the top."""
        self._article, self._body, self._source = article, body, source
        self.related.show_articles((), {}, self.now())
        self._fill()
        self.view.set_place(place)
        self.face.clear_face()
        self.locked.hide()
        self.find_bar.again()

    def refill(self) -> None:
        """Set the page anew, with the line under the eye held in place."""
        self._dress()
        if self._article is None:
            return
        held, at_top = self.view.hold(), self.view.verticalScrollBar().value() == 0
        self._fill()
        if at_top:
            self.view.set_place(0)
        else:
            self.view.document().documentLayout().documentSize()
            self.view.keep(held)
        self.find_bar.again()

    def update_body(self, article: Article, body: Body | None) -> None:
        """Show a newer text of the same article."""
        self._article, self._body = article, body
        self.refill()

    def add_strip(self, widget: QWidget) -> None:
        """Put ``widget`` under the text, where it stays in sight; deleting it takes it away."""
        self._column.addWidget(widget)

    def ask_password(self, words: str) -> None:
        """Cover the text until the password comes."""
        self.locked.setGeometry(self.view.rect())
        self.locked.ask(words)

    def enlarge(self, name: str) -> None:
        """Open a picture of the text over the window."""
        spots = self.view.spots
        if spots is None:
            return
        items = spots.illustrations()
        captions = self._captions()
        shown = [Shown(spot.url, captions.get(spot.url, "")) for spot in items]
        spot = spots.at(name)
        if spot in items:
            EnlargedPicture(self.window(), self._pictures, shown, items.index(spot))

    def _captions(self) -> dict[str, str]:
        body = body_pictures(self._body.html) if self._body is not None else ()
        lead = self._article.picture if self._article is not None else None
        return {each.url: each.caption or each.alt for each in (*body, *([lead] if lead else ()))}

    def _fill(self) -> None:
        article = self._article
        if article is None:
            return
        spots, paper = self.view.spots, self.paper
        assert spots is not None
        spots.dpr = self.devicePixelRatioF()
        spots.ground = mix(paper.window, color_of(self._source), 0.22)
        spots.ink = paper.muted
        self.related.paper = paper
        room = max(160, self.view.width() - 2 * SIDE)
        self._page = make_page(
            article, self._source, self._body, self.typography, paper, room, self.now()
        )
        self._minute.start()
        self._dress()
        self.view.show_page(self._page)
        self.filled.emit()

    def _dress(self) -> None:
        paper = self.paper
        palette = self.view.palette()
        for role, color in (
            (QPalette.ColorRole.Base, paper.window),
            (QPalette.ColorRole.Window, paper.window),
            (QPalette.ColorRole.Text, paper.text),
            (QPalette.ColorRole.Highlight, paper.highlight),
            (QPalette.ColorRole.HighlightedText, paper.text),
        ):
            palette.setColor(role, color)
        self.view.setPalette(palette)
        self.view.viewport().setPalette(palette)  # under a style sheet it does not inherit it
        self.related.update()
        self.update()

    def _on_picture(self, url: str) -> None:
        spots = self.view.spots
        if spots is not None and any(spot.url == url for spot in spots.items):
            spots.learn(url)
            if spots.refresh(url):
                self.view.viewport().update()
            self.view.correct_pictures()

    def _on_scrolled(self) -> None:
        self._rest.start()

    def _on_resized(self) -> None:
        spots, article = self.view.spots, self._article
        if spots is None or article is None or self._page is None:
            return
        room = max(160, self.view.width() - 2 * SIDE)
        page = make_page(
            article, self._source, self._body, self.typography, self.paper, room, self.now()
        )
        if page.byline_lines != self._page.byline_lines:
            self.refill()
        elif spots.refresh():
            self.view.viewport().update()

    def _on_minute(self) -> None:
        """Let the age in the byline go on."""
        page, article = self._page, self._article
        if page is None or article is None or not self.isVisible():
            return
        words = byline_words(article, self.now())
        if len(words) != len(page.byline):  # all places behind it would move
            self.refill()
        elif words != page.byline:
            retell(self.view.document(), page.byline, words)
            self._page = replace(page, byline=words)

    def _show_button(self, button: RelatedButton) -> None:
        top = self.related.y() + button.y()
        if top < 0 or top + button.height() > self.view.viewport().height():
            bar = self.view.verticalScrollBar()
            self.view.glide_to(bar.value() + top - self.view.viewport().height() // 2)

    def _sharpen(self) -> None:
        """Draw the pictures for the screen that the window came to."""
        spots = self.view.spots
        if spots is not None and spots.dpr != self.devicePixelRatioF():
            spots.dpr = self.devicePixelRatioF()
            spots.refresh()
            self.view.viewport().update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw the paper beside the column."""
        QPainter(self).fillRect(self.rect(), self.paper.window)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Keep the covers as large as the text."""
        super().resizeEvent(event)
        self._cover()

    def _cover(self) -> None:
        layout = self.layout()
        if layout is not None:
            layout.activate()
        for cover in (self.face, self.locked):
            cover.setGeometry(self.view.rect())

    def event(self, event: QEvent) -> bool:
        """Follow the layout when bars come and go, and the window to another screen."""
        done = super().event(event)
        if event.type() == QEvent.Type.DevicePixelRatioChange:
            self._sharpen()
        if event.type() == QEvent.Type.LayoutRequest:
            self._cover()
        return done


def _single(parent: QWidget, milliseconds: int, slot: Callable[[], None]) -> QTimer:
    timer = QTimer(parent)
    timer.setSingleShot(True)
    timer.setInterval(milliseconds)
    timer.timeout.connect(slot, Qt.ConnectionType.AutoConnection)
    return timer
