"""Related articles under the text: real buttons, so that keys and screen readers reach them."""

from collections.abc import Mapping, Sequence

from PySide6.QtCore import QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QFocusEvent, QMouseEvent, QPainter, QPaintEvent, QPen, QPixmap
from PySide6.QtWidgets import QAbstractButton, QWidget

from desktop_app.core.articles import Article
from desktop_app.core.ids import SourceId
from desktop_app.system.i18n import _, isolated
from desktop_app.ui import times
from desktop_app.ui.pictures import Pictures
from desktop_app.ui.theme import fonts
from desktop_app.ui.theme.fonts import FontKey
from desktop_app.ui.theme.textlayout import draw_lines, draw_text, laid_out
from desktop_app.ui.theme.theme import Theme
from desktop_app.ui.theme.tokens import Tokens
from desktop_app.ui.widgets.tab_order import follow

THUMB = QSize(84, 60)
RADIUS = 6.0
ABOVE, RULE_TO_TITLE, TITLE_LINE, TITLE_GAP = 28, 18, 22, 10
ROW, GAP = 60, 12
HEADLINE, META = FontKey(14, 600), FontKey(12.5)
TITLE = FontKey(15, 700)
HEADLINE_LINE, META_LINE = 20, 18
KEYBOARD = (Qt.FocusReason.TabFocusReason, Qt.FocusReason.BacktabFocusReason)


class RelatedButton(QAbstractButton):
    """One related article: picture, headline, source and age."""

    def __init__(self, article: Article, source: str, panel: "RelatedPanel") -> None:
        super().__init__(panel)
        self.article = article
        self._panel = panel
        self._source = source
        self._ringed = False
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        self.setText(article.title)
        parts = (article.title, source, times.short_age(article.published_at, panel.now))
        self.setAccessibleName(_(", ").join(part for part in parts if part))
        self.setToolTip(article.title)

    def sizeHint(self) -> QSize:
        """Ask for the height of the picture, or of the words where there is none."""
        return QSize(240, self.heightForWidth(240))

    def heightForWidth(self, width: int) -> int:
        """Return the height of the picture, or of the words where there is none."""
        if self.article.picture is not None:
            return ROW
        return laid_out(self.article.title, HEADLINE, width, 2).lines * HEADLINE_LINE + META_LINE

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw picture, headline in one or two lines, source and age."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        tokens = self._panel.paper
        rtl = self.layoutDirection() == Qt.LayoutDirection.RightToLeft
        thumb = QRect(0, 0, THUMB.width(), THUMB.height())
        if rtl:
            thumb.moveRight(self.width() - 1)
        picture = self.article.picture
        offset = 0
        if picture is not None:
            self._paint_picture(painter, thumb, tokens)
            offset = THUMB.width() + 12
        room = QRect(offset, 0, self.width() - offset, self.height())
        if rtl:
            room.moveLeft(0)
        laid = laid_out(self.article.title, HEADLINE, room.width(), 2)
        height = laid.lines * HEADLINE_LINE + META_LINE
        top = max(0, (self.height() - height) // 2) if laid.lines > 1 else 0
        lit = self.underMouse() or self.isDown()
        painter.setPen(tokens.accent if lit else tokens.text)
        draw_lines(painter, laid, room.left(), top, room.width(), HEADLINE_LINE, HEADLINE)
        self._paint_meta(painter, room, top + laid.lines * HEADLINE_LINE, rtl, tokens)
        if self._ringed and self.hasFocus():
            painter.setPen(QPen(tokens.accent, 1.5))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(QRectF(self.rect()).adjusted(0.75, 0.75, -0.75, -0.75), 6, 6)

    def _paint_meta(
        self, painter: QPainter, room: QRect, top: int, rtl: bool, tokens: Tokens
    ) -> None:
        age = times.short_age(self.article.published_at, self._panel.now)
        words = f"{isolated(self._source)} · {age}" if self._source else age
        painter.setPen(tokens.muted)
        base = fonts.baseline(top, META_LINE, fonts.of(META))
        draw_text(painter, words, room.left(), base, room.width(), META, rtl)

    def _paint_picture(self, painter: QPainter, place: QRect, tokens: Tokens) -> None:
        pixmap = self._pixmap()
        if pixmap is not None:
            painter.drawPixmap(place.topLeft(), pixmap)
            return
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(tokens.field)
        painter.drawRoundedRect(QRectF(place), RADIUS, RADIUS)

    def _pixmap(self) -> QPixmap | None:
        picture = self.article.picture
        if picture is None:
            return None
        url = picture.thumbnail_url or picture.url
        return self._panel.pictures.get(
            url, THUMB.width(), THUMB.height(), self.devicePixelRatioF(), RADIUS
        )

    def shows(self, url: str) -> bool:
        """Return whether that picture belongs here."""
        picture = self.article.picture
        return picture is not None and url in (picture.url, picture.thumbnail_url)

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Show the ring for the keyboard only, and come into sight."""
        self._ringed = event.reason() in KEYBOARD
        super().focusInEvent(event)
        self._panel.focused.emit(self)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Take the ring away."""
        self._ringed = False
        super().mousePressEvent(event)


class RelatedPanel(QWidget):
    """The whole block below an article. Hidden while there is nothing related."""

    chosen = Signal(object)
    """The Article that was pressed."""
    focused = Signal(object)
    """The button that the keyboard reached."""

    def __init__(self, pictures: Pictures, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.pictures = pictures
        self.paper: Tokens = theme.tokens
        self.now = 0
        self._buttons: list[RelatedButton] = []
        self.before: QWidget | None = None
        """After this widget Tab leads to what is related."""
        self.setAccessibleName(_("Related"))
        pictures.ready.connect(self._on_picture)
        self.hide()

    @property
    def buttons(self) -> tuple[RelatedButton, ...]:
        """The buttons, from the top down."""
        return tuple(self._buttons)

    def show_articles(
        self, articles: Sequence[Article], sources: Mapping[SourceId, str], now: int
    ) -> None:
        """Show ``articles``; ``sources`` names their sources."""
        for button in self._buttons:
            button.hide()
            button.deleteLater()
        self.now = now
        self._buttons = [
            RelatedButton(each, sources.get(each.source_id, ""), self) for each in articles
        ]
        for button in self._buttons:
            button.clicked.connect(self._on_clicked)
            button.show()
        if self.before is not None:
            follow(self.before, self._buttons)
        self.setVisible(bool(self._buttons))
        self._place()

    def heightForWidth(self, width: int) -> int:
        """Return the height that the block needs."""
        if not self._buttons:
            return 0
        head = ABOVE + 1 + RULE_TO_TITLE + TITLE_LINE + TITLE_GAP
        rows = sum(button.heightForWidth(width) for button in self._buttons)
        return head + rows + (len(self._buttons) - 1) * GAP

    def resizeEvent(self, _event: object) -> None:
        """Give every button the width of the column."""
        self._place()

    def _place(self) -> None:
        top = ABOVE + 1 + RULE_TO_TITLE + TITLE_LINE + TITLE_GAP
        for button in self._buttons:
            height = button.heightForWidth(self.width())
            button.setGeometry(0, top, self.width(), height)
            top += height + GAP

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw the hairline and the title."""
        painter = QPainter(self)
        painter.fillRect(QRect(0, ABOVE, self.width(), 1), QColor(self.paper.line))
        painter.setPen(self.paper.text)
        rtl = self.layoutDirection() == Qt.LayoutDirection.RightToLeft
        base = fonts.baseline(ABOVE + 1 + RULE_TO_TITLE, TITLE_LINE, fonts.of(TITLE))
        draw_text(painter, _("Related"), 0, base, self.width(), TITLE, rtl)

    def _on_picture(self, url: str) -> None:
        for button in self._buttons:
            if button.shows(url):
                button.update()

    def _on_clicked(self) -> None:
        sender = self.sender()
        if isinstance(sender, RelatedButton):
            self.chosen.emit(sender.article)
