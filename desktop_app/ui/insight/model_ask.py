"""Summaries and questions: from a press to a checked answer, the reader's agreement between."""

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QGuiApplication

from desktop_app.core.articles import Article
from desktop_app.core.changes import ChangeSet
from desktop_app.core.comments import CommentState
from desktop_app.core.errors import AppError
from desktop_app.core.ids import ArticleId
from desktop_app.core.work import Work
from desktop_app.services.understanding.model_asking import Prepared, Question, Remark
from desktop_app.services.understanding.model_prompts import Scope, Task
from desktop_app.system.i18n import _
from desktop_app.ui.insight.model_ask_view import AskView

if TYPE_CHECKING:
    from desktop_app.core.articles import InStory
    from desktop_app.services.reading import OpenedArticle
    from desktop_app.services.understanding.model_asking import Answer, CheckedQuote
    from desktop_app.services.understanding.model_service import Progress
    from desktop_app.services.understanding.texts import ArticleText
    from desktop_app.ui.insight.room import InsightRoom


KEY, SLOT = "ask", "insight.model.ask"
PANELS = ("key_points", KEY, "translate")


def light(room: "InsightRoom") -> None:
    """Light the button of the panel that is open, and no other."""
    for button in room.bar.buttons:
        if button.button.key in PANELS:
            button.setChecked(button.button.key == room.panel.owner)


class _Bridge(QObject):
    """Brings what is heard on the thread of the answer to the main one."""

    heard = Signal(object, object)


class Asking(QObject):
    """The panel, and what is under way in it. Main thread."""

    def __init__(self, room: "InsightRoom") -> None:
        super().__init__(room)
        self._room = room
        self._view: AskView | None = None
        self._run = 0
        self._prepared: Prepared | None = None
        self._answer: Answer | None = None
        self._question = Question(Task.SHORT)
        self._article: OpenedArticle | None = None
        self._goal: tuple[ArticleId, int, int] | None = None
        self._bridge = _Bridge(self)
        self._bridge.heard.connect(self._on_heard)
        room.window.applied.connect(self._on_change)

    @property
    def view(self) -> AskView | None:
        """The panel's widget, once it was opened."""
        return self._view

    # -- opening ---------------------------------------------------------------------------------

    def toggle(self) -> None:
        """Open the panel, or fold it; nothing is sent by that."""
        if self._room.panel.owner == KEY:
            self.fold()
        else:
            self._open_panel(on_summary=False)

    def summarise(self) -> None:
        """Open the panel with the summaries under the fingers; nothing is sent by that."""
        self._open_panel(on_summary=True)

    def _open_panel(self, on_summary: bool) -> None:
        if self._room.article is None:
            return
        if self._view is None:
            self._view = self._made()
            self._offer()
        self._room.panel.open(KEY, self._view)
        self._light()
        self._view.focus(on_summary)

    def _made(self) -> AskView:
        view = AskView(self._room.panel, self._room.theme)
        view.wanted.connect(self._on_wanted)
        view.scope_chosen.connect(self._on_scope)
        view.resized.connect(self._room.panel.refresh)
        view.field.left.connect(self.fold)
        view.consent.agreed.connect(self._on_agreed)
        view.consent.declined.connect(self._on_declined)
        view.answer.chosen.connect(self._on_chosen)
        view.answer.stop_requested.connect(self._on_stop)
        view.answer.again_requested.connect(self._on_again)
        view.answer.copy_requested.connect(self._on_copy)
        return view

    def fold(self) -> None:
        """Fold the panel; what is under way stops."""
        self._cancel()
        self._room.panel.fold(KEY)
        self._room.reader.unmark()
        self._light()

    def _light(self) -> None:
        light(self._room)

    def show_article(self, opened: "OpenedArticle | None") -> None:
        """Take another article; the same one with another text keeps its answer."""
        before, self._article = self._article, opened
        goal = self._goal
        if opened is None:
            return
        if goal is not None and goal[0] == opened.article.id:
            self._goal = None
            self._room.reader.mark(goal[1], goal[2])
        if before is not None and before.article.id == opened.article.id:
            return
        self._cancel()
        self._answer = self._prepared = None
        if self._view is not None:
            self._offer()
        if self._room.panel.owner == KEY:
            self._room.panel.fold(KEY)
        self._light()

    def _offer(self) -> None:
        view, opened = self._view, self._article
        if view is None:
            return
        shown = Scope.ARTICLE, *([Scope.THREAD] if opened and opened.article.comment_count else [])
        choice = self._room.understanding.model.choice
        hint = _("Answers come from {model}. Each sentence is checked against the text.")
        view.offer(shown, hint.format(model=choice.shown))
        article = self._room.article
        if article is not None:
            work = self._room.understanding.stories.brief(article.article_id)
            self._room.tasks.start(f"{SLOT}.story", work, partial(self._on_story, article))
            self._look_for_comments(article)

    def _on_story(self, article: "ArticleText", story: "InStory | None") -> None:
        if story is not None and article is self._room.article:
            self._offer_too(Scope.STORY)

    def _on_change(self, change: ChangeSet) -> None:
        article = self._room.article
        if article is not None and article.article_id in change.threads | change.changed_articles:
            self._look_for_comments(article)

    def _look_for_comments(self, article: "ArticleText") -> None:
        """Offer the comments once there are any: their site is asked after the article shows."""
        work = self._room.services.reading.stored(article.article_id)
        self._room.tasks.start(f"{SLOT}.thread", work, partial(self._on_stored, article))

    def _on_stored(self, article: "ArticleText", stored: Article | None) -> None:
        if stored is not None and stored.comment_count and article is self._room.article:
            self._offer_too(Scope.THREAD)

    def _offer_too(self, scope: Scope) -> None:
        view = self._view
        if view is None:
            return
        shown = [each for each, chip in view.scopes.chips.items() if not chip.isHidden()]
        if scope not in shown:
            view.scopes.show_only([*shown, scope])
            self._room.panel.refresh()

    # -- asking ----------------------------------------------------------------------------------

    def _on_scope(self, _scope: object) -> None:
        if self._view is not None:
            self._view.name_field()

    def _on_wanted(self, task: object) -> None:
        view = self._view
        if view is None or not isinstance(task, Task):
            return
        self._question = Question(task, view.scope, view.field.text().strip())
        self._start()

    def _start(self) -> None:
        view, article = self._view, self._room.article
        if view is None or article is None:
            return
        self._cancel()
        self._prepared = self._answer = None
        view.consent.hide()
        view.answer.clear()
        view.answer.missing = {
            Scope.ARTICLE: _("Not in the article"),
            Scope.STORY: _("Not in the articles"),
            Scope.THREAD: _("Not in the comments"),
        }[self._question.scope]
        view.answer.show()
        self._room.reader.unmark()
        work = self._prepare(self._question, article)
        self._room.tasks.start(SLOT, work, self._on_prepared, self._on_failed)

    def _prepare(self, question: Question, article: "ArticleText") -> Work[Prepared]:
        understanding = self._room.understanding
        texts: tuple[ArticleText, ...] = (article,)
        remarks: list[Remark] = []
        if question.scope is Scope.STORY:
            story = yield from understanding.stories.of(article.article_id)
            ids = [each.article.id for each in story.reports]
            texts = (yield from understanding.model.texts(ids)) or texts
        elif question.scope is Scope.THREAD:
            thread = yield from self._room.services.conversation.open(article.article_id)
            remarks = [
                Remark(each.remote_id, each.plain)
                for each in thread.comments
                if each.state is CommentState.VISIBLE
            ]
        return (yield from understanding.model.prepare(question, texts, remarks))

    def _on_prepared(self, prepared: Prepared) -> None:
        view = self._view
        if view is None:
            return
        self._prepared = prepared
        if self._room.understanding.model.gate.is_agreed(prepared.choice):
            self._send()
        else:
            view.answer.hide()
            view.consent.ask(prepared.choice, prepared.sent)
            self._room.panel.refresh()

    def _on_agreed(self) -> None:
        if self._prepared is None or self._view is None:
            return
        try:
            self._room.understanding.model.gate.agree(self._prepared.choice)
        except AppError as error:
            self._on_failed(error)
            return
        self._view.consent.hide()
        self._view.answer.show()
        self._send()

    def _on_declined(self) -> None:
        if self._view is not None:
            self._prepared = None
            self._view.consent.hide()
            self._room.panel.refresh()

    def _send(self) -> None:
        view, prepared = self._view, self._prepared
        if view is None or prepared is None:
            return
        self._run += 1
        view.answer.begin()
        heard = partial(self._bridge.heard.emit, self._run)
        work = self._room.understanding.model.ask(prepared, heard)
        self._room.tasks.start(SLOT, work, self._on_answer, self._on_failed)

    def _on_heard(self, run: int, progress: "Progress") -> None:
        if self._view is not None and run == self._run and self._room.tasks.busy(SLOT):
            self._view.answer.show_progress(progress)

    def _on_answer(self, answer: "Answer") -> None:
        if self._view is not None:
            self._answer = answer
            self._view.answer.show_answer(answer)

    def _on_failed(self, error: AppError) -> None:
        if self._view is not None:
            self._view.answer.show()
            self._view.answer.show_error(error)

    def _on_stop(self) -> None:
        self._cancel()
        if self._view is not None:
            self._view.answer.show_stopped()

    def _on_again(self) -> None:
        self._start()

    def _cancel(self) -> None:
        self._run += 1
        self._room.tasks.cancel(SLOT)

    # -- what an answer leads to -----------------------------------------------------------------

    def _on_chosen(self, quote: "CheckedQuote") -> None:
        answer, article = self._answer, self._room.article
        corpus = answer.prepared.corpus if answer is not None else None
        if corpus is None and self._prepared is not None:
            corpus = self._prepared.corpus
        if corpus is None or article is None:
            return
        piece, first, length = corpus.at(quote.places[0])
        if piece.comment:
            window = self._room.window
            window.panes.set_comments_shown(True)
            window.comments.board.show_row(piece.comment)
        elif piece.article_id != article.article_id:
            self._goal = (piece.article_id, first, length)
            work = self._room.services.reading.stored(piece.article_id)
            self._room.tasks.start(f"{SLOT}.open", work, self._open)
        elif piece.is_title:
            self._room.stage.view.glide_to(0)
        else:
            self._room.reader.mark(first, length)

    def _open(self, article: Article | None) -> None:
        if article is not None:
            self._room.window.open_article(article)

    def _on_copy(self) -> None:
        view, opened = self._view, self._article
        if view is None or opened is None:
            return
        parts = [view.answer.text(), view.answer.notes.text]
        parts.append(f"{opened.article.title}\n{opened.article.url}")
        QGuiApplication.clipboard().setText("\n\n".join(part for part in parts if part))
        self._room.window.show_toast(_("The answer is copied, with its sources."), None)

    def close(self) -> None:
        """Stop; the widgets go with the panel."""
        self._room.window.applied.disconnect(self._on_change)
        for slot in (SLOT, f"{SLOT}.story", f"{SLOT}.thread", f"{SLOT}.open"):
            self._room.tasks.cancel(slot)
        self._view = None
        self.deleteLater()
