"""What the reader does with one comment: answer, quote, copy, change, take back, open."""

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QPoint, Signal
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QWidget

from desktop_app.core.comments import Allowed
from desktop_app.core.errors import AppError
from desktop_app.core.ids import AccountId
from desktop_app.system.i18n import _
from desktop_app.ui.comments import words
from desktop_app.ui.comments.board import Board
from desktop_app.ui.comments.composer import Composer
from desktop_app.ui.comments.row_actions import RowMenu
from desktop_app.ui.comments.rows import Node
from desktop_app.ui.comments.writing import Writing
from desktop_app.ui.reader import links

if TYPE_CHECKING:
    from desktop_app.runtime.tasks import Tasks
    from desktop_app.services.bundle import Services


class Deeds(QObject):
    """Does what buttons, menus and keys of the rows ask for. Main thread."""

    sign_in_requested = Signal()
    toast = Signal(str, object)
    more_wanted = Signal(str, str)
    """A deed that somebody else added to the menu, and the key of the row."""

    def __init__(
        self,
        tasks: "Tasks",
        services: "Services",
        board: Board,
        writing: Writing,
        composer: Composer,
        parent: QWidget,
    ) -> None:
        super().__init__(parent)
        self._tasks, self._services = tasks, services
        self._board, self._writing, self._composer = board, writing, composer
        self._allowed: dict[tuple[str, AccountId], Allowed] = {}
        self.menu = RowMenu(parent)
        self._table: dict[str, Callable[[Node], None]] = {
            "reply": self._reply,
            "quote": self._quote,
            "edit": self._edit,
            "delete": self._delete,
            "withdraw": self._withdraw,
            "copy_text": self._copy_text,
            "copy_link": self._copy_link,
            "browser": self._browse,
            "parent": self._go_to_parent,
            "collapse": self._collapse,
        }
        board.actions_strip.chosen.connect(self.do)
        board.actions_strip.more_requested.connect(self.show_menu)
        board.list.menu_requested.connect(self.show_menu)
        board.list.link_activated.connect(self.open_link)
        board.list.reply_requested.connect(self.reply)
        board.list.remedy_requested.connect(self._on_remedy)
        self.menu.chosen.connect(self.do)

    def forget(self) -> None:
        """Forget what the server said about comments of another article."""
        self._allowed.clear()

    def do(self, deed: str, key: str) -> None:
        """Do what is called ``deed`` with the comment ``key``."""
        node = self._node(key)
        if node is None:
            return
        if deed in self._table:
            self._table[deed](node)
        else:
            self.more_wanted.emit(deed, key)

    def reply(self, key: str) -> None:
        """Answer a comment."""
        self.do("reply", key)

    def _node(self, key: str) -> Node | None:
        state = self._board.state
        return state.node(key) if state is not None else None

    def _may_write(self) -> bool:
        if not self._composer.can_write and self._board.abilities.reply:
            self.sign_in_requested.emit()
        return self._composer.can_write

    def _reply(self, node: Node) -> None:
        if self._may_write():
            self._writing.reply(node)

    def _quote(self, node: Node) -> None:
        if self._may_write():
            self._writing.quote(node)

    def _edit(self, node: Node) -> None:
        account_id = self._author_account(node)
        if account_id is not None:
            self._writing.edit(node, account_id)

    def _delete(self, node: Node) -> None:
        account_id = self._author_account(node)
        if account_id is not None:
            self._writing.delete(node, account_id)

    def _withdraw(self, node: Node) -> None:
        if node.posting is not None:
            self._writing.withdraw(node.posting)

    def _copy_text(self, node: Node) -> None:
        QGuiApplication.clipboard().setText(words.text_of(node))
        self.toast.emit(_("Text copied"), None)

    def _copy_link(self, node: Node) -> None:
        if node.comment is not None:
            QGuiApplication.clipboard().setText(node.comment.permalink)
            self.toast.emit(_("Link copied"), None)

    def _browse(self, node: Node) -> None:
        if node.comment is not None:
            self.open_outside(node.comment.permalink)

    def _go_to_parent(self, node: Node) -> None:
        self._board.go_to_parent(node.remote_id)

    def _collapse(self, node: Node) -> None:
        self._board.toggle(node.remote_id)

    def _author_account(self, node: Node) -> AccountId | None:
        state = self._board.state
        if state is None or node.comment is None:
            return None
        for account in state.view.accounts:
            if account.remote_id == node.comment.author_remote_id:
                return account.id
        return state.view.accounts[0].id if state.view.accounts else None

    def show_menu(self, key: str, point: QPoint) -> None:
        """Open the menu of a row; what may be changed in an own comment is asked for then."""
        row = self._board.row(key)
        if row is None:
            return
        self.menu.show_at(row, point, self._board.abilities)
        account_id = self._author_account(row.node)
        if self.menu.asks and account_id is not None:
            self._ask_allowed(row.node, account_id)

    def _ask_allowed(self, node: Node, account_id: AccountId) -> None:
        key, comment = node.remote_id, node.comment
        known = self._allowed.get((key, account_id))
        if known is not None:
            self.menu.set_allowed(key, known)
        elif comment is not None:
            work = self._services.conversation.allowed(comment.article_id, key, account_id)
            done = partial(self._on_allowed, key, account_id)
            self._tasks.start("thread.allowed", work, done, partial(self._on_not_told, key))

    def _on_allowed(self, key: str, account_id: AccountId, allowed: Allowed) -> None:
        self._allowed[(key, account_id)] = allowed
        self.menu.set_allowed(key, allowed)

    def _on_not_told(self, key: str, _error: AppError) -> None:
        self.menu.set_allowed(key, Allowed())

    def _on_remedy(self, key: str) -> None:
        node = self._node(key)
        if node is None or node.posting is None:
            return
        deed = words.remedy_of(node, self._board.model.now)[1]
        if deed == "withdraw":
            self._writing.withdraw(node.posting)
        elif deed == "sign_in":
            self.sign_in_requested.emit()

    def open_link(self, link: str) -> None:
        """Open a link of a comment, if its scheme is one that leaves the window."""
        if links.may_open(link):
            self.open_outside(link)
        else:
            self.toast.emit(_("This address is not opened."), None)

    def open_outside(self, link: str) -> None:
        """Hand an address to the browser."""
        if not links.open_outside(link):
            self.toast.emit(_("Nothing on this computer opens that address."), None)
