"""What can be done with one comment: buttons over its head, and its menu."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from PySide6.QtCore import QObject, QPoint, QRect, QRectF, Signal
from PySide6.QtGui import QAction, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QHBoxLayout, QMenu, QWidget

from desktop_app.core.comments import Allowed, CommentState, PostingKind
from desktop_app.system.i18n import _
from desktop_app.ui.comments.rows import Row
from desktop_app.ui.comments.words import can_withdraw
from desktop_app.ui.theme.theme import Theme
from desktop_app.ui.widgets.buttons import HIT, IconButton
from desktop_app.ui.widgets.menu_place import open_at


@dataclass(frozen=True, slots=True)
class Abilities:
    """What the thread allows in general."""

    reply: bool
    edit: bool


class RowActions(QWidget):
    """A strip of buttons that stands over the row under the pointer.

    Keys and screen readers reach the same deeds through the row's menu.
    """

    chosen = Signal(str, str)
    """Name of the deed and key of the row."""
    more_requested = Signal(str, QPoint)

    def __init__(self, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self._theme = theme
        self.key = ""
        self.reply = IconButton("arrow-bend-up-left", _("Reply"), theme, size=16, parent=self)
        self.quote = IconButton("quotes", _("Quote"), theme, size=16, parent=self)
        self.more = IconButton("dots-three", _("More"), theme, size=16, parent=self)
        row = QHBoxLayout(self)
        row.setContentsMargins(1, 1, 1, 1)
        row.setSpacing(0)
        for button in (self.reply, self.quote, self.more):
            row.addWidget(button)
        self.reply.clicked.connect(self._on_reply)
        self.quote.clicked.connect(self._on_quote)
        self.more.clicked.connect(self._on_more)
        self.hide()

    def show_for(self, row: Row, head: QRect, rtl: bool, abilities: Abilities) -> None:
        """Stand at the trailing end of a row's head."""
        self.key = row.key
        can_reply = abilities.reply and _answerable(row)
        self.reply.setVisible(can_reply)
        self.quote.setVisible(can_reply)
        width = 2 + HIT * (3 if can_reply else 1)
        left = head.left() - 6 if rtl else head.right() + 7 - width
        self.setGeometry(left, head.center().y() - HIT // 2, width, HIT + 2)
        self.show()
        self.raise_()

    def leave(self) -> None:
        """Go away."""
        self.key = ""
        self.hide()

    def _on_reply(self) -> None:
        self.chosen.emit("reply", self.key)

    def _on_quote(self) -> None:
        self.chosen.emit("quote", self.key)

    def _on_more(self) -> None:
        self.more_requested.emit(self.key, self.more.mapToGlobal(QPoint(0, HIT + 2)))

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw a small ground, so that the words below do not show through."""
        painter, tokens = QPainter(self), self._theme.tokens
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(tokens.line, 1))
        painter.setBrush(tokens.raised)
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5), 8, 8)


def _answerable(row: Row) -> bool:
    comment = row.node.comment
    return comment is not None and comment.state is CommentState.VISIBLE


def nothing_more(_row: Row) -> Sequence[tuple[str, str]]:
    """Add no further deeds."""
    return ()


class RowMenu(QObject):
    """The menu of a row. Whether an own comment may be changed is asked when the menu opens."""

    chosen = Signal(str, str)
    """Name of the deed and key of the row."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._parent = parent
        self.key = ""
        self.more: Callable[[Row], Sequence[tuple[str, str]]] = nothing_more
        """Further deeds for a row: their names and words."""
        self._edit: QAction | None = None
        self._delete: QAction | None = None
        self._menu: QMenu | None = None

    def show_at(self, row: Row, point: QPoint, abilities: Abilities) -> QMenu:
        """Open the menu at a point of the screen."""
        menu = self.build(row, abilities)
        open_at(menu, point, self._parent)
        return menu

    def build(self, row: Row, abilities: Abilities) -> QMenu:
        """Return the menu of a row."""
        if self._menu is not None:
            self._menu.deleteLater()
        menu = self._menu = QMenu(self._parent)
        self.key = row.key
        self._edit = self._delete = None
        comment = row.node.comment
        if abilities.reply and _answerable(row):
            self._add(menu, _("Reply"), "reply")
            self._add(menu, _("Quote"), "quote")
            menu.addSeparator()
        self._add(menu, _("Copy text"), "copy_text")
        if comment is not None and comment.permalink:
            self._add(menu, _("Copy link"), "copy_link")
            self._add(menu, _("Open in browser"), "browser")
        for name, words in self.more(row):
            self._add(menu, words, name)
        menu.addSeparator()
        if row.depth:
            self._add(menu, _("Go to what it answers"), "parent")
        if row.descendants:
            words = _("Show replies") if row.hidden else _("Hide replies")
            self._add(menu, words, "collapse")
        self._add_own(menu, row, abilities)
        return menu

    def _add_own(self, menu: QMenu, row: Row, abilities: Abilities) -> None:
        comment, posting = row.node.comment, row.node.posting
        if can_withdraw(posting):
            menu.addSeparator()
            words = _("Take back and edit")
            if posting is not None and posting.kind is PostingKind.DELETE:
                words = _("Keep this comment")
            self._add(menu, words, "withdraw")
        if posting is None and comment is not None and comment.is_mine and abilities.edit:
            menu.addSeparator()
            self._edit = self._add(menu, _("Edit"), "edit")
            self._delete = self._add(menu, _("Delete"), "delete")
            for action in (self._edit, self._delete):
                action.setEnabled(False)

    def set_allowed(self, key: str, allowed: Allowed) -> None:
        """Take the server's word on what may be done with the comment of the open menu."""
        if key != self.key:
            return
        for action, may in ((self._edit, allowed.edit), (self._delete, allowed.delete)):
            if action is not None:
                action.setEnabled(may)
                action.setVisible(may)

    @property
    def asks(self) -> bool:
        """Whether the open menu waits for that word."""
        return self._edit is not None

    def _add(self, menu: QMenu, words: str, name: str) -> QAction:
        action = menu.addAction(words)
        action.setObjectName(name)
        action.triggered.connect(self._on_triggered)
        return action

    def _on_triggered(self) -> None:
        sender = self.sender()
        if sender is not None:
            self.chosen.emit(sender.objectName(), self.key)
