"""Translate one comment, in its place, by an entry of its menu."""

from collections.abc import Sequence
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from desktop_app.core.comments import CommentState
from desktop_app.core.errors import AppError
from desktop_app.services.understanding.model_translation import Job, Paragraph, Translated
from desktop_app.system.i18n import _, language
from desktop_app.ui.comments import row_actions
from desktop_app.ui.comments.rows import Row
from desktop_app.ui.insight import model_words as words
from desktop_app.ui.insight.model_ask import light
from desktop_app.ui.insight.model_consent import ConsentView

if TYPE_CHECKING:
    from desktop_app.core.ids import ArticleId
    from desktop_app.ui.comments.documents import Documents
    from desktop_app.ui.insight.room import InsightRoom

KEY, SLOT = "comment", "insight.model.comment"
TRANSLATE, ORIGINAL = "translate", "original"


class _Bridge(QObject):
    """Brings what is heard on the lanes to the main thread."""

    heard = Signal(object, object, object)


class CommentTranslations(QObject):
    """Main thread. One comment at a time is asked for."""

    def __init__(self, room: "InsightRoom") -> None:
        super().__init__(room)
        self._room = room
        self._pane = room.window.comments
        self._article: ArticleId | None = None
        self._consent: ConsentView | None = None
        self._waiting: tuple[str, Job] | None = None
        self._done: dict[int, str] = {}
        self._run = 0
        self._under_way = ""
        """The key of the comment that is being translated; it says so itself."""
        self.usable = False
        self._bridge = _Bridge(self)
        self._bridge.heard.connect(self._on_heard)
        self._pane.deeds.menu.more = self._entries
        self._pane.deeds.more_wanted.connect(self._on_deed)

    @property
    def _documents(self) -> "Documents":
        return self._pane.board.list.documents

    def show_article(self, article_id: "ArticleId") -> None:
        """Another thread shows: what was translated was of the other one."""
        if article_id != self._article:
            self._article = article_id
            self._cancel()
            self._documents.instead.clear()

    def _entries(self, row: Row) -> Sequence[tuple[str, str]]:
        comment = row.node.comment
        if not self.usable or comment is None or comment.state is CommentState.DELETED:
            return ()
        if row.key in self._documents.instead:
            return ((ORIGINAL, _("Show the original")),)
        return ((TRANSLATE, _("Translate this comment")),)

    def _on_deed(self, deed: str, key: str) -> None:
        if deed == ORIGINAL:
            if key == self._under_way:
                self._cancel()
            self._forget(key)
            return
        state = self._pane.board.state
        node = state.node(key) if state is not None else None
        if deed != TRANSLATE or node is None or node.comment is None:
            return
        self._cancel()
        model = self._room.understanding.model
        into = model.choice.language or language()
        work = model.translation(node.comment.article_id, "", node.comment.plain, into)
        self._room.tasks.start(SLOT, work, partial(self._on_job, key), self._on_failed)

    def _on_job(self, key: str, job: Job) -> None:
        self._done = {each.place: each.text for each in job.done}
        if not job.missing:
            self._show(key, job)
        elif self._room.understanding.model.gate.is_agreed(job.choice):
            self._send(key, job)
        else:
            self._ask(key, job)

    def _ask(self, key: str, job: Job) -> None:
        room = self._room
        if self._consent is None:
            self._consent = ConsentView(room.panel, room.theme)
            self._consent.agreed.connect(self._on_agreed)
            self._consent.declined.connect(self._on_declined)
        self._waiting = (key, job)
        room.panel.open(KEY, self._consent)
        self._consent.ask(job.choice, job.sent)
        room.panel.refresh()
        light(room)
        room.stage.view.glide_to(0)

    def _on_agreed(self) -> None:
        waiting, self._waiting = self._waiting, None
        self._room.panel.fold(KEY)
        if waiting is None:
            return
        try:
            self._room.understanding.model.gate.agree(waiting[1].choice)
        except AppError as error:
            self._on_failed(error)
            return
        self._send(*waiting)

    def _on_declined(self) -> None:
        self._waiting = None
        self._room.panel.fold(KEY)

    def _send(self, key: str, job: Job) -> None:
        self._run += 1
        self._under_way = key
        text = "\n\n".join(each.text for each in job.paragraphs)
        self._documents.instead[key] = (text, _("Translating the comment …"))
        self._repaint(key)
        heard = partial(self._bridge.heard.emit, self._run)
        work = self._room.understanding.model.translate(job, job.missing, heard)
        done = partial(self._on_done, key, job)
        self._room.tasks.start(SLOT, work, done, self._on_failed)

    def _on_heard(
        self, run: int, paragraph: Paragraph, came: "Translated | AppError | None"
    ) -> None:
        if run != self._run:
            return
        if isinstance(came, AppError):
            self._on_failed(came)
        elif came is not None:
            self._done[paragraph.place] = came.text

    def _on_done(self, key: str, job: Job, _came: int) -> None:
        self._under_way = ""
        if self._done:
            self._show(key, job)
        else:
            self._forget(key)

    def _show(self, key: str, job: Job) -> None:
        texts = [self._done.get(each.place, each.text) for each in job.paragraphs]
        note = _("Translated by {model}; it may err.").format(model=job.choice.shown)
        self._documents.instead[key] = ("\n\n".join(texts), note)
        self._repaint(key)

    def _forget(self, key: str) -> None:
        self._documents.instead.pop(key, None)
        self._repaint(key)

    def _repaint(self, key: str) -> None:
        self._pane.board.list.update_rows(frozenset({key}))

    def _on_failed(self, error: AppError) -> None:
        self._stop_saying()
        self._room.window.show_toast(words.of_paragraph(error), None)

    def _stop_saying(self) -> None:
        key, self._under_way = self._under_way, ""
        if key and not self._done:
            self._forget(key)

    def _cancel(self) -> None:
        self._run += 1
        self._stop_saying()
        self._waiting = None
        self._done = {}
        self._room.tasks.cancel(SLOT)

    def close(self) -> None:
        """Stop, and show the originals again."""
        self._cancel()
        keys, instead = frozenset(self._documents.instead), self._documents.instead
        instead.clear()
        self._pane.board.list.update_rows(keys)
        self._pane.deeds.menu.more = row_actions.nothing_more
        self._pane.deeds.more_wanted.disconnect(self._on_deed)
        self._consent = None
        self.deleteLater()
