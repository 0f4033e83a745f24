"""Ctrl+K: one field for commands, sources and articles."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject, QRect, QRectF, QSize, Qt, Signal, Slot
from PySide6.QtGui import QColor, QKeyEvent, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import (
    QFrame,
    QLineEdit,
    QListWidget,
    QListWidgetItem,
    QVBoxLayout,
    QWidget,
)

from desktop_app.core.articles import Article, ListKind, ListQuery
from desktop_app.core.sources import Source
from desktop_app.system.i18n import _
from desktop_app.text.fold import fold
from desktop_app.ui.actions import SPECS, key_text
from desktop_app.ui.dialogs.palette_rows import ROW_HEIGHT, Hit, HitDelegate
from desktop_app.ui.theme.fonts import font
from desktop_app.ui.theme.theme import Theme
from desktop_app.ui.widgets.scrollbar import OverlayScrollBar

if TYPE_CHECKING:
    from collections.abc import Mapping

    from desktop_app.runtime.tasks import Tasks
    from desktop_app.services.bundle import Services
    from desktop_app.services.subscribing import Sidebar

WIDTH, ROWS = 560, 9
SEARCH, SOURCES = "palette.search", "palette.sources"


class Palette(QWidget):
    """Lies over the window; the field keeps the focus, the arrows move through the hits.

    ``action_chosen`` carries an action's name, ``list_chosen`` a ``ListQuery`` with its title,
    ``article_chosen`` an ``Article``.
    """

    action_chosen = Signal(str)
    list_chosen = Signal(object, str)
    article_chosen = Signal(object)

    def __init__(
        self,
        window: QWidget,
        tasks: "Tasks",
        services: "Services",
        theme: Theme,
        keys: "Mapping[str, str]",
    ) -> None:
        super().__init__(window)
        self._window, self._tasks = window, tasks
        self._services, self._theme = services, theme
        self._actions = tuple(
            Hit(_("Command"), _(spec.text), key_text(spec, keys), spec.name)
            for spec in SPECS
            if spec.name != "palette"
        )
        self._sources: tuple[Source, ...] = ()
        self._articles: tuple[Article, ...] = ()
        self._panel = QFrame(self)
        self._panel.setObjectName("palette")
        self._field = QLineEdit()
        self._field.setPlaceholderText(_("Go to a source or an article, or do anything"))
        self._field.setAccessibleName(_("Go to or do anything"))
        self._field.setFont(font(15))
        self._field.setFrame(False)
        self._field.installEventFilter(self)
        self._field.textChanged.connect(self._on_text)
        self._list = QListWidget()
        self._list.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._list.setAccessibleName(_("Found"))
        self._list.setUniformItemSizes(True)
        self._list.setFrameShape(QFrame.Shape.NoFrame)
        self._list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._list.setItemDelegate(HitDelegate(theme, self._list))
        self._list.setMouseTracking(True)
        self._list.itemClicked.connect(self._choose)
        layout = QVBoxLayout(self._panel)
        layout.setContentsMargins(8, 8, 8, 8)
        layout.addWidget(self._field)
        layout.addWidget(self._list)
        bar = OverlayScrollBar.attach(self._list, theme)
        bar.raise_()
        self._dress()
        window.installEventFilter(self)
        tasks.start(SOURCES, services.subscribing.sidebar(), self._take_sources)
        self._place()
        self._show_hits()
        self.show()
        self.raise_()
        self._field.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def leave(self) -> None:
        """Go away; what was started is dropped."""
        self._tasks.cancel(SEARCH)
        self._tasks.cancel(SOURCES)
        self._window.removeEventFilter(self)
        self.hide()
        self.deleteLater()

    def _dress(self) -> None:
        tokens = self._theme.tokens
        self._panel.setStyleSheet(
            f"QLineEdit {{ background:transparent; border:0; padding:8px 8px; "
            f"color:{tokens.text.name()}; }} QListWidget {{ background:transparent; border:0; "
            f"border-top:1px solid {tokens.line.name()}; outline:0; }}"
        )

    def _place(self) -> None:
        window = self._window
        self.setGeometry(window.rect())
        width = min(WIDTH, window.width() - 48)
        height = 66 + ROWS * ROW_HEIGHT
        top = round(window.height() * 0.14)
        left = (window.width() - width) // 2
        self._panel.setGeometry(QRect(left, top, width, min(height, window.height() - top - 24)))

    def _take_sources(self, sidebar: "Sidebar") -> None:
        self._sources = sidebar.sources
        self._show_hits()

    @Slot(str)
    def _on_text(self, text: str) -> None:
        self._articles = ()
        self._show_hits()
        if len(text.strip()) >= 2:
            self._tasks.start(SEARCH, self._services.reading.search(text), self._take_articles)
        else:
            self._tasks.cancel(SEARCH)

    def _take_articles(self, found: Sequence[Article]) -> None:
        self._articles = tuple(found[:20])
        self._show_hits()

    def _hits(self) -> list[Hit]:
        wanted = fold(self._field.text()).split()
        sources = [
            Hit(_("Source"), source.title, source.home_url, source) for source in self._sources
        ]
        fixed = [hit for hit in (*self._actions, *sources) if _matches(hit.words, wanted)]
        names = {source.id: source.title for source in self._sources}
        articles = [
            Hit(_("Article"), article.title, names.get(article.source_id, ""), article)
            for article in self._articles
        ]
        return [*fixed, *articles]

    def _show_hits(self) -> None:
        self._list.clear()
        for hit in self._hits():
            item = QListWidgetItem(hit.words)
            item.setData(Qt.ItemDataRole.UserRole, hit)
            item.setData(Qt.ItemDataRole.AccessibleTextRole, f"{hit.words}, {hit.kind}")
            item.setToolTip(hit.detail)
            item.setSizeHint(QSize(0, ROW_HEIGHT))
            self._list.addItem(item)
        if self._list.count():
            self._list.setCurrentRow(0)

    @Slot(object)
    def _choose(self, item: QListWidgetItem) -> None:
        hit: Hit = item.data(Qt.ItemDataRole.UserRole)
        self.leave()
        if isinstance(hit.target, Article):
            self.article_chosen.emit(hit.target)
        elif isinstance(hit.target, Source):
            query = ListQuery(ListKind.SOURCE, source_id=hit.target.id)
            self.list_chosen.emit(query, hit.target.title)
        else:
            self.action_chosen.emit(str(hit.target))

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Move through the hits from the field; follow the window's size."""
        if watched is self._window:
            if event.type() == QEvent.Type.Resize:
                self._place()
            return False
        if event.type() != QEvent.Type.KeyPress or not isinstance(event, QKeyEvent):
            return False
        moves = {
            Qt.Key.Key_Down: 1,
            Qt.Key.Key_Up: -1,
            Qt.Key.Key_PageDown: ROWS,
            Qt.Key.Key_PageUp: -ROWS,
        }
        step = moves.get(Qt.Key(event.key()))
        if step is not None:
            last = self._list.count() - 1
            self._list.setCurrentRow(max(0, min(last, self._list.currentRow() + step)))
            return True
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            if self._list.currentItem() is not None:
                self._choose(self._list.currentItem())
            return True
        if event.key() == Qt.Key.Key_Escape:
            self.leave()
            return True
        return False

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Leave when the ground is pressed."""
        if not self._panel.geometry().contains(event.position().toPoint()):
            self.leave()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Dim the window, lift the panel."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.fillRect(self.rect(), QColor(0, 0, 0, 64))
        painter.setPen(Qt.PenStyle.NoPen)
        ground = QRectF(self._panel.geometry())
        for spread in range(12, 0, -1):
            painter.setBrush(QColor(0, 0, 0, 4))
            around = ground.adjusted(-spread, -spread + 4, spread, spread + 4)
            painter.drawRoundedRect(around, 12 + spread, 12 + spread)
        painter.setPen(self._theme.tokens.line)
        painter.setBrush(self._theme.tokens.raised)
        painter.drawRoundedRect(ground.adjusted(0.5, 0.5, -0.5, -0.5), 12, 12)


def _matches(words: str, wanted: Sequence[str]) -> bool:
    folded = fold(words)
    return all(part in folded for part in wanted)
