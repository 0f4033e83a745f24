"""What happens to a text: kept while it is typed, posted, taken back, edited, given back."""

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from desktop_app.core.comments import Draft, DraftKey, DraftKind, Posting, PostingKind
from desktop_app.core.errors import AppError, ErrorKind
from desktop_app.core.ids import AccountId, ArticleId
from desktop_app.system.i18n import _
from desktop_app.ui.comments.composer import Composer
from desktop_app.ui.comments.drafts import DraftKeeper
from desktop_app.ui.comments.rows import Node
from desktop_app.ui.comments.words import name_of, text_of
from desktop_app.ui.errors import describe

if TYPE_CHECKING:
    from desktop_app.runtime.tasks import Tasks
    from desktop_app.services.bundle import Services
    from desktop_app.services.conversation import ThreadView


class Writing(QObject):
    """Joins the composer with drafts and outbox. Main thread.

    One composer stands at the bottom and says what it is about ("Replying to NAME"). A text never
    lives in a row of the list, so nothing that happens to the thread can take it away. Each place
    (comment, reply to X, edit of Y) has its own draft.
    """

    posted = Signal(object)
    """A Posting that is in the outbox now."""
    taken_back = Signal()
    toast = Signal(str, object)

    def __init__(
        self, tasks: "Tasks", services: "Services", composer: Composer, parent: QObject
    ) -> None:
        super().__init__(parent)
        self._tasks, self._services = tasks, services
        self._composer = composer
        self._keeper = DraftKeeper(tasks, services, self)
        self._key: DraftKey | None = None
        self._filling = False
        self._last: Posting | None = None
        composer.edited.connect(self._on_edited)
        composer.left.connect(self.flush)
        composer.post_requested.connect(self.post)
        composer.cancelled.connect(self.stop)
        self._keeper.failed.connect(self._on_not_kept)

    @property
    def key(self) -> DraftKey | None:
        """Where the text in the composer belongs."""
        return self._key

    # -- places ----------------------------------------------------------------------------------

    def show_article(self, article_id: ArticleId | None) -> None:
        """Write about another article from now on."""
        self.flush()
        self._key = DraftKey(article_id, DraftKind.COMMENT) if article_id is not None else None
        self._put("")
        self._composer.set_context("")
        self._composer.set_busy(False)

    def take_drafts(self, view: "ThreadView") -> None:
        """Show what was typed before; the latest unfinished reply or edit comes first."""
        if self._key is None or self._composer.text().strip():
            return
        drafts = sorted(view.drafts, key=_age)
        if not drafts:
            return
        draft = drafts[-1]
        names = {each.remote_id: each.author_name for each in view.comments}
        self._go_to(draft.key, names.get(draft.key.comment_remote_id or "", ""))
        self._take(draft)

    def reply(self, node: Node) -> None:
        """Write a reply to ``node``."""
        if node.comment is not None:
            self._turn_to(DraftKind.REPLY, node)

    def quote(self, node: Node) -> None:
        """Write a reply that begins with the words of ``node``."""
        if node.comment is not None:
            self._turn_to(DraftKind.REPLY, node, partial(self._insert_quote, text_of(node)))

    def edit(self, node: Node, account_id: AccountId) -> None:
        """Change an own comment; its text is asked for as it was written."""
        comment = node.comment
        if comment is None:
            return
        key = DraftKey(comment.article_id, DraftKind.EDIT, comment.remote_id)
        work = self._services.conversation.source_text(
            comment.article_id, comment.remote_id, account_id
        )
        done = partial(self._on_source_text, key, account_id)
        self._tasks.start("thread.source", work, done, self._on_error)

    def stop(self) -> None:
        """Give up a reply or an edit; what was typed stays a draft of its own."""
        if self._key is None or self._key.kind is DraftKind.COMMENT:
            return
        self.flush()
        self._go_to(DraftKey(self._key.article_id, DraftKind.COMMENT), "")
        self._fetch_draft()

    def _turn_to(self, kind: DraftKind, node: Node, then: Callable[[], None] | None = None) -> None:
        comment = node.comment
        if comment is None:
            return
        key = DraftKey(comment.article_id, kind, comment.remote_id)
        if key != self._key:
            self.flush()
            self._go_to(key, name_of(node))
            self._fetch_draft(then)
        elif then is not None:
            then()
        self._composer.edit.setFocus()

    def _go_to(self, key: DraftKey, name: str) -> None:
        self._key = key
        self._put("")
        if key.kind is DraftKind.REPLY:
            words = _("Replying to {name}").format(name=name) if name else _("Replying")
            self._composer.set_context(words, _("Reply"))
        elif key.kind is DraftKind.EDIT:
            self._composer.set_context(_("Changing your comment"), _("Save"))
        else:
            self._composer.set_context("")

    def _fetch_draft(self, then: Callable[[], None] | None = None) -> None:
        if self._key is not None:
            work = self._services.conversation.draft(self._key)
            done = partial(self._on_draft, self._key, then)
            self._tasks.start("thread.draft", work, done, self._on_error)

    def _on_draft(
        self, key: DraftKey, then: Callable[[], None] | None, draft: Draft | None
    ) -> None:
        if key != self._key:
            return
        if draft is not None and not self._composer.text().strip():
            self._take(draft)
        if then is not None:
            then()

    def _take(self, draft: Draft) -> None:
        self._put(draft.text)
        self._composer.choose_account(draft.account_id)

    def _insert_quote(self, words: str) -> None:
        self._composer.edit.insert_quote(words)
        self._composer.edit.setFocus()

    def _on_source_text(self, key: DraftKey, account_id: AccountId, text: str) -> None:
        self.flush()
        self._go_to(key, "")
        self._put(text)
        self._composer.choose_account(account_id)
        self._composer.edit.setFocus()
        self._fetch_draft()

    def _put(self, text: str) -> None:
        """Fill the composer without taking that for typing."""
        self._filling = True
        self._composer.set_text(text)
        self._filling = False

    # -- drafts ----------------------------------------------------------------------------------

    def _on_edited(self) -> None:
        if self._key is not None and not self._filling:
            composer = self._composer
            self._keeper.note(self._key, composer.text(), composer.account_id)

    def flush(self) -> None:
        """Write down what was typed last."""
        self._keeper.flush()

    def _on_not_kept(self, error: AppError) -> None:
        words = _("This text is not on disk: {problem}")
        self._composer.set_problem(words.format(problem=describe(error).sentence))

    # -- posting ---------------------------------------------------------------------------------

    def post(self) -> None:
        """Put the text into the outbox; it stays in the editor until it is on disk there."""
        composer, key = self._composer, self._key
        text, account_id = composer.text(), composer.account_id
        if key is None or account_id is None or not text.strip():
            return
        self._keeper.forget()
        composer.set_busy(True)
        # Not in a slot: nothing may supersede it, and it must not overtake a draft being saved.
        self._tasks.run(
            self._services.outbox.post(key, account_id, text),
            partial(self._on_posted, key),
            partial(self._on_not_posted, Draft(key, text, 0, account_id)),
        )

    def _on_posted(self, key: DraftKey, posting: Posting) -> None:
        self._last = posting
        if key == self._key:
            self._composer.set_busy(False)
            self._put("")
            if key.kind is not DraftKind.COMMENT:
                self._go_to(DraftKey(key.article_id, DraftKind.COMMENT), "")
                self._fetch_draft()
        words = {
            PostingKind.COMMENT: _("Your comment goes out in a moment."),
            PostingKind.EDIT: _("Your change goes out in a moment."),
            PostingKind.DELETE: _("Your comment is deleted in a moment."),
        }[posting.kind]
        self.posted.emit(posting)
        self.toast.emit(words, self.undo)

    def _on_not_posted(self, draft: Draft, error: AppError) -> None:
        """Give the text back: to the editor where it still shows, to the disk in any case."""
        self._tasks.run(self._services.conversation.save_draft(draft), None, self._on_not_kept)
        words = describe(error).sentence
        if draft.key == self._key:
            self._composer.set_busy(False)
            self._composer.set_problem(words)
        else:
            self.toast.emit(words, None)

    def undo(self) -> None:
        """Take back what was posted last."""
        if self._last is not None:
            self.withdraw(self._last)

    def withdraw(self, posting: Posting) -> None:
        """Take a posting back; its text comes into the composer."""
        self.flush()
        work = self._services.outbox.withdraw(posting.id)
        self._tasks.run(work, self._on_withdrawn, self._on_not_withdrawn)

    def _on_withdrawn(self, posting: Posting) -> None:
        self.taken_back.emit()
        if self._key is None or posting.article_id != self._key.article_id:
            return
        if posting.kind is PostingKind.DELETE:
            return
        kind, about = DraftKind.COMMENT, posting.parent_remote_id
        if posting.kind is PostingKind.EDIT:
            kind, about = DraftKind.EDIT, posting.target_remote_id
        elif about is not None:
            kind = DraftKind.REPLY
        self._go_to(DraftKey(posting.article_id, kind, about), "")
        self._composer.choose_account(posting.account_id)
        self._fetch_draft()
        self._composer.edit.setFocus()

    def _on_not_withdrawn(self, error: AppError) -> None:
        sent = error.kind is ErrorKind.INVALID
        words = _("It is too late: it may have arrived.") if sent else describe(error).sentence
        self.toast.emit(words, None)
        self.taken_back.emit()

    def delete(self, node: Node, account_id: AccountId) -> None:
        """Ask the site to delete an own comment; that can be taken back for some seconds."""
        comment = node.comment
        if comment is not None:
            work = self._services.outbox.delete_comment(
                comment.article_id, comment.remote_id, account_id
            )
            key = DraftKey(comment.article_id, DraftKind.EDIT, comment.remote_id)
            self._tasks.run(work, partial(self._on_deleted, key), self._on_error)

    def _on_deleted(self, _key: DraftKey, posting: Posting) -> None:
        self._last = posting
        self.posted.emit(posting)
        self.toast.emit(_("Your comment is deleted in a moment."), self.undo)

    def _on_error(self, error: AppError) -> None:
        self.toast.emit(describe(error).sentence, None)


def _age(draft: Draft) -> int:
    return draft.updated_at
