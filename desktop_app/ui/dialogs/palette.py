"""Ctrl+K: one field for commands, sources, sections and articles."""

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

import shiboken6
from PySide6.QtCore import QEvent, QModelIndex, QObject, QPoint, QRect, QRectF, Qt, Signal, Slot
from PySide6.QtGui import (
    QAccessible,
    QAccessibleAnnouncementEvent,
    QColor,
    QKeyEvent,
    QKeySequence,
    QMouseEvent,
    QPainter,
    QPaintEvent,
)
from PySide6.QtWidgets import QApplication, QFrame, QLineEdit, QListView, QVBoxLayout, QWidget

from desktop_app.core.articles import Article, ListKind, ListQuery
from desktop_app.core.sources import Section, Source
from desktop_app.core.work import Work
from desktop_app.system.i18n import _
from desktop_app.text.urls import host_shown
from desktop_app.ui.actions import SPECS, ActionSpec, key_text
from desktop_app.ui.dialogs.hint import Hint
from desktop_app.ui.dialogs.palette_hits import Hit, Kind, hit, lines
from desktop_app.ui.dialogs.palette_rows import ROW_HEIGHT, HitDelegate, LinesModel, spoken
from desktop_app.ui.theme.fonts import font
from desktop_app.ui.theme.theme import Theme
from desktop_app.ui.widgets.scrollbar import OverlayScrollBar

if TYPE_CHECKING:
    from desktop_app.runtime.tasks import Tasks
    from desktop_app.services.bundle import Services
    from desktop_app.services.subscribing import Sidebar

WIDTH, FIELD, EDGE, MOST_HEIGHT = 600, 48, 8, 396
ARTICLES = 20
SEARCH, SOURCES, SECTIONS = "palette.search", "palette.sources", "palette.sections"
_DIM, _SHADOW = QColor(0, 0, 0, 64), QColor(0, 0, 0, 4)
_MOVES = {
    Qt.Key.Key_Down: 1,
    Qt.Key.Key_Up: -1,
    Qt.Key.Key_PageDown: 8,
    Qt.Key.Key_PageUp: -8,
}


class Palette(QWidget):
    """Lies over the window; the field keeps the focus, the arrows move through the hits.

    ``action_chosen`` carries an action's name, ``list_chosen`` a ``ListQuery`` with its title,
    ``article_chosen`` an ``Article``. The focus goes back to where it was.
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
        keys: Mapping[str, str],
        specs: Sequence[ActionSpec] = SPECS,
    ) -> None:
        super().__init__(window)
        self._window, self._tasks = window, tasks
        self._services, self._theme = services, theme
        self._before = QApplication.focusWidget()
        self._own_keys = [QKeySequence(key) for key in _own_keys(keys)]
        self._commands = [
            hit(Kind.COMMAND, _(spec.text).rstrip(" …"), key_text(spec, keys), spec.name)
            for spec in specs
            if spec.name != "palette"
        ]
        self._sources: tuple[Source, ...] = ()
        self._places: list[Hit] = []
        self._sections: list[Hit] = []
        self._articles: list[Hit] = []
        self._moved = False
        self._build()
        self._dress()
        theme.changed.connect(self._dress)
        window.installEventFilter(self)
        tasks.start(SOURCES, services.subscribing.sidebar(), self._take_sources)
        self.setGeometry(window.rect())
        self._show_lines()
        self.show()
        self.raise_()
        self._field.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def _build(self) -> None:
        self._panel = QFrame(self)
        self._field = QLineEdit()
        self._field.setPlaceholderText(_("Go to a source or an article, or do anything"))
        self._field.setAccessibleName(_("Go to or do anything"))
        self._field.setFont(font(15))
        self._field.setFrame(False)
        self._field.setFixedHeight(FIELD)
        self._field.installEventFilter(self)
        self._field.textChanged.connect(self._on_text)
        self._model = LinesModel(self)
        self._list = QListView()
        self._list.setModel(self._model)
        self._list.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._list.setAccessibleName(_("Found"))
        self._list.setFrameShape(QFrame.Shape.NoFrame)
        self._list.setVerticalScrollMode(QListView.ScrollMode.ScrollPerPixel)
        self._list.verticalScrollBar().setSingleStep(ROW_HEIGHT // 2)
        self._list.setItemDelegate(HitDelegate(self._theme, self._list))
        self._list.viewport().installEventFilter(self)
        self._list.clicked.connect(self._choose)
        self._nothing = Hint(self._theme, "magnifying-glass", _("Nothing found"))
        layout = QVBoxLayout(self._panel)
        layout.setContentsMargins(EDGE, 0, EDGE, 0)
        layout.setSpacing(0)
        layout.addWidget(self._field)
        layout.addSpacing(EDGE)
        layout.addWidget(self._list, 1)
        layout.addWidget(self._nothing, 1)
        layout.addSpacing(EDGE)
        OverlayScrollBar.attach(self._list, self._theme)

    @Slot()
    def leave(self) -> None:
        """Go away; what was started is dropped, the focus goes back."""
        for slot in (SEARCH, SOURCES, SECTIONS):
            self._tasks.cancel(slot)
        self._window.removeEventFilter(self)
        had_focus = self._field.hasFocus()
        self.hide()
        before, self._before = self._before, None
        if had_focus and before is not None and shiboken6.isValid(before):
            before.setFocus(Qt.FocusReason.OtherFocusReason)
        self.deleteLater()

    @Slot()
    def _dress(self) -> None:
        self._panel.setStyleSheet(
            "QLineEdit { background:transparent; border:0; padding:0 10px; "
            f"min-height:{FIELD}px; max-height:{FIELD}px; "
            f"color:{self._theme.tokens.text.name()}; "
            f"placeholder-text-color:{self._theme.tokens.muted.name()}; }}"
            "QListView { background:transparent; border:0; outline:0; padding:0; }"
        )
        self.update()

    def _place(self) -> None:
        window = self._window
        self.setGeometry(window.rect())
        width = min(WIDTH, window.width() - 48)
        top = min(round(window.height() * 0.14), 130)
        inner = self._model.height() if self._model.lines else 140
        room = window.height() - top - 24 - FIELD - 2 * EDGE
        height = FIELD + 2 * EDGE + min(inner, MOST_HEIGHT, room)
        self._panel.setGeometry(QRect((window.width() - width) // 2, top, width, height))
        self.update()

    # -- what is found --------------------------------------------------------------------------

    def _take_sources(self, sidebar: "Sidebar") -> None:
        self._sources = sidebar.sources
        self._places = [
            hit(Kind.SOURCE, source.title, host_shown(source.home_url), source)
            for source in sidebar.sources
        ]
        self._show_lines()
        work = _all_sections(self._services, sidebar.sources)
        self._tasks.start(SECTIONS, work, self._take_sections)

    def _take_sections(self, sections: "Sequence[Section]") -> None:
        names = {source.id: source.title for source in self._sources}
        self._sections = [
            hit(Kind.SECTION, section.title, names.get(section.source_id, ""), section)
            for section in sections
        ]
        self._show_lines()

    @Slot(str)
    def _on_text(self, text: str) -> None:
        self._moved = False
        if len(text.strip()) >= 2:
            # What was found for the letters before stays until the new answer is here.
            self._tasks.start(SEARCH, self._services.reading.search(text), self._take_articles)
        else:
            self._tasks.cancel(SEARCH)
            self._articles = []
        self._show_lines()

    def _take_articles(self, found: Sequence[Article]) -> None:
        names = {source.id: source.title for source in self._sources}
        self._articles = [
            Hit(Kind.ARTICLE, article.title, names.get(article.source_id, ""), article)
            for article in found[:ARTICLES]
        ]
        self._show_lines()

    def _show_lines(self) -> None:
        held = self._model.hit(self._list.currentIndex().row()) if self._moved else None
        known = [*self._commands, *self._places, *self._sections]
        shown = lines(self._field.text(), known, self._articles)
        self._model.show(shown)
        row = next((at for at, line in enumerate(shown) if line == held), -1) if held else -1
        self._go_to(row if row >= 0 else self._model.step(-1, 0))
        if not held:
            self._list.scrollToTop()
        self._list.setVisible(bool(shown))
        self._nothing.setVisible(not shown)
        self._place()

    def _go_to(self, row: int, tell: bool = False) -> None:
        index = self._model.index(row, 0)
        self._list.setCurrentIndex(index)
        found = self._model.hit(row)
        if row == self._model.step(-1, 0):
            self._list.scrollToTop()  # the caption above it belongs into sight
        if tell and found is not None:
            words = QAccessibleAnnouncementEvent(self._field, spoken(found))
            QAccessible.updateAccessibility(words)

    @Slot(QModelIndex)
    def _choose(self, index: QModelIndex) -> None:
        chosen = self._model.hit(index.row())
        if chosen is None:
            return
        self.leave()
        target = chosen.target
        if isinstance(target, Article):
            self.article_chosen.emit(target)
        elif isinstance(target, Source):
            query = ListQuery(ListKind.SOURCE, source_id=target.id)
            self.list_chosen.emit(query, target.title)
        elif isinstance(target, Section):
            query = ListQuery(ListKind.SECTION, source_id=target.source_id, section_id=target.id)
            self.list_chosen.emit(query, target.title)
        else:
            self.action_chosen.emit(str(target))

    # -- keys and pointer -----------------------------------------------------------------------

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Move through the hits from the field; follow the window's size and the pointer."""
        kind = event.type()
        if watched is self._window:
            if kind == QEvent.Type.Resize:
                self._place()
            return False
        if watched is self._list.viewport():
            if kind == QEvent.Type.MouseMove and isinstance(event, QMouseEvent):
                self._on_pointer(event.position().toPoint())
            return False
        if not isinstance(event, QKeyEvent):
            return False
        if kind == QEvent.Type.ShortcutOverride:
            event.accept()  # while this is open no key belongs to the window
            return True
        return kind == QEvent.Type.KeyPress and self._on_key(event)

    def _on_key(self, event: QKeyEvent) -> bool:
        key = Qt.Key(event.key())
        pressed = QKeySequence(event.keyCombination())
        if key == Qt.Key.Key_Escape or pressed in self._own_keys:
            self.leave()
        elif key in _MOVES:
            self._moved = True
            row = self._model.step(self._list.currentIndex().row(), _MOVES[key])
            self._go_to(row, tell=True)
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._choose(self._list.currentIndex())
        else:
            return key in (Qt.Key.Key_Tab, Qt.Key.Key_Backtab)
        return True

    def _on_pointer(self, at: QPoint) -> None:
        row = self._list.indexAt(at).row()
        if self._model.hit(row) is not None and row != self._list.currentIndex().row():
            self._moved = True
            self._list.setCurrentIndex(self._model.index(row, 0))

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Leave when the ground is pressed."""
        if not self._panel.geometry().contains(event.position().toPoint()):
            self.leave()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Dim the window, lift the panel."""
        painter, tokens = QPainter(self), self._theme.tokens
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.fillRect(self.rect(), _DIM)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(_SHADOW)
        ground = QRectF(self._panel.geometry())
        for spread in range(12, 0, -1):
            around = ground.adjusted(-spread, -spread + 4, spread, spread + 4)
            painter.drawRoundedRect(around, 12 + spread, 12 + spread)
        painter.setPen(tokens.line)
        painter.setBrush(tokens.raised)
        painter.drawRoundedRect(ground.adjusted(0.5, 0.5, -0.5, -0.5), 12, 12)
        below = QRectF(ground.left() + 1, ground.top() + FIELD, ground.width() - 2, 1)
        painter.fillRect(below, tokens.line)


def _own_keys(keys: Mapping[str, str]) -> tuple[str, ...]:
    spec = next(spec for spec in SPECS if spec.name == "palette")
    chosen = keys.get("palette")
    return spec.keys if chosen is None else (chosen,)


def _all_sections(services: "Services", sources: Sequence[Source]) -> "Work[list[Section]]":
    found: list[Section] = []
    for source in sources:
        sections: tuple[Section, ...] = yield from services.subscribing.sections(source.id)
        found.extend(sections)
    return found
