"""The thread as it stands on the screen: list, what is new, search, faces. It knows no services."""

from PySide6.QtCore import QPoint, Qt, QTimer, Signal
from PySide6.QtGui import QAccessible, QAccessibleAnnouncementEvent, QResizeEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from desktop_app.system.i18n import _
from desktop_app.ui.comments import words
from desktop_app.ui.comments.bars import NewBar, SearchBar
from desktop_app.ui.comments.model import ThreadModel
from desktop_app.ui.comments.row_actions import Abilities, RowActions
from desktop_app.ui.comments.rows import Row, Sort, ancestor_row
from desktop_app.ui.comments.thread_list import ThreadList
from desktop_app.ui.comments.thread_state import ThreadState
from desktop_app.ui.reader.notice import NoticeBar
from desktop_app.ui.theme.theme import Theme
from desktop_app.ui.widgets.face import Face
from desktop_app.ui.widgets.pill import NewPill
from desktop_app.ui.widgets.scrollbar import OverlayScrollBar

FIRST_SCREEN = 14  # rows


class Board(QWidget):
    """Holds one thread. Rows come and go without moving what is being read. Main thread."""

    hovered = Signal(str)
    """The address under the pointer."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.state: ThreadState | None = None
        self.abilities = Abilities(False, False)
        self._hits: tuple[str, ...] = ()
        self._hit = 0
        self._arrived: frozenset[str] = frozenset()
        self.model = ThreadModel(self)
        self.list = ThreadList(self.model, theme, self)
        self.list.setAccessibleName(_("Comments"))
        self.search_bar = SearchBar(theme, self)
        self.new_bar = NewBar(theme, self)
        self.notice = NoticeBar(theme, self)
        self.face = Face(theme, self.list, row=112)
        self.pill = NewPill(theme, self.list)
        self.actions_strip = RowActions(theme, self.list.viewport())
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        for widget in (self.search_bar, self.new_bar, self.notice, self.list):
            column.addWidget(widget)
        column.setStretchFactor(self.list, 1)
        OverlayScrollBar.attach(self.list, theme)
        self._connect()
        theme.changed.connect(self._on_theme)

    def _connect(self) -> None:
        self.new_bar.clicked.connect(self.next_new)
        self.pill.clicked.connect(self.show_arrived)
        self.search_bar.searched.connect(self.search)
        self.search_bar.stepped.connect(self._step_hit)
        self.search_bar.left.connect(self.close_search)
        self.list.collapse_requested.connect(self.toggle)
        self.list.link_hovered.connect(self.hovered)
        self.list.row_hovered.connect(self._on_row_hovered)
        for moved in (self.model.rowsInserted, self.model.rowsRemoved, self.model.modelReset):
            moved.connect(self.actions_strip.leave)  # another row stands there now
        self.list.scrolled.connect(self._on_scrolled)

    # -- showing ---------------------------------------------------------------------------------

    def show_thread(self, state: ThreadState, now: int) -> None:
        """Show a thread from its beginning."""
        self.state = state
        self._arrived = frozenset()
        self.close_search()
        self.model.now = now
        self.list.over.leave()
        self.actions_strip.leave()
        rows = state.rows()
        for row in rows[:FIRST_SCREEN]:  # right from the first picture on
            self.list.delegate.measure(row)
        self.model.show(())
        self.model.show(rows)
        self.list.scrollToTop()
        if state.view.whole:
            self.list.start_measuring()
        self._show_news(now)
        self.pill.show_text("")

    def show_whole(self, state: ThreadState, now: int) -> None:
        """Show all of a thread whose beginning shows already; that stays where it is."""
        before = self.state
        if before is not None:
            state.collapsed = before.collapsed
        self.state = state
        self.model.now = now
        self._show_rows()
        self._show_news(now)

    def clear(self) -> None:
        """Show no thread."""
        self.state = None
        self.model.show(())
        self.new_bar.show_words("")
        self.pill.show_text("")
        self.notice.hide()
        self.close_search()

    def update_thread(self, fresh: frozenset[str], now: int) -> None:
        """Show what the state knows now. ``fresh`` came from others meanwhile."""
        state = self.state
        if state is None:
            return
        self.model.now = now
        if self.model.rows and fresh:
            first, last = self.list.visible_range()
            shown = {row.key: place for place, row in enumerate(self.model.rows)}
            state.hold_back(fresh, shown, first, last)
        self._show_rows()
        self._show_news(now)
        if fresh:
            self._arrived |= fresh
            self._announce(words.arrived_words(len(fresh)))
            self._show_pill()

    def _show_rows(self) -> None:
        state = self.state
        if state is None:
            return
        rows = state.rows()
        if self.model.shows(rows):
            return
        if not self.model.rows:
            self.model.show(rows)
            self.list.start_measuring()
            return
        changed: list[frozenset[str]] = []
        self.list.keep(lambda: changed.append(self.model.show(rows)))
        self.list.update_rows(changed[0])
        self.list.start_measuring()

    def tick(self, now: int) -> bool:
        """Let ages and countdowns go on; return whether one counts seconds."""
        self.model.now = now
        ticking = frozenset(row.key for row in self.model.rows if words.ticks(row.node, now))
        self.list.update_rows(ticking)
        self.list.viewport().update()
        return bool(ticking)

    def show_row(self, key: str, focus: bool = True) -> None:
        """Bring a comment into sight, whatever hides it."""
        if self.state is not None:
            if self.model.place_of(key) is None:
                self.state.reveal(key)
                self._show_rows()
            self.list.show_row(key, focus)

    # -- new ones --------------------------------------------------------------------------------

    def _show_news(self, now: int) -> None:
        state = self.state
        count = state.new_count if state is not None else 0
        text = ""
        if state is not None and count and state.visited_at is not None:
            text = words.new_words(count, state.visited_at, now)
        self.new_bar.show_words(text)
        self._stay_put(self.list.y())

    def say(self, icon: str, text: str, button: str = "") -> None:
        """Say something above the list; nothing to say takes the words away."""
        if text:
            self.notice.say(icon, text, button)
        else:
            self.notice.hide()
        self._stay_put(self.list.y())

    def _stay_put(self, before: int) -> None:
        """Scroll against a bar that came or went, unless the reader is at the very top."""
        layout, bar = self.layout(), self.list.verticalScrollBar()
        if layout is not None:
            layout.activate()
        if bar.value() > 0:
            bar.setValue(bar.value() + self.list.y() - before)

    def next_new(self) -> None:
        """Go to the next comment that came since the last visit; after the last the first."""
        if self.state is not None and self.state.waiting:
            self.state.release()
            self._show_rows()
        rows = self.model.rows
        current = self.list.currentIndex()
        start = current.row() + 1 if current.isValid() else 0
        for row in (*rows[start:], *rows[:start]):
            if row.new:
                self.list.show_row(row.key)
                self._forget_arrived(frozenset({row.key}))
                return
        hidden = self._hidden_new()
        if hidden:
            self.show_row(hidden)

    def _hidden_new(self) -> str:
        state = self.state
        if state is None or state.visited_at is None:
            return ""
        for node in state.nodes:
            seen = node.comment.first_seen_at if node.comment is not None else 0
            if not node.mine and seen > state.visited_at:
                return node.remote_id
        return ""

    def show_arrived(self) -> None:
        """Let in what waits behind the pill, and go to the first of what came."""
        state = self.state
        if state is None:
            return
        state.release()
        self._show_rows()
        places = [place for key in self._arrived if (place := self.model.place_of(key)) is not None]
        self._arrived = frozenset()
        self.pill.show_text("")
        if places:
            self.list.show_row(self.model.rows[min(places)].key)

    def _show_pill(self) -> None:
        first, last = self.list.visible_range()
        rows = self.model.rows[first : last + 1]
        self._arrived -= {row.key for row in rows}
        self.pill.show_text(words.arrived_words(len(self._arrived)) if self._arrived else "")

    def _forget_arrived(self, keys: frozenset[str]) -> None:
        if self._arrived & keys:
            self._arrived -= keys
            self._show_pill()

    def _announce(self, text: str) -> None:
        QAccessible.updateAccessibility(QAccessibleAnnouncementEvent(self.list, text))

    # -- branches, order, search -----------------------------------------------------------------

    def toggle(self, key: str) -> None:
        """Collapse or open a branch; its first row stays where it is, or comes to the top."""
        state, index = self.state, self.model.index_of(key)
        if state is None or not index.isValid():
            return
        top = self.list.visualRect(index).top()
        state.toggle(key)
        changed = self.model.show(state.rows())
        self.list.executeDelayedItemsLayout()
        bar = self.list.verticalScrollBar()
        now = self.list.visualRect(self.model.index_of(key)).top()
        bar.setValue(bar.value() + now - max(0, top))
        self.list.update_rows(changed)
        self.list.delegate.hot = None
        self.list.viewport().update()

    def set_sort(self, sort: Sort) -> None:
        """Sort anew, from the top."""
        if self.state is not None:
            self.state.set_sort(sort)
            self._show_rows()
            self.list.scrollToTop()

    def go_to_parent(self, key: str) -> None:
        """Go to the comment that a row answers."""
        place = self.model.place_of(key)
        if place is None:
            return
        row = self.model.rows[place]
        above = ancestor_row(self.model.rows, place, row.depth - 1) if row.depth else None
        if above is not None:
            self.list.show_row(self.model.rows[above].key)

    def open_search(self) -> None:
        """Show the search field."""
        self.search_bar.show()
        self.search_bar.field.setFocus()
        self.search_bar.field.selectAll()

    def close_search(self) -> None:
        """Hide the search field and its marks."""
        self._hits, self._hit = (), 0
        self.list.delegate.needle = ""
        if not self.search_bar.isHidden():
            self.search_bar.hide()
            self.list.setFocus()
        self.list.viewport().update()

    def search(self, text: str) -> None:
        """Look for words and go to the first place."""
        self._hits = self.state.find(text) if self.state is not None else ()
        self._hit = 0
        self.list.delegate.needle = text.strip()
        self._show_hit()

    def _step_hit(self, by: int) -> None:
        if self._hits:
            self._hit = (self._hit + by) % len(self._hits)
            self._show_hit()

    def _show_hit(self) -> None:
        self.search_bar.show_place(self._hit, len(self._hits))
        if self._hits:
            self.show_row(self._hits[self._hit])
        self.list.viewport().update()

    # -- buttons over a row, sizes ---------------------------------------------------------------

    def row(self, key: str) -> Row | None:
        """Return the visible row with that key."""
        place = self.model.place_of(key)
        return None if place is None else self.model.rows[place]

    def _on_row_hovered(self, key: str) -> None:
        row, index = self.row(key), self.model.index_of(key)
        if row is None:
            self.actions_strip.leave()
            return
        rtl = self.list.layoutDirection() == Qt.LayoutDirection.RightToLeft
        head = self.list.delegate.places(row, self.list.visualRect(index), rtl).head
        self.actions_strip.show_for(row, head, rtl, self.abilities)

    def _on_scrolled(self) -> None:
        self.actions_strip.leave()
        if self._arrived:
            QTimer.singleShot(0, self._show_pill)

    def _on_theme(self) -> None:
        self.list.documents.clear()
        self.list.viewport().update()

    def menu_point(self, key: str) -> QPoint:
        """Return where a row's menu opens for the keyboard, on the screen."""
        rect = self.list.visualRect(self.model.index_of(key))
        return self.list.viewport().mapToGlobal(rect.center())

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Keep face and pill over the list."""
        super().resizeEvent(event)
        self.cover()

    def cover(self) -> None:
        """Give the face the list's size."""
        layout = self.layout()
        if layout is not None:
            layout.activate()
        self.face.setGeometry(self.list.rect())
        self.pill.place()
